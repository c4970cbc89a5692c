"""SCL401: no sender, or an empty one, in a set that is wholly known."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.values import Choice, Known, Text, Value
from sendcloud_lint.model.written import Written
from sendcloud_lint.rules.missing_from import check

from .facts import (
    CALL,
    ELSEWHERE_ON_IT,
    EMAIL,
    MANAGEMENT,
    REFERENCE,
    SENT_HERE,
    SMS,
    SOMETHING,
    V1,
    WAY,
    faults,
    from_environment,
    messages,
    pair,
    place,
    request,
    sent,
    text,
)

NOTHING = Known(None)
EMPTY = Known(Written(""))
ADDRESS = text("news@shop.example")


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL401", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(
            request(EMAIL, *pair("apiUser", "apiKey", "to")),
            "`from` is missing in this request to the email endpoint /email/send",
            id="no sender",
        ),
        pytest.param(
            request(EMAIL), "`from` is missing in this request to the email endpoint /email/send", id="nothing at all"
        ),
        pytest.param(
            request(REFERENCE, *pair("to", "fromName")),
            "`from` is missing in this request to the email endpoint /api/mail/send",
            id="a name is no address",
        ),
        pytest.param(
            request(EMAIL, *pair("from_", "From")),
            "`from` is missing in this request to the email endpoint /email/send",
            id="other spellings",
        ),
        pytest.param(
            request(V1, *pair("to")),
            "`from` is missing in this request to the email endpoint /webapi/mail.send.json",
            id="the first version",
        ),
        pytest.param(
            request(EMAIL, headers=(sent("from", value=ADDRESS),)),
            "`from` is missing in this request to the email endpoint /email/send",
            id="a header is no parameter",
        ),
        pytest.param(
            request(EMAIL, settled=False),
            "`from` is missing in this request to the email endpoint /email/send",
            id="headers may be unknown",
        ),
        pytest.param(
            request(EMAIL, sent("from", value=EMPTY)),
            "`from` is empty in this request to the email endpoint /email/send",
            id="an empty text",
        ),
        pytest.param(
            request(EMAIL, sent("from", value=NOTHING)),
            "`from` is empty in this request to the email endpoint /email/send",
            id="None",
        ),
        pytest.param(
            request(EMAIL, sent("from", value=Choice((EMPTY, NOTHING)))),
            "`from` is empty in this request to the email endpoint /email/send",
            id="nothing either way",
        ),
        pytest.param(
            request(EMAIL, sent("from", value=EMPTY), sent("from", value=NOTHING, certain=False)),
            "`from` is empty in this request to the email endpoint /email/send",
            id="empty twice",
        ),
    ],
)
def test_bad(fact: Request, message: str) -> None:
    assert messages(check, fact) == [message]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(ADDRESS, id="an address"),
        pytest.param(SOMETHING, id="something unknown"),
        pytest.param(from_environment("SENDCLOUD_FROM"), id="a variable"),
        pytest.param(from_environment("SENDCLOUD_FROM", EMPTY), id="a variable with an empty default"),
        pytest.param(Choice((EMPTY, ADDRESS)), id="an address on one way"),
        pytest.param(Choice((NOTHING, from_environment("SENDCLOUD_FROM"))), id="a variable on one way"),
        pytest.param(Text((from_environment("NAME"), text("@shop.example"))), id="an address in pieces"),
        pytest.param(Known(False), id="a value that is merely odd"),
    ],
)
def test_good_sender(value: Value) -> None:
    assert messages(check, request(EMAIL, sent("from", value=value))) == []


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(request(EMAIL, sent("from", certain=False)), id="on one branch only"),
        pytest.param(request(EMAIL, sent("from", value=EMPTY, certain=False)), id="empty on one branch only"),
        pytest.param(request(EMAIL, *pair("to"), complete=False), id="an open set"),
        pytest.param(request(EMAIL, sent("from", value=EMPTY), complete=False), id="empty in an open set"),
        pytest.param(
            request(EMAIL, sent("from", value=EMPTY), sent("from", value=ADDRESS)), id="in the query or the body"
        ),
        pytest.param(request(MANAGEMENT, *pair("apiUser", "apiKey")), id="a management call"),
        pytest.param(request(SMS, *pair("smsUser", "smsKey", "to", "message")), id="a text"),
        pytest.param(request(ELSEWHERE_ON_IT), id="an unknown path"),
    ],
)
def test_good(fact: Request) -> None:
    assert messages(check, fact) == []


def test_what_is_missing_points_at_the_request() -> None:
    (fault,) = faults(check, request(EMAIL, way=WAY))
    assert (fault.place, fault.related, fault.slot, fault.scope) == (CALL, WAY, "from", "send")


def test_what_is_empty_points_at_the_entry() -> None:
    (fault,) = faults(check, request(EMAIL, sent("from", value=EMPTY, at=130), way=WAY))
    assert (fault.place, fault.related, fault.slot) == (place(130), (SENT_HERE, *WAY), "from")


def test_no_value_is_in_the_fingerprint() -> None:
    assert [fault.tag for fault in faults(check, request(EMAIL, sent("from", value=EMPTY)))] == [""]
