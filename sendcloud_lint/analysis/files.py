"""Files of the project that code reads: settings loaded into values, scripts sourced."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import METHODS, NOTHING, model
from sendcloud_lint.analysis.responses import look
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Tree
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    SECRET,
    Definition,
    Encoded,
    Known,
    Reference,
    Unknown,
    Value,
    Variable,
    alternatives,
    pieces_of,
)
from sendcloud_lint.model.written import Written

MAX_LEVELS = 12
MAX_LOADED = 5_000
FILE = "file"
_SLASH = Known(Written("/"))
PARSER = "configparser.ConfigParser"


# Paths


@model("builtins.open", "io.open", "codecs.open", "aiofiles.open")
def _open(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return _file(machine, arguments.value(0, "file") or NOTHING)


@model("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "py.path.local")
def _path(machine: Machine, arguments: Arguments, place: Place) -> Value:
    words = [passed.value for passed in arguments.positional]
    return _file(machine, texts.joined(_SLASH, words))


@model("os.path.join", "posixpath.join")
def _join(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return texts.joined(_SLASH, [passed.value for passed in arguments.positional])


@model("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser", "os.fspath")
def _same_path(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return arguments.value(0, "path") or NOTHING


def _file(machine: Machine, written: Value) -> Value:
    """A file that is open or will be: an object that knows its path."""
    entry = Entry(_written_path(machine, written), machine.place(names.NOWHERE))
    return machine.allocate(heap.Instance(Definition("outside", FILE), {"path": entry}))


def _written_path(machine: Machine, value: Value) -> Value:
    instance = machine.instance(value)
    if instance is not None and "path" in instance.attributes:
        return instance.attributes["path"].value
    return value


def _itself(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return holder


def _joined(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    words = [_written_path(machine, holder), *(passed.value for passed in arguments.positional)]
    return _file(machine, texts.joined(_SLASH, words))


for _name in ("open", "read", "read_text", "read_bytes", "__enter__", "resolve", "absolute", "expanduser"):
    METHODS[(FILE, _name)] = _itself
METHODS[(FILE, "joinpath")] = _joined


def below(machine: Machine, folder: Value, name: Value) -> Value | None:
    """`folder / name`, where the one is a path or the other a text: no number is divided by that. Else None."""
    if not texts.is_text(name) and not any(_is_file(machine, value) for value in (folder, name)):
        return None
    return _file(machine, texts.joined(_SLASH, [_written_path(machine, one) for one in (folder, name)]))


def _is_file(machine: Machine, value: Value) -> bool:
    instance = machine.instance(value)
    return instance is not None and isinstance(instance.type, Definition) and instance.type.key == FILE


# Settings


@model(
    "json.load", "json.loads", "simplejson.load", "simplejson.loads", "ujson.load", "ujson.loads", "orjson.loads",
    "commentjson.load", "json5.load", "json5.loads", "yaml.safe_load", "yaml.load", "yaml.full_load",
    "yaml.unsafe_load", "ruamel.yaml.safe_load", "ruamel.yaml.load", "tomllib.load", "tomllib.loads", "tomli.load",
    "tomli.loads", "toml.load", "toml.loads", "tomlkit.parse", "tomlkit.load", "dotenv.dotenv_values",
    "dotenv.main.dotenv_values", "anyconfig.load", "jprops.load_properties",
)  # fmt: skip
def _load(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """What a file of settings holds, as its parser gives it."""
    source = arguments.positional[0].value if arguments.positional else Known(Written(".env"))
    look(machine, source)
    if isinstance(source, Variable) and source.kind == SECRET:
        return source
    document = _document(machine, source)
    return loaded(machine, document, place) if document is not None else Unknown("what is loaded")


def _document(machine: Machine, source: Value) -> tuple[str, Document] | None:
    """The document that a path, an open file or its text means, if it is one of the project's."""
    for written in paths(machine, source):
        document = document_at(machine, written)
        if document is not None:
            return document
    return None


def paths(machine: Machine, source: Value) -> list[str]:
    """The ends of the paths that a path or an open file may mean."""
    return [texts.known_end(pieces_of(option)) for option in alternatives(_written_path(machine, source))]


def document_at(machine: Machine, written: str) -> tuple[str, Document] | None:
    """The project's file of settings that a path means where the machine stands, with its own path."""
    path = machine.project.file(written, machine.frame.module.path) if written else None
    document = machine.project.documents.get(path) if path is not None else None
    return (path, document) if path is not None and document is not None else None


def loaded(machine: Machine, document: tuple[str, Document], place: Place) -> Value:
    """A document as tables, lists and texts. Each text stands in its file, and was loaded at `place`."""
    path, tree = document
    return _Loading(machine, path, Step(place, "loaded here")).value(_top(tree.root), MAX_LEVELS)


def content(machine: Machine, written: str, place: Place) -> Value | None:
    """What a program sends that sends a file of the project as it is; None where that can't be told."""
    document = document_at(machine, written)
    if document is None or not document[1].content:
        return None
    path, tree = document
    if tree.content == "form":
        return _form(path, tree.root, Step(place, "loaded here"))
    value = loaded(machine, document, place)
    return Encoded("json", value) if tree.content == "json" else value


