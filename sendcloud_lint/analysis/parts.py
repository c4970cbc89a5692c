"""The parts of a request: its URL, query, body, headers, cookies and authentication, read into named values."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field, replace

from sendcloud_lint.analysis import tables, texts
from sendcloud_lint.analysis.machine import Machine, Passed
from sendcloud_lint.model.facts import FORM, JSON, MULTIPART, QUERY, Auth, Sent
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Text,
    Unknown,
    Value,
    alternatives,
    choose,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written


@dataclass(slots=True)
class Parts:
    """A request while its parts are collected."""

    parameters: list[Sent] = field(default_factory=list)
    headers: list[Sent] = field(default_factory=list)
    cookies: list[Sent] = field(default_factory=list)
    auth: list[Auth] = field(default_factory=list)
    complete: bool = True
    settled: bool = True


def without_userinfo(way: tuple[Value, ...]) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """A URL's pieces without `user:password@`, and the pieces of those."""
    scheme, *rest = texts.split(way, "://", 1)
    if not rest:
        return way, ()
    authority, *path = texts.split(rest[0], "/", 1)
    userinfo, *host = texts.split(authority, "@", 1)
    if not host:
        return way, ()
    slash: tuple[Value, ...] = (Known(Written("/")), *path[0]) if path else ()
    return (*scheme, Known(Written("://")), *host[0], *slash), userinfo


def read_url(machine: Machine, way: tuple[Value, ...], parts: Parts, place: Place) -> None:
    url, userinfo = without_userinfo(way)
    if userinfo:
        user, *password = texts.split(userinfo, ":", 1)
        key = texts.concat(password[0]) if password else None
        parts.auth.append(Auth(_first_origin(way, place), "basic", texts.concat(user), key))
    before, *queries = texts.split(texts.split(url, "#", 1)[0], "?", 1)
    if queries:
        _read_query(machine, queries[0], QUERY, parts, place)
    elif any(isinstance(piece, Unknown) for piece in before) and not _path_closed(before):
        parts.complete = False


def _path_closed(pieces: tuple[Value, ...]) -> bool:
    """Whether what is unknown of a URL can't hold a query: it is a path's segment followed by known text."""
    return bool(pieces) and isinstance(pieces[-1], Known)


def _first_origin(pieces: tuple[Value, ...], place: Place) -> Place:
    return next((origin for piece in pieces if isinstance(piece, Known) for origin in piece.origins), place)


def _read_query(machine: Machine, pieces: tuple[Value, ...], where: str, parts: Parts, place: Place) -> None:
    """`a=1&b=2` of known and unknown pieces."""
    for pair in texts.split(pieces, "&"):
        name, *value = texts.split(pair, "=", 1)
        first = name[0] if name else None
        if isinstance(first, Encoded) and first.encoding == "form":
            _read_named(machine, first.content, where, parts, place)
            continue
        text, whole = texts.leading(name)
        if not whole:
            parts.complete = False
        elif text:
            sent = texts.concat(value[0]) if value else Known(Written(""))
            parts.parameters.append(Sent(text, _first_origin(name, place), sent, where))


def read_slot(machine: Machine, slot: str, passed: Passed, method: str | None, parts: Parts, place: Place) -> None:
    value = passed.value
    if slot == "query":
        _read_body(machine, value, QUERY, parts, place)
    elif slot in ("body", "form", "content"):
        _read_body(machine, value, FORM, parts, place)
    elif slot == "json":
        _read_body(machine, value, JSON, parts, place)
    elif slot == "fields":
        is_query = (method or "").upper() in ("GET", "HEAD", "DELETE", "OPTIONS")
        _read_body(machine, value, QUERY if is_query else FORM, parts, place)
    elif slot == "files":
        _read_files(machine, value, parts)
    elif slot == "headers":
        _read_headers(machine, value, parts)
    elif slot == "cookies":
        parts.settled = _collect(machine, value, "cookie", parts.cookies) and parts.settled
    elif slot == "auth":
        _read_auth(machine, passed, parts)


def _read_body(machine: Machine, value: Value, where: str, parts: Parts, place: Place) -> None:
    """A body or query: a table or pairs, an encoded one, a text. Several ways are read one by one."""
    options = alternatives(likely(value))
    for option in options:
        before = len(parts.parameters)
        _read_one(machine, option, where, parts, place)
        if len(options) > 1:
            parts.parameters[before:] = [replace(sent, certain=False) for sent in parts.parameters[before:]]


def _read_one(machine: Machine, value: Value, where: str, parts: Parts, place: Place) -> None:
    if isinstance(value, Known) and not isinstance(value.value, Written):
        return
    if isinstance(value, Encoded):
        if value.encoding == "base64":
            parts.complete = False
            return
        _read_named(machine, value.content, JSON if value.encoding == "json" else where, parts, place)
    elif isinstance(value, Known | Text):
        _read_text(machine, value, where, parts, place)
    elif machine.table(value) is not None or machine.items(value) is not None:
        _read_named(machine, value, where, parts, place)
    else:
        parts.complete = False


