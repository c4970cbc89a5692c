"""Counts by rule."""

from __future__ import annotations

from sendcloud_lint.model.outcome import Level, Result
from tests.reports.samples import finding, region, told


def test_the_most_frequent_rule_comes_first() -> None:
    found = [finding(region("a.py", (line, 1), (line, 2))) for line in range(1, 13)]
    found.append(finding(region("b.py", (1, 1), (1, 2)), level=Level.INFO))
    shown = told("statistics", Result(findings=tuple(found), files_checked=2, files_relevant=2)).splitlines()
    assert shown[:3] == ["12  SCL101 [error] hardcoded-key", " 1  SCL101 [info] hardcoded-key", ""]
    assert shown[3].startswith("Found 12 errors and 1 info")


def test_nothing_is_the_summary_alone() -> None:
    assert told("statistics", Result(files_checked=1)).startswith("No findings: ")
    assert told("statistics", Result(), quiet=True) == ""
