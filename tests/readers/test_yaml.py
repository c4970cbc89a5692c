"""The reader of YAML, with PyYAML as the oracle of what a value is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import yaml as reader
from sendcloud_lint.readers.yaml import read, script
from tests.growth import growth

# A text, a list of such, or a list of names with such.
Data: TypeAlias = object


def data(tree: Tree) -> Data:
    """A tree as plain data: a section is a list of pairs, as a name may stand in it twice."""
    if isinstance(tree, Scalar):
        return tree.text.reveal()
    if isinstance(tree, Sequence):
        return [data(item) for item in tree.items]
    return [(pair.name, data(pair.value)) for pair in tree.pairs]


def values(text: str) -> Data:
    return data(read(text).root)


def nodes(tree: Tree) -> Iterator[Tree]:
    """Every part of a tree once, however often it is shared."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(children(node))


def children(tree: Tree) -> list[Tree]:
    if isinstance(tree, Section):
        return [pair.value for pair in tree.pairs]
    return list(tree.items) if isinstance(tree, Sequence) else []


def scalars(document: Document) -> list[Scalar]:
    found = [node for node in nodes(document.root) if isinstance(node, Scalar)]
    return sorted(found, key=lambda scalar: scalar.span)


def pairs(document: Document) -> list[Pair]:
    found = [pair for node in nodes(document.root) if isinstance(node, Section) for pair in node.pairs]
    return sorted(found, key=lambda pair: pair.name_span)


def at(text: str, span: Span) -> str:
    return text[span.start : span.end]


def written(text: str) -> list[str]:
    """The values as they stand in the text."""
    return [at(text, scalar.span) for scalar in scalars(read(text))]


def names(text: str) -> list[str]:
    return [at(text, pair.name_span) for pair in pairs(read(text))]


def comments(text: str) -> list[str]:
    found = read(text).comments
    assert [comment.text.reveal() for comment in found] == [at(text, comment.span) for comment in found]
    return [at(text, comment.span) for comment in found]


def troubles(text: str) -> list[tuple[int, str]]:
    """Line numbers, counted from 1, and reasons."""
    found = read(text).troubles
    return [(len(re.findall(r"\r\n|\r|\n", text[: trouble.span.start])) + 1, trouble.reason) for trouble in found]


