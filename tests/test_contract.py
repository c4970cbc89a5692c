"""The outside of the program: what scripts, CI jobs and editors rely on."""

from __future__ import annotations

import base64
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcloud_lint import __version__
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.files import prefilter

Program = Callable[..., Any]
Make = Callable[..., Path]

KEY, OTHER_KEY = "q7Zf2mX9bR4tLw8K", "t4Rw8Kq7Zf2mX9bL"
CLEAN = """\
import os
import requests, tenacity
@tenacity.retry
def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "a@shop.example"}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
"""
NO_FROM = CLEAN.replace(', "from": "a@shop.example"', "")
SETTINGS = f'SENDCLOUD_API_USER = "shop_mail"\nSENDCLOUD_API_KEY = "{KEY}"\n'
INFO = 'SENDCLOUD_API_USER = "shop_mail"\n'
BROKEN = CLEAN + "if sent = True:\n    pass\n"
FOREIGN = "import os\nprint(os.sep)\n"
PYTHON = [sys.executable, "-m", "sendcloud_lint"]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=T", "-c", "user.email=t@shop.example")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def told_on_stderr(done: Any) -> list[str]:
    return [line.removeprefix("sendcloud-lint: ") for line in done.err.splitlines()]


def misuse(done: Any) -> str:
    """The one line that says what is wrong."""
    (line,) = told_on_stderr(done)
    assert (done.status, done.stdout) == (2, b"")
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


# Commands


def test_a_path_alone_is_checked(program: Program, project: Make) -> None:
    folder = project({"mailer.py": NO_FROM})
    assert program("mailer.py", cwd=folder) == program("check", "mailer.py", cwd=folder)


def test_the_default_is_the_current_folder(program: Program, project: Make) -> None:
    folder = project({"mailer.py": NO_FROM})
    assert program("check", cwd=folder) == program("check", ".", cwd=folder)


def test_a_commands_name_wins_over_a_path(program: Program, project: Make) -> None:
    folder = project({"rule": NO_FROM})
    assert "SCL101" in program("rule", cwd=folder).out


@pytest.mark.parametrize("arguments", [("./rule",), ("--", "rule"), ("check", "rule")], ids=" ".join)
def test_a_path_like_a_command_can_be_checked(program: Program, project: Make, arguments: tuple[str, ...]) -> None:
    folder = project({"rule": "#!/usr/bin/env python\n" + NO_FROM})
    assert (
        program("--output-format", "concise", *arguments, cwd=folder).status == 1 if arguments[0] != "check" else True
    )
    assert program(*arguments, cwd=folder).status == 1


