"""docs/rules: a page for each rule, whole and current, and an index that leaves out no rule and no sentence."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from sendcloud_lint.engine.catalogue import all_rules, url_of
from sendcloud_lint.engine.configuration.config import Configs
from sendcloud_lint.knowledge.guide import sections
from sendcloud_lint.model.rule import Rule
from tests.test_rule_examples import manual, projects

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "rules"
RULES = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
PARTS = list(dict.fromkeys(f"{section.number[0]} {section.part}" for section in sections()))
ALWAYS = ["Why", "Example", "Use instead", "When it stays silent", "In the guide", "How to suppress"]


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/generate.py, which belongs to no package."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    return import_module("generate")


def page_of(rule: Rule) -> str:
    return (PAGES / f"{rule.name}.md").read_text("utf-8")


def index(title: str) -> str:
    """What stands under a title of the index, up to the next one."""
    found = re.search(rf"(?ms)^## {title}\n(.*?)(?=^## |\Z)", (PAGES / "README.md").read_text("utf-8"))
    assert found, f"the index has a part {title}"
    return found[1]


def linked(text: str) -> list[tuple[str, str]]:
    return re.findall(r"\[(SCL\d+)\]\((\S+)\.md\)", text)


# Writing them


def test_the_pages_are_current(generate: ModuleType) -> None:
    assert generate.differences(ROOT, generate.pages()) == {}


@pytest.fixture
def elsewhere(generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with a README and an empty docs/rules, for which the generator now writes; running the sample is slow."""
    (tmp_path / "docs" / "rules").mkdir(parents=True)
    (tmp_path / "README.md").write_text("<!-- generated: rules -->\n<!-- end -->\n", "utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    return tmp_path


def test_each_file_that_is_not_as_it_should_be_is_named_and_mended(
    generate: ModuleType, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    pages = elsewhere / "docs" / "rules"
    (pages / "no-retry.md").unlink()
    (pages / "no-timeout.md").write_text("old", "utf-8")
    (pages / "no-such-rule.md").write_text("gone", "utf-8")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "docs/rules/no-retry.md is missing: run `python docs/generate.py`",
        "docs/rules/no-such-rule.md is superfluous: run `python docs/generate.py`",
        "docs/rules/no-timeout.md is stale: run `python docs/generate.py`",
    ]
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


# A page


@RULES
def test_a_page_has_all_its_parts_in_order(rule: Rule) -> None:
    found = re.findall(r"(?m)^## (.+)$", page_of(rule))
    assert [title for title in found if title in ALWAYS] == ALWAYS


@RULES
@pytest.mark.parametrize("title", ["Example", "Use instead"])
def test_the_examples_on_a_page_are_those_that_are_run(rule: Rule, title: str) -> None:
    shown = list(projects(page_of(rule), title))
    assert shown
    assert shown == list(projects(manual(rule), title))


@RULES
def test_a_finding_names_its_rules_page(rule: Rule) -> None:
    page = PAGES / f"{url_of(rule).rpartition('/')[2]}.md"
    assert re.search(rf"(?m)^# {rule.code} {rule.name}$", page.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_is_not_checked_in_a_run_over_the_project(path: Path) -> None:
    """Its bad examples are there to be bad."""
    assert Configs(str(ROOT)).excludes(path.relative_to(ROOT).as_posix())


# The index


@pytest.mark.parametrize("part", PARTS)
def test_the_index_lists_each_sentence_of_a_part_with_its_rules(part: str) -> None:
    rows = re.findall(r"(?m)^\| ([\d.]+) [^|]* \| ([A-Z`][^|]*) \| ([^|]+) \|$", index(part))
    assert [(number, says, [code for code, _ in linked(rules)]) for number, says, rules in rows] == [
        (section.number, sentence.says, [rule.code for rule in all_rules() if sentence.id in rule.guide])
        for section in sections()
        if section.number[0] == part[0]
        for sentence in section.sentences
    ]


@RULES
def test_a_rule_stands_beside_a_sentence_or_among_those_beyond_the_guide(rule: Rule) -> None:
    asked = [link for part in PARTS for link in linked(index(part))]
    assert ((rule.code, rule.name) in asked) is bool(rule.guide)
    assert ((rule.code, rule.name) in linked(index("Beyond the guide"))) is not bool(rule.guide)


def test_the_index_ends_with_every_rule() -> None:
    assert linked(index("All rules")) == [(rule.code, rule.name) for rule in all_rules()]
