"""Variables of curl's own: `--variable %NAME`, `--variable name@file`, and `--expand-data 'apiKey={{name:url}}'`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sendcloud_lint.analysis import encodings, names, texts
from sendcloud_lint.analysis.machine import Machine, Passed
from sendcloud_lint.model import program as p
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Encoded, Known, Unknown, Value, Variable, pieces_of
from sendcloud_lint.model.written import Written

_SET, _EXPANDS = "--variable", "--expand-"
# `name=content`, `name@file`, and with `%` a variable of the environment, which these are the default of.
_VARIABLE = expression(r"(%?)([A-Za-z0-9_]{1,128})(?:(=|@)|\Z)")
_FILLED = expression(r"(?<!\\)\{\{([A-Za-z0-9_]{1,128})((?::[a-z0-9]{1,20}){0,8})\}\}")
_UNKNOWN = Unknown("a variable of curl's")
_FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    "url": lambda value: Encoded("quoted", value),
    "b64": lambda value: Encoded("base64", value),
    "64dec": encodings.from_base64,
    "trim": lambda value: texts.derived(value, str.strip),
    # What stands between quotes is the text itself.
    "json": lambda value: value,
}


def filled(
    machine: Machine, words: Sequence[Passed], content: Callable[[Machine, str, Place], Value]
) -> Iterator[Passed]:
    """The words of a command with each `--expand-X` as the `--X` that it comes to; `content` is what a file holds."""
    variables: dict[str, Value] = {}
    rest = iter(words)
    for word in rest:
        option = texts.constant(word.value) or ""
        is_set = option == _SET
        value = next(rest, None) if is_set or option.startswith(_EXPANDS) else None
        if value is None:
            yield word
        elif is_set:
            variables |= _variable(machine, value, content)
        else:
            yield replace(word, value=Known(Written("--" + option.removeprefix(_EXPANDS)), texts.origins(word.value)))
            yield replace(value, value=_expanded(value.value, variables))


def environment(machine: Machine, name: str, place: Place) -> Value:
    """A variable that a program finds in its environment."""
    if machine.frame.module.program.language == "shell":
        return names.lookup(machine, p.Name(names.NOWHERE, name))
    return Variable(name, "environment", None, place)


def _variable(machine: Machine, told: Passed, content: Callable[[Machine, str, Place], Value]) -> dict[str, Value]:
    start, whole = texts.leading(pieces_of(told.value))
    match = _VARIABLE.match(start)
    if match is None:
        return {}
    imported, name, sign = match.groups()
    given: Value | None = texts.after(told.value, match.end()) if sign == "=" else None
    if sign == "@":
        given = content(machine, start[match.end() :], told.at) if whole else Unknown("what a file holds")
    if not imported:
        return {name: given} if given is not None else {}
    found = environment(machine, name, told.at)
    return {name: texts.with_default(found, given, name, told.at) if given is not None else found}


def _expanded(value: Value, variables: dict[str, Value]) -> Value:
    parts: list[Value] = []
    for piece in pieces_of(value):
        if not texts.is_text(piece) or not isinstance(piece, Known):
            parts.append(piece)
            continue
        text, at = texts.shown(piece), 0
        for match in _FILLED.finditer(text):
            parts.append(replace(piece, value=Written(text[at : match.start()])))
            parts.append(_through(match[2], variables.get(match[1], _UNKNOWN)))
            at = match.end()
        parts.append(replace(piece, value=Written(text[at:])))
    return texts.concat(parts)


def _through(functions: str, value: Value) -> Value:
    """What the functions, each behind a colon, make of a value in their order."""
    for name in functions.split(":")[1:]:
        value = _FUNCTIONS[name](value) if name in _FUNCTIONS else _UNKNOWN
    return value
