"""Which call is an HTTP request, and what stands where in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Any

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.model.records import dataclass, sealed


@sealed(frozen=True, slots=True)
class Shape:
    """A call: its positional arguments by slot, its keywords by slot, its method where the name says it.

    `passes` names the slot whose value the call gives back; `builds` marks a call that only makes a message.
    """

    client: str
    positional: tuple[str, ...]
    slots: Mapping[str, str]
    method: str | None
    passes: str | None
    builds: bool


@sealed(frozen=True, slots=True)
class Session:
    """A client object: what its constructor takes, and which of its attributes are slots."""

    client: str
    positional: tuple[str, ...]
    slots: Mapping[str, str]
    attributes: Mapping[str, str]
    scheme: str | None = None


@dataclass(slots=True)
class Clients:
    """All call shapes by dotted name."""

    functions: dict[str, Shape] = field(default_factory=dict)
    methods: dict[tuple[str, str], Shape] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    messages: dict[str, Session] = field(default_factory=dict)
    auth: dict[str, str] = field(default_factory=dict)
    adapters: frozenset[str] = frozenset()
    smtp: frozenset[str] = frozenset()
    smtp_calls: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    unverified_contexts: frozenset[str] = frozenset()
    unverified_names: frozenset[str] = frozenset()
    unverified_texts: frozenset[str] = frozenset()
    patched: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    timeouts: frozenset[str] = frozenset()
    single: tuple[str, ...] = ()
    raising: tuple[str, ...] = ()

    def is_class(self, name: str) -> bool:
        """Whether the name is a client's, a message's or an authentication's class."""
        return name in self.sessions or name in self.messages or name in self.auth or name in self.smtp

    def method(self, class_name: str, name: str) -> Shape | None:
        return self.methods.get((class_name, name))


@cache
def known_clients() -> Clients:
    """The clients of `clients.toml`."""
    clients = Clients()
    data = read_data("clients.toml")
    for name, table in data.items():
        if name == "auth":
            for scheme in ("basic", "digest"):
                clients.auth.update(dict.fromkeys(table[scheme], scheme))
        elif name == "smtp":
            clients.smtp, clients.smtp_calls = frozenset(table["sessions"]), frozenset(table["calls"])
        elif name == "timeout":
            clients.waiting, clients.timeouts = tuple(table["waiting"]), frozenset(table["objects"])
        elif name == "answers":
            clients.single, clients.raising = tuple(table["single"]), tuple(table["raising"])
        elif name == "tls":
            clients.contexts = frozenset(table["contexts"])
            clients.unverified_contexts = frozenset(table["unverified_contexts"])
            clients.unverified_names = frozenset(table["unverified_names"])
            clients.unverified_texts = frozenset(table["unverified_texts"])
            clients.patched = tuple(table["patched"])
        else:
            _add(clients, name, table)
            if name == "adapters":
                clients.adapters = frozenset(table["sessions"])
    return clients


def _add(clients: Clients, name: str, table: Mapping[str, Any]) -> None:
    slots = table["slots"]
    for class_name in table.get("sessions", ()):
        scheme = ("https" if "HTTPS" in class_name else "http") if "Connection" in class_name else None
        positional = tuple(table.get("session_positional", ("host",) if scheme else ()))
        attributes = table.get("attributes", {})
        clients.sessions[class_name] = Session(name, positional, slots, attributes, scheme)
    for class_name in table.get("messages", ()):
        positional = tuple(table["message_positional"])
        clients.messages[class_name] = Session(name, positional, slots, table["message_attributes"])
    for call_name, call in table.get("calls", {}).items():
        _add_call(clients, name, table, call_name, call)


def _add_call(clients: Clients, name: str, table: Mapping[str, Any], call_name: str, call: Mapping[str, Any]) -> None:
    slots = {**table["slots"], **call.get("slots", {})}
    shape = Shape(
        name, tuple(call["positional"]), slots, call.get("method"), call.get("passes"), bool(call.get("builds"))
    )
    for module in table.get("modules", ()):
        clients.functions[f"{module}.{call_name}"] = shape
    in_session = Shape(name, tuple(call.get("session", call["positional"])), *_rest(shape))
    for class_name in table.get("sessions", ()):
        clients.methods[(class_name, call_name)] = in_session


def _rest(shape: Shape) -> tuple[Mapping[str, str], str | None, str | None, bool]:
    return shape.slots, shape.method, shape.passes, shape.builds
