"""What `docs/ci.md` shows, and GitLab's template: parsed, and run as those who read it would."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sendcloud_lint import __version__
from tests.test_baseline import CALL, git, repository
from tests.test_pre_commit import environment
from tests.test_staged import CLEAN

Program = Callable[..., Any]

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
HEAD, TEMPLATE = yaml.safe_load_all((ROOT / "templates/sendcloud-lint.yml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
INPUT = re.compile(r"\$\[\[ inputs\.([\w-]+) \]\]")


def shown(language: str, word: str) -> str:
    """The block of code that has a word."""
    blocks = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", PAGE)
    (found,) = [block for block in blocks if word in block]
    return str(found)


def section(title: str) -> str:
    """What stands below a heading."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with a program of the name that the snippets run, and modules that none of them may run."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "bad.py").write_text(CALL)
    (folder / "clean.py").write_text(CLEAN)
    (folder / "pip.py").write_text("import sys\nsys.exit('not this one')\n")
    return repository(folder)


@pytest.fixture
def at_hand(tmp_path: Path) -> dict[str, str]:
    """An environment in which the checker is installed, and where an installation puts it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "sendcloud-lint").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m sendcloud_lint \"$@\"\n")
    noted = f"echo \"$@\" >> '{tools}/installed'"
    inner = f'#!/bin/sh\ncase "$3" in pip) {noted} ;; *) exec \'{sys.executable}\' "$@" ;; esac\n'
    (tools / "inner").write_text(inner)
    (tools / "python3").write_text(f'#!/bin/sh\nmkdir -p "$4/bin" && cp \'{tools}/inner\' "$4/bin/python"\n')
    for path in tools.iterdir():
        path.chmod(0o755)
    variables = environment(tmp_path)
    return {**variables, "PATH": f"{tools}:{variables['PATH']}"}


def run(command: list[str], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )


# Before a commit


def test_the_hooks_shown_are_those_offered() -> None:
    offered = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))]
    (repo,) = yaml.safe_load(shown("yaml", "repos:"))["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == offered[:1]
    assert re.findall(r"(?m)^\| `([\w-]+)` \| [^|]+ \| [^|]+ \|$", PAGE)[: len(offered)] == offered


def test_the_hook_for_git_alone(scratch: Path, at_hand: dict[str, str]) -> None:
    """A partly staged file, by a commit of all that is staged and by a commit of one file."""
    hook = scratch / ".git/hooks/pre-commit"
    hook.write_text(shown("sh", "--staged"))
    hook.chmod(0o755)
    (scratch / "clean.py").write_text(CALL)
    git(scratch, "add", "clean.py")
    (scratch / "clean.py").write_text(CLEAN)
    (scratch / "bad.py").write_text(CLEAN)
    refused = run(["git", "commit", "-m", "as it is staged"], scratch, at_hand)
    accepted = run(["git", "commit", "-m", "one file", "bad.py"], scratch, at_hand)
    assert (refused.returncode, accepted.returncode) == (1, 0), refused.stderr + accepted.stderr
    assert "SCL401" in refused.stdout + refused.stderr


def test_the_line_for_lefthook_is_the_hooks() -> None:
    (command,) = yaml.safe_load(shown("yaml", "commands:"))["pre-commit"]["commands"].values()
    assert f"exec {command['run']}\n" in shown("sh", "--staged")


# GitHub


def test_the_workflow_gives_what_the_action_takes() -> None:
    workflow = yaml.safe_load(shown("yaml", "runs-on:"))
    job = workflow["jobs"]["check"]
    assert (workflow["permissions"], job["permissions"]["security-events"]) == ({}, "write")
    checkout, action = job["steps"]
    assert re.fullmatch(r"actions/checkout@[0-9a-f]{40}", checkout["uses"])
    assert action["uses"].endswith(f"@v{__version__}")
    assert set(action["with"]) <= set(ACTION["inputs"])


def test_the_table_of_inputs_is_the_actions() -> None:
    rows = dict(re.findall(r"(?m)^\| `([a-z-]+)` \|.*\| *(?:`(\S+)`|[^|`]*) *\|$", section("GitHub")))
    assert list(rows) == list(ACTION["inputs"])
    assert {name: rows[name] for name in rows if rows[name]} == {
        name: each["default"] for name, each in ACTION["inputs"].items() if each["default"]
    }


# GitLab


def job(**inputs: str) -> dict[str, Any]:
    """The template's one job with its inputs filled in."""
    given = {name: each.get("default") for name, each in HEAD["spec"]["inputs"].items()} | inputs

    def filled(node: Any) -> Any:
        if isinstance(node, dict):
            return {filled(key): filled(value) for key, value in node.items()}
        if isinstance(node, list):
            return [filled(each) for each in node]
        return INPUT.sub(lambda match: str(given[match[1]]), node) if isinstance(node, str) else node

    (found,) = filled(TEMPLATE).values()
    return dict(found)


