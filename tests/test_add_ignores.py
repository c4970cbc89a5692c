"""Comments that hold findings back, written in each file's own syntax."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.run import Trials
from tests.conftest import run_program, write_project
from tests.rules.test_cases import Case, cases
from tests.test_baseline import CALL, KEY, OLD, OTHER_KEY, SETTINGS, repository
from tests.test_diff_base import NEW

Program = Callable[..., Any]
Make = Callable[..., Path]
IGNORE = "sendcloud-lint: ignore[SCL101]"
KEY_LINE = f'SENDCLOUD_API_KEY = "{KEY}"'
LONG_CALL = """\
import os, requests
requests.post(
    "https://api.aurorasendcloud.com/email/send",
    data={"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"]},
)
"""


def added(folder: Path, *arguments: str) -> Any:
    done = run_program("check", "--output-format", "json", "--add-ignores", *arguments, cwd=folder)
    again = run_program("check", "--output-format", "json", *arguments, cwd=folder)
    assert again.json["findings"] == done.json["findings"]
    return done


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        pytest.param("a.py", f"{KEY_LINE}\n", f"{KEY_LINE}  # {IGNORE}\n", id="Python"),
        pytest.param("a.py", KEY_LINE, f"{KEY_LINE}  # {IGNORE}", id="no line end"),
        pytest.param("a.py", f"{KEY_LINE}\r\nX = 1\r\n", f"{KEY_LINE}  # {IGNORE}\r\nX = 1\r\n", id="CRLF"),
        pytest.param("a.py", f"\ufeff{KEY_LINE}\n", f"\ufeff{KEY_LINE}  # {IGNORE}\n", id="a mark"),
        pytest.param("a.py", f"{KEY_LINE}  # old\n", f"{KEY_LINE}  # old  # {IGNORE}\n", id="behind a comment"),
        pytest.param(
            "a.py", f"{KEY_LINE}  # sendcloud-lint: ignore[SCL602] why\n",
            f"{KEY_LINE}  # sendcloud-lint: ignore[SCL602, SCL101] why\n", id="into a comment of ours",
        ),
        pytest.param(
            "a.py", f'SENDCLOUD_API_KEY = \\\n    "{KEY}"\n', f'SENDCLOUD_API_KEY = \\\n    "{KEY}"  # {IGNORE}\n',
            id="a backslash"
        ),
        pytest.param(
            "a.py", f'SENDCLOUD_API_KEY = """{KEY}\\\n"""\n', f'SENDCLOUD_API_KEY = """{KEY}\\\n"""  # {IGNORE}\n',
            id="behind a text of several lines",
        ),
        pytest.param(
            ".env", f"A=1\nSENDCLOUD_API_KEY={KEY}\n", f"A=1\n# {IGNORE}\nSENDCLOUD_API_KEY={KEY}\n",
            id=".env",
        ),
        pytest.param(
            "a.yaml", f"a:\n  sendcloud_api_key: {KEY}\n", f"a:\n  # {IGNORE}\n  sendcloud_api_key: {KEY}\n", id="YAML"
        ),
        pytest.param(
            "a.toml", f'sendcloud_api_key = "{KEY}"\n', f'# {IGNORE}\nsendcloud_api_key = "{KEY}"\n',
            id="TOML",
        ),
        pytest.param("a.ini", f"[sendcloud]\napi_key={KEY}\n", f"[sendcloud]\n# {IGNORE}\napi_key={KEY}\n", id="INI"),
        pytest.param(
            "a.properties", f"sendcloud.apiKey={KEY}\n", f"# {IGNORE}\nsendcloud.apiKey={KEY}\n", id="properties"
        ),
        pytest.param("a.tf", f'sendcloud_api_key = "{KEY}"\n', f'# {IGNORE}\nsendcloud_api_key = "{KEY}"\n', id="HCL"),
        pytest.param(
            "a.xml", f"<a>\n  <sendcloud.apiKey>{KEY}</sendcloud.apiKey>\n</a>\n",
            f"<a>\n  <!-- {IGNORE} -->\n  <sendcloud.apiKey>{KEY}</sendcloud.apiKey>\n</a>\n", id="XML",
        ),
        pytest.param(
            "a.xml", f"<sendcloud.apiKey>{KEY}</sendcloud.apiKey>\n",
            f"<!-- {IGNORE} -->\n<sendcloud.apiKey>{KEY}</sendcloud.apiKey>\n", id="XML in one line",
        ),
        pytest.param(
            "a.sh", f"#!/bin/sh\nexport SENDCLOUD_API_KEY={KEY}\n",
            f"#!/bin/sh\n# {IGNORE}\nexport SENDCLOUD_API_KEY={KEY}\n", id="a script",
        ),
        pytest.param(
            "a.js", f"const SENDCLOUD_API_KEY = '{KEY}';\n", f"const SENDCLOUD_API_KEY = '{KEY}';  // {IGNORE}\n",
            id="JavaScript"
        ),
        pytest.param(
            "a.lua", f"SENDCLOUD_API_KEY = '{KEY}'\n", f"SENDCLOUD_API_KEY = '{KEY}'  -- {IGNORE}\n",
            id="Lua",
        ),
        pytest.param("a.rb", f"SENDCLOUD_API_KEY = '{KEY}'\n", f"SENDCLOUD_API_KEY = '{KEY}'  # {IGNORE}\n", id="Ruby"),
    ],
)  # fmt: skip
def test_a_comment_in_the_files_own_syntax(project: Make, path: str, before: str, after: str) -> None:
    folder = project({path: before})
    done = added(folder, "--select", "SCL101,SCL002")
    assert (folder / path).read_bytes().decode() == after
    assert (done.status, done.codes, done.err) == (0, [], "sendcloud-lint: added 1 comment to 1 file\n")


def test_several_findings_on_a_line_share_a_comment(project: Make) -> None:
    folder = project({"a.py": LONG_CALL})
    assert added(folder).codes == []
    assert (folder / "a.py").read_text().count("sendcloud-lint: ignore[") == 1
    assert "requests.post(  # sendcloud-lint: ignore[SCL401,SCL501,SCL502,SCL503]\n" in (folder / "a.py").read_text()


def test_a_command_over_lines_stays_whole(project: Make) -> None:
    command = (
        "curl \\\n  https://api.aurorasendcloud.com/email/send \\\n"
        f'  -d apiUser="$U" \\\n  -d apiKey={KEY} \\\n  -d from=a@shop.example\n'
    )
    folder = project({"a.sh": f"set -e\n{command}"})
    done = added(folder)
    text = (folder / "a.sh").read_text()
    assert command in text or text.replace(f"  # {IGNORE}", "").endswith(command)
    assert all(not line.endswith("\\ # sendcloud-lint") for line in text.splitlines())
    # No comment can stand between the lines: what is on the inner ones is told.
    assert {code.partition(":")[0] for code in done.codes} <= {"SCL101 a.sh"}
    if done.codes:
        assert "no comment can stand at 1 finding here; use `per-file-ignores` or a baseline" in done.err


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.json", json.dumps({"sendcloud_api_key": KEY}, indent=1), id="JSON"),
        pytest.param("a.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": [KEY_LINE]}]}), id="a notebook"),
        pytest.param("a.py", KEY_LINE.encode("utf-16"), id="UTF-16"),
    ],
)
def test_where_no_comment_can_stand_the_cure_is_told(project: Make, path: str, text: str | bytes) -> None:
    folder = project({path: text})
    before = (folder / path).read_bytes()
    done = added(folder, "--select", "SCL101,SCL002")
    if done.codes:
        said = "no comment can stand at 1 finding here; use `per-file-ignores` or a baseline"
        assert done.err.splitlines()[0] == f"sendcloud-lint: warning: {path}: {said}"
        assert done.status == 1
    assert (folder / path).read_bytes() == before


def test_one_hard_finding_costs_few_judgements(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file with something that no comment can hold back the rest is settled together."""
    judged: list[object] = []
    real = Trials.judged
    monkeypatch.setattr(Trials, "judged", lambda *given: judged.append(given) or real(*given))
    keys = [f'$sendcloud_api_key = "{KEY[:-2]}{number}";' for number in range(10, 42)]
    text = f"<?php\n$long = `\n{KEY_LINE}\n`;\n" + "\n".join(keys) + "\n"
    done = added(project({"a.php": text}))
    assert [finding["start"]["line"] for finding in done.json["findings"]] == [3]
    assert len(judged) < 8


