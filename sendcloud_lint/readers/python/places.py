"""Where the nodes of Python's own tree stand: offsets from lines and columns, and the parentheses that nobody keeps."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

from sendcloud_lint.model.expressions import expression

_BEHIND = expression(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")
_BLANKS = frozenset(" \t\f\r\n\\")
_MAY_BE_BEHIND = frozenset(" \t\f\r\n\\#)")
_WORD = expression(r"[^\W\d]\w*")


class Places:
    """Knows a text, of which a part was parsed that begins at `start`; `parsed` is that part as it was parsed.
    `comments` are those of the text, by where they end: where they begin."""

    def __init__(self, text: str, comments: Mapping[int, int], parsed: str, start: int) -> None:
        self.text = text
        self._comments = comments
        self._lines = parsed.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=start))
        self._is_plain = parsed.isascii()
        self._begins: dict[int, list[int]] = {}

    def within(self, parsed: str, start: int) -> Places:
        """For another part of the same text."""
        return Places(self.text, self._comments, parsed, start)

    def offset(self, line: int, column: int) -> int:
        """Of Python's columns, which count bytes of UTF-8."""
        if not self._is_plain and not self._lines[line - 1].isascii():
            column = bisect_left(self._bytes_of(line), column)
        return self._starts[line - 1] + column

    def _bytes_of(self, line: int) -> list[int]:
        """At which byte each of a line's characters begins; counted once, as all of a file may stand on one line."""
        if line not in self._begins:
            widths = (1 + (sign > "\x7f") + (sign > "\u07ff") + (sign > "\uffff") for sign in self._lines[line - 1])
            self._begins[line] = list(accumulate(widths, initial=0))
        return self._begins[line]

    def inner(self, node: ast.AST) -> tuple[int, int]:
        """A node without its parentheses, as Python has it."""
        start = self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return start, self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def outer(self, start: int, end: int, least: int) -> tuple[int, int]:
        """What stands there with the parentheses around it; none that begins before `least` is its own."""
        text = self.text
        while text[end : end + 1] in _MAY_BE_BEHIND:
            before = start if text[start - 1 : start] == "(" else self.before(start)
            if before <= least or text[before - 1] != "(":
                break
            behind = self.behind(end)
            if text[behind : behind + 1] != ")":
                break
            start, end = before - 1, behind + 1
        return start, end

    def before(self, at: int) -> int:
        """Back over white space, comments and continued lines."""
        text = self.text
        while at > 0 and text[at - 1] in _BLANKS:
            at -= 1
            at = self._comments.get(at, at)
        return at

    def behind(self, at: int) -> int:
        """Forward over white space, comments and continued lines."""
        match = _BEHIND.match(self.text, at)
        return match.end() if match is not None else at

    def word(self, at: int) -> tuple[int, int]:
        """The word that stands there or behind what is passed over."""
        start = self.behind(at)
        match = _WORD.match(self.text, start)
        return start, match.end() if match is not None else start

    def last_word(self, end: int) -> int:
        """Where the word begins that ends there."""
        start = end
        while start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] == "_"):
            start -= 1
        return start
