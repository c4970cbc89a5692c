"""Only what stands on lines changed since a commit is told, whatever the repository's configuration says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.files import git as asking
from tests.test_baseline import CALL, KEY, OLD, OTHER_KEY, SETTINGS, found, git, misuse, repository

Program = Callable[..., Any]
Make = Callable[..., Path]
NEW = f'SENDCLOUD_SMS_KEY = "{OTHER_KEY}"\n'


def changed(program: Program, folder: Path, *arguments: str, base: str = "HEAD") -> list[str]:
    done = program("check", "--output-format", "json", "--diff-base", base, *arguments, cwd=folder)
    assert done.err == ""
    return [code for code in found(done) if not code.startswith("SCL602")]


def test_old_lines_are_old(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": OLD, "b.py": OLD}))
    assert changed(program, folder) == []
    (folder / "a.py").write_text("# one\n" + OLD + NEW)
    assert changed(program, folder) == ["SCL101 a.py"]
    git(folder, "commit", "-q", "-a", "-m", "Two")
    assert changed(program, folder) == []
    assert changed(program, folder, base="HEAD~1") == ["SCL101 a.py"]
    assert changed(program, folder, "b.py", base="HEAD~1") == []


def test_the_commit_is_the_last_that_both_sides_have(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": OLD}))
    git(folder, "checkout", "-q", "-b", "work")
    (folder / "b.py").write_text(NEW)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Work")
    git(folder, "checkout", "-q", "-")
    (folder / "a.py").write_text("")
    git(folder, "commit", "-q", "-a", "-m", "Main")
    git(folder, "checkout", "-q", "work")
    assert changed(program, folder, base="@{-1}") == ["SCL101 b.py"]


def test_what_git_does_not_know_is_new(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": OLD}))
    (folder / "b.py").write_text(SETTINGS)
    assert changed(program, folder) == ["SCL101 b.py", "SCL102 b.py"]
    git(folder, "add", "b.py")
    assert changed(program, folder) == ["SCL101 b.py", "SCL102 b.py"]


@pytest.mark.parametrize("name", ["b.py", "a b.py", 'a"b\t\\.py', "ü.py", "lib/a.py"])
def test_a_renamed_file_is_old_but_for_its_new_lines(program: Program, project: Make, name: str) -> None:
    folder = repository(project({"a.py": OLD + "# x\n" * 20}))
    (folder / "lib").mkdir()
    git(folder, "mv", "a.py", name)
    assert changed(program, folder) == []
    (folder / name).write_text(OLD.replace(KEY, OTHER_KEY) + "# x\n" * 20)
    assert [each.partition(" ")[0] for each in changed(program, folder)] == ["SCL101"]


def test_a_literal_that_a_finding_rests_on_counts(program: Program, project: Make) -> None:
    imported = (
        "import os, requests\nfrom conf import BASE\ndef send(d):\n    requests.post(BASE + '/email/send', data=d)\n"
    )
    folder = repository(project({"a.py": imported, "conf.py": "BASE = 'https://api.aurorasendcloud.com'\n"}))
    before = changed(program, folder)
    (folder / "conf.py").write_text("BASE = 'http://api.aurorasendcloud.com'\n")
    assert (before, "SCL204" in "".join(changed(program, folder))) == ([], True)


def test_line_ends_are_no_change(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": OLD}))
    (folder / "a.py").write_bytes(OLD.replace("\n", "\r\n").encode())
    assert changed(program, folder) == []


def test_lines_that_look_like_gits_own(program: Program, project: Make) -> None:
    tricks = "'''\n++ b/a.py\n@@ -1,9 +1,9 @@\n-- a/a.py\n'''\n"
    folder = repository(project({"a.py": SETTINGS, "b.py": tricks}))
    (folder / "b.py").write_text(tricks.replace("++", "++ ").replace("@@ -1", "@@ -2").replace("-- a", "-- b"))
    assert changed(program, folder) == []
    (folder / "c.py").write_text("''' '''\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Two")
    (folder / "b.py").write_text("'''\n++ b/a.py\n@@ -0,0 +1,9 @@\n'''\n")
    assert changed(program, folder) == []


def test_a_notebooks_lines_are_the_files(program: Program, project: Make) -> None:
    cell = '{"cells": [\n{"cell_type": "code", "source": [\n"import requests\\n",\n%s\n"x = 1"]}]}\n'
    folder = repository(project({"a.ipynb": cell % f"\"SENDCLOUD_API_KEY = '{KEY}'\\n\","}))
    assert changed(program, folder) == []
    (folder / "a.ipynb").write_text(cell % f"\"SENDCLOUD_API_KEY = '{OTHER_KEY}'\\n\",")
    assert changed(program, folder) == ["SCL101 a.ipynb"]


@pytest.mark.parametrize("revision", ["no-such", "--output=x", "HEAD:a.py", "", "HEAD\nx", "-"])
def test_what_is_no_commit_is_misuse(program: Program, project: Make, revision: str) -> None:
    folder = repository(project({"a.py": OLD}))
    assert "is no commit that . knows" in misuse(program("check", "--diff-base", revision, cwd=folder))
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.py"]


def test_without_git_there_is_no_commit(program: Program, project: Make) -> None:
    assert misuse(program("check", "--diff-base", "HEAD", cwd=project({"a.py": OLD}))) == (
        "--diff-base: . is no git repository"
    )
    done = program("check", "--diff-base", "HEAD", "-", cwd=project({"a.py": OLD}), stdin=b"")
    assert "standard input (-) is none" in misuse(done)


def test_where_git_fails_all_is_told(program: Program, project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(project({"a.py": CALL}))
    output = asking._output
    monkeypatch.setattr(
        asking, "_output", lambda command, env: (128, b"") if "merge-base" in command else output(command, env)
    )
    done = program("check", "--output-format", "json", "--diff-base", "HEAD", cwd=folder)
    assert (done.status, found(done)) == (3, ["SCL401 a.py"])
    assert "all findings are told" in done.json["problems"][0]["message"]


def test_no_configuration_of_the_repository_runs_anything(program: Program, project: Make, tmp_path: Path) -> None:
    folder = repository(project({"a.py": OLD}))
    ran = tmp_path / "ran"
    tool = tmp_path / "tool"
    tool.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n")
    tool.chmod(0o755)
    for name in ("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.command", "diff.x.textconv",
                 "diff.external", "core.fsmonitor", "core.pager", "gpg.program", "filter.a.b.clean"):  # fmt: skip
        git(folder, "config", name, str(tool))
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "filter.x.required", "true")
    (folder / ".git/info/attributes").write_text("*.py filter=x diff=x\n*.txt filter=a.b\n")
    (folder / "a.py").write_text("# one\n" + OLD + NEW)
    (folder / "b.txt").write_text("x")
    assert changed(program, folder) == ["SCL101 a.py"]
    program("baseline", cwd=folder)
    (folder / "a.py").unlink()
    program("check", "--baseline", ".sendcloud-lint-baseline.json", cwd=folder)
    assert not ran.exists()


def test_a_baseline_and_changes_go_together(program: Program, project: Make) -> None:
    folder = repository(project({"a.py": SETTINGS}))
    program("baseline", cwd=folder)
    (folder / "a.py").write_text(SETTINGS + SETTINGS)
    arguments = ("--baseline", ".sendcloud-lint-baseline.json")
    assert changed(program, folder, *arguments) == ["SCL101 a.py", "SCL102 a.py"]


def test_statistics(program: Program, project: Make) -> None:
    folder = project({"a.py": SETTINGS * 2})
    shown = program("check", "--statistics", cwd=folder)
    assert shown.out.splitlines()[:2] == ["2  SCL101 [error] hardcoded-key", "2  SCL102 [info] hardcoded-user"]
    assert shown.status == 1
    assert "--statistics" in misuse(program("check", "--statistics", "--output-format", "json", cwd=folder))
