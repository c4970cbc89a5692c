"""A configuration that can't be used, in words: place, key, what is wrong, what was meant. No value is quoted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from sendcloud_lint.model.outcome import LintError

_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


class ConfigError(LintError):
    """A configuration that can't be used. The message is one line: file, line, key, what is wrong, what was meant."""


class Where(NamedTuple):
    source: str
    line: int | None


def kind_of(value: object) -> str:
    """What somebody wrote, for a message."""
    return _KINDS.get(type(value), "a date or time")


def suggestion(text: str, known: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415

    by_lower = {word.lower(): word for word in known}
    near = difflib.get_close_matches(text.lower(), by_lower, n=1, cutoff=0.6)
    return f' (did you mean "{by_lower[near[0]]}"?)' if near else ""


def worded(where: Where | None, key: str, wrong: str) -> str:
    """Without a source it is a caller's own data that is wrong."""
    line = "" if where is None or not where.line else f":{where.line}"
    place = f"{shown_source(where.source)}{line}: " if where is not None and where.source else ""
    return place + (f"{one_line(shown_name(key))}: " if key else "") + wrong


def shown_name(name: str) -> str:
    """What somebody called a key or a rule; a secret that was put in its place is none."""
    from sendcloud_lint.engine.gate import words_only  # noqa: PLC0415  few configurations are wrong

    return words_only(name)


def shown_source(path: str) -> str:
    here = os.path.join(os.getcwd(), "")
    return one_line(path.removeprefix(here), longest=4096)


def one_line(text: str, longest: int = 80) -> str:
    """A text that somebody else wrote, fit for a message: no line ends, no control characters, not too long."""
    shown = "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _escaped(sign: str) -> str:
    """A byte that is no UTF-8 reached a path as a lone surrogate: it shows as the byte."""
    return f"\\x{ord(sign) - 0xDC00:02x}" if "\udc80" <= sign <= "\udcff" else ascii(sign)[1:-1]
