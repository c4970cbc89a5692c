"""Repositories that were made to do harm by being checked: nothing in them is run, read past their edge, or obeyed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml

from sendcloud_lint.engine.files import git as asking
from sendcloud_lint.reports.formats import FORMATS
from sendcloud_lint.reports.printable import printable
from tests.conftest import write_project
from tests.test_baseline import CALL, KEY, NAME, SETTINGS, git, repository

Program = Callable[..., Any]
Make = Callable[..., Path]

WAYS = {
    "check": ("check",),
    "named": ("check", "a.py", "sub/b.py"),
    "ignored ones too": ("check", "--include-ignored"),
    "staged": ("check", "--staged"),
    "changed": ("check", "--diff-base", "HEAD"),
    "staged and changed": ("check", "--staged", "--diff-base", "HEAD~1"),
    "known": ("check", "--baseline", NAME),
    "standard input": ("check", "--stdin-filename", "a.py", "-"),
    "facts": ("facts",),
    "a baseline": ("baseline",),
    "a baseline that is pruned": ("baseline", "--prune"),
    "comments": ("check", "--add-ignores"),
    "settings": ("config",),
}

# What git would run, if it were asked the usual way. `$TOOL` leaves a mark.
PLANTED = """\
[core]
    fsmonitor = $TOOL
    hooksPath = $HOOKS
    pager = $TOOL
    editor = $TOOL
    sshCommand = $TOOL
    askPass = $TOOL
    gitProxy = $TOOL
    alternateRefsCommand = $TOOL
[alias]
    ls-files = !$TOOL
    diff = !$TOOL
    diff-index = !$TOOL
    diff-files = !$TOOL
    cat-file = !$TOOL
    config = !$TOOL
    rev-parse = !$TOOL
    merge-base = !$TOOL
[pager]
    ls-files = $TOOL
    diff = $TOOL
    config = $TOOL
[diff]
    external = $TOOL
    submodule = log
[diff "x"]
    command = $TOOL
    textconv = $TOOL
    cachetextconv = true
[filter "x"]
    clean = $TOOL
    smudge = $TOOL
    process = $TOOL
    required = true
[merge "x"]
    driver = $TOOL
[interactive]
    diffFilter = $TOOL
[gpg]
    program = $TOOL
[gpg "ssh"]
    defaultKeyCommand = $TOOL
[log]
    showSignature = true
[credential]
    helper = !$TOOL
[sequence]
    editor = $TOOL
[uploadpack]
    packObjectsHook = $TOOL
[protocol]
    allow = always
[protocol "ext"]
    allow = always
[remote "origin"]
    url = ext::$TOOL
    uploadpack = $TOOL
    promisor = true
    partialclonefilter = blob:none
[submodule]
    recurse = true
[submodule "sub"]
    update = !$TOOL
    active = true
    url = ext::$TOOL
[status]
    submoduleSummary = true
