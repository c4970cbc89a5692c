"""Descriptions of the API (OpenAPI, Swagger): the credentials that stand in them as examples.

They are there to be read: a placeholder is as it should be, and a definition of where a key goes holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Unknown

_VERSIONS = ("openapi", "swagger")
_SAMPLE = Unknown("a sample")


def is_one(document: Document) -> bool:
    return any(_text(_named(document.root, version)) for version in _VERSIONS)


def as_read(naming: Naming) -> Naming:
    """What a description says under a name; a placeholder is no value."""
    text, role = texts.text_constant(naming.value), c.role_of_variable(naming.name)
    is_none = c.is_placeholder_user if role is not None and not role.is_key else c.is_placeholder
    return replace(naming, value=_SAMPLE) if text is not None and is_none(text, naming.name) else naming


def examples(path: str, document: Document) -> Iterator[Naming]:
    """Examples and defaults of parameters that are called as credentials are, in a description of this API."""
    host = _host(document.root) if is_one(document) else None
    if host is None:
        return
    seen: set[int] = set()
    waiting: list[Tree] = [document.root]
    while waiting:
        tree = waiting.pop()
        if id(tree) in seen or isinstance(tree, Scalar):
            continue
        seen.add(id(tree))
        if isinstance(tree, Section):
            for name, holder in _described(tree):
                yield from _examples(path, host, name, holder)
        waiting += [pair.value for pair in tree.pairs] if isinstance(tree, Section) else tree.items


def _host(root: Section) -> str | None:
    """The host that is described, if it is one of the API's."""
    servers = _named(root, "servers")
    urls = [_text(_named(one, "url")) for one in servers.items] if isinstance(servers, Sequence) else []
    told = _text(_named(root, "host"))
    found = map(e.endpoint_of, (*urls, *([f"https://{told}"] if told else [])))
    return next((one.host for one in found if one is not None), None)


def _described(tree: Section) -> Iterator[tuple[str, Section]]:
    """What a section says of a parameter, and of each of an object's properties, by name."""
    name, schema = _text(_named(tree, "name")), _named(tree, "schema")
    if name and _named(tree, "in") is not None:
        yield name, tree
        if isinstance(schema, Section):
            yield name, schema
    properties = _named(tree, "properties")
    for pair in properties.pairs if isinstance(properties, Section) else ():
        if isinstance(pair.value, Section):
            yield pair.name, pair.value


def _examples(path: str, host: str, name: str, holder: Section) -> Iterator[Naming]:
    for pair, scalar in _given(holder) if c.role_of_variable(name) is not None else ():
        value, group = Known(scalar.text, (Place(path, scalar.span),)), (path, pair.name_span.start)
        yield Naming(name, (host,), group, value, Place(path, pair.name_span), name, pair.name == "default")


def _given(holder: Section) -> Iterator[tuple[Pair, Scalar]]:
    for pair in holder.pairs:
        if pair.name in ("example", "default") and isinstance(pair.value, Scalar):
            yield pair, pair.value
        elif pair.name == "examples" and isinstance(pair.value, Section):
            yield from ((one, value) for one in pair.value.pairs for value in _values(one.value))
        elif pair.name == "examples" and isinstance(pair.value, Sequence):
            scalars = (item for item in pair.value.items if isinstance(item, Scalar))
            yield from ((Pair(pair.name, one.span, one), one) for one in scalars)


def _values(tree: Tree) -> Iterator[Scalar]:
    value = _named(tree, "value") if isinstance(tree, Section) else tree
    if isinstance(value, Scalar):
        yield value


def _named(tree: Tree | None, name: str) -> Tree | None:
    pairs: tuple[Pair, ...] = tree.pairs if isinstance(tree, Section) else ()
    return next((pair.value for pair in pairs if pair.name == name), None)


def _text(tree: Tree | None) -> str:
    return texts.shown(Known(tree.text)) if isinstance(tree, Scalar) else ""
