"""Attributes of modules, classes, objects and clients, and what shares them."""

from __future__ import annotations

from dataclasses import replace

from sendcloud_lint.analysis import heap, responses, shelves
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import ClassCode, Machine
from sendcloud_lint.analysis.modules import Module
from sendcloud_lint.analysis.signatures import note_field
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    SECRET,
    Definition,
    Encoded,
    Known,
    Reference,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
)

MAX_BASES = 20
# The attribute of a client that says that something looks at every answer.
HOOKED = "looks at answers"
# What makes a table of an object's fields.
DUMPS = frozenset(("model_dump", "dict", "_asdict", "to_dict"))
_SETTINGS = ("django.conf.settings", "constance.config")
# Objects whose attributes are settings, except for what reads one by its name.
LOOKED_UP = "dynaconf.Dynaconf"
READERS = frozenset(("get", "get_fresh", "as_bool", "as_int", "as_json", "exists", "from_env"))
# A task's methods that call its function with what they are handed.
_LATER = ("delay", "remote", "spawn", "s", "si", "__call__", "__wrapped__", "original")


def shared_global(machine: Machine, module: Module, name: str, value: Value | None) -> Value | None:
    """A module's variable as a function finds it: others may have assigned it, or changed what it holds."""
    if not machine.in_function:
        return value
    if value is not None and _by_others(machine, machine.shared.changed_globals.get(name)):
        machine.open_shared(value)
    if not any(
        _by_others(machine, functions.get(name))
        for functions in (machine.shared.assigned_globals, machine.shared.assigned_attributes)
    ):
        return value
    left = machine.effects.find([(module.path, name)])
    doubt = Unknown(f"{name}, which functions assign")
    if value is None:
        return choose((*left, doubt)) if left else None
    return choose((value, *left, doubt))


def _by_others(machine: Machine, functions: set[str] | None, own: frozenset[str] = frozenset()) -> bool:
    """Whether code that is neither on the stack nor `own` is among these functions."""
    return functions is not None and not functions <= machine.on_stack | own


def attribute(machine: Machine, holder: Value, name: str, place: Place) -> Value:
    """`holder.name`."""
    return choose(tuple(_attribute(machine, option, name, place) for option in alternatives(holder)))


def _attribute(machine: Machine, holder: Value, name: str, place: Place) -> Value:
    if isinstance(holder, Definition):
        return _definition_attribute(machine, holder, name, place)
    if isinstance(holder, Reference):
        instance = machine.instance(holder)
        return (
            _instance_attribute(machine, holder, instance, name, place)
            if instance is not None
            else Definition("method", name, holder)
        )
    if isinstance(holder, Known) and name == "value":
        return holder
    if isinstance(holder, Variable) and holder.kind == SECRET:
        return holder
    note_field(machine, name)
    return Variable(name, "setting", None, place) if isinstance(holder, Unknown | Variable) else Unknown("an attribute")


def _definition_attribute(machine: Machine, holder: Definition, name: str, place: Place) -> Value:
    if holder.kind == "module":
        return module_attribute(machine, machine.project.modules[holder.key], name)
    if holder.kind == "class":
        found = class_attribute(machine, holder.key, name)
        if found is None:
            return Unknown(f"the class's attribute {name}")
        if machine.in_function and _by_others(machine, machine.shared.changed_attributes.get(name)):
            machine.open_shared(found)
        if machine.in_function and _by_others(machine, machine.shared.assigned_attributes.get(name)):
            left = machine.effects.find((one, name) for one in machine.relatives.get(holder.key, [holder.key]))
            found = choose((found, *left)) if left else found
        return _unbound(machine, found, holder)
    if holder.kind == "outside":
        return _outside_attribute(machine, f"{holder.key}.{name}", place)
    if holder.kind == "function" and name in _LATER:
        return holder
    if holder.kind == "super" and holder.bound is not None:
        return _inherited(machine, holder.key, holder.bound, name)
    return Unknown("an attribute of a function")


def _outside_attribute(machine: Machine, key: str, place: Place) -> Value:
    """What a dotted name means that begins outside: Django's settings are the project's own, and so are the modules in
    a folder without an `__init__.py`."""
    holder, _, name = key.rpartition(".")
    if holder in _SETTINGS:
        found = [
            value for module in machine.project.settings() if (value := _set_in(machine, module, name)) is not None
        ]
        return choose(tuple(found)) if found else Variable(name, "setting", None, place)
    if holder == shelves.OPTIONS:
        return shelves.taken(machine, holder, name, place)
    if machine.project.is_folder(key):
        module = machine.project.find(key, machine.frame.module.path)
        if module is not None:
            return Definition("module", module.path)
    return Definition("outside", key)


