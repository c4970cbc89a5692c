"""Every example in a rule's manual is true: the bad ones show its fault to the whole program, the good ones do not."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.model.rule import Rule

NAMES = {
    "python": "example.py",
    "dotenv": "example.env",
    "bash": "example.sh",
    "sh": "example.sh",
    "yaml": "example.yaml",
}


def projects(rule: Rule, title: str) -> Iterator[dict[str, str]]:
    """The files of each example: a fence without a name is one by itself, those with names stand together."""
    text = sys.modules[rule.module].__doc__ or ""
    part = re.search(rf"(?ms)^## {title}\n(.*?)(?=^## |\Z)", text)
    together: dict[str, str] = {}
    for info, body in re.findall(r"(?ms)^```(\S[^\n]*)\n(.*?)^```$", part[1] if part else ""):
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
        for number, files in enumerate(projects(rule, title), start=1)
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
    assert [rule.name for rule in all_rules() if not list(projects(rule, title))] == []
