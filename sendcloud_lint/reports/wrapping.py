"""Text set to a width in columns of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, takewhile

from sendcloud_lint.reports.printable import columns


def wrapped(text: str, room: int) -> list[str]:
    """The words of a text on lines of so many columns; a word that is longer is broken."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(joined) <= room:
            lines[-1] = joined
            continue
        broken = list(_broken(word, room))
        lines[-1:] = [line for line in (lines[-1], *broken) if line]
    return lines


def _broken(word: str, room: int) -> Iterator[str]:
    while columns(word) > room:
        fitting = max(1, sum(1 for _ in takewhile(lambda width: width <= room, accumulate(map(columns, word)))))
        yield word[:fitting]
        word = word[fitting:]
    yield word
