"""Pipelines of Jenkins: the scripts in them, what these find set, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import groovy


def nodes(text: str) -> list[object]:
    program = groovy.read(text).script
    body = program.body if program is not None else ()
    found = [node for statement in body for node in walk(statement) if hasattr(node, "span")]
    return sorted(found, key=lambda node: node.span.start)  # type: ignore[attr-defined,no-any-return]


def plain(value: object) -> str:
    if isinstance(value, p.Constant):
        return value.value.reveal() if isinstance(value.value, Written) else str(value.value)
    if isinstance(value, p.Name):
        return f"<{value.name}>"
    if isinstance(value, p.Formatted):
        return "".join(map(plain, value.pieces))
    if isinstance(value, p.Split):
        return plain(value.value)
    if isinstance(value, p.Call):
        return " ".join([plain(value.function), *(plain(one.value) for one in value.arguments)])
    return type(value).__name__


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("sh 'a b'", ["<a()> b"]),
        ('sh "a b"', ["<a()> b"]),
        ("sh '''\n  a b\n  c\n'''", ["<a()> b", "<c()>"]),
        ('sh """a "$b" ${c.d}\n"""', ["<a()> <b> <d>"]),
        ('sh "a \\"b c\\" \\$d"', ["<a()> b c <d>"]),
        ("sh 'a \\'b c\\' \\\\d'", ["<a()> b c d"]),
        ("sh(script: 'a', returnStdout: true).trim()", ["<a()>"]),
        ('def out = sh(returnStdout: true, script: "a")', ["<a()>"]),
        ("sh script: 'a', label: 'sh b'", ["<a()>"]),
        ("sh label: 'c', script: 'a'", ["<a()>"]),
        ("sh('a')", ["<a()>"]),
        ("steps.sh 'a'", ["<a()>"]),
        ("// sh 'a'\n/* sh 'b' */\nsh 'c'", ["<c()>"]),
        ("echo 'sh \"a\"'", []),
        ("wsh 'a'; sh a; sh.run 'a'", []),
        ("sh 'a\nb", []),
    ],
)
def test_what_is_run(step: str, expected: list[str]) -> None:
    found = nodes(f"pipeline {{ stages {{ steps {{\n{step}\n}} }} }}")
    assert [plain(node) for node in found if isinstance(node, p.Call)] == expected


def test_what_a_script_finds_set() -> None:
    text = """environment {
  A = 'one'
  B = credentials('two')
  C = "${D}"
}
def e = 'five'
def f = "six"
sh 'a'
sh "b"
"""
    functions = [node for node in nodes(text) if isinstance(node, p.Function)]
    found = [
        [(plain(one.targets[0]), plain(one.value)) for one in each.body if isinstance(one, p.Assign)]
        for each in functions
    ]
    assert found == [[("<A>", "one")], [("<A>", "one"), ("<e>", "five"), ("<f>", "six")]]


def test_what_is_set_twice_may_be_either() -> None:
    text = "environment { A = 'one' }\nsh 'a'\nenvironment { A = 'two' }\nsh 'b'\n"
    assert not [node for node in nodes(text) if isinstance(node, p.Assign)]


def test_everything_stands_where_it_is_written() -> None:
    text = 'environment { KEY = \'one\' }\nsh """\n  send \\"two\\" ${KEY}\n"""\n'
    found = [node for node in nodes(text) if isinstance(node, p.Constant | p.Name)]
    assert {"'one'", "KEY", '\\"two\\"', "${KEY}"} <= {text[node.span.start : node.span.end] for node in found}


@given(
    st.lists(
        st.sampled_from(
            ["sh ", "'", '"', "'''", '"""', "\\", "/*", "*/", "//", "\n", "$", "{", "}", "a = ", "script: "]
        )
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    for node in nodes(text):
        assert 0 <= node.span.start <= node.span.end <= len(text)  # type: ignore[attr-defined]
