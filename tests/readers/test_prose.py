"""Blocks of code in texts for people, by every markup that is known, and what the prose between them says."""

from __future__ import annotations

import pytest

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Scalar, Section
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import markdown
from sendcloud_lint.readers.blocks import blocks


def found(text: str) -> list[tuple[str, str]]:
    return [(one.language, text[one.span.start : one.span.end].strip("\n")) for one in blocks(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("```python\n{}\n```\n", "python"),
        ("~~~~ python title='b'\n{}\n~~~~~\n", "python"),
        ("A.\n\n.. code:: python\n   :number-lines:\n\n{}\n\nB\n", "python"),
        ("A::\n\n{}\n\nB\n", "::"),
        ("::\n\n{}\nB\n", "::"),
        ("[source,python]\n----\n{}\n----\nB\n", "python"),
        ("[source%linenums,python,indent=0]\n.Title\n....\n{}\n....\n", "python"),
        ("[,python]\n{}\n\nB\n", "python"),
        ("#+BEGIN_SRC python :results output\n{}\n#+end_src\n", "python"),
    ],
)
def test_a_block_of_each_markup(text: str, language: str) -> None:
    code = "    a = 'x'\n    b = 'y'"
    assert found(text.format(code)) == [(language, code)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("    curl -d a=b \\\n      https://shop.example/", "shell"),
        ("    # why\n    A=b curl https://shop.example/", "shell"),
        ("\timport a\n\n\ta.b()", "python"),
        ("        from a import b\n        b()", "python"),
        ('    {"a": "b"}', "json"),
        ("    AB_C=d", "dotenv"),
    ],
)
@pytest.mark.parametrize("before", ["A:\n\n", "A:\n", "", "- A\n\n"])
def test_an_indented_block_begins_like_code(code: str, kind: str, before: str) -> None:
    assert found(f"{before}{code}\n\nB\n") == [(kind, code)]


@pytest.mark.parametrize(
    "text",
    [
        "A\n    curl goes on here\n", "A\n\n    b is c\n", "   curl -d a https://shop.example/\n", "std::string a\n",
        "----\na\n----\n", "[source]\na\n", "#+BEGIN_QUOTE\na\n#+END_QUOTE\n", "A: b\nC: d\n",
    ],
)  # fmt: skip
def test_prose_is_no_block(text: str) -> None:
    assert found(text) == []


def test_a_session_ends_with_its_paragraph() -> None:
    assert found("A\n\n>>> a\n'b'\n>>> c\n\nD\n") == [("pycon", ">>> a\n'b'\n>>> c")]


def test_what_a_colon_begins_is_python_only_if_it_does_something() -> None:
    assert markdown.read("A::\n\n    a('b')\n").python is not None
    assert markdown.read("A::\n\n    apiKey: 'b'\n").python is None
    assert markdown.read("A::\n\n    some words\n").python is None


# Prose

KEY = "c1835766f7ebb54bd3224000f66371d9"
URL = f"https://api.aurorasendcloud.com/email/send?apiUser=a&apiKey={KEY}"


def visited(text: str) -> list[tuple[str, str]]:
    """The texts that requests in prose are made of, and what stands there."""
    script = markdown.read(text).script
    nodes = (node for node in walk(script.body if script is not None else ()) if isinstance(node, p.Constant))
    return [
        (node.value.reveal(), text[node.span.start : node.span.end])
        for node in sorted(nodes, key=lambda node: node.span)
        if isinstance(node.value, Written)
    ]


@pytest.mark.parametrize(
    "around",
    ["Call {}.", "[this]({})", "<{}>", "`{}`", "``{}``", "| GET | {} |", '<a href="{}">', "{}", "(see {}),", "- {}!"],
)
def test_a_url_of_the_api_that_carries_credentials(around: str) -> None:
    assert visited(f"# A\n\n{around.format(URL)}\n\nB\n") == [(URL, URL)]


def test_a_url_may_be_written_for_html() -> None:
    assert visited(URL.replace("&", "&amp;")) == [(URL, URL.replace("&", "&amp;"))]


@pytest.mark.parametrize(
    "url",
    [
        "https://api.aurorasendcloud.com/email/send", "http://www.sendcloud.net/doc?a=b", "https://shop.example/?apiKey=b",
        "https://api.aurorasendcloud.com/email/send?from=a",
    ],
)  # fmt: skip
def test_other_urls_are_none_of_ours(url: str) -> None:
    assert visited(f"See {url} for more.") == []


def test_a_command_in_a_sentence() -> None:
    text = "Run `curl -d 'a=b0c1d2e3f4' https://api.sendcloud.net/` or `curl https://shop.example/`, `http 200`.\n"
    assert [written for _, written in visited(text)] == ["-d", "'a=b0c1d2e3f4'", "https://api.sendcloud.net/"]


def test_a_command_without_anything_like_a_key_is_only_spoken_of() -> None:
    assert visited('Do not use `curl -u "$USER:$KEY" https://api.sendcloud.net/apiv2/mail/send` here.\n') == []


def test_what_stands_in_a_block_is_read_once() -> None:
    assert len(visited(f"```sh\ncurl '{URL}'\n```\n")) == 1


def table(text: str) -> dict[str, str]:
    document = markdown.read(text).settings
    sections = [pair.value for pair in document.root.pairs if isinstance(pair.value, Section)]
    pairs = [pair for section in sections for pair in section.pairs if isinstance(pair.value, Scalar)]
    assert [text[pair.name_span.start : pair.name_span.end] for pair in pairs] == [pair.name for pair in pairs]
    for pair in pairs:
        written = text[pair.value.span.start : pair.value.span.end]
        assert pair.value.text.reveal() in (written, "")  # type: ignore[union-attr]
    return {pair.name: pair.value.text.reveal() for pair in pairs}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        f"| name | value |\n|---|---|\n| apiUser | a |\n| apiKey | {KEY} |\n",
        f"| `apiUser` | a |\n| **apiKey** | `{KEY}` |\n",
        f"| apiUser | apiKey |\n|:--|--:|\n| a | {KEY} |\n",
        f"\n|apiUser|a|\r\n|apiKey|{KEY}|\r\n",
    ],
)
def test_a_table_that_gives_a_key(text: str) -> None:
    assert table(text) == {"apiUser": "", "apiKey": KEY}


@pytest.mark.parametrize(
    "text",
    [
        "| name | type | needed |\n|---|---|---|\n| apiUser | string | yes |\n| apiKey | string | yes |\n",
        "| apiUser | YOUR_USER |\n| apiKey | YOUR_KEY |\n",
        f"| a | {KEY} |\n",
        f"apiKey | {KEY}\n",
    ],
)
def test_a_table_that_gives_none(text: str) -> None:
    assert table(text) == {}


def test_tables_are_told_apart() -> None:
    text = f"| apiUser | a |\n\nB\n\n| apiKey | {KEY} |\n"
    assert table(text) == {"apiKey": KEY}
