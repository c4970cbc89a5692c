"""Names and values of credentials. All keys here were drawn by lot for these tests."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.knowledge.credentials import (
    Evidence,
    Role,
    bare_pair,
    browser_prefix,
    evidence_of,
    has_service_word,
    has_shipper_marker,
    is_placeholder,
    is_placeholder_user,
    is_reference,
    mask,
    names_secret,
    plausible_key,
    role_of_parameter,
    role_of_variable,
    sdk_of,
    shipper_marker,
    spelling_of,
    tag,
)
from tests.growth import growth

EMAIL_USER, EMAIL_KEY, SMS_USER, SMS_KEY = Role.EMAIL_USER, Role.EMAIL_KEY, Role.SMS_USER, Role.SMS_KEY


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (EMAIL_USER, ("email", False, "apiUser", "EMAIL_API_USER", EMAIL_KEY, SMS_USER)),
        (EMAIL_KEY, ("email", True, "apiKey", "EMAIL_API_KEY", EMAIL_USER, SMS_KEY)),
        (SMS_USER, ("sms", False, "smsUser", "SMS_API_USER", SMS_KEY, EMAIL_USER)),
        (SMS_KEY, ("sms", True, "smsKey", "SMS_API_KEY", SMS_USER, EMAIL_KEY)),
    ],
)
def test_the_four_credentials(role: Role, said: tuple[str, bool, str, str, Role, Role]) -> None:
    assert (role.family, role.is_key, role.parameter, role.variable, role.partner, role.other_family) == said
    assert role_of_parameter(role.parameter) is role_of_variable(role.variable) is role


def test_the_first_versions_spelling() -> None:
    assert (EMAIL_USER.spelled(snake=True), EMAIL_KEY.spelled(snake=True)) == ("api_user", "api_key")
    assert EMAIL_KEY.spelled(snake=False) == "apiKey"


@pytest.mark.parametrize("name", ["apikey", "api_key", "APIKEY", "key", "", "smskey"])
def test_a_parameter_is_its_exact_name(name: str) -> None:
    assert role_of_parameter(name) is None


@pytest.mark.parametrize(
    ("name", "family", "role"),
    [
        ("api_user", "email", EMAIL_USER),
        ("apiuser", "email", EMAIL_USER),
        ("apikey", "email", EMAIL_KEY),
        ("APIKEY", "email", EMAIL_KEY),
        ("ApiKey", "email", EMAIL_KEY),
        ("aPiKeY", "email", EMAIL_KEY),
        ("api-key", "email", EMAIL_KEY),
        ("api key", "email", EMAIL_KEY),
        ("apiKeys", "email", EMAIL_KEY),
        ("apiUsers", "email", EMAIL_USER),
        ("x-api-key", "email", EMAIL_KEY),
        ("my_api_key", "email", EMAIL_KEY),
        ("email_api_key", "email", EMAIL_KEY),
        ("mailApiKey", "email", EMAIL_KEY),
        ("sendcloud_key", "email", EMAIL_KEY),
        ("sendCloudApiUser", "email", EMAIL_USER),
        ("sms_user", "sms", SMS_USER),
        ("smskey", "sms", SMS_KEY),
        ("SmsKey", "sms", SMS_KEY),
        ("sms_api_key", "sms", SMS_KEY),
        ("sms_user", "email", SMS_USER),
        ("api_key", "sms", SMS_KEY),
    ],
)
def test_other_spellings(name: str, family: str, role: Role) -> None:
    assert spelling_of(name, family, snake=False) is role


@pytest.mark.parametrize(
    "name",
    [
        "user", "key", "keyword", "apiVersion", "label_name", "apiUserList", "apiUserBlock", "apiUserName",
        "apiUserRoute", "userKey", "api", "username", "template_key", "apiUser", "apiKey", "smsUser", "smsKey",
        "email_key", "my_key", "app_key", "apiSecret", "monkey", "",
    ],
)  # fmt: skip
def test_what_is_no_other_spelling(name: str) -> None:
    assert spelling_of(name, "email", snake=False) is None


def test_the_first_version_has_another_right_name() -> None:
    assert spelling_of("api_key", "email", snake=True) is None
    assert spelling_of("apiKey", "email", snake=True) is EMAIL_KEY
    assert spelling_of("smsKey", "email", snake=True) is None


@pytest.mark.parametrize(
    ("names", "pair"),
    [
        ({"user", "key", "to"}, ("user", "key")),
        (["USER", "Key"], ("USER", "Key")),
        (["user", "keyword"], None),
        (["key"], None),
        ([], None),
    ],
)
def test_bare_pair(names: set[str] | list[str], pair: tuple[str, str] | None) -> None:
    assert bare_pair(names) == pair


VARIABLES = [
    ("SENDCLOUD_API_USER", EMAIL_USER, Evidence.NAMED),
    ("SENDCLOUD_API_KEY", EMAIL_KEY, Evidence.NAMED),
    ("SEND_CLOUD_API_KEY", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_APIKEY", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUDAPIKEY", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_KEY", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_USER", EMAIL_USER, Evidence.NAMED),
    ("SENDCLOUD_SMTP_KEY", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_SMS_KEY", SMS_KEY, Evidence.NAMED),
    ("SENDCLOUD_SMS_SMSKEY", SMS_KEY, Evidence.NAMED),
    ("SENDCLOUD_SMS_APIKEY", SMS_KEY, Evidence.NAMED),
    ("SENDCLOUD_SMS_APIUSER", SMS_USER, Evidence.NAMED),
    ("SMS_SENDCLOUD_SMS_USER", SMS_USER, Evidence.NAMED),
    ("MEETING_SENDCLOUD_API_KEY", EMAIL_KEY, Evidence.NAMED),
    ("APP_SENDCLOUD_API_KEY", EMAIL_KEY, Evidence.NAMED),
    ("sendCloudApiKey", EMAIL_KEY, Evidence.NAMED),
    ("SendCloudSmsKey", SMS_KEY, Evidence.NAMED),
    ("sendcloud.api-key", EMAIL_KEY, Evidence.NAMED),
    ("sendcloud.sms.key", SMS_KEY, Evidence.NAMED),
    ("sendcloud_other_key", EMAIL_KEY, Evidence.NAMED),
    ("djangosendcloud_api_key", EMAIL_KEY, Evidence.NAMED),
    ("apiKeySendcloud", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_API_KEY_PROD", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_API_KEY_PRODUCTION", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_API_KEY_STAGING", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_API_KEY_2", EMAIL_KEY, Evidence.NAMED),
    ("SENDCLOUD_API_KEY_V2", EMAIL_KEY, Evidence.NAMED),
    ("NEXT_PUBLIC_SENDCLOUD_SMS_KEY", SMS_KEY, Evidence.NAMED),
    ("PUBLIC_SENDCLOUD_API_KEY", EMAIL_KEY, Evidence.NAMED),
    ("EMAIL_API_KEY", EMAIL_KEY, Evidence.PAIRED),
    ("EMAIL_API_USER", EMAIL_USER, Evidence.PAIRED),
    ("SMS_API_KEY", SMS_KEY, Evidence.PAIRED),
    ("email_api_key", EMAIL_KEY, Evidence.PAIRED),
    ("EMAIL_API_KEY_TEST", EMAIL_KEY, Evidence.PAIRED),
    ("apiKey", EMAIL_KEY, Evidence.PAIRED),
    ("apiUser", EMAIL_USER, Evidence.PAIRED),
    ("smsKey", SMS_KEY, Evidence.PAIRED),
    ("smsUser", SMS_USER, Evidence.PAIRED),
    ("api_key", EMAIL_KEY, Evidence.GENERIC),
    ("API_KEY", EMAIL_KEY, Evidence.GENERIC),
    ("APIKEY", EMAIL_KEY, Evidence.GENERIC),
    ("SMS_KEY", SMS_KEY, Evidence.GENERIC),
    ("sms_user", SMS_USER, Evidence.GENERIC),
    ("MAIL_USER", EMAIL_USER, Evidence.GENERIC),
    ("mailApiKey", EMAIL_KEY, Evidence.GENERIC),
    ("BATCH_API_KEY", EMAIL_KEY, Evidence.GENERIC),
]


@pytest.mark.parametrize(("name", "role", "evidence"), VARIABLES, ids=[row[0] for row in VARIABLES])
def test_names_of_settings(name: str, role: Role, evidence: Evidence) -> None:
    assert (role_of_variable(name), evidence_of(name)) == (role, evidence)


@pytest.mark.parametrize(
    "name",
    [
        "SENDCLOUD_API_KEY_FILE", "SENDCLOUD_API_KEY_VARIABLE", "SENDCLOUD_API_KEY_NAME", "SENDCLOUD_API_KEY_PATH",
        "SENDCLOUD_API_KEY_ENV", "SENDCLOUD_API_KEY_HEADER", "SENDCLOUD_API_KEY_URL", "SENDCLOUD_API_KEY_ID",
        "SENDCLOUD_API_KEY_LENGTH",
        "SENDCLOUD_APP_KEY", "SENDCLOUD_FROM", "SENDCLOUD_PUBLIC_KEY", "SENDCLOUD_SECRET_KEY", "SENDCLOUD_API_SECRET",
        "SENDCLOUD_TEMPLATE_KEY", "SENDCLOUD_SECRET", "SENDCLOUD_USERNAME", "SENDCLOUD", "SENDCLOUD_API_KEYS",
        "NEXT_PUBLIC_SENDCLOUD_PUBLIC_KEY", "NEXT_PUBLIC_MAPS_API_KEY", "VITE_FIREBASE_API_KEY",
        "MAPS_API_KEY", "OPENAI_API_KEY", "STRIPE_KEY", "SECRET_KEY", "APP_USER", "APP_KEY", "POSTGRES_USER",
        "EMAIL_HOST_USER", "MAILGUN_API_KEY", "MAILGUN_SIGNING_KEY", "SENDGRID_API_KEY", "TEST_USER",
        "keyword", "monkey", "userKey", "apiUserName", "apiUserList", "apiVersion", "", "PUBLICATION_KEY",
    ],
)  # fmt: skip
def test_names_of_other_settings(name: str) -> None:
    assert role_of_variable(name) is None
    assert evidence_of(name) is Evidence.NONE


@pytest.mark.parametrize("name", ["user", "KEY"])
def test_bare_names_are_weak_evidence_of_no_role(name: str) -> None:
    assert (role_of_variable(name), evidence_of(name)) == (None, Evidence.GENERIC)


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("SENDCLOUD_FROM", True),
        ("send_cloud", True),
        ("send-cloud.yaml", True),
        ("SendCloudMailer", True),
        ("aurorasendcloud", True),
        ("resendCloudEvent", False),
        ("cloud_send", False),
        ("", False),
    ],
)
def test_has_service_word(name: str, there: bool) -> None:
    assert has_service_word(name) == there


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("NEXT_PUBLIC_X", "NEXT_PUBLIC_"),
        ("NUXT_PUBLIC_X", "NUXT_PUBLIC_"),
        ("EXPO_PUBLIC_X", "EXPO_PUBLIC_"),
        ("REACT_APP_X", "REACT_APP_"),
        ("VITE_X", "VITE_"),
        ("PUBLIC_X", "PUBLIC_"),
        ("PUBLICATION_X", None),
        ("SENDCLOUD_PUBLIC_KEY", None),
    ],
)
def test_browser_prefix(name: str, prefix: str | None) -> None:
    assert browser_prefix(name) == prefix


REFERENCES = [
    "${EMAIL_API_KEY}", "$EMAIL_API_KEY", "${EMAIL_API_KEY:?set it first}", "${A}-${B}", "{{ email_api_key }}",
    "${{ secrets.SMS_API_KEY }}", "%(key)s", "%s", "secrets.X", "env('X')", "env.X", "ENC[AES256_GCM,data:x]",
    "vault:secret/data/mail#key", "!vault |", "op://team/mail/key", "@string/mail_key", "sm://mail-key",
    "$(cat /run/secrets/key)",
    "arn:aws:secretsmanager:eu-central-1:1234:secret:mail", "%API_KEY%", "{api_key}", "${VITE:-${KEY}}",
    "<< pipeline.parameters.api_key >>", "<<parameters.key>>", "$[variables.key]", "((mail_api_key))",
    "%env(MAIL_KEY)%", "%env(resolve:MAIL_KEY)%", "%mail.key%", "@mail.key@", "@mail-api-key", "__MailApiKey__",
    "__mail.api_key__", "#{Mail.ApiKey}#", "%{lookup('mail_key')}", "[parameters('mailKey')]",
    "[listKeys(resourceId('a/b'), '2024-01-01').key1]", "/prod/mail/api_key", "/shop/${stage}/mail/key",
    "secret/data/mail#api_key", "prod/mail/api_key", "env:MAIL_KEY", "@format {env[MAIL_KEY]}", "EJ[1:a4Bq:zT9c:pv5C]",
    "encrypted:BJ8s2kd02LskdPq0sK29dkAlspQ0d9sKElsp20Dl", "EV[1:aPq02ksLdk39sKdl:Kd92lsKd0aLs92kd]",
    "AQICAHhk9dKs02LsAqPw9DkS0Lsp2KdAlsPq0dk39sKdAGq8s7d6f5G4h3J2k1L0", "gcp-sm://projects/p/secrets/mail",
]  # fmt: skip
PLACEHOLDERS = [
    "", "   ", "*", "***", "********", "...", "x", "xxx", "xxxx", "XXXXXXXX", "xxxx-xxxx", "----", "•••", "aaaaaaaa",
    "00000000-0000-0000-0000-000000000000", "abc", "123", "123456", "12345678", "abcdef", "abc123", "1234567890abcdef",
    "0123456789abcdef0123456789abcdef", "abcabcabcabc", "a1b2c3d4e5f6", "qwerty", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "deadbeef", "1234567890", "abc123def456", "abc123def456...", "xyz789uvw123", "xyz789uvw123...",
    "your_email_key", "YOUR_API_KEY", "yourApiKey", "your api key", "your sendcloud.net API key", "your...",
    "<API_KEY>", "[secretKey]", "api_key", "API_KEY", "API_SECRET", "SMS_KEY", "SENDCLOUD_API_KEY", "apiKey", "secret",
    "test_api_key", "testApiKey", "testkey", "test", "test-key", "sub_test_api_key_123456", "test1",
    "invalid_api_key", "fake_key", "fakekey", "dummy", "example", "changeme", "change_me", "ChangeMe", "replace_me",
    "REPLACE_WITH_REAL_KEY", "placeholder", "todo", "sample", "secret-here", "insert-key-here", "none", "null",
    "undefined", "my-sms-key", "xxxkey", "overtrue_test_xxxx", "abc123****", "9f8eXXXX", "9f8e7d...", "9f8e7d00000",
    "SENDGRID_PASSWORD", "your_sendcloud_app_key_here", "your_app_key_from_sendcloud", "votre_sendcloud_key",
    "'your_email_key'", "你的密钥", "${X:-}", "${X:-changeme}", *REFERENCES,
]  # fmt: skip
KEYS = [
    "pv5CUDxYq6hq0yet", "UdaOs0sZcqhhzEED", "QwEkTEZVUjjsekGN", "f3321fbae579e8b1ace6231c4676383b", "k3j9x2m1",
    "csEd2SFI4VxjVlH08RsA2yOcACzMcRdA", "aB3xxxK9testQ2Lm", "testUdaOs0sZcqhh", "9f8e7d6c5b4a3928xxx1a2b3c4d5e6f7",
]  # fmt: skip


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", KEYS)
def test_keys_are_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)
    assert not is_placeholder_user(value)
    assert not is_reference(value)
    assert plausible_key(value)


def test_a_value_equal_to_its_own_name_is_a_placeholder() -> None:
    assert not is_placeholder("TIDEWELL_CODE")
    assert is_placeholder("TIDEWELL_CODE", "tidewell.code")
    assert is_placeholder("code", "tidewell.code")


def test_a_fall_back_is_judged_for_itself() -> None:
    assert not is_placeholder("${SMS_API_KEY:-pv5CUDxYq6hq0yet}")
    assert not is_reference("${SMS_API_KEY:-pv5CUDxYq6hq0yet}")


@pytest.mark.parametrize(
    "value",
    [
        "mycompany_api", "mycompany_sms", "your_email_user", "your_user", "YOUR_SMS_USER", "test_api_user", "testuser",
        "testApiUser", "sub_test_api_user", "ifaxin_test", "api_user", "apiUser", "SMS_USER", "smsuser", "example_user",
        "invalid_api_user", "overtrue_test_xxxx", "***", "", "${EMAIL_API_USER}", "<user>", "SENDGRID_USERNAME",
    ],
)  # fmt: skip
def test_placeholder_users(value: str) -> None:
    assert is_placeholder_user(value)


@pytest.mark.parametrize(
    "value",
    ["name_test_4TdLtA", "delong_test", "test_4TdLtA", "tidewell_mail", "tidewell_test_ab12cd", "tidewell_shop_sms",
     "postmaster@tidewell.sendcloud.org", "test"],
)  # fmt: skip
def test_test_users_are_real(value: str) -> None:
    assert not is_placeholder_user(value)


@pytest.mark.parametrize("value", REFERENCES)
def test_references(value: str) -> None:
    assert is_reference(value)


@pytest.mark.parametrize(
    "value",
    [
        "", "your_email_key", "<API_KEY>", "<<API_KEY>", "***", "changeme", "Bearer ${X}", "secrets", "[secretKey]",
        "/", "/key", "//", "pv5C/UDxYq6hq0yet", "/pv5CUDxYq/6hq0yet", "a/", "#key", "@", "__", "____", "%%", "(())",
    ],
)  # fmt: skip
def test_other_placeholders_are_no_references(value: str) -> None:
    assert not is_reference(value)


@pytest.mark.parametrize(
    "value",
    [
        "sendcloud", "email_api_key", "production", "settings.API_KEY", "keys.json", "smtp.qq.com",
        "/run/secrets/sendcloud_api_key", "./key", "https://api.example.com", "ab12", "two words", "sendCloudApiKey",
        "welcome_2024", "localhost:6379", "12345678901", "ann@tidewell.example", "a" * 130, "C:\\keys\\k1", "",
    ],
)  # fmt: skip
def test_values_that_are_no_key_by_name_alone(value: str) -> None:
    assert not plausible_key(value)


@pytest.mark.parametrize(
    ("alphabet", "length"),
    [(string.ascii_letters + string.digits, 16), (string.ascii_letters + string.digits, 32), ("0123456789abcdef", 32)],
    ids=["16 letters and digits", "32 letters and digits", "32 hexadecimal digits"],
)
def test_hardly_any_key_drawn_by_lot_is_taken_for_a_placeholder(alphabet: str, length: int) -> None:
    lot = random.Random(7)
    keys = ["".join(lot.choices(alphabet, k=length)) for _ in range(5000)]
    assert sum(is_placeholder(key) or not plausible_key(key) for key in keys) <= 5


@given(st.text(), st.text())
def test_any_text_can_be_judged(value: str, name: str) -> None:
    for answer in (is_placeholder(value, name), is_placeholder_user(value, name), is_reference(value)):
        assert answer in (True, False)
    assert plausible_key(value) in (True, False)
    assert isinstance(evidence_of(name), Evidence)
    assert spelling_of(name, "email", snake=True) in (*Role, None)
    assert not (is_reference(value) and not is_placeholder(value))


@given(st.text(min_size=1))
def test_tags_are_six_letters_that_no_hexadecimal_number_has(value: str) -> None:
    assert len(tag(value)) == 6
    assert set(tag(value)) <= set("ghijklmnopqrstuvwxyz")


@given(st.text(alphabet=string.ascii_uppercase + string.digits + "+/=_-", max_size=64))
def test_a_mask_shows_no_part_of_the_key(value: str) -> None:
    shown = mask(value)
    assert not any(value[at : at + 4] in shown for at in range(len(value) - 3))


def test_tags_tell_keys_and_salts_apart() -> None:
    assert len({tag(key) for key in KEYS}) == len(KEYS)
    assert tag("pv5CUDxYq6hq0yet") == tag("pv5CUDxYq6hq0yet") == "kzplok"
    assert tag("pv5CUDxYq6hq0yet", b"other") != tag("pv5CUDxYq6hq0yet")


def test_masks_say_how_long_the_key_is() -> None:
    assert mask("pv5CUDxYq6hq0yet") == "‹key, 16 characters, #kzplok›"
    assert mask("k").startswith("‹key, 1 character, #")


@pytest.mark.parametrize(
    "text",
    [
        "SENDCLOUD_API_SECRET", "SENDCLOUD_APISECRET", "SENDCLOUD_PUBLIC_KEY", "SENDCLOUD_SECRET_KEY",
        "SENDCLOUD_PRIVATE_KEY", "SENDCLOUD_SECRET", "SENDCLOUD_PARTNER_ID", "SENDCLOUD_WEBHOOK_SECRET",
        "SENDCLOUD_SENDER_ADDRESS_ID", "sendcloudSecretKey", "sendcloud.API_SECRET", "NEXT_PUBLIC_SENDCLOUD_PUBLIC_KEY",
        "https://panel.sendcloud.sc/api/v2", "servicepoint.sendcloud.sc", "servicepoints.sendcloud.sc",
        "account.sendcloud.com", "app.sendcloud.com", "docs.sendcloud.sc", "https://sendcloud.dev/docs",
        "from sendcloud.classes import Parcel", "import sendcloud.http", "karrio", "djangoshop_sendcloud",
        "djangoshop-sendcloud", "delivery_sendcloud", "Sendcloud-Signature", "SHOP_SENDCLOUD",
    ],
)  # fmt: skip
def test_markers_of_the_shipper(text: str) -> None:
    assert shipper_marker(text)
    assert has_shipper_marker(f"a = 1\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "https://api.aurorasendcloud.com/email/send", "https://api.sendcloud.net/apiv2", "smtp.sendcloud.net",
        "SENDCLOUD_API_KEY", "SENDCLOUD_SMS_KEY", "SENDCLOUD_SECRET_NAME", "sendcloud.email", "sendcloud.sohu.com",
        "https://sendcloud.com.other.example", "from sendcloud.sms import send", "SENDCLOUD_APP_KEY", "",
    ],
)  # fmt: skip
def test_what_marks_no_shipper(text: str) -> None:
    assert not has_shipper_marker(text)


@pytest.mark.parametrize("piece", ["sendcloud", "send_cloud_api_", "sendcloud.", "panel.", "a.", "_", "delivery-send"])
def test_a_search_grows_with_its_text(piece: str) -> None:
    assert growth(lambda size: has_shipper_marker(piece * size), 25_000) < 10


@pytest.mark.parametrize(
    ("name", "family", "user", "key"),
    [
        ("sendcloud_email.email.SendCloud", "email", (0, "api_user"), (1, "api_key")),
        ("lib.sendcloud_sms.sms.SendCloudSms", "sms", (0, "sms_user"), (1, "sms_key")),
        ("sendcloud.SendCloudBackend", "email", (None, "api_user"), (None, "api_key")),
        ("sendcloud.SendCloudBackend", "email", (None, "app_user"), (None, "app_key")),
    ],
)
def test_classes_that_take_a_pair(
    name: str, family: str, user: tuple[int | None, str], key: tuple[int | None, str]
) -> None:
    sdk = sdk_of(name)
    assert sdk is not None
    assert (sdk.family, sdk.user.position, sdk.key.position) == (family, user[0], key[0])
    assert user[1] in sdk.user.keywords
    assert key[1] in sdk.key.keywords


@pytest.mark.parametrize("name", ["sendcloud.Client", "SendCloud", "sendcloud.classes.Parcel", ""])
def test_classes_of_others(name: str) -> None:
    assert sdk_of(name) is None


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("STRIPE_SECRET", True), ("password", True), ("dbPassword", True), ("x-auth-token", True), ("apikey", True),
        ("monkey", False), ("key_id", False), ("token_url", False), ("author", False), ("", False),
    ],
)  # fmt: skip
def test_a_name_says_whether_it_holds_a_secret(name: str, is_secret: bool) -> None:
    assert names_secret(name) == is_secret
