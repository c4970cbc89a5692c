"""Which lines were changed since a commit, as git tells it of the working tree."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sendcloud_lint.engine.configuration.errors import ConfigError, one_line
from sendcloud_lint.engine.files.git import git, paths, without_filters
from sendcloud_lint.engine.files.paths import shown_path

if TYPE_CHECKING:
    from sendcloud_lint.engine.files.index import Index

# Nothing that a configuration of the repository says bears on the answer; a change of line ends is none.
_DIFF = (
    "diff", "--unified=0", "--inter-hunk-context=0", "--text", "--find-renames", "--no-ext-diff", "--no-textconv",
    "--no-color", "--no-relative", "--ignore-submodules=all", "--ignore-cr-at-eol", "--diff-algorithm=myers",
    "--src-prefix=a/", "--dst-prefix=b/", "--no-indent-heuristic", "--submodule=short", "--ws-error-highlight=none",
)  # fmt: skip
_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)")
_SIGNS = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


class UnknownRevision(ConfigError):
    """What was given as a commit is none. The message is one line."""


class Changes(NamedTuple):
    """Lines by file, as git counts them: parted by `\\n` alone. A file that git does not know is new from its first."""

    lines: Mapping[str, tuple[range, ...]]
    tracked: frozenset[str]

    def touch(self, path: str, first: int, last: int) -> bool:
        """Whether any line from the first to the last was changed."""
        if path not in self.tracked:
            return True
        return any(changed.start <= last and first < changed.stop for changed in self.lines.get(path, ()))


def changes(root: str, revision: str, index: Index | None = None) -> Changes | str:
    """What was changed since the work left the line of a commit, or why git can't tell. Raises UnknownRevision.

    With an `index` that is what a commit of it would change.
    """
    commit = _commit(root, revision)
    base = git(root, ("merge-base", "HEAD", commit))
    if isinstance(base, str):
        return f"{base}: it knows no commit that both sides come from, so all findings are told"
    filters = without_filters(root)
    file, sides = (None, ()) if index is None else (index.file, ("--cached",))
    tracked = git(root, ("ls-files", "-z", "-c"), index=file)
    between = (*_DIFF, *sides, base.decode("ascii").strip(), "--")
    told = git(root, between, filters if not isinstance(filters, str) else (), index=file)
    for answer in (filters, tracked, told):
        if isinstance(answer, str):
            return f"{answer}, so all findings are told"
    assert isinstance(told, bytes)
    assert isinstance(tracked, bytes)
    return Changes(_lines(told), frozenset(paths(tracked)))


def _commit(root: str, revision: str) -> str:
    shown = one_line(revision)
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        raise UnknownRevision(f"--diff-base: {shown_path(root)} is no git repository")
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = git(root, words) if "\0" not in revision else ""
    if isinstance(commit, bytes):
        return commit.decode("ascii").strip()
    raise UnknownRevision(f"--diff-base: {shown!r} is no commit that {shown_path(root)} knows")


def _lines(told: bytes) -> dict[str, tuple[range, ...]]:
    """Of git's report the names of files and the hunks' heads are looked at, never a line's content."""
    found: dict[str, list[range]] = {}
    ranges: list[range] = []
    left = 0
    for line in told.split(b"\n"):
        if left > 0 and line[:1] in (b"+", b"-"):
            left -= 1
            continue
        hunk = _HUNK.match(line)
        if hunk is not None:
            left = _length(line)
            start, count = int(hunk[1]), int(hunk[2] or 1)
            ranges.append(range(start, start + count))
        elif line.startswith(b"+++ "):
            ranges = found.setdefault(_path(line[4:]), [])
    return {path: tuple(each) for path, each in found.items()}


def _length(head: bytes) -> int:
    """How many lines follow a hunk's head: they may look like anything."""
    counts = re.match(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@", head)
    return sum(int(count or 1) for count in counts.groups()) if counts is not None else 0


def _path(shown: bytes) -> str:
    """Behind a name with a blank stands a tab; one with stranger signs is quoted as in C."""
    name = shown.removesuffix(b"\t")
    if name.startswith(b'"'):
        name = _ESCAPED.sub(_sign, name[1:-1])
    return os.fsdecode(name.removeprefix(b"b/"))


def _sign(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _SIGNS.get(code, code)
