"""SCL603: what is told of how long a key is kept, and from when on."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Kept
from sendcloud_lint.model.finding import Step
from sendcloud_lint.rules.cached_key import check

from .facts import faults, place

HERE = place(10)
EVER = float("inf")


def kept(role: Role, seconds: float) -> Kept:
    return Kept(HERE, role, role.parameter, seconds, "send", (Step(place(30), "sent here"),))


@pytest.mark.parametrize(
    ("role", "seconds", "said", "advice"),
    [
        (
            Role.EMAIL_KEY,
            3600.0,
            "for 3,600 seconds, but after a reset the old one works for 15 minutes",
            "900 seconds",
        ),
        (Role.EMAIL_KEY, EVER, "as long as the program runs, but after a reset the old one works for", "900 seconds"),
        (Role.SMS_KEY, 60.0, "for 60 seconds, but after a reset the old one stops at once", "for each request"),
        (Role.SMS_KEY, 1.0, "for 1 second, but", "for each request"),
    ],
)
def test_what_it_says(role: Role, seconds: float, said: str, advice: str) -> None:
    (fault,) = faults(check, kept(role, seconds))
    assert said in fault.message
    assert f"`{role.parameter}`" in fault.message
    assert advice in fault.help
    assert (fault.place, fault.related) == (HERE, (Step(place(30), "sent here"),))


@pytest.mark.parametrize(("role", "seconds"), [(Role.EMAIL_KEY, 900.0), (Role.EMAIL_KEY, 1.0), (Role.SMS_KEY, 0.0)])
def test_what_is_short_enough(role: Role, seconds: float) -> None:
    assert faults(check, kept(role, seconds)) == []
