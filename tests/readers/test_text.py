"""Texts for people: what is a setting in them, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.document import Scalar
from sendcloud_lint.readers import text as reader

KEY = "q7Zf2mX9bR4tLw8K"


def found(text: str) -> dict[str, str]:
    """Names with their values; each span is that of what stands there."""
    pairs = reader.read(text).root.pairs
    for pair in pairs:
        assert isinstance(pair.value, Scalar)
        assert text[pair.name_span.start : pair.name_span.end] == pair.name
        assert pair.value.text.reveal() in text[pair.value.span.start : pair.value.span.end]
    return {pair.name: pair.value.text.reveal() for pair in pairs if isinstance(pair.value, Scalar)}


@pytest.mark.parametrize(
    "line",
    [
        f"apiKey: {KEY}", f"apiKey={KEY}", f"  apiKey = {KEY}  ", f"- apiKey: {KEY}", f"* apiKey：{KEY}",
        f"1. apiKey: {KEY}",
        f"密钥 apiKey：{KEY}", f"【邮件】apiKey: {KEY}", f"\tapiKey\t:\t{KEY}", f'apiKey = "{KEY}"',
        f"const apiKey = '{KEY}';",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""], ids=["LF", "CRLF", "CR", "none"])
def test_a_value_on_a_line_is_a_setting(line: str, end: str) -> None:
    text = f"Mail{end or chr(10)}{line}{end}"
    assert found(text) == {"apiKey": KEY}


@pytest.mark.parametrize(
    "line",
    [
        f"The apiKey: {KEY}", f"apiKey: {KEY} is old", "apiKey: string", "apiKey: required", "apiKey:",
        "apiKey: 是 a1b2c3d4",
        "note: see https://shop.example/a b1", f"apiKey {KEY}", "apiKey: 123",
    ],
)  # fmt: skip
def test_a_sentence_is_none(line: str) -> None:
    assert found(f"Mail\n{line}\n") == {}


@given(st.text("ab1_:= ：\"'\r\n\t-邮"))
def test_no_text_is_too_odd(text: str) -> None:
    found(text)
