"""Every key of the configuration: what may stand in it, what it means, and the option that says the same.

The loader and the schema are both made from this table. What stands in a key without a file is a default of `Config`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, NoReturn, Protocol

from sendcloud_lint.engine.configuration.errors import ConfigError, Where, kind_of, suggestion, worded
from sendcloud_lint.model.outcome import THRESHOLDS

CREDENTIALS: Final = ("apiUser", "apiKey", "smsUser", "smsKey")
_SLOTS = "method url base_url query body form json content files headers cookies auth timeout verify"
PLACES: Final = tuple(_SLOTS.split())
_NOT_BLANK = r"\S"
_HOST = r"^[\w.-]+$(?!\n)"
Json = dict[str, Any]


class Entry:
    """One value of the file on its way to a field, and where an error in it is."""

    __slots__ = ("keys", "lines", "source", "value")

    def __init__(self, source: str, lines: Mapping[tuple[str, ...], int], keys: tuple[str, ...], value: object) -> None:
        self.source, self.lines, self.keys, self.value = source, lines, keys, value

    @property
    def name(self) -> str:
        """The last of the keys that lead here."""
        return self.keys[-1]

    @property
    def line(self) -> int | None:
        """That of the key, or of the nearest one around it (an inline table stands on its key's line)."""
        for end in range(len(self.keys), 0, -1):
            if self.keys[:end] in self.lines:
                return self.lines[self.keys[:end]]
        return None

    def fail(self, wrong: str) -> NoReturn:
        raise ConfigError(worded(Where(self.source, self.line), ".".join(self.keys), wrong))

    def want(self, kind: type, wanted: str) -> Any:
        if not isinstance(self.value, kind) or (kind is int and isinstance(self.value, bool)):
            self.fail(f"must be {wanted}, not {kind_of(self.value)}")
        return self.value

    def inner(self) -> list[Entry]:
        """The entries of a table."""
        table = self.want(dict, "a table")
        return [Entry(self.source, self.lines, (*self.keys, key), value) for key, value in table.items()]


class Kind(Protocol):
    """What may stand in a key: for the loader, and for the schema."""

    def read(self, entry: Entry) -> object:
        """The field's value. Raises ConfigError."""

    def schema(self) -> Json:
        """The same in the words of JSON Schema, without what means anything to people."""


class Strings(NamedTuple):
    """A list of texts that are not blank. `each` is what the schema says of one: of a selector it can say more."""

    each: Json = {"type": "string", "pattern": _NOT_BLANK}  # noqa: RUF012  nobody changes it

    def read(self, entry: Entry) -> tuple[str, ...]:
        items = entry.want(list, "a list of strings")
        for item in items:
            if not isinstance(item, str):
                entry.fail(f"must be a list of strings, but one item is {kind_of(item)}")
            if not item.strip():
                entry.fail("has an empty item")
        return tuple(items)

    def schema(self) -> Json:
        return {"type": "array", "items": self.each}


class Hosts:
    """Names of hosts, in lower case from here on."""

    def read(self, entry: Entry) -> tuple[str, ...]:
        hosts = Strings().read(entry)
        if not all(re.search(_HOST, host) for host in hosts):
            entry.fail("must be bare host names: no scheme, port or path")
        return tuple(host.lower() for host in hosts)

    def schema(self) -> Json:
        return {"type": "array", "items": {"type": "string", "pattern": _HOST}}


class Text:
    def read(self, entry: Entry) -> str:
        text: str = entry.want(str, "a string")
        if not text.strip():
            entry.fail("must not be empty")
        return text

    def schema(self) -> Json:
        return {"type": "string", "pattern": _NOT_BLANK}


class Number:
    """At least 1."""

    def read(self, entry: Entry) -> int:
        number: int = entry.want(int, "an integer")
        if number < 1:
            entry.fail("must be at least 1")
        return number

    def schema(self) -> Json:
        return {"type": "integer", "minimum": 1}


class OneOf(NamedTuple):
    words: tuple[str, ...]

    def read(self, entry: Entry) -> str:
        return _one_of(entry, entry.want(str, "a string"), self.words)

    def schema(self) -> Json:
        return {"enum": list(self.words)}


class Table(NamedTuple):
    """Names, each with a value of one kind; `names` are those that there are, if not all are."""

    values: Kind
    names: tuple[str, ...] | None = None

    def read(self, entry: Entry) -> dict[str, object]:
        entries = entry.inner()
        for each in entries if self.names is not None else ():
            _one_of(each, each.name, self.names or ())
        return {each.name: self.values.read(each) for each in entries}

    def schema(self) -> Json:
        if self.names is None:
            return {"type": "object", "additionalProperties": self.values.schema()}
        inner = dict.fromkeys(self.names, self.values.schema())
        return {"type": "object", "properties": inner, "additionalProperties": False}


class Arguments:
    """Positions and names of a function's arguments; one alone needs no list."""

    def read(self, entry: Entry) -> tuple[int | str, ...]:
        given = entry.value if isinstance(entry.value, list) else [entry.value]
        for item in given:
            is_position = isinstance(item, int) and not isinstance(item, bool) and item >= 0
            if not is_position and not (isinstance(item, str) and item):
                entry.fail("must be an argument's position (from 0) or name, or a list of these")
        return tuple(given)

    def schema(self) -> Json:
        one: list[Json] = [{"type": "integer", "minimum": 0}, {"type": "string", "minLength": 1}]
        return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


class Key(NamedTuple):
    """`says` is what it means, in Markdown; `example` a value that it may have, `option` what says so for one run."""

    kind: Kind
    says: str
    example: object
    option: str = ""
    has_effect: bool = True


SELECTOR: Final = "#/$defs/selector"
_SELECTORS = Strings({"$ref": SELECTOR})
KEYS: Final[Mapping[str, Key]] = {
    "select": Key(
        _SELECTORS,
        "The rules that run: codes (`SCL101`), beginnings of codes of three characters or more (`SCL1`), names "
        "(`hardcoded-key`) or `ALL`. Without it those run that are on by default.",
        ["SCL1", "SCL401"],
        "--select",
    ),
    "ignore": Key(
        _SELECTORS,
        "Rules that do not run. Of `select` and `ignore` the more exact word wins, of equals `ignore`.",
        ["SCL502"],
        "--ignore",
    ),
    "extend-select": Key(
        _SELECTORS,
        "Rules that run beside those of `select`, or beside those that are on by default.",
        ["SCL305"],
        "--extend-select",
    ),
    "per-file-ignores": Key(
        Table(_SELECTORS),
        "Rules that are silent in some files, by patterns; a pattern after `!` means all other files.",
        {"scripts/*": ["SCL502"], "!src/**": ["SCL6"]},
    ),
    "exclude": Key(
        Strings(),
        "Files and folders that are not looked at, by patterns. It takes the place of the default.",
        ["/gen", "*.min.js"],
    ),
    "extend-exclude": Key(
        Strings(), "Files and folders that are left out beside those of `exclude`.", ["/examples"], "--exclude"
    ),
    "fail-on": Key(
        OneOf(THRESHOLDS),
        "The gentlest level of a finding that fails the run. The configuration nearest to the current folder counts.",
        "error",
        "--fail-on",
    ),
    "baseline": Key(
        Text(),
        "The file of known findings, which are not told again, from the configuration's folder and within the project. "
        "The configuration nearest to the current folder counts.",
        ".sendcloud-lint-baseline.json",
        "--baseline",
    ),
    "hosts": Key(
        Hosts(),
        "Further hosts that the API is reached at, such as a proxy's: bare names without scheme, port or path.",
        ["sendcloud-proxy.shop.example"],
    ),
    "variables": Key(
        Table(Strings(), CREDENTIALS),
        "Further names of environment variables that the project keeps each credential in.",
        {"apiKey": ["SHOP_MAIL_KEY"]},
    ),
    "clients": Key(
        Table(Table(Arguments(), PLACES)),
        "The project's own functions that send requests, by their qualified names, each with the arguments in which "
        "the places of a request stand: by position from 0, by name, or a list of both.",
        {"shop.http.send": {"url": 0, "form": ["data", 1]}},
    ),
    "test-paths": Key(
        Strings(),
        "Which files are for tests, by patterns: a key of production in one is SCL601. Without it those in folders "
        "such as `tests`, `spec`, `__tests__`, `fixtures`, and those called `test_…`, `…_test`, `….spec.…`, "
        "`conftest`. What sets variables for tests (`.env.test`) is for tests anyway.",
        ["tests", "qa"],
    ),
    "max-file-size": Key(Number(), "Files of more bytes are skipped.", 500_000),
    "rotation-days": Key(Number(), "How many days a key may be old.", 30, has_effect=False),
}


def values(entries: Iterable[Entry]) -> dict[str, object]:
    """The fields of a configuration from the entries of its table. Raises ConfigError."""
    found: dict[str, object] = {}
    for entry in entries:
        if entry.name not in KEYS:
            entry.fail("unknown key" + suggestion(entry.name, tuple(KEYS)))
        found[entry.name.replace("-", "_")] = KEYS[entry.name].kind.read(entry)
    return found


def _one_of(entry: Entry, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        entry.fail(f"must be one of {', '.join(known)}" + suggestion(text, known))
    return text
