"""The reader of `.env` files, with python-dotenv as the oracle of what a value is."""

from __future__ import annotations

import io
import re

import pytest
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sendcloud_lint.model.document import Document, Pair, Scalar
from sendcloud_lint.readers.dotenv import read

# A shell's `NAME="value";` is read on purpose and refused by the oracle.
_SHELL_END = re.compile(r"['\"][^\S\r\n]*;")


def values(text: str) -> list[tuple[str, str]]:
    """Names and values in the order of the text."""
    return [(pair.name, scalar(pair).text.reveal()) for pair in read(text).root.pairs]


def scalar(pair: Pair) -> Scalar:
    assert isinstance(pair.value, Scalar)
    return pair.value


def written(text: str) -> list[str]:
    """The values as they stand in the text."""
    spans = [scalar(pair).span for pair in read(text).root.pairs]
    return [text[span.start : span.end] for span in spans]


def comments(text: str) -> list[str]:
    return [text[comment.span.start : comment.span.end] for comment in read(text).comments]


def troubles(text: str) -> list[tuple[int, str]]:
    """Line numbers, counted from 1, and reasons."""
    found = read(text).troubles
    return [(len(re.findall(r"\r\n|\r|\n", text[: trouble.span.start])) + 1, trouble.reason) for trouble in found]


def by_oracle(text: str) -> tuple[list[tuple[str, str]], int]:
    """Names with values, and the number of lines refused, by python-dotenv."""
    bindings = list(parse_stream(io.StringIO(text, newline="")))
    pairs = [(b.key, b.value) for b in bindings if b.key is not None and b.value is not None]
    return pairs, sum(b.error for b in bindings)


HANDWRITTEN = {
    "a plain value": "A=b\n",
    "no line end at the end": "A=b",
    "nothing": "",
    "blank lines only": "\n\r\n \t\n",
    "blanks around the equals sign": "A = b\nC\t=\td\n",
    "blanks before the name": "   A=b\n",
    "blanks after the value": "A=b  \t\nC=d",
    "export": "export A=b\nexport\tC = d\n",
    "export as a name": "export=b\n",
    "export of nothing": "export =b\nA=b\n",
    "export at the line's end": "export \nA=b\n",
    "an empty value": "A=\nB= \nC=''\nD=\"\"\nE=",
    "a name without a value": "A\nexport B\nC # comment\nD=e\n",
    "a comment line": "# one\n  # two\nA=b\n#three",
    "a comment after a value": "A=b # comment\nC=d\t# comment\n",
    "a hash inside a value": "A=b#c\nD=#e\n",
    "a comment instead of a value": "A= # comment\nB=\t#comment\n",
    "a comment after a quoted value": "A='b' # c\nD=\"e\"#f\n",
    "a hash in quotes": "A='b # c'\nD=\"e # f\"\n",
    "an equals sign in a value": "A=b=c\nD==e\n",
    "quotes inside a plain value": "A=b'c'd\"e\n",
    "escapes in double quotes": r'A="\n\t\\\"\a\b\f\r\v\'\q\$\x41\u0041"',
    "escapes in single quotes": r"A='\n\\\'\"'",
    "escapes in a plain value": r"A=\n\t\\",
    "an escaped backslash before the closing quote": 'A="b\\\\"\nC=d\n',
    "double quotes over lines": 'A="b\nc\r\nd\re"\nF=g\n',
    "single quotes over lines": "A='b\n# no comment\nC=d'\nF=g\n",
    "a quoted name": "'A'=b\n'C D' = e\n",
    "a quoted name over lines": "'A\nB'=c\n",
    "an unclosed quoted name": "'A=b\nC=d\n",
    "an empty quoted name": "''=b\nC=d\n",
    "Windows line ends": "A=b\r\n# c\r\n\r\nD='e'\r\n",
    "old Mac line ends": "A=b\r# c\r\rD='e'\r",
    "mixed line ends": "A=b\rC=d\n\rE=f\r\n",
    "names that are no words": "A.B-C=d\n中文=值\n$E=f\n{G}=h\n",
    "values that are not ASCII": "A=中文 # 注释\nB='ключ'\n",
    "unusual white space": "A=b\u00a0# c\u2028\nD\u3000=\u3000e\x0b\x0c\n\u2029F=g\n",
    "references": "A=${B}\nC=\"${D:-e}\"\nF='$G'\nH=$(i)\n",
    "a colon": "A: b\nC=d\n",
    "a shell command": "set -a\nsource_env .env\nA=b\nif true; then\n",
    "set": "set A=b\nC=d\n",
    "no name": "=b\n = c\nD=e\n",
    "an unclosed double quote": 'A="b\nC=d\n',
    "an unclosed single quote": "A='b\nC=d\n",
    "an escaped closing quote": 'A="b\\"\nC=d\n',
    "words after a quoted value": "A='b' c\nD=e\n",
    "words after a quoted value over lines": "A='b\nc' d\nE=f\n",
    "quotes that touch": "A='b''c'\nD=e\n",
    "the same name twice": "A=b\nA=c\n",
    "a byte order mark": "\ufeffA=b\n",
    "a byte order mark alone": "\ufeff",
    "a zero character": "A=b\0c\n\0=d\n",
    "a lone surrogate": "A=\ud800 # \udfff\n",
}