def _set_in(machine: Machine, module: Module, name: str) -> Value | None:
    if module.state == "new":
        machine.enter(machine, module)
    return machine.store.variable(module.scope, name)


def _inherited(machine: Machine, key: str, receiver: Reference, name: str) -> Value:
    """`super().name` in a method of the class `key`: what the first class above it has, else an outside one's."""
    for code in bases(machine, key)[1:]:
        found = machine.store.variable(code.scope, name)
        if isinstance(found, Definition) and found.kind == "function":
            return Definition("function", found.key, receiver)
        if found is not None:
            return found
    return Definition("method", name, receiver)


def _unbound(machine: Machine, found: Value, holder: Definition) -> Value:
    """A class method taken from its class is bound to it; anything else is as it stands."""
    code = machine.code.get(found.key) if isinstance(found, Definition) and found.kind == "function" else None
    if code is None or not any(_is_outside(decorator, "builtins.classmethod") for decorator in code.decorators):
        return found
    return Definition("function", code.key, machine.allocate(heap.Instance(Definition("type", holder.key))))


def module_attribute(machine: Machine, module: Module, name: str) -> Value:
    """A module's variable, its submodule, or what a star import from outside may have brought."""
    if module.state == "new":
        machine.enter(machine, module)
    value = shared_global(machine, module, name, machine.store.variable(module.scope, name))
    if value is not None:
        return value
    submodule = machine.project.submodule(module, name)
    if submodule is not None:
        return Definition("module", submodule.path)
    reason = "still being imported" if module.state == "running" else "not set there"
    return Unknown(f"{name} of a module, {reason}")


def bases(machine: Machine, key: str) -> list[ClassCode]:
    """A class of the project and those it inherits from, in the order of their look-up."""
    found: dict[str, ClassCode] = {}
    waiting = [key]
    while waiting and len(found) < MAX_BASES:
        current = machine.classes.get(waiting.pop(0))
        if current is None or current.key in found:
            continue
        found[current.key] = current
        waiting += [base.key for base in current.bases if isinstance(base, Definition) and base.kind == "class"]
    return list(found.values())


def outside_bases(machine: Machine, key: str) -> list[str]:
    """The dotted names of the outside classes that a class of the project inherits from."""
    return [
        base.key
        for code in bases(machine, key)
        for base in code.bases
        if isinstance(base, Definition) and base.kind == "outside"
    ]


def class_attribute(machine: Machine, key: str, name: str) -> Value | None:
    for code in bases(machine, key):
        value = machine.store.variable(code.scope, name)
        if value is not None:
            return value
    return None


def _instance_attribute(machine: Machine, holder: Reference, instance: heap.Instance, name: str, place: Place) -> Value:
    entry = instance.attributes.get(name)
    kind = instance.type
    if entry is not None:
        found = entry.value if entry.certain else choose((entry.value, Unknown("not set on every way")))
        if instance.open:
            machine.open(found)
            found = choose((found, Unknown(f"the attribute {name}, which may be set under an unknown name")))
        own = bool(entry.run) and entry.run == machine.effects.run
        return found if own else _shared_attribute(machine, holder, name, found)
    if isinstance(kind, Definition) and kind.kind in ("class", "type"):
        return _from_class(machine, holder, instance, kind, name, place)
    return _client_attribute(machine, holder, instance, name, place)


def _from_class(
    machine: Machine, holder: Reference, instance: heap.Instance, kind: Definition, name: str, place: Place
) -> Value:
    found = class_attribute(machine, kind.key, name)
    if found is None:
        left = _left_attribute(machine, holder, kind.key, name)
        if left:
            return choose((*left, Unknown(f"the attribute {name}, which other functions assign")))
        if name in DUMPS:
            return Definition("method", name, holder)
        if name == "__dict__":
            machine.store.put(holder, replace(instance, open=True))
        if name == "__dict__" or not outside_bases(machine, kind.key):
            return Unknown(f"the attribute {name}")
        client = next((base for base in outside_bases(machine, kind.key) if machine.clients.is_class(base)), None)
        return Definition("method", name, holder) if client else Variable(name, "setting", None, place)
    code = machine.code.get(found.key) if isinstance(found, Definition) and found.kind == "function" else None
    if code is None:
        return _shared_class_attribute(machine, holder, name, found)
    if any(_is_outside(decorator, "builtins.staticmethod") for decorator in code.decorators):
        return found
    bound = Definition("function", code.key, holder)
    if any(_is_property(decorator) for decorator in code.decorators):
        return machine.perform(machine, code, machine.no_arguments, place, holder)
    return bound


