"""The walk through programs: statements, branches, loops, bodies of functions and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sendcloud_lint.analysis import calls, evaluate, heap, names, shared, tables, texts
from sendcloud_lint.analysis.machine import (
    MAX_CONTEXTS,
    MAX_DEPTH,
    MAX_ROUNDS,
    MAX_STEPS_IN_CALLS,
    UNROLLED,
    Arguments,
    ClassCode,
    Code,
    Frame,
    Machine,
    Passed,
)
from sendcloud_lint.analysis.modules import Module, Project
from sendcloud_lint.analysis.observed import Observed
from sendcloud_lint.knowledge.clients import known_clients
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Unknown, Value, Variable, alternatives, choose

Delta = Mapping[heap.Key, heap.Cell]

CONTEXT_MANAGERS = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


def interpret(project: Project, hosts: frozenset[str] = frozenset()) -> Observed:
    """Run every module of the project, then every function that nothing was seen to call."""
    facts = shared.Shared()
    for module in project.modules.values():
        shared.collect(facts, module.path, module.program.body)
    machine = Machine(project, known_clients(), facts, hosts, perform, enter, evaluate.evaluate)
    for module in project.modules.values():
        if module.state == "new":
            enter(machine, module)
    _enter_functions(machine)
    return machine.observed


def enter(machine: Machine, module: Module) -> None:
    """Run a module's body, once. Its scope stays."""
    module.state, module.scope = "running", machine.number()
    frames, machine.frames = machine.frames, []
    named, machine.named = machine.named, []
    machine.frames.append(Frame(module, module.scope, (), "", machine.store))
    try:
        walk(machine, module.program.body)
        machine.store.alive = True
    finally:
        machine.frames, machine.named = frames, named
        module.state = "run"


def _enter_functions(machine: Machine) -> None:
    """Functions that no name refers to come first: what they call is then known by its calls."""
    waiting = [key for key in machine.code if not key.count("#")]
    machine.overridden = set(_overridden(machine))
    mentioned = shared.mentioned_names(module.program.body for module in machine.project.modules.values())
    for first in (True, False):
        for key in waiting:
            code = machine.code[key]
            if key not in machine.performed and (not first or code.name.rpartition(".")[2] not in mentioned):
                _enter_function(machine, code)


def _overridden(machine: Machine) -> Iterator[tuple[str, str]]:
    """Every method that a class inherits and defines anew, by the class that it inherits it from."""
    for code in machine.classes.values():
        methods = [statement.name.name for statement in code.node.body if isinstance(statement, p.Function)]
        for base in names.bases(machine, code.key)[1:]:
            yield from ((base.key, name) for name in methods)


def _enter_function(machine: Machine, code: Code) -> None:
    """A function as an entry point, and the functions that it defined and nobody called."""
    with machine.entry_point():
        known = set(machine.code)
        receiver = _receiver(machine, code) if code.owner is not None else None
        machine.inexact = receiver
        _run_bare(machine, code, receiver)
        for key in [key for key in machine.code if key not in known and key not in machine.performed]:
            _run_bare(machine, machine.code[key], None)


def _run_bare(machine: Machine, code: Code, receiver: Reference | None) -> None:
    frame = Frame(
        code.module, machine.number(), code.scopes, code.name, machine.store, code, owner=code.owner, bare=True
    )
    machine.performed[code.key] = machine.performed.get(code.key, 0) + 1
    kept, machine.frames = machine.frames, [frame]
    try:
        for name, value in calls.bare_arguments(machine, code, receiver).items():
            machine.store.bind(frame.scope, name, value)
        _body(machine, code)
    finally:
        machine.frames = kept
        machine.store.alive = True


def _receiver(machine: Machine, code: Code) -> Reference:
    """An object for a method that nobody is seen to call: what all seen constructions made of one, or a fresh one."""
    assert code.owner is not None
    made = [reference for reference in machine.constructed.get(code.owner, []) if _has_state(machine, reference)]
    kind = Definition("class", code.owner)
    if made:
        states = [machine.store.state(reference) for reference in made]
        return _older(machine, heap.join_objects(states))
    holder = machine.allocate(heap.Instance(kind))
    init = names.class_attribute(machine, code.owner, "__init__")
    if isinstance(init, Definition) and init.key in machine.code and init.key != code.key:
        _run_bare(machine, machine.code[init.key], holder)
    else:
        _fields_bare(machine, machine.classes[code.owner], holder)
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
            found = names.class_attribute(machine, code.key, name)
            default = found if found is not None else value
            value = default if isinstance(default, Variable) else _as_field_default(default, name, place)
        machine.set_attribute(holder, name, heap.Entry(value, place))