@pytest.mark.parametrize("text", HANDWRITTEN.values(), ids=HANDWRITTEN.keys())
def test_handwritten_documents_read_as_the_oracle_reads_them(text: str) -> None:
    pairs, refused = by_oracle(text)
    assert values(text) == pairs
    assert len(troubles(text)) == refused


def test_the_last_of_equal_names_is_the_one_that_a_program_gets() -> None:
    text = "A=b\nA=c\n"
    assert dict(values(text)) == dotenv_values(stream=io.StringIO(text), interpolate=False)
    assert values(text) == [("A", "b"), ("A", "c")]


SPANS = {
    "a plain value": ("A=b c  # d\n", ["b c"]),
    "a value with its quotes": ("A='b' # c\nD = \"e\\n\"", ["'b'", '"e\\n"']),
    "a value over lines": ("A='b\r\nc'\n", ["'b\r\nc'"]),
    "a reference": ("A=${B}\n", ["${B}"]),
    "empty quotes": ("A=''\n", ["''"]),
}


@pytest.mark.parametrize(("text", "expected"), SPANS.values(), ids=SPANS.keys())
def test_a_span_covers_the_value_as_written(text: str, expected: list[str]) -> None:
    assert written(text) == expected


@pytest.mark.parametrize("text", ["A=", "A=  ", "A=\n", "A=\r\nB=c", "A= # comment"])
def test_an_empty_value_stands_right_after_the_equals_sign(text: str) -> None:
    span = scalar(read(text).root.pairs[0]).span
    assert (span.start, span.end) == (2, 2)


def test_a_name_span_covers_the_name_as_written() -> None:
    text = "export A = b\n'C D'=e\n"
    spans = [pair.name_span for pair in read(text).root.pairs]
    assert [text[span.start : span.end] for span in spans] == ["A", "'C D'"]


COMMENTS = {
    "comment lines": ("# a\n  #b\r\n#", ["# a", "#b", "#"]),
    "comments after values": ("A=b # c \nD='e'#f\nG # h", ["# c ", "#f", "# h"]),
    "a comment after export": ("export # a\n", ["# a"]),
    "a comment instead of a value": ("A= # b", ["# b"]),
    "no comment in values": ("A=b#c\nD='# e'\nF=#g\n", []),
    "a suppression": ("A=b  # sendcloud-lint: ignore[SCL101] why\n", ["# sendcloud-lint: ignore[SCL101] why"]),
}


@pytest.mark.parametrize(("text", "expected"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_have_exact_spans(text: str, expected: list[str]) -> None:
    assert comments(text) == expected
    assert [comment.text.reveal() for comment in read(text).comments] == expected


TROUBLES = {
    "an unclosed quote": ("A=b\nC='d\nE=f\n", [(2, "a quote that is never closed")]),
    "words after a quote": ("A='b\nc' d\nE=f\n", [(2, "more than a comment after the closing quote")]),
    "words after a name": ("\n\nA b\nC=d", [(3, "neither a name=value pair nor a comment")]),
    "no name": ("A=b\r\n=c\r\nD=e", [(2, "no name where one should stand")]),
    "export of nothing": ("export \nA=b", [(1, "no name where one should stand")]),
}


@pytest.mark.parametrize(("text", "expected"), TROUBLES.values(), ids=TROUBLES.keys())
def test_a_broken_line_is_a_trouble_at_that_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert troubles(text) == expected


def test_reading_goes_on_after_a_broken_line() -> None:
    assert values("A='b\nC=d\n???\nE=f\n") == [("C", "d"), ("E", "f")]


class TestOnPurposeUnlikeTheOracle:
    def test_a_semicolon_may_end_a_quoted_value_as_in_a_shell(self) -> None:
        text = "export A='b';\nC=\"d\" ; # e\nF='g';h\n"
        assert by_oracle(text) == ([], 3)
        assert values(text) == [("A", "b"), ("C", "d")]
        assert comments(text) == ["# e"]
        assert troubles(text) == [(3, "more than a comment after the closing quote")]

    def test_a_semicolon_belongs_to_a_plain_value(self) -> None:
        assert values("A=b;\n") == by_oracle("A=b;\n")[0] == [("A", "b;")]

    def test_a_name_without_a_value_is_left_out(self) -> None:
        assert dotenv_values(stream=io.StringIO("A\nB=\n")) == {"A": None, "B": ""}
        assert values("A\nB=\n") == [("B", "")]


BITS = [
    "A", "key", "export", "export ", " ", "  ", "\t", "\n", "\r", "\r\n", "=", "==", "#", " #", "'", '"', "\\", "\\'",
    '\\"', "\\n", "\\\\", "b", "值", "${X}", ";", "\0", "\x0b", "\x85", "\u2028", "\u3000", "\ufeff", "''", '""', ":",
]  # fmt: skip
LINES = [
    "A=b", "B='c d'", 'C="e\\nf"', "export D=g # h", "# i", "", "J = k", "L=", "M", "N='o\np'", 'Q="r', "S='t' u", "=v",
]  # fmt: skip
ENDS = ["\n", "\r\n", "\r", ""]
documents = st.one_of(
    st.lists(st.sampled_from(BITS), max_size=30).map("".join),
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)).map("".join), max_size=8).map("".join),
    st.text(alphabet="A =#'\"\\\r\n;x", max_size=40),
)


