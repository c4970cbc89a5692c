"""A line on the terminal that says how far a run has come, for whoever waits longer than a second.

It holds counts alone, is written over again and again, and is gone when anything else is told. A run in CI, in a pipe
or on a dumb terminal has none.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from sendcloud_lint.cli import ending
from sendcloud_lint.cli.terminal import is_terminal, noted
from sendcloud_lint.model.progress import Progress, unwatched

_PATIENCE = 1.0
_PAUSE = 0.1
_CLEAR = "\r\x1b[K"


class Line:
    """The line, on a stream that is a terminal."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._due = clock() + _PATIENCE
        self._stands = False

    def __call__(self, doing: str, done: int, total: int) -> None:
        now = self._clock()
        if now < self._due:
            return
        self._due = now + _PAUSE
        self._put(f"{_CLEAR}{doing}: {min(done, total):,} of {total:,}"[: _columns(self._stream)])
        self._stands = True

    def clear(self) -> None:
        """Leave the line empty for what is told now."""
        if self._stands:
            self._put(_CLEAR)
            self._stands = False

    def end(self) -> None:
        """Whatever still works in the background of a run that was broken off has no more to say."""
        self._due = float("inf")
        self.clear()

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # A terminal that is gone needs no progress.
            self._due = float("inf")


def _columns(stream: TextIO) -> int:
    """A line that reaches the last column could not be taken back."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        columns = 80
    return len(_CLEAR) + columns - 1


@contextmanager
def watched(*, quiet: bool = False) -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """What to tell progress to, and how to tell a line of a verbose run beside it."""
    if quiet or os.environ.get("CI") or not is_terminal(sys.stderr):
        yield unwatched, noted
        return
    line = Line(sys.stderr)

    def tell(text: str) -> None:
        line.clear()
        noted(text)

    ending.LAST.append(line.end)
    try:
        yield line, tell
    finally:
        ending.LAST.remove(line.end)
        line.end()
