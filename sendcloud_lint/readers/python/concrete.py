"""What libcst reads: Python newer than the one that runs, and some that is none but for a slip."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.python.lowering import lower
from sendcloud_lint.readers.python.offsets import Positions
from sendcloud_lint.readers.uncollected import uncollected

# libcst's parser loses the blanks before the colon of `except X :` and those behind the conversion of `{x!r }`, and all
# later positions with them.
_LOST_BLANKS = expression(
    r"(?m)^[ \t]*except\b(?:[ \t]*[^\n#'\"\\: \t])*(?P<handler>[ \t]+):|![rsa](?P<conversion>[ \t\n]+)(?=[:}])"
)
Refused = cst.ParserSyntaxError


def program(text: str, back: Callable[[Span], Span]) -> Program | None:
    """The program of a text that libcst reads; None if its tree is not whole, so that no position can be trusted.
    Raises `Refused` for what it does not take, and errors of every kind on some valid programs."""
    read = _lowered(text, back)
    if read is not None:
        return read
    tidied = derive(text, (Edit(*match.span(match.lastgroup or 0), "") for match in _LOST_BLANKS.finditer(text)))
    return _lowered(tidied.text, lambda span: back(tidied.back_span(span)))


def _lowered(text: str, back: Callable[[Span], Span]) -> Program | None:
    with uncollected():
        module = cst.parse_module(text)
        positions = Positions(module, back)
        if positions.length != len(text):
            return None
        return Program(lower(module, positions), positions.comments())
