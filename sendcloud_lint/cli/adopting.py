"""`baseline`: what stands is written down."""

from __future__ import annotations

from typing import Any

from sendcloud_lint import api
from sendcloud_lint.cli.configuration import check_selectors, said
from sendcloud_lint.cli.progress import watched
from sendcloud_lint.cli.status import CLEAN, INCOMPLETE
from sendcloud_lint.cli.terminal import tell_problems, write
from sendcloud_lint.engine.adoption.keep import keep_baseline


def baseline(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """The status. Raises as `keep_baseline` does."""
    check_selectors(options)
    with watched() as (progress, noted):
        chosen = api.run_options(**said(options), tell=noted if options["verbose"] else None, progress=progress)
        kept = keep_baseline(paths or (".",), chosen, prune=options["prune"])
    tell_problems(kept.problems)
    if kept.problems:
        return INCOMPLETE
    write(f"{kept.sentence}\n")
    return CLEAN
