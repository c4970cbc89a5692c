"""Whether a request checks the server's certificate: the `verify` slot, and the contexts and adapters that fill it."""

from __future__ import annotations

from collections.abc import Sequence

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import model
from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Value, alternatives, likely
from sendcloud_lint.model.written import Written

# What a context's attributes are called, the stronger one first.
_SWITCHES = ("verify_mode", "check_hostname")
_DEFAULT = "ssl._create_default_https_context"


def unverified_at(machine: Machine, layers: Sequence[dict[str, Passed]], client: str) -> Place | None:
    """Where it is decided that certificates are not checked; None where they are, or where it is not sure."""
    passed = next((found for layer in reversed(layers) if (found := _decisive(machine, layer)) is not None), None)
    if passed is None:
        return _patched(machine) if client.startswith(known_clients().patched) else None
    if not passed.certain:
        return None
    options = [likely(option) for option in alternatives(passed.value)]
    places = {_place(machine, option, passed.place) for option in options}
    return places.pop() if len(places) == 1 else None


def _decisive(machine: Machine, layer: dict[str, Passed]) -> Passed | None:
    """What a layer says of it, or the adapter in it; `verify=None` leaves it to the session."""
    passed = layer.get("verify")
    if passed is not None and passed.value != Known(None):
        return passed
    adapter = machine.instance(layer["adapter"].value) if "adapter" in layer else None
    entry = adapter.attributes.get("slot verify") if adapter is not None and not adapter.open else None
    return Passed(entry.value, entry.place, entry.place, entry.certain) if entry is not None else None


def _patched(machine: Machine) -> Place | None:
    """Where the project takes away what makes contexts that nobody asks for."""
    entry = machine.observed.patches.get(_DEFAULT)
    made = likely(entry.value) if entry is not None else None
    is_off = isinstance(made, Definition) and made.key in known_clients().unverified_contexts
    return entry.place if entry is not None and is_off else None


def _place(machine: Machine, value: Value, at: Place) -> Place | None:
    """Where one value's "no" stands: its own argument, or the attribute of the context that it is."""
    if not isinstance(value, Reference):
        return at if _is_off(value) else None
    context = machine.instance(value)
    if context is None or context.open:
        return None
    switches = (context.attributes.get(name) for name in _SWITCHES)
    return next((one.place for one in switches if one is not None and one.certain and _is_off(likely(one.value))), None)


def _is_off(value: Value) -> bool:
    if isinstance(value, Definition):
        return value.kind == "outside" and value.key in known_clients().unverified_names
    if not isinstance(value, Known):
        return False
    if isinstance(value.value, Written):
        return (texts.constant(value) or "").lower() in known_clients().unverified_texts
    return value.value is not None and not value.value


def _context(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", "ssl.SSLContext")))


def _unverified_context(machine: Machine, arguments: Arguments, place: Place) -> Value:
    mode = Entry(Known(value=False), place)
    return machine.allocate(heap.Instance(Definition("outside", "ssl.SSLContext"), {"verify_mode": mode}))


for _name in known_clients().contexts:
    model(_name)(_context)
for _name in known_clients().unverified_contexts:
    model(_name)(_unverified_context)