def test_a_docstrings_comment_stands_behind_it(project: Make) -> None:
    shown = f'def f():\n    """Use it.\n\n    >>> SENDCLOUD_API_KEY = "{KEY}"\n    """\n'
    folder = project({"a.py": shown})
    done = added(folder, "--select", "SCL101,SCL002")
    assert done.codes == []
    assert shown.splitlines()[2] in (folder / "a.py").read_text()


def test_the_mode_is_kept(project: Make) -> None:
    folder = project({"a.py": OLD})
    (folder / "a.py").chmod(0o750)
    added(folder)
    assert stat.S_IMODE((folder / "a.py").stat().st_mode) == 0o750
    assert [path.name for path in folder.iterdir()] == ["a.py"]


def test_a_file_out_of_the_project_is_left_alone(project: Make, tmp_path: Path) -> None:
    folder = project({"pyproject.toml": ""})
    (tmp_path / "elsewhere.py").write_text(SETTINGS)
    (folder / "a.py").symlink_to(tmp_path / "elsewhere.py")
    done = added(folder, "a.py")
    assert (tmp_path / "elsewhere.py").read_text() == SETTINGS
    assert "can't be written" in done.err


def test_what_is_not_told_gets_no_comment(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": SETTINGS}))
    program("baseline", cwd=folder)
    (folder / "a.py").write_text(SETTINGS + NEW)
    done = program(
        "check", "--add-ignores", "--baseline", ".sendcloud-lint-baseline.json", "--diff-base", "HEAD", cwd=folder
    )
    assert (done.status, (folder / "a.py").read_text()) == (0, SETTINGS + NEW.rstrip() + f"  # {IGNORE}\n")


def test_a_second_time_there_is_nothing_to_add(project: Make) -> None:
    folder = project({"a.py": OLD, ".env": f"SENDCLOUD_API_KEY={OTHER_KEY}\n", "b.py": CALL})
    added(folder)
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert added(folder).err == "sendcloud-lint: added 0 comments to 0 files\n"
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def every_case() -> list[Any]:
    return [pytest.param(case, id=f"{rule.name}: {case.title}") for rule in all_rules() for case in cases(rule)]


def without_place(path: str, text: str, line: int) -> bool:
    """Where no comment can stand: in a format without any, between the lines of a command or of a table, in a block of
    text within settings."""
    without = path.endswith((".json", ".ipynb", ".bru", ".har", ".yaml", ".yml", ".bat"))
    is_within = text.splitlines()[line - 1].startswith(("|", " "))
    return without or "\\\n" in text or "<<" in text or (is_within and path.endswith((".md", ".http")))


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.code != "SCL002"], ids=lambda rule: rule.name)
def test_afterwards_the_examples_have_no_finding(rule: Any, tmp_path: Path) -> None:
    """All cases of a rule: nothing is left where comments can stand, and no comment is idle."""
    folder = tmp_path / "project"
    for number, case in enumerate(cases(rule)):
        assert isinstance(case, Case)
        write_project(folder / f"c{number}", {**case.files, "pyproject.toml": ""})
    if not folder.exists():
        pytest.skip("its cases are written elsewhere")
    left = []
    for place in sorted(folder.iterdir()):
        done = run_program(
            "check", "--output-format", "json", "--extend-select", rule.code, "--add-ignores", ".", cwd=place
        )
        left += [(place.name, code) for code in done.codes]
        assert not [code for code in done.codes if code.startswith("SCL002")]
    hard = []
    for name, code in left:
        path, _, line = code.split(" ")[1].rpartition(":")
        if not without_place(path, (folder / name / path).read_text(), int(line)):
            hard.append(f"{name} {code}")
    assert hard == []
