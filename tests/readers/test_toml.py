"""The reader of TOML, with the standard library's as the oracle of what a string is."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar, Section, Tree
from sendcloud_lint.readers.toml import read


def plain(tree: Tree) -> object:
    """A tree as pairs, lists and texts."""
    if isinstance(tree, Scalar):
        return tree.text.reveal()
    if isinstance(tree, Section):
        return {pair.name: plain(pair.value) for pair in tree.pairs}
    return [plain(item) for item in tree.items]


def values(text: str) -> object:
    return plain(read(text).root)


def troubles(text: str) -> list[tuple[str, str]]:
    """What stands at each trouble, and its reason."""
    found = read(text).troubles
    return [(text[trouble.span.start : trouble.span.end], trouble.reason) for trouble in found]


WHOLE = {
    "a pair": ("a = 'b'\n", {"a": "b"}),
    "no line end at the end": ("a = 'b'", {"a": "b"}),
    "scalars as they are written": (
        "a = 1_000\nb = 0x1F\nc = 1.50\nd = true\ne = 1979-05-27T07:32:00Z\nf = 07:32:00\ng = -inf\nh = 1979-05-27",
        {"a": "1_000", "b": "0x1F", "c": "1.50", "d": "true", "e": "1979-05-27T07:32:00Z", "f": "07:32:00"}
        | {"g": "-inf", "h": "1979-05-27"},
    ),
    "escapes": (r'a = "\"\\\b\f\n\r\t\u00e9\U0001F600"', {"a": '"\\\b\f\n\r\té😀'}),
    "escapes of TOML 1.1": (r'a = "\e[0m\x41\\x41"', {"a": "\x1b[0mA\\x41"}),
    "no escapes of TOML 1.1 in single quotes": (r"a = '\x41\e'", {"a": r"\x41\e"}),
    "an inline table of TOML 1.1": ("a = {\n  b = 'c', # d\n  e = 'f',\n}\n", {"a": {"b": "c", "e": "f"}}),
    "no escapes in single quotes": (r"a = 'b\n'", {"a": r"b\n"}),
    "strings over lines": ("a = \"\"\"\nb\\\n   c\nd\"\"\"\ne = '''\nf\ng'''\n", {"a": "bc\nd", "e": "f\ng"}),
    "quotes at the end of long strings": ("a = \"\"\"b\"\"\"\"\nc = '''d'''''\n", {"a": 'b"', "c": "d''"}),
    "a table in a table": ("[a.b]\nc = 'd'\n", {"a": {"b": {"c": "d"}}}),
    "a table that goes on": ("[a.b]\nc = 'd'\n[e]\n[a]\nf = 'g'\n", {"a": {"b": {"c": "d"}, "f": "g"}, "e": {}}),
    "tables of one table": ("[a.b]\nc = 'd'\n[a.e]\nf = 'g'\n", {"a": {"b": {"c": "d"}, "e": {"f": "g"}}}),
    "dotted keys": (
        "a.b = 'c'\na . 'd e' = 'f'\n[a.g]\nh.i = 1\n",
        {"a": {"b": "c", "d e": "f", "g": {"h": {"i": "1"}}}},
    ),
    "keys that look like numbers": ("1 = 'a'\n2.5 = 'b'\n", {"1": "a", "2": {"5": "b"}}),
    "quoted keys": ("\"a\\u00e9.b\" = 'c'\n'd.e' = 'f'\n\"\" = 'g'\n", {"aé.b": "c", "d.e": "f", "": "g"}),
    "tables in an array": (
        "[[a]]\nb = 'c'\n[[a]]\n[a.d]\ne = 'f'\n[[a.g]]\nh = 'i'\n",
        {"a": [{"b": "c"}, {"d": {"e": "f"}, "g": [{"h": "i"}]}]},
    ),
    "arrays over lines": ("a = [\n  'b', # c\n  ['d', {e = 'f'}],\n]\n", {"a": ["b", ["d", {"e": "f"}]]}),
    "an inline table": ("a = {b = 'c', d.e = 'f', g = {}}\n", {"a": {"b": "c", "d": {"e": "f"}, "g": {}}}),
    "a byte order mark": ("\ufeffa = 'b'\n", {"a": "b"}),
    "Windows line ends": ("[a]\r\nb = 'c'\r\n", {"a": {"b": "c"}}),
    "old Mac line ends": ("[a]\rb = 'c'\rd = '''e\rf'''\r", {"a": {"b": "c", "d": "e\nf"}}),
}


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_text_is_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def names(text: str) -> list[str]:
    """Every name as it is written, outer ones first."""
    found = []
    waiting: list[Tree] = [read(text).root]
    while waiting:
        tree = waiting.pop(0)
        if isinstance(tree, Section):
            found += [text[pair.name_span.start : pair.name_span.end] for pair in tree.pairs]
            waiting += [pair.value for pair in tree.pairs]
        elif not isinstance(tree, Scalar):
            waiting += tree.items
    return found


NAMES = {
    "parts of a header": ("[a . 'b c']\nd = 1\n", ["a", "'b c'", "d"]),
    "parts of a dotted key": ('"é".b = 1\n', ['"é"', "b"]),
    "an array's header": ("[[a.b]]\n[[a.b]]\nc = 1\n", ["a", "b", "c"]),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.values(), ids=NAMES.keys())
def test_a_name_span_covers_its_own_part(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_spans_cover_what_is_written() -> None:
    text = "'é' = 'ü' # ö\n[a]\nb = [1, 'c']\nd = '''\ne'''\n"
    pairs = read(text).root.pairs
    assert text[pairs[0].value.span.start : pairs[0].value.span.end] == "'ü'"
    table = pairs[1].value
    assert isinstance(table, Section)
    assert [text[pair.value.span.start : pair.value.span.end] for pair in table.pairs] == ["[1, 'c']", "'''\ne'''"]


def test_no_two_sections_begin_at_one_place() -> None:
    waiting: list[Tree] = [read("[a.b.c]\nd.e = 1\nf = {g.h = {i = 1}}\n[[j.k]]\nl = 1\n[[j.k]]\n").root]
    starts = []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Section):
            starts.append(tree.span.start)
            waiting += [pair.value for pair in tree.pairs]
        elif not isinstance(tree, Scalar):
            waiting += tree.items
    assert len(starts) == len(set(starts)) == 11


def test_comments_are_returned() -> None:
    text = "# a\nb = '# c' # d\r\n[e] # f\ng = [ # h\n]\n"
    found = read(text).comments
    assert [comment.text.reveal() for comment in found] == ["# a", "# d", "# f", "# h"]
    assert [text[comment.span.start : comment.span.end] for comment in found] == ["# a", "# d", "# f", "# h"]


BROKEN = {
    "a value without quotes": ("a = b\nc = 'd'\n", {"c": "d"}),
    "an escape that means nothing": (r'a = "\q"' + "\nb = 'c'\n", {"b": "c"}),
    "a missing value": ("a = 'b'\nc = \n", {"a": "b"}),
    "an unclosed string": ("a = \"b\nc = 'd'\n", {"c": "d"}),
    "an unclosed header": ("[a]\nb = 'c'\n[d\n\n[e]\nf = 'g'\n", {"a": {"b": "c"}, "e": {"f": "g"}}),
    "an unclosed array": ("a = ['b'\nc = 'd'\n[e]\nf = 'g'\n", {"a": ["b"], "c": "d", "e": {"f": "g"}}),
    "an unclosed array before a table": ("a = ['b'\n[c]\nd = 'e'\n", {"a": ["b"], "c": {"d": "e"}}),
    "cut short": ("[a]\nb = 'c'\nd = 'e", {"a": {"b": "c"}}),
    "cut short in a long string": ("[a]\nb = 'c'\nd = '''e\nf = 'g'\n", {"a": {"b": "c"}}),
    "no TOML at all": ("hello, world\n", {}),
    "a zero character": ("a = 1\0\nb = 'c'\n", {"a": "1", "b": "c"}),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_read_as_far_as_it_goes_and_is_one_trouble(text: str, expected: object) -> None:
    assert values(text) == expected
    assert [reason for _, reason in troubles(text)] == ["something that is no TOML"]


def test_a_trouble_stands_at_the_first_place_that_fits_no_grammar() -> None:
    assert troubles("a = 1\n[b]\nc = d\ne = f\n") == [("c = d", "something that is no TOML")]


TWICE = {
    "a value is a table later": ("a = 'b'\n[a]\nc = 'd'\n", [("a", "b"), ("a", {"c": "d"})]),
    "a table is an array later": ("[a]\nb = 'c'\n[[a]]\n", [("a", {"b": "c"}), ("a", [{}])]),
    "a value stands twice": ("a = 'b'\na = 'c'\n", [("a", "b"), ("a", "c")]),
}


@pytest.mark.parametrize(("text", "expected"), TWICE.values(), ids=TWICE.keys())
def test_a_name_that_stands_for_two_things_stands_twice(text: str, expected: list[tuple[str, object]]) -> None:
    assert [(pair.name, plain(pair.value)) for pair in read(text).root.pairs] == expected


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    for text in ("a = swordfish\n", 'a = "swordfish\\q"\n', "a = 'swordfish", "a = 'swordfish' # swordfish\n"):
        assert "swordfish" not in repr(read(text))


def test_what_the_library_reads_is_no_trouble_where_the_grammar_lacks_it() -> None:
    text = 'beee = """\nheeee \\\n\n  \n  geeee"""\na = "b"\n'
    document = read(text)
    assert document.troubles == ()
    assert document.root.pairs[-1].name == "a"
