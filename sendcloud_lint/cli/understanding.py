"""`facts`: what is understood."""

from __future__ import annotations

from typing import Any

from sendcloud_lint import __version__
from sendcloud_lint.cli.configuration import fixed
from sendcloud_lint.cli.progress import watched
from sendcloud_lint.cli.status import CLEAN, INCOMPLETE
from sendcloud_lint.cli.terminal import colored, tell_problems, write
from sendcloud_lint.engine import run
from sendcloud_lint.reports import account


def facts(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """The status. Raises as `run.facts` does."""
    with watched() as (progress, noted):
        tell = noted if options["verbose"] else lambda line: None
        understood = run.facts(paths or (".",), run.Options(fixed=fixed(options), tell=tell, progress=progress))
    if options["output_format"] == "json":
        write(account.as_json(understood, version=__version__))
    else:
        write(account.as_text(understood, color=colored(options["color"], None)))
    tell_problems(understood.problems)
    return INCOMPLETE if understood.problems else CLEAN