"""
ATTRIBUTES = "*.py filter=x diff=x merge=x\n* filter=x diff=x\n"
HOOKS = (
    "post-index-change", "fsmonitor-watchman", "pre-commit", "post-checkout", "reference-transaction",
    "query-watchman", "pre-auto-gc", "post-rewrite", "pre-push", "post-merge",
)  # fmt: skip


def script(path: Path, ran: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{ran}'\ncat\n")
    path.chmod(0o755)
    return path


def plant(folder: Path, tool: Path, ran: Path) -> None:
    """In the repository's own configuration, in what that includes, in its hooks and attributes."""
    place = folder / ".git"
    hooks = place / "own-hooks"
    for name in HOOKS:
        script(hooks / name, ran)
        script(place / "hooks" / name, ran)
    text = PLANTED.replace("$TOOL", str(tool)).replace("$HOOKS", str(hooks))
    (place / "more").write_text(text)
    (place / "config").write_text(
        (place / "config").read_text() + text
        + f'[include]\n    path = more\n[includeIf "gitdir:{folder}/"]\n    path = more\n'
    )  # fmt: skip
    (place / "info").mkdir(exist_ok=True)
    (place / "info" / "attributes").write_text(ATTRIBUTES)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A repository with all of that, another one within it that is a submodule, and one that is just there."""
    top = tmp_path_factory.mktemp("planted")
    ran = top / "ran"
    tool = script(top / "tool", ran)
    folder = write_project(top / "project", {"a.py": CALL, "sub/b.py": CALL, ".gitattributes": ATTRIBUTES})
    write_project(folder / "module", {"c.py": CALL})
    repository(folder / "module")
    repository(folder)
    write_project(folder, {"a.py": CALL + "# changed\n"})
    git(folder, "commit", "-q", "-a", "-m", "Change")
    write_project(folder / "loose", {"d.py": CALL})
    repository(folder / "loose")
    write_project(folder / "module", {"c.py": CALL + "# changed\n"})
    write_project(folder, {"sub/b.py": CALL + SETTINGS})
    git(folder, "add", "sub/b.py")
    write_project(folder, {"a.py": CALL + SETTINGS, "new.py": SETTINGS})
    for each in (folder, folder / "module", folder / "loose"):
        plant(each, tool, ran)
    return folder, ran


def test_what_was_planted_would_run(planted: tuple[Path, Path]) -> None:
    folder, ran = planted
    for arguments in (("status",), ("diff", "--stat"), ("diff",)):
        subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    assert "tool" in ran.read_text()
    ran.unlink()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_repository_is_run(planted: tuple[Path, Path], program: Program, way: str) -> None:
    folder, ran = planted
    program("baseline", cwd=folder) if way in ("known", "a baseline that is pruned") else None
    done = program(*WAYS[way], cwd=folder, stdin=CALL.encode())
    assert done.status in (0, 1), done.err
    assert not ran.exists(), ran.read_text()


# What is named like a module

IMPORTED = ("json", "click", "libcst", "re", "signal", "yaml", "pathspec", "sitecustomize", "usercustomize", "tomllib",
            "tree_sitter", "hyperscan", "marshal", "sendcloud_lint_rules", "conftest")  # fmt: skip


@pytest.mark.parametrize(
    "command", [[str(Path(sys.executable).with_name("sendcloud-lint"))], [sys.executable, "-m", "sendcloud_lint"]],
    ids=["the command", "the module"],
)  # fmt: skip
def test_no_module_of_a_project_is_imported(project: Make, tmp_path: Path, command: list[str]) -> None:
    ran = tmp_path / "ran"
    leaves_a_mark = f"open({str(ran)!r}, 'a').write(__name__)\n"
    folder = project({**{f"{name}.py": leaves_a_mark for name in IMPORTED}, "a.py": CALL, "b.yml": "a: sendcloud"})
    (folder / "sendcloud_lint.pth").write_text(f"import os; {leaves_a_mark}")
    done = subprocess.run([*command, "check"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert not ran.exists(), ran.read_text()


# What leads out

# Whatever is opened or listed, told by Python itself.
WATCHED = """
import os, sys
seen = []
def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
        path = os.fsdecode(arguments[0])
        is_followed = event != "open" or not arguments[2] & os.O_NOFOLLOW
        seen.append(os.path.realpath(path if is_followed else os.path.dirname(path)))
sys.addaudithook(watch)
sys.argv = ["sendcloud-lint", *sys.argv[1:]]
from sendcloud_lint.cli import main
try:
    main()
finally:
    print("\\n".join(seen), file=sys.stderr)
"""
OUTWARD = {
    "everything but a baseline": """
