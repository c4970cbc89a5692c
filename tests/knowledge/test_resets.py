"""What is said of a key's reset, which differs between the families."""

from __future__ import annotations

from sendcloud_lint.knowledge.resets import reset_advice
from sendcloud_lint.model.api import Role


def test_an_email_key_has_a_period_of_grace_and_an_sms_key_has_none() -> None:
    assert "15 more minutes" in reset_advice(Role.EMAIL_KEY)
    assert "stops at once" in reset_advice(Role.SMS_KEY)
