"""Java's `.properties`, by the specification of `java.util.Properties.load`.

    # a comment
    ! another
    mail.user = value
    mail.host: a value that goes on \\
        in the next line
    caf\\u00e9 \\t

A name is whole, dots and all; a name alone has an empty value. White space at a value's end belongs to it.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_LINE_END = r"(?:\r\n|\r|\n)"
_BLANKS = re.compile(r"[ \t\f\r\n]*")
_REST = re.compile(r"[^\r\n]*")
_JOINED = rf"[ \t\f]*(?:\\{_LINE_END}[ \t\f]*)*"
_SEPARATOR = re.compile(rf"{_JOINED}(?:[=:]{_JOINED})?")
_ESCAPE = rf"\\(?:{_LINE_END}[ \t\f]*|(?s:.))?"
# Searched for one after the other: one expression for a whole value would keep a state for each character of it.
_NAME_STOP = re.compile(rf"{_ESCAPE}|[=: \t\f\r\n]")
_VALUE_STOP = re.compile(rf"{_ESCAPE}|[\r\n]")
_ESCAPED = re.compile(rf"\\(?:(?P<joint>{_LINE_END}[ \t\f]*)|u(?P<code>[0-9A-Fa-f]{{4}})|(?P<letter>(?s:.)))?")
_DECODED = {"f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRONG_CODE = re.compile(r"\\(?:(u)(?![0-9A-Fa-f]{4})|(?s:.))")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read(text: str) -> Document:
    """The settings of a `.properties` file. An escape that means nothing is a trouble, and all is read."""
    reader = _Reader(text)
    at = int(text.startswith("\ufeff"))
    while at < len(text):
        at = reader.entry(at)
    return Document(Section(Span(0, len(text)), tuple(reader.pairs)), tuple(reader.comments), tuple(reader.troubles))


class _Reader:
    """Collects what it finds. Each method reads from an offset on and returns the one where it stopped."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.pairs: list[Pair] = []
        self.comments: list[Comment] = []
        self.troubles: list[Trouble] = []

    def entry(self, at: int) -> int:
        """Reads white space and then a comment, or a name and its value."""
        at = _end(_BLANKS, self._text, at)
        if at == len(self._text):
            return at
        if self._text[at] in "#!":
            return self._comment(at)
        return self._pair(at)

    def _comment(self, at: int) -> int:
        end = _end(_REST, self._text, at)
        self.comments.append(Comment(Span(at, end), Written(self._text[at:end])))
        return end

    def _pair(self, at: int) -> int:
        name_end = _stop(_NAME_STOP, self._text, at)
        start = _end(_SEPARATOR, self._text, name_end)
        end = _stop(_VALUE_STOP, self._text, start)
        name, value = self._decoded(at, name_end), self._decoded(start, end)
        # A backslash alone, or with nothing but line ends to join, is no pair.
        if name or start > name_end:
            self.pairs.append(Pair(name, Span(at, name_end), Scalar(Span(start, end), Written(value))))
        return end

    def _decoded(self, start: int, end: int) -> str:
        written = self._text[start:end]
        if "\\" not in written:
            return written
        for escape in _WRONG_CODE.finditer(written):
            if escape[1]:
                self._trouble(start + escape.start())
                break
        return _joined(_ESCAPED.sub(_character, written))

    def _trouble(self, at: int) -> None:
        reason = "a \\u that no four hexadecimal digits follow"
        self.troubles.append(Trouble(Span(at, _end(_REST, self._text, at)), reason))


def _character(escape: re.Match[str]) -> str:
    if escape["code"]:
        return chr(int(escape["code"], 16))
    letter = escape["letter"] or ""
    return _DECODED.get(letter, letter)


def _joined(text: str) -> str:
    """Two surrogates side by side are one character."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _stop(stops: re.Pattern[str], text: str, at: int) -> int:
    """Where a name or a value ends: at the first stop that no backslash stands before."""
    for stop in stops.finditer(text, at):
        if stop[0][0] != "\\":
            return stop.start()
    return len(text)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match ends that may be empty."""
    match = pattern.match(text, at)
    return match.end() if match else at
