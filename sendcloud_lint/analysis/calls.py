"""Calls: whose code they run, with which arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import takewhile

from sendcloud_lint.analysis import (
    attributes,
    clients,
    encodings,
    heap,
    keeping,
    methods,
    models,
    names,
    parameters,
    retries,
    scratch,
    shared,
    showing,
    tables,
    texts,
)
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, ClassCode, Code, Machine, Passed
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
    pieces_of,
    with_step,
)

# Methods of executors, queues and schedulers: they call the function that they are handed with the rest.
_CALLERS = frozenset(("submit", "run_in_executor", "enqueue", "apply_async", "spawn", "start_soon", "add_task"))


def call(machine: Machine, node: p.Call) -> Value:
    """A call where it stands. Each function that it may mean is called."""
    place = machine.place(node.span)
    if isinstance(node.function, p.Attribute):
        receiver = machine.evaluate(machine, node.function.value)
        arguments = _arguments(machine, node)
        name, at = node.function.name, machine.place(node.function.span)
        return choose(tuple(_call_on(machine, option, name, arguments, place, at) for option in alternatives(receiver)))
    function = machine.evaluate(machine, node.function)
    arguments = _arguments(machine, node)
    if machine.frame.module.program.language == "shell":
        function, arguments = _command_of(machine, function, arguments, place)
    return choose(tuple(apply(machine, option, arguments, place) for option in alternatives(function)))


def _command_of(machine: Machine, function: Value, arguments: Arguments, place: Place) -> tuple[Value, Arguments]:
    """The program that words in a variable or a list begin with, with the rest of them before its own."""
    items = machine.items(function)
    words = items.elements if items is not None else texts.words_of(function) if texts.is_text(function) else ()
    name = texts.constant(words[0]) if words else None
    if name is None:
        return function, arguments
    first = tuple(Passed(word, at, at) for word in words[1:] for at in [_written_at(word, place)])
    known = replace(arguments, positional=(*first, *arguments.positional))
    return names.lookup_command(machine, name.rpartition("/")[2]), known


def _may_be_overridden(machine: Machine, receiver: Value, name: str) -> bool:
    """Whether an object that stands for any of its class's kind may have another method of this name."""
    instance = machine.instance(receiver)
    return (
        instance is not None
        and isinstance(instance.type, Definition)
        and (instance.type.key, name) in machine.overridden
    )


def _arguments(machine: Machine, node: p.Call) -> Arguments:
    arguments = evaluated(machine, node.arguments)
    note_keywords(machine, node, arguments)
    return arguments


def _call_on(machine: Machine, receiver: Value, name: str, arguments: Arguments, place: Place, at: Place) -> Value:
    """A method of one value: of code or of an outside object, else of a text, a table, a list."""
    if isinstance(receiver, Definition) or machine.instance(receiver) is not None:
        function = attributes.attribute(machine, receiver, name, at)
        result = choose(tuple(apply(machine, option, arguments, place) for option in alternatives(function)))
        if receiver == machine.inexact and _may_be_overridden(machine, receiver, name):
            return choose((result, _unseen(machine, Definition("method", name), arguments)))
        return result
    if isinstance(receiver, Variable) and showing.tells(receiver.name, name):
        return showing.told(machine, arguments, place)
    read = _read_or_kept(machine, name, arguments, place)
    if read is not None:
        return read
    if name in _CALLERS:
        called = handed_on(machine, arguments, place)
        if called is not None:
            return called
    return methods.call_method(machine, receiver, name, arguments, place)


def _read_or_kept(machine: Machine, name: str, arguments: Arguments, place: Place) -> Value | None:
    """What a call reads from a store of secrets, or hands on after a cache has it too; None for any other call."""
    if keeping.reads(name.rpartition(".")[2], arguments):
        return keeping.secret(machine, name.rpartition(".")[2], place)
    lasting = keeping.lasting(machine, name, arguments, place)
    if lasting is None:
        return None
    value, lifetime = lasting
    if isinstance(value, Definition):
        value = apply(machine, value, machine.no_arguments, place)
    return keeping.keep(machine, value, lifetime)


