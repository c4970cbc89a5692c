"""For editors and for `grep`: one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.location import location
from sendcloud_lint.reports.pen import HELD, OF_LEVEL, STRONG, Pen
from sendcloud_lint.reports.printable import printable
from sendcloud_lint.reports.summary import level_of, summary

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding
    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options


def render(result: Result, *, options: Options) -> str:
    """`path:line:column: SCL101 error: message`, line by line, and the summary."""
    pen = Pen(options.color, options.links)
    lines = [_line(finding, pen) for finding in result.shown]
    if not options.quiet:
        lines.append(summary(result))
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding, pen: Pen) -> str:
    style = OF_LEVEL[finding.level] if finding.held is None else HELD
    fault = pen.link(finding.url, pen(style, f"{finding.code} {level_of(finding)}"))
    return f"{pen(STRONG, location(finding.region))}: {fault}: {printable(finding.message)}"
