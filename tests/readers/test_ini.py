"""The reader of INI files, with configparser as the oracle of what a value is."""

from __future__ import annotations

import configparser
import io

import pytest

from sendcloud_lint.model.document import Scalar, Section, Tree
from sendcloud_lint.readers.ini import read


def plain(tree: Tree) -> object:
    if isinstance(tree, Section):
        return {pair.name: plain(pair.value) for pair in tree.pairs}
    assert isinstance(tree, Scalar)
    return tree.text.reveal()


def values(text: str) -> object:
    return plain(read(text).root)


def written(text: str) -> list[str]:
    """The values as they stand in the text, those of the first section."""
    section = read(text).root.pairs[0].value
    assert isinstance(section, Section)
    return [text[pair.value.span.start : pair.value.span.end] for pair in section.pairs]


def comments(text: str) -> list[str]:
    found = read(text).comments
    assert [comment.text.reveal() for comment in found] == [text[c.span.start : c.span.end] for c in found]
    return [comment.text.reveal() for comment in found]


def troubles(text: str) -> list[tuple[str, str]]:
    """What stands at each trouble, and its reason."""
    found = read(text).troubles
    return [(text[trouble.span.start : trouble.span.end], trouble.reason) for trouble in found]


def by_oracle(text: str) -> object:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_file(io.StringIO(text, newline=None))
    return {name: {key: value.strip() for key, value in parser.items(name)} for name in parser.sections()}


LIKE_THE_ORACLE = {
    "a section": "[a]\nb = c\n",
    "no line end at the end": "[a]\nb=c",
    "both delimiters": "[a]\nb=c\nd:e\nf = g:h\ni : j=k\n",
    "an empty value": "[a]\nb =\nc=\n",
    "names in their own case": "[A b]\nSomeName = c\n",
    "blanks in names": "[ a ]\nb c  = d\n",
    "a value over lines": "[a]\nb = c\n  d\n\te\nf = g\n",
    "a value that begins in the next line": "[a]\nb =\n  c\n  d\n",
    "blank lines in a value": "[a]\nb = c\n\n  d\n\n\ne = f\n",
    "comment lines in a value": "[a]\nb = c\n# d\n  e\n  ; f\n  g\n",
    "delimiters in a value over lines": "[a]\nb = c\n  d = e\nf = g\n",
    "a section that goes on": "[a]\nb = c\n[d]\n[a]\ne = f\n",
    "indented settings": "[a]\n\tb = c\n\td = e\n",
    "an indented header after a value": "[a]\nb = c\n  [d]\ne = f\n",
    "indented after a header": "[a]\n  b = c\n    d\n  e = f\n",
    "brackets in a header": "[a [b]]\nc = d\n",
    "more after a header": "[a] b\nc = d\n",
    "a comment mark inside a value": "[a]\nb = c#d;e\n",
    "quotes inside a value": "[a]\nb = c 'd' \"e\"\nf = 'g' 'h'\n",
    "Windows line ends": "[a]\r\nb = c\r\n  d\r\n",
    "old Mac line ends": "[a]\rb = c\r  d\r",
    "unusual white space": "[a]\nb = c\x0bd\u2028e\u3000\n",
    "a byte order mark in a value": "[a]\nb = \ufeffc\n",
}


@pytest.mark.parametrize("text", LIKE_THE_ORACLE.values(), ids=LIKE_THE_ORACLE.keys())
def test_documents_read_as_the_oracle_reads_them(text: str) -> None:
    assert values(text) == by_oracle(text)
    assert troubles(text) == []


UNLIKE_THE_ORACLE = {
    "settings before any section": ("a = b\n[c]\nd = e\n", {"a": "b", "c": {"d": "e"}}),
    "a name without a value": ("[a]\nb\nc = d\n", {"a": {"c": "d"}}),
    "lines that go on without a value": ("[a]\nb\n  c = d\ne = f\n", {"a": {"e": "f"}}),
    "a comment after a value": ("[a]\nb = c ; d\ne = f\t# g\n", {"a": {"b": "c", "e": "f"}}),
    "a comment instead of a value": ("[a]\nb = # c\n", {"a": {"b": ""}}),
    "a comment after a header": ("[a] # b]\nc = d\n", {"a": {"c": "d"}}),
    "comments in a value over lines": ("[a]\nb = c ; d\n  e # f\n", {"a": {"b": "c\ne"}}),
    "a comment before a delimiter": ("[a]\nb # c = d\n", {"a": {}}),
    "double quotes": ('[a]\nb = "c"\nd = ""\n', {"a": {"b": "c", "d": ""}}),
    "three quotes": ('[a]\nb = """c # d""" # e\nf = """"""\n', {"a": {"b": "c # d", "f": ""}}),
    "single quotes": ("[a]\nb = 'c' ; d\n", {"a": {"b": "c"}}),
    "a comment mark in quotes": ('[a]\nb = "c # d" # e\n', {"a": {"b": "c # d"}}),
    "quotes over lines": ("[a]\nb = 'c\n  d'\n", {"a": {"b": "c\nd"}}),
    "git's sections": ('[remote "a"]\n\turl = b\n', {'remote "a"': {"url": "b"}}),
    "a byte order mark": ("\ufeff[a]\nb = c\n", {"a": {"b": "c"}}),
}


