"""The walk through programs: statements, branches, loops, bodies of functions and modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sendcloud_lint.analysis import (
    attributes,
    calls,
    evaluate,
    heap,
    imports,
    keeping,
    names,
    parameters,
    patterns,
    shared,
    tables,
    texts,
)
from sendcloud_lint.analysis.machine import (
    MAX_CONTEXTS,
    MAX_DEPTH,
    MAX_ROUNDS,
    UNROLLED,
    Arguments,
    ClassCode,
    Code,
    Frame,
    Machine,
    Passed,
)
from sendcloud_lint.analysis.modules import Module
from sendcloud_lint.analysis.responses import look
from sendcloud_lint.analysis.showing import printed, show
from sendcloud_lint.analysis.swallowing import note_branch, note_handlers, note_match
from sendcloud_lint.analysis.webhooks import note_handler
from sendcloud_lint.knowledge.places import is_code
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Known,
    Lifetime,
    Reference,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
)

Delta = Mapping[heap.Key, heap.Cell]

CONTEXT_MANAGERS = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


def enter(machine: Machine, module: Module) -> None:
    """Run a module's body, once. Its scope stays."""
    module.state, module.scope = "running", machine.number()
    frames, machine.frames = machine.frames, []
    named, machine.named = machine.named, []
    traced = machine.traced
    machine.frames.append(Frame(module, module.scope, (), "", machine.store))
    try:
        _bind_environment(machine, module.program.body)
        walk(machine, module.program.body)
        machine.store.alive = True
    finally:
        machine.frames, machine.named = frames, named
        module.traced = machine.traced if machine.traced is not traced else None
        module.state = "run"


def _bind_environment(machine: Machine, body: tuple[p.Statement, ...]) -> None:
    """What a script assigns on some ways only is the environment's on the others."""
    if machine.frame.module.program.language != "shell":
        return
    for name in shared.own_names(body):
        value = Variable(name.name, "environment", None, machine.place(name.span))
        machine.store.bind(machine.frame.scope, name.name, value)


def perform(machine: Machine, code: Code, arguments: Arguments, place: Place, receiver: Reference | None) -> Value:
    """Call a function of the project with these arguments."""
    reason = _refused(machine, code)
    if reason is not None:
        for value in arguments.all():
            machine.open(value)
        return Unknown(reason)
    machine.performed[code.key] = machine.performed.get(code.key, 0) + 1
    bound, handed = parameters.bound_arguments(machine, code, arguments, place, receiver)
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
        run_body(machine, code)
        note_handler(machine, frame)
        ends = [*frame.left, *([machine.store.delta(base)] if machine.store.alive else [])]
        ends = [_without_locals(delta, frame) for delta in ends]
    finally:
        machine.frames.pop()
        machine.named = named
        machine.store = base
    base.join(ends)
    result = _result(machine, code, frame)
    if code.lifetime is not None:
        result = keeping.keep(machine, result, code.lifetime)
    if parameters.may_add(code):
        machine.open(result, depth=0)
    return result


def _without_locals(delta: Delta, frame: Frame) -> Delta:
    """A body's own variables end with it, unless a function that it defined still sees them."""
    if frame.defined:
        return delta
    return {key: cell for key, cell in delta.items() if not isinstance(key, tuple) or key[0] != frame.scope}


def _result(machine: Machine, code: Code, frame: Frame) -> Value:
    if code.yields and any(isinstance(d, Definition) and d.key in CONTEXT_MANAGERS for d in code.decorators):
        return choose(tuple(frame.yielded)) if frame.yielded else Unknown("what a context manager binds")
    if code.yields:
        return machine.allocate(heap.items("list", tuple(frame.yielded), frame.yields_maybe or bool(frame.returned)))
    if not frame.returned and code.module.program.language == "shell":
        return Unknown("what a function prints")
    return choose(tuple(frame.returned)) if frame.returned else Known(None)


def _refused(machine: Machine, code: Code) -> str | None:
    if len(machine.frames) >= MAX_DEPTH:
        return f"more than {MAX_DEPTH} calls deep"
    if sum(frame.code is not None and frame.code.node is code.node for frame in machine.frames) >= 1:
        return "a recursion"
    if machine.is_spent:
        return "beyond what one entry point may take"
    if machine.performed.get(code.key, 0) >= MAX_CONTEXTS:
        return f"the result of a function called more than {MAX_CONTEXTS} times"
    return None


def run_body(machine: Machine, code: Code) -> None:
    """Walk a function's body in the frame on top."""
    machine.frame.group = code.node.span.start
    if isinstance(code.node, p.Lambda):
        machine.frame.returned.append(machine.evaluate(machine, code.node.body))
        return
    _bind_environment(machine, code.node.body)
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
    value = _unwrapped(machine, node.value, machine.named_value(name, node.value))
    if machine.frame.module.program.language == "shell":
        look(machine, value)
    is_field = node.annotation is not None and machine.frame.is_class and _takes_fields(machine)
    if is_field and name is not None:
        within = machine.place(node.value.span)
        value = parameters.as_default(value, name, "field", machine.place(target.span), within)
    if isinstance(target, p.Name) and target.name in machine.frame.empty:
        value = _standing_in(machine, target, value)
    for target in node.targets:
        names.assign(machine, target, value)
        names.note_target(machine, target, value)
        if is_field and isinstance(target, p.Name):
            names.note(machine, target.name, value, machine.place(target.span), None, is_default=True)


