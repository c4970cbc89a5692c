"""Source lines with a region underlined, cut to the terminal's width, and what is said of it beside the marks.

A tab shows as a fixed number of spaces, and not up to a tab stop, so that any part of a line can be measured alone.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from sendcloud_lint.reports.printable import columns, printable
from sendcloud_lint.reports.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sendcloud_lint.model.finding import Excerpt, Region

_TAB = "    "
_CUT = "…"
_NARROWEST = 20
_LONGEST_REGION = 5


class Marks(NamedTuple):
    """A row under a line: `before` columns, then `under` columns of signs, and what they stand for."""

    before: int
    sign: str
    under: int
    label: str = ""


class Line(NamedTuple):
    """A source line as it is shown, with the marks under it; no number stands for lines that are left out.

    `window`: from where to where the line is shown, as indices into it.
    """

    number: int | None
    text: str
    window: tuple[int, int] = (0, 0)
    marks: tuple[Marks, ...] = ()


_OMISSION = Line(None, "...")


class Picture:
    """The lines of an excerpt with a region marked; more regions may find their place in it. `room` is in columns."""

    def __init__(self, excerpt: Excerpt, region: Region, *, sign: str, label: str = "", room: int) -> None:
        self._region = region
        self._room = max(room, _NARROWEST)
        self.lines = list(_drawn(_without_blank_edges(excerpt, region), region, sign, label, self._room))

    def takes(self, excerpt: Excerpt, region: Region, *, sign: str, label: str) -> bool:
        """Mark another region on a line that is shown already, if all of it can be seen there."""
        number = region.start.line
        is_beside = (region.path, region.cell) == (self._region.path, self._region.cell)
        at = next((index for index, line in enumerate(self.lines) if line.number == number), None)
        own = _part(excerpt, number, _last_line(region)).lines
        if not is_beside or at is None or len(own) != 1:
            return False
        shown, extent = self.lines[at], _extent(number, own[0], region)
        if shown.text != _text(own[0], shown.window) or not _holds(shown.window, extent, own[0]):
            return False
        marks = _marks(own[0], shown.window, extent, sign, label)
        self.lines[at] = shown._replace(marks=(*shown.marks, marks))
        return True

    def said(self, marks: Marks) -> Iterator[str]:
        """The rows of text that marks make: the label stands beside them where it fits, else below."""
        signs = " " * marks.before + marks.sign * marks.under
        if not marks.label:
            yield signs
        elif marks.before + marks.under + 1 + columns(marks.label) <= self._room:
            yield f"{signs} {marks.label}"
        else:
            yield signs
            lines = wrapped(marks.label, self._room)
            indent = max(min(marks.before, self._room - max(map(columns, lines))), 0)
            yield from (" " * indent + line for line in lines)


def own_lines(excerpt: Excerpt, region: Region) -> Excerpt:
    """The region's own lines, without those around it."""
    return _part(excerpt, region.start.line, _last_line(region))


def _part(excerpt: Excerpt, first: int, last: int) -> Excerpt:
    from sendcloud_lint.model.finding import Excerpt  # noqa: PLC0415  only a run with findings needs it

    start = max(first, excerpt.first_line)
    end = max(last + 1, start)
    return Excerpt(start, excerpt.lines[start - excerpt.first_line : end - excerpt.first_line])


def _without_blank_edges(excerpt: Excerpt, region: Region) -> Excerpt:
    """A blank line above or below says nothing."""
    first, last = excerpt.first_line, excerpt.first_line + len(excerpt.lines) - 1
    while first < region.start.line and _is_blank(excerpt.lines, first - excerpt.first_line):
        first += 1
    while last > _last_line(region) and _is_blank(excerpt.lines, last - excerpt.first_line):
        last -= 1
    return _part(excerpt, first, last)


def _is_blank(lines: Sequence[str], index: int) -> bool:
    return 0 <= index < len(lines) and not lines[index].strip()


