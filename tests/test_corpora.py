"""A sample of Python's own tests, where they are installed: what `ast.parse` takes is read, and nothing dies of any."""

from __future__ import annotations

import sysconfig
import warnings
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from fuzz.corpora import Tally, judged, samples
from tests.thoroughness import EXAMPLES

FOLDER = Path(sysconfig.get_path("stdlib")) / "test"
# What Python's parser takes and its compiler, or nobody, does; and what is told of its encoding.
REFUSED = {"test_grammar.py", "ann_module.py", "badsyntax_pep3120.py", "test_fstring.py"}
LARGEST = 20_000


@pytest.mark.skipif(not FOLDER.is_dir(), reason="this Python has no tests of its own")
def test_a_sample_of_pythons_own_tests() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        files = sorted(path for path in FOLDER.rglob("*.py") if path.stat().st_size < LARGEST)
        chosen = Random(8).sample(files, min(len(files), 25 * EXAMPLES))
        wrong: list[str] = []
        tallies: defaultdict[str, Tally] = defaultdict(Tally)
        for path in chosen:
            for sample in samples(path, ()):
                judged(sample, tallies[path.name], wrong)
    assert [line for line in wrong if not any(name in line for name in REFUSED)] == []