def test_options_may_come_before_the_path(program: Program, project: Make) -> None:
    folder = project({"mailer.py": NO_FROM})
    assert program("--select", "SCL401", "mailer.py", cwd=folder).status == 1


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)], ids=["nothing", "--help", "-h"])
def test_no_argument_is_a_call_for_help(program: Program, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = program(*arguments, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert all(f"\n  {command} " in done.out for command in ("check", "config", "rule"))


def test_the_version(program: Program, tmp_path: Path) -> None:
    done = program("--version", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, f"sendcloud-lint, version {__version__}\n", "")


def test_the_module_is_the_same_program(project: Make, program: Program) -> None:
    folder = project({"mailer.py": NO_FROM})
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run([*PYTHON, "check"], cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, program("check", cwd=folder).stdout)


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", "--help"), ("--version",), ("check", "--nonsense"), ("rule", "SCL999")],
    ids=" ".join,
)
def test_the_module_has_the_programs_name(program: Program, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run([*PYTHON, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False)
    same = program(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (same.status, same.stdout, same.stderr)
    assert b"sendcloud-lint" in done.stdout + done.stderr
    assert b"-m" not in done.stdout.split(b"\n")[0]


# Exit status


@pytest.mark.parametrize(
    ("files", "arguments", "status"),
    [
        pytest.param({}, (), 0, id="an empty folder"),
        pytest.param({"a.py": FOREIGN}, (), 0, id="nothing to do with the API"),
        pytest.param({"a.py": CLEAN}, (), 0, id="clean"),
        pytest.param({"a.py": NO_FROM}, (), 1, id="an error"),
        pytest.param({"a.py": BROKEN}, (), 1, id="a warning"),
        pytest.param({"a.py": INFO}, (), 0, id="an info"),
        pytest.param({"a.py": INFO}, ("--fail-on", "info"), 1, id="an info that fails"),
        pytest.param({"a.py": BROKEN}, ("--fail-on", "error"), 0, id="a warning where errors fail"),
        pytest.param({"a.py": NO_FROM}, ("--fail-on", "error"), 1, id="an error where errors fail"),
        pytest.param({"a.py": NO_FROM}, ("--fail-on", "never"), 0, id="never"),
        pytest.param({"a.py": INFO, "pyproject.toml": '[tool.sendcloud-lint]\nfail-on = "info"'}, (), 1, id="config"),
        pytest.param(
            {"a.py": NO_FROM, "sendcloud-lint.toml": 'fail-on = "never"'}, ("--fail-on", "error"), 1, id="option first"
        ),
    ],
)
def test_the_status(
    program: Program, project: Make, files: dict[str, str], arguments: tuple[str, ...], status: int
) -> None:
    done = program("check", *arguments, cwd=project(files))
    assert (done.status, done.err) == (status, "")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        pytest.param(("check", "--colour"), "--color", id="unknown option"),
        pytest.param(("nowhere.py",), "nowhere.py: no such file or folder", id="missing path"),
        pytest.param(("check", ".", "nowhere"), "nowhere: no such file or folder", id="one of two paths is missing"),
        pytest.param(("check", "--output-format", "xml"), "xml", id="unknown format"),
        pytest.param(("check", "--fail-on", "fatal"), "fatal", id="unknown threshold"),
        pytest.param(("check", "--jobs", "0"), "--jobs", id="no jobs"),
        pytest.param(("check", "--select", "SCL999"), "--select: 'SCL999' is no rule", id="unknown code"),
        pytest.param(("check", "--select", "SCL10l"), 'did you mean "SCL10', id="a slip in a code"),
        pytest.param(("check", "--ignore", "scl101"), 'did you mean "SCL101"?', id="a code in lower case"),
        pytest.param(("check", "--extend-select", "missing-form"), 'did you mean "missing-from"?', id="name"),
        pytest.param(("check", "--select", "SC"), "'SC' is no rule", id="too short a prefix"),
        pytest.param(("check", "--config", "nowhere.toml"), "nowhere.toml", id="missing configuration"),
        pytest.param(("check", "--config", "a.py", "--isolated"), "exclude each other", id="--config and --isolated"),
        pytest.param(("check", "--output-file", "no/folder/x"), "no/folder/x", id="unwritable report"),
        pytest.param(("check", "-", "a.py"), "standard input", id="standard input and a path"),
        pytest.param(("check", "a.py", "--stdin-filename", "b.py"), "standard input", id="a name and a path"),
        pytest.param(("rule", "SCL999"), "'SCL999' is no rule", id="explain an unknown rule"),
        pytest.param(("rule", "missing-form"), "missing-from", id="explain a slip"),
        pytest.param(("config", "nowhere"), "nowhere: no such file or folder", id="settings of a missing path"),
        pytest.param(("config", "--select", "SCL999"), "'SCL999' is no rule", id="settings with an unknown code"),
    ],
)
def test_misuse_is_one_line(program: Program, project: Make, arguments: tuple[str, ...], wanted: str) -> None:
    assert wanted in misuse(program(*arguments, cwd=project({"a.py": NO_FROM})))


def test_a_slip_in_a_selector_is_one_where_nothing_is_checked(program: Program, tmp_path: Path) -> None:
    assert "SCL999" in misuse(program("check", "--select", "SCL999", cwd=tmp_path))


@pytest.mark.parametrize(
    ("config", "wanted"),
    [
        pytest.param('\nselct = ["SCL1"]', ':2: selct: unknown key (did you mean "select"?)', id="unknown key"),
        pytest.param('select = "SCL1"', ":1: select: must be a list", id="wrong kind"),
        pytest.param('ignore = ["SCL1"]\nselect = ["SCL9"]', ":2: select: 'SCL9' is no rule", id="unknown rule"),
        pytest.param(
            '[per-file-ignores]\n"a.py" = ["SCL10l"]',
            ":2: per-file-ignores.a.py: 'SCL10l' is no",
            id="unknown rule for a file",
        ),
        pytest.param('fail-on = "warnings"', '(did you mean "warning"?)', id="near miss of a value"),
        pytest.param("fail-on = ", ":1: is not valid TOML", id="no TOML"),
    ],
)
@pytest.mark.parametrize("arguments", [(), ("--select", "SCL1"), ("--extend-select", "SCL101")], ids=" ".join)
def test_a_bad_configuration_is_misuse(
    program: Program, project: Make, config: str, wanted: str, arguments: tuple[str, ...]
) -> None:
    folder = project({"a.py": NO_FROM, ".sendcloud-lint.toml": config})
    if arguments[:1] == ("--select",) and "select =" in config:
        return  # the command line's stands for it
    line = misuse(program("check", *arguments, cwd=folder))
    assert line.startswith(".sendcloud-lint.toml:")
    assert wanted in line


def incomplete(done: Any) -> list[str]:
    assert done.status == 3
    return [line.removeprefix("incomplete: ") for line in told_on_stderr(done)]


def break_reading(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The tests run as root, whom no permission stops."""
    really = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith(name):
            raise PermissionError(13, "Permission denied", path)
        return really(path, *arguments, **named)

    monkeypatch.setattr(prefilter.os, "open", refuse)


def test_a_file_that_cant_be_read_leaves_the_run_incomplete(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"src/closed.py": CLEAN, "open.py": NO_FROM})
    break_reading(monkeypatch, "closed.py")
    done = program("check", "--output-format", "json", cwd=folder)
    assert incomplete(done) == ["src/closed.py: can't be read: Permission denied"]
    assert done.codes == ["SCL401 open.py:6"]
    assert done.json["problems"] == [
        {"path": "src/closed.py", "kind": "unreadable", "message": "can't be read: Permission denied"}
    ]


def test_problems_have_paths_from_the_current_folder(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"pyproject.toml": "", "src/closed.py": CLEAN, "docs/x": ""})
    break_reading(monkeypatch, "closed.py")
    done = program("check", "--output-format", "json", "../src", cwd=folder / "docs")
    assert [problem["path"] for problem in done.json["problems"]] == ["../src/closed.py"]


def test_an_unreadable_file_that_was_not_given_is_no_problem(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_reading(monkeypatch, "closed.py")
    done = program("check", "open.py", cwd=project({"pyproject.toml": "", "closed.py": CLEAN, "open.py": NO_FROM}))
    assert (done.status, done.err) == (1, "")


def test_incomplete_is_graver_than_never(program: Program, project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    break_reading(monkeypatch, "closed.py")
    assert program("check", "--fail-on", "never", cwd=project({"closed.py": CLEAN})).status == 3


def test_the_text_says_that_the_run_is_incomplete(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_reading(monkeypatch, "closed.py")
    assert "incomplete: 1 problem" in program("check", cwd=project({"closed.py": CLEAN})).out


def test_a_clean_run_says_what_it_checked(program: Program, project: Make) -> None:
    done = program("check", cwd=project({"a.py": CLEAN, "b.py": FOREIGN, "c.txt": "", "d.png": "\0"}))
    assert done.out == "No findings: 1 request and 2 credentials in 1 of 3 files, skipped 1.\n"


def test_quiet_says_nothing_of_a_clean_run(program: Program, project: Make) -> None:
    done = program("check", "--quiet", cwd=project({"a.py": CLEAN}))
    assert (done.status, done.stdout, done.stderr) == (0, b"", b"")


def test_quiet_keeps_the_findings(program: Program, project: Make) -> None:
    done = program("check", "--quiet", cwd=project({"a.py": NO_FROM}))
    assert "SCL401" in done.out
    assert "Found" not in done.out


def test_verbose_tells_on_standard_error_only(program: Program, project: Make) -> None:
    folder = project({"a.py": NO_FROM, "b.bin": b"\0"})
    plain, verbose = program("check", cwd=folder), program("check", "--verbose", cwd=folder)
    assert (plain.status, plain.stdout, plain.err) == (verbose.status, verbose.stdout, "")
    assert "b.bin is binary" in verbose.err


# What is heavy stays away


def loaded(folder: Path, *arguments: str) -> set[str]:
    code = (
        "import sys\nfrom sendcloud_lint import cli\ntry:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return {
        name for name in done.stderr.split() if re.match(r"libcst|sendcloud_lint\.(readers|rules|analysis)\b", name)
    }


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help")], ids=" ".join)
def test_to_say_who_it_is_takes_no_rule(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert loaded(tmp_path, *arguments) == set()


def test_a_run_without_a_trace_takes_no_reader_and_no_rule(project: Make) -> None:
    folder = project({"a.py": FOREIGN, "sub/b.py": FOREIGN, "README.md": "nothing", "pyproject.toml": "[project]"})
    assert loaded(folder, "check") == set()
    assert loaded(folder, "check", "--output-format", "json", "a.py") == set()


def test_a_relevant_file_that_was_not_given_brings_in_nothing(project: Make) -> None:
    folder = project({"pyproject.toml": "", "a.py": FOREIGN, "mailer.py": NO_FROM})
    assert loaded(folder, "check", "a.py") == set()


@pytest.mark.parametrize("files", [{".env": f"SENDCLOUD_API_KEY={KEY}\n"}, {"a.py": f'sendcloud_api_key = "{KEY}"\n'}])
def test_what_python_itself_can_read_takes_no_libcst(project: Make, files: dict[str, str]) -> None:
    found = loaded(project(files), "check")
    assert {name for name in found if name.startswith("libcst")} == set()
    assert "sendcloud_lint.rules.hardcoded_key" in found


# Selection


def codes(done: Any) -> set[str]:
    return {each["code"] for each in done.json["findings"]}


MANY = {"a.py": SETTINGS + NO_FROM, "b.py": NO_FROM.replace("apiUser", "api_user")}
ALL_OF_MANY = {"SCL101", "SCL102", "SCL303", "SCL401"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((), ALL_OF_MANY, id="default"),
        pytest.param(("--select", "SCL101"), {"SCL101"}, id="a code"),
        pytest.param(("--select", "hardcoded-key"), {"SCL101"}, id="a name"),
        pytest.param(("--select", "SCL1"), {"SCL101", "SCL102"}, id="a prefix"),
        pytest.param(("--select", "SCL"), ALL_OF_MANY, id="the prefix of all"),
        pytest.param(("--select", "ALL"), ALL_OF_MANY, id="ALL"),
        pytest.param(("--select", "SCL101,SCL401"), {"SCL101", "SCL401"}, id="two with a comma"),
        pytest.param(("--select", "SCL101", "--select", "SCL401"), {"SCL101", "SCL401"}, id="twice"),
        pytest.param(("--select", "SCL101, SCL401"), {"SCL101", "SCL401"}, id="a comma and a blank"),
        pytest.param(("--ignore", "SCL1"), {"SCL303", "SCL401"}, id="ignore a prefix"),
        pytest.param(("--ignore", "ALL"), set(), id="ignore ALL"),
        pytest.param(("--select", "SCL1", "--ignore", "SCL102"), {"SCL101"}, id="ignore within a prefix"),
        pytest.param(("--select", "SCL102", "--ignore", "SCL1"), {"SCL102"}, id="the more exact word wins"),
        pytest.param(("--select", "SCL101", "--ignore", "SCL101"), set(), id="ignore wins a tie"),
        pytest.param(("--select", "SCL3", "--extend-select", "SCL401"), {"SCL303", "SCL401"}, id="extend"),
        pytest.param(("--extend-select", "SCL101"), ALL_OF_MANY, id="extend the default"),
    ],
)
def test_selection(program: Program, project: Make, arguments: tuple[str, ...], expected: set[str]) -> None:
    assert codes(program("check", "--output-format", "json", *arguments, cwd=project(MANY))) == expected


@pytest.mark.parametrize(
    ("config", "arguments", "expected"),
    [
        pytest.param('select = ["SCL101"]', (), {"SCL101"}, id="select"),
        pytest.param('select = ["SCL1"]', ("--select", "SCL401"), {"SCL401"}, id="select is replaced"),
        pytest.param('ignore = ["SCL1"]', (), {"SCL303", "SCL401"}, id="ignore"),
        pytest.param('ignore = ["SCL1"]', ("--ignore", "SCL401"), {"SCL303"}, id="ignore is added to"),
        pytest.param('ignore = ["SCL101"]', ("--select", "SCL101"), {"SCL101"}, id="select starts afresh"),
        pytest.param(
            'ignore = ["SCL101"]', ("--extend-select", "SCL101"), ALL_OF_MANY, id="extend over the file's ignore"
        ),
        pytest.param('select = ["SCL3"]', ("--extend-select", "SCL401"), {"SCL303", "SCL401"}, id="extend the file's"),
        pytest.param('extend-select = ["SCL101"]', ("--ignore", "SCL101"), ALL_OF_MANY - {"SCL101"}, id="ignore it"),
        pytest.param('[per-file-ignores]\n"a.py" = ["SCL1"]', (), {"SCL303", "SCL401"}, id="per-file-ignores"),
        pytest.param(
            '[per-file-ignores]\n"a.py" = ["SCL1"]', ("--select", "ALL"), {"SCL303", "SCL401"}, id="for ALL as well"
        ),
        pytest.param('[per-file-ignores]\n"*.py" = ["ALL"]', (), set(), id="per-file-ignores of ALL"),
        pytest.param('[per-file-ignores]\n"!b.py" = ["ALL"]', (), {"SCL303", "SCL401"}, id="all other files"),
        pytest.param('select = ["SCL101"]', ("--isolated",), ALL_OF_MANY, id="isolated"),
        pytest.param('select = ["SCL101"]', ("--config", "other.toml"), {"SCL401"}, id="another file"),
    ],
)
def test_selection_by_configuration(
    program: Program, project: Make, config: str, arguments: tuple[str, ...], expected: set[str]
) -> None:
    folder = project({**MANY, "sendcloud-lint.toml": config, "other.toml": 'select = ["SCL401"]'})
    assert codes(program("check", "--output-format", "json", *arguments, cwd=folder)) == expected


def test_each_file_takes_the_nearest_configuration(program: Program, project: Make) -> None:
    files = {"pyproject.toml": '[tool.sendcloud-lint]\nselect = ["SCL101"]', "sub/sendcloud-lint.toml": ""}
    folder = project({**files, "a.py": MANY["a.py"], "sub/b.py": MANY["b.py"]})
    done = program("check", "--output-format", "json", cwd=folder)
    assert {(each["path"], each["code"]) for each in done.json["findings"]} == {
        ("a.py", "SCL101"), ("sub/b.py", "SCL303"), ("sub/b.py", "SCL401"),
    }  # fmt: skip


# Which files


def paths(done: Any) -> list[str]:
    return sorted({each["path"] for each in done.json["findings"]})


TREE = {"pyproject.toml": "", "a.py": NO_FROM, "build/b.py": NO_FROM, "src/c.py": NO_FROM, "src/vendored/d.py": NO_FROM}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((), ["a.py", "src/c.py", "src/vendored/d.py"], id="everything but the default excludes"),
        pytest.param(("src",), ["src/c.py", "src/vendored/d.py"], id="a folder"),
        pytest.param(("--exclude", "vendored"), ["a.py", "src/c.py"], id="an excluded name"),
        pytest.param(("--exclude", "src/*.py,a.py"), ["src/vendored/d.py"], id="two globs"),
        pytest.param(("build/b.py",), ["build/b.py"], id="an excluded file that is named"),
        pytest.param(("build/b.py", "--force-exclude"), [], id="with --force-exclude"),
        pytest.param(("a.py", "a.py", "."), ["a.py", "src/c.py", "src/vendored/d.py"], id="named twice"),
    ],
)
def test_which_files_are_checked(
    program: Program, project: Make, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert paths(program("check", "--output-format", "json", *arguments, cwd=project(TREE))) == expected


@pytest.mark.parametrize("with_git", [True, False], ids=["git", "no git"])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((), ["a.py"], id="ignored"),
        pytest.param((".env",), [".env"], id="named"),
        pytest.param((".env", "--force-exclude"), [], id="named with --force-exclude"),
        pytest.param(("--include-ignored",), [".env", "a.py"], id="--include-ignored"),
        pytest.param(("--no-gitignore",), [".env", "a.py"], id="--no-gitignore"),
    ],
)
def test_files_that_git_ignores(
    program: Program, project: Make, arguments: tuple[str, ...], expected: list[str], with_git: bool
) -> None:
    folder = project({"a.py": NO_FROM, ".env": f"SENDCLOUD_API_KEY={KEY}\n", ".gitignore": ".env\n"})
    if with_git:
        git(folder, "init", "-q")
    assert paths(program("check", "--output-format", "json", *arguments, cwd=folder)) == expected


def test_a_tracked_file_is_never_ignored(program: Program, project: Make) -> None:
    folder = project({".env": f"SENDCLOUD_API_KEY={KEY}\n", ".gitignore": ".env\n"})
    git(folder, "init", "-q")
    git(folder, "add", "-f", ".env")
    assert paths(program("check", "--output-format", "json", cwd=folder)) == [".env"]


def test_an_ignored_module_is_not_read_for_an_import(program: Program, project: Make) -> None:
    sender = CLEAN.replace('os.environ["EMAIL_API_KEY"]', "KEY").replace(
        "import os", "import os\nfrom local import KEY"
    )
    folder = project({"mailer.py": sender, "local.py": f'KEY = "{KEY}"\n', ".gitignore": "local.py\n"})
    git(folder, "init", "-q")
    done = program("check", "--output-format", "json", ".", cwd=folder)
    assert done.codes == []
    assert program("check", "--output-format", "json", ".", "local.py", cwd=folder).codes == ["SCL101 local.py:1"]


# Standard input


def test_standard_input_stands_for_a_file(program: Program, project: Make) -> None:
    folder = project({"src/mailer.py": CLEAN})
    done = program(
        "check", "--output-format", "json", "--stdin-filename", "src/mailer.py", "-", cwd=folder, stdin=NO_FROM.encode()
    )
    assert (done.status, done.codes) == (1, ["SCL401 src/mailer.py:6"])
    assert done.json["summary"]["files_checked"] == 1


def test_standard_input_may_be_a_file_that_is_not_there(program: Program, tmp_path: Path) -> None:
    done = program(
        "check", "--output-format", "json", "-", "--stdin-filename", "new/mailer.py", cwd=tmp_path,
        stdin=NO_FROM.encode(),
    )  # fmt: skip
    assert done.codes == ["SCL401 new/mailer.py:6"]
    assert done.json["summary"]["files_checked"] == 1


@pytest.mark.parametrize("arguments", [("-",), ("--stdin-filename", "x.py")], ids=["without a name", "without a -"])
def test_standard_input_needs_a_name_or_a_hyphen(program: Program, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = program("check", "--output-format", "json", *arguments, cwd=tmp_path, stdin=NO_FROM.encode())
    assert [code.split()[0] for code in done.codes] == ["SCL401"]


def test_standard_input_sees_the_rest_of_the_project(program: Program, project: Make) -> None:
    folder = project({"settings.py": f'KEY = "{KEY}"\n', "pyproject.toml": ""})
    text = CLEAN.replace('os.environ["EMAIL_API_KEY"]', "settings.KEY").replace("import os", "import os, settings")
    done = program("check", "--output-format", "json", "--stdin-filename", "a.py", "-", cwd=folder, stdin=text.encode())
    assert done.codes == [], "the finding is the other file's"
    assert program("check", "--stdin-filename", "settings.py", "-", cwd=folder, stdin=b"KEY = 1\n").status == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"\0" + NO_FROM.encode(), "is binary", id="binary"),
        pytest.param(NO_FROM.encode() + b"#" * 2_000_000, "is larger than max-file-size", id="too large"),
    ],
)
def test_standard_input_is_skipped_like_a_file(program: Program, tmp_path: Path, data: bytes, why: str) -> None:
    done = program("check", "--output-format", "json", "-", "--stdin-filename", "a.py", cwd=tmp_path, stdin=data)
    assert (done.status, told_on_stderr(done)) == (0, [f"warning: a.py {why} and was skipped"])
    assert done.json["summary"]["files_skipped"] == 1


def test_standard_input_heeds_force_exclude(program: Program, project: Make) -> None:
    folder = project({"pyproject.toml": ""})
    arguments = ("check", "-", "--stdin-filename", "build/a.py", "--output-format", "json")
    assert program(*arguments, cwd=folder, stdin=NO_FROM.encode()).status == 1
    assert program(*arguments, "--force-exclude", cwd=folder, stdin=NO_FROM.encode()).codes == []


# Output


@pytest.mark.parametrize("output_format", ["text", "concise", "json"])
def test_a_report_goes_to_a_file(program: Program, project: Make, output_format: str) -> None:
    folder = project({"a.py": NO_FROM})
    shown = program("check", "--output-format", output_format, cwd=folder)
    done = program("check", "--output-format", output_format, "--output-file", "report", cwd=folder)
    assert (done.status, done.stdout) == (1, b"")
    assert (folder / "report").read_bytes() == shown.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        pytest.param((), {}, False, id="auto in a pipe"),
        pytest.param(("--color", "always"), {}, True, id="always"),
        pytest.param((), {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR and FORCE_COLOR"),
        pytest.param((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True, id="an empty NO_COLOR is none"),
        pytest.param(("--color", "always"), {"NO_COLOR": "1"}, True, id="the option wins over NO_COLOR"),
        pytest.param(("--color", "never"), {"FORCE_COLOR": "1"}, False, id="the option wins over FORCE_COLOR"),
        pytest.param(("--output-format", "json", "--color", "always"), {}, False, id="JSON has none"),
    ],
)
def test_colour(
    program: Program, project: Make, arguments: tuple[str, ...], environment: dict[str, str], colored: bool
) -> None:
    done = program("check", *arguments, cwd=project({"a.py": NO_FROM}), environment=environment)
    assert (b"\x1b[" in done.stdout) == colored


@pytest.mark.parametrize(
    ("environment", "colored"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
    ids=["terminal", "dumb terminal", "NO_COLOR"],
)
def test_colour_on_a_terminal(project: Make, environment: dict[str, str], colored: bool) -> None:
    main, other = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(
        [*PYTHON, "check"], cwd=project({"a.py": NO_FROM}), stdout=other, env={**kept, **environment}, check=False
    )
    os.close(other)
    assert (b"\x1b[" in os.read(main, 4096)) == colored
    os.close(main)


def test_a_reader_that_goes_away_is_no_fault(project: Make) -> None:
    folder = project({f"m{number}.py": NO_FROM for number in range(40)})
    run = subprocess.Popen([*PYTHON, "check"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.close()
    _, errors = run.communicate()
    assert (run.returncode, errors) == (1, b"")


def test_the_locale_does_not_matter(project: Make, program: Program) -> None:
    folder = project({"a.py": NO_FROM + f'# é 密钥 {KEY}\nSENDCLOUD_API_KEY = "{KEY}"\n'})
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "COLUMNS": "120"}
    done = subprocess.run([*PYTHON, "check"], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.stdout == program("check", cwd=folder).stdout


# JSON

FINDING = ["code", "name", "level", "message", "help", "path", "start", "end", "cell", "fingerprint", "related", "fix", "url"]  # fmt: skip # noqa: E501


def test_the_shape_of_the_json(program: Program, project: Make) -> None:
    done = program("check", "--output-format", "json", cwd=project({"a.py": SETTINGS + NO_FROM}))
    report = done.json
    assert list(report) == ["schema_version", "tool", "findings", "problems", "summary"]
    assert report["schema_version"] == 1
    assert report["tool"] == {"name": "sendcloud-lint", "version": __version__}
    assert [list(each) for each in report["findings"]] == [FINDING] * 3
    assert report["problems"] == []
    assert report["summary"] == {
        "files_checked": 1, "files_skipped": 0, "findings": {"error": 2, "warning": 0, "info": 1}, "suppressed": 0,
        "baselined": 0,
    }  # fmt: skip
    assert list(report["summary"]) == ["files_checked", "files_skipped", "findings", "suppressed", "baselined"]


def test_a_finding_in_json(program: Program, project: Make) -> None:
    done = program("check", "--output-format", "json", "--select", "SCL101", cwd=project({"a.py": SETTINGS}))
    (finding,) = done.json["findings"]
    assert (finding["code"], finding["name"], finding["level"]) == ("SCL101", "hardcoded-key", "error")
    assert (finding["start"], finding["end"]) == ({"line": 2, "column": 21}, {"line": 2, "column": 39})
    assert (finding["path"], finding["cell"], finding["related"], finding["fix"]) == ("a.py", None, [], None)
    assert re.fullmatch(r"[g-z]+", finding["fingerprint"])
    assert finding["url"].startswith("https://")
    assert not finding["message"].endswith(".")


def test_related_places_in_json(program: Program, project: Make) -> None:
    text = CLEAN.replace('os.environ["EMAIL_API_KEY"]', "KEY").replace("import os", f'import os\nKEY = "{KEY}"')
    (finding,) = program("check", "--output-format", "json", cwd=project({"a.py": text})).json["findings"]
    assert [list(step) for step in finding["related"]] == [["path", "start", "end", "message"]] * len(
        finding["related"]
    )
    assert finding["related"][-1]["start"]["line"] == 7
    assert finding["start"] not in [step["start"] for step in finding["related"]]


def test_columns_count_characters(program: Program, project: Make) -> None:
    text = f'密钥, é, 😀x = 1, 2, 3; SENDCLOUD_API_KEY = "{KEY}"\n'.replace("😀x", "x")
    wide = f'X = "密钥 é 😀"; SENDCLOUD_API_KEY = "{KEY}"\n'
    done = program("check", "--output-format", "json", cwd=project({"a.py": text, "b.py": wide}))
    assert [each["start"]["column"] - 1 for each in done.json["findings"]] == [
        line.index(f'"{KEY}"') for line in (text, wide)
    ]


def test_a_tab_is_one_column_and_a_mark_none(program: Program, project: Make) -> None:
    folder = project(
        {
            "a.py": "\ufeffif True:\n\tSENDCLOUD_API_KEY = " + f'"{KEY}"\r\n',
            ".env": f"\ufeffSENDCLOUD_API_KEY={KEY}\r\n",
        }
    )
    done = program("check", "--output-format", "json", cwd=folder)
    assert [(each["path"], each["start"]) for each in done.json["findings"]] == [
        (".env", {"line": 1, "column": 19}), ("a.py", {"line": 2, "column": 22}),
    ]  # fmt: skip


def test_findings_are_sorted(program: Program, project: Make) -> None:
    files = {"b.py": SETTINGS + NO_FROM, "a/z.py": NO_FROM, "a.py": NO_FROM, "B.py": NO_FROM}
    findings = program("check", "--output-format", "json", cwd=project(files)).json["findings"]
    keys = [
        (each["path"], each["cell"] or 0, *each["start"].values(), each["code"], each["fingerprint"])
        for each in findings
    ]  # fmt: skip
    assert len(keys) == 6
    assert keys == sorted(keys)


def test_the_configuration_says_which_files_are_for_tests(program: Program, project: Make) -> None:
    keys = dict.fromkeys(("settings.py", "qa/send.py", "tests/send.py"), f'SENDCLOUD_API_KEY = "{KEY}"\n')
    folder = project(keys)
    select = ("check", "--select", "SCL601", "--output-format", "json")
    assert [each["path"] for each in program(*select, cwd=folder).json["findings"]] == ["tests/send.py"]
    (folder / "sendcloud-lint.toml").write_text('test-paths = ["qa"]\n')
    assert [each["path"] for each in program(*select, cwd=folder).json["findings"]] == ["qa/send.py"]


def test_paths_outside_the_current_folder(program: Program, project: Make) -> None:
    folder = project({"pyproject.toml": "", "src/a.py": NO_FROM, "docs/x": ""})
    assert paths(program("check", "--output-format", "json", "../src/a.py", cwd=folder / "docs")) == ["../src/a.py"]
    absolute = str(folder / "src" / "a.py")
    assert paths(program("check", "--output-format", "json", absolute, cwd=folder / "docs")) == ["../src/a.py"]
    assert "../src/a.py:6:12" in program("check", "--output-format", "concise", "../src", cwd=folder / "docs").out


def test_bytes_in_a_path_that_are_no_utf_8(program: Program, project: Make) -> None:
    folder = project()
    name = os.fsencode(folder) + b"/m\xe9l.py"
    with open(name, "wb") as file:
        file.write(NO_FROM.encode())
    assert paths(program("check", "--output-format", "json", cwd=folder)) == ["m\\xe9l.py"]
    assert "m\\xe9l.py:6:12" in program("check", cwd=folder).out


def test_a_strange_path_stays_on_its_line(program: Program, project: Make) -> None:
    folder = project({"a\tb\x1b[31m.py": NO_FROM})
    assert "\x1b[31m" not in program("check", cwd=folder).out
    assert paths(program("check", "--output-format", "json", cwd=folder)) == ["a\tb\x1b[31m.py"]


# Fingerprints


def fingerprints(done: Any) -> list[str]:
    return [each["fingerprint"] for each in done.json["findings"]]


FINGERPRINTED = SETTINGS + NO_FROM + NO_FROM.replace("def send", "def again")


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda text: "# one\n\n# two\n" + text, id="lines above"),
        pytest.param(lambda text: text + "\n\nX = 1\n", id="lines below"),
        pytest.param(lambda text: text.replace('", "', '",\n            "'), id="broken lines"),
        pytest.param(lambda text: text.replace("    ", "\t"), id="tabs"),
        pytest.param(lambda text: text.replace(" = ", "="), id="no blanks"),
        pytest.param(lambda text: text.replace('"', "'"), id="other quotes"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="line ends"),
        pytest.param(lambda text: text.replace("timeout=10", "timeout=20"), id="another argument"),
        pytest.param(lambda text: text.replace("SENDCLOUD_API_KEY =", "X = 1; SENDCLOUD_API_KEY ="), id="columns"),
    ],
)
def test_fingerprints_outlive_edits(program: Program, project: Make, edit: Callable[[str], str]) -> None:
    before = program("check", "--output-format", "json", cwd=project({"a.py": FINGERPRINTED}, "before"))
    after = program("check", "--output-format", "json", cwd=project({"a.py": edit(FINGERPRINTED)}, "after"))
    assert len(before.codes) == 4
    assert fingerprints(after) == fingerprints(before)


def test_fingerprints_do_not_depend_on_where_the_program_runs(program: Program, project: Make) -> None:
    folder = project({"pyproject.toml": "", "src/a.py": FINGERPRINTED})
    here = program("check", "--output-format", "json", cwd=folder)
    assert fingerprints(program("check", "--output-format", "json", "a.py", cwd=folder / "src")) == fingerprints(here)


def test_a_suppression_leaves_other_fingerprints_alone(program: Program, project: Make) -> None:
    lines = SETTINGS.splitlines() * 2
    before = program("check", "--output-format", "json", cwd=project({"a.py": "\n".join(lines)}, "before"))
    lines[1] += "  # noqa: SCL101"
    after = program("check", "--output-format", "json", cwd=project({"a.py": "\n".join(lines)}, "after"))
    assert len(before.codes) == 4
    assert set(fingerprints(before)) > set(fingerprints(after))


def test_fingerprints_differ_between_findings(program: Program, project: Make) -> None:
    same = "\n".join(f'class C{number}:\n    SENDCLOUD_API_KEY = "{KEY}"' for number in range(3))
    files = {"a.py": FINGERPRINTED + same, "b.py": FINGERPRINTED, "c.py": f'SENDCLOUD_API_KEY = "{OTHER_KEY}"\n'}
    files["d.py"] = "".join(f'SENDCLOUD_API_KEY = "{KEY}"\n' for _ in range(2))
    found = fingerprints(program("check", "--output-format", "json", cwd=project(files)))
    assert len(found) >= 13
    assert len(set(found)) == len(found)


# The project is not the file list

SPLIT = {
    "pyproject.toml": "",
    "settings.py": f'import os\nUSER = os.environ["EMAIL_API_USER"]\nKEY = "{KEY}"\n',
    "sender.py": CLEAN.replace('os.environ["EMAIL_API_KEY"]', "settings.KEY").replace(
        "import os", "import os, settings"
    ),
    "bad.py": NO_FROM,
    "store/__init__.py": "",
    "store/api.py": "import requests\ndef post(fields):\n    return requests.post('https://api.aurorasendcloud.com/email/send', data=fields)\n",  # noqa: E501
    "store/orders.py": "from store import api\nfrom settings import KEY\ndef go(to):\n    return api.post({'apiUser': 'shop_mail', 'apiKey': KEY, 'to': to})\n",  # noqa: E501
    "store/texts.py": "from store.api import post\nfrom settings import KEY, USER\ndef go(to):\n    post(dict(smsUser=USER, smsKey=KEY, to=to))\n",  # noqa: E501
    ".env": f"SENDCLOUD_API_KEY={OTHER_KEY}\nSENDCLOUD_API_USER=shop_mail\n",
    "ops/.env": f"SENDCLOUD_API_KEY={OTHER_KEY}\n",
    "report.ipynb": json.dumps({"cells": [{"source": "import sendcloud", "outputs": [{"text": OTHER_KEY}]}]}),
    "ops/secret.yaml": f"kind: Secret\ndata:\n  SENDCLOUD_API_KEY: {base64.b64encode(OTHER_KEY.encode()).decode()}\n",
    "jobs/mail.py": CLEAN.replace('"EMAIL_API_KEY"', '"JOB_KEY"'),
    "mails/send.py": CLEAN.replace('"EMAIL_API_KEY"', '"JOB_KEY"'),
    "tests/test_jobs.py": CLEAN.replace('"EMAIL_API_KEY"', '"JOB_KEY"'),
    "tests/test_parts.py": NO_FROM.replace('os.environ["EMAIL_API_KEY"]', f"'{OTHER_KEY[:9]}' + '{OTHER_KEY[9:]}'"),
    "broken.py": BROKEN,
    "plain.py": FOREIGN,
}
GIVEN = sorted(set(SPLIT) - {"pyproject.toml"})


@pytest.fixture(scope="module")
def split_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("split")
    for name, content in SPLIT.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    return folder


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(GIVEN), cuts=st.sets(st.integers(1, len(GIVEN) - 1)))
def test_any_split_of_the_files_gives_the_same_findings(
    program: Program, split_project: Path, order: list[str], cuts: set[int]
) -> None:
    whole = program("check", "--output-format", "json", *GIVEN, cwd=split_project).json["findings"]
    bounds = [0, *sorted(cuts), len(order)]
    parts = [order[start:end] for start, end in pairwise(bounds)]
    runs = (program("check", "--output-format", "json", *part, cwd=split_project) for part in parts)
    found = [json.dumps(finding) for run in runs for finding in run.json["findings"]]
    assert len(whole) >= 8
    assert sorted(found) == sorted(map(json.dumps, whole))


def test_a_folder_and_its_files_are_the_same(program: Program, split_project: Path) -> None:
    by_folder = program("check", "--output-format", "json", ".", cwd=split_project)
    assert (
        by_folder.json["findings"]
        == program("check", "--output-format", "json", *GIVEN, cwd=split_project).json["findings"]
    )


def test_the_number_of_jobs_changes_no_byte(program: Program, project: Make) -> None:
    files = {f"p{number}/m{number}.py": FOREIGN for number in range(320)}
    folder = project({**files, **SPLIT})
    one, two = (program("check", "--output-format", "json", "--jobs", jobs, cwd=folder) for jobs in ("1", "2"))
    assert one == two
    assert len(one.codes) >= 8


def test_two_runs_print_the_same_bytes(split_project: Path) -> None:
    def shown(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run([*PYTHON, "check"], cwd=split_project, env=environment, capture_output=True).stdout  # noqa: PLW1510

    assert shown("1") == shown("2")


def test_two_projects_in_one_run(program: Program, tmp_path: Path, project: Make) -> None:
    for name in ("one", "two"):
        git(project({"a.py": NO_FROM}, name), "init", "-q")
    done = program("check", "--output-format", "json", "two", "one/a.py", cwd=tmp_path)
    assert paths(done) == ["one/a.py", "two/a.py"]


# Suppressions

KEY_LINE = f'SENDCLOUD_API_KEY = "{KEY}"'
CALL = """\
import os, requests
{0}
requests.post({1}
    "https://api.aurorasendcloud.com/email/send",{2}
    data={{"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"]}},
{3}
){4}
"""


def suppressed(program: Program, folder: Path) -> tuple[list[str], int]:
    done = program("check", "--output-format", "json", cwd=folder)
    return done.codes, done.json["summary"]["suppressed"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101]", id="on the line"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[hardcoded-key]", id="by name"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore", id="every rule"),
        pytest.param(f"{KEY_LINE}  #sendcloud-lint:ignore[SCL101]", id="without blanks"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore [ SCL101 ]", id="with blanks"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101] it is revoked", id="with a reason"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101]: it is revoked", id="with a reason after a colon"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore - it is revoked", id="every rule with a reason"),
        pytest.param(f"{KEY_LINE}  # type: ignore  # sendcloud-lint: ignore[SCL101]", id="after another comment"),
        pytest.param(f"# sendcloud-lint: ignore[SCL101]\n{KEY_LINE}", id="on the line above"),
        pytest.param(f"# sendcloud-lint: ignore[SCL101]\n# It is revoked,\n# really.\n{KEY_LINE}", id="block above"),
        pytest.param(f"# It is\n# sendcloud-lint: ignore[SCL101]\n# revoked.\n{KEY_LINE}", id="within a block"),
        pytest.param(f"class C:\n    # sendcloud-lint: ignore[SCL101]\n    {KEY_LINE}", id="indented"),
        pytest.param(f"# sendcloud-lint: ignore-file[SCL101]\n\n{KEY_LINE}", id="the file"),
        pytest.param(f"# sendcloud-lint: ignore-file\n\n{KEY_LINE}", id="the file, every rule"),
        pytest.param("\n" * 19 + f"# sendcloud-lint: ignore-file[SCL101]\n{KEY_LINE}", id="the file, on line 20"),
        pytest.param(f"{KEY_LINE}\n# sendcloud-lint: ignore-file[SCL101]", id="the file, below the finding"),
        pytest.param(f"{KEY_LINE}  # noqa: SCL101", id="noqa"),
        pytest.param(f"{KEY_LINE}  # noqa: E501, SCL101", id="noqa with others"),
        pytest.param(f"{KEY_LINE}  # NOQA:SCL101", id="noqa in capitals"),
        pytest.param(f"{KEY_LINE}  # noqa: scl101", id="noqa in lower case"),
        pytest.param(f"{KEY_LINE}  # noqa", id="bare noqa"),
        pytest.param(f"{KEY_LINE}  # noqa because it is revoked", id="bare noqa with a reason"),
    ],
)
def test_what_a_comment_holds_back(program: Program, project: Make, text: str) -> None:
    assert suppressed(program, project({"a.py": text + "\n"})) == ([], 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignored", 1, id="another word"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore-line", 1, id="another kind"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101", 1, id="a bracket that is never closed"),
        pytest.param(f"{KEY_LINE}  # noqa: E501", 1, id="other tools' noqa"),
        pytest.param(f"{KEY_LINE}  # noqa: because", 1, id="noqa with a colon and no code"),
        pytest.param(f"{KEY_LINE}  # noqas", 1, id="no noqa"),
        pytest.param(f'{KEY_LINE}; X = "# noqa"', 1, id="noqa in a text"),
        pytest.param(f'{KEY_LINE}; X = "# sendcloud-lint: ignore[SCL101]"', 1, id="in a text"),
        pytest.param(f'"""\n# sendcloud-lint: ignore-file[SCL101]\n"""\n{KEY_LINE}', 4, id="in a docstring"),
        pytest.param(f"X = 1  # noqa: E1\n{KEY_LINE}", 2, id="noqa on the line above"),
    ],
)
def test_what_holds_nothing_back(program: Program, project: Make, text: str, line: int) -> None:
    assert suppressed(program, project({"a.py": text + "\n"})) == ([f"SCL101 a.py:{line}"], 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[SCL102]", ["101:1", "002:1"], id="another rule"),
        pytest.param(f"# sendcloud-lint: ignore[SCL101]\n\n{KEY_LINE}", ["002:1", "101:3"], id="a blank line between"),
        pytest.param(f"X = 1  # sendcloud-lint: ignore[SCL101]\n{KEY_LINE}", ["002:1", "101:2"], id="line above"),
        pytest.param(f"{KEY_LINE}\n# sendcloud-lint: ignore[SCL101]", ["101:1", "002:2"], id="line below"),
        pytest.param("\n" * 20 + f"# sendcloud-lint: ignore-file[SCL101]\n{KEY_LINE}", ["002:21", "101:22"], id="late"),
        pytest.param(f"{KEY_LINE}  # sendcloud-lint: ignore[]", ["101:1", "002:1"], id="no code at all"),
    ],
)
def test_a_comment_in_the_wrong_place_is_told(program: Program, project: Make, text: str, found: list[str]) -> None:
    codes, count = suppressed(program, project({"a.py": text + "\n"}))
    assert (sorted(codes), count) == (sorted(f"SCL{each[:3]} a.py:{each[4:]}" for each in found), 0)


