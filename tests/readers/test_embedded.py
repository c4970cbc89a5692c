"""Code and settings that stand in other files: notebooks, Markdown, Dockerfiles, languages without a grammar here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import cells, dockerfile, loose, markdown, notebook
from sendcloud_lint.readers.embedded import Embedded
from tests.growth import growth


def values(document: Document) -> dict[str, str]:
    """Every named value of a document; one that is a default stands behind a sign of its own."""
    found: dict[str, str] = {}
    waiting = [document.root]
    while waiting:
        for pair in waiting.pop().pairs:
            if isinstance(pair.value, Scalar):
                found[pair.name] = pair.value.text.reveal()
            elif isinstance(pair.value, Section):
                inner = pair.value.pairs
                if len(inner) == 1 and inner[0].name == "default" and isinstance(inner[0].value, Scalar):
                    found[f"{pair.name}?"] = inner[0].value.text.reveal()
                else:
                    waiting.append(pair.value)
    return found


def constants(program: p.Program | None, text: str) -> list[str]:
    """What stands at each constant of a program, in the order of the text."""
    spans = sorted(node.span for node in nodes(program) if isinstance(node, p.Constant))
    return [text[span.start : span.end] for span in spans]


def nodes(program: p.Program | None) -> Iterator[object]:
    from sendcloud_lint.analysis.shared import walk  # noqa: PLC0415

    for node in walk(program.body if program is not None else ()):
        if getattr(node, "span", None) is not None:
            yield node


def book(*cells: str | tuple[str, str], language: str = "python") -> str:
    written = [cell if isinstance(cell, tuple) else ("code", cell) for cell in cells]
    return json.dumps(
        {
            "cells": [{"cell_type": kind, "source": source.splitlines(keepends=True)} for kind, source in written],
            "metadata": {"kernelspec": {"language": language}},
            "nbformat": 4,
        },
        indent=1,
    )


def opened(text: str) -> cells.Notebook:
    found = cells.read(text)
    assert not isinstance(found, Trouble)
    return found


# Notebooks


def test_cells_are_one_program_and_stand_where_they_stand() -> None:
    found = opened(book("a = 'x'\n", ("markdown", "# B"), 'b = "ü\\n"\nc(a)'))
    read = notebook.read(found)
    assert [cell.number for cell in found.cells] == [1, 2, 3]
    assert constants(read.python, found.text) == ["'x'", '"ü\\n"']
    assert [type(statement).__name__ for statement in read.python.body] == ["Assign", "Assign", "Evaluate"]  # type: ignore[union-attr]


def test_a_source_may_be_one_text_and_a_notebook_of_format_3() -> None:
    four = json.dumps({"cells": [{"cell_type": "code", "source": "a = 'x'\nb = 'y'"}]})
    three = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 'x'\n", "b = 'y'"]}]}]})
    for text in (four, three):
        found = opened(text)
        assert constants(notebook.read(found).python, found.text) == ["'x'", "'y'"]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("a: list[str] = %matplotlib --list\nc = 'x'", ["'x'"]),
        ("%matplotlib inline\na = 'x'", ["'x'"]),
        ("%%time\na = 'x'", ["'x'"]),
        ("%%sql\nSELECT 'x'", []),
        ("%%html\n<b>", []),
        ("%sql\nSELECT 'x'", []),
        ("%sql SELECT 'x'\nb = 'y'", ["'y'"]),
        ("%md\n# It's", []),
        ("%R a=b(c~d)\ne = 'x'", ["'x'"]),
        ("a?\nb = 'x'\n?c\nd.e??", ["'x'"]),
        ("for a in b:\n    %time c('x')\n    d('y')", ["'x'", "'y'"]),
        ("b = %octave [1 2; 3 4]\na = 'x'", ["'x'"]),
        ("ls $folder\ncd ../a\nrun 'x.py'\na = 'x'\nls = 'y'", ["'x'", "'y'"]),
        (">>> if a:\n...     b = 'x'\n...\n>>> c = 'y'", ["'x'", "'y'"]),
        ("?\na = 'x'", ["'x'"]),
        ("\n  if a:\n    b = 'x'\n\n  c = 'y'", ["'x'", "'y'"]),
        ("%time not python\na = 'x'", ["'x'"]),
        ("%timeit -n 10 -r3 a('x')", ["'x'"]),
        ("await a('x')", ["'x'"]),
        ("a = '''\n%no magic\n!no command\n'''", ["'''\n%no magic\n!no command\n'''"]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_magics_are_none_of_pythons(source: str, kept: list[str]) -> None:
    found = opened(book(source))
    read = notebook.read(found)
    assert read.troubles == ()
    assert constants(read.python, found.text) == kept


def test_a_command_is_a_call_with_the_line_for_its_text() -> None:
    found = opened(book("!curl -d \"a=b\" \\\n  https://shop.example/\nfiles = !ls 'x'"))
    read = notebook.read(found)
    assert read.troubles == ()
    texts = [node.value for node in nodes(read.python) if isinstance(node, p.Constant)]
    shown = [str(one.reveal()) if hasattr(one, "reveal") else str(one) for one in texts]
    assert 'curl -d "a=b" \\\n  https://shop.example/' in shown
    assert "ls 'x'" in shown


def test_what_is_set_in_the_environment_is_its_value() -> None:
    found = opened(book("%env A=it's some value\n%set_env B other"))
    kept = constants(notebook.read(found).python, found.text)
    assert [text for text in kept if "other" in text or "some" in text] == ["it's some value", "other"]


def test_a_cell_of_the_shell_is_a_script() -> None:
    found = opened(book("a = 1", "%%bash\ncurl 'x'"))
    read = notebook.read(found)
    assert read.script is not None
    assert read.script.language == "shell"
    assert "'x'" in constants(read.script, found.text)


def test_a_broken_cell_is_told_and_the_others_are_read() -> None:
    found = opened(book("a = 'x'", "if a = 1:\n  b", "c = 'y'"))
    read = notebook.read(found)
    assert constants(read.python, found.text) == ["'x'", "'y'"]
    assert [found.cells[1].span.holds(trouble.span) for trouble in read.troubles] == [True]


def test_the_last_expression_of_a_cell_is_shown_unless_a_semicolon_follows() -> None:
    def calls(source: str) -> int:
        found = opened(book(source))
        return sum(isinstance(node, p.Call) for node in nodes(notebook.read(found).python))

    assert [calls(source) for source in ("a", "a;", "a = 1", "print(a)", "a\nb = 1")] == [1, 0, 0, 1, 0]


def test_other_languages_are_left_out() -> None:
    assert notebook.read(opened(book("a <- 'x'", language="R"))).python is None


@pytest.mark.parametrize("text", ["", "{", '{"cells": [', "[1", '{"cells": [{"source": ["a]}'])
def test_what_is_no_json_is_a_trouble(text: str) -> None:
    assert isinstance(cells.read(text), Trouble) or text == ""


# Markdown


def test_blocks_of_one_language_are_one_program() -> None:
    text = "# A\n\n```python\na = 'x'\n```\n\ntext\n\n~~~py\nb = 'y'\n~~~\n\n```sh\ncurl 'z'\n```\n"
    read = markdown.read(text)
    assert constants(read.python, text) == ["'x'", "'y'"]
    assert "'z'" in constants(read.script, text)


def test_an_indented_block_is_read_without_its_indentation() -> None:
    text = "1. a\n\n   ```python\n   if a:\n       b = 'x'\n   ```\n"
    assert constants(markdown.read(text).python, text) == ["'x'"]


def test_blocks_end_with_what_they_stand_in_and_have_none_of_its_marks() -> None:
    text = "- ```python\n  a = 'b'\n  ```\n>```python\n> c = 'd'\n\n"
    text += "   ```python\n  e = 'f'\n  ```\n- ~~~py\n  g = 'h'\ni\n"
    assert constants(markdown.read(text).python, text) == ["'b'", "'d'", "'f'", "'h'"]


def test_code_in_a_line_is_no_block() -> None:
    text = "````code`\n```python\na = 'b'\n```\n"
    assert constants(markdown.read(text).python, text) == ["'b'"]


def test_prompts_stand_behind_what_the_lines_begin_with() -> None:
    text = "> ```console\n> $ curl 'a'\n> 'answer'\n> ```\n"
    assert [one for one in constants(markdown.read(text).script, text) if "'" in one] == ["'a'"]


def test_prompts_are_none_of_the_code_and_answers_none_either() -> None:
    text = "```console\n$ curl 'x' \\\n    'y'\nsome 'answer'\n```\n```pycon\n>>> a = 'z'\n>>> a\n'answer'\n```\n"
    read = markdown.read(text)
    assert [one for one in constants(read.script, text) if one.startswith("'")] == ["'x'", "'y'"]
    assert constants(read.python, text) == ["'z'"]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("yaml", "a: x"), ("json", '{"a": "x"}'), ("toml", 'a = "x"'), ("ini", "[b]\na = x"), ("env", "a=x"),
        ("xml", '<b a="x"/>'), ("hcl", 'a = "x"'), ("php", "$abc = 'long';"), ("", "A_B=x"), ("", '{"a": "x"}'),
    ],
    ids=lambda value: str(value) or "none",
)  # fmt: skip
def test_settings_are_read_by_their_own_grammar(language: str, body: str) -> None:
    text = f"text\n\n```{language}\n{body}\n```\n"
    assert set(values(markdown.read(text).settings).values()) & {"x", "long"}


def test_directives_of_restructuredtext_are_blocks() -> None:
    text = "A\n=\n\n.. code-block:: python\n   :linenos:\n\n   a = 'x'\n   b = 'y'\n\nc = 'prose'\n"
    assert constants(markdown.read(text).python, text) == ["'x'", "'y'"]


def test_comments_are_those_of_html_and_of_the_blocks() -> None:
    text = "<!-- a -->\n```python\nb = 1  # c\n```\n```yaml\nd: e  # f\n```\n"
    comments = markdown.read(text).settings.comments
    assert sorted(text[one.span.start : one.span.end] for one in comments) == ["# c", "# f", "<!-- a -->"]


def test_a_block_that_can_not_be_read_is_left_out() -> None:
    text = "```python\na = 'x'\n```\n```python\n...\nif b\n```\n```python\nc = 'y'\n```\n"
    read = markdown.read(text)
    assert (constants(read.python, text), read.troubles) == (["'x'", "'y'"], ())


# Dockerfiles


def test_variables_of_image_and_build() -> None:
    assert values(dockerfile.read('ENV A="b\\"\\\\\\$\\c"').settings) == {"A": 'b"\\$\\c'}
    text = "ARG A=x\nARG B\nENV C=y \\\n  # why\n  D=\"z z\" E='w'\nENV F the rest\nenv G=v\n"
    expected = {"A?": "x", "B": "", "C": "y", "D": "z z", "E": "w", "F": "the rest", "G": "v"}
    assert values(dockerfile.read(text).settings) == expected


@pytest.mark.parametrize(
    "text",
    [
        "RUN curl 'x'\n", "RUN a && \\\n  # why\n  curl 'x'\n", "RUN --mount=type=secret,id=a curl 'x'\n",
        "RUN <<EOF\ncurl 'x'\nEOF\nUSER a\n", "HEALTHCHECK --interval=5s CMD curl 'x'\n", "ONBUILD RUN curl 'x'\n",
        "# escape=`\nRUN a && `\n  curl 'x'\n", "cmd curl 'x'\n",
    ],
)  # fmt: skip
def test_commands_are_scripts(text: str) -> None:
    assert "'x'" in constants(dockerfile.read(text).script, text)


@pytest.mark.parametrize(
    "before",
    ['LABEL a="<<EOF"\n', "ENV A=<<EOF\n", "RUN echo $((1<<B))\n", "RUN <<EOF\n", "ARG A\r\n", "FROM a AS b\n"],
)
def test_what_never_ends_takes_nothing_with_it(before: str) -> None:
    assert values(dockerfile.read(f"{before}ENV B=c\n").settings)["B"] == "c"


def test_the_line_that_ends_a_document_is_no_command() -> None:
    text = "RUN --network=none <<EOF\ncurl a\nEOF\nENV B=c\n"
    calls = [node for node in nodes(dockerfile.read(text).script) if isinstance(node, p.Call)]
    assert [text[call.span.start : call.span.end] for call in calls] == ["curl"]


def test_a_list_of_words_is_a_command() -> None:
    text = 'CMD ["curl", "-d", "a=b"]\n'
    assert constants(dockerfile.read(text).script, text) == ['"-d"', '"a=b"']


def test_comments_of_a_dockerfile() -> None:
    text = "# a\nENV B=c \\\n# d\n  E=f\nRUN g # h\n"
    comments = [text[one.span.start : one.span.end] for one in dockerfile.read(text).settings.comments]
    assert sorted(comments) == ["# a", "# d", "# h"]


# Languages without a grammar


@pytest.mark.parametrize(
    "text",
    [
        "$name = 'value';", "'name' => 'value',", 'name := "value"', 'String name = "value";', 'put("name", "value")',
        'name: "value"', "const name = `value`", ":name => 'value'", 'NAME = @"value"', 'var name string = "value"',
    ],
)  # fmt: skip
def test_a_name_before_a_quoted_value(text: str) -> None:
    assert {name.lower(): value for name, value in values(loose.read(text)).items()} == {"name": "value"}


@pytest.mark.parametrize(
    "text",
    [
        "['apiUser', 'apiKey', 'templateName']", "check('apiUser', 'apiKey')", "f('name', 'value', 'more')",
        "name, 'value'", "{'name', 'value'}",
    ],
)  # fmt: skip
def test_names_in_a_list_are_no_values(text: str) -> None:
    assert values(loose.read(text)) == {}


def test_a_url_of_the_api_that_nothing_names() -> None:
    text = "post('http://api.sendcloud.net/apiv2/mail/send'); get('http://shop.example/');"
    assert list(values(loose.read(text)).values()) == ["http://api.sendcloud.net/apiv2/mail/send"]


def test_comments_that_are_no_urls() -> None:
    text = "a = 'https://b'; // c\n# d\n/* e */ <!-- f --> 'g # h'"
    comments = [text[one.span.start : one.span.end] for one in loose.read(text).comments]
    assert comments == ["// c", "# d", "/* e */", "<!-- f -->"]


# All of them


def of_notebook(text: str) -> Embedded:
    found = cells.read(book(text, text[::-1]))
    assert not isinstance(found, Trouble)
    return notebook.read(found)


READ: dict[str, Callable[[str], Embedded]] = {
    "notebook": of_notebook,
    "Markdown": markdown.read,
    "Dockerfile": dockerfile.read,
    "code": lambda text: Embedded(None, None, loose.read(text)),
}
PIECES = (
    "```", "~~~", "python\n", "sh\n", "```yaml\n", "a = 'x'\n", ".. code::", "   ", "\n", "\r\n", "\\\n", "RUN ",
    "ENV ",
    "A=b", '["', '"]', "<<EOF", "EOF", "#", "%%bash\n", "!curl ", "%env ", "'", '"', ">>> ", "$ ", "\x00", "\ud800",
    "é", "//", "/*", "<!--", "http://api.sendcloud.net/?a=b", "=>", "\ufeff",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)


@pytest.mark.parametrize("read", READ.values(), ids=READ)
@settings(max_examples=60, deadline=None)
@given(text=texts)
def test_any_text_is_read_and_all_spans_lie_in_it(read: Callable[[str], Embedded], text: str) -> None:
    found = read(text)
    length = len(text) if read is not of_notebook else 2 * len(text) + 1
    spans = [node.span for program in (found.python, found.script) for node in nodes(program)]  # type: ignore[attr-defined]
    spans += [comment.span for comment in found.settings.comments]
    assert all(isinstance(span, Span) and 0 <= span.start <= span.end <= length for span in spans)


MANY: dict[str, Callable[[int], object]] = {
    "notebook": lambda size: cells.read(book(*["a = 1\n" for _ in range(size)])),
    "Markdown": lambda size: markdown.read("text `a`\n\n```php\n$abc = 'defg';\n```\n" * size),
    "an open fence": lambda size: markdown.read("```\n" + "a b\n" * size),
    "fences that open": lambda size: markdown.read("```a\n" * size),
    "Dockerfile": lambda size: dockerfile.read("ENV A=b C='d' # e\n" * size),
    "open documents": lambda size: dockerfile.read("RUN a <<EOF\nENV B=c\n" * size),
    "documents with names": lambda size: dockerfile.read("".join(f"RUN <<A{number}\n" for number in range(size))),
    "quotes that nothing closes": lambda size: dockerfile.read("ENV " + 'A="\\' * size * 10),
    "continued": lambda size: dockerfile.read("ENV A=b \\\n" * size),
    "code": lambda size: loose.read("$abc = 'defg'; // h\n" * size),
    "open quotes": lambda size: loose.read("'\"" * size),
    "quotes with backslashes": lambda size: loose.read('"\\' * size * 10),
    "one long name": lambda size: loose.read("a" * size * 10),
}


@pytest.mark.parametrize("many", MANY.values(), ids=MANY)
def test_reading_grows_with_the_text_and_no_faster(many: Callable[[int], object]) -> None:
    assert growth(many, 300) < 10
