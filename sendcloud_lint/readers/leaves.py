"""A tree's leaves in the order of the text.

In a text that breaks its grammar the shape of tree-sitter's tree is a guess, while most leaves are what they would be
in a whole text. So readers of settings take the leaves and mind the brackets themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.trees import Parsed

SKIPPED = "skipped"


class Leaf(NamedTuple):
    """`kind` is the grammar's name of it, or `SKIPPED` for characters that fit nothing; `parent` is the kind above."""

    kind: str
    parent: str
    span: Span


def leaves(parsed: Parsed, whole: frozenset[str]) -> Iterator[Leaf]:
    """Every leaf, and what no leaf covers and is no white space. Nodes of the kinds in `whole` count as leaves."""
    text = parsed.text
    at = int(text.startswith("\ufeff"))
    for leaf in _leaves(parsed, whole):
        if at < leaf.span.start:
            yield from _skipped(text, at, leaf.span.start)
        yield leaf
        at = max(at, leaf.span.end)
    yield from _skipped(text, at, len(text))


def _leaves(parsed: Parsed, whole: frozenset[str]) -> Iterator[Leaf]:
    waiting = [(parsed.root, "")]
    while waiting:
        node, parent = waiting.pop()
        if node.child_count and node.type not in whole:
            waiting.extend((child, node.type) for child in reversed(node.children))
        elif node.end_byte > node.start_byte:
            kind = SKIPPED if node.is_error else node.type
            yield Leaf(kind, parent, parsed.span(node))


def _skipped(text: str, start: int, end: int) -> Iterator[Leaf]:
    gap = text[start:end]
    bare = gap.strip()
    if bare:
        start += len(gap) - len(gap.lstrip())
        yield Leaf(SKIPPED, "", Span(start, start + len(bare)))
