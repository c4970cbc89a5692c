"""The reader of `.netrc`, where the standard library is no oracle: quotes, macros, what it refuses."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar, Section
from sendcloud_lint.readers.netrc import read


def values(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Hosts with their fields, in the order of the text."""
    found = []
    for host in read(text).root.pairs:
        assert isinstance(host.value, Section)
        pairs = [(pair.name, pair.value) for pair in host.value.pairs]
        found.append((host.name, [(name, value.text.reveal()) for name, value in pairs if isinstance(value, Scalar)]))
    return found


def troubles(text: str) -> list[str]:
    """What stands at each trouble."""
    return [text[trouble.span.start : trouble.span.end] for trouble in read(text).troubles]


WHOLE = {
    "on one line": ("machine a login b password c", [("a", [("login", "b"), ("password", "c")])]),
    "over lines": ("machine\na\n\tlogin b\n\n\tpassword c\n", [("a", [("login", "b"), ("password", "c")])]),
    "several": ("machine a password b machine c password d", [("a", [("password", "b")]), ("c", [("password", "d")])]),
    "the same host twice": ("machine a login b\nmachine a login c", [("a", [("login", "b")]), ("a", [("login", "c")])]),
    "for any other host": ("default login a", [("default", [("login", "a")])]),
    "another word for the login": ("machine a user b", [("a", [("user", "b")])]),
    "of Emacs": ("machine a port 25 login b", [("a", [("port", "25"), ("login", "b")])]),
    "quotes": ('machine a password "b \\" c"', [("a", [("password", 'b " c')])]),
    "quotes in a word": ('machine a password b"c', [("a", [("password", 'b"c')])]),
    "backslashes": ("machine a password b\\ c\\\\d", [("a", [("password", "b c\\d")])]),
    "words that mean something else elsewhere": (
        "machine machine login password password #b",
        [("machine", [("login", "password"), ("password", "#b")])],
    ),
    "a macro": ("macdef a\nlogin b\n\nmachine c login d", [("c", [("login", "d")])]),
    "a macro on Windows": ("macdef a\r\nlogin b\r\n\r\nmachine c login d", [("c", [("login", "d")])]),
    "a macro without an end": ("machine a login b\nmacdef c\nlogin d\n", [("a", [("login", "b")])]),
    "comments": ("# a\nmachine b # login c\n  login d # e\n", [("b", [("login", "d")])]),
    "a host alone": ("machine a", [("a", [])]),
    "a byte order mark": ("\ufeffmachine a login b", [("a", [("login", "b")])]),
}


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_text_is_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


BROKEN = {
    "a field of no host": ("login a\nmachine b login c", [("b", [("login", "c")])], ["login"]),
    "a field after a macro": ("macdef a\nb\n\nlogin c", [], ["login"]),
    "no host": ("machine", [], ["machine"]),
    "no value": ("machine a login", [("a", [])], ["login"]),
    "another word": ("machine a logins b login c", [("a", [("login", "c")])], ["logins", "b"]),
    "an unclosed quote": (
        'machine a login b password "c\nmachine d login e',
        [("a", [("login", "b")]), ("d", [("login", "e")])],
        ["password"],
    ),
}


@pytest.mark.parametrize(("text", "expected", "wrong"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_read_around_the_fault(text: str, expected: object, wrong: list[str]) -> None:
    assert values(text) == expected
    assert troubles(text) == wrong


def test_spans_cover_what_is_written() -> None:
    text = 'machine a.b login "c" password d\\ e # f\n'
    (host,) = read(text).root.pairs
    assert isinstance(host.value, Section)
    assert text[host.name_span.start : host.name_span.end] == "a.b"
    spans = [pair.value.span for pair in host.value.pairs]
    assert [text[span.start : span.end] for span in spans] == ['"c"', "d\\ e"]
    assert [text[comment.span.start : comment.span.end] for comment in read(text).comments] == ["# f"]
