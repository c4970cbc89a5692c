"""SCL001: what can't be read is told, with the reader's own reason."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.facts import Unreadable
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.rules.unreadable_file import check

from .facts import faults, place


def test_code_and_level() -> None:
    assert (check.code, check.level) == ("SCL001", Level.WARNING)


@pytest.mark.parametrize(
    "reason",
    [
        "is not valid Python",
        "is not UTF-8",
        "declares an encoding that does not exist",
        "is not valid YAML",
        "is not a notebook",
        "is nested too deeply to be parsed safely",
    ],
)
def test_the_reason_completes_the_message(reason: str) -> None:
    (fault,) = faults(check, Unreadable(place(70), reason))
    assert fault.message == f"The file {reason}"


def test_it_points_at_the_place_of_the_error_and_at_nothing_else() -> None:
    (fault,) = faults(check, Unreadable(place(70, "conf/settings.yaml"), "is not valid YAML"))
    assert (fault.place, fault.related) == (place(70, "conf/settings.yaml"), ())


def test_no_reason_and_no_place_enters_the_fingerprint() -> None:
    one, other = (faults(check, Unreadable(place(at), f"is bad in way {at}"))[0] for at in (1, 2))
    assert (one.scope, one.slot, one.tag) == (other.scope, other.slot, other.tag) == ("", "", "")
