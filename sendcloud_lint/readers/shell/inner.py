"""Python that a script hands to its interpreter: `python -c '…'`, `python - <<EOF`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import filled
from sendcloud_lint.readers.shell import quoting
from sendcloud_lint.readers.shell.words import Literal, Piece, Words

_INTERPRETER = re.compile(r"(?:.*/)?(?:python|pypy)[\d.]*w?")
_CODE = re.compile(r"-[bBdEiIOPqRsSuvx]*c")
_VALUED = re.compile(r"-[bBdEiIOPqRsSuvx]*[WX]")


class Run(NamedTuple):
    """A command: its words, what is typed into it, and the assignments before it."""

    command: Sequence[Sequence[Node]]
    typed: Sequence[Piece]
    settings: Sequence[p.Statement]


def may_be_run(command: str) -> bool:
    """Whether a command could run Python, by its characters: most do not, and their words need no second look."""
    return "py" in command


def programs(text: str, words: Words, run: Run) -> Iterator[p.Program]:
    """The program of a command's words, or of what is typed into it; none if the command runs no Python of the kind."""
    code = _code(words, run.command, run.typed)
    if not any(isinstance(piece, Literal) for piece in code):
        return
    from sendcloud_lint.readers.embedded import moved  # noqa: PLC0415  which reads scripts itself

    derived = derive(text, _edits(text, code))
    program = filled.read(derived.text)
    if program.body:
        inner = moved(program, (derived,))
        yield replace(inner, body=(*_environment(run.settings), *inner.body))


def _environment(settings: Iterable[p.Statement]) -> Iterator[p.Statement]:
    """`A=b python …` as Python would write it; what is no literal is read from outside anyway."""
    for one in settings:
        if isinstance(one, p.Assign) and isinstance(one.targets[0], p.Name) and isinstance(one.value, p.Constant):
            span, name = one.targets[0].span, one.targets[0].name
            module = p.Call(span, p.Name(span, "__import__"), (p.Argument(p.Constant(span, Written("os"))),))
            environment = p.Attribute(span, module, "environ", span)
            target = p.Subscript(span, environment, p.Constant(span, Written(name)))
            yield p.Assign(one.span, (target,), one.value)


def _code(words: Words, command: Sequence[Sequence[Node]], typed: Sequence[Piece]) -> Sequence[Piece]:
    """What the interpreter among a command's words is given, whatever runs it: `sudo`, `docker exec`, `uv run`."""
    rest = iter(command)
    if not any(_INTERPRETER.fullmatch(words.literal(word) or "") for word in rest):
        return ()
    for word in rest:
        literal = words.literal(word) or ""
        if _CODE.fullmatch(literal):
            code = next(rest, None)
            return words.pieces_of(code) if code is not None else ()
        if literal == "-":
            break
        if not literal.startswith("-") or literal.startswith("-m"):
            return ()
        if _VALUED.fullmatch(literal):
            next(rest, None)
    return typed


def _edits(text: str, pieces: Sequence[Piece]) -> Iterator[Edit]:
    """What stands between the pieces, quotes and tabs, is no code."""
    at = 0
    for piece in pieces:
        yield Edit(at, piece.span.start, "")
        at = piece.span.end
        if isinstance(piece, Literal):
            yield from quoting.edits(text[piece.span.start : at], piece.decode, piece.span.start)
        else:
            yield Edit(piece.span.start, at, filled.hole(piece.name if isinstance(piece, p.Name) else ""))
    yield Edit(at, len(text), "")
