"""Patterns of a `match`: what the names in them stand for."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import attributes, heap, names, tables, texts
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.model import program as p
from sendcloud_lint.model.values import Definition, Unknown, Value, alternatives, choose

# Classes whose one positional pattern is the value itself.
_PLAIN = frozenset(
    f"builtins.{name}" for name in ("bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple")
)


def bind(machine: Machine, pattern: p.Expression, subject: Value) -> None:
    """Give every name in a pattern the parts of the subject that it stands for."""
    found: dict[str, tuple[p.Name, list[Value]]] = {}
    for option in alternatives(subject):
        for name, value in _bound(machine, pattern, option):
            found.setdefault(name.name, (name, []))[1].append(value)
    for name, values in found.values():
        names.bind(machine, name, choose(tuple(values)))
        names.note_target(machine, name, choose(tuple(values)))


def _bound(machine: Machine, pattern: p.Expression, value: Value) -> Iterator[tuple[p.Name, Value]]:
    """Names with values. Of several patterns those say nothing that can't fit."""
    match pattern:
        case p.Name():
            yield pattern, value
        case p.Bind(_, p.Name() as name, inner):
            yield name, value
            yield from _bound(machine, inner, value)
        case p.Operation(_, "|", operands):
            for operand in [one for one in operands if _may_fit(machine, one, value)] or operands:
                yield from _bound(machine, operand, value)
        case p.Items():
            for element, part in zip(pattern.elements, names.parts(machine, pattern, value), strict=True):
                yield from _bound(machine, element.value if isinstance(element, p.Starred) else element, part)
        case p.Table():
            yield from _of_table(machine, pattern, value)
        case p.Call():
            yield from _of_object(machine, pattern, value)


def _of_table(machine: Machine, pattern: p.Table, value: Value) -> Iterator[tuple[p.Name, Value]]:
    taken: list[str | None] = []
    for entry in pattern.entries:
        if entry.key is None:
            rest = tables.copy(machine, value)
            for name in taken:
                tables.remove(machine, rest, name)
            yield from _bound(machine, entry.value, rest)
        else:
            key = machine.evaluate(machine, entry.key)
            taken.append(texts.constant(key))
            part = names.item(machine, value, key, machine.place(entry.key.span))
            yield from _bound(machine, entry.value, part)


def _of_object(machine: Machine, pattern: p.Call, value: Value) -> Iterator[tuple[p.Name, Value]]:
    kind = machine.evaluate(machine, pattern.function)
    is_plain = isinstance(kind, Definition) and kind.key in _PLAIN
    fields = _fields(machine, kind, value)
    for index, argument in enumerate(pattern.arguments):
        name = argument.keyword or (fields[index] if index < len(fields) else None)
        if is_plain and argument.keyword is None:
            part = value
        elif name is None:
            part = Unknown("a part of what is matched")
        else:
            part = attributes.attribute(machine, value, name, machine.place(pattern.span))
        yield from _bound(machine, argument.value, part)


def _fields(machine: Machine, kind: Value, value: Value) -> list[str]:
    """The attributes that positional patterns mean: those of `__match_args__`, else a record's in their order."""
    found = attributes.attribute(machine, kind, "__match_args__", machine.place(names.NOWHERE))
    named = machine.items(found)
    if named is not None:
        return [texts.text_constant(element) or "" for element in named.elements]
    instance = machine.instance(value)
    return list(instance.attributes) if instance is not None else []


def _may_fit(machine: Machine, pattern: p.Expression, value: Value) -> bool:
    """Whether no text in the pattern differs from the one that stands there."""
    match pattern:
        case p.Constant():
            wanted, known = texts.text_constant(machine.evaluate(machine, pattern)), texts.text_constant(value)
            return wanted is None or known is None or wanted == known
        case p.Bind(_, _, inner):
            return _may_fit(machine, inner, value)
        case p.Items():
            items = machine.items(value)
            if not isinstance(items, heap.Items) or items.open:
                return True
            pairs = zip(pattern.elements, names.parts(machine, pattern, value), strict=True)
            return all(_may_fit(machine, element, part) for element, part in pairs)
    return True
