"""What the characters of a word stand for, by the quotes around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from sendcloud_lint.model.derived import Edit

Decode: TypeAlias = Callable[[str], str]

_BARE = re.compile(r"\\(\r?\n|.)", re.DOTALL)
_DOUBLE = re.compile(r'\\(\r?\n|["$`\\])')
_HERE = re.compile(r"\\(\r?\n|[$`\\])")
_ANSI = re.compile(
    r"(?P<bytes>(?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)"
    r"|\\(?:u(?P<short>[0-9A-Fa-f]{1,4})|U(?P<long>[0-9A-Fa-f]{1,8})|c(?P<control>.)|(?P<letter>.))",
    re.DOTALL,
)
_BYTE = re.compile(r"\\(?:x(?P<hex>[0-9A-Fa-f]{1,2})|(?P<octal>[0-7]{1,3}))")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}
_SELVES = "\\'\"?"


def bare(text: str) -> str:
    return _BARE.sub(_kept, text)


def double(text: str) -> str:
    return _DOUBLE.sub(_kept, text)


def here(text: str) -> str:
    """A here-document, in which double quotes are characters like any other."""
    return _HERE.sub(_kept, text)


def raw(text: str) -> str:
    return text


def ansi(text: str) -> str:
    """`$'…'`."""
    return _ANSI.sub(_ansi, text)


def edits(written: str, decode: Decode, start: int) -> Iterator[Edit]:
    """What `decode` changes in a text that stands at `start`."""
    pattern, meant = _ESCAPES[decode]
    for match in pattern.finditer(written):
        yield Edit(start + match.start(), start + match.end(), meant(match))


def _kept(match: re.Match[str]) -> str:
    """What a backslash leaves: the character after it, and nothing of a line's end."""
    return "" if match[1].endswith("\n") else match[1]


def _ansi(match: re.Match[str]) -> str:
    kind, digits = str(match.lastgroup), match[str(match.lastgroup)]
    if kind == "letter":
        return digits if digits in _SELVES else _LETTERS.get(digits, match[0])
    if kind == "control":
        return chr(ord(digits) & 0x1F)
    if kind == "bytes":
        return bytes(map(_byte, _BYTE.finditer(digits))).decode("utf-8", "surrogateescape")
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _byte(match: re.Match[str]) -> int:
    return int(match["hex"], 16) if match["hex"] else int(match["octal"], 8) & 0xFF


_NOTHING = re.compile(r"(?!)")
_ESCAPES: dict[Decode, tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    bare: (_BARE, _kept),
    double: (_DOUBLE, _kept),
    here: (_HERE, _kept),
    raw: (_NOTHING, _kept),
    ansi: (_ANSI, _ansi),
}
