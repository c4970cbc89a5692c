"""git is asked the same way on every system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sendcloud_lint.engine.files import git


@pytest.mark.parametrize("spawns", [True, False])
def test_a_program_is_run_the_same_way_on_every_system(spawns: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not spawns:
        monkeypatch.delattr(os, "posix_spawnp", raising=False)
    program = "import sys; sys.stdin.read(); print('x' * 99_999); print('y', file=sys.stderr); sys.exit(3)"
    status, output = git._output((sys.executable, "-c", program), dict(os.environ))
    assert (status, output.split()) == (3, [b"x" * 99_999])
    with pytest.raises(FileNotFoundError):
        git._output(("no-such-program-at-all",), {})


def test_a_program_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no such call it is Windows, which would take it."""
    for name in ("git", "git.exe"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delattr(os, "posix_spawnp", raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "bin")))
    answer = git.git(str(tmp_path), ("version",))
    assert isinstance(answer, str)
    assert answer.startswith("git can't be run")


@pytest.mark.parametrize("spawns", [True, False])
def test_a_program_that_gives_no_answer_is_ended(spawns: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not spawns:
        monkeypatch.delattr(os, "posix_spawnp", raising=False)
    monkeypatch.setattr(git, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError):
        git._output((sys.executable, "-c", "import time; print('x', flush=True); time.sleep(60)"), dict(os.environ))
