"""What an expression is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from math import prod
from typing import Any

from sendcloud_lint.analysis import attributes, calls, files, heap, names, parameters, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import MAX_ELEMENTS, Machine
from sendcloud_lint.analysis.models import as_text
from sendcloud_lint.analysis.responses import look
from sendcloud_lint.analysis.webhooks import note_comparison
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
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

_FEW = 4
_LARGEST = 10**9
_LOOKS = frozenset(("==", "!=", "<", ">", "<=", ">=", "in", "not in", "not", "is", "is not"))
_COMPARED = ("==", "!=", "in", "not in")


def evaluate(machine: Machine, node: p.Expression) -> Value:
    """The value of an expression where the machine stands; calls in it happen."""
    return _HANDLERS[type(node)](machine, node)


def _constant(machine: Machine, node: p.Constant) -> Value:
    return Known(node.value, (machine.place(node.span),))


def _name(machine: Machine, node: p.Name) -> Value:
    return names.lookup(machine, node)


def _attribute(machine: Machine, node: p.Attribute) -> Value:
    return attributes.attribute(machine, evaluate(machine, node.value), node.name, machine.place(node.span))


def _subscript(machine: Machine, node: p.Subscript) -> Value:
    holder = evaluate(machine, node.value)
    if isinstance(node.index, p.Slice):
        return _sliced(machine, holder, node.index)
    index = evaluate(machine, node.index)
    place = machine.place(node.span)
    return choose(tuple(names.item(machine, option, index, place) for option in alternatives(holder)))


def _sliced(machine: Machine, holder: Value, node: p.Slice) -> Value:
    bounds = [
        evaluate(machine, part) if part is not None else Known(None) for part in (node.lower, node.upper, node.step)
    ]
    if isinstance(holder, Variable):
        return _shortened(holder, bounds)
    numbers = [bound.value for bound in bounds if isinstance(bound, Known) and isinstance(bound.value, int | None)]
    if len(numbers) == len(bounds) and numbers[2] != 0:
        cut = slice(*numbers)
        if texts.text_constant(holder) is not None:
            return texts.cut(holder, cut) if cut.step is None else texts.derived(holder, lambda text: text[cut])
        items = machine.items(holder)
        if items is not None and not items.open:
            return machine.allocate(replace(items, elements=items.elements[cut]))
    return Unknown("a part of something")


def _shortened(variable: Variable, bounds: list[Value]) -> Value:
    """A part of what is read by name: a few characters of it are nothing, most of it is as good as the whole."""
    lower, upper, _ = (bound.value if isinstance(bound, Known) else 0 for bound in bounds)
    first = lower if isinstance(lower, int) else 0
    if upper is None:
        kept = -first if first < 0 else None
    else:
        kept = upper - first if isinstance(upper, int) and (upper < 0) == (first < 0) else None
    return Unknown("a few characters") if kept is not None and kept <= _FEW else variable


def _slice(machine: Machine, node: p.Slice) -> Value:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            evaluate(machine, part)
    return Unknown("a slice")


def _call(machine: Machine, node: p.Call) -> Value:
    return calls.call(machine, node)


def _operation(machine: Machine, node: p.Operation) -> Value:
    if node.operator in ("and", "or"):
        return _logical(machine, node)
    values = [evaluate(machine, operand) for operand in node.operands]
    if node.operator in ("==", "!="):
        note_comparison(machine, values, machine.place(node.span), safe=False)
    if node.operator in _LOOKS:
        for value in values:
            look(machine, value)
    if len(values) > 1 and node.operator in _JOINED:
        return _JOINED[node.operator](machine, values)
    if node.operator == "not":
        verdict = texts.falsy(values[0])
        return Unknown("a test") if verdict is None else Known(verdict)
    if node.operator == "-" and len(values) == 1 and isinstance(values[0], Known):
        number = values[0].value
        return Known(-number) if isinstance(number, int | float) else Unknown("a number")
    return Unknown("a computed value")


def _logical(machine: Machine, node: p.Operation) -> Value:
    value = evaluate(machine, node.operands[0])
    look(machine, value)
    for left, operand in zip(node.operands, node.operands[1:], strict=False):
        right = evaluate(machine, operand)
        place = machine.place(operand.span)
        if node.operator == "or":
            options = (_or(option, right, _told_by(left), place) for option in alternatives(value))
        else:
            options = (_and(option, right) for option in alternatives(value))
        value = choose(tuple(options))
    return value


def _or(left: Value, right: Value, name: str, place: Place) -> Value:
    if isinstance(left, Reference | Definition):
        return choose((left, right))
    if name and texts.falsy(left):
        # Nothing was given here: a literal that stands in for it is a default all the same.
        return parameters.as_default(right, name, "parameter", place, place)
    if texts.is_text(right) or isinstance(left, Variable | Known):
        return texts.with_default(left, right, name, place)
    return choose((left, right))


def _and(left: Value, right: Value) -> Value:
    verdict = texts.falsy(left)
    return choose((left, right)) if verdict is None else (left if verdict else right)


def _told_by(node: p.Expression) -> str:
    """The name that a reader would call an expression by."""
    if isinstance(node, p.Name | p.Attribute):
        return node.name
    return ""


def _sum(machine: Machine, values: list[Value]) -> Value:
    if all(isinstance(value, Known) and isinstance(value.value, int | float) for value in values):
        return Known(sum(value.value for value in values if isinstance(value, Known) and isinstance(value.value, int)))
    lists = [machine.items(value) for value in values]
    if any(state is not None for state in lists):
        elements = tuple(element for state in lists if state is not None for element in state.elements)
        return machine.allocate(heap.items("list", elements, any(state is None or state.open for state in lists)))
    if any(texts.is_text(option) or isinstance(option, Variable) for value in values for option in alternatives(value)):
        return texts.concat(values)
    return Unknown("a sum")


def _path(machine: Machine, values: list[Value]) -> Value:
    return reduce(lambda left, right: files.below(machine, left, right) or Unknown("a number"), values)


def _product(machine: Machine, values: list[Value]) -> Value:
    """Of small numbers, as in `60 * 60`."""
    numbers = [value.value for value in values if isinstance(value, Known) and isinstance(value.value, int | float)]
    if len(numbers) < len(values) or any(abs(number) > _LARGEST for number in numbers) or len(numbers) > _FEW:
        return Unknown("a computed value")
    return Known(prod(numbers))


def added(machine: Machine, left: Value, right: Value) -> Value:
    """`left + right`."""
    return _sum(machine, [left, right])


def _percent(machine: Machine, values: list[Value]) -> Value:
    template, right, *others = values
    if others:
        return Unknown("a computed value")
    if texts.text_constant(template) is None:
        return Unknown("a computed value")
    items = machine.items(right)
    arguments = list(items.elements) if items is not None and items.kind == "tuple" else [right]
    table = machine.table(right)

    def named(name: str) -> Value:
        entry = table.entries.get(name) if table is not None else None
        return entry.value if entry is not None else Unknown("a formatted value")

    written = [as_text(machine, one, one) for one in arguments]
    return texts.percent(template, written, named)


def _union(machine: Machine, values: list[Value]) -> Value:
    if all(machine.table(value) is None for value in values):
        return Unknown("a computed value")
    result = machine.allocate(heap.Table())
    for value in values:
        tables.merge(machine, result, value)
    return result


def _formatted(machine: Machine, node: p.Formatted) -> Value:
    return texts.concat([evaluate(machine, piece) for piece in node.pieces])


def _conversion(machine: Machine, node: p.Conversion) -> Value:
    value = evaluate(machine, node.value)
    unknown = Unknown("a formatted value")
    return choose(tuple(as_text(machine, option, unknown) for option in alternatives(value)))


def _table(machine: Machine, node: p.Table) -> Value:
    """A display is built whole before it is an object: long ones would be copied for every entry."""
    entries: dict[str, Entry] = {}
    is_open = False
    for item in node.entries:
        if item.key is None:
            built = tables.merged(machine, heap.Table(entries, is_open), evaluate(machine, item.value))
            entries, is_open = dict(built.entries), built.open
            continue
        key = evaluate(machine, item.key)
        place, name = machine.place(item.key.span), texts.constant(key)
        value = machine.named_value(texts.text_constant(key), item.value)
        if name is None:
            opened = heap.opened(heap.Table(entries))
            entries, is_open = dict(opened.entries) if isinstance(opened, heap.Table) else {}, True
        else:
            entries[name] = Entry(value, place)
            names.note(machine, name, value, place, node.span.start)
    return machine.allocate(heap.Table(entries, is_open))


def _items(machine: Machine, node: p.Items) -> Value:
    elements: list[Value] = []
    is_open = False
    for element in node.elements:
        value = evaluate(machine, element.value if isinstance(element, p.Starred) else element)
        if not isinstance(element, p.Starred):
            elements.append(value)
            continue
        inner = machine.items(value)
        is_open = is_open or inner is None or inner.open
        elements.extend(inner.elements if inner is not None else ())
    return machine.allocate(heap.Items(node.kind, tuple(elements), is_open))


def _starred(machine: Machine, node: p.Starred) -> Value:
    return evaluate(machine, node.value)


def _conditional(machine: Machine, node: p.Conditional) -> Value:
    test = evaluate(machine, node.test)
    look(machine, test)
    verdict = _is_left_out(machine, node.test) if machine.frame.comprehending else texts.falsy(test)
    then, otherwise = evaluate(machine, node.then), evaluate(machine, node.otherwise)
    if verdict is not None:
        return otherwise if verdict else then
    for looked_for, default in ((then, otherwise), (otherwise, then)):
        if isinstance(looked_for, Variable) and looked_for.default is None and isinstance(default, Known):
            return replace(looked_for, default=default)
    return choose((then, otherwise))


def _comprehension(machine: Machine, node: p.Comprehension) -> Value:
    """Over known data each element is made; over anything else one is, with unknown names, and the rest is open."""
    elements: list[tuple[Value, Value]] = []
    machine.frame.comprehending += 1
    is_open = _each(machine, node, 0, elements)
    machine.frame.comprehending -= 1
    if node.kind != "dict":
        return machine.allocate(heap.Items("list", tuple(value for _, value in elements), is_open))
    result = machine.allocate(heap.Table(open=is_open))
    for key, value in elements:
        places = texts.origins(key)
        tables.store(machine, result, key, value, places[0] if places else machine.place(node.span))
    return result


def _each(machine: Machine, node: p.Comprehension, depth: int, elements: list[tuple[Value, Value]]) -> bool:
    if depth == len(node.clauses):
        key = evaluate(machine, node.key) if node.key is not None else Known(None)
        elements.append((key, evaluate(machine, node.value)))
        return False
    clause = node.clauses[depth]
    values, is_open = names.elements(machine, evaluate(machine, clause.iterable))
    for value in values if values is not None else (Unknown("an element"),):
        if len(elements) >= MAX_ELEMENTS:
            return True
        names.assign(machine, clause.target, value)
        verdicts = [_is_left_out(machine, test) for test in clause.tests]
        if True in verdicts:
            continue
        is_open = is_open or None in verdicts
        is_open = _each(machine, node, depth + 1, elements) or is_open
    return is_open or values is None


def _is_left_out(machine: Machine, test: p.Expression) -> bool | None:
    """Whether a comprehension's test fails. Here comparing known texts tells; elsewhere callers may bring others."""
    value = evaluate(machine, test)
    if isinstance(test, p.Operation) and len(test.operands) == 2 and test.operator in _COMPARED:
        left, right = (evaluate(machine, operand) for operand in test.operands)
        among = test.operator in ("in", "not in")
        texts_of = _texts_in(machine, right) if among else (texts.text_constant(right),)
        looked_for = texts.text_constant(left)
        if looked_for is not None and texts_of is not None and None not in texts_of:
            return (looked_for in texts_of) is (test.operator in ("!=", "not in"))
    return texts.falsy(value)


