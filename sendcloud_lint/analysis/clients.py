"""Which calls are requests, and the client objects that they are made on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sendcloud_lint.analysis import addresses, attributes, heap, names, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import TOUCHED, Arguments, Code, Machine, Passed
from sendcloud_lint.analysis.observed import Use
from sendcloud_lint.analysis.parts import BODY_SLOTS
from sendcloud_lint.analysis.requests import last, record
from sendcloud_lint.analysis.responses import answer, look
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.clients import Session, Shape
from sendcloud_lint.model.facts import MailLogin
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Known,
    Reference,
    Unknown,
    Value,
    alternatives,
    choose,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written

RESPONSE = Unknown("a response")
# The attribute of an SMTP connection that says whether it is encrypted.
_SECURED = "encrypted"
# Arguments that make something look at each answer.
_RAISING = ("urllib.request.", "urllib2.")
_HOOKS = frozenset(("hooks", "event_hooks", "raise_for_status"))
_MESSAGE_METHODS = ("add_header", "set_header", "add_data", "set_data")
# What a client's own methods go through: a subclass that overrides one has a say in every request.
_INNER = ("send", "build_request", "_request", "prepare_request", "_send_request")


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
    if key in machine.clients.smtp_calls:
        host = arguments.value(None, "hostname")
        if host is not None and _is_ours(host):
            pair = (arguments.value(None, "username"), arguments.value(None, "password"))
            _note_pair(machine, pair, "email", "the SMTP login", place)
        return Unknown("an answer")
    if key in ("urllib.request.install_opener", "urllib2.install_opener"):
        opener = arguments.value(0, "opener")
        machine.opener_touched = not isinstance(opener, Reference) or _is_touched(machine, opener)
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
            return _smtp_method(machine, holder, name, arguments, place)
        if key in machine.clients.messages and (name in _MESSAGE_METHODS or name.startswith("prepare")):
            return _message_method(machine, holder, name, arguments, place)
        if name == "mount":
            return _mount(machine, holder, arguments, place)
        shape = machine.clients.method(key, name)
        if shape is not None:
            own = _own_request(machine, instance)
            if own is not None and shape.method is not None:
                return machine.perform(machine, own, _as_request(shape, arguments, place), place, holder)
            return _perform(machine, shape, f"{key}.{name}", holder, arguments, place)
        if name in ("__enter__", "__aenter__") and machine.clients.is_class(key):
            return holder
    return None


def _mount(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """`session.mount(prefix, adapter)`: the project's own adapter may add anything to what it sends."""
    adapter = arguments.get(1, "adapter")
    if adapter is None or not _is_known_adapter(machine, adapter):
        machine.touch(holder)
        return Known(None)
    known = machine.instance(adapter.value)
    retries = known.attributes.get("slot retries") if known is not None else None
    if retries is not None:
        machine.set_attribute(holder, "slot retries", retries)
    return Known(None)


def _is_touched(machine: Machine, client: Reference | None) -> bool:
    """Whether code that is not followed has a say in what a client or message sends: it was handed over, its methods
    were replaced, or its class in the project overrides what sends."""
    instance = machine.instance(client) if client is not None else None
    if instance is None or not isinstance(instance.type, Definition):
        return False
    kind = instance.type
    if kind.kind == "class" and any(attributes.class_attribute(machine, kind.key, name) for name in _INNER):
        return True
    keys = _outside_types(machine, instance)
    return any(name == TOUCHED or machine.clients.method(key, name) for name in instance.attributes for key in keys)


def _own_request(machine: Machine, instance: heap.Instance | None) -> Code | None:
    """The `request` of a client's subclass in the project, which all its other methods go through."""
    kind = instance.type if instance is not None else None
    if not isinstance(kind, Definition) or kind.kind != "class":
        return None
    found = attributes.class_attribute(machine, kind.key, "request")
    code = machine.code.get(found.key) if isinstance(found, Definition) else None
    running = [frame.code.node for frame in machine.frames if frame.code is not None]
    return None if code is not None and any(node is code.node for node in running) else code


