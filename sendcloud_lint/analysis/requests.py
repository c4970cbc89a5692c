"""Which calls are requests to the API, and what stands where in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sendcloud_lint.analysis import heap, names, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Frame, Machine, Passed
from sendcloud_lint.analysis.observed import Use
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.clients import Session, Shape
from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.facts import FORM, JSON, MULTIPART, QUERY, Auth, Request, Sent
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Reference,
    Text,
    Unknown,
    Value,
    Variable,
    alternatives,
    choose,
    leaves,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written

RESPONSE = Unknown("a response")
ABSENT = Known(None)
_BEARER = ("bearer ", "token ", "apikey ", "key ")


def outside_call(machine: Machine, key: str, arguments: Arguments, place: Place) -> Value | None:
    """A call of an outside function or class that this module knows; None if it does not."""
    shape = machine.clients.functions.get(key)
    if shape is not None:
        return _perform(machine, shape, key, None, arguments, place)
    if key in machine.clients.auth:
        return _auth_object(machine, key, arguments, place)
    session = machine.clients.sessions.get(key) or machine.clients.messages.get(key)
    if session is not None:
        return _construct(machine, session, key, arguments)
    if key in machine.clients.smtp:
        return _smtp(machine, key, arguments)
    sdk = c.sdk_of(key)
    if sdk is not None:
        _note_sdk(machine, sdk, key, arguments, place)
        return Unknown("an SDK's client")
    return None


def method_call(machine: Machine, holder: Reference, name: str, arguments: Arguments, place: Place) -> Value | None:
    """A method of an outside object, or one that a class of the project inherits from an outside class."""
    instance = machine.instance(holder)
    for key in _outside_types(machine, instance):
        if key in machine.clients.smtp:
            return _smtp_method(machine, instance, name, arguments, place)
        if key in machine.clients.messages and name in ("prepare", "add_header", "set_header"):
            return _message_method(machine, holder, name, arguments, place)
        shape = machine.clients.method(key, name)
        if shape is not None:
            arguments = replace(arguments, open=arguments.open or _is_reworked(machine, instance))
            return _perform(machine, shape, f"{key}.{name}", holder, arguments, place)
        if name in ("__enter__", "__aenter__") and machine.clients.is_class(key):
            return holder
    return None


def _is_reworked(machine: Machine, instance: heap.Instance | None) -> bool:
    """Whether a client's subclass in the project has a say in every request."""
    kind = instance.type if instance is not None else None
    return (
        isinstance(kind, Definition)
        and kind.kind == "class"
        and any(names.class_attribute(machine, kind.key, name) is not None for name in ("request", "send"))
    )


def _outside_types(machine: Machine, instance: heap.Instance | None) -> list[str]:
    kind = instance.type if instance is not None else None
    if not isinstance(kind, Definition):
        return []
    return [kind.key] if kind.kind == "outside" else names.outside_bases(machine, kind.key)


# Objects


def _construct(machine: Machine, session: Session, key: str, arguments: Arguments) -> Reference:
    """A client or message: the arguments that are slots become its attributes."""
    holder = machine.allocate(heap.Instance(Definition("outside", key), open=arguments.open))
    for slot, passed in _slots(session.positional, session.slots, arguments).items():
        machine.set_attribute(holder, _attribute_name(session, slot), Entry(passed.value, passed.at))
    return holder


def _attribute_name(session: Session, slot: str) -> str:
    return next((name for name, known in session.attributes.items() if known == slot), f"slot {slot}")


def _slots(positional: tuple[str, ...], slots: Mapping[str, str], arguments: Arguments) -> dict[str, Passed]:
    found = dict(zip(positional, arguments.positional, strict=False))
    for keyword, passed in arguments.keywords.items():
        slot = slots.get(keyword)
        if slot is not None:
            found[slot] = passed
    return found


def _auth_object(machine: Machine, key: str, arguments: Arguments, place: Place) -> Reference:
    user, password = arguments.value(0, "username"), arguments.value(1, "password")
    attributes = {
        "username": Entry(user or arguments.value(None, "login") or Unknown("a user"), place),
        "password": Entry(password or Unknown("a password"), place),
    }
    return machine.allocate(heap.Instance(Definition("outside", key), attributes))


def _message_method(machine: Machine, holder: Reference, name: str, arguments: Arguments, place: Place) -> Value:
    if name == "prepare":
        return holder
    header, value = arguments.get(0, "key"), arguments.value(1, "val")
    text = texts.constant(header.value) if header is not None else None
    headers = names.attribute(machine, holder, "headers", place)
    if header is not None and text is not None and value is not None:
        machine.set_entry(headers, text, Entry(value, header.at))
    else:
        machine.open(headers, depth=0)
    return Known(None)