@settings(deadline=None)
@given(documents)
@example("A=b\u2028# c\n")
@example("A='b\\")
def test_generated_documents_read_as_the_oracle_reads_them(text: str) -> None:
    if _SHELL_END.search(text):
        return
    pairs, refused = by_oracle(text)
    assert values(text) == pairs
    assert len(troubles(text)) == refused


@settings(deadline=None)
@given(documents)
@example("export \ufeff=")
def test_what_stands_at_a_span_reads_as_the_same_value(text: str) -> None:
    for pair in read(text).root.pairs:
        name, value = pair.name_span, scalar(pair).span
        # At a text's start a byte order mark would not be part of the name.
        again = f"\n{text[name.start : name.end]}={text[value.start : value.end]}"
        assert values(again) == [(pair.name, scalar(pair).text.reveal())]


def spans_in_order(document: Document) -> list[tuple[int, int]]:
    pairs = [span for pair in document.root.pairs for span in (pair.name_span, scalar(pair).span)]
    spans = [*pairs, *(comment.span for comment in document.comments), *(found.span for found in document.troubles)]
    return sorted((span.start, span.end) for span in spans)


@settings(deadline=None)
@given(st.one_of(documents, st.text(max_size=60)))
def test_spans_stay_inside_the_text_and_do_not_overlap(text: str) -> None:
    spans = spans_in_order(read(text))
    ends = [0, *(end for _, end in spans), len(text)]
    assert all(start <= end for start, end in spans)
    assert all(before <= start for before, (start, _) in zip(ends, spans, strict=False))


@settings(deadline=None)
@given(st.sampled_from(list(HANDWRITTEN.values())), st.data())
def test_a_document_with_a_piece_cut_out_or_put_in_never_raises(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    mutated = text[:start] + data.draw(st.one_of(st.sampled_from(BITS), st.text(max_size=3))) + text[end:]
    document = read(mutated)
    assert document.root.span.end == len(mutated)


def test_a_reason_quotes_nothing_of_the_text() -> None:
    text = "swordfish swordfish\nA='b' swordfish\n=swordfish\nB='swordfish\n"
    assert len(troubles(text)) == 4
    assert "swordfish" not in repr(read(text).troubles)


def test_a_document_does_not_show_its_values() -> None:
    assert "swordfish" not in repr(read("A=swordfish # swordfish\nB='swordfish'\n"))


LARGE = {
    "blanks before a comment": ("A=b" + " " * 200_000 + "#c", "b"),
    "blanks before words": ("A=b" + " " * 200_000 + "c", "b" + " " * 200_000 + "c"),
    "a long quoted value": ("A='" + "\\'b\n" * 100_000 + "'", "'b\n" * 100_000),
}


@pytest.mark.parametrize(("text", "expected"), LARGE.values(), ids=LARGE.keys())
def test_what_is_large_is_read_all_the_same(text: str, expected: str) -> None:
    assert values(text) == [("A", expected)]


@pytest.mark.parametrize("line", ["A='b\\'", 'A="\\" "', "'A", "A='b'" + " " * 50 + "c", "=", "A b"])
def test_each_of_many_broken_lines_is_given_up_alone(line: str) -> None:
    count = 20_000
    assert len(read(f"{line}\n" * count + "B=c\n").troubles) <= count
