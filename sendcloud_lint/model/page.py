"""What the manual says of a rule, for reports that bring it along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Level

HOME: Final = "https://sendcloud-lint.readthedocs.io"


class Page(NamedTuple):
    """`summary` is the fault in one sentence, `help` what to know and to do, in Markdown and without a sample key.

    `cwe` is the number of the weakness that the fault is, 0 if it endangers nobody.
    """

    code: str
    name: str
    level: Level
    summary: str
    help: str
    url: str
    opt_in: bool = False
    cwe: int = 0


class Asked(NamedTuple):
    """What one section of the vendor's guide asks."""

    section: str
    says: str


class Explanation(NamedTuple):
    """What the manual says of a rule: `summary` is the fault in one sentence, `page` the whole of it as Markdown."""

    code: str
    name: str
    level: Level
    opt_in: bool
    since: str
    summary: str
    documentation: str
    guide: tuple[Asked, ...]
    url: str
    page: str
