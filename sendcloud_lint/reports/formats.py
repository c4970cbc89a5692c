"""The formats a run can be told in, each in a module that is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.model.page import Page

    # For type checkers alone: to make a protocol costs every run as much as a module does.
    class Report(Protocol):
        """What every module in `FORMATS` is."""

        def render(self, result: Result, *, options: Options) -> str:
            """The whole report, ending in a newline unless it is empty. Findings come in the order of `result`.

            The text holds no lone surrogate, so any Unicode encoding can take it.
            """


class Options(NamedTuple):
    """How to tell it, given by name. Machine formats heed `version` and the last four only.

    `width` is the terminal's, in columns: longer source lines are cut around the place they are shown for. `links`
    makes codes of rules lead to their pages.
    `quiet` leaves the findings and drops the summary. `category` tells several runs over one commit apart, `pages` are
    the rules', `now` is the time in seconds since 1970, `commit` says which one is checked out, "" for none.
    """

    version: str
    color: bool = False
    links: bool = False
    width: int = 120
    quiet: bool = False
    category: str = ""
    pages: Callable[[], Sequence[Page]] = tuple
    now: float = 0
    commit: Callable[[], str] = str


FORMATS: Final[dict[str, str]] = {
    "text": "sendcloud_lint.reports.text",
    "concise": "sendcloud_lint.reports.concise",
    "json": "sendcloud_lint.reports.json",
    "sarif": "sendcloud_lint.reports.sarif",
    "github": "sendcloud_lint.reports.github",
    "gitlab": "sendcloud_lint.reports.gitlab",
    "gitlab-sast": "sendcloud_lint.reports.gitlab_sast",
    "gitlab-secrets": "sendcloud_lint.reports.gitlab_secrets",
    "junit": "sendcloud_lint.reports.junit",
}

FOR_PEOPLE: Final = ("text", "concise")
# Told instead of the findings in those.
_STATISTICS: Final = "sendcloud_lint.reports.statistics"


def report_for(name: str) -> Report:
    """The report that goes by `name`; `KeyError` if none does."""
    return cast("Report", import_module(_STATISTICS if name == "statistics" else FORMATS[name]))
