"""Suppression comments: what they hold back, and which of them hold nothing back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import Idle
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Source

FILE_LINES = 20
# A bracket that is never closed is a slip, and no bare `ignore` that would hold back everything.
_OWN = expression(
    r"sendcloud-lint:\s*(?P<kind>ignore-file|ignore)(?![-\w])(?!\s*\[[^\]]*$)(?:\s*\[(?P<codes>[^\]]*)\])?"
)
# Nor is a noqa with a colon and no code a bare one; ruff says the same.
_NOQA = expression(
    r"#\s*noqa(?![-\w])(?:\s*:\s*(?P<codes>[A-Za-z]+[0-9]+(?:[\s,]+[A-Za-z]+[0-9]+)*)|(?!\s*:))", re.IGNORECASE
)
_OURS = expression(r"SCL\d+")
_SEPARATOR = expression(r"[\s,]+")
_AFTER_REASON = expression(r"[\r\n]|#|\*/|-->")
_AROUND_REASON = " \t:;,.-–—"


@dataclass(slots=True)
class Suppression:
    """One comment: `codes` is None where it means every rule.

    It speaks for its own `line`, for the line `below` the block of comments that it stands in, or for the `whole` file;
    one that comes too late in its file has neither. `judged`: whether it is worth a finding that it does nothing.
    `reason` is what stands after it.
    """

    place: Place
    codes: tuple[str, ...] | None
    line: int | None
    below: int | None = None
    whole: bool = False
    judged: bool = True
    reason: str = field(default="", repr=False)
    used: set[str] = field(default_factory=set)

    def holds_back(self, words: frozenset[str], first: int, last: int) -> bool:
        """Whether it speaks of a rule, known by these words, on these lines; it remembers that it did."""
        if not self.whole and self.line not in (first, last) and self.below != first:
            return False
        named = {""} if self.codes is None else words & set(self.codes)
        self.used |= named
        return bool(named)


class Silence:
    """The suppressions of one file, to be asked by line."""

    def __init__(self, suppressions: Iterable[Suppression] = ()) -> None:
        self.suppressions = tuple(suppressions)
        self._whole = [one for one in self.suppressions if one.whole]
        self._by_line: dict[int, list[Suppression]] = {}
        for one in self.suppressions:
            for line in {one.line, one.below} - {None}:
                self._by_line.setdefault(line or 0, []).append(one)

    def holds_back(self, words: frozenset[str], first: int, last: int, place: Place) -> bool:
        """Whether a comment speaks of a rule, known by these words, on these lines. All that do remember it.

        A bare one at the finding's own place is the finding: it does not hold back that it is told of.
        """
        return sum(one.holds_back(words, first, last) for one in self._asked(first, last, place)) > 0

    def reasons(self, words: frozenset[str], first: int, last: int, place: Place) -> Iterator[str]:
        """What people wrote beside the comments that hold it back."""
        asked = self._asked(first, last, place)
        return (one.reason for one in asked if one.reason and one.holds_back(words, first, last))

    def _asked(self, first: int, last: int, place: Place) -> list[Suppression]:
        near = {id(one): one for line in (first, last) for one in self._by_line.get(line, ())}
        return [one for one in (*self._whole, *near.values()) if one.codes is not None or one.place != place]


def suppressions(source: Source, comments: Iterable[Comment], is_python: bool) -> list[Suppression]:
    """The suppressions among a file's comments."""
    comments = tuple(comments)
    below = _lines_below(source, comments)
    return [found for comment in comments for found in _in_comment(source, comment, below, is_python)]


def _in_comment(source: Source, comment: Comment, below: dict[int, int], is_python: bool) -> Iterator[Suppression]:
    text, place = comment.text.reveal(), Place(source.path, comment.span)
    line = source.position(comment.span.start).line
    for match in _OWN.finditer(text):
        yield _own(match, place, line, below.get(line), _reason(text[match.end() :]))
    for match in _NOQA.finditer(text) if is_python else ():
        yield _noqa(match, place, line, _reason(text[match.end() :]))


def _reason(rest: str) -> str:
    """What stands after a suppression, up to the next comment or the end of its own."""
    return _AFTER_REASON.split(rest, maxsplit=1)[0].strip(_AROUND_REASON)


def _own(match: re.Match[str], place: Place, line: int, below: int | None, reason: str) -> Suppression:
    codes = _codes(match["codes"]) if match["codes"] is not None else None
    if match["kind"] == "ignore-file":
        return Suppression(place, codes, None, whole=line <= FILE_LINES, reason=reason)
    return Suppression(place, codes, line, below, reason=reason)


def _noqa(match: re.Match[str], place: Place, line: int, reason: str) -> Suppression:
    """A bare one is nobody's in particular, and codes of other tools are theirs: only our own are judged."""
    if match["codes"] is None:
        return Suppression(place, None, line, judged=False, reason=reason)
    ours = tuple(code for code in _codes(match["codes"].upper()) if _OURS.fullmatch(code))
    return Suppression(place, ours, line, judged=bool(ours), reason=reason)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(word for word in _SEPARATOR.split(text.strip()) if word)


def _lines_below(source: Source, comments: Iterable[Comment]) -> dict[int, int]:
    """For each line on which nothing but a comment stands the first one below its block. A cell's last has none."""
    alone = set()
    for comment in comments:
        line = source.position(comment.span.start).line
        is_last = line == source.lines_around(comment.span.start).last
        if not is_last and not source.text[source.line_span(line).start : comment.span.start].strip():
            alone.add(line)
    below: dict[int, int] = {}
    for line in sorted(alone, reverse=True):
        below[line] = below.get(line + 1, line + 1)
    return below


@dataclass(frozen=True, slots=True)
class Known:
    """The rules as suppressions know them: every word for one with its code, those that run unless somebody says
    otherwise, and codes that will be a rule's."""

    words: dict[str, str]
    everyday: frozenset[str]
    reserved: frozenset[str]


def idle(found: Iterable[Suppression], ran: frozenset[str], known: Known) -> list[Idle]:
    """What held nothing back. Rules that did not run are not judged: their findings may be there."""
    judged = [suppression for suppression in found if suppression.judged]
    return [fact for suppression in judged for fact in _idle(suppression, ran, known)]


def _idle(suppression: Suppression, ran: frozenset[str], known: Known) -> Iterator[Idle]:
    if not suppression.codes:
        if not suppression.used and (known.everyday <= ran or suppression.codes is not None):
            yield Idle(suppression.place, (), ())
        return
    codes = tuple(code for code in suppression.codes if code not in suppression.used and known.words.get(code) in ran)
    strangers = tuple(code for code in suppression.codes if code not in known.words and code not in known.reserved)
    if codes or strangers:
        yield Idle(suppression.place, codes, strangers)
