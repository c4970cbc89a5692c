"""Python in which something else fills in before Python sees it: a shell its variables, a workflow its expressions.

What is filled in is a name that nothing binds, also where it stands in the middle of a text.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from sendcloud_lint.model import program as p
from sendcloud_lint.model.written import Written

Lowered = TypeVar("Lowered")
_HOLE = "__filled_in_{}__"
_HOLES = re.compile(r"__filled_in_(\w+?)__")


def hole(name: str) -> str:
    """What to write where something known by `name` is filled in."""
    return _HOLE.format(name if name.isidentifier() else "value")


def read(text: str) -> p.Program:
    """The program of a text with holes, empty if it can't be read."""
    from sendcloud_lint.readers import python  # noqa: PLC0415  most scripts hold none

    program, _ = python.read(text)
    return _opened(program) if _HOLES.search(text) else program


def _opened(node: Lowered) -> Lowered:
    """The same code in which a text is made of pieces where something is filled in."""
    if isinstance(node, tuple):
        return tuple(map(_opened, node))  # type: ignore[return-value]
    if isinstance(node, p.Constant):
        return _pieces(node)  # type: ignore[return-value]
    if is_dataclass(node) and type(node).__module__ == p.__name__:
        changes: dict[str, Any] = {field.name: _opened(getattr(node, field.name)) for field in fields(node)}
        return replace(node, **changes)  # type: ignore[type-var]
    return node


def _pieces(node: p.Constant) -> p.Expression:
    text = node.value.reveal() if isinstance(node.value, Written) else ""
    parts = _HOLES.split(text)
    if len(parts) == 1:
        return node
    pieces: list[p.Expression] = []
    for index, part in enumerate(parts):
        if index % 2:
            pieces.append(p.Conversion(node.span, p.Name(node.span, _HOLE.format(part)), plain=True))
        elif part:
            pieces.append(replace(node, value=Written(part)))
    return p.Formatted(node.span, tuple(pieces))