def _as_field_default(value: Value, name: str, place: Place) -> Value:
    if texts.is_text(value):
        return Variable(name, "parameter", value, place)
    return choose((value, Unknown(f"the field {name}")))


def perform(machine: Machine, code: Code, arguments: Arguments, place: Place, receiver: Reference | None) -> Value:
    """Call a function of the project with these arguments."""
    reason = _refused(machine, code)
    if reason is not None:
        for value in arguments.all():
            machine.open(value)
        return Unknown(reason)
    machine.performed[code.key] = machine.performed.get(code.key, 0) + 1
    bound, handed = calls.bound_arguments(machine, code, arguments, place, receiver)
    frame = Frame(
        code.module, machine.number(), code.scopes, code.name, machine.store, code, place, code.owner, handed=handed
    )
    base = machine.store
    machine.frames.append(frame)
    named, machine.named = machine.named, []
    machine.store = base.branch()
    try:
        for name, value in bound.items():
            machine.store.bind(frame.scope, name, value)
        _body(machine, code)
        ends = [*frame.left, *([machine.store.delta(base)] if machine.store.alive else [])]
        ends = [_without_locals(delta, frame) for delta in ends]
    finally:
        machine.frames.pop()
        machine.named = named
        machine.store = base
    base.join(ends)
    return _result(machine, code, frame)


def _without_locals(delta: Delta, frame: Frame) -> Delta:
    """A body's own variables end with it, unless a function that it defined still sees them."""
    if frame.defined:
        return delta
    return {key: cell for key, cell in delta.items() if not isinstance(key, tuple) or key[0] != frame.scope}


def _result(machine: Machine, code: Code, frame: Frame) -> Value:
    if code.yields and any(isinstance(d, Definition) and d.key in CONTEXT_MANAGERS for d in code.decorators):
        return choose(tuple(frame.yielded)) if frame.yielded else Unknown("what a context manager binds")
    if code.yields:
        return machine.allocate(heap.Items("list", tuple(frame.yielded), True))
    return choose(tuple(frame.returned)) if frame.returned else Known(None)


def _refused(machine: Machine, code: Code) -> str | None:
    if len(machine.frames) >= MAX_DEPTH:
        return f"more than {MAX_DEPTH} calls deep"
    if sum(frame.code is not None and frame.code.node is code.node for frame in machine.frames) >= 1:
        return "a recursion"
    if machine.steps > MAX_STEPS_IN_CALLS:
        return "beyond what one entry point may take"
    if machine.performed.get(code.key, 0) >= MAX_CONTEXTS:
        return f"the result of a function called more than {MAX_CONTEXTS} times"
    return None


def _body(machine: Machine, code: Code) -> None:
    """Walk a function's body in the frame on top."""
    machine.frame.group = code.node.span.start
    if isinstance(code.node, p.Lambda):
        machine.frame.returned.append(machine.evaluate(machine, code.node.body))
        return
    walk(machine, code.node.body)


def walk(machine: Machine, body: tuple[p.Statement, ...]) -> None:
    """Statements one after another, as long as any way leads on."""
    for statement in body:
        if not machine.store.alive:
            return
        if len(machine.frames) > 1:
            machine.steps += 1
        _HANDLERS[type(statement)](machine, statement)


def _assign(machine: Machine, node: p.Assign) -> None:
    if node.value is None:
        return
    target = node.targets[0]
    name = target.name if isinstance(target, p.Name | p.Attribute) else None
    with machine.naming(name):
        value = machine.evaluate(machine, node.value)
    value = _unwrapped(machine, node.value, value)
    is_field = node.annotation is not None and machine.frame.is_class and _takes_fields(machine)
    for target in node.targets:
        names.assign(machine, target, value)
        names.note_target(machine, target, value)
        if is_field and isinstance(target, p.Name):
            names.note(machine, target.name, value, machine.place(target.span), None, is_default=True)


