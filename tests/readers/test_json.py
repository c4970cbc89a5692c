"""The reader of JSON, with the standard library's as the oracle of what a string is."""

from __future__ import annotations

import json

import pytest

from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Tree
from sendcloud_lint.readers.json import read


def plain(tree: Tree) -> object:
    """A tree as pairs, lists and texts."""
    if isinstance(tree, Scalar):
        return tree.text.reveal()
    if isinstance(tree, Section):
        return {pair.name: plain(pair.value) for pair in tree.pairs}
    return [plain(item) for item in tree.items]


def values(text: str) -> object:
    return plain(read(text).root)


def first(text: str) -> Pair:
    return read(text).root.pairs[0]


def troubles(text: str) -> list[tuple[str, str]]:
    """What stands at each trouble, and its reason."""
    found = read(text).troubles
    return [(text[trouble.span.start : trouble.span.end], trouble.reason) for trouble in found]


def comments(document: Document) -> list[str]:
    return [comment.text.reveal() for comment in document.comments]


WHOLE = {
    "an object": ('{"a": "b", "c": {"d": "e"}}', {"a": "b", "c": {"d": "e"}}),
    "scalars as they are written": (
        '{"a": 1.50, "b": -1e+16, "c": true, "d": false, "e": null, "f": 2E5}',
        {"a": "1.50", "b": "-1e+16", "c": "true", "d": "false", "e": "", "f": "2E5"},
    ),
    "escapes": (r'{"\u0061\n": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}', {"a\n": '"\\/\b\f\n\r\té😀'}),
    "a lone surrogate": (r'{"a": "\ud800"}', {"a": "\ud800"}),
    "an array": ('["a", {"b": []}]', {"": ["a", {"b": []}]}),
    "a string alone": ('"a"', {"": "a"}),
    "comments": ('// a\n{ /* b */ "c": "d" // e\n}', {"c": "d"}),
    "comment marks in strings": ('{"a": "// b /* c */"}', {"a": "// b /* c */"}),
    "trailing commas": ('{"a": ["b", ], "c": {"d": "e",}, // f\n}', {"a": ["b"], "c": {"d": "e"}}),
    "nothing but a comment": ("/* a */\n", {}),
    "a byte order mark": ('\ufeff{"a": "b"}', {"a": "b"}),
    "a tab in a string": ('{"a": "b\tc"}', {"a": "b\tc"}),
    "Windows line ends": ('{\r\n"a": "b"\r\n}\r\n', {"a": "b"}),
    "old Mac line ends": ('{\r"a": "b"\r}\r', {"a": "b"}),
}


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_text_is_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def test_each_of_several_values_is_named_nothing() -> None:
    root = read('{"a": "b"}\n{"a": "c"}\n3\n').root
    assert [(pair.name, plain(pair.value)) for pair in root.pairs] == [("", {"a": "b"}), ("", {"a": "c"}), ("", "3")]
    assert [(pair.name_span.start, pair.name_span.end) for pair in root.pairs] == [(0, 0), (11, 11), (22, 22)]


def test_a_name_may_stand_twice() -> None:
    pairs = read('{"a": "b", "a": "c"}').root.pairs
    assert [(pair.name, plain(pair.value)) for pair in pairs] == [("a", "b"), ("a", "c")]


def test_spans_cover_what_is_written() -> None:
    text = '{"é\\n": "值\\u00e9", "b": [1e+5]}'
    pairs = read(text).root.pairs
    assert text[pairs[0].name_span.start : pairs[0].name_span.end] == '"é\\n"'
    assert text[pairs[0].value.span.start : pairs[0].value.span.end] == '"值\\u00e9"'
    assert text[pairs[1].value.span.start : pairs[1].value.span.end] == "[1e+5]"


def test_comments_are_returned() -> None:
    document = read('// a\r\n{"b": 1, /* c\nd */ "e": [ // f "g"\n]}')
    assert comments(document) == ["// a", "/* c\nd */", '// f "g"']


