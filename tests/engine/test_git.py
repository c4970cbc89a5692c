"""git is asked the same way on every system."""

from __future__ import annotations

import os
import sys

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
