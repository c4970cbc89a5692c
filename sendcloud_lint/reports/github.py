"""Annotations of GitHub's: commands to the runner, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.reports.location import message_with_cell
from sendcloud_lint.reports.printable import printable
from sendcloud_lint.reports.summary import summary

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding, Region
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.reports.formats import Options

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def render(result: Result, *, options: Options) -> str:
    """A line a finding and a line a problem; the summary is for whoever reads the log."""
    lines = [*map(_finding, result.findings), *map(_problem, result.problems)]
    if not options.quiet:
        lines.append(summary(result))
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding) -> str:
    title = f"{finding.code} {finding.name}"
    properties = {"file": printable(finding.region.path), **_extent(finding.region), "title": title}
    return _command(_COMMANDS[finding.level], properties, message_with_cell(finding))


def _extent(region: Region) -> dict[str, str]:
    """GitHub knows columns within one line only."""
    start, end = region.start, region.end
    told = {"line": str(start.line), "col": str(start.column)}
    return told | {"endLine": str(end.line), "endColumn": str(end.column)} if end.line == start.line else told


def _problem(problem: Problem) -> str:
    place = {} if problem.path is None else {"file": printable(problem.path)}
    return _command("error", {**place, "title": f"sendcloud-lint {problem.kind}"}, printable(problem.message))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{message.translate(_DATA)}"
