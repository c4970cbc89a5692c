"""Bytes to text: marks, declarations, and reasons that quote nothing."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.decode import decode

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


@given(st.text())
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
