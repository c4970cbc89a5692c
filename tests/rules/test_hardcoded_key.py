"""SCL101: a literal key, once for every literal."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Credential
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.hardcoded_key import check

from .facts import MASK, SENT_HERE, faults, literal, messages, place


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL101", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(
            literal(Role.EMAIL_KEY, "apiKey"), f"`apiKey` is a hard-coded email key: {MASK}", id="email parameter"
        ),
        pytest.param(literal(Role.SMS_KEY, "smsKey"), f"`smsKey` is a hard-coded SMS key: {MASK}", id="SMS parameter"),
        pytest.param(
            literal(Role.EMAIL_KEY, "SENDCLOUD_API_KEY"),
            f"`SENDCLOUD_API_KEY` is a hard-coded email key: {MASK}",
            id="constant or setting",
        ),
        pytest.param(
            literal(Role.SMS_KEY, "SMS_API_KEY"),
            f"`SMS_API_KEY` is a hard-coded SMS key: {MASK}",
            id="guide's variable",
        ),
        pytest.param(literal(Role.SMS_KEY, "sms_key"), f"`sms_key` is a hard-coded SMS key: {MASK}", id="misspelled"),
        pytest.param(
            literal(Role.EMAIL_KEY, "X-Api-Key"), f"`X-Api-Key` is a hard-coded email key: {MASK}", id="header"
        ),
    ],
)
def test_bad(fact: Credential, message: str) -> None:
    assert messages(check, fact) == [message]


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.EMAIL_KEY, "variable EMAIL_API_KEY; if it is real, reset it: the old key works for 15 more minutes"),
        (
            Role.SMS_KEY,
            "variable SMS_API_KEY; if it is real, prepare the update, then reset it: the old key stops at once",
        ),
    ],
    ids=["email has a period of grace", "SMS has none"],
)
def test_help_follows_the_family(role: Role, said: str) -> None:
    (fault,) = faults(check, literal(role, "KEY"))
    assert fault.help.endswith(said)


def test_it_points_at_the_literal_and_relates_its_uses() -> None:
    (fault,) = faults(check, literal(Role.EMAIL_KEY, "SENDER_KEY"))
    assert (fault.place, fault.related) == (place(40), (SENT_HERE,))
    assert (fault.scope, fault.slot, fault.tag) == ("Config", "SENDER_KEY", "kmrtwz")
