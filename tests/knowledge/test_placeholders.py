"""Each way to be a placeholder by itself, its bounds, and values just beyond them."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.placeholders import is_placeholder, is_reference, plausible_key

KEY = "pv5CUDxYq6hq0yet"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("k", id="one letter"),
        pytest.param("7-7", id="one letter and separators"),
        pytest.param("*x*x", id="two fillers"),
        *(pytest.param(f"{mark}{KEY}{end}", id=f"in {mark}{end}") for mark, end in ("<>", "[]", "()", "«»", "【】")),
        pytest.param("9fxxxx8e", id="x's for half of it"),
        pytest.param("9fxxxxx8", id="x's for more than half of it"),
        pytest.param("a1b2c3", id="two runs in turn"),
        pytest.param("cba", id="letters downwards"),
        pytest.param("fedcba", id="more of them"),
        pytest.param("987654321", id="digits downwards"),
        pytest.param("789012", id="digits over the ten"),
        pytest.param("aaa111", id="one letter, then one digit"),
        pytest.param("k9k9k9", id="two letters thrice"),
        pytest.param("k9mk9mk9m", id="three letters thrice"),
        pytest.param("k9mqk9mqk9mq", id="four letters thrice"),
        pytest.param("BATCH_API_KEY", id="a credential's name"),
        pytest.param("pass-wd", id="a secret's name with a hyphen"),
        pytest.param("s3cr3t!", id="a known one, said aloud"),
        pytest.param("yourpv5CUDxYq", id="it starts like one for the reader"),
        pytest.param("changemepv5CUDxYq", id="it starts like one to change"),
        pytest.param("fillMe", id="one word of two humps"),
        pytest.param("theapikey", id="short words run together"),
        pytest.param("the_sms_secret_42", id="a phrase with a number"),
    ],
)
def test_ways_to_be_a_placeholder(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("k7", id="two letters"),
        pytest.param(f"[{KEY}>", id="marks that do not match"),
        pytest.param(f"<{KEY}", id="a mark at the start only"),
        pytest.param(f"<>{KEY}", id="both marks at the start"),
        pytest.param("9f8xxxx8e", id="x's for less than half of it"),
        pytest.param("ab12", id="runs of two"),
        pytest.param("a1b2c4", id="two runs in turn, broken off"),
        pytest.param("492817", id="any digits"),
        pytest.param("yzq", id="letters do not wrap around"),
        pytest.param("k9mk9m", id="three letters twice"),
        pytest.param("k9mqtk9mqtk9mqt", id="five letters thrice"),
        pytest.param("isinkey", id="very short words run together"),
        pytest.param("the_sms", id="a phrase that names no credential"),
        pytest.param("parcel_secret", id="a phrase about something else"),
    ],
)
def test_what_is_just_beyond(value: str) -> None:
    assert not is_placeholder(value)


def test_the_longest_placeholder_and_reference() -> None:
    assert is_placeholder("your" + "k7" * 254)
    assert not is_placeholder("your" + "k7" * 254 + "k")
    assert is_reference("$" + "K" * 511)
    assert not is_reference("$" + "K" * 512)


def test_the_longest_reference_whose_fall_back_is_judged() -> None:
    with_default = f"${{{'K' * (512 - len(KEY) - 5)}:-{KEY}}}"
    assert len(with_default) == 512
    assert not is_placeholder(with_default)
    assert not is_placeholder(f"${{{'K' * 512}:-changeme}}")


def test_slots_may_stand_in_two_others() -> None:
    assert is_reference("${A${B${C}}}")
    assert not is_reference("${A${B${C${D}}}}")


@pytest.mark.parametrize("value", ["projects/shop/secrets/mail", "op://team/mail/key", "secrets.MAIL"])
def test_where_secrets_are_kept(value: str) -> None:
    assert is_reference(value)
    assert not is_reference(f"in {value}")


@pytest.mark.parametrize(
    ("value", "plausible"),
    [
        pytest.param("pv5CUD", True, id="the shortest"),
        pytest.param("pv5CU", False, id="too short"),
        pytest.param(KEY * 8, True, id="the longest"),
        pytest.param(KEY * 8 + "k", False, id="too long"),
        pytest.param(f"/{KEY}", False, id="a path"),
        pytest.param(f"{KEY}@tidewell.example", False, id="a mail address"),
        pytest.param(f"{KEY}.{KEY}", False, id="a dotted module"),
        pytest.param(f"{KEY} {KEY}", False, id="two texts"),
        pytest.param(f"api-{KEY}", True, id="a word and something drawn by lot"),
    ],
)
def test_what_a_key_may_look_like(value: str, plausible: bool) -> None:
    assert plausible_key(value) == plausible
