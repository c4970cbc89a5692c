"""Suppression comments: what they hold back, and which of them hold nothing back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.facts import Idle
from sendcloud_lint.model.source import Place, Source

FILE_LINES = 20
_OWN = re.compile(r"sendcloud-lint:\s*(?P<kind>ignore-file|ignore)(?:\[(?P<codes>[^\]]*)\])?(?![-\w])")
_NOQA = re.compile(r"#\s*noqa(?::\s*(?P<codes>[A-Za-z]+[0-9]+(?:[\s,]+[A-Za-z]+[0-9]+)*))?", re.IGNORECASE)
_OURS = re.compile(r"SCL\d+")
_SEPARATOR = re.compile(r"[\s,]+")


@dataclass(slots=True)
class Suppression:
    """One comment: `codes` is None where it means every rule. `lines` are the lines it speaks for, None for all."""

    place: Place
    codes: tuple[str, ...] | None
    lines: frozenset[int] | None
    judged: bool
    used: set[str] = field(default_factory=set)

    def holds_back(self, codes: frozenset[str], lines: frozenset[int]) -> bool:
        """Whether it speaks of a rule, known by these words, on one of these lines; it remembers that it did."""
        if self.lines is not None and not self.lines & lines:
            return False
        if self.codes is None:
            self.used.add("")
            return True
        named = codes & set(self.codes)
        self.used |= named
        return bool(named)


def suppressions(source: Source, comments: Iterable[Comment], is_python: bool) -> list[Suppression]:
    """The suppressions among a file's comments."""
    found: list[Suppression] = []
    alone = _comment_lines(source, comments)
    for comment in comments:
        text = comment.text.reveal()
        line = source.position(comment.span.start).line
        place = Place(source.path, comment.span)
        for match in _OWN.finditer(text):
            suppression = _own(match, place, line, alone)
            if suppression is not None:
                found.append(suppression)
        if is_python:
            found += [_noqa(match, place, line) for match in _NOQA.finditer(text)]
    return found


def _own(match: re.Match[str], place: Place, line: int, alone: frozenset[int]) -> Suppression | None:
    codes = _codes(match["codes"]) if match["codes"] is not None else None
    if match["kind"] == "ignore-file":
        return Suppression(place, codes, None, judged=True) if line <= FILE_LINES else None
    return Suppression(place, codes, _spoken_for(line, alone), judged=True)


def _spoken_for(line: int, alone: frozenset[int]) -> frozenset[int]:
    """Its own line or, for a comment that stands alone, the first line below its block of comments."""
    if line not in alone:
        return frozenset({line})
    below = line + 1
    while below in alone:
        below += 1
    return frozenset({line, below})


def _noqa(match: re.Match[str], place: Place, line: int) -> Suppression:
    """A bare one is nobody's in particular, and codes of other tools are theirs: only our own are judged."""
    if match["codes"] is None:
        return Suppression(place, None, frozenset({line}), judged=False)
    ours = tuple(code for code in _codes(match["codes"].upper()) if _OURS.fullmatch(code))
    return Suppression(place, ours, frozenset({line}), judged=True)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(word for word in _SEPARATOR.split(text.strip()) if word)


def _comment_lines(source: Source, comments: Iterable[Comment]) -> frozenset[int]:
    """The lines on which nothing but a comment stands."""
    alone = set()
    for comment in comments:
        line = source.position(comment.span.start).line
        before = source.text[source.line_span(line).start : comment.span.start]
        if not before.strip():
            alone.add(line)
    return frozenset(alone)


def idle(
    found: Iterable[Suppression], ran: frozenset[str], known: dict[str, str], reserved: frozenset[str]
) -> list[Idle]:
    """What held nothing back. `known` maps every word for a rule to its code; rules that did not run are not judged."""
    facts: list[Idle] = []
    for suppression in found:
        if not suppression.judged:
            continue
        codes = suppression.codes
        if codes is None:
            if not suppression.used and set(known.values()) <= ran:
                facts.append(Idle(suppression.place, (), ()))
            continue
        idle_codes = tuple(c for c in codes if known.get(c) in ran and c not in suppression.used)
        strangers = tuple(c for c in codes if c not in known and c not in reserved)
        if idle_codes or strangers:
            facts.append(Idle(suppression.place, idle_codes, strangers))
    return facts
