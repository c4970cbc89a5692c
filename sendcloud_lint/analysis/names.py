"""What names, attributes and subscripts mean, and what assigning to them does."""

from __future__ import annotations

import builtins
from dataclasses import replace

from sendcloud_lint.analysis import attributes, environments, heap, responses, shelves, signatures, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import (
    SECRET,
    Definition,
    Known,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
)
from sendcloud_lint.model.written import Written

# Those of Python 2 as well.
BUILTINS = frozenset((*dir(builtins), "unicode", "unichr", "xrange", "raw_input", "basestring", "long", "reduce"))
MAX_OPTIONS = 10
NOWHERE = Span(0, 0)
SPLIT_URL = "urllib.parse.SplitResult"
# Outside objects whose attributes are a tuple's elements too.
RECORDS = ("collections.namedtuple", SPLIT_URL)


def lookup(machine: Machine, node: p.Name) -> Value:
    """A name where the machine stands: its own scope, the enclosing ones, the module's, its language's own."""
    bound = _bound(machine, node.name)
    if bound is not None:
        return bound
    if machine.frame.module.program.language == "shell":
        return _from_shell(machine, node)
    if machine.frame.module.program.language == "requests":
        return _from_client(machine, node)
    return _from_python(machine, node.name)


def lookup_command(machine: Machine, name: str) -> Value:
    """What a shell runs by a name: its own function, or a program."""
    return lookup(machine, p.Name(NOWHERE, f"{name}()"))


def _bound(machine: Machine, name: str) -> Value | None:
    frame = machine.frame
    own = machine.store.variable(frame.scope, name) if name not in frame.outer else None
    if own is not None:
        return own
    for scope in frame.scopes:
        value = machine.store.variable(scope, name)
        if scope == frame.module.scope:
            value = attributes.shared_global(machine, frame.module, name, value)
        if value is not None:
            return value
    return None


def _from_shell(machine: Machine, node: p.Name) -> Value:
    """A name that nothing in a script binds: a program, or a variable of the environment."""
    if node.name.endswith("()"):
        return Definition("outside", f"command.{node.name[:-2]}")
    if not node.name.isidentifier():
        return Unknown("what the script is called with")
    return Variable(node.name, "environment", None, machine.place(node.span))


def _from_client(machine: Machine, node: p.Name) -> Value:
    """A name that nothing in a file of requests binds: what its client does, or a variable that it is given."""
    if node.name.endswith("()"):
        return Definition("outside", f"file.{node.name[:-2]}")
    place = machine.place(node.span)
    if node.name.startswith("$"):
        return Variable(node.name[1:], "environment", None, place)
    return environments.given(machine, node.name) or Variable(node.name, "setting", None, place)


def _from_python(machine: Machine, name: str) -> Value:
    star = machine.stars.get(machine.frame.module.path)
    if name in BUILTINS:
        return Definition("outside", f"builtins.{name}")
    return Definition("outside", f"{star}.{name}") if star else Unknown(f"the name {name}, which nothing binds")


def dotted(machine: Machine, name: str) -> Value:
    """What a dotted name means that stands in a text: a module of the project, or something in one."""
    module, rest = name, list[str]()
    while module:
        found = machine.project.find(module, machine.frame.module.path)
        if found is not None:
            if found.state == "new":
                machine.enter(machine, found)
            value: Value = Definition("module", found.path)
            for part in rest:
                value = attributes.attribute(machine, value, part, machine.place(NOWHERE))
            return value
        module, _, last = module.rpartition(".")
        rest.insert(0, last)
    return Definition("outside", name)


def item(machine: Machine, holder: Value, index: Value, place: Place) -> Value:
    """`holder[index]` of one value."""
    name = texts.constant(index)
    holder = _contents(machine, holder)
    table = machine.table(holder)
    if table is not None:
        return _entry(table, name, place)
    items = machine.items(holder)
    if items is not None:
        return _element(items, index)
    if isinstance(holder, Variable) and holder.kind == SECRET:
        return holder
    if name is None:
        return Unknown("an element under an unknown name")
    shelf = shelves.shelf_of(holder)
    if shelf is not None:
        return shelves.taken(machine, shelf, name, place)
    if isinstance(index, Known) and isinstance(index.value, int):
        return Unknown("an element of something unknown")
    signatures.note_field(machine, name)
    return Variable(name, "setting", None, place)


