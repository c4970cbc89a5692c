"""The last gate: nothing that leaves holds a character of a known key, nor a run that may be an unknown one.

A key is masked where it was read and wherever else its text stands in one of its forms. Comments, strings and files
that nobody could read hold keys too: so every run that is neither a word nor a number is masked. Users are shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from sendcloud_lint.engine.forms import SHORTEST, forms_of
from sendcloud_lint.engine.plain import is_plain
from sendcloud_lint.knowledge.credentials import is_placeholder
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.finding import Excerpt
from sendcloud_lint.model.source import Place, Source, Span

if TYPE_CHECKING:
    from sendcloud_lint.analysis.credentials import Secret

MASK = "•"
CONTEXT = 1
_LONGEST_EXCERPT = 12
_LONGEST_LITERAL = 512
# Whatever is longer and stands where a user should is more likely a key: real users are made of short parts.
_LONGEST_USER = 12

_RUN = expression(rf"[A-Za-z0-9{MASK}]+")
# Runs that hang together by the signs of base64, of a UUID or of URL encoding, or by letters of other scripts, share
# one fate. Tags are no runs.
_HANGING = expression(rf"#[g-z]{{6}}›|{_RUN.pattern}(?:(?:[-+/%~]|[^\W\x00-\x7f]){{1,2}}{_RUN.pattern})*")
_LITERAL = expression(r"[a-zA-Z]{0,2}(\"\"\"|'''|\"|')([\s\S]*)\1")
_READABLE = expression(r"[A-Za-z0-9\s._:/@,-]*")

# What stands between quotes in a text without a grammar.
_QUOTED = expression(r"\"(?:\\.|[^\"\\\r\n])+\"?|'(?:\\.|[^'\\\r\n])+'?")
_NOT_QUOTE = expression(r"[^\"']")

_Line: TypeAlias = tuple[str, int]


class Gate:
    """Knows the run's keys and where they and the users stand; `guarded` places are masked, `settings` on doubt."""

    def __init__(
        self,
        secrets: Iterable[Secret],
        users: Iterable[Place],
        sources: dict[str, Source],
        *,
        guarded: Collection[Place] = (),
        settings: Iterable[Place] = (),
    ) -> None:
        self._sources = sources
        self._secret: dict[_Line, list[Span]] = {}
        self._users: dict[_Line, list[Span]] = {}
        self._hidden: dict[_Line, list[Span]] = {}
        self._forms: dict[str, set[str]] = {}
        self._lines: dict[_Line, str] = {}
        for secret in secrets:
            self._learn(secret.text.reveal(), [place for place in secret.places if place.path in sources])
        shown = set(users)
        for place in shown:
            self._mark(self._users, place)
        doubtful = (place for place in settings if not _is_readable(self._written_at(place)))
        for place in (*guarded, *doubtful):
            if place not in shown and place.path in sources:
                self._mark(self._hidden, place)
        # A secret by its name alone may stand again where nothing names it. Words stay words there.
        named = (self._written_at(place) for place in guarded if place not in shown and place.path in sources)
        self._note(_bare(literal) for literal in named if not _is_readable(literal))

    def text(self, text: str) -> str:
        """A message, a name or whatever else is told, without any key."""
        return words_only(self._without_known(text))

    def path(self, path: str) -> str:
        """A path stays what it is, so that the file can be opened, unless it holds a key that is no mere word."""
        runs = _RUN.findall(path)
        return path if all(run.isalpha() and is_plain(run) for run in runs) else self._without_known(path)

    def line(self, line: str) -> str:
        """A line about a file: its path stays what it is but for a key that is known."""
        return self._without_known(line)

    def excerpt(self, source: Source, span: Span) -> Excerpt:
        """The lines of a span and of what is right around it, each secret masked to its own width."""
        first = source.position(span.start).line
        last = source.position(max(span.start, span.end - 1)).line
        around = source.lines_around(span.start)
        start = max(around.first, first - CONTEXT)
        end = max(first, min(around.last, min(last, first + _LONGEST_EXCERPT) + CONTEXT))
        number = start - around.first + around.above + 1
        return Excerpt(number, tuple(self._line(source, line) for line in range(start, end + 1)))

    # Learning

    def _learn(self, key: str, places: Iterable[Place]) -> None:
        if is_placeholder(key):
            return
        forms = forms_of(key)
        self._note(forms)
        for place in places:
            for span in self._spans(place, forms):
                self._mark(self._secret, Place(place.path, span))

    def _note(self, forms: Iterable[str]) -> None:
        for form in forms:
            if len(form) >= SHORTEST:
                self._forms.setdefault(form[:SHORTEST], set()).add(form)

    def _spans(self, place: Place, forms: Iterable[str]) -> list[Span]:
        """Where in a literal the key stands: a URL is shown but for its key. A part of a key is masked whole."""
        literal = self._written_at(place)
        found = [match.span() for form in forms for match in re.finditer(re.escape(form), literal)]
        if not found:
            self._note([_bare(literal)])
        start = place.span.start
        return [Span(start + first, start + end) for first, end in found] or [place.span]

    def _written_at(self, place: Place) -> str:
        return self._sources[place.path].text[place.span.start : place.span.end]

    def _mark(self, marks: dict[_Line, list[Span]], place: Place) -> None:
        source, span = self._sources[place.path], place.span
        for line in range(source.position(span.start).line, source.position(max(span.start, span.end - 1)).line + 1):
            marks.setdefault((place.path, line), []).append(span)

    # Masking

    def _line(self, source: Source, line: int) -> str:
        key = (source.path, line)
        if key not in self._lines:
            self._lines[key] = self._masked_line(source, key)
        return self._lines[key]

    def _masked_line(self, source: Source, key: tuple[str, int]) -> str:
        span = source.line_span(key[1])
        hidden = (*self._secret.get(key, ()), *self._hidden.get(key, ()))
        users = _within(self._users.get(key, ()), span)
        # A doubtful text may end within a known one, which nobody would know without its other part.
        text = self._without_known(source.text[span.start : span.end])
        return words_only(_covered(text, _within(hidden, span)), users)

    def _without_known(self, text: str) -> str:
        """Forms may overlap: what is masked of one is looked at for the next as it was."""
        done, at = [], 0
        for start in self._candidates(text):
            forms = self._forms[text[start : start + SHORTEST]]
            end = start + max((len(form) for form in forms if text.startswith(form, start)), default=0)
            if end > max(at, start):
                done.append(text[at:start] + MASK * (end - max(at, start)))
                at = end
        return "".join((*done, text[at:]))

    def _candidates(self, text: str) -> Iterable[int]:
        """Where a form may begin. A look at each place is quick for many forms, a search for each in a long text."""
        if len(text) < 1_000 * len(self._forms):
            places = range(len(text) - SHORTEST + 1)
            return [start for start in places if text[start : start + SHORTEST] in self._forms]
        return sorted(match.start() for form in self._forms for match in re.finditer(re.escape(form), text))


