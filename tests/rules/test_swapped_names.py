"""SCL301: the other family's names, one finding an entry."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.swapped_names import check

from .facts import (
    EMAIL,
    SENT_HERE,
    SIGNED,
    SMS,
    V1,
    WAY,
    faults,
    messages,
    pair,
    place,
    request,
    sent,
    slots,
)


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL301", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(
            request(EMAIL, *pair("smsUser", "apiKey")),
            "`smsUser` is sent to the email endpoint /email/send, which reads `apiUser`",
            id="SMS user to an email endpoint",
        ),
        pytest.param(
            request(EMAIL, *pair("apiUser", "smsKey")),
            "`smsKey` is sent to the email endpoint /email/send, which reads `apiKey`",
            id="SMS key to an email endpoint",
        ),
        pytest.param(
            request(SMS, *pair("apiUser", "smsKey")),
            "`apiUser` is sent to the SMS endpoint /smsapi/send, which reads `smsUser`",
            id="email user to an SMS endpoint",
        ),
        pytest.param(
            request(SMS, *pair("smsUser", "apiKey")),
            "`apiKey` is sent to the SMS endpoint /smsapi/send, which reads `smsKey`",
            id="email key to an SMS endpoint",
        ),
        pytest.param(
            request(V1, sent("smsUser")),
            "`smsUser` is sent to the email endpoint /webapi/mail.send.json, which reads `api_user`",
            id="SMS user to the first version",
        ),
        pytest.param(
            request(SIGNED, *pair("smsUser", "apiKey")),
            "`apiKey` is sent to the SMS endpoint /smsapi/send, which reads `signature`",
            id="email key where texts are signed",
        ),
        pytest.param(
            request(EMAIL, sent("sms_user", Role.SMS_USER)),
            "`sms_user` is sent to the email endpoint /email/send, which reads `apiUser`",
            id="a misspelling of the other family's name",
        ),
        pytest.param(
            request(EMAIL, sent("smsKey", certain=False), complete=False, settled=False),
            "`smsKey` is sent to the email endpoint /email/send, which reads `apiKey`",
            id="on some ways only, in an open set",
        ),
    ],
)
def test_bad(fact: Request, message: str) -> None:
    assert messages(check, fact) == [message]


def test_a_whole_foreign_pair_is_two_findings() -> None:
    fact = request(SMS, sent("apiUser", at=10), sent("apiKey", at=30), sent("to"))
    assert [fault.place for fault in faults(check, fact)] == [place(10), place(30)]
    assert slots(check, fact) == ["apiUser", "apiKey"]


def test_help_says_what_to_send_instead() -> None:
    (fault,) = faults(check, request(SMS, *pair("smsUser", "apiKey")))
    assert fault.help == "Send `smsKey` instead: email goes by apiUser and apiKey, SMS by smsUser and smsKey"


def test_where_the_right_name_is_there_too_the_wrong_one_is_to_go() -> None:
    (fault,) = faults(check, request(SMS, *pair("smsUser", "smsKey", "apiKey")))
    assert fault.help == "Remove it: `smsKey` is sent as well"


def test_the_request_is_related_and_then_the_way_to_the_client() -> None:
    (fault,) = faults(check, request(SMS, sent("apiKey"), way=WAY))
    assert (fault.related, fault.scope) == ((SENT_HERE, *WAY), "send")
