"""Scripts in settings, the variables around them, and the way back from a value to where it is written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import ansible, environments, hcl, ini, scripts, toml, yaml
from sendcloud_lint.readers import json as json_reader
from sendcloud_lint.readers.unquoted import unquoted


def scalars(tree: Tree) -> list[Scalar]:
    if isinstance(tree, Scalar):
        return [tree]
    inner = [pair.value for pair in tree.pairs] if isinstance(tree, Section) else list(tree.items)
    return [found for each in inner for found in scalars(each)]


def ran(text: str) -> list[list[str]]:
    """The words of each command that is run by words, and of each script how many statements it has."""
    program = scripts.read(text, yaml.read(text), yaml.script)
    functions = [one for one in (program.body if program is not None else ()) if isinstance(one, p.Function)]
    return [[text[one.span.start : one.span.end].strip("\"'"), str(len(one.body))] for one in functions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run: a", [["a", "1"]]),
        ("script: [a b, c d]", [["a b", "2"]]),
        ("before_script: [a]\nscript: [b, c]\nafter_script: [d]", [["a", "1"], ["a", "3"], ["d", "1"]]),
        ("command: [curl, -d, a]", [["curl", "1"]]),
        ("command: [sh, -c, a; b]", [["a; b", "2"]]),
        ("command: [shop, -d, a]", [["shop", "3"]]),
        ("test: [CMD-SHELL, a; b]", [["a; b", "2"]]),
        ("name: curl", []),
        ("why: see curl a", []),
        ("how: curl a", [["curl a", "1"]]),
        ("shell: python\nrun: a", []),
        ("shell: bash -e {0}\nrun: a", [["bash -e {0}", "1"], ["a", "1"]]),
        ("env: {A: b}\nrun: a", [["a", "2"]]),
    ],
    ids=repr,
)
def test_what_is_a_script(text: str, expected: list[list[str]]) -> None:
    assert ran(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("env: {A: b, C: '${{ secrets.D }}', E: $E, F: 'g$h', 'not a name': b}", ["A=b", "C=$D"]),
        ("environment: [A=b, 'C=\"d\"', E]", ["A=b", "C=d"]),
        ("variables: [{name: A, value: b}, {group: c}, {D: $(E)}]", ["A=b", "group=c", "D=$E"]),
        ("env: {global: [A=b], matrix: [C=d]}", ["A=b"]),
        ("other: {A: b}", []),
    ],
    ids=repr,
)
def test_variables_that_are_given(text: str, expected: list[str]) -> None:
    found = []
    for one in environments.given(text, yaml.read(text).root):
        (target,) = one.targets
        assert isinstance(target, p.Name)
        value = f"${one.value.name}" if isinstance(one.value, p.Name) else ""
        if isinstance(one.value, p.Constant) and isinstance(one.value.value, Written):
            value = one.value.value.reveal()
        found.append(f"{target.name}={value}")
    assert found == expected


@given(st.text(min_size=1))
def test_a_value_of_json_leads_back_to_where_it_is_written(value: str) -> None:
    for text in (json.dumps({"run": value}), json.dumps({"run": value}, ensure_ascii=False)):
        (scalar,) = scalars(json_reader.read(text).root)
        made = unquoted(text, scalar)
        if made is not None:
            assert made.text == scalar.text.reveal()
            assert scalar.span.holds(made.back_span(Span(0, len(made.text))))


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (json_reader, '{"a": "b \\"c\\" \\n \\u0041"}', 'b "c" \n A'),
        (ini, "a =\n    b \\\n      c\n    d\n", "b \\\nc\nd"),
        (toml, 'a = "b \\t c"', "b \t c"),
        (toml, "a = 'b \\t c'", "b \\t c"),
        (hcl, 'a = "b c"', "b c"),
    ],
)
def test_values_in_quotes_and_on_lines(reader: object, text: str, expected: str) -> None:
    (scalar,) = scalars(reader.read(text).root)  # type: ignore[attr-defined]
    made = unquoted(text, scalar)
    assert made is not None
    assert made.text == expected
    assert text[made.back(expected.index("b"))] == "b"
    if "c" in expected:
        assert text[made.back(expected.index("c"))] == "c"


def test_a_task_is_a_call() -> None:
    text = "- uri: {url: a, body: {b: 'c {{ d }}', e: '{{ f | urlencode }}', g: [h]}}\n  until: i\n- uri: url=a\n"
    (task,) = ansible.tasks(text, yaml.read(text))
    (statement,) = task.body
    assert isinstance(statement, p.Evaluate)
    assert isinstance(statement.value, p.Call)
    assert [one.keyword for one in statement.value.arguments] == ["url", "body", "retries"]
    assert text[statement.span.start : statement.span.end] == "uri"


def test_lists_are_whole_words_or_lines() -> None:
    text = "command:\n  - curl\n  - {a: b}\n"
    assert isinstance(yaml.read(text).root.pairs[0].value, Sequence)
    assert ran(text) == [["curl", "1"]]


@pytest.mark.parametrize(
    "text",
    [
        "run: a ${{" + " " * 200_000,
        "env: {A: '${{ " + "a" * 200_000 + "'}\nrun: b",
        "command: [curl, '${{" + "a." * 100_000 + "']",
        "uri: {url: '{{" + " " * 200_000 + "a'}",
        "run: |\n  #!/bin/sh -" + "x" * 100_000 + "1",
    ],
    ids=["blanks", "a name", "a word", "a template", "options"],
)
def test_what_is_never_closed_costs_no_time(text: str) -> None:
    document = yaml.read(text)
    scripts.read(text, document, yaml.script)


def test_a_letter_of_two_escapes_is_one() -> None:
    text = json.dumps({"run": "curl 'é😀'"})
    program = scripts.read(text, json_reader.read(text), unquoted)
    assert program is not None
    shown = [
        (node.value.reveal(), text[node.span.start : node.span.end])
        for statement in program.body
        for node in walk(statement)
        if isinstance(node, p.Constant) and isinstance(node.value, Written)
    ]
    assert ("é😀", "'\\u00e9\\ud83d\\ude00'") in shown
