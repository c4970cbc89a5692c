"""Postman's collections, of the formats 2.0 and 2.1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import passages, requests
from sendcloud_lint.readers.collections.lookup import Lookup, name_of, named, sections, type_of
from sendcloud_lint.readers.requests import BODY, MULTIPART, Body, Field, WrittenRequest

_DEEPEST = 40
# Scripts that run before a request, where they may change more of it than variables.
_CHANGES = re.compile(
    r"\b(?:pm\.)?request\.(?:add|upsert|update|headers?|data|url|body)\b|\baddHeader\b|\baddQueryParams\b"
)


def _collection(root: Section) -> Section:
    """A collection as it is exported, or as Postman's own API hands it out."""
    inner = named(root, "collection")
    return inner if isinstance(inner, Section) else root


def is_one(lookup: Lookup, root: Section) -> bool:
    info = named(_collection(root), "info")
    return "getpostman.com" in lookup.text(named(info, "schema")) or named(info, "_postman_id") is not None


def variables(lookup: Lookup, root: Section) -> Iterator[p.Assign]:
    yield from lookup.variables(named(_collection(root), "variable"))


def entries(lookup: Lookup, root: Section) -> Iterator[WrittenRequest]:
    """The requests of all folders, each with the login and the scripts of what holds it."""
    waiting: list[tuple[Section, Section | None, bool, int]] = [(_collection(root), None, False, 0)]
    while waiting:
        item, auth, is_open, depth = waiting.pop()
        own = named(item, "auth")
        auth = own if isinstance(own, Section) else auth
        is_open = is_open or _is_changed(lookup, item)
        request = named(item, "request")
        if isinstance(request, Section):
            own = named(request, "auth")
            yield from _request(lookup, item, request, own if isinstance(own, Section) else auth, is_open)
        elif isinstance(request, Scalar):
            address = requests.address(lookup.passage(request))
            name = name_of(item, "request")
            yield WrittenRequest(item.span, name, lookup.text(named(item, "name")), lookup.method(item), address)
        if depth < _DEEPEST:
            inner = sections(named(item, "item"))
            waiting += [(one, auth, is_open, depth + 1) for one in reversed(inner)]


def _is_changed(lookup: Lookup, item: Section) -> bool:
    before = (one for one in sections(named(item, "event")) if lookup.text(named(one, "listen")) == "prerequest")
    scripts = (named(one, "script", "exec") for one in before)
    lines = (line for tree in scripts for line in (tree.items if isinstance(tree, Sequence) else [tree]))
    return any(_CHANGES.search(lookup.text(line)) for line in lines)


def _request(
    lookup: Lookup, item: Section, request: Section, auth: Section | None, is_open: bool
) -> Iterator[WrittenRequest]:
    address = named(request, "url")
    query = named(address, "query")
    found = _address(lookup, address, query)
    if found is None:
        return
    headers, cookies, logins = requests.read_headers(lookup.headers(named(request, "header")))
    login = _Login(lookup, auth)
    content_type = type_of(lookup, named(request, "header"), "key")
    yield WrittenRequest(
        span=item.span,
        at=name_of(item, "request"),
        title=lookup.text(named(item, "name")),
        method=lookup.method(request),
        url=_with_query(lookup, found, query),
        query=tuple(login.query),
        headers=(*headers, *login.headers),
        cookies=cookies,
        auth=(*logins, *login.auth),
        body=_body(lookup, named(request, "body"), content_type),
        open=is_open,
    )


def _address(lookup: Lookup, address: Tree | None, query: Tree | None) -> p.Expression | None:
    """A URL as it was typed, or put together of its parts, as other programs write collections."""
    whole = address if isinstance(address, Scalar) else named(address, "raw")
    if isinstance(whole, Scalar) or not isinstance(address, Section):
        return lookup.address(whole, query)
    pieces: list[p.Expression] = []
    for name, mark in (("host", "."), ("path", "/")):
        for part in lookup.parts(named(address, name)):
            at = Span(part.span.start, part.span.start)
            pieces += [p.Constant(at, Written(mark)), lookup.value(part)] if pieces else [lookup.value(part)]
    scheme = lookup.text(named(address, "protocol"))
    if not pieces:
        return None
    at = pieces[0].span
    return p.Formatted(address.span, (p.Constant(at, Written(f"{scheme}://" if scheme else "")), *pieces))


def _with_query(lookup: Lookup, address: p.Expression, query: Tree | None) -> p.Expression:
    """Postman encodes what is listed, and leaves a plus sign alone."""
    pieces = [address]
    for section, name in lookup.rows(query):
        content = named(section, "value")
        before, between = Span(name.span.start, name.span.start), Span(name.span.end, name.span.end)
        pieces.append(p.Constant(before, Written("?" if len(pieces) == 1 else "&")))
        pieces += [lookup.value(name), p.Constant(between, Written("="))]
        if isinstance(content, Scalar) and not lookup.is_nothing(content):
            pieces.append(passages.encoded(lookup.passage(content)))
    return p.Formatted(address.span, tuple(pieces)) if len(pieces) > 1 else address


def _body(lookup: Lookup, body: Tree | None, content_type: str) -> Body | None:
    if not isinstance(body, Section) or not lookup.is_on(body):
        return None
    mode = lookup.text(named(body, "mode"))
    content = named(body, mode)
    if mode in ("urlencoded", "formdata") and content is not None:
        slot = BODY if mode == "urlencoded" else MULTIPART
        return lookup.parameters(lookup.fields(content), name_of(body, mode), slot)
    if mode == "raw":
        language = lookup.text(named(body, "options", "raw", "language"))
        return lookup.raw(content, content_type or ("application/json" if language == "json" else ""))
    return Body(BODY, p.Opaque(body.span, ())) if mode else None


class _Login:
    """What Postman's `auth` comes to: a login, a header, or a parameter."""

    def __init__(self, lookup: Lookup, auth: Section | None) -> None:
        self._lookup = lookup
        self.auth: list[p.Argument] = []
        self.headers: list[Field] = []
        self.query: list[Field] = []
        kind = lookup.text(named(auth, "type"))
        if auth is not None and kind in ("basic", "digest", "bearer", "apikey"):
            self._take(kind, name_of(auth, kind), self._settings(named(auth, kind)))

    def _settings(self, tree: Tree | None) -> Mapping[str, Tree]:
        """A list of keys and values, or in earlier versions an object."""
        if isinstance(tree, Section):
            return {pair.name: pair.value for pair in tree.pairs}
        rows = ((self._lookup.text(name), named(row, "value")) for row, name in self._lookup.rows(tree))
        return {name: content for name, content in rows if content is not None}

    def _take(self, kind: str, at: Span, settings: Mapping[str, Tree]) -> None:
        def value(name: str) -> p.Expression:
            return self._lookup.value_at(at, settings.get(name))

        if kind in ("basic", "digest"):
            self.auth.append(requests.login(kind, at, value("username"), value("password")))
        elif kind == "bearer":
            self.headers.append(requests.bearer(at, value("token")))
        else:
            field = Field(value("key"), value("value"))
            is_query = self._lookup.text(settings.get("in")) == "query"
            (self.query if is_query else self.headers).append(field)
