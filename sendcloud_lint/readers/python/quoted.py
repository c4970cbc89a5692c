"""String literals in Python's source: where each of several neighbours stands, and what a formatted one consists of.

Python's own tree has neighbours put together and formats decoded; a finding points at what was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sendcloud_lint.model.expressions import expression
from sendcloud_lint.readers.tokens import Lexer

_BESIDE = frozenset(("blank", "line", "comment"))
# What ends a field's code: its own text is shown, it is converted, it is formatted.
_MARKS = frozenset(("=", "!", ":"))
_BLANKS = expression(r"\s*")


class Field(NamedTuple):
    """`{code}` of a formatted literal; `start` and `end` include the braces, and `code` begins behind the first.

    `said` is where the code ends that the text shows before the value (`{code = }`), 0 if it shows none; `plain` is
    false where a conversion or a format changes the value's text.
    """

    start: int
    end: int
    code_end: int
    said: int
    plain: bool


class Text(NamedTuple):
    """Literal text of a formatted literal, as it is written."""

    start: int
    end: int


class Quoted(NamedTuple):
    """One literal; `parts` are None for one that is not formatted."""

    start: int
    end: int
    parts: tuple[Text | Field, ...] | None


def neighbours(source: str, start: int, end: int) -> Iterator[Quoted]:
    """The literals between two offsets, where nothing else stands."""
    at = start
    while at < end:
        lexer = Lexer(source)
        token = lexer.code(at)
        at = token.end
        if token.kind not in _BESIDE:
            parts, at = _parts(lexer, source, at) if lexer.literals else (None, at)
            yield Quoted(token.start, at, parts)


def _parts(lexer: Lexer, source: str, at: int) -> tuple[tuple[Text | Field, ...], int]:
    """What follows the opening of a formatted literal, and where that ends."""
    literal, parts = lexer.literals[0], list[Text | Field]()
    while lexer.literals:
        token = lexer.literal(at)
        if token is None:
            field = _field(lexer, source, at)
            parts.append(field)
            at = field.end
        else:
            end = token.end - (len(literal.quote) if token.kind == "ended" else 0)
            if end > at:
                parts.append(Text(at, end))
            at = token.end
    return tuple(parts), at


def _field(lexer: Lexer, source: str, start: int) -> Field:
    """What begins with a brace in the text of the outermost literal."""
    literal = lexer.literals[0]
    code_end = said = 0
    plain = True
    at = lexer.code(start).end
    while literal.brackets and at < len(source):
        token = lexer.literal(at) or lexer.code(at)
        at = token.end
        mark = source[token.start : at] if token.kind == "operator" else ""
        if mark in _MARKS and literal.brackets == 1 and len(lexer.literals) == 1:
            code_end = code_end or token.start
            said = _behind_blanks(source, at) if mark == "=" else said
            plain = plain and mark == "!" and source.startswith("s", at)
    return Field(start, at, code_end or at - 1, said, plain)


def _behind_blanks(source: str, at: int) -> int:
    match = _BLANKS.match(source, at)
    return match.end() if match is not None else at