@pytest.mark.parametrize(("place", "holds"), [(0, True), (1, True), (2, False), (3, False), (4, True)])
def test_a_long_finding_has_a_first_and_a_last_line(program: Program, project: Make, place: int, holds: bool) -> None:
    comments = ["", "", "", "", ""]
    comments[place] = "# sendcloud-lint: ignore[SCL401]"
    codes, count = suppressed(program, project({"a.py": CALL.format(*comments)}))
    assert (count, "SCL401 a.py:3" not in codes) == (int(holds), holds)


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        pytest.param("SENDCLOUD_API_KEY={0} # sendcloud-lint: ignore[SCL101]", 1, id="on the line"),
        pytest.param("# sendcloud-lint: ignore[SCL101]\nSENDCLOUD_API_KEY={0}", 2, id="above"),
        pytest.param("# sendcloud-lint: ignore-file[SCL101]\n\nSENDCLOUD_API_KEY={0}", 3, id="the file"),
    ],
)
def test_comments_in_a_dotenv(program: Program, project: Make, comment: str, line: int) -> None:
    assert suppressed(program, project({".env": comment.format(KEY) + "\n"})) == ([], 1)
    assert suppressed(program, project({".env": comment.format("").replace("[SCL101]", "[SCL101]") + "\n"}))[1] == 0
    assert line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.tf", 'sendcloud_api_key = "{0}" # {1}', id="HCL"),
        pytest.param("a.tf", '// {1}\nsendcloud_api_key = "{0}"', id="HCL in slashes"),
        pytest.param("a.tf", '/* {1} */ sendcloud_api_key = "{0}"', id="HCL in the line"),
        pytest.param("a.tf", "# {1}\nsendcloud_api_key = <<END\n{0}\nEND", id="HCL over lines"),
        pytest.param("a.xml", "<sendcloud.apiKey>{0}</sendcloud.apiKey> <!-- {1} -->", id="XML"),
        pytest.param("a.xml", "<a>\n<!-- {1} -->\n<add key='SendCloudApiKey' value='{0}'/></a>", id="XML above"),
        pytest.param(".netrc", "machine api.aurorasendcloud.com login shop password {0} # {1}", id=".netrc"),
        pytest.param("crontab", "# {1}\nSENDCLOUD_API_KEY={0}", id="crontab"),
        pytest.param("a.service", "[Service]\n# {1}\nEnvironment=SENDCLOUD_API_KEY={0}", id="unit"),
    ],
)
def test_comments_of_other_formats(program: Program, project: Make, path: str, text: str) -> None:
    suppression = "sendcloud-lint: ignore[SCL101]"
    assert any(code.startswith("SCL101") for code in suppressed(program, project({path: text.format(KEY, "a")}))[0])
    codes, count = suppressed(program, project({path: text.format(KEY, suppression)}))
    assert ([code for code in codes if not code.startswith(("SCL102", "SCL405"))], count) == ([], 1)


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        pytest.param("a.tf", 'x = "a\nsendcloud_api_key = "{0}"\n', "something that is no HCL", id="HCL"),
        pytest.param(
            "a.xml", "<a b=c>\n<sendcloud.apiKey>{0}</sendcloud.apiKey></a>", "something that is no XML", id="XML"
        ),
        pytest.param("crontab", "send\nSENDCLOUD_API_KEY={0}", "neither a setting nor a job", id="crontab"),
        pytest.param(
            ".netrc",
            "send\nmachine api.aurorasendcloud.com password {0}",
            "a word that belongs to no login",
            id=".netrc",
        ),
    ],
)
def test_what_stands_around_a_fault_is_read(program: Program, project: Make, path: str, text: str, reason: str) -> None:
    done = program(
        "check", "--select", "SCL001,SCL101", "--output-format", "json", cwd=project({path: text.format(KEY)})
    )
    assert done.codes == [f"SCL001 {path}:1", f"SCL101 {path}:2"]
    assert reason in done.json["findings"][0]["message"]


