"""Texts of known and unknown pieces: putting together, taking apart, formatting."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Choice,
    Definition,
    Encoded,
    Known,
    Text,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written

MAX_WAYS = 8
MAX_TEXT = 20_000
MAX_PIECES = 400
MAX_DEFAULTS = 8
MAX_SPREAD = 12
TOO_LONG = Unknown("a text too long to follow")
_PERCENT = expression(
    r"%(?:\((?P<name>[^()]*)\))?[-+ #0]*(?P<width>\*|[1-9]\d*)?(?P<cut>\.(?:\*|\d+))?(?P<kind>[a-zA-Z%])"
)
_DOLLAR = expression(r"\$(?:\$|(?P<named>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})")


def concat(values: Iterable[Value]) -> Value:
    """Texts one after another. What is no text stays a piece of unknown characters.

    A choice of texts spreads into one text for each way, up to a few ways; else what they were is unknown. No choice
    is ever nested in another's texts: a text that grows on every branch would double with each.
    """
    ways: list[list[Value]] = [[]]
    for value in values:
        options = alternatives(value)
        if not any(isinstance(option, Text) for option in options):
            options = (value,)
        elif len(options) * len(ways) > MAX_SPREAD:
            options = (Unknown("a text of too many ways"),)
        if len(options) == 1:
            for way in ways:
                way.append(options[0])
        else:
            ways = [[*way, option] for way in ways for option in options]
    return choose(tuple(_one_way(way) for way in ways))


def _one_way(values: list[Value]) -> Value:
    pieces: list[Value] = []
    length = 0
    for value in values:
        for piece in pieces_of(value):
            if not _is_empty(piece):
                pieces.append(_as_characters(piece))
                length += len(piece.value) if isinstance(piece, Known) and isinstance(piece.value, Written) else 1
        if len(pieces) > MAX_PIECES or length > MAX_TEXT:
            return TOO_LONG
    if not pieces:
        return Known(Written(""))
    return pieces[0] if len(pieces) == 1 and is_text(pieces[0]) else Text(tuple(pieces))


def _as_characters(piece: Value) -> Value:
    """A number is its digits. The words None, True and False in a text are a slip, and nobody's literal."""
    if isinstance(piece, Known) and (piece.value is None or isinstance(piece.value, bool)):
        return Unknown("no text")
    return piece


def is_text(value: Value) -> bool:
    """Whether a value is surely a text."""
    return isinstance(value, Text | Encoded) or (isinstance(value, Known) and isinstance(value.value, Written))


def constant(value: Value) -> str | None:
    """The characters of a text all of whose pieces are known; a variable's default does not count."""
    parts: list[str] = []
    for piece in pieces_of(value):
        if not isinstance(piece, Known):
            return None
        parts.append(shown(piece))
    return "".join(parts)


def text_constant(value: Value) -> str | None:
    """The same for what is a text, not a number."""
    return constant(value) if is_text(value) else None


def shown(known: Known) -> str:
    """A constant as `str()` writes it."""
    return known.value.reveal() if isinstance(known.value, Written) else str(known.value)


def origins(value: Value) -> tuple[Place, ...]:
    """The literals of a constant text, in order."""
    found: dict[Place, None] = {}
    for piece in pieces_of(value):
        if isinstance(piece, Known):
            found.update(dict.fromkeys(piece.origins))
    return tuple(found)


def derived(value: Value, change: Callable[[str], str]) -> Value:
    """A text changed by a function of its characters; what is not all known stays what it is, as its source is."""
    if isinstance(value, Variable) and value.default is not None:
        return replace(value, default=derived(value.default, change))
    text = text_constant(value)
    if text is None:
        return value
    trail = value.trail if isinstance(value, Known | Text) else ()
    changed = change(text)
    return Known(Written(changed), origins(value), trail) if len(changed) <= MAX_TEXT else TOO_LONG


def ways(value: Value) -> Iterator[tuple[Value, ...]]:
    """The pieces of a text on each way it may have come about, with defaults in place of variables; at most a few."""
    columns = [tuple(_flat(option) for option in alternatives(likely(piece))) for piece in pieces_of(value)]
    for count, way in enumerate(product(*columns)):
        if count == MAX_WAYS:
            return
        yield tuple(piece for group in way for piece in group)


def defaults_in(value: Value) -> dict[Place, Variable]:
    """The variables of a text, by where their defaults are written."""
    found: dict[Place, Variable] = {}
    for option in alternatives(value):
        for one in (each for piece in pieces_of(option) for each in alternatives(piece)):
            if isinstance(one, Variable):
                found.update(dict.fromkeys(origins(likely(one)), one))
    return found


