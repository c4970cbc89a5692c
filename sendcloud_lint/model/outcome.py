"""What a run comes to, or why it came to nothing. Light to import: most runs have nothing to tell and need no more of
the model than this.

The records are named tuples, made in a tenth of a data class's time.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from sendcloud_lint.model.finding import Finding


class Level(enum.Enum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Level).index(self)


# What may fail a run, gravest first.
THRESHOLDS: Final = (*(level.value for level in Level), "never")


class Problem(NamedTuple):
    """What makes a run incomplete: `kind` is a fixed word for machines, `path` the file concerned, if one is."""

    path: str | None
    kind: str
    message: str


class Result(NamedTuple):
    """All that one run has to tell. Counts are of files, requests and credentials understood.

    `held` are the findings that a comment or the baseline holds back, where somebody asked to see them; they count for
    nothing.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    files_checked: int = 0
    files_relevant: int = 0
    files_skipped: int = 0
    suppressed: int = 0
    baselined: int = 0
    requests: int = 0
    credentials: int = 0
    held: tuple[Finding, ...] = ()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """What is found and what is held back, in the order in which it is told."""
        if not self.held:
            return self.findings
        return tuple(sorted((*self.findings, *self.held), key=lambda finding: finding.sort_key))


class LintError(Exception):
    """Why there is no result. The message is one line, in words of our own: it quotes nothing that was read."""


class UnknownRule(LintError):
    """A code, name or prefix that means no rule."""


class InternalError(LintError):
    """An error of our own. `kind` is its class's name; `frames` say where, a line each; what it said is dropped."""

    def __init__(self, kind: str, frames: tuple[str, ...] = ()) -> None:
        super().__init__(f"sendcloud-lint failed with {kind}")
        self.kind = kind
        self.frames = frames

    def __reduce__(self) -> tuple[type[InternalError], tuple[str, tuple[str, ...]]]:
        return (type(self), (self.kind, self.frames))
