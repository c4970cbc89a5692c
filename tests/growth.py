"""How work grows with its input, as a ratio: seconds differ from machine to machine, growth does not."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

FACTOR = 4
REPEATS = 4


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times longer four times the input takes: about 4 where the work is linear, 16 where it is quadratic."""
    return _seconds(work, FACTOR * size) / max(_seconds(work, size), 1e-4)


def _seconds(work: Callable[[int], object], size: int) -> float:
    return min(_once(work, size) for _ in range(REPEATS))


def _once(work: Callable[[int], object], size: int) -> float:
    """Without the garbage collector, whose rounds grow with all that the process holds."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    try:
        work(size)
    finally:
        gc.enable()
    return time.process_time() - start
