"""Requests that are written as data: a task of Ansible's module `uri`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sendcloud_lint.analysis import heap, texts
from sendcloud_lint.analysis.machine import Arguments, Machine, Passed
from sendcloud_lint.analysis.models import model
from sendcloud_lint.analysis.requests import record
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Unknown, Value
from sendcloud_lint.model.written import Written

_OFF = ("no", "false", "off", "0")
_BODIES = {"json": "json", "form-urlencoded": "body", "form-multipart": "multipart"}


@model("command.ansible.builtin.uri")
def _uri(machine: Machine, arguments: Arguments, place: Place) -> Value:
    """It gives up after half a minute, and fails on an unexpected status, by itself."""
    given = arguments.keywords
    layers = [{"headers": given["headers"]}] if "headers" in given else []
    layers += [*_body(given), *_login(machine, given)]
    checks = given.get("validate_certs")
    if checks is not None and (texts.constant(checks.value) or "").lower() in _OFF:
        layers.append({"verify": replace(checks, value=Known(value=False))})
    if "retries" in given:
        layers.append({"retries": given["retries"]})
    method = given.get("method", Passed(Known(Written("GET")), place, place))
    url = given["url"].value if "url" in given else Unknown("not given")
    record(machine, [*layers, {"method": method}], url, "command.ansible.builtin.uri", "src" in given, place)
    return Unknown("what a task registers")


def _body(given: Mapping[str, Passed]) -> list[dict[str, Passed]]:
    body, kind = given.get("body"), given.get("body_format")
    if body is None:
        return []
    slot = _BODIES.get(texts.constant(kind.value) or "", "body") if kind is not None else "body"
    if slot != "body" and kind is not None:
        body = replace(body, place=kind.place)
    return [{slot: body}]


def _login(machine: Machine, given: Mapping[str, Passed]) -> list[dict[str, Passed]]:
    user = given.get("url_username", given.get("user"))
    key = given.get("url_password", given.get("password"))
    first = user or key
    if first is None:
        return []
    pair = tuple(one.value if one is not None else Unknown("not given") for one in (user, key))
    return [{"auth": replace(first, value=machine.allocate(heap.Items("tuple", pair)))}]
