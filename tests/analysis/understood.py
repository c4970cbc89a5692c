"""The one way for a test to have texts understood, and how facts are written down to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

import pytest

from sendcloud_lint.analysis.understand import Understood, understand
from sendcloud_lint.engine.deep import deep
from sendcloud_lint.knowledge import endpoints
from sendcloud_lint.knowledge.credentials import has_shipper_marker, names_credential_of_service
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.document import Document, Trouble
from sendcloud_lint.model.facts import FORM, Address, Auth, Body, Credential, Request, Sent, Settings
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Place, Source
from sendcloud_lint.model.values import Choice, Encoded, Known, Text, Value, Variable
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import crontab, scripts, shell, unquoted, yaml
from sendcloud_lint.readers.kinds import kind_of


def understood(files: Mapping[str, str], **context: object) -> Understood:
    """The facts of a project's files, read and understood together.

    `api` and `shipper` are found in the texts as a run finds them, unless the context says otherwise.
    """
    return deep(lambda: _understood(files, context))


def _understood(files: Mapping[str, str], context: Mapping[str, object]) -> Understood:
    programs: dict[str, Program] = {}
    documents: dict[str, Document] = {}
    for path, text in files.items():
        kind = kind_of(path, text)
        troubles: tuple[Trouble, ...] = ()
        if kind in ("python", "shell"):
            programs[path], troubles = import_module(f"sendcloud_lint.readers.{kind}").read(text)
        else:
            reader = {"json5": "json"}.get(kind, kind)
            documents[path] = import_module(f"sendcloud_lint.readers.{reader}").read(text)
            troubles = documents[path].troubles
        if kind in ("yaml", "json", "toml", "ini", "hcl"):
            unquote = yaml.script if kind == "yaml" else unquoted.unquoted
            script = scripts.read(text, documents[path], unquote)
            programs.update({path: script} if script is not None else {})
        if kind == "crontab":
            programs[path], _ = shell.read(crontab.commands(text))
        if troubles:
            pytest.fail(f"{path} can't be read, it {troubles[0].reason}:\n{text}", pytrace=False)
    hosts = [host.name for host in (*endpoints.api_hosts(), *endpoints.smtp_hosts())]
    found: dict[str, object] = {
        "api": any(host in text for host in hosts for text in files.values())
        or (any(map(names_credential_of_service, files.values())) and not any(map(has_shipper_marker, files.values()))),
        "shipper": frozenset(path for path, text in files.items() if has_shipper_marker(text)),
        **context,
    }
    return understand(programs, documents, **found)  # type: ignore[arg-type]


# Facts in writing


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A fact where it stands: line and column count from 1; `width` is 0 where it goes on over a line's end."""

    path: str
    line: int
    column: int
    text: str
    width: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.text}"


def lines(facts: Understood, files: Mapping[str, str]) -> list[Line]:
    """Everything that was understood, in the order of the texts."""
    sources = {path: Source(path, text) for path, text in files.items()}
    found = [
        *(_line(sources, request.place, request_in_words(request)) for request in facts.requests),
        *(_line(sources, one.place, address_in_words(one)) for one in facts.addresses if one.scheme == "http"),
        *(_line(sources, credential.place, credential_in_words(credential)) for credential in facts.credentials),
        *(_line(sources, settings.credentials[0].place, settings_in_words(settings)) for settings in facts.settings),
    ]
    return sorted(dict.fromkeys(found))


def _line(sources: Mapping[str, Source], place: Place, text: str) -> Line:
    source = sources[place.path]
    start, end = source.position(place.span.start), source.position(place.span.end)
    width = end.column - start.column if start.line == end.line else 0
    return Line(place.path, start.line, start.column, text, width)


def request_in_words(request: Request) -> str:
    """`POST host/path email complete: apiUser=… apiKey=…`, then headers, cookies, authentication, and the body.

    What the body is stands there if it is no form, and if no parameter shows it.
    """
    endpoint = request.endpoint
    shown = {FORM, *(sent.where for sent in request.parameters)}
    state = ("complete" if request.complete else "open") + ("" if request.settled else " unsettled")
    words = [
        f"{request.method or '?'} {endpoint.host}{endpoint.path or '/…'} {endpoint.family or 'any'} {state}:",
        *(_sent(sent, "" if sent.where == "form" else f"{sent.where} ") for sent in request.parameters),
        *(_sent(sent, "header ") for sent in request.headers),
        *(_sent(sent, "cookie ") for sent in request.cookies),
        *(_auth(auth) for auth in request.auth),
        *(_body(body) for body in request.bodies if body.kind not in shown),
        *(["unverified"] if request.unverified is not None else []),
    ]
    return " ".join(words)


def _sent(sent: Sent, where: str) -> str:
    return f"{where}{sent.name}{'' if sent.certain else '?'}={in_words(sent.value)}"


def _auth(auth: Auth) -> str:
    pair = (in_words(value) if value is not None else "-" for value in (auth.user, auth.key))
    return f"{auth.scheme} {':'.join(pair)}"


def _body(body: Body) -> str:
    return f"{body.kind} body" + (f" by {body.by}" if body.by else "")


def address_in_words(address: Address) -> str:
    """`http address host/path`, and for a connection its class."""
    path = address.endpoint.path or ""
    return f"{address.scheme} address {address.endpoint.host}{path}" + (f" by {address.by}" if address.by else "")


def credential_in_words(credential: Credential) -> str:
    """`email key apiKey`, and for what it stands in."""
    words = f"{role_in_words(credential.role)} {credential.name}"
    if credential.default_of:
        words += f", default of {credential.default_of}"
    return f"{words}, a placeholder" if credential.placeholder else words


def settings_in_words(settings: Settings) -> str:
    return "mixed " + " ".join(one.name for one in settings.credentials)


def in_words(value: Value) -> str:
    """A value in the shortest writing: `'text'`, `$NAME`, `$NAME or 'text'`, `?` for anything unknown."""
    if isinstance(value, Known):
        return repr(value.value.reveal() if isinstance(value.value, Written) else value.value)
    if isinstance(value, Variable):
        return f"${value.name}" + (f" or {in_words(value.default)}" if value.default is not None else "")
    if isinstance(value, Text):
        return "+".join(in_words(piece) for piece in value.pieces)
    if isinstance(value, Choice):
        return "(" + "|".join(sorted(in_words(option) for option in value.options)) + ")"
    if isinstance(value, Encoded):
        return f"{value.encoding}({in_words(value.content)})"
    return "?"


def keys(facts: Understood) -> Iterator[Credential]:
    """The secret ones of the credentials."""
    return (credential for credential in facts.credentials if credential.role.is_key)