def _read_text(machine: Machine, value: Known | Text, where: str, parts: Parts, place: Place) -> None:
    """A body written by hand: a form, unless it begins as JSON or XML does, whose names are not read yet."""
    ways = list(texts.ways(value))
    kept, read = parts.parameters, []
    for way in ways:
        parts.parameters = []
        if texts.leading(way)[0].lstrip()[:1] in ("{", "[", "<"):
            parts.complete = False
        else:
            _read_query(machine, way, where, parts, place)
        read.append(parts.parameters)
    parts.parameters = [*kept, *joined(read)]


def joined(ways: list[list[Sent]]) -> list[Sent]:
    """What is sent on one of several ways: what all of them send is certain, what only some do is not."""
    if len(ways) == 1:
        return ways[0]
    found: dict[tuple[str, str], list[Sent]] = {}
    for way in ways:
        for sent in way:
            found.setdefault((sent.name, sent.where), []).append(sent)
    return [
        replace(
            first,
            value=choose(tuple(sent.value for sent in (first, *others))),
            certain=all(any((sent.name, sent.where) == key for sent in way) for way in ways),
        )
        for key, (first, *others) in found.items()
    ]


def _read_named(machine: Machine, value: Value, where: str, parts: Parts, place: Place) -> None:
    """A table's entries, or pairs, as parameters."""
    if not _collect(machine, value, where, parts.parameters):
        parts.complete = False


def _collect(machine: Machine, value: Value, where: str, sent: list[Sent]) -> bool:
    """Add a table's entries; false if there may be more than these."""
    closed = True
    for option in alternatives(value):
        entries, is_open = tables.entries_of(machine, option)
        closed = closed and not is_open
        sent.extend(
            Sent(name, entry.place, entry.value, where, certain=entry.certain) for name, entry in entries.items()
        )
    return closed


def _read_files(machine: Machine, value: Value, parts: Parts) -> None:
    """Names of a multipart body. `(None, value)` is a plain field; anything else is a file."""
    value = likely(value)
    if texts.falsy(value) is True:
        return
    entries, is_open = tables.entries_of(machine, value)
    parts.complete = parts.complete and not is_open
    for name, entry in entries.items():
        pair = machine.items(entry.value)
        plain = pair is not None and len(pair.elements) >= 2 and texts.falsy(pair.elements[0]) is True
        content = pair.elements[1] if plain and pair is not None else Unknown("a file")
        parts.parameters.append(Sent(name, entry.place, content, MULTIPART, certain=entry.certain))


def _read_headers(machine: Machine, value: Value, parts: Parts) -> None:
    headers: list[Sent] = []
    parts.settled = _collect(machine, value, "header", headers) and parts.settled
    if isinstance(value, Known) and value.value is None:
        return
    for header in headers:
        start = texts.leading(pieces_of(header.value))[0].lower()
        is_authorization = header.name.lower() in ("authorization", "proxy-authorization")
        if is_authorization and (start.startswith("basic ") or isinstance(header.value, Encoded)):
            user, key = _basic_pair(header.value)
            parts.auth.append(Auth(header.place, "basic", user, key))
        else:
            parts.headers.append(header)


def _basic_pair(value: Value) -> tuple[Value | None, Value | None]:
    """The user and key in `Basic base64(user:key)`."""
    for piece in pieces_of(value):
        if isinstance(piece, Encoded) and piece.encoding == "base64":
            user, *key = texts.split(pieces_of(piece.content), ":", 1)
            return texts.concat(user), texts.concat(key[0]) if key else None
    return _decoded_pair(value)


def _decoded_pair(value: Value) -> tuple[Value | None, Value | None]:
    """The user and key in a constant `Basic dXNlcjprZXk=`; of several literals the last one holds them."""
    text = texts.text_constant(value)
    try:
        decoded = b64decode((text or "").partition(" ")[2].strip().encode(), validate=True).decode()
    except ValueError:
        return None, None
    user, colon, key = decoded.partition(":")
    if not colon or not texts.origins(value):
        return None, None
    *before, last = texts.origins(value)
    places = (last, *before)
    return Known(Written(user), places), Known(Written(key), places)


def _read_auth(machine: Machine, passed: Passed, parts: Parts) -> None:
    for option in alternatives(passed.value):
        pair, instance = machine.items(option), machine.instance(option)
        if pair is not None and len(pair.elements) == 2:
            parts.auth.append(Auth(passed.at, "basic", *pair.elements))
        elif (
            instance is not None and isinstance(instance.type, Definition) and instance.type.key in machine.clients.auth
        ):
            user, key = (instance.attributes[name].value for name in ("username", "password"))
            parts.auth.append(Auth(passed.at, machine.clients.auth[instance.type.key], user, key))
        elif not isinstance(option, Known):
            parts.settled = False
