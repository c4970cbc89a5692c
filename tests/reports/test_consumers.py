"""The reports of GitHub's and GitLab's kinds, read by programs that others wrote to consume them.

Annotations have no schema: `act` runs a workflow as GitHub does and parses the commands that a step prints. Security
reports go through DefectDojo's importers, Code Quality through the types of its specification. (GitLab's own schemas
are in no package: `test_gitlab_schemas.py`.)
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given

from sendcloud_lint.engine.manual import pages
from sendcloud_lint.model.finding import Finding
from sendcloud_lint.model.outcome import Level, Problem, Result
from sendcloud_lint.reports.location import message_with_cell
from sendcloud_lint.reports.printable import encodable, printable
from tests.thoroughness import trying

from .samples import FORMAT_NAMES, results, results_with_held, told

PAGES = pages()

# GitHub's annotations

ACT = shutil.which("act", path=sysconfig.get_path("scripts"))
WORKFLOW = """\
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
    - run: cat '{}'
"""


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


class Runner:
    """A repository whose workflow prints a report, and what the runner makes of that."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.report = folder / "report.txt"
        workflow = self.folder / ".github" / "workflows" / "lint.yml"
        workflow.parent.mkdir(parents=True)
        workflow.write_text(WORKFLOW.format(self.report))
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
        for command in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "Begin"]):
            subprocess.run([*git, *command], cwd=self.folder, check=True)
        self.home = folder / "home"
        self.home.mkdir()

    def commands(self, report: str) -> list[Command]:
        self.report.write_text(report, "utf-8", "surrogateescape", newline="")
        done = subprocess.run(
            [str(ACT), "push", "--json", "-P", "ubuntu-latest=-self-hosted"],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert done.returncode == 0, done.stdout + done.stderr
        assert told[-1]["jobResult"] == "success"
        return [Command(one["command"], one["kvPairs"] or {}, one["arg"]) for one in told if "command" in one]


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    if ACT is None:
        pytest.skip("act has no wheel for this platform")
    return Runner(tmp_path_factory.mktemp("runner"))


COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def annotation(finding: Finding) -> Command:
    start, end = finding.region.start, finding.region.end
    place = {"file": printable(finding.region.path), "line": str(start.line), "col": str(start.column)}
    if start.line == end.line:
        place |= {"endLine": str(end.line), "endColumn": str(end.column)}
    return Command(
        COMMANDS[finding.level],
        place | {"title": f"{finding.code} {finding.name}"},
        message_with_cell(finding),
    )


def complaint(problem: Problem) -> Command:
    place = {} if problem.path is None else {"file": printable(problem.path)}
    return Command("error", place | {"title": f"sendcloud-lint {problem.kind}"}, printable(problem.message))


@pytest.mark.xdist_group("act")
@trying(30)
@given(result=results)
def test_a_runner_reads_our_annotations(runner: Runner, result: Result) -> None:
    expected = [*map(annotation, result.findings), *map(complaint, result.problems)]
    read = runner.commands(told("github", result))
    assert [one.name for one in read] == [one.name for one in expected]
    # GitHub's own runner cuts at the first `::` and the first `=`, and decodes a text once; `act` cuts at the last `::`
    # and nowhere where there are two `=`, and decodes what came of `%25` again.
    assert [one for one, due in zip(read, expected, strict=True) if is_plain(due)] == list(filter(is_plain, expected))


def is_plain(command: Command) -> bool:
    path = command.properties.get("file", "")
    return "::" not in f":{command.message}" and "=" not in path and "%" not in path + command.message


@pytest.mark.xdist_group("act")
@pytest.mark.parametrize("name", [name for name in FORMAT_NAMES if name != "github"])
@trying(3)
@given(result=results | results_with_held)
def test_a_runner_finds_no_command_in_any_other_report(runner: Runner, name: str, result: Result) -> None:
    assert runner.commands(told(name, result)) == []


# GitLab's security reports


@pytest.fixture(scope="module")
def importers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DefectDojo's importers as a package of their own; of what it requires these two need nothing."""
    folder = tmp_path_factory.mktemp("importers")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, "norm-findings==0.4.3"],
        check=True,
        capture_output=True,
    )
    return folder


def imported(folder: Path, name: str, parser: str, report: str) -> list[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        module = import_module(f"norm_findings.parsers.{name}.parser")
        return getattr(module, parser)().get_findings(io.StringIO(report), None)


SEVERITIES = {Level.ERROR: "High", Level.WARNING: "Medium", Level.INFO: "Info"}


@pytest.mark.slow
@pytest.mark.xdist_group("importers")
@trying(60)
@given(result=results)
def test_an_importer_reads_our_security_report(importers: Path, result: Result) -> None:
    report = told("gitlab-sast", result, pages=lambda: PAGES)
    found = imported(importers, "gitlab_sast", "GitlabSastParser", report)
    # The importer takes two with one `id` for one, and the last line of a finding for its place.
    ids = {
        one["id"]: finding for one, finding in zip(json.loads(report)["vulnerabilities"], result.findings, strict=True)
    }
    assert [(one.unique_id_from_tool, one.file_path, one.line, one.severity) for one in found] == [
        (each, encodable(finding.region.path), finding.region.end.line, SEVERITIES[finding.level])
        for each, finding in ids.items()
    ]
    assert all(one.title and one.mitigation is not None and "SCL" in one.references for one in found)


@pytest.mark.slow
@pytest.mark.xdist_group("importers")
@trying(60)
@given(result=results)
def test_an_importer_reads_our_report_of_secrets(importers: Path, result: Result) -> None:
    report = told("gitlab-secrets", result, pages=lambda: PAGES)
    found = imported(importers, "gitlab_secret_detection_report", "GitlabSecretDetectionReportParser", report)
    keys = [finding for finding in result.findings if finding.code in ("SCL101", "SCL103")]
    assert [(one.file_path, one.line) for one in found] == [
        (encodable(each.region.path), each.region.start.line) for each in keys
    ]


# GitLab's Code Quality


@pytest.fixture(scope="module")
def typescript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("typescript")
    packages = ["codeclimate-types@0.3.1", "typescript@5.9"]
    (folder / "package.json").write_text('{"private": true}')
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", *packages], cwd=folder, check=True, capture_output=True
    )
    return folder


def mistyped(folder: Path, reports: list[str]) -> list[str]:
    """What the compiler says of each report as a list of issues."""
    lists = "".join(f"export const _{number}: Issue[] = {report};\n" for number, report in enumerate(reports))
    (folder / "reports.ts").write_text(f"import type {{ Issue }} from 'codeclimate-types';\n{lists}", "utf-8")
    compiler = [folder / "node_modules" / ".bin" / "tsc", "--noEmit", "--strict", "--module", "nodenext", "reports.ts"]
    done = subprocess.run(compiler, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.xdist_group("typescript")
def test_code_quality_has_the_types_of_its_specification(typescript: Path) -> None:
    reports: list[str] = []

    @trying(100)
    @given(results)
    def collect(result: Result) -> None:
        reports.append(told("gitlab", result))

    collect()
    assert mistyped(typescript, reports) == []
    spoilt = json.loads(told("gitlab", Result(problems=(Problem(None, "unreadable", "x"),))))
    del spoilt[0]["location"]["path"]
    assert "'path' is missing" in "".join(mistyped(typescript, [json.dumps(spoilt)]))
