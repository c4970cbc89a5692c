"""Which of the four credentials a name means, and how sure the name alone makes one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import IntEnum
from functools import cache, lru_cache

from sendcloud_lint.knowledge.datafiles import read_data
from sendcloud_lint.knowledge.words import folded, pieces_of, words_of
from sendcloud_lint.model.api import Role, credential
from sendcloud_lint.model.expressions import expression

# Names are short; the bounds keep a search in a long run of letters cheap.
# Looked for first, and then for the name around it: a name that may begin anywhere would be tried from every letter.
_SERVICE = expression(r"send[_-]?cloud", re.IGNORECASE)
_OF_NAME = expression(r"[\w.-]*")
_AROUND = 40


# The same few names are asked about again and again.
_REMEMBERED = 2_048


class Evidence(IntEnum):
    """How much a name alone says about whose credential it is.

    GENERIC means nothing alone. PAIRED counts with its partner in the same place, or with context elsewhere in the
    project. NAMED has the service in it.
    """

    NONE = 0
    GENERIC = 1
    PAIRED = 2
    NAMED = 3


def role_of_parameter(name: str) -> Role | None:
    """The credential whose parameter has exactly this name: apiUser, apiKey, smsUser, smsKey."""
    return next((role for role in Role if role.parameter == name), None)


def spelling_of(name: str, family: str, snake: bool) -> Role | None:
    """The credential that a parameter plainly means by another name than the endpoint's.

    `family` and `snake` are the endpoint's. A name that speaks of texts or mail means that family, any other the
    endpoint's. None for the right name, and for the exact name of the other family: that is no misspelling.
    """
    if name in (credential(family, False).spelled(snake), credential(family, True).spelled(snake)):
        return None
    exact = role_of_parameter(name)
    if exact and (not snake or exact.family != family):
        return None
    known = read_data("credentials.toml")["spellings"]
    pieces = pieces_of(folded(name), known["pieces"])
    return _spelled(pieces, family, known["decorations"]) if pieces else None


def _spelled(pieces: tuple[str, ...], family: str, decorations: Collection[str]) -> Role | None:
    last = pieces[-1].removesuffix("s")
    core = [piece for piece in pieces[:-1] if piece not in decorations]
    if last not in ("user", "key") or not set(core) <= {"api", "sms"} or not (core or "sendcloud" in pieces):
        return None
    return credential(_family(pieces) or family, last == "key")


def bare_pair(names: Collection[str]) -> tuple[str, str] | None:
    """The names that read `user` and `key` in any case, as they are written, if both are there."""
    user = min((name for name in names if name.casefold() == "user"), default=None)
    key = min((name for name in names if name.casefold() == "key"), default=None)
    return (user, key) if user is not None and key is not None else None


@lru_cache(_REMEMBERED)
def role_of_variable(name: str) -> Role | None:
    """The credential that a setting or variable of this name holds; None for somebody else's and for what is none.

    A dotted path counts as one name (`sendcloud.sms.key`). Whether a name without the service in it has anything to
    do with the API is another question: see `evidence_of`.
    """
    words = _pieces(_said(name))
    if not words or words[-1] not in ("user", "key"):
        return None
    ours = _is_the_services if has_service_word(name) else _is_anybodys
    return credential(_family(words) or "email", words[-1] == "key") if ours(words[:-1]) else None


@lru_cache(_REMEMBERED)
def evidence_of(name: str) -> Evidence:
    """How much the name alone says; NONE where it names no credential."""
    role = role_of_variable(name)
    if role is None:
        return Evidence.GENERIC if name.casefold() in ("user", "key") else Evidence.NONE
    if has_service_word(name):
        return Evidence.NAMED
    guides = tuple(role.variable.lower().split("_"))
    return Evidence.PAIRED if name == role.parameter or _said(name) == guides else Evidence.GENERIC


def says_family(name: str) -> bool:
    """Whether a name says by a word of its own which family it means: `API`, a channel; not the service alone."""
    words = _pieces(_said(name))
    return "api" in words or _family(words) is not None


@lru_cache(_REMEMBERED)
def has_service_word(name: str) -> bool:
    """Whether the service is in the name, in any spelling: sendcloud, send_cloud, send-cloud, SendCloud."""
    return any("sendcloud" in word for word in words_of(name))


def names_credential_of_service(text: str) -> bool:
    """Whether a text holds, anywhere, the name of a credential with the service in it."""
    return any(role_of_variable(_name_around(text, *found.span())) is not None for found in _SERVICE.finditer(text))


def _name_around(text: str, start: int, end: int) -> str:
    before, behind = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    lead, rest = _OF_NAME.match(before[::-1]), _OF_NAME.match(behind)
    return f"{lead[0][::-1] if lead else ''}{text[start:end]}{rest[0] if rest else ''}"


def names_secret(name: str) -> bool:
    """Whether a name says that what it holds is a secret, whoever's it is."""
    words = words_of(name)
    return bool(words) and words[-1] in read_data("credentials.toml")["names"]["secret"]


def browser_prefix(name: str) -> str | None:
    """The prefix by which a front-end build publishes a variable of this name, as in "NEXT_PUBLIC_"."""
    prefixes: list[str] = read_data("credentials.toml")["names"]["published"]
    return next((prefix for prefix in prefixes if name.startswith(prefix)), None)


def family_in_words(family: str) -> str:
    """How a sentence speaks of a family: "email" or "SMS"."""
    return "SMS" if family == "sms" else family


def role_in_words(role: Role) -> str:
    """How a sentence speaks of a credential: "email key", "SMS user"."""
    return f"{family_in_words(role.family)} {'key' if role.is_key else 'user'}"


def _said(name: str) -> tuple[str, ...]:
    """The name's words without a front-end prefix in front and without environments and the service behind."""
    words = list(words_of(name.removeprefix(browser_prefix(name) or "")))
    while words and (words[-1] == "sendcloud" or words[-1].isdigit() or words[-1] in _known("environments")):
        words.pop()
    return tuple(words)


def _pieces(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece for word in words for piece in pieces_of(word, _known("pieces")) or (word,))


def _is_the_services(front: tuple[str, ...]) -> bool:
    """Whether nothing between the service's name and the last word, nor the word before that, says otherwise."""
    start = next((at + 1 for at, word in enumerate(front) if "sendcloud" in word), max(len(front) - 1, 0))
    return not any(word in _known("elsewhere") for word in front[start:])


def _is_anybodys(front: tuple[str, ...]) -> bool:
    """Whether every word is one that any sender's setting may have, and one of them says what is sent."""
    neutral = _known("channels") | _known("neutral") | _known("environments")
    says_what = any(word in _known("channels") for word in front)
    return says_what and all(word in neutral or word.isdigit() for word in front)


def _family(words: tuple[str, ...]) -> str | None:
    if "sms" in words:
        return "sms"
    return "email" if "email" in words or "mail" in words else None


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(read_data("credentials.toml")["names"][kind])
