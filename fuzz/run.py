"""Fuzz for a while, guided by what code an input reaches: `python fuzz/run.py [TARGET]... [--seconds N]`.

It needs atheris (`pip install atheris`) beside the `test` extra. Each target runs in a process of its own, under
libFuzzer, with a stack as large as the program's. What is wrong is told at the end and kept in the work folder, one
input for each place in the code; the fuzzing goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LONGEST = 4_096
STACK = 64 << 20
_STATUS = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the project's readers, analysis and files of its own.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them, without any")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--rounds", type=int, default=1, help="how often the targets take their turns")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "fuzz", help="what is found is kept here")
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="give this one input to the target")
    parser.add_argument("--minimise", type=Path, metavar="FILE", help="write the shortest input that is wrong so, too")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        _fuzz(given.targets[0], given.seconds, given.work)
        return 0
    from fuzz.targets import targets  # noqa: PLC0415  instrumented code must not have been imported before

    known = targets()
    if given.list:
        print("\n".join(known))
        return 0
    strangers = set(given.targets) - known.keys()
    if strangers:
        parser.error(f"no such target: {', '.join(sorted(strangers))}")
    if given.replay:
        known[given.targets[0]](given.replay.read_bytes())
        return 0
    if given.minimise:
        _minimise(known[given.targets[0]], given.minimise)
        return 0
    names = given.targets or list(known)
    return max(_campaign(name, given.seconds, given.work) for _ in range(given.rounds) for name in names)


def _campaign(name: str, seconds: int, work: Path) -> int:
    """One target's turn; 1 if something is wrong."""
    command = [sys.executable, str(Path(__file__).resolve()), name, "--here", "--seconds", str(seconds)]
    start, figures = time.monotonic(), [0, 0, 0, 0]
    crashes = 0
    while seconds - (time.monotonic() - start) > seconds / 10 and crashes < 5:
        left = int(seconds - (time.monotonic() - start))
        command[-1] = str(left)
        done = subprocess.run(
            [*command, "--work", str(work)], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
            preexec_fn=_with_stack,
        )  # fmt: skip
        for runs, *others in _STATUS.findall(done.stderr)[-1:]:
            figures = [figures[0] + int(runs), *(max(pair) for pair in zip(figures[1:], map(int, others), strict=True))]
        if done.returncode != 0:
            crashes += 1
            (work / name).mkdir(parents=True, exist_ok=True)
            (work / name / f"crash-{int(time.time())}.log").write_text(done.stderr[-20_000:], encoding="utf-8")
    spent = round(time.monotonic() - start)
    found = sorted((work / name / "wrong").glob("*.txt"))
    line = dict(zip(("runs", "coverage", "features", "corpus"), figures, strict=True))
    record = {"target": name, "seconds": spent, **line, "died": crashes, "wrong": [path.stem for path in found]}
    work.mkdir(parents=True, exist_ok=True)
    with (work / "figures.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    print(json.dumps(record), flush=True)
    return int(bool(found) or crashes > 0)


def _with_stack() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (STACK if hard == resource.RLIM_INFINITY else min(STACK, hard), hard))


def _fuzz(name: str, seconds: int, work: Path) -> None:
    """In this process, which libFuzzer ends."""
    import atheris  # noqa: PLC0415  needed here alone

    sys.setrecursionlimit(20_000)
    target = _instrumented(atheris, name)
    from fuzz import seeds  # noqa: PLC0415
    from fuzz.mutation import mutated  # noqa: PLC0415

    texts = [text.encode("utf-8", "surrogatepass") for text in target.seeds]
    pieces = [piece.encode("utf-8") for piece in seeds.PIECES]
    corpus, wrong = work / name / "corpus", work / name / "wrong"
    for folder in (corpus, wrong):
        folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        (corpus / hashlib.sha1(text, usedforsecurity=False).hexdigest()).write_bytes(text[:LONGEST])

    def check(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            _keep(wrong, data, error)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.4:
            return bytes(atheris.Mutate(data, longest))
        return mutated(data, random, texts, pieces, longest)

    arguments = [
        name, f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=3000",
        f"-artifact_prefix={work / name}/", "-len_control=0", "-reload=0", str(corpus),
    ]  # fmt: skip
    atheris.Setup(arguments, check, custom_mutator=change)
    atheris.Fuzz()


def _instrumented(atheris: Any, name: str) -> Any:
    """The target, with all of the program loaded by an importer that notes which code runs."""
    import pkgutil  # noqa: PLC0415
    from importlib import import_module  # noqa: PLC0415

    with atheris.instrument_imports(include=["sendcloud_lint"]):
        import sendcloud_lint  # noqa: PLC0415

        for module in pkgutil.walk_packages(sendcloud_lint.__path__, "sendcloud_lint."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    from fuzz.targets import targets  # noqa: PLC0415

    return targets()[name]


def _signature(error: BaseException) -> str:
    """What tells two faults apart: the kind of error, and the last place in code of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}sendcloud_lint{os.sep}" in frame.filename] or frames
    place = ours[-1]
    return f"{type(error).__name__}-{Path(place.filename).stem}-{place.name}-{frames[-1].name}"


def _keep(folder: Path, data: bytes, error: BaseException) -> None:
    """The shortest input for each fault."""
    name = re.sub(r"[^\w-]", "_", _signature(error))
    kept = folder / f"{name}.bin"
    if not kept.exists() or kept.stat().st_size > len(data):
        kept.write_bytes(data)
        (folder / f"{name}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def _minimise(target: Any, path: Path) -> None:
    """Leaves out what can be left out, in halves, quarters and so on, and says what is left."""
    sys.setrecursionlimit(20_000)

    def fault(data: bytes) -> str:
        try:
            target(data)
        except Exception as error:
            return _signature(error)
        return ""

    data = path.read_bytes()
    wanted, size = fault(data), len(data)
    if not wanted:
        print("nothing is wrong with it")
        return
    while size >= 1:
        at, before = 0, len(data)
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if fault(shorter) == wanted:
                data = shorter
            else:
                at += size
        size = size if len(data) < before and size > 1 else size // 2
    path.with_suffix(".min").write_bytes(data)
    print(wanted, data)


if __name__ == "__main__":
    sys.exit(main())
