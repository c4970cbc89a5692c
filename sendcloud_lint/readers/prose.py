"""What is said between blocks of code: commands and URLs of the API in literal form, and tables of names and values.

A command or URL in prose is seldom whole: it may have more parameters than are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sendcloud_lint.knowledge.credentials import is_placeholder, plausible_key, role_of_parameter, role_of_variable
from sendcloud_lint.knowledge.endpoints import endpoint_of, near_miss
from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Pair, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import embedded

MAX_COMMANDS = 1_000
_URL = re.compile(r"https?://[^\s\"'`<>\\|]{4,2300}")
# What ends a sentence or a link, and no URL.
_AFTER = ".,;:!?*_)]}"
_COMMAND = re.compile(r"(?P<mark>`{1,2})(?P<command>[ ]?(?:\$ )?(?:curl|wget|https?|xhs?)[ ][^`\r\n]{8,2000})(?P=mark)")
# A command that carries nothing like a key may be told of as one not to be used.
_REAL = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]{0,80}[0-9])(?=[0-9]{0,80}[A-Za-z])[A-Za-z0-9]{10}")
_PROMPT = re.compile(r"[ ]?(?:\$ )?")
_ROW = re.compile(r"(?m)^[ \t]*\|([^\r\n]+)\|[ \t]*(?=\r?$)")
_CELL = re.compile(r"(?P<written>[^|]*)(?:\||$)")
_AROUND_TEXT = " \t`*"
_RULE = re.compile(r"[ \t]*\|[-:=+| \t]+\|[ \t]*")
_PARAMETER = re.compile(r"[?&]([^&=#\s]{1,60})=")


class Prose(NamedTuple):
    """Shell programs, and settings."""

    commands: tuple[p.Program, ...]
    tables: tuple[Section, ...]


class _Cell(NamedTuple):
    text: str
    span: Span


def read(text: str, blocks: Iterable[Span]) -> Prose:
    """What stands outside the `blocks`, which are in the order of the text."""
    commands: list[p.Program] = []
    tables: list[Section] = []
    for span in _between(text, blocks):
        if len(commands) < MAX_COMMANDS:
            commands += _commands(text, span)
        tables += _tables(text, span)
    return Prose(tuple(commands), tuple(tables))


def _between(text: str, blocks: Iterable[Span]) -> Iterator[Span]:
    at = 0
    for block in blocks:
        yield Span(at, max(at, block.start))
        at = max(at, block.end)
    yield Span(at, len(text))


def _commands(text: str, span: Span) -> Iterator[p.Program]:
    at = span.start
    for found in _COMMAND.finditer(text, span.start, span.end):
        yield from _visits(text, Span(at, found.start()))
        at = found.end()
        if "sendcl" in found["command"].lower() and _REAL.search(found["command"]):
            start, end = found.span("command")
            prompt = _PROMPT.match(text, start)
            yield embedded.script_in(text, Span(prompt.end() if prompt else start, end), (Edit(end, end, ' "$@"'),))
    yield from _visits(text, Span(at, span.end))


def _visits(text: str, span: Span) -> Iterator[p.Program]:
    """URLs of the API that carry credentials, each as a request that may hold more."""
    for found in _URL.finditer(text, span.start, span.end):
        url = found[0].rstrip(_AFTER)
        names = _PARAMETER.findall(url.replace("&amp;", "&")) if "?" in url else ()
        if any(map(_names_credential, names)) and (endpoint_of(url) or near_miss(url)) is not None:
            place = Span(found.start(), found.start() + len(url))
            whole = p.Constant(place, Written(url.replace("&amp;", "&")))
            more = p.Argument(p.Name(Span(place.end, place.end), "@"), star="*")
            call = p.Call(place, p.Name(place, "curl()"), (p.Argument(whole), more))
            yield p.Program((p.Evaluate(place, call),), (), "shell")


def _names_credential(name: str) -> bool:
    return role_of_parameter(name) is not None or role_of_variable(name) is not None


# Tables


def _tables(text: str, span: Span) -> Iterator[Section]:
    rows: list[re.Match[str]] = []
    for row in _ROW.finditer(text, span.start, span.end):
        if rows and text[rows[-1].end() : row.start()].strip(" \t\r\n") == "" and _is_next(text, rows[-1], row):
            rows.append(row)
            continue
        yield from _table(text, rows)
        rows = [row]
    yield from _table(text, rows)


def _is_next(text: str, row: re.Match[str], other: re.Match[str]) -> bool:
    return text.count("\n", row.end(), other.start() + 1) <= 1


def _table(text: str, rows: list[re.Match[str]]) -> Iterator[Section]:
    """The names and values of a table that gives a key one: a name stands before its value or above it."""
    cells = [list(_cells(row)) for row in rows if not _RULE.fullmatch(row[0])]
    across = [pair for row in cells for pair in pairwise(row)]
    down = [pair for row in cells[1:] for pair in zip(cells[0], row, strict=False)]
    pairs = [(name, value) for name, value in (*across, *down) if role_of_variable(name.text) is not None]
    if any(_is_key(name.text, value.text) for name, value in pairs):
        named = sorted((_pair(name, value) for name, value in pairs), key=lambda pair: pair.name_span)
        yield Section(Span(rows[0].start(), rows[-1].end()), tuple(named))


def _cells(row: re.Match[str]) -> Iterator[_Cell]:
    for cell in _CELL.finditer(row.string, *row.span(1)):
        if cell.end() > cell.start():
            written, text = cell["written"], cell["written"].strip(_AROUND_TEXT)
            start = cell.start() + len(written) - len(written.lstrip(_AROUND_TEXT))
            yield _Cell(text, Span(start, start + len(text)))


def _is_key(name: str, value: str) -> bool:
    role = role_of_variable(name)
    return role is not None and role.is_key and plausible_key(value) and not is_placeholder(value, name)


def _pair(name: _Cell, value: _Cell) -> Pair:
    """A cell beside a user's name may say what it is, and then it is no value."""
    is_value = _is_key(name.text, value.text)
    return Pair(name.text, name.span, embedded.scalar(name.text, value.span, value.text if is_value else ""))
