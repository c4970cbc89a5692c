"""SCL402: a credential that is nowhere in the request, one finding a set."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.missing_credential import check

from .facts import (
    CALL,
    EMAIL,
    MANAGEMENT,
    SIGNED,
    SMS,
    V1,
    WAY,
    faults,
    messages,
    pair,
    request,
    sent,
)

EARLIER_SMS = "https://api2.sendcloud.net/smsapi/send"
OLD_SIGNED = "http://www.sendcloud.net/smsapi/send"  # sendcloud-lint: ignore[SCL204] as its users write it


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL402", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        pytest.param(
            request(EMAIL, *pair("apiUser", "to")), "the email endpoint /email/send needs `apiKey`", id="no key"
        ),
        pytest.param(
            request(EMAIL, *pair("apiKey", "to")), "the email endpoint /email/send needs `apiUser`", id="no user"
        ),
        pytest.param(
            request(EMAIL, *pair("from", "to")),
            "the email endpoint /email/send needs `apiUser` and `apiKey`",
            id="neither is one finding",
        ),
        pytest.param(request(SMS, *pair("smsUser", "to")), "the SMS endpoint /smsapi/send needs `smsKey`", id="SMS"),
        pytest.param(
            request(MANAGEMENT, *pair("start", "limit")),
            "the email endpoint /api/template/list needs `apiUser` and `apiKey`",
            id="a management call",
        ),
        pytest.param(
            request(V1, sent("api_user", Role.EMAIL_USER)),
            "the email endpoint /webapi/mail.send.json needs `api_key`",
            id="the first version",
        ),
        pytest.param(
            request(EMAIL, *pair("apiUser", "signature")),
            "the email endpoint /email/send needs `apiKey`",
            id="no signature stands for an email key",
        ),
        pytest.param(
            request(EMAIL, headers=(sent("apiUser"),)),
            "the email endpoint /email/send needs `apiKey`",
            id="only the user is in a header",
        ),
        pytest.param(
            request(SMS, *pair("signature")), "the SMS endpoint /smsapi/send needs `smsUser`", id="signed by nobody"
        ),
        pytest.param(
            request(EARLIER_SMS, *pair("smsUser")),
            "the SMS endpoint /smsapi/send needs `smsKey`",
            id="the earlier Aurora host follows the Aurora scheme",
        ),
    ],
)
def test_bad(fact: Request, said: str) -> None:
    assert messages(check, fact) == [f"This request to {said}, which it does not send"]


@pytest.mark.parametrize("url", [SIGNED, OLD_SIGNED], ids=["today's host", "the old host"])
@pytest.mark.parametrize(
    ("names", "needed"),
    [
        pytest.param(("smsUser", "phone"), "`signature`", id="neither key nor signature"),
        pytest.param(("smsUser", "smsKey"), "`signature`", id="the guide's shape"),
        pytest.param(("phone",), "`smsUser` and `signature`", id="nothing at all"),
        pytest.param(("signature",), "`smsUser`", id="no user"),
    ],
)
def test_bad_where_texts_are_signed(url: str, names: tuple[str, ...], needed: str) -> None:
    assert messages(check, request(url, *pair(*names))) == [
        f"This request to the SMS endpoint /smsapi/send needs {needed}, which it does not send"
    ]


@pytest.mark.parametrize(
    ("fact", "slot"),
    [
        pytest.param(request(EMAIL, sent("apiUser")), "apiKey", id="one"),
        pytest.param(request(EMAIL), "apiUser,apiKey", id="both"),
        pytest.param(request(SIGNED, *pair("smsUser", "smsKey")), "signature", id="a signature"),
    ],
)
def test_it_points_at_the_request(fact: Request, slot: str) -> None:
    (fault,) = faults(check, fact)
    assert (fault.place, fault.related, fault.slot, fault.scope, fault.tag) == (CALL, (), slot, "send", "")


def test_the_way_to_the_client_is_related() -> None:
    (fault,) = faults(check, request(EMAIL, way=WAY))
    assert fault.related == WAY


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        pytest.param(
            request(EMAIL, sent("apiUser")),
            "Send it in the query string or form body: every request needs both",
            id="one",
        ),
        pytest.param(request(EMAIL), "Send them in the query string or form body: every request needs both", id="both"),
        pytest.param(
            request(SIGNED, *pair("smsUser", "smsKey")),
            "Sign the parameters with the SMS key: on api.sendcloud.net `signature` stands for smsKey",
            id="a signature",
        ),
    ],
)
def test_help(fact: Request, said: str) -> None:
    assert [fault.help for fault in faults(check, fact)] == [said]
