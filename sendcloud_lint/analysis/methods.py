"""Methods of texts, dicts and lists, and of what nothing is known of."""

from __future__ import annotations

from collections.abc import Callable

from sendcloud_lint.analysis import heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import as_text
from sendcloud_lint.analysis.responses import look
from sendcloud_lint.analysis.signatures import note_field
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    SECRET,
    Encoded,
    Known,
    Reference,
    Text,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
    pieces_of,
)
from sendcloud_lint.model.written import Written

Method = Callable[[Machine, Value, Arguments, Place], Value]
# What gives a part of what a store of secrets answered: that is the secret still.
_PARTS = frozenset(("get", "json", "pop"))


def call_method(machine: Machine, receiver: Value, name: str, arguments: Arguments, place: Place) -> Value:
    """`receiver.name(…)` of a value that is no object of a class."""
    return choose(tuple(_call(machine, option, name, arguments, place) for option in alternatives(receiver)))


def _call(machine: Machine, receiver: Value, name: str, arguments: Arguments, place: Place) -> Value:
    if machine.table(receiver) is not None:
        method = _TABLE.get(name)
    elif machine.items(receiver) is not None:
        method = _ITEMS.get(name)
    elif isinstance(receiver, Known | Text | Encoded):
        method = _TEXT.get(name)
    else:
        method = _TEXT.get(name) if isinstance(receiver, Variable) and name not in _UNKNOWN else _UNKNOWN.get(name)
    if isinstance(receiver, Variable) and receiver.kind == SECRET and name in _PARTS:
        return receiver
    if method is not None:
        return method(machine, receiver, arguments, place)
    for value in (receiver, *arguments.all()):
        machine.open(value)
    return Unknown(f"what {name} returns")


# Texts


