"""What helps a project with old findings to begin: a baseline of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from sendcloud_lint.engine import run
from sendcloud_lint.engine.baseline import DEFAULT_NAME, budget, fresh, load, updated, write
from sendcloud_lint.engine.discover import project_root
from sendcloud_lint.engine.paths import shown_path
from sendcloud_lint.engine.screen import Judged
from sendcloud_lint.model.outcome import Problem


class Kept(NamedTuple):
    """What became of a baseline: how many findings it knows now, how many of them are new to it, how many it lost.

    With problems nothing was written: what could not be seen is not gone.
    """

    path: str
    known: int = 0
    new: int = 0
    gone: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def sentence(self) -> str:
        """One line for people."""
        noun = "finding" if self.known == 1 else "findings"
        return f"{shown_path(self.path)}: {self.known:,} {noun} ({self.new:,} new, {self.gone:,} gone)"


def keep_baseline(paths: Sequence[str], options: run.Options, *, prune: bool) -> Kept:
    """Write what stands in the files into the baseline, in the project's root unless it has a place of its own.

    What it knows of other files stays, and so do reasons. `prune` takes out what is gone and adds nothing. Raises as
    `run.run` does.
    """
    path = options.baseline or os.path.join(project_root(paths[0]), DEFAULT_NAME)
    old = load(path) if prune or os.path.lexists(path) else fresh(path)
    project, standing = run.standing(paths, options._replace(baseline=None), old)
    if standing.result.problems:
        return Kept(path, problems=standing.result.problems)
    judged = Judged(project, old, standing.skipped)
    new = updated(old, standing.found, judged.covers, standing.moves, prune=prune)
    write(new)
    before, after = budget(old.entries, standing.moves), budget(new.entries, {})
    return Kept(path, sum(after.values()), sum((after - before).values()), sum((before - after).values()))
