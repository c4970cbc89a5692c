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


class _Raised:
    """The limit on recursion is one for all threads: the first that needs more raises it, the last puts it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before = 0

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._before = sys.getrecursionlimit()
                sys.setrecursionlimit(max(self._before, RECURSION))
            self._users += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                sys.setrecursionlimit(self._before)


_LIMIT = _Raised()
_STARTING = threading.Lock()


def deep(work: Callable[[], Done]) -> Done:
    """What `work` returns or raises, done in a thread with a large stack."""
    results: list[Done] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    with _LIMIT:
        _started(run).join()
    if errors:
        raise errors[0]
    return results[0]


def _started(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, name="deep", daemon=True)
    with _STARTING:
        size = threading.stack_size(STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(size)
    return thread
