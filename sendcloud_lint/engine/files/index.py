"""git's index: what a commit would hold, read without any filter or monitor that the repository may name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sendcloud_lint.engine.configuration.errors import ConfigError
from sendcloud_lint.engine.files.discover import project_root
from sendcloud_lint.engine.files.git import git, paths, without_filters
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.engine.files.prefilter import IRREGULAR

# No setting of the repository's may make a file that was changed look as it was.
_HONEST = ("core.checkStat=default", "core.trustctime=true")
_AS_WRITTEN = ("core.useReplaceRefs=false",)
_REGULAR = "100"
_SPARSE = "is left out by a sparse checkout"
_ANNOUNCED = "is only announced to git (git add --intent-to-add)"
_PLAIN = ("--no-renames", "--ignore-submodules=all", "-z")


class NoRepository(ConfigError):
    """There is no index where there is no repository. The message is one line."""


class Index(NamedTuple):
    """What a repository's index holds; paths are relative to `root`.

    `file` is the index that git named to the hook that we run in: that of `git commit FILE` is not the repository's
    own. `files` are regular files, by path, with git's name for their content; `passed_over` are all others, with the
    reason. `unmerged` have several versions, `staged` differ from the last commit. The working tree may have something
    else than the index for those that are `apart`.
    """

    root: str
    file: str | None
    files: Mapping[str, str]
    passed_over: Mapping[str, str]
    unmerged: frozenset[str]
    staged: frozenset[str]
    apart: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether there is anything at a path."""
        return path in self.files or path in self.passed_over or path in self.unmerged


def index_of(root: str) -> Index | str:
    """A repository's index, or in words why git can't tell it. Raises NoRepository."""
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        raise NoRepository(f"--staged: {shown_path(root)} is no git repository")
    file = _named_by_git(root)
    filters = without_filters(root)
    if isinstance(filters, str):
        return filters
    listed = git(root, ("ls-files", "-z", "-s", "-v"), index=file)
    dirty = git(root, ("diff-files", "--name-status", *_PLAIN), (*filters, *_HONEST), index=file)
    staged = _staged(root, file)
    for answer in (listed, dirty, staged):
        if isinstance(answer, str):
            return answer
    assert isinstance(listed, bytes)
    assert isinstance(dirty, bytes)
    assert isinstance(staged, bytes)
    return _index(root, file, paths(listed), paths(dirty), frozenset(paths(staged)))


def contents(index: Index, wanted: Iterable[str], limit: Callable[[str], int]) -> dict[str, bytes | None] | str:
    """What the index has of files, or in words why git can't tell; None for a file beyond its limit of bytes.

    A file whose content git lacks is left out.
    """
    names = {path: index.files[path] for path in wanted}
    if not names:
        return {}
    told = git(index.root, ("cat-file", "--batch-check", "--buffer"), _AS_WRITTEN, given=_lines(names.values()))
    if isinstance(told, str):
        return told
    sizes = {words[0]: int(words[2]) for words in map(str.split, told.decode("ascii").splitlines()) if len(words) == 3}
    there = {path: name for path, name in names.items() if name in sizes}
    fitting = {name for path, name in there.items() if sizes[name] <= limit(path)}
    read = git(index.root, ("cat-file", "--batch", "--buffer"), _AS_WRITTEN, given=_lines(fitting))
    if isinstance(read, str):
        return read
    blobs = _blobs(read)
    return {path: blobs.get(name) if sizes[name] <= limit(path) else None for path, name in there.items()}


def _named_by_git(root: str) -> str | None:
    """git gives a path from the root of the working tree, or a whole one."""
    named = os.environ.get("GIT_INDEX_FILE")
    return os.path.join(root, named) if named and project_root(".") == root else None


def _staged(root: str, file: str | None) -> bytes | str:
    """Before the first commit everything is."""
    told = git(root, ("diff-index", "--cached", "--name-only", "--diff-filter=d", *_PLAIN, "HEAD", "--"), index=file)
    if isinstance(told, str) and isinstance(git(root, ("rev-parse", "--verify", "--quiet", "HEAD")), str):
        return git(root, ("ls-files", "-z", "-c"), index=file)
    return told


def _index(root: str, file: str | None, listed: list[str], dirty: list[str], staged: frozenset[str]) -> Index:
    states = dict(zip(dirty[1::2], dirty[0::2], strict=False))
    files, passed_over, unmerged, hidden = {}, {}, set(), set()
    for each in listed:
        entry, _, path = each.partition("\t")
        tag, mode, name, stage = entry.split(" ")
        why = _why_not(tag, mode, is_staged=path in staged, is_announced=states.get(path) == "A")
        if stage != "0":
            unmerged.add(path)
        elif why:
            passed_over[path] = why
        else:
            files[path] = name
            # Of a file with a small letter git was told not to look whether it was changed.
            if tag != "H":
                hidden.add(path)
    # Of a file that it can't look at git says nothing.
    closed = {path for path in files if not os.access(f"{root}/{path}", os.R_OK)}
    apart = frozenset((states.keys() | hidden | closed) & files.keys())
    return Index(root, file, files, passed_over, frozenset(unmerged), staged & (files.keys() | unmerged), apart)


def _why_not(tag: str, mode: str, *, is_staged: bool, is_announced: bool) -> str:
    """Why something in the index is no file to judge; empty if it is one."""
    if tag in "Ss" and not is_staged:
        return _SPARSE
    if is_announced:
        return _ANNOUNCED
    return "" if mode.startswith(_REGULAR) else IRREGULAR


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(set(names))).encode("ascii")


def _blobs(output: bytes) -> dict[str, bytes]:
    """`NAME blob SIZE`, a line's end, the content, a line's end, and so on."""
    found, at = {}, 0
    while at < len(output):
        head, _, _ = output[at : at + 200].partition(b"\n")
        name, _, size = head.decode("ascii").split(" ")
        start = at + len(head) + 1
        found[name] = output[start : start + int(size)]
        at = start + int(size) + 1
    return found
