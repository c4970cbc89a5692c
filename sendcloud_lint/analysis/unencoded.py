"""Values that stand in a query string or form body as they are, though a URL's signs mean something there."""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.machine import Passed
from sendcloud_lint.analysis.roles import role_of
from sendcloud_lint.model.api import Endpoint
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import Raw
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Choice, Encoded, Known, Text, Value, alternatives, pieces_of
from sendcloud_lint.model.written import Written

_BODIES = ("body", "form", "content", "query")
# A plus is a blank, unless it stands between letters, where people mean the sign.
_SIGNS = expression(r"[ #\"<>]|%(?![0-9A-Fa-f]{2})|(?<![A-Za-z])\+|\+(?![A-Za-z])|[^\x00-\x7f]")
_NAMED = {" ": "a blank", "+": "a plus sign, which arrives as a blank", "%": "a percent sign"}


def raw_values(url: Value, layers: list[dict[str, Passed]], endpoint: Endpoint) -> Iterator[Raw]:
    """One for each name in a URL's query, or in a body that is a text, whose value is not encoded."""
    _, *queries = texts.split(texts.split(pieces_of(url), "#", 1)[0], "?", 1)
    parts = [*queries[:1]]
    for layer in layers:
        for slot, passed in layer.items():
            if slot in _BODIES:
                parts += [pieces_of(option) for option in alternatives(passed.value) if _is_form(option)]
    found: dict[Place, Raw] = {}
    for pieces in parts:
        for raw in _raw(pieces, endpoint):
            found.setdefault(raw.place, raw)
    yield from found.values()


def _is_form(value: Value) -> bool:
    if not isinstance(value, Known | Text) or (isinstance(value, Known) and not isinstance(value.value, Written)):
        return False
    return texts.leading(pieces_of(value))[0].lstrip()[:1] not in ("{", "[", "<")


def _raw(pieces: tuple[Value, ...], endpoint: Endpoint) -> Iterator[Raw]:
    for pair in texts.split(pieces, "&"):
        name, *value = texts.split(pair, "=", 1)
        if not value or any(isinstance(piece, Encoded) for piece in name):
            continue
        text, whole = texts.leading(name)
        place = next((origin for piece in (*name, *pair) for origin in texts.origins(piece)), None)
        why = _why(value[0])
        if why and place is not None and not (whole and role_of(text, endpoint) is not None):
            yield Raw(place, text if whole else "", why)


def _why(pieces: tuple[Value, ...]) -> str:
    """What is wrong with a value: something unknown is put in as it is, or a sign stands raw in it."""
    for piece in pieces:
        if isinstance(piece, Known):
            sign = _SIGNS.search(texts.shown(piece))
            if sign is not None:
                return _NAMED.get(sign[0], "a letter that is not ASCII" if not sign[0].isascii() else f"`{sign[0]}`")
        elif not _is_encoded(piece):
            return "a value as it is"
    return ""


def _is_encoded(piece: Value) -> bool:
    if isinstance(piece, Choice):
        return any(_is_encoded(option) or isinstance(option, Known) for option in piece.options)
    return isinstance(piece, Encoded) and piece.encoding in ("quoted", "form")
