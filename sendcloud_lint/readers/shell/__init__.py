"""Shell scripts to a program."""

from __future__ import annotations

from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.shell import script
from sendcloud_lint.readers.shell.lowering import lower
from sendcloud_lint.readers.uncollected import uncollected

_REFUSED = "has more errors than can be read past"


def read(text: str) -> tuple[Program, tuple[Trouble, ...]]:
    """The program of a shell's text. What could not be read is left out and gives a trouble; nothing is raised."""
    with uncollected():
        found = script.read(text)
        if found is None:
            return Program((), (), language="shell"), (Trouble(Span(0, len(text)), _REFUSED),)
        return lower(found), found.troubles()
