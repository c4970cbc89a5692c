"""The last gate: nothing that leaves holds a character of a known key, nor of anything shaped like one."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from sendcloud_lint.model.finding import Excerpt
from sendcloud_lint.model.source import Place, Source, Span

MASK = "•"
CONTEXT = 1
_LONGEST_EXCERPT = 12
_SHORTEST = 5

# A run of letters and digits as a key is: long, and mixed as no word or name is.
_RUN = re.compile(r"[A-Za-z0-9]{8,}")


class Gate:
    """Knows the run's keys, in every form in which they may stand in a text, and the places of their literals."""

    def __init__(self, keys: Iterable[str], places: Iterable[Place], sources: dict[str, Source]) -> None:
        self._places: dict[str, list[Span]] = {}
        for place in places:
            self._places.setdefault(place.path, []).append(place.span)
        literals = [sources[place.path].text[place.span.start : place.span.end] for place in places]
        forms = {form for key in (*keys, *map(_between_quotes, literals)) for form in _forms(key)}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def text(self, text: str) -> str:
        """A message without any known key."""
        return self._known.sub(_masked, text) if self._known is not None else text

    def excerpt(self, source: Source, span: Span) -> Excerpt:
        """The lines of a span and of what is right around it, each secret masked to its own width."""
        first = source.position(span.start).line
        last = source.position(max(span.start, span.end - 1)).line
        start = max(1, first - CONTEXT)
        end = min(source.line_count, min(last, first + _LONGEST_EXCERPT) + CONTEXT)
        return Excerpt(start, tuple(self._line(source, line) for line in range(start, end + 1)))

    def _line(self, source: Source, line: int) -> str:
        span = source.line_span(line)
        text = list(source.text[span.start : span.end])
        for secret in self._places.get(source.path, ()):
            start, end = max(secret.start, span.start), min(secret.end, span.end)
            for index in range(start - span.start, end - span.start):
                text[index] = MASK if text[index] not in "\"'" else text[index]
        shown = "".join(text)
        return _RUN.sub(_masked_if_shaped, self.text(shown))


def _masked(match: re.Match[str]) -> str:
    return MASK * len(match[0])


def _masked_if_shaped(match: re.Match[str]) -> str:
    return _masked(match) if _is_shaped(match[0]) else match[0]


def _is_shaped(run: str) -> bool:
    """Whether a run looks made by chance: digits among letters, or capitals where no word begins."""
    digits = sum(character.isdigit() for character in run)
    if digits and digits < len(run):
        return not re.fullmatch(r"[A-Za-z]*[a-z]{3,}\d{1,4}|\d+[a-z]{1,3}", run)
    capitals = len(re.findall(r"(?<=[a-z])[A-Z]{1,2}(?=[a-z]|$)|[A-Z]{2,}(?=[a-z])", run))
    return len(run) >= 12 and not digits and capitals >= len(run) / 4 and not run.isupper() and not run.islower()


def _between_quotes(literal: str) -> str:
    match = re.fullmatch(r"[a-zA-Z]{0,2}(\"\"\"|'''|\"|')([\s\S]*)\1", literal)
    return match[2] if match is not None else literal


def _forms(key: str) -> Iterator[str]:
    """A key as it is, encoded for a URL, and in base64 as far as that does not depend on what stands around it."""
    for form in {key, key.strip(), quote(key), quote_plus(key), *key.split()}:
        if len(form) >= _SHORTEST:
            yield form
    data = key.encode("utf-8", "surrogateescape")
    if len(data) >= 2 * _SHORTEST:
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + data).decode()
            yield encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
