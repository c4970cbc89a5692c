"""Mail over SMTP: logins in code, and accounts in settings, each with what is known of its encryption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sendcloud_lint.analysis import texts
from sendcloud_lint.analysis.observed import Naming
from sendcloud_lint.knowledge import endpoints as e
from sendcloud_lint.knowledge.words import folded
from sendcloud_lint.model.facts import MailLogin
from sendcloud_lint.model.source import Place
from sendcloud_lint.model.values import Known, Value, alternatives, likely
from sendcloud_lint.model.written import Written

_HOSTS = ("host", "server", "hostname", "smtphost", "smtpserver")
_SWITCHES = ("usetls", "usessl", "tls", "ssl", "starttls", "secure", "smtptls", "smtpssl", "encryption")
_OFF = ("false", "no", "off", "0", "none", "")
_DJANGO = "EMAIL_HOST"


def accounts(namings: Iterable[Naming]) -> Iterator[MailLogin]:
    """Mail settings for one of the API's SMTP hosts whose encryption is off, or that Django leaves off."""
    groups: dict[tuple[str, int], list[Naming]] = {}
    for naming in namings:
        groups.setdefault(naming.group, []).append(naming)
    for group in groups.values():
        host = next((one for one in group if _ends_in(one.name, _HOSTS) and _is_ours(one.value)), None)
        switches = [one for one in group if _ends_in(one.name, _SWITCHES)]
        if host is None:
            continue
        states = [_is_off(one.value) for one in switches]
        if switches and all(states):
            yield MailLogin(_value_place(switches[0]), host.name, host.scope)
        elif not switches and host.name == _DJANGO and any(one.name == "EMAIL_HOST_USER" for one in group):
            yield MailLogin(_value_place(host), host.name, host.scope)


def _ends_in(name: str, words: tuple[str, ...]) -> bool:
    """Whether a setting's name is one of these, alone or behind a word for mail."""
    said = folded(name)
    for front in ("email", "mail", "smtp", "emailsmtp", "mailsmtp"):
        if said.startswith(front) and said.removeprefix(front) in words:
            return True
    return said in words


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
