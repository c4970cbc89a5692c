"""Where findings of a baseline are now whose file is gone: content shows it, or git."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from sendcloud_lint.engine.adoption.baseline import Entry
from sendcloud_lint.engine.files.git import git, paths
from sendcloud_lint.model.finding import Identity

# A file that was moved more often between two looks at the baseline counts as another one.
_HOPS = 10
_RENAMES = ("-M", "--diff-filter=R", "--name-status", "-z", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")


def moves(
    known: Mapping[Identity, Entry],
    gone: Collection[str],
    found: Counter[Identity],
    root: str,
    index: str | None = None,
) -> dict[Identity, Identity]:
    """From each finding in a file that is gone to the same one elsewhere, as far as that is sure.

    A value of its own makes it sure: the same credential in the same slot and scope. All others go where git says that
    the file went, or where such values went out of it to a file that the baseline does not know. `found` is what the
    whole project has: who asks for a part of it gets the same answer. `index` is as `git` takes it.
    """
    lost = [identity for identity in sorted(known) if identity.path in gone]
    spare = found - Counter({identity: entry.times for identity, entry in known.items() if identity.path not in gone})
    matching = _Matching(known, spare)
    for identity in (one for one in lost if one.tag):
        matching.place(identity, None)
    left = [one for one in lost if one not in matching.settled]
    if left:
        ways = {**_followed(matching, known), **renames(root, {one.path for one in left}, index)}
        for identity in left:
            matching.place(identity, ways.get(identity.path, ""))
    return matching.settled


def renames(root: str, gone: Iterable[str], index: str | None = None) -> dict[str, str]:
    """Where git says that files went, in the index or in commits."""
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        return {}
    staged = _pairs(git(root, ("diff", "--cached", *_RENAMES, "HEAD", "--"), index=index))
    ways = {}
    for path in sorted(gone):
        now = path
        for _ in range(_HOPS):
            following = staged.get(now) or _committed(root, now)
            if following is None:
                break
            now = following
        if now != path:
            ways[path] = now
    return ways


def _committed(root: str, path: str) -> str | None:
    """Where the commit put the file that took it from its place."""
    # A signature would be checked by a program that the repository's configuration names.
    asked = ("log", "-1", "--no-show-signature", "--no-renames", "--diff-filter=D", "--format=%H", "--no-ext-diff")
    commit = git(root, (*asked, "--no-textconv", "--", f":(top,literal){path}"))
    if isinstance(commit, str) or not commit.strip():
        return None
    shown = git(root, ("diff-tree", "-r", "--root", "--no-commit-id", *_RENAMES, commit.decode("ascii").strip()))
    return _pairs(shown).get(path)


def _pairs(output: bytes | str) -> dict[str, str]:
    """`R100`, the old path, the new one, and so on."""
    words = iter(paths(output) if isinstance(output, bytes) else ())
    return {old: new for _, old, new in zip(words, words, words, strict=False)}


def _followed(matching: _Matching, known: Mapping[Identity, Entry]) -> dict[str, str]:
    """Where values went from each file that is gone: to one file, and one that has nothing known of its own."""
    places: dict[str, set[str]] = {}
    for before, now in matching.settled.items():
        places.setdefault(before.path, set()).add(now.path)
    familiar = {identity.path for identity in known}
    return {path: min(to) for path, to in places.items() if len(to) == 1 and not to & familiar}


class _Matching:
    """Findings of which the baseline knows nothing, given away one by one."""

    def __init__(self, known: Mapping[Identity, Entry], spare: Counter[Identity]) -> None:
        self._known, self._spare = known, spare
        self._familiar = {identity.path for identity in known}
        self._places: dict[Identity, list[Identity]] = {}
        for identity in sorted(spare):
            self._places.setdefault(identity._replace(path=""), []).append(identity)
        self.settled: dict[Identity, Identity] = {}

    def place(self, identity: Identity, path: str | None) -> None:
        """Find it in the file at `path`, or in any: one of which nothing is known is the likeliest, then a namesake."""
        able = [one for one in self._free(identity) if path is None or one.path == path]
        if able:
            name = os.path.basename(identity.path)
            now = min(able, key=lambda one: (one.path in self._familiar, os.path.basename(one.path) != name, one))
            self.settled[identity] = now
            self._spare[now] -= self._known[identity].times

    def _free(self, identity: Identity) -> Iterator[Identity]:
        """Where the baseline knows one already, another is a second copy."""
        equal = self._places.get(identity._replace(path=""), ())
        return (one for one in equal if self._spare[one] > 0 and one not in self._known)