def named_again(value: Value, defaults: Mapping[Place, Variable]) -> Value:
    """A text whose pieces came from defaults, with the variables that these stand in for."""
    if isinstance(value, Choice):
        return choose(tuple(named_again(option, defaults) for option in value.options))
    if not defaults or not is_text(value) or isinstance(value, Encoded):
        return value
    pieces = tuple(_named_again(piece, defaults) for piece in pieces_of(value))
    return pieces[0] if len(pieces) == 1 else Text(pieces, value.trail if isinstance(value, Known | Text) else ())


def _named_again(piece: Value, defaults: Mapping[Place, Variable]) -> Value:
    places = piece.origins if isinstance(piece, Known) else ()
    variable = next((defaults[place] for place in places if place in defaults), None)
    return piece if variable is None else replace(variable, default=piece)


def _flat(value: Value) -> tuple[Value, ...]:
    return tuple(likely(piece) for piece in pieces_of(likely(value)))


def leading(pieces: Iterable[Value]) -> tuple[str, bool]:
    """The characters known from the start on, and whether they are all there is."""
    parts: list[str] = []
    for piece in pieces:
        if not isinstance(piece, Known):
            return "".join(parts), False
        parts.append(shown(piece))
    return "".join(parts), True


def percent(template: Value, arguments: list[Value], named: Callable[[str], Value]) -> Value:
    """`template % arguments`. Only plain conversions keep their value."""
    text = text_constant(template)
    if text is None:
        return Unknown("a formatted text")
    pieces: list[Value] = []
    rest, at = iter(arguments), 0
    for match in _PERCENT.finditer(text):
        pieces.append(_piece(template, text[at : match.start()]))
        at = match.end()
        if match["kind"] == "%":
            pieces.append(_piece(template, "%"))
            continue
        value = named(match["name"]) if match["name"] is not None else next(rest, Unknown("a missing argument"))
        is_whole = match["kind"] in "sdi" and match["cut"] is None and match["width"] is None
        pieces.append(value if is_whole else Unknown("a formatted value"))
    return concat([*pieces, _piece(template, text[at:])])


def formatted(template: Value, field: Callable[[str], Value]) -> Value:
    """`template.format(…)`; `field` gives the value of a field's name, numbered from 0 where it has none."""
    text = text_constant(template)
    if text is None:
        return Unknown("a formatted text")
    pieces: list[Value] = []
    count = 0
    try:
        for literal, name, spec, conversion in string.Formatter().parse(text):
            pieces.append(_piece(template, literal))
            if name is None:
                continue
            known = field(name or str(count)) if spec in ("", "s") and conversion in (None, "s") else None
            pieces.append(known or Unknown("a formatted value"))
            count += not name
    except ValueError:
        return Unknown("a malformed format")
    return concat(pieces)


def substituted(template: Value, field: Callable[[str], Value]) -> Value:
    """`string.Template(template).substitute(…)`."""
    text = text_constant(template)
    if text is None:
        return Unknown("a formatted text")
    pieces: list[Value] = []
    at = 0
    for match in _DOLLAR.finditer(text):
        pieces.append(_piece(template, text[at : match.start()]))
        name = match["named"] or match["braced"]
        pieces.append(field(name) if name is not None else _piece(template, "$"))
        at = match.end()
    return concat([*pieces, _piece(template, text[at:])])


def cut(value: Value, bounds: slice) -> Value:
    """A part of a constant text, each of its pieces with its own origin; the step is none."""
    text = text_constant(value)
    if text is None:
        return value
    start, end, _ = bounds.indices(len(text))
    pieces: list[Value] = []
    at = 0
    for piece in pieces_of(value):
        written = shown(piece) if isinstance(piece, Known) else ""
        part = written[max(start - at, 0) : max(end - at, 0)]
        if isinstance(piece, Known) and part:
            pieces.append(Known(Written(part), piece.origins, piece.trail))
        at += len(written)
    return concat(pieces) if pieces else Known(Written(""), origins(value)[:1])


def joined(separator: Value, elements: Iterable[Value]) -> Value:
    """`separator.join(elements)`."""
    pieces: list[Value] = []
    for element in elements:
        if pieces:
            pieces.append(separator)
        pieces.append(element)
    return concat(pieces)


def _piece(template: Value, text: str) -> Known:
    return Known(Written(text), origins(template)[:1])


