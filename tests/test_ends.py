"""Runs that are ended, or can't write: no traceback, the status that says so, and every file whole, old or new."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import random
from typing import Any

import pytest

from tests.conftest import run_program
from tests.test_baseline import KEY, NAME
from tests.test_baseline import misuse as refusal

Program = Callable[..., Any]
Make = Callable[..., Path]

PROGRAM = Path(sys.executable).with_name("sendcloud-lint")
FILES = 4
LINES = 12
MANY = {f"m{number}.py": f'SENDCLOUD_API_KEY = "{KEY[:-2]}{number:02}"\n' * LINES for number in range(FILES)}
REPORT = ("check", "--output-format", "json", "--output-file", "report")
COMMANDS = {"a report": REPORT, "a baseline": ("baseline",), "comments": ("check", "--add-ignores")}
BEFORE = b'{"old": true}\n'


def command(*arguments: str, cwd: Path, **more: Any) -> subprocess.Popen[str]:
    return started([str(PROGRAM), *arguments], cwd, **{"preexec_fn": as_in_front, **more})


def started(words: list[str], cwd: Path, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def as_in_front() -> None:
    """A shell asks what it runs in the background to ignore SIGINT, and these tests may be run so."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def is_whole(path: Path) -> bool:
    """As it was, or as it should become."""
    data = path.read_bytes()
    if path.suffix == ".py":
        lines = data.decode().splitlines()
        marked = [line for line in lines if line.endswith("# sendcloud-lint: ignore[SCL101]")]
        return len(lines) == LINES and len(marked) in (0, LINES)
    return data == BEFORE or isinstance(json.loads(data), dict)


def assert_whole(folder: Path) -> None:
    names = sorted(os.listdir(folder))
    assert [name for name in names if name not in {*MANY, NAME, "report"}] == []
    assert [name for name in names if not is_whole(folder / name)] == []


# Signals


on_linux = pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="there it shows what a process heeds")


def wait_until_it_heeds(process: int) -> None:
    """Python's own start is nothing of ours."""
    caught = 0
    while not caught & 1 << (signal.SIGTERM - 1):
        time.sleep(0.001)
        status = Path(f"/proc/{process}/status").read_text()
        caught = int(status.partition("SigCgt:")[2].split()[0], 16)


@pytest.fixture(scope="module")
def duration(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a run takes here from when it heeds signals, once everything has been read from the disk."""
    folder = tmp_path_factory.mktemp("measured")
    for name, text in MANY.items():
        (folder / name).write_text(text)
    times = []
    for _ in range(2):
        run = command(*REPORT, cwd=folder)
        wait_until_it_heeds(run.pid)
        start = time.monotonic()
        run.communicate()
        times.append(time.monotonic() - start)
    return min(times)


@on_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_signal_ends_a_run_in_order(
    project: Make, duration: float, number: signal.Signals, arguments: tuple[str, ...]
) -> None:
    """At several moments, the last of which may come when all is done."""
    ended = 0
    for share in (0, random(), 0.9):
        folder = project(MANY, str(share))
        (folder / "report").write_bytes(BEFORE)
        run = command(*arguments, cwd=folder)
        wait_until_it_heeds(run.pid)
        time.sleep(duration * share)
        run.send_signal(number)
        _, told = run.communicate(timeout=60)
        assert run.returncode in (0, 1, 128 + number, -number), told
        assert "Traceback" not in told
        assert "Error" not in told
        ended += run.returncode not in (0, 1)
        assert_whole(folder)
    assert ended


SLOW = """
import os, sys, time
from sendcloud_lint.engine.files import replacing
os_open, real = os.open, {call}
def slow(*arguments, **named):
    done = real(*arguments, **named) if {is_after} else None
    if real is not os_open or ".sendcloud-lint-" in str(arguments[0]):
        print("now", flush=True)
        time.sleep(60)
    return done
{call} = slow
sys.argv = ["sendcloud-lint", *sys.argv[1:]]
from sendcloud_lint.cli import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize(
    ("call", "is_after"),
    [("os.open", True), ("os.fsync", False), ("os.chmod", True), ("os.replace", False), ("os.replace", True)],
)
def test_a_signal_while_a_file_is_replaced(project: Make, number: signal.Signals, call: str, is_after: bool) -> None:
    folder = project({"a.py": "", "report": BEFORE})
    program = SLOW.format(call=f"replacing.{call}", is_after=is_after)
    run = started([sys.executable, "-c", program, *REPORT], folder, preexec_fn=as_in_front)
    assert run.stdout is not None
    assert run.stdout.readline() == "now\n"
    run.send_signal(number)
    _, told = run.communicate(timeout=60)
    assert (run.returncode, told) == (128 + number, "")
    assert sorted(os.listdir(folder)) == ["a.py", "report"]
    assert is_whole(folder / "report")


@on_linux
def test_what_was_asked_to_be_ignored_is_ignored(project: Make) -> None:
    """As `nohup` asks it."""
    folder = project(MANY)
    ignored = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    run = command(*REPORT, cwd=folder, **ignored)
    wait_until_it_heeds(run.pid)
    run.send_signal(signal.SIGHUP)
    assert (run.communicate(), run.returncode) == (("", ""), 1)


@on_linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_who_works_along_ends_with_the_run(project: Make, number: signal.Signals) -> None:
    """A signal for the run alone, as a CI's timeout sends it; a terminal's goes to all."""
    slow = "".join(
        f"def step_{each}(given):\n    return [given, {{'a': given}}, given + {each}]\n" for each in range(900)
    )
    folder = project({f"send{each}.py": f"import requests\nSENDCLOUD_API_USER = 'a'\n{slow}" for each in range(40)})
    run = command(".", "--jobs", "2", cwd=folder, start_new_session=True)
    wait_until_it_heeds(run.pid)
    while len(of_group(run.pid)) < 2:
        assert run.poll() is None
        time.sleep(0.001)
    run.send_signal(number)
    assert run.wait(timeout=60) == 128 + number
    # It has been killed; its work would have taken it longer than this.
    for _ in range(100):
        time.sleep(0.01 if of_group(run.pid) else 0)
    assert of_group(run.pid) == []
    assert run.communicate()[1] == ""


def of_group(group: int) -> list[int]:
    """The processes that still run, by the numbers in `/proc`."""
    found = []
    for each in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError):
            state, _, its_group, *_ = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            if int(its_group) == group and state not in "ZX":
                found.append(int(each))
    return found


