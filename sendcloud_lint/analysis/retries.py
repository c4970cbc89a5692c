"""Whether a request is tried again: by its client, a loop, a decorator, or the function itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sendcloud_lint.analysis import shared, texts
from sendcloud_lint.analysis.machine import Code, Frame, Machine, Passed
from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.model import program as p
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.values import Definition, Known, Value
from sendcloud_lint.model.written import Written

_AGAIN = expression(r"retr(?:y|ies|ying)|backoff|on_exception|stamina|attempt", re.IGNORECASE)
_NUMBERS = expression(r"\d+|\{\d+\.\.\d+\}")
_COUNTED = frozenset(("range", "xrange", "count", "repeat", "seq"))


def is_retried(machine: Machine, layers: Sequence[dict[str, Passed]], client: str) -> bool:
    """Whether something tries a request again, or may: only clients that try once by themselves can say no."""
    if not client.startswith(known_clients().single):
        return True
    if any(_has_retries(machine, layer) for layer in layers):
        return True
    return any(_tries_again(machine, frame) for frame in machine.frames)


def _has_retries(machine: Machine, layer: dict[str, Passed]) -> bool:
    given = layer.get("retries")
    if given is not None:
        return texts.falsy(given.value) is not True
    adapter = machine.instance(layer["adapter"].value) if "adapter" in layer else None
    entry = adapter.attributes.get("slot retries") if adapter is not None else None
    return entry is not None and texts.falsy(entry.value) is not True


def _tries_again(machine: Machine, frame: Frame) -> bool:
    if any(isinstance(node, p.Loop) and _counts(node) for node in frame.around):
        return True
    code = frame.code
    if code is None or not isinstance(code.node, p.Function):
        return False
    return code.key in machine.retried or _is_repeated(code) or any(_loops(machine, one) for one in code.decorators)


def _loops(machine: Machine, decorator: Value) -> bool:
    """Whether a decorator of the project goes round and round with what it decorates."""
    code = machine.code.get(decorator.key) if isinstance(decorator, Definition) else None
    return code is not None and any(isinstance(node, p.Loop) for node in shared.walk(code.node))


def hand_over(machine: Machine, function: Value, arguments: Iterable[Value]) -> None:
    """A function is handed to something that speaks of retries: it will be called again and again."""
    name = function.key if isinstance(function, Definition) else getattr(function, "reason", "")
    if _AGAIN.search(name):
        machine.retried.update(value.key for value in arguments if isinstance(value, Definition))


def _counts(loop: p.Loop) -> bool:
    """Whether a loop goes round by time or number; one over recipients sends each of them a mail."""
    if loop.iterable is None:
        return True
    called = loop.iterable.function if isinstance(loop.iterable, p.Call) else None
    name = called.name if isinstance(called, p.Name | p.Attribute) else ""
    if name.removesuffix("()") in _COUNTED or _AGAIN.search(name):
        return True
    return isinstance(loop.iterable, p.Items) and all(map(_is_number, loop.iterable.elements))


def _is_number(node: p.Expression) -> bool:
    if isinstance(node, p.Starred | p.Split):
        return _is_number(node.value)
    if isinstance(node, p.Constant):
        is_text = isinstance(node.value, Written)
        return not is_text or _NUMBERS.fullmatch(texts.shown(Known(node.value))) is not None
    return isinstance(node, p.Call) and isinstance(node.function, p.Name) and node.function.name == "seq()"


def _is_repeated(code: Code) -> bool:
    """Whether a decorator says so by its name or its arguments' names, or the function calls itself or a retry."""
    assert isinstance(code.node, p.Function)
    if any(_AGAIN.search(word) for decorator in code.node.decorators for word in _words(decorator)):
        return True
    called = [node.function for node in shared.own_nodes(code.node.body) if isinstance(node, p.Call)]
    return any(_is_itself(function, code.node.name.name) or _is_retry(function) for function in called)


def _is_itself(function: p.Expression, own: str) -> bool:
    if isinstance(function, p.Attribute):
        return function.name == own and isinstance(function.value, p.Name) and function.value.name in ("self", "cls")
    return isinstance(function, p.Name) and function.name == own


def _is_retry(function: p.Expression) -> bool:
    return isinstance(function, p.Attribute) and function.name == "retry"


def _words(node: p.Expression) -> Iterator[str]:
    for inner in shared.walk(node):
        if isinstance(inner, p.Name | p.Attribute):
            yield inner.name
        elif isinstance(inner, p.Argument) and inner.keyword is not None:
            yield inner.keyword
