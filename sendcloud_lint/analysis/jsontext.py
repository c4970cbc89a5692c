"""JSON written by hand as a text of known and unknown pieces, read into names and values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from sendcloud_lint.analysis import texts
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Unknown, Value
from sendcloud_lint.model.written import Written

# Private characters around the number of an unknown piece; a text that holds them itself is not read.
_QUOTED, _BARE, _CLOSE = "\ue000", "\ue002", "\ue001"
_MARK = expression(f"[{_QUOTED}{_BARE}](\\d+){_CLOSE}")
_OWN = expression(f"[{_QUOTED}{_BARE}{_CLOSE}]")
_STRING_OR_QUOTE = expression(r'\\.|"', re.DOTALL)


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
    return Known(Written(text), _places_of(text, pieces))


def _place_of(text: str, pieces: tuple[Value, ...]) -> Place | None:
    return next(iter(_places_of(text, pieces)), None)


def _places_of(text: str, pieces: tuple[Value, ...]) -> tuple[Place, ...]:
    """The literals that hold a text between them, as it is or with its escapes; all of them if that can't be told."""
    known = [piece for piece in pieces if isinstance(piece, Known) and piece.origins]
    shown = list(map(texts.shown, known))
    ends = list(accumulate(map(len, shown), initial=0))
    start, end = _found("".join(shown), text)
    spans = zip(known, pairwise(ends), strict=True)
    holding = (piece for piece, (first, last) in spans if first < end and start < last)
    return tuple(dict.fromkeys(piece.origins[0] for piece in holding))


def _found(whole: str, text: str) -> tuple[int, int]:
    for form in (text, *(json.dumps(text, ensure_ascii=is_ascii)[1:-1] for is_ascii in (False, True))):
        at = whole.find(form)
        if at >= 0 and form:
            return at, at + len(form)
    return 0, len(whole)
