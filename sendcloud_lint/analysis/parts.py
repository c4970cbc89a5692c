"""The parts of a request: its URL, query, body, headers, cookies and authentication, read into named values."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from sendcloud_lint.analysis import jsontext, tables, texts
from sendcloud_lint.analysis.machine import Machine, Passed
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import FORM, JSON, MULTIPART, QUERY, Auth, Body, Sent
from sendcloud_lint.model.records import dataclass
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

# The slots that a body may stand in; the first ones win over a `json` beside them.
_PARTED = ("files", "multipart")
_DATA = ("form", "body", "content", "fields")
BODY_SLOTS = frozenset((*_PARTED, *_DATA, "json"))
_ASKING = ("GET", "HEAD", "DELETE", "OPTIONS")
_TYPE = expression(r"[\w.+-]+/[\w.+-]+")
_KINDS = {
    "application/x-www-form-urlencoded": FORM, "multipart/form-data": MULTIPART, "application/json": JSON,
    "text/json": JSON,
}  # fmt: skip


@dataclass(slots=True)
class Parts:
    """A request while its parts are collected. `types` are the entries that surely are its `Content-Type`."""

    parameters: list[Sent] = field(default_factory=list)
    headers: list[Sent] = field(default_factory=list)
    cookies: list[Sent] = field(default_factory=list)
    auth: list[Auth] = field(default_factory=list)
    types: list[Sent] = field(default_factory=list)
    complete: bool = True
    settled: bool = True
    gap: str = ""

    def leave_open(self, why: str) -> None:
        """There may be more parameters than these."""
        self.complete = False
        self.gap = self.gap or why


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
        parts.leave_open("a part of the URL is not known")


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
            parts.leave_open("a name in a text of parameters is not known")
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
        _read_body(machine, value, QUERY if (method or "").upper() in _ASKING else FORM, parts, place)
    elif slot == "multipart":
        _read_body(machine, value, MULTIPART, parts, place)
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
        if value.encoding in ("base64", "repr"):
            parts.leave_open("they are written in another form")
            return
        _read_named(
            machine, value.content, {"json": JSON, "multipart": MULTIPART}.get(value.encoding, where), parts, place
        )
    elif isinstance(value, Known | Text):
        _read_text(machine, value, where, parts, place)
    elif machine.table(value) is not None or machine.items(value) is not None:
        _read_named(machine, value, where, parts, place)
    else:
        parts.leave_open(f"what is sent is {texts.reason_of(value)}")


def _read_text(machine: Machine, value: Known | Text, where: str, parts: Parts, place: Place) -> None:
    """A body written by hand: a form, unless it begins as JSON or XML does."""
    ways = list(texts.ways(value))
    kept, read = parts.parameters, []
    for way in ways:
        parts.parameters = []
        start = texts.leading(way)[0].lstrip()[:1]
        if start == "{":
            _read_json(way, parts, place)
        elif start in ("[", "<"):
            parts.leave_open("what is sent is no form")
        else:
            _read_query(machine, way, where, parts, place)
        read.append(parts.parameters)
    parts.parameters = [*kept, *named_again(joined(read), value)]


def _read_json(pieces: tuple[Value, ...], parts: Parts, place: Place) -> None:
    named = jsontext.named_values(pieces)
    if named is None:
        parts.leave_open("the JSON that is sent is not all known")
        return
    values, closed = named
    parts.parameters += [Sent(name, at or place, value, JSON) for name, at, value in values]
    if not closed:
        parts.leave_open("the JSON that is sent is not all known")


def named_again(sent: list[Sent], text: Value) -> list[Sent]:
    """What was read of a text, with the variables back whose defaults were read in their place."""
    defaults = texts.defaults_in(text)
    return [replace(one, value=texts.named_again(one.value, defaults)) for one in sent] if defaults else sent


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
        parts.leave_open("code that is not followed may have added to them")


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
    if is_open:
        parts.leave_open("the parts of a multipart body are not all known")
    for name, entry in entries.items():
        pair = machine.items(entry.value)
        plain = pair is not None and len(pair.elements) >= 2 and texts.falsy(pair.elements[0]) is True
        content = pair.elements[1] if plain and pair is not None else Unknown("a file")
        parts.parameters.append(Sent(name, entry.place, content, MULTIPART, certain=entry.certain))


def _read_headers(machine: Machine, value: Value, parts: Parts) -> None:
    headers: list[Sent] = []
    closed = _collect(machine, value, "header", headers)
    parts.settled = closed and parts.settled
    if isinstance(value, Known) and value.value is None:
        return
    types = [header for header in headers if header.name.lower() == "content-type"]
    if types or not closed:
        known = [option for option in alternatives(value) if not isinstance(option, Unknown)]
        parts.types = types if len(types) >= len(known) and all(each.certain for each in types) else []
    for header in headers:
        start = texts.leading(pieces_of(header.value))[0].lower()
        is_authorization = header.name.lower() == "authorization"
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
            # What signs a request may add credentials of any kind, but hardly a sender.
            parts.settled = False


def read_bodies(
    machine: Machine, layers: Iterable[Mapping[str, Passed]], method: str, parts: Parts
) -> tuple[Body, ...]:
    """What says how the body is written: the argument that clients heed, then a header beside it."""
    given = [(slot, passed) for layer in layers for slot, passed in layer.items()]
    by_url = {"fields"} if method in _ASKING else set()
    bodies = [(slot, passed) for slot, passed in given if slot in BODY_SLOTS - by_url]
    if all(_filled(machine, passed) is False for _, passed in bodies):
        return ()
    encoded = any(slot == "parted" and texts.falsy(passed.value) is True for slot, passed in given)
    return (*_written(machine, bodies, encoded), *_declared(parts.types))


def _written(machine: Machine, bodies: list[tuple[str, Passed]], encoded: bool) -> Iterator[Body]:
    """Parts win over data, data over `json`: what clients do where several are given. What may be there wins too."""
    for slot, passed in bodies:
        if slot in _PARTED and _filled(machine, passed):
            yield Body(MULTIPART, passed.place, slot)
            return
    data = [(slot, passed) for slot, passed in bodies if slot in _DATA and _filled(machine, passed) is not False]
    for slot, passed in data:
        parted = slot in ("form", "fields") and not encoded
        kind = MULTIPART if parted else _kind_of_all(machine, passed.value)
        if kind is not None and _filled(machine, passed):
            yield Body(kind, passed.place, "fields" if parted else "")
    if not data:
        yield from (Body(JSON, passed.place, slot) for slot, passed in bodies if slot == "json" and _is_given(passed))


def _is_given(passed: Passed) -> bool:
    """Whether an argument is surely not None, which is as good as none."""
    options = [likely(option) for option in alternatives(likely(passed.value))]
    return passed.certain and not any(isinstance(option, Known) and option.value is None for option in options)


def _filled(machine: Machine, passed: Passed) -> bool | None:
    """Whether an argument holds something; None where that is not known."""
    verdicts = {_holds(machine, likely(option)) for option in alternatives(likely(passed.value))}
    return verdicts.pop() if passed.certain and len(verdicts) == 1 else None


def _holds(machine: Machine, value: Value) -> bool | None:
    entries, is_open = tables.entries_of(machine, value)
    if any(entry.certain for entry in entries.values()):
        return True
    if machine.table(value) is not None or machine.items(value) is not None:
        return None if is_open or entries else False
    empty = texts.falsy(value)
    return None if empty is None else not empty


def _kind_of_all(machine: Machine, value: Value) -> str | None:
    kinds = {_kind_of(machine, option) for option in alternatives(likely(value))}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of(machine: Machine, value: Value) -> str | None:
    """How one value is written as a body: a table as a form, an encoded text as it says, any other by its beginning."""
    if machine.table(value) is not None or machine.items(value) is not None:
        return FORM
    if not texts.is_text(value):
        return None
    first = pieces_of(value)[0]
    if isinstance(first, Encoded):
        return {"json": JSON, "form": FORM, "multipart": MULTIPART}.get(first.encoding)
    start = texts.leading(pieces_of(value))[0].lstrip()[:1]
    return {"": None, "{": JSON, "[": JSON, "<": "application/xml"}.get(start, FORM)


def _declared(types: list[Sent]) -> Iterator[Body]:
    """What a `Content-Type` header says; nothing where it may say one or the other."""
    kinds = {_type_of(option) for header in types for option in alternatives(likely(header.value))}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is not None:
        yield Body(kind, types[0].place, "Content-Type")


def _type_of(value: Value) -> str | None:
    """The kind of body that a content type means; its own words where it is none of the known ones."""
    start, whole = texts.leading(pieces_of(value))
    name, more, _ = start.partition(";")
    name = name.strip().lower()
    if not (whole or more) or not _TYPE.fullmatch(name):
        return None
    return JSON if name.endswith("+json") else _KINDS.get(name, name)
