"""Collections of requests that programs keep in JSON.

A file is known by what it holds, as its name says nothing. Its settings are read as those of any JSON beside this: a
value stands at the same place in both, so that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Section
from sendcloud_lint.readers import requests
from sendcloud_lint.readers.collections import har, insomnia, postman, thunder
from sendcloud_lint.readers.collections.lookup import Lookup
from sendcloud_lint.readers.passages import Passage
from sendcloud_lint.readers.requests import WrittenRequest

MAX_REQUESTS = 1_000


class _Kind(NamedTuple):
    is_one: Callable[[Lookup, Section], bool]
    entries: Callable[[Lookup, Section], Iterator[WrittenRequest]]
    variables: Callable[[Lookup, Section], Iterator[p.Assign]]


def _none(lookup: Lookup, root: Section) -> Iterator[p.Assign]:
    return iter(())


_KINDS = (
    _Kind(postman.is_one, postman.entries, postman.variables),
    _Kind(har.is_one, har.entries, _none),
    _Kind(insomnia.is_one, insomnia.entries, insomnia.variables),
    _Kind(thunder.is_one, thunder.entries, _none),
)


def read(text: str, document: Document) -> p.Program | None:
    """The requests of a collection as a program; None of any other JSON."""
    lookup, root = Lookup(Passage(text)), document.root
    kind = next((one for one in _KINDS if one.is_one(lookup, root)), None)
    if kind is None:
        return None
    written = islice(kind.entries(lookup, root), MAX_REQUESTS)
    return requests.program(kind.variables(lookup, root), written, document.comments)
