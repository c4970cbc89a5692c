"""Variables that settings give to the scripts that stand beside or below them.

env:                          environment:             variables:
  NAME: a value                 - NAME=a value           - name: NAME
                                                           value: a value
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# What variables are kept under, and what may stand between that and them.
_HOLDERS = frozenset(("env", "environment", "variables", "vars", "set_env", "setenv", "local_variables"))
_WITHIN = frozenset(("global", "variables"))
_NAME = re.compile(r"[A-Za-z_]\w*")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=")
# What is filled in before: one thing that is looked up by its name, or anything else.
_REFERENCE = re.compile(
    r"\$\{\{\s*(?P<expression>[\w.-]+)\s*\}\}|\$\((?P<macro>[A-Za-z_]\w*)\)|\$\$?(?:\{(?P<braced>[A-Za-z_]\w*)\}"
    r"|(?P<bare>[A-Za-z_]\w*))|\{\{\s*\.?(?P<template>[A-Za-z_]\w*)\s*\}\}"
)
_FILLED = re.compile(r"[$]|\{\{|\{%")


def given(text: str, section: Section) -> tuple[p.Assign, ...]:
    """The variables of a section's scripts, as assignments before them."""
    found: list[p.Assign] = []
    for pair in section.pairs:
        if pair.name.lower() in _HOLDERS and not isinstance(pair.value, Scalar):
            found += (made for name, span, value in _named(text, pair.value) if (made := assignment(name, span, value)))
    return tuple(found)


def assigned(pairs: tuple[Pair, ...]) -> tuple[p.Assign, ...]:
    """Settings as assignments, in which nothing is filled in."""
    return tuple(
        p.Assign(pair.name_span, (p.Name(pair.name_span, pair.name),), p.Constant(pair.value.span, pair.value.text))
        for pair in pairs
        if isinstance(pair.value, Scalar) and pair.name.isidentifier()
    )


def _named(text: str, tree: Tree) -> Iterator[tuple[str, Span, Scalar]]:
    """Names and values, however they are written."""
    if isinstance(tree, Section):
        for pair in tree.pairs:
            if isinstance(pair.value, Scalar):
                yield pair.name, pair.name_span, pair.value
            elif pair.name in _WITHIN:
                yield from _further(text, pair.value)
        return
    yield from _listed(text, tree)


def _further(text: str, tree: Tree) -> Iterator[tuple[str, Span, Scalar]]:
    """Those that stand one level below."""
    yield from _told(tree) if isinstance(tree, Section) else _listed(text, tree)


def _listed(text: str, tree: Tree) -> Iterator[tuple[str, Span, Scalar]]:
    for item in tree.items if isinstance(tree, Sequence) else ():
        if isinstance(item, Scalar):
            yield from _written(text, item)
        elif isinstance(item, Section):
            yield from _told(item)


def _told(item: Section) -> Iterator[tuple[str, Span, Scalar]]:
    """`{name: NAME, value: a value}`, or one pair in a list."""
    scalars = {pair.name: pair for pair in item.pairs if isinstance(pair.value, Scalar)}
    name, value = (scalars[key].value if key in scalars else None for key in ("name", "value"))
    if isinstance(name, Scalar):
        if isinstance(value, Scalar):
            yield name.text.reveal(), name.span, value
        return
    for pair in item.pairs:
        if isinstance(pair.value, Scalar):
            yield pair.name, pair.name_span, pair.value


def _written(text: str, item: Scalar) -> Iterator[tuple[str, Span, Scalar]]:
    """`NAME=a value` in one text."""
    match = _ASSIGNMENT.match(item.text.reveal())
    at = text.find(item.text.reveal(), item.span.start, item.span.end)
    if match is not None and at >= 0:
        value = match.string[match.end() :]
        span = Span(at + match.end(), at + len(match.string))
        yield match[1], Span(at, at + match.end(1)), Scalar(span, Written(value.strip("\"'")))


def assignment(name: str, span: Span, scalar: Scalar) -> p.Assign | None:
    """None for a variable that is handed on under its own name, and for what nobody can tell."""
    if not _NAME.fullmatch(name):
        return None
    written = scalar.text.reveal()
    value: p.Expression = p.Constant(scalar.span, scalar.text)
    if _FILLED.search(written):
        reference = _REFERENCE.fullmatch(written)
        source = reference[str(reference.lastgroup)].rpartition(".")[2] if reference is not None else ""
        if not _NAME.fullmatch(source) or source == name:
            return None
        value = p.Name(scalar.span, source)
    return p.Assign(span, (p.Name(span, name),), value)