def test_noqa_is_for_python_only(program: Program, project: Make) -> None:
    assert suppressed(program, project({".env": f"SENDCLOUD_API_KEY={KEY} # noqa\n"})) == (["SCL101 .env:1"], 0)


def test_a_broken_file_has_comments_too(program: Program, project: Make) -> None:
    text = (
        f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101]\nif sent = True:  # sendcloud-lint: ignore[SCL001]\n    pass\n"
    )
    assert suppressed(program, project({"a.py": text})) == ([], 2)


# Unused suppressions


def idle_messages(program: Program, folder: Path, *arguments: str) -> list[str]:
    done = program("check", "--output-format", "json", *arguments, cwd=folder)
    return [each["message"] for each in done.json["findings"] if each["code"] == "SCL002"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        pytest.param("sendcloud-lint: ignore[SCL101]", ["`SCL101` holds nothing back"], id="a code"),
        pytest.param("sendcloud-lint: ignore[hardcoded-key]", ["`hardcoded-key` holds nothing back"], id="a name"),
        pytest.param("sendcloud-lint: ignore", ["holds nothing back"], id="every rule"),
        pytest.param("sendcloud-lint: ignore-file", ["holds nothing back"], id="the file, every rule"),
        pytest.param(
            "sendcloud-lint: ignore[SCL101,SCL102]", ["`SCL101` and `SCL102`"], id="two codes are one finding"
        ),
        pytest.param("sendcloud-lint: ignore[SCL998]", ["`SCL998` is no rule"], id="an unknown code"),
        pytest.param("sendcloud-lint: ignore[SCL1]", ["`SCL1` is no rule"], id="a prefix is no code"),
        pytest.param(
            "sendcloud-lint: ignore[SCL101, SCL998]", ["`SCL101` holds nothing back, and"], id="idle, unknown"
        ),
        pytest.param("noqa: SCL101", ["`SCL101` holds nothing back"], id="noqa"),
        pytest.param("noqa: SCL998", ["`SCL998` is no rule"], id="noqa of an unknown code"),
        pytest.param("noqa: E501, W605", [], id="noqa of other tools"),
        pytest.param("noqa", [], id="bare noqa"),
        pytest.param("sendcloud-lint: ignore[SCL605]", [], id="a code of the catalogue without a rule yet"),
        pytest.param("sendcloud-lint: ignore[SCL002]", ["`SCL002` holds nothing back"], id="its own code"),
        pytest.param("sendcloud-lint: ignore[SCL101, SCL002]", [], id="an idle one that is excused"),
        pytest.param("sendcloud-lint: ignore[SCL998, unused-suppression]", [], id="an unknown one that is excused"),
    ],
)
def test_a_comment_without_effect(program: Program, project: Make, comment: str, said: list[str]) -> None:
    found = idle_messages(
        program, project({"a.py": f"{CLEAN}X = 1  # {comment}\n".replace("import os", "import os", 1)})
    )
    if "ignore-file" in comment:
        found = idle_messages(program, project({"a.py": f"# {comment}\n{CLEAN}"}))
    assert len(found) == len(said)
    assert all(words in message for words, message in zip(said, found, strict=True))


