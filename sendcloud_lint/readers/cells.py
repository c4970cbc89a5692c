"""The cells of Jupyter notebooks and what these have printed, as one text, with the way back into the notebook's JSON.

A place in a notebook is one in a cell, so the cells' own text is what everything else sees, never the JSON around it.
First come the sources of all cells, then the outputs of all that have any, each on lines of its own.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from sendcloud_lint.model.derived import Derived, Edit, Gathered, derive
from sendcloud_lint.model.document import Pair, Scalar, Section, Sequence, Tree, Trouble
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import CellStart, Span
from sendcloud_lint.readers import json as json_reader

_ESCAPE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[\"\\/bfnrt]|[\ud800-\udfff]"
# Colours of a terminal and entities of HTML are none of what people see.
_COLOUR = r"\\u001[bB]\[[0-9:;]*[A-Za-z]"
_ENTITY = r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][0-9A-Za-z]{1,31});"
_AS_WRITTEN = re.compile(_ESCAPE)
_AS_PRINTED = re.compile(f"{_COLOUR}|{_ESCAPE}")
_AS_A_PAGE = re.compile(f"{_ENTITY}|{_ESCAPE}")
_VERBATIM = re.compile(r"(?!)")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What Python's own writer makes of floats, and no JSON: something as long that is.
_NO_NUMBER = re.compile(r"(?<![\w\"'-])(?:NaN|-?Infinity)(?![\w\"'])")


class _Shown(NamedTuple):
    """How a part of an output is written: what in it is no text, and what stands between the strings of its list."""

    pattern: re.Pattern[str]
    between: str = ""


# The parts of an output that are text, in formats 2 to 4. Images and widgets' states are not looked at.
_PRINTED = _Shown(_AS_PRINTED)
_SHOWN = {
    **dict.fromkeys(("text", "text/plain", "text/markdown", "text/latex", "evalue", "json", "javascript"), _PRINTED),
    **dict.fromkeys(("application/json", "application/javascript", "output_text", "output_json"), _PRINTED),
    **dict.fromkeys(("html", "text/html", "output_html"), _Shown(_AS_A_PAGE)),
    "traceback": _Shown(_AS_PRINTED, "\n"),
}


class Cell(NamedTuple):
    """A cell by its number among all cells, from 1, its kind ("code", "markdown", "raw" …), and where in the text of
    them all its source stands and each of its outputs, in each way in which they are shown. `language` is its own, in
    lower case; without one it is the notebook's."""

    number: int
    kind: str
    span: Span
    outputs: tuple[Span, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Notebook:
    """The text of all cells; `language` is what the code is written in, in lower case, or empty where nothing says."""

    text: str = field(repr=False)
    cells: tuple[Cell, ...]
    language: str
    way: Callable[[Span], Span] = field(repr=False)

    def starts(self) -> tuple[CellStart, ...]:
        sources = (CellStart(cell.span.start, cell.number) for cell in self.cells)
        outputs = (
            CellStart(cell.outputs[0].start, cell.number, self._lines(cell.span)) for cell in self.cells if cell.outputs
        )
        return (*sources, *outputs)

    def _lines(self, span: Span) -> int:
        return len(_LINE_END.findall(self.text, span.start, span.end)) + 1


def read(text: str) -> Notebook | Trouble:
    """The cells of a notebook's JSON, or what is wrong with it."""
    document = json_reader.read(text)
    if document.troubles:
        document = json_reader.read(_NO_NUMBER.sub(lambda found: "0".ljust(len(found[0])), text))
    if document.troubles:
        return document.troubles[0]
    # The lines that format 2 lists are without their ends.
    between = "\n" if _word(_named(document.root, "nbformat")) == "2" else ""
    sources, outputs = _Gathering(text, between), _Gathering(text, between)
    found: list[Cell] = []
    for number, cell in enumerate(_cells(document.root), 1):
        written = list(_strings(text, _named(cell, "source") or _named(cell, "input")))
        span = sources.add(written, _Shown(_AS_WRITTEN))
        printed = tuple(_outputs(text, cell, outputs))
        found.append(Cell(number, _word(_named(cell, "cell_type")), span, printed, _language_of(cell)))
    whole = Gathered(sources.finished(), outputs.finished())
    below = len(whole.above.text) + 1
    cells = tuple(cell._replace(outputs=tuple(_moved(span, below) for span in cell.outputs)) for cell in found)
    return Notebook(whole.text, cells, _language(document.root), whole.back_span)


def without_escapes(text: str) -> Derived:
    """A text that is no whole JSON, as its strings mean it."""
    return derive(text, (Edit(*found.span(), _meant(found[0])) for found in _AS_WRITTEN.finditer(text)))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _cells(root: Section) -> Iterator[Section]:
    """Those of format 4, or of the sheets that formats 2 and 3 have, in the order of the text."""
    holders = (root, *_sections(_named(root, "worksheets")))
    found = (cell for holder in holders for cell in _sections(_named(holder, "cells")))
    yield from sorted(found, key=lambda cell: cell.span)


def _outputs(text: str, cell: Section, gathering: _Gathering) -> Iterator[Span]:
    for output in _sections(_named(cell, "outputs")):
        for pair in _parts(output):
            yield from (span for span in _part(text, pair, gathering) if span.start < span.end)


def _parts(output: Section) -> Iterator[Pair]:
    """What an output shows, each way in which it does, in the order of the file. A traceback ends in its error."""
    data = _named(output, "data")
    has_traceback = any(pair.name == "traceback" for pair in output.pairs)
    for pair in output.pairs:
        if pair.value is data and isinstance(data, Section):
            yield from (inner for inner in data.pairs if inner.name in _SHOWN)
        elif pair.name in _SHOWN and not (pair.name == "evalue" and has_traceback):
            yield pair


def _part(text: str, pair: Pair, gathering: _Gathering) -> Iterator[Span]:
    is_tree = pair.name == "application/json" and not isinstance(pair.value, Scalar)
    written = [pair.value.span] if is_tree else [span for span in _strings(text, pair.value) if span.start < span.end]
    if written:
        yield gathering.add(written, _Shown(_VERBATIM) if is_tree else _SHOWN[pair.name])


def _sections(tree: Tree | None) -> list[Section]:
    return [item for item in tree.items if isinstance(item, Section)] if isinstance(tree, Sequence) else []


def _named(tree: Tree | None, name: str) -> Tree | None:
    pairs: tuple[Pair, ...] = tree.pairs if isinstance(tree, Section) else ()
    return next((pair.value for pair in pairs if pair.name == name), None)


def _word(tree: Tree | None) -> str:
    return tree.text.reveal().lower() if isinstance(tree, Scalar) else ""


def _strings(text: str, tree: Tree | None) -> Iterator[Span]:
    """What stands between the quotes of a string, or of each in a list; numbers are nobody's text."""
    for item in tree.items if isinstance(tree, Sequence) else (tree,):
        if isinstance(item, Scalar) and text[item.span.start] == '"':
            yield Span(item.span.start + 1, item.span.end - 1)


def _language(root: Section) -> str:
    """What a notebook says of its language: something other than Python counts, wherever it stands."""
    metadata = _named(root, "metadata")
    said = (
        _word(_named(_named(metadata, "kernelspec"), "language")),
        _word(_named(_named(metadata, "language_info"), "name")),
    )
    return next((one for one in said if one and not is_python(one)), next(filter(None, said), ""))


# Where editors keep what a cell is written in that is not in its notebook's language.
_OF_CELLS = (("vscode", "languageId"), ("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"))


def _language_of(cell: Section) -> str:
    metadata = _named(cell, "metadata")
    said = (_word(_named(_named(metadata, editor), name)) for editor, name in _OF_CELLS)
    return next(filter(None, said), "")


def is_python(language: str) -> bool:
    return language.startswith(("python", "ipython", "pyspark", "sage")) or not language


class _Gathering:
    """Strings out of a JSON text, one group of them after another, each group on lines of its own. `between` stands
    where the strings of a list meet."""

    def __init__(self, text: str, between: str) -> None:
        self._text = text
        self._between = between
        self._edits: list[Edit] = []
        self._at = 0
        self._length = 0
        self._groups = 0

    def add(self, spans: list[Span], shown: _Shown) -> Span:
        """Adds the strings that stand in these spans, and tells where in the new text they do."""
        gap = "\n" if self._groups else ""
        self._groups += 1
        start = self._length + len(gap)
        for span in spans or [Span(self._at, self._at)]:
            self._cut(span.start, gap)
            self._take(span, shown.pattern)
            gap = shown.between or self._between
        return Span(start, self._length)

    def finished(self) -> Derived:
        self._cut(len(self._text), "")
        return derive(self._text, self._edits)

    def _cut(self, end: int, gap: str) -> None:
        self._edits.append(Edit(self._at, end, gap))
        self._at = end
        self._length += len(gap)

    def _take(self, span: Span, pattern: re.Pattern[str]) -> None:
        at = span.start
        for found in pattern.finditer(self._text, span.start, span.end):
            meant = _meant(found[0])
            self._edits.append(Edit(found.start(), found.end(), meant))
            self._length += found.start() - at + len(meant)
            at = found.end()
        self._length += span.end - at
        self._at = span.end


@lru_cache(4096)
def _meant(written: str) -> str:
    """The characters that an escape stands for, and none for a colour. Half of a pair of surrogates is no character."""
    if written.startswith("&"):
        return html.unescape(written)
    return "" if "[" in written else _LONE_SURROGATE.sub("\ufffd", json.loads(f'"{written}"'))
