"""SCL401: no sender, or an empty one, in a set that is wholly known."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.values import Choice, Known
from sendcloud_lint.model.written import Written
from sendcloud_lint.rules.missing_from import check

from .facts import (
    CALL,
    EMAIL,
    REFERENCE,
    SENT_HERE,
    V1,
    WAY,
    faults,
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


def test_an_empty_sender_on_one_branch_only_is_not_judged() -> None:
    assert messages(check, request(EMAIL, sent("from", value=EMPTY, certain=False))) == []


def test_what_is_missing_points_at_the_request() -> None:
    (fault,) = faults(check, request(EMAIL, way=WAY))
    assert (fault.place, fault.related, fault.slot, fault.scope) == (CALL, WAY, "from", "send")


def test_what_is_empty_points_at_the_entry() -> None:
    (fault,) = faults(check, request(EMAIL, sent("from", value=EMPTY, at=130), way=WAY))
    assert (fault.place, fault.related, fault.slot) == (place(130), (SENT_HERE, *WAY), "from")


def test_no_value_is_in_the_fingerprint() -> None:
    assert [fault.tag for fault in faults(check, request(EMAIL, sent("from", value=EMPTY)))] == [""]
