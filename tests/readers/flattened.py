"""Documents, flattened: values by the names that lead to them, and every span."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.document import Document, Scalar, Section, Tree
from sendcloud_lint.model.source import Span

Path = tuple[str | int, ...]
Values = dict[Path, str]


def of_document(document: Document) -> Values:
    return {path: tree.text.reveal() for path, tree in nodes(document) if isinstance(tree, Scalar)}


def nodes(document: Document) -> Iterator[tuple[Path, Tree]]:
    """Everything in a document with the names that lead to it. No recursion: some are 10,000 deep."""
    waiting: list[tuple[Path, Tree]] = [((), document.root)]
    while waiting:
        path, tree = waiting.pop()
        yield path, tree
        if isinstance(tree, Section):
            waiting.extend(((*path, pair.name), pair.value) for pair in tree.pairs)
        elif not isinstance(tree, Scalar):
            waiting.extend(((*path, index), item) for index, item in enumerate(tree.items))


def children(tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Scalar):
        return ()
    return tuple(pair.value for pair in tree.pairs) if isinstance(tree, Section) else tree.items


def spans(document: Document) -> Iterator[Span]:
    """Every span of a document."""
    waiting: list[Tree] = [document.root]
    while waiting:
        tree = waiting.pop()
        yield tree.span
        waiting.extend(children(tree))
        if isinstance(tree, Section):
            yield from (pair.name_span for pair in tree.pairs)
    yield from (comment.span for comment in document.comments)
    yield from (trouble.span for trouble in document.troubles)


def named_spans(document: Document) -> Iterator[tuple[str, Span]]:
    for _, tree in nodes(document):
        if isinstance(tree, Section):
            yield from ((pair.name, pair.name_span) for pair in tree.pairs)
