"""Files of requests that editors send."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.readers import http_files
from tests.growth import growth
from tests.readers.requests_read import Request, nodes, requests_of, spans_of, variables_of


def read(text: str) -> list[Request]:
    return requests_of(http_files.read(text).script, text)


def only(text: str) -> Request:
    (found,) = read(text)
    return found


# Lines


@pytest.mark.parametrize(
    ("line", "method", "url"),
    [
        ("GET https://shop.example/a", "GET", "https://shop.example/a"),
        ("POST https://shop.example/a HTTP/1.1", "POST", "https://shop.example/a"),
        ("post https://shop.example/a   HTTP/2  ", "POST", "https://shop.example/a"),
        ("https://shop.example/a?b=c", "GET", "https://shop.example/a?b=c"),
        ("{{host}}/a", "GET", "{{host}}/a"),
        ("DELETE {{ host }}/{{id}}", "DELETE", "{{host}}/{{id}}"),
        ("PUT shop.example/a", "PUT", "http://shop.example/a"),
        ("GET localhost:8080/a", "GET", "http://localhost:8080/a"),
        ("GET /a", "GET", "{{host}}/a"),
        ("GET https://shop.example/{{$guid}}/{{one.response.body.$.id}}", "GET", "https://shop.example/<?>/<?>"),
    ],
)
def test_a_request_line(line: str, method: str, url: str) -> None:
    found = only(f"\n{line}\n")
    assert (found.method, found.url) == (method, url)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# GET https://shop.example\n", "get it at the shop\n", "WEBSOCKET wss://shop.example\n", "@a = b\n",
     "GET\n", "import ./a.http\n", "< {%\nGET https://shop.example\n%}\n", "{{\nGET https://shop.example\n}}\n",
     "/*\nGET https://shop.example\n*/\n", "### GET https://shop.example\n"],
)  # fmt: skip
def test_what_is_no_request(text: str) -> None:
    assert read(text) == []


def test_a_query_goes_on_over_lines() -> None:
    text = "GET https://shop.example/a\n    ?b=c\n    # why\n    &d={{e}}\n&f=g\nAccept: text/html\n"
    found = only(text)
    assert found.url == "https://shop.example/a?b=c&d={{e}}&f=g"
    assert found.fields["headers"] == [("Accept", "text/html")]


def test_separators_and_names() -> None:
    text = "### First\nGET https://a.example\n###\n# @name second\nGET https://b.example\n####\nGET https://c.example\n"
    assert [(one.title, one.url) for one in read(text)] == [
        ("First", "https://a.example"), ("second", "https://b.example"), ("3", "https://c.example"),
    ]  # fmt: skip


def test_a_request_without_a_separator_follows_a_blank_line() -> None:
    text = "GET https://a.example\n\nGET https://b.example\nA: b\n\nHTTP/1.1 200 OK\nc: d\n\nPOST https://no.example\n"
    assert [one.url for one in read(text)] == ["https://a.example", "https://b.example"]


def test_headers_and_what_they_say_of_cookies_and_logins() -> None:
    text = (
        "GET https://shop.example\nA-B: c: d  \n# no: header\nCookie: e=f; g={{h}}; i\nAuthorization: Basic j {{k}}\n"
        "Host: other.example\n"
    )
    found = only(text)
    assert found.fields["headers"] == [("A-B", "c: d")]
    assert found.fields["cookies"] == [("e", "f"), ("g", "{{h}}")]
    assert found.login == ("basic()", "j", "{{k}}")


@pytest.mark.parametrize(
    ("value", "login"),
    [
        ("Basic a:b", ("basic()", "a", "b")), ("basic  {{a}}:{{b}}", ("basic()", "{{a}}", "{{b}}")),
        ("Digest a b", ("digest()", "a", "b")), ("Basic YTpi", None), ("Bearer a b", None), ("Basic", None),
        ("Basic {{a b}}", None),
    ],
)  # fmt: skip
def test_logins(value: str, login: tuple[str, str, str] | None) -> None:
    found = only(f"GET https://shop.example\nAuthorization: {value}\n")
    assert found.login == login
    assert bool(found.fields.get("headers")) is (login is None)


def test_a_path_is_that_of_the_host() -> None:
    assert only("POST /a\nHost: shop.example\n").url == "https://shop.example/a"


# Bodies


@pytest.mark.parametrize(
    "body",
    ["a=b&c=d", "a=b&\nc=d", "a=b\n&c=d", "a = b &\r\n  c = d\n", "a=b&\n# why\nc=d", "\na=b&c=d\n\n", "a=b&\n\nc=d\n"],
)
def test_a_form(body: str) -> None:
    found = only(f"POST https://shop.example\nA: b\n\n{body}\n### next\n")
    assert "".join(found.slots["body"].split()) == "a=b&c=d"


def test_json_by_its_names() -> None:
    body = '{"a": "b\\u0041", "c": {{d}}, "e": "{{f}}g", "h": {"i": null}, "j": [1], "k": 2}'
    assert only(f"POST https://shop.example\n\n{body}\n").fields["json"] == [
        ("a", "bA"), ("c", "{{d}}"), ("e", "{{f}}g"), ("h", "{i: None}"), ("j", "<?>"), ("k", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["[1, 2]", "{broken", '{"a": }'])
def test_json_that_has_no_names(body: str) -> None:
    assert only(f"POST https://shop.example\n\n{body}\n").slots["json"] == "<?>"


def test_parts() -> None:
    text = (
        'POST https://shop.example\nContent-Type: multipart/form-data; boundary="-x"\n\n---x\n'
        'Content-Disposition: form-data; name="a"\nContent-Type: text/plain\n\nb\nc\n---x\r\n'
        'content-disposition: form-data; name="d"; filename="e.txt"\n\nf\n---x\n'
        "Content-Disposition: form-data; name=g\n\n< ./g.txt\n---x--\n"
    )
    assert only(text).fields["multipart"] == [("a", "b\nc"), ("d", "<?>"), ("g", "<?>")]


@pytest.mark.parametrize("body", ["< ./form.txt", "<@ ./form.txt", "<@utf8 ./form.txt", "\n<  form.txt\n"])
def test_what_a_file_holds(body: str) -> None:
    assert only(f"POST https://shop.example\n\n{body}\n").slots["body"] == "<?>"


@pytest.mark.parametrize(
    "handler",
    ["> {%\n  a=b\n%}", "> {% a=b %}", "> ./after.js", ">> out.json", ">>! out.json", "<> old.json", "{{\n  a=b\n}}"],
)
def test_what_handles_an_answer_is_none_of_the_request(handler: str) -> None:
    text = f"POST https://shop.example\n\nc=d\n\n{handler}\n\n### next\nGET https://next.example\n"
    first, second = read(text)
    assert first.slots["body"] == "c=d"
    assert second.url == "https://next.example"


def test_a_handler_that_never_ends_takes_no_other_request_with_it() -> None:
    assert [one.url for one in read("GET https://a.example\n\n> {%\n### b\nGET https://b.example\n")] == [
        "https://a.example", "https://b.example",
    ]  # fmt: skip


# Variables and comments


def test_variables() -> None:
    text = (
        "@a = b c \n@d=\n@e={{a}}/f\n\nGET https://shop.example\n### \n@g = {{$processEnv H}}{{$dotenv I}}{{$env.J}}\n"
    )
    assert variables_of(http_files.read(text).script) == [
        ("a", "b c"), ("d", ""), ("e", "{{a}}/f"), ("g", "{{$H}}{{$I}}{{$J}}"),
    ]  # fmt: skip


def test_comments_stand_anywhere() -> None:
    text = "# a\n@b = c\n// d\nGET https://shop.example\n  # e\nF: g # h\n\n# i\nj=k\n### l\n"
    comments = [text[one.span.start : one.span.end] for one in http_files.read(text).settings.comments]
    assert comments == ["# a", "// d", "# e", "# i"]


def test_a_command_is_a_script() -> None:
    text = "GET https://a.example\n###\ncurl 'https://b.example' \\\n  -d 'c=d'\n### next\nGET https://e.example\n"
    program = http_files.read(text).script
    assert program is not None
    assert program.script is not None
    shown = [text[one.span.start : one.span.end] for one in nodes(program.script) if isinstance(one, p.Constant)]
    assert "'c=d'" in shown
    assert [one.url for one in requests_of(program, text)] == ["https://a.example", "https://e.example"]


# Places


def test_names_and_values_stand_where_they_stand() -> None:
    text = (
        "@a = bb\n### c\nPOST https://shop.example/d\n  ?e=ff\nG: hh\n\ni=jj&\n  k = ll\n"
        '### m\nPOST https://shop.example\n\n{\n  "n": "o\\"o"}\n'
    )
    shown = [text[span.start : span.end] for span in spans_of(http_files.read(text).script)]
    for piece in ("bb", "https://shop.example/d", "e", "ff", "G", "hh", "i", "jj", "k", "ll", '"n"', '"o\\"o"'):
        assert piece in shown, piece


pieces = st.sampled_from(
    ["###", " name", "\n", "\r\n", "\r", "GET ", "POST ", "https://shop.example/", "{{", "}}", "host", "$processEnv A",
     "?a=b", "&c=d", "=", "&", "A: b", "Authorization: Basic ", "Content-Type: multipart/form-data; boundary=x",
     "application/json", "--x", 'Content-Disposition: form-data; name="a"', "{", '"', "\\", "\\u00e9", ":", "}", "[",
     "< ./f", "> {%", "%}", "@a =", "# c", "//", "curl 'x'", " ", "é", "😀", "\ufeff", "\0", "\u2028", "\x0c"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join))
def test_any_text_is_read_and_every_place_is_in_it(text: str) -> None:
    read = http_files.read(text)
    for span in spans_of(read.script):
        assert 0 <= span.start <= span.end <= len(text)


names = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
values = st.from_regex(r"[\w.{}é -]{0,8}", fullmatch=True)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(names, values), min_size=1, max_size=5), st.sampled_from(["&", "&\n", "\n&", " &\r\n  "]))
def test_a_form_holds_what_was_written(rows: list[tuple[str, str]], between: str) -> None:
    body = between.join(f"{name}={value}" for name, value in rows)
    text = f"POST https://shop.example\n\n{body}\n"
    program = http_files.read(text).script
    written = [
        (one.value.reveal(), text[one.span.start : one.span.end])  # type: ignore[union-attr]
        for one in nodes(program)
        if isinstance(one, p.Constant) and one.span.start > len("POST https://shop.example\n")
    ]
    assert all(value == shown for value, shown in written)
    assert [name for name, _ in rows if name not in [value for value, _ in written]] == []


POST = "POST https://shop.example\n"
HEADS = {
    "the start": "", "an address": "GET https://shop.example/", "a body": f"{POST}\n", "a header": f"{POST}A: ",
    "parts": f"{POST}Content-Type: multipart/form-data; boundary=a\n\n--a\n", "JSON": POST + '\n{"',
}  # fmt: skip
PIECES = [
    "GET https://shop.example/\n###\n", "@a = b\n", "A: b\n", "x=a&", "{{a}}", "{{", '"', '\\"', "# a\n", "\n", " ",
    "\t\n", "&", "=", "?", "> {%\n", "boundary=", "content-disposition:", '{{"a": ', "; name=",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_reading_takes_linear_time(head: str, piece: str) -> None:
    assert growth(lambda size: http_files.read(head + piece * size), 500) < 9