def _unwrapped(machine: Machine, node: p.Expression, value: Value) -> Value:
    """`KEY = "…",` makes a tuple of one by mistake. The text in it is what was meant, and what is leaked."""
    items = machine.items(value)
    if items is None or not isinstance(node, p.Items) or items.kind != "tuple" or len(items.elements) != 1:
        return value
    return items.elements[0] if texts.is_text(items.elements[0]) else value


FIELD_BASES = ("pydantic", "typing.NamedTuple", "msgspec", "environs")
FIELD_DECORATORS = ("dataclasses.", "attr.", "attrs.", "pydantic.dataclasses.")


def _takes_fields(machine: Machine) -> bool:
    """Whether the class being walked makes defaults of its annotated names."""
    code = machine.classes.get(machine.frame.owner or "")
    if code is None:
        return False
    decorators = [d.key for d in code.decorators if isinstance(d, Definition)]
    bases = names.outside_bases(machine, code.key)
    return any(d.startswith(FIELD_DECORATORS) for d in decorators) or any(b.startswith(FIELD_BASES) for b in bases)


def _augment(machine: Machine, node: p.Augment) -> None:
    current = machine.evaluate(machine, node.target)
    value = machine.evaluate(machine, node.value)
    if node.operator == "|" and any(machine.table(option) is not None for option in alternatives(current)):
        for option in alternatives(current):
            if isinstance(option, Reference):
                tables.merge(machine, option, value)
        return
    if node.operator == "+":
        names.assign(machine, node.target, evaluate.added(machine, current, value))
    else:
        names.assign(machine, node.target, Unknown("a computed value"))


def _evaluate(machine: Machine, node: p.Evaluate) -> None:
    machine.evaluate(machine, node.value)


def _return(machine: Machine, node: p.Return) -> None:
    value = machine.evaluate(machine, node.value) if node.value is not None else Known(None)
    machine.frame.returned.append(value)
    machine.frame.left.append(machine.store.delta(machine.frame.base))
    machine.store.alive = False


def _raise(machine: Machine, node: p.Raise) -> None:
    for part in (node.value, node.cause):
        if part is not None:
            machine.evaluate(machine, part)
    machine.store.alive = False


def _assert(machine: Machine, node: p.Assert) -> None:
    machine.evaluate(machine, node.test)
    if node.message is not None:
        machine.evaluate(machine, node.message)


def _delete(machine: Machine, node: p.Delete) -> None:
    for target in node.targets:
        names.remove(machine, target)


def _branch(machine: Machine, node: p.Branch) -> None:
    verdict = texts.falsy(machine.evaluate(machine, node.test))
    if verdict is not None and _is_constant(node.test):
        walk(machine, node.otherwise if verdict else node.body)
        return
    _arms(machine, [lambda: walk(machine, node.body), lambda: walk(machine, node.otherwise)])


def _is_constant(test: p.Expression) -> bool:
    """Tests of what was just computed are left open: a loop or a caller may bring another value."""
    return isinstance(test, p.Constant)


def _arms(machine: Machine, arms: list[Callable[[], None]]) -> None:
    """Walk each way in a branch of its own, then join those that lead on."""
    base = machine.store
    ends: list[Delta] = []
    for arm in arms:
        machine.store = base.branch()
        try:
            arm()
            if machine.store.alive:
                ends.append(machine.store.delta(base))
        finally:
            machine.store = base
    base.join(ends)


def _match(machine: Machine, node: p.Match) -> None:
    machine.evaluate(machine, node.subject)

    def arm(case: p.Case) -> Callable[[], None]:
        def run() -> None:
            for name in case.bound:
                names.bind(machine, name.name, Unknown("a part of what is matched"))
            if case.guard is not None:
                machine.evaluate(machine, case.guard)
            walk(machine, case.body)

        return run

    arms = [arm(case) for case in node.cases]
    _arms(machine, arms if node.exhaustive else [*arms, lambda: None])


def _loop(machine: Machine, node: p.Loop) -> None:
    frame, base = machine.frame, machine.store
    frame.loops.append((base, []))
    machine.store = base.branch()
    try:
        values, is_open = (None, True)
        if node.iterable is not None:
            values, is_open = names.elements(machine, machine.evaluate(machine, node.iterable))
        fits = values is not None and len(values) <= UNROLLED and machine.rounds * len(values) <= MAX_ROUNDS
        if values is not None and not is_open and fits:
            _unrolled(machine, node, values)
        else:
            _repeated(machine, node, values)
        if machine.store.alive:
            walk(machine, node.otherwise)
        ends = [machine.store.delta(base)] if machine.store.alive else []
    finally:
        _, broken = frame.loops.pop()
        machine.store = base
    base.join([*ends, *broken])


