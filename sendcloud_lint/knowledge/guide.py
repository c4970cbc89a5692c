"""What does the vendor's guide ask for? Its sentences that a program can check come from `guide.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.model.records import sealed


@sealed(frozen=True, slots=True)
class Sentence:
    """One thing that the guide says, in our words; rules name it by `id`.

    `unchecked` says what of it no rule checks, and why; None where nothing of it is left.
    """

    id: str
    says: str
    unchecked: str | None = None


@sealed(frozen=True, slots=True)
class Section:
    """A section of the guide; `title` is empty for the beginning of a part.

    `left` names what nobody can check there by looking at a repository, None where there is no such thing.
    """

    number: str
    part: str
    title: str
    sentences: tuple[Sentence, ...]
    left: str | None = None

    @property
    def name(self) -> str:
        """Its number and title, as in "1.1 Required Parameters"."""
        return f"{self.number} {self.title or self.part}"


@cache
def sections() -> tuple[Section, ...]:
    """The guide's sections, in its order."""
    return tuple(_read_section(row) for row in read_data("guide.toml")["sections"])


def _read_section(row: Mapping[str, Any]) -> Section:
    sentences = tuple(Sentence(**sentence) for sentence in row.get("sentences", ()))
    return Section(row["number"], row["part"], row["title"], sentences, row.get("left"))
