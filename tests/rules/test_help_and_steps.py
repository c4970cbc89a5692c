"""What a finding tells beside its line: what to do, which depends on the case, and the steps that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import (
    QUERY,
    Address,
    Credential,
    Exposed,
    Fact,
    MailLogin,
    NearMiss,
    Raw,
    Request,
    Reused,
    Sent,
    Supply,
    Webhook,
)
from sendcloud_lint.model.finding import Step
from sendcloud_lint.model.rule import Rule
from sendcloud_lint.model.source import Place
from sendcloud_lint.rules.auth_failure_unhandled import check as auth_failure_unhandled
from sendcloud_lint.rules.key_exposed_to_browser import check as key_exposed_to_browser
from sendcloud_lint.rules.key_in_query import check as key_in_query
from sendcloud_lint.rules.missing_parameter import check as missing_parameter
from sendcloud_lint.rules.no_retry import check as no_retry
from sendcloud_lint.rules.no_timeout import check as no_timeout
from sendcloud_lint.rules.placeholder_value import check as placeholder_value
from sendcloud_lint.rules.retired_endpoint import check as retired_endpoint
from sendcloud_lint.rules.retired_parameter import check as retired_parameter
from sendcloud_lint.rules.reused_credential import check as reused_credential
from sendcloud_lint.rules.smtp_without_tls import check as smtp_without_tls
from sendcloud_lint.rules.tls_verification_disabled import check as tls_verification_disabled
from sendcloud_lint.rules.unconventional_variable import check as unconventional_variable
from sendcloud_lint.rules.unencoded_value import check as unencoded_value
from sendcloud_lint.rules.untrimmed_value import check as untrimmed_value
from sendcloud_lint.rules.webhook_unverified import check as webhook_unverified
from sendcloud_lint.rules.wrong_endpoint import check as wrong_endpoint

from .facts import CALL, EARLIER, EMAIL, SENT_HERE, SMS, V2, WAY, endpoint, faults, literal, place, request, sent

HERE = place(40)
COMMAND = "command.curl"
REQUEST = request(EMAIL)


def single(rule: Rule, fact: Fact) -> tuple[str, str]:
    (fault,) = faults(rule, fact)
    return fault.message, fault.help


def steps(rule: Rule, fact: Fact) -> tuple[Place, tuple[Step, ...]]:
    (fault,) = faults(rule, fact)
    return fault.place, fault.related


CARELESS = replace(REQUEST, ignored=True, waits=True, retried=False)
OF_A_REQUEST = pytest.mark.parametrize(
    "rule",
    [
        pytest.param(auth_failure_unhandled, id="auth-failure-unhandled"),
        pytest.param(no_retry, id="no-retry"),
        pytest.param(no_timeout, id="no-timeout"),
    ],
)


@OF_A_REQUEST
def test_a_careless_request_is_told_at_its_call(rule: Rule) -> None:
    assert steps(rule, CARELESS) == (CALL, ())


@OF_A_REQUEST
def test_behind_a_wrapper_it_is_told_at_the_clients_call(rule: Rule) -> None:
    assert steps(rule, replace(CARELESS, way=WAY)) == (WAY[-1].place, (Step(CALL, "called here"),))


@OF_A_REQUEST
def test_a_careful_request_is_fine(rule: Rule) -> None:
    assert faults(rule, REQUEST) == []


@pytest.mark.parametrize(
    ("rule", "in_code", "in_a_script"),
    [
        pytest.param(auth_failure_unhandled, "raise_for_status", "--fail", id="auth-failure-unhandled"),
        pytest.param(no_retry, "growing pauses", "--retry 3", id="no-retry"),
        pytest.param(no_timeout, "timeout=10", "--max-time 10", id="no-timeout"),
        pytest.param(unencoded_value, "urlencode", "--data-urlencode", id="unencoded-value"),
    ],
)
def test_a_command_is_helped_with_its_options(rule: Rule, in_code: str, in_a_script: str) -> None:
    fact = replace(CARELESS, raw=(Raw(HERE, "subject", "a space"),))
    assert in_code in single(rule, fact)[1]
    assert "--" not in single(rule, fact)[1]
    assert in_a_script in single(rule, replace(fact, client=COMMAND))[1]


def test_no_retry_warns_of_sending_a_text_twice() -> None:
    assert "sendRequestId" in single(no_retry, replace(CARELESS, endpoint=endpoint(SMS)))[1]
    assert "sendRequestId" not in single(no_retry, CARELESS)[1]


IN_QUERY = replace(sent("apiKey", at=40), where=QUERY)
OLD_NAME = sent("fromname", at=40)


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        pytest.param(key_in_query, replace(REQUEST, parameters=(IN_QUERY,)), id="key-in-query"),
        pytest.param(retired_parameter, request(V2, OLD_NAME), id="retired-parameter"),
        pytest.param(tls_verification_disabled, replace(REQUEST, unverified=HERE), id="tls-verification-disabled"),
        pytest.param(unencoded_value, replace(REQUEST, raw=(Raw(HERE, "", "a space"),)), id="unencoded-value"),
    ],
)
def test_what_a_request_carries_is_related_to_its_call_and_its_way(rule: Rule, fact: Request) -> None:
    assert steps(rule, replace(fact, way=WAY)) == (HERE, (SENT_HERE, *WAY))
    assert steps(rule, replace(fact, place=HERE)) == (HERE, ())


@pytest.mark.parametrize(
    ("parameter", "told"),
    [
        pytest.param(IN_QUERY, 1, id="key-in-query: the key"),
        pytest.param(replace(sent("apiUser"), where=QUERY), 0, id="key-in-query: the user"),
        pytest.param(replace(sent("to"), where=QUERY), 0, id="key-in-query: no credential"),
        pytest.param(sent("apiKey"), 0, id="key-in-query: in the form"),
    ],
)
def test_only_a_key_in_the_query_string_counts(parameter: Sent, told: int) -> None:
    assert len(faults(key_in_query, request(EMAIL, parameter))) == told


def test_retired_parameter_says_whether_the_new_name_is_sent_as_well() -> None:
    assert single(retired_parameter, request(V2, OLD_NAME))[1] == "Send `fromName` instead"
    assert single(retired_parameter, request(V2, OLD_NAME, sent("fromName")))[1].startswith("Remove it")


def test_unencoded_value_may_have_no_name() -> None:
    fact = replace(REQUEST, raw=(Raw(HERE, "subject", "a space"), Raw(place(60), "", "a plus sign")))
    named, nameless = faults(unencoded_value, fact)
    assert (named.slot, nameless.slot) == ("subject", "value")
    assert named.message.startswith("The value of `subject`")
    assert nameless.message.startswith("A value is not")


def test_missing_parameter_is_known_by_the_first_name_of_each_group() -> None:
    (fault,) = faults(missing_parameter, request(SMS, sent("smsUser"), way=WAY))
    assert "needs `phone` or `to` and `templateId` or `message`, which" in fault.message
    assert (fault.slot, fault.related) == ("phone,templateId", WAY)


def test_key_exposed_to_browser_names_the_prefix_and_the_name_without_it() -> None:
    message, cure = single(key_exposed_to_browser, Exposed(HERE, "VITE_SMS_API_KEY", Role.SMS_KEY, ""))
    assert message.endswith("every name that begins with `VITE_`")
    assert "as `SMS_API_KEY`" in cure


USE = Step(place(80, "send.py"), "sent to api.aurorasendcloud.com/email/send")
NEAR = NearMiss(HERE, "api.aurorasendcloud.net", "api.aurorasendcloud.com", "send")
SUPERSEDED = Address(HERE, "https", endpoint(EARLIER), "send", (USE,))


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        pytest.param(wrong_endpoint, replace(NEAR, sent=(Step(HERE, "sent here"), USE)), id="wrong-endpoint"),
        pytest.param(retired_endpoint, replace(SUPERSEDED, sent=(Step(HERE, "sent here"), USE)), id="retired-endpoint"),
    ],
)
def test_a_url_is_related_to_its_requests_and_not_to_itself(rule: Rule, fact: Address | NearMiss) -> None:
    assert steps(rule, fact) == (HERE, (USE,))


def test_retired_endpoint_names_todays_url() -> None:
    message, cure = single(retired_endpoint, SUPERSEDED)
    assert message == (
        "`api2.sendcloud.net/api/mail/send` was superseded; today it is https://api.aurorasendcloud.com/api/mail/send"
    )
    assert cure.startswith("Move to https://api.aurorasendcloud.com/api/mail/send")


def test_retired_endpoint_is_silent_on_a_url_that_nobody_uses_and_on_todays() -> None:
    assert faults(retired_endpoint, replace(SUPERSEDED, sent=())) == []
    assert faults(retired_endpoint, replace(SUPERSEDED, endpoint=endpoint(EMAIL))) == []


READ = place(70, "config.py")
SUPPLY = Supply(
    place=HERE,
    name="apiKey",
    role=Role.EMAIL_KEY,
    source="MAIL_TOKEN",
    source_role=None,
    kind="environment",
    read=READ,
    scope="send",
    uses=(SENT_HERE,),
)


def test_unconventional_variable_is_told_where_it_is_read() -> None:
    assert steps(unconventional_variable, SUPPLY) == (READ, (Step(HERE, "sent as it"), SENT_HERE))
    assert steps(unconventional_variable, replace(SUPPLY, place=READ)) == (READ, (SENT_HERE,))


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(replace(SUPPLY, accepted=True), id="unconventional-variable: the configuration allows it"),
        pytest.param(replace(SUPPLY, source="EMAIL_API_KEY"), id="unconventional-variable: the guide's name"),
        pytest.param(replace(SUPPLY, kind="setting"), id="unconventional-variable: no variable"),
        pytest.param(replace(SUPPLY, uses=()), id="unconventional-variable: never sent"),
    ],
)
def test_a_variable_that_is_fine(fact: Supply) -> None:
    assert faults(unconventional_variable, fact) == []


REUSED = Reused(HERE, Role.SMS_KEY, "SMS_API_KEY", "services", place(90, "other/.env"), "", "kmrtwz")


def test_reused_credential_names_the_purposes_and_the_other_place() -> None:
    assert steps(reused_credential, REUSED) == (HERE, (Step(REUSED.other, "it stands here too"),))
    assert steps(reused_credential, replace(REUSED, other=HERE)) == (HERE, ())
    assert single(reused_credential, REUSED)[0].endswith("two services share one key")
    assert single(reused_credential, replace(REUSED, kind="families"))[0].endswith("email and SMS share one key")
    assert faults(reused_credential, replace(REUSED, kind="tests")) == []


def test_smtp_without_tls_tells_code_from_settings() -> None:
    assert "starttls()" in single(smtp_without_tls, MailLogin(HERE, "login", "send"))[1]
    assert single(smtp_without_tls, MailLogin(HERE, "EMAIL_HOST", ""))[1] == "Turn TLS on"
    assert single(smtp_without_tls, MailLogin(HERE, "EMAIL_HOST", ""))[0].startswith("This mail account")


def test_webhook_unverified_tells_no_check_from_a_wrong_one() -> None:
    assert single(webhook_unverified, Webhook(HERE, "no check", "", "on_event"))[0].endswith("never checks it")
    assert single(webhook_unverified, Webhook(HERE, "MD5", "", "on_event"))[0].endswith("with MD5")
    assert faults(webhook_unverified, Webhook(HERE, "", "==", "on_event")) == []


FILLER = replace(literal(Role.SMS_KEY, "SMS_API_KEY", placeholder=True), filler=True, uses=())


def at(path: str, credential: Credential = FILLER) -> Credential:
    return replace(credential, place=place(40, path))


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        pytest.param(at("prod.env"), 1, id="placeholder-value: a setting"),
        pytest.param(at("send.py"), 0, id="placeholder-value: code that nobody runs"),
        pytest.param(at("send.py", replace(FILLER, uses=(SENT_HERE,))), 1, id="placeholder-value: code that sends"),
        pytest.param(at("prod.env", replace(FILLER, default_of="x")), 0, id="placeholder-value: a default"),
        pytest.param(at("prod.env", replace(FILLER, filler=False)), 0, id="placeholder-value: no filler"),
        pytest.param(at(".env.example"), 0, id="placeholder-value: a sample"),
        pytest.param(at("docs/prod.env"), 0, id="placeholder-value: a manual"),
        pytest.param(at("prod.env", replace(FILLER, in_tests=True)), 0, id="placeholder-value: a test"),
    ],
)
def test_a_placeholder_counts_where_it_is_deployed(fact: Credential, told: int) -> None:
    assert len(faults(placeholder_value, fact)) == told


def test_untrimmed_value_names_every_flaw_of_a_real_one() -> None:
    fact = replace(literal(Role.SMS_KEY, "smsKey"), flaws=("a quote in it", "white space at its end"))
    assert "has a quote in it and white space at its end:" in single(untrimmed_value, fact)[0]
    assert faults(untrimmed_value, replace(fact, placeholder=True)) == []
    assert faults(untrimmed_value, replace(fact, flaws=())) == []
