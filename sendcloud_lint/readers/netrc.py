"""`.netrc`: logins by the host that they are for, as curl and the standard library read them.

    machine mail.example login name password "a \\"word\\""   # a comment
    default login anonymous
    macdef init
    a macro's lines, up to an empty one

A host is a section, and `default` is one. Macros are left out.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_QUOTED = re.compile(r"\"[^\"\\\r\n]*(?:\\[^\r\n][^\"\\\r\n]*)*\"")
# A quote that is never closed is one word with the rest of its line.
_WORD = re.compile(rf"{_QUOTED.pattern}|(?:[^\s\\\"]|\\[^\r\n])[^\s\\]*(?:\\[^\r\n][^\s\\]*)*|\S[^\r\n]*")
_ESCAPE = re.compile(r"\\(.)")
_REST = re.compile(r"[^\r\n]*")
_MACRO_END = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?=[\r\n])|\Z")
_ENTRIES = frozenset({"machine", "default", "macdef"})
_FIELDS = frozenset({"login", "user", "account", "password", "port", "protocol"})


def read(text: str) -> Document:
    """The logins of a `.netrc`. A word that means nothing is a trouble, and what follows it is read."""
    reader = _Reader(text)
    reader.run()
    root = Section(Span(0, len(text)), tuple(reader.hosts))
    return Document(root, tuple(reader.comments), tuple(reader.troubles))


class _Reader:
    """Takes the words one by one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = int(text.startswith("\ufeff"))
        self._host: tuple[str, Span] | None = None
        self._fields: list[Pair] = []
        self._end = 0
        self.hosts: list[Pair] = []
        self.comments: list[Comment] = []
        self.troubles: list[Trouble] = []

    def run(self) -> None:
        while (span := self._word()) is not None:
            self._entry(self._meant(span), span)
        self._end_host()

    def _word(self) -> Span | None:
        word = _WORD.search(self._text, self._at)
        if word is None:
            return None
        self._at = word.end()
        return Span(*word.span())

    def _meant(self, span: Span) -> str:
        written = self._text[span.start : span.end]
        return _ESCAPE.sub(r"\1", written[1:-1] if _QUOTED.fullmatch(written) else written)

    def _entry(self, word: str, span: Span) -> None:
        if word.startswith("#"):
            self._at = _end(_REST, self._text, span.start)
            self.comments.append(Comment(Span(span.start, self._at), Written(self._text[span.start : self._at])))
        elif word in _ENTRIES:
            self._end_host()
            self._begin(word, span)
        elif word in _FIELDS:
            self._field(word, span)
        else:
            self._wrong(span)

    def _begin(self, word: str, span: Span) -> None:
        name = span if word == "default" else self._word()
        if name is None:
            self._wrong(span)
        elif word == "macdef":
            macro = _MACRO_END.search(self._text, name.end)
            self._at = macro.end() if macro else self._at
        else:
            self._host = self._meant(name), name
            self._end = name.end

    def _field(self, word: str, span: Span) -> None:
        """A field of no host is left out: nobody can tell whose it is."""
        value = self._word()
        if value is None or self._host is None or self._is_unclosed(value):
            self._wrong(span)
        else:
            self._fields.append(Pair(word, span, Scalar(value, Written(self._meant(value)))))
            self._end = value.end

    def _is_unclosed(self, span: Span) -> bool:
        return self._text[span.start] == '"' and not _QUOTED.fullmatch(self._text, span.start, span.end)

    def _end_host(self) -> None:
        fields, self._fields = tuple(self._fields), []
        if self._host is not None:
            name, span = self._host
            self.hosts.append(Pair(name, span, Section(Span(span.end, self._end), fields)))
        self._host = None

    def _wrong(self, span: Span) -> None:
        self.troubles.append(Trouble(span, "a word that belongs to no login"))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match ends that may be empty or missing."""
    match = pattern.match(text, at)
    return match.end() if match else at
