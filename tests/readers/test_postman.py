"""Collections of requests in JSON: Postman's, HAR, Insomnia's, Thunder Client's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.readers import collections
from sendcloud_lint.readers import json as json_reader
from tests.growth import growth
from tests.readers.requests_read import Request, nodes, requests_of, spans_of, variables_of

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def program(text: str) -> p.Program | None:
    return collections.read(text, json_reader.read(text))


def read(data: Any) -> list[Request]:
    text = json.dumps(data, indent=1)
    return requests_of(program(text), text)


def postman(*items: Any, **more: Any) -> dict[str, Any]:
    return {"info": {"name": "Shop", "schema": SCHEMA}, "item": list(items), **more}


def request(url: Any = "https://shop.example/a", **more: Any) -> dict[str, Any]:
    return {"name": "One", "request": {"method": "POST", "url": url, **more}}


def only(*items: Any, **more: Any) -> Request:
    (found,) = read(postman(*items, **more))
    return found


def row(key: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"key": key, "value": value, **more}


# Postman


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/a?b={{c}}", "https://shop.example/a?b={{c}}"),
        ({"raw": "{{base}}/a", "host": ["{{base}}"], "path": ["a"]}, "{{base}}/a"),
        ({"raw": "https://shop.example/a?b=c", "query": [row("b", "c"), row("d", "{{e}}")]},
         "https://shop.example/a?b=c&d={{e}}"),
        ({"raw": "https://shop.example/a?b=c", "query": [row("b", "c", disabled=True)]}, "https://shop.example/a"),
        ({"raw": "https://shop.example/a?b=c", "query": []}, "https://shop.example/a"),
        ({"protocol": "https", "host": ["shop", "example"], "path": ["a", "b"]}, "https://shop.example/a/b"),
        ({"host": "{{base}}", "path": ["a"], "query": [row("b", "c")]}, "{{base}}/a?b=c"),
        ("shop.example/a", "http://shop.example/a"),
    ],
)  # fmt: skip
def test_addresses(url: Any, expected: str) -> None:
    assert only(request(url)).url == expected


def test_folders_versions_and_bare_addresses() -> None:
    inner = {
        "name": "Folder",
        "item": [request("https://a.example"), {"name": "F", "item": [request("https://b.example")]}],
    }
    found = read({"collection": postman(inner, {"name": "Two", "request": "https://c.example"})})
    assert [(one.title, one.method, one.url) for one in found] == [
        ("One", "POST", "https://a.example"), ("One", "POST", "https://b.example"), ("Two", "GET", "https://c.example"),
    ]  # fmt: skip


def test_what_is_missing_is_missing_in_the_request() -> None:
    assert only(request()).at == '"request"'


def test_headers() -> None:
    header = [row("A", "{{b}}"), row("C", "d", disabled=True), row("Cookie", "e=f"), row("authorization", "Basic g h")]
    found = only(request(header=header))
    assert found.fields == {"headers": [("A", "{{b}}")], "cookies": [("e", "f")]}
    assert found.login == ("basic()", "g", "h")


@pytest.mark.parametrize(
    ("body", "slot", "rows"),
    [
        ({"mode": "urlencoded", "urlencoded": [row("a", "b"), row("c", "d", disabled=True)]}, "body", [("a", "b")]),
        ({"mode": "urlencoded", "urlencoded": [row("a", None), row("b", "")]}, "body", [("a", "None"), ("b", "")]),
        ({"mode": "formdata", "formdata": [row("a", "b", type="text"), {"key": "c", "type": "file", "src": "d"}]},
         "multipart", [("a", "b"), ("c", "<?>")]),
        ({"mode": "raw", "raw": '{"a": "{{b}}", "c": "d\\n"}'}, "json", [("a", "{{b}}"), ("c", "d\n")]),
    ],
)  # fmt: skip
def test_bodies(body: Any, slot: str, rows: list[tuple[str, str]]) -> None:
    assert only(request(body=body)).fields == {slot: rows}


@pytest.mark.parametrize(
    ("body", "slots"),
    [
        ({"mode": "raw", "raw": "a=b&c={{d}}"}, {"body": "a=b&c={{d}}"}),
        ({"mode": "file", "file": {"src": "a"}}, {"body": "<?>"}),
        ({"mode": "raw", "raw": ""}, {}), ({}, {}), (None, {}), ({"mode": "raw", "raw": "a", "disabled": True}, {}),
    ],
)  # fmt: skip
def test_bodies_without_names(body: Any, slots: dict[str, str]) -> None:
    assert only(request(body=body)).slots == slots


LOGIN = {"type": "basic", "basic": [row("username", "a"), row("password", "{{b}}")]}


def test_logins_are_those_of_what_holds_a_request() -> None:
    folder = {"name": "F", "auth": {"type": "bearer", "bearer": {"token": "c"}}, "item": [request()]}
    own = request(auth={"type": "apikey", "apikey": [row("key", "d"), row("value", "e"), row("in", "query")]})
    none, inherited = request(auth={"type": "noauth"}), request()
    first, second, third, last = read(postman(folder, own, none, inherited, auth=LOGIN))
    assert first.fields == {"headers": [("Authorization", "Bearer c")]}
    assert second.fields == {"query": [("d", "e")]}
    assert (third.login, third.fields) == (None, {})
    assert last.login == ("basic()", "a", "{{b}}")


@pytest.mark.parametrize(
    ("script", "is_open"),
    [
        ("pm.request.headers.add(a)", True), ("pm.request.body.urlencoded.upsert(a)", True),
        ("pm.variables.set('a', 'b')", False), ("pm.request.addHeader(a)", True), ("console.log(request.name)", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("listen", ["prerequest", "test"])
def test_scripts_may_add_to_a_request(script: str, is_open: bool, listen: str) -> None:
    event = [{"listen": listen, "script": {"exec": ["", script]}}]
    assert only({**request(), "event": event}).open is (is_open and listen == "prerequest")
    assert only(request(), event=event).open is (is_open and listen == "prerequest")


def test_variables() -> None:
    text = json.dumps(postman(request(), variable=[row("a", "b"), row("c", "{{d}}"), row("e", "f", disabled=True)]))
    assert variables_of(program(text)) == [("a", "b"), ("c", "{{d}}")]


def test_values_stand_where_the_settings_have_them() -> None:
    body = {"mode": "urlencoded", "urlencoded": [row("name", 'val\u00fce \\ " \n'), row("b", "x{{c}}")]}
    text = json.dumps(postman(request("https://shop.example?q=1", body=body), variable=[row("v", "w")]))
    found = [one for one in nodes(program(text)) if isinstance(one, p.Constant)]
    shown = {text[one.span.start : one.span.end]: one.value.reveal() for one in found}  # type: ignore[union-attr]
    for value in ("name", 'val\u00fce \\ " \n', "w"):
        assert shown[json.dumps(value)] == value
    assert shown["x"] == "x"
    assert shown['"https://shop.example?q=1"'] == "https://shop.example"


# Others


def test_what_a_browser_recorded() -> None:
    posted = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "b"}], "text": "a=b"}
    entry = {"request": {
        "method": "POST", "url": "https://shop.example/a?c=d%20", "queryString": [{"name": "c", "value": "d "}],
        "headers": [{"name": ":path", "value": "/"}, {"name": "E", "value": "f"}], "postData": posted,
    }}  # fmt: skip
    (found,) = read({"log": {"entries": [entry, {}, {"request": {}}]}})
    assert (found.method, found.url) == ("POST", "https://shop.example/a")
    assert found.fields == {"headers": [("E", "f")], "query": [("c", "d ")], "body": [("a", "b")]}


def test_what_insomnia_exports() -> None:
    one = {
        "_type": "request", "name": "One", "method": "POST", "url": "{{ _.base }}/a",
        "headers": [{"name": "A", "value": "b"}], "parameters": [{"name": "c", "value": "d"}],
        "body": {"mimeType": "application/json", "text": '{"e": "f"}'},
        "authentication": {"type": "basic", "username": "g", "password": "h"},
    }  # fmt: skip
    base = {"_type": "environment", "data": {"base": "https://shop.example", "more": {}}}
    data = {"_type": "export", "resources": [one, base, {"_type": "workspace"}]}
    (found,) = read(data)
    assert (found.title, found.url, found.login) == ("One", "{{base}}/a", ("basic()", "g", "h"))
    assert found.fields == {"headers": [("A", "b")], "query": [("c", "d")], "json": [("e", "f")]}
    assert variables_of(program(json.dumps(data))) == [("base", "https://shop.example")]


def test_what_thunder_client_keeps() -> None:
    one = {
        "name": "One", "method": "POST", "url": "https://shop.example", "headers": [{"name": "A", "value": "b"}],
        "body": {"type": "formencoded", "form": [{"name": "c", "value": "d"}]},
        "auth": {"type": "bearer", "bearer": "e"},
    }  # fmt: skip
    (found,) = read({"client": "Thunder Client", "requests": [one]})
    assert found.fields == {"headers": [("A", "b"), ("Authorization", "Bearer e")], "body": [("c", "d")]}


@pytest.mark.parametrize(
    "data",
    [{}, [], {"item": [request()]}, {"info": {"schema": "https://json-schema.org"}, "item": [request()]}, {"log": {}},
     {"_type": "export"}, {"requests": [request()]}, {"values": [row("a", "b")], "_postman_variable_scope": "globals"}],
)  # fmt: skip
def test_any_other_json_holds_no_requests(data: Any) -> None:
    assert program(json.dumps(data)) is None


# Any text

NAMES = ("info", "schema", "item", "request", "url", "raw", "query", "header", "key", "value", "body", "mode", "auth",
         "type", "event", "exec", "variable", "urlencoded", "basic", "log", "entries", "name", "disabled")  # fmt: skip
words = st.sampled_from(
    [SCHEMA, "basic", "urlencoded", "raw", "formdata", "{{a}}", "a=b&c", '{"a": 1}', "prerequest", "é\n"]
)
trees = st.recursive(
    st.one_of(words, st.none(), st.booleans(), st.integers()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), trees, max_size=8), st.data())
def test_any_json_is_read_whole_or_cut_and_every_place_is_in_it(tree: dict[str, Any], data: st.DataObject) -> None:
    whole = json.dumps({**tree, "info": {"schema": SCHEMA}}, ensure_ascii=data.draw(st.booleans()))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    for text in (whole, whole[:start] + whole[end:], whole[:end]):
        for span in spans_of(program(text)):
            assert 0 <= span.start <= span.end <= len(text)


def deep(levels: int) -> str:
    return json.dumps(postman())[:-2] + '{"item": [' * levels + json.dumps(request()) + "]}" * levels + "]}"


@pytest.mark.parametrize("levels", [10, 10_000])
def test_folders_in_folders(levels: int) -> None:
    text = deep(levels)
    assert len(requests_of(program(text), text)) == (levels < 40)


@pytest.mark.parametrize(
    "made",
    [
        lambda size: postman(*[request()] * size),
        lambda size: postman(request(header=[row("a", "b")] * size)),
        lambda size: postman(request("https://shop.example?" + "a=b&" * size)),
        lambda size: postman(request(body={"mode": "raw", "raw": "{{" * size})),
        lambda size: postman(request(body={"mode": "raw", "raw": '"\\"' * size})),
        lambda size: postman(request(body={"mode": "raw", "raw": '{"a": "' + "\\n" * size})),
        lambda size: postman({**request(), "event": [{"listen": "prerequest", "script": {"exec": ["a"] * size}}]}),
    ],
)
def test_reading_takes_linear_time(made: Any) -> None:
    texts = {size: json.dumps(made(size)) for size in (500, 2_000)}
    assert growth(lambda size: program(texts[size]), 500) < 9
