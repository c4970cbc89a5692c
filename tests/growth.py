"""How work grows with its input, as a ratio: seconds differ from machine to machine, growth does not."""

from __future__ import annotations

import time
from collections.abc import Callable

FACTOR = 4
REPEATS = 3


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times longer four times the input takes: about 4 where the work is linear, 16 where it is quadratic."""
    return _seconds(work, FACTOR * size) / max(_seconds(work, size), 1e-4)


def _seconds(work: Callable[[int], object], size: int) -> float:
    return min(_once(work, size) for _ in range(REPEATS))


def _once(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
