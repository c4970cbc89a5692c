"""Python source to a program, of whatever version.

Python's own parser comes first: it is many times faster than libcst's, which reads what a newer Python would. Both
give the same program. What neither takes is read as Python 2. This package alone knows libcst.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import tokens
from sendcloud_lint.readers.python import native
from sendcloud_lint.readers.python.unwarned import unwarned

_LEADING_FORM_FEED = expression(r"(?m)^[ \t\f]*\f")
_LINE_END = expression(r"\r\n|\r|\n")
# Neither libcst nor older Pythons know what a backslash alone on a line goes on with. In a literal that might be its
# own text, but there it would not keep anybody from reading.
_ALONE = expression(r"(?m)^\\(?=\r?$)")
_REFUSED = "can't be read by the parser, though it may be valid"
_LOST = "can't be read without losing its positions"
_LONE_RETURN = expression(r"\r(?!\n)")


def read(text: str) -> tuple[Program, tuple[Trouble, ...]]:
    """The program of a Python text, of whatever version. What can't be parsed gives an empty program and a trouble;
    nothing is raised."""
    trouble, comments = tokens.survey(text)
    if trouble is not None:
        return _unread(text, trouble)
    program = native.program(_LONE_RETURN.sub("\n", text), comments, _as_it_is)
    return (program, ()) if program is not None else _read_otherwise(text)


def _read_otherwise(text: str) -> tuple[Program, tuple[Trouble, ...]]:
    """What the running Python refuses: as a newer one, in other words for the same, as Python 2."""
    from sendcloud_lint.readers.python import concrete  # noqa: PLC0415  few files need it, and it takes long to start

    readable = _readable(text)
    try:
        program = concrete.program(readable, _as_it_is)
    except concrete.Refused as error:
        program = _reworded(text, readable)
        return (program, ()) if program is not None else _unread(text, _trouble(text, error.raw_line, error.raw_column))
    except Exception:  # libcst fails with errors of every kind on some valid programs: `return(lambda: x)` is one
        return _unread(text, Trouble(Span(0, 0), _REFUSED))
    return (program, ()) if program is not None else _unread(text, Trouble(Span(0, 0), _LOST))


def _reworded(text: str, readable: str) -> Program | None:
    reworded = _ALONE.sub(" ", readable)
    program = _attempted(reworded, _as_it_is) if reworded != readable else None
    if program is None:
        from sendcloud_lint.readers import python2  # noqa: PLC0415  few files need it

        derived = python2.translate(text)
        program = _attempted(derived.text, derived.back_span) if derived is not None else None
    return program


def _attempted(text: str, back: Callable[[Span], Span]) -> Program | None:
    """The program of a text by whichever parser takes it."""
    from sendcloud_lint.readers.python import concrete  # noqa: PLC0415  as above

    program = native.program(text, tokens.comments(text), back)
    if program is not None:
        return program
    try:
        return concrete.program(text, back)
    except Exception:
        return None


def _as_it_is(span: Span) -> Span:
    return span


def _readable(text: str) -> str:
    """The same text for a parser that loses form feeds and lone carriage returns; no character moves."""
    text = _LONE_RETURN.sub("\n", text)
    return _LEADING_FORM_FEED.sub(lambda match: " " * len(match[0]), text)


def _unread(text: str, trouble: Trouble) -> tuple[Program, tuple[Trouble, ...]]:
    return Program((), tokens.comments(text)), (trouble,)


def _trouble(text: str, line: int, column: int) -> Trouble:
    """Where the text stops being Python, in words of our own: a parser's message quotes the source.

    Python's own parser is asked first, as it tells the place better; one that is older than the text may find a fault
    where there is none, and what it takes is none of the text's faults.
    """
    reason = "is not valid Python"
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
