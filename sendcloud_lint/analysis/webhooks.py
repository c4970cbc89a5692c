"""Handlers of the API's events: who reads a signature, and whether and how it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Frame, Machine
from sendcloud_lint.analysis.models import METHODS, NOTHING, model
from sendcloud_lint.analysis.observed import Hook
from sendcloud_lint.analysis.signatures import DIGEST, FIELDS, is_signature
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.model import program as p
from sendcloud_lint.model.facts import Webhook
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Definition, Known, Reference, Unknown, Value, Variable, alternatives, leaves

_STRONG = frozenset(("sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b"))


# Digests


@model("hmac.new", "hmac.HMAC", "hmac.digest")
def _digest(machine: Machine, arguments: Arguments, place: Place) -> Value:
    key, text = arguments.value(0, "key") or NOTHING, arguments.value(1, "msg") or NOTHING
    kind = arguments.value(2, "digestmod") or arguments.value(2, "digest") or NOTHING
    entries = {"key": Entry(key, place), "text": Entry(text, place), "hash": Entry(kind, place)}
    return machine.allocate(heap.Instance(Definition("outside", DIGEST), entries))


def _itself(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    return holder


def _update(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    digest = machine.instance(holder)
    before = digest.attributes["text"].value if digest is not None else NOTHING
    machine.set_attribute(holder, "text", Entry(texts.concat([before, arguments.value(0, "msg") or NOTHING]), place))
    return Known(None)


for _name in ("hexdigest", "digest", "hex", "lower", "upper", "encode", "copy"):
    METHODS[(DIGEST, _name)] = _itself
METHODS[(DIGEST, "update")] = _update


@model("hmac.compare_digest", "secrets.compare_digest", "django.utils.crypto.constant_time_compare",
       "werkzeug.security.safe_str_cmp", "itsdangerous.constant_time_compare")  # fmt: skip
def _compared(machine: Machine, arguments: Arguments, place: Place) -> Value:
    note_comparison(machine, list(arguments.all()), place, safe=True)
    return Unknown("a test")


def note_comparison(machine: Machine, values: list[Value], place: Place, *, safe: bool) -> None:
    """A signature is compared with a digest that this code has made."""
    digests = [digest for value in values if (digest := _digest_in(machine, value)) is not None]
    if not digests:
        return
    key, text, kind = (digests[0].attributes[name].value for name in ("key", "text", "hash"))
    signs = {leaf.name for leaf in leaves(text) if isinstance(leaf, Variable)}
    if not ({"timestamp", "token"} <= signs and any(map(is_signature, values))):
        return
    hook = Hook(machine.frame.module.path, _names_around(machine, key), _flaw(machine, key, kind))
    for frame in machine.frames:
        frame.verified = hook
    if not safe:
        machine.observed.comparisons[place] = hook


def _digest_in(machine: Machine, value: Value) -> heap.Instance | None:
    for option in alternatives(value):
        instance = machine.instance(option)
        if instance is not None and instance.type == Definition("outside", DIGEST):
            return instance
    return None


def _names_around(machine: Machine, key: Value) -> tuple[str, ...]:
    read = [leaf.name for leaf in leaves(key) if isinstance(leaf, Variable)]
    return (*read, *(frame.name for frame in machine.frames))


def _flaw(machine: Machine, key: Value, kind: Value) -> str:
    """What is wrong with a digest: its key, or its hash; empty where nothing is."""
    for leaf in leaves(key):
        name = leaf.name if isinstance(leaf, Variable) else ""
        role = c.role_of_variable(name)
        if role is not None and c.evidence_of(name) >= c.Evidence.PAIRED and "app" not in name.lower():
            return "the API key"
    name = kind.key if isinstance(kind, Definition) else texts.text_constant(kind) or ""
    weak = name.rpartition(".")[2].lower()
    return f"{weak.upper()}" if weak and weak not in _STRONG else ""


# Handlers


def note_handler(machine: Machine, frame: Frame) -> None:
    """A function's end: one that read all three fields is a handler, or a helper of one."""
    if frame.code is None or not frame.fields >= FIELDS or not isinstance(frame.code.node, p.Function):
        return
    place = Place(frame.module.path, frame.code.node.name.span)
    hook = frame.verified or Hook(frame.module.path, (frame.name,), "no check")
    known = machine.observed.handlers.get(place)
    if known is None or known.flaw:
        machine.observed.handlers[place] = hook


def webhooks(
    handlers: Iterable[tuple[Place, Hook]], comparisons: Iterable[tuple[Place, Hook]], shipper: frozenset[str]
) -> Iterator[Webhook]:
    """Those that are this API's: by a name with the service in it, of the file, the function or the key."""
    for place, hook in handlers:
        if hook.flaw and _is_ours(hook, shipper):
            yield Webhook(place, hook.flaw, "", hook.path)
    for place, hook in comparisons:
        if _is_ours(hook, shipper):
            yield Webhook(place, "", "==", hook.path)


def _is_ours(hook: Hook, shipper: frozenset[str]) -> bool:
    words = (hook.path.rpartition("/")[2].partition(".")[0], *hook.names)
    return hook.path not in shipper and any(map(c.has_service_word, words))
