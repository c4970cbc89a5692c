"""Objects that are little more than their fields: named tuples, namespaces, and what makes tables of them."""

from __future__ import annotations

from sendcloud_lint.analysis import calls, heap, names, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import NOTHING, model
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Unknown, Value, alternatives, choose

_SEPARATORS = expression(r"[,\s]+")


@model("collections.namedtuple", "typing.NamedTuple")
def _namedtuple(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A class by its fields' names: in one text, in a list, or in pairs of name and type."""
    given = arguments.value(1, "field_names") or arguments.value(None, "fields") or NOTHING
    names_ = _names(machine, given)
    if names_ is None:
        return Unknown("a class of unknown fields")
    key = f"record#{machine.number()}"
    machine.records[key] = names_
    return Definition("record", key)


def _names(machine: Machine, given: Value) -> tuple[str, ...] | None:
    text = texts.text_constant(given)
    if text is not None:
        return tuple(filter(None, _SEPARATORS.split(text)))
    elements, is_open = names.elements(machine, given)
    if elements is None or is_open:
        return None
    pairs = [machine.items(element) for element in elements]
    firsts = [
        pair.elements[0] if pair is not None and pair.elements else one
        for one, pair in zip(elements, pairs, strict=True)
    ]
    found = [texts.text_constant(first) for first in firsts]
    return tuple(name for name in found if name is not None) if None not in found else None


@model("types.SimpleNamespace", "argparse.Namespace", "easydict.EasyDict", "munch.Munch", "addict.Dict",
       "box.Box", "omegaconf.OmegaConf.create")  # fmt: skip
def _namespace(machine: Machine, arguments: Arguments, place: Place) -> Value:
    found = {name: Entry(passed.value, passed.place, passed.certain) for name, passed in arguments.keywords.items()}
    for passed in arguments.positional:
        table = machine.table(passed.value)
        found = {**(table.entries if table is not None else {}), **found}
    is_open = arguments.open or any(machine.table(passed.value) is None for passed in arguments.positional)
    return machine.allocate(heap.Instance(Definition("outside", "types.SimpleNamespace"), found, is_open))


@model("dataclasses.asdict", "attr.asdict", "attrs.asdict", "pydantic.BaseModel.model_dump")
def _as_table(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The fields of an object by name. Options that leave some out are not followed."""
    source = arguments.value(0, "obj") or NOTHING
    more = len(arguments.positional) > 1 or bool(arguments.keywords) or arguments.open
    return choose(tuple(calls.table_of(machine, option, place, is_open=more) for option in alternatives(source)))
