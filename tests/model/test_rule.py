"""The decorator that makes a rule of a check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sendcloud_lint.model.facts import Credential, Fact, Request
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import Check, Rule, rule


def make(check: Check, *, opt_in: bool = False) -> Rule:
    return rule(code="SCL999", name="some-fault", level=Level.INFO, since="0.1", opt_in=opt_in)(check)


def of_requests(request: Request) -> Iterator[Fault]:
    yield from ()


def of_credentials(credential: Credential) -> Iterator[Fault]:
    yield from ()


def of_nothing() -> Iterator[Fault]:
    yield from ()


def of_two(request: Request, credential: Credential) -> Iterator[Fault]:
    yield from ()


def of_any_fact(fact: Fact) -> Iterator[Fault]:
    yield from ()


def of_several(requests: list[Request]) -> Iterator[Fault]:
    yield from ()


def unannotated(request):  # type: ignore[no-untyped-def]
    yield from ()


@pytest.mark.parametrize(
    ("check", "wants"), [(of_requests, Request), (of_credentials, Credential)], ids=["requests", "credentials"]
)
def test_the_annotation_says_which_facts_are_wanted(check: Check, wants: type) -> None:
    assert make(check).wants is wants


def test_a_rule_keeps_what_it_was_made_of() -> None:
    made = make(of_requests)
    assert (made.code, made.name, made.level, made.since) == ("SCL999", "some-fault", Level.INFO, "0.1")
    assert (made.check, made.module) == (of_requests, __name__)


def test_a_rule_stands_for_nothing_in_the_guide_unless_it_says_so() -> None:
    made = rule(code="SCL999", name="some-fault", level=Level.INFO, since="0.1", guide=("email-from",))(of_requests)
    assert (make(of_requests).guide, made.guide) == ((), ("email-from",))


@pytest.mark.parametrize("opt_in", [False, True], ids=["by default", "on request"])
def test_a_rule_runs(opt_in: bool) -> None:
    assert make(of_requests, opt_in=opt_in).opt_in is opt_in


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(of_nothing, id="no parameter"),
        pytest.param(of_two, id="two parameters"),
        pytest.param(of_any_fact, id="a union of facts"),
        pytest.param(of_several, id="a list of facts"),
        pytest.param(unannotated, id="no annotation"),
    ],
)
def test_a_wrong_annotation_fails_with_file_and_line(check: Check) -> None:
    with pytest.raises(TypeError) as error:
        make(check)
    assert str(error.value).startswith(f"{__file__}:{check.__code__.co_firstlineno}: a check takes one parameter")
