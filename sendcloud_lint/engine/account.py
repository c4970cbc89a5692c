"""What was understood of a project, in words: the requests, credentials and addresses, and the calls that were not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sendcloud_lint.engine.evidence import Evidence
from sendcloud_lint.engine.files.discover import Given
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.engine.regions import region_of
from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.account import Detail, Entry
from sendcloud_lint.model.facts import Address, Auth, Credential, Request, Sent, Unjudged
from sendcloud_lint.model.finding import Region, Step
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Choice, Encoded, Known, Text, Value, Variable
from sendcloud_lint.model.written import Written

_LONGEST_CHOICE = 4
_KINDS = {"environment": "environment variable"}
_Fact = TypeVar("_Fact", Request, Credential, Address, Unjudged)


def entries(project: Given, evidence: Evidence) -> tuple[Entry, ...]:
    """All entries of the given files, in their order."""
    return tuple(sorted(_Account(project, evidence).entries(), key=lambda entry: entry.sort_key))


class _Account:
    def __init__(self, project: Given, evidence: Evidence) -> None:
        self._project = project
        self._evidence = evidence
        self._files = frozenset(project.files)
        self._masks = {one.place: one.mask for one in evidence.understood.credentials if one.role.is_key}

    def entries(self) -> Iterator[Entry]:
        understood = self._evidence.understood
        for request in self._given(understood.requests):
            yield self._entry("request", request.place, _request_title(request), self._request(request))
        for credential in self._given(understood.credentials):
            title = f"{role_in_words(credential.role)}, known as {credential.name}"
            yield self._entry("credential", credential.place, title, self._credential(credential))
        for address in self._given(understood.addresses):
            title = f"{address.scheme} address of {endpoint_in_words(address.endpoint)}"
            yield self._entry("address", address.place, title, map(self._step, address.sent))
        for unjudged in self._given(understood.unjudged):
            yield self._entry("unjudged", unjudged.place, f"{unjudged.client} was not judged: {unjudged.reason}", ())

    def _given(self, facts: Iterable[_Fact]) -> Iterator[_Fact]:
        return (fact for fact in facts if fact.place.path in self._files)

    def _entry(self, kind: str, place: Place, title: str, details: Iterable[Detail]) -> Entry:
        return Entry(kind, self._region(place), self._told(title), tuple(details))

    # Requests

    def _request(self, request: Request) -> Iterator[Detail]:
        for sent in request.parameters:
            yield self._sent(sent, "")
        for header in request.headers:
            yield self._sent(header, "header ")
        for cookie in request.cookies:
            yield self._sent(cookie, "cookie ")
        for auth in request.auth:
            yield from self._auth(auth)
        for body in request.bodies:
            yield Detail("body", f"written as {body.kind}", self._where(body.place))
        if request.unverified is not None:
            yield Detail("certificate", "is not checked", self._where(request.unverified))
        if not request.complete:
            yield Detail("parameters", self._told(f"there may be more: {request.gap or 'they are not all known'}"))
        if not request.settled:
            yield Detail("headers", "there may be more, or authentication")
        yield from map(self._step, request.way)

    def _sent(self, sent: Sent, before: str) -> Detail:
        maybe = "" if sent.certain else " (on some ways only)"
        return Detail(self._told(f"{before}{sent.name}"), self._value(sent.value) + maybe, self._where(sent.place))

    def _auth(self, auth: Auth) -> Iterator[Detail]:
        for name, value in (("user", auth.user), ("password", auth.key)):
            if value is not None:
                yield Detail(f"{auth.scheme} {name}", self._value(value), self._where(auth.place))

    # Credentials

    def _credential(self, credential: Credential) -> Iterator[Detail]:
        if credential.role.is_key:
            yield Detail("value", credential.mask)
        if credential.placeholder:
            yield Detail("value", "a placeholder")
        if credential.default_of:
            yield Detail("value", self._told(f"stands in for {credential.default_of}"))
        yield from map(self._step, credential.uses)

    # Words

    def _step(self, step: Step) -> Detail:
        return Detail("way", self._told(step.message), self._where(step.place))

    def _value(self, value: Value) -> str:
        """What is known of a value, without a character of it."""
        return self._told(self._in_words(value))

    def _in_words(self, value: Value) -> str:
        if isinstance(value, Known):
            return self._known(value)
        if isinstance(value, Variable):
            default = "" if value.default is None else f", else {self._in_words(value.default)}"
            return f"the {_KINDS.get(value.kind, value.kind)} {value.name}".rstrip() + default
        if isinstance(value, Text):
            return "a text of " + " and ".join(self._in_words(piece) for piece in value.pieces[:_LONGEST_CHOICE])
        if isinstance(value, Choice):
            return "either " + " or ".join(self._in_words(option) for option in value.options[:_LONGEST_CHOICE])
        if isinstance(value, Encoded):
            return f"{value.encoding} of {self._in_words(value.content)}"
        return getattr(value, "reason", "something that is no text")

    def _known(self, value: Known) -> str:
        if not isinstance(value.value, Written):
            return "a number" if value.value is not None else "nothing"
        mask = next((self._masks[place] for place in value.origins if place in self._masks), None)
        origin = next((place for place in value.origins if place.path in self._evidence.texts.sources), None)
        where = f" at {self._located(origin)}" if origin is not None else ""
        return f"{mask or f'a literal of {len(value.value)} characters'}{where}"

    def _located(self, place: Place) -> str:
        region = self._region(place)
        return f"{region.path}:{region.start.line}"

    def _told(self, text: str) -> str:
        return self._evidence.gate.text(text)

    def _where(self, place: Place) -> Region | None:
        """A detail's place may be in no file: a client's own way of sending stands nowhere."""
        return self._region(place) if place.path in self._evidence.texts.sources else None

    def _region(self, place: Place) -> Region:
        path = self._evidence.gate.path(shown_path(os.path.join(self._project.root, place.path)))
        return region_of(self._evidence.texts.sources[place.path], path, place.span)


def _request_title(request: Request) -> str:
    return f"{request.method or 'some method'} to {endpoint_in_words(request.endpoint)}, by {request.client}"
