"""pycurl: a request is a handle's options, set one by one, and then performed."""

from __future__ import annotations

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.clients import RESPONSE
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import METHODS, model
from sendcloud_lint.analysis.names import elements
from sendcloud_lint.analysis.requests import last, record
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Unknown, Value, pieces_of
from sendcloud_lint.model.written import Written

_HANDLE = "pycurl.Curl"
# The option of `setopt` by the part of a request that it sets.
_SLOTS = {
    "URL": "url", "POSTFIELDS": "body", "COPYPOSTFIELDS": "body", "HTTPPOST": "multipart", "HTTPHEADER": "headers",
    "COOKIE": "cookies", "USERPWD": "auth", "USERNAME": "user", "PASSWORD": "password", "CUSTOMREQUEST": "method",
    "TIMEOUT": "timeout", "TIMEOUT_MS": "timeout", "SSL_VERIFYPEER": "verify",
}  # fmt: skip


@model(_HANDLE)
def _handle(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", _HANDLE)))


def _set_option(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    option, value = arguments.value(0, None), arguments.get(1, None)
    name = option.key.rpartition(".")[2] if isinstance(option, Definition) else None
    slot = _SLOTS.get(name or "")
    if slot is not None and value is not None:
        machine.set_attribute(holder, slot, Entry(_as_slot(machine, slot, value.value), value.at))
    elif name is None:
        machine.touch(holder)
    return Known(None)


def _as_slot(machine: Machine, slot: str, value: Value) -> Value:
    if slot == "headers":
        return _headers(machine, value)
    if slot == "auth":
        user, *key = texts.split(pieces_of(value), ":", 1)
        secret = texts.concat(key[0]) if key else Unknown("a password")
        return machine.allocate(heap.Items("tuple", (texts.concat(user), secret)))
    return value


def _headers(machine: Machine, value: Value) -> Value:
    """`Name: value` texts."""
    lines, is_open = elements(machine, value)
    table = heap.Table(open=is_open or lines is None)
    for line in lines or ():
        name, *rest = texts.split(pieces_of(line), ":", 1)
        text, whole = texts.leading(name)
        places = texts.origins(line)
        if whole and rest and places:
            table = heap.with_entry(table, text.strip(), Entry(texts.stripped_left(rest[0]), places[0]))
        else:
            table = heap.Table(table.entries, True)
    return machine.allocate(table)


def _perform(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    handle = machine.instance(holder)
    assert handle is not None
    slots = {
        name: Passed(entry.value, entry.place, entry.place, entry.certain)
        for name, entry in handle.attributes.items()
        if name in _SLOTS.values()
    }
    url = slots.get("url")
    default = "POST" if slots.keys() & {"body", "multipart"} else "GET"
    slots.setdefault("method", Passed(Known(Written(default)), place, place))
    layers = [{slot: passed} for slot, passed in slots.items()]
    is_open = handle.open or any(name not in _SLOTS.values() for name in handle.attributes)
    record(machine, layers, last(layers, "url") or Unknown("a URL"), "pycurl.Curl", is_open or url is None, place)
    return RESPONSE


METHODS[(_HANDLE, "setopt")] = _set_option
METHODS[(_HANDLE, "perform")] = METHODS[(_HANDLE, "perform_rb")] = METHODS[(_HANDLE, "perform_rs")] = _perform