def _as_request(shape: Shape, arguments: Arguments, place: Place) -> Arguments:
    """What `client.post(url, data)` hands to `client.request`: the method, the URL, and the rest by keyword."""
    method = Passed(Known(Written(shape.method or "")), place, place)
    keywords = dict(arguments.keywords)
    for slot, passed in list(zip(shape.positional, arguments.positional, strict=False))[1:]:
        keyword = next((name for name, known in shape.slots.items() if known == slot), None)
        if keyword is not None:
            keywords.setdefault(keyword, passed)
    return Arguments((method, *arguments.positional[:1]), keywords, arguments.open)


def _outside_types(machine: Machine, instance: heap.Instance | None) -> list[str]:
    kind = instance.type if instance is not None else None
    if not isinstance(kind, Definition):
        return []
    return [kind.key] if kind.kind == "outside" else attributes.outside_bases(machine, kind.key)


# Objects


def _construct(machine: Machine, session: Session, key: str, arguments: Arguments) -> Reference:
    """A client or message: the arguments that are slots become its attributes."""
    holder = machine.allocate(heap.Instance(Definition("outside", key), open=arguments.open))
    slots = _slots(session.positional, session.slots, arguments)
    for slot, passed in slots.items():
        machine.set_attribute(holder, _attribute_name(session, slot), _held(slot, passed))
    if not _HOOKS.isdisjoint(arguments.keywords):
        machine.set_attribute(holder, attributes.HOOKED, Entry(Known(value=True), Place("", names.NOWHERE)))
    if _is_hooked(machine, session, slots, arguments):
        machine.touch(holder)
    _note_address(machine, session, key.rpartition(".")[2], slots)
    return holder


def _is_hooked(machine: Machine, session: Session, slots: Mapping[str, Passed], arguments: Arguments) -> bool:
    """Whether a client is made with what may change its requests: hooks, or an adapter that nobody knows."""
    hooks, adapter = slots.get("hooks"), slots.get("adapter")
    if hooks is not None and texts.falsy(hooks.value) is not True and not _looks_at_responses(machine, hooks.value):
        return True
    several = arguments.positional if "adapter" in session.positional else ()
    return any(not _is_known_adapter(machine, one) for one in (*several, *((adapter,) if adapter else ())))


def _looks_at_responses(machine: Machine, hooks: Value) -> bool:
    table = machine.table(hooks)
    return table is not None and not table.open and "request" not in table.entries


def _is_known_adapter(machine: Machine, passed: Passed) -> bool:
    adapter = machine.instance(passed.value)
    kind = adapter.type if adapter is not None else passed.value
    return passed.value == Known(None) or (isinstance(kind, Definition) and kind.key in machine.clients.adapters)


def _held(slot: str, passed: Passed) -> Entry:
    """An argument that an object keeps: a body by its keyword, which says how it is written."""
    return Entry(passed.value, passed.place if slot in BODY_SLOTS else passed.at, passed.certain)


def _note_address(machine: Machine, session: Session, name: str, slots: Mapping[str, Passed]) -> None:
    """The URL that a client or message is made for, whether a request of it is seen or not."""
    host, url = slots.get("host"), slots.get("base_url") or slots.get("url")
    if host is not None and session.scheme is not None:
        whole = texts.concat([Known(Written(f"{session.scheme}://")), likely(host.value)])
        addresses.note(machine, texts.ways(whole), host.at, by=name)
    elif url is not None:
        addresses.note(machine, texts.ways(url.value), None)


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
    if name in ("add_data", "set_data") and arguments.positional:
        machine.set_attribute(holder, "data", Entry(arguments.positional[0].value, arguments.positional[0].at))
        return Known(None)
    if name.startswith("prepare"):
        machine.touch(holder)
        return Known(None)
    header, value = arguments.get(0, "key"), arguments.value(1, "val")
    text = texts.constant(header.value) if header is not None else None
    headers = attributes.attribute(machine, holder, "headers", place)
    if header is not None and text is not None and value is not None:
        machine.set_entry(headers, text, Entry(value, header.at))
    else:
        machine.open(headers, depth=0)
    return Known(None)


