"""For people: each finding with its source, the way to it and the way out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sendcloud_lint.reports.location import location
from sendcloud_lint.reports.pen import ADVICE, FRAME, OF_LEVEL, STEP, STRONG, Pen
from sendcloud_lint.reports.picture import OMISSION, picture, without_context
from sendcloud_lint.reports.printable import printable
from sendcloud_lint.reports.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sendcloud_lint.model.finding import Excerpt, Finding, Related
    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options
    from sendcloud_lint.reports.picture import Row


def render(result: Result, *, options: Options) -> str:
    """Paragraphs, one a finding, and the summary; escapes in scanned text are made visible."""
    pen = Pen(options.color)
    paragraphs = ["\n".join(_Frame(finding, pen, options.width).lines()) for finding in result.findings]
    if not options.quiet:
        paragraphs.append(summary(result))
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


class _Frame:
    """One finding: all its excerpts share a gutter as wide as the longest line number."""

    def __init__(self, finding: Finding, pen: Pen, width: int) -> None:
        self._finding = finding
        self._pen = pen
        self._gutter = _gutter(finding)
        self._room = width - self._gutter - len(" | ")

    def lines(self) -> Iterator[str]:
        finding, style = self._finding, OF_LEVEL[self._finding.level]
        title = self._pen(STRONG, printable(finding.message))
        yield f"{self._pen(style, finding.code)} {self._pen(style, f'[{finding.level.value}]')} {title}"
        yield self._framed("-->", location(finding.region))
        if finding.excerpt and finding.excerpt.lines:
            yield from self._drawn(picture(finding.excerpt, finding.region, mark="^", room=self._room), style)
        yield from chain.from_iterable(map(self._step, finding.related))
        if finding.help:
            yield self._framed(" =", f"{self._pen(ADVICE, 'help:')} {printable(finding.help)}")

    def _step(self, step: Related) -> Iterator[str]:
        yield self._framed(":::", f"{location(step.region)}  {printable(step.message)}")
        short = without_context(step.excerpt, step.region) if step.excerpt else None
        if short and short.lines:
            yield from self._drawn(picture(short, step.region, mark="-", room=self._room), STEP)

    def _drawn(self, rows: Iterable[Row], style: str) -> Iterator[str]:
        yield self._framed(" |", "")
        for row in rows:
            yield self._row(row, style)
        yield self._framed(" |", "")

    def _row(self, row: Row, style: str) -> str:
        if row is OMISSION:
            return self._pen(FRAME, row.text)
        if row.number is None:
            return self._framed(" |", _marks(row.text, style, self._pen))
        return _spaced(self._pen(FRAME, f"{row.number:>{self._gutter}} |"), row.text)

    def _framed(self, sign: str, text: str) -> str:
        return _spaced(" " * self._gutter + self._pen(FRAME, sign), text)


def _gutter(finding: Finding) -> int:
    excerpts: list[Excerpt | None] = [finding.excerpt, *(step.excerpt for step in finding.related)]
    return max((len(str(shown.first_line + len(shown.lines) - 1)) for shown in excerpts if shown), default=1)


def _marks(text: str, style: str, pen: Pen) -> str:
    marks = text.lstrip(" ")
    return text[: len(text) - len(marks)] + pen(style, marks)


def _spaced(frame: str, text: str) -> str:
    return f"{frame} {text}" if text else frame
