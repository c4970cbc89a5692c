"""Files of options for curl (`-K file`, `.curlrc`).

    # a comment
    url = "https://shop.example/"
    data: name=value
    -H "Accept: text/plain"
    silent

An option without a value is a flag, and gives a section without anything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_LINE = re.compile(r"[^\r\n]+")
_OPTION = re.compile(
    r"[ \t]*(?P<name>--?[\w.-]+|[A-Za-z][\w.-]*)"
    r"(?:(?:[ \t]*[=:][ \t]*|[ \t]+)(?:\"(?P<quoted>[^\"\\]*(?:\\.[^\"\\]*)*)\"|(?P<bare>[^\s\"=:]\S*)))?"
)
_ESCAPE = re.compile(r"\\(.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "v": "\v"}


def read(text: str) -> Document:
    """The options of a file, each with its value. What is no option is passed over, as curl warns of it and goes on."""
    comments: list[Comment] = []
    pairs = tuple(_pairs(text, comments))
    return Document(Section(Span(0, len(text)), pairs), tuple(comments), ())


def _pairs(text: str, comments: list[Comment]) -> Iterator[Pair]:
    for line in _LINE.finditer(text, int(text.startswith("\ufeff"))):
        bare = line[0].lstrip(" \t")
        start = line.end() - len(bare)
        if bare.startswith("#"):
            comments.append(Comment(Span(start, line.end()), Written(bare)))
            continue
        option = _OPTION.match(text, line.start(), line.end())
        if option is not None:
            yield Pair(option["name"], Span(*option.span("name")), _value(option))


def _value(option: re.Match[str]) -> Scalar | Section:
    if option["quoted"] is not None:
        span = Span(option.start("quoted") - 1, option.end("quoted") + 1)
        return Scalar(span, Written(_ESCAPE.sub(lambda found: _LETTERS.get(found[1], found[1]), option["quoted"])))
    if option["bare"] is not None:
        return Scalar(Span(*option.span("bare")), Written(option["bare"]))
    return Section(Span(option.end("name"), option.end("name")), ())
