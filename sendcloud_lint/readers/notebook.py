"""Jupyter notebooks: the sources of all cells as one text, and the program that its code cells are.

A place in a notebook is one in a cell, so the cells' own text is what everything else sees, never the JSON around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Sequence, Tree, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import embedded, python
from sendcloud_lint.readers import json as json_reader
from sendcloud_lint.readers.embedded import Embedded

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SHELL_CELL = re.compile(r"\s*%%(?:bash|sh|shell|script +(?:ba|z)?sh)\b[^\n]*(?:\n|\Z)")
# Magics whose cell is Python still; what other ones hold is another language.
_PYTHON_CELL = re.compile(r"\s*%%(?:time|timeit|capture|prun|py|python3?)\b[^\n]*(?:\n|\Z)")
_CELL_MAGIC = re.compile(r"\s*%%")
_LINE = re.compile(r"(?m)^(?P<lead>[ \t]*)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)$")
_COMMAND = re.compile(
    r"(?P<before>(?:[\w, .\[\]]+=[ \t]*)?)(?P<mark>!!?|%(?:sx|system)[ \t]+)(?P<command>.+)", re.DOTALL
)
_SET = re.compile(r"%(?:set_)?env[ \t]+(?P<name>[A-Za-z_]\w*)(?:[ \t]*=[ \t]*|[ \t]+)(?P<value>.*)")
_MAGIC = re.compile(r"%[\w.]|[\w.]+\?{1,2}$|\?{1,2}[\w.]")


class Cell(NamedTuple):
    """A cell by its number among all cells, from 1, and where its source stands in the text of them all."""

    number: int
    is_code: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Notebook:
    """The text of all cells, each beginning on a line of its own; `is_python`: what its code is written in."""

    text: str = field(repr=False)
    cells: tuple[Cell, ...]
    is_python: bool


def cells_of(text: str) -> Notebook | Trouble:
    """The cells of a notebook's JSON, or what is wrong with it."""
    document = json_reader.read(text)
    if document.troubles:
        return document.troubles[0]
    found: list[Cell] = []
    pieces: list[str] = []
    at = 0
    for number, cell in enumerate(_cells(document.root), 1):
        source = _LONE_SURROGATE.sub("\ufffd", "".join(_texts(_named(cell, "source") or _named(cell, "input"))))
        kind = _named(cell, "cell_type")
        found.append(
            Cell(number, isinstance(kind, Scalar) and kind.text.reveal() == "code", Span(at, at + len(source)))
        )
        pieces.append(source)
        at += len(source) + 1
    return Notebook("\n".join(pieces), tuple(found), _is_python(document.root))


def _cells(root: Section) -> Iterator[Section]:
    """Those of format 4, or of the one sheet that format 3 has."""
    for holder in (root, *_sections(_named(root, "worksheets"))):
        yield from _sections(_named(holder, "cells"))


def _sections(tree: Tree | None) -> list[Section]:
    return [item for item in tree.items if isinstance(item, Section)] if isinstance(tree, Sequence) else []


def _named(tree: Tree | None, name: str) -> Tree | None:
    pairs: tuple[Pair, ...] = tree.pairs if isinstance(tree, Section) else ()
    return next((pair.value for pair in pairs if pair.name == name), None)


def _texts(tree: Tree | None) -> Iterator[str]:
    if isinstance(tree, Scalar):
        yield tree.text.reveal()
    elif isinstance(tree, Sequence):
        yield from (item.text.reveal() for item in tree.items if isinstance(item, Scalar))


def _is_python(root: Section) -> bool:
    metadata = _named(root, "metadata")
    said = (_named(_named(metadata, "kernelspec"), "language"), _named(_named(metadata, "language_info"), "name"))
    languages = [one.text.reveal().lower() for one in said if isinstance(one, Scalar)]
    return all(language in ("python", "ipython") for language in languages)


def read(notebook: Notebook) -> Embedded:
    """The code cells, one after another. A cell that can't be read is a trouble, and the others are read."""
    text = notebook.text
    programs: list[p.Program] = []
    scripts: list[p.Program] = []
    troubles: list[Trouble] = []
    for cell in notebook.cells if notebook.is_python else ():
        source = text[cell.span.start : cell.span.end]
        shell = _SHELL_CELL.match(source)
        magic = _PYTHON_CELL.match(source)
        if not cell.is_code or (_CELL_MAGIC.match(source) and not (shell or magic)):
            continue
        if shell is not None:
            scripts.append(embedded.script_in(text, Span(cell.span.start + shell.end(), cell.span.end)))
            continue
        start = cell.span.start + (magic.end() if magic is not None else 0)
        program, found = _program(text, Span(start, cell.span.end))
        programs.append(program)
        troubles += found
    document = Document(Section(Span(0, len(text)), ()), (), ())
    script = embedded.together(scripts, "shell")
    return Embedded(embedded.together(programs, "python"), script, document, tuple(troubles))


def _program(text: str, span: Span) -> tuple[p.Program, list[Trouble]]:
    """A cell as it stands, or else without what only notebooks know."""
    for edits in ((), tuple(_as_python(text, span))):
        derived = embedded.part(text, span, edits)
        program, troubles = python.read(derived.text)
        if not troubles:
            break
    moved = embedded.moved(program, (derived,))
    shown = replace(moved, body=_shown(moved.body, text[: span.end]))
    return shown, [replace(trouble, span=derived.back_span(trouble.span)) for trouble in troubles]


def _shown(body: tuple[p.Statement, ...], text: str) -> tuple[p.Statement, ...]:
    """What a cell's last expression is worth stands below it, unless a semicolon follows."""
    last = body[-1] if body else None
    if not isinstance(last, p.Evaluate) or text.rstrip().endswith(";") or _is_wait(last.value):
        return body
    shows = p.Name(Span(last.span.start, last.span.start), "print")
    return (*body[:-1], replace(last, value=p.Call(last.value.span, shows, (p.Argument(last.value),))))


def _is_wait(node: p.Expression) -> bool:
    """Printing a call of `print` shows what it gives back, which is nothing."""
    return isinstance(node, p.Call) and isinstance(node.function, p.Name) and node.function.name == "print"


def _as_python(text: str, span: Span) -> Iterator[Edit]:
    """The lines that are none of Python's: commands become calls, settings assignments, other magics nothing."""
    for line in _LINE.finditer(text, span.start, span.end):
        start, rest = line.start("rest"), line["rest"]
        command, setting = _COMMAND.match(rest), _SET.match(rest)
        if command is not None and (command["mark"] != "!" or not command["command"].startswith("=")):
            mark = start + command.start("mark")
            yield Edit(mark, line.end(), f'__import__("os").popen({command["command"]!r})')
        elif setting is not None:
            value = start + setting.start("value")
            yield Edit(start, value, f'__import__("os").environ["{setting["name"]}"] = ')
            yield Edit(value, line.end(), repr(setting["value"]))
        elif _MAGIC.match(rest):
            yield Edit(start, line.end(), "pass")
