"""Every example in a rule's manual is true: the bad ones show its fault to the whole program, the good ones do not."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.configuration.keys import KEYS
from sendcloud_lint.model.rule import Rule

API = "api.aurorasendcloud.com"
NAMES = {
    "python": "example.py",
    "dotenv": "example.env",
    "bash": "example.sh",
    "sh": "example.sh",
    "yaml": "example.yaml",
}


def manual(rule: Rule) -> str:
    return sys.modules[rule.module].__doc__ or ""


def part(text: str, title: str) -> str:
    """What stands under a title of a manual; empty if it has none such."""
    found = re.search(rf"(?ms)^## {title}\n(.*?)(?=^## |\Z)", text)
    return found[1] if found else ""


def projects(text: str, title: str) -> Iterator[dict[str, str]]:
    """The files of each example: a fence without a name is one by itself, those with names stand together."""
    together: dict[str, str] = {}
    for info, body in re.findall(r"(?ms)^```(\S[^\n]*)\n(.*?)^```$", part(text, title)):
        language, _, name = info.partition(" ")
        if name:
            together[name] = body
        else:
            yield {NAMES[language]: body}
    if together:
        yield together


def cases(title: str) -> list[Any]:
    return [
        pytest.param(rule, files, id=f"{rule.name} {number} {' '.join(files)}")
        for rule in all_rules()
        for number, files in enumerate(projects(manual(rule), title), start=1)
    ]


def codes(program: Callable[..., Any], folder: Path, rule: Rule) -> set[str]:
    done = program("check", "--output-format", "json", "--extend-select", rule.code, cwd=folder)
    assert done.err == ""
    return {finding["code"] for finding in done.json["findings"]}


@pytest.mark.parametrize(("rule", "files"), cases("Example"))
def test_the_example_shows_the_fault(
    program: Callable[..., Any], project: Callable[..., Path], rule: Rule, files: dict[str, str]
) -> None:
    assert rule.code in codes(program, project(files), rule)


@pytest.mark.parametrize(("rule", "files"), cases("Use instead"))
def test_what_to_use_instead_does_not(
    program: Callable[..., Any], project: Callable[..., Path], rule: Rule, files: dict[str, str]
) -> None:
    assert rule.code not in codes(program, project(files), rule)


@pytest.mark.parametrize(("rule", "files"), cases("Use instead"))
def test_what_to_use_instead_has_no_other_fault_either(
    program: Callable[..., Any], project: Callable[..., Path], rule: Rule, files: dict[str, str]
) -> None:
    """People copy these."""
    found = program("check", "--output-format", "json", cwd=project(files)).json["findings"]
    assert [(each["code"], each["start"]["line"]) for each in found if each["level"] != "info"] == []


@pytest.mark.parametrize("title", ["Example", "Use instead"])
def test_every_rule_has_fences(title: str) -> None:
    assert [rule.name for rule in all_rules() if not list(projects(manual(rule), title))] == []


# Options


def through_a_proxy(text: str) -> str:
    return text.replace(API, "mail-proxy.shop.example")


def by_a_client_of_their_own(text: str) -> str:
    return text.replace("requests", "shop.http").replace(f"https://{API}", "")


def unchanged(text: str) -> str:
    return text


OPTIONS = {
    "hosts": (through_a_proxy, 'hosts = ["mail-proxy.shop.example"]'),
    "clients": (
        by_a_client_of_their_own,
        "".join(
            f'[clients."shop.http.{method}"]\nurl = 0\nquery = "params"\nform = "data"\njson = "json"\n'
            'headers = "headers"\nauth = "auth"\nverify = "verify"\ntimeout = "timeout"\n'
            for method in ("get", "post")
        ),
    ),
    "variables": (unchanged, 'variables = { apiUser = ["MAIL_ACCOUNT"], apiKey = ["MAIL_SECRET"] }'),
}


def options(rule: Rule) -> set[str]:
    return set(re.findall(r"`([a-z-]+)`", part(manual(rule), "Options")))


def told(program: Callable[..., Any], folder: Path) -> set[str]:
    """The rules whose own examples they find, in a folder that has those of all rules as `CODE_number.py`."""
    found = program("check", "--output-format", "json", "--extend-select", "ALL", cwd=folder).json["findings"]
    return {each["code"] for each in found if each["path"].startswith(each["code"])}


@pytest.mark.parametrize("key", OPTIONS)
def test_an_option_that_changes_what_becomes_of_an_example_stands_on_the_rules_page(
    program: Callable[..., Any], project: Callable[..., Path], key: str
) -> None:
    rewritten, config = OPTIONS[key]
    files = {
        f"{rule.code}_{number}.py": rewritten(example["example.py"])
        for rule in all_rules()
        for number, example in enumerate(projects(manual(rule), "Example"))
        if "example.py" in example
    }
    without = told(program, project(files, name="without"))
    changed = without ^ told(program, project({**files, "sendcloud-lint.toml": config}, name="with"))
    assert changed
    assert changed <= {rule.code for rule in all_rules() if key in options(rule)}


def test_every_option_on_a_page_is_one() -> None:
    assert {key for rule in all_rules() for key in options(rule)} <= set(KEYS)
    assert [rule.code for rule in all_rules() if "Options" in manual(rule) and not options(rule)] == []
