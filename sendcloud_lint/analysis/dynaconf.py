"""Dynaconf's settings: the files that it loads, and how their values are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sendcloud_lint.analysis import attributes, files, heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import METHODS, NOTHING, made, model, read_by_name
from sendcloud_lint.knowledge.settings_files import DYNACONF_ENVIRONMENTS, DYNACONF_FILES
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Value, alternatives
from sendcloud_lint.model.written import Written

_GIVEN = ("settings_files", "settings_file", "SETTINGS_FILE_FOR_DYNACONF", "SETTINGS_FILE", "secrets", "includes")


@model("dynaconf.Dynaconf", "dynaconf.LazySettings", "dynaconf.FlaskDynaconf")
@made("dynaconf.settings")
def _settings(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """All that the files hold which it loads, those of each environment among it."""
    found = machine.allocate(heap.Table())
    for written in _files(machine, arguments):
        document = files.document_at(machine, written)
        if document is not None:
            tables.merge(machine, found, files.loaded(machine, document, place))
    table = machine.table(found)
    return _box(machine, _merged(machine, table.entries if table is not None else {}), place)


def _files(machine: Machine, arguments: Arguments) -> Iterator[str]:
    given = [passed.value for name in _GIVEN if (passed := arguments.get(None, name)) is not None]
    for value in given:
        items = machine.items(value)
        for one in items.elements if items is not None else alternatives(value):
            yield from files.paths(machine, one)
    if not given:
        yield from DYNACONF_FILES


def _merged(machine: Machine, entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """The sections of environments stand for what is in them: any of them may be the one."""
    result = heap.Table()
    for name, entry in entries.items():
        inner = machine.table(entry.value)
        if inner is None or name.lower() not in DYNACONF_ENVIRONMENTS:
            result = heap.with_entry(result, name, entry)
            continue
        for one, found in inner.entries.items():
            result = heap.weakened(result, one, found)
    return result.entries


def _box(machine: Machine, entries: Mapping[str, Entry], place: Place) -> Reference:
    """Values by attribute and by item, in any case. What is in no file comes from the environment."""
    boxed = {name: Entry(_boxed(machine, entry.value, place), entry.place) for name, entry in entries.items()}
    known = {spelling: entry for name, entry in boxed.items() for spelling in (name.lower(), name.upper(), name)}
    sections = machine.allocate(heap.Table(known, True))
    held = {**known, "sections": Entry(sections, place)}
    return machine.allocate(heap.Instance(Definition("outside", attributes.LOOKED_UP), held))


def _boxed(machine: Machine, value: Value, place: Place) -> Value:
    table = machine.table(value)
    return value if table is None else _box(machine, table.entries, place)


def _read(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """`settings.get("a.b")`."""
    name = texts.text_constant(arguments.value(0, "key") or NOTHING)
    value: Value = holder
    for part in (name or "").split("."):
        value = names.item(machine, value, Known(Written(part)), place)
    default = arguments.value(1, "default")
    if name is None or default is None:
        return read_by_name(arguments, "setting", place) if name is None else value
    return texts.with_default(value, default, name, place)


for _name in (*attributes.READERS, "__call__"):
    METHODS[(attributes.LOOKED_UP, _name)] = _read
