"""What a check of a relevant Python file costs beyond the start, as a ratio to `libcst.parse_module` on the same text.

    python benchmarks/relevant_files.py [--rounds N] [FILE.py]...

Everything happens in one process that has been through one check before, without the collector, in processor time; each
figure is the least of some rounds. The generated programs are always measured, files beside them. A file without a
trace of the API is not read at all, so a request is put at its end.

The steps: `read` is the guard, the parser, lowering and docstrings; `understood` the interpretation and what is made of
it; `judged` the rules and comments; `told` the report as text; `else` finding the file, searching it and the gate.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import growth
import libcst

import sendcloud_lint
from sendcloud_lint.api import check_paths
from sendcloud_lint.reports import formats

# Each step by the function that takes it, where it is looked up.
STEPS = {
    "read": ("sendcloud_lint.engine.parts", "read_into"),
    "understood": ("sendcloud_lint.engine.evidence", "understand"),
    "judged": ("sendcloud_lint.engine.run", "_judged"),
}
SEND = growth.HEAD + growth.SEND
CALL = """\
def send_{0}(to, subject):
    # Mail number {0} goes out.
    data = {{"from": "shop@shop.example", "to": to, "apiUser": "shop", "apiKey": os.environ["EMAIL_API_KEY"]}}
    if subject:
        data["subject"] = "%s {0}" % subject
    try:
        answer = requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=9)
        logging.info("sent %s: %s", to, answer.status_code)
    except requests.RequestException as error:
        raise RuntimeError("no mail {0}") from error
    return answer.json()


"""


def requests_in(lines: int) -> str:
    """Functions of which each sends a request."""
    return "import logging\nimport os\nimport requests\n\n" + "".join(map(CALL.format, range(lines // 13)))


def python_2(lines: int) -> str:
    """The same in Python 2."""
    logged, printed = "logging.info(", "print >>sys.stderr, ("
    raised, before = 'raise RuntimeError("no mail', 'raise RuntimeError, ("no mail'
    text = requests_in(lines).replace(logged, printed).replace(raised, before).replace(" from error", "")
    return text.replace("RequestException as error", "RequestException, error")


GENERATED: dict[str, Callable[[int], str]] = {
    "functions": growth.functions,
    "statements": growth.statements,
    "requests": requests_in,
    "requests, Python 2": python_2,
}
LINES = 1_000


def parsed(text: str) -> float | None:
    """Seconds of libcst alone; None for a text that it does not read."""
    start = time.process_time()
    try:
        libcst.parse_module(text)
    except libcst.ParserSyntaxError:
        return None
    return time.process_time() - start


def checked(folder: Path) -> dict[str, float]:
    """Seconds of each step of one check."""
    taken = dict.fromkeys((*STEPS, "told", "else"), 0.0)
    with timed(taken):
        start = time.process_time()
        result = check_paths(folder, jobs=1)
        before = time.process_time()
        formats.report_for("text").render(result, options=formats.Options(sendcloud_lint.__version__))
        end = time.process_time()
    if not result.files_relevant:
        raise SystemExit("the file was not looked at")
    taken["told"] = end - before
    taken["else"] = end - start - sum(taken.values())
    return taken


@contextmanager
def timed(taken: dict[str, float]) -> Iterator[None]:
    """Each step tells how long it took."""
    homes = {step: (importlib.import_module(module), name) for step, (module, name) in STEPS.items()}
    before = {step: getattr(module, name) for step, (module, name) in homes.items()}
    for step, (module, name) in homes.items():
        setattr(module, name, watched(step, before[step], taken))
    try:
        yield
    finally:
        for step, (module, name) in homes.items():
            setattr(module, name, before[step])


def watched(step: str, work: Callable[..., Any], taken: dict[str, float]) -> Callable[..., Any]:
    def watch(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return work(*given, **named)
        finally:
            taken[step] += time.process_time() - start

    return watch


def measure(name: str, text: str, rounds: int) -> None:
    """One row. libcst is asked the nearest text that it reads: of Python 2 that is what stands for it in Python 3."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "sendcloud-lint.toml").write_text(growth.CONFIG, encoding="utf-8")
        (folder / "mailer.py").write_text(text, encoding="utf-8")
        turns = [(parsed(text) or parsed(in_python_3(text)), checked(folder)) for _ in range(rounds)]
    base = min(alone for alone, _ in turns if alone is not None)
    steps = min((steps for _, steps in turns), key=lambda steps: sum(steps.values()))
    lines, whole = text.count("\n"), sum(steps.values())
    shares = "".join(f" {steps[step] / base:.2f} |" for step in steps)
    print(
        f"| {name} | {lines:,} | {base / lines * 1e6:.0f} | {whole / lines * 1e6:.0f} | {whole / base:.2f} |{shares}",
        flush=True,
    )


def in_python_3(text: str) -> str:
    from sendcloud_lint.readers import python2  # noqa: PLC0415  measured as any other import is: not at all

    translated = python2.translate(text)
    return translated.text if translated is not None else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.py")
    parser.add_argument("--rounds", type=int, default=5, help="checks of each file (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "mailer.py").write_text(SEND, encoding="utf-8")
        checked(Path(scratch))
    gc.disable()
    print(
        "| program | lines | libcst, ms for 1,000 lines | a check | ratio | read | understood | judged | told | else |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, make in GENERATED.items():
        measure(name, make(LINES), options.rounds)
    for path in options.files:
        measure(os.fspath(path), path.read_text(encoding="utf-8") + "\n" + SEND, options.rounds)


if __name__ == "__main__":
    main()
