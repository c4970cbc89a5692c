"""How long a run takes, as ratios to well-known programs on the same machine at the same time.

    python benchmarks/startup_and_scan.py                     start-up: one file, without a trace of the API and with
                                                              a request, beside other checkers that are on the path
    python benchmarks/startup_and_scan.py REPOSITORY …        also a scan of each repository, beside ripgrep and these

Every figure is the median of runs that take turns, so that a machine's moods meet all of them alike. The yardstick, a
bare interpreter, tells how noisy it was. The program is byte-compiled first, as an installer does. Memory is the peak
of one more run, where the system has a `/proc` to read it from.
"""

from __future__ import annotations

import argparse
import compileall
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

import sendcloud_lint
from sendcloud_lint.engine.files import prefilter

Command = tuple[Sequence[str], Path]


class Cost(NamedTuple):
    """Of one command; `megabytes` is None where the system does not tell."""

    seconds: float
    megabytes: float | None


PROGRAM = shutil.which("sendcloud-lint", path=str(Path(sys.executable).parent))
CHECK = (*((PROGRAM,) if PROGRAM else (sys.executable, "-m", "sendcloud_lint")), "check")
YARDSTICK = (sys.executable, "-c", "pass")
# What others are asked about a file or a folder; those that are on the path take part. None may ask the network.
PEERS = {
    "ruff": ("check", "--no-cache", "--isolated"),
    "bandit": ("-q", "-r"),
    "detect-secrets": ("scan", "--all-files"),
    "gitleaks": ("dir", "--no-banner"),
    "kingfisher": ("scan", "--no-update-check", "--no-validate"),
    "secretlint": ("--secretlintrc", "{rules}/secretlint.json"),
    "fixit": ("lint",),
    "semgrep": ("scan", "--metrics=off", "--disable-version-check", "--config", "{rules}/semgrep.yaml"),
}
# In seconds. Who has not ended by then has lost.
PATIENCE = 30
RULE = """\
rules:
  - {id: one, languages: [python], severity: ERROR, message: one, pattern: "requests.post(..., verify=False)"}
"""
PRESET = '{"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend"}]}'
REQUEST = Path(__file__).with_name("small_request.txt")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: Command) -> float:
    """How long one run takes from outside, without end if it is too long. Any exit status will do: findings are no
    failure here."""
    words, folder = command
    null = subprocess.DEVNULL
    start = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=folder, env=ENVIRONMENT, stdin=null, stdout=null, stderr=null, start_new_session=True
    )
    # To wait with a bound is to look from time to time, every 50 ms in the end.
    impatience = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    impatience.start()
    process.wait()
    taken = time.perf_counter() - start
    impatience.cancel()
    return taken if taken < PATIENCE else math.inf


def peak(command: Command) -> float | None:
    """The most megabytes that one run holds at once. It is asked while it runs: what the system tells after the end
    counts this process too, from which it was forked."""
    words, folder = command
    null = subprocess.DEVNULL
    process = subprocess.Popen(
        words, cwd=folder, env=ENVIRONMENT, stdin=null, stdout=null, stderr=null, start_new_session=True
    )
    status = Path(f"/proc/{process.pid}/status")
    seen, end = None, time.perf_counter() + PATIENCE
    while process.poll() is None:
        if time.perf_counter() > end:
            os.killpg(process.pid, signal.SIGKILL)
            break
        try:
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        except OSError:
            break
        seen = int(found[1]) / 1024 if found else seen
        time.sleep(0.001)
    process.wait()
    return seen


def medians(commands: Mapping[str, Command], rounds: int) -> dict[str, Cost]:
    """One run of each to warm up, in which its memory is measured, then in turns."""
    peaks = {name: peak(command) for name, command in commands.items()}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            # Once is enough of what nobody would wait for.
            if math.inf not in times[name]:
                times[name].append(seconds(command))
    return {name: Cost(statistics.median(each), peaks[name]) for name, each in times.items()}


def show(title: str, measured: Mapping[str, Cost], base: str) -> None:
    """A table of milliseconds, of their ratios to `base`, and of megabytes."""
    print(f"\n{title}")
    for name, (taken, held) in measured.items():
        memory = f"{held:8.0f} MB" if held is not None else ""
        print(f"  {name:<44} {taken * 1000:9.1f} ms {taken / measured[base].seconds:8.2f} {memory}")


