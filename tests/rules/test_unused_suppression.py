"""SCL002: one finding a comment, which names the idle codes and those that are no rule's."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.facts import Idle
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.unused_suppression import check

from .facts import faults, messages, place


def idle(*codes: str, strangers: tuple[str, ...] = ()) -> Idle:
    return Idle(place(20), codes, strangers)


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL002", Level.WARNING)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(idle("SCL101"), "This suppression of `SCL101` holds nothing back", id="one idle code"),
        pytest.param(
            idle("SCL101", "SCL503"),
            "This suppression of `SCL101` and `SCL503` holds nothing back",
            id="two idle codes",
        ),
        pytest.param(
            idle("SCL101", "SCL102", "SCL503"),
            "This suppression of `SCL101`, `SCL102` and `SCL503` holds nothing back",
            id="three idle codes",
        ),
        pytest.param(
            idle(strangers=("SCL999",)),
            "This suppression is without effect, as `SCL999` is no rule",
            id="one unknown code",
        ),
        pytest.param(
            idle(strangers=("SCL999", "SLC101")),
            "This suppression is without effect, as `SCL999` and `SLC101` are no rules",
            id="two unknown codes",
        ),
        pytest.param(
            idle("SCL101", strangers=("SCL999",)),
            "This suppression of `SCL101` holds nothing back, and `SCL999` is no rule",
            id="an idle and an unknown code are one finding",
        ),
        pytest.param(idle(), "This suppression holds nothing back", id="a whole file without codes"),
    ],
)
def test_one_finding_a_comment(fact: Idle, message: str) -> None:
    assert messages(check, fact) == [message]


def test_it_points_at_the_comment() -> None:
    (fault,) = faults(check, idle("SCL101"))
    assert (fault.place, fault.related) == (place(20), ())


def test_a_misspelled_code_may_be_corrected_and_an_idle_one_only_removed() -> None:
    helps = [fault.help for fact in (idle("SCL101"), idle(strangers=("SCL999",))) for fault in faults(check, fact)]
    assert ["correct the code" in said for said in helps] == [False, True]


def test_comments_with_other_codes_have_other_slots() -> None:
    found = [faults(check, fact)[0].slot for fact in (idle("SCL101"), idle("SCL102"), idle("SCL101", "SCL102"))]
    assert found == ["SCL101", "SCL102", "SCL101,SCL102"]
