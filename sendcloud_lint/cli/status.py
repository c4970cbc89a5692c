"""What the exit status says, and the misuse that has one of its own."""

from __future__ import annotations

CLEAN, FINDINGS, MISUSE, INCOMPLETE = 0, 1, 2, 3


class Misuse(Exception):
    """What was asked for can't be done. The message is one line."""
