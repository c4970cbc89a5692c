"""What GitLab's security reports have in common.

GitLab wants the time of a scan, so these are the formats whose bytes differ from run to run.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.page import HOME
from sendcloud_lint.reports.document import dumped
from sendcloud_lint.reports.location import message_with_cell
from sendcloud_lint.reports.printable import encodable, printable

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.model.page import Page
    from sendcloud_lint.reports.document import Json
    from sendcloud_lint.reports.formats import Options

_VERSION = "15.0.7"
_SEVERITIES = {Level.ERROR: "High", Level.WARNING: "Medium", Level.INFO: "Info"}
_LONGEST_NAME = 255
_BACKTICKS = re.compile("`+")


def report(result: Result, options: Options, scan_type: str, vulnerabilities: list[Json]) -> str:
    """A report of one of GitLab's kinds of scan; problems are messages of the scan."""
    return dumped({"version": _VERSION, "scan": _scan(result, options, scan_type), "vulnerabilities": vulnerabilities})


def _scan(result: Result, options: Options, scan_type: str) -> Json:
    """The scan was carried out, or there were no report; of what it missed its messages tell."""
    now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(options.now))
    tool: Json = {
        "id": "sendcloud-lint",
        "name": "sendcloud-lint",
        "url": HOME,
        "vendor": {"name": "sendcloud-lint"},
        "version": options.version,
    }
    return {
        "analyzer": tool,
        "scanner": tool,
        "type": scan_type,
        "start_time": now,
        "end_time": now,
        "status": "success",
        "messages": [_message(problem) for problem in result.problems],
    }


def _message(problem: Problem) -> Json:
    where = f"{printable(problem.path)}: " if problem.path is not None else ""
    return {"level": "warn", "value": f"{where}{printable(problem.message)}"}


def vulnerability(finding: Finding, page: Page | None, **where: Json) -> Json:
    """`where` is what a kind of scan says of the place besides file and lines.

    The schemas know no columns, so they stand in the details. GitLab shows description and solution as Markdown.
    """
    region, message = finding.region, message_with_cell(finding)
    return {
        "id": finding.fingerprint,
        "name": (page.summary if page else finding.name)[:_LONGEST_NAME],
        "description": f"{_literal(message)}\n\n[{finding.code} {finding.name}]({finding.url})",
        "severity": _SEVERITIES[finding.level],
        "solution": _literal(printable(finding.help)),
        "identifiers": [_identifier(finding), *_weakness(page)],
        "location": {
            "file": encodable(region.path),
            "start_line": region.start.line,
            "end_line": region.end.line,
            **where,
        },
        "details": {"column": {"type": "value", "name": "Column", "value": region.start.column}},
        "links": [{"name": finding.code, "url": finding.url}],
    }


def _identifier(finding: Finding) -> Json:
    return {
        "type": "sendcloud_lint_rule",
        "name": f"sendcloud-lint {finding.code}",
        "value": finding.code,
        "url": finding.url,
    }


def _weakness(page: Page | None) -> list[Json]:
    if page is None or not page.cwe:
        return []
    number = page.cwe
    url = f"https://cwe.mitre.org/data/definitions/{number}.html"
    return [{"type": "cwe", "name": f"CWE-{number}", "value": str(number), "url": url}]


def _literal(text: str) -> str:
    """Code, between more backticks than stand together in it: Markdown takes nothing in it for its own."""
    fence = "`" * (max(map(len, _BACKTICKS.findall(text)), default=0) + 1)
    return f"{fence} {text} {fence}"
