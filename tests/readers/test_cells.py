"""The cells of notebooks: their text, what they printed, and the way back into the JSON that both are written in."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.source import Source, Span
from sendcloud_lint.readers import cells, notebook
from tests.growth import growth
from tests.readers.test_embedded import nodes


def opened(text: str) -> cells.Notebook:
    found = cells.read(text)
    assert not isinstance(found, Trouble)
    return found


def sources(found: cells.Notebook) -> list[str]:
    return [found.text[cell.span.start : cell.span.end] for cell in found.cells]


def outputs(found: cells.Notebook) -> list[list[str]]:
    return [[found.text[span.start : span.end] for span in cell.outputs] for cell in found.cells]


def meant(text: str, span: Span) -> str:
    """What a span of the JSON's text says, where it may reach over several strings of a list."""
    return "".join(json.loads(f'["{text[span.start : span.end]}"]'))


def written(source: str, *, as_list: bool) -> object:
    return source.splitlines(keepends=True) if as_list else source


# Cells and outputs of every format

MIME = {"text/plain": "'plain'", "text/html": "<b>&lt;it&#39;s&gt;</b>", "image/png": "iVBORw0KGgo="}


def test_what_a_notebook_of_format_4_holds() -> None:
    v4 = nbformat.v4
    told = [
        v4.new_output("stream", text="one\ntwo\n"),
        v4.new_output("execute_result", data={**MIME, "application/json": {"a": [1, "b"]}}, execution_count=1),
        v4.new_output("display_data", data={"application/vnd.plotly.v1+json": {"c": "d"}}),
        v4.new_output("error", ename="E", evalue="why", traceback=["\x1b[0;31mE\x1b[0m", "why"]),
    ]
    book = v4.new_notebook(
        cells=[v4.new_markdown_cell("# A\n"), v4.new_code_cell("a\nb", outputs=told), v4.new_raw_cell("r")],
        metadata={"kernelspec": {"language": "R", "name": "ir", "display_name": "R"}},
    )
    found = opened(nbformat.writes(book))
    assert [(cell.number, cell.kind) for cell in found.cells] == [(1, "markdown"), (2, "code"), (3, "raw")]
    assert sources(found) == ["# A\n", "a\nb", "r"]
    assert found.language == "r"
    *texts, tree = sorted(outputs(found)[1], key=lambda text: text.startswith("{"))
    assert texts == ["one\ntwo\n", "<b><it's></b>", "'plain'", "E\nwhy"]
    assert json.loads(tree) == {"a": [1, "b"]}


def test_a_cell_may_be_in_a_language_of_its_own() -> None:
    told: list[dict[str, object]] = [
        {}, {"vscode": {"languageId": "JavaScript"}}, {"dotnet_interactive": {"language": "csharp"}},
        {"polyglot_notebook": {"kernelName": "sql"}},
    ]  # fmt: skip
    found = opened(json.dumps({"cells": [{"cell_type": "code", "metadata": one, "source": "a"} for one in told]}))
    assert [cell.language for cell in found.cells] == ["", "javascript", "csharp", "sql"]


def test_what_a_notebook_of_format_3_holds() -> None:
    v3 = nbformat.v3
    told = [
        v3.new_output("stream", "one\n"),
        v3.new_output("pyout", output_text="'two'", output_html="<b>two</b>", output_json='{"a": "b"}'),
        v3.new_output("pyerr", ename="E", evalue="why", traceback=["E", "why"]),
    ]
    made = [v3.new_text_cell("markdown", "# A"), v3.new_code_cell("a\nb", outputs=told), v3.new_heading_cell("H")]
    book = v3.new_notebook(worksheets=[v3.new_worksheet(cells=made)])
    found = opened(v3.writes_json(book))
    assert [(cell.number, cell.kind) for cell in found.cells] == [(1, "markdown"), (2, "code"), (3, "heading")]
    assert sources(found) == ["# A", "a\nb", "H"]
    assert sorted(outputs(found)[1]) == sorted(["one\n", "'two'", "<b>two</b>", '{"a": "b"}', "E\nwhy"])


def test_the_lines_of_format_2_have_no_ends() -> None:
    v2 = nbformat.v2
    told = [v2.new_output("stream", "one\ntwo"), v2.new_output("pyout", output_text="'three'")]
    made = [v2.new_text_cell("markdown", "# A\n\nb"), v2.new_code_cell("a\nb", outputs=told)]
    found = opened(v2.writes_json(v2.new_notebook(worksheets=[v2.new_worksheet(cells=made)])))
    assert sources(found) == ["# A\n\nb", "a\nb"]
    assert sorted(outputs(found)[1]) == ["'three'", "one\ntwo"]


