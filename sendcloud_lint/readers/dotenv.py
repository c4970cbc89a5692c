"""`.env` files, by the grammar of python-dotenv.

    # a comment
    export NAME=value # a comment after a value
    NAME="double quotes, over
    several lines, with \\n and \\" decoded"
    'NAME'='single quotes, with \\' and \\\\ decoded'

References such as `${NAME}` stay as they are. A name without `=` gives no value and so no pair.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_BLANK = r"[^\S\r\n]*"
_GAP = re.compile(r"\s*")
_EXPORT = re.compile(r"export[^\S\r\n]+")
_NAME = re.compile(r"'([^']+)'|((?!')[^=\#\s]+)")
_EQUALS = re.compile(f"{_BLANK}=")
_BLANKS = re.compile(_BLANK)
_REST = re.compile(r"[^\r\n]*")
_LINE_END = re.compile(r"(?:\r\n|\r|\n)?")
_END = re.compile(rf"{_BLANK}(?=[#\r\n]|\Z)")
# A shell ends `export NAME="value";` so, and such files are sourced as often as they are loaded.
_END_OF_QUOTED = re.compile(rf"{_BLANK}(?:;{_BLANK})?(?=[#\r\n]|\Z)")
_COMMENT_AFTER = re.compile(r"(?<!\s)\s+#")
# Searched for one after the other: one expression for a whole value would keep a state for each character of it.
_STOPS = {"'": re.compile(r"(?s)\\.|'"), '"': re.compile(r'(?s)\\.|"')}
_ESCAPES = {"'": re.compile(r"\\([\\'])"), '"': re.compile(r"\\([\\'\"abfnrtv])")}
_DECODED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def read(text: str) -> Document:
    """The settings of a `.env` file. A line that can't be read is a trouble, and the ones after it are read."""
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
        """Reads white space and then one line, or the several lines of one quoted value."""
        at = _end(_GAP, self._text, at)
        if at == len(self._text):
            return at
        at = _end(_EXPORT, self._text, at)
        if self._text.startswith("#", at):
            return self._comment(at)
        name = _NAME.match(self._text, at)
        if name is None:
            return self._trouble(at, "no name where one should stand")
        equals = _EQUALS.match(self._text, name.end())
        if equals is None:
            return self._without_value(name.end())
        return self._pair(name, equals.end())

    def _without_value(self, at: int) -> int:
        end = _END.match(self._text, at)
        if end is None:
            return self._trouble(at, "neither a name=value pair nor a comment")
        return self._comment(end.end())

    def _pair(self, name: re.Match[str], at: int) -> int:
        value = _value(self._text, at)
        if value is None:
            return self._trouble(at, "a quote that is never closed")
        quoted = self._text[value.span.start : value.span.start + 1] in _STOPS
        end = (_END_OF_QUOTED if quoted else _END).match(self._text, value.span.end)
        if end is None:
            return self._trouble(value.span.end, "more than a comment after the closing quote")
        self.pairs.append(Pair(name[1] or name[2], Span(*name.span()), value))
        return self._comment(end.end())

    def _comment(self, at: int) -> int:
        """Reads a comment, if one stands here, and the line end."""
        end = _end(_REST, self._text, at)
        if end > at:
            self.comments.append(Comment(Span(at, end), Written(self._text[at:end])))
        return _end(_LINE_END, self._text, end)

    def _trouble(self, at: int, reason: str) -> int:
        """Gives up the rest of the line."""
        end = _end(_REST, self._text, at)
        self.troubles.append(Trouble(Span(at, end), reason))
        return _end(_LINE_END, self._text, end)


def _value(text: str, after_equals: int) -> Scalar | None:
    """The value after an equals sign, or None if its quote is never closed."""
    at = _end(_BLANKS, text, after_equals)
    first = text[at : at + 1]
    if first in ("", "\r", "\n") or (first == "#" and at > after_equals):
        return Scalar(Span(after_equals, after_equals), Written(""))
    if first in _STOPS:
        return _quoted(text, at)
    return _unquoted(text, at)


def _quoted(text: str, at: int) -> Scalar | None:
    quote = text[at]
    for stop in _STOPS[quote].finditer(text, at + 1):
        if stop[0] == quote:
            inner = text[at + 1 : stop.start()]
            decoded = _ESCAPES[quote].sub(lambda escape: _DECODED.get(escape[1], escape[1]), inner)
            return Scalar(Span(at, stop.end()), Written(decoded))
    return None


def _unquoted(text: str, at: int) -> Scalar:
    end = _end(_REST, text, at)
    comment = _COMMENT_AFTER.search(text, at, end)
    value = text[at : comment.start() if comment else end].rstrip()
    return Scalar(Span(at, at + len(value)), Written(value))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match ends that may be empty or missing."""
    match = pattern.match(text, at)
    return match.end() if match else at
