"""The catalogue of endpoints. The facts here are written down apart from the catalogue's own data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.knowledge.endpoints import (
    Endpoint,
    api_hosts,
    endpoint_in_words,
    endpoint_of,
    endpoint_of_parts,
    host_of,
    is_api_host,
    is_foreign,
    is_vendor_host,
    parameter_of,
    reads_body,
    retired_parameters,
    send_paths,
    smtp_host,
    smtp_hosts,
)
from sendcloud_lint.model.api import Role

AURORA = "api.aurorasendcloud.com"
CHINA = "api.sendcloud.net"
SOHU = "sendcloud.sohu.com"
CAMEL = ("apiUser", "apiKey")
SNAKE = ("api_user", "api_key")
SMS = ("smsUser", "smsKey")


def _paths(table: str) -> list[str]:
    return table.split()


REFERENCE = _paths("""
    mail/send mail/sendtemplate mail/sendcalendar mail/taskinfo
    template/list template/get template/add template/update template/delete
    label/list label/get label/add label/delete label/update
    addresslist/list addresslist/add addresslist/delete addresslist/update
    addressmember/list addressmember/get addressmember/add addressmember/update addressmember/delete addressmember/clear
    apiuser/list apiuser/add apiuser/update apiuser/create apiuser/get
    domain/list domain/add domain/update domain/checkConfig
    trackDomain/list trackDomain/add trackDomain/update trackDomain/checkConfig
    bounce/list bounce/delete unsubscribe/list unsubscribe/add unsubscribe/delete complaint/list complaint/delete
    block/list block/add block/delete unintercept/list unintercept/add unintercept/delete
    statday/list stathour/list invalidstat/list data/emailStatus openandclick/list
    route/list route/get route/add route/update route/delete
    webhook/list webhook/add webhook/update webhook/delete userinfo/get
""")
SECOND = _paths("""
    mail/send mail/sendtemplate mail/sendcalendar mail/taskinfo
    template/list template/get template/add template/delete template/update
    label/list label/get label/add label/delete label/update
    addresslist/list addresslist/add addresslist/delete addresslist/update
    addressmember/list addressmember/get addressmember/add addressmember/update addressmember/delete
    apiuser/list apiuser/add domain/list domain/add domain/update
    bounce/list bounce/delete bounce/count unsubscribe/list unsubscribe/add unsubscribe/delete
    spamreported/list statday/list stathour/list invalidstat/list openandclick/list data/emailStatus userinfo/get
""")
FIRST = _paths("""
    mail.send mail.send_template template.get template.add template.delete template.update
    label.list label.get label.create label.delete label.update
    list.get list.create list.update list.delete
    list_member.get list_member.add list_member.update list_member.delete
    bounces.get bounces.delete bounces.count unsubscribes.get unsubscribes.add unsubscribes.delete spamReported.get
    stats.get statsHour.get invalidStat.get queueStatus.get userinfo.get apiUser.list domain.list
""")
TEXTS = _paths("""
    send sendx sendn sendVoice sendCode get list addsms submitsms updatesms deletesms
    sign/get sign/list sign/save sign/update label/get label/list label/save label/update label/delete
    smsContactList/list smsContactList/save smsContactList/update smsContactList/delete
    smsContactListMember/list smsContactListMember/saveOrUpdate smsContactListMember/delete
    sendContactListTask queryContactListTask status/query data/sendDay data/processFailed data/sendFailed
