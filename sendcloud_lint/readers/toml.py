"""TOML.

    [a.b]
    name = "value"  # a comment
    c.d = 1

gives the sections `a`, `b` in it and `c` in that, wherever their parts stand. Where a text is no TOML, what stands
around that place is read all the same.
"""

from __future__ import annotations

import re

import tomli
import tree_sitter_toml

from sendcloud_lint.model.document import Comment, Document, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.leaves import Leaf, leaves
from sendcloud_lint.readers.trees import Parsed, parse
from sendcloud_lint.readers.unfinished import Unfinished

_WHOLE = frozenset({"string", "quoted_key"})
_KEYS = frozenset({"bare_key", "quoted_key"})
_PLAIN = frozenset(
    {
        "integer", "float", "boolean", "offset_date_time", "local_date_time", "local_date", "local_time",
    }
)  # fmt: skip
_HEADERS = frozenset({"table", "table_array_element"})
_LONE_RETURN = re.compile(r"\r(?!\n)")
# Escapes of TOML 1.1, which the grammar does not know; as long as they are, and in their place.
_NEW_ESCAPE = re.compile(r"\\(?:e|x(?=[0-9A-Fa-f]{2})|(?P<known>.))")
_REST = re.compile(r"[^\r\n]*")
_QUOTES = re.compile(r"(?s)(\"\"\"|'''|\"|')(.*)\1")


def read(text: str) -> Document:
    """The settings of a TOML text."""
    # The grammar knows no line end that is a carriage return alone.
    text = _LONE_RETURN.sub("\n", text)
    parsed = parse(tree_sitter_toml.language, _NEW_ESCAPE.sub(_known_escape, text))
    if parsed is None:
        trouble = Trouble(Span(0, 0), "more errors than can be read past")
        return Document(Section(Span(0, len(text)), ()), (), (trouble,))
    reader = _Reader(text)
    for leaf in leaves(parsed, _WHOLE):
        reader.take(leaf)
    root = Section(Span(0, len(text)), reader.root.pairs())
    return Document(root, tuple(reader.comments), _troubles(text, parsed))


def _known_escape(found: re.Match[str]) -> str:
    return found[0] if found["known"] else "\\t"


def _troubles(text: str, parsed: Parsed) -> tuple[Trouble, ...]:
    """The first place that fits no grammar; none in a text that the format's own library reads after all."""
    error = next(parsed.errors(), None)
    if error is None or _is_toml(text):
        return ()
    start = parsed.span(error).start
    end = _REST.match(text, start)
    return (Trouble(Span(start, end.end() if end else start), "something that is no TOML"),)


def _is_toml(text: str) -> bool:
    try:
        tomli.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


class _Reader:
    """Takes the leaves one by one."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Arrays and inline tables that are open, and the table that all stands in.
        self._open: list[Unfinished] = []
        self.root = Unfinished(0)
        self._table = self.root
        # Parts of a key so far; the key that a value is awaited for; the bracket of a header that is open.
        self._parts: list[Leaf] = []
        self._key: list[Leaf] = []
        self._header = ""
        self._before = ""
        self.comments: list[Comment] = []

    def take(self, leaf: Leaf) -> None:
        if leaf.kind == "comment":
            self.comments.append(Comment(leaf.span, Written(self._written(leaf))))
            return
        if leaf.kind in _KEYS:
            self._part(leaf)
        elif leaf.kind == "string":
            self._put(Scalar(leaf.span, Written(_string(self._written(leaf)))))
        elif leaf.kind in _PLAIN:
            self._put(Scalar(leaf.span, Written(self._written(leaf))))
        else:
            self._sign(leaf)
        self._before = leaf.kind

    def _written(self, leaf: Leaf) -> str:
        return self._text[leaf.span.start : leaf.span.end]

    def _name(self, leaf: Leaf) -> str:
        written = self._written(leaf)
        return _string(written) if leaf.kind == "quoted_key" else written

    def _part(self, leaf: Leaf) -> None:
        if self._before != ".":
            self._parts = []
        self._parts.append(leaf)

    def _put(self, value: Scalar | Unfinished) -> None:
        """A value that has no name and stands in no array is left out: nobody can tell what it is."""
        if self._in_array():
            self._open[-1].values.append(value)
        elif self._key:
            *outer, last = self._key
            self._inside(self._open[-1] if self._open else self._table, outer).name(self._name(last), last.span, value)
        self._key = []

    def _inside(self, section: Unfinished, parts: list[Leaf]) -> Unfinished:
        """The section that the parts of a key lead to."""
        for part in parts:
            inner = section.section(self._name(part))
            if inner is None:
                inner = Unfinished(part.span.end)
                section.name(self._name(part), part.span, inner)
            section = inner
        return section

    def _sign(self, leaf: Leaf) -> None:
        match leaf.kind:
            case ".":
                return
            case "=":
                self._equals()
            case "[[":
                self._begin_header(leaf)
            case "[" if leaf.parent in _HEADERS or not self._awaits_value():
                self._begin_header(leaf)
            case "[" | "{":
                self._opening(leaf)
            case "]" | "]]" | "}":
                self._closing(leaf)
            case _:
                self._key = []
        self._parts = []

    def _equals(self) -> None:
        """A name in an array: the array was never closed."""
        while self._in_array():
            self._open.pop()
        self._key = self._parts
        self._header = ""

    def _begin_header(self, leaf: Leaf) -> None:
        self._open.clear()
        self._key = []
        self._header = leaf.kind

    def _opening(self, leaf: Leaf) -> None:
        opened = Unfinished(leaf.span.start, is_sequence=leaf.kind == "[")
        self._put(opened)
        self._open.append(opened)

    def _closing(self, leaf: Leaf) -> None:
        if self._header:
            self._end_header()
        elif self._open:
            self._open.pop().end = leaf.span.end
        self._key = []

    def _end_header(self) -> None:
        if self._parts and self._header == "[":
            self._table = self._inside(self.root, self._parts)
        elif self._parts:
            *outer, last = self._parts
            self._table = self._element(self._inside(self.root, outer), last)
        self._header = ""

    def _element(self, section: Unfinished, last: Leaf) -> Unfinished:
        """One more section in the sequence of that name."""
        sequence = section.sequence(self._name(last))
        if sequence is None:
            sequence = Unfinished(last.span.end, is_sequence=True)
            section.name(self._name(last), last.span, sequence)
        element = Unfinished(last.span.end)
        sequence.values.append(element)
        return element

    def _awaits_value(self) -> bool:
        """Whether a bracket is an array's. In an array that was never closed no comma stands before a header."""
        return bool(self._key) or (self._in_array() and self._before in ("[", ","))

    def _in_array(self) -> bool:
        return bool(self._open) and self._open[-1].is_sequence


def _string(written: str) -> str:
    """The characters that a string stands for; those between its quotes if an escape in it means nothing."""
    try:
        decoded = tomli.loads(f"x = {written}")["x"]
    except (ValueError, KeyError):
        decoded = None
    if isinstance(decoded, str):
        return decoded
    inner = _QUOTES.fullmatch(written)
    return inner[2] if inner else written
