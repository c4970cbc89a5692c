"""URLs of the API: those that requests go to, and those that only a name is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.analysis.observed import Naming, Observed, Sighting, Url
from sendcloud_lint.analysis.parts import without_userinfo
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.api import Endpoint
from sendcloud_lint.model.facts import Address, NearMiss
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Value, alternatives, likely

Way = tuple[Value, ...]


def endpoint_of(way: Way, hosts: frozenset[str]) -> Endpoint | None:
    """The endpoint that a URL in pieces leads to."""
    start, whole = texts.leading(without_userinfo(way)[0])
    return e.endpoint_of(start, hosts) if whole else e.endpoint_of_parts(start, hosts)


def note(machine: Machine, ways: Iterable[Way], place: Place | None, *, by: str = "", sent: Step | None = None) -> None:
    """Remember a URL on each way that it may go; `place` is told where it is no literal's beginning.

    Where its ways differ in the scheme, something that is not known decides it.
    """
    seen = list(_seen(ways, machine.hosts, place, machine.frame.name, by, sent))
    if len({one.endpoint.scheme for one in seen}) > 1:
        machine.observed.undecided.update(one.place for one in seen)
    else:
        machine.observed.sightings.update(dict.fromkeys(seen))


def _seen(
    ways: Iterable[Way], hosts: frozenset[str], place: Place | None, scope: str, by: str = "", sent: Step | None = None
) -> Iterator[Sighting]:
    for way in ways:
        endpoint = endpoint_of(way, hosts)
        first = place or next((origin for piece in way for origin in texts.origins(piece)), None)
        if endpoint is not None and endpoint.scheme is not None and first is not None:
            yield Sighting(first, endpoint, scope, by, sent)


def addresses(observed: Observed, namings: Iterable[Naming], hosts: frozenset[str]) -> Iterator[Address]:
    """One for each literal, whatever the number of its names and requests."""
    by_place: dict[Place, list[Sighting]] = {}
    for sighting in (*_named(namings, observed.undecided, hosts), *observed.sightings):
        by_place.setdefault(sighting.place, []).append(sighting)
    for place, sightings in by_place.items():
        endpoint = _common(sightings, hosts)
        if endpoint is not None and endpoint.scheme is not None:
            sent = sorted({one.sent for one in sightings if one.sent is not None}, key=lambda step: step.place)
            by = next((one.by for one in sightings if one.by), "")
            yield Address(place, endpoint.scheme, endpoint, sightings[0].scope, tuple(sent), by)


def _named(namings: Iterable[Naming], undecided: set[Place], hosts: frozenset[str]) -> Iterator[Sighting]:
    """URLs under a name: nobody need be seen to read them. Words after a URL make it a text about one."""
    for naming in namings:
        ways = [way for option in alternatives(likely(naming.value)) for way in texts.ways(option)]
        urls = [way for way in ways if "://" in (start := texts.leading(way)[0]) and len(start.split()) == 1]
        seen = list(_seen(urls, hosts, None, naming.scope))
        if len({one.endpoint.scheme for one in seen}) == 1:
            yield from (one for one in seen if one.place not in undecided)


def _common(sightings: list[Sighting], hosts: frozenset[str]) -> Endpoint | None:
    """What is told of a literal: the endpoint of all its requests, else its own; the host where these differ."""
    found = {one.endpoint for one in sightings if one.sent is not None} or {one.endpoint for one in sightings}
    first = sightings[0].endpoint
    if len(found) == 1 and next(iter(found)).path != "/":
        return found.pop()
    return e.endpoint_of_parts(f"{first.scheme}://{first.host}/", hosts)


def near_misses(observed: Observed, namings: Iterable[Naming], hosts: frozenset[str]) -> Iterator[NearMiss]:
    """URLs that can't be the API and nearly are: those that requests go to, and those under a name."""
    found: dict[tuple[Place, str], NearMiss] = {}
    for url, text in (*_known_urls(observed), *observed.strangers.items(), *_named_urls(namings)):
        miss = e.near_miss(text, hosts)
        if miss is not None:
            wrong, right = miss
            known = found.get((url.place, wrong))
            sent = (*(known.sent if known is not None else ()), *((url.sent,) if url.sent is not None else ()))
            found[(url.place, wrong)] = NearMiss(url.place, wrong, right, url.scope, tuple(dict.fromkeys(sent)))
    yield from found.values()


def _known_urls(observed: Observed) -> Iterator[tuple[Url, str]]:
    for sighting in observed.sightings:
        endpoint = sighting.endpoint
        if endpoint.path is not None:
            yield Url(sighting.place, sighting.scope, sighting.sent), f"https://{endpoint.host}{endpoint.path}"


def _named_urls(namings: Iterable[Naming]) -> Iterator[tuple[Url, str]]:
    for naming in namings:
        for way in (way for option in alternatives(likely(naming.value)) for way in texts.ways(option)):
            start, whole = texts.leading(way)
            place = next((origin for piece in way for origin in texts.origins(piece)), None)
            if whole and "://" in start and len(start.split()) == 1 and place is not None:
                yield Url(place, naming.scope), start