def quoted_texts(source: Source) -> Iterator[Place]:
    """Where in a file that no grammar reads a key may stand without a name."""
    return (source.place(*match.span()) for match in _QUOTED.finditer(source.text))


def _within(spans: Iterable[Span], line: Span) -> list[Span]:
    """What of each span lies on a line, counted from the line's start, in order."""
    return sorted(Span(max(span.start - line.start, 0), min(span.end, line.end) - line.start) for span in spans)


def _covered(text: str, secrets: Iterable[Span]) -> str:
    done, at = [], 0
    for secret in secrets:
        done += [text[at : secret.start], re.sub(r"[^\"']", MASK, text[max(at, secret.start) : secret.end])]
        at = max(at, secret.end)
    return "".join((*done, text[at:]))


def _bare(literal: str) -> str:
    quoted = _LITERAL.fullmatch(literal)
    return (quoted[2] if quoted else literal)[:_LONGEST_LITERAL]


def _is_readable(text: str) -> bool:
    """Whether a value is words and numbers with the signs of paths, hosts and dates between them."""
    return _READABLE.fullmatch(text.strip("\"'")) is not None and all(map(is_plain, _RUN.findall(text)))


def words_only(text: str, users: Iterable[Span] = ()) -> str:
    """A text without any run that may be a secret, whatever is known. `users` come in order."""
    furthest: list[Span] = []
    for user in users:
        furthest.append(Span(user.start, max(user.end, furthest[-1].end if furthest else 0)))
    return _HANGING.sub(lambda match: _masked_unless_plain(match, furthest), text)


def _masked_unless_plain(match: re.Match[str], users: Sequence[Span]) -> str:
    is_short = match.end() - match.start() <= _LONGEST_USER
    if match[0].startswith("#") or (is_short and _is_user(*match.span(), users)) or _is_harmless(match[0]):
        return match[0]
    return _RUN.sub(lambda run: MASK * len(run[0]), match[0])


def _is_user(start: int, end: int, furthest: Sequence[Span]) -> bool:
    """Whether one user holds all of it; each of the spans ends where the furthest ends that begins no later."""
    index = bisect_right(furthest, start, key=lambda user: user.start) - 1
    return index >= 0 and end <= furthest[index].end


def _is_harmless(hanging: str) -> bool:
    return all(is_plain(run) if MASK not in run else not run.strip(MASK) for run in _RUN.findall(hanging))
