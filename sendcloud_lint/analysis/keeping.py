"""Secrets that are read from a store while the program runs, and how long it keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.analysis import heap
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Code, Machine
from sendcloud_lint.analysis.models import METHODS, MODELS, NOTHING, Method
from sendcloud_lint.analysis.observed import Observed, Record
from sendcloud_lint.knowledge import keeping as k
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Kept, Sent
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    SECRET,
    Definition,
    Known,
    Lifetime,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
    leaves,
)

EVER = float("inf")
_CACHE = "a cache of objects"


# Reading


def secret(machine: Machine, name: str, place: Place) -> Variable:
    """What a store holds, read at `place`. Read while a module is imported, it is kept as long as the program runs."""
    if machine.in_function:
        return Variable(name, SECRET, None, place)
    at = next((frame.call for frame in machine.frames if frame.call is not None), place)
    return Variable(name, SECRET, None, place, lifetime=Lifetime(at, EVER, at_import=True))


def reads(name: str, arguments: Arguments) -> bool:
    """Whether a method of this name, on whatever object, reads a secret."""
    needed = k.reading_methods().get(name)
    return needed is not None and (not needed or needed in arguments.keywords)


def _store(name: str) -> None:
    def read(machine: Machine, arguments: Arguments, place: Place) -> Value:
        return secret(machine, name.rpartition(".")[2], place)

    MODELS[name] = read


def _stores_class(name: str, methods: tuple[str, ...]) -> None:
    def make(machine: Machine, arguments: Arguments, place: Place) -> Value:
        return machine.allocate(heap.Instance(Definition("outside", name)))

    def read_by(method: str) -> Method:
        return lambda machine, holder, arguments, place: secret(machine, method, place)

    MODELS[name] = make
    METHODS.update({(name, method): read_by(method) for method in methods})


# Keeping


def keep(machine: Machine, value: Value, lifetime: Lifetime) -> Value:
    """The same value, its secrets kept for so long; those in a table as well."""
    return choose(tuple(_kept(machine, option, lifetime) for option in alternatives(value)))


def _kept(machine: Machine, value: Value, lifetime: Lifetime) -> Value:
    table = machine.table(value)
    if table is None:
        return _alone(value, lifetime)
    entries = {name: replace(entry, value=_alone(entry.value, lifetime)) for name, entry in table.entries.items()}
    return machine.allocate(replace(table, entries=entries))


def _alone(value: Value, lifetime: Lifetime) -> Value:
    return replace(value, lifetime=lifetime) if isinstance(value, Variable) and value.kind == SECRET else value


def _seconds(machine: Machine, keeper: k.Keeper, arguments: Arguments) -> float | None:
    """How long a keeper keeps; None where that is not known."""
    cache = _given(keeper.cache, arguments)
    if cache is not None:
        return _seconds_of_cache(machine, cache)
    given = _given(keeper.seconds, arguments)
    if given is None:
        return keeper.default
    if isinstance(given, Known):
        return EVER if given.value is None else _number(given)
    return None


def _seconds_of_cache(machine: Machine, cache: Value) -> float | None:
    """A dict keeps for ever."""
    if machine.table(cache) is not None:
        return EVER
    instance = machine.instance(cache)
    entry = instance.attributes.get("seconds") if instance is not None else None
    return _number(entry.value) if entry is not None else None


def _number(value: Value) -> float | None:
    number = value.value if isinstance(value, Known) else None
    return number if isinstance(number, int | float) else None


def _given(argument: k.Argument | None, arguments: Arguments) -> Value | None:
    return arguments.value(argument.position, argument.name) if argument is not None else None


def _decorator(name: str, keeper: k.Keeper) -> None:
    def decorate(machine: Machine, arguments: Arguments, place: Place) -> Value:
        """With a function, that function as it is kept; else what will decorate one."""
        first = arguments.value(0, None)
        if isinstance(first, Definition) and first.kind == "function" and len(arguments.positional) == 1:
            seconds = _seconds(machine, keeper, replace(arguments, positional=()))
            return first if seconds is None else kept_function(machine, first, Lifetime(place, seconds))
        seconds = _seconds(machine, keeper, arguments)
        if seconds is None:
            return NOTHING
        key = f"keeper#{machine.number()}"
        machine.keepers[key] = Lifetime(place, seconds)
        return Definition("keeper", key)

    MODELS[name] = decorate


def _cache(name: str, keeper: k.Keeper) -> None:
    def make(machine: Machine, arguments: Arguments, place: Place) -> Value:
        seconds = _seconds(machine, keeper, arguments)
        held = {"seconds": Entry(Known(seconds), place)} if seconds is not None else {}
        return machine.allocate(heap.Instance(Definition("outside", _CACHE), held))

    MODELS[name] = make


def lasting(machine: Machine, name: str, arguments: Arguments, place: Place) -> tuple[Value, Lifetime] | None:
    """What a call by this name keeps, a value or the function that gives it, and how long, if that is known."""
    calls_ = k.keepers("calls")
    keeper = calls_.get(name) or calls_.get(name.rpartition(".")[2])
    value = _given(keeper.value, arguments) if keeper is not None else None
    seconds = _seconds(machine, keeper, arguments) if keeper is not None else None
    if value is None or seconds is None:
        return None
    lifetime = Lifetime(place, seconds)
    for leaf in leaves(value):
        if isinstance(leaf, Variable) and leaf.kind == SECRET:
            machine.observed.put_away.setdefault(leaf.origin, lifetime)
    return value, lifetime


def kept_function(machine: Machine, function: Definition, lifetime: Lifetime) -> Definition:
    """Another function of the same code, whose results are kept."""
    code = machine.code[function.key]
    key = f"{code.key}#{machine.number()}"
    machine.code[key] = replace(code, key=key, lifetime=lifetime)
    return replace(function, key=key)


def note_decorator(machine: Machine, code: Code, decorator: Value, place: Place) -> None:
    """A function's decorator may keep what it returns."""
    if not isinstance(decorator, Definition):
        return
    if decorator.kind == "keeper":
        code.lifetime = machine.keepers[decorator.key]
    keeper = k.keepers("decorators").get(decorator.key)
    if keeper is not None and keeper.default is not None:
        code.lifetime = Lifetime(place, keeper.default)


