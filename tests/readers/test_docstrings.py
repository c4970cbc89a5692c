"""What docstrings show: code and settings, where they stand in the file."""

from __future__ import annotations

import ast
import inspect
import warnings

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import docstrings, python
from sendcloud_lint.readers.docstrings import Sample


def shown(text: str) -> list[Sample]:
    return list(docstrings.samples(text, python.read(text)[0]))


def texts_in(program: p.Program | None) -> list[p.Constant]:
    body = program.body if program is not None else ()
    found = [node for node in walk(body) if isinstance(node, p.Constant) and isinstance(node.value, Written)]
    return sorted(found, key=lambda node: node.span)


def literals(text: str) -> list[str]:
    """The literals of what is shown in Python, as they stand in the file."""
    return [text[node.span.start : node.span.end] for one in shown(text) for node in texts_in(one.shown.python)]


@pytest.mark.parametrize(
    "sample",
    [
        ">>> a(apiKey='x')",
        ">>> a(\n...     apiKey='x',\n... )\n{'b': 'c'}",
        "```python\na(apiKey='x')\n```",
        "```\nimport b\na(apiKey='x')\n```",
        ".. code-block:: python\n\n    a(apiKey='x')",
        "Like this::\n\n    if b:\n        a(apiKey='x')\n\n'prose'",
        "Example:\n    import b\n    a(apiKey='x')\n\nb = 'prose'",
        "::\n\n    a(apiKey='x')",
    ],
)
@pytest.mark.parametrize(
    "holder",
    [
        '"""\n{}\n"""\n',
        'def f():\n    """\n    {}\n    """\n',
        "class C:\n    r'''A.\n\n    {}\n\n    '''\n",
        "async def f(a):\n\tu\"\"\"A.\n\n\t{}\n\t\"\"\"\n",
        'a = 1\n"""A.\n\n{}\n"""\n',
        'if a:\n    pass\nelse:\n    try:\n        """A.\n\n        {}\n        """\n    except B:\n        pass\n',
    ],
)  # fmt: skip
def test_code_that_a_docstring_shows(holder: str, sample: str) -> None:
    lead = next(line for line in holder.split("\n") if "{}" in line).partition("{}")[0]
    lead = lead if not lead.strip() else ""
    text = holder.format(sample.replace("\n", f"\n{lead}"))
    assert literals(text) == ["'x'"]


@pytest.mark.parametrize(
    "text",
    [
        '"""Sends.\n\n>>> a(name=\'x\')\n"""\n',
        'a = """\n>>> a(apiKey=\'x\')\n"""\n',
        'b"""\n>>> a(apiKey=\'x\')\n"""\n',
        'f"""\n>>> a(apiKey=\'x\')\n"""\n',
        '"""Takes an apiKey.\n\nArgs:\n    apiKey: the key, like \'x\'\n"""\n',
        "# >>> a(apiKey='x')\n",
    ],
)
def test_what_is_no_sample(text: str) -> None:
    assert literals(text) == []


def test_other_languages_and_comments_are_read() -> None:
    text = '"""apiKey\n\n```sh\ncurl \'a\'  # b\n```\n\n```yaml\nc: d\n```\n"""\n'
    (one,) = shown(text)
    assert [text[node.span.start : node.span.end] for node in texts_in(one.shown.script)] == ["'a'"]
    assert [text[comment.span.start : comment.span.end] for comment in one.shown.settings.comments] == ["# b"]
    assert one.shown.settings.root.pairs
    assert text[one.span.start : one.span.end] == text.rstrip("\n")


def test_escapes_of_the_docstring_are_none_of_the_codes() -> None:
    text = '"""\n>>> a(\\"apiKey\\", \'b\\\\n\', "\\x63\\N{BULLET}")\n"""\n'
    assert literals(text) == ['\\"apiKey\\"', "'b\\\\n'", '"\\x63\\N{BULLET}"']
    assert [str(node.value.reveal()) for one in shown(text) for node in texts_in(one.shown.python)] == [  # type: ignore[union-attr]
        "apiKey",
        "b\n",
        "c•",
    ]


SIGNS = [
    "'",
    '"',
    "\\",
    "a",
    "n",
    "x41",
    "N{BULLET}",
    "0",
    " ",
    "\n",
    "\t",
    "é",
    "😀",
    ">>> ",
    "apiKey",
    "::\n\n  ",
    "```\n",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join), st.sampled_from(['"""', "'''"]))
def test_the_text_is_what_python_makes_of_it(body: str, quotes: str) -> None:
    assume(quotes[0] * 2 not in body and not body.startswith(quotes[0]))
    literal = f"{quotes}{body}{quotes}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(literal)
        except SyntaxError:
            return
    derived = docstrings.text_of(f"a; {literal}; b", Span(3, 3 + len(literal)))
    assert derived is not None
    assert [line.strip() for line in derived.text.split("\n")] == [line.strip() for line in value.split("\n")]
    if "\\" not in body and "\t" not in body:
        assert inspect.cleandoc(derived.text).split() == inspect.cleandoc(value).split()
    for index, sign in enumerate(derived.text):
        span = derived.back_span(Span(index, index + 1))
        written = f"a; {literal}; b"[span.start : span.end]
        assert written == sign or ast.literal_eval(f'"""{written}"""') == sign


@settings(max_examples=100, deadline=None)
@given(
    value=st.lists(st.sampled_from(["'", '"', "\\", "a", " ", "\n", "é", "😀", "\t", "\x07"]), max_size=8).map("".join),
    prompt=st.sampled_from([">>> ", "Like this::\n\n        "]),
)
def test_every_text_stands_where_it_says(value: str, prompt: str) -> None:
    """Code is put into a docstring as a person would: each backslash and quote escaped."""
    code = f"a(apiKey={value!r})"
    text = f'def f():\n    """A.\n\n    {prompt}' + code.replace("\\", "\\\\").replace('"', '\\"') + '\n    """\n'
    (one,) = shown(text)
    (node,) = texts_in(one.shown.python)
    assert node.value.reveal() == value  # type: ignore[union-attr]
    written = text[node.span.start : node.span.end]
    assert ast.literal_eval(ast.literal_eval(f'"""{written} """').rstrip()) == value
