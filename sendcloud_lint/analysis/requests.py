"""Requests to the API: where they go, what they carry, and the place to point at."""

from __future__ import annotations

from dataclasses import replace

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.addresses import endpoint_of, note
from sendcloud_lint.analysis.machine import Frame, Machine, Passed
from sendcloud_lint.analysis.observed import Record, Url
from sendcloud_lint.analysis.parts import Parts, joined, named_again, read_bodies, read_slot, read_url
from sendcloud_lint.analysis.retries import is_retried
from sendcloud_lint.analysis.roles import header_roles, with_roles
from sendcloud_lint.analysis.timeouts import waits
from sendcloud_lint.analysis.unencoded import raw_values
from sendcloud_lint.analysis.verification import unverified_at
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.api import Endpoint
from sendcloud_lint.model.facts import Request, Sent, Unjudged
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Known,
    Value,
)

ABSENT = Known(None)
# Methods that ask about an endpoint and send it nothing.
_ASKING = ("HEAD", "OPTIONS")


def last(layers: list[dict[str, Passed]], slot: str) -> Value | None:
    return next((layer[slot].value for layer in reversed(layers) if slot in layer), None)


def record(
    machine: Machine, layers: list[dict[str, Passed]], url: Value, key: str, is_open: bool, place: Place
) -> bool:
    """The fact of a request, once for all ways that its URL may go; false where they do not agree on the API."""
    given, url = (url, layers), texts.unquoted(url)
    layers = [{slot: replace(one, value=texts.unquoted(one.value)) for slot, one in layer.items()} for layer in layers]
    ways = list(texts.ways(url))
    endpoint = _endpoint(machine, ways)
    method = (texts.text_constant(last(layers, "method") or ABSENT) or "").upper()
    if endpoint is None:
        if any(map(_host_known, ways)):
            _note_foreign(machine, ways, layers, method, place)
        else:
            reason = f"its URL is {texts.reason_of(url)}"
            machine.observed.unjudged.setdefault(place, Unjudged(place, key, reason))
        return False
    machine.observed.decided.add(place)
    closed = not is_open and method not in _ASKING
    parts = Parts(complete=closed, settled=closed)
    if is_open:
        parts.leave_open("the call, or the client that it is made on, is not all known")
    _read_ways(machine, [way for way in ways if endpoint_of(way, machine.hosts) is not None], parts, place)
    parts.parameters = named_again(parts.parameters, url)
    note(machine, ways, _host_place(layers), sent=Step(place, f"sent to {endpoint.host}{endpoint.path or ''}"))
    for layer in layers:
        for slot, passed in layer.items():
            read_slot(machine, slot, passed, method, parts, place)
    parts.parameters = with_roles(parts.parameters, endpoint)
    built, steps = _built_at(machine, parts.parameters, place)
    request = Request(
        place=built,
        endpoint=endpoint,
        method=method or None,
        client=key,
        parameters=tuple(parts.parameters),
        headers=tuple(header_roles(parts.headers, endpoint)),
        cookies=tuple(header_roles(parts.cookies, endpoint)),
        auth=tuple(parts.auth),
        complete=parts.complete,
        settled=parts.settled,
        scope=_scope_of(machine, built),
        way=steps,
        bodies=read_bodies(machine, layers, method, parts),
        unverified=unverified_at(machine, layers, key),
        waits=not is_open and waits(machine, layers, key),
        retried=is_open or is_retried(machine, layers, key),
        raw=tuple(raw_values(*given, endpoint)),
        gap=parts.gap,
    )
    machine.observed.add_request(place, Record(request, machine.frame.bare, machine.effects.run))
    return True


def _host_place(layers: list[dict[str, Passed]]) -> Place | None:
    """Where a connection's host stands; a base URL goes before it."""
    if last(layers, "base_url") is not None:
        return None
    return next((layer["host"].at for layer in reversed(layers) if "host" in layer), None)


