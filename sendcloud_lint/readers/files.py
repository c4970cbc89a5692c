"""Files that stand in a value of settings, as a ConfigMap, a playbook or a machine's first start holds them.

    data:                          write_files:                 SecretString: '{"name": "value"}'
      application.properties: |      - path: /etc/mailer.env
        name=value                     content: |
                                         NAME=value

What such a file is called is the value's own name, or stands beside it. What looks like JSON needs no name. The files
of a Kubernetes secret are in base64: what is in them stands where their base64 does.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import field, replace
from importlib import import_module
from typing import Protocol

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.kinds import kind_of
from sendcloud_lint.readers.unquoted import Unquote

# What a file of each kind is read by.
_READERS = {
    "dotenv": "dotenv", "properties": "properties", "ini": "ini", "conf": "ini", "toml": "toml", "yaml": "yaml",
    "json": "json", "json5": "json", "xml": "xml",
}  # fmt: skip
# Names of values that are YAML, and of those that are what another value beside them names.
_YAML = ("values", "valuesyaml", "helmvalues")
_CONTENTS = ("content", "contents", "data")
_PATHS = ("path", "dest", "destination", "filename", "name")
_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{).*[}\]]\s*", re.DOTALL)
MAX_FILES = 200


def read(text: str, document: Document, unquote: Unquote) -> Document:
    """The document with what the files in it hold, but for those that can't be shown to stand there as they are."""
    pairs: list[Pair] = []
    comments = list(document.comments)
    for count, (pair, scalar, kind, decoded) in enumerate(_files(document)):
        way = None if count >= MAX_FILES else unquote(text, scalar) if decoded is None else decoded
        if way is not None:
            inner: Document = import_module(f"sendcloud_lint.readers.{_READERS[kind]}").read(way.text)
            pairs.append(Pair(pair.name, pair.name_span, _Mover(way).moved(inner.root)))
            shown = inner.comments if decoded is None else ()
            comments += (Comment(way.back_span(one.span), one.text) for one in shown)
    if not pairs:
        return document
    root = Section(document.root.span, (*document.root.pairs, *pairs))
    return replace(document, root=root, comments=tuple(sorted(comments, key=lambda one: one.span)))


class _Way(Protocol):
    """The text of a file, and where its parts stand in the one around it."""

    @property
    def text(self) -> str: ...

    def back_span(self, span: Span) -> Span: ...


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A file that stands in another one in base64, where none of its parts has a place of its own."""

    text: str = field(repr=False)
    span: Span

    def back_span(self, span: Span) -> Span:
        return self.span


def _files(document: Document) -> Iterator[tuple[Pair, Scalar, str, _Decoded | None]]:
    """Values that are files, with the kind of each; those that are in base64 decoded."""
    waiting: list[Tree] = [document.root]
    seen: set[int] = set()
    while waiting:
        tree = waiting.pop()
        if id(tree) in seen or isinstance(tree, Scalar):
            continue
        seen.add(id(tree))
        if isinstance(tree, Section):
            for pair in tree.pairs:
                kind = _kind(pair, tree) if isinstance(pair.value, Scalar) else None
                if kind is not None and isinstance(pair.value, Scalar):
                    yield pair, pair.value, kind, None
            yield from _of_secret(tree)
        inner = [pair.value for pair in tree.pairs] if isinstance(tree, Section) else list(tree.items)
        waiting.extend(reversed(inner))


def _of_secret(section: Section) -> Iterator[tuple[Pair, Scalar, str, _Decoded | None]]:
    named = {pair.name: pair.value for pair in section.pairs}
    kind, data = named.get("kind"), named.get("data")
    if not (isinstance(kind, Scalar) and kind.text.reveal() == "Secret" and isinstance(data, Section)):
        return
    for pair in data.pairs:
        text = _from_base64(pair.value.text.reveal()) if isinstance(pair.value, Scalar) else None
        if text is not None and isinstance(pair.value, Scalar):
            held = "json" if _JSON.fullmatch(text) else kind_of(pair.name, text if "\n" in text else "")
            if held in _READERS:
                yield pair, pair.value, held, _Decoded(text, pair.value.span)


def _from_base64(text: str) -> str | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _kind(pair: Pair, beside: Section) -> str | None:
    text = pair.value.text.reveal() if isinstance(pair.value, Scalar) else ""
    if "\n" in text.strip():
        kind = "yaml" if pair.name.lower() in _YAML else kind_of(_file_name(pair, beside), "")
        if kind in _READERS:
            return kind
    return "json" if _JSON.fullmatch(text) else None


def _file_name(pair: Pair, beside: Section) -> str:
    if pair.name.lower() not in _CONTENTS:
        return pair.name
    others = (one.value.text.reveal() for one in beside.pairs if one.name in _PATHS and isinstance(one.value, Scalar))
    return next(others, "")


class _Mover:
    """Puts trees where they stand in the file; what several places share, they share there."""

    def __init__(self, way: _Way) -> None:
        self._way = way
        self._known: dict[int, Tree] = {}

    def moved(self, root: Tree) -> Tree:
        """What a tree holds is moved before it: some are 10,000 levels deep."""
        waiting = [(root, False)]
        while waiting:
            tree, is_whole = waiting.pop()
            inner = _inner(tree)
            if id(tree) in self._known:
                continue
            if is_whole or not inner:
                self._known[id(tree)] = self._made(tree)
            else:
                waiting += [(tree, True), *((one, False) for one in inner)]
        return self._known[id(root)]

    def _made(self, tree: Tree) -> Tree:
        span = self._way.back_span(tree.span)
        if isinstance(tree, Scalar):
            return replace(tree, span=span)
        inner = [self._known[id(one)] for one in _inner(tree)]
        if isinstance(tree, Sequence):
            return Sequence(span, tuple(inner))
        pairs = zip(tree.pairs, inner, strict=True)
        return Section(span, tuple(Pair(one.name, self._way.back_span(one.name_span), value) for one, value in pairs))


def _inner(tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Section):
        return tuple(pair.value for pair in tree.pairs)
    return tree.items if isinstance(tree, Sequence) else ()
