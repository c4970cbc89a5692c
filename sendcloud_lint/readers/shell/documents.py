"""Where a script's here-documents stand, and which words go on in the next line.

The grammar can't say: it loses the second of two documents that one line asks for, and what follows the operator on
its line. So documents are found by the quotes and brackets around them, as a shell does, and are taken out of the
text before the grammar reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import Enum, auto

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span

_OPERATOR = re.compile(r"(?P<kind><<-?)[ \t]*(?P<delimiter>(?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s'\"\\;&|()<>`])+)")
_QUOTES = re.compile(r"['\"]|\\(?=.)")
_WORTHWHILE = re.compile(r"<<|\S\\\r?\n\S")
# What may stand on both sides of a word's break.
_INNER = re.compile(r"[\w./:=%@,+'\"}$\\-]")
_ANSI_END = re.compile(r"(?:[^\\']|\\.)*'", re.DOTALL)

_NESTS = r"\$\(\(|\$\(|\$\{|`"
_WORD_STARTS = frozenset(" \t\r\n;&|()<>`")


class _In(Enum):
    """What the text at a place stands in."""

    CODE = auto()
    PARENTHESES = auto()
    BACKTICKS = auto()
    CASE = auto()
    ARITHMETIC = auto()
    TERM = auto()
    QUOTES = auto()
    BRACES = auto()
    DOCUMENT = auto()


_CODE = re.compile(
    rf"\\(?:\r?\n|.)|'|\$'|\"|{_NESTS}|\(\(|\(|\)|#|<<<|<<|\n|\bcase(?=[ \t][^\n;]{{1,200}}?\sin\s)|\besac\b", re.DOTALL
)
_SUM = re.compile(rf"\\.|'|\"|{_NESTS}|\(|\)\)|\)", re.DOTALL)
_QUOTED = re.compile(rf"\\.|\"|{_NESTS}", re.DOTALL)
_EXPANDED = re.compile(rf"\\.|\}}|'|\"|{_NESTS}", re.DOTALL)
_TOKENS = {
    _In.CODE: _CODE, _In.PARENTHESES: _CODE, _In.BACKTICKS: _CODE, _In.CASE: _CODE, _In.ARITHMETIC: _SUM,
    _In.TERM: _SUM, _In.QUOTES: _QUOTED, _In.BRACES: _EXPANDED, _In.DOCUMENT: _QUOTED,
}  # fmt: skip
_OPENING = {
    "$((": _In.ARITHMETIC, "((": _In.ARITHMETIC, "$(": _In.PARENTHESES, "(": _In.PARENTHESES, "${": _In.BRACES,
    "`": _In.BACKTICKS, '"': _In.QUOTES, "case": _In.CASE,
}  # fmt: skip
_LITERAL_QUOTES = frozenset((_In.QUOTES, _In.DOCUMENT))


@dataclass(frozen=True, slots=True)
class Document:
    """`operator` spans the delimiter too; `body` whole lines; `line` is the one that ends it, without its end."""

    operator: Span
    body: Span
    line: Span
    is_quoted: bool
    strips_tabs: bool


@dataclass(slots=True)
class Found:
    """`breaks` are the backslashes, with the line ends after them, that stand within a word; `quotes` the double
    quotes in documents that are characters like any other."""

    documents: list[Document] = field(default_factory=list)
    breaks: list[Span] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)


def find(text: str) -> Found:
    found = Found()
    if _WORTHWHILE.search(text):
        _Scan(text, found).run()
        for document in found.documents:
            if not document.is_quoted:
                _Scan(text, found, _In.DOCUMENT, document.body).run()
    return found


class _Scan:
    def __init__(self, text: str, found: Found, within: _In = _In.CODE, region: Span | None = None) -> None:
        self._text = text
        self._found = found
        self._within = [within]
        self._position, self._end = (region.start, region.end) if region else (0, len(text))
        self._pending: list[re.Match[str]] = []

    def run(self) -> None:
        while token := _TOKENS[self._within[-1]].search(self._text, self._position, self._end):
            self._position = token.end()
            self._take(token[0], token.start())

    def _take(self, token: str, start: int) -> None:
        within = self._within[-1]
        if token.startswith("\\"):
            self._break(token, start)
        elif token == "'":
            self._single()
        elif token == "$'":
            end = _ANSI_END.match(self._text, self._position, self._end)
            self._position = end.end() if end else self._end
        elif token == "#":
            self._comment(start)
        elif token == "\n":
            self._bodies()
        elif token == "<<":
            self._operator(start)
        elif token == '"' and within in (_In.QUOTES, _In.DOCUMENT):
            self._quote(start)
        elif token == "`" and _In.BACKTICKS in self._within:
            while self._within.pop() is not _In.BACKTICKS:
                pass
        elif token in (")", "))", "}", "esac"):
            self._close(token)
        elif token in _OPENING:
            self._within.append(_In.TERM if token == "(" and _TOKENS[within] is _SUM else _OPENING[token])

    def _break(self, token: str, start: int) -> None:
        is_end = token.endswith("\n") and len(token) > 1
        if (
            is_end
            and _TOKENS[self._within[-1]] is _CODE
            and self._is_inner(start - 1)
            and self._is_inner(self._position)
        ):
            self._found.breaks.append(Span(start, self._position))

    def _is_inner(self, position: int) -> bool:
        return position >= 0 and _INNER.match(self._text, position) is not None

    def _single(self) -> None:
        if self._within[-1] is _In.BRACES and any(outer in _LITERAL_QUOTES for outer in self._within):
            return
        end = self._text.find("'", self._position, self._end)
        self._position = end + 1 if end >= 0 else self._end

    def _comment(self, start: int) -> None:
        if start == 0 or self._text[start - 1] in _WORD_STARTS:
            end = self._text.find("\n", start, self._end)
            self._position = end if end >= 0 else self._end

    def _quote(self, start: int) -> None:
        if self._within[-1] is _In.QUOTES:
            self._within.pop()
        else:
            self._found.quotes.append(start)

    def _close(self, token: str) -> None:
        within = self._within[-1]
        if within is _In.ARITHMETIC and token == ")":
            # `$((a) | b)` is no arithmetic after all.
            self._within[-1] = _In.PARENTHESES
        elif within is _In.TERM and token == "))":
            self._position -= 1
            self._within.pop()
        elif (within, token) in _CLOSING:
            self._within.pop()

    def _operator(self, start: int) -> None:
        match = _OPERATOR.match(self._text, start, self._end)
        # A document within a document is left to the grammar.
        if match is not None and self._within[0] is _In.CODE:
            self._pending.append(match)
            self._position = match.end()

    def _bodies(self) -> None:
        for operator in self._pending:
            document = self._document(operator)
            if document is None:
                continue
            self._found.documents.append(document)
            self._position = min(document.line.end + 1, self._end)
        self._pending.clear()

    def _document(self, operator: re.Match[str]) -> Document | None:
        """None for a shift of bits by a number. What no line ends goes to the text's end."""
        written, strips_tabs = operator["delimiter"], operator["kind"] == "<<-"
        delimiter = _QUOTES.sub("", written)
        tabs = r"\t*" if strips_tabs else ""
        last = re.compile(rf"^{tabs}{re.escape(delimiter)}(?=\r?$)", re.MULTILINE).search(self._text, self._position)
        if last is None and delimiter.isdecimal():
            return None
        line = Span(*last.span()) if last is not None else Span(self._end, self._end)
        return Document(
            Span(*operator.span()), Span(self._position, line.start), line,
            is_quoted=delimiter != written, strips_tabs=strips_tabs,
        )  # fmt: skip