def _contents(machine: Machine, holder: Value) -> Value:
    """What an object keeps its items in: a parser of settings its sections."""
    instance = machine.instance(holder)
    entry = instance.attributes.get("sections") if instance is not None else None
    return entry.value if entry is not None else holder


def _entry(table: heap.Table, name: str | None, place: Place) -> Value:
    if name is None:
        return _any_of(tuple(entry.value for entry in table.entries.values()))
    entry = table.entries.get(name)
    return entry.value if entry is not None else Variable(name, "setting", None, place)


def _any_of(values: tuple[Value, ...]) -> Value:
    """What is looked up under an unknown name or number: one of these, or something else."""
    return choose((*values[:MAX_OPTIONS], Unknown("looked up under an unknown name")))


def _element(items: heap.Items, index: Value) -> Value:
    number = index.value if isinstance(index, Known) else None
    if not isinstance(number, int) or items.open:
        return _any_of(items.elements)
    if not -len(items.elements) <= number < len(items.elements):
        return Unknown("an element that a list does not have")
    return items.elements[number]


def elements(machine: Machine, value: Value) -> tuple[tuple[Value, ...] | None, bool]:
    """What a loop over a value goes through, None if that is not known, and whether there may be more."""
    items = machine.items(value)
    if items is not None:
        return items.elements, items.open
    table = machine.table(value)
    if table is not None and not table.open:
        return tuple(Known(Written(name), (entry.place,)) for name, entry in table.entries.items()), False
    return None, True


def assign(machine: Machine, target: p.Expression, value: Value) -> None:
    """`target = value`."""
    if isinstance(target, p.Name):
        bind(machine, target, value)
    elif isinstance(target, p.Attribute):
        _assign_attribute(machine, target, value)
    elif isinstance(target, p.Subscript):
        _assign_item(machine, target, value)
    elif isinstance(target, p.Items):
        _unpack(machine, target, value)
    elif isinstance(target, p.Starred):
        assign(machine, target.value, value)


def bind(machine: Machine, target: p.Name, value: Value) -> None:
    """Give a name of this scope, or of the one that it was declared to belong to, a value."""
    frame, name = machine.frame, target.name
    if name in frame.outer:
        responses.look(machine, value)
        old = machine.store.variable(frame.module.scope, name)
        if old is not None and frame.module.program.language != "shell":
            machine.store.bind(frame.module.scope, name, choose((old, value)))
        else:
            machine.store.bind(frame.module.scope, name, value)
        machine.effects.leave((frame.module.path, name), value, machine.place(target.span))
    elif name in frame.nonlocals:
        scope = next((s for s in frame.scopes if machine.store.variable(s, name) is not None), frame.scope)
        machine.store.bind(scope, name, value)
    else:
        machine.store.bind(frame.scope, name, value)


def _assign_attribute(machine: Machine, target: p.Attribute, value: Value) -> None:
    holder = machine.evaluate(machine, target.value)
    set_attribute(machine, holder, target.name, Entry(value, machine.place(target.name_span), run=machine.effects.run))


def set_attribute(machine: Machine, holder: Value, name: str, entry: Entry) -> None:
    """`holder.name = value`, for whatever `holder` may be."""
    responses.look(machine, entry.value)
    machine.set_attribute(holder, name, entry)
    for option in alternatives(holder):
        definition = _definition(machine, option)
        if definition is not None:
            _assign_in_scope(machine, definition, name, entry.value)
        if definition is not None and definition.kind == "outside":
            machine.observed.patches[f"{definition.key}.{name}"] = entry
        attributes.leave(machine, option, name, entry)


def _definition(machine: Machine, value: Value) -> Definition | None:
    """What a value itself defines: `cls` in a class method is its class."""
    instance = machine.instance(value)
    meant = instance.type if instance is not None else value
    is_itself = isinstance(meant, Definition) and (instance is None or meant.kind == "type")
    return meant if isinstance(meant, Definition) and is_itself else None


