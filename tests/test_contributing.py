"""The recipe for a new rule is followed to the letter, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# The rule's own fences stand inside of it, so that its own is longer.
SNIPPET = re.compile(r"(?ms)^````python \[(\S+)\]\n(.*?)^````$")
EXAMPLE = re.compile(r"(?ms)^## (Example|Use instead)\n\n```python\n(.*?)^```$")


pytestmark = pytest.mark.xdist_group("recipe")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for part in ("sendcloud_lint", "docs", "examples"):
        shutil.copytree(ROOT / part, folder / part)
    for name in ("README.md", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder)
    ((path, text),) = SNIPPET.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert not (folder / path).exists()
    (folder / path).write_text(text, encoding="utf-8")
    for title, code in EXAMPLE.findall(text):
        (folder / title).mkdir()
        (folder / title / "mailer.py").write_text(code, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_program_lists_it(copy: Path) -> None:
    assert "SCL299" in run(copy, "-m", "sendcloud_lint", "rule").stdout


def test_it_strikes_at_its_example_alone(copy: Path) -> None:
    check = ("-m", "sendcloud_lint", "check", "--select", "SCL299", "--output-format", "concise", "--quiet")
    done = run(copy, *check, "Example", "Use instead")
    assert re.fullmatch(r"Example/mailer\.py:11:12: SCL299 warning: This request is sent by GET\n", done.stdout), done


def test_its_page_is_generated(copy: Path) -> None:
    done = run(copy, "docs/generate.py")
    assert done.returncode == 0, done.stderr
    assert "# SCL299 sent-by-get" in (copy / "docs" / "rules" / "sent-by-get.md").read_text("utf-8")
    assert "docs/rules/sent-by-get.md" in (copy / "README.md").read_text("utf-8")
