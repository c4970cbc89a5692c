"""A text within a file's text, with the way back to the file, and what is written in it: slots, parameters, JSON.

{{name}}  {{$processEnv NAME}}  {{$guid}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from itertools import islice

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# A slot's inside is trimmed later: blanks on both sides of it here would be tried in every way.
_SLOT = re.compile(r"\{\{([^{}\r\n]*)\}\}")
_ENVIRONMENT = re.compile(r"\$(?:processEnv|dotenv|env)[ \t.]+%?([A-Za-z_]\w*)|process\.env\.([A-Za-z_]\w*)")
# A name of the file's own or of an environment. What is read from an answer, and what is drawn by lot, is none.
_VARIABLE = re.compile(r"%?(?:_\.)?([A-Za-z_][\w-]*(?:\.(?!response\b|request\b)[\w-]+)*)")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
ENVIRONMENT = "$"
# Texts of more pieces are not followed.
MAX_PIECES = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """A text; the last of the ways leads to the file's. `whole` is where it stands there with its quotes, if any."""

    text: str = field(repr=False)
    ways: tuple[Derived, ...] = ()
    whole: Span | None = None

    @property
    def place(self) -> Span:
        return self.whole or self.span(0, len(self.text))

    def span(self, start: int, end: int) -> Span:
        """Where characters of the text stand in the file."""
        span = Span(start, end)
        for way in self.ways:
            span = way.back_span(span)
        return span

    def part(self, span: Span, edits: Iterable[Edit] = ()) -> Passage:
        """The characters of a span alone, with edits made in them."""
        around = (Edit(0, span.start, ""), Edit(span.end, len(self.text), ""))
        derived = derive(self.text, (around[0], *edits, around[1]))
        return Passage(derived.text, (derived, *self.ways))

    def cut(self, end: int) -> Passage:
        """Its beginning, which counts as standing where it all does."""
        return replace(self.part(Span(0, end)), whole=self.whole)

    def literal(self, span: Span) -> Passage:
        """What a JSON string stands for, its quotes left out; anything else stands for itself."""
        written = self.text[span.start : span.end]
        if len(written) < 2 or written[0] not in "\"'" or written[-1] != written[0]:
            return self.part(span)
        inner = Span(span.start + 1, span.end - 1)
        found = _ESCAPE.finditer(self.text, inner.start, inner.end)
        text = self.part(inner, (Edit(*one.span(), _unescaped(one[0])) for one in found))
        return replace(text, whole=self.span(span.start, span.end))


def _unescaped(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written


def value(passage: Passage) -> p.Expression:
    """A passage with its slots as names."""
    if _SLOT.search(passage.text) is None:
        return p.Constant(passage.place, Written(passage.text))
    pieces = tuple(_pieces(passage, 0, len(passage.text)))
    return pieces[0] if len(pieces) == 1 else p.Formatted(passage.place, pieces)


def _pieces(passage: Passage, start: int, end: int) -> Iterator[p.Expression]:
    at = start
    for slot in islice(_SLOT.finditer(passage.text, start, end), MAX_PIECES):
        if at < slot.start():
            yield constant(passage, at, slot.start())
        yield _named(slot[1].strip(), passage.span(*slot.span()))
        at = slot.end()
    if at < end:
        yield constant(passage, at, end)


def _named(name: str, span: Span) -> p.Expression:
    environment, variable = _ENVIRONMENT.fullmatch(name), _VARIABLE.fullmatch(name)
    if environment is not None:
        return p.Name(span, ENVIRONMENT + (environment[1] or environment[2]))
    return p.Name(span, variable[1]) if variable is not None else p.Opaque(span, ())


def constant(passage: Passage, start: int, end: int) -> p.Constant:
    return p.Constant(passage.span(start, end), Written(passage.text[start:end]))


def url(passage: Passage) -> p.Expression:
    """An address, and its query name by name. Between quotes the address stands where these stand."""
    mark = passage.text.find("?")
    end = mark if mark >= 0 else len(passage.text)
    pieces = list(_pieces(passage, 0, end))
    first = pieces[0] if pieces else None
    if passage.whole is not None and isinstance(first, p.Constant):
        pieces[0] = p.Constant(passage.whole, first.value)
    if mark >= 0:
        pieces += [constant(passage, mark, mark + 1), *_parameters(passage, mark + 1)]
    return p.Formatted(passage.place, tuple(pieces))


def form(passage: Passage) -> p.Expression:
    """`name=value&name=value`, each name and each value a piece of its own."""
    return p.Formatted(passage.place, tuple(_parameters(passage, 0)))


def _parameters(passage: Passage, start: int) -> Iterator[p.Expression]:
    """Blanks around the signs are there for people. Clients encode what they send, and leave a plus sign alone."""
    text, at = passage.text, start
    for _ in range(MAX_PIECES):
        end = text.find("&", at)
        end = end if end >= 0 else len(text)
        equals = text.find("=", at, end)
        yield from _pieces(passage, *_trimmed(text, at, equals if equals >= 0 else end))
        if equals >= 0:
            yield constant(passage, equals, equals + 1)
            yield from _encoded(passage, *_trimmed(text, equals + 1, end))
        if end == len(text):
            return
        yield constant(passage, end, end + 1)
        at = end + 1
    yield p.Opaque(passage.span(at, len(text)), ())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return start, start + len(part.strip())


def _encoded(passage: Passage, start: int, end: int) -> Iterator[p.Expression]:
    has_plus = "+" in passage.text[start:end]
    for piece in _pieces(passage, start, end):
        yield piece if has_plus and isinstance(piece, p.Constant) else quoted(piece)


def encoded(passage: Passage) -> p.Expression:
    """The value of a parameter, as clients send it."""
    content = value(passage)
    return content if "+" in passage.text and isinstance(content, p.Constant) else quoted(content)


def quoted(piece: p.Expression) -> p.Expression:
    return p.Call(piece.span, p.Name(piece.span, "quote()"), (p.Argument(piece),))
