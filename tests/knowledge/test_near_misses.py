"""What is nearly a host or a sending path of the API, and what is not near enough."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.endpoints import near_miss


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        pytest.param("api.aurorasendcloud.net", "api.aurorasendcloud.com", id="another top-level domain"),
        pytest.param("api.aurorasendcloud.network", "api.aurorasendcloud.com", id="a long one"),
        pytest.param("api-us.aurorasendcloud.cn", "api-us.aurorasendcloud.com", id="of a region's host"),
        pytest.param("api.aurora-sendcloud.com", "api.aurorasendcloud.com", id="a hyphen"),
        pytest.param("api.aurorasencloud.com", "api.aurorasendcloud.com", id="a letter is missing"),
        pytest.param("api.aurorasencluod.com", "api.aurorasendcloud.com", id="two slips"),
        pytest.param("api.sendclud.net", "api.sendcloud.net", id="the shorter name, a slip"),
        pytest.param("api.sencluod.net", "api.sendcloud.net", id="the shorter name, two slips"),
    ],
)
def test_a_host_that_is_nearly_the_apis(host: str, meant: str) -> None:
    assert near_miss(f"https://{host}/email/send") == (host, meant)


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("api.aurorasecluod.com", id="three slips"),
        pytest.param("api2.aurorasendcloud.net", id="no host of the API under the right domain either"),
        pytest.param("www.aurorasendcloud.com", id="a host of the vendor"),
        pytest.param("api.sendcloud.com", id="the shorter name under another top-level domain"),
        pytest.param("www.sendclud.net", id="the shorter name, not the API's host"),
        pytest.param("api.secluod.net", id="the shorter name, three slips"),
        pytest.param("api.other.example", id="somebody else's"),
        pytest.param("api.aurorasendcloud.com", id="the API's"),
        pytest.param("{host}", id="a host that is not written out"),
    ],
)
def test_a_host_that_is_not_near(host: str) -> None:
    assert near_miss(f"https://{host}/email/send") is None


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        pytest.param("/email/sent", "/email/send", id="a letter"),
        pytest.param("/emali/snd", "/email/send", id="two slips"),
        pytest.param("/sms/send", "/smsapi/send", id="an abbreviation"),
        pytest.param("/send/smsapi", "/smsapi/send", id="another order"),
        pytest.param("/api/mail/sendtemp", "/api/mail/sendtemplate", id="an abbreviation at the end"),
    ],
)
def test_a_path_that_nearly_sends(path: str, meant: str) -> None:
    assert near_miss(f"https://api.aurorasendcloud.com{path}") == (path, meant)


def test_a_number_that_both_paths_have_makes_no_other_version() -> None:
    assert near_miss("https://api.sendcloud.net/apiv2/mail/sent") == ("/apiv2/mail/sent", "/apiv2/mail/send")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/email/send", id="the path"),
        pytest.param("/smsapi/send", id="the path for texts"),
        pytest.param("/apiv2/mail/send", id="a path of another product"),
        pytest.param("/api/template/get", id="a path that sends nothing"),
        pytest.param("/email/snt2", id="three slips"),
        pytest.param("/email/send2", id="another version"),
        pytest.param("/s/send", id="a letter may stand for anything"),
        pytest.param("/sm/send", id="two letters may too"),
        pytest.param("/sms/parcel", id="two segments differ"),
        pytest.param("/sms/send/now", id="a segment more"),
        pytest.param("/smsapi", id="a segment fewer"),
        pytest.param("/", id="none"),
    ],
)
def test_a_path_that_is_not_near(path: str) -> None:
    assert near_miss(f"https://api.aurorasendcloud.com{path}") is None


@pytest.mark.parametrize("url", ["https://www.sendcloud.net/smsap", "", "https://", "/email/sent"])
def test_where_there_is_no_url_of_the_api(url: str) -> None:
    assert near_miss(url) is None


def test_a_text_to_a_region_that_sends_none() -> None:
    assert near_miss("https://api-us.aurorasendcloud.com/smsapi/send") == (
        "api-us.aurorasendcloud.com/smsapi/send",
        "api.aurorasendcloud.com/smsapi/send",
    )


def test_what_a_host_of_a_product_without_a_catalogue_serves_is_unknown() -> None:
    assert near_miss("https://api.notice.sendcloud.net/smsapi/send") is None


def test_a_host_of_the_projects_own_is_compared_like_the_default_one() -> None:
    hosts = frozenset({"mail.tidewell.example"})
    assert near_miss("https://mail.tidewell.example/email/send", hosts) is None
    assert near_miss("https://mail.tidewell.example/email/send") is None
