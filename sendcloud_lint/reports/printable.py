"""Scanned text made safe to print: nothing in it moves the cursor, colours the screen, hides or commands a CI's log."""

from __future__ import annotations

from functools import lru_cache

from sendcloud_lint.model.expressions import expression

_SURROGATE = expression("[\ud800-\udfff]")
# `##[group]`, `##vso[…]`, `##teamcity[…]`: obeyed wherever they stand in a line.
_COMMAND = expression(r"#(?=#\w*\[)")
_IDEOGRAPHIC_SPACE = "\u3000"
# Printable to Python, but nobody sees them: fillers, joiners, blank braille and what chooses among shapes of a sign,
# which one terminal gives a column and another none.
_UNSEEN = expression(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# The vowels and ends of a Hangul syllable that is written in parts: they stand in its first part's columns.
_SYLLABLE_PARTS = expression("[\u1160-\u11ff\ud7b0-\ud7ff]")
_FIRST_UNDECODED, _LAST_UNDECODED = 0xDC80, 0xDCFF


def printable(text: str) -> str:
    """One line: controls, line ends, invisible and direction-changing characters become escapes such as `\\x1b`."""
    is_plain = text.isascii() or not _UNSEEN.search(text)
    shown = text if is_plain and text.isprintable() else "".join(map(_shown, text))
    return _COMMAND.sub(r"\\x23", shown) if "##" in shown else shown


def encodable(text: str) -> str:
    """For machines: only lone surrogates become escapes; a byte that was no UTF-8 shows as `\\xNN`."""
    return _SURROGATE.sub(lambda match: _escape(match[0]), text)


def columns(text: str) -> int:
    """How many terminal columns a printable text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _shown(char: str) -> str:
    # Chinese text is set with the ideographic space, which Python counts as unprintable.
    is_seen = char.isprintable() and not _UNSEEN.match(char)
    return char if is_seen or char == _IDEOGRAPHIC_SPACE else _escape(char)


def _escape(char: str) -> str:
    code = ord(char)
    if _FIRST_UNDECODED <= code <= _LAST_UNDECODED:
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


@lru_cache(maxsize=4096)
def _columns_of(char: str) -> int:
    import unicodedata  # noqa: PLC0415 - most reports are ASCII and never need its tables

    if unicodedata.category(char) in ("Mn", "Me") or _SYLLABLE_PARTS.match(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
