"""The variables of a Makefile: which have one value, and in which order all of them count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.makefile.lines import Assigned, Ended, Event, Included, Test

_REFERENCE = re.compile(r"\$[({]([^\s:#=$(){},]+)[)}]")
# What is filled in where it is used, not where it stands.
_DEFERRED = frozenset(("=", "?="))


class Variables:
    def __init__(self, text: str, events: Sequence[Event]) -> None:
        self._text = text
        self._events = events
        self._values: dict[str, list[Span]] = {}
        self._at: dict[str, int] = {}
        self._last_include = -1
        for index, event in enumerate(events):
            if isinstance(event, Included):
                self._last_include = index
            elif isinstance(event, Assigned):
                self._values.setdefault(event.name, []).append(event.value)
                self._at[event.name] = index
        self._whole = {event.name: event for event in _certain(events) if len(self._values[event.name]) == 1}

    def values(self, name: str) -> Sequence[Span]:
        """All that a variable is ever given."""
        return self._values.get(name, ())

    def only(self, name: str) -> Assigned | None:
        """What gives a variable the text that it has everywhere; None where conditions, targets or others decide."""
        one = self._whole.get(name)
        return one if one is not None and one.operator not in ("+=", "!=") else None

    def ordered(self) -> list[Event]:
        """Events in the order in which they count: a variable that refers to one of which the value comes later has
        its own no earlier."""
        late = self._late()
        postponed = set(map(id, late))
        return [*(event for event in self._events if id(event) not in postponed), *late]

    def _late(self) -> list[Assigned]:
        """The assignments whose worth is settled at the file's end only, each after what it refers to."""
        movable = {name: one for name, one in self._whole.items() if one.operator in _DEFERRED}
        references = {name: self._references(one) for name, one in movable.items()}
        late = {name for name in references if any(self._comes_later(other, name) for other in references[name])}
        users: dict[str, list[str]] = {}
        for name, others in references.items():
            for other in others:
                users.setdefault(other, []).append(name)
        waiting = list(late)
        while waiting:
            fresh = [user for user in users.get(waiting.pop(), ()) if user not in late]
            late.update(fresh)
            waiting += fresh
        return [movable[name] for name in _after_others(sorted(late, key=self._at.__getitem__), references, late)]

    def _references(self, event: Assigned) -> tuple[str, ...]:
        found = _REFERENCE.finditer(self._text, event.value.start, event.value.end)
        return tuple(dict.fromkeys(match[1] for match in found))

    def _comes_later(self, other: str, name: str) -> bool:
        return self._at.get(other, self._last_include) > self._at[name]


def _certain(events: Sequence[Event]) -> Iterator[Assigned]:
    """The assignments that no condition and no target decides about."""
    depth = 0
    for event in events:
        depth += isinstance(event, Test)
        depth -= isinstance(event, Ended)
        if isinstance(event, Assigned) and depth <= 0 and not event.targets:
            yield event


def _after_others(names: Sequence[str], references: Mapping[str, Sequence[str]], late: set[str]) -> list[str]:
    """The names, each after those that it refers to."""
    done: dict[str, None] = {}
    seen: set[str] = set()
    for first in names:
        waiting = [(first, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                done[name] = None
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                waiting += [(other, False) for other in references[name] if other in late]
    return list(done)
