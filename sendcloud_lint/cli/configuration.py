"""The options that stand for keys of the configuration, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sendcloud_lint.cli.status import Misuse
from sendcloud_lint.engine.configuration import overrides
from sendcloud_lint.engine.configuration.config import Config, load_file


def check_selectors(options: dict[str, Any]) -> None:
    """A slip on the command line is one even where there is nothing to check."""
    for name in ("select", "ignore", "extend_select"):
        if options[name]:
            from sendcloud_lint.engine.configuration.selection import unknown  # noqa: PLC0415

            wrong = unknown(options[name])
            if wrong is not None:
                raise Misuse(f"--{name.replace('_', '-')}: {wrong}")


def said(options: dict[str, Any]) -> dict[str, Any]:
    """The options by the names that they have in Python. Raises Misuse."""
    _check_source(options)
    return {
        "config": options["config_file"],
        "isolated": options["isolated"],
        "select": options["select"],
        "ignore": options["ignore"] or (),
        "extend_select": options["extend_select"] or (),
        "exclude": options["exclude"] or (),
        "baseline": options["baseline_file"],
    }


def fixed(options: dict[str, Any]) -> Config | None:
    """What stands for every configuration that would be found. Raises ConfigError and Misuse."""
    _check_source(options)
    if options["config_file"] is not None:
        return load_file(options["config_file"])
    return Config() if options["isolated"] else None


def _check_source(options: dict[str, Any]) -> None:
    if options["config_file"] is not None and options["isolated"]:
        raise Misuse("--config and --isolated exclude each other")


def adjust(options: dict[str, Any]) -> Callable[[Config], Config]:
    """The command line's word over the configuration's."""
    return overrides.Overrides(
        options["select"], options["ignore"] or (), options["extend_select"] or (), options["exclude"] or (),
        options["fail_on"],
    ).over  # fmt: skip


def nearest(options: dict[str, Any]) -> Config:
    """The configuration nearest to the current folder."""
    return overrides.nearest(fixed(options))
