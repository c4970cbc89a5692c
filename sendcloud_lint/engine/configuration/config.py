"""The settings in force: those of the nearest configuration, each with the line that it came from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sendcloud_lint.engine.configuration.errors import ConfigError, Where, shown_source, suggestion, worded
from sendcloud_lint.engine.configuration.globs import Globs, handed_down

if TYPE_CHECKING:
    from sendcloud_lint.engine.configuration.file import Written

CONFIG_NAMES = (".sendcloud-lint.toml", "sendcloud-lint.toml", "pyproject.toml")
_FOREIGN = ".git .venv venv node_modules __pycache__ .tox .nox .eggs build dist site-packages"
DEFAULT_EXCLUDE = tuple(_FOREIGN.split())
COMMAND_LINE = 0

_NOTHING: Mapping[str, Any] = {}
_Argument = int | str


class Config(NamedTuple):
    """One configuration, whole: what its file does not say has its default. Fields are given and read by name.

    `select` is None where nothing was selected (the rules that are on by default), `test_paths` where files are for
    tests that are called so everywhere. `folder` is what patterns and
    `baseline` are relative to. `max_file_size` counts bytes, `rotation_days` days. `variables` maps a credential
    (`apiUser` …) to further names it is read by; `clients` a function's qualified name to the argument, by position
    from 0 or by name, in which each place of a request stands. `lines` says where each key that was set stands:
    its line in `source`, or `COMMAND_LINE`.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = _NOTHING
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    fail_on: str = "warning"
    baseline: str | None = None
    hosts: tuple[str, ...] = ()
    variables: Mapping[str, tuple[str, ...]] = _NOTHING
    clients: Mapping[str, Mapping[str, tuple[_Argument, ...]]] = _NOTHING
    test_paths: tuple[str, ...] | None = None
    max_file_size: int = 2_000_000
    rotation_days: int = 90
    folder: str = ""
    source: str | None = None
    lines: Mapping[str, int] = _NOTHING

    def origin(self, key: str) -> str:
        """Where a key's value came from, for people: `default`, `command line` or `FILE:LINE`."""
        line = self.lines.get(key)
        if line is None:
            return "default"
        return "command line" if line == COMMAND_LINE else f"{shown_source(self.source or '')}:{line}"

    def overridden(self, **values: Any) -> Config:
        """A copy with values from the command line, by field name; None leaves the field as it is."""
        given = {name: value for name, value in values.items() if value is not None}
        lines = {**self.lines, **{name.replace("_", "-"): COMMAND_LINE for name in given}}
        return self._replace(**given, lines=lines)

    def error(self, key: str, wrong: str, *, near: str = "", known: Sequence[str] = ()) -> ConfigError:
        """The error for a value that only a later step can judge, such as a rule's name."""
        line = self.lines.get(key)
        where = Where(self.source or "", line) if line else None
        return ConfigError(worded(where, key, wrong + suggestion(near, known)))


