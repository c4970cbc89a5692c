"""What every reader returns, and the tree that readers of settings build."""

from __future__ import annotations

from typing import TypeAlias

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its marker (`# …`), as wide as it stands in the text."""

    span: Span
    text: Written


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a text could not be read from `span` on, in words of our own that quote nothing of it."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, decoded; `span` covers it as written, with its quotes. `tag` is what a program does with it first:
    YAML's `!Ref`."""

    span: Span
    text: Written
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A named value; `name_span` covers the name as written."""

    name: str
    name_span: Span
    value: Tree


@dataclass(frozen=True, slots=True)
class Section:
    """Named values in the order of the text; a name may stand in it more than once."""

    span: Span
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values without names."""

    span: Span
    items: tuple[Tree, ...]


Tree: TypeAlias = "Scalar | Section | Sequence"


@dataclass(frozen=True, slots=True)
class Document:
    """A text of settings, read.

    In a text of several kinds of parts, `samples` are those that people read and nobody runs, `printed` is what
    programs printed. `content` says what a program sends that sends the text as it is: a `form`, `json`, one `word`;
    "" is anything else.
    """

    root: Section
    comments: tuple[Comment, ...]
    troubles: tuple[Trouble, ...]
    samples: tuple[Span, ...] = ()
    printed: Printed | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What programs printed and a file keeps: every text of it as it stands, and the named values in each."""

    texts: tuple[Scalar, ...]
    named: tuple[Section, ...]