def _standing_in(machine: Machine, target: p.Name, value: Value) -> Value:
    """A text for a name that was read from somewhere, or given by a caller, and turned out empty: its default. What a
    module's empty name is filled with stays there."""
    if target.name in machine.frame.outer and machine.frame.module.program.language != "shell":
        return keeping.keep(machine, value, Lifetime(machine.place(target.span), keeping.EVER))
    found = names.lookup(machine, target)
    if not texts.is_text(value):
        return value
    read = next((option for option in alternatives(found) if isinstance(option, Variable)), None)
    if read is not None:
        return texts.with_default(read, value, target.name, read.origin)
    code = machine.frame.code
    is_given = code is not None and any(parameter.name == target.name for parameter in code.node.parameters)
    return Variable(target.name, "parameter", value, machine.place(target.span)) if is_given else value


def _unwrapped(machine: Machine, node: p.Expression, value: Value) -> Value:
    """`KEY = "…",` makes a tuple of one by mistake. The text in it is what was meant, and what is leaked."""
    items = machine.items(value)
    if items is None or not isinstance(node, p.Items) or items.kind != "tuple" or len(items.elements) != 1:
        return value
    if node.span.start != node.elements[0].span.start:
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
    bases = attributes.outside_bases(machine, code.key)
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


_PRINTERS = frozenset(("echo()", "printf()", "print()", "cat()", "tee()"))


def _evaluate(machine: Machine, node: p.Evaluate) -> None:
    """A shell's function is worth what it prints, to `$(…)`."""
    value = machine.evaluate(machine, node.value)
    if machine.frame.module.program.language != "shell":
        return
    target = _target(node.value)
    if target is None and (texts.is_text(value) or isinstance(value, Variable)):
        machine.frame.returned.append(value)
    if isinstance(node.value, p.Call) and _prints(machine, node.value):
        is_script = machine.frame.code is None or not is_code(machine.frame.module.path)
        if is_script or target is not None:
            where = machine.evaluate(machine, target) if target is not None else None
            printed(machine, value, where, machine.place(node.span))


def _target(node: p.Expression) -> p.Expression | None:
    """The file that a command's output goes into."""
    arguments = node.arguments if isinstance(node, p.Call) else ()
    return next((one.value for one in arguments if one.keyword == ">"), None)


def _prints(machine: Machine, node: p.Call) -> bool:
    """Whether a command prints what it is worth: a program that does, or a function of the script's own."""
    if not isinstance(node.function, p.Name):
        return False
    if node.function.name in _PRINTERS:
        return True
    function = names.lookup(machine, node.function)
    return isinstance(function, Definition) and function.key in machine.code


def _return(machine: Machine, node: p.Return) -> None:
    value = machine.evaluate(machine, node.value) if node.value is not None else Known(None)
    if machine.frame.module.program.language != "shell":
        machine.frame.returned.append(value)
    machine.frame.left.append(machine.store.delta(machine.frame.base))
    machine.store.alive = False


def _raise(machine: Machine, node: p.Raise) -> None:
    if isinstance(node.value, p.Call):
        said = calls.evaluated(machine, node.value.arguments)
        show(machine, said.all(), machine.place(node.value.span), "an exception's message")
        for value in said.all():
            look(machine, value)
    for part in (node.value, node.cause):
        if part is not None:
            machine.evaluate(machine, part)
    machine.store.alive = False


def _assert(machine: Machine, node: p.Assert) -> None:
    look(machine, machine.evaluate(machine, node.test))
    if node.message is not None:
        machine.evaluate(machine, node.message)


def _delete(machine: Machine, node: p.Delete) -> None:
    for target in node.targets:
        names.remove(machine, target)


def _branch(machine: Machine, node: p.Branch) -> None:
    test = machine.evaluate(machine, node.test)
    if machine.frame.module.program.language != "shell":
        # A shell tests a command's exit status.
        look(machine, test)
    note_branch(machine, node)
    verdict = texts.falsy(test)
    if verdict is not None and _is_constant(node.test):
        walk(machine, node.otherwise if verdict else node.body)
        return
    otherwise = p.Operation(node.test.span, "not", (node.test,))
    _arms(
        machine,
        [lambda: _walk_where(machine, node.test, node.body), lambda: _walk_where(machine, otherwise, node.otherwise)],
    )


