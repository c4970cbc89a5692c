"""One finding with its source, the way to it and the way out: all its excerpts share one gutter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from sendcloud_lint.reports.location import location
from sendcloud_lint.reports.pen import ADVICE, FRAME, HELD, OF_LEVEL, STEP, STRONG, Pen
from sendcloud_lint.reports.picture import Picture, own_lines
from sendcloud_lint.reports.printable import printable
from sendcloud_lint.reports.summary import level_of

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Excerpt, Finding, Related
    from sendcloud_lint.reports.picture import Line

_MARK, _STEP_MARK = "^", "-"
# Of places that are all there for the same reason so many are shown with their lines; the others are named.
_SHOWN_ALIKE = 3


class Frame:
    """The gutter is as wide as the longest line number; `width` is the terminal's, in columns."""

    def __init__(self, finding: Finding, pen: Pen, width: int) -> None:
        self._finding = finding
        self._pen = pen
        self._gutter = _gutter(finding)
        self._room = width - self._gutter - len(" | ")

    def lines(self) -> Iterator[str]:
        """The rows, without line ends; escapes in scanned text are made visible."""
        finding = self._finding
        style = OF_LEVEL[finding.level] if finding.held is None else HELD
        title = self._pen(STRONG, printable(finding.message))
        code = self._pen.link(finding.url, self._pen(style, finding.code))
        yield f"{code} {self._pen(style, f'[{level_of(finding)}]')} {title}"
        yield self._framed("-->", location(finding.region))
        yield from self._pictures(style)
        if finding.further:
            yield self._framed(":::", f"and {finding.further:,} more place{'' if finding.further == 1 else 's'}")
        if finding.held and finding.held.reason:
            yield self._framed(" =", f"{self._pen(ADVICE, 'reason:')} {printable(finding.held.reason)}")
        if finding.help:
            yield self._framed(" =", f"{self._pen(ADVICE, 'help:')} {printable(finding.help)}")

    def _pictures(self, style: str) -> Iterator[str]:
        """The finding's own, with the steps that stand in its lines, then those of the other steps."""
        finding = self._finding
        last = None
        if finding.excerpt and finding.excerpt.lines:
            last = Picture(finding.excerpt, finding.region, sign=_MARK, room=self._room)
        steps = list(_briefly(finding.related))
        while last is not None or steps:
            while last is not None and steps and _is_taken(last, *steps[0]):
                steps.pop(0)
            if last is not None:
                yield from self._drawn(last, style)
            last = None
            if steps:
                step, is_shown = steps.pop(0)
                last = self._picture(step) if is_shown else None
                label = "" if last else f"  {printable(step.message)}"
                yield self._framed(":::", f"{location(step.region)}{label}")

    def _picture(self, step: Related) -> Picture | None:
        own = own_lines(step.excerpt, step.region) if step.excerpt else None
        if own is None or not own.lines:
            return None
        return Picture(own, step.region, sign=_STEP_MARK, label=printable(step.message), room=self._room)

    def _drawn(self, picture: Picture, style: str) -> Iterator[str]:
        yield self._framed(" |", "")
        for line in picture.lines:
            yield self._line(line)
            for marks in line.marks:
                paint = style if marks.sign == _MARK else STEP
                yield from (self._framed(" |", _painted(row, paint, self._pen)) for row in picture.said(marks))
        yield self._framed(" |", "")

    def _line(self, line: Line) -> str:
        if line.number is None:
            return self._pen(FRAME, line.text)
        return _spaced(self._pen(FRAME, f"{line.number:>{self._gutter}} |"), line.text)

    def _framed(self, sign: str, text: str) -> str:
        return _spaced(" " * self._gutter + self._pen(FRAME, sign), text)


def _briefly(steps: Iterable[Related]) -> Iterator[tuple[Related, bool]]:
    """Each step, and whether its lines are to be shown."""
    for _, alike in groupby(steps, key=lambda step: step.message):
        yield from ((step, number < _SHOWN_ALIKE) for number, step in enumerate(alike))


def _is_taken(picture: Picture, step: Related, is_shown: bool) -> bool:
    if step.excerpt is None or not is_shown:
        return False
    return picture.takes(step.excerpt, step.region, sign=_STEP_MARK, label=printable(step.message))


def _gutter(finding: Finding) -> int:
    excerpts: list[Excerpt | None] = [finding.excerpt, *(step.excerpt for step in finding.related)]
    return max((len(str(shown.first_line + len(shown.lines) - 1)) for shown in excerpts if shown), default=1)


def _painted(row: str, style: str, pen: Pen) -> str:
    marks = row.lstrip(" ")
    return row[: len(row) - len(marks)] + pen(style, marks)


def _spaced(frame: str, text: str) -> str:
    return f"{frame} {text}" if text else frame
