"""What a function's parameters hold: what a call gives them, their defaults, and what is known when nobody calls."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Code, Machine, Passed
from sendcloud_lint.model import program as p
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Known,
    Reference,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
    leaves,
    with_step,
)

# Packages whose decorators hand on what they get.
_KEEPERS = frozenset(
    (
        "abc", "anyio", "asyncio", "backoff", "builtins", "cachetools", "celery", "click", "contextlib", "django",
        "dramatiq", "fastapi", "flask", "functools", "huey", "loguru", "opentelemetry", "pytest", "ratelimit",
        "requests_mock", "responses", "retry", "retrying", "rq", "sentry_sdk", "stamina", "tenacity", "typer", "typing",
    )
)  # fmt: skip


def defaults(machine: Machine, node: p.Function | p.Lambda) -> dict[str, Value]:
    """Default values by parameter. A text written in place is known to be a default only."""
    values: dict[str, Value] = {}
    for parameter in node.parameters:
        if parameter.default is None:
            continue
        value = machine.evaluate(machine, parameter.default)
        place = machine.place(parameter.span)
        own = machine.place(parameter.default.span)
        values[parameter.name] = as_default(value, parameter.name, "parameter", place, own)
        names.note(machine, parameter.name, value, place, node.span.start, is_default=_written_in(value, own))
    return values


def as_default(value: Value, name: str, kind: str, place: Place, within: Place) -> Value:
    """A text that stands in `within` itself is the default of a name; anything else keeps what it is."""
    return Variable(name, kind, value, place) if _written_in(value, within) else value


def _written_in(value: Value, within: Place) -> bool:
    places = [origin for leaf in leaves(value) if isinstance(leaf, Known) for origin in leaf.origins]
    return texts.is_text(value) and bool(places) and all(within.holds(place) for place in places)


def note_options(machine: Machine, code: Code) -> None:
    """Parameters that a decorator fills from the command line (`click.option`)."""
    for decorator in code.decorators:
        if isinstance(decorator, Variable) and decorator.kind == "option":
            code.options[decorator.name] = decorator


def bound_arguments(
    machine: Machine, code: Code, arguments: Arguments, place: Place, receiver: Reference | None
) -> tuple[dict[str, Value], frozenset[Place]]:
    """Parameters' values by name, and the places of the table entries that came with the call."""
    step = Step(place, f"passed to {code.name.rpartition('.')[2]}")
    positional = list(arguments.positional)
    if receiver is not None and not is_static(code):
        positional.insert(0, Passed(receiver, place, place))
    keywords = dict(arguments.keywords)
    handed = set(_entry_places(machine, arguments))
    values: dict[str, Value] = {}
    for parameter in code.node.parameters:
        if parameter.star == "*":
            values[parameter.name] = _rest(machine, positional, arguments.open, step)
            positional = []
        elif parameter.star == "**":
            handed.update(passed.place for passed in keywords.values())
            is_open = arguments.open or may_add(code)
            values[parameter.name] = _rest_by_name(machine, keywords, is_open, step)
        elif parameter.name in keywords:
            values[parameter.name] = with_step(keywords.pop(parameter.name).value, step)
        elif positional and not parameter.keyword_only:
            values[parameter.name] = with_step(positional.pop(0).value, step)
        else:
            values[parameter.name] = _missing(code, parameter, arguments.open)
    return values, frozenset(handed)


def may_add(code: Code) -> bool:
    """Whether a decorator that nobody knows may hand keywords of its own to a function that takes any."""
    roots = (d.key.partition(".")[0] for d in code.decorators if isinstance(d, Definition) and d.kind == "outside")
    return any(root not in _KEEPERS for root in roots)


def is_static(code: Code) -> bool:
    return any(
        isinstance(decorator, Definition) and decorator.key == "builtins.staticmethod" for decorator in code.decorators
    )


def _entry_places(machine: Machine, arguments: Arguments) -> Iterator[Place]:
    """Where the names of handed parameters stand. A shell hands them as words."""
    are_words = machine.frame.module.program.language == "shell"
    for value in arguments.all():
        for option in alternatives(value):
            if are_words:
                yield from texts.origins(option)
            table = machine.table(option)
            if table is not None:
                yield from (entry.place for entry in table.entries.values())
            pairs = machine.items(option)
            if pairs is not None:
                yield from (entry.place for entry in tables.entries_of(machine, option)[0].values())


def _rest(machine: Machine, positional: list[Passed], is_open: bool, step: Step) -> Value:
    elements = tuple(with_step(passed.value, step) for passed in positional)
    return machine.allocate(heap.Items("tuple", elements, is_open))


def _rest_by_name(machine: Machine, keywords: dict[str, Passed], is_open: bool, step: Step) -> Value:
    entries = {
        name: Entry(with_step(passed.value, step), passed.place, passed.certain) for name, passed in keywords.items()
    }
    return machine.allocate(heap.Table(entries, is_open))


def _missing(code: Code, parameter: p.Parameter, is_open: bool) -> Value:
    unknown = Unknown(f"the argument {parameter.name}")
    default = code.options.get(parameter.name) or code.defaults.get(parameter.name)
    if default is None:
        return unknown
    return choose((default, unknown)) if is_open else default


def bare_arguments(machine: Machine, code: Code, receiver: Reference | None) -> dict[str, Value]:
    """Parameters as they are when nobody is seen to call: unknown, or perhaps their defaults."""
    values: dict[str, Value] = {}
    parameters = list(code.node.parameters)
    if receiver is not None and parameters and not is_static(code):
        values[parameters.pop(0).name] = receiver
    for parameter in parameters:
        if parameter.star == "**":
            values[parameter.name] = machine.allocate(heap.Table(open=True))
        elif parameter.star == "*":
            values[parameter.name] = machine.allocate(heap.Items("tuple", (), True))
        else:
            values[parameter.name] = _bare(machine, code, parameter)
    return values


def _annotated(machine: Machine, parameter: p.Parameter) -> Value:
    """What nobody is seen to give: unknown, but for a client that the annotation names."""
    if isinstance(parameter.annotation, p.Name | p.Attribute):
        kind = machine.evaluate(machine, parameter.annotation)
        if isinstance(kind, Definition) and kind.kind == "outside" and kind.key in machine.clients.sessions:
            return machine.allocate(heap.Instance(kind, open=True))
    return Unknown(f"the argument {parameter.name}, which no call in the project gives")


def _bare(machine: Machine, code: Code, parameter: p.Parameter) -> Value:
    unknown = _annotated(machine, parameter)
    option = code.options.get(parameter.name)
    if option is not None:
        return option
    default = code.defaults.get(parameter.name)
    if default is None:
        return unknown
    if isinstance(default, Variable):
        return default
    if texts.is_text(default):
        return Variable(parameter.name, "parameter", default, machine.place(parameter.span))
    return choose((default, unknown))