def _same(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    return receiver


def _changed(change: Callable[[str], str]) -> Method:
    def method(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
        return texts.derived(receiver, change)

    return method


def _strip(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    characters = arguments.value(0, None)
    known = texts.text_constant(characters) if characters is not None else None
    return texts.derived(receiver, lambda text: text.strip(known))


def _tested(test: Callable[[str, str], bool]) -> Method:
    def method(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
        text, part = texts.text_constant(receiver), texts.text_constant(arguments.value(0, None) or Unknown("nothing"))
        return Unknown("a test") if text is None or part is None else Known(test(text, part))

    return method


def _removed(change: Callable[[str, str], str]) -> Method:
    def method(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
        part = arguments.value(0, None)
        known = texts.text_constant(part) if part is not None else None
        return (
            Unknown("a part of a text") if known is None else texts.derived(receiver, lambda text: change(text, known))
        )

    return method


def _replace(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    old, new = (arguments.value(index, None) for index in (0, 1))
    before = texts.text_constant(old) if old is not None else None
    after = texts.text_constant(new) if new is not None else None
    if not before or after is None:
        return Unknown("a text with something replaced")
    return texts.derived(receiver, lambda text: text.replace(before, after))


def _format(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    def field(name: str) -> Value:
        value = arguments.value(int(name), None) if name.isdigit() else arguments.value(None, name)
        unknown = Unknown("a formatted value")
        return as_text(machine, value, value) if value is not None else unknown

    return texts.formatted(receiver, field)


def _format_map(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    table = machine.table(arguments.value(0, None) or Unknown("nothing"))

    def field(name: str) -> Value:
        entry = table.entries.get(name) if table is not None else None
        return entry.value if entry is not None else Unknown("a formatted value")

    return texts.formatted(receiver, field)


def _join(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    elements, is_open = names.elements(machine, arguments.value(0, None) or Unknown("nothing"))
    if elements is None:
        return Unknown("a joined text")
    whole = texts.joined(receiver, elements)
    return texts.concat([whole, Unknown("more of a joined text")]) if is_open else whole


def _split(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    """At each separator that is known; what is unknown of a text may hold more of them."""
    separator, most = arguments.value(0, "sep"), arguments.value(1, "maxsplit")
    if separator is None or (isinstance(separator, Known) and separator.value is None):
        words = texts.words_of(receiver)
        return machine.allocate(heap.items("list", words, texts.text_constant(receiver) is None))
    known = texts.text_constant(separator)
    number = most.value if isinstance(most, Known) else -1 if most is None else None
    if texts.text_constant(receiver) is None or not known or not isinstance(number, int):
        return Unknown("the parts of a text")
    parts = texts.split(pieces_of(receiver), known, number)
    return machine.allocate(heap.items("list", tuple(map(texts.concat, parts))))


def _partition(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    separator = arguments.value(0, "sep")
    known = texts.text_constant(separator) if separator is not None else None
    if texts.text_constant(receiver) is None or not known:
        return Unknown("the parts of a text")
    first, *rest = texts.split(pieces_of(receiver), known, 1)
    nothing = Known(Written(""))
    parts = (
        texts.concat(first),
        Known(Written(known)) if rest else nothing,
        texts.concat(rest[0]) if rest else nothing,
    )
    return machine.allocate(heap.Items("tuple", parts))


_TEXT: dict[str, Method] = {
    "encode": _same, "decode": _same, "strip": _strip, "lstrip": _strip, "rstrip": _strip, "replace": _replace,
    "lower": _changed(str.lower), "upper": _changed(str.upper), "title": _changed(str.title), "format": _format,
    "format_map": _format_map, "join": _join, "split": _split, "get_secret_value": _same, "expandtabs": _same,
    "partition": _partition, "capitalize": _changed(str.capitalize), "swapcase": _changed(str.swapcase),
    "startswith": _tested(str.startswith), "endswith": _tested(str.endswith),
    "casefold": _changed(str.casefold), "removeprefix": _removed(str.removeprefix),
    "removesuffix": _removed(str.removesuffix), "human_repr": _same, "__str__": _same,
}  # fmt: skip


# Dicts


def _table_get(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    key, default = arguments.value(0, "key"), arguments.value(1, "default") or Known(None)
    table, name = machine.table(receiver), texts.constant(key) if key is not None else None
    assert table is not None
    entry = table.entries.get(name) if name is not None else None
    if entry is not None:
        return entry.value if entry.certain else choose((entry.value, default))
    if name is None:
        return names.item(machine, receiver, Unknown("an unknown name"), place)
    return Variable(name, "setting", default, place) if table.open else default


def _table_update(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    assert isinstance(receiver, Reference)
    for passed in arguments.positional:
        tables.merge(machine, receiver, passed.value)
    for name, passed in arguments.keywords.items():
        machine.set_entry(receiver, name, Entry(passed.value, passed.place, passed.certain))
    if arguments.open:
        machine.open(receiver, depth=0)
    return Known(None)


def _table_setdefault(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    key, default = arguments.get(0, "key"), arguments.value(1, "default") or Known(None)
    table, name = machine.table(receiver), texts.constant(key.value) if key is not None else None
    assert table is not None
    if name is None or key is None:
        machine.open(receiver, depth=0)
        return Unknown("an entry under an unknown name")
    entry = table.entries.get(name)
    if entry is not None and entry.certain:
        return entry.value
    value = Variable(name, "setting", default, place)
    machine.set_entry(receiver, name, Entry(value, key.at))
    names.note(machine, name, value, key.at, None)
    return value


def _table_pop(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    value = _table_get(machine, receiver, arguments, place)
    key = arguments.value(0, "key")
    tables.remove(machine, receiver, texts.constant(key) if key is not None else None)
    return value


def _table_copy(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    return tables.copy(machine, receiver)


def _table_items(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    table = machine.table(receiver)
    assert table is not None
    pairs = tuple(
        machine.allocate(heap.Items("tuple", (Known(Written(name), (entry.place,)), entry.value)))
        for name, entry in table.entries.items()
    )
    return machine.allocate(heap.Items("list", pairs, table.open or _doubtful(table)))


def _doubtful(table: heap.Table) -> bool:
    return any(not entry.certain for entry in table.entries.values())


def _table_values(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    table = machine.table(receiver)
    assert table is not None
    return machine.allocate(heap.Items("list", tuple(entry.value for entry in table.entries.values()), table.open))


def _table_keys(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    elements, is_open = names.elements(machine, receiver)
    return machine.allocate(heap.Items("list", elements or (), is_open))


def _table_add_field(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    """`FormData.add_field(name, value)`."""
    key, value = arguments.get(0, "name"), arguments.value(1, "value")
    if key is not None and value is not None:
        tables.store(machine, receiver, key.value, value, key.at)
    return Known(None)


def _table_clear(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    assert isinstance(receiver, Reference)
    machine.store.put(receiver, heap.Table())
    return Known(None)


def _table_set(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    """`session.cookies.set(name, value)`."""
    name, value = arguments.get(0, "name"), arguments.value(1, "value")
    if name is None or value is None:
        machine.open(receiver, depth=0)
    else:
        tables.store(machine, receiver, name.value, value, name.at)
    return Known(None)


_TABLE: dict[str, Method] = {
    "get": _table_get, "update": _table_update, "setdefault": _table_setdefault, "pop": _table_pop,
    "copy": _table_copy, "items": _table_items, "iteritems": _table_items, "values": _table_values,
    "keys": _table_keys, "clear": _table_clear, "add_field": _table_add_field, "add": _table_update, "set": _table_set,
}  # fmt: skip


# Lists


def _append(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    added = arguments.value(0, None)
    if added is not None:
        look(machine, added)
    items = machine.items(receiver)
    if items is not None and added is not None and isinstance(receiver, Reference):
        machine.store.put(receiver, heap.items(items.kind, (*items.elements, added), items.open))
    return Known(None)


def _extend(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    elements, is_open = names.elements(machine, arguments.value(0, None) or Unknown("nothing"))
    items = machine.items(receiver)
    if items is not None and isinstance(receiver, Reference):
        extended = (*items.elements, *(elements or ()))
        machine.store.put(receiver, heap.items(items.kind, extended, items.open or is_open))
    return Known(None)


def _items_copy(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    items = machine.items(receiver)
    assert items is not None
    return machine.allocate(items)


_ITEMS: dict[str, Method] = {"append": _append, "extend": _extend, "copy": _items_copy}


# What nothing is known of


def _unknown_get(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    """`settings.get(name, default)`: read by name, whoever keeps it."""
    key, default = arguments.value(0, None), arguments.value(1, "default")
    name = texts.text_constant(key) if key is not None else None
    if name is None:
        return Unknown("what get returns")
    note_field(machine, name)
    return Variable(name, "setting", default, place)


def _unknown_setdefault(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    key, default = arguments.get(0, None), arguments.value(1, "default")
    name = texts.text_constant(key.value) if key is not None else None
    if key is None or name is None or default is None:
        return Unknown("what setdefault returns")
    value = Variable(name, "setting", default, place)
    names.note(machine, name, value, key.at, None)
    return value


def _setenv(machine: Machine, receiver: Value, arguments: Arguments, place: Place) -> Value:
    """`monkeypatch.setenv(name, value)`: a setting, whoever makes it."""
    key, value = arguments.get(0, "name"), arguments.value(1, "value")
    name = texts.text_constant(key.value) if key is not None else None
    if key is not None and name is not None and value is not None:
        names.note(machine, name, value, key.at, None)
    return Known(None)


_UNKNOWN: dict[str, Method] = {
    "setenv": _setenv,
    "setdefault": _unknown_setdefault,
    "get": _unknown_get,
    "getenv": _unknown_get,
    "pop": _unknown_get,
    "copy": _same,
}
