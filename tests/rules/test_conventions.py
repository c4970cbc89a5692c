"""What holds for every rule, those that are written tomorrow included."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from sendcloud_lint import rules
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.knowledge.guide import Sentence, sections
from sendcloud_lint.model import facts
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import Rule

RULES = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
PARTS = (
    "Why", "Example", "Use instead", "Fix safety", "If this is a real key", "When it stays silent", "Options",
)  # fmt: skip
ALWAYS = {"Why", "Example", "Use instead", "When it stays silent"}
SENTENCES = [sentence for section in sections() for sentence in section.sentences]
OPT_IN = {"SCL105", "SCL305"}
MODULES = sorted(path.stem for path in Path(rules.__path__[0]).glob("*.py") if path.stem != "__init__")


def docstring(rule: Rule) -> str:
    text = sys.modules[rule.module].__doc__
    assert text, "a rule's module has a docstring"
    return text


def parts(rule: Rule) -> dict[str, str]:
    _, *sections = re.split(r"(?m)^## ", docstring(rule))
    return {title: body.strip() for title, _, body in (section.partition("\n") for section in sections)}


def fences(body: str) -> list[tuple[str, str]]:
    return re.findall(r"(?ms)^```(\S[^\n]*)\n(.*?)^```$", body)


def tree(rule: Rule) -> ast.Module:
    return ast.parse(Path(str(sys.modules[rule.module].__file__)).read_text(encoding="utf-8"))


def spoken(rule: Rule) -> Iterator[ast.expr]:
    """Every text that a rule writes into a fault where it makes the fault."""
    for node in ast.walk(tree(rule)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
            yield from (keyword.value for keyword in node.keywords if keyword.arg in ("message", "help"))


def decorated(rule: Rule) -> set[str | None]:
    """What the decorator of a rule is told in so many words."""
    return {
        keyword.arg
        for node in ast.walk(tree(rule))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rule"
        for keyword in node.keywords
    }


def test_every_module_makes_one_rule() -> None:
    assert sorted(rule.module.rpartition(".")[2] for rule in all_rules()) == MODULES


@pytest.mark.parametrize("attribute", ["code", "name"])
def test_no_two_rules_share_a(attribute: str) -> None:
    values = [getattr(rule, attribute) for rule in all_rules()]
    assert sorted(values) == sorted(set(values))


@RULES
def test_the_file_is_named_like_the_rule(rule: Rule) -> None:
    assert rule.module.rpartition(".")[2] == rule.name.replace("-", "_")


@RULES
def test_the_name_is_kebab_case(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@RULES
def test_the_code_is_scl_and_three_digits(rule: Rule) -> None:
    assert re.fullmatch(r"SCL\d{3}", rule.code)


@RULES
def test_since_is_a_version(rule: Rule) -> None:
    assert re.fullmatch(r"\d+\.\d+", rule.since)


@RULES
def test_a_rule_says_what_of_the_guide_it_stands_for(rule: Rule) -> None:
    """`guide=()` where the guide says nothing of it: that nobody thought of the guide is no answer."""
    assert "guide" in decorated(rule)
    assert rule.guide == tuple(sentence.id for sentence in SENTENCES if sentence.id in rule.guide)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.id)
def test_a_sentence_of_the_guide_has_a_rule_or_a_reason_why_not(sentence: Sentence) -> None:
    assert sentence.unchecked or any(sentence.id in rule.guide for rule in all_rules())


@RULES
def test_no_sentence_of_the_guide_waits_for_a_rule_that_exists(rule: Rule) -> None:
    assert [sentence.id for sentence in SENTENCES if rule.code in (sentence.unchecked or "")] == []


@RULES
def test_only_what_the_contract_calls_opt_in_waits_for_a_selection(rule: Rule) -> None:
    assert rule.opt_in == (rule.code in OPT_IN)


@RULES
def test_check_says_which_facts_it_wants(rule: Rule) -> None:
    hints = get_type_hints(rule.check)
    assert hints.pop("return") == Iterator[Fault]
    assert list(hints.values()) == [rule.wants]
    assert rule.wants in get_args(facts.Fact)


@RULES
def test_a_rule_sees_model_and_knowledge_only(rule: Rule) -> None:
    imported = [node.module or "" for node in ast.walk(tree(rule)) if isinstance(node, ast.ImportFrom)]
    ours = [name for name in imported if name.split(".")[0] == "sendcloud_lint"]
    assert [name for name in ours if name.split(".")[1] not in ("model", "knowledge")] == []


@RULES
def test_a_rule_opens_no_text_and_no_file(rule: Rule) -> None:
    names = {node.attr for node in ast.walk(tree(rule)) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree(rule)) if isinstance(node, ast.Name)}
    assert not names & {"reveal", "_text", "open", "eval", "exec", "print"}


@RULES
def test_the_first_line_is_one_sentence(rule: Rule) -> None:
    first, second, *_ = docstring(rule).split("\n")
    assert re.fullmatch(r"[A-Z`][^.]*\.", first.replace("`.env`", ""))
    assert second == ""


@RULES
def test_the_parts_stand_in_order(rule: Rule) -> None:
    found = list(parts(rule))
    assert found == [title for title in PARTS if title in found]
    assert set(found) >= ALWAYS


@RULES
def test_no_part_is_empty(rule: Rule) -> None:
    assert [title for title, body in parts(rule).items() if not body] == []


@RULES
def test_a_rule_about_exposed_keys_says_what_to_do_with_a_real_one(rule: Rule) -> None:
    if rule.code.startswith("SCL1") and rule.level is Level.ERROR:
        assert "If this is a real key" in parts(rule)


@RULES
@pytest.mark.parametrize("title", ["Example", "Use instead"])
def test_examples_are_fences_with_a_language_and_perhaps_a_file_name(rule: Rule, title: str) -> None:
    found = fences(parts(rule)[title])
    assert found
    assert [info for info, _ in found if not re.fullmatch(r"[a-z]+( \S+)?", info)] == []
    assert parts(rule)[title].count("```") == 2 * len(found)


@RULES
def test_an_example_and_its_cure_differ(rule: Rule) -> None:
    bad, good = (dict.fromkeys(code for _, code in fences(parts(rule)[title])) for title in ("Example", "Use instead"))
    assert not bad.keys() & good.keys()


@RULES
def test_what_is_said_has_no_full_stop_at_the_end(rule: Rule) -> None:
    ends = [piece.value for text in spoken(rule) for piece in _pieces(text)[-1:] if isinstance(piece, ast.Constant)]
    assert [end for end in ends if str(end).endswith((".", "!"))] == []


@RULES
def test_what_is_said_is_one_line(rule: Rule) -> None:
    pieces = [piece.value for text in spoken(rule) for piece in _pieces(text) if isinstance(piece, ast.Constant)]
    assert [piece for piece in pieces if "\n" in str(piece) or "  " in str(piece)] == []


def _pieces(text: ast.expr) -> list[ast.expr]:
    if isinstance(text, ast.JoinedStr):
        return text.values
    return [*_pieces(text.left), *_pieces(text.right)] if isinstance(text, ast.BinOp) else [text]
