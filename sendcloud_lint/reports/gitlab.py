"""GitLab's Code Quality: a list of issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.reports.document import dumped
from sendcloud_lint.reports.location import message_with_cell
from sendcloud_lint.reports.printable import encodable, printable

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.model.source import Position
    from sendcloud_lint.reports.document import Json
    from sendcloud_lint.reports.formats import Options

_SEVERITIES = {Level.ERROR: "critical", Level.WARNING: "major", Level.INFO: "info"}
# GitLab needs neither; Code Climate, whose format it is, has no issue without them.
_KIND: dict[str, Json] = {"type": "issue", "categories": ["Security"]}
_START: Json = {"line": 1, "column": 1}


def render(result: Result, *, options: Options) -> str:
    """An issue a finding and an issue a problem; an empty list where there is neither."""
    return dumped([*map(_finding, result.findings), *map(_problem, result.problems)])


def _finding(finding: Finding) -> Json:
    region = finding.region
    return {
        **_KIND,
        "description": message_with_cell(finding),
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {
            "path": encodable(region.path),
            "positions": {"begin": _position(region.start), "end": _position(region.end)},
        },
    }


def _position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}


def _problem(problem: Problem) -> Json:
    """GitLab wants a place of everything: that of a problem without one is the folder."""
    path = encodable(problem.path) if problem.path is not None else "."
    message = printable(problem.message)
    return {
        **_KIND,
        "description": f"The run is incomplete: {message}",
        "check_name": problem.kind,
        "fingerprint": f"{problem.kind} {path} {message}",
        "severity": "blocker",
        "location": {"path": path, "positions": {"begin": _START, "end": _START}},
    }
