"""Texts made of others: cut, put together, doubled, nested. The same seed gives the same ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

_Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutated(data: bytes, random: Random, others: Sequence[bytes], pieces: Sequence[bytes], longest: int) -> bytes:
    """A text after one to four changes; `others` are whole texts to take from."""
    for _ in range(random.choice((1, 1, 2, 4))):
        change, source = random.choice(((_piece, pieces), (_piece, pieces), *((each, others) for each in _CHANGES)))
        data = change(data, random, source)[:longest]
    return data


def _span(data: bytes, random: Random, longest: int = 40) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(0, longest))


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b""]


def _piece(data: bytes, random: Random, pieces: Sequence[bytes]) -> bytes:
    start, end = _span(data, random, 3)
    return data[:start] + random.choice(pieces) * random.choice((1, 1, 1, 2, 9)) + data[end:]


def _cut(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _end(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


def _double(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 30)) + data[end:]


def _move(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    rest = data[:start] + data[end:]
    at = random.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def _take(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _span(other, random, 200)
    at, rest = _span(data, random)
    return data[:at] + other[start:end] + data[rest:]


def _take_lines(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines, given = _lines(data), _lines(random.choice(others))
    start = random.randrange(len(given))
    at = random.randint(0, len(lines))
    return b"".join([*lines[:at], *given[start : start + random.randint(1, 6)], *lines[at:]])


def _swap_lines(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = _lines(data)
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _drop_line(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = _lines(data)
    del lines[random.randrange(len(lines))]
    return b"".join(lines)


def _indent_lines(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    lines = _lines(data)
    start = random.randrange(len(lines))
    end = start + random.randint(1, 8)
    by = random.choice((b"    ", b"\t", b"> ", b"  "))
    return b"".join([*lines[:start], *(by + line for line in lines[start:end]), *lines[end:]])


def _flip(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


_CHANGES: tuple[_Change, ...] = (
    _cut, _end, _double, _move, _take, _take, _take_lines, _take_lines, _swap_lines, _drop_line, _indent_lines, _flip,
)  # fmt: skip