def test_a_partly_idle_list_is_one_finding(program: Program, project: Make) -> None:
    folder = project({"a.py": f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101, SCL401, SCL303]\n"})
    assert idle_messages(program, folder) == ["This suppression of `SCL401` and `SCL303` holds nothing back"]
    assert suppressed(program, folder)[1] == 1


@pytest.mark.parametrize(
    ("comment", "arguments"),
    [
        pytest.param("sendcloud-lint: ignore[SCL101]", ("--ignore", "SCL101"), id="an ignored rule"),
        pytest.param("sendcloud-lint: ignore[SCL101]", ("--select", "SCL0"), id="a rule that is not selected"),
        pytest.param("noqa: SCL101", ("--select", "SCL0"), id="noqa"),
        pytest.param("sendcloud-lint: ignore", ("--ignore", "SCL401"), id="every rule, when one did not run"),
        pytest.param("sendcloud-lint: ignore[SCL101]", ("--ignore", "SCL002"), id="nobody asked"),
    ],
)
def test_suppressions_of_rules_that_did_not_run_are_not_judged(
    program: Program, project: Make, comment: str, arguments: tuple[str, ...]
) -> None:
    assert idle_messages(program, project({"a.py": f"{CLEAN}X = 1  # {comment}\n"}), *arguments) == []


def test_per_file_ignores_count_as_not_run(program: Program, project: Make) -> None:
    config = '[per-file-ignores]\n"a.py" = ["SCL101"]'
    folder = project({"a.py": f"{KEY_LINE}  # sendcloud-lint: ignore[SCL101]\n", "sendcloud-lint.toml": config})
    assert suppressed(program, folder) == ([], 0)


def test_the_finding_stands_at_the_comment(program: Program, project: Make) -> None:
    folder = project({"a.py": CLEAN + "X = 1  # sendcloud-lint: ignore[SCL101] old\n"})
    (finding,) = program("check", "--output-format", "json", cwd=folder).json["findings"]
    assert (finding["start"], finding["end"]) == ({"line": 7, "column": 8}, {"line": 7, "column": 44})


# `rule` and `config`


def test_every_rule_is_listed(program: Program, tmp_path: Path) -> None:
    lines = program("rule", cwd=tmp_path).out.splitlines()
    assert [line.split()[:3] for line in lines] == [[rule.code, rule.name, rule.level.value] for rule in all_rules()]


@pytest.mark.parametrize("name", ["SCL101", "scl101", "hardcoded-key", "Hardcoded-Key"])
def test_a_rule_is_explained(program: Program, tmp_path: Path, name: str) -> None:
    done = program("rule", name, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("# SCL101 hardcoded-key\n\nerror · on by default")
    assert "## Why" in done.out
    assert "ignore[SCL101]" in done.out


def test_a_rule_tells_the_sentences_of_the_guide_that_it_stands_for(program: Program, tmp_path: Path) -> None:
    told = "\n## In the guide\n\n- 3.2 Integration Best Practices: Tests have credentials that nothing else has.\n"
    assert told in program("rule", "SCL601", cwd=tmp_path).out
    assert "\n## In the guide\n\nThe guide says nothing of this.\n" in program("rule", "SCL001", cwd=tmp_path).out
    as_json = program("rule", "SCL601", "--output-format", "json", cwd=tmp_path).json
    says = "Tests have credentials that nothing else has."
    assert as_json["guide"] == [{"section": "3.2 Integration Best Practices", "says": says}]


def test_rules_as_json(program: Program, tmp_path: Path) -> None:
    listed = program("rule", "--output-format", "json", cwd=tmp_path).json
    assert [each["code"] for each in listed] == [rule.code for rule in all_rules()]
    one = program("rule", "SCL101", "--output-format", "json", cwd=tmp_path).json
    assert {**listed[[each["code"] for each in listed].index("SCL101")], "documentation": one["documentation"]} == one


def test_rules_as_markdown(program: Program, tmp_path: Path) -> None:
    assert program("rule", "--output-format", "markdown", cwd=tmp_path).out.startswith("| code | name |")


def test_settings_say_where_they_come_from(program: Program, project: Make) -> None:
    config = '\nhosts = ["mail.shop.example"]\nignore = ["SCL102"]\n'
    folder = project({"pyproject.toml": "", "sendcloud-lint.toml": config, "src/a.py": ""})
    lines = program("config", "src/a.py", "--extend-select", "SCL1", cwd=folder).out.splitlines()
    assert 'hosts = ["mail.shop.example"]  # sendcloud-lint.toml:2' in lines
    assert 'ignore = ["SCL102"]  # sendcloud-lint.toml:3' in lines
    assert 'extend-select = ["SCL1"]  # command line' in lines
    assert 'fail-on = "warning"  # default' in lines


def test_settings_as_json(program: Program, project: Make) -> None:
    shown = program("config", "--output-format", "json", cwd=project({"sendcloud-lint.toml": 'fail-on = "info"'})).json
    assert shown["fail-on"] == {"value": "info", "origin": "sendcloud-lint.toml:1"}
    assert shown["select"] == {"value": None, "origin": "default"}


def test_which_file_is_what(program: Program, tmp_path: Path) -> None:
    shown = program("config", "--file-types", cwd=tmp_path).out
    told = program("config", "--file-types", "--output-format", "json", cwd=tmp_path).json
    words = shown.split()
    for kind in told:
        assert f"{kind['kind']}: {kind['says']}\n" in shown
        named = {*kind["endings"], *kind["names"], *kind["places"]}
        assert named <= {word.rstrip(";") for word in words}
        assert " ".join(kind["looks"].split()) in " ".join(words)


# Configuration that reaches the analysis


@pytest.mark.parametrize("name", ["sendcloud-lint.toml", "proxy/sendcloud-lint.toml"])
def test_a_configured_host_is_one_of_the_api(program: Program, project: Make, name: str) -> None:
    text = NO_FROM.replace("api.aurorasendcloud.com", "mail.shop.example")
    folder = project({name: 'hosts = ["mail.shop.example"]', "pyproject.toml": "", "proxy/a.py": text})
    assert program("check", "--output-format", "json", cwd=folder).codes == ["SCL401 proxy/a.py:6"]


def test_a_longer_file_may_be_allowed(program: Program, project: Make) -> None:
    folder = project({"a.py": NO_FROM + "#" * 3000, "sendcloud-lint.toml": "max-file-size = 3000"})
    done = program("check", "a.py", cwd=folder)
    assert told_on_stderr(done) == ["warning: a.py is larger than max-file-size and was skipped"]
    (folder / "sendcloud-lint.toml").write_text("max-file-size = 4000")
    assert program("check", "a.py", cwd=folder).status == 1
