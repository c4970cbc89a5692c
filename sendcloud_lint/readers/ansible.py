"""Requests that are written as data: Ansible's tasks of the module `uri`, as calls.

- name: send
  ansible.builtin.uri:
    url: https://shop.example/
    method: POST
    body: {name: "{{ value }}"}
  retries: 3
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

MODULE = "ansible.builtin.uri"
_NAMES = frozenset((MODULE, "ansible.legacy.uri", "uri"))
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_DEEPEST = 20


def tasks(text: str, document: Document) -> Iterator[p.Function]:
    """Each task as a function that nobody calls."""
    waiting: list[tuple[Tree, int]] = [(document.root, 0)]
    seen: set[int] = set()
    while waiting:
        tree, depth = waiting.pop()
        if isinstance(tree, Scalar) or id(tree) in seen or depth > _DEEPEST:
            continue
        seen.add(id(tree))
        if isinstance(tree, Section):
            for pair in tree.pairs:
                if pair.name in _NAMES and isinstance(pair.value, Section) and _named(pair.value, "url"):
                    yield _task(text, tree, pair, pair.value)
        inner = [pair.value for pair in tree.pairs] if isinstance(tree, Section) else list(tree.items)
        waiting.extend((each, depth + 1) for each in reversed(inner))


def _named(section: Section, name: str) -> Pair | None:
    return next((pair for pair in section.pairs if pair.name == name), None)


def _task(text: str, task: Section, pair: Pair, module: Section) -> p.Function:
    arguments = [p.Argument(_value(text, one.value), one.name, one.name_span) for one in module.pairs]
    again = _named(task, "retries") or _named(task, "until")
    if again is not None:
        arguments.append(p.Argument(p.Constant(again.name_span, value=True), "retries", again.name_span))
    call = p.Call(pair.name_span, p.Name(pair.name_span, f"{MODULE}()"), tuple(arguments))
    name = p.Name(Span(pair.name_span.start, pair.name_span.start), f"task {pair.name_span.start}")
    return p.Function(pair.name_span, name, (), (p.Evaluate(pair.name_span, call),), ())


def _value(text: str, tree: Tree, depth: int = 0) -> p.Expression:
    if isinstance(tree, Scalar):
        return _scalar(text, tree)
    if depth > _DEEPEST:
        return p.Opaque(tree.span, ())
    if isinstance(tree, Section):
        entries = tuple(
            p.TableEntry(p.Constant(pair.name_span, Written(pair.name)), _value(text, pair.value, depth + 1))
            for pair in tree.pairs
        )
        return p.Table(tree.span, entries)
    return p.Items(tree.span, "list", tuple(_value(text, item, depth + 1) for item in tree.items))


def _scalar(text: str, scalar: Scalar) -> p.Expression:
    """A text, in which templates are looked up by their names. Where it can't be found as it is, nobody can tell."""
    if not _TEMPLATE.search(text, scalar.span.start, scalar.span.end):
        return p.Constant(scalar.span, scalar.text)
    start = text.find(scalar.text.reveal(), scalar.span.start, scalar.span.end)
    if start < 0:
        return p.Opaque(scalar.span, ())
    pieces: list[p.Expression] = []
    position, end = start, start + len(scalar.text)
    for match in _TEMPLATE.finditer(text, start, end):
        if match.start() > position:
            pieces.append(_literal(text, position, match.start()))
        pieces.append(_looked_up(match))
        position = match.end()
    if position < end:
        pieces.append(_literal(text, position, end))
    return pieces[0] if len(pieces) == 1 else p.Formatted(scalar.span, tuple(pieces))


def _literal(text: str, start: int, end: int) -> p.Constant:
    return p.Constant(Span(start, end), Written(text[start:end]))


def _looked_up(match: re.Match[str]) -> p.Expression:
    """A variable of the play; what filters make of it is known for the one that encodes alone."""
    span, inner = Span(*match.span()), match[1].strip()
    name = _NAME.match(inner)
    if name is None:
        return p.Opaque(span, ())
    rest = inner[name.end() :].strip()
    found = p.Subscript(span, p.Name(span, "vars"), p.Constant(span, Written(name[0])))
    if not rest:
        return found
    if rest.startswith("|") and "urlencode" in rest:
        return p.Call(span, p.Name(span, "urlencode()"), (p.Argument(found),))
    return p.Opaque(span, (found,))
