"""Public classes that take a credential as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.model.records import sealed


@sealed(frozen=True, slots=True)
class Argument:
    """Where a class takes a value: by position (from 0, the instance apart; None for by name only) or by keyword."""

    position: int | None
    keywords: tuple[str, ...]


@sealed(frozen=True, slots=True)
class Sdk:
    """A class that takes the pair of one family ("email" or "sms"); `api_base` is where it sends by itself."""

    family: str
    user: Argument
    key: Argument
    api_base: str | None


def sdk_of(qualified_name: str) -> Sdk | None:
    """The class of this dotted name; packages in front of it (a vendored copy) make no difference."""
    parts = qualified_name.split(".")
    return next((found for at in range(len(parts)) if (found := _sdks().get(".".join(parts[at:])))), None)


@cache
def _sdks() -> dict[str, Sdk]:
    return {name: _read_sdk(row) for row in read_data("sdks.toml")["sdks"] for name in row["names"]}


def _read_sdk(row: Mapping[str, Any]) -> Sdk:
    return Sdk(row["family"], _read_argument(row["user"]), _read_argument(row["key"]), row.get("api_base"))


def _read_argument(row: Mapping[str, Any]) -> Argument:
    return Argument(row.get("position"), tuple(row["keywords"]))
