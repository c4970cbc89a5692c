"""Insomnia's exports, of format 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Scalar, Section, Sequence
from sendcloud_lint.readers import requests
from sendcloud_lint.readers.collections.lookup import Lookup, name_of, named, sections
from sendcloud_lint.readers.collections.plain import plain, posted_body, with_login
from sendcloud_lint.readers.requests import WrittenRequest


def is_one(lookup: Lookup, root: Section) -> bool:
    return lookup.text(named(root, "_type")) == "export" and isinstance(named(root, "resources"), Sequence)


def variables(lookup: Lookup, root: Section) -> Iterator[p.Assign]:
    for resource in sections(named(root, "resources")):
        data = named(resource, "data")
        if lookup.text(named(resource, "_type")) == "environment" and isinstance(data, Section):
            for pair in data.pairs:
                if isinstance(pair.value, Scalar):
                    yield requests.variable(pair.name, pair.name_span, lookup.value(pair.value))


def entries(lookup: Lookup, root: Section) -> Iterator[WrittenRequest]:
    for resource in sections(named(root, "resources")):
        is_request = lookup.text(named(resource, "_type")) == "request"
        found = plain(lookup, resource, resource, name_of(resource, "url")) if is_request else None
        if found is not None:
            body = named(resource, "body")
            whole = replace(
                found,
                query=lookup.fields(named(resource, "parameters"), "name"),
                body=posted_body(lookup, body, lookup.fields(named(body, "params"), "name")),
            )
            yield with_login(lookup, resource, "authentication", whole)
