"""SCL303: the endpoint's own credential by another spelling, one finding an entry."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Sent
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.misspelled_name import check

from .facts import (
    EARLIER,
    EMAIL,
    REFERENCE,
    SENT_HERE,
    SIGNED,
    SMS,
    V1,
    V2,
    WAY,
    faults,
    messages,
    place,
    request,
    sent,
    slots,
)

OVERVIEW = ", whatever the vendor's overview page prints"


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL303", Level.ERROR)


@pytest.mark.parametrize(
    ("url", "wrong", "said"),
    [
        pytest.param(
            EMAIL,
            sent("apikey", Role.EMAIL_KEY),
            "`apikey` is sent to the email endpoint /email/send, which reads `apiKey`",
            id="lower case",
        ),
        pytest.param(
            EMAIL,
            sent("APIKEY", Role.EMAIL_KEY),
            "`APIKEY` is sent to the email endpoint /email/send, which reads `apiKey`",
            id="upper case",
        ),
        pytest.param(
            EMAIL,
            sent("api-user", Role.EMAIL_USER),
            "`api-user` is sent to the email endpoint /email/send, which reads `apiUser`",
            id="hyphen",
        ),
        pytest.param(
            SMS,
            sent("key", Role.SMS_KEY),
            "`key` is sent to the SMS endpoint /smsapi/send, which reads `smsKey`",
            id="one of a bare pair",
        ),
        pytest.param(
            V1,
            sent("apiUser"),
            "`apiUser` is sent to the email endpoint /webapi/mail.send.json, which reads `api_user`",
            id="the newer name on the first version",
        ),
        pytest.param(
            V2,
            sent("api_key", Role.EMAIL_KEY),
            "`api_key` is sent to the email endpoint /apiv2/mail/send, which reads `apiKey`",
            id="snake case on the Chinese second version",
        ),
        pytest.param(
            SIGNED,
            sent("sms_user", Role.SMS_USER),
            "`sms_user` is sent to the SMS endpoint /smsapi/send, which reads `smsUser`",
            id="snake case where texts are signed",
        ),
        pytest.param(
            SIGNED,
            sent("sms_key", Role.SMS_KEY),
            "`sms_key` is sent to the SMS endpoint /smsapi/send, which reads `signature`",
            id="a key where texts are signed",
        ),
        pytest.param(
            EMAIL,
            sent("api_user", Role.EMAIL_USER),
            f"`api_user` is sent to the email endpoint /email/send, which reads `apiUser`{OVERVIEW}",
            id="snake case on an Aurora host",
        ),
        pytest.param(
            SMS,
            sent("sms_key", Role.SMS_KEY),
            f"`sms_key` is sent to the SMS endpoint /smsapi/send, which reads `smsKey`{OVERVIEW}",
            id="SMS snake case on an Aurora host",
        ),
        pytest.param(
            REFERENCE,
            sent("api_key", Role.EMAIL_KEY, certain=False),
            f"`api_key` is sent to the email endpoint /api/mail/send, which reads `apiKey`{OVERVIEW}",
            id="on some ways only, on a regional host",
        ),
        pytest.param(
            EARLIER,
            sent("api_user", Role.EMAIL_USER),
            f"`api_user` is sent to the email endpoint /api/mail/send, which reads `apiUser`{OVERVIEW}",
            id="snake case on the earlier Aurora host",
        ),
    ],
)
def test_bad(url: str, wrong: Sent, said: str) -> None:
    assert messages(check, request(url, wrong, complete=False)) == [said]


def test_one_finding_an_entry() -> None:
    fact = request(SMS, sent("user", Role.SMS_USER, at=10), sent("key", Role.SMS_KEY, at=30), sent("to"))
    assert [fault.place for fault in faults(check, fact)] == [place(10), place(30)]
    assert slots(check, fact) == ["user", "key"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param(("apikey",), "Send `apiKey` instead: names are compared to the letter", id="plainly wrong"),
        pytest.param(
            ("api_key",),
            "Send `apiKey` instead: where the overview page and the authentication guide differ, the guide wins",
            id="printed by the overview page",
        ),
        pytest.param(("api_key", "apiKey"), "Remove it: `apiKey` is sent as well", id="the right name is there too"),
    ],
)
def test_help(names: tuple[str, ...], said: str) -> None:
    parameters = [sent(name, Role.EMAIL_KEY) for name in names]
    (fault,) = faults(check, request(EMAIL, *parameters))
    assert fault.help == said


def test_the_request_is_related_and_then_the_way_to_the_client() -> None:
    (fault,) = faults(check, request(EMAIL, sent("apikey", Role.EMAIL_KEY), way=WAY))
    assert (fault.related, fault.scope) == ((SENT_HERE, *WAY), "send")
