"""SCL201: credentials in headers and cookies, one finding an entry."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Sent
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.credentials_in_header import check

from .facts import (
    CALL,
    ELSEWHERE_ON_IT,
    EMAIL,
    SENT_HERE,
    SIGNED,
    SMS,
    V1,
    WAY,
    faults,
    messages,
    place,
    request,
    sent,
    slots,
)


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL201", Level.ERROR)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        pytest.param(sent("apiKey"), "The header `apiKey` carries the email key", id="the parameter's own name"),
        pytest.param(sent("apiUser"), "The header `apiUser` carries the email user", id="a user"),
        pytest.param(sent("X-Api-Key", Role.EMAIL_KEY), "The header `X-Api-Key` carries the email key", id="any name"),
        pytest.param(
            sent("Authorization", Role.EMAIL_KEY), "The header `Authorization` carries the email key", id="bearer token"
        ),
        pytest.param(sent("smsKey"), "The header `smsKey` carries the SMS key", id="a key of the other family"),
        pytest.param(
            sent("apiKey", certain=False), "The header `apiKey` carries the email key", id="on some ways only"
        ),
    ],
)
def test_bad_header(header: Sent, said: str) -> None:
    fact = request(EMAIL, sent("apiUser"), headers=(sent("User-Agent"), header))
    assert messages(check, fact) == [f"{said} to the email endpoint /email/send, which reads parameters alone"]


def test_bad_cookie() -> None:
    assert messages(check, request(SMS, cookies=(sent("smsKey"),))) == [
        "The cookie `smsKey` carries the SMS key to the SMS endpoint /smsapi/send, which reads parameters alone"
    ]


def test_one_finding_an_entry() -> None:
    fact = request(EMAIL, headers=(sent("apiUser", at=10), sent("apiKey", at=30)), cookies=(sent("apiKey", at=50),))
    assert [fault.place for fault in faults(check, fact)] == [place(10), place(30), place(50)]
    assert slots(check, fact) == ["apiUser", "apiKey", "apiKey"]


@pytest.mark.parametrize(
    ("url", "role", "wanted"),
    [
        pytest.param(EMAIL, Role.EMAIL_KEY, "apiKey", id="email"),
        pytest.param(EMAIL, Role.SMS_KEY, "apiKey", id="the endpoint's family, not the value's"),
        pytest.param(V1, Role.EMAIL_USER, "api_user", id="the first version's spelling"),
        pytest.param(SIGNED, Role.SMS_KEY, "signature", id="where texts are signed"),
        pytest.param(ELSEWHERE_ON_IT, Role.SMS_KEY, "smsKey", id="no family known"),
    ],
)
def test_help_names_the_parameter_to_use(url: str, role: Role, wanted: str) -> None:
    (fault,) = faults(check, request(url, headers=(sent("X-Credential", role),)))
    assert fault.help == f"Send `{wanted}` in the query string or form body instead"


def test_the_request_is_related_and_then_the_way_to_the_client() -> None:
    (fault,) = faults(check, request(EMAIL, headers=(sent("apiKey"),), way=WAY))
    assert fault.related == (SENT_HERE, *WAY)
    assert fault.scope == "send"


def test_an_entry_without_a_place_of_its_own_is_not_related_to_itself() -> None:
    header = Sent("apiKey", CALL, sent("apiKey").value, "header", Role.EMAIL_KEY)
    (fault,) = faults(check, request(EMAIL, headers=(header,), way=WAY))
    assert fault.related == WAY
    assert Step(CALL, "sent here") not in fault.related