def _unrolled(machine: Machine, node: p.Loop, values: tuple[Value, ...]) -> None:
    with machine.repeated(len(values)):
        for value in values:
            if machine.store.alive:
                _iteration(machine, node, value)


def _repeated(machine: Machine, node: p.Loop, values: tuple[Value, ...] | None) -> None:
    """None, one or more times round: what a second round may find is what the first one left."""
    element: Value = choose(values, 64) if values else Unknown("an element of a loop")
    times = 2 if machine.rounds < MAX_ROUNDS else 1
    with machine.repeated(times):
        for _ in range(times):
            _arms(machine, [lambda: None, lambda: _iteration(machine, node, element)])


def _iteration(machine: Machine, node: p.Loop, value: Value) -> None:
    frame, base = machine.frame, machine.store
    frame.rounds.append((base, []))
    machine.store = base.branch()
    try:
        if node.test is not None:
            machine.evaluate(machine, node.test)
        if node.target is not None:
            names.assign(machine, node.target, value)
        walk(machine, node.body)
        ends = [machine.store.delta(base)] if machine.store.alive else []
    finally:
        _, continued = frame.rounds.pop()
        machine.store = base
    base.join([*ends, *continued])


def _jump(machine: Machine, node: p.Jump) -> None:
    """Hand the state to where the loop goes on from here."""
    waiting = machine.frame.loops if node.kind == "break" else machine.frame.rounds
    if waiting:
        base, ends = waiting[-1]
        ends.append(machine.store.delta(base))
    machine.store.alive = False


def _try(machine: Machine, node: p.Try) -> None:
    """A handler finds what the body had done by then: anything between nothing and all of it."""
    base = machine.store
    machine.store = base.branch()
    ends: list[Delta] = []
    try:
        walk(machine, node.body)
        reached: Delta = machine.store.delta(base)
        if machine.store.alive:
            walk(machine, node.otherwise)
        if machine.store.alive:
            ends.append(machine.store.delta(base))
        for handler in node.handlers:
            machine.store = base.branch()
            machine.store.join([{}, reached])
            _handler(machine, handler)
            if machine.store.alive:
                ends.append(machine.store.delta(base))
    finally:
        machine.store = base
    if ends or not node.final:
        base.join(ends)
        walk(machine, node.final)
    else:
        _arms(machine, [lambda: walk(machine, node.final)])
        machine.store.alive = False


def _handler(machine: Machine, handler: p.Handler) -> None:
    if handler.kind is not None:
        machine.evaluate(machine, handler.kind)
    if handler.name is not None:
        names.bind(machine, handler.name.name, Unknown("an exception"))
    walk(machine, handler.body)


def _with(machine: Machine, node: p.With) -> None:
    for item in node.items:
        value = machine.evaluate(machine, item.value)
        if item.target is not None:
            names.assign(machine, item.target, _entered(machine, value, machine.place(item.value.span)))
    walk(machine, node.body)


def _entered(machine: Machine, value: Value, place: Place) -> Value:
    """What `with value as` binds: what its `__enter__` returns, else the value itself."""
    instance = machine.instance(value)
    if instance is not None and isinstance(value, Reference) and isinstance(instance.type, Definition):
        for name in ("__enter__", "__aenter__"):
            method = names.class_attribute(machine, instance.type.key, name)
            if isinstance(method, Definition) and method.key in machine.code:
                return perform(machine, machine.code[method.key], machine.no_arguments, place, value)
    return value


def _function(machine: Machine, node: p.Function) -> None:
    decorators = tuple(machine.evaluate(machine, decorator) for decorator in node.decorators)
    definition = calls.define(machine, node, node.name.name, decorators)
    calls.note_options(machine, machine.code[definition.key])
    machine.store.bind(machine.frame.scope, node.name.name, _decorated(machine, definition, decorators, node))


def _decorated(machine: Machine, definition: Definition, decorators: tuple[Value, ...], node: p.Function) -> Value:
    """What the project's own decorators make of a function. Those from outside are taken to keep what it does."""
    value: Value = definition
    for decorator in reversed(decorators):
        if isinstance(decorator, Definition) and decorator.kind in ("function", "partial"):
            place = machine.place(node.name.span)
            made = calls.apply(machine, decorator, Arguments((Passed(value, place, place),)), place)
            value = made if isinstance(made, Definition) else value
    return value


