"""The sentence at the end."""

from __future__ import annotations

from typing import Any

import pytest

from sendcloud_lint.model.outcome import Level, Problem, Result
from sendcloud_lint.reports.summary import level_counts, summary

from .samples import finding, region


def result(levels: str, **counts: Any) -> Result:
    """A finding a letter (`e`, `w`, `i`), each in a file of its own level."""
    kinds = {level.value[0]: level for level in Level}
    found = tuple(finding(region(f"{kind}.py", (1, 1), (1, 2)), level=kinds[kind]) for kind in levels)
    return Result(findings=found, **counts)


CHECKED = {"files_checked": 120, "files_relevant": 12, "requests": 2, "credentials": 5}
ONE_EACH = {"files_checked": 1, "files_relevant": 1, "requests": 1, "credentials": 1}
CASES = {
    "errors and a warning": (
        result("eeew", **CHECKED, files_skipped=3),
        "Found 3 errors and 1 warning in 2 files, none with an automatic fix; "
        "checked 120 files (2 requests and 5 credentials in 12 relevant ones), skipped 3.",
    ),
    "one of each level": (
        result("ewi", **CHECKED),
        "Found 1 error, 1 warning and 1 info in 3 files, none with an automatic fix; "
        "checked 120 files (2 requests and 5 credentials in 12 relevant ones).",
    ),
    "singular everywhere": (
        result("e", **ONE_EACH),
        "Found 1 error in 1 file, none with an automatic fix; "
        "checked 1 file (1 request and 1 credential in 1 relevant one).",
    ),
    "clean": (
        result("", files_checked=4310, files_relevant=12, requests=3, credentials=5),
        "No findings: 3 requests and 5 credentials in 12 of 4,310 files.",
    ),
    "clean and singular": (result("", **ONE_EACH), "No findings: 1 request and 1 credential in 1 of 1 file."),
    "nothing to check": (result("", files_skipped=2), "No findings: there was no file to check, skipped 2."),
    "nothing to do with the API": (result("", files_checked=4310), "No findings: nothing of the API in 4,310 files."),
    "silenced": (
        result("", **ONE_EACH, files_skipped=1, suppressed=2, baselined=1000),
        "No findings: 1 request and 1 credential in 1 of 1 file, skipped 1; 2 suppressed, 1,000 in the baseline.",
    ),
    "suppressed beside findings": (
        result("w", **ONE_EACH, suppressed=2),
        "Found 1 warning in 1 file, none with an automatic fix; "
        "checked 1 file (1 request and 1 credential in 1 relevant one); 2 suppressed.",
    ),
    "incomplete": (
        Result(problems=(Problem(None, "shallow-history", "The history is shallow."),)),
        "No findings: there was no file to check. The run is incomplete: 1 problem.",
    ),
}


@pytest.mark.parametrize(("run", "expected"), CASES.values(), ids=CASES)
def test_the_summary_says(run: Result, expected: str) -> None:
    assert summary(run) == expected


def test_every_level_is_counted_gravest_first() -> None:
    assert list(level_counts(result("iw").findings).items()) == [(Level.ERROR, 0), (Level.WARNING, 1), (Level.INFO, 1)]
