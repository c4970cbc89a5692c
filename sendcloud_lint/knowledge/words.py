"""How names are taken apart: `sendCloudApiKey` and `SENDCLOUD_APIKEY` are made of the same words."""

from __future__ import annotations

import re
from collections.abc import Collection

# A longer text is no name; the bounds keep taking one apart cheap.
_LONGEST_NAME = 128
_LONGEST_PIECE = 16
_WORD = r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_A-Za-z]+"


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped, changed or exchanged with their neighbour to make one of the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i, *[0] * len(other)]
        for j, sign in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]


def folded(name: str) -> str:
    """The name in lower case with nothing but its letters and digits."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, split at separators, humps and numbers; "send", "cloud" become one word.

    Empty for a text that is too long to be a name.
    """
    words: list[str] = []
    for word in re.findall(_WORD, name) if len(name) <= _LONGEST_NAME else ():
        if word.lower() == "cloud" and words and words[-1] == "send":
            words[-1] = "sendcloud"
        else:
            words.append(word.lower())
    return tuple(words)


def pieces_of(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """A run-together word as words of `vocabulary`; empty where it is not wholly made of them."""
    ends: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, min(len(word), _LONGEST_NAME) + 1):
        starts = (at for at in range(max(0, end - _LONGEST_PIECE), end) if at in ends and word[at:end] in vocabulary)
        start = next(starts, None)
        if start is not None:
            ends[end] = (*ends[start], word[start:end])
    return ends.get(len(word), ())
