"""What leaves the program: reports on standard output and in files, all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Problem


def write(text: str) -> None:
    """To standard output as UTF-8, whatever the locale; a reader that has gone away is no fault."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: str, text: str) -> bool:
    """False, and a line about it, where the file can't be had: what was found is still told elsewhere."""
    from sendcloud_lint.reports.delivery import write  # noqa: PLC0415
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    try:
        write(path, text)
    except OSError as error:
        complain("incomplete", printable(f"{path}: can't be written: {error.strerror}"))
        return False
    return True


def colored(wanted: str, target: str | None) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if target is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """COLUMNS, else the terminal's, as `shutil` tells it at ten times the import."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (OSError, ValueError):
        return 120


def noted(line: str) -> None:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    for each in line.split("\n"):
        click.echo(f"sendcloud-lint: {printable(each)}", err=True)


def complain(kind: str, message: str) -> None:
    click.echo(f"sendcloud-lint: {kind}: {message}", err=True)


def tell_problems(problems: Sequence[Problem]) -> None:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415

    for problem in problems:
        where = f"{problem.path}: " if problem.path is not None else ""
        complain("incomplete", printable(f"{where}{problem.message}"))
