"""The GitHub Action: its steps as GitHub would run them, in a scratch repository."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reports.test_sarif_report import validator
from tests.test_baseline import CALL, KEY, SETTINGS, repository
from tests.test_staged import CLEAN

ROOT = Path(__file__).resolve().parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DEFAULTS = {name: each["default"] for name, each in ACTION["inputs"].items()}
TAKEN = ("action.py", "sendcloud_lint", "pyproject.toml", "README.md", "LICENSE")
EXPRESSION = re.compile(r"\$\{\{ (?:inputs\.([\w-]+)|steps\.(\w+)\.outputs\.([\w-]+)) \}\}")


class Job:
    """What runs the steps of the action: those of others leave what they are known to leave."""

    def __init__(self, workspace: Path, action: Path, **inputs: str) -> None:
        self.workspace, self.action, self.inputs = workspace, action, {**DEFAULTS, **inputs}
        self.temporary = workspace.parent / "temporary"
        self.temporary.mkdir()
        self.outputs: dict[str, dict[str, str]] = {"python": {"python-path": sys.executable}}
        self.said = ""

    def step(self, name: str) -> int:
        (step,) = [step for step in STEPS if step["name"] == name]
        written = self.temporary / "output"
        written.write_text("")
        environment = {name: self._filled(value) for name, value in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.workspace,
            env={**self._runner(written), **environment}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        lines = written.read_text("utf-8").splitlines()
        self.outputs[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
        return done.returncode

    def _runner(self, written: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SENDCLOUD_"))}
        return {
            **kept,
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(self.action), "GITHUB_OUTPUT": str(written), "RUNNER_TEMP": str(self.temporary),
        }  # fmt: skip

    def _filled(self, value: str) -> str:
        def found(match: re.Match[str]) -> str:
            return self.inputs[match[1]] if match[1] else self.outputs[match[2]].get(match[3], "")

        return EXPRESSION.sub(found, value)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository that has a fault, and modules by the names of what the action uses: none of these may be run."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("shlex", "pip", "venv", "sendcloud_lint", "subprocess"):
        (folder / f"{name}.py").write_text("import sys\nsys.exit('not this one')\n")
    (folder / "bad.py").write_text(SETTINGS + CALL)
    (folder / "clean.py").write_text(CLEAN)
    return repository(folder)


@pytest.mark.slow
def test_the_action_installs_itself_reports_and_fails_at_last(scratch: Path, tmp_path: Path) -> None:
    action = tmp_path / "action"
    action.mkdir()
    for name in TAKEN:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, action / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, action / name)
    job = Job(scratch, action, category="nightly", paths="bad.py\n'clean.py'")
    assert job.step("Check") == 0, job.said
    assert "::error file=bad.py" in job.said
    report = json.loads(Path(job.outputs["check"]["sarif"]).read_text("utf-8"))
    assert list(validator().iter_errors(report)) == []
    assert report["runs"][0]["automationDetails"] == {"id": "nightly/"}
    assert {result["ruleId"] for result in report["runs"][0]["results"]} == {"SCL101", "SCL102", "SCL401"}
    assert KEY[:8] not in job.said + json.dumps(report)
    assert job.step("Fail by what was found") == 1


def checked(monkeypatch: pytest.MonkeyPatch, job: Job) -> tuple[int, Path]:
    """The action's own part, with the checker that is under test."""
    part = runpy.run_path(str(ROOT / "action.py"))
    (step,) = [step for step in STEPS if step.get("id") == "check"]
    for name, value in step["env"].items():
        monkeypatch.setenv(name, job._filled(value))
    monkeypatch.chdir(job.workspace)
    report = job.temporary / "report.sarif"
    return part["check"](sys.executable, report), report


@pytest.mark.parametrize(
    ("inputs", "status", "reports"),
    [
        pytest.param({"paths": "clean.py"}, 0, True, id="clean"),
        pytest.param({"paths": "bad.py"}, 1, True, id="findings"),
        pytest.param({"paths": "bad.py", "fail-on": "never"}, 0, True, id="findings that may be"),
        pytest.param({"paths": "", "args": "--select SCL401 --exclude 'clean.py'"}, 1, True, id="options in args"),
        pytest.param({"paths": "none.py"}, 2, False, id="a path that is none"),
        pytest.param({"paths": "'bad.py"}, 2, False, id="a quote that is not closed"),
        pytest.param({"fail-on": "fatal"}, 2, False, id="a level that is none"),
        pytest.param({"args": "--diff-base=--output=x"}, 2, False, id="a revision that is none"),
    ],
)
def test_the_status_is_the_checkers(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, inputs: Mapping[str, str], status: int, reports: bool
) -> None:
    found, report = checked(monkeypatch, Job(scratch, ROOT, **inputs))
    assert (found, report.exists()) == (status, reports)


def test_an_incomplete_run_has_a_report_and_its_status(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scratch / ".git/index").write_bytes(b"none")
    found, report = checked(monkeypatch, Job(scratch, ROOT))
    assert found == 3
    (invocation,) = json.loads(report.read_text("utf-8"))["runs"][0]["invocations"]
    assert invocation["toolExecutionNotifications"]


HOSTILE = [
    "; touch ran $(touch ran) `touch ran` | touch ran && touch ran",
    "x\ntouch ran",
    '"; touch ran; "',
    "--add-ignores",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_is_run_or_becomes_an_option(scratch: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    before = (scratch / "bad.py").read_text()
    for name in ("paths", "category", "fail-on"):
        shutil.rmtree(scratch.parent / "temporary", ignore_errors=True)
        found, _ = checked(monkeypatch, Job(scratch, ROOT, **{name: value}))
        assert found == (1 if name == "category" else 2), name
    assert not (scratch / "ran").exists()
    assert (scratch / "bad.py").read_text() == before


def test_what_shells_run_holds_no_expression() -> None:
    """GitHub would write an input's value into the script."""
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_each_input_is_used_and_each_that_is_used_exists() -> None:
    named = re.findall(r"inputs\.([\w-]+)", json.dumps(STEPS))
    assert sorted(named) == sorted(ACTION["inputs"])
    assert all(each["description"] and "default" in each for each in ACTION["inputs"].values())


def test_each_name_that_a_step_is_given_is_read() -> None:
    source = (ROOT / "action.py").read_text("utf-8")
    for step in STEPS:
        for name in step.get("env", {}):
            short = name.removeprefix("SENDCLOUD_LINT_")
            assert f'"{short}"' in source or f"${name}" in step["run"], name


def test_each_output_is_written() -> None:
    source = (ROOT / "action.py").read_text("utf-8")
    used = {match[3] for match in EXPRESSION.finditer(json.dumps([STEPS, ACTION["outputs"]])) if match[2] == "check"}
    assert used | {"sarif"} == {"sarif", "status"} == set(re.findall(r'f"(\w+)=\{', source))


def test_what_others_wrote_is_pinned() -> None:
    lines = re.findall(r"(?m)^\s+uses: (.*)$", (ROOT / "action.yml").read_text("utf-8"))
    assert len(lines) == 2
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in lines)


def test_the_upload_comes_before_the_verdict() -> None:
    assert [step["name"] for step in STEPS] == [
        "Get Python",
        "Check",
        "Upload to code scanning",
        "Fail by what was found",
    ]
