"""`rule` and `config`: the program about itself."""

from __future__ import annotations

import os
from typing import Any

from sendcloud_lint import api
from sendcloud_lint.cli.configuration import adjust, check_selectors, fixed
from sendcloud_lint.cli.status import CLEAN
from sendcloud_lint.cli.terminal import write
from sendcloud_lint.engine import manual
from sendcloud_lint.engine.config import Configs
from sendcloud_lint.engine.discover import MissingPath, project_root
from sendcloud_lint.engine.selection import check_selectors as check_written


def explain(name: str | None, output_format: str) -> int:
    """The status. Raises UnknownRule."""
    write(manual.index(output_format) if name is None else manual.told(api.explain(name), output_format))
    return CLEAN


def settings(path: str, output_format: str, options: dict[str, Any]) -> int:
    """The status. Raises ConfigError, MissingPath and Misuse."""
    check_selectors(options)
    if not os.path.exists(path):
        raise MissingPath(f"{path}: no such file or folder")
    root = project_root(path)
    folder = os.path.abspath(path) if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    relative = os.path.relpath(folder, root).replace(os.sep, "/")
    found = Configs(root, fixed(options), adjust(options)).of_folder("" if relative == "." else relative)
    check_written(found)
    write(manual.settings(found, output_format))
    return CLEAN


def file_types(output_format: str) -> int:
    """The status."""
    write(manual.which_is_what(output_format))
    return CLEAN


def schema() -> int:
    """The status."""
    from sendcloud_lint.engine.schema import text  # noqa: PLC0415

    write(text())
    return CLEAN
