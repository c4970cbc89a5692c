"""`.msmtprc`: accounts of msmtp, by which scripts send mail.

    defaults
    tls on
    account shop
    host smtp.shop.example
    password a word

An account is a section. A comment is a line of its own.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_LINE = re.compile(r"(?m)^[ \t]*(?:(?P<comment>\#[^\r\n]*)|(?P<name>[a-z_]+)(?:[ \t]+(?P<value>\S[^\r\n]*))?)")
_ACCOUNT, _DEFAULTS = "account", "defaults"


def read(text: str) -> Document:
    """The accounts. What stands before the first one is nobody's and left out."""
    accounts: list[tuple[str, Span, list[Pair]]] = []
    comments: list[Comment] = []
    for line in _LINE.finditer(text):
        if line["comment"]:
            comments.append(Comment(Span(*line.span("comment")), Written(line["comment"])))
            continue
        value = (line["value"] or "").rstrip()
        if line["name"] == _DEFAULTS:
            accounts.append((_DEFAULTS, Span(*line.span("name")), []))
        elif line["name"] == _ACCOUNT and value:
            start = line.start("value")
            name = value.split(":")[0].rstrip()
            accounts.append((name, Span(start, start + len(name)), []))
        elif accounts and value:
            span = Span(line.start("value"), line.start("value") + len(value))
            scalar = Scalar(span, Written(value[1:-1] if re.fullmatch(r'"[^"]*"', value) else value))
            accounts[-1][2].append(Pair(line["name"], Span(*line.span("name")), scalar))
    pairs = (Pair(name, span, Section(span, tuple(inner))) for name, span, inner in accounts)
    return Document(Section(Span(0, len(text)), tuple(pairs)), tuple(comments), ())
