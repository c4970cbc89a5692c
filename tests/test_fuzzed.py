"""What fuzzing found once, and a short pass over all that is fuzzed: `tests/fuzzed/TARGET/NAME` holds an input each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from fuzz import seeds
from fuzz.mutation import mutated
from fuzz.targets import targets
from sendcloud_lint.engine.deep import deep
from tests.thoroughness import EXAMPLES

KEPT = sorted(path for path in (Path(__file__).parent / "fuzzed").glob("*/*"))
TARGETS = targets()
# Those that check whole projects take longer.
FEW = {"analysis": 20, "any-file": 30, "add-ignores": 10, "configuration": 15}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}: {path.name}")
def test_what_was_wrong_once(path: Path) -> None:
    deep(lambda: TARGETS[path.parent.name](path.read_bytes()))


@pytest.mark.parametrize("name", TARGETS)
def test_texts_made_of_others(name: str) -> None:
    """The same ones each time, and more in a long campaign. `fuzz/run.py` looks where they lead."""
    target = TARGETS[name]
    for data in made(name):
        try:
            deep(lambda data=data: target(data))
        except Exception as error:
            pytest.fail(f"{type(error).__name__}: {error}, of {data!r}")


def made(name: str) -> Iterator[bytes]:
    random = Random(name)
    texts = [text.encode("utf-8", "surrogatepass") for text in TARGETS[name].seeds]
    pieces = [piece.encode("utf-8") for piece in seeds.PIECES]
    for _ in range(FEW.get(name, 150) * EXAMPLES):
        yield mutated(random.choice(texts), random, texts, pieces, longest=2_000)
