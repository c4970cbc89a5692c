"""SCL102: a literal user, which is shown in the excerpt and never in the words."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Credential
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.hardcoded_user import check

from .facts import MASK, SENT_HERE, faults, literal, messages, place


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL102", Level.INFO)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(literal(Role.EMAIL_USER, "apiUser"), "`apiUser` is a hard-coded email user", id="email parameter"),
        pytest.param(literal(Role.SMS_USER, "smsUser"), "`smsUser` is a hard-coded SMS user", id="SMS parameter"),
        pytest.param(
            literal(Role.EMAIL_USER, "SENDCLOUD_API_USER"),
            "`SENDCLOUD_API_USER` is a hard-coded email user",
            id="constant or setting",
        ),
        pytest.param(
            literal(Role.SMS_USER, "SENDCLOUD_SMS_USER"),
            "`SENDCLOUD_SMS_USER` is a hard-coded SMS user",
            id="SMS setting",
        ),
        pytest.param(
            literal(Role.EMAIL_USER, "EMAIL_API_USER"),
            "`EMAIL_API_USER` is a hard-coded email user",
            id="guide's variable",
        ),
        pytest.param(
            literal(Role.SMS_USER, "sms_user"), "`sms_user` is a hard-coded SMS user", id="argument of an SDK"
        ),
    ],
)
def test_bad(fact: Credential, message: str) -> None:
    assert messages(check, fact) == [message]


@pytest.mark.parametrize("role", [Role.EMAIL_USER, Role.SMS_USER], ids=["email", "SMS"])
def test_help_names_the_guides_variable_and_nothing_shows_a_mask(role: Role) -> None:
    (fault,) = faults(check, literal(role, "USER"))
    assert role.variable in fault.help
    assert MASK not in fault.message + fault.help


def test_it_points_at_the_literal_and_relates_its_uses() -> None:
    (fault,) = faults(check, literal(Role.EMAIL_USER, "SENDER"))
    assert (fault.place, fault.related) == (place(40), (SENT_HERE,))
    assert (fault.scope, fault.slot, fault.tag) == ("Config", "SENDER", "kmrtwz")