# Mail over SMTP, and SDKs


def _smtp(machine: Machine, key: str, arguments: Arguments) -> Reference:
    host = arguments.value(0, "host") or arguments.value(None, "hostname") or Known(Written(""))
    entry = Entry(host, Place("", names.NOWHERE))
    return machine.allocate(heap.Instance(Definition("outside", key), {"slot host": entry}))


def _smtp_method(
    machine: Machine, instance: heap.Instance | None, name: str, arguments: Arguments, place: Place
) -> Value:
    assert instance is not None
    if name in ("connect", "__init__") and arguments.positional:
        return Unknown("an answer")
    if name == "login" and _is_ours(instance.attributes["slot host"].value):
        _note_pair(
            machine, (arguments.value(0, "user"), arguments.value(1, "password")), "email", "the SMTP login", place
        )
    return Unknown("an answer")


def _is_ours(host: Value) -> bool:
    return any(
        e.smtp_host(text) for option in alternatives(likely(host)) if (text := texts.text_constant(likely(option)))
    )


def _note_sdk(machine: Machine, sdk: c.Sdk, key: str, arguments: Arguments, place: Place) -> None:
    pair = (_argument(sdk.user, arguments), _argument(sdk.key, arguments))
    _note_pair(machine, pair, sdk.family, key.rpartition(".")[2], place)


def _argument(argument: c.Argument, arguments: Arguments) -> Value | None:
    for keyword in argument.keywords:
        if keyword in arguments.keywords:
            return arguments.keywords[keyword].value
    return arguments.value(argument.position, None)


def _note_pair(machine: Machine, pair: tuple[Value | None, Value | None], family: str, to: str, place: Place) -> None:
    for value, is_key in zip(pair, (False, True), strict=True):
        if value is not None:
            role = c.credential(family, is_key)
            step = Step(place, f"given to {to}")
            machine.observed.uses.append(Use(role, role.parameter, value, (step,), machine.frame.name))


# Requests


@dataclass(slots=True)
class _Parts:
    """A request while its parts are collected."""

    parameters: list[Sent] = field(default_factory=list)
    headers: list[Sent] = field(default_factory=list)
    cookies: list[Sent] = field(default_factory=list)
    auth: list[Auth] = field(default_factory=list)
    complete: bool = True
    settled: bool = True


def _perform(
    machine: Machine, shape: Shape, key: str, session: Reference | None, arguments: Arguments, place: Place
) -> Value:
    """One call of a client: record it if it goes to the API."""
    found = _slots(shape.positional, shape.slots, arguments)
    if shape.builds:
        return _built(machine, shape, session, found)
    if shape.passes is not None:
        passed = found.get(shape.passes)
        return passed.value if passed is not None else RESPONSE
    layers = [*_session_layers(machine, session), found]
    message = _message(machine, found)
    if message is not None:
        layers.append(_attributes(machine, message))
    url = _url(machine, layers)
    if shape.method is not None:
        layers.append({"method": Passed(Known(Written(shape.method)), place, place)})
    _record(machine, layers, url, key, arguments.open, place)
    return RESPONSE


def _built(machine: Machine, shape: Shape, session: Reference | None, found: dict[str, Passed]) -> Value:
    """`client.build_request(…)`: a message that carries the slots until it is sent."""
    merged = {slot: passed for layer in _session_layers(machine, session) for slot, passed in layer.items()}
    base, url = merged.get("base_url"), found.get("url")
    if base is not None and url is not None:
        found["url"] = replace(url, value=_based(base.value, url.value))
    key = next(name for name, known in machine.clients.messages.items() if known.client == shape.client)
    kind = machine.clients.messages[key]
    attributes = {
        _attribute_name(kind, slot): Entry(passed.value, passed.at) for slot, passed in {**merged, **found}.items()
    }
    return machine.allocate(heap.Instance(Definition("outside", key), attributes))


def _session_layers(machine: Machine, session: Reference | None) -> Iterator[dict[str, Passed]]:
    if session is not None:
        yield _attributes(machine, session)