""")
CATALOGUE = [
    (f"https://{AURORA}/email/send", "email", CAMEL, "guide"),
    (f"https://{AURORA}/mail/send", "email", CAMEL, "overview"),
    (f"https://{AURORA}/smsapi/send", "sms", SMS, "sms"),
    *((f"https://{AURORA}/api/{path}", "email", CAMEL, "v2") for path in REFERENCE),
    *((f"https://{CHINA}/apiv2/{path}", "email", CAMEL, "v2") for path in SECOND),
    *((f"https://{SOHU}/webapi/{path}.{end}", "email", SNAKE, "v1") for path in FIRST for end in ("json", "xml")),
    *((f"https://{CHINA}/smsapi/{path}", "sms", SMS, "sms") for path in TEXTS),
]
EMAIL_SENDS = {
    *(f"https://{AURORA}{path}" for path in ("/email/send", "/mail/send")),
    *(f"https://{AURORA}/api/mail/{action}" for action in ("send", "sendtemplate", "sendcalendar")),
    *(f"https://{CHINA}/apiv2/mail/{action}" for action in ("send", "sendtemplate", "sendcalendar")),
    *(f"https://{SOHU}/webapi/mail.{action}.{end}" for action in ("send", "send_template") for end in ("json", "xml")),
}
SMS_SENDS = {
    f"https://{AURORA}/smsapi/send",
    *(f"https://{CHINA}/smsapi/{it}" for it in ("send", "sendx", "sendn", "sendVoice", "sendCode")),
    f"https://{CHINA}/smsapi/sendContactListTask",
}


def found(url: str) -> Endpoint:
    endpoint = endpoint_of(url)
    assert endpoint is not None, url
    return endpoint


def begun(prefix: str) -> Endpoint:
    endpoint = endpoint_of_parts(prefix)
    assert endpoint is not None, prefix
    return endpoint


@pytest.mark.parametrize(("url", "family", "names", "version"), CATALOGUE, ids=[row[0][8:] for row in CATALOGUE])
def test_each_path_has_its_family_and_credential_names(
    url: str, family: str, names: tuple[str, str], version: str
) -> None:
    endpoint = found(url)
    assert (endpoint.known, endpoint.served, endpoint.family, endpoint.version) == (True, True, family, version)
    assert (endpoint.user_name, endpoint.key_name) == names
    assert endpoint.needs_credentials


@pytest.mark.parametrize("url", [row[0] for row in CATALOGUE], ids=[row[0][8:] for row in CATALOGUE])
def test_only_email_sends_need_a_sender(url: str) -> None:
    endpoint = found(url)
    assert endpoint.needs_from == (url in EMAIL_SENDS)
    assert endpoint.is_send == (url in EMAIL_SENDS | SMS_SENDS)


@pytest.mark.parametrize(
    ("url", "required"),
    [
        pytest.param(f"https://{AURORA}/email/send", (), id="the guide demands nothing but from"),
        pytest.param(
            f"https://{AURORA}/smsapi/send", (("phone", "to"), ("templateId", "message")), id="a text, either way"
        ),
        pytest.param(
            f"https://{AURORA}/api/mail/send",
            (("subject",), ("to", "xsmtpapi", "useAddressList"), ("html", "plain")),
            id="a mail",
        ),
        pytest.param(
            f"https://{CHINA}/smsapi/sendCode", (("phone",), ("code",), ("signId", "signName")), id="a code by text"
        ),
        pytest.param(f"https://{AURORA}/api/template/get", (("invokeName",),), id="one name"),
        pytest.param(f"https://{AURORA}/api/label/list", (), id="nothing"),
        pytest.param(
            f"https://{SOHU}/webapi/mail.send_template.json",
            (("template_invoke_name",), ("substitution_vars", "to", "use_maillist")),
            id="names of the first version",
        ),
        pytest.param(f"https://{AURORA}/api/report/preview", (), id="an unknown path"),
    ],
)
def test_required_parameters(url: str, required: tuple[tuple[str, ...], ...]) -> None:
    assert found(url).required == required


def test_no_endpoint_lists_credentials_or_sender_among_the_required() -> None:
    listed = {name for url, *_ in CATALOGUE for group in found(url).required for name in group}
    assert not listed & {*CAMEL, *SNAKE, *SMS, "from", "signature", ""}


def test_the_clock_needs_no_credentials() -> None:
    endpoint = found(f"https://{CHINA}/smsapi/timestamp/get")
    assert endpoint.known
    assert not endpoint.needs_credentials


@pytest.mark.parametrize(
    ("url", "stands", "allowed"),
    [
        (f"https://{CHINA}/smsapi/send", True, True),
        ("http://www.sendcloud.net/smsapi/send", True, True),
        (f"https://{AURORA}/smsapi/send", False, True),
        ("https://api2.sendcloud.net/smsapi/send", False, True),
        (f"https://{AURORA}/email/send", False, False),
    ],
)
def test_where_texts_are_signed(url: str, stands: bool, allowed: bool) -> None:
    endpoint = found(url)
    assert (endpoint.signature_stands_for_key, endpoint.signature_allowed) == (stands, allowed)


@pytest.mark.parametrize(
    ("path", "multipart"),
    [
        ("/email/send", True),
        ("/api/mail/sendcalendar", True),
        ("/api/apiuser/update", True),
        ("/api/apiuser/add", False),
        ("/api/label/list", False),
        ("/smsapi/send", False),
        ("/api/report/preview", True),
    ],
)
def test_multipart_is_for_mails_and_one_management_path(path: str, multipart: bool) -> None:
    assert ("multipart" in found(f"https://{AURORA}{path}").bodies) == multipart


@pytest.mark.parametrize("host", ["api-us.aurorasendcloud.com", "api-hk.aurorasendcloud.com"])
def test_regional_hosts_serve_mail_but_no_texts(host: str) -> None:
    mail, text = found(f"https://{host}/api/mail/send"), found(f"https://{host}/smsapi/send")
    assert (mail.served, text.served) == (True, False)
    assert (text.family, text.user_name, text.key_name) == ("sms", *SMS)


@pytest.mark.parametrize(
    ("url", "successor"),
    [
        (f"https://{SOHU}/webapi/mail.send.json", f"https://{CHINA}/apiv2/mail/send"),
        (f"https://{SOHU}/webapi/mail.send_template.xml", f"https://{CHINA}/apiv2/mail/sendtemplate"),
        (f"https://{SOHU}/webapi/other.json", f"https://{CHINA}/apiv2/"),
        (f"https://{CHINA}/webapi/mail.send.json", f"https://{CHINA}/apiv2/mail/send"),
        ("http://www.sendcloud.net/smsapi/send", f"https://{CHINA}/smsapi/send"),
        ("https://api2.sendcloud.net/api/mail/send", f"https://{AURORA}/api/mail/send"),
        ("https://api2.sendcloud.net/anything", f"https://{AURORA}/anything"),
    ],
)
def test_retired_endpoints_name_todays(url: str, successor: str) -> None:
    assert found(url).retired
    assert found(url).successor == successor


@pytest.mark.parametrize("url", [f"https://{CHINA}/apiv2/mail/send", f"https://{AURORA}/email/send"])
def test_current_endpoints_have_no_successor(url: str) -> None:
    assert (found(url).retired, found(url).successor) == (False, None)


@pytest.mark.parametrize(
    "url",
    [
        f"https://{AURORA}/email/send",
        f"https://{AURORA}:443/email/send",
        f"https://{AURORA}./email/send",
        f"https://user:pass@{AURORA}/email/send",
        f"//{AURORA}/email/send",
        f"{AURORA}/email/send",
        f"HTTPS://{AURORA.upper()}/email/send",
        f"https://{AURORA}/email/send/",
        f"https://{AURORA}//email//send",
        f"https://{AURORA}/email/send?apiUser=a&to=b/c",
        f"https://{AURORA}/email/send#top?x",
        f"  https://{AURORA}/email/send\n",
    ],
)
def test_ways_to_write_one_url(url: str) -> None:
    assert (found(url).host, found(url).path, found(url).known) == (AURORA, "/email/send", True)


@pytest.mark.parametrize(
    ("url", "scheme"),
    [(f"http://{AURORA}/", "http"), (f"HTTPS://{AURORA}", "https"), (f"//{AURORA}", None), (AURORA, None)],
)
def test_scheme(url: str, scheme: str | None) -> None:
    assert found(url).scheme == scheme


@pytest.mark.parametrize(
    "url",
    [
        "https://aurorasendcloud.com.other.example/email/send",
        "https://api.aurorasendcloud.com.other.example/email/send",
        "https://x.api.aurorasendcloud.com/email/send",
        "https://notapi.sendcloud.net/apiv2/mail/send",
        "https://docs.aurorasendcloud.com/email/send",
        "https://www.aurorasendcloud.com/docs",
        "https://www.sendcloud.net/doc/email_v2",
        "https://www.sendcloud.net",
        "https://sendcloud.sohu.com/",
        "https://track2.sendcloud.net/track",
        "https://panel.sendcloud.sc/api/v2/parcels",
        "https://api.aurorasendcloud.net/email/send",
        "https://other.example/?u=https://api.aurorasendcloud.com/email/send",
        "https://api.aurorasendcloud.com@other.example/email/send",
        "https://{host}/email/send",
        "/email/send",
        "",
        "http://[::1",
    ],
)
def test_what_is_no_endpoint(url: str) -> None:
    assert endpoint_of(url) is None


@pytest.mark.parametrize(
    ("path", "family", "names"),
    [
        ("/smsapi/other", "sms", SMS),
        ("/email/other", "email", CAMEL),
        ("/mail/other", "email", CAMEL),
        ("/api/report/preview", "email", CAMEL),
        ("/apiv2/mail/send", "email", CAMEL),
        ("/webapi/mail.send.json", "email", SNAKE),
        ("/v1/account/usage", None, (None, None)),
        ("/", None, (None, None)),
    ],
)
def test_of_an_unknown_path_only_the_family_is_known(
    path: str, family: str | None, names: tuple[str | None, str | None]
) -> None:
    endpoint = found(f"https://{AURORA}{path}")
    assert (endpoint.family, (endpoint.user_name, endpoint.key_name)) == (family, names)
    demands = (endpoint.known, endpoint.needs_credentials, endpoint.needs_from, endpoint.is_send)
    assert demands == (False, False, False, False)


def test_the_notice_product_has_other_credentials() -> None:
    assert found("https://api.notice.sendcloud.net/mail/send").family is None


@pytest.mark.parametrize(
    ("prefix", "family"),
    [
        (f"https://{AURORA}", None),
        (f"https://{AURORA}/", None),
        (f"https://{AURORA}:8443/", None),
        (f"https://{AURORA}/api", None),
        (f"https://{AURORA}/api/", "email"),
        (f"https://{AURORA}/email/send", "email"),
        (f"https://{AURORA}/smsapi/s", "sms"),
        (f"https://{AURORA}/files/report.", None),
        (f"http://{SOHU}", None),
        (f"http://{SOHU}/web", None),
    ],
)
def test_the_beginning_of_a_url(prefix: str, family: str | None) -> None:
    assert (begun(prefix).path, begun(prefix).family) == (None, family)


def test_the_beginning_of_a_url_has_the_spelling_of_its_version() -> None:
    assert (begun(f"https://{SOHU}/webapi/").user_name, begun(f"https://{SOHU}/webapi/").version) == ("api_user", "v1")


@pytest.mark.parametrize("mark", ["?", "#", "?apiUser="])
def test_a_question_mark_closes_the_path(mark: str) -> None:
    assert begun(f"https://{AURORA}/email/send{mark}") == found(f"https://{AURORA}/email/send")


@pytest.mark.parametrize(
    "prefix",
    [
        "https://",
        "https://api.aurorasendcloud.co",
        "https://api.aurorasendcloud.com.",
        "https://api.aurorasendcloud.com@",
        "https://api",
        "https://www.sendcloud.net/doc/",
        "",
    ],
)
def test_a_beginning_that_leaves_the_host_open(prefix: str) -> None:
    assert endpoint_of_parts(prefix) is None


def test_further_hosts_behave_like_the_default_one() -> None:
    hosts = frozenset({"Mail.Tidewell.example"})
    endpoint = endpoint_of("https://mail.tidewell.example/email/send", hosts)
    assert endpoint is not None
    assert (endpoint.host, endpoint.known, endpoint.served) == ("mail.tidewell.example", True, True)
    assert is_api_host("mail.tidewell.example", hosts)
    assert not is_foreign("https://mail.tidewell.example/", hosts)
    assert is_foreign("https://mail.tidewell.example/")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.COM:8080/x", "example.com"),
        ("//example.com", "example.com"),
        ("smtp://user:pass@smtp.sendcloud.net:25", "smtp.sendcloud.net"),
        ("https://[::1]:80/", "::1"),
        ("http://[::1", None),
        ("s3://bucket/key", "bucket"),
        ("3s://bucket", None),
        ("é://bucket", None),
        ("example.com", None),
        ("example.com/x", None),
        ("/x//y", None),
        ("https://", None),
        ("https://{host}/", None),
        ("mailto:ann@example.com", None),
        ("", None),
    ],
)
def test_host_of(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "foreign"),
    [
        ("https://other.example/x", True),
        ("https://docs.aurorasendcloud.com", True),
        (f"https://{AURORA}/x", False),
        ("https://www.sendcloud.net/doc", False),
        ("https://{host}/x", False),
        ("/x", False),
    ],
)
def test_is_foreign(url: str, foreign: bool) -> None:
    assert is_foreign(url) == foreign


@pytest.mark.parametrize(
    "host",
    [
        "smtp.aurorasendcloud.com",
        "smtp-us.aurorasendcloud.com",
        "smtp-hk.aurorasendcloud.com",
        "smtp2.sendcloud.net",
        "SMTP.sendcloud.net",
        "smtp.sendcloud.net:587",
        "smtpcloud.sohu.com",
    ],
)
def test_smtp_hosts(host: str) -> None:
    assert smtp_host(host)
    assert not is_api_host(host)


@pytest.mark.parametrize("host", ["smtp.other.example", AURORA, "", "x.smtp.sendcloud.net"])
def test_other_smtp_hosts(host: str) -> None:
    assert not smtp_host(host)


@pytest.mark.parametrize("host", ["docs.aurorasendcloud.com", "spf.sendcloud.net", "list.maillist.sendcloud.org"])
def test_the_vendors_other_names(host: str) -> None:
    assert is_vendor_host(host)
    assert not is_api_host(host)


def test_every_retired_host_names_one_that_is_current() -> None:
    current = {host.name for host in (*api_hosts(), *smtp_hosts()) if host.status == "current"}
    retired = {host.name: host.today for host in (*api_hosts(), *smtp_hosts()) if host.status != "current"}
    assert set(retired) == {
        "www.sendcloud.net", SOHU, "api2.sendcloud.net", "smtp2.sendcloud.net", "smtpcloud.sohu.com",
    }  # fmt: skip
    assert set(retired.values()) <= current


def test_send_paths() -> None:
    assert set(send_paths("api-us.aurorasendcloud.com")) == {
        "/email/send", "/mail/send", "/api/mail/send", "/api/mail/sendtemplate", "/api/mail/sendcalendar",
    }  # fmt: skip
    assert "/smsapi/send" in send_paths(AURORA)
    assert send_paths("other.example") == ()


def test_retired_parameters_concern_the_second_version_only() -> None:
    send = retired_parameters(found(f"https://{AURORA}/api/mail/send"))
    assert {name: send[name] for name in ("fromname", "resp_email_id", "x_smtpapi", "template_invoke_name")} == {
        "fromname": "fromName",
        "resp_email_id": "respEmailId",
        "x_smtpapi": "xsmtpapi",
        "template_invoke_name": "templateInvokeName",
    }
    assert retired_parameters(found(f"https://{CHINA}/apiv2/template/get"))["invoke_name"] == "invokeName"
    for url in (
        f"https://{AURORA}/email/send",
        f"https://{SOHU}/webapi/mail.send.json",
        f"https://{AURORA}/smsapi/send",
    ):
        assert not retired_parameters(found(url))


@pytest.mark.parametrize(
    ("url", "role", "name"),
    [
        (f"https://{AURORA}/email/send", Role.EMAIL_KEY, "apiKey"),
        (f"https://{AURORA}/email/send", Role.SMS_USER, "apiUser"),
        (f"https://{SOHU}/webapi/mail.send.json", Role.EMAIL_USER, "api_user"),
        (f"https://{AURORA}/smsapi/send", Role.SMS_KEY, "smsKey"),
        (f"https://{CHINA}/smsapi/send", Role.SMS_KEY, "signature"),
        (f"https://{CHINA}/smsapi/send", Role.SMS_USER, "smsUser"),
        (f"https://{AURORA}/status", Role.SMS_USER, "smsUser"),
    ],
)
def test_the_parameter_that_carries_a_credential(url: str, role: Role, name: str) -> None:
    assert parameter_of(role, found(url)) == name


@pytest.mark.parametrize(
    ("url", "kind", "read"),
    [
        (f"https://{AURORA}/smsapi/send", "form", True),
        (f"https://{AURORA}/email/send", "json", False),
        (f"https://{AURORA}/email/send", "multipart", True),
        (f"https://{AURORA}/api/label/list", "multipart", False),
        (f"https://{AURORA}/email/other", "multipart", True),
        (f"https://{AURORA}/email/other", "text/plain", False),
        (f"https://{AURORA}/smsapi/other", "multipart", False),
        ("https://api.notice.sendcloud.net/mail/send", "json", True),
    ],
)
def test_which_bodies_are_read(url: str, kind: str, read: bool) -> None:
    assert reads_body(found(url), kind) == read


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        (found(f"https://{AURORA}/smsapi/send"), "the SMS endpoint /smsapi/send"),
        (found(f"https://{AURORA}/email/send"), "the email endpoint /email/send"),
        (found(f"https://{AURORA}/status"), f"{AURORA}/status"),
        (begun(f"https://{AURORA}/email/"), f"the email API on {AURORA}"),
        (begun(f"https://{AURORA}"), AURORA),
    ],
)
def test_an_endpoint_in_words(endpoint: Endpoint, words: str) -> None:
    assert endpoint_in_words(endpoint) == words


@given(st.text() | st.text(alphabet="htps:/[]@?#.{}\\ab1%:").map(lambda text: "http://" + text))
def test_any_text_has_an_answer(text: str) -> None:
    for endpoint in (endpoint_of(text), endpoint_of_parts(text)):
        assert endpoint is None or is_api_host(endpoint.host)
    assert is_foreign(text) in (True, False)
    assert host_of(text) != ""


@given(st.sampled_from(CATALOGUE), st.text(alphabet="abc&=/?%", max_size=12))
def test_a_query_string_changes_nothing(row: tuple[str, str, tuple[str, str], str], query: str) -> None:
    assert endpoint_of(f"{row[0]}?{query}") == endpoint_of(row[0])


@given(st.text(alphabet="abcdefghij0123456789-", min_size=1, max_size=12))
def test_no_name_around_a_host_is_that_host(label: str) -> None:
    assert endpoint_of(f"https://{label}.{AURORA}/email/send") is None
    assert endpoint_of(f"https://{AURORA}.{label}/email/send") is None
