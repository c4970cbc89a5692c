"""Files of options for curl: what is a value, what a flag, what is passed over."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar
from sendcloud_lint.readers import curlrc


def options(text: str) -> list[tuple[str, str | None]]:
    pairs = curlrc.read(text).root.pairs
    return [(pair.name, pair.value.text.reveal() if isinstance(pair.value, Scalar) else None) for pair in pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('url = "https://shop.example/"', [("url", "https://shop.example/")]),
        ("data: a=b\nsilent\n", [("data", "a=b"), ("silent", None)]),
        ('-H "Accept: text/plain"\r\n--insecure\r\n', [("-H", "Accept: text/plain"), ("--insecure", None)]),
        ('data = "a=\\"b\\"\\n"', [("data", 'a="b"\n')]),
        ("  # a comment\nmax-time 10", [("max-time", "10")]),
        ("= nothing\n\n???", []),
        ("\ufeffurl = a", [("url", "a")]),
        ('data = "never closed', [("data", None)]),
    ],
    ids=repr,
)
def test_options_have_values_or_are_flags(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert options(text) == expected


def test_names_and_values_have_places() -> None:
    text = '# a\ndata = "a b"\n-d c\n'
    document = curlrc.read(text)
    shown = [(text[p.name_span.start : p.name_span.end], text[p.value.span.start : p.value.span.end])
             for p in document.root.pairs]  # fmt: skip
    assert shown == [("data", '"a b"'), ("-d", "c")]
    assert [text[one.span.start : one.span.end] for one in document.comments] == ["# a"]
