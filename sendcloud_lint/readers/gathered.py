"""A text put together from pieces of another, which may stand anywhere in it, and the way back to its places.

Where a piece came in by a reference, a span that lies in the piece alone stands where the piece was written; one that
goes beyond it stands where the reference is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What one reference brought in: `at` is the reference, in the layer in which it stands."""

    parent: Layer | None = None
    at: Span = _NOWHERE
    depth: int = 0

    def below(self, at: Span) -> Layer:
        return Layer(self, at, self.depth + 1)


@dataclass(frozen=True, slots=True)
class _Piece:
    """`is_copy` is false for what stands for its place as a whole."""

    start: int
    place: Span
    is_copy: bool
    layer: Layer


@dataclass(slots=True)
class Gathering:
    """A text while it grows."""

    _texts: list[str] = field(default_factory=list, repr=False)
    _pieces: list[_Piece] = field(default_factory=list, repr=False)
    _length: int = 0

    def copy(self, parent: str, span: Span, layer: Layer) -> None:
        """Characters as they stand in the parent."""
        self._add(parent[span.start : span.end], span, True, layer)

    def write(self, text: str, place: Span, layer: Layer) -> None:
        """Characters of our own for what stands at a place."""
        self._add(text, place, False, layer)

    def extend(self, other: Gathering) -> None:
        """All of another text."""
        self._pieces += [replace(piece, start=self._length + piece.start) for piece in other._pieces]
        self._texts += other._texts
        self._length += other._length

    def _add(self, text: str, place: Span, is_copy: bool, layer: Layer) -> None:
        if text:
            self._pieces.append(_Piece(self._length, place, is_copy, layer))
            self._texts.append(text)
            self._length += len(text)

    def done(self) -> Gathered:
        starts = tuple(piece.start for piece in self._pieces)
        return Gathered("".join(self._texts), starts, tuple(self._pieces))


@dataclass(frozen=True, slots=True)
class Gathered:
    text: str = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _pieces: tuple[_Piece, ...] = field(repr=False)

    def back_span(self, span: Span) -> Span:
        """Where the characters of a span stand in the parent; an empty span stays empty."""
        if not self._pieces:
            return Span(0, 0)
        first, start = self._place(min(span.start, max(len(self.text) - 1, 0)))
        if span.end <= span.start:
            at = start.start if span.start < len(self.text) else start.end
            return Span(at, at)
        last, end = self._place(span.end - 1)
        while first.depth > last.depth and first.parent is not None:
            start, first = first.at, first.parent
        while last.depth > first.depth and last.parent is not None:
            end, last = last.at, last.parent
        while first is not last and first.parent is not None and last.parent is not None:
            start, first, end, last = first.at, first.parent, last.at, last.parent
        return Span(start.start, max(start.start, end.end))

    def _place(self, offset: int) -> tuple[Layer, Span]:
        """Where one character stands."""
        piece = self._pieces[bisect_right(self._starts, offset) - 1]
        if not piece.is_copy:
            return piece.layer, piece.place
        at = piece.place.start + offset - piece.start
        return piece.layer, Span(at, at + 1)
