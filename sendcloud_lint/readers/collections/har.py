"""HAR: what a browser or a proxy recorded. What it sent was encoded: parameters are read where they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model.document import Section, Sequence
from sendcloud_lint.readers.collections.lookup import Lookup, name_of, named, sections
from sendcloud_lint.readers.collections.plain import plain, posted_body
from sendcloud_lint.readers.requests import WrittenRequest


def is_one(lookup: Lookup, root: Section) -> bool:
    return isinstance(named(root, "log", "entries"), Sequence)


def entries(lookup: Lookup, root: Section) -> Iterator[WrittenRequest]:
    for entry in sections(named(root, "log", "entries")):
        request = named(entry, "request")
        found = plain(lookup, entry, request, name_of(entry, "request")) if isinstance(request, Section) else None
        if found is not None:
            posted, listed = named(request, "postData"), named(request, "queryString")
            yield replace(
                found,
                url=lookup.address(named(request, "url"), listed) or found.url,
                query=lookup.fields(listed, "name"),
                body=posted_body(lookup, posted, lookup.fields(named(posted, "params"), "name")),
            )
