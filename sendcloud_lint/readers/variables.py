"""Variables that one value of an INI file holds.

    Environment=USER=name "KEY=a value"
    environment = USER="name",KEY='a value'
    set_env =
        USER = name

are how systemd, supervisor and tox write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sendcloud_lint.model.document import Pair, Scalar
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# What programs call the value that holds variables.
HOLDERS = frozenset({"environment", "env", "set_env", "setenv"})

_HEAD = re.compile(r"[\s,]*(?P<outer>[\"']?)(?P<name>[A-Za-z_][\w.-]*)(?:=|\s+=\s*)(?P<own>[\"']?)")
_VALUES = {
    '"': re.compile(r"([^\"\\]*(?:\\.[^\"\\]*)*)\"(?=[\s,]|\Z)"),
    "'": re.compile(r"([^']*)'(?=[\s,]|\Z)"),
    "": re.compile(r"([^\s,\"']*)(?=[\s,]|\Z)"),
}
_END = re.compile(r"[\s,]*\\?\Z")
_ESCAPE = re.compile(r"\\([\"\\])")


def variables(text: str, lines: Iterable[Span]) -> tuple[Pair, ...]:
    """The variables on these lines of a text; none if anything else stands there."""
    pairs = []
    for line in lines:
        at = line.start
        while not _END.match(text, at, line.end):
            head = _HEAD.match(text, at, line.end)
            value = head and _VALUES[head["outer"] or head["own"]].match(text, _start(head), line.end)
            if not head or not value:
                return ()
            pairs.append(_pair(head, value))
            at = value.end()
    return tuple(pairs)


def _start(head: re.Match[str]) -> int:
    """Behind the quote that a value ends with; of quotes in quotes the outer ones are meant."""
    return head.start("own") if head["outer"] else head.end()


def _pair(head: re.Match[str], value: re.Match[str]) -> Pair:
    is_double = '"' in (head["outer"] or head["own"])
    text = _ESCAPE.sub(r"\1", value[1]) if is_double else value[1]
    end = value.end() if head["own"] and not head["outer"] else value.end(1)
    return Pair(head["name"], Span(*head.span("name")), Scalar(Span(head.start("own"), end), Written(text)))
