"""A request that is written down as data, lowered: a call of the client that would send it.

Each request is a function that nobody calls, so that none bears on another. Its file's variables are the program's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import passages
from sendcloud_lint.readers.passages import Passage

LANGUAGE = "requests"
# The slots of `file.send` in `clients.toml`.
BODY, JSON, MULTIPART = "body", "json", "multipart"
_LOGIN = re.compile(r"(?P<scheme>basic|digest)[ \t]+(?P<rest>\S.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"\{\{[^{}\r\n]*\}\}|(?P<sign>:|[ \t]+)")
_SCHEMELESS = re.compile(r"(?!\{\{)[\w.-]+(?::\d+)?(?:[/?]|\Z)")


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value: a header, a cookie, a parameter."""

    name: p.Expression
    value: p.Expression


@dataclass(frozen=True, slots=True)
class Body:
    """`slot` says how the client writes it."""

    slot: str
    value: p.Expression


@dataclass(frozen=True, slots=True)
class WrittenRequest:
    """`at` is where what is missing is missing; `open`: something that is not followed may add to it."""

    span: Span
    at: Span
    title: str
    method: p.Expression
    url: p.Expression
    query: tuple[Field, ...] = ()
    headers: tuple[Field, ...] = ()
    cookies: tuple[Field, ...] = ()
    auth: tuple[p.Argument, ...] = ()
    body: Body | None = None
    open: bool = False


def program(
    variables: Iterable[p.Assign], requests: Iterable[WrittenRequest], comments: Sequence[Comment]
) -> p.Program | None:
    """None without any variable or request."""
    body: tuple[p.Statement, ...] = (*variables, *(_function(one, number) for number, one in enumerate(requests, 1)))
    return p.Program(body, tuple(comments), LANGUAGE) if body else None


def variable(name: str, at: Span, value: p.Expression) -> p.Assign:
    return p.Assign(Span(min(at.start, value.span.start), max(at.end, value.span.end)), (p.Name(at, name),), value)


def _function(request: WrittenRequest, number: int) -> p.Function:
    """It is named for the request; no variable is called so."""
    name = p.Name(Span(request.span.start, request.span.start), f"request {request.title or number}")
    call = p.Call(request.at, p.Name(request.at, "send()"), tuple(_arguments(request)))
    return p.Function(request.span, name, (), (p.Evaluate(request.span, call),), ())


def _arguments(request: WrittenRequest) -> Iterator[p.Argument]:
    yield p.Argument(request.method)
    yield p.Argument(request.url)
    for slot, fields in (("headers", request.headers), ("cookies", request.cookies)):
        if fields:
            yield _keyword(slot, table(_around(fields), fields))
    if request.query:
        yield _keyword("query", pairs(_around(request.query), request.query))
    if request.body is not None:
        yield _keyword(request.body.slot, request.body.value)
    yield from request.auth
    if request.open:
        yield p.Argument(p.Opaque(request.at, ()), star="**")


def _keyword(slot: str, value: p.Expression) -> p.Argument:
    return p.Argument(value, slot, value.span)


def _around(fields: Sequence[Field]) -> Span:
    """A value may stand before its name."""
    spans = [span for field in fields for span in (field.name.span, field.value.span)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def table(span: Span, fields: Iterable[Field]) -> p.Table:
    return p.Table(span, tuple(p.TableEntry(one.name, one.value) for one in fields))


def pairs(span: Span, fields: Iterable[Field]) -> p.Items:
    rows = (p.Items(one.name.span, "tuple", (one.name, one.value)) for one in fields)
    return p.Items(span, "list", tuple(rows))


def login(scheme: str, at: Span, user: p.Expression, password: p.Expression) -> p.Argument:
    """`at` is what says that there is a login."""
    function = p.Name(at, f"{scheme}()")
    return p.Argument(p.Call(at, function, (p.Argument(user), p.Argument(password))), "auth", at)


def bearer(at: Span, token: p.Expression) -> Field:
    value = p.Formatted(token.span, (p.Constant(Span(at.start, at.start), Written("Bearer ")), token))
    return Field(p.Constant(at, Written("Authorization")), value)


def read_headers(
    headers: Iterable[tuple[p.Expression, str, Passage]],
) -> tuple[tuple[Field, ...], tuple[Field, ...], tuple[p.Argument, ...]]:
    """Headers by name, and of these apart the cookies, and a login whose user and password are written out."""
    plain: list[Field] = []
    cookies: list[Field] = []
    logins: list[p.Argument] = []
    for name, word, value in headers:
        found = _login(name, value) if word.lower() == "authorization" else None
        if found is not None:
            logins.append(found)
        elif word.lower() == "cookie":
            cookies += _cookies(value)
        else:
            plain.append(Field(name, passages.value(value)))
    return tuple(plain), tuple(cookies), tuple(logins)


def _login(name: p.Expression, value: Passage) -> p.Argument | None:
    """`Basic user password` and `Basic user:password`; in base64 it is a header like any other."""
    found = _LOGIN.fullmatch(value.text.strip())
    start = len(value.text) - len(value.text.lstrip()) + (found.start("rest") if found is not None else 0)
    end = len(value.text.rstrip())
    between = next((one for one in _BETWEEN.finditer(value.text, start, end) if one["sign"]), None)
    if found is None or between is None:
        return None
    user, password = value.part(Span(start, between.start())), value.part(Span(between.end(), end))
    return login(found["scheme"].lower(), name.span, passages.value(user), passages.value(password))


def _cookies(value: Passage) -> Iterator[Field]:
    at = 0
    for pair in value.text.split(";"):
        name, equals, text = pair.partition("=")
        start = at + len(name) - len(name.lstrip())
        if equals and name.strip():
            after = at + len(name) + 1
            yield Field(
                passages.constant(value, start, start + len(name.strip())),
                passages.value(value.part(Span(after, after + len(text)))),
            )
        at += len(pair) + 1


def address(passage: Passage, host: Passage | None = None) -> p.Expression:
    """A URL. One without a scheme is plain HTTP to these clients; a path alone is its `Host` header's, or that of the
    variable which is called so."""
    found = passages.url(passage)
    start = Span(found.span.start, found.span.start)
    if passage.text.startswith("/") and host is not None:
        return p.Formatted(found.span, (_text(start, "https://"), passages.value(host), found))
    if passage.text.startswith("/"):
        return p.Formatted(found.span, (p.Name(start, "host"), found))
    if "://" not in passage.text and _SCHEMELESS.match(passage.text):
        return p.Formatted(found.span, (_text(found.span, "http://"), found))
    return found


def _text(span: Span, text: str) -> p.Constant:
    return p.Constant(span, Written(text))
