"""Bruno's requests and environments (`.bru`): blocks of names with values, and of text.

    post {
      url: https://shop.example/orders
      auth: basic
    }

    headers {
      ~accept: text/html
    }

    body:json {
      {"article": "{{article}}"}
    }

A block ends with a bracket at a line's start. What begins with `~` is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Section
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import bodies, passages, requests
from sendcloud_lint.readers.embedded import Embedded
from sendcloud_lint.readers.passages import Passage
from sendcloud_lint.readers.requests import BODY, MULTIPART, Body, Field, WrittenRequest

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_OPENING = re.compile(r"(?P<name>[a-z][\w:-]*)[ \t]*\{[ \t]*\r?\n?\Z")
_ROW = re.compile(r"[ \t]*(?P<off>~?)(?P<name>[^\s:]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_METHODS = frozenset(("get", "post", "put", "delete", "patch", "options", "head", "connect", "trace"))
_VARIABLES = ("vars", "vars:pre-request")
_FORMS = {"formUrlEncoded": ("body:form-urlencoded", BODY), "multipartForm": ("body:multipart-form", MULTIPART)}
_TEXTS = {
    "json": ("body:json", "application/json"),
    "text": ("body:text", "text/plain"),
    "xml": ("body:xml", "text/xml"),
}
_FILE = "@file("


@dataclass(slots=True)
class _Block:
    """Where it is named, what stands in it, and its rows that are not switched off."""

    name: Span
    content: Span
    rows: list[re.Match[str]] = field(default_factory=list)


def read(text: str) -> Embedded:
    """The request of a file, or the variables of an environment, as a program."""
    passage, blocks = Passage(text), dict(_blocks(text))
    variables = (one for name in _VARIABLES for one in _variables(passage, blocks.get(name)))
    program = requests.program(variables, _request(passage, blocks), ())
    return Embedded(None, program, Document(Section(Span(0, len(text)), ()), (), ()))


def _blocks(text: str) -> Iterator[tuple[str, _Block]]:
    name, block = "", None
    for line in _LINE.finditer(text, int(text.startswith("\ufeff"))):
        opening = _OPENING.fullmatch(line[0])
        if block is None and opening is not None:
            name = opening["name"]
            start = line.start() + opening.start("name")
            block = _Block(Span(start, start + len(name)), Span(line.end(), line.end()))
        elif block is not None and line[0].rstrip() == "}" and line[0].startswith("}"):
            yield name, block
            block = None
        elif block is not None:
            block.content = Span(block.content.start, line.end())
            row = _ROW.match(text, line.start(), line.end())
            if row is not None and not row["off"]:
                block.rows.append(row)
    if block is not None:
        yield name, block


def _value(passage: Passage, row: re.Match[str]) -> Passage:
    start, end = row.span("value")
    return passage.part(Span(start, start + len(passage.text[start:end].rstrip())))


def _variables(passage: Passage, block: _Block | None) -> Iterator[p.Assign]:
    for row in block.rows if block is not None else ():
        yield requests.variable(row["name"], Span(*row.span("name")), passages.value(_value(passage, row)))


def _fields(passage: Passage, block: _Block | None) -> tuple[Field, ...]:
    return tuple(_field(passage, row) for row in (block.rows if block is not None else ()))


def _field(passage: Passage, row: re.Match[str]) -> Field:
    value = _value(passage, row)
    is_file = value.text.startswith(_FILE)
    return Field(
        passages.constant(passage, *row.span("name")), p.Opaque(value.place, ()) if is_file else passages.value(value)
    )


def _told(passage: Passage, block: _Block | None, name: str) -> Passage | None:
    rows = block.rows if block is not None else ()
    return next((_value(passage, row) for row in rows if row["name"] == name), None)


def _request(passage: Passage, blocks: dict[str, _Block]) -> Iterator[WrittenRequest]:
    method = next((name for name in blocks if name in _METHODS), None)
    url = _told(passage, blocks[method], "url") if method is not None else None
    if method is None or url is None:
        return
    at = blocks[method].name
    rows = blocks["headers"].rows if "headers" in blocks else ()
    headers, cookies, logins = requests.read_headers(
        (passages.constant(passage, *row.span("name")), row["name"], _value(passage, row)) for row in rows
    )
    title = _told(passage, blocks.get("meta"), "name")
    yield WrittenRequest(
        span=Span(0, len(passage.text)),
        at=at,
        title=title.text if title is not None else "",
        method=p.Constant(at, Written(method.upper())),
        url=requests.address(url),
        headers=(*headers, *_token(passage, blocks, method)),
        cookies=cookies,
        auth=(*logins, *_login(passage, blocks, method)),
        body=_body(passage, blocks, method),
    )


def _chosen(passage: Passage, blocks: dict[str, _Block], method: str, what: str) -> str:
    told = _told(passage, blocks[method], what)
    return told.text if told is not None else ""


def _login(passage: Passage, blocks: dict[str, _Block], method: str) -> Iterator[p.Argument]:
    scheme = _chosen(passage, blocks, method, "auth")
    block = blocks.get(f"auth:{scheme}")
    user, password = _told(passage, block, "username"), _told(passage, block, "password")
    if scheme in ("basic", "digest") and block is not None and user is not None and password is not None:
        yield requests.login(scheme, block.name, passages.value(user), passages.value(password))


def _token(passage: Passage, blocks: dict[str, _Block], method: str) -> Iterator[Field]:
    block = blocks.get("auth:bearer")
    token = _told(passage, block, "token")
    if _chosen(passage, blocks, method, "auth") == "bearer" and block is not None and token is not None:
        yield requests.bearer(block.name, passages.value(token))


def _body(passage: Passage, blocks: dict[str, _Block], method: str) -> Body | None:
    """The one that the request chooses; others may stand beside it."""
    chosen = _chosen(passage, blocks, method, "body")
    name, slot = _FORMS.get(chosen, ("", ""))
    block = blocks.get(name)
    if block is not None:
        fields = _fields(passage, block)
        return Body(slot, requests.pairs(block.name, fields)) if fields else None
    name, kind = _TEXTS.get(chosen, ("", ""))
    block = blocks.get(name)
    return bodies.body(passage.part(block.content), kind) if block is not None else None
