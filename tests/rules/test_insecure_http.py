"""SCL204: URLs of the API without TLS, one finding a literal."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.endpoints import endpoint_of_parts
from sendcloud_lint.model.api import Endpoint
from sendcloud_lint.model.facts import Address
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.insecure_http import check

from .facts import ELSEWHERE_ON_IT, EMAIL, SMS, V1, V2, endpoint, faults, messages, place

SENT = (Step(place(500), "sent to api.aurorasendcloud.com/email/send"), Step(place(700), "sent elsewhere"))


def address(to: Endpoint, scheme: str = "http", sent: tuple[Step, ...] = (), by: str = "") -> Address:
    return Address(place(40), scheme, to, "Config", sent, by)


def host(url: str) -> Endpoint:
    found = endpoint_of_parts(url)
    assert found is not None
    return found


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL204", Level.ERROR)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        pytest.param(endpoint(EMAIL), "the email endpoint /email/send", id="email"),
        pytest.param(endpoint(SMS), "the SMS endpoint /smsapi/send", id="SMS"),
        pytest.param(endpoint(V1), "the email endpoint /webapi/mail.send.json", id="a legacy host"),
        pytest.param(endpoint(V2), "the email endpoint /apiv2/mail/send", id="another product's host"),
        pytest.param(endpoint(ELSEWHERE_ON_IT), "api.aurorasendcloud.com/status", id="no family"),
        pytest.param(host("http://api-us.aurorasendcloud.com"), "api-us.aurorasendcloud.com", id="a host alone"),
    ],
)
def test_bad(to: Endpoint, said: str) -> None:
    assert messages(check, address(to)) == [f"Plain HTTP leads to {said}: keys can be read on the way"]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        pytest.param("", "https://", id="a URL"),
        pytest.param("HTTPConnection", "HTTPSConnection", id="a connection"),
        pytest.param("HTTPConnectionPool", "HTTPSConnectionPool", id="a pool"),
    ],
)
def test_help_names_what_to_write(by: str, wanted: str) -> None:
    (fault,) = faults(check, address(endpoint(EMAIL), by=by))
    assert fault.help == f"Use `{wanted}`"


def test_it_points_at_the_literal_and_relates_its_requests() -> None:
    (fault,) = faults(check, address(endpoint(EMAIL), sent=SENT))
    assert (fault.place, fault.scope, fault.slot) == (place(40), "Config", "url")
    assert fault.related == SENT


def test_a_setting_that_nobody_reads_relates_nothing() -> None:
    (fault,) = faults(check, address(host("http://api.aurorasendcloud.com")))
    assert fault.related == ()


def test_a_literal_is_not_related_to_itself() -> None:
    here = Step(place(40), "sent to api.aurorasendcloud.com/email/send")
    (fault,) = faults(check, address(endpoint(EMAIL), sent=(here, *SENT)))
    assert fault.related == SENT
