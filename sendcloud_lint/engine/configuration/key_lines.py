"""The line of each key in a TOML text, which parsers do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def key_lines(text: str, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    """The line of each key and table header below `prefix` in a valid TOML text; `prefix` is left out of the names."""
    lines = _Lines()
    for token in _token_pattern().finditer(text):
        lines.take(token[0])
    depth = len(prefix)
    return {path[depth:]: line for path, line in lines.found.items() if path[:depth] == prefix and len(path) > depth}


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
