"""Scanned text can neither steer the terminal nor hide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.reports.printable import columns, encodable, printable

ESCAPED = {
    "escape": ("\x1b[2J", "\\x1b[2J"),
    "eight-bit control": ("\x9b2J", "\\x9b2J"),
    "line ends": ("a\r\nb", "a\\r\\nb"),
    "line separator": ("a\u2028b", "a\\u2028b"),
    "backspace and delete": ("\b\x7f", "\\x08\\x7f"),
    "right-to-left override": ("\u202egpj", "\\u202egpj"),
    "byte order mark": ("\ufeffa", "\\ufeffa"),
    "tag character": ("\U000e0041", "\\U000e0041"),
    "emoji joined by nothing": ("👩\u200d💻", "👩\\u200d💻"),
    "variation selectors": ("❤\ufe0fa\U000e0100", "❤\\ufe0fa\\U000e0100"),
    "fillers that are letters": ("a\u3164b\uffa0\u115f\u1160", "a\\u3164b\\uffa0\\u115f\\u1160"),
    "grapheme joiner": ("a\u034fb", "a\\u034fb"),
    "blank braille": ("a\u2800b", "a\\u2800b"),
    "undecodable byte": ("b\udcfc", "b\\xfc"),
    "lone surrogate": ("\ud800", "\\ud800"),
}
PLAIN = {
    "ASCII": "key='a b'", "Chinese": "密钥\u3000（必填）", "mask": "‹key, 32 characters, #kmrtwz›", "emoji": "😀",
    "accents in two signs": "e\u0301", "Hebrew": "שלום", "Korean": "안녕",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ESCAPED.values(), ids=ESCAPED)
def test_what_could_act_or_hide_is_escaped(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_what_can_be_seen_is_left_alone(text: str) -> None:
    assert printable(text) == encodable(text) == text


def test_machines_get_controls_as_they_are_and_surrogates_escaped() -> None:
    assert encodable("\x1b\n\udcfc\ud800") == "\x1b\n\\xfc\\ud800"


@given(st.text(st.characters(codec=None)))
def test_printable_text_is_one_line_that_any_encoding_takes(text: str) -> None:
    assert printable(printable(text)) == printable(text) == printable(encodable(text))
    assert len(printable(text).splitlines()) <= 1
    printable(text).encode()
    encodable(text).encode()


COLUMNS = {
    "key": 3, "密钥（": 6, "ｋ": 2, "ﾊ": 1, "e\u0301": 1, "😀": 2, "각": 2, "\u1100\u1161\u11a8": 2, "שלום": 4, "…": 1,
}  # fmt: skip


@pytest.mark.parametrize(("text", "wide"), COLUMNS.items(), ids=COLUMNS)
def test_how_wide_a_text_is(text: str, wide: int) -> None:
    assert columns(printable(text)) == wide


@given(st.text(), st.text())
def test_columns_add_up(left: str, right: str) -> None:
    assert columns(left + right) == columns(left) + columns(right)
