"""Requests whose URL is a text, whose headers are a list, and whose login stands beside these."""

from __future__ import annotations

from dataclasses import replace

from sendcloud_lint.model.document import Section, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import requests
from sendcloud_lint.readers.collections.lookup import Lookup, name_of, named
from sendcloud_lint.readers.requests import BODY, MULTIPART, Body, Field, WrittenRequest


def posted_body(lookup: Lookup, posted: Tree | None, fields: tuple[Field, ...]) -> Body | None:
    """What was sent, as parameters where they are listed."""
    if not isinstance(posted, Section):
        return None
    kind = lookup.text(named(posted, "mimeType"))
    if fields and not kind.startswith("application/json"):
        slot = MULTIPART if kind.startswith("multipart/") else BODY
        return lookup.parameters(fields, name_of(posted, "params"), slot)
    return lookup.raw(named(posted, "text"), kind)


def plain(lookup: Lookup, item: Section, request: Section, at: Span) -> WrittenRequest | None:
    """Its address and its headers; None without an address."""
    address = lookup.address(named(request, "url"))
    if address is None:
        return None
    headers, cookies, logins = requests.read_headers(lookup.headers(named(request, "headers"), "name"))
    title, method = lookup.text(named(item, "name")), lookup.method(request)
    return WrittenRequest(item.span, at, title, method, address, (), headers, cookies, logins)


def with_login(lookup: Lookup, holder: Section, name: str, found: WrittenRequest) -> WrittenRequest:
    """The login that is kept under a name, as its own parts or as a header."""
    settings = named(holder, name)
    kind = lookup.text(named(settings, "type"))
    if not isinstance(settings, Section) or not lookup.is_on(settings):
        return found
    at = name_of(holder, name)
    if kind in ("basic", "digest"):
        inner = named(settings, kind) or settings
        user, password = (lookup.value_at(at, named(inner, word)) for word in ("username", "password"))
        return replace(found, auth=(*found.auth, requests.login(kind, at, user, password)))
    if kind == "bearer":
        token = named(settings, "token") or named(settings, "bearer")
        return replace(found, headers=(*found.headers, requests.bearer(at, lookup.value_at(at, token))))
    return found
