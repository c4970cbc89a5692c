"""What helps a project with old findings to begin: a baseline of them, or comments beside them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sendcloud_lint.engine import run
from sendcloud_lint.engine.adoption.baseline import DEFAULT_NAME, budget, fresh, load, updated, write
from sendcloud_lint.engine.adoption.screen import Judged
from sendcloud_lint.engine.files.discover import Given, is_in, project_root
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.engine.files.replacing import replace_file
from sendcloud_lint.model.outcome import Problem


class Kept(NamedTuple):
    """What became of a baseline: how many findings it knows now, how many of them are new to it, how many it lost.

    With problems nothing was written: what could not be seen is not gone, and what can't be written stays as it was.
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
    try:
        write(new)
    except OSError as error:
        return Kept(path, problems=(_unwritten(shown_path(path), error),))
    before, after = budget(old.entries, standing.moves), budget(new.entries, {})
    return Kept(path, sum(after.values()), sum((after - before).values()), sum((before - after).values()))


class Added(NamedTuple):
    """How many comments were written into how many files, and in words where none can stand.

    `problems` are files that the system did not let be written: they are as they were.
    """

    comments: int = 0
    files: int = 0
    left: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def sentence(self) -> str:
        """One line for people."""
        comments, files = (f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in self._counts)
        return f"added {comments} to {files}"

    @property
    def _counts(self) -> tuple[tuple[int, str], ...]:
        return ((self.comments, "comment"), (self.files, "file"))


def add_ignores(paths: Sequence[str], options: run.Options) -> Added:
    """Write a comment for each finding that a run over the paths would tell. Raises as `run.run` does."""
    each = [_added(project, trials) for project, trials in run.trials(paths, options) if trials.is_open]
    left = tuple(line for one in each for line in one.left)
    problems = tuple(problem for one in each for problem in one.problems)
    return Added(sum(one.comments for one in each), sum(one.files for one in each), left, problems)


def _added(project: Given, trials: run.Trials) -> Added:
    from sendcloud_lint.engine.adoption.ignores import written  # noqa: PLC0415

    judgement = trials.judged()
    told = trials.told(judgement)
    paths = {marked.fault.place.path for marked in told}
    contents = {path: data for path in sorted(paths) if (data := trials.content(path)) is not None}
    done = written(judgement, told, contents, trials.judged)
    replaced = {path: _replaced(project, path, data, contents) for path, data in sorted(done.contents.items())}
    refused = [path for path, outcome in replaced.items() if outcome is False]
    problems = tuple(
        _unwritten(judgement.shown(path), outcome) for path, outcome in replaced.items() if isinstance(outcome, OSError)
    )
    left = Counter(marked.fault.place.path for marked in done.left)
    told_left = [f"{judgement.shown(path)}: {_no_place(count)}" for path, count in sorted(left.items())]
    told_left += [f"{judgement.shown(path)}: can't be written, or has changed meanwhile" for path in refused]
    written_into = len(done.contents) - len(refused) - len(problems)
    return Added(done.comments if written_into else 0, written_into, tuple(told_left), problems)


def _unwritten(path: str, error: OSError) -> Problem:
    return Problem(path, "unwritable", f"can't be written: {os.strerror(error.errno or 0)}")


def _no_place(count: int) -> str:
    findings = f"{count:,} findings" if count > 1 else "1 finding"
    return f"no comment can stand at {findings} here; use `per-file-ignores` or a baseline"


def _replaced(project: Given, path: str, data: bytes, before: Mapping[str, bytes]) -> bool | OSError:
    """Whether the file took its new content, or why the system did not let it.

    One that was changed meanwhile does not take it, nor one out of the project.
    """
    full = os.path.join(project.root, path)
    if not is_in(os.path.realpath(full), os.path.realpath(project.root)):
        return False
    try:
        with open(full, "rb") as file:
            if file.read() != before[path]:
                return False
        replace_file(full, data)
    except OSError as error:
        return error
    return True
