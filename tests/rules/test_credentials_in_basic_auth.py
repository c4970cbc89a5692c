"""SCL202: HTTP authentication in any of its forms, one finding an argument."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.facts import Auth, Request
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.credentials_in_basic_auth import check

from .facts import (
    CALL,
    ELSEWHERE_ON_IT,
    EMAIL,
    SENT_HERE,
    SIGNED,
    SMS,
    SOMETHING,
    V1,
    V2,
    WAY,
    basic_auth,
    faults,
    messages,
    pair,
    place,
    request,
)

TAIL = "which reads parameters alone"


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL202", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        pytest.param(
            request(EMAIL, auth=(basic_auth(),)),
            "HTTP basic authentication carries credentials to the email endpoint /email/send",
            id="a pair",
        ),
        pytest.param(
            request(EMAIL, auth=(basic_auth(scheme="digest"),)),
            "HTTP digest authentication carries credentials to the email endpoint /email/send",
            id="digest",
        ),
        pytest.param(
            request(SMS, auth=(basic_auth(),)),
            "HTTP basic authentication carries credentials to the SMS endpoint /smsapi/send",
            id="SMS",
        ),
        pytest.param(
            request(V2, auth=(Auth(place(200), "basic", None, None),)),
            "HTTP basic authentication carries credentials to the email endpoint /apiv2/mail/send",
            id="user and key that can't be told apart",
        ),
        pytest.param(
            request(EMAIL, auth=(Auth(place(200), "basic", SOMETHING, None),)),
            "HTTP basic authentication carries credentials to the email endpoint /email/send",
            id="a user alone",
        ),
        pytest.param(
            request(ELSEWHERE_ON_IT, auth=(basic_auth(),)),
            "HTTP basic authentication carries credentials to api.aurorasendcloud.com/status",
            id="no family known",
        ),
        pytest.param(
            request(EMAIL, *pair("apiUser", "apiKey"), auth=(basic_auth(),)),
            "HTTP basic authentication carries credentials to the email endpoint /email/send",
            id="beside the right parameters",
        ),
    ],
)
def test_bad(fact: Request, said: str) -> None:
    assert messages(check, fact) == [f"{said}, {TAIL}"]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        pytest.param(EMAIL, "`apiUser` and `apiKey`", id="email"),
        pytest.param(SMS, "`smsUser` and `smsKey`", id="SMS"),
        pytest.param(V1, "`api_user` and `api_key`", id="the first version"),
        pytest.param(SIGNED, "`smsUser` and `signature`", id="where texts are signed"),
        pytest.param(ELSEWHERE_ON_IT, "user and key as parameters", id="no family known"),
    ],
)
def test_help_names_the_parameters_to_use(url: str, wanted: str) -> None:
    (fault,) = faults(check, request(url, auth=(basic_auth(),)))
    assert fault.help == f"Send {wanted} in the query string or form body instead"


def test_it_points_at_the_value_and_relates_the_request() -> None:
    (fault,) = faults(check, request(EMAIL, auth=(basic_auth(at=220),), way=WAY))
    assert (fault.place, fault.slot, fault.scope) == (place(220), "auth", "send")
    assert fault.related == (SENT_HERE, *WAY)


def test_two_pairs_to_choose_from_are_one_finding() -> None:
    assert len(faults(check, request(EMAIL, auth=(basic_auth(), basic_auth())))) == 1


def test_a_session_and_a_url_are_two_findings() -> None:
    found = faults(check, request(EMAIL, auth=(basic_auth(at=200), basic_auth(at=260))))
    assert [fault.place for fault in found] == [place(200), place(260)]


def test_a_url_without_a_place_of_its_own_is_not_related_to_itself() -> None:
    (fault,) = faults(check, request(EMAIL, auth=(Auth(CALL, "basic", None, None),), way=WAY))
    assert fault.related == WAY