def test_outputs_stand_below_all_sources_and_count_on_from_their_own() -> None:
    made = [
        {"cell_type": "code", "source": "a\nb", "outputs": [{"text": ["x\n", "y"]}, {"text": "z"}]},
        {"cell_type": "code", "source": "c", "outputs": []},
    ]
    found = opened(json.dumps({"cells": made}))
    assert found.text == "a\nb\nc\nx\ny\nz"
    source = Source("a.ipynb", found.text, found.starts(), found.way)
    around = {sign: source.lines_around(found.text.index(sign)) for sign in "abcxyz"}
    lines = {sign: source.position(found.text.index(sign)).line for sign in "abcxyz"}
    told = {sign: (one.cell, lines[sign] - one.first + one.above + 1) for sign, one in around.items()}
    assert told == {"a": (1, 1), "b": (1, 2), "c": (2, 1), "x": (1, 3), "y": (1, 4), "z": (1, 5)}
    assert {sign: (one.first, one.last) for sign, one in around.items() if sign in "bcy"} == {
        "b": (1, 2), "c": (3, 3), "y": (4, 6),
    }  # fmt: skip


# What is no notebook, and what nearly is one


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        ({"cells": [{"cell_type": "code", "source": 5}]}, [""]),
        ({"cells": [{"cell_type": "code", "source": None}, {"source": "a"}]}, ["", "a"]),
        ({"cells": [{"cell_type": 3, "source": ["a", 1, None, ["b"], {"c": "d"}, "e"]}]}, ["ae"]),
        ({"cells": [{"cell_type": "code", "source": {"a": "b"}}]}, [""]),
        ({"cells": {"source": "a"}}, []),
        ({"cells": ["a", 1, {"source": "b"}]}, ["b"]),
        ({"worksheets": [{"cells": [{"input": "a"}]}, 5, {"cells": 6}], "cells": [{"source": "b"}]}, ["a", "b"]),
        ({"worksheets": 3, "metadata": 4}, []),
        ({"cells": [{"source": "a", "outputs": [5, {}, {"data": 3}, {"text": 4}, {"data": {"text/plain": 4}}]}]},
         ["a"]),
        ([], []),
        ("a", []),
        ({"cells": [{"source": "a", "metadata": {"b": math.nan}, "outputs": [{"data": {"text": -math.inf}}]}]}, ["a"]),
    ],
)  # fmt: skip
def test_what_is_of_a_wrong_type_is_left_out(book: Any, expected: list[str]) -> None:
    found = opened(json.dumps(book))
    assert sources(found) == expected
    assert all(not one for one in outputs(found))


def test_python_s_own_spelling_of_floats_leaves_texts_alone() -> None:
    found = opened('{"a": [NaN, -Infinity, Infinity], "cells": [{"source": "b = [1, NaN, 2]"}]}')
    assert sources(found) == ["b = [1, NaN, 2]"]


def test_a_deep_notebook_is_read() -> None:
    deep = '{"cells": [{"source": "a", "outputs": ' + '[{"data": ' * 20_000 + "1" + "}]" * 20_000 + "}]}"
    assert sources(opened(deep)) == ["a"]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_notebook_is_read_or_a_trouble(data: st.DataObject) -> None:
    text = json.dumps(
        {"cells": [{"cell_type": "code", "source": ["a = 'é'\n"], "outputs": [{"text": "x\n"}]}]}, indent=1
    )
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, len(text)))
    found = cells.read(text[:at] + data.draw(st.text(max_size=4)) + text[end:])
    if not isinstance(found, Trouble):
        notebook.read(found)


# The way back

PIECES = (
    "a = 'x'\n", 'b = "\\n"\n', "'''m\nn'''\n", '"é😀"\n', "'\\t'\n", "%time c('d')\n", "!curl 'e' {f}\n", "\n", "\r\n",
    "'\u2028'",
    "\x00", "# g\n", "%%bash\n", "```python\n", "```\n", "\x1b[0m", "&amp;", "'/'", "'\\\\'", "print('h')", "x", "'",
    '"',
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8).map("".join)
books = st.lists(
    st.fixed_dictionaries(
        {"cell_type": st.sampled_from(["code", "code", "markdown", "raw"]), "source": texts},
        optional={"outputs": st.lists(st.fixed_dictionaries({"text": texts}), max_size=2)},
    ),
    max_size=5,
)
lines = st.sampled_from(["\n", "\r\n"])
indents = st.sampled_from([None, 0, 1, 4, "\t"])


