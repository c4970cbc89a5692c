"""`.conf` files: most likely INI, and else what web servers set for programs and where they send requests on to, or
settings in braces, which are near enough to HCL: HOCON, Icinga's, Logstash's."""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Document, Pair, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import directives, hcl, ini, loose

_BRACE = re.compile(r"(?m)\{[ \t]*(?:[#;][^\r\n]*)?\r?$")


def read(text: str) -> Document:
    """The settings of an INI file, and those of another grammar in a section of their own."""
    document = ini.read(text)
    others = sorted((*directives.pairs(text), *loose.queries(text)), key=lambda pair: pair.name_span)
    whole = Span(0, len(text))
    more = [Section(whole, tuple(others))] if others else []
    if _BRACE.search(text) is not None:
        more.append(hcl.read(text).root)
    if not more:
        return document
    pairs = (*document.root.pairs, *(Pair("", Span(0, 0), section) for section in more))
    return Document(Section(whole, pairs), document.comments, document.troubles)