def _client_attribute(machine: Machine, holder: Reference, instance: heap.Instance, name: str, place: Place) -> Value:
    """An attribute of an outside object. A client's headers, parameters and cookies begin as empty tables."""
    key = instance.type.key if isinstance(instance.type, Definition) else ""
    if holder.number in machine.answers and key == responses.ANSWER:
        return responses.part(machine, holder, name)
    if name == "hooks":
        machine.set_attribute(holder, HOOKED, Entry(Known(value=True), place))
    if name == "body" and key in machine.clients.messages:
        return Encoded("form", instance.attributes["data"].value) if "data" in instance.attributes else Known(None)
    if key == LOOKED_UP and name not in READERS:
        return Variable(name, "setting", None, place)
    session = machine.clients.sessions.get(key) or machine.clients.messages.get(key)
    slot = session.attributes.get(name) if session is not None else None
    if slot in ("headers", "query", "cookies"):
        table = machine.allocate(heap.Table(open=instance.open))
        machine.set_attribute(holder, name, Entry(table, place))
        return table
    return Definition("method", name, holder)


def _shared_attribute(machine: Machine, holder: Reference, name: str, value: Value) -> Value:
    """An attribute of an object that is older than this entry point: others may have changed it since."""
    if holder.number >= machine.watermark:
        return value
    own = makers(machine, holder) | machine.makers
    if _by_others(machine, machine.shared.changed_attributes.get(name), own):
        machine.open_shared(value)
    if _by_others(machine, machine.shared.assigned_attributes.get(name), own):
        left = _left_attribute(machine, holder, class_key(machine, holder), name)
        return choose((value, *left, Unknown(f"the attribute {name}, which other functions assign")))
    return value


def class_key(machine: Machine, holder: Reference) -> str:
    """The key of an object's class, or its dotted name where it is no class of the project."""
    instance = machine.instance(holder)
    return instance.type.key if instance is not None and isinstance(instance.type, Definition) else ""


def leave(machine: Machine, holder: Value, name: str, entry: Entry) -> None:
    """A function gives an attribute a value that others may find: of a class, its objects, or a module.

    What a constructor assigns every object has from the start.
    """
    if not machine.in_function:
        return
    key = holder.key if isinstance(holder, Definition) else ""
    if isinstance(holder, Reference) and not machine.on_stack & makers(machine, holder):
        key = class_key(machine, holder)
    if key in machine.classes or key in machine.project.modules:
        machine.effects.leave((key, name), entry.value, entry.place)


def _left_attribute(machine: Machine, holder: Reference, key: str, name: str) -> tuple[Value, ...]:
    """What functions of any class in an older object's line may have given this attribute."""
    if not machine.in_function or holder.number >= machine.watermark or key not in machine.classes:
        return ()
    line = machine.relatives.get(key, [key])
    return machine.effects.find((one, name) for one in line)


def _shared_class_attribute(machine: Machine, holder: Reference, name: str, value: Value) -> Value:
    """A class's attribute found on an object: what it holds is as old as the class, however new the object is."""
    if machine.in_function and _by_others(machine, machine.shared.changed_attributes.get(name)):
        machine.open_shared(value)
    return _shared_attribute(machine, holder, name, value)


def makers(machine: Machine, holder: Reference) -> frozenset[str]:
    """The functions that have already made what an object holds: its class's and its bases' `__init__`."""
    instance = machine.instance(holder)
    kind = instance.type if instance is not None else None
    if not isinstance(kind, Definition) or kind.kind == "outside":
        return frozenset()
    found = (machine.store.variable(code.scope, "__init__") for code in bases(machine, kind.key))
    return frozenset(init.key for init in found if isinstance(init, Definition))


def is_shared(machine: Machine, holder: Reference, name: str) -> bool:
    """Whether other functions assign or change an attribute of an object that is older than this entry point."""
    if holder.number >= machine.watermark or not machine.in_function:
        return False
    facts, own = machine.shared, makers(machine, holder) | machine.makers
    return any(
        _by_others(machine, names.get(name), own) for names in (facts.assigned_attributes, facts.changed_attributes)
    )


def _is_outside(value: Value, key: str) -> bool:
    return isinstance(value, Definition) and value.kind == "outside" and value.key == key


def _is_property(value: Value) -> bool:
    return isinstance(value, Definition) and value.key in ("builtins.property", "functools.cached_property")
