"""A form's text, as a file of it is sent: `apiUser=shop&apiKey=0123&to=a%40b.example`.

Values stay as they are written, percent signs and all. Lines may end before or behind `&`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model.document import Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_FIELD = re.compile(r"(?P<name>[^&=\r\n]+)(?:=(?P<value>[^&\r\n]*))?")


def read(text: str) -> Document:
    """Its fields in one section."""
    whole = Span(0, len(text))
    return Document(Section(whole, tuple(fields(text, whole))), (), (), content="form")


def fields(text: str, within: Span) -> Iterator[Pair]:
    """The fields of a form that stands in a text."""
    for field in _FIELD.finditer(text, within.start, within.end):
        if field["value"] is None:
            continue
        value = Scalar(Span(*field.span("value")), Written(field["value"]))
        yield Pair(field["name"], Span(*field.span("name")), value)