def _class(machine: Machine, node: p.Class) -> None:
    """A class's body runs at once, in a scope that its methods do not see."""
    frame = machine.frame
    decorators = tuple(machine.evaluate(machine, decorator) for decorator in node.decorators)
    bases = tuple(machine.evaluate(machine, base.value) for base in node.bases if base.keyword is None)
    key = f"{frame.module.path}:{node.span.start}"
    scope = machine.number()
    name = f"{frame.name}.{node.name.name}" if frame.name else node.name.name
    machine.classes[key] = ClassCode(key, node, frame.module, scope, node.name.name, bases, decorators)
    outer = frame.scopes if frame.is_class else (frame.scope, *frame.scopes)
    inner = Frame(
        frame.module,
        scope,
        outer,
        name,
        machine.store,
        frame.code,
        frame.call,
        key,
        group=node.span.start,
        is_class=True,
    )
    machine.frames.append(inner)
    named, machine.named = machine.named, []
    try:
        walk(machine, node.body)
    finally:
        machine.frames.pop()
        machine.named = named
    machine.store.alive = True
    machine.store.bind(frame.scope, node.name.name, Definition("class", key))


def _import(machine: Machine, node: p.Import) -> None:
    importer = machine.frame.module.path
    name = node.module if node.renamed else node.module.partition(".")[0]
    module = machine.project.find(name, importer)
    if not node.renamed and "." in node.module:
        inner = machine.project.find(node.module, importer)
        if inner is not None and inner.state == "new":
            enter(machine, inner)
    value = _module_value(machine, module) if module is not None else Definition("outside", name)
    machine.store.bind(machine.frame.scope, node.bound, value)


def _module_value(machine: Machine, module: Module) -> Value:
    if module.state == "new":
        enter(machine, module)
    return Definition("module", module.path)


def _import_from(machine: Machine, node: p.ImportFrom) -> None:
    module = _imported(machine, node)
    if module is not None and module.state == "new":
        enter(machine, module)
    for name, bound in node.names:
        if name == "*":
            _import_star(machine, node, module)
        elif module is not None:
            machine.store.bind(machine.frame.scope, bound, names.module_attribute(machine, module, name))
        else:
            machine.store.bind(machine.frame.scope, bound, _from_outside(machine, node, name))


def _imported(machine: Machine, node: p.ImportFrom) -> Module | None:
    importer = machine.frame.module.path
    if node.level:
        return machine.project.find_relative(node.module, node.level, importer)
    return machine.project.find(node.module, importer)


def _from_outside(machine: Machine, node: p.ImportFrom, name: str) -> Value:
    """A name of a package that is not the project's, or of a folder of it without an `__init__.py`."""
    importer = machine.frame.module.path
    below = f"{node.module}.{name}" if node.module else name
    inner = (
        machine.project.find_relative(below, node.level, importer)
        if node.level
        else machine.project.find(below, importer)
    )
    return _module_value(machine, inner) if inner is not None else Definition("outside", below)


def _import_star(machine: Machine, node: p.ImportFrom, module: Module | None) -> None:
    if module is None:
        machine.stars[machine.frame.module.path] = node.module
        return
    for name in machine.store.names_in(module.scope):
        value = machine.store.variable(module.scope, name)
        if value is not None and not name.startswith("_"):
            machine.store.bind(machine.frame.scope, name, value)


def _scope(machine: Machine, node: p.Scope) -> None:
    frame = machine.frame
    if node.kind == "global":
        frame.outer |= set(node.names)
    else:
        frame.nonlocals |= set(node.names)


_HANDLERS: dict[type, Callable[[Machine, Any], None]] = {
    p.Assign: _assign, p.Augment: _augment, p.Evaluate: _evaluate, p.Return: _return, p.Raise: _raise,
    p.Assert: _assert, p.Delete: _delete, p.Branch: _branch, p.Match: _match, p.Loop: _loop, p.Try: _try,
    p.With: _with, p.Function: _function, p.Class: _class, p.Import: _import, p.ImportFrom: _import_from,
    p.Scope: _scope, p.Jump: _jump,
}  # fmt: skip
