"""Where a finding is, in the form that editors and terminals turn into a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.printable import printable

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Region


def location(region: Region) -> str:
    """`path:line:column`, or `path:cell 3:line:column` in a notebook; safe to print."""
    cell = f":cell {region.cell}" if region.cell is not None else ""
    return f"{printable(region.path)}{cell}:{region.start.line}:{region.start.column}"
