"""How a run grows with its input: generated programs of 1,000 to 100,000 lines, chains of 1,000 and 10,000 wrappers.

Each program holds one key that flows into a request at its very end, and every figure counts only if it is found. The
ratio is to the smallest program of its kind, a line for a line: 1 means that a line costs the same however many there
are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEND = 'requests.post("https://api.aurorasendcloud.com/email/send", data={"from": "a", "apiKey": KEY})\n'
HEAD = 'import requests\n\nKEY = "q7Rm2Zk9Wb4Xt6Lp"\n'
CONFIG = "max-file-size = 20000000\n"
REPEATS = 3


def functions(lines: int) -> str:
    """Functions of ten lines with a branch, a loop, a dict and calls of the one before."""
    body = [HEAD]
    for number in range(lines // 10):
        called = f"step_{number - 1}(flag, to)" if number else "{}"
        body.append(
            f"def step_{number}(flag, to):\n    data = {{'from': 'a', 'to': to}}\n    if flag:\n"
            f"        data['subject'] = 'text {number}'\n    for name in ('x', 'y'):\n        data[name] = name\n"
            f"    if not to:\n        return {called}\n    return data\n\n"
        )
    return "".join(body) + SEND


def statements(lines: int) -> str:
    """A long module of assignments."""
    rows = (f"value_{number} = {{'name': 'text {number}', 'last': value_{number - 1}}}\n" for number in range(1, lines))
    return f"{HEAD}value_0 = None\n{''.join(rows)}{SEND}"


def wrappers(count: int) -> str:
    """A chain of functions, each handing on to the one before it."""
    chain = (f"def w{number}(key):\n    return w{number - 1}(key)\n\n" for number in range(1, count))
    sender = f"def w0(key):\n    return {SEND.replace('KEY', 'key')}\n"
    return f"{HEAD}\n{sender}{''.join(chain)}\nw{min(count, 12) - 1}(KEY)\n"


KINDS: dict[str, tuple[Callable[[int], str], tuple[int, ...]]] = {
    "functions, by lines": (functions, (1_000, 10_000, 100_000)),
    "statements, by lines": (statements, (1_000, 10_000, 100_000)),
    "wrappers, by functions": (wrappers, (1_000, 10_000)),
}


def measured(text: str) -> float:
    """Seconds of a run on one file: the least of a few."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sendcloud-lint.toml").write_text(CONFIG, encoding="utf-8")
        (Path(folder) / "mailer.py").write_text(text, encoding="utf-8")
        return min(run(folder) for _ in range(1 if text.count("\n") > 50_000 else REPEATS))


def run(folder: str) -> float:
    command = [sys.executable, "-m", "sendcloud_lint", "check", "--output-format", "json", "."]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    codes = [finding["code"] for finding in json.loads(done.stdout)["findings"]]
    if "SCL101" not in codes:
        sys.exit(f"the key was not found: {codes} {done.stderr.decode()[-500:]}")
    return seconds


def main() -> None:
    empty = measured(HEAD + SEND)
    print(f"a run on four lines: {empty:.2f} s (taken off below)\n")
    print("| program | size | seconds | a unit, beside the smallest |\n|---|---|---|---|")
    for kind, (make, sizes) in KINDS.items():
        first = 0.0
        for size in sizes:
            seconds = max(measured(make(size)) - empty, 1e-3)
            first = first or seconds / size
            print(f"| {kind} | {size:,} | {seconds:.1f} | {seconds / size / first:.2f} |", flush=True)


if __name__ == "__main__":
    main()
