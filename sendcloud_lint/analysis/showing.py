"""What is shown: values that reach a log, the screen, an exception's message, or a script's output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import METHODS, model
from sendcloud_lint.analysis.observed import Shown
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import (
    Choice,
    Definition,
    Encoded,
    Known,
    Reference,
    Text,
    Unknown,
    Value,
    Variable,
    pieces_of,
)
from sendcloud_lint.model.written import Written

LOGGER = "logging.Logger"
LEVELS = (
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "critical",
    "exception",
    "fatal",
    "log",
    "trace",
    "success",
    "msg",
)
_LOGGERS = frozenset(("logger", "log", "logging"))
_DEPTH = 4
# So many characters of a key give nobody the key.
_HARMLESS = 4
_NOWHERE = Place("", Span(0, 0))
# Where a script writes to what shows it.
SCREENS = ("/dev/stderr", "/dev/stdout", "/dev/tty")
_STREAMS = ("sys.stdout", "sys.stderr")


def show(machine: Machine, values: Iterable[Value], place: Place, by: str) -> None:
    """Remember what of these values could be a key: names that are read, literals, entries of tables."""
    variables: dict[tuple[str, Place], None] = {}
    literals: dict[Place, None] = {}
    entries: dict[Place, None] = {}
    for value in values:
        for leaf, entry in _held(machine, value, None, _DEPTH):
            if isinstance(leaf, Variable):
                variables[(leaf.name, leaf.origin)] = None
            elif isinstance(leaf, Known) and isinstance(leaf.value, Written) and len(leaf.value) > _HARMLESS:
                literals.update(dict.fromkeys(leaf.origins))
            is_text = not isinstance(leaf, Known) or isinstance(leaf.value, Written)
            if entry is not None and is_text and not _is_mask(leaf):
                entries[entry] = None
    if variables or literals or entries:
        shown = Shown(place, by, machine.frame.name, tuple(variables), tuple(literals), tuple(entries))
        machine.observed.shown[shown] = None


def _is_mask(leaf: Value) -> bool:
    """Whether a text that stands for a key is written here and is not one."""
    return isinstance(leaf, Known) and isinstance(leaf.value, Written)


def _held(machine: Machine, value: Value, entry: Place | None, depth: int) -> Iterator[tuple[Value, Place | None]]:
    """Every text that a value would show, with the place of the table's entry that it is the value of."""
    if isinstance(value, Choice):
        for option in value.options:
            yield from _held(machine, option, entry, depth)
    elif isinstance(value, Text):
        for piece in value.pieces:
            yield from _held(machine, piece, None, depth)
    elif isinstance(value, Encoded):
        yield from _held(machine, value.content, entry, depth)
    elif isinstance(value, Reference) and depth:
        yield from _inside(machine, value, depth - 1)
    elif isinstance(value, Definition) and value.kind == "outside":
        yield Variable(value.key.rpartition(".")[2], "setting", None, _NOWHERE), entry
    elif isinstance(value, Known | Variable | Unknown):
        yield value, entry
        if isinstance(value, Variable) and value.default is not None:
            yield from _held(machine, value.default, entry, depth)


def _inside(machine: Machine, holder: Reference, depth: int) -> Iterator[tuple[Value, Place | None]]:
    state = machine.store.state(holder)
    if isinstance(state, heap.Table):
        for name_entry in state.entries.values():
            yield from _held(machine, name_entry.value, name_entry.place, depth)
    elif isinstance(state, heap.Items):
        for element in state.elements:
            yield from _held(machine, element, None, depth)


# Python


@model("builtins.print", "pprint.pprint", "rich.print", "click.echo", "typer.echo", "click.secho")
def _print(machine: Machine, arguments: Arguments, place: Place) -> Value:
    target = arguments.value(None, "file")
    if target is None or (isinstance(target, Definition) and target.key in _STREAMS):
        show(machine, [passed.value for passed in arguments.positional], place, "the screen")
    return Known(None)


@model(*(f"logging.{level}" for level in LEVELS), *(f"loguru.logger.{level}" for level in LEVELS),
       *(f"{name}.logger.{level}" for name in ("flask.current_app", "structlog") for level in LEVELS))  # fmt: skip
def _log(machine: Machine, arguments: Arguments, place: Place) -> Value:
    show(machine, arguments.all(), place, "a log")
    return Known(None)


@model("sys.stdout.write", "sys.stderr.write", "sys.__stdout__.write", "sys.__stderr__.write", "warnings.warn",
       "traceback.print_exception")  # fmt: skip
def _write(machine: Machine, arguments: Arguments, place: Place) -> Value:
    show(machine, arguments.all(), place, "the screen")
    return Known(None)


@model("logging.getLogger", "structlog.get_logger", "structlog.getLogger", "celery.utils.log.get_task_logger",
       "logging.LoggerAdapter", "absl.logging", "loguru.logger.bind", "logbook.Logger")  # fmt: skip
def _logger(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return machine.allocate(heap.Instance(Definition("outside", LOGGER)))


def tells(holder: str, name: str) -> bool:
    """Whether `holder.name(…)` of something unknown writes a log, by what the two are called."""
    return name in LEVELS and holder.rpartition(".")[2].strip("_").lower() in _LOGGERS


def told(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A logger's method."""
    return _log(machine, arguments, place)


def _log_method(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return _log(machine, arguments, place)


def _same_logger(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return holder


for _level in LEVELS:
    METHODS[(LOGGER, _level)] = _log_method
for _name in ("bind", "getChild", "opt", "new"):
    METHODS[(LOGGER, _name)] = _same_logger


@model("builtins.locals", "builtins.globals")
def _locals(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The names of the function that asks, with their values."""
    frame = machine.frame
    found: dict[str, heap.Entry] = {}
    for scope in dict.fromkeys((frame.scope, *(() if frame.code is not None else frame.scopes))):
        for name in machine.store.names_in(scope):
            value = machine.store.variable(scope, name)
            if value is not None and not isinstance(value, Definition):
                found[name] = heap.Entry(value, place)
    return machine.allocate(heap.Table(found, True))


# Shells


def printed(machine: Machine, value: Value, target: Value | None, place: Place) -> None:
    """What a script prints: to the screen, or into a log or a step's output; what goes into another file is kept."""
    if target is not None and not is_told(target):
        return
    start, _ = texts.leading(pieces_of(value))
    if not start.startswith("::add-mask::"):
        show(machine, [value], place, _medium(target))


def _medium(target: Value | None) -> str:
    if isinstance(target, Variable):
        return "a step's output"
    return "the screen" if target is None or texts.text_constant(target) in SCREENS else "a log"


def is_told(target: Value) -> bool:
    """Whether people see what is written there."""
    if isinstance(target, Variable):
        return target.name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    text = texts.text_constant(target) or ""
    return text.endswith(".log") or text.startswith("/var/log/") or text in SCREENS
