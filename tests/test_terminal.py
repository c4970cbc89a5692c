"""What people see: colours, links and progress on a real terminal, and what becomes of a run that nobody can read."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from sendcloud_lint.cli import progress, terminal

Make = Callable[..., Path]

NO_FROM = """\
import requests
requests.post("https://api.aurorasendcloud.com/email/send", data={"to": "a@shop.example"}, timeout=9)
"""
LINK = "\x1b]8;;https://"
PYTHON = [sys.executable, "-m", "sendcloud_lint"]
# Of the terminal in which the tests run, and of the CI.
_OTHERS = re.compile(r"CI|TERM|TERM_PROGRAM|COLORTERM|VTE_VERSION|WT_SESSION|KONSOLE_VERSION|DOMTERM|COLUMNS|.*COLOR.*")


def bare(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not _OTHERS.fullmatch(name)} | dict(environment)


def on_terminal(*arguments: str, cwd: Path, environment: Mapping[str, str], stream: str = "stdout") -> str:
    """What a terminal is sent that one of the streams leads to; the other is a pipe."""
    main, other = pty.openpty()
    told: list[bytes] = []

    def listen() -> None:
        with suppress(OSError):
            while data := os.read(main, 4096):
                told.append(data)

    listener = Thread(target=listen)
    listener.start()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: other}
    subprocess.run(
        [*PYTHON, *arguments], cwd=cwd, env=bare({"TERM": "xterm"} | dict(environment)), check=False, **streams
    )
    os.close(other)
    listener.join()
    os.close(main)
    return b"".join(told).decode("utf-8")


# Colours and links


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Standard output is a terminal, or is not, and these variables are all that is known of it."""

    def make(environment: Mapping[str, str], is_terminal: bool = True) -> None:
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: is_terminal, raising=False)
        monkeypatch.setattr(sys, "stdout", stream)
        for name in list(os.environ):
            if _OTHERS.fullmatch(name):
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

    return make


