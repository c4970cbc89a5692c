"""What well-known functions do, by their dotted names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sendcloud_lint.analysis import attributes, heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.shelves import OPTIONS
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Reference,
    Text,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
)
from sendcloud_lint.model.written import Written

Model = Callable[[Machine, Arguments, Place], Value]
MODELS: dict[str, Model] = {}

Method = Callable[[Machine, Reference, Arguments, Place], Value]
METHODS: dict[tuple[str, str], Method] = {}

# Objects that a package makes when it is imported, by the function that would make the like.
OBJECTS: dict[str, Model] = {}

NOTHING = Unknown("nothing")


def model(*keys: str) -> Callable[[Model], Model]:
    """Register what the functions of these names do."""

    def register(function: Model) -> Model:
        MODELS.update(dict.fromkeys(keys, function))
        return function

    return register


def made(*keys: str) -> Callable[[Model], Model]:
    """Register the function, called without arguments, as what makes the objects of these names."""

    def register(function: Model) -> Model:
        OBJECTS.update(dict.fromkeys(keys, function))
        return function

    return register


# Reading the environment and settings


@model("environs.Env", "environ.Env", "environs.EnvParser")
def _settings_object(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """Its keywords are a scheme: what each variable is cast to, perhaps with its default."""
    scheme = {name: Entry(passed.value, passed.at) for name, passed in arguments.keywords.items()}
    return machine.allocate(heap.Instance(Definition("outside", "environs.Env"), scheme))


def _settings_read(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    value, reader = read_by_name(arguments, "environment", place), machine.instance(holder)
    if not isinstance(value, Variable) or reader is None or value.name not in reader.attributes:
        return value
    cast = machine.items(reader.attributes[value.name].value)
    default = cast.elements[1] if cast is not None and len(cast.elements) == 2 else None
    return value if value.default is not None else replace(value, default=default)


METHODS[("environs.Env", "*")] = _settings_read


@model("starlette.config.Config", "decouple.Config", "decouple.AutoConfig")
def _config(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", "a reader of settings")))


def _config_read(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """`config(name, cast, default)` in some order: the default goes by its name."""
    named = Arguments(arguments.positional[:1], arguments.keywords, arguments.open)
    return read_by_name(named, "environment", place)


METHODS[("a reader of settings", "__call__")] = METHODS[("a reader of settings", "get")] = _config_read


# Command lines


@model("typer.Option", "typer.Argument")
def _typer_option(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The parameter's own default, and perhaps the variable that it is read from."""
    name = texts.text_constant(arguments.value(None, "envvar") or NOTHING) or ""
    return Variable(name, "environment" if name else "option", arguments.value(0, "default"), place)


