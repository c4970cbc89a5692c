"""The reader of `.properties` files, with javaproperties as the oracle."""

from __future__ import annotations

import io

import javaproperties
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sendcloud_lint.model.document import Scalar
from sendcloud_lint.readers.properties import read


def values(text: str) -> list[tuple[str, str]]:
    """Names and values in the order of the text."""
    pairs = [(pair.name, pair.value) for pair in read(text).root.pairs]
    return [(name, value.text.reveal()) for name, value in pairs if isinstance(value, Scalar)]


def written(text: str) -> list[tuple[str, str]]:
    """Names and values as they stand in the text."""
    spans = [(pair.name_span, pair.value.span) for pair in read(text).root.pairs]
    return [(text[name.start : name.end], text[value.start : value.end]) for name, value in spans]


def comments(text: str) -> list[str]:
    return [text[comment.span.start : comment.span.end] for comment in read(text).comments]


def by_oracle(text: str) -> list[tuple[str, str]]:
    return javaproperties.load(io.StringIO(text, newline=""), object_pairs_hook=list)


HANDWRITTEN = {
    "separators": "a=b\nc:d\ne f\ng = h\ni : j\nk\tl\nm   =   n\n",
    "separators in a value": "a==b\nc: :d\ne f=g\n",
    "a name alone": "a\nb \nc=\n",
    "an empty name": "=a\n: b\n",
    "dots": "a.b.c=d\n",
    "escapes in a name": "a\\ b\\=c\\:d\\#e=f\n",
    "escapes in a value": 'a=\\t\\n\\r\\f\\\\\\q\\=\\"\\b\n',
    "codes": "caf\\u00e9=\\u0041\\uD83D\\uDE00\n",
    "raw characters": "é=值😀\n",
    "a lone surrogate": "a=\\ud800\n",
    "a value over lines": "a=b\\\n   c\\\r\n\td\\\re\nf=g\n",
    "a name over lines": "a\\\n   b=c\n",
    "a separator over lines": "a\\\n   = \\\n  b\nc \\\n d\n",
    "an escaped backslash at the end": "a=b\\\\\nc=d\n",
    "a backslash at the very end": "a=b\\",
    "comments": "# a\n  ! b\na=b # c\n#d\\\ne=f\n",
    "a comment mark in a value over lines": "a=b\\\n#c\n",
    "a blank line after a backslash": "a=b\\\n\nc=d\n",
    "blanks": "  \n\t a = b  \n\f\n",
    "Windows line ends": "a=b\r\nc=d\r\n",
    "old Mac line ends": "a=b\rc=d\r",
    "the same name twice": "a=b\na=c\n",
    "unusual white space": "a\u00a0b=c\x0b\x85\u2028d\n",
}


@pytest.mark.parametrize("text", HANDWRITTEN.values(), ids=HANDWRITTEN.keys())
def test_handwritten_documents_read_as_the_oracle_reads_them(text: str) -> None:
    assert values(text) == by_oracle(text)
    assert read(text).troubles == ()


BITS = [
    "a",
    "b.c",
    " ",
    "\t",
    "\f",
    "\n",
    "\r",
    "\r\n",
    "=",
    ":",
    "#",
    "!",
    "\\",
    "\\\n",
    "\\\r\n",
    "\\u0041",
    "\\n",
    "é",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=20).map("".join))
@example("a\\\n")
def test_generated_documents_read_as_the_oracle_reads_them(text: str) -> None:
    assert values(text) == by_oracle(text)


def test_spans_cover_what_is_written() -> None:
    text = "  caf\\u00e9 : b\\\n  c \nd\ne=\n"
    assert written(text) == [("caf\\u00e9", "b\\\n  c "), ("d", ""), ("e", "")]


def test_comments_have_exact_spans() -> None:
    text = "#a\\\n  ! b \r\nc=d # e\n#"
    assert comments(text) == ["#a\\", "! b ", "#"]
    assert [comment.text.reveal() for comment in read(text).comments] == comments(text)


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert values("\ufeffa=b\n") == [("a", "b")]


@pytest.mark.parametrize("code", ["\\u", "\\u12", "\\u12g4", "\\uu0041"])
def test_a_code_that_is_none_is_a_trouble_and_the_rest_is_read(code: str) -> None:
    text = f"a=b{code}\nc=\\u0041\n"
    found = read(text)
    assert values(text) == [("a", f"b{code[1:]}"), ("c", "A")]
    assert [(text[each.span.start : each.span.end], each.reason) for each in found.troubles] == [
        (code, "a \\u that no four hexadecimal digits follow")
    ]


def test_an_escaped_backslash_begins_no_code() -> None:
    assert values("a=\\\\u12\n") == [("a", "\\u12")]
    assert read("a=\\\\u12\n").troubles == ()


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    assert "swordfish" not in repr(read("a=swordfish\\u1\n# swordfish\n"))
