"""Work that a forked child does while this process does its own. No thread may run yet: it would not run in the child,
and what it holds would stay held there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NamedTuple, NoReturn


class Child(NamedTuple):
    """Who works, and the end of its pipe to read from."""

    process: int
    pipe: BinaryIO


_WORKING: set[int] = set()


def processors(jobs: int | None) -> int:
    """How many processes may work: as many as were asked for, or the machine has processors; 1 where none forks."""
    if not hasattr(os, "fork"):
        return 1
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fork(work: Callable[[BinaryIO], None]) -> Child | None:
    """A child that writes what it has to tell to a pipe; None where no process can be had."""
    source, sink = os.pipe()
    try:
        child = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        return None
    if child == 0:
        _WORKING.clear()
        os.close(source)
        _work(work, sink)
    _WORKING.add(child)
    os.close(sink)
    return Child(child, open(source, "rb"))


def _work(work: Callable[[BinaryIO], None], sink: int) -> NoReturn:
    """Ends the process whatever happens: the parent's buffers and handlers are not the child's to run."""
    status = 1
    try:
        with open(sink, "wb") as pipe:
            work(pipe)
        status = 0
    finally:
        os._exit(status)


def ended(child: Child) -> bool:
    """Waits for its end, which is a good one if it could do all its work."""
    child.pipe.close()
    # Once it has been waited for, its number may be another process's.
    _WORKING.discard(child.process)
    _, status = os.waitpid(child.process, 0)
    return status == 0


def abandon() -> None:
    """End those that still work, as nobody will hear of it. It may come at any moment, from a handler of signals."""
    for child in tuple(_WORKING):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
