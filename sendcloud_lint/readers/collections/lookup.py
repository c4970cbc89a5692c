"""What stands under a name in a collection, as the parts of a request."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import bodies, passages, requests
from sendcloud_lint.readers.passages import Passage
from sendcloud_lint.readers.requests import Body, Field

_OFF = (("disabled", "true"), ("enabled", "false"), ("isDisabled", "true"))


class Lookup:
    """Looks things up in a tree, and opens what stands there."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage

    def text(self, tree: Tree | None) -> str:
        return self._passage.literal(tree.span).text if isinstance(tree, Scalar) else ""

    def passage(self, scalar: Scalar) -> Passage:
        return self._passage.literal(scalar.span)

    def value(self, tree: Tree) -> p.Expression:
        """A text with its slots; what is no text is nobody's parameter."""
        if not isinstance(tree, Scalar):
            return p.Opaque(tree.span, ())
        return p.Constant(tree.span, None) if self.is_nothing(tree) else passages.value(self.passage(tree))

    def value_at(self, at: Span, tree: Tree | None) -> p.Expression:
        """The same; where nothing stands, an empty text at the start of `at`."""
        return p.Constant(Span(at.start, at.start), Written("")) if tree is None else self.value(tree)

    def is_nothing(self, scalar: Scalar) -> bool:
        return self._passage.text[scalar.span.start : scalar.span.end] == "null"

    def is_on(self, section: Section) -> bool:
        return not any(self.text(named(section, name)) == off for name, off in _OFF)

    def rows(self, tree: Tree | None, key: str = "key") -> Iterator[tuple[Section, Scalar]]:
        """The sections of a list that are not switched off, with what they are called."""
        for section in sections(tree):
            name = named(section, key)
            if isinstance(name, Scalar) and self.is_on(section):
                yield section, name

    def fields(self, tree: Tree | None, key: str = "key") -> tuple[Field, ...]:
        return tuple(Field(self.value(name), self._content(section)) for section, name in self.rows(tree, key))

    def _content(self, section: Section) -> p.Expression:
        is_file = self.text(named(section, "type")) == "file" or named(section, "fileName") is not None
        return p.Opaque(section.span, ()) if is_file else self.value_at(section.span, named(section, "value"))

    def headers(self, tree: Tree | None, key: str = "key") -> Iterator[tuple[p.Expression, str, Passage]]:
        for section, name in self.rows(tree, key):
            content = named(section, "value")
            if isinstance(content, Scalar) and not self.text(name).startswith(":"):
                yield self.value(name), self.text(name), self.passage(content)

    def raw(self, tree: Tree | None, content_type: str) -> Body | None:
        return bodies.body(self.passage(tree), content_type) if isinstance(tree, Scalar) else None

    def parameters(self, fields: tuple[Field, ...], at: Span, slot: str) -> Body | None:
        return Body(slot, requests.pairs(at, fields)) if fields else None

    def variables(self, tree: Tree | None, key: str = "key") -> Iterator[p.Assign]:
        for section, name in self.rows(tree, key):
            content = named(section, "value")
            if isinstance(content, Scalar) and self.text(name):
                yield requests.variable(self.text(name), name.span, self.value(content))

    def address(self, tree: Tree | None, listed: Tree | None = None) -> p.Expression | None:
        """A URL; without its query where the parameters are listed beside it."""
        if not isinstance(tree, Scalar):
            return None
        passage = self.passage(tree)
        mark = passage.text.find("?") if isinstance(listed, Sequence) else -1
        return requests.address(passage.cut(mark) if mark >= 0 else passage)

    def parts(self, tree: Tree | None) -> list[Scalar]:
        """One text, or several in a list."""
        several = tree.items if isinstance(tree, Sequence) else (tree,)
        return [one for one in several if isinstance(one, Scalar)]

    def method(self, section: Section) -> p.Expression:
        written = named(section, "method")
        if isinstance(written, Scalar):
            return p.Constant(written.span, Written(self.text(written).upper()))
        return p.Constant(Span(section.span.start, section.span.start), Written("GET"))


def named(tree: Tree | None, *names: str) -> Tree | None:
    """What stands under names within names; the first of equal ones."""
    for name in names:
        pairs: tuple[Pair, ...] = tree.pairs if isinstance(tree, Section) else ()
        tree = next((pair.value for pair in pairs if pair.name == name), None)
    return tree


def sections(tree: Tree | None) -> list[Section]:
    return [item for item in tree.items if isinstance(item, Section)] if isinstance(tree, Sequence) else []


def name_of(section: Section, name: str) -> Span:
    """Where a name stands, in a section that has it."""
    return next((pair.name_span for pair in section.pairs if pair.name == name), section.span)


def type_of(lookup: Lookup, tree: Tree | None, key: str) -> str:
    rows = (lookup.text(named(row, "value")) for row, name in lookup.rows(tree, key) if _is_type(lookup.text(name)))
    return next(rows, "")


def _is_type(name: str) -> bool:
    return name.lower() == "content-type"
