"""Read and judge every file of a corpus, and compare with what the format's own parser says of it.

    python fuzz/corpora.py PATH... [--python INTERPRETER]...

Nothing is looked for first: each file is read by its grammar and put to all rules as if it held a trace of the API. A
table tells, for each folder and kind, how many files are valid and how many were told to be unreadable (SCL001); below
it stand valid files that were. A Python file is valid if `ast.parse` takes it, or the parser of an INTERPRETER does
that is named. The names of JSONTestSuite (`y_`, `n_`) and the folders of toml-test (`valid`, `invalid`) say what their
files are; the files of yaml-test-suite are taken apart.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from sendcloud_lint.engine.configuration.config import Configs  # noqa: E402
from sendcloud_lint.engine.deep import deep  # noqa: E402
from sendcloud_lint.engine.evidence import gather  # noqa: E402
from sendcloud_lint.engine.files.decode import decode  # noqa: E402
from sendcloud_lint.engine.files.discover import Given  # noqa: E402
from sendcloud_lint.engine.files.held import Held  # noqa: E402
from sendcloud_lint.engine.judge import Judgement  # noqa: E402
from sendcloud_lint.engine.parts import Files  # noqa: E402
from sendcloud_lint.model.outcome import Problem, Result  # noqa: E402
from sendcloud_lint.readers.kinds import kind_of  # noqa: E402

LONGEST = 2_000_000
# Asked for many files at once: the paths come in, those that are valid go out.
_ACCEPTS = r"""
import sys, warnings
warnings.simplefilter("ignore")
for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        compile(open(path, "rb").read(), "x", "exec", 0x400)
    except Exception:
        continue
    print(path)
"""


@dataclass
class Tally:
    """What became of the files of one folder and kind."""

    verdicts: Counter[tuple[bool | None, bool]] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: tuple[float, str] = (0.0, "")

    def row(self) -> Sequence[object]:
        valid, broken, open_ = (
            (self.verdicts[known, False], self.verdicts[known, True]) for known in (True, False, None)
        )
        return (sum(self.verdicts.values()), *valid, *broken, *open_, f"{self.seconds:.0f}", f"{self.slowest[0]:.1f}")


@dataclass(frozen=True)
class Sample:
    """A file's content, the name that it is read under, and whether it is valid as far as somebody says so."""

    shown: str
    name: str
    data: bytes
    valid: bool | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--python", action="append", default=[], metavar="INTERPRETER")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    wrong: list[str] = []
    for path in given.paths:
        for sample in samples(path, given.python):
            judged(sample, tallies[path.name, kind(sample)], wrong)
    print("| corpus | kind | files | valid, read | valid, SCL001 | invalid, read | invalid, SCL001 | open, read | "
          "open, SCL001 | seconds | slowest |")  # fmt: skip
    print("|---" * 11 + "|")
    for (corpus, name), tally in sorted(tallies.items()):
        print("|", " | ".join(map(str, (corpus, name, *tally.row()))), "|")
    print("\n".join(["", *wrong]))
    return int(any(line.startswith("died") for line in wrong))


def kind(sample: Sample) -> str:
    text, _ = decode(sample.data, sample.name)
    return kind_of(sample.name, text or "")


def judged(sample: Sample, tally: Tally, wrong: list[str]) -> None:
    start = time.process_time()
    try:
        result = check(sample.data, sample.name)
        problems = [str(problem) for problem in result.problems]
    except Exception as error:
        problems = [f"{type(error).__name__}: {error}"]
        result = Result()
    spent = time.process_time() - start
    reasons = [finding.message for finding in result.findings if finding.code == "SCL001"]
    tally.verdicts[sample.valid, bool(reasons)] += 1
    tally.seconds += spent
    tally.slowest = max(tally.slowest, (spent, sample.shown))
    if problems:
        wrong.append(f"died: {sample.shown}: {problems[0]}")
    elif sample.valid and reasons:
        wrong.append(f"valid, SCL001: {sample.shown}: {reasons[0]}")
    if spent > 5:
        wrong.append(f"slow: {sample.shown}: {spent:.1f} s for {len(sample.data):,} bytes")


