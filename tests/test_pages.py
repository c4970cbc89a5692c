"""Pages whose sections are small projects: `console` shows what commands print in a folder of the section's files.

A fence's second word names its file (```` ```python [mailer.py] ````). Any page under docs/ that names files is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).resolve().parent.parent / "docs"
FILE = re.compile(r"(?ms)^```\w+ \[(\S+)\]\n(.*?)^```$")
CONSOLE = re.compile(r"(?ms)^```console\n(.*?)^```$")
COMMAND = re.compile(r"(?m)^\$ sendcloud-lint (.*)\n((?:(?!\$ ).*\n)*)")


def sections() -> Iterator[Any]:
    for page in sorted(PAGES.glob("*.md")):
        for section in re.split(r"(?m)^(?=## )", page.read_text("utf-8")):
            files = dict(FILE.findall(section))
            if files:
                sessions = "".join(CONSOLE.findall(section))
                yield pytest.param(files, sessions, id=f"{page.name}: {section.splitlines()[0].strip('# ')}")


@pytest.mark.parametrize(("files", "sessions"), list(sections()))
def test_what_a_page_shows_is_printed(
    files: dict[str, str], sessions: str, program: Callable[..., Any], project: Callable[..., Path]
) -> None:
    folder = project(files)
    commands = COMMAND.findall(sessions)
    assert len(commands) == len(re.findall(r"(?m)^\$ ", sessions)) > 0
    for command, shown in commands:
        done = program(*shlex.split(command), cwd=folder, environment={"NO_COLOR": "1"})
        assert done.err + done.out == shown, command
