"""Shell scripts to a program."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.shell import script
from sendcloud_lint.readers.shell.lowering import lower

_REFUSED = "has more errors than can be read past"


def read(text: str) -> tuple[Program, tuple[Trouble, ...]]:
    """The program of a shell's text. What could not be read is left out and gives a trouble; nothing is raised."""
    with _collector_off():
        found = script.read(text)
        if found is None:
            return Program((), (), language="shell"), (Trouble(Span(0, len(text)), _REFUSED),)
        return lower(found), found.troubles()


@contextmanager
def _collector_off() -> Iterator[None]:
    """A tree's nodes are many and no garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
