"""What an expression is worth, as far as reading can tell.

`Known`, `Text`, `Variable`, `Choice` and `Unknown` are complete in themselves and reach the rules. `Reference` names
an object (a table, a list, an instance, a client) whose state the interpreter's heap holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from typing import TypeAlias

from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.written import Written

Trail: TypeAlias = tuple[Step, ...]
# The kind of a variable that is read from a store of secrets.
SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Known:
    """A constant. `origins` are the literals that it was made of, first one first."""

    value: Written | bool | int | float | None
    origins: tuple[Place, ...] = ()
    trail: Trail = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of known and unknown pieces, in order; no piece is itself a `Text`."""

    pieces: tuple[Value, ...]
    trail: Trail = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How many seconds a copy of a value is kept (`inf`: as long as the program runs), and what keeps it.

    `at_import`: a module keeps it, which is of no matter to what that module itself does while it is imported.
    """

    place: Place
    seconds: float
    at_import: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """Read by name from outside the code. `kind` is "environment", "setting", "parameter" or `SECRET`.

    `default` is what stands there when the name is not set; None if nothing does. `lifetime` is how long a copy of it
    is kept; None where it is read anew.
    """

    name: str
    kind: str
    default: Value | None
    origin: Place
    trail: Trail = field(default=(), compare=False)
    lifetime: Lifetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these, by which way the program went. Never empty, never nested, never of one."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known, and why: the reason completes "the value is …"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An object of the interpreter's heap."""

    number: int


@dataclass(frozen=True, slots=True)
class Definition:
    """Code or an outside name as a value: a function, class, module or dotted outside name, by the key of its kind."""

    kind: str
    key: str
    bound: Reference | None = None


@dataclass(frozen=True, slots=True)
class Encoded:
    """Other values written out as one text: `form` is `a=1&b=2`, `json` and `base64` what their names say, `quoted` is
    fit for a URL, and `repr` is what Python shows of an object.

    What is held was copied when it was written out, so that later changes do not reach it.
    """

    encoding: str
    content: Value


Value: TypeAlias = "Known | Text | Variable | Choice | Unknown | Reference | Definition | Encoded"


def choose(values: tuple[Value, ...], width: int = 12) -> Value:
    """One of several values; too many of them are as good as unknown."""
    if len(values) == 1 and not isinstance(values[0], Choice):
        return values[0]
    flat: dict[Value, None] = {}
    for value in values:
        for option in alternatives(value):
            flat.setdefault(option)
    if len(flat) == 1:
        return next(iter(flat))
    if len(flat) > width:
        return Unknown("one of too many")
    return Choice(tuple(flat))


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that this one may be: itself, unless it is a choice."""
    return value.options if isinstance(value, Choice) else (value,)


def pieces_of(value: Value) -> tuple[Value, ...]:
    """The pieces of a text in order; a value that is no `Text` is its own only piece."""
    return value.pieces if isinstance(value, Text) else (value,)


def leaves(value: Value) -> Iterator[Value]:
    """Every value that this one is made of: options, pieces and defaults, and the value itself where it has none."""
    if isinstance(value, Choice):
        for option in value.options:
            yield from leaves(option)
    elif isinstance(value, Text):
        for piece in value.pieces:
            yield from leaves(piece)
    elif isinstance(value, Encoded) and value.encoding == "quoted":
        yield from leaves(value.content)
    else:
        yield value
        if isinstance(value, Variable) and value.default is not None:
            yield from leaves(value.default)


def likely(value: Value) -> Value:
    """What a value is when nothing outside says otherwise: a variable's default stands for it."""
    while isinstance(value, Variable) and value.default is not None:
        value = value.default
    return value


def with_step(value: Value, step: Step, limit: int = 8) -> Value:
    """The same value, one step further on its way. Long ways keep their beginning."""
    if isinstance(value, Choice):
        return Choice(tuple(with_step(option, step, limit) for option in value.options))
    if not isinstance(value, Known | Text | Variable) or len(value.trail) >= limit or step in value.trail:
        return value
    trail = (*value.trail, step)
    if isinstance(value, Known):
        return Known(value.value, value.origins, trail)
    if isinstance(value, Text):
        return Text(value.pieces, trail)
    return replace(value, trail=trail)