def one_file(folder: Path, *, with_git: bool) -> Path:
    """A project of one file that has nothing to do with the API."""
    folder.mkdir()
    (folder / "greeting.py").write_text('def greet(name):\n    return f"Hello, {name}"\n', encoding="utf-8")
    if with_git:
        subprocess.run(("git", "init", "--quiet"), cwd=folder, check=True)
        subprocess.run(("git", "add", "."), cwd=folder, check=True)
    return folder


def measure_start(rounds: int) -> None:
    """`check FILE` beside the import of the library that reads its options."""
    base = 'python -c "import click"'
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as rules:
        plain = one_file(Path(scratch) / "plain", with_git=False)
        commands: dict[str, Command] = {
            "yardstick: python -c pass": (YARDSTICK, plain),
            base: ((sys.executable, "-c", "import click"), plain),
            "sendcloud-lint check FILE": ((*CHECK, "greeting.py"), plain),
            **peers(Path(rules), plain, "greeting.py"),
        }
        if shutil.which("git"):
            tracked = one_file(Path(scratch) / "tracked", with_git=True)
            commands["sendcloud-lint check FILE, in a git repository"] = ((*CHECK, "greeting.py"), tracked)
        show(f"One file without a trace of the API ({rounds} rounds)", medians(commands, rounds), base)


def measure_request(rounds: int) -> None:
    """`check FILE` of a small file with a request, beside the import of the libraries that read options and Python."""
    base = 'python -c "import click, libcst"'
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as rules:
        folder = Path(scratch)
        shutil.copy(REQUEST, folder / "mailer.py")
        commands: dict[str, Command] = {
            "yardstick: python -c pass": (YARDSTICK, folder),
            base: ((sys.executable, "-c", "import click, libcst"), folder),
            "sendcloud-lint check FILE": ((*CHECK, "mailer.py"), folder),
        }
        commands.update(peers(Path(rules), folder, "mailer.py"))
        show(f"One small file with a request ({rounds} rounds)", medians(commands, rounds), base)


def peers(rules: Path, folder: Path, target: str) -> dict[str, Command]:
    """Those that are installed, and what they need of rules."""
    (rules / "semgrep.yaml").write_text(RULE, encoding="utf-8")
    (rules / "secretlint.json").write_text(PRESET, encoding="utf-8")
    found = {name: shutil.which(name) for name in PEERS}
    return {
        name: ((path, *(each.replace("{rules}", str(rules)) for each in PEERS[name]), target), folder)
        for name, path in found.items()
        if path is not None
    }


def words() -> list[str]:
    """What the prefilter looks for."""
    return sorted(trace.decode() for trace in prefilter.Traces().necessary())


def measure_scan(repository: Path, rounds: int) -> None:
    """`check` over a repository beside `rg --hidden -l -i` for the same words."""
    commands: dict[str, Command] = {"yardstick: python -c pass": (YARDSTICK, repository)}
    ripgrep = shutil.which("rg")
    base = next(iter(commands))
    if ripgrep is None:
        print("\nrg is not installed: the scan is shown without it", file=sys.stderr)
    else:
        base = "rg --hidden -l -i"
        patterns = [word for each in words() for word in ("-e", each)]
        commands[base] = ((ripgrep, "--hidden", "-l", "-i", "-F", *patterns, "."), repository)
    commands["sendcloud-lint check"] = ((*CHECK, "--isolated", "."), repository)
    title = f"{repository.name}, {count(repository):,} files ({rounds} rounds)"
    with tempfile.TemporaryDirectory() as rules:
        commands.update(peers(Path(rules), repository, "."))
        show(title, medians(commands, rounds), base)


def count(repository: Path) -> int:
    return sum(len(files) for folder, _, files in os.walk(repository) if ".git" not in Path(folder).parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="*", type=Path, metavar="REPOSITORY")
    parser.add_argument("--only", choices=("start", "scan"), help="without it both")
    parser.add_argument("--rounds", type=int, default=21, help="runs of each command (default: %(default)s)")
    options = parser.parse_args()
    for package in (sendcloud_lint, click):
        compileall.compile_dir(Path(package.__path__[0]), quiet=1)
    if options.only != "scan":
        measure_start(options.rounds)
        measure_request(options.rounds)
    for repository in options.repositories if options.only != "start" else ():
        measure_scan(repository.resolve(), max(3, options.rounds // 3))


if __name__ == "__main__":
    main()