def _texts_in(machine: Machine, value: Value) -> tuple[str | None, ...] | None:
    elements, is_open = names.elements(machine, value)
    return None if elements is None or is_open else tuple(texts.text_constant(element) for element in elements)


def _lambda(machine: Machine, node: p.Lambda) -> Value:
    return calls.define(machine, node, "lambda", ())


def _bind(machine: Machine, node: p.Bind) -> Value:
    value = evaluate(machine, node.value)
    names.assign(machine, node.target, value)
    names.note_target(machine, node.target, value)
    return value


def _wait(machine: Machine, node: p.Wait) -> Value:
    value = evaluate(machine, node.value) if node.value is not None else Known(None)
    if node.kind == "yield":
        machine.frame.yielded.append(value)
        look(machine, value)
        machine.frame.yields_maybe = machine.frame.yields_maybe or machine.frame.doubts > 0
        return Unknown("what is sent to a generator")
    return value


def _split(machine: Machine, node: p.Split) -> Value:
    """As many words as a text has; what is not known may be any number of them."""
    value = evaluate(machine, node.value)
    if machine.items(value) is not None:
        return value
    if texts.is_text(value) and not isinstance(value, Encoded):
        return machine.allocate(heap.items("list", texts.words_of(value)))
    return machine.allocate(heap.Items("list", (value,), True))


def _opaque(machine: Machine, node: p.Opaque) -> Value:
    for part in node.parts:
        evaluate(machine, part)
    return Unknown("an expression that is not followed")


_JOINED: dict[str, Callable[[Machine, list[Value]], Value]] = {
    "+": _sum, "%": _percent, "*": _product, "|": _union, "/": _path,
}  # fmt: skip
_HANDLERS: dict[type, Callable[[Machine, Any], Value]] = {
    p.Constant: _constant, p.Name: _name, p.Attribute: _attribute, p.Subscript: _subscript, p.Slice: _slice,
    p.Call: _call, p.Operation: _operation, p.Formatted: _formatted, p.Conversion: _conversion, p.Table: _table,
    p.Items: _items, p.Starred: _starred, p.Conditional: _conditional, p.Comprehension: _comprehension,
    p.Lambda: _lambda, p.Bind: _bind, p.Wait: _wait, p.Split: _split, p.Opaque: _opaque,
}  # fmt: skip
