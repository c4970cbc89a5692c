"""Texts to tree-sitter's trees, whose positions are bytes of UTF-8, and back to characters.

tree-sitter reads whatever it is given: what fits no rule of a grammar becomes an `ERROR` node or a missing one, and
what stands around it is read all the same. Its memory is its own, so nesting costs no stack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from tree_sitter import Language, Node, Parser

from sendcloud_lint.model.source import Span

_WIDE = re.compile(r"[^\x00-\x7f]+")


@dataclass(slots=True, eq=False)
class Parsed:
    """A text with its tree. The nodes' places are told by `span`, never by their own byte counts."""

    text: str = field(repr=False)
    root: Node
    _ends: list[int] = field(repr=False)
    _surplus: list[int] = field(repr=False)

    def span(self, node: Node) -> Span:
        return Span(self.offset(node.start_byte), self.offset(node.end_byte))

    def written(self, node: Node) -> str:
        """What stands at a node, quotes and all."""
        span = self.span(node)
        return self.text[span.start : span.end]

    def offset(self, byte: int) -> int:
        """The character that begins at a byte."""
        wide = bisect_right(self._ends, byte)
        return byte - self._surplus[wide - 1] if wide else byte

    def errors(self) -> Iterator[Node]:
        """The outermost nodes that fit no rule of the grammar, and the places where something is missing, in order."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.is_error or node.is_missing:
                yield node
            elif node.has_error:
                waiting.extend(reversed(node.children))


def parse(language: Callable[[], object], text: str) -> Parsed:
    """`language` is a grammar package's function of that name. Lone surrogates are read as question marks."""
    data = text.encode("utf-8", "replace")
    return Parsed(text, _parser(language).parse(data).root_node, *_wide(text, len(data)))


@cache
def _parser(language: Callable[[], object]) -> Parser:
    return Parser(Language(language()))


def _wide(text: str, size: int) -> tuple[list[int], list[int]]:
    """Where in the bytes each character ends that takes several, and how many bytes more than characters there are."""
    ends: list[int] = []
    surplus: list[int] = []
    if size > len(text):
        more = 0
        for match in _WIDE.finditer(text):
            for index in range(*match.span()):
                more += len(text[index].encode("utf-8", "replace")) - 1
                ends.append(index + 1 + more)
                surplus.append(more)
    return ends, surplus