# Disks that are full


def limited(size: int) -> Callable[[], None]:
    """The nearest to a full disk that needs nobody's leave: no file may grow beyond a size."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("name", ["a baseline", "a report"])
def test_a_file_that_has_no_room_stays_as_it_was(project: Make, name: str) -> None:
    folder = project(MANY)
    kept = "report" if name == "a report" else NAME
    run_program("baseline", "m0.py", cwd=folder)
    (folder / "report").write_bytes(BEFORE)
    before = (folder / kept).read_bytes()
    run = command(*COMMANDS[name], cwd=folder, preexec_fn=limited(300))
    out, told = run.communicate()
    assert (run.returncode, out) == (3, "")
    assert told == f"sendcloud-lint: incomplete: {kept}: can't be written: File too large\n"
    assert (folder / kept).read_bytes() == before
    assert_whole(folder)


def test_a_baseline_that_has_no_room_is_not_begun(project: Make) -> None:
    folder = project(MANY)
    run = command("baseline", cwd=folder, preexec_fn=limited(300))
    _, told = run.communicate()
    assert (run.returncode, told) == (3, f"sendcloud-lint: incomplete: {NAME}: can't be written: File too large\n")
    assert sorted(os.listdir(folder)) == sorted(MANY)


def test_comments_for_which_there_is_no_room_are_not_begun(project: Make) -> None:
    """What can be written is; what is left is told, and every format says that the run did less than it was asked."""
    folder = project({**MANY, "small.py": f'SENDCLOUD_API_KEY = "{KEY}"\n'})
    run = command("check", "--output-format", "json", "--add-ignores", cwd=folder, preexec_fn=limited(600))
    out, told = run.communicate()
    report = json.loads(out)
    assert run.returncode == 3
    assert "sendcloud-lint: incomplete: m3.py: can't be written: File too large" in told.splitlines()
    assert {(one["kind"], one["path"]) for one in report["problems"]} == {("unwritable", name) for name in MANY}
    assert len(report["findings"]) == LINES * FILES
    assert (folder / "small.py").read_text().endswith("ignore[SCL101]\n")
    (folder / "small.py").unlink()
    assert {name: (folder / name).read_text() for name in os.listdir(folder)} == MANY


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")
@pytest.mark.parametrize("output_format", ["json", "text", "junit"])
def test_a_report_to_a_full_device(project: Make, program: Program, output_format: str) -> None:
    folder = project({"a.py": MANY["m0.py"]})
    done = program("check", "--output-format", output_format, "--output-file", "/dev/full", cwd=folder)
    said = "sendcloud-lint: incomplete: /dev/full: can't be written: No space left on device\n"
    assert (done.status, done.stdout, done.err) == (3, b"", said)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_a_place_that_is_wrong_is_misuse(program: Program, project: Make) -> None:
    folder = project({"a.py": MANY["m0.py"], "sub/x": ""})
    assert refusal(program("baseline", "--baseline", "none/b.json", cwd=folder)).startswith("none/b.json: can't be")
    assert refusal(program("baseline", "--baseline", "a.py/b.json", cwd=folder)).startswith("a.py/b.json: can't be")
    assert "is no regular file" in refusal(program("baseline", "--baseline", "sub", cwd=folder))
    assert sorted(os.listdir(folder)) == ["a.py", "sub"]


# Permission


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="the system's owner may read all")
def test_what_may_not_be_read_is_told_and_the_rest_is_checked(project: Make) -> None:
    """A closed file in a project, and a closed folder. Who may read everything gives that up."""
    folder = project({"a.py": MANY["m0.py"], "closed.py": MANY["m1.py"], "shut/b.py": MANY["m2.py"]})
    (folder / "closed.py").chmod(0)
    (folder / "shut").chmod(0)
    given_up = "-dac_override,-dac_read_search"
    bounded = ["setpriv", f"--bounding-set={given_up}", f"--inh-caps={given_up}"] if os.geteuid() == 0 else []
    run = subprocess.Popen(
        [*bounded, str(PROGRAM), "check", "--output-format", "json"], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    out, told = run.communicate()
    (folder / "shut").chmod(0o755)
    assert run.returncode == 3, told
    report = json.loads(out)
    assert {one["path"] for one in report["findings"]} == {"a.py"}
    assert sorted((one["path"], one["message"]) for one in report["problems"]) == [
        ("closed.py", "can't be read: Permission denied"), ("shut", "can't be read: Permission denied")
    ]  # fmt: skip


# Two at once


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_two_runs_at_once_leave_whole_files(project: Make, arguments: tuple[str, ...]) -> None:
    folder = project(MANY)
    runs = [command(*arguments, cwd=folder) for _ in range(2)]
    told = [run.communicate()[1] for run in runs]
    assert all(run.returncode in (0, 1) for run in runs), told
    assert not any("Traceback" in each for each in told)
    assert_whole(folder)
