"""For programs: one object, whose shape is versioned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sendcloud_lint.reports.document import dumped
from sendcloud_lint.reports.printable import encodable
from sendcloud_lint.reports.summary import level_counts

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding, Held, Related
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.model.source import Position
    from sendcloud_lint.reports.document import Json
    from sendcloud_lint.reports.formats import Options

SCHEMA_VERSION: Final = 1


def render(result: Result, *, options: Options) -> str:
    """Lines and columns count from 1, columns in code points; ends are exclusive."""
    document: Json = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "sendcloud-lint", "version": options.version},
        "findings": [_finding(finding) for finding in result.shown],
        "problems": [_problem(problem) for problem in result.problems],
        "summary": _summary(result),
    }
    return dumped(document)


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level.value,
        "message": encodable(finding.message),
        "help": encodable(finding.help),
        "path": encodable(finding.region.path),
        "start": _position(finding.region.start),
        "end": _position(finding.region.end),
        "cell": finding.region.cell,
        "fingerprint": finding.fingerprint,
        "related": [_related(step) for step in finding.related],
        "fix": None,
        "url": finding.url,
        **_suppressed(finding.held),
    }


def _suppressed(held: Held | None) -> dict[str, Json]:
    """A key of those alone that are told where somebody asks for them: all others look as the contract has them."""
    if held is None:
        return {}
    return {"suppressed": {"by": "comment" if held.by_comment else "baseline", "reason": encodable(held.reason)}}


def _related(step: Related) -> Json:
    return {
        "path": encodable(step.region.path),
        "start": _position(step.region.start),
        "end": _position(step.region.end),
        "message": encodable(step.message),
    }


def _position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}


def _problem(problem: Problem) -> Json:
    path = None if problem.path is None else encodable(problem.path)
    return {"path": path, "kind": problem.kind, "message": encodable(problem.message)}


def _summary(result: Result) -> Json:
    return {
        "files_checked": result.files_checked,
        "files_skipped": result.files_skipped,
        "findings": {level.value: count for level, count in level_counts(result.findings).items()},
        "suppressed": result.suppressed,
        "baselined": result.baselined,
    }
