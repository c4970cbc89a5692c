"""SCL103: a literal key that stands in for one that is not there."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.hardcoded_key_default import check

from .facts import MASK, SENT_HERE, faults, literal, messages, place


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL103", Level.ERROR)


@pytest.mark.parametrize(
    ("role", "default_of", "message"),
    [
        pytest.param(
            Role.SMS_KEY,
            "the environment variable SMS_API_KEY",
            f"A literal SMS key stands in for the environment variable SMS_API_KEY: {MASK}",
            id="environment variable",
        ),
        pytest.param(
            Role.EMAIL_KEY,
            "the parameter key",
            f"A literal email key stands in for the parameter key: {MASK}",
            id="function's parameter",
        ),
        pytest.param(
            Role.EMAIL_KEY,
            "the option --key",
            f"A literal email key stands in for the option --key: {MASK}",
            id="option of a command",
        ),
        pytest.param(
            Role.SMS_KEY,
            "the field sendcloud_sms_key",
            f"A literal SMS key stands in for the field sendcloud_sms_key: {MASK}",
            id="field of a class",
        ),
        pytest.param(
            Role.EMAIL_KEY,
            "the setting SENDCLOUD_API_KEY",
            f"A literal email key stands in for the setting SENDCLOUD_API_KEY: {MASK}",
            id="setting of a framework",
        ),
        pytest.param(
            Role.EMAIL_KEY,
            "environment variable EMAIL_API_KEY",
            f"A literal email key stands in for environment variable EMAIL_API_KEY: {MASK}",
            id="expansion in a script",
        ),
    ],
)
def test_bad(role: Role, default_of: str, message: str) -> None:
    assert messages(check, literal(role, "KEY", default_of=default_of)) == [message]


@pytest.mark.parametrize(
    ("role", "said"),
    [(Role.EMAIL_KEY, "works for 15 more minutes"), (Role.SMS_KEY, "stops at once")],
    ids=["email has a period of grace", "SMS has none"],
)
def test_help_follows_the_family(role: Role, said: str) -> None:
    (fault,) = faults(check, literal(role, "KEY", default_of="the parameter key"))
    assert fault.help.endswith(said)


def test_it_points_at_the_literal_and_relates_its_uses() -> None:
    (fault,) = faults(check, literal(Role.SMS_KEY, "smsKey", default_of="the parameter key"))
    assert (fault.place, fault.related) == (place(40), (SENT_HERE,))
    assert (fault.scope, fault.slot, fault.tag) == ("Config", "smsKey", "kmrtwz")