@model("click.option", "click.argument")
def _click_option(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A decorator that fills the parameter named like its last long option, or like its bare word."""
    default = arguments.value(None, "default")
    words = [texts.text_constant(passed.value) for passed in arguments.positional]
    name = _destination([word for word in words if word])
    return Variable(name, "option", default, place)


def _destination(words: list[str]) -> str:
    bare = [word for word in words if not word.startswith("-")]
    long = [word.split("/")[0] for word in words if word.startswith("--")]
    chosen = (bare or long or words or [""])[-1 if bare else 0]
    return chosen.lstrip("-").replace("-", "_")


@model("argparse.ArgumentParser", "configargparse.ArgumentParser", "configargparse.ArgParser")
def _parser(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", "argparse.ArgumentParser")))


@model("optparse.OptionParser")
def _option_parser(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", "optparse.OptionParser")))


def _add_argument(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    words = [texts.text_constant(passed.value) for passed in arguments.positional]
    told = texts.text_constant(arguments.value(None, "dest") or NOTHING)
    name = told or _destination([word for word in words if word])
    value = Variable(name, "option", arguments.value(None, "default"), place)
    machine.set_attribute(holder, name, Entry(value, place))
    return Unknown("an option")


def _parse_args(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    parser = machine.instance(holder)
    options = parser.attributes if parser is not None else {}
    return machine.allocate(heap.Instance(Definition("outside", "argparse.Namespace"), options))


def _same_object(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return holder


def _parse_options(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """optparse's: the options, and what is left of the words."""
    options = _parse_args(machine, holder, arguments, place)
    return machine.allocate(heap.items("tuple", (options, Unknown("the words of a command line"))))


METHODS[("argparse.ArgumentParser", "add_argument")] = _add_argument
METHODS[("optparse.OptionParser", "add_option")] = _add_argument
METHODS[("optparse.OptionParser", "add_option_group")] = _same_object
METHODS[("optparse.OptionParser", "parse_args")] = _parse_options
METHODS[("argparse.ArgumentParser", "add_argument_group")] = _same_object
METHODS[("argparse.ArgumentParser", "parse_args")] = _parse_args


@model("getattr", "builtins.getattr")
def _getattr(machine: Machine, arguments: Arguments, place: Place) -> Value:
    holder, name = arguments.value(0, None) or NOTHING, texts.text_constant(arguments.value(1, None) or NOTHING)
    default = arguments.value(2, None)
    if name is None:
        return Unknown("an attribute of an unknown name")
    found = attributes.attribute(machine, holder, name, place)
    if isinstance(found, Definition | Unknown):
        found = Variable(name, "setting", None, place)
    return found if default is None or isinstance(found, Known) else texts.with_default(found, default, name, place)


def read_by_name(arguments: Arguments, kind: str, place: Place) -> Value:
    """A reader's call: the name first, then perhaps a default."""
    name = texts.text_constant(arguments.value(0, "key") or arguments.value(None, "name") or NOTHING)
    if name is None:
        return Unknown(f"read from the {kind} by an unknown name")
    return Variable(name, kind, texts.bounded(arguments.value(1, "default")), place)


@model("tornado.options.define", "tornado.options.options.define")
def _option(machine: Machine, arguments: Arguments, place: Place) -> Value:
    passed = arguments.get(0, "name")
    name = texts.text_constant(passed.value) if passed is not None else None
    if name is not None and passed is not None:
        value = read_by_name(arguments, "setting", place)
        names.note(machine, name, value, passed.at, None, is_default=True)
        machine.effects.leave((OPTIONS, name), value, passed.at)
    return Known(None)


@model("pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field", "attr.field")
def _field(machine: Machine, arguments: Arguments, place: Place) -> Value:
    default = arguments.value(None if "default" in arguments.keywords else 0, "default")
    return Variable("field", "setting", default, place)


@model(
    "pydantic.SecretStr", "builtins.str", "builtins.bytes", "builtins.bytearray", "builtins.unicode", "six.text_type",
    "typing.cast", "sys.intern", "django.utils.encoding.force_str", "six.ensure_str", "six.ensure_binary",
)  # fmt: skip
def _same_text(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A text that still says the same."""
    value = arguments.value(0, None)
    if value is None:
        return Known(Written(""))
    return choose(tuple(as_text(machine, option, Unknown("a text")) for option in alternatives(value)))


def as_text(machine: Machine, value: Value, otherwise: Value) -> Value:
    """What a value is when it is written into a text: a table shows all that it holds."""
    if isinstance(value, Known | Text | Variable | Encoded):
        return value
    if machine.table(value) is not None or machine.items(value) is not None:
        return Encoded("repr", value)
    return otherwise


# Python's own


@model("collections.defaultdict")
def _defaultdict(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return _dict(machine, replace(arguments, positional=arguments.positional[1:]), place)


@model("os.environ.copy")
def _environment_copy(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Table(open=True))


@model("builtins.dict", "collections.OrderedDict", "collections.ChainMap", "types.MappingProxyType",
       "werkzeug.datastructures.MultiDict", "multidict.MultiDict", "requests.structures.CaseInsensitiveDict",
       "httpx.Headers", "aiohttp.FormData", "httpx.QueryParams", "urllib3.HTTPHeaderDict")  # fmt: skip
def _dict(machine: Machine, arguments: Arguments, place: Place) -> Value:
    result = machine.allocate(heap.Table())
    for passed in arguments.positional:
        tables.merge(machine, result, passed.value)
    for name, passed in arguments.keywords.items():
        machine.set_entry(result, name, Entry(passed.value, passed.place, passed.certain))
    if arguments.open:
        machine.open(result, depth=0)
    return result


@model("builtins.list", "builtins.tuple", "builtins.set", "builtins.sorted", "builtins.iter", "builtins.reversed",
       "builtins.frozenset", "itertools.cycle", "collections.deque")  # fmt: skip
def _list(machine: Machine, arguments: Arguments, place: Place) -> Value:
    if not arguments.positional:
        return machine.allocate(heap.Items("list", ()))
    elements, is_open = names.elements(machine, arguments.positional[0].value)
    return machine.allocate(heap.Items("list", elements or (), is_open))


@model("builtins.zip")
def _zip(machine: Machine, arguments: Arguments, place: Place) -> Value:
    columns = [names.elements(machine, passed.value) for passed in arguments.positional]
    if any(column is None or is_open for column, is_open in columns):
        return machine.allocate(heap.Items("list", (), True))
    rows = zip(*(column or () for column, _ in columns), strict=False)
    return machine.allocate(heap.Items("list", tuple(machine.allocate(heap.Items("tuple", row)) for row in rows)))


@model("copy.copy", "copy.deepcopy")
def _copy(machine: Machine, arguments: Arguments, place: Place) -> Value:
    value = arguments.value(0, "x") or NOTHING
    return _deep_copy(machine, value, 4)


def _deep_copy(machine: Machine, value: Value, depth: int) -> Value:
    if not isinstance(value, Reference) or depth == 0:
        return value
    state = machine.store.state(value)
    if isinstance(state, heap.Table):
        entries = {
            name: Entry(_deep_copy(machine, entry.value, depth - 1), entry.place, entry.certain)
            for name, entry in state.entries.items()
        }
        return machine.allocate(heap.Table(entries, state.open))
    return machine.allocate(state)


@model("functools.partial", "functools.partialmethod")
def _partial(machine: Machine, arguments: Arguments, place: Place) -> Value:
    if not arguments.positional:
        return NOTHING
    key = f"partial#{machine.number()}"
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.open)
    machine.partials[key] = (arguments.positional[0].value, rest)
    return Definition("partial", key)


@model("builtins.setattr")
def _setattr(machine: Machine, arguments: Arguments, place: Place) -> Value:
    holder, name = arguments.value(0, None), arguments.get(1, None)
    value = arguments.value(2, None)
    text = texts.text_constant(name.value) if name is not None else None
    if holder is not None and text is None:
        _mark_open(machine, holder)
    if holder is not None and name is not None and text is not None and value is not None:
        names.set_attribute(machine, holder, text, Entry(value, name.at, run=machine.effects.run))
        names.note(machine, text, value, name.at, None)
    return Known(None)


def _mark_open(machine: Machine, holder: Value) -> None:
    """An object that got attributes under unknown names."""
    for option in alternatives(holder):
        instance = machine.instance(option)
        if instance is not None and isinstance(option, Reference):
            machine.store.put(option, replace(instance, open=True))


@model("builtins.super")
def _super(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The object of the method that is being walked, seen from above its class."""
    frame = machine.frame
    parameters = frame.code.node.parameters if frame.code is not None else ()
    receiver = machine.store.variable(frame.scope, parameters[0].name) if parameters else None
    if frame.owner is None or not isinstance(receiver, Reference):
        return Unknown("what super means here")
    return Definition("super", frame.owner, receiver)


@model("builtins.vars")
def _vars(machine: Machine, arguments: Arguments, place: Place) -> Value:
    if arguments.positional:
        _mark_open(machine, arguments.positional[0].value)
    return Unknown("what vars returns")


@model("random.choice", "secrets.choice", "random.SystemRandom.choice")
def _any_element(machine: Machine, arguments: Arguments, place: Place) -> Value:
    elements, is_open = names.elements(machine, arguments.value(0, "seq") or NOTHING)
    return choose((*(elements or ()), *((Unknown("an element"),) if is_open or not elements else ())))


@model("importlib.import_module", "builtins.__import__", "werkzeug.utils.import_string",
       "django.utils.module_loading.import_string")  # fmt: skip
def _import_module(machine: Machine, arguments: Arguments, place: Place) -> Value:
    name = texts.text_constant(arguments.value(0, "name") or NOTHING)
    return names.dotted(machine, name) if name is not None else Unknown("a module of an unknown name")


@model("string.Template")
def _template(machine: Machine, arguments: Arguments, place: Place) -> Value:
    template = Entry(arguments.value(0, "template") or NOTHING, place)
    return machine.allocate(heap.Instance(Definition("outside", "string.Template"), {"template": template}))


def _substitute(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    template = machine.instance(holder)
    given = tables.copy(machine, arguments.positional[0].value if arguments.positional else Known(None))
    for name, passed in arguments.keywords.items():
        machine.set_entry(given, name, Entry(passed.value, passed.place, passed.certain))
    table = machine.table(given)

    def field(name: str) -> Value:
        entry = table.entries.get(name) if table is not None else None
        return entry.value if entry is not None else Unknown("a substituted value")

    return texts.substituted(template.attributes["template"].value, field) if template is not None else NOTHING


METHODS[("string.Template", "substitute")] = METHODS[("string.Template", "safe_substitute")] = _substitute


@model("contextlib.closing", "contextlib.aclosing", "asyncio.run", "asyncio.wait_for", "asyncio.shield",
       "asyncio.create_task", "asyncio.ensure_future", "asgiref.sync.async_to_sync", "asgiref.sync.sync_to_async",
       "trio.run", "nest_asyncio.apply")  # fmt: skip
def _first(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """What it is handed, sooner or later."""
    return arguments.value(0, None) or NOTHING


@model("builtins.next")
def _next(machine: Machine, arguments: Arguments, place: Place) -> Value:
    items = machine.items(arguments.value(0, None) or NOTHING)
    return choose(items.elements) if items is not None and items.elements else Unknown("the next element")


@model("builtins.len", "builtins.isinstance", "builtins.hasattr", "builtins.repr", "builtins.id",
       "builtins.type", "builtins.bool", "builtins.int", "builtins.float", "builtins.min", "builtins.max",
       "builtins.sum", "builtins.any", "builtins.all", "builtins.hash", "builtins.callable",
       "builtins.range", "builtins.enumerate")  # fmt: skip
def _looks_only(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """Looks at its arguments and keeps nothing."""
    return Unknown("a value that is not followed")
