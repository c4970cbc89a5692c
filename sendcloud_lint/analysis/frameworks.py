"""Where programs keep settings while they run: the environment, `.env` files read into it, Flask's configuration."""

from __future__ import annotations

from sendcloud_lint.analysis import attributes, files, heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import NOTHING, model, read_by_name
from sendcloud_lint.analysis.shelves import CONFIGS, ENVIRONMENT, FLASK, kept
from sendcloud_lint.model.document import Scalar
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Value, Variable, alternatives
from sendcloud_lint.model.written import Written

# The environment


@model("os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault", "decouple.config")
def _environment(machine: Machine, arguments: Arguments, place: Place) -> Value:
    value = read_by_name(arguments, "environment", place)
    if isinstance(value, Variable):
        if value.default is not None and arguments.positional:
            names.note(machine, value.name, value, arguments.positional[0].at, None)
        return kept(machine, ENVIRONMENT, value)
    return value


@model("os.environ.update")
def _update_environment(machine: Machine, arguments: Arguments, place: Place) -> Value:
    _put_all(machine, ENVIRONMENT, arguments, place)
    return Known(None)


@model("os.putenv")
def _putenv(machine: Machine, arguments: Arguments, place: Place) -> Value:
    name, value = arguments.get(0, None), arguments.value(1, None)
    if name is not None and value is not None:
        tables.store(machine, Definition("outside", ENVIRONMENT), name.value, value, name.at)
    return Known(None)


@model("dotenv.load_dotenv", "dotenv.main.load_dotenv", "dotenv.read_dotenv", "environ.Env.read_env",
       "environs.Env.read_env", "environs.env.read_env")  # fmt: skip
def _load_dotenv(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """What a `.env` file of the project holds is in the environment from here on."""
    given = arguments.value(0, "dotenv_path") or arguments.value(None, "env_file") or arguments.value(None, "path")
    for written in files.paths(machine, given) if given is not None else (".env",):
        document = files.document_at(machine, written)
        for pair in document[1].root.pairs if document is not None else ():
            if document is not None and isinstance(pair.value, Scalar):
                at = Place(document[0], pair.value.span)
                value = Known(pair.value.text, (at,), (Step(place, "loaded here"),))
                machine.effects.leave((ENVIRONMENT, pair.name), value, at)
    return Known(value=True)


# Flask


@model("flask.Flask", "quart.Quart", "flask.app.Flask")
def _application(machine: Machine, arguments: Arguments, place: Place) -> Value:
    config = Entry(Definition("outside", FLASK), place)
    return machine.allocate(heap.Instance(Definition("outside", "flask.Flask"), {"config": config}))


def _put_all(machine: Machine, shelf: str, arguments: Arguments, place: Place) -> None:
    held = Definition("outside", shelf)
    for passed in arguments.positional:
        for option in alternatives(passed.value):
            for name, entry in tables.entries_of(machine, option)[0].items():
                machine.effects.leave((shelf, name), entry.value, entry.place)
    for name, passed in arguments.keywords.items():
        tables.store(machine, held, Known(Written(name)), passed.value, passed.place)


def _from_mapping(machine: Machine, arguments: Arguments, place: Place) -> Value:
    _put_all(machine, FLASK, arguments, place)
    return Known(value=True)


def _from_object(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The names in capitals of a class or module, or of what a dotted text means."""
    for option in alternatives(arguments.value(0, "obj") or NOTHING):
        holder = _meant(machine, option)
        for name in _names_of(machine, holder):
            if name.isupper():
                value = attributes.attribute(machine, holder, name, place)
                machine.effects.leave((FLASK, name), value, place)
    return Known(None)


def _from_file(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The names in capitals of a file of Python or settings."""
    for written in files.paths(machine, arguments.value(0, "filename") or NOTHING):
        path = machine.project.file(written, machine.frame.module.path) if written else None
        if path is not None and path in machine.project.modules:
            _from_object(machine, Arguments((_as_passed(Definition("module", path), place),)), place)
        elif path is not None:
            table = files.loaded(machine, (path, machine.project.documents[path]), place)
            _put_all(machine, FLASK, Arguments((_as_passed(table, place),)), place)
    return Known(value=True)


def _as_passed(value: Value, place: Place) -> Passed:
    return Passed(value, place, place)


def _meant(machine: Machine, value: Value) -> Value:
    dotted = texts.text_constant(value)
    return value if dotted is None else names.dotted(machine, dotted)


def _names_of(machine: Machine, holder: Value) -> list[str]:
    if isinstance(holder, Definition) and holder.kind == "module":
        return machine.store.names_in(machine.project.modules[holder.key].scope)
    instance = machine.instance(holder)
    kind = instance.type if instance is not None else holder
    if not isinstance(kind, Definition) or kind.kind != "class":
        return []
    return [name for code in attributes.bases(machine, kind.key) for name in machine.store.names_in(code.scope)]


def _config_get(machine: Machine, arguments: Arguments, place: Place) -> Value:
    value = read_by_name(arguments, "setting", place)
    return kept(machine, FLASK, value) if isinstance(value, Variable) else value


for _config in CONFIGS:
    model(f"{_config}.get", f"{_config}.setdefault")(_config_get)
    model(f"{_config}.from_mapping", f"{_config}.update")(_from_mapping)
    model(f"{_config}.from_object")(_from_object)
    model(f"{_config}.from_pyfile", f"{_config}.from_file", f"{_config}.from_json")(_from_file)