@pytest.mark.parametrize(
    ("environment", "on_screen", "in_a_pipe"),
    [
        pytest.param({}, True, False, id="nothing"),
        pytest.param({"TERM": "dumb"}, False, False, id="a dumb terminal"),
        pytest.param({"NO_COLOR": "1"}, False, False, id="NO_COLOR"),
        pytest.param({"FORCE_COLOR": "1"}, True, True, id="FORCE_COLOR"),
        pytest.param({"CLICOLOR": "0"}, False, False, id="CLICOLOR off"),
        pytest.param({"CLICOLOR": "1"}, True, False, id="CLICOLOR on"),
        pytest.param({"CLICOLOR_FORCE": "1"}, True, True, id="CLICOLOR_FORCE"),
        pytest.param({"CLICOLOR_FORCE": "0"}, True, False, id="CLICOLOR_FORCE off"),
        pytest.param({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False, False, id="CLICOLOR_FORCE and NO_COLOR"),
        pytest.param({"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, True, True, id="CLICOLOR_FORCE and CLICOLOR"),
    ],
)
def test_whether_there_is_colour(
    screen: Callable[..., None], environment: dict[str, str], on_screen: bool, in_a_pipe: bool
) -> None:
    screen(environment)
    assert terminal.colored("auto", None) is on_screen
    assert not terminal.colored("auto", "report.txt")
    screen(environment, is_terminal=False)
    assert terminal.colored("auto", None) is in_a_pipe


@pytest.mark.parametrize(
    ("environment", "on_screen"),
    [
        pytest.param({"TERM": "xterm-256color"}, False, id="some terminal"),
        pytest.param({"TERM_PROGRAM": "vscode"}, True, id="VS Code"),
        pytest.param({"TERM_PROGRAM": "Apple_Terminal"}, False, id="Apple's"),
        pytest.param({"TERM": "xterm-kitty"}, True, id="kitty"),
        pytest.param({"WT_SESSION": "0"}, True, id="Windows Terminal"),
        pytest.param({"WT_SESSION": ""}, False, id="an empty variable"),
        pytest.param({"VTE_VERSION": "7600"}, True, id="GNOME's"),
        pytest.param({"VTE_VERSION": "5000"}, False, id="GNOME's that dies of them"),
        pytest.param({"VTE_VERSION": "new"}, False, id="GNOME's of no number"),
        pytest.param({"TERM_PROGRAM": "vscode", "CI": "true"}, False, id="CI"),
        pytest.param({"TERM": "dumb", "TERM_PROGRAM": "vscode"}, False, id="a dumb terminal"),
        pytest.param({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False, id="not wanted"),
    ],
)
def test_whether_there_are_links(screen: Callable[..., None], environment: dict[str, str], on_screen: bool) -> None:
    screen(environment)
    assert terminal.linked(None, color=True) is on_screen
    assert not terminal.linked(None, color=False)
    assert not terminal.linked("report.txt", color=True)
    screen(environment, is_terminal=False)
    assert not terminal.linked(None, color=True)


def test_links_can_be_wanted_anywhere_but_in_a_file(screen: Callable[..., None]) -> None:
    screen({"FORCE_HYPERLINK": "1"}, is_terminal=False)
    assert terminal.linked(None, color=False)
    assert not terminal.linked("report.txt", color=True)


def test_a_code_is_a_link_on_a_terminal(project: Make) -> None:
    folder = project({"a.py": NO_FROM})
    told = on_terminal("check", "--select", "SCL401", cwd=folder, environment={"TERM_PROGRAM": "WezTerm"})
    assert re.match(re.escape(LINK) + r"\S+/missing-from\x1b\\\x1b\[1;31mSCL401", told)


# Output that can't be had


def redirected(redirection: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", *PYTHON, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [("check",), ("rule",), ("--help",)], ids=" ".join)
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")
def test_a_full_disk_ends_an_incomplete_run(project: Make, arguments: tuple[str, ...]) -> None:
    done = redirected(">/dev/full", *arguments, cwd=project({"a.py": NO_FROM}))
    said = "sendcloud-lint: incomplete: standard output can't be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (3, said)


def test_a_closed_output_ends_an_incomplete_run(project: Make) -> None:
    done = redirected(">&-", "check", cwd=project({"a.py": NO_FROM}))
    assert (done.returncode, done.stderr) == (3, "sendcloud-lint: incomplete: standard output is closed\n")


def test_a_closed_error_output_harms_nothing(project: Make) -> None:
    done = redirected("2>&-", "check", "-v", cwd=project({"a.py": NO_FROM}))
    assert (done.returncode, "SCL401" in done.stdout) == (1, True)


# Progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_waits_a_second_and_then_tells_ten_times_a_second_at_most() -> None:
    now, screen = [0.0], Screen()
    line = progress.Line(screen, lambda: now[0])
    for quarters in range(7):
        now[0] = quarters / 4
        for done in (quarters * 240, quarters * 240 + 50):
            line("Searching files", done, 1_200)
    clear = "\r\x1b[K"
    shown = [f"{clear}Searching files: {done} of 1,200" for done in ("960", "1,200", "1,200")]
    assert screen.getvalue() == "".join(shown)
    line.clear()
    line.clear()
    line.end()
    line("Searching files", 1, 2)
    assert screen.getvalue() == "".join(shown) + clear


def test_progress_never_fills_the_last_column() -> None:
    screen = Screen()
    line = progress.Line(screen, lambda: 0.0)
    line._due = 0
    line("x" * 200, 1, 2)
    assert screen.getvalue() == "\r\x1b[K" + "x" * 79


def test_a_terminal_that_is_gone_ends_progress_and_not_the_run() -> None:
    class Gone(Screen):
        def write(self, text: str) -> int:
            raise OSError

    line = progress.Line(Gone(), lambda: 0.0)
    line._due = 0
    line("Searching files", 1, 2)
    line("Searching files", 2, 2)


IMPATIENT = """\
import sys
from sendcloud_lint.cli import main, progress
progress._PATIENCE = progress._PAUSE = 0
sys.argv = ["sendcloud-lint", *sys.argv[1:]]
main()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told at once."""
    monkeypatch.setattr(sys.modules[__name__], "PYTHON", [sys.executable, "-c", IMPATIENT])


FOLLOWED = {
    "a.py": NO_FROM.replace("requests.post", "def send():\n    requests.post"),
    **{f"other/{number}.txt": "" for number in range(300)},
}


@pytest.mark.usefixtures("impatient")
def test_progress_on_a_terminal_leaves_nothing_behind(project: Make) -> None:
    told = on_terminal("check", "-v", cwd=project(FOLLOWED), environment={}, stream="stderr")
    for doing in ("Searching files: 301 of 301", "Reading files that matter: 1 of 1", "Following calls: 0 of 1"):
        assert f"\r\x1b[K{doing}" in told
    assert screen_after(told) == ["sendcloud-lint: .: 1 of 301 files hold a trace of the API", ""]


def screen_after(told: str) -> list[str]:
    """The lines that a terminal shows in the end."""
    return [re.split(r"\r\x1b\[K", line)[-1] for line in told.replace("\r\n", "\n").split("\n")]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("arguments", "environment", "stream"),
    [
        pytest.param(("check",), {"CI": "true"}, "stderr", id="CI"),
        pytest.param(("check", "--quiet"), {}, "stderr", id="quiet"),
        pytest.param(("check",), {"TERM": "dumb"}, "stderr", id="a dumb terminal"),
        pytest.param(("check",), {}, "stdout", id="standard output alone is a terminal"),
    ],
)
def test_no_progress_where_nobody_watches(
    project: Make, arguments: tuple[str, ...], environment: dict[str, str], stream: str
) -> None:
    told = on_terminal(*arguments, cwd=project(FOLLOWED), environment=environment, stream=stream)
    assert "\x1b[K" not in told
    assert "Searching" not in told


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("command", ["facts", "baseline"])
def test_other_runs_have_it_too(project: Make, command: str) -> None:
    told = on_terminal(command, cwd=project(FOLLOWED), environment={}, stream="stderr")
    assert "Searching files" in told
    assert screen_after(told) == [""]


# The manual


def test_a_rules_page_is_set_for_the_terminal(project: Make) -> None:
    told = on_terminal("rule", "SCL101", cwd=project({}), environment={"COLUMNS": "60", "NO_COLOR": "1"})
    lines = told.split("\r\n")
    assert lines[0] == "SCL101 hardcoded-key"
    assert "  A key of the API is written in the code or its" in lines
    assert "      SENDCLOUD_API_KEY=q7Zf2mX9bR4tLw8K" in lines


def test_in_a_pipe_a_page_is_markdown(project: Make) -> None:
    assert redirected("", "rule", "SCL101", cwd=project({})).stdout.startswith("# SCL101 hardcoded-key\n")


def test_a_closed_input_is_misuse(project: Make) -> None:
    done = redirected("<&-", "check", "-", cwd=project({}))
    assert (done.returncode, done.stderr) == (2, "sendcloud-lint: error: standard input is closed\n")