def as_json(made: list[dict[str, Any]], data: st.DataObject) -> str:
    """The cells as a program may write them: with or without escapes or a mark, in one line or many."""
    as_lists = [data.draw(st.booleans()) for _ in made]
    shaped = [
        {**cell, "source": written(cell["source"], as_list=one)} for cell, one in zip(made, as_lists, strict=True)
    ]
    ordered = [dict(reversed(cell.items())) if data.draw(st.booleans()) else cell for cell in shaped]
    text = json.dumps(
        {"metadata": {"a": "é\n"}, "cells": ordered}, ensure_ascii=data.draw(st.booleans()), indent=data.draw(indents)
    )
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    return mark + text.replace("\n", data.draw(lines)).replace("/", data.draw(st.sampled_from(["/", "\\/"])))


def plain(text: str) -> str:
    """As a text of the file's encoding has it: half of a pair of surrogates is no character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(made=books, data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_span_of_a_source_is_where_it_is_written(made: list[dict[str, Any]], data: st.DataObject) -> None:
    text = as_json(made, data)
    found = opened(text)
    assert [plain(each) for each in sources(found)] == [plain(cell["source"]) for cell in made]
    for cell in found.cells:
        start = data.draw(st.integers(cell.span.start, cell.span.end))
        span = Span(start, data.draw(st.integers(start, cell.span.end)))
        if span.start < span.end:
            assert plain(meant(text, found.way(span))) == plain(found.text[span.start : span.end])
        assert found.way(Span(start, start)).start == found.way(Span(start, start)).end


@given(made=books, data=st.data())
@settings(max_examples=100, deadline=None)
def test_constants_are_where_they_are_written(made: list[dict[str, Any]], data: st.DataObject) -> None:
    text = as_json(made, data)
    found = opened(text)
    read = notebook.read(found)
    spans = [
        node.span for program in (read.python, read.script) for node in nodes(program) if isinstance(node, p.Constant)
    ]
    for span in spans:
        if span.start < span.end:
            assert plain(meant(text, found.way(span))) == plain(found.text[span.start : span.end])


def test_halves_of_pairs_are_no_characters_and_pairs_are_one() -> None:
    text = '{"cells": [{"source": ["a\\ud83d", "\\ude00b", "\\ud83d\\ude00", "\\ud83dc"]}]}'
    found = opened(text)
    assert sources(found) == ["a\ufffd\ufffdb😀\ufffdc"]
    assert text[slice(*_ends(found.way(Span(4, 5))))] == "\\ud83d\\ude00"
    found.text.encode()


def test_a_source_knows_the_way_and_what_is_no_notebook_is_its_own() -> None:
    text = json.dumps({"cells": [{"source": "a = 'b\\n'"}]})
    found = opened(text)
    inner = Span(found.text.index("'"), len(found.text))
    outer = Source("a.ipynb", found.text, found.starts(), found.way).outer(inner)
    assert text[outer.start : outer.end] == "'b\\\\n'"
    assert Source("a.py", "a = 'b'").outer(Span(4, 7)) == Span(4, 7)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


# Large ones

SHOWN = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo=" * 100, "text/plain": "<Figure 'a'>\n"}}


def code(source: object, *printed: object) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(printed)}


MANY: dict[str, Callable[[int], list[dict[str, Any]]]] = {
    "cells": lambda size: [code(["a = 'b'\n", "c\n"], SHOWN)] * size,
    "lines": lambda size: [code(['# \\ \u1234 "\n'] * size)],
    "outputs": lambda size: [code("", *[{"text": ["k='v w' x=yyyyyyyy\n"]}] * size)],
    "a long one": lambda size: [code("", {"text": "a.b-c='" * size * 10})],
    "Markdown": lambda size: [{"cell_type": "markdown", "source": "# a\n\n```sh\nls\n```\n"}] * (size // 8),
}


@pytest.mark.parametrize("many", MANY.values(), ids=MANY)
def test_reading_grows_with_the_notebook_and_no_faster(many: Callable[[int], list[dict[str, Any]]]) -> None:
    assert growth(lambda size: notebook.read(opened(json.dumps({"cells": many(size)}))), 200) < 10
