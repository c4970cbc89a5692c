"""GitLab's security report of secrets: the findings that are a key in a file, each with the commit it was seen in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sendcloud_lint.reports.gitlab_security import report, vulnerability

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options

# The weakness that a key in a file is: "use of hard-coded credentials".
HARDCODED: Final = 798
# GitLab wants a commit of every secret; its own analyzer writes this one where there is none.
NO_COMMIT: Final = "0000000"


def render(result: Result, *, options: Options) -> str:
    """A vulnerability a key. Which findings are keys the rules' pages say."""
    pages = {page.code: page for page in options.pages()} if result.findings else {}
    keys = [each for each in result.findings if each.code in pages and pages[each.code].cwe == HARDCODED]
    commit = {"sha": options.commit() or NO_COMMIT} if keys else {}
    told = [vulnerability(each, pages[each.code], commit=commit) for each in keys]
    return report(result, options, "secret_detection", told)
