"""What was asked for of git's index: what a commit would hold, whatever lies in the working tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property

from sendcloud_lint.engine.configuration.config import Configs
from sendcloud_lint.engine.files.discover import Given, kept, missing, problem, project_root, relative
from sendcloud_lint.engine.files.held import Held
from sendcloud_lint.engine.files.index import Index, contents, index_of
from sendcloud_lint.engine.files.prefilter import TOO_LARGE
from sendcloud_lint.model.outcome import Problem

_UNKNOWN = "is not in git's index"


def given_staged(
    paths: Sequence[str], configs_for: Callable[[str], Configs], *, force_exclude: bool = False
) -> tuple[Given, ...]:
    """What the paths mean, as `discover.given` says it, in git's index; none mean what differs from the last commit.

    Raises MissingPath and NoRepository.
    """
    asked: dict[str, list[str]] = {} if paths else {project_root("."): []}
    for path in paths:
        asked.setdefault(project_root(path), []).append(path)
    return tuple(_given(root, configs_for(root), asked[root], force_exclude) for root in sorted(asked))


def _given(root: str, configs: Configs, paths: Sequence[str], force_exclude: bool) -> Given:
    index = index_of(root)
    if isinstance(index, str):
        return _nothing(root, configs, index)
    asked = _Asked(index, configs, force_exclude)
    for path in paths:
        asked.name(path)
    if not paths:
        asked.take_staged()
    apart = index.apart & (asked.kept | asked.files)
    read = contents(index, apart, lambda path: configs.of(path).max_file_size)
    if isinstance(read, str):
        return _nothing(root, configs, read)
    lost = apart - read.keys()
    held = {path: TOO_LARGE if data is None else data for path, data in read.items()}
    return Given(
        root,
        configs,
        files=tuple(sorted({*asked.files - lost, *asked.left})),
        named=frozenset({*asked.named - lost, *asked.left}),
        project=tuple(sorted((asked.kept | asked.files) - lost)),
        problems=(*_unmerged(asked), *(_lost(path) for path in sorted(lost & asked.files))),
        held=Held({**held, **asked.left}),
        git_index=index,
    )


def _nothing(root: str, configs: Configs, why: str) -> Given:
    """What lies in the working tree is no answer."""
    return Given(root, configs, (), frozenset(), (), (problem(None, "git-failed", f"{why}, so nothing was checked"),))


class _Asked:
    """What was named in one index: `files` to report on, `left` named files that nobody looks into."""

    def __init__(self, index: Index, configs: Configs, force_exclude: bool) -> None:
        self._index, self._force_exclude = index, force_exclude
        self.kept = frozenset(kept(index.files, configs, lambda folder: not configs.excludes_folder(folder)))
        self.named: set[str] = set()
        self.files: set[str] = set()
        self.left: dict[str, str] = {}
        self.unmerged: set[str] = set()

    def name(self, path: str) -> None:
        """Take what a path means. Raises MissingPath."""
        seen = relative(os.path.abspath(path), self._index.root)
        if seen in self._index.files:
            if seen in self.kept or not self._force_exclude:
                self.named.add(seen)
                self.files.add(seen)
        elif seen in self._index.unmerged:
            self.unmerged.add(seen)
        elif not self._take_below(seen) and not os.path.isdir(path):
            if seen not in self._index.passed_over and not os.path.lexists(path):
                raise missing(path)
            self.left[seen] = self._index.passed_over.get(seen, _UNKNOWN)

    def take_staged(self) -> None:
        """Take what the next commit changes."""
        self.files = set(self._index.staged & self.kept)
        self.unmerged = set(self._index.unmerged)

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder that the index has anything in: a great many names may be none."""
        found: set[str] = set()
        for path in (*self._index.files, *self._index.unmerged):
            while (path := path.rpartition("/")[0]) and path not in found:
                found.add(path)
        return frozenset(found)

    def _take_below(self, folder: str) -> bool:
        """Whether the index has anything in a folder. One that is excluded as a whole is looked into if it is named."""
        if folder and folder not in self._folders:
            return False
        below = {path for path in self._index.files if folder == "" or path.startswith(f"{folder}/")}
        unmerged = {path for path in self._index.unmerged if folder == "" or path.startswith(f"{folder}/")}
        wanted = below & self.kept
        self.files |= wanted if wanted or folder == "" or self._force_exclude else below
        self.unmerged |= unmerged
        return bool(below or unmerged)


def _unmerged(asked: _Asked) -> list[Problem]:
    wrong = "has a conflict that is not settled, so git's index holds several versions of it"
    return [problem(path, "unmerged", wrong) for path in sorted(asked.unmerged)]


def _lost(path: str) -> Problem:
    return problem(path, "unreadable", "can't be read: git lacks what its index names")
