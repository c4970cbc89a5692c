"""Which files there are, and which of them were asked for.

Everything here runs before anything heavy is imported, also in runs that find nothing: what is not needed for one
file without a trace is imported where it is used, and records are named tuples, made in a tenth of a dataclass's time.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sendcloud_lint.engine.configuration.globs import handed_down
from sendcloud_lint.engine.files.git import git
from sendcloud_lint.engine.files.held import NOTHING_HELD, Held
from sendcloud_lint.model.outcome import LintError, Problem

if TYPE_CHECKING:
    from sendcloud_lint.engine.configuration.config import Configs
    from sendcloud_lint.engine.files.index import Index

# A file without a project around it makes its folder the project. That may be somebody's home: past this many files
# only what lies beside the file is looked at.
LOOSE_FILES = 10_000

# As long as systems allow one: a path that is named in a message must be whole.
LONGEST_PATH = 4_096


class MissingPath(LintError):
    """A path that was named does not exist. The message is one line."""


class Listing(NamedTuple):
    """The files of a project, relative to its root, with `/`, sorted.

    `nested` are folders below a root without git that are repositories: projects of their own.
    """

    files: tuple[str, ...]
    nested: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Given(NamedTuple):
    """What was asked for in one project. All paths are relative to `root` (absolute), with `/`, sorted.

    `files` are those to report on, `named` those of them that were named themselves, `project` all that may be read,
    `held` what stands in their place. With a `git_index` that is what is judged, whatever the working tree has.
    """

    root: str
    configs: Configs
    files: tuple[str, ...]
    named: frozenset[str]
    project: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    held: Held = NOTHING_HELD
    git_index: Index | None = None

    def has(self, path: str) -> bool:
        """Whether the file exists, whatever the configuration says of it."""
        if self.git_index is not None:
            return self.git_index.has(path)
        return os.path.lexists(os.path.join(self.root, path))


def project_root(start: str) -> str:
    """The root of the project that a file or folder belongs to, as an absolute path.

    The nearest `.git` above, else the topmost folder above with a `pyproject.toml` or `setup.cfg`, else the folder.
    """
    return _root(start)[0]


def _root(start: str) -> tuple[str, bool]:
    """The root, and whether anything marks it as one."""
    full = os.path.abspath(start)
    first = full if os.path.isdir(full) else os.path.dirname(full)
    topmost, folder, above = "", first, ""
    while folder != above:
        if os.access(os.path.join(folder, ".git"), os.F_OK):
            return folder, True
        if any(os.access(os.path.join(folder, name), os.F_OK) for name in ("pyproject.toml", "setup.cfg")):
            topmost = folder
        above, folder = folder, os.path.dirname(folder)
    return topmost or first, topmost != ""


def project_files(root: str, configs: Configs, *, include_ignored: bool = False) -> Listing:
    """All files of the project that are neither ignored by git nor excluded by the configuration.

    Where git fails the tree is walked instead, and a problem says so.
    """
    if not os.access(os.path.join(root, ".git"), os.F_OK):
        return _walk_project(root, configs, include_ignored)
    listed = _git_files(root, include_ignored)
    if isinstance(listed, str):
        walked = _walk_project(root, configs, include_ignored)
        return Listing(walked.files, walked.nested, (problem(None, "git-failed", listed), *walked.problems))
    return Listing(tuple(sorted(kept(listed, configs, _Folders(root, configs).open))))


def given(
    paths: Sequence[str],
    configs_for: Callable[[str], Configs],
    *,
    force_exclude: bool = False,
    include_ignored: bool = False,
) -> tuple[Given, ...]:
    """What the paths that a user named mean, by project, in the order of the roots.

    A file is taken whatever the ignore rules say of it, unless `force_exclude`; a folder means the project's files
    below it. `configs_for` makes the configurations of a root. Raises MissingPath.
    """
    asked = _asked(paths)
    done: list[Given] = []
    while asked:
        root = min(asked)
        project = _Project(root, configs_for(root), asked.pop(root), include_ignored)
        done.append(project.given(force_exclude))
        for nested in project.nested:
            asked.setdefault(nested, _Asked()).folders.add("")
    return tuple(sorted(done, key=lambda each: each.root))


class _Asked:
    """What was named in one project: folders and files from its root; `is_loose` if nothing marks it as a project."""

    def __init__(self) -> None:
        self.folders: set[str] = set()
        self.files: set[str] = set()
        self.is_loose = False


def _asked(paths: Sequence[str]) -> dict[str, _Asked]:
    asked: dict[str, _Asked] = {}
    full_paths = [_existing(path) for path in paths]
    loose_folders = sorted(full for full in full_paths if os.path.isdir(full) and not _root(full)[1])
    for full in full_paths:
        root, is_marked = _root(full)
        if not is_marked:
            root = next((folder for folder in loose_folders if is_in(full, folder)), root)
        entry = asked.setdefault(root, _Asked())
        entry.is_loose = not is_marked
        (entry.folders if os.path.isdir(full) else entry.files).add(relative(full, root))
    return asked


def _existing(path: str) -> str:
    if os.path.exists(path):
        return os.path.abspath(path)
    raise missing(path)


def missing(path: str) -> MissingPath:
    """The error for a path that means nothing."""
    from sendcloud_lint.engine.configuration.errors import one_line  # noqa: PLC0415

    return MissingPath(f"{one_line(path, longest=LONGEST_PATH)}: no such file or folder")


def relative(full: str, root: str) -> str:
    """A whole path as seen from the root, which is itself an empty one."""
    seen = os.path.relpath(full, root).replace(os.sep, "/")
    return "" if seen == "." else seen


def is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


class _Project:
    """One project of those that were named, listed once."""

    def __init__(self, root: str, configs: Configs, asked: _Asked, include_ignored: bool) -> None:
        self.root, self.configs, self.asked, self.include_ignored = root, configs, asked, include_ignored
        self.nested: list[str] = []
        self._listing = self._listed()
        self._problems = [each for each in self._listing.problems if each.path is None or self._is_asked_for(each.path)]

    def given(self, force_exclude: bool) -> Given:
        if self.asked.folders == {""} and not self.asked.files:
            whole = self._listing.files
            return Given(self.root, self.configs, whole, frozenset(), whole, tuple(self._problems))
        listed = frozenset(self._listing.files)
        named = self.asked.files & listed if force_exclude else self.asked.files
        files = set(named)
        for folder in self.asked.folders:
            files.update(self._below(folder, force_exclude))
        return Given(
            self.root, self.configs, tuple(sorted(files)), frozenset(named), tuple(sorted(files | listed)),
            tuple(self._problems),
        )  # fmt: skip

    def _listed(self) -> Listing:
        if self.asked.is_loose and not self.asked.folders:
            return Listing(tuple(sorted(_loose_files(self.root, self.configs, self.include_ignored))))
        listing = project_files(self.root, self.configs, include_ignored=self.include_ignored)
        self.nested += [os.path.join(self.root, each) for each in listing.nested if self._is_asked_for(each)]
        return listing

    def _is_asked_for(self, path: str) -> bool:
        return any(folder == "" or is_in(path, folder) for folder in self.asked.folders)

    def _below(self, folder: str, force_exclude: bool) -> list[str]:
        """A folder that is ignored or excluded as a whole has nothing listed: being named, it is looked into."""
        found = [path for path in self._listing.files if folder == "" or path.startswith(f"{folder}/")]
        if found or folder == "" or force_exclude:
            return found
        walk = _Walk(self.root, self.configs, self.include_ignored)
        found = list(walk.files(folder))
        self.nested += [os.path.join(self.root, each) for each in walk.nested]
        self._problems += [each for each in walk.problems if each not in self._problems]
        return found


def kept(files: Iterable[str], configs: Configs, is_open: Callable[[str], bool]) -> list[str]:
    """Those of git's files that are not excluded, in folders that are looked into."""
    found: list[str] = []
    for folder, paths in _by_folder(files).items():
        if is_open(folder):
            found += configs.kept(folder, paths)
    return found


