"""Values written out as one text, and read back: forms, JSON, base64, multipart bodies."""

from __future__ import annotations

import base64
import binascii
import re

from sendcloud_lint.analysis import heap, tables, texts
from sendcloud_lint.analysis.heap import Entry
from sendcloud_lint.analysis.machine import Arguments, Machine
from sendcloud_lint.analysis.models import NOTHING, model
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Encoded, Known, Unknown, Value, Variable, pieces_of
from sendcloud_lint.model.written import Written


@model("urllib.parse.urlencode", "urllib.urlencode", "six.moves.urllib.parse.urlencode", "requests.compat.urlencode")
def _urlencode(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return Encoded("form", frozen(machine, arguments.value(0, "query") or NOTHING))


@model(
    "json.dumps",
    "simplejson.dumps",
    "ujson.dumps",
    "orjson.dumps",
    "flask.json.dumps",
    "django.core.serializers.json.dumps",
)
def _dumps(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return Encoded("json", frozen(machine, arguments.value(0, "obj") or NOTHING))


def frozen(machine: Machine, value: Value) -> Value:
    """A table or pairs as they are now; what changes them later does not change this."""
    if machine.table(value) is not None or machine.items(value) is not None:
        entries, is_open = tables.entries_of(machine, value)
        return machine.allocate(heap.Table(entries, is_open))
    return value


@model("base64.b64encode", "base64.standard_b64encode", "base64.urlsafe_b64encode", "base64.encodestring",
       "base64.encodebytes", "requests.auth._basic_auth_str")  # fmt: skip
def _b64encode(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return Encoded("base64", arguments.value(0, "s") or NOTHING)


@model("urllib3.make_headers", "urllib3.util.make_headers", "urllib3.util.request.make_headers")
def _make_headers(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """Headers by keyword, of which two are for logins."""
    found = heap.Table()
    for keyword, name in (("basic_auth", "authorization"), ("proxy_basic_auth", "proxy-authorization")):
        passed = arguments.get(None, keyword)
        if passed is not None:
            login = texts.concat([Known(Written("Basic ")), Encoded("base64", passed.value)])
            found = heap.with_entry(found, name, Entry(login, passed.place))
    return machine.allocate(found)


@model("base64.b64decode", "base64.standard_b64decode", "base64.urlsafe_b64decode", "base64.decodebytes")
def _b64decode(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return from_base64(arguments.value(0, "s") or NOTHING)


def from_base64(value: Value) -> Value:
    text = texts.text_constant(value)
    if text is None:
        return value.content if isinstance(value, Encoded) else _kept(value)
    try:
        decoded = base64.b64decode(text.encode("utf-8", "surrogateescape"), altchars=b"-_" if "-" in text else None)
    except (binascii.Error, ValueError):
        return Unknown("a text that can't be decoded")
    return Known(Written(decoded.decode("utf-8", "surrogateescape")), texts.origins(value))


def _kept(value: Value) -> Value:
    return value if isinstance(value, Variable) else Unknown("a decoded text")


# What programs are told, or called, that encode for a URL: `jq '…|@uri'`, `python3 -c '…quote…'`, `sed 's/ /%20/g'`.
_ENCODES = expression(r"ur[il]|quote|escap|encod|%[0-9A-Fa-f]{2}|%\\", re.IGNORECASE)


def encoded_by(program: str, arguments: Arguments) -> Value | None:
    """What a shell's program prints that plainly encodes for a URL what it is given; None for any other."""
    given = [passed.value for passed in arguments.positional]
    known = [piece for value in given for piece in pieces_of(value) if isinstance(piece, Known)]
    if not any(_ENCODES.search(text) for text in (program, *map(texts.shown, known))):
        return None
    return Encoded("quoted", Unknown("what is encoded"))


@model("requests_toolbelt.MultipartEncoder", "requests_toolbelt.multipart.encoder.MultipartEncoder",
       "aiohttp.MultipartWriter")  # fmt: skip
def _multipart(machine: Machine, arguments: Arguments, place: Place) -> Value:
    return Encoded("multipart", frozen(machine, arguments.value(0, "fields") or NOTHING))


@model("poster.encode.multipart_encode", "urllib3.encode_multipart_formdata",
       "urllib3.filepost.encode_multipart_formdata")  # fmt: skip
def _multipart_pair(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """The body, and the headers or the content type that go with it."""
    body = _multipart(machine, arguments, place)
    return machine.allocate(heap.Items("tuple", (body, Unknown("what goes with a multipart body"))))
