"""Path patterns of a configuration: which files and folders they mean.

A pattern without a slash means a file or folder of that name anywhere; one with a slash is a path from the
configuration's folder. `*` and `?` stay within a name, `**` spans folders, `[…]` is one character of a set, a slash at
the end asks for a folder. What lies in a folder that is meant is meant too. Letters' case counts on every system.

Matching is by name after name, so that no pattern can make it slow (a configuration may be a stranger's).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_ANY = "**"
_Name = str | Callable[[str], object]


def handed_down(known: dict[str, _T], folder: str, step: Callable[[_T, str], _T]) -> _T:
    """What holds for a folder, each step from the folder above it; `known` remembers every one on the way.

    `known` must hold the top folder, `""`. A loop, because folders may lie deeper than calls can.
    """
    unknown = []
    while folder not in known:
        unknown.append(folder)
        folder = folder.rpartition("/")[0]
    value = known[folder]
    for deeper in reversed(unknown):
        value = known[deeper] = step(value, deeper)
    return value


class Globs:
    """Patterns compiled once; paths are relative to the configuration's folder, with `/`."""

    __slots__ = ("_folder_names", "_folders", "_names", "_paths", "_wild")

    def __init__(self, patterns: Iterable[str]) -> None:
        self._names: set[str] = set()
        self._folder_names: set[str] = set()
        self._wild: list[tuple[Callable[[str], object], bool]] = []
        self._paths: list[tuple[tuple[_Name, ...], bool]] = []
        self._folders: dict[str, bool] = {"": False}
        for pattern in patterns:
            self._add(pattern)

    def match(self, path: str, *, folder: bool = False) -> bool:
        """Whether a pattern means exactly this file, or this folder."""
        name = path[path.rfind("/") + 1 :]
        if name in self._names or (folder and name in self._folder_names):
            return True
        if any(fits(name) for fits, folders_only in self._wild if folder or not folders_only):
            return True
        return bool(self._paths) and self._match_path(path, folder)

    def left(self, files: list[str]) -> list[str]:
        """The files of one folder that no pattern means."""
        is_plain = not self._wild and not self._paths
        if is_plain and self._names.isdisjoint([path[path.rfind("/") + 1 :] for path in files]):
            return files
        return [path for path in files if not self.match(path)]

    def covers(self, path: str) -> bool:
        """Whether a pattern means this file or a folder above it."""
        head, _, _ = path.rpartition("/")
        return self._covers_folder(head) or self.match(path)

    def _covers_folder(self, folder: str) -> bool:
        return handed_down(self._folders, folder, lambda above, each: above or self.match(each, folder=True))

    def _match_path(self, path: str, folder: bool) -> bool:
        parts = path.split("/")
        return any(_fits(names, parts) for names, folders_only in self._paths if folder or not folders_only)

    def _add(self, pattern: str) -> None:
        body = pattern.rstrip("/")
        folders_only = body != pattern
        if "/" in body or body == _ANY:
            self._paths.append((_path(body), folders_only))
        elif _is_wild(body):
            self._wild.append((_name_test(body), folders_only))
        elif body:
            (self._folder_names if folders_only else self._names).add(body)


def _path(body: str) -> tuple[_Name, ...]:
    names: list[_Name] = []
    for part in body.split("/"):
        names.extend(_part(part))
    while names[-2:] == [_ANY, _ANY]:
        names.pop()
    if names and names[-1] == _ANY:
        names[-1:] = [_ANY, _name_test("*")]
    return tuple(names)


def _part(part: str) -> tuple[_Name, ...]:
    """`**.py` is short for `**/*.py`; empty parts and `.` say nothing."""
    if part in ("", "."):
        return ()
    if part.strip("*") == "" and len(part) > 1:
        return (_ANY,)
    if part.startswith(_ANY):
        return (_ANY, _name_test("*" + part.lstrip("*")))
    return (_name_test(part),) if _is_wild(part) else (part,)


def _is_wild(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _name_test(pattern: str) -> Callable[[str], object]:
    """`fnmatch` compiles a run of stars so that it never backtracks over an earlier one."""
    import re  # noqa: PLC0415
    from fnmatch import translate  # noqa: PLC0415

    return re.compile(translate(pattern.replace("[^", "[!"))).match


def _fits(names: Sequence[_Name], parts: Sequence[str]) -> bool:
    """Two fingers: after a `**`, only the last one is ever moved, so the cost is names times parts at most."""
    here = there = 0
    retry: tuple[int, int] | None = None
    while there < len(parts):
        if here < len(names) and names[here] == _ANY:
            here += 1
            retry = (here, there)
        elif here < len(names) and _is_called(names[here], parts[there]):
            here, there = here + 1, there + 1
        elif retry is not None:
            here, there = retry[0], retry[1] + 1
            retry = (here, there)
        else:
            return False
    return here == len(names)


def _is_called(name: _Name, part: str) -> bool:
    return part == name if isinstance(name, str) else bool(name(part))