def _read_ways(machine: Machine, ways: list[tuple[Value, ...]], parts: Parts, place: Place) -> None:
    """What the URL itself carries, on each way that it may go."""
    read: list[list[Sent]] = []
    for way in ways:
        read_url(machine, way, parts, place)
        read.append(parts.parameters)
        parts.parameters = []
    parts.parameters = joined(read)


def _endpoint(machine: Machine, ways: list[tuple[Value, ...]]) -> Endpoint | None:
    """The endpoint that all known ways lead to. Ways about which nothing is known do not count against it."""
    found: dict[Endpoint, None] = {}
    for way in ways:
        endpoint = endpoint_of(way, machine.hosts)
        if endpoint is not None:
            found.setdefault(endpoint)
        elif _host_known(way):
            return None
    endpoints = list(found)
    if len(endpoints) <= 1:
        return endpoints[0] if endpoints else None
    first = endpoints[0]
    if all((other.family, other.key_name) == (first.family, first.key_name) for other in endpoints):
        return replace(
            first, path=None, known=False, is_send=False, needs_from=False, needs_credentials=False, required=()
        )
    return replace(
        first, path=None, family=None, user_name=None, key_name=None, version=None, known=False, is_send=False,
        needs_from=False, needs_credentials=False, required=(),
    )  # fmt: skip


def _host_known(way: tuple[Value, ...]) -> bool:
    start, whole = texts.leading(way)
    return e.host_of(start) is not None and (whole or start.count("/") > 2)


def _note_foreign(
    machine: Machine, ways: list[tuple[Value, ...]], layers: list[dict[str, Passed]], method: str, place: Place
) -> None:
    """Another service's request: what it alone is sent is its own, whatever it is called."""
    if _note_near_miss(machine, ways, place):
        return
    machine.observed.foreign.add(machine.frame.module.path)
    machine.observed.decided.add(place)
    if any(endpoint_of(way, machine.hosts) is not None for way in ways):
        return
    parts = Parts()
    _read_ways(machine, ways, parts, place)
    for layer in layers:
        for slot, passed in layer.items():
            read_slot(machine, slot, passed, method, parts, place)
    for sent in (*parts.parameters, *parts.headers, *parts.cookies):
        machine.observed.elsewhere.update((sent.place, *texts.origins(sent.value)))


def _note_near_miss(machine: Machine, ways: list[tuple[Value, ...]], place: Place) -> bool:
    """Whether a URL is a slip of one of the API's, which is told instead."""
    found = False
    for way in ways:
        start = texts.leading(way)[0]
        at = next((origin for piece in way for origin in texts.origins(piece)), place)
        if e.near_miss(start, machine.hosts) is not None:
            machine.observed.strangers[Url(at, machine.frame.name, Step(place, "sent there"))] = start
            found = True
    return found


def _built_at(machine: Machine, parameters: list[Sent], place: Place) -> tuple[Place, tuple[Step, ...]]:
    """The call to point at when something is missing: the outermost wrapper's call in a function that wrote some of
    the parameters' names and handed them on; the client's own call where none did."""
    written = {sent.place for sent in parameters}
    frames = machine.frames
    for index in range(1, len(frames)):
        call = frames[index].call
        if call is not None and any(_stands_in(frames[index - 1], p) for p in written & frames[index].handed):
            inner = [frame.call for frame in frames[index + 1 :] if frame.call is not None]
            return call, (*(Step(at, "handed on here") for at in inner), Step(place, "sent here", arrives=True))
    return place, ()


def _stands_in(frame: Frame, place: Place) -> bool:
    """Whether a place is in a frame's own code. A module's code is what is in none of its functions."""
    if frame.module.path != place.path:
        return False
    if frame.code is not None:
        return frame.code.node.span.holds(place.span)
    return True


def _scope_of(machine: Machine, built: Place) -> str:
    frames = machine.frames
    return next((frames[i - 1].name for i in range(1, len(frames)) if frames[i].call == built), machine.frame.name)