class Configs:
    """All configurations of one project: each file's is the nearest above it, read once.

    `fixed` (from `--config` or `--isolated`) stands for them all; `adjust` lays the command line's options over each.
    Folders and paths are relative to the root, with `/`.
    """

    def __init__(
        self, root: str, fixed: Config | None = None, adjust: Callable[[Config], Config] = lambda config: config
    ) -> None:
        self.root = root
        self._fixed = None if fixed is None else adjust(_settled(fixed, root))
        self._adjust = adjust
        self._of: dict[str, Config] = {}
        self._globs: dict[tuple[str | None, str], Globs] = {}
        self._ignores: dict[str | None, list[tuple[Globs, bool, tuple[str, ...]]]] = {}
        self._folders: dict[str, bool] = {"": False}

    def of(self, path: str) -> Config:
        """The configuration of a file."""
        return self.of_folder(path.rpartition("/")[0])

    def of_folder(self, folder: str) -> Config:
        """The configuration of what lies in a folder (`""` is the root)."""
        if self._fixed is not None:
            return self._fixed
        if not self._of:
            self._of[""] = self._own(None, "")
        return handed_down(self._of, folder, self._own)

    def _own(self, above: Config | None, folder: str) -> Config:
        own = _own(f"{self.root}/{folder}" if folder else self.root, self.root)
        if own is not None or above is None:
            return self._adjust(own or Config(folder=self.root))
        return above

    def excludes(self, path: str) -> bool:
        """Whether a file, or a folder above it, is excluded."""
        head = path.rpartition("/")[0]
        return self.excludes_folder(head) or self._excluded_here(path, head, folder=False)

    def excludes_folder(self, folder: str) -> bool:
        """Whether a folder, or one above it, is excluded. Each is judged by the configuration that it lies under."""
        return handed_down(self._folders, folder, lambda above, each: above or self.excludes_name(each, folder=True))

    def excludes_name(self, path: str, *, folder: bool = False) -> bool:
        """Whether a file or folder is excluded, whatever becomes of the folders above it."""
        return self._excluded_here(path, path.rpartition("/")[0], folder=folder)

    def kept(self, folder: str, files: list[str]) -> list[str]:
        """Those files of one folder that are not excluded themselves."""
        config = self.of_folder(folder)
        globs = self._excluded(config)
        if config.folder == self.root:
            return globs.left(files)
        return [path for path in files if not globs.match(self._seen_from(config, path))]

    def ignored_rules(self, path: str) -> tuple[str, ...]:
        """The selectors that `per-file-ignores` silences in a file; a pattern after `!` means every other file."""
        config = self.of(path)
        if config.source not in self._ignores:
            self._ignores[config.source] = [
                (Globs([pattern.removeprefix("!")]), pattern.startswith("!"), codes)
                for pattern, codes in config.per_file_ignores.items()
            ]
        seen = self._seen_from(config, path)
        return tuple(
            code
            for globs, is_not, codes in self._ignores[config.source]
            if globs.covers(seen) != is_not
            for code in codes
        )

    def is_test(self, path: str) -> bool:
        """Whether a file is for tests: by `test-paths`, else by what such files are called everywhere."""
        from sendcloud_lint.knowledge.places import is_test, is_test_environment  # noqa: PLC0415  not in every run

        config = self.of(path)
        if config.test_paths is None:
            return is_test(path)
        named = self._compiled(config, "test_paths", config.test_paths)
        return named.covers(self._seen_from(config, path)) or is_test_environment(path)

    def _excluded_here(self, path: str, above: str, *, folder: bool) -> bool:
        config = self.of_folder(above)
        return self._excluded(config).match(self._seen_from(config, path), folder=folder)

    def _excluded(self, config: Config) -> Globs:
        return self._compiled(config, "exclude", (*config.exclude, *config.extend_exclude))

    def _compiled(self, config: Config, name: str, patterns: tuple[str, ...]) -> Globs:
        key = (config.source, name)
        if key not in self._globs:
            self._globs[key] = Globs(patterns)
        return self._globs[key]

    def _seen_from(self, config: Config, path: str) -> str:
        if config.folder == self.root:
            return path
        seen = os.path.relpath(os.path.join(self.root, path), config.folder)
        return seen.replace(os.sep, "/")


def config_for(directory: str, root: str, cache: dict[str, Config]) -> Config:
    """The nearest configuration at or above a folder and not above the project's root; both are absolute paths.

    `cache` remembers the answer for every folder on the way: one for each root. Raises ConfigError.
    """
    if not _is_below(directory, root):
        return Config(folder=root)
    climbed = []
    folder = directory
    while folder not in cache:
        climbed.append(folder)
        own = _own(folder, root) or (Config(folder=root) if folder == root else None)
        if own is not None:
            cache[folder] = own
        else:
            folder = os.path.dirname(folder)
    for each in climbed:
        cache[each] = cache[folder]
    return cache[folder]


def load_file(path: str) -> Config:
    """The configuration in a file that was named (`--config`). Raises ConfigError."""
    from sendcloud_lint.engine.configuration import file as config_file  # noqa: PLC0415  many projects have none

    full = os.path.abspath(path)
    return _config(config_file.in_named(full), full)


def from_mapping(table: Mapping[str, Any]) -> Config:
    """The configuration that a caller has as data, with the keys of the file. Raises ConfigError."""
    from sendcloud_lint.engine.configuration import file as config_file  # noqa: PLC0415  many projects have none

    return Config(**config_file.as_data(table))


def _own(folder: str, root: str) -> Config | None:
    for name in CONFIG_NAMES:
        path = f"{folder}/{name}"
        if os.access(path, os.F_OK):
            config = _config_in(path, name, root)
            if config is not None:
                return config
    return None


def _config_in(path: str, name: str, root: str) -> Config | None:
    from sendcloud_lint.engine.configuration import file as config_file  # noqa: PLC0415  many projects have none

    is_shared = name == config_file.SHARED
    if not _lies_in(path, root):
        if is_shared:
            return None
        raise ConfigError(worded(Where(path, None), "", "leads out of the project"))
    written = config_file.in_found(path, is_shared=is_shared)
    if written is None:
        return None
    config = _config(written, path)
    if config.baseline is not None and not _lies_in(os.path.join(config.folder, config.baseline), root):
        raise config.error("baseline", "leads out of the project")
    return config


def _config(written: Written, source: str) -> Config:
    return Config(**written.values, folder=os.path.dirname(source), source=source, lines=written.lines)


def _settled(config: Config, root: str) -> Config:
    """A named configuration from elsewhere has patterns too: they are relative to the project then."""
    is_above = config.folder != "" and _is_below(root, config.folder)
    return config if is_above else config._replace(folder=root)


def _lies_in(path: str, root: str) -> bool:
    """Links are followed first. No configuration that is found in a project can make the program read elsewhere."""
    return _is_below(os.path.realpath(path), os.path.realpath(root))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