exclude = ["../../**", "/etc/**", "OUT/*"]
extend-exclude = ["~/**"]
hosts = ["OUT/secret.py", "file://OUT/secret.py", "../outside/secret.py"]
test-paths = ["OUT/**", "../outside/**"]
[per-file-ignores]
"OUT/secret.py" = ["SCL101"]
"../outside/*" = ["SCL1"]
[variables]
apiKey = ["../outside/secret.py"]
[clients]
"outside.secret.post" = {url = 0, form = 1}
""",
    "a baseline": 'baseline = "OUT/baseline.json"',
    "a baseline above": 'baseline = "../outside/baseline.json"',
    "a baseline behind a link": 'baseline = "leads/baseline.json"',
    "a baseline that is a link": 'baseline = "known.json"',
    "a home": 'baseline = "~/baseline.json"',
}


@pytest.mark.parametrize("name", OUTWARD)
def test_a_configuration_reads_nothing_outside(project: Make, tmp_path: Path, name: str) -> None:
    outside = project({"secret.py": SETTINGS, "baseline.json": '{"baseline_version": 1}'}, "outside")
    text = OUTWARD[name].replace("OUT", str(outside))
    folder = project(
        {"sendcloud-lint.toml": text, "a.py": CALL + "from outside.secret import *\n", "pyproject.toml": ""}
    )
    (folder / "leads").symlink_to(outside)
    (folder / "known.json").symlink_to(outside / "baseline.json")
    (folder / "linked.py").symlink_to(outside / "secret.py")
    for command in (("baseline",), ("check", "--add-ignores")):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, *command], cwd=folder, capture_output=True, text=True, check=False,
            env={**os.environ, "HOME": str(outside)},
        )  # fmt: skip
        assert done.returncode in (0, 1, 2), done.stderr
        assert str(folder / "sendcloud-lint.toml") in done.stderr, "the watch works"
        assert str(outside) not in "\n".join(line for line in done.stderr.splitlines() if not line.startswith("sendcl"))
        assert KEY not in done.stdout
    assert sorted(os.listdir(outside)) == ["baseline.json", "secret.py"]
    assert (outside / "secret.py").read_text() == SETTINGS


# What is no file


LEADING_OUT = {
    "null": os.devnull, "zero": "/dev/zero", "own": "/proc/self/environ", "all": "/proc", "root": "/",
    "tty": "/dev/tty", "in": "/dev/stdin", "fd": "/dev/fd/0",
}  # fmt: skip


def test_what_is_no_file_is_passed_over(project: Make, program: Program) -> None:
    folder = project({"a.py": CALL})
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as heard:
        heard.bind("socket.py")
        os.mkfifo("pipe.py")
        held = os.open("pipe.py", os.O_RDWR)
        for name, target in LEADING_OUT.items():
            (folder / f"{name}.py").symlink_to(target)
        done = program("check", "--output-format", "json", "--select", "SCL401", cwd=folder)
        assert (done.status, done.codes, done.err) == (1, ["SCL401 a.py:6"], "")
        named = program("check", "socket.py", "pipe.py", "zero.py", cwd=folder)
        os.close(held)
    told = [line.removeprefix("sendcloud-lint: warning: ") for line in named.err.splitlines()]
    assert told == [f"{name} is not a regular file and was skipped" for name in ("pipe.py", "socket.py", "zero.py")]
    assert named.status == 0


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="Linux has it")
def test_a_tree_of_the_systems_ends(program: Program) -> None:
    """Its files have no size, and some give what they have once."""
    done = program("check", "--output-format", "json", "/proc/self/net", "/proc/self/fdinfo", cwd="/proc/self")
    assert done.status in (0, 3)
    assert done.json["findings"] == []


@pytest.mark.parametrize("place", [".gitignore", ".git/info/exclude", ".git/config", ".git/index", "excluded"])
def test_a_pipe_that_git_waits_for_is_not_waited_for(
    project: Make, program: Program, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    folder = repository(project({"a.py": CALL}))
    if place == "excluded":
        git(folder, "config", "core.excludesFile", str(folder / place))
    (folder / place).unlink(missing_ok=True)
    os.mkfifo(folder / place)
    before = time.monotonic()
    done = program("check", "--output-format", "json", "--select", "SCL401", cwd=folder)
    assert time.monotonic() - before < 10
    assert (done.status, done.codes) == (3, ["SCL401 a.py:6"])
    said = "git ls-files gave no answer in 0.3 seconds; files were listed without it"
    assert done.json["problems"] == [{"path": None, "kind": "git-failed", "message": said}]
    staged = program("check", "--staged", cwd=folder)
    assert staged.status in (0, 3) if place in (".gitignore", ".git/info/exclude", "excluded") else staged.status == 3


# Names

STRANGE = [
    "line\nend.py", "re\rturn.py", "\x1b[31mred\x1b[0m.py", "\x1b]0;title\x07.py", "::error::told.py",
    "::error file=a,line=1::told.py", "##[error]told.py", "##vso[task.complete]x.py", "-rf.py", "--help",
    "--config=a.py", "-.py", "n" * 252 + ".py", "\udcff\udcfe.py", "\u202egnp.py", "a b\t.py",
    "<script>.py", "]]>.py", "&amp;.py",
    "%0A::error::.py", "%s%n.py", "`id`.py", "$(id).py", "'\".py", "\\.py", "|cat.py", "*.py", "[a].py", "!a.py",
    "#a.py", "a:1:1: SCL101.py", "[x](javascript:alert(1)).py", "\ufeff.py", "e\u0301.py", "\x7f\x80\x9b31m.py", "~.py",
]  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strange")
    for name in STRANGE:
        (folder / name).write_bytes(f'#!/usr/bin/python\nSENDCLOUD_API_KEY = "{KEY}"\n'.encode())
    return folder


def names_in(output_format: str, report: bytes) -> list[str]:
    """The names that a report for a machine gives its findings."""
    if output_format == "junit":
        return [case.classname for suite in JUnitXml.fromstring(report) for case in suite]
    told = json.loads(report)
    if output_format == "sarif":
        found = told["runs"][0]["results"]
        return [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found]
    if output_format == "json":
        return [one["path"] for one in told["findings"]]
    found = told if output_format == "gitlab" else told["vulnerabilities"]
    return [one["location"]["path" if output_format == "gitlab" else "file"] for one in found]


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("with_git", [False, True], ids=["a folder", "a repository"])
def test_strange_names_in_every_format(program: Program, strange: Path, output_format: str, with_git: bool) -> None:
    if with_git and not (strange / ".git").exists():
        repository(strange)
    done = program("check", "--select", "SCL101", "--output-format", output_format, cwd=strange)
    assert (done.status, done.err) == (1, "")
    lines = done.out.split("\n")
    assert all(printable(line) == line for line in lines), "nothing moves a terminal's cursor or its colours"
    commands = [line for line in lines if line.lstrip().startswith(("::", "##"))]
    assert len(commands) == (len(STRANGE) if output_format == "github" else 0)
    if output_format in ("text", "concise", "github"):
        assert done.out.count("SCL101") >= len(STRANGE)
    else:
        assert len(set(names_in(output_format, done.stdout))) == len(STRANGE)
    assert KEY not in done.out


def test_strange_names_can_be_given(program: Program, strange: Path) -> None:
    done = program("check", "--select", "SCL101", "--output-format", "json", "--", *STRANGE, cwd=strange)
    assert (done.status, done.err, len(done.codes)) == (1, "", len(STRANGE))


def test_strange_names_in_a_baseline_and_in_comments(program: Program, strange: Path) -> None:
    done = program("baseline", "--select", "SCL101", cwd=strange)
    assert (done.status, len(done.out.splitlines())) == (0, 1)
    text = (strange / NAME).read_bytes().decode()
    assert len(json.loads(text)["findings"]) == len(STRANGE)
    known = program("check", "--baseline", NAME, "--select", "SCL101", "--output-format", "json", cwd=strange)
    assert (known.status, known.codes, known.json["summary"]["baselined"]) == (0, [], len(STRANGE))
    (strange / NAME).unlink()
    done = program("check", "--select", "SCL101,SCL002", "--add-ignores", "--output-format", "json", cwd=strange)
    assert (done.status, done.codes) == (0, [])
    assert done.err == f"sendcloud-lint: added {len(STRANGE)} comments to {len(STRANGE)} files\n"
    assert sorted(name for name in os.listdir(strange) if name != ".git") == sorted(STRANGE)
