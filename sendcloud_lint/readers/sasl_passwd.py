"""`sasl_passwd`: the logins by which Postfix hands mail on, one a line.

    [smtp.shop.example]:587 user:password

A host is a section, as in `.netrc`.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_LINE = re.compile(
    r"(?m)^(?:(?P<comment>[ \t]*\#[^\r\n]*)"
    r"|\[?(?P<host>[^\s\[\]:#]+)\]?(?::\w+)?[ \t]+(?P<user>[^\s:]+):(?P<password>\S+)[ \t]*(?=[\r\n]|\Z))"
)


def read(text: str) -> Document:
    """The logins. Lines of any other form are left out."""
    pairs: list[Pair] = []
    comments: list[Comment] = []
    for line in _LINE.finditer(text):
        if line["comment"]:
            comments.append(Comment(Span(*line.span("comment")), Written(line["comment"].lstrip())))
            continue
        fields = tuple(
            Pair(name, Span(line.start(name), line.start(name)), Scalar(Span(*line.span(name)), Written(line[name])))
            for name in ("user", "password")
        )
        span = Span(*line.span("host"))
        pairs.append(Pair(line["host"], span, Section(Span(span.end, line.end()), fields)))
    return Document(Section(Span(0, len(text)), tuple(pairs)), tuple(comments), ())
