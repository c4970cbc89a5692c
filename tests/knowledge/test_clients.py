"""Call shapes, as they are read from the table of clients."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.clients import Shape, known_clients


def shape(name: str) -> Shape:
    return known_clients().functions[name]


def method(class_name: str, name: str) -> Shape:
    found = known_clients().method(class_name, name)
    assert found is not None
    return found


def test_a_function_of_each_module_that_has_it() -> None:
    for name in ("requests.post", "requests.api.post", "niquests.post"):
        assert (shape(name).client, shape(name).method, shape(name).positional) == (
            "requests",
            "POST",
            ("url", "body", "json"),
        )
    assert "requests.Session.post" not in known_clients().functions


def test_a_session_may_take_other_positions_than_the_function() -> None:
    assert shape("requests.get").positional == ("url", "query")
    assert method("requests.Session", "get").positional == ("url",)
    assert method("requests.Session", "post").positional == shape("requests.post").positional


def test_a_session_shares_the_rest_with_the_function() -> None:
    one, other = shape("requests.prepare_request"), method("requests.Session", "prepare_request")
    assert (one.passes, one.builds, one.slots["data"]) == ("message", False, "body")
    assert (other.passes, other.builds, other.slots["data"]) == ("message", False, "body")
    assert method("httpx.Client", "build_request").builds
    assert method("httpx.Client", "get").method == "GET"


def test_a_call_may_name_slots_of_its_own() -> None:
    request = method("urllib3.PoolManager", "request_encode_url")
    assert (request.slots["fields"], request.slots["headers"]) == ("query", "headers")
    assert method("urllib3.PoolManager", "request").slots["fields"] == "fields"


def test_nobodys_method() -> None:
    assert known_clients().method("requests.Session", "parcel") is None
    assert known_clients().method("parcels.Session", "post") is None


@pytest.mark.parametrize(
    ("name", "positional", "scheme"),
    [
        ("http.client.HTTPSConnection", ("host",), "https"),
        ("http.client.HTTPConnection", ("host",), "http"),
        ("urllib3.HTTPSConnectionPool", ("host",), "https"),
        ("urllib3.PoolManager", (), None),
        ("aiohttp.ClientSession", ("base_url",), None),
        ("requests.Session", (), None),
    ],
)
def test_what_a_constructor_takes(name: str, positional: tuple[str, ...], scheme: str | None) -> None:
    session = known_clients().sessions[name]
    assert (session.positional, session.scheme) == (positional, scheme)


def test_attributes_of_sessions_and_messages() -> None:
    clients = known_clients()
    assert clients.sessions["requests.Session"].attributes["params"] == "query"
    assert clients.sessions["http.client.HTTPSConnection"].attributes == {}
    message = clients.messages["requests.Request"]
    assert (message.positional[:2], message.attributes["data"], message.scheme) == (("method", "url"), "body", None)


@pytest.mark.parametrize(
    "name", ["httpx.Client", "httpx.Request", "requests.auth.HTTPBasicAuth", "smtplib.SMTP", "httpx.HTTPTransport"]
)
def test_classes(name: str) -> None:
    assert known_clients().is_class(name)


@pytest.mark.parametrize("name", ["requests.post", "requests.Parcel", ""])
def test_no_classes(name: str) -> None:
    assert not known_clients().is_class(name)


def test_schemes_of_authentication() -> None:
    auth = known_clients().auth
    assert auth["requests.auth.HTTPBasicAuth"] == "basic"
    assert auth["requests.auth.HTTPDigestAuth"] == "digest"


def test_adapters_alone_add_nothing_of_their_own() -> None:
    assert "httpx.HTTPTransport" in known_clients().adapters
    assert "httpx.Client" not in known_clients().adapters


def test_every_table_of_names_is_read() -> None:
    clients = known_clients()
    tables = (
        clients.smtp, clients.smtp_calls, clients.waiting, clients.timeouts, clients.single, clients.raising,
        clients.contexts, clients.unverified_contexts, clients.unverified_names, clients.unverified_texts,
        clients.patched,
    )  # fmt: skip
    assert all(tables)
    assert len(set(map(frozenset, tables))) == len(tables)
