"""Where a finding is, in the form that editors and terminals turn into a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.printable import printable

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding, Region

_COMMAND = "::"


def location(region: Region) -> str:
    """`path:line:column`, or `path:cell 3:line:column` in a notebook; safe to print."""
    cell = f":cell {region.cell}" if region.cell is not None else ""
    return f"{_no_command(printable(region.path))}{cell}:{region.start.line}:{region.start.column}"


def message_with_cell(finding: Finding) -> str:
    """For formats that know of no cells; safe to print."""
    cell = f"cell {finding.region.cell}: " if finding.region.cell is not None else ""
    return cell + printable(finding.message)


def _no_command(path: str) -> str:
    """A path at the start of a line is no command to GitHub's runner."""
    return f"./{path}" if path.lstrip().startswith(_COMMAND) else path
