"""Texts in UTF-16 and UTF-32, which to a reader of bytes look binary: known by their mark, or by their zeros."""

from __future__ import annotations

from typing import NamedTuple


class Wide(NamedTuple):
    """How a text is written, and how long its byte order mark is."""

    codec: str
    mark: int


_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Where the zeros of ASCII letters stand in a unit.
_ZEROS = (("utf-32-le", 4, (1, 2, 3)), ("utf-32-be", 4, (0, 1, 2)), ("utf-16-le", 2, (1,)), ("utf-16-be", 2, (0,)))
_SNIFFED = 8192
# Of the first units, those that are ASCII: settings and code are mostly so, also between remarks in Chinese.
_LEAST_ASCII = 0.3
_NO_TEXT = frozenset(map(chr, (*range(9), *range(14, 26), *range(28, 32), 0xFFFE, 0xFFFF)))


def wide(data: bytes) -> Wide | None:
    """How a text in UTF-16 or UTF-32 is written; None if the bytes are anything else, so a binary file if they hold
    zeros."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Wide(codec, len(mark))
    head = data[:_SNIFFED]
    if b"\0" not in head:
        return None
    return next((Wide(codec, 0) for codec, size, zeros in _ZEROS if _is_written_so(head, codec, size, zeros)), None)


def _is_written_so(head: bytes, codec: str, size: int, zeros: tuple[int, ...]) -> bool:
    units = len(head) // size
    if units == 0 or any(head[at::size].count(0) < units * _LEAST_ASCII for at in zeros):
        return False
    text = head[: units * size].decode(codec, "replace")
    return _NO_TEXT.isdisjoint(text) and text.count("\ufffd") <= 1
