"""URLs of the API with a query, in settings and in other languages: what they name, and what they would send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.analysis.roles import with_roles
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.model.api import Endpoint
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import QUERY, Request, Sent
from sendcloud_lint.model.source import Place, Span
from sendcloud_lint.model.values import Known, likely
from sendcloud_lint.model.written import Written

_LONGEST = 2_300
_PARAMETER = expression(r"([^&=#?]+)(?:=([^&#]*))?")


class _Url(NamedTuple):
    naming: Naming
    endpoint: Endpoint
    text: str
    place: Place
    start: int


def queries(namings: Iterable[Naming], hosts: frozenset[str]) -> Iterator[tuple[Request, list[Naming]]]:
    """Requests of which nothing but the URL is known: nobody can say what else is sent, or that something is not.
    Beside each the parameters as settings of the host."""
    for naming in namings:
        value = likely(naming.value)
        text, place = texts.text_constant(value), next(iter(texts.origins(value)), None)
        if text is None or place is None or "?" not in text or len(text) > _LONGEST:
            continue
        # What stands as it is, with or without quotes, has its places.
        margin = place.span.end - place.span.start - len(text)
        endpoint = e.endpoint_of(text, hosts) if margin in (0, 2) else None
        if endpoint is not None:
            url = _Url(naming, endpoint, text, place, place.span.start + margin // 2)
            parameters = list(_parameters(url))
            yield _request(url, parameters), parameters


def _parameters(url: _Url) -> Iterator[Naming]:
    path = url.place.path
    group = (path, url.start)
    for found in _PARAMETER.finditer(url.text, url.text.index("?")):
        if found[2] is None:
            continue
        name, value = (Span(url.start + start, url.start + end) for start, end in (found.span(1), found.span(2)))
        given = Known(Written(found[2]), (Place(path, value),))
        yield Naming(found[1], (url.endpoint.host,), group, given, Place(path, name), url.naming.scope)


def _request(url: _Url, parameters: list[Naming]) -> Request:
    sent = [Sent(one.name, url.place, one.value, QUERY) for one in parameters]
    return Request(
        place=url.place,
        endpoint=url.endpoint,
        method=None,
        client="",
        parameters=tuple(with_roles(sent, url.endpoint)),
        headers=(),
        cookies=(),
        auth=(),
        complete=False,
        settled=False,
        scope=url.naming.scope,
    )
