"""What happens to dicts: stores, updates, copies, and lists of pairs read as such."""

from __future__ import annotations

from dataclasses import replace

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.analysis.responses import look
from sendcloud_lint.analysis.shelves import shelf_of
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Known, Reference, Value, alternatives


def merge(machine: Machine, target: Reference, source: Value) -> None:
    """`target.update(source)`: entries of a known table or of known pairs; anything else opens the target."""
    table = machine.store.state(target)
    if isinstance(table, heap.Table):
        machine.store.put(target, merged(machine, table, source))
        _leave(machine, target, source)


def _leave(machine: Machine, target: Reference, source: Value) -> None:
    """What a function puts into a table that is older than it, for other functions to find."""
    if machine.in_function and target.number < machine.watermark:
        for option in alternatives(source):
            for name, entry in entries_of(machine, option)[0].items():
                machine.effects.leave_entry(target, name, entry.value, entry.place)


def merged(machine: Machine, table: heap.Table, source: Value) -> heap.Table:
    """A table with the entries of another one on top. What only may be the source changes it only perhaps."""
    options = alternatives(source)
    for option in options:
        entries, is_open = entries_of(machine, option)
        if len(options) == 1 and all(entry.certain for entry in entries.values()):
            table = heap.Table({**table.entries, **entries}, table.open or is_open)
            continue
        for name, entry in entries.items():
            set_entry = heap.with_entry if entry.certain and len(options) == 1 else heap.weakened
            table = set_entry(table, name, entry)
        table = replace(table, open=table.open or is_open)
    return table


def entries_of(machine: Machine, value: Value) -> tuple[dict[str, Entry], bool]:
    """The entries of a table or of a list of pairs, and whether there may be others."""
    table = machine.table(value)
    if table is not None:
        return dict(table.entries), table.open
    items = machine.items(value)
    if items is not None:
        return _pairs(machine, items)
    if isinstance(value, Known) and value.value is None:
        return {}, False
    return {}, True


def _pairs(machine: Machine, items: heap.Items) -> tuple[dict[str, Entry], bool]:
    entries: dict[str, Entry] = {}
    is_open = items.open
    for element in items.elements:
        pair = machine.items(element)
        name = texts.text_constant(pair.elements[0]) if pair is not None and len(pair.elements) == 2 else None
        if pair is None or name is None:
            is_open = True
            continue
        places = texts.origins(pair.elements[0])
        entries[name] = Entry(pair.elements[1], places[0] if places else machine.place(Span(0, 0)))
    return entries, is_open


def store(machine: Machine, target: Value, key: Value, value: Value, place: Place) -> None:
    """`target[key] = value`."""
    look(machine, value)
    name = texts.constant(key)
    if name is not None:
        machine.set_entry(target, name, Entry(value, place))
        for option in alternatives(target):
            shelf = shelf_of(option)
            if shelf is not None:
                machine.effects.leave((shelf, name), value, place)
        return
    for option in alternatives(target):
        machine.open(option, depth=0)


def copy(machine: Machine, value: Value) -> Reference:
    """A new table with the entries of another one, or of pairs."""
    result = machine.allocate(heap.Table())
    merge(machine, result, value)
    return result


def remove(machine: Machine, target: Value, name: str | None) -> None:
    """`del target[name]`; an unknown name leaves every entry in doubt."""
    options = alternatives(target)
    for option in options:
        table = machine.table(option)
        if table is None or not isinstance(option, Reference):
            continue
        if name is None or len(options) > 1:
            doubtful = {key: replace(entry, certain=False) for key, entry in table.entries.items()}
            machine.store.put(option, replace(table, entries=doubtful))
        else:
            kept = {key: entry for key, entry in table.entries.items() if key != name}
            machine.store.put(option, replace(table, entries=kept))
