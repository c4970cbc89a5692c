"""Several reports of one run, and the files they go to."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

from sendcloud_lint.engine.files import replacing
from sendcloud_lint.reports.formats import FORMATS

Program = Callable[..., Any]
Make = Callable[..., Path]

NO_FROM = """\
import requests
requests.post("https://api.aurorasendcloud.com/email/send", data={"to": "a@shop.example"}, timeout=9)
"""
PAGE = Path(__file__).parent.parent / "docs" / "outputs.md"


@pytest.fixture
def folder(project: Make) -> Path:
    return project({"a.py": NO_FROM, "out/keep": ""})


@pytest.fixture(autouse=True)
def same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")


@pytest.mark.parametrize("has_commit", [True, False])
def test_gitlabs_secrets_name_the_commit_that_is_checked_out(program: Program, project: Make, has_commit: bool) -> None:
    folder = project({"a.py": NO_FROM.replace("data={", 'data={"apiKey": "9f8e7d6c5b4a39281706f5e4d3c2b1a0", ')})
    git = ("git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.example")
    subprocess.run([*git, "init", "--quiet"], check=True)
    sha = "0000000"
    if has_commit:
        subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "x"], check=True)
        sha = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    told = json.loads(program("check", "--output-format", "gitlab-secrets", cwd=folder).out)["vulnerabilities"]
    assert [(one["identifiers"][0]["value"], one["location"]["commit"]) for one in told] == [("SCL101", {"sha": sha})]


# Several in one run


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_holds_what_would_be_shown(program: Program, folder: Path, name: str) -> None:
    shown = program("check", "--output-format", name, cwd=folder)
    done = program("check", "--output-format", f"{name}=report", cwd=folder)
    assert (done.status, done.stdout, done.err) == (shown.status, b"", "")
    assert (folder / "report").read_bytes() == shown.stdout


def test_every_format_at_once(program: Program, folder: Path) -> None:
    arguments = [word for name in FORMATS for word in ("--output-format", f"{name}=out/{name}")]
    done = program("check", *arguments, "--output-format", "concise", cwd=folder)
    assert done.status == 1
    assert done.stdout == (folder / "out" / "concise").read_bytes()
    assert sorted(os.listdir(folder / "out")) == sorted([*FORMATS, "keep"])


def test_the_output_file_is_for_the_format_without_one(program: Program, folder: Path) -> None:
    arguments = ("--output-format", "json", "--output-format", "sarif=a.sarif", "--output-file", "a.json")
    assert program("check", *arguments, cwd=folder).stdout == b""
    assert "findings" in json.loads((folder / "a.json").read_bytes())
    assert "runs" in json.loads((folder / "a.sarif").read_bytes())


def test_a_category_is_told(program: Program, folder: Path) -> None:
    done = program("check", "--output-format", "sarif", "--category", "nightly", cwd=folder)
    assert done.json["runs"][0]["automationDetails"] == {"id": "nightly/"}


def test_the_rules_pages_are_told(program: Program, folder: Path) -> None:
    rules = program("check", "--output-format", "sarif", cwd=folder).json["runs"][0]["tool"]["driver"]["rules"]
    assert "## Why" in rules[0]["help"]["markdown"]


def test_two_runs_are_the_same_bytes(program: Program, folder: Path) -> None:
    for name in FORMATS:
        runs = [program("check", "--output-format", name, cwd=folder).stdout for _ in range(2)]
        assert runs[0] == runs[1]


# Misuse


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        pytest.param(("xml",), "'xml' is no format (there are text, concise, json, sarif,", id="unknown"),
        pytest.param(("xml=a",), "'xml' is no format", id="unknown, with a file"),
        pytest.param(("SARIF",), "'SARIF' is no format", id="capitals"),
        pytest.param(("sarif=",), "sarif= names no file", id="no file"),
        pytest.param(("json", "text"), "json and text can't both go to one place", id="two without a file"),
        pytest.param(("json=a", "sarif=out/../a"), "two reports can't go to out/../a", id="one file for two"),
        pytest.param(("json=out",), "out: can't be written: it is a folder", id="a folder"),
        pytest.param(("json=no/a",), "no/a: can't be written: there is no such folder", id="no such folder"),
        pytest.param(("json=a.py/a",), "a.py/a: can't be written: there is no such folder", id="below a file"),
    ],
)
def test_misuse_is_told_before_anything_is_checked(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], wanted: str
) -> None:
    def checked(*arguments: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr("sendcloud_lint.engine.run.run", checked)
    options = [word for each in arguments for word in ("--output-format", each)]
    done = program("check", *options, cwd=folder)
    assert (done.status, done.stdout) == (2, b"")
    (line,) = done.err.splitlines()
    assert wanted in line


def test_an_output_file_that_no_format_is_left_for(program: Program, folder: Path) -> None:
    done = program("check", "--output-format", "json=a", "--output-file", "b", cwd=folder)
    assert (done.status, done.stdout) == (2, b"")
    assert not (folder / "a").exists()


# Files


def test_a_report_replaces_the_old_one_whole(program: Program, folder: Path) -> None:
    (folder / "report").write_text("old" * 100_000)
    program("check", "--output-format", "json=report", cwd=folder)
    json.loads((folder / "report").read_bytes())
    assert sorted(os.listdir(folder)) == ["a.py", "out", "report"]


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_reports_mode_is_the_umasks(program: Program, folder: Path) -> None:
    program("check", "--output-format", "json=report", cwd=folder)
    assert stat.S_IMODE((folder / "report").stat().st_mode) == 0o640


def test_a_link_stays_one(program: Program, folder: Path) -> None:
    (folder / "report").symlink_to("out/real")
    program("check", "--output-format", "json=report", cwd=folder)
    assert (folder / "report").is_symlink()
    json.loads((folder / "out" / "real").read_bytes())


def test_a_device_is_written_and_not_replaced(program: Program, folder: Path) -> None:
    done = program("check", "--output-format", f"json={os.devnull}", cwd=folder)
    assert (done.status, done.err) == (1, "")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refused(*arguments: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(replacing.os, "replace", refused)


def test_a_file_that_cant_be_replaced_is_written_in_place(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "report").write_text("old")
    refuse(monkeypatch, errno.EBUSY)
    assert program("check", "--output-format", "json=report", cwd=folder).status == 1
    json.loads((folder / "report").read_bytes())
    assert sorted(os.listdir(folder)) == ["a.py", "out", "report"]


def test_a_full_disk_leaves_the_old_report_and_an_incomplete_run(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "report").write_text("old")
    refuse(monkeypatch, errno.ENOSPC)
    done = program("check", "--output-format", "sarif=report", "--output-format", "concise", cwd=folder)
    assert done.status == 3
    assert done.err == "sendcloud-lint: incomplete: report: can't be written: No space left on device\n"
    assert "a.py:2:1" in done.out
    assert (folder / "report").read_text() == "old"
    assert sorted(os.listdir(folder)) == ["a.py", "out", "report"]


# The page


def blocks() -> list[str]:
    return re.findall(r"(?ms)^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"))


def test_the_page_and_the_help_name_every_format(program: Program, folder: Path) -> None:
    headings = re.findall(r"(?m)^## `(\S+)`", PAGE.read_text("utf-8"))
    assert headings == list(FORMATS)
    words = re.findall(r"[\w-]+", program("check", "--help", cwd=folder).out)
    assert set(FORMATS) <= set(words)


@pytest.mark.parametrize("block", blocks())
def test_what_the_page_shows_for_ci_runs(program: Program, folder: Path, block: str) -> None:
    """Each command of a snippet that is ours writes the file that the snippet hands on."""
    shown = yaml.safe_load(block)
    steps = shown if isinstance(shown, list) else next(iter(shown.values()))["script"]
    lines = [step["run"] if isinstance(step, dict) and "run" in step else step for step in steps]
    ours = [line for line in lines if isinstance(line, str) and line.startswith("sendcloud-lint ")]
    assert ours
    for line in ours:
        done = program(*line.split(" || ")[0].split()[1:], cwd=folder)
        assert done.status in (0, 1)
    for name in re.findall(r"(?:sarif_file|junit|codequality|sast): (\S+)", block):
        assert (folder / name).stat().st_size
