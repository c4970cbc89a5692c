"""Which names and attributes code changes from somewhere else.

A function that is entered from outside finds module globals and attributes as others may have left them. This pass
collects, before anything is interpreted, which functions assign or change what, so that a value read at such an entry
can be taken for as uncertain as it is. It looks at names alone: too much is safe here, too little is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, fields, is_dataclass

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass

MUTATORS = frozenset(
    {"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "add", "__setitem__"}
)
# What is handed to these, or sent under these keywords, is looked at or copied and not changed.
LOOKERS = frozenset(
    {
        "bool", "bytes", "copy", "dict", "deepcopy", "dumps", "get", "getenv", "hasattr", "id", "int", "isinstance",
        "len", "list", "patch", "post", "print", "put", "quote", "repr", "request", "set", "sorted", "str", "sum",
        "tuple", "type", "urlencode", "urljoin", "urlopen", "debug", "info", "warning", "error", "exception",
        "critical",
    }
)  # fmt: skip
SENT = frozenset({"auth", "cookies", "data", "files", "headers", "json", "params", "timeout", "url", "verify"})


class _Parts(dict[type, tuple[str, ...]]):
    """The fields of a kind of node that may hold nodes; none if it is no kind of node."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        is_node = is_dataclass(kind) and kind.__module__ == p.__name__
        is_named = issubclass(kind, p.Function | p.Class)
        parts = [part for part in fields(kind) if not (part.name == "name" and is_named)] if is_node else ()
        self[kind] = tuple(part.name for part in parts if _may_hold_nodes(str(part.type)))
        return self[kind]


def _may_hold_nodes(annotation: str) -> bool:
    """Whether a field's type speaks of a node: a class of the module of programs, or a choice of these."""
    named = (getattr(p, word, None) for word in re.findall(r"\w+", annotation))
    return any(thing is not None and getattr(thing, "__module__", p.__name__) == p.__name__ for thing in named)


_PARTS = _Parts()


@dataclass(slots=True)
class Shared:
    """By name: the functions (by path and start) that assign it, or change the object it holds, from outside."""

    assigned_globals: dict[str, set[str]] = field(default_factory=dict)
    changed_globals: dict[str, set[str]] = field(default_factory=dict)
    assigned_attributes: dict[str, set[str]] = field(default_factory=dict)
    changed_attributes: dict[str, set[str]] = field(default_factory=dict)


def code_key(path: str, start: int) -> str:
    return f"{path}:{start}"


def collect(shared: Shared, path: str, body: tuple[p.Statement, ...]) -> None:
    """Add what one module's functions do."""
    for function in _functions(body):
        key = code_key(path, function.span.start)
        for node in own_nodes(function.body):
            _note(shared, key, node)


def mentioned_names(bodies: Iterable[tuple[p.Statement, ...]]) -> set[str]:
    """Every name that any expression of these bodies mentions, as itself or as an attribute."""
    return {node.name for body in bodies for node in walk(body) if isinstance(node, p.Name | p.Attribute)}


def _functions(node: object) -> Iterator[p.Function]:
    for inner in walk(node):
        if isinstance(inner, p.Function):
            yield inner


def own_nodes(body: tuple[p.Statement, ...]) -> Iterator[object]:
    """Everything in a body but what belongs to functions defined in it."""
    stack: list[object] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, p.Function | p.Class):
            stack.extend(_children(node))


def own_names(body: tuple[p.Statement, ...]) -> list[p.Name]:
    """The names that a body itself assigns and does not declare to be another scope's, where it first does."""
    found: dict[str, p.Name] = {}
    outer: set[str] = set()
    for node in own_nodes(body):
        targets = node.targets if isinstance(node, p.Assign) else (node.target,) if isinstance(node, p.Augment) else ()
        for target in targets:
            if isinstance(target, p.Name):
                found.setdefault(target.name, target)
        outer.update(node.names if isinstance(node, p.Scope) else ())
    return [name for name in found.values() if name.name not in outer and name.name.isidentifier()]


def walk(node: object) -> Iterator[object]:
    """A node and all that is in it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(_children(current))


def _children(node: object) -> Sequence[object]:
    if isinstance(node, tuple):
        return node
    parts = _PARTS[type(node)]
    if not parts:
        return ()
    found: list[object] = []
    for part in parts:
        child = getattr(node, part)
        if isinstance(child, tuple):
            found.extend(child)
        elif child is not None:
            found.append(child)
    return found


def _note(shared: Shared, key: str, node: object) -> None:
    if isinstance(node, p.Scope) and node.kind == "global":
        for name in node.names:
            shared.assigned_globals.setdefault(name, set()).add(key)
    elif isinstance(node, p.Assign):
        for target in node.targets:
            _note_target(shared, key, target)
        if node.value is not None:
            _note_handed(shared, key, node.value)
    elif isinstance(node, p.Augment):
        _note_target(shared, key, node.target)
        _note_change(shared, key, node.target)
    elif isinstance(node, p.Delete):
        for target in node.targets:
            if isinstance(target, p.Subscript):
                _note_change(shared, key, target.value)
    elif isinstance(node, p.Call):
        _note_call(shared, key, node)
    elif isinstance(node, p.Return | p.Wait | p.Bind) and node.value is not None:
        _note_handed(shared, key, node.value)


def _note_call(shared: Shared, key: str, node: p.Call) -> None:
    """A method that changes its object, and objects that are handed to code that may change them."""
    function = node.function
    name = function.name if isinstance(function, p.Name | p.Attribute) else ""
    if isinstance(function, p.Attribute) and name in MUTATORS:
        _note_change(shared, key, function.value)
    for argument in node.arguments:
        if not argument.star and argument.keyword not in SENT and name not in LOOKERS:
            _note_handed(shared, key, argument.value)


def _note_handed(shared: Shared, key: str, value: p.Expression) -> None:
    """An object that goes by another name from here on may be changed under it."""
    if isinstance(value, p.Name | p.Attribute):
        _note_change(shared, key, value)
    elif isinstance(value, p.Items):
        for element in value.elements:
            _note_handed(shared, key, element)
    elif isinstance(value, p.Conditional):
        _note_handed(shared, key, value.then)
        _note_handed(shared, key, value.otherwise)
    elif isinstance(value, p.Operation) and value.operator in ("and", "or"):
        for operand in value.operands:
            _note_handed(shared, key, operand)


def _note_target(shared: Shared, key: str, target: p.Expression) -> None:
    if isinstance(target, p.Attribute):
        shared.assigned_attributes.setdefault(target.name, set()).add(key)
    elif isinstance(target, p.Subscript):
        _note_change(shared, key, target.value)
    elif isinstance(target, p.Items):
        for element in target.elements:
            _note_target(shared, key, element)


def _note_change(shared: Shared, key: str, changed: p.Expression) -> None:
    if isinstance(changed, p.Name):
        shared.changed_globals.setdefault(changed.name, set()).add(key)
    elif isinstance(changed, p.Attribute):
        shared.changed_attributes.setdefault(changed.name, set()).add(key)
    elif isinstance(changed, p.Subscript):
        _note_change(shared, key, changed.value)
