"""What a run did, in one sentence, so that silence can be trusted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sendcloud_lint.model.outcome import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sendcloud_lint.model.finding import Finding
    from sendcloud_lint.model.outcome import Result

# What can be fixed: no rule has a fix that the program could apply.
_NO_FIX = ", none with an automatic fix"


def level_counts(findings: Sequence[Finding]) -> dict[Level, int]:
    """How many of each level, gravest first; every level has an entry."""
    counts = Counter(finding.level for finding in findings)
    return {level: counts[level] for level in Level}


def level_of(finding: Finding) -> str:
    """Its level, and what keeps it from counting."""
    held = finding.held
    return finding.level.value + ("" if held is None else f", {'suppressed' if held.by_comment else 'baselined'}")


def summary(result: Result) -> str:
    """One line: what was found, in how much of what was looked at."""
    told = _found(result) if result.findings else _clean(result)
    return f"{told}{_left_out(result)}.{_incomplete(result)}"


def _found(result: Result) -> str:
    levels = [_counted(count, level.value) for level, count in level_counts(result.findings).items() if count]
    files = _counted(len({finding.region.path for finding in result.findings}), "file")
    relevant = _counted(result.files_relevant, "relevant one")
    checked = _counted(result.files_checked, "file")
    return f"Found {_listed(levels)} in {files}{_NO_FIX}; checked {checked} ({_understood(result)} in {relevant})"


def _clean(result: Result) -> str:
    checked = _counted(result.files_checked, "file")
    if not result.files_checked:
        return "No findings: there was no file to check"
    if not result.files_relevant:
        return f"No findings: nothing of the API in {checked}"
    return f"No findings: {_understood(result)} in {result.files_relevant:,} of {checked}"


def _understood(result: Result) -> str:
    return f"{_counted(result.requests, 'request')} and {_counted(result.credentials, 'credential')}"


def _left_out(result: Result) -> str:
    skipped = f", skipped {result.files_skipped:,}" if result.files_skipped else ""
    suppressed = f"{result.suppressed:,} suppressed" if result.suppressed else ""
    baselined = f"{result.baselined:,} in the baseline" if result.baselined else ""
    silenced = ", ".join(filter(None, (suppressed, baselined)))
    return f"{skipped}; {silenced}" if silenced else skipped


def _incomplete(result: Result) -> str:
    return f" The run is incomplete: {_counted(len(result.problems), 'problem')}." if result.problems else ""


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
