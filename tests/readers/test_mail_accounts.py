"""Accounts of programs that send mail: msmtp's settings, and Postfix's table of logins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.document import Document, Scalar, Section
from sendcloud_lint.readers import msmtprc, sasl_passwd
from sendcloud_lint.readers.kinds import kind_of


def sections(document: Document, text: str) -> list[tuple[str, dict[str, str]]]:
    """Each section's values as they are, which stand where they are written."""
    found = []
    for pair in document.root.pairs:
        assert isinstance(pair.value, Section)
        values = {}
        for one in pair.value.pairs:
            assert isinstance(one.value, Scalar)
            assert text[one.name_span.start : one.name_span.end] == one.name or one.name in ("user", "password")
            assert one.value.text.reveal() in text[one.value.span.start : one.value.span.end]
            values[one.name] = one.value.text.reveal()
        found.append((pair.name, values))
    return found


def test_accounts_of_msmtp() -> None:
    text = """# all
defaults
auth on
  tls  on

account sendcloud
host smtp.aurorasendcloud.com
user "shop mail"
password k7 # no comment
passwordeval pass show mail
account default : sendcloud
"""
    document = msmtprc.read(text)
    assert sections(document, text) == [
        ("defaults", {"auth": "on", "tls": "on"}),
        (
            "sendcloud",
            {"host": "smtp.aurorasendcloud.com", "user": "shop mail", "password": "k7 # no comment",
             "passwordeval": "pass show mail"},
        ),
        ("default", {}),
    ]  # fmt: skip
    assert [one.text.reveal() for one in document.comments] == ["# all"]


def test_logins_of_postfix() -> None:
    text = "# relay\n[smtp.aurorasendcloud.com]:587  shop_mail:k7:k8\nsmtp.shop.example a:b\n\nnothing\n@x y:z\n"
    document = sasl_passwd.read(text)
    assert sections(document, text) == [
        ("smtp.aurorasendcloud.com", {"user": "shop_mail", "password": "k7:k8"}),
        ("smtp.shop.example", {"user": "a", "password": "b"}),
        ("@x", {"user": "y", "password": "z"}),
    ]
    assert [one.text.reveal() for one in document.comments] == ["# relay"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("home/.msmtprc", "msmtprc"), ("etc/msmtprc", "msmtprc"), ("postfix/sasl_passwd", "sasl_passwd"),
        ("sasl_passwd.example", "sasl_passwd"), ("saslpass", "text"),
    ],
)  # fmt: skip
def test_which_file_is_one(path: str, kind: str) -> None:
    assert kind_of(path, "") == kind


@given(st.text('ab:[]#" \r\naccount'))
def test_any_text_is_read(text: str) -> None:
    sections(msmtprc.read(text), text)
    sections(sasl_passwd.read(text), text)