def split(pieces: Iterable[Value], separator: str, most: int = -1) -> list[tuple[Value, ...]]:
    """A text cut at each separator in its known pieces, each piece keeping its own origin; `most` cuts at the most."""
    parts: list[list[Value]] = [[]]
    for piece in pieces:
        if not (isinstance(piece, Known) and isinstance(piece.value, Written)):
            parts[-1].append(piece)
            continue
        left = -1 if most < 0 else most - len(parts) + 1
        first, *others = piece.value.reveal().split(separator, left) if left else [piece.value.reveal()]
        parts[-1].append(Known(Written(first), piece.origins, piece.trail))
        parts.extend([Known(Written(other), piece.origins, piece.trail)] for other in others)
    return [tuple(piece for piece in part if not _is_empty(piece)) for part in parts]


def unquoted(value: Value) -> Value:
    """A text with what is quoted in it as it was before: what it says is the same."""
    options = tuple(_unquoted(option) for option in alternatives(value))
    return choose(options)


def _unquoted(value: Value) -> Value:
    if isinstance(value, Encoded) and value.encoding == "quoted":
        return unquoted(value.content)
    if isinstance(value, Text) and any(
        isinstance(piece, Encoded) and piece.encoding == "quoted" for piece in value.pieces
    ):
        return concat([unquoted(piece) for piece in value.pieces])
    return value


def reason_of(value: Value) -> str:
    """Why a value is not all known, to complete "it is …"."""
    for option in alternatives(value):
        for piece in pieces_of(option):
            if isinstance(piece, Unknown):
                return piece.reason
            if isinstance(piece, Variable):
                return f"read from the {piece.kind} by the name {piece.name}"
            if isinstance(piece, Definition):
                return f"the name {piece.key}, which is not the project's"
    return "something that is not followed"


def known_end(pieces: Iterable[Value]) -> str:
    """The characters known up to the end of a text, from its last unknown piece on."""
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Known):
            parts.append(shown(piece))
        else:
            parts.clear()
    return "".join(parts)


def without_last_line_end(value: Value) -> Value:
    """A text without the line end that it is known to end in."""
    *others, last = pieces_of(value)
    if not (isinstance(last, Known) and isinstance(last.value, Written)):
        return value
    return concat([*others, Known(Written(last.value.reveal().rstrip("\r\n")), last.origins, last.trail)])


def after(value: Value, count: int) -> Value:
    """A text without its first `count` characters, which are known."""
    first, *others = pieces_of(likely(value))
    if not (isinstance(first, Known) and isinstance(first.value, Written)):
        return value
    return concat([Known(Written(first.value.reveal()[count:]), first.origins, first.trail), *others])


def stripped_left(pieces: Iterable[Value]) -> Value:
    """A text without the blanks that it is known to begin with."""
    first, *others = [*pieces, Known(Written(""))]
    if isinstance(first, Known) and isinstance(first.value, Written):
        first = Known(Written(first.value.reveal().lstrip()), first.origins, first.trail)
    return concat([first, *others])


def words_of(value: Value) -> tuple[Value, ...]:
    """The words of a text, cut at blanks in its known pieces; what is not known is one piece of a word."""
    words: list[list[Value]] = [[]]
    for piece in pieces_of(value):
        if not (isinstance(piece, Known) and isinstance(piece.value, Written)):
            words[-1].append(piece)
            continue
        first, *others = re.split(r"[ \t\n]+", piece.value.reveal())
        words[-1].append(Known(Written(first), piece.origins, piece.trail))
        words.extend([Known(Written(other), piece.origins, piece.trail)] for other in others)
    return tuple(concat(word) for word in words if any(not _is_empty(piece) for piece in word))


def _is_empty(piece: Value) -> bool:
    return isinstance(piece, Known) and isinstance(piece.value, Written) and not piece.value


def falsy(value: Value) -> bool | None:
    """Whether a value is false in a test; None where that is not known."""
    if isinstance(value, Known):
        return not value.value
    if isinstance(value, Choice):
        verdicts = {falsy(option) for option in value.options}
        return verdicts.pop() if len(verdicts) == 1 else None
    if isinstance(value, Text):
        return False if any(falsy(piece) is False for piece in value.pieces) else None
    return False if isinstance(value, Encoded) else None


def with_default(value: Value, default: Value, name: str, place: Place) -> Value:
    """`value or default`, told by the name under which the value was looked for."""
    if isinstance(value, Variable):
        inner = value.default
        fallback = bounded(default) if inner is None else with_default(inner, default, name, place)
        return replace(value, default=fallback)
    verdict = falsy(value)
    if verdict is not None:
        return default if verdict else value
    return Variable(name, "setting", default, place)


def bounded(default: Value | None) -> Value | None:
    """A default, unless it is itself a default's default, and so on without end."""
    depth, value = 0, default
    while isinstance(value, Variable):
        depth, value = depth + 1, value.default
    return default if depth <= MAX_DEFAULTS else Unknown("a default of too many defaults")
