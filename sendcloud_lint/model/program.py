"""Code, lowered: the few statements and expressions that every language becomes before it is understood.

Every node has the span in which it was written; a value's span includes its own parentheses. Nodes are plain frozen
data without behaviour, so that a program can be compared, printed and sent to another process.
"""

from __future__ import annotations

from typing import TypeAlias

from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# Expressions


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal. A text or bytes literal is `Written` (bytes decoded as UTF-8 with surrogate escapes)."""

    span: Span
    value: Written | bool | int | float | None


@dataclass(frozen=True, slots=True)
class Name:
    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    span: Span
    value: Expression
    name: str
    name_span: Span


@dataclass(frozen=True, slots=True)
class Subscript:
    span: Span
    value: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Slice:
    span: Span
    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@dataclass(frozen=True, slots=True)
class Argument:
    """`star` is "", "*" or "**"; `keyword_span` is empty where there is no keyword."""

    value: Expression
    keyword: str | None = None
    keyword_span: Span | None = None
    star: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    span: Span
    function: Expression
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`operands` of one operator, in order: two or more for `+`, `and`, `or`; one for `not` and signs."""

    span: Span
    operator: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Formatted:
    """Pieces put together as one text: an f-string, adjacent literals, a word of a shell."""

    span: Span
    pieces: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A piece of a formatted text; `plain` is false where a conversion or a format changes the value's text."""

    span: Span
    value: Expression
    plain: bool


@dataclass(frozen=True, slots=True)
class TableEntry:
    """`key` is None for `**value`."""

    key: Expression | None
    value: Expression


@dataclass(frozen=True, slots=True)
class Table:
    span: Span
    entries: tuple[TableEntry, ...]


@dataclass(frozen=True, slots=True)
class Starred:
    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set display; `kind` is "list", "tuple" or "set"."""

    span: Span
    kind: str
    elements: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    span: Span
    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Clause:
    """`for target in iterable if tests`."""

    target: Expression
    iterable: Expression
    tests: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`kind` is "list", "set", "dict" or "generator"; `key` is None except for "dict"."""

    span: Span
    kind: str
    key: Expression | None
    value: Expression
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    span: Span
    parameters: tuple[Parameter, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    """`target := value`."""

    span: Span
    target: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class Wait:
    """`await`, `yield`, `yield from`: `kind` is the keyword's first word."""

    span: Span
    kind: str
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Split:
    """A shell's unquoted expansion: as many words as its value has."""

    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression whose worth nothing here can tell; its parts are evaluated for what they do."""

    span: Span
    parts: tuple[Expression, ...]


Expression: TypeAlias = (
    "Constant | Name | Attribute | Subscript | Slice | Call | Operation | Formatted | Conversion | Table | Starred "
    "| Items | Conditional | Comprehension | Lambda | Bind | Wait | Split | Opaque"
)

# Statements


@dataclass(frozen=True, slots=True)
class Parameter:
    """`star` is "", "*" or "**"."""

    span: Span
    name: str
    default: Expression | None = None
    star: str = ""
    keyword_only: bool = False
    annotation: Expression | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """`value` is None for a bare annotation; `annotation` is None where there is none."""

    span: Span
    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None = None


@dataclass(frozen=True, slots=True)
class Augment:
    """`target operator= value`."""

    span: Span
    target: Expression
    operator: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Evaluate:
    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Return:
    span: Span
    value: Expression | None


@dataclass(frozen=True, slots=True)
class Raise:
    span: Span
    value: Expression | None
    cause: Expression | None


@dataclass(frozen=True, slots=True)
class Assert:
    span: Span
    test: Expression
    message: Expression | None


@dataclass(frozen=True, slots=True)
class Delete:
    span: Span
    targets: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """`if` and every arm of it that can be told by its test alone."""

    span: Span
    test: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An arm of a `match`: its pattern, its guard, its body.

    A pattern is what the same text means as an expression, with what it binds as names: `[a, *b]` is `Items`,
    `{"k": a, **rest}` a `Table`, `C(a, b=c)` a `Call`, `p as a` a `Bind`, `p | q` an `Operation`; `_` is `Opaque`. A
    name that is compared with is an `Attribute` always. None where nothing is bound or compared, and where a shell's
    pattern is more than a text.
    """

    pattern: Expression | None
    guard: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Match:
    span: Span
    subject: Expression
    cases: tuple[Case, ...]
    exhaustive: bool


@dataclass(frozen=True, slots=True)
class Loop:
    """`for target in iterable` or, where `target` is None, `while test`."""

    span: Span
    target: Expression | None
    iterable: Expression | None
    test: Expression | None
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Handler:
    kind: Expression | None
    name: Name | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Try:
    span: Span
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Statement, ...]
    final: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class WithItem:
    value: Expression
    target: Expression | None


@dataclass(frozen=True, slots=True)
class With:
    span: Span
    items: tuple[WithItem, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Function:
    span: Span
    name: Name
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Class:
    span: Span
    name: Name
    bases: tuple[Argument, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """`import module as bound`: `bound` is the name bound, which without `as` means the first part of the module."""

    span: Span
    module: str
    bound: str
    renamed: bool


@dataclass(frozen=True, slots=True)
class ImportFrom:
    """`from ..module import names`: pairs of the name there and the name here; a star is `("*", "*")`."""

    span: Span
    module: str
    level: int
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """`global` or `nonlocal`."""

    span: Span
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """`break` or `continue`."""

    span: Span
    kind: str


Statement: TypeAlias = (
    "Assign | Augment | Evaluate | Return | Raise | Assert | Delete | Branch | Match | Loop | Try | With | Function "
    "| Class | Import | ImportFrom | Scope | Jump"
)


@dataclass(frozen=True, slots=True)
class Program:
    """One file's code. `comments` are all of the text's, in its order.

    In a `shell` names that nothing binds are read from the environment, and a name with `()` is a command's. `script`
    is what stands in the file for a shell beside a program in Python; `inner` are programs that it hands to another
    interpreter: they share no names with it, and their comments are among its own.
    """

    body: tuple[Statement, ...]
    comments: tuple[Comment, ...]
    language: str = "python"
    script: Program | None = None
    inner: tuple[Program, ...] = ()
