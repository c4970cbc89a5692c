"""Accounts for the API's hosts in settings, and mail over SMTP with what is known of its encryption."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming, Use
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.words import words_of
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import MailLogin
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Value, Variable, alternatives, likely
from sendcloud_lint.model.written import Written

Front: TypeAlias = tuple[tuple[str, ...], str]
# Words for mail that a setting's name may begin with, longest first, and what follows them.
_FRONTS = ("emailsmtp", "mailsmtp", "email", "mail", "smtp", "")
_HOSTS = ("host", "server", "hostname", "smtp", "smtphost", "smtpserver", "smarthost", "address", "serveraddress")
_USERS = ("user", "username", "hostuser", "login", "account", "authuser", "authusername")
_KEYS = ("password", "hostpassword", "passwd", "pass", "pwd", "authpassword")
# Words that mean the account's key only behind the host's own word for mail: alone they may be anybody's.
_WIDE_KEYS = ("key", "secret")
_ROLES = ((_USERS, Role.EMAIL_USER), (_KEYS, Role.EMAIL_KEY), (_WIDE_KEYS, Role.EMAIL_KEY))
_SWITCHES = ("usetls", "usessl", "tls", "ssl", "starttls", "secure", "smtptls", "smtpssl", "encryption")
_OFF = ("false", "no", "off", "0", "none", "")
_DJANGO = "EMAIL_HOST"
_LONGEST_URL = 2_000
# An account in one text, as in `smtp://user:password@host:587`.
_URL = expression(r"smtps?(?:\+[a-z]+)?://(?P<user>[^:@/\s]*):(?P<key>[^@/\s]+)@(?P<host>[\w.-]+)[^\s]*", re.IGNORECASE)


def accounts_used(namings: Iterable[Naming]) -> Iterator[Use]:
    """The user and the key of mail accounts on a host of the API, whatever their names are: those that begin as the
    host's own name does, and those in a section that is named for the host, as in `.netrc`."""
    for group in _grouped(namings):
        hosts = (one for one in group if _is_ours(one.value))
        fronts = {front for one in hosts if (front := _front(one.name, _HOSTS)) is not None}
        for one in group:
            for words, role in _ROLES:
                if _is_of(one, words, fronts) or (one.name in words and _is_hosted(one)):
                    yield Use(role, one.name, _value_of(one), (), one.scope)
        for one in group:
            yield from _in_url(one)


def _in_url(naming: Naming) -> Iterator[Use]:
    text = texts.text_constant(likely(naming.value))
    url = _URL.fullmatch(text.strip()) if text is not None and len(text) <= _LONGEST_URL else None
    if url is not None and e.smtp_host(url["host"]):
        origins = tuple(texts.origins(naming.value))
        for role, part in ((Role.EMAIL_USER, url["user"]), (Role.EMAIL_KEY, url["key"])):
            yield Use(role, naming.name, Known(Written(unquote(part)), origins), (), naming.scope)


def _is_of(naming: Naming, words: tuple[str, ...], fronts: set[Front]) -> bool:
    front = _front(naming.name, words)
    return front in fronts and (front != ((), "") or words is not _WIDE_KEYS)


def _value_of(naming: Naming) -> Value:
    """What stands only while nothing else is given is a default."""
    is_default = naming.is_default and isinstance(naming.value, Known)
    return Variable(naming.name, "setting", naming.value, naming.place) if is_default else naming.value


def _is_hosted(naming: Naming) -> bool:
    host = naming.sections[-1].lower() if naming.sections else ""
    return e.is_api_host(host) or e.smtp_host(host)


def _grouped(namings: Iterable[Naming]) -> Iterable[list[Naming]]:
    groups: dict[tuple[str, int], list[Naming]] = {}
    for naming in namings:
        groups.setdefault(naming.group, []).append(naming)
    return groups.values()


def accounts(namings: Iterable[Naming]) -> Iterator[MailLogin]:
    """Mail settings for one of the API's SMTP hosts whose encryption is off, or that Django leaves off."""
    for group in _grouped(namings):
        host = next((one for one in group if _front(one.name, _HOSTS) is not None and _is_ours(one.value)), None)
        if host is None:
            continue
        switches = [one for one in group if _is_beside(one, _SWITCHES, host)]
        states = [_is_off(one.value) for one in switches]
        if switches and all(states):
            yield MailLogin(_value_place(switches[0]), host.name, host.scope)
        elif not switches and host.name == _DJANGO and any(one.name == "EMAIL_HOST_USER" for one in group):
            yield MailLogin(_value_place(host), host.name, host.scope)


def _is_beside(naming: Naming, words: tuple[str, ...], host: Naming) -> bool:
    """Whether a name ends in one of these words, and says the same before it as the host's, a word for mail apart."""
    front, hosts = _front(naming.name, words), _front(host.name, _HOSTS)
    return front is not None and hosts is not None and front[0] == hosts[0]


@lru_cache(2_048)
def _front(name: str, words: tuple[str, ...]) -> Front | None:
    """What a setting's name says before one of these words: whose mail it is, and a word for mail, or nothing.
    None for other names."""
    said = words_of(name)
    for start in range(len(said)):
        rest = "".join(said[start:])
        for front in _FRONTS:
            if rest.startswith(front) and rest.removeprefix(front) in words:
                return said[:start], front
    return None


def _is_ours(value: Value) -> bool:
    text = texts.text_constant(likely(value))
    return text is not None and e.smtp_host(text)


def _is_off(value: Value) -> bool:
    return all(_says_off(likely(option)) for option in alternatives(value))


def _says_off(value: Value) -> bool:
    if not isinstance(value, Known):
        return False
    if isinstance(value.value, Written):
        return (texts.constant(value) or "").strip().lower() in _OFF
    return not value.value


def _value_place(naming: Naming) -> Place:
    return next(iter(texts.origins(naming.value)), naming.place)
