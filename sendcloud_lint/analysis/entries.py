"""Where interpretation begins: every module's body, then every function that nothing was seen to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from sendcloud_lint.analysis import (
    answers,
    attributes,
    calls,
    commands,
    deferred,
    dynaconf,
    encodings,
    evaluate,
    files,
    frameworks,
    heap,
    jq,
    keeping,
    parameters,
    pycurl,
    records,
    shared,
    showing,
    tasks,
    texts,
    urls,
)
from sendcloud_lint.analysis.effects import Slot
from sendcloud_lint.analysis.interpret import enter, perform, run_body
from sendcloud_lint.analysis.machine import (
    ClassCode,
    Code,
    Frame,
    Machine,
    OwnClients,
)
from sendcloud_lint.analysis.modules import Project
from sendcloud_lint.analysis.observed import Observed
from sendcloud_lint.analysis.responses import hand_back
from sendcloud_lint.analysis.webhooks import note_handler
from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.model import program as p
from sendcloud_lint.model.progress import Progress, unwatched
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Reference, Unknown, Value, Variable, choose

MAX_RELATIVES = 40
# Modules whose models are known by name alone.
_MODELS = (
    answers, commands, deferred, dynaconf, encodings, files, frameworks, jq, keeping, pycurl, records, showing, tasks,
    urls,
)  # fmt: skip


def interpret(
    project: Project, hosts: frozenset[str], own_clients: OwnClients, progress: Progress = unwatched
) -> Observed:
    """Run every module of the project, then every function that nothing was seen to call. `hosts` are further hosts of
    the API, `own_clients` what the configuration says of the project's own wrappers."""
    facts = shared.Shared()
    for module in project.modules.values():
        shared.collect(facts, module.path, module.program.body)
    machine = Machine(project, known_clients(), facts, hosts, perform, enter, evaluate.evaluate, own_clients)
    for module in project.modules.values():
        if module.state == "new":
            machine.traced = None
            enter(machine, module)
    _enter_functions(machine, progress)
    return machine.observed


def _enter_functions(machine: Machine, progress: Progress) -> None:
    """Functions that no name refers to come first: what they call is then known by its calls."""
    waiting = [key for key in machine.code if not key.count("#")]
    machine.overridden = set(_overridden(machine))
    machine.relatives = _relatives(machine)
    mentioned = shared.mentioned_names(module.program.body for module in machine.project.modules.values())
    looked: dict[str, tuple[int, set[Slot]]] = {}
    for first in (True, False):
        for number, key in enumerate(waiting):
            progress("Following calls", number, len(waiting))
            code = machine.code[key]
            if key not in machine.performed and (not first or code.name.rpartition(".")[2] not in mentioned):
                _enter_function(machine, code)
                looked[key] = (machine.effects.run, machine.effects.read)
    _enter_again(machine, looked)


def _enter_again(machine: Machine, looked: Mapping[str, tuple[int, set[Slot]]]) -> None:
    """Entry points that looked at something before another one left its value there."""
    again: set[int] = set()
    for key, (run, slots) in looked.items():
        if any(machine.effects.grown.get(slot, run) > run for slot in slots):
            again.add(run)
            _enter_function(machine, machine.code[key])
    machine.observed.forget(again)


def _relatives(machine: Machine) -> dict[str, list[str]]:
    """For each class the ones whose objects may be its own: itself, those above it and those below."""
    lines: dict[str, list[str]] = {key: [] for key in machine.classes}
    for key in machine.classes:
        for base in attributes.bases(machine, key):
            lines[key].append(base.key)
            if base.key != key:
                lines[base.key].append(key)
    return {key: line[:MAX_RELATIVES] for key, line in lines.items()}


def _overridden(machine: Machine) -> Iterator[tuple[str, str]]:
    """Every method that a class inherits and defines anew, by the class that it inherits it from."""
    for code in machine.classes.values():
        methods = [statement.name.name for statement in code.node.body if isinstance(statement, p.Function)]
        for base in attributes.bases(machine, code.key)[1:]:
            yield from ((base.key, name) for name in methods)


def _enter_function(machine: Machine, code: Code) -> None:
    """A function as an entry point, and the functions that it defined and nobody called."""
    with machine.entry_point():
        before = len(machine.code)
        receiver = _receiver(machine, code) if code.owner is not None else None
        machine.inexact = receiver
        machine.makers = attributes.makers(machine, receiver) if receiver is not None else frozenset()
        _run_bare(machine, code, receiver)
        defined = list(islice(reversed(machine.code), len(machine.code) - before))
        for key in [key for key in reversed(defined) if key not in machine.performed]:
            _run_bare(machine, machine.code[key], None)


def _run_bare(machine: Machine, code: Code, receiver: Reference | None) -> None:
    base = machine.store
    frame = Frame(code.module, machine.number(), code.scopes, code.name, base, code, owner=code.owner, bare=True)
    machine.performed[code.key] = machine.performed.get(code.key, 0) + 1
    kept, machine.frames = machine.frames, [frame]
    machine.traced = code.module.traced
    machine.store = base.branch()
    try:
        for name, value in parameters.bare_arguments(machine, code, receiver).items():
            machine.store.bind(frame.scope, name, value)
        run_body(machine, code)
        note_handler(machine, frame)
        for value in frame.returned:
            hand_back(machine, value)
        base.join([*frame.left, *([machine.store.delta(base)] if machine.store.alive else [])])
    finally:
        machine.frames, machine.store = kept, base
        base.alive = True


def _receiver(machine: Machine, code: Code) -> Reference:
    """An object for a method that nobody is seen to call: what all seen constructions made of one, or a fresh one."""
    assert code.owner is not None
    made = [reference for reference in machine.constructed.get(code.owner, []) if _has_state(machine, reference)]
    kind = Definition("class", code.owner)
    if made:
        states = [machine.store.state(reference) for reference in made]
        return _older(machine, heap.join_objects(states))
    holder = machine.allocate(heap.Instance(kind))
    init = attributes.class_attribute(machine, code.owner, "__init__")
    if isinstance(init, Definition) and init.key in machine.code and init.key != code.key:
        _run_bare(machine, machine.code[init.key], holder)
    else:
        _fields_bare(machine, machine.classes[code.owner], holder)
    instance = machine.instance(holder)
    assert instance is not None
    machine.store.put(holder, heap.from_before(instance))
    machine.watermark = machine.number()
    return holder


def _has_state(machine: Machine, reference: Reference) -> bool:
    return machine.instance(reference) is not None


def _older(machine: Machine, state: heap.Object) -> Reference:
    """An object that counts as made before this entry point."""
    reference = machine.allocate(state)
    machine.watermark = machine.number()
    return reference


def _fields_bare(machine: Machine, code: ClassCode, holder: Reference) -> None:
    """A data class made by nobody: each field holds its default, or what it would be given."""
    for name, statement in calls.fields(machine, code):
        place = Place(code.module.path, statement.span)
        value: Value = Unknown(f"the field {name}")
        if statement.value is not None:
            found = attributes.class_attribute(machine, code.key, name)
            default = found if found is not None else value
            value = default if isinstance(default, Variable) else _as_field_default(default, name, place)
        machine.set_attribute(holder, name, heap.Entry(value, place))


def _as_field_default(value: Value, name: str, place: Place) -> Value:
    if texts.is_text(value):
        return Variable(name, "parameter", value, place)
    return choose((value, Unknown(f"the field {name}")))