def _by_folder(files: Iterable[str]) -> dict[str, list[str]]:
    """A path with a slash at its end is a repository of its own, which git does not look into: it is left out."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in files:
        folder, _, name = path.rpartition("/")
        if name:
            folders[folder].append(path)
    return folders


class _Folders:
    """Which folders of git's list are looked into: none that is excluded, none that has become a link since."""

    def __init__(self, root: str, configs: Configs) -> None:
        self._root, self._configs = root, configs
        self._open: dict[str, bool] = {"": True}

    def open(self, folder: str) -> bool:
        return handed_down(self._open, folder, self._is_open)

    def _is_open(self, is_open_above: bool, folder: str) -> bool:
        if not is_open_above or self._configs.excludes_name(folder, folder=True):
            return False
        return not os.path.islink(f"{self._root}/{folder}")


def _git_files(root: str, include_ignored: bool) -> Collection[str] | str:
    """Tracked and untracked files, or what went wrong. They stay in git's order, which costs the least to sort."""
    listed: dict[str, None] = {}
    kinds = [("-c", "-o", "--exclude-standard")]
    if include_ignored:
        kinds.append(("-o", "-i", "--exclude-standard"))
    for kind in kinds:
        output = git(root, ("ls-files", "-z", *kind))
        if isinstance(output, str):
            return f"{output}; files were listed without it"
        listed.update(dict.fromkeys(os.fsdecode(output).split("\0")))
    listed.pop("", None)
    return listed.keys()


