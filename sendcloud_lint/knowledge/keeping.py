"""Where secrets are read from while a program runs, and what keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.model.records import sealed

# After an email key's reset its old value works for this long; an SMS key's stops at once (the guide, on resets).
GRACE = {"email": 900, "sms": 0}


@sealed(frozen=True, slots=True)
class Argument:
    """Where a call takes a value: by position (from 0, the object apart; None for by name only) and by keyword."""

    position: int | None
    name: str


@sealed(frozen=True, slots=True)
class Keeper:
    """What keeps a value. `default` is its lifetime where none is given: seconds, `inf` for ever, None for unknown."""

    seconds: Argument | None
    value: Argument | None
    cache: Argument | None
    default: float | None


@cache
def stores() -> frozenset[str]:
    """The functions that read a secret."""
    return frozenset(read_data("keeping.toml")["stores"]["functions"])


@cache
def reading_methods() -> Mapping[str, str]:
    """The methods that read a secret whatever they are called on, each with a keyword that must be given, or none."""
    found: Mapping[str, str] = read_data("keeping.toml")["stores"]["methods"]
    return found


@cache
def reading_classes() -> Mapping[str, tuple[str, ...]]:
    """The classes whose objects read secrets, with the methods that do."""
    return {name: tuple(methods) for name, methods in read_data("keeping.toml")["stores"]["classes"].items()}


@cache
def keepers(kind: str) -> Mapping[str, Keeper]:
    """By name: those of a kind, which is "decorators", "caches" or "calls"."""
    rows = read_data("keeping.toml")[kind]
    return {name: _read_keeper(row) for row in rows for name in row["names"]}


def _read_keeper(row: Mapping[str, Any]) -> Keeper:
    default = row.get("default")
    lifetime = float("inf") if default == "ever" else default
    return Keeper(
        _read_argument(row.get("seconds")), _read_argument(row.get("value")), _read_argument(row.get("cache")), lifetime
    )


def _read_argument(row: Mapping[str, Any] | None) -> Argument | None:
    return Argument(row.get("position"), row["name"]) if row is not None else None
