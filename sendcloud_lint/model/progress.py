"""How far a run has come, told to whoever watches it: what is being done, how much of it is done, and of how much."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def unwatched(doing: str, done: int, total: int) -> None:
    """Nobody watches."""
