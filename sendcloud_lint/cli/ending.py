"""How the command goes when it is told to go: at once, with the status that a shell gives, and nothing left behind.

A signal ends the process where it stands. An exception would have to come through whatever runs just then: some of
that tells of it with a traceback and goes on, and what works in the background would be torn down with the interpreter.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

_ENDING = ("SIGHUP", "SIGINT", "SIGTERM")
_OF_SHELLS = 128
# Who has not begun to write, or has no process work along, has not brought these in.
_ABANDONING = ("sendcloud_lint.engine.files.replacing", "sendcloud_lint.engine.forked")
# What is to be done before the process goes; each takes no time and raises nothing.
LAST: list[Callable[[], None]] = []


def heed() -> None:
    """Whoever calls has asked for some signals to be ignored (`nohup`): these stay so."""
    for name in _ENDING:
        number = getattr(signal, name, None)
        # In a thread nobody can heed them.
        with suppress(ValueError):
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                signal.signal(number, _go)


def _go(number: int, frame: FrameType | None) -> NoReturn:
    begun = (getattr(sys.modules.get(name), "abandon", None) for name in _ABANDONING)
    for last in (*LAST, *(abandon for abandon in begun if abandon is not None)):
        last()
    os._exit(_OF_SHELLS + number)
