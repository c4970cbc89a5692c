"""Branches and handlers that meet a refusal by the API and tell nobody."""

from __future__ import annotations

from collections.abc import Set

from sendcloud_lint.analysis import shared
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.analysis.responses import ANSWER
from sendcloud_lint.model import program as p
from sendcloud_lint.model.facts import Swallowed
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Definition, Reference, alternatives
from sendcloud_lint.model.written import Written

_STATUS = frozenset(("status_code", "status", "code"))
_REFUSED = 401
# Exceptions that are, or hold, a refusal.
_REFUSALS = frozenset(
    (
        "HTTPError", "HTTPStatusError", "ClientResponseError", "RequestException", "ClientError", "Exception",
        "BaseException",
    )
)  # fmt: skip


def note_branch(machine: Machine, node: p.Branch) -> None:
    """`if answer.status_code == 401:` with a body that neither raises nor calls anything."""
    if _tests_refusal(machine, node.test) and _is_silent(node.body):
        _note(machine, node.span, "branch")


def note_match(machine: Machine, node: p.Match) -> None:
    """`case 401:` with such a body. A shell's `case` is the whole statement."""
    for case in node.cases:
        if case.guard is None and case.pattern is not None and _is_silent(case.body):
            test = p.Operation(case.pattern.span, "in", (node.subject, _one_of(case.pattern)))
            if _tests_refusal(machine, test):
                is_shell = machine.frame.module.program.language == "shell"
                _note(machine, node.span if is_shell else case.pattern.span, "branch")


def _one_of(pattern: p.Expression) -> p.Items:
    several = pattern.operands if isinstance(pattern, p.Operation) and pattern.operator == "|" else (pattern,)
    return p.Items(pattern.span, "tuple", several)


def _tests_refusal(machine: Machine, test: p.Expression) -> bool:
    if not isinstance(test, p.Operation) or test.operator not in ("==", "in") or len(test.operands) != 2:
        return False
    left, right = test.operands
    numbers = right.elements if isinstance(right, p.Items) else (right,)
    codes = [one.value for one in numbers if isinstance(one, p.Constant)]
    if machine.frame.module.program.language == "shell":
        # What curl writes of an answer is kept in a variable, and is text.
        return Written(str(_REFUSED)) in codes and _is_answer(machine, left)
    if not (isinstance(left, p.Attribute) and left.name in _STATUS):
        return False
    return _REFUSED in codes and _is_answer(machine, left.value)


def _is_answer(machine: Machine, node: p.Expression) -> bool:
    if not isinstance(node, p.Name):
        return False
    value = machine.store.variable(machine.frame.scope, node.name)
    kind = Definition("outside", ANSWER)
    options = alternatives(value) if value is not None else ()
    states = [machine.instance(option) for option in options if isinstance(option, Reference)]
    return any(state is not None and state.type == kind for state in states)


def note_handlers(machine: Machine, node: p.Try, before: Set[Place]) -> None:
    """`except HTTPError:` around a request that raises on a refusal. `before`: the requests that did so earlier."""
    if not machine.observed.raising - before:
        return
    for handler in node.handlers:
        if handler.kind is None or not _catches(handler.kind):
            continue
        # What goes on in a loop tries again, or tells at its end.
        goes_on = any(isinstance(node, p.Jump) for node in shared.own_nodes(handler.body))
        if _is_silent(handler.body) and not goes_on:
            _note(machine, handler.kind.span, "handler")
        return


def _catches(kind: p.Expression) -> bool:
    kinds = kind.elements if isinstance(kind, p.Items) else (kind,)
    return any(isinstance(one, p.Name | p.Attribute) and one.name in _REFUSALS for one in kinds)


def _is_silent(body: tuple[p.Statement, ...]) -> bool:
    """Whether statements neither raise nor call anything, nor hand back more than a constant."""
    loud = (p.Raise, p.Call, p.Assign, p.Augment, p.Assert)
    if any(isinstance(node, loud) and not _does_nothing(node) for node in shared.own_nodes(body)):
        return False
    returned = [statement.value for statement in body if isinstance(statement, p.Return)]
    return all(value is None or isinstance(value, p.Constant) for value in returned)


def _does_nothing(node: object) -> bool:
    """`:` and `true` of a shell."""
    return isinstance(node, p.Call) and isinstance(node.function, p.Name) and node.function.name in (":()", "true()")


def _note(machine: Machine, span: Span, by: str) -> None:
    place = machine.place(span)
    machine.observed.swallowed[place] = Swallowed(place, by, machine.frame.name)