def evaluated(machine: Machine, nodes: tuple[p.Argument, ...]) -> Arguments:
    """Arguments in order, with stars spread out."""
    positional: list[Passed] = []
    keywords: dict[str, Passed] = {}
    is_open = False
    for node in nodes:
        value = machine.named_value(node.keyword, node.value)
        place = machine.place(node.keyword_span or node.value.span)
        if node.star == "*":
            is_open = _spread_items(machine, value, place, positional) or is_open
        elif node.star == "**":
            is_open = _spread_table(machine, value, keywords) or is_open
        elif node.keyword is not None:
            keywords[node.keyword] = Passed(value, place, machine.place(node.value.span))
        else:
            positional.append(Passed(value, place, place))
    return Arguments(tuple(positional), keywords, is_open)


def _spread_items(machine: Machine, value: Value, place: Place, positional: list[Passed]) -> bool:
    items = machine.items(value)
    are_words = machine.frame.module.program.language == "shell"
    at = place
    for element in items.elements if items is not None else ():
        # A word that begins with a variable stands behind the one before it.
        at = _written_at(element, at) if are_words else place
        positional.append(Passed(element, at, at))
    return items is None or items.open


def _written_at(word: Value, otherwise: Place) -> Place:
    """Where a word of a list begins that is written there itself."""
    first = pieces_of(word)[0]
    return first.origins[0] if isinstance(first, Known) and first.origins else otherwise


def _spread_table(machine: Machine, value: Value, keywords: dict[str, Passed]) -> bool:
    is_open = False
    for option in alternatives(value):
        entries, more = tables.entries_of(machine, option)
        keywords.update(
            {name: Passed(entry.value, entry.place, entry.place, entry.certain) for name, entry in entries.items()}
        )
        is_open = is_open or more
    return is_open


def note_keywords(machine: Machine, node: p.Call, arguments: Arguments) -> None:
    """A keyword names its value, except `default`: that is told by what the call is for."""
    for argument in node.arguments:
        if argument.keyword in arguments.keywords and argument.keyword not in (None, "default"):
            passed = arguments.keywords[argument.keyword]
            names.note(machine, argument.keyword, passed.value, passed.place, node.span.start)


def apply(machine: Machine, function: Value, arguments: Arguments, place: Place) -> Value:
    """Call a value."""
    instance = machine.instance(function)
    if instance is not None and isinstance(function, Reference):
        return _call_object(machine, function, instance, arguments, place)
    if not isinstance(function, Definition):
        return _unseen(machine, function, arguments)
    call_of_kind = _CALLS.get(function.kind, _unseen_at)
    return call_of_kind(machine, function, arguments, place)


