"""A rule that crashes: it and the file are named in every format, all else is still told, and the status is 3."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from junitparser import Error, Failure, JUnitXml

from sendcloud_lint.engine import judge
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.reports.formats import FORMATS
from tests.test_baseline import CALL, KEY, NAME, SETTINGS

Program = Callable[..., Any]
Make = Callable[..., Path]

CRASHED = "the rule SCL401 (missing-from) crashed with ValueError"
TOLD = {"SCL101 a.py", "SCL101 b.py", "SCL102 a.py", "SCL102 b.py"}


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule whose every look at a request fails, with what it looked at in the error."""

    def crash(fact: object) -> NoReturn:
        raise ValueError(KEY, fact)

    rules = tuple(replace(rule, check=crash) if rule.code == "SCL401" else rule for rule in all_rules())
    monkeypatch.setattr(judge, "all_rules", lambda: rules)


@pytest.fixture
def folder(project: Make) -> Path:
    return project({"a.py": CALL + SETTINGS, "b.py": SETTINGS.replace(KEY, KEY[::-1])})


def in_json(report: str) -> tuple[set[str], list[str]]:
    told = json.loads(report)
    crashes = [f"{one['path']}: {one['message']}" for one in told["problems"] if one["kind"] == "rule-crashed"]
    return {f"{one['code']} {one['path']}" for one in told["findings"]}, crashes


def in_sarif(report: str) -> tuple[set[str], list[str]]:
    (run,) = json.loads(report)["runs"]
    assert len(run["invocations"]) == 1
    noted = [note for one in run["invocations"] for note in one["toolExecutionNotifications"]]
    return {f"{one['ruleId']} {sarif_path(one)}" for one in run["results"]}, [
        f"{sarif_path(note)}: {note['message']['text']}" for note in noted
    ]


def sarif_path(one: Any) -> str:
    path: str = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    return path


def in_github(report: str) -> tuple[set[str], list[str]]:
    lines = [line for line in report.splitlines() if line.startswith("::")]
    crashes = [line for line in lines if "crashed" in line]
    return set(), [f"{line.partition('file=')[2][:4]}: {line.rpartition('::')[2]}" for line in crashes]


def in_gitlab(report: str) -> tuple[set[str], list[str]]:
    told = json.loads(report)
    crashes = [one for one in told if "crashed" in one["description"]]
    return {f"{one['check_name']} {one['location']['path']}" for one in told if one not in crashes}, [
        f"{one['location']['path']}: {one['description']}" for one in crashes
    ]


def in_gitlab_security(report: str) -> tuple[set[str], list[str]]:
    told = json.loads(report)
    found = {f"{one['identifiers'][0]['value']} {one['location']['file']}" for one in told["vulnerabilities"]}
    return found, [one["value"] for one in told["scan"]["messages"]]


def in_junit(report: str) -> tuple[set[str], list[str]]:
    cases = [(suite, case, kind) for suite in JUnitXml.fromstring(report.encode()) for case in suite
             for kind in case.result]  # fmt: skip
    found = {f"{case.name.split()[0]} {case.classname}" for _, case, kind in cases if isinstance(kind, Failure)}
    return found, [f"{case.classname}: {kind.message}" for _, case, kind in cases if isinstance(kind, Error)]


READ = {"json": in_json, "sarif": in_sarif, "github": in_github, "gitlab": in_gitlab, "gitlab-sast": in_gitlab_security,
        "gitlab-secrets": in_gitlab_security, "junit": in_junit}  # fmt: skip


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_crash_is_told_in_every_format(program: Program, folder: Path, output_format: str) -> None:
    done = program("check", "--output-format", output_format, cwd=folder)
    assert done.status == 3
    assert done.err == f"sendcloud-lint: incomplete: a.py: {CRASHED}\n"
    assert KEY not in done.out
    if output_format not in READ:
        assert all(code in done.out for code in ("SCL101", "SCL102"))
        return
    found, crashes = READ[output_format](done.out)
    assert [crash.replace("The run is incomplete: ", "") for crash in crashes] == [f"a.py: {CRASHED}"]
    told = {one for one in TOLD if one.startswith("SCL101")} if output_format == "gitlab-secrets" else TOLD
    assert found >= told or (output_format == "github" and done.out.count("SCL101") == 2)
    assert not any(code.startswith("SCL401") for code in found)


def test_every_format_is_looked_at() -> None:
    assert {*READ, "text", "concise"} == set(FORMATS)


def test_a_crash_in_a_file_that_was_not_given_is_no_problem(program: Program, folder: Path) -> None:
    assert program("check", "b.py", cwd=folder).status == 1


def test_no_threshold_hides_a_crash(program: Program, folder: Path) -> None:
    assert program("check", "--fail-on", "never", cwd=folder).status == 3
    assert program("check", "--ignore", "SCL401", "--fail-on", "never", cwd=folder).status == 0


def test_a_baseline_is_not_written_over_a_crash(program: Program, folder: Path) -> None:
    """What could not be seen is not gone."""
    done = program("baseline", cwd=folder)
    assert (done.status, done.stdout) == (3, b"")
    assert CRASHED in done.err
    assert not (folder / NAME).exists()


def test_comments_are_written_for_what_was_found(program: Program, folder: Path) -> None:
    done = program("check", "--add-ignores", "--output-format", "json", cwd=folder)
    assert (done.status, done.json["findings"]) == (3, [])
    assert [one["kind"] for one in done.json["problems"]] == ["rule-crashed"]
