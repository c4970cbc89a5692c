"""The schema of the configuration says what the loader does: both are asked about the same tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sendcloud_lint.engine.configuration import schema
from sendcloud_lint.engine.configuration.config import Config, from_mapping, load_file
from sendcloud_lint.engine.configuration.errors import ConfigError
from sendcloud_lint.engine.configuration.keys import CREDENTIALS, KEYS, PLACES, THRESHOLDS
from sendcloud_lint.engine.configuration.selection import check_selectors
from tests.thoroughness import trying

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = schema.schema()
VALIDATOR = Draft202012Validator(SCHEMA)
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")


def is_taken(table: dict[str, Any]) -> bool:
    try:
        check_selectors(from_mapping(table))
    except ConfigError:
        return False
    return True


# What may stand in a table, and what is near to it. A whole number written as `1.0` is an integer to JSON Schema
# alone: no such one is made.
SELECTORS = st.sampled_from(schema.selectors())
WORDS = st.text(min_size=1).filter(str.strip)
ARGUMENT = st.integers(0, 9) | st.text(min_size=1)
GOOD = {
    **dict.fromkeys(("select", "ignore", "extend-select"), st.lists(SELECTORS)),
    **dict.fromkeys(("exclude", "extend-exclude", "test-paths"), st.lists(WORDS)),
    **dict.fromkeys(("max-file-size", "rotation-days"), st.integers(min_value=1)),
    "per-file-ignores": st.dictionaries(st.text(), st.lists(SELECTORS)),
    "fail-on": st.sampled_from(THRESHOLDS),
    "baseline": WORDS,
    "hosts": st.lists(st.from_regex(r"[\w.-]+", fullmatch=True)),
    "variables": st.dictionaries(st.sampled_from(CREDENTIALS), st.lists(WORDS)),
    "clients": st.dictionaries(
        st.text(), st.dictionaries(st.sampled_from(PLACES), ARGUMENT | st.lists(ARGUMENT), max_size=2), max_size=2
    ),
}
NEAR = st.sampled_from(
    ["", " ", "\n", "a", "a\n", "a:1", "SC", "SCL", "SCL1", "scl101", "SCL101", "SCL999", "ALL", "all", "hardcoded-key",
     "error", "eror", "apiKey", "apikey", "url", "Url", "é", "\x85", 0, 1, -1, 1.5, True, False, []]
)  # fmt: skip
NAMES = st.sampled_from(["apiKey", "apikey", "url", "form", "a.b", "", "a"])
WILD = st.recursive(NEAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2))
ANY_KEY = st.sampled_from([*KEYS, "selct", "per_file_ignores", "tool", ""])


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(SCHEMA["properties"]) == list(KEYS)
    assert KEYS.keys() == GOOD.keys()
    assert {name.replace("-", "_") for name in KEYS} == set(Config._fields) - {"folder", "source", "lines"}


@trying(50)
@given(st.fixed_dictionaries({}, optional=GOOD))
def test_what_is_right_is_right_to_both(table: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(table)] == []
    assert is_taken(table)


@trying(300)
@given(ANY_KEY, WILD)
@example("hosts", ["a\n"])
@example("clients", {"a": {"url": []}})
@example("clients", {"a": {"url": True}})
def test_what_is_wrong_is_wrong_to_both(name: str, value: object) -> None:
    assert VALIDATOR.is_valid({name: value}) == is_taken({name: value})


@pytest.mark.parametrize("name", KEYS)
def test_defaults_and_examples_are_valid(name: str) -> None:
    told = SCHEMA["properties"][name]
    for value in (*told["examples"], *([told["default"]] if "default" in told else [])):
        assert VALIDATOR.is_valid({name: value})
        assert is_taken({name: value})
    assert told["description"].count("`") % 2 == 0


def test_the_default_is_what_holds_without_the_key() -> None:
    told = {name: key["default"] for name, key in SCHEMA["properties"].items() if "default" in key}
    assert from_mapping(told) == Config()
    assert KEYS.keys() - told.keys() == {"select", "baseline", "test-paths"}


def test_the_options_that_are_named_exist(program: Callable[..., Any], tmp_path: Path) -> None:
    told = program("check", "--help", cwd=tmp_path).out
    assert [key.option for key in KEYS.values() if key.option and f"{key.option} " not in told] == []


def test_the_command_prints_what_is_published(program: Callable[..., Any], tmp_path: Path) -> None:
    done = program("config", "--schema", cwd=tmp_path)
    assert done.out == (ROOT / "sendcloud_lint" / "schema.json").read_text("utf-8")
    assert done.json == json.loads(schema.text()) == SCHEMA


def test_the_page_tells_every_key_and_what_it_shows_is_valid(tmp_path: Path) -> None:
    shown = re.findall(r"(?ms)^```toml\n(.*?)^```$", PAGE)
    assert re.findall(r"(?m)^### (\S+)$", PAGE) == list(KEYS)
    assert len(shown) == len(KEYS) + 1
    for block, name in zip(shown, ("select", *KEYS), strict=True):
        path = tmp_path / "sendcloud-lint.toml"
        path.write_text(block, encoding="utf-8")
        config = load_file(str(path))
        check_selectors(config)
        assert name in config.lines
