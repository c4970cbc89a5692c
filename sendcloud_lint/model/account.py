"""What a run understood, as it is told to somebody who asks why, or why not."""

from __future__ import annotations

from sendcloud_lint.model.finding import Region
from sendcloud_lint.model.outcome import Problem
from sendcloud_lint.model.records import dataclass


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing about an entry: a parameter with what is known of its value, and where that is written."""

    name: str
    value: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is "request", "credential", "address" or "unjudged". Every text in it has passed the gate."""

    kind: str
    region: Region
    title: str
    details: tuple[Detail, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.region.path, self.region.start.line, self.region.start.column, self.kind, self.title)


@dataclass(frozen=True, slots=True)
class Account:
    """Entries in the order of the files; `files_relevant` of `files_checked` were read."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    files_checked: int = 0
    files_relevant: int = 0
