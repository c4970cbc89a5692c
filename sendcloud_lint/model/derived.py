"""Texts made from another by edits, and the ways back from their places to the other's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import pairwise

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """The parent's characters from `start` to `end` give way to `text`; an insertion has `start == end`."""

    start: int
    end: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Derived:
    """An edited text. Edits are kept as four columns, edit by edit in the order of the text."""

    text: str = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _ends: tuple[int, ...] = field(repr=False)
    _parent_starts: tuple[int, ...] = field(repr=False)
    _parent_ends: tuple[int, ...] = field(repr=False)

    def back(self, offset: int) -> int:
        """Where the character at `offset` stands in the parent: one that an edit wrote, at the edit's start."""
        edit = bisect_right(self._starts, offset) - 1
        if edit < 0:
            return offset
        if offset < self._ends[edit]:
            return self._parent_starts[edit]
        return self._parent_ends[edit] + offset - self._ends[edit]

    def back_span(self, span: Span) -> Span:
        """The parent's characters for the span's: edits that it touches are covered whole, others not at all.

        An empty span stays empty, at its offset's place.
        """
        start = self.back(span.start)
        return Span(start, start if span.end <= span.start else self._back_end(span.end))

    def _back_end(self, offset: int) -> int:
        """An end belongs to the character before it, so an edit that begins there is not entered."""
        edit = bisect_left(self._starts, offset) - 1
        if edit < 0:
            return offset
        return self._parent_ends[edit] + max(offset - self._ends[edit], 0)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Two texts derived from one parent, the second, if there is any, on lines of its own below the first."""

    above: Derived
    below: Derived

    @property
    def text(self) -> str:
        return f"{self.above.text}\n{self.below.text}" if self.below.text else self.above.text

    def back_span(self, span: Span) -> Span:
        """As `Derived.back_span` has it; a span begins and ends in one of the two."""
        start = len(self.above.text) + 1
        if span.start < start:
            return self.above.back_span(span)
        return self.below.back_span(Span(span.start - start, span.end - start))


def derive(parent: str, edits: Iterable[Edit]) -> Derived:
    """`parent` with `edits` made. Insertions at one place keep the order in which they are given.

    Raises ValueError if edits overlap or leave the text.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    _check(ordered, len(parent))
    starts = tuple(_starts(ordered))
    return Derived(
        text="".join(_pieces(parent, ordered)),
        _starts=starts,
        _ends=tuple(start + len(edit.text) for start, edit in zip(starts, ordered, strict=True)),
        _parent_starts=tuple(edit.start for edit in ordered),
        _parent_ends=tuple(edit.end for edit in ordered),
    )


def _check(ordered: list[Edit], length: int) -> None:
    if any(not 0 <= edit.start <= edit.end <= length for edit in ordered):
        raise ValueError("an edit leaves its text")
    if any(after.start < before.end for before, after in pairwise(ordered)):
        raise ValueError("edits overlap")


def _starts(ordered: list[Edit]) -> Iterator[int]:
    """Where each edit's text begins in the derived text."""
    grown = 0
    for edit in ordered:
        yield edit.start + grown
        grown += len(edit.text) - (edit.end - edit.start)


def _pieces(parent: str, ordered: list[Edit]) -> Iterator[str]:
    at = 0
    for edit in ordered:
        yield parent[at : edit.start]
        yield edit.text
        at = edit.end
    yield parent[at:]