def _drawn(excerpt: Excerpt, region: Region, sign: str, label: str, room: int) -> Iterator[Line]:
    """Marks stand under the first and the last line of a region; the inner lines of a long one are left out."""
    first, last = region.start.line, _last_line(region)
    long = last - first >= _LONGEST_REGION
    # An excerpt of a very long region ends before the region does.
    labelled = last if last < excerpt.first_line + len(excerpt.lines) else first
    for number, line in enumerate(excerpt.lines, excerpt.first_line):
        if long and first < number < last:
            yield from (_OMISSION,) if number == first + 1 else ()
        elif number in (first, last):
            yield from _underlined(number, line, region, sign, label if number == labelled else "", room)
        else:
            window = _window(line, 0, 0, room)
            yield Line(number, _text(line, window), window)


def _last_line(region: Region) -> int:
    """A region that ends with a line end has nothing to mark on the line after it."""
    start, end = region.start, region.end
    return end.line if end.column > 1 else max(start.line, end.line - 1)


def _extent(number: int, line: str, region: Region) -> tuple[int, int]:
    """What of this line to mark, as indices into it; never empty, so that what is missing can be pointed at."""
    indent = len(line) - len(line.lstrip())
    end = region.end.column - 1 if number == region.end.line else len(line)
    start = region.start.column - 1 if number == region.start.line else min(indent, end - 1)
    start = max(0, min(start, len(line)))
    return start, max(min(end, len(line)), start + 1)


def _underlined(number: int, line: str, region: Region, sign: str, label: str, room: int) -> Iterator[Line]:
    extent = _extent(number, line, region)
    window = _window(line, *extent, room)
    yield Line(number, _text(line, window), window, (_marks(line, window, extent, sign, label),))


def _text(line: str, window: tuple[int, int]) -> str:
    """What of the line can be seen."""
    left, right = window
    return (_CUT if left else "") + _shown(line[left:right]) + (_CUT if right < len(line) else "")


def _holds(window: tuple[int, int], extent: tuple[int, int], line: str) -> bool:
    """Whether all of a part of a line can be seen; the end of the line, too, can be pointed at."""
    left, right = window
    start, end = extent
    return left <= start and (end <= right or right == len(line))


def _marks(line: str, window: tuple[int, int], extent: tuple[int, int], sign: str, label: str) -> Marks:
    """The marks under what can be seen of a part of a line."""
    (left, right), (start, end) = window, extent
    lead, tail = (_CUT if left else ""), (_CUT if end > right and right < len(line) else "")
    before = columns(lead + _shown(line[left:start]))
    under = columns(_shown(line[start : min(end, right)]) + tail)
    return Marks(before, sign, max(1, under), label)


def _window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of the line to show: the marked characters first, then what leads to them, then what follows."""
    if _fitting(line, room) == len(line):
        return 0, len(line)
    room -= 2 * len(_CUT)
    right = start + _fitting(_forwards(line, start, end), room)
    spare = room - columns(_shown(line[start:right]))
    if _fitting(_backwards(line, start), spare) < start:
        right += _fitting(_forwards(line, right, len(line)), spare // 2)
    left = start - _fitting(_backwards(line, start), room - columns(_shown(line[start:right])))
    right += _fitting(_forwards(line, right, len(line)), room - columns(_shown(line[left:right])))
    return left, right


def _forwards(line: str, start: int, end: int) -> Iterator[str]:
    return (line[index] for index in range(start, min(end, len(line))))


def _backwards(line: str, start: int) -> Iterator[str]:
    return (line[index] for index in range(start - 1, -1, -1))


def _fitting(chars: Iterable[str], room: int) -> int:
    """How many of the characters fit; reads no further than that, since a line can be megabytes long."""
    widths = accumulate(columns(_shown(char)) for char in chars)
    return sum(1 for _ in takewhile(lambda width: width <= room, widths))


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))