def _form(path: str, fields: Section, step: Step) -> Value:
    """A form's text, each part of it where it stands."""
    parts: list[Value] = []
    for field in fields.pairs:
        if isinstance(field.value, Scalar):
            name, value = Place(path, field.name_span), Place(path, field.value.span)
            parts += [
                Known(Written("&" if parts else "")),
                Known(Written(field.name), (name,), (step,)),
                Known(Written("=")),
                Known(field.value.text, (value,), (step,)),
            ]
    return texts.concat(parts)


def _top(root: Section) -> Tree:
    """A file that holds no names of its own holds one thing, under no name."""
    return root.pairs[0].value if len(root.pairs) == 1 and root.pairs[0].name == "" else root


@dataclass(slots=True)
class _Loading:
    """One load of a file: `left` is how many more values it may make, as aliases can stand for any number of them."""

    machine: Machine
    path: str
    step: Step
    left: int = MAX_LOADED

    def value(self, tree: Tree, levels: int) -> Value:
        self.left -= 1
        if self.left < 0:
            return Unknown(f"one of more than {MAX_LOADED:,} settings")
        if isinstance(tree, Scalar):
            return Known(tree.text, (Place(self.path, tree.span),), (self.step,))
        if not levels:
            return Unknown(f"settings more than {MAX_LEVELS} levels deep")
        if isinstance(tree, Section):
            return self.machine.allocate(heap.Table(dict(self._entries(tree.pairs, levels))))
        elements = (self.value(item, levels - 1) for item in tree.items[: heap.MAX_ELEMENTS])
        return self.machine.allocate(heap.items("list", tuple(elements), len(tree.items) > heap.MAX_ELEMENTS))

    def _entries(self, pairs: tuple[Pair, ...], levels: int) -> Iterator[tuple[str, Entry]]:
        for pair in pairs[: heap.MAX_ELEMENTS]:
            yield pair.name, Entry(self.value(pair.value, levels - 1), Place(self.path, pair.name_span))


# configparser


@model("configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser",
       "ConfigParser.ConfigParser", "ConfigParser.RawConfigParser", "ConfigParser.SafeConfigParser",
       "six.moves.configparser.ConfigParser", "configobj.ConfigObj")  # fmt: skip
def _parser(machine: Machine, arguments: Arguments, place: Place) -> Value:
    parser = machine.allocate(heap.Instance(Definition("outside", PARSER), {"sections": _no_sections(machine, place)}))
    for passed in arguments.positional[:1]:
        _read_into(machine, parser, passed.value, place)
    return parser


def _no_sections(machine: Machine, place: Place) -> Entry:
    return Entry(machine.allocate(heap.Table()), place)


def _read(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    source = arguments.value(0, "filenames") or arguments.value(None, "f") or NOTHING
    several = machine.items(source)
    for one in several.elements if several is not None else (source,):
        _read_into(machine, holder, one, place)
    return Unknown("the files that were read")


def _read_into(machine: Machine, holder: Reference, source: Value, place: Place) -> None:
    sections = _sections(machine, holder)
    document = _document(machine, source)
    tables.merge(machine, sections, loaded(machine, document, place) if document is not None else NOTHING)


def _sections(machine: Machine, holder: Reference) -> Reference:
    instance = machine.instance(holder)
    value = instance.attributes["sections"].value if instance is not None else NOTHING
    return value if isinstance(value, Reference) else machine.allocate(heap.Table(open=True))


def _get(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """`parser.get(section, option, fallback=…)`; option names are the same in any case."""
    section = arguments.value(0, "section") or NOTHING
    option = texts.text_constant(arguments.value(1, "option") or NOTHING)
    fallback = arguments.value(None, "fallback")
    found = names.item(machine, _sections(machine, holder), section, place)
    table = machine.table(found)
    if option is None:
        return Unknown("an option of an unknown name")
    entries = {name.lower(): entry for name, entry in table.entries.items()} if table is not None else {}
    entry = entries.get(option.lower())
    return entry.value if entry is not None else Variable(option, "setting", fallback, place)


def _items(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """A section's options, as pairs or as a table."""
    section = arguments.value(0, "section")
    return names.item(machine, _sections(machine, holder), section, place) if section is not None else NOTHING


METHODS[(PARSER, "read")] = METHODS[(PARSER, "read_file")] = METHODS[(PARSER, "readfp")] = _read
METHODS[(PARSER, "get")] = _get
METHODS[(PARSER, "items")] = _items


# Scripts


@model("command.source", "command..")
def _source(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """`. lib.sh`: its names are the script's from here on; those of a file of settings as well."""
    for option in alternatives(arguments.value(0, None) or NOTHING):
        written = texts.known_end(pieces_of(option))
        path = machine.project.file(written, machine.frame.module.path) if written else None
        if path is not None and path in machine.project.modules:
            _take_names(machine, path)
        elif path is not None:
            _take_settings(machine, path, place)
    return Known(None)


def _take_names(machine: Machine, path: str) -> None:
    module = machine.project.modules[path]
    if module.state == "new":
        machine.enter(machine, module)
    machine.traced = module.traced or machine.traced
    for name in machine.store.names_in(module.scope):
        value = machine.store.variable(module.scope, name)
        if value is not None:
            machine.store.bind(machine.frame.scope, name, value)


def _take_settings(machine: Machine, path: str, place: Place) -> None:
    document = machine.project.documents[path]
    for pair in document.root.pairs:
        if isinstance(pair.value, Scalar):
            value = _Loading(machine, path, Step(place, "read here")).value(pair.value, 1)
            machine.store.bind(machine.frame.scope, pair.name, value)