def _call_function(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    code = machine.code[function.key]
    own = clients.own_client(machine, _qualified(code))
    if own is not None:
        return clients.own_call(machine, own, code.name, _by_name(code, function, arguments), place)
    return _run(machine, code, arguments, place, function.bound)


def _qualified(code: Code) -> str:
    """A function's name as an import would begin it, from the project's root."""
    module = code.module.path.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    return f"{module}.{code.name}"


def _by_name(code: Code, function: Definition, arguments: Arguments) -> Arguments:
    """The arguments known both by position and by their parameters' names, as far as they are given."""
    names_ = [parameter.name for parameter in code.node.parameters if not parameter.star and not parameter.keyword_only]
    own = names_[1:] if function.bound is not None and not parameters.is_static(code) else names_
    named = {**dict(zip(own, arguments.positional, strict=False)), **arguments.keywords}
    by_place = tuple(named[name] for name in takewhile(named.__contains__, own))
    return Arguments(by_place or arguments.positional, named, arguments.open)


def _call_class(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    return instantiate(machine, machine.classes[function.key], arguments, place)


def _call_partial(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    inner, first = machine.partials[function.key]
    return apply(machine, inner, _partial(first, arguments), place)


def _call_bound(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    call_bound = _method if function.bound is not None else _unseen_at
    return call_bound(machine, function, arguments, place)


def _unseen_at(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    return _unseen(machine, function, arguments)


def _call_keeper(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    """A function that is decorated where it stands."""
    first = arguments.value(0, None)
    if not isinstance(first, Definition) or first.kind != "function":
        return _unseen(machine, function, arguments)
    return keeping.kept_function(machine, first, machine.keepers[function.key])


def _call_record(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    """A named tuple by its fields."""
    found = {name: arguments.get(index, name) for index, name in enumerate(machine.records[function.key])}
    given = {name: Entry(passed.value, passed.place) for name, passed in found.items() if passed is not None}
    return machine.allocate(heap.Instance(Definition("outside", "collections.namedtuple"), given, arguments.open))


def handed_on(machine: Machine, arguments: Arguments, place: Place) -> Value | None:
    """The call of the first function among arguments with what follows it; None if there is none."""
    for index, passed in enumerate(arguments.positional):
        is_ours = isinstance(passed.value, Definition) and passed.value.kind in ("function", "partial", "method")
        is_clients = isinstance(passed.value, Definition) and passed.value.key in machine.clients.functions
        if is_ours or is_clients:
            rest = Arguments(arguments.positional[index + 1 :], arguments.keywords, arguments.open)
            return apply(machine, passed.value, rest, place)
    return None


def table_of(machine: Machine, value: Value, place: Place, *, is_open: bool) -> Value:
    """The fields of an object by name, where they got their values."""
    instance = machine.instance(value)
    if instance is None:
        return Unknown("the fields of something unknown")
    kind = instance.type
    code = machine.classes.get(kind.key) if isinstance(kind, Definition) else None
    found = dict(instance.attributes)
    for name, statement in fields(machine, code) if code is not None else ():
        if name not in found and code is not None:
            declared = Place(code.module.path, statement.span)
            found[name] = Entry(attributes.attribute(machine, value, name, place), declared)
    return machine.allocate(heap.Table(found, is_open or instance.open))


def _partial(first: Arguments, then: Arguments) -> Arguments:
    keywords = {**first.keywords, **then.keywords}
    return Arguments((*first.positional, *then.positional), keywords, first.open or then.open)


def _unseen(machine: Machine, function: Value, arguments: Arguments) -> Value:
    """Code that can't be seen may keep and change what it is handed."""
    retries.hand_over(machine, function, arguments.all())
    scratch.touch(machine, arguments)
    for value in arguments.all():
        machine.open(value)
    name = function.key if isinstance(function, Definition) else "an unknown function"
    if name.startswith("command."):
        encoded = encodings.encoded_by(name.removeprefix("command."), arguments)
        if encoded is not None:
            return encoded
    return Unknown(f"what {name} returns")


def _outside(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    model = models.MODELS.get(function.key)
    if model is not None:
        return model(machine, arguments, place)
    read = _read_or_kept(machine, function.key, arguments, place)
    if read is not None:
        return read
    holder, _, name = function.key.rpartition(".")
    if showing.tells(holder, name):
        return showing.told(machine, arguments, place)
    own = clients.own_client(machine, function.key)
    if own is not None:
        return clients.own_call(machine, own, function.key, arguments, place)
    result = clients.outside_call(machine, function.key, arguments, place)
    return result if result is not None else _unseen(machine, function, arguments)


def _call_object(
    machine: Machine, holder: Reference, instance: heap.Instance, arguments: Arguments, place: Place
) -> Value:
    """`object(…)`: its class's `__call__`, or what a model says of such an object."""
    kind = instance.type
    if isinstance(kind, Definition) and kind.kind == "type":
        return instantiate(machine, machine.classes[kind.key], arguments, place)
    if isinstance(kind, Definition) and kind.kind == "class":
        found = attributes.class_attribute(machine, kind.key, "__call__")
        if isinstance(found, Definition) and found.key in machine.code:
            return _run(machine, machine.code[found.key], arguments, place, holder)
    return _method(machine, Definition("method", "__call__", holder), arguments, place)


def _method(machine: Machine, function: Definition, arguments: Arguments, place: Place) -> Value:
    assert function.bound is not None
    instance = machine.instance(function.bound)
    if instance is None:
        return methods.call_method(machine, function.bound, function.key, arguments, place)
    kind = instance.type.key if isinstance(instance.type, Definition) else ""
    if function.key == "__new__":
        return _blank(machine, arguments, place)
    if function.key in attributes.DUMPS and not arguments.positional:
        return table_of(machine, function.bound, place, is_open=bool(arguments.keywords) or arguments.open)
    known = models.METHODS.get((kind, function.key)) or models.METHODS.get((kind, "*"))
    if known is not None:
        return known(machine, function.bound, arguments, place)
    result = clients.method_call(machine, function.bound, function.key, arguments, place)
    return result if result is not None else _unseen(machine, function, arguments)


@models.model("builtins.object.__new__")
def _blank(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """What `object.__new__` makes of a class of the project."""
    kind = arguments.value(0, "cls")
    key = attributes.class_key(machine, kind) if isinstance(kind, Reference) else ""
    if isinstance(kind, Definition) and kind.kind == "class":
        key = kind.key
    if key not in machine.classes:
        return Unknown("an object of an unknown class")
    return machine.allocate(heap.Instance(Definition("class", key)))


def _run(machine: Machine, code: Code, arguments: Arguments, place: Place, bound: Reference | None) -> Value:
    return machine.perform(machine, code, arguments, place, bound)


def instantiate(machine: Machine, code: ClassCode, arguments: Arguments, place: Place) -> Value:
    """A new object of a class of the project, made by its `__new__` and `__init__` or as a data class is."""
    new = attributes.class_attribute(machine, code.key, "__new__")
    if not isinstance(new, Definition) or new.kind != "function":
        holder = machine.allocate(heap.Instance(Definition("class", code.key)))
        _fill(machine, code, holder, arguments, place)
        return holder
    type_ = machine.allocate(heap.Instance(Definition("type", code.key)))
    made = _run(machine, machine.code[new.key], arguments, place, type_)
    for option in alternatives(made):
        if isinstance(option, Reference) and attributes.class_key(machine, option) == code.key:
            _fill(machine, code, option, arguments, place)
    return made


def _fill(machine: Machine, code: ClassCode, holder: Reference, arguments: Arguments, place: Place) -> None:
    init = attributes.class_attribute(machine, code.key, "__init__")
    if isinstance(init, Definition) and init.kind == "function":
        _run(machine, machine.code[init.key], arguments, place, holder)
    else:
        _fill_fields(machine, code, holder, arguments, place)
    machine.constructed.setdefault(code.key, []).append(holder)


def fields(machine: Machine, code: ClassCode) -> Iterator[tuple[str, p.Assign]]:
    """The annotated names of a class's body and of its bases', as a data class takes them, base first."""
    found: dict[str, p.Assign] = {}
    for base in reversed(attributes.bases(machine, code.key)):
        for statement in base.node.body:
            if isinstance(statement, p.Assign) and statement.annotation is not None:
                target = statement.targets[0]
                if isinstance(target, p.Name):
                    found[target.name] = statement
    yield from found.items()


def _fill_fields(machine: Machine, code: ClassCode, holder: Reference, arguments: Arguments, place: Place) -> None:
    """Attributes by position and keyword. Without annotated fields the arguments go to code that can't be seen."""
    known = [name for name, _ in fields(machine, code)] or _recorded_names(machine, code)
    if not known:
        _unseen(machine, Definition("class", code.key), arguments)
        return
    for index, name in enumerate(known):
        passed = arguments.get(index, name)
        if passed is not None:
            value = with_step(passed.value, Step(place, f"passed to {code.name}"))
            machine.set_attribute(holder, name, Entry(value, passed.place))


def _recorded_names(machine: Machine, code: ClassCode) -> list[str]:
    """The fields of a class that inherits from a named tuple."""
    kinds = (base for one in attributes.bases(machine, code.key) for base in one.bases)
    records = (machine.records[kind.key] for kind in kinds if isinstance(kind, Definition) and kind.kind == "record")
    return list(next(records, ()))


def define(machine: Machine, node: p.Function | p.Lambda, name: str, decorators: tuple[Value, ...]) -> Definition:
    """A function's value: its code, closed over the scopes that it is defined in."""
    frame = machine.frame
    key = f"{frame.module.path}:{node.span.start}"
    if len(machine.frames) > 1 and machine.frames[-1].code is not None:
        key += f"#{machine.number()}"
    scopes = frame.scopes if frame.is_class else (frame.scope, *frame.scopes)
    full = f"{frame.name}.{name}" if frame.name else name
    owner = frame.owner
    code = Code(
        key, node, frame.module, scopes, full, owner, parameters.defaults(machine, node), decorators, yields(node)
    )
    machine.code[key] = code
    frame.defined.append(key)
    return Definition("function", key)


def yields(node: p.Function | p.Lambda) -> bool:
    """Whether a function is a generator."""
    body = node.body if isinstance(node, p.Function) else ()
    return any(isinstance(inner, p.Wait) and inner.kind == "yield" for inner in shared.own_nodes(body))


_CALLS: dict[str, Callable[[Machine, Definition, Arguments, Place], Value]] = {
    "function": _call_function, "class": _call_class, "partial": _call_partial, "method": _call_bound,
    "record": _call_record, "keeper": _call_keeper, "outside": _outside,
}  # fmt: skip
