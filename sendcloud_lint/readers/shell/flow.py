"""What is being built: the statements so far, the names they assign, how deep the walk is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass

# A level takes about a dozen calls of the reader, which may have no more than Python's own thousand.
DEEPEST = 50


@dataclass(slots=True)
class Names:
    """What a function's body assigns and what it declares to be its own; ordered."""

    assigned: dict[str, None] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Flow:
    """`inner` are programs in other languages that commands are given; `subshells` counts the command substitutions
    around, which an `exit` ends without ending the script. `joins`: the script says what stands between words that are
    joined."""

    statements: list[p.Statement] = field(default_factory=list)
    inner: list[p.Program] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    depth: int = 0
    subshells: int = 0
    joins: bool = False

    @property
    def is_deepest(self) -> bool:
        return self.depth >= DEEPEST

    def emit(self, *statements: p.Statement) -> None:
        self.statements.extend(statements)

    def assigns(self, target: p.Expression) -> None:
        if isinstance(target, p.Subscript):
            target = target.value
        if isinstance(target, p.Name) and target.name == "IFS":
            self.joins = True
        if isinstance(target, p.Name) and target.name != "@":
            self.names.assigned[target.name] = None

    @contextmanager
    def captured(self) -> Iterator[list[p.Statement]]:
        """What is emitted goes into a list of its own."""
        before, self.statements = self.statements, []
        try:
            yield self.statements
        finally:
            self.statements = before

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def in_subshell(self) -> Iterator[None]:
        self.subshells += 1
        try:
            yield
        finally:
            self.subshells -= 1

    @contextmanager
    def in_function(self) -> Iterator[Names]:
        before, self.names = self.names, Names()
        subshells, self.subshells = self.subshells, 0
        try:
            yield self.names
        finally:
            self.names, self.subshells = before, subshells
