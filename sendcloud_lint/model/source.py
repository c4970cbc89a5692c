"""A text with a path, and places in it.

The one unit of position is the index into `Source.text`, counted in code points. Lines and columns are made from
it at the border, for people; bytes, byte order marks and encodings are gone before a `Source` exists.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import field
from typing import NamedTuple

from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass

_LINE_END = expression(r"\r\n|\r|\n")
_ASTRAL = expression("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open: `start` is the first character's index, `end` the one after the last."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span in the source that is known by `path` (relative to the project's root, with `/`)."""

    path: str
    span: Span

    def holds(self, other: Place) -> bool:
        return self.path == other.path and self.span.holds(other.span)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Both count from 1; `column` counts code points."""

    line: int
    column: int


class CellStart(NamedTuple):
    """Where a notebook's cell begins, or its outputs do: in the text, and as which cell, counted from 1.

    `above` counts the cell's lines that stand elsewhere in the text: its source's, where its outputs begin.
    """

    offset: int
    number: int
    above: int = 0


class Lines(NamedTuple):
    """Lines that stand together: a notebook's cell, its outputs, or a whole file, of which no cell is told."""

    cell: int | None
    first: int
    last: int
    above: int = 0


@dataclass(slots=True, eq=False)
class Source:
    """The text of one file, without a byte order mark, its line ends as they are.

    A notebook's is that of its `cells`; `way` leads from a span of it to where that is written in the file.
    """

    path: str
    text: str = field(repr=False)
    cells: tuple[CellStart, ...] = ()
    way: Callable[[Span], Span] | None = field(default=None, repr=False)
    _starts: list[int] = field(default_factory=list, repr=False)

    def position(self, offset: int) -> Position:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def astral(self, offset: int) -> int:
        """How many characters of its line before an offset are two units in UTF-16."""
        before = self.text[offset - self.position(offset).column + 1 : offset]
        return 0 if before.isascii() else len(_ASTRAL.findall(before))

    def outer(self, span: Span) -> Span:
        """Where a span of the text is written in the file's own, which begins behind its byte order mark."""
        return span if self.way is None else self.way(span)

    def lines_around(self, offset: int) -> Lines:
        """The lines that stand together with what is there."""
        index = bisect_right(self.cells, offset, key=lambda start: start.offset) - 1
        if index < 0:
            return Lines(None, 1, self._last_line)
        start = self.cells[index]
        first = self.position(start.offset).line
        is_last = index + 1 == len(self.cells)
        last = self._last_line if is_last else self.position(self.cells[index + 1].offset).line - 1
        return Lines(start.number, first, max(first, last), start.above)

    def place(self, start: int, end: int) -> Place:
        return Place(self.path, Span(start, end))

    def line_span(self, line: int) -> Span:
        """The characters of a line, counted from 1, without its line end."""
        starts = self._line_starts()
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    @property
    def line_count(self) -> int:
        return len(self._line_starts())

    @property
    def _last_line(self) -> int:
        """A line end at the end of a text begins no line that anybody would see."""
        starts = self._line_starts()
        return max(1, len(starts) - (starts[-1] == len(self.text)))

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            self._starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        return self._starts
