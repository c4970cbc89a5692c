"""A configuration's file: read and parsed without quoting it, its table found, every key checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import Any, NamedTuple

from sendcloud_lint.engine.configuration.errors import ConfigError, Where, kind_of, worded

SHARED = "pyproject.toml"
_TABLE = ("tool", "sendcloud-lint")
_LONGEST = 1_000_000


class Written(NamedTuple):
    """What a table says, by the fields that the keys are, and the line of each key."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]


def in_named(path: str) -> Written:
    """What a file says that was named as a configuration. Raises ConfigError."""
    data = _read(path)
    parsed = _parsed(data, path)
    prefix = _TABLE if os.path.basename(path) == SHARED or "tool" in parsed else ()
    table = _inner(parsed) if prefix else parsed
    if table is None:
        raise ConfigError(worded(Where(path, None), "", "has no [tool.sendcloud-lint] table"))
    return _checked(table, path, data, prefix)


def in_found(path: str, *, is_shared: bool) -> Written | None:
    """What a file says that lies in a project, None if it says nothing of us. Raises ConfigError."""
    data = _read(path)
    # Nearly every project has a pyproject.toml, few have our table: the parser is imported for those only.
    if is_shared and b"sendcloud-lint" not in data and b"sendcloud_lint" not in data:
        return None
    parsed = _parsed(data, path)
    table = _inner(parsed, path) if is_shared else parsed
    return None if table is None else _checked(table, path, data, _TABLE if is_shared else ())


def as_data(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of what a caller has as data, with the keys of the file. Raises ConfigError."""
    from sendcloud_lint.engine.configuration.keys import Entry, values  # noqa: PLC0415

    return values([Entry("", {}, (key,), value) for key, value in _as_written(table).items()])


def _as_written(value: Any) -> Any:
    """A caller's tuples and mappings as a file would have them."""
    if isinstance(value, Mapping):
        return {str(key): _as_written(inner) for key, inner in value.items()}
    return [_as_written(item) for item in value] if isinstance(value, list | tuple) else value


def _read(path: str) -> bytes:
    where = Where(path, None)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise ConfigError(worded(where, "", "is not a regular file"))
        with open(path, "rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError as error:
        raise ConfigError(worded(where, "", f"can't be read: {os.strerror(error.errno or 0)}")) from None
    if len(data) > _LONGEST:
        raise ConfigError(worded(where, "", f"is longer than {_LONGEST:,} bytes"))
    return data


def _parsed(data: bytes, path: str) -> dict[str, Any]:
    """The parser's own message is dropped but for the line: it quotes the text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(worded(Where(path, line), "", "is not UTF-8")) from None
    try:
        return _toml(text)
    except RecursionError:
        raise ConfigError(worded(Where(path, None), "", "is nested too deeply")) from None
    except ValueError as error:
        raise ConfigError(worded(Where(path, _error_line(str(error), text)), "", "is not valid TOML")) from None


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
        raise ConfigError(worded(Where(path, None), "tool.sendcloud_lint", wrong))
    table = tools.get(_TABLE[1])
    if table is not None and not isinstance(table, dict):
        raise ConfigError(worded(Where(path, None), "tool.sendcloud-lint", f"must be a table, not {kind_of(table)}"))
    return table


def _checked(table: Mapping[str, Any], source: str, data: bytes, prefix: tuple[str, ...]) -> Written:
    from sendcloud_lint.engine.configuration.key_lines import key_lines  # noqa: PLC0415
    from sendcloud_lint.engine.configuration.keys import Entry, values  # noqa: PLC0415

    lines = key_lines(data.decode("utf-8"), prefix)
    entries = [Entry(source, lines, (key,), value) for key, value in table.items()]
    told = {entry.keys[0]: entry.line or 1 for entry in entries}
    told.update((".".join(keys), line) for keys, line in lines.items() if len(keys) > 1)
    return Written(values(entries), told)
