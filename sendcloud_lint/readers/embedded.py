"""Code that stands in another file: parts of a text, and what was read of them where it stands in the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

from sendcloud_lint.model import document as d
from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import shell

Node = TypeVar("Node")
_OURS = (p.__name__, d.__name__)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file holds in several languages: a program in Python, one for a shell, settings, with all comments."""

    python: p.Program | None
    script: p.Program | None
    settings: d.Document
    troubles: tuple[d.Trouble, ...] = ()

    @property
    def program(self) -> p.Program | None:
        """All code as one program, in Python if there is any."""
        return self.script if self.python is None else replace(self.python, script=self.script)


class Way(Protocol):
    """What leads from the places of a text to those of the one that it was made from."""

    def back_span(self, span: Span) -> Span: ...


def part(text: str, span: Span, edits: Iterable[Edit] = ()) -> Derived:
    """The characters of a span alone, with edits made in them."""
    around = (Edit(0, span.start, ""), Edit(span.end, len(text), ""))
    return derive(text, (around[0], *edits, around[1]))


def moved(node: Node, ways: Sequence[Way]) -> Node:
    """The same code or settings with its spans where it stands in the file; the last of the ways leads there."""
    if isinstance(node, tuple):
        return tuple(moved(one, ways) for one in node)  # type: ignore[return-value]
    if isinstance(node, Span):
        span: Span = node
        for way in ways:
            span = way.back_span(span)
        return span  # type: ignore[return-value]
    if is_dataclass(node) and type(node).__module__ in _OURS:
        changes: dict[str, Any] = {field.name: moved(getattr(node, field.name), ways) for field in fields(node)}
        return replace(node, **changes)  # type: ignore[type-var]
    return node


def script_in(text: str, span: Span, edits: Iterable[Edit] = ()) -> p.Program:
    """The shell script that stands in a span."""
    derived = part(text, span, edits)
    program, _ = shell.read(derived.text)
    return moved(program, (derived,))


def together(programs: Iterable[p.Program], language: str) -> p.Program | None:
    """Programs one after another as one; None without any statement."""
    several = list(programs)
    body = tuple(statement for one in several for statement in one.body)
    comments = tuple(comment for one in several for comment in one.comments)
    inner = tuple(program for one in several for program in one.inner)
    return p.Program(body, comments, language, inner=inner) if body else None


def functions(programs: Iterable[p.Program], spans: Iterable[Span]) -> p.Program | None:
    """Scripts as functions that nobody calls: what one sets another does not see."""
    several = enumerate(zip(programs, spans, strict=True))
    return together((apart(one, span, index) for index, (one, span) in several if one.body), "shell")


def apart(program: p.Program, span: Span, index: int) -> p.Program:
    """A program as one function that nobody calls."""
    name = p.Name(Span(span.start, span.start), f"script {index}")
    return replace(program, body=(p.Function(span, name, (), program.body, ()),)) if program.body else program


def sections(text: str, roots: Sequence[d.Section], comments: Iterable[d.Comment] = ()) -> d.Document:
    """Several trees of settings as one, each in a section without a name."""
    pairs = (d.Pair("", Span(root.span.start, root.span.start), root) for root in roots)
    return d.Document(d.Section(Span(0, len(text)), tuple(pairs)), tuple(comments), ())


def scalar(text: str, span: Span, value: str | None = None) -> d.Scalar:
    """What stands in a span as a value, which is as written unless it is given."""
    return d.Scalar(span, Written(text[span.start : span.end] if value is None else value))