# Mail over SMTP, and SDKs


def _smtp(machine: Machine, key: str, arguments: Arguments) -> Reference:
    host = arguments.value(0, "host") or arguments.value(None, "hostname") or Known(Written(""))
    nowhere = Place("", names.NOWHERE)
    secured = Known(value=not key.startswith("smtplib.") or key.endswith("_SSL"))
    entries = {"slot host": Entry(host, nowhere), _SECURED: Entry(secured, nowhere)}
    return machine.allocate(heap.Instance(Definition("outside", key), entries))


def _smtp_method(machine: Machine, holder: Reference, name: str, arguments: Arguments, place: Place) -> Value:
    instance = machine.instance(holder)
    assert instance is not None
    if name in ("__enter__", "__aenter__"):
        return holder
    if name == "connect" and arguments.positional:
        machine.set_attribute(holder, "slot host", Entry(arguments.positional[0].value, place))
    elif name == "starttls":
        machine.set_attribute(holder, _SECURED, Entry(Known(value=True), place))
    elif name == "login" and "slot host" in instance.attributes and _is_ours(instance.attributes["slot host"].value):
        _note_pair(
            machine, (arguments.value(0, "user"), arguments.value(1, "password")), "email", "the SMTP login", place
        )
        secured = instance.attributes.get(_SECURED)
        is_plain = secured is not None and secured.certain and secured.value == Known(value=False)
        if is_plain and TOUCHED not in instance.attributes:
            machine.observed.plain_logins[place] = MailLogin(place, "login", machine.frame.name)
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
    layers = [*_session_layers(machine, session), found, *_login(machine, found)]
    message = _message(machine, found)
    if message is not None:
        layers.append(_attributes(machine, message))
    url = _url(machine, layers)
    if shape.method is not None:
        layers.append({"method": Passed(Known(Written(shape.method)), place, place)})
    touched = _is_touched(machine, session) or _is_touched(machine, message)
    signed, changes = _signed(machine, layers, place)
    layers += signed
    is_open = arguments.open or touched or changes or (machine.opener_touched and key.endswith(".urlopen"))
    if not record(machine, layers, url, key, is_open, place):
        return RESPONSE
    made = answer(machine, layers, url, place)
    if _is_looked_at(machine, session, key, arguments):
        look(machine, made)
    if key.startswith(_RAISING):
        machine.observed.raising.add(place)
    return made


def _signed(machine: Machine, layers: list[dict[str, Passed]], place: Place) -> tuple[list[dict[str, Passed]], bool]:
    """What an authentication of the project's own puts into the headers, and whether it may change anything else."""
    value = last(layers, "auth")
    code = _code_of_object(machine, value)
    if code is None or not isinstance(value, Reference):
        return [], False
    headers = machine.allocate(heap.Table())
    request = heap.Instance(Definition("outside", _PREPARED), {"headers": Entry(headers, place)})
    message = machine.allocate(request)
    machine.perform(machine, code, Arguments((Passed(message, place, place),)), place, value)
    left = machine.instance(message)
    changed = left is None or left.open or len(left.attributes) > 1
    return [{"headers": Passed(headers, place, place)}], changed


def _code_of_object(machine: Machine, value: Value | None) -> Code | None:
    """What calling an object of the project's own class runs."""
    instance = machine.instance(value) if value is not None else None
    kind = instance.type if instance is not None else None
    if not isinstance(kind, Definition) or kind.kind != "class":
        return None
    found = attributes.class_attribute(machine, kind.key, "__call__")
    return machine.code.get(found.key) if isinstance(found, Definition) else None


def _login(machine: Machine, found: Mapping[str, Passed]) -> Iterator[dict[str, Passed]]:
    """A user and a password by keywords of their own are what an `auth` of both would be."""
    user, password = found.get("user"), found.get("password")
    if password is not None:
        first = user.value if user is not None else Known(None)
        pair = machine.allocate(heap.items("tuple", (first, password.value)))
        yield {"auth": Passed(pair, password.place, (user or password).place)}


