"""SCL203: bodies that are no form, one finding a request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sendcloud_lint.model.facts import FORM, JSON, MULTIPART, Body, Request
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.wrong_content_type import check

from .facts import (
    CALL,
    ELSEWHERE_ON_IT,
    EMAIL,
    MANAGEMENT,
    SENT_HERE,
    SIGNED,
    SMS,
    V1,
    V2,
    WAY,
    endpoint,
    faults,
    messages,
    place,
    request,
    sent,
    slots,
)

UPDATE = "https://api.aurorasendcloud.com/api/apiuser/update"
UNLISTED = "https://api.aurorasendcloud.com/api/mail/preview"
UNLISTED_TEXTS = "https://api.aurorasendcloud.com/smsapi/preview"
NOTICE = "https://api.notice.sendcloud.net/linkmanMember/list"
BY_KEYWORD = Body(JSON, place(200), "json")
BY_TEXT = Body(JSON, place(210))
BY_HEADER = Body(JSON, place(220), "Content-Type")
FILES = Body(MULTIPART, place(230), "files")
FIELDS = Body(MULTIPART, place(240), "fields")
FORM_BY_DATA = Body(FORM, place(250))


def carrying(to: str, *bodies: Body, client: str = "requests.post") -> Request:
    return replace(request(to, sent("apiKey"), way=WAY), bodies=bodies, client=client)


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL203", Level.ERROR)


@pytest.mark.parametrize(
    ("fact", "what", "where"),
    [
        pytest.param(carrying(EMAIL, BY_KEYWORD), "JSON", "the email endpoint /email/send", id="json"),
        pytest.param(carrying(SMS, BY_TEXT), "JSON", "the SMS endpoint /smsapi/send", id="dumped"),
        pytest.param(carrying(V1, BY_KEYWORD), "JSON", "the email endpoint /webapi/mail.send.json", id="first version"),
        pytest.param(carrying(V2, BY_KEYWORD), "JSON", "the email endpoint /apiv2/mail/send", id="second version"),
        pytest.param(carrying(EMAIL, FORM_BY_DATA, BY_HEADER), "JSON", "the email endpoint /email/send", id="a header"),
        pytest.param(carrying(ELSEWHERE_ON_IT, BY_TEXT), "JSON", "api.aurorasendcloud.com/status", id="no family"),
        pytest.param(carrying(SMS, FILES), "multipart", "the SMS endpoint /smsapi/send", id="files to SMS"),
        pytest.param(carrying(SIGNED, FIELDS), "multipart", "the SMS endpoint /smsapi/send", id="fields to signed SMS"),
        pytest.param(
            carrying(UNLISTED_TEXTS, FILES), "multipart", "the SMS endpoint /smsapi/preview",
            id="files to an SMS path that no catalogue lists",
        ),
        pytest.param(
            carrying(MANAGEMENT, FILES), "multipart", "the email endpoint /api/template/list",
            id="files to a management endpoint",
        ),
    ],
)  # fmt: skip
def test_bad(fact: Request, what: str, where: str) -> None:
    assert messages(check, fact) == [f"A {what} body is sent to {where}, which reads a form"]


def test_another_type_is_named() -> None:
    plain = Body("text/plain", place(220), "Content-Type")
    assert messages(check, carrying(EMAIL, plain)) == [
        "A body of the type `text/plain` is sent to the email endpoint /email/send, which reads a form"
    ]


def test_an_endpoint_of_which_only_the_beginning_is_known_may_take_files() -> None:
    unknown = replace(endpoint(MANAGEMENT), path=None, known=False)
    assert messages(check, replace(request(unknown), bodies=(FILES,))) == []


@pytest.mark.parametrize(
    ("bodies", "at"),
    [
        pytest.param((BY_KEYWORD, BY_HEADER), BY_KEYWORD, id="the argument before the header"),
        pytest.param((BY_TEXT, BY_HEADER), BY_TEXT, id="the text before the header"),
        pytest.param((BY_TEXT, Body(FORM, place(220), "Content-Type")), BY_TEXT, id="a header that says otherwise"),
        pytest.param((FORM_BY_DATA, BY_HEADER), BY_HEADER, id="the header where the argument is right"),
        pytest.param((FILES, BY_HEADER), BY_HEADER, id="the header beside files that are right"),
    ],
)
def test_one_finding_where_it_is_decided(bodies: tuple[Body, ...], at: Body) -> None:
    (fault,) = faults(check, carrying(EMAIL, *bodies))
    assert fault.place == at.place


@pytest.mark.parametrize(
    ("body", "client", "help"),
    [
        pytest.param(
            BY_KEYWORD, "requests.post", "Pass the parameters as `data=`, not `json=`: they are then sent as a form",
            id="a keyword",
        ),
        pytest.param(
            FILES, "httpx.post", "Pass the parameters as `data=`, not `files=`: they are then sent as a form",
            id="files",
        ),
        pytest.param(
            BY_KEYWORD, "urllib3.request", "Send the parameters as a form: `application/x-www-form-urlencoded`",
            id="a client without `data=`",
        ),
        pytest.param(
            BY_TEXT, "requests.post", "Send the parameters as a form: `application/x-www-form-urlencoded`", id="a text",
        ),
        pytest.param(
            BY_HEADER, "requests.post",
            "Drop this header, or let it say `application/x-www-form-urlencoded`, and send a form", id="a header",
        ),
        pytest.param(
            FIELDS, "urllib3.request",
            "Add `encode_multipart=False`, so that the parameters are sent as `application/x-www-form-urlencoded`",
            id="fields",
        ),
    ],
)  # fmt: skip
def test_help_says_what_to_do(body: Body, client: str, help: str) -> None:
    (fault,) = faults(check, carrying(SMS, body, client=client))
    assert fault.help == help


def test_the_request_is_related_and_then_the_way_to_the_client() -> None:
    (fault,) = faults(check, carrying(EMAIL, BY_KEYWORD))
    assert fault.related == (SENT_HERE, *WAY)
    assert fault.scope == "send"


def test_the_slot_is_the_argument_or_header() -> None:
    facts = [carrying(EMAIL, body) for body in (BY_KEYWORD, BY_TEXT, BY_HEADER)]
    assert [slots(check, fact) for fact in facts] == [["json"], ["body"], ["Content-Type"]]


def test_a_body_without_a_place_of_its_own_is_not_related_to_itself() -> None:
    (fault,) = faults(check, carrying(EMAIL, Body(JSON, CALL, "json")))
    assert Step(CALL, "sent here") not in fault.related
