"""Bruno's requests and environments."""

from __future__ import annotations

import pytest

from sendcloud_lint.readers import bruno
from tests.readers.requests_read import Request, requests_of, variables_of

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
