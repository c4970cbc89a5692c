"""`jq -n --arg key "$KEY" '{apiKey: $key}'`: JSON that a script puts together from what it knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sendcloud_lint.analysis import commands, encodings, scratch, texts
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import model
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Unknown, Value, Variable, pieces_of
from sendcloud_lint.model.written import Written

_UNKNOWN = Unknown("what jq prints")
# Options with the number of words that follow them.
_VALUED = {"--slurpfile": 2, "--rawfile": 2, "--indent": 1, "-L": 1, "--seq": 0}
_NAMED = ("--arg", "--argjson")
_FROM_NOTHING = expression(r"--null-input|-[a-zA-Z]*n[a-zA-Z]*")
_TOKEN = expression(
    r"""(?x) \s* (?:
      (?P<text> "(?:[^"\\]|\\.)*" )
    | (?P<environment> (?:\$ENV|env)\.(?P<variable>\w+) )
    | \$(?P<argument> \w+ )
    | (?P<bare> [\w.-]+ )
    | (?P<sign> [{}\[\]():,] )
    | (?P<other> \S )
    )"""
)
_NUMBER = expression(r"-?\d+(?:\.\d+)?|true|false|null")
_ALL_ARGUMENTS = expression(r"\s*\$ARGS\.named\s*")


class _Unread(Exception):
    """A filter that is more than an object of what is known."""


@model("command.jq")
def _jq(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """An object that a filter makes of nothing; of anything else nothing is known."""
    commands.trace(machine, arguments)
    values: dict[str, Value] = {}
    filters: list[Passed] = []
    is_from_nothing = False
    rest = iter(arguments.positional)
    for word in rest:
        option = texts.constant(word.value) or ""
        if option in _NAMED:
            name, value = next(rest, None), next(rest, None)
            if name is not None and value is not None:
                values[texts.constant(name.value) or ""] = value.value
        elif option in _VALUED:
            for _ in range(_VALUED[option]):
                next(rest, None)
        elif option.startswith("-") and len(option) > 1:
            is_from_nothing = is_from_nothing or _FROM_NOTHING.fullmatch(option) is not None
        else:
            filters.append(word)
    written = texts.text_constant(filters[0].value) if filters and is_from_nothing and not arguments.open else None
    if written is None:
        for read in arguments.all():
            machine.open(read)
        return encodings.encoded_by("jq", arguments) or _UNKNOWN
    at = filters[0].at
    try:
        entries = list(values.items()) if _ALL_ARGUMENTS.fullmatch(written) else list(_entries(written, values, at))
    except _Unread:
        return encodings.encoded_by("jq", arguments) or _UNKNOWN
    return scratch.kept(machine, arguments, texts.concat(_object(entries, (at,))))


def _object(entries: list[tuple[str, Value]], where: tuple[Place, ...]) -> Iterator[Value]:
    """The JSON of an object, whose values are in quotes unless they are known to be none."""
    for index, (name, value) in enumerate(entries):
        before = f"{', ' if index else '{'}{json.dumps(name)}: "
        if isinstance(value, Known) and not isinstance(value.value, Written):
            yield Known(Written(before + json.dumps(value.value)), where)
            continue
        yield Known(Written(f'{before}"'), where)
        yield from map(_escaped, pieces_of(value))
        yield Known(Written('"'), where)
    yield Known(Written("}" if entries else "{}"), where)


def _escaped(piece: Value) -> Value:
    if isinstance(piece, Known) and isinstance(piece.value, Written):
        return Known(Written(json.dumps(texts.shown(piece), ensure_ascii=False)[1:-1]), piece.origins, piece.trail)
    return piece


def _entries(written: str, values: dict[str, Value], place: Place) -> Iterator[tuple[str, Value]]:
    """The names and values of `{a: $b, "c": "d", $e}`."""
    tokens = list(_TOKEN.finditer(written))
    signs = [token["sign"] for token in tokens]
    if not signs or signs[0] != "{" or signs[-1] != "}":
        raise _Unread
    entry: list[re.Match[str]] = []
    depth = 0
    for token in tokens[1:-1]:
        depth += (token["sign"] or "") in tuple("{[(")
        depth -= (token["sign"] or "") in tuple("}])")
        if depth < 0:
            raise _Unread
        if depth == 0 and token["sign"] == ",":
            yield _entry(entry, values, place)
            entry = []
        else:
            entry.append(token)
    if entry:
        yield _entry(entry, values, place)


def _entry(entry: list[re.Match[str]], values: dict[str, Value], place: Place) -> tuple[str, Value]:
    if not entry:
        raise _Unread
    first, *others = entry
    if not others and first["argument"] is not None:
        return first["argument"], values.get(first["argument"], _UNKNOWN)
    name = first["bare"] if first["text"] is None else _decoded(first["text"])
    if name is None or (others and others[0]["sign"] != ":"):
        raise _Unread
    return name, _value(others[1], values, place) if len(others) == 2 else _UNKNOWN


def _value(token: re.Match[str], values: dict[str, Value], place: Place) -> Value:
    if token["argument"] is not None:
        return values.get(token["argument"], _UNKNOWN)
    if token["variable"] is not None:
        return Variable(token["variable"], "environment", None, place)
    if token["bare"] is not None and _NUMBER.fullmatch(token["bare"]):
        return Known(json.loads(token["bare"]))
    text = _decoded(token["text"]) if token["text"] is not None else None
    return Known(Written(text), (place,)) if text is not None else _UNKNOWN


def _decoded(quoted: str) -> str | None:
    """A text without anything that is filled in."""
    try:
        value = json.loads(quoted, strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None
