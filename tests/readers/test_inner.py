"""Python that a script hands to its interpreter, and that settings hold."""

from __future__ import annotations

import ast
import json
import shlex
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import scripts, shell
from sendcloud_lint.readers import yaml as yaml_reader


def constants(program: p.Program) -> Iterator[p.Constant]:
    """The texts of all programs in a script, in their order."""
    for inner in program.inner:
        found = [node for node in walk(inner.body) if isinstance(node, p.Constant) and isinstance(node.value, Written)]
        yield from sorted(found, key=lambda node: node.span)


def written(text: str) -> list[str]:
    program, _ = shell.read(text)
    return [text[node.span.start : node.span.end] for node in constants(program)]


@pytest.mark.parametrize(
    "text",
    [
        "python -c 'a = \"x\"'",
        "python3 -uc 'a = \"x\"' b",
        "/usr/bin/python3.12 -W ignore -c 'a = \"x\"'",
        "sudo -u mail env B=c python -c 'a = \"x\"'",
        "docker compose exec -T web python manage -c 'b'; python -c 'a = \"x\"'",
        "python <<'EOF'\na = \"x\"\nEOF\n",
        'python - a <<EOF\na = "x"\nEOF\n',
        'python3 -u - <<-EOF\n\tif b:\n\t  a = "x"\n\tEOF\n',
        "B=$C python3 - <<< 'a = \"x\"'",
        "if b; then\n  c | python -c 'a = \"x\"' && d\nfi\n",
        "e() { f=$(python -c 'a = \"x\"'); }\n",
    ],
)
def test_code_that_an_interpreter_is_given(text: str) -> None:
    assert written(text) == ['"x"']


@pytest.mark.parametrize(
    "text",
    [
        "python send.py -c 'a = \"x\"'",
        "python -m mail -c 'a = \"x\"'",
        "python send.py <<EOF\na = \"x\"\nEOF\n",
        "ruby -c 'a = \"x\"'",
        "python -c 'a = = \"x\"'",
        "python -c",
        "python -c \"$CODE\"",
        "python",
    ],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert written(text) == []


def test_quotes_and_backslashes_of_the_shell_are_none_of_pythons() -> None:
    text = "python -c \"a = \\\"x\\\"; b = '\\$y'; c = \\\n'z'\" \n"
    assert written(text) == ['\\"x\\"', "'\\$y'", "'z'"]


def test_a_word_may_change_its_quotes() -> None:
    text = """python -c 'a = '"'x'"'; b = "y"'\n"""
    assert written(text) == ["'x'", '"y"']


def test_what_the_shell_fills_in_is_a_name_that_nothing_binds() -> None:
    program, _ = shell.read('python - <<EOF\na = "x$B-${C}"\nb = $D\nEOF\n')
    (inner,) = program.inner
    first, second = (statement.value for statement in inner.body if isinstance(statement, p.Assign))
    assert isinstance(first, p.Formatted)
    assert [type(piece).__name__ for piece in first.pieces] == ["Constant", "Conversion", "Constant", "Conversion"]
    assert isinstance(second, p.Name)


def test_comments_of_all_languages_are_the_scripts() -> None:
    text = "# a\npython - <<'EOF'\nb = 1  # c\nEOF\n"
    program, _ = shell.read(text)
    assert [text[one.span.start : one.span.end] for one in program.comments] == ["# a", "# c"]


def test_programs_share_no_names() -> None:
    program, _ = shell.read("A=b\npython -c 'A = 1'\npython -c 'A = 2'\n")
    assert [len(one.body) for one in (program, *program.inner)] == [3, 1, 1]


# Settings


def steps(text: str) -> list[str]:
    program = scripts.read(text, yaml_reader.read(text), yaml_reader.script)
    return [text[node.span.start : node.span.end] for node in constants(program)] if program is not None else []


@pytest.mark.parametrize(
    "text",
    [
        "- shell: python\n  run: |\n    a = 'x'\n",
        "- run: |\n    a = 'x'\n  shell: python3 {0}\n",
        "- task: PythonScript@0\n  inputs:\n    scriptSource: inline\n    script: |\n      a = 'x'\n",
        "- run: |\n    python - <<EOF\n    a = 'x'\n    EOF\n",
        '- run: "python -c \\"a = \'x\'\\""\n',
        "- shell: python\n  run: a = 'x'; b = ${{ env.C }}\n",
    ],
)
def test_steps_in_python(text: str) -> None:
    assert steps(text) == ["'x'"]


@pytest.mark.parametrize(
    "text",
    [
        "- shell: pwsh\n  run: |\n    a = 'x'\n",
        "- task: Bash@3\n  inputs:\n    script: |\n      a = 'x'\n",
        "- shell: python\n  name: a = 'x'\n",
        "- shell: bash\n  run: a = 'x'\n",
    ],
)
def test_steps_in_other_languages(text: str) -> None:
    assert steps(text) == []


# Any of them

TEXTS = st.lists(
    st.sampled_from(["'", '"', "$", "`", "\\", "a", " ", "\n", "\t", "é", "😀", "#", "{", "EOF", "!", "%"]), max_size=8
).map("".join)
HOLDERS = {
    "single": lambda code: f"python -c {shlex.quote(code)}\n",
    "double": lambda code: 'python -c "' + "".join(f"\\{sign}" if sign in '"$`\\' else sign for sign in code) + '"\n',
    "document": lambda code: f"python - <<'END'\n{code}\nEND\n",
    "expanded": lambda code: (
        "python - <<END\n" + "".join(f"\\{sign}" if sign in "$`\\" else sign for sign in code) + "\nEND\n"
    ),
    "ansi": lambda code: "python -c $'" + "".join(f"\\U{ord(sign):08x}" for sign in code) + "'\n",
    "yaml": lambda code: "run: |\n" + "".join(f"  {line}\n" for line in f"python -c {shlex.quote(code)}".split("\n")),
}


def decoded(holder: str, written: str) -> str:
    """What stands at a literal in a text of some kind, as Python sees it."""
    if holder in ("double", "expanded"):
        signs = iter(written)
        return "".join(next(signs) if sign == "\\" else sign for sign in signs)
    if holder == "ansi":
        return "".join(chr(int(code, 16)) for code in written.split("\\U")[1:])
    if holder in ("single", "yaml"):
        return written.replace("'\"'\"'", "'")
    return written


@pytest.mark.parametrize("holder", HOLDERS)
@settings(max_examples=60, deadline=None)
@given(value=TEXTS, other=TEXTS)
def test_every_text_stands_where_it_says(holder: str, value: str, other: str) -> None:
    code = f"a = {json.dumps(value, ensure_ascii=False)}; b = [{json.dumps(other, ensure_ascii=False)}]"
    text = HOLDERS[holder](code)
    program = (
        scripts.read(text, yaml_reader.read(text), yaml_reader.script) if holder == "yaml" else shell.read(text)[0]
    )
    assert program is not None
    found = list(constants(program))
    assert [node.value.reveal() for node in found if isinstance(node.value, Written)] == [value, other]
    literals = [decoded(holder, text[node.span.start : node.span.end]) for node in found]
    assert [ast.literal_eval(literal) for literal in literals] == [value, other]
