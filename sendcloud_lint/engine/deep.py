"""Room for deep recursion: the walk over deep trees needs more stack than a main thread has."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

# The readers bound the depth.
STACK = 64 * 1024 * 1024
RECURSION = 20_000

Done = TypeVar("Done")


def deep(work: Callable[[], Done]) -> Done:
    """What `work` returns or raises, done in a thread with a large stack."""
    results: list[Done] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        thread = threading.Thread(target=run, name="deep", daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    if errors:
        raise errors[0]
    return results[0]
