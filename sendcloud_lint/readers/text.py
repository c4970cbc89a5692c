"""A text for people, with settings in it: lines of a name and a value, and whatever can be told without a grammar.

apiUser: shop_mail
- apiKey = 0123456789abcdef
接口密钥 SMS_API_KEY：0123456789abcdef
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model.document import Document, Pair, Scalar
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import loose

# No Latin letters stand before the name, and one word is all of the value. It has a digit or a bar in it, as what says
# `apiKey: string` is a description.
_LINE = re.compile(
    r"""(?xm)
    (?:^|(?<=\r)) [^\S\r\n]* [^\sA-Za-z_]{0,20} [^\S\r\n]?
    (?P<name>[A-Za-z_][\w.-]{2,60}) [^\S\r\n]* [:=：] [^\S\r\n]*
    (?=[!-~]*[\d_]) (?P<value>[!-~]{4,200}) [^\S\r\n]* (?=[\r\n]|\Z)
    """
)


# A text that is one value, as a key in a file of its own.
_WORD = re.compile(r"\s*([!-~]{4,200})\s*")


def read(text: str) -> Document:
    """What is found, in one section, as `loose` has it; of a text of one word the word, under no name."""
    document = loose.read(text)
    word = _WORD.fullmatch(text)
    if word is not None and not document.root.pairs:
        span = Span(*word.span(1))
        pair = Pair("", Span(span.start, span.start), Scalar(span, Written(word[1])))
        return replace(document, root=replace(document.root, pairs=(pair,)), content="word")
    known = {pair.name_span for pair in document.root.pairs}
    lines = [pair for pair in _lines(text) if pair.name_span not in known]
    pairs = sorted((*document.root.pairs, *lines), key=lambda pair: pair.name_span)
    return replace(document, root=replace(document.root, pairs=tuple(pairs)))


def _lines(text: str) -> Iterator[Pair]:
    for match in _LINE.finditer(text):
        value = Scalar(Span(*match.span("value")), Written(match["value"]))
        yield Pair(match["name"], Span(*match.span("name")), value)
