"""What programs keep under names while they run, for every part of them to find."""

from __future__ import annotations

from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Value, Variable, choose

ENVIRONMENT = "os.environ"
FLASK = "flask.config"
OPTIONS = "tornado.options.options"
CONFIGS = (FLASK, "flask.current_app.config", "quart.current_app.config")
_SHELVES = {ENVIRONMENT: ENVIRONMENT, OPTIONS: OPTIONS, **dict.fromkeys(CONFIGS, FLASK)}
_KINDS = {ENVIRONMENT: "environment"}


def shelf_of(holder: Value) -> str | None:
    """Which shelf a value is, if it is one."""
    return _SHELVES.get(holder.key) if isinstance(holder, Definition) and holder.kind == "outside" else None


def taken(machine: Machine, shelf: str, name: str, place: Place) -> Value:
    """What stands on a shelf under a name."""
    return kept(machine, shelf, Variable(name, _KINDS.get(shelf, "setting"), None, place))


def kept(machine: Machine, shelf: str, variable: Variable) -> Value:
    """What the project itself is seen to put under a variable's name; the variable where it puts nothing.

    The environment may still come from outside.
    """
    left = machine.effects.find([(shelf, variable.name)])
    if not left:
        return variable
    return choose((*left, variable)) if shelf == ENVIRONMENT else choose(left)
