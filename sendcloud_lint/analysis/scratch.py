"""Files that a script writes and then sends: `cat > mail.json <<EOF`, `curl -d @mail.json`."""

from __future__ import annotations

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.model.values import Unknown, Value

# The keyword under which a reader hands over where the output goes.
OUTPUT = ">"
_CHANGED = Unknown("what a file holds")


def kept(machine: Machine, arguments: Arguments, value: Value) -> Value:
    """What a command prints, which the file that it goes into holds from here on; after `>>` it holds more."""
    target = arguments.get(None, OUTPUT)
    path = texts.constant(target.value) if target is not None else None
    if target is not None and path is not None:
        is_all = target.place.span.end - target.place.span.start == len(OUTPUT)
        machine.store.bind(machine.frame.module.scope, _name(path), value if is_all else _CHANGED)
    return value


def held(machine: Machine, path: str) -> Value | None:
    """What the script has written into a file; None if it has written nothing there."""
    return machine.store.variable(machine.frame.module.scope, _name(path))


def touch(machine: Machine, arguments: Arguments) -> None:
    """A program that can't be seen may change the files that it is told of."""
    if machine.frame.module.program.language != "shell":
        return
    for value in arguments.all():
        path = texts.constant(value)
        if path is not None and held(machine, path) is not None:
            machine.store.bind(machine.frame.module.scope, _name(path), _CHANGED)


def _name(path: str) -> str:
    """No variable is called so."""
    return f"{OUTPUT} {path}"
