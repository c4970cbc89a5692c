"""What leaves the program: reports on standard output and in files, all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from sendcloud_lint.cli.status import INCOMPLETE

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Problem

# Who shows OSC 8 as a link: by the name that a terminal gives of itself, or by a variable of its own.
_LINKING = {
    "TERM_PROGRAM": ("Hyper", "WezTerm", "ghostty", "iTerm.app", "rio", "terminology", "vscode", "zed"),
    "TERM": ("alacritty", "alacritty-direct", "foot", "foot-extra", "xterm-ghostty", "xterm-kitty"),
    "COLORTERM": ("xfce4-terminal",),
}
_LINKING_BY_ITSELF = ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION")
# GNOME's and its kin; 0.50.0 died of them.
_LINKING_VTE = 5001


def write(text: str) -> None:
    """To standard output as UTF-8, whatever the locale. Ends an incomplete run where nothing can be written."""
    if sys.stdout is None:
        complain("incomplete", "standard output is closed")
        sys.exit(INCOMPLETE)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        give_up_writing(error)


def give_up_writing(error: OSError) -> None:
    """A reader that has gone away is no fault; anything else ends an incomplete run."""
    # What the buffer still holds would fail again at the end of the process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        complain("incomplete", f"standard output can't be written: {error.strerror}")
        sys.exit(INCOMPLETE)


def write_file(path: str, text: str) -> bool:
    """False, and a line about it, where the file can't be had: what was found is still told elsewhere."""
    from sendcloud_lint.engine.files.replacing import write_report  # noqa: PLC0415

    try:
        write_report(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        complain("incomplete", f"{path}: can't be written: {error.strerror}")
        return False
    return True


def colored(wanted: str, target: str | None) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if target is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return os.environ.get("CLICOLOR") != "0" and is_terminal(sys.stdout)


def linked(target: str | None, *, color: bool) -> bool:
    """Whether codes of rules lead to their pages: on terminals known for it only, as others would show the address."""
    forced = os.environ.get("FORCE_HYPERLINK", "")
    if target is not None or not color or forced:
        return target is None and forced not in ("", "0")
    return is_terminal(sys.stdout) and not os.environ.get("CI") and _knows_links(os.environ)


def _knows_links(environment: Mapping[str, str]) -> bool:
    vte = environment.get("VTE_VERSION", "")
    is_known = any(environment.get(name) in names for name, names in _LINKING.items())
    return is_known or any(map(environment.get, _LINKING_BY_ITSELF)) or (vte.isdecimal() and int(vte) >= _LINKING_VTE)


def is_terminal(stream: TextIO | None) -> bool:
    """A terminal that can do more than go on to the next line. A stream may be closed."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """COLUMNS, else the terminal's, as `shutil` tells it at ten times the import. There may be no output at all."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (AttributeError, OSError, ValueError):
        return 120


def noted(line: str) -> None:
    """What only a verbose run says, and what was done."""
    for each in line.split("\n"):
        click.echo(f"sendcloud-lint: {_printable(each)}", err=True)


def complain(kind: str, message: str) -> None:
    """One line, whatever a path or a name in it holds."""
    click.echo(f"sendcloud-lint: {kind}: {_printable(message)}", err=True)


def tell_problems(problems: Sequence[Problem]) -> None:
    """What makes a run incomplete, a line each."""
    for problem in problems:
        where = f"{problem.path}: " if problem.path is not None else ""
        complain("incomplete", f"{where}{problem.message}")


def _printable(text: str) -> str:
    from sendcloud_lint.reports.printable import printable  # noqa: PLC0415  most runs say nothing here

    return printable(text)
