"""Bruno's requests and environments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.readers import bruno
from tests.growth import growth
from tests.readers.requests_read import Request, requests_of, spans_of, variables_of

WHOLE = """\
meta {
  name: Send it
  type: http
}

post {
  url: {{base}}/a?b={{c}}
  body: BODY
  auth: AUTH
}

headers {
  A: b: c
  ~D: e
}

auth:basic {
  username: f
  password: {{g}}
}

auth:bearer {
  token: {{h}}
}

body:json {
  {
    "i": "{{j}}"
  }
}

body:form-urlencoded {
  k: l m
  ~n: o
}

body:multipart-form {
  p: q
  r: @file(s.pdf)
}

vars:pre-request {
  base: https://shop.example
}

script:pre-request {
  get {
  }
}
"""


def only(body: str, auth: str) -> Request:
    text = WHOLE.replace("BODY", body).replace("AUTH", auth)
    (found,) = requests_of(bruno.read(text).script, text)
    return found


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("json", {"json": [("i", "{{j}}")]}), ("formUrlEncoded", {"body": [("k", "l m")]}),
        ("multipartForm", {"multipart": [("p", "q"), ("r", "<?>")]}), ("none", {}),
    ],
)  # fmt: skip
def test_a_request_has_the_body_that_it_chooses(body: str, fields: dict[str, list[tuple[str, str]]]) -> None:
    found = only(body, "none")
    assert (found.title, found.method, found.url, found.at) == ("Send it", "POST", "{{base}}/a?b={{c}}", "post")
    assert found.fields == {"headers": [("A", "b: c")], **fields}
    assert found.login is None


def test_a_request_has_the_login_that_it_chooses() -> None:
    assert only("none", "basic").login == ("basic()", "f", "{{g}}")
    assert only("none", "bearer").fields["headers"] == [("A", "b: c"), ("Authorization", "Bearer {{h}}")]


def test_an_environment() -> None:
    text = "vars {\n  a: b c\n  ~d: e\n  f: {{process.env.G}}\n}\nvars:secret [\n  h\n]\n"
    assert variables_of(bruno.read(text).script) == [("a", "b c"), ("f", "{{$G}}")]


@pytest.mark.parametrize("text", ["", "meta {\n}\n", "post {\n}\n", "post {\n  url\n", "}\n}\n", "docs {\n  # a\n}\n"])
def test_what_is_no_request(text: str) -> None:
    assert requests_of(bruno.read(text).script, text) == []


pieces = st.sampled_from(
    ["post", "get", "meta", "headers", "vars", "body:json", "auth:basic", " {", "}", "\n", "\r\n", "  ", "url", ":",
     "~", "https://shop.example", "{{a}}", "body", "auth", "basic", "json", "username", "password", '{"a": ',
     "é", "\ufeff"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join), st.integers(0, len(WHOLE)))
def test_any_text_is_read_and_every_place_is_in_it(piece: str, at: int) -> None:
    for text in (piece, WHOLE[:at] + piece + WHOLE[at:]):
        for span in spans_of(bruno.read(text).script):
            assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize("piece", ["a {\n", "a: b\n", " ", "~", ":", "{", "}\n", "vars {\n  a: b\n}\n", "a"])
def test_reading_takes_linear_time(piece: str) -> None:
    head = "post {\n  url: https://shop.example\n  body: formUrlEncoded\n}\nbody:form-urlencoded {\n  a"
    assert growth(lambda size: bruno.read(head + piece * size), 1_000) < 9