@pytest.mark.parametrize(("text", "expected"), UNLIKE_THE_ORACLE.values(), ids=UNLIKE_THE_ORACLE.keys())
def test_other_dialects_are_read_too(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


VARIABLES = {
    "systemd's": (
        "[Service]\nEnvironment=\"A=b c\" D=e 'F=g h'\nEnvironment=I=j\n",
        {"Service": {"Environment": {"A": "b c", "D": "e", "F": "g h", "I": "j"}}},
        ["b c", "e", "g h", "j"],
    ),
    "systemd's over lines": ('Environment="A=b" \\\n  "C=d"\n', {"Environment": {"A": "b", "C": "d"}}, ["b", "d"]),
    "supervisor's": (
        "[a]\nenvironment=A=\"b,c\",D='e',F=g\n",
        {"a": {"environment": {"A": "b,c", "D": "e", "F": "g"}}},
        ['"b,c"', "'e'", "g"],
    ),
    "tox's": (
        "[a]\nset_env =\n  A = b\n  # c\n  D=e\n",
        {"a": {"set_env": {"A": "b", "D": "e"}}},
        ["b", "e"],
    ),
    "escapes": (r'env = A="b \" c" "D=e\\f"', {"env": {"A": 'b " c', "D": "e\\f"}}, [r'"b \" c"', r"e\\f"]),
    "quotes in quotes": ("env = \"A='b c'\"\n", {"env": {"A": "'b c'"}}, ["'b c'"]),
    "an empty one": ("env = A= B=c\n", {"env": {"A": "", "B": "c"}}, ["", "c"]),
}


@pytest.mark.parametrize(("text", "expected", "stand"), VARIABLES.values(), ids=VARIABLES.keys())
def test_variables_that_a_value_holds_are_a_section(text: str, expected: object, stand: list[str]) -> None:
    assert values(text) == expected
    waiting: list[Tree] = [read(text).root]
    found = []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Section):
            waiting += [pair.value for pair in reversed(tree.pairs)]
        else:
            found.append(text[tree.span.start : tree.span.end])
    assert found == stand


@pytest.mark.parametrize(
    "value", ["production", "A", "A=b c", "A=b,c", "'A=b", "A='b", "A=b'c'", "=b", 'A=b"', "/etc/a=b c"]
)
def test_a_value_that_holds_anything_else_is_that_value(value: str) -> None:
    assert values(f"[a]\nenv = {value}\n") == {"a": {"env": value}}


def test_variables_under_another_name_are_a_value() -> None:
    assert values("[a]\nenvironments = A=b\n") == {"a": {"environments": "A=b"}}


WRITTEN = {
    "a value": ("[a]\nb = c d  \n", ["c d"]),
    "a value in quotes": ("[a]\nb = 'c' # d\ne=\"f\"", ["'c'", '"f"']),
    "a value over lines": ("[a]\nb = c\r\n\r\n  d ; e\r\n\r\n", ["c\r\n\r\n  d"]),
    "a value that begins in the next line": ("[a]\nb =\n  c\n  d\n", ["c\n  d"]),
    "no value": ("[a]\nb = \nc=", ["", ""]),
}


@pytest.mark.parametrize(("text", "expected"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_span_covers_the_value_as_written(text: str, expected: list[str]) -> None:
    assert written(text) == expected


def test_a_name_span_covers_the_name() -> None:
    text = "a b : c\n[ d ] # e\n[d]\n[ d ]\n"
    spans = [pair.name_span for pair in read(text).root.pairs]
    assert [text[span.start : span.end] for span in spans] == ["a b", " d ", "d"]


COMMENTS = {
    "comment lines": ("# a\n  ; b \n[c]\n#", ["# a", "; b", "#"]),
    "comments after values": ("a = b ; c # d\ne = 'f' # g\n", ["; c # d", "# g"]),
    "comments after headers and names": ("[a] ; b\nc # d\n", ["; b", "# d"]),
    "no comments": ("a = b#c\nd = 'e # f'\n", []),
}


@pytest.mark.parametrize(("text", "expected"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_have_exact_spans(text: str, expected: list[str]) -> None:
    assert comments(text) == expected


def test_a_broken_line_is_a_trouble_and_the_others_are_read() -> None:
    text = "[a]\n= b\n[]\n[c\nd = e\n"
    assert values(text) == {"a": {"d": "e"}}
    assert troubles(text) == [
        ("= b", "no name where one should stand"),
        ("[]", "a bracket that holds no section's name"),
        ("[c", "a bracket that holds no section's name"),
    ]


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    assert "swordfish" not in repr(read("a = swordfish # swordfish\n= swordfish\n[swordfish\n"))
