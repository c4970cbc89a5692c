"""What functions leave in module globals and attributes, for other functions to find.

Which entry point runs first nobody can tell: what one of them assigns is a possibility for all others, never a
certainty. A function that looked before another one had left something is walked once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TypeAlias

from sendcloud_lint.analysis import heap
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Reference,
    Unknown,
    Value,
    alternatives,
    choose,
    pieces_of,
)

# What more functions than these assign is as good as unknown.
MAX_LEFT = 8
KEPT_DEPTH = 3

Slot: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class Effects:
    """`left` by a module's path, a class's key or a table's number, and a name: the value that each assignment gives,
    by its place. `keys` are the names left in a table, `counts` how often something was.

    `grown` says in which run a slot got its latest value; `read` are the slots that the present run has looked at.
    """

    left: dict[Slot, dict[Place, Value]] = field(default_factory=dict)
    keys: dict[int, dict[str, None]] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)
    grown: dict[Slot, int] = field(default_factory=dict)
    read: set[Slot] = field(default_factory=set)
    run: int = 0

    def begin(self) -> None:
        self.run += 1
        self.read = set()

    def leave(self, slot: Slot, value: Value, place: Place) -> None:
        left = self.left.setdefault(slot, {})
        old = left.get(place)
        options = [option for option in alternatives(value) if _is_new(option, old)]
        if options and (old is not None or len(left) < MAX_LEFT):
            left[place] = choose((*(alternatives(old) if old is not None else ()), *options))
            self.grown[slot] = self.run

    def leave_entry(self, table: Reference, name: str, value: Value, place: Place) -> None:
        """What a function puts into a table that is older than it."""
        slot = _slot(table, name)
        self.leave(slot, value, place)
        self.counts[table.number] += 1
        if slot in self.grown:
            self.keys.setdefault(table.number, {}).setdefault(name)
            self.grown[_slot(table, "")] = max(self.grown.get(_slot(table, ""), 0), self.grown[slot])

    def count(self, table: Reference) -> int:
        """How often functions have put something into a table."""
        return self.counts[table.number]

    def entries(self, table: Reference) -> dict[str, heap.Entry]:
        """What functions may have put into a table."""
        self.read.add(_slot(table, ""))
        found: dict[str, heap.Entry] = {}
        for name in self.keys.get(table.number, ()):
            values, places = self.find([_slot(table, name)]), list(self.left[_slot(table, name)])
            if values:
                found[name] = heap.Entry(choose(values), places[0], certain=False)
        return found

    def find(self, slots: Iterable[Slot]) -> tuple[Value, ...]:
        """What others may have left in these slots. Of several objects nobody can tell which one is meant."""
        wanted = list(slots)
        self.read.update(wanted)
        values = [value for slot in wanted for value in self.left.get(slot, {}).values()]
        options = list(dict.fromkeys(option for value in values for option in alternatives(value)))
        objects = [option for option in options if isinstance(option, Reference)]
        return tuple(option for option in options if len(objects) < 2 or not isinstance(option, Reference))


def _slot(table: Reference, name: str) -> Slot:
    return f"table {table.number}", name


def _is_new(option: Value, old: Value | None) -> bool:
    """Whether an assignment is seen to give something that it did not give before: each run makes objects anew."""
    if isinstance(option, Unknown) or (isinstance(option, Known) and option.value is None):
        return False
    known = alternatives(old) if old is not None else ()
    if isinstance(option, Reference):
        return not any(isinstance(one, Reference) for one in known)
    return option not in known


def keep(effects: Effects, ended: heap.Store, base: heap.Store) -> None:
    """Take over from a run that has ended the objects that it left. Their tables are open: others may change them."""
    grown = [slot for slot, run in effects.grown.items() if run == effects.run]
    waiting = [(value, KEPT_DEPTH) for slot in grown for value in effects.left.get(slot, {}).values()]
    while waiting:
        value, depth = waiting.pop()
        for reference in _references(value):
            if base.object(reference) is None:
                state = ended.state(reference)
                base.put(reference, state if isinstance(state, heap.Instance) else heap.opened(state))
                waiting += [(inner, depth - 1) for inner in heap.held_by(state)] if depth else []


def _references(value: Value) -> Iterator[Reference]:
    for option in alternatives(value):
        for piece in pieces_of(option):
            held = piece.content if isinstance(piece, Encoded) else piece
            found = held.bound if isinstance(held, Definition) else held
            if isinstance(found, Reference):
                yield found