VALUES: dict[str, tuple[str, Data]] = {
    "nothing": ("", []),
    "a comment alone": ("# a\n", []),
    "no line end at the end": ("a: b", [("a", "b")]),
    "quotes": ("a: 'it''s'\n\"b\": \"\\x41\\n\\u4e2d\\/\"\n", [("a", "it's"), ("b", "A\n中/")]),
    "what is no string": ("a: 012\nb: True\nc: 1.50\nd: ~\n", [("a", "012"), ("b", "True"), ("c", "1.50"), ("d", "~")]),
    "nothing as a value": ("a:\nb: # c\nd: ''\n", [("a", ""), ("b", ""), ("d", "")]),
    "nothing as a name": ("? \n: a\n", [("", "a")]),
    "sections in sections": ("a:\n  b:\n    c: d\n  e: f\n", [("a", [("b", [("c", "d")]), ("e", "f")])]),
    "a sequence": ("a:\n- b\n- c: d\n- - e\n", [("a", ["b", [("c", "d")], ["e"]])]),
    "flow style": ("a: {b: [c, 'd'], e: , f}\n", [("a", [("b", ["c", "d"]), ("e", ""), ("f", "")])]),
    "a pair in a flow sequence": ("a: [b: c]\n", [("a", [[("b", "c")]])]),
    "JSON": ('{"a": {"b": [1, null, "\\u0041"]}}', [("a", [("b", ["1", "null", "A"])])]),
    "a plain value over lines": ("a: b\n  c\n\n  d\ne: f\n", [("a", "b c\nd"), ("e", "f")]),
    "a literal block": ("a: |\n  b\n   c\n\n  d\n", [("a", "b\n c\n\nd\n")]),
    "a folded block": ("a: >-\n  b\n  c\n\n  d\n   e\n", [("a", "b c\nd\n e")]),
    "an empty block": ("a: |\nb: c\n", [("a", ""), ("b", "c")]),
    "a block that begins with a tab": ("a: !x |\n\n  \tb\n  c\n", [("a", "\n\tb\nc\n")]),
    "tags": ("a: !Ref b\nc: !vault |\n  d\ne: !!str 1\nf: !x\n", [("a", "b"), ("c", "d\n"), ("e", "1"), ("f", "")]),
    "a tagged section": ("a: !x {b: c}\nd: !x\n  e: f\n", [("a", [("b", "c")]), ("d", [("e", "f")])]),
    "directives": ("%YAML 1.1\n%TAG !e! x:\n---\na: !e!b c\n", [("a", "c")]),
    "question marks": ("? a\n: b\n? c\n", [("a", "b"), ("c", "")]),
    "a name that is no scalar": ("? [a, b]\n: {c: d}\n", [("", [("c", "d")])]),
    "the same name twice": ("a: b\na: c\n", [("a", "b"), ("a", "c")]),
    "a sequence alone": ("- a\n- b: c\n", [("", ["a", [("b", "c")]])]),
    "a scalar alone": ("a b\n", [("", "a b")]),
    "several documents": ("a: b\n---\n- c\n---\na: d\n", [("", [("a", "b")]), ("", ["c"]), ("", [("a", "d")])]),
    "empty documents around one": ("---\n---\na: b\n...\n---\n", [("a", "b")]),
    "an alias": ("a: &x b\nc: *x\n*x : d\n", [("a", "b"), ("c", "b"), ("b", "d")]),
    "an anchor set again": ("a: &x b\nc: *x\nd: &x e\nf: *x\n", [("a", "b"), ("c", "b"), ("d", "e"), ("f", "e")]),
    "an alias inside its anchor": ("a: &x\n  b: *x\n  c: d\n", [("a", [("b", ""), ("c", "d")])]),
    "an alias inside an anchor set again": ("a: &x b\nc: &x [*x]\n", [("a", "b"), ("c", [""])]),
    "an alias of nothing": ("a: *x\n", [("a", "")]),
    "an alias of another document's anchor": ("a: &x b\n---\nc: *x\n", [("", [("a", "b")]), ("", [("c", "")])]),
    "a merge": (
        "a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: g\n",
        [("a", [("b", "c"), ("d", "e")]), ("f", [("d", "g"), ("b", "c")])],
    ),
    "a merge of several": (
        "a: &x {b: c}\nd: &y {b: e, f: g}\nh: {<<: [*x, *y]}\n",
        [("a", [("b", "c")]), ("d", [("b", "e"), ("f", "g")]), ("h", [("b", "c"), ("f", "g")])],
    ),
    "a merge of what was merged": (
        "a: &x {b: c}\nd: &y {<<: *x}\ne: {<<: *y}\n",
        [("a", [("b", "c")]), ("d", [("b", "c")]), ("e", [("b", "c")])],
    ),
    "a merge of what stands there": ("<<: {a: b}\nc: d\n", [("c", "d"), ("a", "b")]),
    "a merge of no section": ("<<: a\nb: c\n", [("<<", "a"), ("b", "c")]),
    "a quoted merge sign": ("'<<': {a: b}\n", [("<<", [("a", "b")])]),
    "Windows line ends": ("a: b\r\nc: |\r\n  d\r\n  e\r\n", [("a", "b"), ("c", "d\ne\n")]),
    "old Mac line ends": ("a: b\rc: |\r  d\r  e\r", [("a", "b"), ("c", "d\ne\n")]),
    "a byte order mark": ("\ufeffa: b\nc: d\n", [("a", "b"), ("c", "d")]),
    "a byte order mark alone": ("\ufeff", []),
    "a form feed": ("a: b\n\x0c\nc: d\n", [("a", "b"), ("c", "d")]),
    "control characters": ("a: b\x07c\nd: 'e\0'\n\x1a", [("a", "b c"), ("d", "e ")]),
    "characters that YAML forbids": ("a: b\udc80c\nd: \"\ud800\\n\"\n\x80: e", [
        ("a", "b\udc80c"), ("d", "\ud800\n"), ("\x80", "e"),
    ]),
    "a private character": ("a: \ue000\udc80\ue000\n", [("a", "\ue000\udc80\ue000")]),
    "characters of more than 16 bits": ("😀: '🤷'\na: b\n", [("😀", "🤷"), ("a", "b")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_values_are_decoded(text: str, expected: Data) -> None:
    assert values(text) == expected
    assert troubles(text) == []


@pytest.mark.parametrize("text", [text for text, _ in VALUES.values()], ids=VALUES.keys())
def test_the_parser_in_python_reads_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(text)
    monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    assert read(text) == expected


SPANS = {
    "plain values": ("a: b c  # d\ne:   1.5 \t\n", ["b c", "1.5"]),
    "quotes": ("a: 'b' # c\nd: \"e\\n\"", ["'b'", '"e\\n"']),
    "values over lines": ("a: b\r\n  c\nd: 'e\n  f' # g\n", ["b\r\n  c", "'e\n  f'"]),
    "flow style": ("[a, 'b' , {c: d }]", ["a", "'b'", "d"]),
    "a literal block": ("a:\n  b: |2-  # c\n    d\n\n     e \n\n\n # f\ng: h\n", ["|2-  # c\n    d\n\n     e ", "h"]),
    "a block of blank lines": ("a: |+ # b\n\n  \nc: d\n", ["|+", "d"]),
    "a block at the end": ("a: >\n  b", [">\n  b"]),
    "tags and anchors": ("a: &x !!str b\nc: !x 'd'\ne: !y &z |\n  f\n", ["b", "'d'", "|\n  f"]),
    "a value on another line than its tag": ("a: !x # b\n  c\n", ["c"]),
    "a byte order mark": ("\ufeffa: b\n", ["b"]),
}


@pytest.mark.parametrize(("text", "expected"), SPANS.values(), ids=SPANS.keys())
def test_a_span_covers_the_value_as_written(text: str, expected: list[str]) -> None:
    assert written(text) == expected


EMPTY = [
    ("a:", 2),
    ("a: ", 2),
    ("a: # b\nc: d", 2),
    ("a: &x\nb: c", 5),
    ("a: !t \nb: c", 5),
    ("{a: }", 3),
    ("{a , b}", 2),
    ("- \n- b", 1),
]


@pytest.mark.parametrize(("text", "place"), EMPTY)
def test_an_empty_value_stands_at_its_place(text: str, place: int) -> None:
    first = next(scalar for scalar in scalars(read(text)) if not scalar.text)
    assert first.span == Span(place, place)


def test_a_name_span_covers_the_name_as_written() -> None:
    assert names("a : b\n\"c\\n\": d\n? 'e'\n: f\n&x !!str g: h\n*x : i\n") == ["a", '"c\\n"', "'e'", "g", "*x"]


def test_a_collection_reaches_from_its_first_value_to_the_end_of_its_last() -> None:
    text = "a: &x\n  # b\n  c: d\n  e: [f, g ]  # h\ni:\n- j\n"
    assert [at(text, node.span) for node in nodes(read(text).root) if not isinstance(node, Scalar)] == [
        text.rstrip(), "- j", "c: d\n  e: [f, g ]", "[f, g ]",
    ]  # fmt: skip


def test_an_alias_is_the_anchors_own_tree() -> None:
    first, second, third = read("a: &x {b: c}\nd: *x\ne: {<<: *x}\n").root.pairs
    assert second.value is first.value
    assert isinstance(first.value, Section)
    assert isinstance(third.value, Section)
    assert third.value.pairs[0] is first.value.pairs[0]


def test_documents_stand_apart_under_empty_names() -> None:
    text = "# a\nb: c\n---\nd: e\n"
    root = read(text).root
    assert root.span == Span(0, len(text))
    assert [(pair.name, pair.name_span) for pair in root.pairs] == [("", Span(4, 4)), ("", Span(9, 9))]


COMMENTS = {
    "comment lines": ("# a\n  #b\r\n#\n", ["# a", "#b", "#"]),
    "comments after values": ("a: b # c \nd: 'e'  # f\ng: # h\n- # i", ["# c ", "# f", "# h", "# i"]),
    "no comment in values": ("a: b#c\nd: '# e'\nf: \"g\n  # h\"\n", []),
    "no comment in a block": ("a: |\n  # b\n  c # d\n# e\nf: >\n\n  # g\n", ["# e"]),
    "a comment on a block's first line": ("run: |  # note\n  # b\n", ["# note"]),
    "a comment on an empty block's first line": ("a: | # b\nc: d # e\n", ["# b", "# e"]),
    "comments in flow style": ("a: [b, # c\n  'd', # e]\n  f]# g\n", ["# c", "# e]", "# g"]),
    "comments between documents": ("# a\n--- # b\nc\n... # d\n# e\n", ["# a", "# b", "# d", "# e"]),
    "comments after tags and aliases": ("a: &x # b\n  c\nd: *x # e\n", ["# b", "# e"]),
    "a suppression": ("a: b  # sendcloud-lint: ignore[SCL101] why\n", ["# sendcloud-lint: ignore[SCL101] why"]),
    "a comment after a byte order mark": ("\ufeff# a\nb: c\n", ["# a"]),
}


@pytest.mark.parametrize(("text", "expected"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_have_exact_spans(text: str, expected: list[str]) -> None:
    assert comments(text) == expected


NO_YAML, QUOTE, TAB = "text that is not YAML", "a quote that is never closed", "a tab where blanks should stand"
BROKEN: dict[str, tuple[str, Data, list[tuple[int, str]]]] = {
    "a line without a colon": ("a: b\nfoo bar\nc: d\n", [("a", "b"), ("c", "d")], [(2, NO_YAML)]),
    "a colon in a plain value": ("a: b\nc: d: e\nf: g\n", [("a", "b"), ("f", "g")], [(2, NO_YAML)]),
    "a placeholder": ("a: @b@\nc: d\n", [("c", "d")], [(1, NO_YAML)]),
    "an unclosed quote": ("a: b\nc: 'd\ne: f\n", [("a", "b"), ("e", "f")], [(2, QUOTE)]),
    "an unclosed bracket": ("a: [b, c\nd: e\nf: g\n", [("d", "e"), ("f", "g")], [(1, NO_YAML)]),
    "a missing comma": (
        '{\n  "a": 1,\n  "b": 2\n  "c": 3,\n  "d": 4\n}',
        [("a", "1"), ("b", "2"), ("d", "4")],
        [(4, NO_YAML)],
    ),
    "an unknown escape": ('a: "\\d"\nb: c\n', [("b", "c")], [(1, NO_YAML)]),
    "wrong indentation": ("a:\n    b: c\n  d: e\nf: g\n", [("a", [("b", "c")]), ("f", "g")], [(3, NO_YAML)]),
    "a sequence that turns into a section": ("- a\nb: c\n", [("", ["a"])], [(2, NO_YAML)]),
    "several faults": ("a: 'b\nc: @\nd: e\n%\nf: g\n", [("d", "e"), ("f", "g")], [(1, QUOTE)]),
    "tabs": ("a:\n\tb:\n\t\tc: d\n\te: f\n", [("a", [("b", [("c", "d")]), ("e", "f")])], [(2, TAB)]),
    "tabs after blanks": ("a:\n  - b: c\n  \td: e\n", [("a", [[("b", "c")]])], [(3, TAB)]),
    "a tab in a block": ("a: |\n\tb\n\tc\n", [("a", "b\nc\n")], [(2, TAB)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reasons"), BROKEN.values(), ids=BROKEN.keys())
def test_what_stands_around_a_fault_is_read(text: str, expected: Data, reasons: list[tuple[int, str]]) -> None:
    assert troubles(text) == reasons
    assert values(text) == expected


@pytest.mark.parametrize("text", [text for text, _, _ in BROKEN.values()], ids=BROKEN.keys())
def test_the_parser_in_python_raises_nothing_either(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    assert len(troubles(text)) == 1


def test_after_many_faults_names_and_values_are_read_line_by_line() -> None:
    lines = [
        "a: b # c",
        "'d': 'e''f'  # g",
        '  - "h" : "i\\n"',
        "j:",
        "k: [l",
        'm: "n" o',
        "p: q#r \t",
        "s: http://t#u",
    ]
    text = "first: 1\n" + "@\n" * 30 + "\r\n".join(lines)
    expected = [("a", "b"), ("d", "e'f"), ("h", "i\n"), ("j", ""), ("p", "q#r"), ("s", "http://t#u")]
    assert values(text) == [("", [("first", "1")]), ("", expected)]
    assert written(text) == ["1", "b", "'e''f'", '"i\\n"', "", "q#r", "http://t#u"]
    assert comments(text) == ["# c", "# g"]
    assert troubles(text) == [(2, NO_YAML)]


TEMPLATES: dict[str, tuple[str, Data]] = {
    "a template as a value": ("a: {{ b }}\nc: d\n", [("a", "{{ b }}"), ("c", "d")]),
    "templates in a value": ("a: {{ b }}/x-{{ c }} # d\n", [("a", "{{ b }}/x-{{ c }}")]),
    "a template with what is no YAML": ('a: {{ .B | default "c: d" }}\n', [("a", '{{ .B | default "c: d" }}')]),
    "a template inside a value with what is no YAML": ('a: b-{{ "c: d" }}\n', [("a", 'b-{{ "c: d" }}')]),
    "templates as names": ("{{ a }}: {{ b }}\n", [("{{ a }}", "{{ b }}")]),
    "templates in a sequence": ("- {{ a }}\n- [{{ b }}, {{ c }}]\n", [("", ["{{ a }}", ["{{ b }}", "{{ c }}"]])]),
    "templates in quotes": ("a: '{{ b }}'\nc: \"d: {{ e \\\"f\\\" }}\"\n", [("a", "{{ b }}"), ("c", 'd: {{ e "f" }}')]),
    "quotes in quoted templates": ('a: "{{ b["c"] }}"\nd: e\n', [("a", '{{ b["c"] }}'), ("d", "e")]),
    "a workflow": ("a: ${{ b.c }}\nd: echo ${{ e }}\n", [("a", "${{ b.c }}"), ("d", "echo ${{ e }}")]),
    "Helm": (
        "a: b\n{{- if .Values.c }}\n  {{- with .d }}\n"
        "e:\n  {{- toYaml . | nindent 2 }}\n  f: {{ .f | quote }}\n{{- end }}{{ end }}\n",
        [("a", "b"), ("e", [("f", "{{ .f | quote }}")])],
    ),
    "control over lines": ("{{- if and\n  a b }}\nc: d\n{{ end }}\n", [("c", "d")]),
    "Jinja": ("{% if a %}\nb: c\n{% endif %}{# d #}\n{# e: #}\n", [("b", "c")]),
    "control in a block": ("a: |\n  b\n{{- if c }}\n  d\n{{- end }}\n", [("a", f"b\n{' ' * 9}\nd\n{' ' * 8}\n")]),
    "templates in a block of YAML": (
        "a: >-\n  {% if b %}\n  {{ c }}\n  {% endif %}\n",
        [("a", "{% if b %} {{ c }} {% endif %}")],
    ),
    "templates in a block of a template": ("{% if a %}\nb: |\n  c {{ d }}\n  e\n", [("b", "c {{ d }}\ne\n")]),
    "what can't be read of a template": ("{% if a %}\nb: c\n{% endif %}\nd\ne: f\n", [("b", "c"), ("e", "f")]),
    "a template that is never closed": ("{{ a\nb: c\n", [("b", "c")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_templates_are_read_without_trouble(text: str, expected: Data) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def test_a_template_that_is_a_value_has_its_span() -> None:
    assert written("a: {{ b }}-c # d\n") == ["{{ b }}-c"]


def test_a_fault_beside_a_template_that_is_a_value_is_a_trouble() -> None:
    assert troubles("a: {{ b }}\nc\nd: e\n") == [(2, NO_YAML)]


def test_a_reason_quotes_nothing_of_the_text() -> None:
    text = "swordfish: swordfish: swordfish\nswordfish\n'swordfish\n"
    assert len(troubles(text)) == 1
    assert "swordfish" not in repr(read(text).troubles)


def test_a_document_does_not_show_its_values() -> None:
    assert "swordfish" not in repr(read("a: swordfish # swordfish\nb: |\n  swordfish\n"))


SCRIPTS = {
    "literal": "a: |\n  b\n    c\n\n  d # e\nf: g\n",
    "literal, stripped": "a: |-\n  b\n  c\n\n\nf: g\n",
    "literal, kept": "a: |+\n  b\n\n\nf: g\n",
    "literal with blank lines first": "a: |\n\n \n  b\n",
    "literal with its indentation told": "a: |2 # note\n    b\n   c\n",
    "literal with blanks on blank lines": "a: |\n  b\n     \n \n  c  \n    \n",
    "literal without a line end": "- a: |\n    b\n    c",
    "literal with tabs": "a: |\n  \tb\n  c\td\n",
    "literal at the left": "--- |\n b\n  c\n",
    "literal of blank lines": "a: |+\n\n\nb: c\n",
    "literal of nothing": "a: |\nb: c\n",
    "literal with Windows line ends": "a: |\r\n  b\r\n\r\n  c\r\n",
    "literal with rare line ends": "a: |\n  b\x85  c\u2028  d\n",
    "folded": "a: >\n  b\n  c\n\n  d\n\n\n  e\n",
    "folded with indented lines": "a: >\n  b\n  c\n    d\n    e\n\n    f\n  g\n\n  h\n   i\n",
    "folded with blank lines first": "a: >-\n\n\n  b\n  c\n",
    "folded, kept": "a: >+\n  b\n  c\n\n",
    "folded with Windows line ends": "a: >\r\n  b\r\n  c\r\n\r\n  d\r\n",
    "plain": "a: b c # d\n",
    "plain over lines": "a: b  \n  c\n\n\n  d\ne: f\n",
    "single quotes": "a: 'b''c''' # d\n",
    "single quotes over lines": "a: ' b \n\n   c\n  '\n",
    "double quotes": 'a: "b\\n\\tc\\x41\\u4e2d\\U0001f600\\/\\"\\\\ \\_"\n',
    "double quotes over lines": 'a: "b\n  c\\n\\\n   d \\\n\n  e\\ \n  f"\n',
    "a tag": "a: !x &y |\n  b\n",
    "control characters": "a: |\n  b\x07c\n\x0c\n  d\ne: f\0g\n",
    "a byte order mark": "\ufeffa: |\n  b\n",
    "templates": "{% if x %}\na: |\n  b {{ c }}\n{% if d %}\n  e\nf: {{ g }}\n",
    "a surrogate": "a: \"b\udc80\\n\"\nc: |\n  \udc80\n",
}  # fmt: skip


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_is_its_scalar_decoded(text: str) -> None:
    found = scalars(read(text))
    assert found
    assert all(is_derived(text, scalar) for scalar in found)


def is_derived(text: str, scalar: Scalar) -> bool:
    """Whether a scalar has a script; if so, its characters are those of the file but for what is decoded."""
    made = script(text, scalar)
    if made is None:
        return False
    assert made.text == scalar.text.reveal()
    edited = [range(start, end) for start, end in zip(made._starts, made._ends, strict=True)]
    kept = set(range(len(made.text))).difference(*edited)
    assert all(text[made.back(offset)] == made.text[offset] for offset in kept)
    places = [made.back(offset) for offset in range(len(made.text))]
    assert places == sorted(places)
    assert all(scalar.span.start <= place <= scalar.span.end + 1 for place in places)
    return True


def test_a_place_in_a_script_is_one_in_the_file() -> None:
    text = "a: b\nrun: |\n    echo 'c'\n    curl d\nd: e\n"
    made = script(text, scalars(read(text))[1])
    assert made is not None
    assert made.text == "echo 'c'\ncurl d\n"
    line = Span(made.text.index("curl"), len(made.text))
    assert at(text, made.back_span(line)) == "curl d\n"


def test_a_script_that_is_not_what_stands_there_is_none() -> None:
    text = "a: b\n"
    scalar = scalars(read(text))[0]
    assert script("a: c\n", scalar) is None
    assert script("", Scalar(Span(0, 0), scalar.text)) is None


texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="ab \n\t:#'\"-{}%|>\\é😀\x85\u2028", max_size=30),
    st.lists(st.sampled_from(["word", "a b", " lead", "trail ", "", "x: y", "# z", "\tt"]), max_size=6).map("\n".join),
    st.sampled_from(["012", "true", "~", "null", "1.5", "=", "<", "2001-01-01", "key-a: b", "- c", "it's"]),
)  # fmt: skip
keys = st.text(min_size=1, max_size=8).filter(lambda key: key not in ("<<", "="))
trees = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
styles = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, None, "'", '"', "|", ">"]),
        "width": st.sampled_from([5, 20, 80]),
        "indent": st.sampled_from([2, 4, 7]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
        "explicit_start": st.booleans(),
    }
)


@st.composite
def dumps(draw: st.DrawFn) -> str:
    made = draw(st.dictionaries(keys, trees, max_size=5))
    style: dict[str, Any] = draw(styles)
    return str(yaml.safe_dump(made, **style))


def plain(loaded: object) -> Data:
    """What PyYAML loads, as `data` shows it."""
    if isinstance(loaded, dict):
        return [(str(name), plain(value)) for name, value in loaded.items()]
    return [plain(item) for item in loaded] if isinstance(loaded, list) else str(loaded)


def by_oracle(text: str) -> Data:
    return plain(yaml.load(text, Loader=yaml.CBaseLoader))


@settings(deadline=None, max_examples=200)
@given(dumps())
def test_dumped_documents_are_read_as_the_oracle_reads_them(text: str) -> None:
    assert values(text) == by_oracle(text)
    assert troubles(text) == []


@settings(deadline=None, max_examples=200)
@given(dumps())
def test_what_stands_at_a_span_of_a_dump_is_the_value(text: str) -> None:
    for scalar in scalars(read(text)):
        there = at(text, scalar.span)
        if not there.startswith(("|", ">")):
            assert by_oracle(f"- {there}") == [scalar.text.reveal()]
    for pair in pairs(read(text)):
        there = at(text, pair.name_span)
        assert there.startswith(("|", ">")) or by_oracle(f"- {there}") == [pair.name]


@settings(deadline=None, max_examples=300)
@given(dumps())
def test_every_scalar_of_a_dump_has_a_script(text: str) -> None:
    assert all(is_derived(text, scalar) for scalar in scalars(read(text)))


BITS = [
    "a: b", "key", ": ", "- ", "? ", "\n", "\r\n", "\r", "  ", "    ", "\t", " # c", "#", "'", '"', "''", "\\", "\\n",
    "|", ">-", "|2", "{", "}", "[", "]", ", ", "&x ", "*x", "<<: *x", "!t ", "%", "---\n", "...\n", "{{ x }}", "{{",
    "}}", "{% x %}", "${{ y }}", "\0", "\x07", "\x0c", "\x85", "\u2028", "\ufeff", "\ud800", "\ue000", "😀", "@", "`",
]  # fmt: skip
SAMPLES = [text for table in (VALUES, SPANS, COMMENTS, BROKEN, TEMPLATES) for text, *_ in table.values()]
SAMPLES += SCRIPTS.values()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A document with a piece cut out, put in or doubled, one to three times."""
    text = draw(st.one_of(st.sampled_from(SAMPLES), dumps()))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 5)))
        text = text[:start] + draw(st.one_of(st.sampled_from(BITS), st.text(max_size=2))) + text[end:]
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


hostile = st.one_of(mutated(), st.lists(st.sampled_from(BITS), max_size=25).map("".join), st.text(max_size=40))


@settings(deadline=None, max_examples=500)
@given(hostile)
@example("{{")
@example("! :")
@example("a: !%ED%A0%80 b")
def test_spans_of_any_text_lie_in_it_and_siblings_stand_in_order(text: str) -> None:
    document = read(text)
    whole = Span(0, len(text))
    is_shared = "*" in text or "<<" in text
    assert whole.holds(document.root.span)
    for node in nodes(document.root):
        assert whole.holds(node.span)
        assert is_shared or all(node.span.holds(span) for span in parts(node))
        assert is_shared or all(before.end <= after.start for before, after in pairwise(parts(node)))
    aside = [*(comment.span for comment in document.comments), *(found.span for found in document.troubles)]
    assert all(whole.holds(span) for span in aside)
    assert all(at(text, comment.span).startswith("#") for comment in document.comments)


def parts(node: Tree) -> list[Span]:
    """Names and values in their order."""
    if isinstance(node, Section):
        return [span for pair in node.pairs for span in (pair.name_span, pair.value.span)]
    return [item.span for item in node.items] if isinstance(node, Sequence) else []


@settings(deadline=None, max_examples=300)
@given(hostile)
def test_a_script_of_any_text_is_right_or_none(text: str) -> None:
    for scalar in scalars(read(text)):
        is_derived(text, scalar)


@settings(deadline=None, max_examples=150)
@given(hostile)
def test_the_parser_in_python_reads_any_text(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LOADER", yaml.SafeLoader)
        assert Span(0, len(text)).holds(read(text).root.span)


HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "brackets": (lambda size: "[" * size, 10_000),
    "braces": (lambda size: "{a: " * size, 10_000),
    "deep sequences": (lambda size: "- " * size, 10_000),
    "lines of brackets": (lambda size: "[\n" * size, 10_000),
    "names on one line": (lambda size: "? " * size, 10_000),
    "one long value": (lambda size: "a: " + "b" * size, 500_000),
    "one long line": (lambda size: "[" + "a, " * size + "]", 5_000),
    "many lines": (lambda size: "a: b # c\n" * size, 2_000),
    "many faults": (lambda size: "a: b: c\n" * size, 3_000),
    "many quotes": (lambda size: "a: 'b\n" * size, 3_000),
    "unclosed templates": (lambda size: "{{ a {% b {# c " * size, 5_000),
    "unclosed templates with braces": (lambda size: "{{ } % # }" * size, 5_000),
    "lines of templates": (lambda size: "{{ a }}\nb: {{ c }}\n" * size, 3_000),
    "blanks": (lambda size: "a: b" + " " * size + "c", 200_000),
    "blank lines in quotes": (lambda size: "a: 'b" + " \n" * size + "'", 20_000),
    "blanks after faults": (lambda size: "@\n" * 30 + ("a: b" + " " * 500 + "c\n") * size, 200),
    "tag directives": (lambda size: "".join(f"%TAG !{i}! x\n" for i in range(size)) + "---\na: b\n", 3_000),
    "tags on one line": (lambda size: "- " + "!- " * size, 10_000),
    "merges": (lambda size: "a: &x {" + "b: c, " * size + "}\nd:\n" + "- {<<: *x}\n" * size, 2_000),
    "control characters": (lambda size: "a: \x07\udc80b\n" * size, 5_000),
}


@pytest.mark.parametrize(("made", "size"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_time_by_their_length(made: Callable[[int], str], size: int) -> None:
    assert growth(lambda size: read(made(size)), size) < 10


def test_scripts_take_time_by_their_length() -> None:
    def work(size: int) -> None:
        text = "a: >\n" + "  b  \n\n" * size + 'c: "' + "\\n \n " * size + '"\n'
        assert all(script(text, scalar) for scalar in scalars(read(text)))

    assert growth(work, 2_000) < 10


def test_values_nested_too_deep_are_a_trouble() -> None:
    document = read("a: b\nc: " + "[" * 10_000 + "\nd: e\n")
    assert [trouble.reason for trouble in document.troubles] == ["values nested too deep"]
    assert data(document.root) == [("a", "b"), ("d", "e")]


def unrolled(tree: Tree) -> int:
    return 1 + sum(unrolled(child) for child in children(tree))


def test_aliases_of_aliases_stay_within_bounds() -> None:
    lines = ["a0: &a0 b", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 300))]
    assert unrolled(read("\n".join(lines)).root) < 200_000


def test_a_chain_of_aliases_is_no_deeper_than_brackets_may_be() -> None:
    lines = ["a0: &a0 b", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 5_000))]
    assert unrolled(read("\n".join(lines)).root) < 200_000


def test_merged_pairs_stay_within_bounds() -> None:
    base = "a: &x {" + ", ".join(f"b{i}: c" for i in range(1_500)) + "}\n"
    document = read(base + "".join(f"d{i}: {{<<: *x}}\n" for i in range(30)))
    merged = [len(pair.value.pairs) for pair in document.root.pairs[1:] if isinstance(pair.value, Section)]
    assert max(merged) == 1_000
    assert sum(merged) == 10_000


def test_a_programs_own_tag_is_kept() -> None:
    text = "a: !Ref b\nc: !!str d\ne: ! f\ng: !vault |\n  h\ni: !<tag:x> j\nk: !reference [l]\n"
    assert [scalar.tag for scalar in scalars(read(text))] == ["!Ref", "", "", "!vault", "", ""]
