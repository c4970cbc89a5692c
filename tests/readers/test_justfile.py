"""Justfiles: what is set, what is run, and where it stands."""

from __future__ import annotations

import pytest

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import justfile


def nodes(text: str) -> list[object]:
    program = justfile.read(text).script
    body = program.body if program is not None else ()
    return [node for statement in body for node in walk(statement)]


def plain(value: object) -> object:
    if isinstance(value, p.Constant):
        return value.value.reveal() if isinstance(value.value, Written) else value.value
    if isinstance(value, p.Name):
        return f"<{value.name}>"
    if isinstance(value, p.Operation):
        return (value.operator, *map(plain, value.operands))
    if isinstance(value, p.Formatted):
        return "".join(str(plain(piece)) for piece in value.pieces)
    if isinstance(value, p.Split):
        return plain(value.value)
    if isinstance(value, p.Call):
        return " ".join(str(plain(one)) for one in (value.function, *(each.value for each in value.arguments)))
    return type(value).__name__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"x y"', "x y"), ("'x \\n'", "x \\n"), ('"a\\n\\"b\\\\$c`"', 'a\n"b\\$c`'), ("name", "<name>"),
        ("my-name", "<my_name>"),
        ('"a" + b + "c"', "a<b>c"), ('a / "b"', "<a>/b"), ("`date -u`", "<date()> -u"),
        ("env_var('A')", "<A>"), ('env("A")', "<A>"), ("env_var_or_default('A', 'b c')", ("or", "<A>", "b c")),
        ("if a == b { 'c' } else { 'd' }", "<@>"), ("uppercase(a)", "<@>"), ("'''a\n b'''", "a\n b"),
        ('"a"  # why', "a"), ('"a" + \\', "a<@>"), ("", ""),
    ],
)  # fmt: skip
def test_values(value: str, expected: object) -> None:
    for head in ("a := ", "export a:="):
        assigned = [node for node in nodes(f"{head}{value}\nz := 'last'\n") if isinstance(node, p.Assign)]
        assert [plain(node.value) for node in assigned] == [expected, "last"]


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ("a:\n  b c\n\n  @d\n  -@e\n", ["<b()> c", "<d()>", "<e()>"]),
        ("a b c='d': e\n    f {{b}} {{c}}\n", ["<f()> <b> <c>"]),
        ("@a *b:\n\tc \\\n\t  d\n", ["<c()> d"]),
        ("a:\n  b '{{c}}' \"{{c}}\" {{c}}{{{{ d\n", ["<b()> <c> <c> <c>{{ d"]),
        ("c := 'd -e'\na:\n  {{c}} {{c}}\n", ["<d()> -e <c>"]),
        ("a:\n  b {{ c + 'd' }} {{ f(g) }}\n", ["<b()> <c>d <@>"]),
        ("a:\n  #!/bin/bash\n  b\n  c '{{d}}'\n", ["<b()>", "<c()> <d>"]),
        ("a:\n  #!/usr/bin/env python3\n  b()\n", []),
        ("set dotenv-load\nset shell := ['a']\nalias b := c\n", ["<source()> .env"]),
        ("a:\n  b {{ c\n  d }}\n", ["<b()> {{ c", "<d()> }}"]),
    ],
)  # fmt: skip
def test_recipes(recipe: str, expected: list[str]) -> None:
    calls = sorted((node for node in nodes(recipe) if isinstance(node, p.Call)), key=lambda call: call.span)
    assert [plain(call) for call in calls] == expected


def test_a_parameter_has_a_default() -> None:
    functions = [node for node in nodes("a b c='d' $e=\"f\" +g:\n  h\n") if isinstance(node, p.Function)]
    parameters = [(one.name, plain(one.default)) for one in functions[0].parameters]
    assert parameters == [("b", "NoneType"), ("c", "d"), ("e", "f"), ("g", "NoneType")]


def test_places_and_comments() -> None:
    text = "# a\nb := \"some value\"  # c\nd: # e\n  curl 'f' # g\n"
    constants = [node for node in nodes(text) if isinstance(node, p.Constant)]
    assert [text[one.span.start : one.span.end] for one in constants] == ['"some value"', "'f'"]
    found = justfile.read(text).settings.comments
    assert [text[one.span.start : one.span.end] for one in found] == ["# a", "# c", "# e", "# g"]
