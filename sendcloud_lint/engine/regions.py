"""Places as people and machines read them: lines and columns of a file, or of a notebook's cell."""

from __future__ import annotations

from sendcloud_lint.model.finding import Region
from sendcloud_lint.model.source import Position, Source, Span


def region_of(source: Source, path: str, span: Span) -> Region:
    """The region of a span; `path` is how the file is shown."""
    around = source.lines_around(span.start)
    before = around.first - around.above - 1
    start, end = source.position(span.start), source.position(span.end)
    astral = (source.astral(span.start), source.astral(span.end))
    return Region(path, _within(start, before), _within(end, before), around.cell, astral)


def _within(position: Position, before: int) -> Position:
    return Position(max(1, position.line - before), position.column)
