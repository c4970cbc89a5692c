"""JSON, and what is often written instead: comments, trailing commas, several values one after the other.

    {
      "name": "value",  // a comment
      "list": [1, true, null,],
    }

Where a text is no JSON, what stands around that place is read all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.leaves import SKIPPED, Leaf
from sendcloud_lint.readers.unfinished import Unfinished

_PLAIN = frozenset({"number", "true", "false", "null"})
_CLOSED_BY = {"}": False, "]": True}
# Control characters in strings are read, and but for tabs they are a trouble.
_DECODER = json.JSONDecoder(strict=False)
_CONTROL = re.compile(r"[\x00-\x08\n-\x1f]")
_REST = re.compile(r"[^\r\n]*")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = frozenset({"true", "false", "null"})
# A string over lines is none, but often meant for one. Without its end a string or a comment is all that follows it,
# on the line or in the text: were the end looked for once more behind it, that would take time by the square.
_TOKEN = re.compile(
    r"""(?x)
      (?P<string> "[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*" | "[^"\\]*"(?=\s*[,:}\]]) )
    | (?P<comment> //[^\r\n]* | /\*[^*]*(?:\*(?!/)[^*]*)*\*/ )
    | (?P<sign> [{}\[\],:] )
    | (?P<word> [^\s"'{}\[\],:/]+ )
    | (?P<other> '[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*' | "[^\r\n]* | /\*(?s:.*) | \S )
    """
)
# What JSON5 and JavaScript have more than JSON.
_NAME_WORD = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_SINGLE_QUOTED = re.compile(r"'[^\r\n]*'")

# What may come next.
_NAME, _COLON, _VALUE, _END = "name", "colon", "value", "end"


def read(text: str) -> Document:
    """The settings of a JSON text. What is no object is named "", and so is each of several values."""
    reader = _Reader(text)
    for leaf in _tokens(text):
        reader.take(leaf)
    reader.finish()
    troubles = () if reader.trouble is None else (reader.trouble,)
    return Document(Section(Span(0, len(text)), _pairs(reader.top)), tuple(reader.comments), troubles, content="json")


def _tokens(text: str) -> Iterator[Leaf]:
    for token in _TOKEN.finditer(text, int(text.startswith("\ufeff"))):
        yield Leaf(_kind(token), "", Span(*token.span()))


def _kind(token: re.Match[str]) -> str:
    if token.lastgroup == "sign" or token[0] in _WORDS:
        return token[0]
    if token.lastgroup == "word" and _NUMBER.fullmatch(token[0]):
        return "number"
    return token.lastgroup if token.lastgroup in ("string", "comment") else SKIPPED


def _pairs(top: Unfinished) -> tuple[Pair, ...]:
    items = top.items()
    if len(items) == 1 and isinstance(items[0], Section):
        return items[0].pairs
    return tuple(Pair("", Span(item.span.start, item.span.start), item) for item in items)


class _Reader:
    """Takes the leaves one by one. The first that fits no grammar is the trouble."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[Unfinished] = []
        # How many of them are sections and how many are sequences.
        self._counts = [0, 0]
        self._next = _VALUE
        self._name: tuple[str, Span] | None = None
        self.top = Unfinished(0, is_sequence=True)
        self.comments: list[Comment] = []
        self.trouble: Trouble | None = None

    def take(self, leaf: Leaf) -> None:
        if leaf.kind == "comment":
            self.comments.append(Comment(leaf.span, Written(self._written(leaf))))
        elif leaf.kind == "string":
            self._string(leaf, self._decoded(leaf))
        elif leaf.kind in _PLAIN:
            self._value(leaf, "" if leaf.kind == "null" else self._written(leaf))
        elif leaf.kind in ("{", "["):
            self._opening(leaf)
        elif leaf.kind in _CLOSED_BY:
            self._closing(leaf)
        else:
            self._sign(leaf)

    def finish(self) -> None:
        if self._open:
            start = self._open[-1].start
            self._wrong(Span(start, start + 1), "a bracket that is never closed")
        for each in self._open:
            each.end = len(self._text)

    def _written(self, leaf: Leaf) -> str:
        return self._text[leaf.span.start : leaf.span.end]

    def _decoded(self, leaf: Leaf) -> str:
        written = self._written(leaf)
        decoded = _string(written)
        if decoded is None or _CONTROL.search(written):
            self._wrong(leaf.span, "a string that is no JSON")
        return written[1:-1] if decoded is None else decoded

    def _string(self, leaf: Leaf, text: str) -> None:
        if not self._in_object() or self._next == _VALUE:
            self._value(leaf, text)
            return
        if self._next != _NAME:
            self._wrong(leaf.span)
        self._name = text, leaf.span
        self._next = _COLON

    def _value(self, leaf: Leaf, text: str) -> None:
        if self._next != _VALUE:
            self._wrong(leaf.span)
        self._put(Scalar(leaf.span, Written(text)))

    def _put(self, value: Scalar | Unfinished) -> None:
        """A value without a name in an object is left out: nobody can tell what it is."""
        if not self._in_object():
            (self._open[-1] if self._open else self.top).values.append(value)
        elif self._name and self._next == _VALUE:
            self._open[-1].name(*self._name, value)
        self._after_value()

    def _after_value(self) -> None:
        self._name = None
        self._next = _END if self._open else _VALUE

    def _opening(self, leaf: Leaf) -> None:
        if self._next != _VALUE:
            self._wrong(leaf.span)
        opened = Unfinished(leaf.span.start, is_sequence=leaf.kind == "[")
        self._put(opened)
        self._open.append(opened)
        self._counts[opened.is_sequence] += 1
        self._next = _VALUE if opened.is_sequence else _NAME

    def _closing(self, leaf: Leaf) -> None:
        """Closes the innermost bracket of the kind, and what was left open in it."""
        kind = _CLOSED_BY[leaf.kind]
        if not self._open or self._open[-1].is_sequence != kind or self._in_pair():
            self._wrong(leaf.span)
        while self._counts[kind]:
            closed = self._open.pop()
            closed.end = leaf.span.end
            self._counts[closed.is_sequence] -= 1
            if closed.is_sequence == kind:
                self._after_value()
                return

    def _sign(self, leaf: Leaf) -> None:
        if leaf.kind == ":" and self._next == _COLON:
            self._next = _VALUE
        elif leaf.kind == ",":
            self._comma(leaf)
        else:
            self._wrong(leaf.span)
            self._stray(leaf)

    def _comma(self, leaf: Leaf) -> None:
        if self._next != _END:
            self._wrong(leaf.span)
        if self._open:
            self._next = _NAME if self._in_object() else _VALUE
        self._name = None

    def _stray(self, leaf: Leaf) -> None:
        """What fits nothing may still be a name without quotes or a value in single ones."""
        written = self._written(leaf)
        quoted = _SINGLE_QUOTED.fullmatch(written)
        if leaf.kind == SKIPPED and quoted and self._open:
            self._string(leaf, written[1:-1])
        elif leaf.kind == SKIPPED and self._in_object() and _NAME_WORD.fullmatch(written):
            self._string(leaf, written)
        elif self._in_pair():
            self._name = None
            self._next = _END

    def _in_object(self) -> bool:
        return bool(self._open) and not self._open[-1].is_sequence

    def _in_pair(self) -> bool:
        return self._in_object() and self._next in (_COLON, _VALUE)

    def _wrong(self, span: Span, reason: str = "something that is no JSON") -> None:
        if self.trouble is None:
            rest = _REST.match(self._text, span.start)
            self.trouble = Trouble(Span(span.start, rest.end() if rest else span.end), reason)


def _string(written: str) -> str | None:
    """The characters that a string in double quotes stands for, or None if an escape in it means nothing."""
    try:
        decoded = _DECODER.decode(written)
    except ValueError:
        return None
    return decoded if isinstance(decoded, str) else None
