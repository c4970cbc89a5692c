"""Thunder Client's collections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model.document import Section, Sequence, Tree
from sendcloud_lint.readers.collections.lookup import Lookup, name_of, named, sections
from sendcloud_lint.readers.collections.plain import plain, with_login
from sendcloud_lint.readers.requests import BODY, MULTIPART, Body, WrittenRequest


def is_one(lookup: Lookup, root: Section) -> bool:
    return "thunder" in lookup.text(named(root, "client")).lower() and isinstance(named(root, "requests"), Sequence)


def entries(lookup: Lookup, root: Section) -> Iterator[WrittenRequest]:
    for request in sections(named(root, "requests")):
        found = plain(lookup, request, request, name_of(request, "url"))
        if found is not None:
            whole = replace(found, body=_body(lookup, named(request, "body")))
            yield with_login(lookup, request, "auth", whole)


def _body(lookup: Lookup, body: Tree | None) -> Body | None:
    kind = lookup.text(named(body, "type"))
    if isinstance(body, Section) and kind in ("formencoded", "formdata"):
        slot = BODY if kind == "formencoded" else MULTIPART
        return lookup.parameters(lookup.fields(named(body, "form"), "name"), name_of(body, "form"), slot)
    return lookup.raw(named(body, "raw"), "application/json" if kind == "json" else "")
