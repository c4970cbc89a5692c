"""Completion in shells: what click is told, and what comes of it in the shells themselves."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.reports.formats import FORMATS

Program = Callable[..., Any]
ASKED = "_SENDCLOUD_LINT_COMPLETE"
CODES = [rule.code for rule in all_rules()]
NAMES = [rule.name for rule in all_rules()]
COMMANDS = ["baseline", "check", "completion", "config", "facts", "rule"]
# What makes each one's completion ready, where it is not by itself.
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], ""),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D; PROMPT_EOL_MARK="),
    "fish": (["fish", "--no-config", "-i"], ""),
}


def completed(program: Program, *words: str, cwd: Path, shell: str = "bash") -> list[str]:
    """What stands on the line, the last word open; the answer's lines."""
    environment = {ASKED: f"{shell}_complete", "COMP_WORDS": "\n".join(("sendcloud-lint", *words))}
    if shell == "fish":
        return _lines(program(cwd=cwd, environment={**environment, "COMP_CWORD": words[-1]}))
    return _lines(program(cwd=cwd, environment={**environment, "COMP_CWORD": str(len(words))}))


def _lines(done: Any) -> list[str]:
    assert (done.status, done.err) == (0, "")
    return [str(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_for_its_shell(shell: str, program: Program, tmp_path: Path) -> None:
    done = program("completion", shell, cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert f"{ASKED}={shell}_complete" in done.out
    assert "string split --max 1" in done.out or shell != "fish"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        pytest.param([""], ["file,", *COMMANDS], id="nothing yet"),
        pytest.param(["ch"], ["file,ch", "check"], id="a command or a path"),
        pytest.param(["mail"], ["file,mail"], id="a path without a command"),
        pytest.param(["src", "mail"], ["file,mail"], id="a second path without a command"),
        pytest.param(["check", "mail"], ["file,mail"], id="a path"),
        pytest.param(["config", "mail"], ["file,mail"], id="the path of the settings"),
        pytest.param(["--stat"], ["--statistics"], id="an option without a command"),
        pytest.param(["--ver"], ["--version", "--verbose"], id="options of the program and of check"),
        pytest.param(["src", "--stat"], ["--statistics"], id="an option after a path"),
        pytest.param(["rule", "SCL10"], [code for code in CODES if code.startswith("SCL10")], id="codes"),
        pytest.param(["rule", "hardcoded-k"], ["hardcoded-key", "hardcoded-key-default"], id="names"),
        pytest.param(["rule", ""], [*CODES, *NAMES], id="all rules"),
        pytest.param(["--select", ""], ["ALL", *CODES, *NAMES], id="all selectors"),
        pytest.param(["--select", "scl401"], ["SCL401"], id="small letters"),
        pytest.param(["src", "--ignore", "SCL101,missing-f"], ["SCL101,missing-from"], id="after a comma"),
        pytest.param(["--extend-select", "SCL401,SCL40"],
                     [f"SCL401,{code}" for code in CODES if code.startswith("SCL40") and code != "SCL401"],
                     id="not twice"),
        pytest.param(["--select", "=", "SCL401"], ["SCL401"], id="as bash parts an option from its value"),
        pytest.param(["--select=SCL401"], ["--select=SCL401"], id="as other shells do"),
        pytest.param(["--output-format", ""], list(FORMATS), id="formats"),
        pytest.param(["--output-format", "gitlab"], ["gitlab", "gitlab-sast", "gitlab-secrets"],
                     id="formats that begin so"),
        pytest.param(["--output-format", "json=out/re"], ["file,out/re"], id="the file of a format"),
        pytest.param(["--fail-on", "w"], ["warning"], id="a level"),
        pytest.param(["baseline", "--baseline", "x"], ["file,x"], id="the file of an option"),
        pytest.param(["completion", ""], list(SHELLS), id="shells"),
    ],
)  # fmt: skip
def test_what_may_stand_here(words: Sequence[str], wanted: list[str], program: Program, tmp_path: Path) -> None:
    found = completed(program, *words, cwd=tmp_path)
    assert [line.removeprefix("plain,") for line in found] == wanted


def test_other_shells_are_told_more(program: Program, tmp_path: Path) -> None:
    assert completed(program, "rule", "SCL101", cwd=tmp_path, shell="fish") == ["plain,SCL101\thardcoded-key"]
    assert completed(program, "rule", "SCL101", cwd=tmp_path, shell="zsh") == ["plain", "SCL101", "hardcoded-key"]


def test_an_answer_takes_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom sendcloud_lint import cli\ntry:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    words = {"COMP_WORDS": "sendcloud-lint\n--select\nSCL101,SC", "COMP_CWORD": "2", ASKED: "bash_complete"}
    command, environment = [sys.executable, "-c", code], {**os.environ, **words}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    heavy = r"libcst|yaml|tree_sitter|sendcloud_lint\.(readers|analysis|engine\.(run|config|discover))\b"
    assert "plain,SCL101,SCL102" in done.stdout
    assert [name for name in done.stderr.split() if re.match(heavy, name)] == []


# In the shells

FISH = "sendcloud-lint completion fish | source"
MAILER = """\
import requests
requests.post("https://api.aurorasendcloud.com/email/send", data={"apiUser": USER, "apiKey": KEY}, timeout=9)
"""
LINE = "sendcloud-lint mail\t--select SCL401,missing-fr\t --output-format conc\t\n"


def typed(shell: str, folder: Path, keys: str, awaited: str) -> str:
    """What a terminal shows when somebody sits at the shell in this folder and presses these keys."""
    command, ready = SHELLS[shell]
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": programs, "HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    main, other = pty.openpty()
    running = subprocess.Popen(
        command, cwd=folder, stdin=other, stdout=other, stderr=other, env=environment, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  fish asks for a terminal of its own
    )  # fmt: skip
    os.close(other)
    source = FISH if shell == "fish" else f'eval "$(sendcloud-lint completion {shell})"'
    try:
        os.write(main, f"{ready}\n{source}; echo rea''dy\n".encode())
        before = _until(main, "ready")
        os.write(main, keys.encode())
        return before + _until(main, awaited)
    finally:
        running.kill()
        running.wait()
        os.close(main)


def _until(terminal: int, awaited: str) -> str:
    """All until then, or until the shell ends or takes too long."""
    shown, end = "", time.monotonic() + 20
    while awaited not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 4096).decode("utf-8", "replace")
            except OSError:
                return shown
    return shown


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("keys", "awaited"),
    [
        pytest.param("sendcloud-lint rule hardcoded-key-d\t\n", "SCL103 hardcoded-key-default", id="a rule"),
        pytest.param(LINE, "mailer.py:2:1: SCL401", id="a path, a list and a format"),
    ],
)
def test_a_shell_completes(shell: str, keys: str, awaited: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: its completion is not tried here")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "mailer.py").write_text(MAILER)
    assert awaited in typed(shell, folder, keys, awaited)