def _attributes(machine: Machine, holder: Reference) -> dict[str, Passed]:
    """The slots that an object's attributes fill."""
    instance = machine.instance(holder)
    if instance is None:
        return {}
    keys = _outside_types(machine, instance)
    sessions = machine.clients.sessions | machine.clients.messages
    known = next((sessions[key] for key in keys if key in sessions), None)
    slots: dict[str, Passed] = {}
    for name, entry in instance.attributes.items():
        slot = name.removeprefix("slot ") if name.startswith("slot ") else None
        slot = slot or (known.attributes.get(name) if known is not None else None)
        if slot is not None:
            slots[slot] = Passed(entry.value, entry.place, entry.place, entry.certain)
    if known is not None:
        for name, slot in known.attributes.items():
            if names.is_shared(machine, holder, name):
                known_value = slots.get(slot)
                place = known_value.place if known_value is not None else Place("", names.NOWHERE)
                unknown = Unknown(f"the attribute {name}, which other functions set")
                value = choose((known_value.value, unknown)) if known_value is not None else unknown
                slots[slot] = Passed(value, place, place)
    if known is not None and known.scheme is not None:
        slots["scheme"] = Passed(Known(Written(known.scheme)), Place("", names.NOWHERE), Place("", names.NOWHERE))
    return slots


def _message(machine: Machine, found: Mapping[str, Passed]) -> Reference | None:
    for slot in ("message", "target"):
        passed = found.get(slot)
        if passed is not None and isinstance(passed.value, Reference) and machine.instance(passed.value) is not None:
            return passed.value
    return None


def _last(layers: list[dict[str, Passed]], slot: str) -> Value | None:
    return next((layer[slot].value for layer in reversed(layers) if slot in layer), None)


def _url(machine: Machine, layers: list[dict[str, Passed]]) -> Value:
    url = _last(layers, "url")
    if url is None:
        target = _last(layers, "target")
        url = target if target is not None and not isinstance(target, Reference) else Unknown("a URL")
    base = _last(layers, "base_url")
    if base is not None:
        return _based(base, url)
    host = _last(layers, "host")
    if host is not None:
        scheme = _last(layers, "scheme") or Known(Written("https"))
        return texts.concat([scheme, Known(Written("://")), likely(host), url])
    return url


def _based(base: Value, url: Value) -> Value:
    """A client's base URL with the path after it, unless the path is a whole URL."""
    start, _ = texts.leading(pieces_of(url))
    if "://" in start:
        return url
    base = texts.derived(likely(base), lambda text: text.rstrip("/"))
    separator = "" if start.startswith("/") else "/"
    return texts.concat([base, Known(Written(separator)), url])


def _record(
    machine: Machine, layers: list[dict[str, Passed]], url: Value, key: str, is_open: bool, place: Place
) -> None:
    """The fact of a request, once for all ways that its URL may go; silent where they do not agree on the API."""
    ways = list(texts.ways(url))
    endpoint = _endpoint(machine, ways)
    if endpoint is None:
        _note_foreign(machine, ways)
        return
    parts = _Parts(complete=not is_open, settled=not is_open)
    way = next(way for way in ways if _endpoint(machine, [way]) is not None)
    _read_url(machine, way, parts, place)
    method = texts.text_constant(_last(layers, "method") or ABSENT)
    for layer in layers:
        for slot, passed in layer.items():
            _read_slot(machine, slot, passed, method, parts, place)
    parts.parameters = _with_roles(parts.parameters, endpoint)
    built, steps = _built_at(machine, parts.parameters, place)
    request = Request(
        place=built,
        endpoint=endpoint,
        method=method.upper() if method else None,
        client=key,
        parameters=tuple(parts.parameters),
        headers=tuple(_header_roles(parts.headers, endpoint)),
        cookies=tuple(_header_roles(parts.cookies, endpoint)),
        auth=tuple(parts.auth),
        complete=parts.complete,
        settled=parts.settled,
        scope=_scope_of(machine, built),
        way=steps,
    )
    machine.observed.add_request(place, request, machine.frame.bare)


def _endpoint(machine: Machine, ways: list[tuple[Value, ...]]) -> Endpoint | None:
    """The endpoint that all known ways lead to. Ways about which nothing is known do not count against it."""
    found: dict[Endpoint, None] = {}
    for way in ways:
        endpoint = _endpoint_of(machine, way)
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


def _endpoint_of(machine: Machine, way: tuple[Value, ...]) -> Endpoint | None:
    start, whole = texts.leading(_without_userinfo(way)[0])
    return e.endpoint_of(start, machine.hosts) if whole else e.endpoint_of_parts(start, machine.hosts)


def _host_known(way: tuple[Value, ...]) -> bool:
    start, whole = texts.leading(way)
    return e.host_of(start) is not None and (whole or start.count("/") > 2)


def _note_foreign(machine: Machine, ways: list[tuple[Value, ...]]) -> None:
    if any(_host_known(way) for way in ways):
        machine.observed.foreign.add(machine.frame.module.path)


def _without_userinfo(way: tuple[Value, ...]) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
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


def _read_url(machine: Machine, way: tuple[Value, ...], parts: _Parts, place: Place) -> None:
    url, userinfo = _without_userinfo(way)
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


