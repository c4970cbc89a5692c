"""Keys in what programs printed and a file keeps: under a name that says so, or known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sendcloud_lint.analysis.context import Groups, Surroundings
from sendcloud_lint.analysis.credentials import Secret, credentials
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.model.document import Document, Scalar
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import OUTPUT, Credential
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place, Span

# Shorter ones turn up by chance.
_SHORTEST = 8
_RUN = expression(r"[A-Za-z0-9]+")


def named_keys(
    namings: Iterable[Naming], groups: Groups, around: Surroundings, salt: bytes
) -> tuple[list[Credential], list[Secret]]:
    """Keys that outputs name. Users are shown everywhere, and nobody reads a setting or a default from an output."""
    found, secrets = credentials((), namings, groups, around, salt)
    keys = [one for one in found if one.role.is_key and not one.placeholder and not one.default_of]
    return [replace(one, shown_in=OUTPUT, flaws=()) for one in keys], secrets


def known_keys(
    documents: Mapping[str, Document], found: Iterable[Credential], secrets: Iterable[Secret]
) -> tuple[list[Credential], list[Secret]]:
    """Keys of `found`, whose texts `secrets` are, wherever they stand in an output without being among the found."""
    several = list(found)
    known = _by_first_run(several, secrets)
    told = {
        (place.path, at) for one in several if (place := one.place) for at in (place.span.start, place.span.start + 1)
    }
    seen = [
        (credential, secret, place)
        for path, document in documents.items()
        for text in (document.printed.texts if document.printed is not None and known else ())
        for credential, secret, place in _in_text(path, text, known)
        if (path, place.span.start) not in told
    ]
    keys = [_printed(credential, place) for credential, _, place in seen]
    return keys, [replace(secret, places=(place,)) for _, secret, place in seen]


def _printed(one: Credential, place: Place) -> Credential:
    uses = (Step(one.place, "the same key"),)
    return replace(
        one, place=place, name=one.role.parameter, scope="", default_of="", flaws=(), uses=uses, shown_in=OUTPUT
    )


_Known = Mapping[str, list[tuple[Credential, Secret, int]]]


def _by_first_run(found: Iterable[Credential], secrets: Iterable[Secret]) -> _Known:
    """The keys by their first run of letters and digits, with what stands before it."""
    at = {one.place: one for one in found if one.role.is_key and not one.placeholder}
    known: dict[str, list[tuple[Credential, Secret, int]]] = {}
    texts = set()
    for secret in secrets:
        text, credential = secret.text.reveal(), at.get(secret.places[0])
        run = _RUN.search(text)
        is_key = len(text) >= _SHORTEST and c.plausible_key(text)
        if run is not None and credential is not None and is_key and text not in texts:
            texts.add(text)
            known.setdefault(run[0], []).append((credential, secret, run.start()))
    return known


def _in_text(path: str, scalar: Scalar, known: _Known) -> Iterator[tuple[Credential, Secret, Place]]:
    text = scalar.text.reveal()
    for run in _RUN.finditer(text):
        for credential, secret, lead in known.get(run[0], ()):
            start, key = run.start() - lead, secret.text.reveal()
            end = start + len(key)
            is_whole = not (key[-1:].isalnum() and text[end : end + 1].isalnum())
            if start >= 0 and text.startswith(key, start) and is_whole:
                yield credential, secret, Place(path, Span(scalar.span.start + start, scalar.span.start + end))
