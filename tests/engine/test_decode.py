"""Bytes to text: marks, declarations, and reasons that quote nothing."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.files.decode import decode
from tests.growth import growth

READ = [
    (b"caf\xc3\xa9", "a.txt", "café", "plain UTF-8"),
    (b"", "a.py", "", "nothing"),
    (b"\xef\xbb\xbfx", "a.py", "x", "a UTF-8 mark is dropped"),
    (b"\xff\xfex\0", "a.ps1", "x", "UTF-16, little end first"),
    (b"\xfe\xff\0x", "a.ps1", "x", "UTF-16, big end first"),
    (b"\xff\xfe\0\0x\0\0\0", "a", "x", "UTF-32, little end first"),
    (b"# -*- coding: latin-1 -*-\n\xe9", "a.py", "# -*- coding: latin-1 -*-\né", "a declaration"),
    (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\x80", "a.py", None, "a declaration in the second line"),
    (b"# coding: latin-1-unix\n\xe9", "a.py", "# coding: latin-1-unix\né", "an editor's suffix"),
    (b"# coding: UTF8\n\xc3\xa9", "a.py", "# coding: UTF8\né", "an alias"),
    (b"#!/usr/bin/env python\n# coding: latin-1\n\xe9", "bin/send", None, "a script without a suffix"),
    (b"\xef\xbb\xbf# coding: latin-1\n\xc3\xa9", "a.py", "# coding: latin-1\né", "a mark wins over a declaration"),
    (b"x = 1\n# coding: latin-1\n\xc3\xa9", "a.py", None, "no declaration after code"),
    (b"\n\n# coding: latin-1\n\xc3\xa9", "a.py", None, "no declaration in the third line"),
    (b"# coding: latin-1\n\xc3\xa9", "a.sh", "# coding: latin-1\né", "no declaration outside Python"),
]

NOT_READ = [
    (b"a\nbc\xe9d", "a.txt", "is not UTF-8: byte 0xE9 at line 2, column 3", "a wrong byte"),
    (b"\xc3\xa9\r\n\xc3\xa9\xff", "a.txt", "is not UTF-8: byte 0xFF at line 2, column 2", "columns count characters"),
    (b"\xff\xfex\0y", "a", "is not UTF-16: byte 0x79 at line 1, column 2", "half a character"),
    (b"# coding: ascii\n\xe9", "a.py", "is not ascii: byte 0xE9 at line 2, column 1", "a declaration that is wrong"),
    (b"# coding: none-such\n", "a.py", "line 1", "a codec that nobody knows"),
    (b"#\n# coding: rot13\n", "a.py", "line 2", "a codec from text to text"),
    (b"# coding: hex\n", "a.py", "line 1", "a codec of bytes"),
    (b"# coding: utf-16\n", "a.py", "line 1", "a codec in which the declaration can't be read"),
    (b"# coding: unicode_escape\n", "a.py", "line 1", "a codec that shifts positions"),
    (b"# coding: idna\n", "a.py", "line 1", "a codec of host names"),
    (b"# coding: " + b"x" * 99_999, "a.py", "line 1", "a name without end"),
    (b"# coding: ..\n", "a.py", "line 1", "a name of dots"),
]


@pytest.mark.parametrize(("data", "path", "text"), [case[:3] for case in READ], ids=[case[3] for case in READ])
def test_reads(data: bytes, path: str, text: str | None) -> None:
    found, reason = decode(data, path)
    assert reason is None
    assert found is not None
    assert text is None or found == text


@pytest.mark.parametrize(("data", "path", "why"), [case[:3] for case in NOT_READ], ids=[case[3] for case in NOT_READ])
def test_says_why_not(data: bytes, path: str, why: str) -> None:
    text, reason = decode(data, path)
    assert text is None
    assert reason is not None
    assert why in reason


def test_a_reason_never_quotes_the_declaration() -> None:
    _, reason = decode(b"# coding: 9f8e7d6c5b4a3210\n", "a.py")
    assert reason is not None
    assert "9f8e" not in reason


@pytest.mark.parametrize("name", ["cp1252", "shift_jis", "gb18030", "koi8-r", "iso-8859-15", "euc_kr", "iso2022_jp"])
def test_old_encodings_are_read(name: str) -> None:
    text = f"# coding: {name}\nx = 1\n"
    assert decode(codecs.encode(text, name), "a.py") == (text, None)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf8_goes_round(text: str) -> None:
    assert decode(text.encode("utf-8"), "a.txt")[0] in (text, text.removeprefix("\ufeff"))


@given(st.binary(max_size=200), st.sampled_from(["a.py", "a.txt"]))
def test_gives_a_text_or_a_reason(data: bytes, path: str) -> None:
    text, reason = decode(data, path)
    assert (text is None) != (reason is None)
    assert reason is None or "\n" not in reason


@given(st.text("abc-_.0123456789", max_size=30))
def test_any_declared_name_is_safe(name: str) -> None:
    text, reason = decode(f"# coding: {name}\nx\n".encode(), "a.py")
    assert (text is None) != (reason is None)


# What texts in other encodings look like

CHINESE = "# 邮件服务的地址，不要修改\nurl = https://api.aurorasendcloud.com/email/send\n"
TEXTS = [
    ("gb18030", CHINESE),
    ("gbk", "# 邮件\nuser = shop\n"),
    ("gb18030", "; 短信接口的密钥（请勿提交）\nname = 𠮷野家\n"),
    ("big5", "# 寄送郵件的設定，請勿更動\nurl = https://api.aurorasendcloud.com/email/send\n"),
    ("cp1252", "# Clé de l’envoi des courriels, à ne pas modifier\nsubject = Votre commande n° 3 a été expédiée\n"),
    ("latin-1", "# Für den Versand der Bestätigungen; nicht ändern\nsubject = Grüße aus München\n"),
    ("cp932", "# メール送信サービスの設定です\nsubject = ご注文ありがとうございます\n"),
    ("euc-jp", "# メール送信サービスの設定です\nsubject = ご注文ありがとうございます\n"),
    ("cp949", "# 메일 발송 서비스 설정입니다\nsubject = 주문해 주셔서 감사합니다\n"),
    ("cp1251", "# Настройки отправки писем\nsubject = Спасибо за заказ\n"),
]


@pytest.mark.parametrize(("codec", "text"), TEXTS, ids=[f"{codec} {text[:8]}" for codec, text in TEXTS])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_text_is_in_the_encoding_that_it_looks_like(codec: str, text: str, ends: str) -> None:
    text = text.replace("\n", ends)
    assert decode(text.encode(codec), "mail.ini") == (text, None)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"key = \xe9\xff\xfe\x81\x8d\n", id="letters of none"),
        pytest.param("# 邮件服务的地址\n".encode() + b"x = \xff\n", id="UTF-8 with one wrong byte"),
        pytest.param("# 邮件服务的地址".encode()[:-1], id="UTF-8 cut short"),
        pytest.param(b"user = \x80\x80\x80", id="no letters"),
    ],
)
def test_a_text_that_looks_like_nothing_is_refused(data: bytes) -> None:
    text, reason = decode(data, "mail.ini")
    assert text is None
    assert reason is not None
    assert reason.startswith("is not UTF-8: byte 0x")


def test_an_undeclared_encoding_is_a_fault_in_python() -> None:
    assert decode(CHINESE.encode("gbk"), "mail.py")[0] is None


def test_properties_are_latin_1_if_nothing_else_is_likely() -> None:
    assert decode(b"note = \xe9\n", "mail.properties") == ("note = \u00e9\n", None)
    assert decode(CHINESE.encode("gbk"), "mail.properties") == (CHINESE, None)


@pytest.mark.parametrize(
    "line",
    [
        "# vim: set fileencoding=gbk :",
        "// vim: fenc=gb2312 ts=4",
        "/* vi: set fenc=gb18030: */",
        "# -*- coding: gbk -*-",
        "; -*- mode: conf; coding: GBK-unix -*-",
        "# encoding: gbk",
        '<?xml version="1.0" encoding="GB2312"?>',
        "<?xml version='1.0'  encoding = 'gbk' standalone='yes'?>",
    ],
)
def test_other_files_declare_their_encoding_too(line: str) -> None:
    for text in (f"{line}\nx = \u90ae\n", f"{line}\r\nx = \u90ae\r\n"):
        assert decode(text.encode("gb18030"), "a.conf") == (text, None)


def test_an_editors_line_may_come_last() -> None:
    text = "x = 邮\n" * 400 + "y = 1\n# vim: set fenc=gbk :\n\n"
    assert decode(text.encode("gbk"), "a.conf") == (text, None)


@pytest.mark.parametrize("line", ["encoding: gbk", '"coding": "latin-1"', "# vim: set ts=4", "# coding: raw-text"])
def test_what_declares_nothing_leaves_it_to_the_letters(line: str) -> None:
    text = f"{line}\n{CHINESE}"
    assert decode(text.encode("gbk"), "a.conf") == (text, None)


def test_a_declaration_that_does_not_hold_is_a_fault() -> None:
    data = '<?xml version="1.0" encoding="big5"?>\n<a>\xff\xff</a>'.encode("latin-1")
    assert decode(data, "a.xml") == (None, "is not big5: byte 0xFF at line 2, column 4")


def test_what_is_utf_8_is_so_whatever_it_declares() -> None:
    text = '<?xml version="1.0" encoding="gb2312"?>\n<a>邮件</a>'
    assert decode(text.encode(), "a.xml") == (text, None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""], ids=["marked", "unmarked"])
@pytest.mark.parametrize("text", [CHINESE, "x=1", CHINESE * 200 + "\u4e00\u3000\r\n", "x = '😀'\r\n" * 3000])
def test_utf_16_and_32_are_known_by_their_zeros(codec: str, mark: str, text: str) -> None:
    assert decode((mark + text).encode(codec), "a.ini") == (text, None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (CHINESE.encode("utf-16-le")[:-1], "is not UTF-16: byte 0x0A at line 2, column 49"),
        (
            b"\xff\xfe" + "ab\n".encode("utf-16-le") + b"\x00\xd8" + "c".encode("utf-16-le"),
            "is not UTF-16: byte 0x00 at line 2",
        ),
        (b"\xfe\xff\x00a\xdc\x00\x00b", "is not UTF-16: byte 0xDC at line 1, column 2"),
        (b"\xff\xfe\0\0" + b"a\0\0\0" + b"\0\0\x11\0", "is not UTF-32: byte 0x00 at line 1, column 2"),
    ],
    ids=["cut short", "half of a pair", "the other half", "beyond Unicode"],
)
def test_broken_utf_16_is_refused(data: bytes, reason: str) -> None:
    text, found = decode(data, "a.ini")
    assert text is None
    assert found is not None
    assert found.startswith(reason)


@given(st.binary(max_size=60), st.sampled_from(["# coding: gbk\n", "# vim: fenc=utf-16\n", "\ufeff", ""]))
def test_no_bytes_are_too_odd(data: bytes, before: str) -> None:
    for name in ("a.py", "a.ini", "a.properties", "a"):
        text, reason = decode(before.encode() + data, name)
        assert (text is None) != (reason is None)
        assert reason is None or len(reason) < 80


@pytest.mark.parametrize(
    "piece",
    [
        b"\xe9", b"caf\xe9 ", b"\xc3\xa9\xff", b"a" * 60 + b"\x81", CHINESE.encode("gbk"), b"a\0", b"-*- coding: \xe9",
        b"vim: \xff", b"# \xff\n",
    ],
)  # fmt: skip
def test_time_grows_with_the_text(piece: bytes) -> None:
    assert growth(lambda size: decode(piece * size, "a.ini"), 20_000) < 8
