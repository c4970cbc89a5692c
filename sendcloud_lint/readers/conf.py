"""`.conf` files: most likely INI, and else what web servers set for programs and where they send requests on to."""

from __future__ import annotations

from sendcloud_lint.model.document import Document, Pair, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import directives, ini, loose


def read(text: str) -> Document:
    """The settings of an INI file, and those of another grammar in a section of their own."""
    document = ini.read(text)
    others = sorted((*directives.pairs(text), *loose.queries(text)), key=lambda pair: pair.name_span)
    if not others:
        return document
    whole = Span(0, len(text))
    pairs = (*document.root.pairs, Pair("", Span(0, 0), Section(whole, tuple(others))))
    return Document(Section(whole, pairs), document.comments, document.troubles)
