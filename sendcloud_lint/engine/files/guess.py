"""The encoding of a text that is not UTF-8 and declares none, by what its letters look like."""

from __future__ import annotations

import re

# What is still met in repositories, in the variant that holds the others of its name. More to choose from would make
# short texts less certain: a remark of two Chinese letters is a word in many of a hundred encodings.
_ENCODINGS = ("gb18030", "big5hkscs", "cp932", "euc-jp", "cp949", "cp1252", "cp1250", "cp1251", "koi8-r")
# Above it one answer in a hundred was wrong, over single remarks in ten languages. It is also what is said when no
# encoding fits.
_SURE = 0.1
# Those who use this API write Chinese more than anything else, so that this answer is right when it is unsure, too.
_EXPECTED = "gb18030"
_HIGH = bytes(range(0x80, 0x100))
# Letters that are not ASCII, with what stands between them and after them; what stands before them is added.
_LETTERS = re.compile(rb"[\x80-\xff](?:[\x00-\x7f]{0,40}[\x80-\xff])*[\x00-\x7f]{0,8}")
_BEFORE = 40
_LONGEST = 64 * 1024


def guess(data: bytes) -> str | None:
    """The name of a codec, or None where none is likely."""
    if _is_broken_utf8(data):
        return None
    from chardet import detect  # noqa: PLC0415  few projects have a relevant file that needs it

    told = detect(_letters(data), include_encodings=_ENCODINGS, compat_names=False)
    return told["encoding"] if told["confidence"] > _SURE or told["encoding"] == _EXPECTED else None


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8: some bytes of it are wrong, and no other encoding would mend them.

    In a text in GBK every other letter looks like one of UTF-8, too.
    """
    high = _high(data)
    wrong = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    return wrong * 5 <= high


def _high(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


def _letters(data: bytes) -> bytes:
    """Enough of what tells encodings apart, whatever its line ends: all else is the same in each."""
    pieces: list[bytes] = []
    size = end = 0
    for match in _LETTERS.finditer(data):
        piece = data[max(end, match.start() - _BEFORE) : match.end()]
        pieces.append(piece[: _LONGEST - size])
        size, end = size + len(piece), match.end()
        if size >= _LONGEST:
            break
    return b"\n".join(pieces).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
