"""SCL302: half a pair of each family, and nothing tells which is right."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Named, Settings
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.mixed_names import check

from .facts import faults, messages, place


def group(*named: tuple[str, Role]) -> Settings:
    return Settings(tuple(Named(name, role, place(20 * at)) for at, (name, role) in enumerate(named, 1)), "sendcloud")


EMAIL_USER, EMAIL_KEY = ("apiUser", Role.EMAIL_USER), ("apiKey", Role.EMAIL_KEY)
SMS_USER, SMS_KEY = ("smsUser", Role.SMS_USER), ("smsKey", Role.SMS_KEY)


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL302", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(
            group(EMAIL_USER, SMS_KEY),
            "The email user `apiUser` stands with the SMS key `smsKey`",
            id="email user first",
        ),
        pytest.param(
            group(SMS_KEY, EMAIL_USER), "The SMS key `smsKey` stands with the email user `apiUser`", id="SMS key first"
        ),
        pytest.param(
            group(SMS_USER, EMAIL_KEY), "The SMS user `smsUser` stands with the email key `apiKey`", id="SMS user first"
        ),
        pytest.param(
            group(EMAIL_KEY, SMS_USER),
            "The email key `apiKey` stands with the SMS user `smsUser`",
            id="email key first",
        ),
        pytest.param(
            group(("SENDCLOUD_API_USER", Role.EMAIL_USER), ("SENDCLOUD_SMS_KEY", Role.SMS_KEY)),
            "The email user `SENDCLOUD_API_USER` stands with the SMS key `SENDCLOUD_SMS_KEY`",
            id="settings",
        ),
        pytest.param(
            group(EMAIL_USER, ("api_user", Role.EMAIL_USER), SMS_KEY),
            "The email user `apiUser` stands with the SMS key `smsKey`",
            id="one half by two names",
        ),
    ],
)
def test_bad(fact: Settings, message: str) -> None:
    assert messages(check, fact) == [message]


def test_it_points_at_the_first_name_and_relates_the_other() -> None:
    (fault,) = faults(check, group(EMAIL_USER, SMS_KEY))
    assert (fault.place, fault.slot, fault.scope) == (place(20), "apiUser", "sendcloud")
    assert fault.related == (Step(place(40), "the SMS key `smsKey`"),)


def test_the_first_name_is_the_first_in_the_file() -> None:
    named = group(EMAIL_USER, SMS_KEY).credentials
    (fault,) = faults(check, Settings(named[::-1], "sendcloud"))
    assert fault.place == place(20)
