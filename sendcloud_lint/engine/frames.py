"""Where an error came from, without what it says: its message and its source lines may quote what was read."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from sendcloud_lint.model.outcome import InternalError


def internal(error: BaseException) -> InternalError:
    """What may be told of an error of our own."""
    return InternalError(type(error).__name__, tuple(frames(error)))


def frames(error: BaseException) -> Iterator[str]:
    """A line for each frame, outermost first: file, line and function."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