_CLOSING = frozenset(
    ((_In.PARENTHESES, ")"), (_In.TERM, ")"), (_In.ARITHMETIC, "))"), (_In.BRACES, "}"), (_In.CASE, "esac"))
)


def without(text: str, found: Found) -> str:
    """The text of the same length in which documents are blank, what asks for them reads a file, and no word goes on
    in the next line."""
    pieces: list[str] = []
    position = 0
    for span, stand_in in sorted(_stand_ins(found)):
        if span.start >= position:
            pieces += (text[position : span.start], stand_in)
            position = span.end
    return "".join([*pieces, text[position:]])


def _stand_ins(found: Found) -> Iterator[tuple[Span, str]]:
    for span in found.breaks:
        yield span, "." * (span.end - span.start)
    for document in found.documents:
        operator, blank = document.operator, Span(document.body.start, document.line.end)
        yield operator, "<".ljust(operator.end - operator.start, "x")
        yield blank, " " * (blank.end - blank.start)


def bodies(text: str, found: Found) -> str:
    """The text of the same length in which nothing is left but the documents that are expanded, each in quotes."""
    quotes = iter(sorted(found.quotes))
    quote = next(quotes, None)
    pieces: list[str] = []
    position = 0
    for document in found.documents:
        start, end = document.body.start, document.body.end
        if document.is_quoted or start == end:
            continue
        pieces.append('"'.rjust(start - position))
        position = start
        while quote is not None and quote < end:
            if quote >= position:
                pieces += (text[position:quote], ",")
                position = quote + 1
            quote = next(quotes, None)
        pieces += (text[position:end], '"')
        position = end + 1
    return "".join(pieces)
