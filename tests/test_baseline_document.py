"""The document about baselines is true: its commands print what it shows, its configuration and its entry are valid."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sendcloud_lint.engine.adoption.baseline import Entry, dumped, fresh, load
from sendcloud_lint.engine.configuration.config import load_file
from tests.test_baseline import CALL, NAME, SETTINGS, repository

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "baseline.md").read_text("utf-8")


def fences(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", TEXT)


def test_the_commands_print_what_is_shown(program: Callable[..., Any], project: Callable[..., Path]) -> None:
    folder = repository(project({"shop/settings.py": SETTINGS, "shop/send.py": CALL}))
    for session in fences("console"):
        for command, shown in re.findall(r"(?m)^\$ (.*)\n((?:(?!\$ ).*\n)*)", session):
            if "--add-ignores" in command:
                subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
            done = program(*shlex.split(command)[1:], cwd=folder, environment={"NO_COLOR": "1"})
            assert done.err + done.out == shown, command


def test_the_configuration_is_valid(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("".join(fences("toml")))
    assert load_file(str(tmp_path / "pyproject.toml")).baseline == NAME


def test_the_entry_is_one(tmp_path: Path) -> None:
    (entry,) = fences("json")
    path = tmp_path / NAME
    path.write_text(dumped(fresh(str(path))).replace('"findings": []', f'"findings": [{entry}]'))
    ((identity, known),) = load(str(path)).entries.items()
    assert known == Entry(1)
    assert json.loads(entry).items() >= {name: text for name, text in identity._asdict().items() if text}.items()
