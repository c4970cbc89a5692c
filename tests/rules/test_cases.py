"""What rules say of code and settings, told in Markdown: `tests/rules/*.md`, a file for a rule.

A section is a case: a heading, and fenced texts whose second word is their file (`app.py` or `send.sh` without one).
`# expect: SCL205` ends each line on which the rule must speak; it must speak nowhere else. `# expect below: SCL205`
says so of the next line, where a comment would be part of the value. What other rules say of a case is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.model.rule import Rule

FOLDER = Path(__file__).parent
NAMES = {"python": "app.py", "sh": "send.sh", "dotenv": ".env", "yaml": "settings.yaml"}
_FENCE = re.compile(r"(?ms)^```(\w+)(?: +(\S+))?\n(.*?)^```$")
_EXPECT = re.compile(r"expect(?P<below> below)?: (?P<codes>SCL\d{3}(?:, SCL\d{3})*)")
ENOUGH = 6


@dataclass(frozen=True)
class Case:
    """Some files, and the lines on which the rule must speak, by file and number."""

    rule: Rule
    title: str
    files: dict[str, str]

    def expected(self) -> list[tuple[str, int]]:
        return sorted(
            (path, number + bool(found["below"]))
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            for found in _EXPECT.finditer(line)
            for code in found["codes"].split(", ")
            if code == self.rule.code
        )


def cases(rule: Rule) -> Iterator[Case]:
    path = FOLDER / f"{rule.module.rpartition('.')[2]}.md"
    if not path.exists():
        return
    for part in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
        title, _, body = part.partition("\n")
        fences = _FENCE.findall(body)
        yield Case(rule, title.strip(), {name or NAMES[kind]: text for kind, name, text in fences})


def selected(rule: Rule) -> str:
    """The rule alone; but a suppression is judged only if the rule that it names was run."""
    return "ALL" if rule.name == "unused-suppression" else rule.code


CASES = [case for rule in all_rules() for case in cases(rule)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.rule.name}: {case.title}") for case in CASES])
def test_the_rule_speaks_where_it_must_and_nowhere_else(
    program: Callable[..., Any], project: Callable[..., Path], case: Case
) -> None:
    done = program("check", "--output-format", "json", "--select", selected(case.rule), cwd=project(case.files))
    assert done.err == ""
    found = [(each["path"], each["start"]["line"]) for each in done.json["findings"] if each["code"] == case.rule.code]
    assert sorted(found) == case.expected()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_there_are_enough_good_and_bad_cases(rule: Rule) -> None:
    told = [bool(case.expected()) for case in CASES if case.rule == rule]
    assert min(told.count(True), told.count(False)) >= ENOUGH


def test_every_file_is_a_rules() -> None:
    rules = {rule.module.rpartition(".")[2] for rule in all_rules()}
    assert {path.stem for path in FOLDER.glob("*.md")} <= rules
