"""`rule` and `config`: the program about itself."""

from __future__ import annotations

import os
import sys
from typing import Any

from sendcloud_lint import api
from sendcloud_lint.cli.configuration import adjust, check_selectors, fixed
from sendcloud_lint.cli.status import CLEAN
from sendcloud_lint.cli.terminal import colored, is_terminal, linked, width, write
from sendcloud_lint.engine import manual
from sendcloud_lint.engine.configuration.config import Configs
from sendcloud_lint.engine.configuration.selection import check_selectors as check_written
from sendcloud_lint.engine.files.discover import MissingPath, project_root
from sendcloud_lint.reports import manual as pages_of_manual
from sendcloud_lint.reports.pen import Pen


def explain(name: str | None, output_format: str) -> int:
    """The status. Raises UnknownRule."""
    page = manual.index(output_format) if name is None else manual.told(api.explain(name), output_format)
    write(_on_screen(name, page) if output_format == "text" and is_terminal(sys.stdout) else page)
    return CLEAN


def _on_screen(name: str | None, page: str) -> str:
    color = colored("auto", None)
    pen = Pen(color, linked(None, color=color))
    if name is None:
        return pages_of_manual.rules(manual.pages(), pen=pen, width=width())
    return pages_of_manual.page(page, pen=pen, width=width())


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
    from sendcloud_lint.engine.configuration.schema import text  # noqa: PLC0415

    write(text())
    return CLEAN
