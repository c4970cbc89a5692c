"""URLs put together and taken apart."""

from __future__ import annotations

from dataclasses import replace

from sendcloud_lint.analysis import heap, names, texts
from sendcloud_lint.analysis.encodings import frozen
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import METHODS, NOTHING, model
from sendcloud_lint.analysis.names import SPLIT_URL
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import (
    Definition,
    Encoded,
    Known,
    Reference,
    Text,
    Unknown,
    Value,
    alternatives,
    choose,
    likely,
    pieces_of,
)
from sendcloud_lint.model.written import Written

# What stands before each part of a URL, in their order: `params` is what a `;` leads in, in `urlparse` alone.
_PARTS = {"scheme": "", "netloc": "://", "path": "/", "params": ";", "query": "?", "fragment": "#"}
_SPLIT = tuple(name for name in _PARTS if name != "params")


@model("urllib.parse.quote", "urllib.parse.quote_plus", "urllib.quote", "urllib.quote_plus", "requests.utils.quote",
       "six.moves.urllib.parse.quote", "urllib2.quote", "requests.compat.quote", "yarl.quote",
       "django.utils.http.urlquote", "file.quote")  # fmt: skip
def _quoted(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return choose(tuple(Encoded("quoted", option) for option in alternatives(arguments.value(0, "string") or NOTHING)))


@model("urllib.parse.urljoin", "urlparse.urljoin", "requests.compat.urljoin", "six.moves.urllib.parse.urljoin")
def _urljoin(machine: Machine, arguments: Arguments, place: Place) -> Value:
    base, path = arguments.value(0, "base") or NOTHING, arguments.value(1, "url") or NOTHING
    return choose(tuple(join_url(one, other) for one in alternatives(likely(base)) for other in alternatives(path)))


def join_url(base: Value, path: Value) -> Value:
    """`urljoin`, its literals kept: a whole URL stands, a rooted path follows the host, another one the last slash."""
    start, whole = texts.leading([path] if not isinstance(path, Text) else path.pieces)
    if "://" in start or start.startswith("//"):
        return path
    base_text = texts.text_constant(base)
    if base_text is None or not (start or whole):
        return Unknown("a joined URL")
    scheme, mark, rest = base_text.partition("://")
    host, _, folder = rest.partition("/")
    kept = f"{scheme}{mark}{host}"
    if not start.startswith("/"):
        kept += f"/{folder.rpartition('/')[0]}/" if "/" in folder else "/"
    return texts.concat([Known(Written(kept), texts.origins(base)), path])


@model("httpx.URL")
def _url_object(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """A URL's text, with what its `params` add."""
    url, query = arguments.value(0, "url") or NOTHING, arguments.value(None, "params")
    if query is None:
        return url
    return texts.concat([url, Known(Written("?")), Encoded("form", frozen(machine, query))])


@model("urllib.parse.urlsplit", "urlparse.urlsplit", "six.moves.urllib.parse.urlsplit")
def _urlsplit(machine: Machine, arguments: Arguments, place: Place) -> Value:
    parts = _parts_of(arguments.value(0, "url") or NOTHING)
    return _url_parts(machine, {name: parts[name] for name in _SPLIT}, place)


@model("urllib.parse.urlparse", "urlparse.urlparse", "requests.compat.urlparse", "six.moves.urllib.parse.urlparse")
def _urlparse(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return _url_parts(machine, _parts_of(arguments.value(0, "url") or NOTHING), place)


def _url_parts(machine: Machine, parts: dict[str, Value], place: Place) -> Value:
    found = {name: Entry(value, place) for name, value in parts.items()}
    return machine.allocate(heap.Instance(Definition("outside", SPLIT_URL), found))


def _parts_of(url: Value) -> dict[str, Value]:
    """The parts of a URL, on each way that it may have come about."""
    ways = [_parted(option) for option in alternatives(likely(url))]
    return {name: choose(tuple(way[name] for way in ways)) for name in _PARTS}


def _parted(url: Value) -> dict[str, Value]:
    """The parts of a URL whose signs are known; a part that is not there is an empty text."""
    empty = Known(Written(""))
    if not texts.is_text(url):
        return dict.fromkeys(_PARTS, Unknown("a part of a URL"))
    rest, *fragment = texts.split(pieces_of(url), "#", 1)
    rest, *query = texts.split(rest, "?", 1)
    scheme, *after = texts.split(rest, "://", 1)
    netloc, *path = texts.split(after[0] if after else (), "/", 1)
    whole = {
        "scheme": scheme if after else (),
        "netloc": netloc,
        "path": (Known(Written("/")), *path[0]) if path else () if after else scheme,
        "params": (),
        "query": query[0] if query else (),
        "fragment": fragment[0] if fragment else (),
    }
    return {name: texts.concat(list(pieces)) if pieces else empty for name, pieces in whole.items()}


@model("urllib.parse.urlunsplit", "urlparse.urlunsplit", "urllib.parse.urlunparse", "urlparse.urlunparse",
       "six.moves.urllib.parse.urlunsplit", "six.moves.urllib.parse.urlunparse",
       "requests.compat.urlunparse")  # fmt: skip
def _urlunsplit(machine: Machine, arguments: Arguments, place: Place) -> Value:
    given = arguments.value(0, None) or NOTHING
    items = machine.items(given) or names.record_items(machine, given)
    parts = _PARTS if items is not None and len(items.elements) == len(_PARTS) else _SPLIT
    if items is None or items.open or len(items.elements) != len(parts):
        return Unknown("a URL of unknown parts")
    return _whole(dict(zip(parts, items.elements, strict=True)))


def _whole(parts: dict[str, Value]) -> Value:
    """The URL of these parts."""
    pieces: list[Value] = []
    for name, value in parts.items():
        if texts.text_constant(value) == "":
            continue
        start, _ = texts.leading(pieces_of(likely(value)))
        is_rooted = name == "path" and (start.startswith("/") or not pieces)
        pieces += [value] if is_rooted else [Known(Written(_PARTS[name])), value]
    return texts.concat(pieces) if pieces else Known(Written(""))


def _geturl(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    parts = machine.instance(holder)
    found = parts.attributes if parts is not None else {}
    return _whole({name: found[name].value for name in _PARTS if name in found})


def _replace(machine: Machine, holder: Reference, arguments: Arguments, place: Place) -> Value:
    """A record with other values in some of its fields."""
    record = machine.instance(holder)
    if record is None:
        return NOTHING
    changed = {name: Entry(passed.value, passed.place) for name, passed in arguments.keywords.items()}
    fields = {**record.attributes, **{name: entry for name, entry in changed.items() if name in record.attributes}}
    return machine.allocate(replace(record, attributes=fields, open=record.open or arguments.open))


METHODS[(SPLIT_URL, "geturl")] = _geturl
for _kind in names.RECORDS:
    METHODS[(_kind, "_replace")] = _replace
