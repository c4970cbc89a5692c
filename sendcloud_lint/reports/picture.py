"""Source lines with a region underlined, cut to the terminal's width.

A tab shows as a fixed number of spaces, and not up to a tab stop, so that any part of a line can be measured alone.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from sendcloud_lint.reports.printable import columns, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sendcloud_lint.model.finding import Excerpt, Region

_TAB = "    "
_CUT = "…"
_NARROWEST = 20
_LONGEST_REGION = 5


class Row(NamedTuple):
    """One line of a picture: a source line with its number, or marks or an omission without one."""

    number: int | None
    text: str


OMISSION = Row(None, "...")


def picture(excerpt: Excerpt, region: Region, *, mark: str, room: int) -> Iterator[Row]:
    """The excerpt's lines, with a row of `mark` under the first and the last line of the region.

    The inner lines of a long region are left out. `room` is in terminal columns.
    """
    first, last = region.start.line, _last_line(region)
    long = last - first >= _LONGEST_REGION
    for number, line in enumerate(excerpt.lines, excerpt.first_line):
        if long and first < number < last:
            yield from (OMISSION,) if number == first + 1 else ()
        elif number in (first, last):
            yield from _underlined(number, line, _extent(number, line, region), mark, max(room, _NARROWEST))
        else:
            yield Row(number, _cut(line, 0, 0, max(room, _NARROWEST)).text)


def without_context(excerpt: Excerpt, region: Region) -> Excerpt:
    """The region's own lines."""
    start = max(region.start.line, excerpt.first_line)
    end = max(_last_line(region) + 1, start)
    from sendcloud_lint.model.finding import Excerpt  # noqa: PLC0415  only a run with findings needs it

    return Excerpt(start, excerpt.lines[start - excerpt.first_line : end - excerpt.first_line])


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


def _underlined(number: int, line: str, extent: tuple[int, int], mark: str, room: int) -> Iterator[Row]:
    cut = _cut(line, *extent, room)
    yield Row(number, cut.text)
    yield Row(None, " " * cut.before + mark * cut.under)


class _Cut(NamedTuple):
    text: str
    before: int
    under: int


def _cut(line: str, start: int, end: int, room: int) -> _Cut:
    """What of the line fits, as it is shown, and where in it `start` to `end` is: both in columns."""
    left, right = _window(line, start, end, room)
    lead = _CUT if left else ""
    tail = _CUT if right < len(line) else ""
    under = _shown(line[start : min(end, right)]) + (tail if end > right else "")
    before = columns(lead + _shown(line[left:start]))
    return _Cut(lead + _shown(line[left:right]) + tail, before, max(1, columns(under)))


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
