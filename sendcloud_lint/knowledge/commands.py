"""Which programs of a shell send requests, and what their options mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.model.records import sealed


@sealed(frozen=True, slots=True)
class Command:
    """A program: `options` that take a value, by their slot ("other" where the request does not show it), and `flags`
    that say something of the request. `style` is "curl", "wget" or "httpie"."""

    style: str
    options: Mapping[str, str]
    flags: Mapping[str, str]


@sealed(frozen=True, slots=True)
class Wrapper:
    """A program that runs another one, after `words` of its own; `options` take the next word as their value.

    `adds`: it may hand over more words than are written; `limits`: it ends what it runs after some time.
    """

    words: int
    options: frozenset[str]
    adds: bool
    limits: bool


@cache
def known_commands() -> Mapping[str, Command]:
    """The programs that send requests, by name."""
    commands: dict[str, Command] = {}
    for table in read_data("commands.toml").values():
        if "names" in table:
            command = Command(table["style"], _by_option(table["options"]), _by_option(table["flags"]))
            commands.update(dict.fromkeys(table["names"], command))
    return commands


@cache
def known_wrappers() -> Mapping[str, Wrapper]:
    """The programs that run another one, by name."""
    data = read_data("commands.toml")
    options: Mapping[str, Any] = data["wrapper_options"]
    adding: list[str] = data["wrapper_words"]["adding"]
    limiting: list[str] = data["wrapper_words"]["limiting"]
    return {
        name: Wrapper(words, frozenset(options.get(name, ())), name in adding, name in limiting)
        for name, words in data["wrappers"].items()
    }


def _by_option(slots: Mapping[str, list[str]]) -> dict[str, str]:
    return {option: slot for slot, options in slots.items() for option in options}
