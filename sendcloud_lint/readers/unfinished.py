"""Sections and sequences that are still being filled, as what belongs to one may stand in several places of a text."""

from __future__ import annotations

from sendcloud_lint.model.document import Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span


class Unfinished:
    """A section, or a sequence. Its span begins at `start` and reaches to `end` or to the end of its last value.

    A section that has no bracket of its own begins where its name ends: no two of them begin at one place then.
    """

    __slots__ = ("_last", "_names", "end", "is_sequence", "start", "values")

    def __init__(self, start: int, *, is_sequence: bool = False) -> None:
        self.start = self.end = start
        self.is_sequence = is_sequence
        self.values: list[Scalar | Unfinished] = []
        self._names: list[tuple[str, Span]] = []
        self._last: dict[str, Scalar | Unfinished] = {}

    def name(self, name: str, span: Span, value: Scalar | Unfinished) -> None:
        """Adds a named value to a section."""
        self._names.append((name, span))
        self.values.append(value)
        self._last[name] = value

    def section(self, name: str) -> Unfinished | None:
        """The section that `name` stands for, if it is one already; of several in a sequence the last."""
        found = self._last.get(name)
        if isinstance(found, Unfinished) and found.is_sequence:
            found = found.values[-1] if found.values else None
        return found if isinstance(found, Unfinished) and not found.is_sequence else None

    def sequence(self, name: str) -> Unfinished | None:
        """The sequence that `name` stands for, if it is one already."""
        found = self._last.get(name)
        return found if isinstance(found, Unfinished) and found.is_sequence else None

    def pairs(self) -> tuple[Pair, ...]:
        """A section's named values, finished."""
        return self._pairs(_finished_below(self))

    def items(self) -> tuple[Tree, ...]:
        """The values, finished."""
        return self._items(_finished_below(self))

    def finished(self, done: dict[int, Tree]) -> Tree:
        """The section or sequence itself, once all that stands in it is `done`."""
        items = self._items(done)
        span = Span(self.start, max((item.span.end for item in items), default=self.end))
        span = Span(span.start, max(span.end, self.end))
        return Sequence(span, items) if self.is_sequence else Section(span, self._pairs(done))

    def _items(self, done: dict[int, Tree]) -> tuple[Tree, ...]:
        return tuple(done[id(value)] if isinstance(value, Unfinished) else value for value in self.values)

    def _pairs(self, done: dict[int, Tree]) -> tuple[Pair, ...]:
        items = self._items(done)
        return tuple(Pair(name, span, item) for (name, span), item in zip(self._names, items, strict=True))


def _finished_below(root: Unfinished) -> dict[int, Tree]:
    """What stands in `root`, by identity. Outer ones are found first and finished last."""
    found = [root]
    for each in found:
        found.extend(value for value in each.values if isinstance(value, Unfinished))
    done: dict[int, Tree] = {}
    for each in reversed(found[1:]):
        done[id(each)] = each.finished(done)
    return done
