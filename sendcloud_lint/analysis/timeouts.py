"""Whether a request may wait for ever: the `timeout` slot, and the objects that fill it."""

from __future__ import annotations

from collections.abc import Sequence

from sendcloud_lint.analysis import heap
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import model
from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Value, alternatives, likely

# The parts of a timeout object that end a request by themselves.
_LIMITS = ("total", "timeout", "read", "sock_read")


def waits(machine: Machine, layers: Sequence[dict[str, Passed]], client: str) -> bool:
    """Whether nothing surely ends a request: no timeout is given where the client has none of its own, or it is off."""
    given = [layer["timeout"] for layer in layers if "timeout" in layer]
    if given:
        return given[-1].certain and all(_is_off(machine, likely(one)) for one in alternatives(given[-1].value))
    known = known_clients()
    if machine.default_timeout and client.startswith(known.patched):
        return False
    return client.startswith(known.waiting)


def _is_off(machine: Machine, value: Value) -> bool:
    if not isinstance(value, Reference):
        return value == Known(None) or (isinstance(value, Known) and value.value is None)
    limits = machine.instance(value)
    if limits is None or limits.open:
        return False
    found = [limits.attributes[name].value for name in _LIMITS if name in limits.attributes]
    return bool(found) and all(isinstance(one, Known) and one.value is None for one in found)


def _limits(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """`ClientTimeout(total=…)`, `Timeout(10)`: its first argument counts for all."""
    named = {name: Entry(passed.value, passed.place, passed.certain) for name, passed in arguments.keywords.items()}
    first = arguments.get(0, None)
    if first is not None:
        named.setdefault("timeout", Entry(first.value, first.place))
    return machine.allocate(heap.Instance(Definition("outside", "a timeout"), named, arguments.open))


@model("socket.setdefaulttimeout")
def _default_timeout(machine: Machine, arguments: Arguments, place: Place) -> Value:
    machine.default_timeout = arguments.value(0, None) != Known(None)
    return Known(None)


for _name in known_clients().timeouts:
    model(_name)(_limits)
