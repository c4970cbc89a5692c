"""Errors of our own in a reader or in the analysis: the file is named, all else is still told, and the status is 3."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sendcloud_lint.engine import evidence, reading
from sendcloud_lint.engine.configuration.config import ConfigError
from sendcloud_lint.readers import python
from tests.test_baseline import CALL, KEY, NAME, SETTINGS, repository

Program = Callable[..., Any]
Make = Callable[..., Path]

READER = "reading it crashed with ValueError; it was read without its grammar"
ALONE = "understanding it crashed with ValueError; nothing was found in it"
FILES = {
    "mailer.py": f"from settings import KEY\n{CALL}",
    "settings.py": SETTINGS,
    "other.py": SETTINGS.replace(KEY, KEY[::-1]),
}


def crash(*told: object) -> NoReturn:
    raise ValueError(KEY, told)


@pytest.fixture
def folder(project: Make) -> Path:
    return project(FILES)


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of Python fails at the file of settings."""
    real = python.read
    monkeypatch.setattr(python, "read", lambda text: crash(text) if text == SETTINGS else real(text))


Fails = Callable[[Callable[[set[str]], bool]], None]


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Fails:
    """Let the analysis fail for the files of which something is so."""
    real = evidence.understand

    def plant(is_wrong: Callable[[set[str]], bool]) -> None:
        def understand(programs: Any, documents: Any, **named: Any) -> Any:
            paths = {*programs, *documents}
            return crash(programs) if is_wrong(paths) else real(programs, documents, **named)

        monkeypatch.setattr(evidence, "understand", understand)

    return plant


def told(done: Any) -> tuple[set[str], list[str]]:
    report = json.loads(done.stdout)
    assert KEY.encode() not in done.stdout
    return {f"{one['code']} {one['path']}" for one in report["findings"]}, [
        f"{one['path']}: {one['message']}" for one in report["problems"]
    ]


JSON = ("check", "--output-format", "json")


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize("more", [(), ("--jobs", "3")], ids=["alone", "in a worker"])
def test_a_file_whose_reader_crashes_is_read_without_its_grammar(
    program: Program, folder: Path, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "_WORTH_A_PROCESS", 1)
    done = program(*JSON, *more, cwd=folder)
    found, problems = told(done)
    assert (done.status, problems) == (3, [f"settings.py: {READER}"])
    assert found >= {"SCL101 settings.py", "SCL101 other.py", "SCL401 mailer.py"}


@pytest.mark.parametrize("more", [(), ("--jobs", "3")], ids=["alone", "in a worker"])
def test_a_group_whose_analysis_crashes_is_understood_file_by_file(
    program: Program, folder: Path, fails: Fails, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "_WORTH_A_PROCESS", 1)
    fails(lambda paths: len(paths) > 1)
    found, problems = told(done := program(*JSON, *more, cwd=folder))
    together = (
        "understanding it with the 1 files that go with it crashed with ValueError; each was understood by itself"
    )
    assert (done.status, problems) == (3, [f"mailer.py: {together}"])
    assert found >= {"SCL101 settings.py", "SCL101 other.py", "SCL401 mailer.py"}


def test_a_file_whose_analysis_crashes_is_named(program: Program, folder: Path, fails: Fails) -> None:
    fails(lambda paths: "mailer.py" in paths)
    found, problems = told(done := program(*JSON, cwd=folder))
    assert done.status == 3
    assert f"mailer.py: {ALONE}" in problems
    assert found >= {"SCL101 settings.py", "SCL101 other.py"}


def test_a_verbose_run_says_where_it_came_from(program: Program, folder: Path, fails: Fails) -> None:
    fails(lambda paths: paths == {"other.py"})
    done = program("check", "--verbose", cwd=folder)
    assert f"other.py: {ALONE}" in done.err
    assert "in crash" in done.err
    assert KEY not in done.err + done.stdout.decode()
    assert "in crash" not in program("check", cwd=folder).err


def test_a_text_from_standard_input(program: Program, folder: Path, fails: Fails) -> None:
    fails(lambda paths: "new.py" in paths)
    done = program(*JSON, "--stdin-filename", "new.py", "-", cwd=folder, stdin=SETTINGS.encode())
    assert (done.status, told(done)) == (3, (set(), [f"new.py: {ALONE}"]))


@pytest.mark.usefixtures("no_reader")
def test_what_git_would_commit(program: Program, folder: Path) -> None:
    repository(folder)
    (folder / "settings.py").write_text("")
    done = program(*JSON, "--staged", "settings.py", cwd=folder)
    assert (done.status, told(done)[1]) == (3, [f"settings.py: {READER}"])


def test_a_baseline_is_not_written_over_a_crash(program: Program, folder: Path, fails: Fails) -> None:
    fails(lambda paths: paths == {"other.py"})
    done = program("baseline", cwd=folder)
    assert (done.status, done.stdout) == (3, b"")
    assert ALONE in done.err
    assert not (folder / NAME).exists()


def test_an_account_names_it(program: Program, folder: Path, fails: Fails) -> None:
    fails(lambda paths: paths == {"other.py"})
    done = program("facts", cwd=folder)
    assert done.status == 3
    assert f"other.py: {ALONE}" in done.err


@pytest.mark.parametrize(("error", "status"), [(MemoryError(), 3), (ConfigError("x"), 2)])
def test_what_is_no_error_of_ours_is_not_taken_for_one(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def refuse(*told: object, **named: object) -> NoReturn:
        raise error

    monkeypatch.setattr(reading, "_read_one", refuse)
    done = program("check", cwd=folder)
    assert (done.status, done.stdout) == (status, b"")
    assert "crashed with" not in done.err.replace("sendcloud-lint crashed", "")