def _assign_in_scope(machine: Machine, holder: Definition, name: str, value: Value) -> None:
    """`Class.name = value` and `module.name = value`: one among what it may be from now on."""
    if holder.kind in ("class", "type") and holder.key in machine.classes:
        scope = machine.classes[holder.key].scope
    elif holder.kind == "module":
        scope = machine.project.modules[holder.key].scope
    else:
        return
    old = machine.store.variable(scope, name)
    machine.store.bind(scope, name, value if old is None else choose((old, value)))


def _assign_item(machine: Machine, target: p.Subscript, value: Value) -> None:
    holder = machine.evaluate(machine, target.value)
    key = machine.evaluate(machine, target.index)
    tables.store(machine, holder, key, value, machine.place(target.index.span))


def _unpack(machine: Machine, target: p.Items, value: Value) -> None:
    rows = [parts(machine, target, option) for option in alternatives(value)]
    for index, element in enumerate(target.elements):
        assign(machine, element, choose(tuple(row[index] for row in rows)))


def parts(machine: Machine, target: p.Items, value: Value) -> tuple[Value, ...]:
    """What each of the targets gets of one value."""
    items = machine.items(value) or record_items(machine, value)
    stars = [index for index, element in enumerate(target.elements) if isinstance(element, p.Starred)]
    nothing = (Unknown("a part of something"),) * len(target.elements)
    if items is None or items.open or len(items.elements) < len(target.elements) - len(stars):
        return nothing
    if not stars:
        return items.elements if len(items.elements) == len(target.elements) else nothing
    first = stars[0]
    after = len(items.elements) - (len(target.elements) - first - 1)
    rest = machine.allocate(replace(items, kind="list", elements=items.elements[first:after]))
    return (*items.elements[:first], rest, *items.elements[after:])


def record_items(machine: Machine, value: Value) -> heap.Items | None:
    """A named tuple's fields in order."""
    instance = machine.instance(value)
    kind = instance.type if instance is not None else None
    if instance is None or not isinstance(kind, Definition) or kind.key not in RECORDS:
        return None
    return heap.Items("tuple", tuple(entry.value for entry in instance.attributes.values()), instance.open)


def note_target(machine: Machine, target: p.Expression, value: Value) -> None:
    """Remember the name that a statement gives a value: a variable's, an attribute's, an item's."""
    if isinstance(target, p.Name):
        note(machine, target.name, value, machine.place(target.span), None)
    elif isinstance(target, p.Attribute):
        holder = machine.evaluate(machine, target.value)
        if not any(isinstance(option, Definition) and option.kind == "outside" for option in alternatives(holder)):
            note(machine, target.name, value, machine.place(target.name_span), None)
    elif isinstance(target, p.Subscript):
        name = texts.text_constant(machine.evaluate(machine, target.index))
        if name is not None:
            note(machine, name, value, machine.place(target.index.span), None)
    elif isinstance(target, p.Items):
        _note_parts(machine, target, value)


def _note_parts(machine: Machine, target: p.Items, value: Value) -> None:
    for option in alternatives(value):
        for element, part in zip(target.elements, parts(machine, target, option), strict=True):
            note_target(machine, element, part)


def note(machine: Machine, name: str, value: Value, place: Place, group: int | None, is_default: bool = False) -> None:
    """Remember that a value is known by a name here. `group` tells one dict's entries from another's."""
    frame = machine.frame
    start = group if group is not None else frame.group
    sections = (*class_names(machine), *machine.named) if group is not None else class_names(machine)
    key = (frame.module.path, start)
    machine.observed.add_naming(Naming(name, sections, key, value, place, frame.name, is_default))


def class_names(machine: Machine) -> tuple[str, ...]:
    """The name of the class whose body or method is being walked."""
    owner = machine.classes.get(machine.frame.owner) if machine.frame.owner is not None else None
    return (owner.name,) if owner is not None else ()


def remove(machine: Machine, target: p.Expression) -> None:
    """`del target`."""
    if isinstance(target, p.Subscript):
        holder = machine.evaluate(machine, target.value)
        tables.remove(machine, holder, texts.constant(machine.evaluate(machine, target.index)))
    elif isinstance(target, p.Name):
        bind(machine, target, Unknown("deleted"))
    elif isinstance(target, p.Attribute):
        holder = machine.evaluate(machine, target.value)
        entry = Entry(Unknown("deleted"), machine.place(target.name_span))
        machine.set_attribute(holder, target.name, entry)
