"""A text that no grammar reads: what it says without one. Named quoted values, and queries of URLs of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_of
from sendcloud_lint.model.document import Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_URL = re.compile(r"https?://[^\s\"'<>\\?]{4,300}\?[^\s\"'<>\\]{3,2000}")
_NAMED = re.compile(r"(?<![\w.-])[\"']?([A-Za-z_][\w.-]{2,60})[\"']?[ \t]*[:=][ \t]*([\"'])([^\"'\\\r\n]{4,200})\2")
_PARAMETER = re.compile(r"([^&=#]+)=([^&#]*)")


def read(text: str) -> Document:
    """What is found, in one section; each URL's query is a section named for the host, which gives it its context."""
    whole = Span(0, len(text))
    pairs = (*_named(text), *_queries(text))
    return Document(Section(whole, tuple(sorted(pairs, key=lambda pair: pair.name_span))), (), ())


def _named(text: str) -> Iterator[Pair]:
    for match in _NAMED.finditer(text):
        value = Scalar(Span(match.start(2), match.end()), Written(match[3]))
        yield Pair(match[1], Span(*match.span(1)), value)


def _queries(text: str) -> Iterator[Pair]:
    for match in _URL.finditer(text):
        endpoint = endpoint_of(match[0])
        if endpoint is not None:
            span = Span(*match.span())
            yield Pair(endpoint.host, span, Section(span, tuple(_parameters(text, match))))


def _parameters(text: str, url: re.Match[str]) -> Iterator[Pair]:
    start = url.start() + url[0].index("?") + 1
    for match in _PARAMETER.finditer(text, start, url.end()):
        value = Scalar(Span(*match.span(2)), Written(match[2]))
        yield Pair(match[1], Span(*match.span(1)), value)