for _name in k.stores():
    _store(_name)
for _name, _methods in k.reading_classes().items():
    _stores_class(_name, _methods)
for _name, _keeper in k.keepers("decorators").items():
    _decorator(_name, _keeper)
for _name, _keeper in k.keepers("caches").items():
    _cache(_name, _keeper)


# Sending


def kept(observed: Observed) -> Iterator[Kept]:
    """The keys that requests send and something keeps, once for each thing that keeps one."""
    facts: dict[tuple[Place, Role], Kept] = {}
    for records in observed.requests.values():
        for record in records:
            for fact in _kept_keys(observed, record):
                facts.setdefault((fact.place, fact.role), fact)
    yield from facts.values()


def _kept_keys(observed: Observed, record: Record) -> Iterator[Kept]:
    request = record.request
    for sent in request.parameters:
        for secret in _secrets(sent) if sent.role is not None and sent.role.is_key else ():
            lifetime = secret.lifetime or observed.put_away.get(secret.origin)
            if sent.role is not None and lifetime is not None and not _is_renewed(sent, lifetime, record):
                steps = (Step(sent.place, f"sent as {sent.name}"), Step(request.place, "sent here"))
                uses = tuple(step for step in steps if step.place != lifetime.place)
                yield Kept(lifetime.place, sent.role, sent.name, lifetime.seconds, request.scope, uses)


def _is_renewed(sent: Sent, lifetime: Lifetime, record: Record) -> bool:
    """Whether what a module keeps is sent while that module still runs, or may have been replaced since."""
    may_differ = any(isinstance(option, Unknown) for option in alternatives(sent.value))
    return lifetime.at_import and (record.at_import or may_differ)


def _secrets(sent: Sent) -> list[Variable]:
    """The secrets of a value. One that is read anew on some way is not kept."""
    found = [leaf for leaf in leaves(sent.value) if isinstance(leaf, Variable) and leaf.kind == SECRET]
    fresh = [leaf for leaf in found if leaf.lifetime is None]
    return fresh or found
