"""GitLab's security report of static analysis: every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.gitlab_security import report, vulnerability

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options


def render(result: Result, *, options: Options) -> str:
    """A vulnerability a finding."""
    pages = {page.code: page for page in options.pages()} if result.findings else {}
    return report(result, options, "sast", [vulnerability(each, pages.get(each.code)) for each in result.findings])
