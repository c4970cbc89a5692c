"""A form's text: names and values as they are sent, each where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.document import Pair, Scalar
from sendcloud_lint.readers import form
from sendcloud_lint.readers.kinds import kind_of


def pairs(text: str) -> list[tuple[str, str]]:
    return [(pair.name, text[pair.value.span.start : pair.value.span.end]) for pair in form.read(text).root.pairs]


def test_names_and_values_stand_where_they_are_written() -> None:
    assert pairs("apiUser=shop&apiKey=a%2Bb&to=\n") == [("apiUser", "shop"), ("apiKey", "a%2Bb"), ("to", "")]
    assert pairs("from=a\n&to=b\r\n&subject=c d") == [("from", "a"), ("to", "b"), ("subject", "c d")]


@given(st.text("ab=& \n%é"))
def test_any_text_is_read(text: str) -> None:
    for pair in form.read(text).root.pairs:
        assert isinstance(pair, Pair)
        assert isinstance(pair.value, Scalar)
        assert pair.value.text.reveal() == text[pair.value.span.start : pair.value.span.end]
        assert pair.name == text[pair.name_span.start : pair.name_span.end]


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("body.txt", "apiUser=shop&apiKey=b&from=a@b.example\n", "form"),
        ("payload", "from=a\n&to=b", "form"),
        ("mail.form", "from=a", "form"),
        (".env", "A=b&c=d", "dotenv"),
        ("settings", "URL=http://shop.example/?a=b&c=d", "dotenv"),
        ("settings", "A=b\nC=d&e=f\n", "dotenv"),
        ("run", "A=b && c=d", "dotenv"),
        ("note.txt", "Send a=b & c=d.", "text"),
    ],
)
def test_which_text_is_a_form(path: str, text: str, kind: str) -> None:
    assert kind_of(path, text) == kind


def test_it_says_that_it_is_one() -> None:
    assert form.read("a=b&c=d").content == "form"
