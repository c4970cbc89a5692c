"""What a name says of a credential, and how a sentence speaks of it."""

from __future__ import annotations

import pytest

from sendcloud_lint.knowledge.roles import (
    Evidence,
    family_in_words,
    names_credential_of_service,
    role_in_words,
    role_of_variable,
    says_family,
    spelling_of,
)
from sendcloud_lint.model.api import Role


def test_evidence_has_degrees() -> None:
    assert Evidence.NONE < Evidence.GENERIC < Evidence.PAIRED < Evidence.NAMED


@pytest.mark.parametrize("name", ["api_user", "api_key"])
def test_the_first_versions_own_names_are_no_misspelling(name: str) -> None:
    assert spelling_of(name, "email", snake=True) is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        pytest.param("appKeySendcloud", None, id="the word before the last one counts"),
        pytest.param("appApiKeySendcloud", Role.EMAIL_KEY, id="the one before that does not"),
        pytest.param("keySendcloud", Role.EMAIL_KEY, id="there may be none"),
        pytest.param("appSendcloudKey", Role.EMAIL_KEY, id="what stands before the service does not count"),
        pytest.param("sendcloudAppSmsKey", None, id="every word behind the service counts"),
    ],
)
def test_words_beside_the_services_name(name: str, role: Role | None) -> None:
    assert role_of_variable(name) is role


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("read SENDCLOUD_API_KEY first", True),
        ("os.environ['send_cloud_sms_user']", True),
        ("SENDCLOUD_FROM and API_KEY", False),
        ("sendcloud", False),
    ],
)
def test_a_text_may_name_a_credential_of_the_service(text: str, there: bool) -> None:
    assert names_credential_of_service(text) == there


@pytest.mark.parametrize(
    ("name", "says"),
    [("API_KEY", True), ("smsKey", True), ("MAIL_USER", True), ("SENDCLOUD_KEY", False), ("KEY", False)],
)
def test_a_name_may_say_its_family(name: str, says: bool) -> None:
    assert says_family(name) == says


def test_credentials_in_words() -> None:
    assert [role_in_words(role) for role in Role] == ["email user", "email key", "SMS user", "SMS key"]
    assert (family_in_words("sms"), family_in_words("email")) == ("SMS", "email")
