"""JUnit's XML, which most CI systems show: a suite a file, a failed test a finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from sendcloud_lint.reports.location import location, message_with_cell
from sendcloud_lint.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sendcloud_lint.model.finding import Finding
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.reports.formats import Options

_SUITE = "sendcloud-lint"


def render(result: Result, *, options: Options) -> str:
    """A clean run is one test that has passed, as a report without any counts as broken."""
    failed, broken = len(result.findings), len(result.problems)
    total = max(1, failed + broken)
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="{_SUITE}" tests="{total}" failures="{failed}" errors="{broken}">',
        *_suites(result),
        "</testsuites>",
    )
    return "".join(f"{line}\n" for line in lines)


def _suites(result: Result) -> Iterator[str]:
    for path, findings in groupby(result.findings, key=lambda finding: finding.region.path):
        yield from _of_file(path, list(findings))
    if result.problems:
        yield from _suite(_SUITE, map(_problem, result.problems), errors=len(result.problems))
    elif not result.findings:
        yield from _suite(_SUITE, [f'<testcase name="no findings" classname="{_SUITE}"/>'])


def _of_file(path: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield from _suite(printable(path), map(_finding, findings), failures=len(findings))


def _suite(name: str, cases: Iterable[str], failures: int = 0, errors: int = 0) -> Iterator[str]:
    counts = f'tests="{max(1, failures + errors)}" failures="{failures}" errors="{errors}"'
    yield f"  <testsuite name={_attribute(name)} {counts}>"
    yield from (f"    {case}" for case in cases)
    yield "  </testsuite>"


def _finding(finding: Finding) -> str:
    """The place stands in the name too, which must be a test's own."""
    region, path = finding.region, _attribute(printable(finding.region.path))
    cell = f"cell {region.cell}:" if region.cell is not None else ""
    name = _attribute(f"{finding.code} {finding.name} at {cell}{region.start.line}:{region.start.column}")
    message = _attribute(message_with_cell(finding))
    body = _text(f"{location(region)}: {printable(finding.message)}. {printable(finding.help)}. {finding.url}")
    failure = f'<failure type="{finding.level.value}" message={message}>{body}</failure>'
    return f'<testcase name={name} classname={path} file={path} line="{region.start.line}">{failure}</testcase>'


def _problem(problem: Problem) -> str:
    path = printable(problem.path) if problem.path is not None else _SUITE
    error = f"<error type={_attribute(problem.kind)} message={_attribute(printable(problem.message))}/>"
    return f"<testcase name={_attribute(problem.kind)} classname={_attribute(path)}>{error}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(text)


def _text(text: str) -> str:
    return escape(text)
