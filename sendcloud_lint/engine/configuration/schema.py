"""The JSON Schema of the configuration, for editors: made from the table that the loader reads by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.configuration.config import Config
from sendcloud_lint.engine.configuration.keys import KEYS, SELECTOR, Key
from sendcloud_lint.engine.configuration.selection import SHORTEST
from sendcloud_lint.model.page import HOME

_SAYS = (
    "The configuration of sendcloud-lint: sendcloud-lint.toml, .sendcloud-lint.toml, or the table tool.sendcloud-lint "
    "in pyproject.toml."
)
_SELECTOR = "A rule's code or name, the beginning of codes, or ALL."


def schema() -> dict[str, Any]:
    """What a configuration's table may hold. What it can't say, the loader says: whether a path leads out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{HOME}/schema.json",
        "title": "sendcloud-lint",
        "description": _SAYS,
        "type": "object",
        "properties": {name: _property(name, key) for name, key in KEYS.items()},
        "additionalProperties": False,
        "$defs": {
            SELECTOR.rpartition("/")[2]: {
                "title": "selector", "description": _SELECTOR, "type": "string", "enum": selectors(),
            },
        },
    }  # fmt: skip


def text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def selectors() -> list[str]:
    """Every word that means a rule: ALL, beginnings of codes, codes, names."""
    codes = [rule.code for rule in all_rules()]
    starts = {code[:end] for code in codes for end in range(SHORTEST, len(code) + 1)}
    return ["ALL", *sorted(starts), *sorted(rule.name for rule in all_rules())]


def _property(name: str, key: Key) -> dict[str, Any]:
    option = f" On the command line: `{key.option}`." if key.option else ""
    effect = "" if key.has_effect else " It has no effect yet."
    told = {"title": name, "description": f"{key.says}{option}{effect}", **key.kind.schema()}
    default = getattr(Config(), name.replace("-", "_"))
    # Without some keys it is as with no value that they could have.
    return {**told, **({} if default is None else {"default": _plain(default)}), "examples": [key.example]}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
