"""How names are taken apart and compared."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.words import distance, folded, pieces_of, words_of


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        pytest.param("", "", 0, id="nothing"),
        pytest.param("", "abc", 3, id="all are added"),
        pytest.param("abc", "", 3, id="all are dropped"),
        pytest.param("send", "send", 0, id="the same"),
        pytest.param("send", "sent", 1, id="one is changed"),
        pytest.param("end", "send", 1, id="one is added in front"),
        pytest.param("sends", "send", 1, id="one is dropped at the end"),
        pytest.param("esnd", "send", 1, id="neighbours in front"),
        pytest.param("sedn", "send", 1, id="neighbours at the end"),
        pytest.param("snedx", "send", 2, id="neighbours in the middle, and one too many"),
        pytest.param("k", "kk", 1, id="a letter is doubled"),
        pytest.param("esdn", "send", 2, id="neighbours twice"),
        pytest.param("kitten", "sitting", 3, id="two are changed, one is added"),
        pytest.param("nds", "sdn", 2, id="letters apart are no neighbours"),
        pytest.param("ababb", "ab", 3, id="first and last letter of the other one as neighbours"),
        pytest.param("ab", "ababb", 3, id="the same the other way round"),
    ],
)
def test_distance(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == letters


@pytest.mark.parametrize(("name", "plain"), [("API-Key_2", "apikey2"), ("  ", ""), ("Straße", "strasse")])
def test_folded(name: str, plain: str) -> None:
    assert folded(name) == plain


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sendCloudApiKey", ("sendcloud", "api", "key")),
        ("SENDCLOUD_APIKEY", ("sendcloud", "apikey")),
        ("my-send-cloud.key2", ("my", "sendcloud", "key", "2")),
        ("cloud_send", ("cloud", "send")),
        ("SMSKey", ("sms", "key")),
        ("", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


def test_a_text_that_is_too_long_for_a_name_has_no_words() -> None:
    assert words_of("k" * 128) == ("k" * 128,)
    assert words_of("k" * 129) == ()


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("smsapikey", ("sms", "api", "key")),
        ("smsapikeys", ()),
        ("xsmskey", ()),
        ("key", ("key",)),
        ("", ()),
    ],
)
def test_pieces(word: str, pieces: tuple[str, ...]) -> None:
    assert pieces_of(word, {"sms", "api", "key"}) == pieces


def test_of_two_ways_to_take_a_word_apart_the_longer_pieces_win() -> None:
    assert pieces_of("apikeys", {"a", "pi", "api", "keys", "key", "s"}) == ("api", "keys")


def test_pieces_and_words_have_a_greatest_length() -> None:
    assert pieces_of("a" * 16 + "b", {"a" * 16, "b"}) == ("a" * 16, "b")
    assert pieces_of("a" * 17 + "b", {"a" * 17, "b"}) == ()
    assert pieces_of("ab" * 64, {"ab"}) == ("ab",) * 64
    assert pieces_of("ab" * 64 + "a", {"ab", "a"}) == ()
