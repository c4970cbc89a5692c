"""Texts to tree-sitter's trees.

tree-sitter reads whatever it is given: what fits no rule of a grammar becomes an `ERROR` node or a missing one, and
what stands around it is read all the same. Its memory is its own, so nesting costs no stack.

It is given ASCII alone. No grammar here gives another character a meaning of its own, and the scanners are C that asks
`isdigit` of whatever comes: of a character beyond its table the answer is a segmentation fault. So a byte is a
character, and what is written at a node is read from the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import cache
from time import thread_time

from tree_sitter import Language, Node, Parser

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span

# A part of a word in each of the grammars, and in none of them of a name.
_STRANGE = re.compile(r"[^\x01-\x7f]")
_STAND_IN = ","
# Ten times what the slowest of sound texts takes.
_SECONDS, _SECONDS_A_BYTE = 5.0, 1e-5
_CHUNK = 65_536


@dataclass(slots=True, eq=False)
class Parsed:
    """A text with its tree."""

    text: str = field(repr=False)
    root: Node

    def span(self, node: Node) -> Span:
        return Span(node.start_byte, node.end_byte)

    def written(self, node: Node) -> str:
        """What stands at a node, quotes and all."""
        return self.text[node.start_byte : node.end_byte]

    def errors(self) -> Iterator[Node]:
        """The outermost nodes that fit no rule of the grammar, and the places where something is missing, in order."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.is_error or node.is_missing:
                yield node
            elif node.has_error:
                waiting.extend(reversed(node.children))


def parse(language: Callable[[], object], text: str) -> Parsed | None:
    """`language` is a grammar package's function of that name. None for what the parser would take for ever over: its
    ways out of an error may cost the square of the text."""
    data = _plain(text)
    latest = thread_time() + _SECONDS + _SECONDS_A_BYTE * len(data)
    try:
        tree = Parser(_language(language)).parse(
            lambda offset, _: data[offset : offset + _CHUNK], progress_callback=lambda *_: thread_time() > latest
        )
    except ValueError:
        return None
    return Parsed(text, tree.root_node)


def _plain(text: str) -> bytes:
    """A text as a parser gets it: as many bytes as it has characters, a byte order mark being a blank."""
    mark = " " if text.startswith("\ufeff") else ""
    return (mark + _STRANGE.sub(_STAND_IN, text[len(mark) :])).encode("ascii")


@cache
def _language(language: Callable[[], object]) -> Language:
    return Language(language())
