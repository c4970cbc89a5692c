"""JSON written by hand as a text of known and unknown pieces, read into names and values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Unknown, Value
from sendcloud_lint.model.written import Written

# Private characters around the number of an unknown piece; a text that holds them itself is not read.
_QUOTED, _BARE, _CLOSE = "\ue000", "\ue002", "\ue001"
_MARK = re.compile(f"[{_QUOTED}{_BARE}](\\d+){_CLOSE}")
_OWN = re.compile(f"[{_QUOTED}{_BARE}{_CLOSE}]")
_STRING_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)


def named_values(pieces: tuple[Value, ...]) -> tuple[list[tuple[str, Place | None, Value]], bool] | None:
    """The names of a JSON object with their literals and values, in order, and whether these are all there are: what is
    unknown and stands in no quotes may bring more. None if the text is no object."""
    text = _marked(pieces)
    if text is None:
        return None
    try:
        pairs = json.loads(text, object_pairs_hook=_Object, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(pairs, _Object) or any(_MARK.search(name) for name, _ in pairs):
        return None
    named = [(name, _place_of(name, pieces), _value(value, pieces)) for name, value in pairs]
    return named, _BARE not in text


class _Object(list[tuple[str, object]]):
    """An object's pairs, told apart from an array."""


def _marked(pieces: tuple[Value, ...]) -> str | None:
    """The text with a mark for each unknown piece, between quotes where it stands in none."""
    parts: list[str] = []
    is_inside = False
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Known):
            parts.append(f"{_QUOTED}{index}{_CLOSE}" if is_inside else f'"{_BARE}{index}{_CLOSE}"')
            continue
        shown = texts.shown(piece)
        if _OWN.search(shown):
            return None
        quotes = sum(match[0] == '"' for match in _STRING_OR_QUOTE.finditer(shown))
        is_inside ^= quotes % 2 == 1
        parts.append(shown)
    return "".join(parts)


def _value(value: object, pieces: tuple[Value, ...]) -> Value:
    if isinstance(value, str):
        return texts.concat(_pieces_of(value, pieces))
    if value is None or isinstance(value, bool | int | float):
        return Known(value)
    return Unknown("a list or an object in JSON")


def _pieces_of(text: str, pieces: tuple[Value, ...]) -> Iterator[Value]:
    at = 0
    for match in _MARK.finditer(text):
        yield _known(text[at : match.start()], pieces)
        yield pieces[int(match[1])]
        at = match.end()
    yield _known(text[at:], pieces)


def _known(text: str, pieces: tuple[Value, ...]) -> Known:
    place = _place_of(text, pieces)
    return Known(Written(text), () if place is None else (place,))


def _place_of(text: str, pieces: tuple[Value, ...]) -> Place | None:
    """The literal in which a text stands, or the first one."""
    known = [piece for piece in pieces if isinstance(piece, Known) and piece.origins]
    holding = (piece for piece in known if text in texts.shown(piece))
    found = next(holding, known[0] if known else None)
    return found.origins[0] if found is not None else None