def check(data: bytes, name: str) -> Result:
    """A file read by its grammar and put to all rules, whatever is in it."""
    root = str(ROOT / "nowhere")
    project = Given(root, Configs(root), (name,), frozenset({name}), (name,), (), Held({name: data}))
    files = Files([{name}], frozenset({name}), {name}, lambda _: data)

    def work() -> Result:
        evidence = gather(files, frozenset(), {}, frozenset())
        result = Judgement(project, evidence, lambda line: None).result()
        crashes = (Problem(each.path, each.kind, each.said) for each in evidence.crashes)
        return result._replace(problems=(*result.problems, *crashes))

    return deep(work)


def samples(path: Path, interpreters: Sequence[str]) -> Iterator[Sample]:
    """The files below a path that are in a grammar, in the order of their paths."""
    found = (path,) if path.is_file() else path.rglob("*")
    files = sorted(each for each in found if each.is_file() and not each.is_symlink())
    files = [each for each in files if each.stat().st_size <= LONGEST and ".git" not in each.parts]
    accepted = _accepted([each for each in files if each.suffix in (".py", ".pyi")], interpreters)
    for each in files:
        shown = str(each.relative_to(path.parent))
        data = each.read_bytes()
        if each.suffix == ".yaml" and data.startswith(b"---\n- name:"):
            yield from _taken_apart(shown, data)
        elif each.suffix.lstrip(".") in _VALID:
            valid = each in accepted or _is_valid(each, data)
            yield Sample(shown, f"corpus{each.suffix}", data, valid)


def _accepted(files: Sequence[Path], interpreters: Sequence[str]) -> set[Path]:
    asked = "".join(f"{path}\n" for path in files)
    told = [
        subprocess.run([one, "-c", _ACCEPTS], input=asked, capture_output=True, text=True, check=False).stdout
        for one in interpreters
    ]
    return {Path(line) for each in told for line in each.splitlines()}


def _is_valid(path: Path, data: bytes) -> bool | None:
    """What the corpus says by a name, else what the format's own parser does."""
    said = {"y_": True, "n_": False, "i_": None}
    if path.suffix == ".json" and path.name[:2] in said:
        return said[path.name[:2]]
    for folder in ("valid", "invalid"):
        if path.suffix == ".toml" and folder in path.parts:
            return folder == "valid"
    try:
        return _VALID[path.suffix.lstrip(".")](data)
    except (ValueError, SyntaxError, RecursionError, MemoryError, yaml.YAMLError):
        return False


def _is_python(data: bytes) -> bool:
    return ast.parse(data) is not None


def _is_json(data: bytes) -> bool:
    json.loads(data.decode("utf-8"))
    return True


def _is_toml(data: bytes) -> bool:
    return tomllib.loads(data.decode("utf-8")) is not None


def _is_yaml(data: bytes) -> bool:
    """PyYAML's composer: what tags mean is no matter of reading."""
    return list(yaml.compose_all(data, Loader=yaml.SafeLoader)) is not None


_VALID: Mapping[str, Callable[[bytes], bool | None]] = {
    "py": _is_python, "pyi": _is_python, "json": _is_json, "ipynb": _is_json, "toml": _is_toml, "yaml": _is_yaml,
    "yml": _is_yaml,
}  # fmt: skip
# Signs for what nobody would see, as the files of yaml-test-suite have them.
_SIGNS = (("␣", " "), ("»", "\t"), ("—", ""), ("⇔", "\ufeff"), ("↵", ""), ("∎\n", ""))


def _taken_apart(shown: str, data: bytes) -> Iterator[Sample]:
    """A case inherits what it does not say from the one before it."""
    case: dict[str, Any] = {}
    for number, each in enumerate(yaml.safe_load(data.decode("utf-8"))):
        case = {**{key: case[key] for key in ("yaml", "fail") if key in case}, **each}
        text = str(case["yaml"])
        for sign, meant in _SIGNS:
            text = text.replace(sign, meant)
        if not case.get("skip"):
            yield Sample(f"{shown}#{number}", "corpus.yaml", text.encode("utf-8"), not case.get("fail", False))


if __name__ == "__main__":
    os.environ.pop("PYTHONWARNINGS", None)
    sys.exit(main())
