"""Where credentials come from, by name: what a parameter or setting is called, and what its value's source is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.context import Groups, Surroundings, has_context, mixed, role_of
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge.places import is_code
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import Request, Sent, Supply
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Value, Variable, alternatives, leaves
from sendcloud_lint.model.written import Written

# A setting whose value is nothing but another one's name: `${X}`, `${var.X}`, `$X`, `$(X)`, `%X%`, `{{ X }}`,
# `${{ secrets.X }}`.
_REFERENCE = expression(
    r"\$\{\{\s*(?:\w+\.)+(?P<scoped>\w+)\s*\}\}|\$?\{\{\s*\.?(?:\w+\.)*(?P<slot>\w+)\s*\}\}"
    r"|\$\{(?:\w+\.)*(?P<braced>\w+)(?::?[?][^{}]*)?\}"
    r"|\$\((?P<round>\w+)\)|\$(?P<bare>\w+)|%(?P<percent>\w+)%"
)
_KINDS = ("environment", "setting")


def supplies(
    requests: Iterable[Request],
    namings: Iterable[Naming],
    groups: Groups,
    around: Surroundings,
    accepted: frozenset[str],
) -> Iterator[Supply]:
    """Every credential of a request that is read by a name, and every setting that stands for another one."""
    judged: set[Place] = set()
    for request in requests:
        named = {sent.role: sent for sent in request.parameters if sent.role is not None}
        judged.update(sent.place for sent in request.parameters)
        for wanted, sent in named.items():
            # A foreign pair and a mixed one are told by their names.
            if request.endpoint.family == wanted.family or (request.endpoint.family is None and not mixed(named)):
                yield from _sent(request, sent, wanted, accepted)
    for naming in namings:
        role = role_of(naming)
        # In code a parameter's own name stands in a dict, which a request judges if it is sent.
        is_entry = is_code(naming.place.path) and c.role_of_parameter(naming.name) is not None
        plain = c.evidence_of(naming.name) >= c.Evidence.PAIRED and not is_entry
        if role is not None and plain and naming.place not in judged and has_context(naming, groups, around):
            yield from _named(naming, role)


def _sent(request: Request, sent: Sent, role: Role, accepted: frozenset[str]) -> Iterator[Supply]:
    for variable in _variables(sent.value):
        place = variable.origin if _is_handed(variable) else sent.place
        parts = (Step(sent.place, f"sent as {sent.name}"), Step(request.place, "sent here"), *request.way)
        steps = tuple(step for step in parts[place == sent.place :] if step.place != place)
        yield Supply(
            place=place,
            name=sent.name,
            role=role,
            source=variable.name,
            source_role=_meant(variable.name),
            kind=variable.kind,
            read=variable.origin,
            scope=request.scope,
            accepted=variable.name in accepted,
            uses=steps,
        )


def _is_handed(variable: Variable) -> bool:
    """Whether a name is read in a call's own arguments: that call says what it is, not the function that sends it."""
    return any(step.place.holds(variable.origin) and step.place != variable.origin for step in variable.trail)


def _variables(value: Value) -> Iterator[Variable]:
    for leaf in leaves(value):
        if isinstance(leaf, Variable) and leaf.kind in _KINDS and leaf.name:
            yield leaf


def _named(naming: Naming, role: Role) -> Iterator[Supply]:
    for source, kind in _sources(naming.value):
        yield Supply(
            place=naming.place,
            name=naming.name,
            role=role,
            source=source,
            source_role=_meant(source),
            kind=kind,
            read=naming.place,
            scope=naming.scope,
        )


def _sources(value: Value) -> Iterator[tuple[str, str]]:
    for option in alternatives(value):
        if isinstance(option, Known) and isinstance(option.value, Written):
            found = _REFERENCE.fullmatch((texts.constant(option) or "").strip().strip("\"'"))
            if found is not None:
                yield found[str(found.lastgroup)], "reference"
        elif isinstance(option, Variable) and option.kind in _KINDS:
            yield option.name, option.kind


def _meant(name: str) -> Role | None:
    """The credential that a source's name plainly means. With the service alone in it, a name says no family."""
    role = c.role_of_variable(name)
    if role is None or c.evidence_of(name) < c.Evidence.PAIRED:
        return None
    says_family = c.says_family(name)
    return role if says_family else None
