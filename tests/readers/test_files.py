"""Files that stand in a value of settings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from sendcloud_lint.model.document import Document, Scalar, Section, Tree
from sendcloud_lint.readers import files, yaml
from sendcloud_lint.readers.unquoted import unquoted

Found = list[tuple[str, str, str]]


def read(kind: str, text: str) -> Document:
    document: Document = import_module(f"sendcloud_lint.readers.{kind}").read(text)
    return files.read(text, document, yaml.script if kind == "yaml" else unquoted)


def inner(kind: str, text: str) -> Found:
    """The settings of the files alone: name, value, and what stands at the value's span."""
    bare = import_module(f"sendcloud_lint.readers.{kind}").read(text)
    found = read(kind, text)
    return [one for pair in found.root.pairs[len(bare.root.pairs) :] for one in _named(text, pair.value)]


def _named(text: str, tree: Tree) -> Iterator[tuple[str, str, str]]:
    pairs = tree.pairs if isinstance(tree, Section) else ()
    for pair in pairs:
        if isinstance(pair.value, Scalar):
            span, name = pair.value.span, pair.name_span
            assert text[name.start : name.end].strip("\"'\\") == pair.name
            yield pair.name, pair.value.text.reveal(), text[span.start : span.end]
        yield from _named(text, pair.value)


CASES: dict[str, tuple[str, str, Found]] = {
    "properties": ("yaml", "data:\n  a.properties: |\n    b.c=d\n    e = f\n", [("b.c", "d", "d"), ("e", "f", "f")]),
    "variables": ("yaml", 'data:\n  .env: |\n    # b\n\n    C="d e"\n', [("C", "d e", '"d e"')]),
    "YAML in YAML": ("yaml", "a.yml: |\n  b:\n    c: d\n", [("c", "d", "d")]),
    "with carriage returns": ("yaml", "a.ini: |\r\n  b = c\r\n  d = e\r\n", [("b", "c", "c"), ("d", "e", "e")]),
    "values of a chart": ("yaml", "helm:\n  values: |-\n    a: b\n    c: d\n", [("a", "b", "b"), ("c", "d", "d")]),
    "JSON": ("yaml", 'a:\n  b.json: |\n    {"c":\n      "d"}\n', [("c", "d", '"d"')]),
    "JSON on one line": ("yaml", 'a: \'{"b":"c"}\'\n', [("b", "c", '"c"')]),
    "JSON in double quotes": ("yaml", 'a: "{\\"b\\":\\"c\\"}"\n', [("b", "c", '\\"c\\"')]),
    "JSON in JSON": ("json", '{"a": "{\\"b\\": \\"c\\"}"}', [("b", "c", '\\"c\\"')]),
    "a path beside it": (
        "yaml",
        "- path: /etc/a.env\n  content: |\n    B=c\n    D=e\n",
        [("B", "c", "c"), ("D", "e", "e")],
    ),
    "a here-document": (
        "hcl",
        'template {\n  data = <<EOT\nA="b"\nC=d\nEOT\n  destination = "x/a.env"\n}\n',
        [("A", "b", '"b"'), ("C", "d", "d")],
    ),
    "an indented here-document": (
        "hcl",
        'template {\n  data = <<-EOT\n    A=b\n    C=d\n  EOT\n  destination = "a.env"\n}\n',
        [("A", "b", "b"), ("C", "d", "d")],
    ),
    "a text over lines": ("toml", 'a.".env" = """\nB=c\nD=e\n"""\n', [("B", "c", "c"), ("D", "e", "e")]),
    "no file": ("yaml", "a: |\n  b=c\n  d=e\n", []),
    "a file of one line": ("yaml", "a.ini: b\n", []),
    "a program": ("yaml", "a.py: |\n  b = 1\n  c = 2\n", []),
    "a folded text": ("yaml", "a.ini: >\n  b = c\n  d\n\n  e = f\n", [("b", "c d", "c\n  d"), ("e", "f", "f")]),
    "no path beside it": ("yaml", "content: |\n  B=c\n  D=e\n", []),
}


@pytest.mark.parametrize(("kind", "text", "expected"), CASES.values(), ids=CASES)
def test_a_files_settings_stand_where_they_stand(kind: str, text: str, expected: Found) -> None:
    assert inner(kind, text) == expected


def test_comments_of_files_are_comments() -> None:
    text = "# a\n.env: |\n  # b\n  C=d\n"
    found = read("yaml", text).comments
    assert [(one.text.reveal(), text[one.span.start : one.span.end]) for one in found] == [
        ("# a", "# a"),
        ("# b", "# b"),
    ]


def test_no_more_files_are_read_than_a_person_would_write() -> None:
    text = "".join(f"{number}.env: |\n  A=b\n  C=d\n" for number in range(files.MAX_FILES + 1))
    assert len(inner("yaml", text)) == 2 * files.MAX_FILES


def test_aliases_of_aliases_in_a_file_stay_shared() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 14))]
    text = "values: |\n" + "".join(f"  {line}\n" for line in lines)
    assert len(read("yaml", text).root.pairs) == 2