def gitlab(scratch: Path, at_hand: dict[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    filled = job(package="a package", **inputs)
    variables = {name: each["value"] for name, each in filled["variables"].items()}
    script = "set -e\n" + "\n".join(filled["script"])
    return run(["sh", "-c", script], scratch, {**at_hand, **variables, "TMPDIR": str(scratch.parent)})


def test_the_include_gives_what_the_template_takes() -> None:
    (included,) = yaml.safe_load(shown("yaml", "component:"))["include"]
    name = included["component"].split("/")[-1].split("@")[0]
    assert (ROOT / f"templates/{name}.yml").exists()
    known = HEAD["spec"]["inputs"]
    assert [each for each in known if "default" not in known[each]] == list(included["inputs"])
    assert sorted(INPUT.findall(json.dumps(TEMPLATE))) == sorted(known)


def test_the_template_reports_what_it_says(scratch: Path, at_hand: dict[str, str], tmp_path: Path) -> None:
    done = gitlab(scratch, at_hand, paths="bad.py clean.py", args="--select SCL401")
    assert (done.returncode, "bad.py:6:" in done.stdout) == (1, True), done.stderr
    reports = job(package="")["artifacts"]["reports"]
    quality = json.loads((scratch / reports["codequality"]).read_text("utf-8"))
    sast = json.loads((scratch / reports["sast"]).read_text("utf-8"))
    assert (len(quality), len(sast["vulnerabilities"])) == (1, 1)
    assert (tmp_path / "tools/installed").read_text().endswith("install --quiet a package\n")


@pytest.mark.parametrize("value", ["; touch ran", "$(touch ran)", "`touch ran`", "*", "--add-ignores"])
def test_no_input_of_the_template_is_run(scratch: Path, at_hand: dict[str, str], value: str) -> None:
    assert gitlab(scratch, at_hand, paths=value).returncode == 2
    assert not (scratch / "ran").exists()
    assert git(scratch, "status", "--porcelain") == ""


# tox, nox and others


def test_the_environment_for_tox(scratch: Path, at_hand: dict[str, str]) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(shown("ini", "testenv"))
    section = parser["testenv:sendcloud-lint"]
    assert section["skip_install"] == "true"
    assert section["deps"].startswith("sendcloud-lint @ git+https://")
    command = section["commands"].replace("{posargs}", "bad.py").split()
    assert run(command, scratch, at_hand).returncode == 1


def test_the_session_for_nox(scratch: Path, at_hand: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: list[Callable[[Any], None]] = []
    nox = types.SimpleNamespace(session=sessions.append, Session=object)
    monkeypatch.setitem(sys.modules, "nox", nox)
    exec(compile(shown("python", "nox"), "noxfile.py", "exec", dont_inherit=True), {})
    statuses: list[int] = []
    session = types.SimpleNamespace(
        posargs=["clean.py"],
        install=lambda package: statuses.append(-package.startswith("sendcloud-lint @ git+https://")),
        run=lambda *command: statuses.append(run([*command], scratch, at_hand).returncode),
    )
    (check,) = sessions
    check(session)
    assert statuses == [-1, 0]


def test_the_command_for_others(scratch: Path, at_hand: dict[str, str]) -> None:
    assert run(["sh", "-c", shown("sh", "junit=")], scratch, at_hand).returncode == 1
    assert "<testsuites" in (scratch / "sendcloud-lint.xml").read_text("utf-8")


def test_every_version_shown_is_this_one() -> None:
    assert set(re.findall(r"(?:rev: |@)v(\d+\.\d+\.\d+)\b", PAGE)) == {__version__}


def test_every_option_shown_exists(program: Program, tmp_path: Path) -> None:
    known = program("check", "--help", cwd=tmp_path).out
    of_others = {"--all-files", "--no-verify", "--intent-to-add"}
    assert [each for each in re.findall(r"--[a-z][a-z-]+", PAGE) if each not in known and each not in of_others] == []
