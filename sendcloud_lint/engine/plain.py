"""Which runs of letters and digits are words or numbers of a text, and which may be a secret drawn by lot.

Eight letters drawn by lot can happen to read like a word; that a secret of sixteen does is one case in thousands.
"""

from __future__ import annotations

import re

from sendcloud_lint.model.expressions import expression

SHORTEST = 5

_MORE_WORDS = (
    "b64decode b64encode b32decode b32encode xsmtpapi smtplib smtpcloud starttls strftime strptime httpx https utf8mb4"
)
_KNOWN = frozenset(_MORE_WORDS.split())
_ACRONYM = "(?:HTTPS?|URL|URI|API|ID|SMS|SMTP|JSON|HTML|XML|SQL|SSL|TLS|UTF|CSRF|AWS|OS|SDK|JWT|MIME|UI|DB|IP)"
_ACRONYM_HUMP = rf"{_ACRONYM}(?=[A-Z]|$)"
_HUMPS = expression(rf"(?:[a-z]+|{_ACRONYM_HUMP})?(?:(?:OA|[A-Z])[a-z]+|{_ACRONYM_HUMP})*|[A-Z]+")
_HUMP = expression(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_MUTE = expression(r"[^aeiouy]{5}|^[^aeiouy]{4,}$", re.IGNORECASE)
_WORD = expression(r"([A-Za-z]{2,})([0-9]{0,4})")
_NUMBER = expression(r"[0-9]+[a-z]{0,2}")


def is_plain(run: str) -> bool:
    """Whether a run is a word, a name made of words, a number, or a word with a short number (`sha256`, `SCL101`)."""
    if len(run) < SHORTEST or _NUMBER.fullmatch(run) or run.lower() in _KNOWN:
        return True
    word = _WORD.fullmatch(run)
    if word is None or (word[2] and len(word[1]) < 3) or not _HUMPS.fullmatch(word[1]):
        return False
    return _reads(_HUMP.findall(word[1]), len(word[1]))


def _reads(humps: list[str], length: int) -> bool:
    """Words are made of syllables, and hardly any is shorter than three letters."""
    short = sum(len(hump) < 3 for hump in humps)
    mute = any(_MUTE.search(hump) and not re.fullmatch(_ACRONYM, hump) for hump in humps)
    return short <= 1 and 3 * len(humps) <= length + 1 and not mute
