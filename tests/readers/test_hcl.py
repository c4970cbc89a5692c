"""The reader of HCL, where python-hcl2 is no oracle: what it has otherwise, and what it refuses."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar, Section, Tree
from sendcloud_lint.readers.hcl import read


def plain(tree: Tree) -> object:
    """A tree as pairs, lists and texts."""
    if isinstance(tree, Scalar):
        return tree.text.reveal()
    if isinstance(tree, Section):
        return [(pair.name, plain(pair.value)) for pair in tree.pairs]
    return [plain(item) for item in tree.items]


def values(text: str) -> object:
    return plain(read(text).root)


def troubles(text: str) -> list[tuple[str, str]]:
    """What stands at each trouble, and its reason."""
    found = read(text).troubles
    return [(text[trouble.span.start : trouble.span.end], trouble.reason) for trouble in found]


WHOLE = {
    "no line end at the end": ("a = 1", [("a", "1")]),
    "scalars as they are written": (
        "a = 1.50\nb = 1e-3\nc = -2\nd = true\ne = null\n",
        [("a", "1.50"), ("b", "1e-3"), ("c", "-2"), ("d", "true"), ("e", "")],
    ),
    "escapes": (r'a = "\n\r\t\"\\\u00e9\U0001F600\q"', [("a", '\n\r\t"\\é😀\\q')]),
    "escapes of no character": (r'a = "\ud800\U00110000"', [("a", r"\ud800\U00110000")]),
    "names that are not ASCII": ("é-1 = '值'\n".replace("'", '"'), [("é-1", "值")]),
    "what is filled into a string": ('a = "b${c.d}e%{ if f }g%{ endif }"', [("a", "b${c.d}e%{ if f }g%{ endif }")]),
    "quotes in what is filled in": ('a = "${b["c"]}${d("}")}"\ne = 1', [("a", '${b["c"]}${d("}")}'), ("e", "1")]),
    "what is filled in over lines": ('a = "${b(\n"c"\n)}"\nd = 1', [("a", '${b(\n"c"\n)}'), ("d", "1")]),
    "what is never filled in": ('a = "$${b} %%{c} $$ {"', [("a", "${b} %{c} $$ {")]),
    "a here-document": ('a = <<B\n  c\n"d\\n $${e} ${f}\nB\ng = 1\n', [("a", '  c\n"d\\n ${e} ${f}\n'), ("g", "1")]),
    "a here-document without its indentation": (
        "a = <<-B\n    c\n\n      d\n  B\n",
        [("a", "c\n\n  d\n")],
    ),
    "an empty here-document": ("a = <<B\nB\n", [("a", "")]),
    "a marker in a line": ("a = <<B\nB c\n B d\nB\n", [("a", "B c\n B d\n")]),
    "Windows line ends": ('a {\r\n  b = <<C\r\nd\r\nC\r\n  e = "f"\r\n}\r\n', [("a", [("b", "d\n"), ("e", "f")])]),
    "old Mac line ends": ('a {\r  b = "c"\r}\r', [("a", [("b", "c")])]),
    "a byte order mark": ("\ufeffa = 1\n", [("a", "1")]),
    "labels": ('a "b" c {\n  d = 1\n}\n', [("a", [("b", [("c", [("d", "1")])])])]),
    "blocks of one name": ("a {\n  b = 1\n}\na {\n}\n", [("a", [("b", "1")]), ("a", [])]),
    "a block on one line": ("a { b = 1 }\n", [("a", [("b", "1")])]),
    "an object": (
        'a = { b = 1, "c d" : 2\n  3 = 4 # e\n  true = 5\n}',
        [("a", [("b", "1"), ("c d", "2"), ("3", "4"), ("true", "5")])],
    ),
    "a name that nobody knows": ("a = { (b) = 1, (c.d) : 2, e = 3 }", [("a", [("e", "3")])]),
    "a list over lines": ("a = [\n  1, # b\n\n  [c],\n  {d = 2},\n]\n", [("a", ["1", ["${c}"], [("d", "2")]])]),
    "comments": ("a = 1 # b = 2\n/* c = 3\n*/ d = 4 // e\n", [("a", "1"), ("d", "4")]),
    "a slash": ("a = b / c\n", [("a", "${b / c}")]),
}


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_text_is_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


NO_LITERALS = {
    "a variable": "var.b",
    "data": "data.b.c[0].d",
    "all of several": "b[*].c",
    "a function": 'coalesce(var.b, "c")',
    "functions over lines": "b(\n  c(1),\n  d...\n)",
    "a function of a provider": "provider::b::c(1)",
    "a choice": 'b == "c" && !d ? "e" : "f"',
    "a sum": "b + -1",
    "a list that is made": '[for b in ["c"] : upper(b) if b != ""]',
    "an object that is made": "{ for b, c in d : b => c... }",
    "brackets": "(\n  b\n)",
}


@pytest.mark.parametrize("expression", NO_LITERALS.values(), ids=NO_LITERALS.keys())
def test_what_is_no_literal_is_its_expression_as_a_template(expression: str) -> None:
    text = f"a = {expression}\nz = 1\n"
    pairs = read(text).root.pairs
    told = [pair.value.text.reveal() for pair in pairs if isinstance(pair.value, Scalar)]
    assert (told[0], told[-1], troubles(text)) == (f"${{{expression}}}", "1", [])
    assert text[pairs[0].value.span.start : pairs[0].value.span.end] == expression


GIVEN = {
    "an object": ("a = f({ b = 1 })\n", [("a", [("b", "1")])]),
    "a list of objects": ("a = f([{ b = 1 }, { b = 2 }])\n", [("a", [[("b", "1")], [("b", "2")]])]),
    "several": ("a = merge(c.d, { b = 1 }, f({ b = 2 }))\n", [("a", [("b", "1")]), ("a", [("b", "2")])]),
    "a choice of objects": ("a = c ? { b = 1 } : {}\n", [("a", [("b", "1")]), ("a", [])]),
    "what a list is made of": ("a = [for b in { c = 1 } : b]\n", [("a", [("c", "1")])]),
}


@pytest.mark.parametrize(("text", "expected"), GIVEN.values(), ids=GIVEN.keys())
def test_what_a_function_is_given_stands_under_its_name(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def test_spans_cover_what_is_written() -> None:
    text = 'a "é" {\n  b = "c" # ö\n  d = <<-E\n    f\n  E\n  g = -1\n  h = [ i.j ]\n}\n'
    outer = read(text).root.pairs[0].value
    assert isinstance(outer, Section)
    (label,) = outer.pairs
    assert text[label.name_span.start : label.name_span.end] == '"é"'
    assert isinstance(label.value, Section)
    written = [text[pair.value.span.start : pair.value.span.end] for pair in label.value.pairs]
    assert written == ['"c"', "<<-E\n    f\n  E", "-1", "[ i.j ]"]


def test_no_two_sections_begin_at_one_place() -> None:
    waiting: list[Tree] = [read('a "b" "c" {\n  d {\n    e = {f = {g = 1}}\n  }\n}\nh{}\n').root]
    starts = []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Section):
            starts.append(tree.span.start)
            waiting += [pair.value for pair in tree.pairs]
    # The file itself begins where it does.
    assert len(starts) == len(set(starts)) == 8


def test_comments_are_returned() -> None:
    text = '# a\nb = "# c" // d\r\n/* e\n*/\nf = <<G\n# h\nG\n'
    found = read(text).comments
    assert [comment.text.reveal() for comment in found] == ["# a", "// d", "/* e\n*/"]
    assert [text[comment.span.start : comment.span.end] for comment in found] == ["# a", "// d", "/* e\n*/"]


REASON = "something that is no HCL"
UNCLOSED = "a bracket that is never closed"
BROKEN = {
    "an unclosed string": ('a = "b\nc = 1\n', [("c", "1")], REASON),
    "an unclosed string in a string": ('a = "${"b}"\nc = 1\n', [("c", "1")], REASON),
    "what is never filled in to its end": ('a = "${b\nc = 1\nd = "${e\nf = 2\n', [("c", "1"), ("f", "2")], REASON),
    "a quote too many": ('a = b"\nc = 1\n', [("a", "${b}"), ("c", "1")], REASON),
    "a text over lines": ('a = "b\nc"\nd = 1\n', [("d", "1")], REASON),
    "an unclosed here-document": ("a = <<B\nc = 1\n", [("c", "1")], REASON),
    "a missing value": ("a =\nb = 1\n", [("b", "1")], REASON),
    "a missing equals sign": ('a "b"\nc = 1\n', [("c", "1")], REASON),
    "an unclosed block": ("a {\n  b = 1\n\nc {\n  d = 2\n}\n", [("a", [("b", "1"), ("c", [("d", "2")])])], UNCLOSED),
    "an unclosed object": (
        "a {\n  b = {\n    c = 1\n}\nd {\n  e = 2\n}\n",
        [("a", [("b", [("c", "1")]), ("d", [("e", "2")])])],
        UNCLOSED,
    ),
    "an unclosed object before a block": (
        'a = {\n  b = 1\nc "d" {\n}\n',
        [("a", [("b", "1")]), ("c", [("d", [])])],
        REASON,
    ),
    "an unclosed list": ("a = [\n  1,\nb = 2\n", [("a", ["1"]), ("b", "2")], REASON),
    "an unclosed call": ("a = f(1\nb = 2\n", [("a", "${f(1}"), ("b", "2")], REASON),
    "a bracket too many": ("}\na = 1\n])\nb = 2\n", [("a", "1"), ("b", "2")], REASON),
    "a list closed by a brace": ("a = { b = [1 }\nc = 2\n", [("a", [("b", ["1"])]), ("c", "2")], REASON),
    "a merge that was left": (
        "<<<<<<< b\na = 1\n=======\na = 2\n>>>>>>> c\n",
        [("a", "1"), ("a", "2")],
        REASON,
    ),
    "an unclosed comment": ("a = 1\n/* b = 2\n", [("a", "1")], REASON),
    "no HCL at all": ("hello, world\n", [], REASON),
    "a block without a name": ("{\n  a = 1\n}\nb = 2\n", [("", [("a", "1")]), ("b", "2")], REASON),
    "a name in parts": ("a = { b.c = 1, d = 2 }\n", [("a", [("d", "2")])], REASON),
    "a zero character": ("a = 1\n\0\nb = 2\n", [("a", "1"), ("b", "2")], REASON),
}


@pytest.mark.parametrize(("text", "expected", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_text_is_read_around_the_fault_and_is_one_trouble(text: str, expected: object, reason: str) -> None:
    assert values(text) == expected
    assert [told for _, told in troubles(text)] == [reason]


def test_a_trouble_stands_at_the_first_place_that_fits_no_grammar() -> None:
    assert troubles('a = 1\nb = "c\nd = "e\n') == [('"c', REASON)]


def test_a_template_is_read_and_is_no_trouble() -> None:
    text = '{{ if .A }}\na = "{{ .B }}"\n{{ end }}\n{% for c in d %}\ne = 1\n'
    assert troubles(text) == []
    assert ("a", "{{ .B }}") in plain(read(text).root)  # type: ignore[operator]


def test_neither_a_reason_nor_a_document_shows_the_text() -> None:
    for text in (
        "a = swordfish\n",
        'a = "swordfish\n',
        "a = <<B\nswordfish\nB\n",
        "a = 1 # swordfish\n",
        "swordfish {",
    ):
        assert "swordfish" not in repr(read(text).troubles)
        assert "swordfish" not in repr(read(text).comments)
        assert "swordfish" not in repr([pair.value for pair in read(text).root.pairs])