def _is_looked_at(machine: Machine, session: Reference | None, key: str, arguments: Arguments) -> bool:
    """Whether a client itself raises on a refusal, or was told to look at each answer."""
    instance = machine.instance(session) if session is not None else None
    is_hooked = instance is not None and (attributes.HOOKED in instance.attributes or TOUCHED in instance.attributes)
    return is_hooked or key.startswith(machine.clients.raising) or not _HOOKS.isdisjoint(arguments.keywords)


# What a client hands to an authentication object.
_PREPARED = "a prepared request"

Own = Mapping[str, "tuple[int | str, ...]"]
_OWN_HOST = f"https://{e.DEFAULT_HOST}"


def own_client(machine: Machine, qualified: str) -> Own | None:
    """What the configuration says of a function: by its whole dotted name or by the end of it."""
    if not machine.own_clients:
        return None
    wanted = (known for name, known in machine.own_clients.items() if f".{qualified}".endswith(f".{name}"))
    return next(wanted, None)


def own_call(machine: Machine, own: Own, name: str, arguments: Arguments, place: Place) -> Value:
    """A call of a project's own wrapper. A path alone is one on the guide's host."""
    layers: list[dict[str, Passed]] = []
    for slot, wanted in own.items():
        for one in wanted:
            passed = arguments.get(one, None) if isinstance(one, int) else arguments.get(None, one)
            if passed is not None:
                layers.append({slot: passed})
    url = _url(machine, layers)
    start, _ = texts.leading(pieces_of(url))
    if "://" not in start and (start.startswith("/") or "url" not in own):
        url = texts.concat([Known(Written(_OWN_HOST)), url if "url" in own else Known(Written("/"))])
    record(machine, layers, url, name, arguments.open, place)
    return RESPONSE


def _built(machine: Machine, shape: Shape, session: Reference | None, found: dict[str, Passed]) -> Value:
    """`client.build_request(…)`: a message that carries the slots until it is sent."""
    merged = {slot: passed for layer in _session_layers(machine, session) for slot, passed in layer.items()}
    base, url = merged.get("base_url"), found.get("url")
    if base is not None and url is not None:
        found["url"] = replace(url, value=_based(base.value, url.value))
    key = next(name for name, known in machine.clients.messages.items() if known.client == shape.client)
    kind = machine.clients.messages[key]
    attributes = {_attribute_name(kind, slot): _held(slot, passed) for slot, passed in {**merged, **found}.items()}
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
            if attributes.is_shared(machine, holder, name):
                known_value = slots.get(slot)
                place = known_value.place if known_value is not None else Place("", names.NOWHERE)
                unknown = Unknown(f"the attribute {name}, which other functions set")
                value = choose((known_value.value, unknown)) if known_value is not None else unknown
                slots[slot] = Passed(value, place, place)
    if instance.open and "headers" not in slots:
        handed_in = Unknown("a client that was made elsewhere")
        slots["headers"] = Passed(handed_in, Place("", names.NOWHERE), Place("", names.NOWHERE))
    if known is not None and known.scheme is not None:
        slots["scheme"] = Passed(Known(Written(known.scheme)), Place("", names.NOWHERE), Place("", names.NOWHERE))
    return slots


def _message(machine: Machine, found: Mapping[str, Passed]) -> Reference | None:
    for slot in ("message", "target"):
        passed = found.get(slot)
        if passed is not None and isinstance(passed.value, Reference) and machine.instance(passed.value) is not None:
            return passed.value
    return None


def _url(machine: Machine, layers: list[dict[str, Passed]]) -> Value:
    url = last(layers, "url")
    if url is None:
        target = last(layers, "target")
        url = target if target is not None and not isinstance(target, Reference) else Unknown("a URL")
    base = last(layers, "base_url")
    if base is not None:
        return _based(base, url)
    host = last(layers, "host")
    if host is not None:
        scheme = last(layers, "scheme") or Known(Written("https"))
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