BROKEN = {
    "an escape that means nothing": (r'{"a": "\q", "b": "c"}', {"a": r"\q", "b": "c"}),
    "half an escape": (r'{"a": "\u12", "b": "c"}', {"a": r"\u12", "b": "c"}),
    "a line end in a string": ('{"a": "b\nc", "d": "e"}', {"a": "b\nc", "d": "e"}),
    "a control character in a string": ('{"a": "b\0c", "d": "e"}', {"a": "b\0c", "d": "e"}),
    "a missing comma": ('{"a": "b" "c": "d"}', {"a": "b", "c": "d"}),
    "a missing comma in an array": ('{"a": ["b" "c"], "d": "e"}', {"a": ["b", "c"], "d": "e"}),
    "a missing colon": ('{"a" 1, "b": "c"}', {"b": "c"}),
    "a missing value": ('{"a": , "b": "c"}', {"b": "c"}),
    "a value at the end missing": ('{"a": "b", "c":\n', {"a": "b"}),
    "cut short": ('{"a": "b", "c": {"d": ["e"', {"a": "b", "c": {"d": ["e"]}}),
    "cut short in a string": ('{"a": "b", "c": "d', {"a": "b"}),
    "a number as a name": ('{1: "a", "b": "c"}', {"b": "c"}),
    "a bracket too many": ('{"a": "b"}}', {"a": "b"}),
    "a bracket of the other kind": ('[{"a": ["b"}, "c"]', {"": [{"a": ["b"]}, "c"]}),
    "a bracket left open": ('{"a": ["b", "c": "d"}', {"a": ["b", "c", "d"]}),
    "single quotes": ("{'a': 'b c', \"d\": 'e'}", {"a": "b c", "d": "e"}),
    "names without quotes": ('{a: "b", $c: 1}', {"a": "b", "$c": "1"}),
    "no number": ('{"a": NaN, "b": "c"}', {"a": "NaN", "b": "c"}),
    "a template": ('{"a": {{ b }}, "c": "d"}', {"a": {}, "c": "d"}),
    "an unclosed string": ('{"a": "b,\n"c": "d"}', {"c": "d"}),
    "an unclosed comment": ('{"a": "b", /* "c": "d"}', {"a": "b"}),
    "no JSON at all": ("hello, world\n", {}),
    "two commas": ('["a",,"b"]', {"": ["a", "b"]}),
    "a comma alone": ("[,]", {"": []}),
    "two names": ('{"a": "b": "c"}', {"a": "b"}),
    "a zero character": ('{"a": "b"\0}', {"a": "b"}),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_read_as_far_as_it_goes_and_is_one_trouble(text: str, expected: object) -> None:
    assert values(text) == expected
    assert len(troubles(text)) == 1


TROUBLES = {
    "the first place": ('{"a": "b",\n"c" "d",\n"e" "f"}', ('"d",', "something that is no JSON")),
    "after comments": ("// a\n/* b */ c", ("c", "something that is no JSON")),
    "a bracket": ('[\n{"a": [\n"b",\n', ("[", "a bracket that is never closed")),
    "a string": ('{"a":\n"\\q"}', ('"\\q"}', "a string that is no JSON")),
}


@pytest.mark.parametrize(("text", "expected"), TROUBLES.values(), ids=TROUBLES.keys())
def test_a_trouble_stands_at_the_first_place_that_fits_no_grammar(text: str, expected: tuple[str, str]) -> None:
    assert troubles(text) == [expected]


def test_a_value_that_stands_between_is_not_taken_for_another_names() -> None:
    assert values('{"a": ???, "b": "c"}') == {"b": "c"}
    assert values('{"a": "b" ??? "c", "d": "e"}') == {"a": "b", "d": "e"}


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    for text in ('{"a": swordfish}', '{"a": "swordfish\\q"}', '"swordfish', '{"a": "swordfish"} // swordfish'):
        assert "swordfish" not in repr(read(text))


def test_what_is_deep_is_read_to_its_bottom() -> None:
    text = '{"a":' * 10_000 + '"b"' + "}" * 10_000
    tree: Tree = read(text).root
    while isinstance(tree, Section):
        tree = tree.pairs[0].value
    assert plain(tree) == "b"


@pytest.mark.parametrize("text", [r'"\u00e9"', '"é"', r'"\ud83d\ude00"', r'"a\/b"', '""'])
def test_a_string_is_what_the_standard_library_reads(text: str) -> None:
    assert plain(first(text).value) == json.loads(text)
