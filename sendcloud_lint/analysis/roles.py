"""Which named values of a request are credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.analysis import texts
from sendcloud_lint.knowledge import credentials as c
from sendcloud_lint.model.api import Endpoint, Role
from sendcloud_lint.model.facts import Sent
from sendcloud_lint.model.values import (
    Value,
    Variable,
    leaves,
    pieces_of,
)

_BEARER = ("bearer ", "token ", "apikey ", "key ")


def with_roles(parameters: list[Sent], endpoint: Endpoint) -> list[Sent]:
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


def header_roles(headers: list[Sent], endpoint: Endpoint) -> Iterator[Sent]:
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
