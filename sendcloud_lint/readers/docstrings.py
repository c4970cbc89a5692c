"""Docstrings: what they show of the API, read as the texts for people that they are.

A docstring's text is not the module's own: its code knows nothing of the names around it. One without a trace of the
API is not looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.python.literals import escapes

if TYPE_CHECKING:
    from sendcloud_lint.readers.embedded import Embedded

_TRACE = expression(r"(?i)sen[dt][_-]?clo|smtpcloud|(?:email|sms)_api_|(?:api|sms)_?(?:user|key)")
_OPENING = expression(r"(?P<prefix>[rRuU]?)(?P<quotes>\"{3}|'{3}|\"|')")
_INDENTATION = expression(r"(?m)(?<=[\r\n])[ \t]*(?=[^ \t\r\n])")


@dataclass(frozen=True, slots=True)
class Sample:
    """What a docstring shows, where it stands in the file; `span` is the docstring's with its quotes."""

    span: Span
    shown: Embedded


def samples(text: str, program: p.Program) -> Iterator[Sample]:
    """What the docstrings of a program show. Any text that stands for itself documents what is near it."""
    for span in _documentation(program.body):
        derived = text_of(text, span) if _TRACE.search(text, span.start, span.end) else None
        if derived is not None:
            found = _shown_in(derived.text)
            if found.python or found.script or found.settings.root.pairs or found.settings.comments:
                yield Sample(span, _moved(found, derived))


def _shown_in(text: str) -> Embedded:
    from sendcloud_lint.readers import markdown  # noqa: PLC0415  most docstrings show nothing of the API
    from sendcloud_lint.readers.blocks import marked  # noqa: PLC0415

    return markdown.read_blocks(text, marked(text))


def _moved(found: Embedded, way: Derived) -> Embedded:
    from sendcloud_lint.readers.embedded import Embedded, moved  # noqa: PLC0415

    return Embedded(moved(found.python, (way,)), moved(found.script, (way,)), moved(found.settings, (way,)))


def _documentation(body: Iterable[p.Statement]) -> Iterator[Span]:
    """Where texts stand as statements, in the order of the file."""
    waiting: list[Any] = list(body)[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, p.Evaluate) and isinstance(node.value, p.Constant):
            if isinstance(node.value.value, Written):
                yield node.value.span
        elif isinstance(node, p.Function | p.Class | p.With | p.Loop | p.Case | p.Handler):
            waiting += [*node.body, *(node.otherwise if isinstance(node, p.Loop) else ())][::-1]
        elif isinstance(node, p.Branch):
            waiting += [*node.body, *node.otherwise][::-1]
        elif isinstance(node, p.Try):
            waiting += [*node.body, *node.handlers, *node.otherwise, *node.final][::-1]
        elif isinstance(node, p.Match):
            waiting += node.cases[::-1]


def text_of(text: str, span: Span) -> Derived | None:
    """The text of a docstring without its indentation; None if it is no literal of text."""
    opening = _OPENING.match(text, span.start, span.end)
    if opening is None or span.end - len(opening["quotes"]) < opening.end():
        return None
    body = Span(opening.end(), span.end - len(opening["quotes"]))
    written = text[body.start : body.end]
    edits = [Edit(0, body.start, ""), Edit(body.end, len(text), "")]
    edits += _without_indentation(written, body.start)
    if opening["prefix"] not in ("r", "R"):
        edits += [Edit(body.start + start, body.start + end, meant) for start, end, meant in escapes(written)]
    return derive(text, edits)


def _without_indentation(written: str, start: int) -> Iterator[Edit]:
    """All lines but the first begin as far to the left as they can together."""
    leads = [match.span() for match in _INDENTATION.finditer(written)]
    width = min((end - begin for begin, end in leads), default=0)
    if width:
        yield from (Edit(start + begin, start + begin + width, "") for begin, _ in leads)
