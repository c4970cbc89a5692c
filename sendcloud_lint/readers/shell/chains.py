"""Commands between `|`, `&&` and `||`, by the precedence that these have.

The grammar's own tree is not to be relied upon: it puts the end of `a | b | c && d` into the pipeline, and a redirect
around all of `a && b > f`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from tree_sitter import Node

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.shell.script import Script

CHAINS = frozenset(("list", "pipeline", "redirected_statement"))
_PIPES = frozenset(("|", "|&"))
_CHOICES = frozenset(("&&", "||"))


@dataclass(slots=True)
class Unit:
    """One command of whatever kind, with the redirects around it; `pipe` is the `|` before it."""

    node: Node
    redirects: list[Node] = field(default_factory=list)
    pipe: Node | None = None


@dataclass(slots=True)
class Pipe:
    """`operator` is the `&&` or `||` before it, or empty; `negation` is what begins with the `!` around it."""

    units: list[Unit]
    operator: str = ""
    negation: Node | None = None


def span_of(script: Script, units: list[Unit]) -> Span:
    """From the first command to the last's last redirect."""
    first, last = units[0], units[-1]
    nodes = [first.node, *first.redirects, last.node, *last.redirects]
    spans = [script.span(node) for node in nodes]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def span_of_pipe(script: Script, pipe: Pipe) -> Span:
    span = span_of(script, pipe.units)
    return span if pipe.negation is None else Span(script.span(pipe.negation).start, span.end)


def chains(node: Node) -> Iterator[list[Pipe]]:
    """The chains of a node: one, but for what the grammar could not tell apart."""
    chain: list[Pipe] = []
    operator: Node | None = None
    for item in _flat(node):
        if isinstance(item, Node):
            operator = item
        elif chain and operator is not None and operator.type in _PIPES:
            item.pipe, operator = operator, None
            chain[-1].units.append(item)
        else:
            if chain and operator is None:
                yield chain
                chain = []
            chain.append(_pipe(item, operator.type if operator is not None and chain else ""))
            operator = None
    if chain:
        yield chain


def _pipe(unit: Unit, operator: str) -> Pipe:
    negation: Node | None = None
    while unit.node.type == "negated_command" and unit.node.named_children:
        negation = None if negation is not None else unit.node
        unit.node = unit.node.named_children[-1]
    return Pipe([unit], operator, negation)


def _flat(node: Node) -> Iterator[Unit | Node]:
    """Commands and operators in order."""
    last: Unit | None = None
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.type in _PIPES or node.type in _CHOICES:
            if last is not None:
                yield last
                last = None
            yield node
        elif node.type in CHAINS:
            waiting.extend(reversed(node.children))
        elif node.type in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
            last = last or Unit(node)
            if last.node != node:
                last.redirects.append(node)
        elif node.is_named and node.type != "comment":
            if last is not None:
                yield last
            last = Unit(node)
    if last is not None:
        yield last