def _walk_where(machine: Machine, test: p.Expression, body: tuple[p.Statement, ...]) -> None:
    """Walk what runs where a test holds: `not x`, `x is None` and `x == ""` say that `x` is empty there."""
    frame = machine.frame
    before = frame.empty
    match test:
        case p.Operation(_, "not", (p.Name() as name,)):
            frame.empty = (*before, name.name)
        case p.Operation(_, "is" | "==", (p.Name() as name, p.Constant(_, value))) if not value:
            frame.empty = (*before, name.name)
    walk(machine, body)
    frame.empty = before


def _is_constant(test: p.Expression) -> bool:
    """Tests of what was just computed are left open: a loop or a caller may bring another value."""
    return isinstance(test, p.Constant)


def _arms(machine: Machine, arms: list[Callable[[], None]]) -> None:
    """Walk each way in a branch of its own, then join those that lead on."""
    base, frame = machine.store, machine.frame
    ends: list[Delta] = []
    frame.doubts += 1
    for arm in arms:
        machine.store = base.branch()
        try:
            arm()
            if machine.store.alive:
                ends.append(machine.store.delta(base))
        finally:
            machine.store = base
    frame.doubts -= 1
    base.join(ends)


def _match(machine: Machine, node: p.Match) -> None:
    subject = machine.evaluate(machine, node.subject)
    look(machine, subject)
    note_match(machine, node)

    def arm(case: p.Case) -> Callable[[], None]:
        def run() -> None:
            if case.pattern is not None:
                patterns.bind(machine, case.pattern, subject)
            if case.guard is not None:
                machine.evaluate(machine, case.guard)
            walk(machine, case.body)

        return run

    arms = [arm(case) for case in node.cases]
    _arms(machine, arms if node.exhaustive else [*arms, lambda: None])


def _loop(machine: Machine, node: p.Loop) -> None:
    frame, base = machine.frame, machine.store
    frame.loops.append((base, []))
    frame.around.append(node)
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
        ends = [machine.store.delta(base)] if machine.store.alive and not _is_endless(node) else []
    finally:
        _, broken = frame.loops.pop()
        frame.around.pop()
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
    first = 1 if _is_endless(node) else 0
    times = 2 if machine.rounds < MAX_ROUNDS else 1 - first
    with machine.repeated(first + times):
        for _ in range(first):
            machine.frame.doubts += 1
            _iteration(machine, node, element)
            machine.frame.doubts -= 1
        for _ in range(times):
            _arms(machine, [lambda: None, lambda: _iteration(machine, node, element)])


def _is_endless(node: p.Loop) -> bool:
    """`while True:` runs at least once, and is left by its `break` alone."""
    return isinstance(node.test, p.Constant) and bool(node.test.value)


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
    raising = set(machine.observed.raising)
    try:
        walk(machine, node.body)
        note_handlers(machine, node, raising)
        reached: Delta = machine.store.delta(base)
        if machine.store.alive:
            walk(machine, node.otherwise)
        if machine.store.alive:
            ends.append(machine.store.delta(base))
        for handler in node.handlers:
            machine.store = base.branch()
            machine.store.join([{}, reached])
            _handler(machine, handler, node.body)
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


def _handler(machine: Machine, handler: p.Handler, body: tuple[p.Statement, ...]) -> None:
    """What the body meant to set is empty here, as it may have failed before."""
    frame = machine.frame
    before = frame.empty
    frame.empty = (*before, *(name.name for name in shared.own_names(body)))
    if handler.kind is not None:
        machine.evaluate(machine, handler.kind)
    if handler.name is not None:
        names.bind(machine, handler.name, Unknown("an exception"))
    walk(machine, handler.body)
    frame.empty = before


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
            method = attributes.class_attribute(machine, instance.type.key, name)
            if isinstance(method, Definition) and method.key in machine.code:
                return perform(machine, machine.code[method.key], machine.no_arguments, place, value)
    return value


def _function(machine: Machine, node: p.Function) -> None:
    decorators = tuple(machine.evaluate(machine, decorator) for decorator in node.decorators)
    definition = calls.define(machine, node, node.name.name, decorators)
    for decorator, written in zip(decorators, node.decorators, strict=True):
        keeping.note_decorator(machine, machine.code[definition.key], decorator, machine.place(written.span))
    parameters.note_options(machine, machine.code[definition.key])
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


def _scope(machine: Machine, node: p.Scope) -> None:
    frame = machine.frame
    if node.kind == "global":
        frame.outer |= set(node.names)
    else:
        frame.nonlocals |= set(node.names)


_HANDLERS: dict[type, Callable[[Machine, Any], None]] = {
    p.Assign: _assign, p.Augment: _augment, p.Evaluate: _evaluate, p.Return: _return, p.Raise: _raise,
    p.Assert: _assert, p.Delete: _delete, p.Branch: _branch, p.Match: _match, p.Loop: _loop, p.Try: _try,
    p.With: _with, p.Function: _function, p.Class: _class, p.Import: imports.bind_module,
    p.ImportFrom: imports.bind_names, p.Scope: _scope, p.Jump: _jump,
}  # fmt: skip