def _walk_project(root: str, configs: Configs, include_ignored: bool) -> Listing:
    walk = _Walk(root, configs, include_ignored)
    files = tuple(sorted(walk.files()))
    return Listing(files, tuple(sorted(walk.nested)), tuple(sorted(walk.problems)))


def _loose_files(root: str, configs: Configs, include_ignored: bool) -> list[str]:
    found: list[str] = []
    for path in _Walk(root, configs, include_ignored).files():
        if "/" in path and len(found) >= LOOSE_FILES:
            return [path for path in found if "/" not in path]
        found.append(path)
    return found


class _Walk:
    """A tree without git's help. Links to folders are not followed; `nested` collects repositories, unopened,
    `problems` what can't be looked into."""

    def __init__(self, root: str, configs: Configs, include_ignored: bool) -> None:
        self._root, self._configs = root, configs
        self._ignores = None if include_ignored else _Ignores(root)
        self.nested: list[str] = []
        self.problems: list[Problem] = []

    def files(self, top: str = "") -> Iterator[str]:
        """The files below a folder of the project: those of the folder itself first."""
        stack = [top]
        while stack:
            folder = stack.pop()
            entries = self._entries(folder)
            if folder != top and any(entry.name == ".git" for entry in entries):
                self.nested.append(folder)
                continue
            for entry, path in self._kept(folder, entries):
                if entry.is_dir(follow_symlinks=False):
                    stack.append(path)
                else:
                    yield path

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        """None of a folder that has gone since it was seen."""
        try:
            with os.scandir(f"{self._root}/{folder}") as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self.problems.append(
                problem(folder or ".", "unreadable", f"can't be read: {os.strerror(error.errno or 0)}")
            )
            return []

    def _kept(self, folder: str, entries: list[os.DirEntry[str]]) -> Iterator[tuple[os.DirEntry[str], str]]:
        if self._ignores is not None:
            self._ignores.enter(folder, entries)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            is_ignored = self._ignores is not None and self._ignores.ignores(folder, path, is_folder)
            if not is_ignored and not self._configs.excludes_name(path, folder=is_folder):
                yield entry, path


class _Ignores:
    """The `.gitignore` files on the way to each folder: the deepest that speaks of a path decides."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._chains: dict[str, tuple[tuple[int, Any], ...]] = {}

    def enter(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> None:
        chain = self._chains.get(folder.rpartition("/")[0], ()) if folder else ()
        if any(entry.name == ".gitignore" and entry.is_file(follow_symlinks=False) for entry in entries):
            start = len(folder) + 1 if folder else 0
            chain = ((start, _ignore_rules(f"{self._root}/{folder}/.gitignore")), *chain)
        self._chains[folder] = chain

    def ignores(self, folder: str, path: str, is_folder: bool) -> bool:
        shown = f"{path}/" if is_folder else path
        for start, rules in self._chains[folder]:
            verdict = rules.check_file(shown[start:]).include
            if verdict is not None:
                return bool(verdict)
        return False


def _ignore_rules(path: str) -> Any:
    """The rules of a `.gitignore` without those that make no sense, as git does."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(1_000_000).splitlines()
    except OSError:
        lines = []
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_rule(line)])


def _is_rule(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def problem(path: str | None, kind: str, message: str) -> Problem:

    return Problem(path, kind, message)