def _read_query(machine: Machine, pieces: tuple[Value, ...], where: str, parts: _Parts, place: Place) -> None:
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


def _read_slot(machine: Machine, slot: str, passed: Passed, method: str | None, parts: _Parts, place: Place) -> None:
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


def _read_body(machine: Machine, value: Value, where: str, parts: _Parts, place: Place) -> None:
    """A body or query: a table or pairs, an encoded one, a text. Several ways are read one by one."""
    options = alternatives(likely(value))
    for option in options:
        before = len(parts.parameters)
        _read_one(machine, option, where, parts, place)
        if len(options) > 1:
            parts.parameters[before:] = [replace(sent, certain=False) for sent in parts.parameters[before:]]


def _read_one(machine: Machine, value: Value, where: str, parts: _Parts, place: Place) -> None:
    if isinstance(value, Known) and not isinstance(value.value, Written):
        return
    if isinstance(value, Encoded):
        if value.encoding == "base64":
            parts.complete = False
            return
        _read_named(machine, value.content, JSON if value.encoding == "json" else where, parts, place)
    elif isinstance(value, Known | Text):
        for way in texts.ways(value):
            _read_query(machine, way, where, parts, place)
            return
    elif machine.table(value) is not None or machine.items(value) is not None:
        _read_named(machine, value, where, parts, place)
    else:
        parts.complete = False


def _read_named(machine: Machine, value: Value, where: str, parts: _Parts, place: Place) -> None:
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


def _read_files(machine: Machine, value: Value, parts: _Parts) -> None:
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


def _read_headers(machine: Machine, value: Value, parts: _Parts) -> None:
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
    return None, None


def _read_auth(machine: Machine, passed: Passed, parts: _Parts) -> None:
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


# Roles


def _with_roles(parameters: list[Sent], endpoint: Endpoint) -> list[Sent]:
    """Which parameters are credentials: by exact name, by a spelling that plainly means one, or bare user and key."""
    named = [replace(sent, role=role_of(sent.name, endpoint)) for sent in parameters]
    bare = c.bare_pair([sent.name for sent in named])
    if bare is None or endpoint.family is None or any(sent.role is not None for sent in named):
        return named
    roles = {bare[0]: c.credential(endpoint.family, False), bare[1]: c.credential(endpoint.family, True)}
    return [replace(sent, role=roles.get(sent.name)) for sent in named]


def role_of(name: str, endpoint: Endpoint) -> Role | None:
    """The credential that a parameter of this name is meant to be."""
    if endpoint.family is not None and name in (endpoint.user_name, endpoint.key_name):
        return c.credential(endpoint.family, name == endpoint.key_name)
    exact = c.role_of_parameter(name)
    if exact is not None or endpoint.family is None:
        return exact
    return c.spelling_of(name, endpoint.family, endpoint.version == "v1")


def _header_roles(headers: list[Sent], endpoint: Endpoint) -> Iterator[Sent]:
    """Headers that carry a credential: by their own name, as a bearer token, or by the name that the value goes by."""
    family = endpoint.family or "email"
    for sent in headers:
        role = c.role_of_parameter(sent.name) or c.spelling_of(sent.name, family, False)
        start = texts.leading(pieces_of(sent.value))[0].lower()
        value = sent.value
        if role is None and sent.name.lower() in ("authorization", "proxy-authorization"):
            role = c.credential(family, True)
            value = _token(sent.value) if start.startswith(_BEARER) else sent.value
        yield replace(sent, role=role or _role_of_source(sent.value), value=value)


def _token(value: Value) -> Value:
    """The value after `Bearer `."""
    _, *rest = texts.split(pieces_of(value), " ", 1)
    return texts.concat(rest[0]) if rest else value


def _role_of_source(value: Value) -> Role | None:
    """The credential that a value's own source is named for."""
    for leaf in leaves(value):
        if isinstance(leaf, Variable) and c.evidence_of(leaf.name) >= c.Evidence.PAIRED:
            return c.role_of_variable(leaf.name)
    return None


# Where a set was built


def _built_at(machine: Machine, parameters: list[Sent], place: Place) -> tuple[Place, tuple[Step, ...]]:
    """The call to point at when something is missing: the outermost wrapper's call in a function that wrote some of
    the parameters' names and handed them on; the client's own call where none did."""
    written = {sent.place for sent in parameters}
    frames = machine.frames
    for index in range(1, len(frames)):
        call = frames[index].call
        if call is not None and any(_stands_in(frames[index - 1], p) for p in written & frames[index].handed):
            inner = [frame.call for frame in frames[index + 1 :] if frame.call is not None]
            return call, (*(Step(at, "handed on here") for at in inner), Step(place, "sent here"))
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
