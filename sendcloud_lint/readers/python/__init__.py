"""Python source to a program. This package alone knows libcst."""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import libcst as cst

from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import tokens
from sendcloud_lint.readers.python.lowering import lower
from sendcloud_lint.readers.python.offsets import Positions
from sendcloud_lint.readers.python.unwarned import unwarned

_LEADING_FORM_FEED = expression(r"(?m)^[ \t\f]*\f")
_LINE_END = expression(r"\r\n|\r|\n")
# libcst's parser loses the blanks before the colon of `except X :` and those behind the conversion of `{x!r }`, and all
# later positions with them.
_LOST_BLANKS = expression(
    r"(?m)^[ \t]*except\b(?:[ \t]*[^\n#'\"\\: \t])*(?P<handler>[ \t]+):|![rsa](?P<conversion>[ \t\n]+)(?=[:}])"
)
# Nor does it know what a backslash alone on a line goes on with. In a literal that might be its own text, but there it
# would not keep anybody from reading.
_ALONE = expression(r"(?m)^\\(?=\r?$)")
_REFUSED = "can't be read by the parser, though it may be valid"
_LOST = "can't be read without losing its positions"
_LONE_RETURN = expression(r"\r(?!\n)")


def read(text: str) -> tuple[Program, tuple[Trouble, ...]]:
    """The program of a Python text, of whatever version. What can't be parsed gives an empty program and a trouble;
    nothing is raised."""
    trouble = tokens.exceeds(text)
    if trouble is not None:
        return _unread(text, trouble)
    try:
        program = _program(_readable(text), _as_it_is)
    except cst.ParserSyntaxError as error:
        return _read_otherwise(text, error)
    except Exception:  # libcst fails with errors of every kind on some valid programs: `return(lambda: x)` is one
        return _unread(text, Trouble(Span(0, 0), _REFUSED))
    return (program, ()) if program is not None else _unread(text, Trouble(Span(0, 0), _LOST))


def _read_otherwise(text: str, error: cst.ParserSyntaxError) -> tuple[Program, tuple[Trouble, ...]]:
    """What the parser refuses as it is: in other words for the same, then as Python 2."""
    readable = _readable(text)
    reworded = _ALONE.sub(" ", readable)
    program = _attempted(reworded, _as_it_is) if reworded != readable else None
    if program is None:
        from sendcloud_lint.readers import python2  # noqa: PLC0415  few files need it

        derived = python2.translate(text)
        program = _attempted(derived.text, derived.back_span) if derived is not None else None
    return (program, ()) if program is not None else _unread(text, _trouble(text, error))


def _attempted(text: str, back: Callable[[Span], Span]) -> Program | None:
    try:
        return _program(text, back)
    except Exception:
        return None


def _program(text: str, back: Callable[[Span], Span]) -> Program | None:
    """The program of a text that libcst reads; None if its tree is not whole, so that no position can be trusted."""
    read = _lowered(text, back)
    if read is not None:
        return read
    tidied = derive(text, (Edit(*match.span(match.lastgroup or 0), "") for match in _LOST_BLANKS.finditer(text)))
    return _lowered(tidied.text, lambda span: back(tidied.back_span(span)))


def _lowered(text: str, back: Callable[[Span], Span]) -> Program | None:
    with _collector_off():
        module = cst.parse_module(text)
        positions = Positions(module, back)
        if positions.length != len(text):
            return None
        return Program(lower(module, positions), positions.comments())


def _as_it_is(span: Span) -> Span:
    return span


def _readable(text: str) -> str:
    """The same text for a parser that loses form feeds and lone carriage returns; no character moves."""
    text = _LONE_RETURN.sub("\n", text)
    return _LEADING_FORM_FEED.sub(lambda match: " " * len(match[0]), text)


@contextmanager
def _collector_off() -> Iterator[None]:
    """A parse makes nodes by the hundred thousand and no garbage: collecting would cost a third of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _unread(text: str, trouble: Trouble) -> tuple[Program, tuple[Trouble, ...]]:
    return Program((), tokens.comments(text)), (trouble,)


def _trouble(text: str, error: cst.ParserSyntaxError) -> Trouble:
    """Where the text stops being Python, in words of our own: the parser's message quotes the source.

    Python's own parser is asked first, as it tells the place better; one that is older than the text may find a fault
    where there is none, and what it takes is none of the text's faults.
    """
    reason = "is not valid Python"
    line, column = error.raw_line, error.raw_column
    try:
        if _is_python(text):
            reason = _REFUSED
    except SyntaxError as fault:
        if fault.lineno is not None:
            line, column = fault.lineno, (fault.offset or 1) - 1
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    start = starts[min(max(line, 1), len(starts)) - 1]
    offset = min(start + max(column, 0), len(text))
    return Trouble(Span(offset, offset), reason)


def _is_python(text: str) -> bool:
    """Whether Python itself takes a text. Raises SyntaxError where it finds a fault."""
    with unwarned():
        try:
            ast.parse(text)
        except (ValueError, RecursionError, MemoryError):
            return False
    return True
