"""The settings in force: read from the nearest configuration, checked strictly, each with the line it came from."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from sendcloud_lint.engine.globs import Globs, handed_down
from sendcloud_lint.model.outcome import LintError

CONFIG_NAMES = (".sendcloud-lint.toml", "sendcloud-lint.toml", "pyproject.toml")
_FOREIGN = ".git .venv venv node_modules __pycache__ .tox .nox .eggs build dist site-packages"
DEFAULT_EXCLUDE = tuple(_FOREIGN.split())
DEFAULT_TEST_PATHS = ("test", "tests", "test_*", "*_test.*", "*.test.*", "*.spec.*", "conftest.py")
THRESHOLDS = ("error", "warning", "info", "never")
CREDENTIALS = ("apiUser", "apiKey", "smsUser", "smsKey")
_SLOTS = "method url base_url query body form json content files headers cookies auth timeout verify"
PLACES = tuple(_SLOTS.split())
COMMAND_LINE = 0

_TABLE = ("tool", "sendcloud-lint")
_LONGEST = 1_000_000
_NOTHING: Mapping[str, Any] = {}
_Argument = int | str


class ConfigError(LintError):
    """A configuration that can't be used. The message is one line: file, line, key, what is wrong, what was meant."""


class Config(NamedTuple):
    """One configuration, whole: what its file does not say has its default. Fields are given and read by name.

    `select` is None where nothing was selected (the rules that are on by default). `folder` is what patterns and
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
    test_paths: tuple[str, ...] = DEFAULT_TEST_PATHS
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
        return "command line" if line == COMMAND_LINE else f"{_shown_path(self.source or '')}:{line}"

    def overridden(self, **values: Any) -> Config:
        """A copy with values from the command line, by field name; None leaves the field as it is."""
        given = {name: value for name, value in values.items() if value is not None}
        lines = {**self.lines, **{name.replace("_", "-"): COMMAND_LINE for name in given}}
        return self._replace(**given, lines=lines)

    def error(self, key: str, wrong: str, *, near: str = "", known: Sequence[str] = ()) -> ConfigError:
        """The error for a value that only a later step can judge, such as a rule's name."""
        line = self.lines.get(key)
        where = _Where(self.source or "", line) if line else None
        return ConfigError(_worded(where, key, wrong + _suggestion(near, known)))


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
        """Whether `test-paths` means the file."""
        config = self.of(path)
        return self._compiled(config, "test_paths", config.test_paths).covers(self._seen_from(config, path))

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
    full = os.path.abspath(path)
    data = _read(full)
    parsed = _parsed(data, full)
    prefix = _TABLE if os.path.basename(full) == "pyproject.toml" or "tool" in parsed else ()
    table = _inner(parsed) if prefix else parsed
    if table is None:
        raise ConfigError(_worded(_Where(full, None), "", "has no [tool.sendcloud-lint] table"))
    return _checked(table, full, key_lines(data.decode("utf-8"), prefix))


def from_mapping(table: Mapping[str, Any]) -> Config:
    """The configuration that a caller has as data, with the keys of the file. Raises ConfigError."""
    return _checked(_as_written(table), "", {})._replace(source=None, lines=_NOTHING)


def _as_written(value: Any) -> Any:
    """A caller's tuples and mappings as a file would have them."""
    if isinstance(value, Mapping):
        return {str(key): _as_written(inner) for key, inner in value.items()}
    return [_as_written(item) for item in value] if isinstance(value, list | tuple) else value


