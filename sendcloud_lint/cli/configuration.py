"""The options that stand for keys of the configuration, and what they make of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from sendcloud_lint.cli.status import Misuse
from sendcloud_lint.engine.config import Config, Configs, load_file
from sendcloud_lint.engine.discover import project_root


def check_selectors(options: dict[str, Any]) -> None:
    """A slip on the command line is one even where there is nothing to check."""
    for name in ("select", "ignore", "extend_select"):
        if options[name]:
            from sendcloud_lint.engine.selection import unknown  # noqa: PLC0415

            wrong = unknown(options[name])
            if wrong is not None:
                raise Misuse(f"--{name.replace('_', '-')}: {wrong}")


def fixed(options: dict[str, Any]) -> Config | None:
    """What stands for every configuration that would be found. Raises ConfigError and Misuse."""
    if options["config_file"] is not None:
        if options["isolated"]:
            raise Misuse("--config and --isolated exclude each other")
        return load_file(options["config_file"])
    return Config() if options["isolated"] else None


def adjust(options: dict[str, Any]) -> Callable[[Config], Config]:
    """The command line's word over the configuration's: `--select` starts afresh, the rest is added to what it says."""

    def adjusted(found: Config) -> Config:
        more = options["extend_select"] or ()
        if options["select"] is None:
            ignore = (*(one for one in found.ignore if one not in more), *(options["ignore"] or ()))
            more = (*found.extend_select, *more)
        else:
            ignore = options["ignore"] or ()
        return _changed(
            found, select=options["select"] or found.select, ignore=ignore, extend_select=more,
            extend_exclude=(*found.extend_exclude, *(options["exclude"] or ())),
            fail_on=options["fail_on"] or found.fail_on,
        )  # fmt: skip

    return adjusted


def _changed(found: Config, **values: object) -> Config:
    """What stays as it was keeps the place where it was written."""
    return found.overridden(**{name: value for name, value in values.items() if value != getattr(found, name)})


def nearest(options: dict[str, Any]) -> Config:
    """The configuration nearest to the current folder."""
    root = project_root(".")
    folder = os.path.relpath(os.getcwd(), root).replace(os.sep, "/")
    return Configs(root, fixed(options)).of_folder("" if folder == "." else folder)


def baseline_file(options: dict[str, Any]) -> str | None:
    """`baseline` comes from the command line, else from the configuration nearest to the current folder."""
    if options["baseline_file"] is not None:
        chosen: str = options["baseline_file"]
        return chosen
    found = nearest(options)
    return None if found.baseline is None else os.path.join(found.folder, found.baseline)
