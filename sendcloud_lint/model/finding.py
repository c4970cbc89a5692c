"""What is told: a fault as a rule words it, and the finding that leaves the program."""

from __future__ import annotations

from typing import NamedTuple

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.records import sealed
from sendcloud_lint.model.source import Place, Position


@sealed(frozen=True, slots=True)
class Step:
    """A place on the way from a source to a sink, and what happens there; one way ends where it `arrives`."""

    place: Place
    message: str
    arrives: bool = False


@sealed(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in words: `place` is the one thing to edit, `related` what it rests on, in flow order.

    `scope` (the enclosing name), `slot` (the parameter or setting) and `tag` (the keyed hash of the value, if any)
    are what the fingerprint is made of.
    """

    place: Place
    message: str
    help: str
    scope: str
    slot: str
    tag: str = ""
    related: tuple[Step, ...] = ()


class Identity(NamedTuple):
    """What makes a finding the same one after edits, but for a count among equals. Every text has passed the gate.

    `path` leads from the project's root, with `/`; `scope`, `slot` and `tag` are the fault's.
    """

    path: str
    rule: str
    scope: str = ""
    slot: str = ""
    tag: str = ""


@sealed(frozen=True, slots=True)
class Region:
    """A place as people and machines read it; `cell` counts a notebook's cells from 1.

    `astral` counts the characters before start and end, in their lines, that are two units of UTF-16.
    """

    path: str
    start: Position
    end: Position
    cell: int | None = None
    astral: tuple[int, int] = (0, 0)


@sealed(frozen=True, slots=True)
class Excerpt:
    """Source lines around a region, every secret in them already masked to its own width."""

    first_line: int
    lines: tuple[str, ...]


@sealed(frozen=True, slots=True)
class Related:
    region: Region
    message: str
    excerpt: Excerpt | None = None
    arrives: bool = False


class Held(NamedTuple):
    """Why a finding is not told: a comment holds it back, or else the baseline knows it. People may give a reason."""

    by_comment: bool
    reason: str = ""


@sealed(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault with its rule, its region and its fingerprint. Every text in it has passed the gate.

    `further` counts related places that are not told. `held`: it is not among those that a run tells.
    """

    code: str
    name: str
    level: Level
    message: str
    help: str
    region: Region
    fingerprint: str
    url: str
    related: tuple[Related, ...] = ()
    excerpt: Excerpt | None = None
    further: int = 0
    held: Held | None = None

    @property
    def sort_key(self) -> tuple[str, int, Position, str, str]:
        region = self.region
        return (region.path, region.cell or 0, region.start, self.code, self.fingerprint)
