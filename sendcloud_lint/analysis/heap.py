"""The interpreter's memory: names and objects, with cheap branches.

A table is an object, not a value: `d = {}; e = d; e["x"] = 1` changes what `d` holds. Names hold references, the store
maps them to states. A state is never changed, only replaced. A branch writes to an overlay of its own; the join visits
the overlays alone, so that an `if` costs what its arms wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import TypeAlias

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Reference, Unknown, Value, choose

# What grows beyond this is data, not a set of parameters.
MAX_ELEMENTS = 1_000

NOTHING: Mapping[str, Entry] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """A named value in a table, or an attribute. `place` is where its name stands; not `certain`: on some ways only.

    `run` is the run that set an attribute on every way that led here, 0 where none did.
    """

    value: Value
    place: Place
    certain: bool = True
    run: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A dict. `open` once something unknown may have added to it or removed from it."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: NOTHING)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set. `open` once its elements are not all known, in number or order."""

    kind: str
    elements: tuple[Value, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class: a class of the project by its key, an outside one by its dotted name."""

    type: Value
    attributes: Mapping[str, Entry] = field(default_factory=lambda: NOTHING)
    open: bool = False


Object: TypeAlias = Table | Items | Instance
VariableKey: TypeAlias = tuple[int, str]
Cell: TypeAlias = "Value | Object"
Key: TypeAlias = "VariableKey | int"


class Store:
    """Cells by key: a variable by its scope's number and its name, an object by its reference's number.

    While a branch lives nothing is written to what it was branched from, so `_seen` may remember what it found there.
    """

    __slots__ = ("_cells", "_parent", "_seen", "alive")

    def __init__(self, parent: Store | None = None) -> None:
        self._parent = parent
        self._cells: dict[Key, Cell] = {}
        self._seen: dict[Key, Cell] = {}
        self.alive = True

    def branch(self) -> Store:
        return Store(self)

    def _get(self, key: Key) -> Cell | None:
        passed: list[dict[Key, Cell]] = []
        store: Store | None = self
        while store is not None:
            cell = store._cells.get(key) or store._seen.get(key)
            if cell is not None:
                for seen in passed:
                    seen[key] = cell
                return cell
            passed.append(store._seen)
            store = store._parent
        return None

    def variable(self, scope: int, name: str) -> Value | None:
        cell = self._get((scope, name))
        return None if cell is None or isinstance(cell, Table | Items | Instance) else cell

    def bind(self, scope: int, name: str, value: Value) -> None:
        self._cells[(scope, name)] = value

    def object(self, reference: Reference) -> Object | None:
        cell = self._get(reference.number)
        return cell if isinstance(cell, Table | Items | Instance) else None

    def state(self, reference: Reference) -> Object:
        """An object's state; of one that this store has never seen nothing is known."""
        return self.object(reference) or Table(open=True)

    def put(self, reference: Reference, state: Object) -> None:
        self._cells[reference.number] = state

    def delta(self, base: Store) -> dict[Key, Cell]:
        """What was written since `base` was branched from, `base` itself not included."""
        layers: list[dict[Key, Cell]] = []
        store: Store | None = self
        while store is not None and store is not base:
            layers.append(store._cells)
            store = store._parent
        merged: dict[Key, Cell] = {}
        for layer in reversed(layers):
            merged.update(layer)
        return merged

    def names_in(self, scope: int) -> list[str]:
        """The names bound in a scope, in no particular order of branches."""
        found: dict[str, None] = {}
        store: Store | None = self
        while store is not None:
            for key in store._cells:
                if isinstance(key, tuple) and key[0] == scope:
                    found.setdefault(key[1])
            store = store._parent
        return list(found)

    def join(self, deltas: Iterable[Mapping[Key, Cell]]) -> None:
        """Take over what the ways from here wrote: all alike, and this store is dead if there is no way."""
        ways = list(deltas)
        if not ways:
            self.alive = False
            return
        self.alive = True
        if len(ways) == 1:
            self._cells.update(ways[0])
            return
        keys: dict[Key, None] = {}
        for way in ways:
            keys.update(dict.fromkeys(way))
        for key in keys:
            self._cells[key] = self._joined(key, ways)

    def _joined(self, key: Key, ways: list[Mapping[Key, Cell]]) -> Cell:
        # Most of what is new on every way stood nowhere before, and it is dearest to look for what is nowhere.
        before = self._get(key) if any(key not in way for way in ways) else None
        cells = [cell for way in ways if (cell := way.get(key, before)) is not None]
        first = cells[0]
        if all(cell is first for cell in cells):
            return first
        if isinstance(first, Table | Items | Instance):
            return join_objects([cell for cell in cells if isinstance(cell, Table | Items | Instance)])
        return choose(tuple(cell for cell in cells if not isinstance(cell, Table | Items | Instance)))


def join_objects(states: list[Object]) -> Object:
    """What an object may be after several ways. Ways that disagree on what kind of object it is leave an open table."""
    first = states[0]
    if isinstance(first, Table) and all(isinstance(state, Table) for state in states):
        tables = [state for state in states if isinstance(state, Table)]
        return Table(_join_entries([table.entries for table in tables]), any(table.open for table in tables))
    if isinstance(first, Instance) and all(isinstance(state, Instance) for state in states):
        instances = [state for state in states if isinstance(state, Instance)]
        entries = _join_entries([instance.attributes for instance in instances])
        return Instance(first.type, entries, any(instance.open for instance in instances))
    if isinstance(first, Items) and all(isinstance(state, Items) for state in states):
        return _join_items([state for state in states if isinstance(state, Items)])
    return Table(open=True)


def _join_entries(ways: list[Mapping[str, Entry]]) -> Mapping[str, Entry]:
    names: dict[str, None] = {}
    for way in ways:
        names.update(dict.fromkeys(way))
    return {name: _joined_entry(name, ways) for name in names}


def _joined_entry(name: str, ways: list[Mapping[str, Entry]]) -> Entry:
    """Most entries of a table are the same on every way: those must cost no more than a look."""
    first = ways[0].get(name)
    if first is not None and all(way.get(name) is first for way in ways):
        return first
    return _join_entry([way[name] for way in ways if name in way], len(ways))


def _join_entry(entries: list[Entry], ways: int) -> Entry:
    certain = len(entries) == ways and all(entry.certain for entry in entries)
    run = min(entry.run for entry in entries) if len(entries) == ways else 0
    return Entry(choose(tuple(entry.value for entry in entries)), entries[0].place, certain, run)


def _join_items(states: list[Items]) -> Items:
    first = states[0]
    if any(len(state.elements) != len(first.elements) for state in states):
        longest = max(states, key=lambda state: len(state.elements))
        return replace(longest, open=True)
    columns = zip(*(state.elements for state in states), strict=True)
    return Items(first.kind, tuple(choose(column) for column in columns), any(state.open for state in states))


def items(kind: str, elements: tuple[Value, ...], is_open: bool = False) -> Items:
    """A list of these elements; of a very long one the beginning."""
    return Items(kind, elements[:MAX_ELEMENTS], is_open or len(elements) > MAX_ELEMENTS)


def with_entry(table: Table, name: str, entry: Entry) -> Table:
    """The table with one entry set. A new entry goes last, a replaced one keeps its place in the order."""
    if len(table.entries) >= MAX_ELEMENTS and name not in table.entries:
        return replace(table, open=True)
    return replace(table, entries={**table.entries, name: entry})


def weakened(table: Table, name: str, entry: Entry) -> Table:
    """The table after a store that may or may not have been to it."""
    return weakened_by(table, {name: entry})


def weakened_by(table: Table, others: Mapping[str, Entry]) -> Table:
    """The table after several such stores: one copy for all of them."""
    entries, is_open = dict(table.entries), table.open
    for name, entry in others.items():
        old = entries.get(name)
        if old is not None:
            entries[name] = Entry(choose((old.value, entry.value)), old.place, old.certain)
        elif len(entries) < MAX_ELEMENTS:
            entries[name] = replace(entry, certain=False)
        else:
            is_open = True
    return Table(entries, is_open)


def from_before(instance: Instance) -> Instance:
    """An object whose attributes count as set before the present run."""
    return replace(instance, attributes={name: replace(entry, run=0) for name, entry in instance.attributes.items()})


def held_by(state: Object) -> list[Value]:
    """What an object holds directly."""
    if isinstance(state, Items):
        return list(state.elements)
    entries = state.entries if isinstance(state, Table) else state.attributes
    return [entry.value for entry in entries.values()]


def is_outside(state: Instance) -> bool:
    return isinstance(state.type, Definition) and state.type.kind == "outside"


def opened(state: Object) -> Object:
    """The state after something unknown had its hands on it."""
    if isinstance(state, Table):
        return Table({name: replace(entry, certain=False) for name, entry in state.entries.items()}, True)
    return replace(state, open=True)


MISSING = Unknown("not set on every way")