def key_lines(text: str, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    """The line of each key and table header below `prefix` in a valid TOML text; `prefix` is left out of the names."""
    lines = _Lines()
    for token in _token_pattern().finditer(text):
        lines.take(token[0])
    depth = len(prefix)
    return {path[depth:]: line for path, line in lines.found.items() if path[:depth] == prefix and len(path) > depth}


def _own(folder: str, root: str) -> Config | None:
    for name in CONFIG_NAMES:
        path = f"{folder}/{name}"
        if os.access(path, os.F_OK):
            config = _config_in(path, name, root)
            if config is not None:
                return config
    return None


def _config_in(path: str, name: str, root: str) -> Config | None:
    is_shared = name == "pyproject.toml"
    if not _lies_in(path, root):
        if is_shared:
            return None
        raise ConfigError(_worded(_Where(path, None), "", "leads out of the project"))
    data = _read(path)
    # Nearly every project has a pyproject.toml, few have our table: the parser is imported for those only.
    if is_shared and b"sendcloud-lint" not in data and b"sendcloud_lint" not in data:
        return None
    parsed = _parsed(data, path)
    table = _inner(parsed, path) if is_shared else parsed
    if table is None:
        return None
    config = _checked(table, path, key_lines(data.decode("utf-8"), _TABLE if is_shared else ()))
    if config.baseline is not None and not _lies_in(os.path.join(config.folder, config.baseline), root):
        raise config.error("baseline", "leads out of the project")
    return config


def _settled(config: Config, root: str) -> Config:
    """A named configuration from elsewhere has patterns too: they are relative to the project then."""
    is_above = config.folder != "" and _is_below(root, config.folder)
    return config if is_above else config._replace(folder=root)


def _lies_in(path: str, root: str) -> bool:
    """Links are followed first. No configuration that is found in a project can make the program read elsewhere."""
    return _is_below(os.path.realpath(path), os.path.realpath(root))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def _read(path: str) -> bytes:
    where = _Where(path, None)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise ConfigError(_worded(where, "", "is not a regular file"))
        with open(path, "rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as error:
        raise ConfigError(_worded(where, "", f"can't be read: {os.strerror(error.errno or 0)}")) from None
    if len(data) > _LONGEST:
        raise ConfigError(_worded(where, "", f"is longer than {_LONGEST:,} bytes"))
    return data


def _parsed(data: bytes, path: str) -> dict[str, Any]:
    """The parser's own message is dropped but for the line: it quotes the text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(_worded(_Where(path, line), "", "is not UTF-8")) from None
    try:
        return _toml(text)
    except RecursionError:
        raise ConfigError(_worded(_Where(path, None), "", "is nested too deeply")) from None
    except ValueError as error:
        raise ConfigError(_worded(_Where(path, _error_line(str(error), text)), "", "is not valid TOML")) from None


def _toml(text: str) -> dict[str, Any]:
    import sys  # noqa: PLC0415

    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    return tomllib.loads(text)


def _error_line(message: str, text: str) -> int:
    import re  # noqa: PLC0415

    found = re.search(r"\(at line (\d+), column \d+\)$", message)
    return int(found[1]) if found else text.rstrip("\n").count("\n") + 1


def _inner(parsed: Mapping[str, Any], path: str = "") -> dict[str, Any] | None:
    tools = parsed.get(_TABLE[0])
    if not isinstance(tools, dict):
        return None
    if "sendcloud_lint" in tools and "sendcloud-lint" not in tools:
        wrong = 'unknown table, did you mean "tool.sendcloud-lint"?'
        raise ConfigError(_worded(_Where(path, None), "tool.sendcloud_lint", wrong))
    table = tools.get(_TABLE[1])
    if table is not None and not isinstance(table, dict):
        raise ConfigError(_worded(_Where(path, None), "tool.sendcloud-lint", f"must be a table, not {_kind(table)}"))
    return table


class _Where(NamedTuple):
    source: str
    line: int | None


class _Entry:
    """One value of the file on its way to a field, and where an error in it is."""

    __slots__ = ("keys", "lines", "source", "value")

    def __init__(self, source: str, lines: Mapping[tuple[str, ...], int], keys: tuple[str, ...], value: object) -> None:
        self.source, self.lines, self.keys, self.value = source, lines, keys, value

    @property
    def line(self) -> int | None:
        """That of the key, or of the nearest one around it (an inline table stands on its key's line)."""
        for end in range(len(self.keys), 0, -1):
            if self.keys[:end] in self.lines:
                return self.lines[self.keys[:end]]
        return None

    def fail(self, wrong: str) -> NoReturn:
        raise ConfigError(_worded(_Where(self.source, self.line), ".".join(self.keys), wrong))

    def want(self, kind: type, wanted: str) -> Any:
        if not isinstance(self.value, kind) or (kind is int and isinstance(self.value, bool)):
            self.fail(f"must be {wanted}, not {_kind(self.value)}")
        return self.value

    def inner(self) -> list[_Entry]:
        table = self.want(dict, "a table")
        return [_Entry(self.source, self.lines, (*self.keys, key), value) for key, value in table.items()]


def _checked(table: Mapping[str, Any], source: str, lines: dict[tuple[str, ...], int]) -> Config:
    values: dict[str, Any] = {}
    set_lines: dict[str, int] = {}
    for key, value in table.items():
        entry = _Entry(source, lines, (key,), value)
        if key not in _FIELDS:
            entry.fail("unknown key" + _suggestion(key, tuple(_FIELDS)))
        values[key.replace("-", "_")] = _FIELDS[key](entry)
        set_lines[key] = entry.line or 1
    set_lines.update((".".join(keys), line) for keys, line in lines.items() if len(keys) > 1)
    return Config(**values, folder=os.path.dirname(source), source=source, lines=set_lines)


def _strings(entry: _Entry) -> tuple[str, ...]:
    items = entry.want(list, "a list of strings")
    for item in items:
        if not isinstance(item, str):
            entry.fail(f"must be a list of strings, but one item is {_kind(item)}")
        if not item.strip():
            entry.fail("has an empty item")
    return tuple(items)


def _named_strings(entry: _Entry) -> dict[str, tuple[str, ...]]:
    return {inner.keys[-1]: _strings(inner) for inner in entry.inner()}


def _string(entry: _Entry) -> str:
    text: str = entry.want(str, "a string")
    if not text.strip():
        entry.fail("must not be empty")
    return text


def _number(entry: _Entry) -> int:
    number: int = entry.want(int, "an integer")
    if number < 1:
        entry.fail("must be at least 1")
    return number


def _threshold(entry: _Entry) -> str:
    return _one_of(entry, entry.want(str, "a string"), THRESHOLDS)


def _one_of(entry: _Entry, text: str, known: Sequence[str]) -> str:
    if text not in known:
        entry.fail(f"must be one of {', '.join(known)}" + _suggestion(text, known))
    return text


def _hosts(entry: _Entry) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in _strings(entry))
    if any(not all(sign.isalnum() or sign in "-._" for sign in host) for host in hosts):
        entry.fail("must be bare host names: no scheme, port or path")
    return hosts


def _variables(entry: _Entry) -> dict[str, tuple[str, ...]]:
    for inner in entry.inner():
        _one_of(inner, inner.keys[-1], CREDENTIALS)
    return _named_strings(entry)


def _clients(entry: _Entry) -> dict[str, dict[str, tuple[_Argument, ...]]]:
    return {client.keys[-1]: _client(client) for client in entry.inner()}


def _client(entry: _Entry) -> dict[str, tuple[_Argument, ...]]:
    return {_one_of(place, place.keys[-1], PLACES): _arguments(place) for place in entry.inner()}


def _arguments(entry: _Entry) -> tuple[_Argument, ...]:
    given = entry.value if isinstance(entry.value, list) else [entry.value]
    for item in given:
        is_position = isinstance(item, int) and not isinstance(item, bool) and item >= 0
        if not is_position and not (isinstance(item, str) and item):
            entry.fail("must be an argument's position (from 0) or name, or a list of these")
    return tuple(given)


_FIELDS: dict[str, Callable[[_Entry], object]] = {
    "select": _strings,
    "ignore": _strings,
    "extend-select": _strings,
    "per-file-ignores": _named_strings,
    "exclude": _strings,
    "extend-exclude": _strings,
    "fail-on": _threshold,
    "baseline": _string,
    "hosts": _hosts,
    "variables": _variables,
    "clients": _clients,
    "test-paths": _strings,
    "max-file-size": _number,
    "rotation-days": _number,
}
KEYS = tuple(_FIELDS)
_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a date or time")


def _suggestion(text: str, known: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415

    by_lower = {word.lower(): word for word in known}
    near = difflib.get_close_matches(text.lower(), by_lower, n=1, cutoff=0.6)
    return f' (did you mean "{by_lower[near[0]]}"?)' if near else ""


def _worded(where: _Where | None, key: str, wrong: str) -> str:
    """Without a source it is a caller's own data that is wrong."""
    line = "" if where is None or not where.line else f":{where.line}"
    place = f"{_shown_path(where.source)}{line}: " if where is not None and where.source else ""
    return place + (f"{one_line(key)}: " if key else "") + wrong


def _shown_path(path: str) -> str:
    here = os.path.join(os.getcwd(), "")
    return one_line(path.removeprefix(here), longest=4096)


def one_line(text: str, longest: int = 80) -> str:
    """A text that somebody else wrote, fit for a message: no line ends, no control characters, not too long."""
    shown = "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _escaped(sign: str) -> str:
    """A byte that is no UTF-8 reached a path as a lone surrogate: it shows as the byte."""
    return f"\\x{ord(sign) - 0xDC00:02x}" if "\udc80" <= sign <= "\udcff" else ascii(sign)[1:-1]


def _token_pattern() -> Any:
    import re  # noqa: PLC0415

    strings = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    return re.compile(strings + r"|#[^\n]*|[\[\]{}=,\n]|[^\s\[\]{}=,\"\'#]+|[ \t\r]+", re.DOTALL)


class _Lines:
    """Where keys stand, from the tokens of a text that the parser has accepted."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, ...], int] = {}
        self._line = 1
        self._depth = 0
        self._table: tuple[str, ...] = ()
        self._key: list[str] = []
        self._in_value = False

    def take(self, token: str) -> None:
        if token[0] in " \t\r#":
            return
        if self._in_value:
            self._value(token)
        elif token == "=":
            self._note((*self._table, *_key_parts(self._key)))
            self._in_value = True
        elif token == "\n":
            self._header()
        else:
            self._key.append(token)
        self._line += token.count("\n")

    def _value(self, token: str) -> None:
        if token in ("[", "{"):
            self._depth += 1
        elif token in ("]", "}"):
            self._depth -= 1
        elif token == "\n" and self._depth == 0:
            self._in_value = False

    def _header(self) -> None:
        if self._key and self._key[0] == "[":
            self._table = _key_parts([part for part in self._key if part not in ("[", "]")])
            self._note(self._table)
        self._key = []

    def _note(self, path: tuple[str, ...]) -> None:
        for end in range(1, len(path) + 1):
            self.found.setdefault(path[:end], self._line)
        self._key = []


def _key_parts(tokens: Sequence[str]) -> tuple[str, ...]:
    parts: list[str] = []
    for token in tokens:
        if token[0] in "\"'":
            parts.append(token[1:-1])
        else:
            parts.extend(part for part in token.split(".") if part)
    return tuple(parts)
