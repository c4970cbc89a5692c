"""What files hold that code stands in, as their formats' own libraries see it."""

from __future__ import annotations

import ast
import json
import re
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from textwrap import indent

import docutils.core
import docutils.nodes
from dockerfile_parse import DockerfileParser
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Document, Scalar, Section
from sendcloud_lint.readers import dockerfile, ini, markdown
from tests.readers import code
from tests.thoroughness import trying

Found = Counter[tuple[int, object]]

# Code by what it holds: a literal of its own on each line, so that what is read tells which lines are code.


def numbered(count: int, first: int = 1) -> str:
    return "".join(f"a{number} = 'x{number}'\n" for number in range(first, first + count))


def by_line(text: str, program: p.Program | None) -> Found:
    """The texts of a program and the lines that they stand on."""
    nodes = code.whole_values(program.body) if program is not None else ()
    return Counter((text.count("\n", 0, node.span.start) + 1, told(node)) for node in nodes)


def told(node: p.Constant | p.Formatted) -> object:
    if isinstance(node, p.Constant):
        return code.worth(node)
    return "".join(str(told(piece)) for piece in node.pieces if isinstance(piece, p.Constant | p.Formatted))


def of_code(content: str, first: int) -> Found:
    """The same of code by Python's own parser; nothing of what is no Python."""
    if not code.is_python(content):
        return Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = ast.walk(ast.parse(content))
    return Counter((first + node.lineno - 1, node.value) for node in nodes if isinstance(node, ast.Constant))


# Markdown

PARTS = [
    "text\n", "# title\n", "\n", "\n", "- item\n", "1. item\n", "> quoted\n", "    indented = 'code'\n", "`code`\n",
    "***\n", "<b>\n\n", "[a]: b\n", "| a |\n|---|\n",
]  # fmt: skip


@st.composite
def fences(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["```", "~~~", "`````", "~~~~"]))
    info = draw(st.sampled_from(["python", "py", " python", "python title='a'", "Python", "python3"]))
    body = numbered(draw(st.integers(0, 3)), draw(st.integers(1, 9)))
    closing = draw(st.sampled_from([mark, mark + mark[0], mark + "  "]))
    inside = draw(st.sampled_from(["", "", "# ``\n", "\n", "if a:\n    b = 'y'\n"]))
    block = f"{mark}{info}\n{body}{inside}{closing}\n"
    lead, rest = draw(st.sampled_from([("", ""), ("", ""), ("  ", "  "), ("- ", "  "), ("> ", "> "), ("1. ", "   ")]))
    return lead + indent(block, rest, lambda line: True)[len(rest) :]


manuals = st.lists(st.one_of(st.sampled_from(PARTS), fences()), max_size=8).map("".join)


def fenced(text: str) -> Found:
    """The texts in fences of Python, by the reference."""
    found: Found = Counter()
    for token in MarkdownIt("commonmark").parse(text):
        language = re.match(r"[\w+#.-]*", token.info.strip())
        if token.type == "fence" and language and language[0].lower() in ("python", "py", "python3"):
            found += of_code(token.content, token.map[0] + 2)
    return found


@trying(100)
@given(text=manuals)
def test_fences_are_those_of_commonmark(text: str) -> None:
    assert by_line(text, markdown.read(text).python) == fenced(text)


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str], pieces: tuple[str, ...]) -> str:
    """Texts with pieces cut out or put in, or their end cut off."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.one_of(st.integers(start, min(len(text), start + 4)), st.just(len(text))))
        text = text[:start] + draw(st.sampled_from(("", *pieces))) + text[end:]
    return text


def is_open(text: str, token: Token) -> bool:
    """Whether a fence in a list or a quote is closed by nothing but their end."""
    if token.type != "fence" or not token.level or token.map is None:
        return False
    last = text.splitlines()[token.map[1] - 1 : token.map[1]]
    return not last or token.map[1] - token.map[0] < 2 or re.fullmatch(r"[ >]*(?:`{3,}|~{3,})[ ]*", last[0]) is None


SIGNS = ("`", "```", "~~~", "\n", " ", "    ", "> ", "- ", "1. ", "\t", "\r\n", "python", "#", "\\", "'", "\n\n")


@trying(150)
@given(text=damaged(manuals, SIGNS))
def test_fences_of_damaged_manuals_are_those_of_commonmark(text: str) -> None:
    """A fence behind four blanks or a tab may stand in a list, which is not looked for: it is read. So is one in HTML,
    which nobody knows to be shown as it is. What nothing closes in a list goes on behind the list."""
    assume(re.search(r"(?m)^[^\n]*(?:\t| {4})[ \t]*(?:```|~~~)|\t|<", text) is None)
    assume(not any(is_open(text, token) for token in MarkdownIt("commonmark").parse(text)))
    assert by_line(text, markdown.read(text).python) == fenced(text)


# reStructuredText

ROLES = st.sampled_from(["code-block", "code", "sourcecode"])
RST_PARTS = [
    "text\n\n",
    "Title\n=====\n\n",
    "* item\n\n",
    ".. note:: a\n\n",
    "::\n\n   a = 'literal'\n\n",
    ".. comment\n\n",
]


@st.composite
def directives(draw: st.DrawFn) -> str:
    lead = draw(st.sampled_from(["", "", "  "]))
    options = draw(st.sampled_from(["", ":class: b\n", ":name: a\n:class: b\n"]))
    body = numbered(draw(st.integers(1, 3))) + draw(st.sampled_from(["", "\nif a:\n\n    b = 'y'\n"]))
    by = draw(st.sampled_from(["   ", "    ", "\t"]))
    block = f".. {draw(ROLES)}:: python\n{indent(options, by)}\n{indent(body, by)}\n"
    head = "* item\n\n" if lead else ""
    return head + indent(block, lead) + draw(st.sampled_from(["", "\n"]))


def directed(text: str) -> Counter[object]:
    """The texts in blocks of Python, by the reference; what it calls wrong it shows as it is."""
    settings = {"report_level": 5, "halt_level": 5, "syntax_highlight": "none", "file_insertion_enabled": False}
    tree = docutils.core.publish_doctree(text, settings_overrides=settings)
    blocks = (node for node in tree.findall(docutils.nodes.literal_block) if "python" in node["classes"])
    return Counter(value for block in blocks for _, value in of_code(block.astext(), 1).elements())


@trying(60)
@given(text=st.lists(st.one_of(st.sampled_from(RST_PARTS), directives()), max_size=5).map("".join))
def test_blocks_are_those_of_docutils(text: str) -> None:
    ours = Counter(value for _, value in by_line(text, markdown.read(text).python).elements())
    assert ours == directed(text)


# Dockerfiles

NAMES = st.text(st.sampled_from("AB_9"), min_size=1, max_size=4).filter(lambda name: not name[0].isdigit())
BARE = st.text(st.sampled_from("ab09.:/=%@+-_,&é值"), max_size=8)
INSIDE = st.text(st.sampled_from("ab09 .:/=%@+-_,&#()é值"), max_size=8)
VALUES = st.one_of(
    BARE, BARE.map(lambda text: f"{text}\\ {text}0"), INSIDE.map(lambda text: f'"{text}"'),
    INSIDE.map(lambda text: f"'{text}'"), st.builds('{}"{}"{}'.format, BARE, INSIDE, BARE),
    INSIDE.map(lambda text: f'"{text}\\"{text}"'),
)  # fmt: skip
BLANKS = st.sampled_from([" ", "  ", " \\\n  ", " \\\n# c\n  "])


@st.composite
def instructions(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(["ENV", "env"]))
    if draw(st.booleans()):
        return f"{word} {draw(NAMES)} {draw(st.text(st.sampled_from('ab=:/%'), min_size=1))}\n"
    pairs = draw(st.lists(st.builds("{}={}".format, NAMES, VALUES), min_size=1, max_size=3))
    return f"{word} {draw(BLANKS).join(pairs)}\n"


def environment(text: str) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Dockerfile")
        path.write_text(text, encoding="utf-8")
        return dict(DockerfileParser(str(path), env_replace=False, cache_content=True).envs)


def settings_of(document: Document) -> dict[str, str]:
    return {pair.name: pair.value.text.reveal() for pair in document.root.pairs if isinstance(pair.value, Scalar)}


@trying(60)
@given(text=st.lists(instructions(), max_size=4).map(lambda lines: "FROM a\n" + "".join(lines)))
def test_variables_are_those_of_dockerfile_parse(text: str) -> None:
    assert settings_of(dockerfile.read(text).settings) == environment(text)


@trying(60)
@given(words=st.lists(st.text(st.sampled_from("ab09 .:/=@+-_,#'&;é值"), min_size=1), max_size=4), is_wide=st.booleans())
def test_words_of_a_list_are_those_of_json(words: list[str], is_wide: bool) -> None:
    """But for JSON's escapes, of which a shell has none."""
    written = json.dumps(["curl", *words], ensure_ascii=False, separators=(", ", ":") if is_wide else (",", ":"))
    script = dockerfile.read(f"CMD {written}\n").script
    assert script is not None
    (call,) = (node for node in code.nodes(script.body) if isinstance(node, p.Call))
    assert [code.text_of(argument.value, {}) for argument in call.arguments] == words


# Variables of systemd


WAYS = {"bare": "{}={}", "double": '{}="{}"', "single": "{}='{}'", "outside": '"{}={}"'}
BLANK_OR_COMMA = re.compile("[ ,]")


@st.composite
def variables(draw: st.DrawFn) -> tuple[str, str, str]:
    """A name, a value and how they are written."""
    way = draw(st.sampled_from(sorted(WAYS)))
    value = draw(INSIDE).replace("#", "")
    name, value = draw(NAMES), BLANK_OR_COMMA.sub("", value) if way == "bare" else value
    return name, value, WAYS[way].format(name, value)


@trying(60)
@given(pairs=st.lists(variables(), min_size=1, max_size=4))
def test_variables_of_a_unit_are_those_that_systemd_parts(pairs: list[tuple[str, str, str]]) -> None:
    """There is no library: each value is written in one of the ways of its manual. A comma that nothing quotes parts
    variables, as it does for supervisor; and a hash behind a blank begins a comment, as in other files of INI."""
    document = ini.read(f"[Service]\nEnvironment={' '.join(written for _, _, written in pairs)}\n")
    (service,) = (pair.value for pair in document.root.pairs)
    assert isinstance(service, Section)
    inner = [pair for pair in service.pairs if isinstance(pair.value, Section)]
    held = [pair for one in inner if isinstance(one.value, Section) for pair in one.value.pairs]
    found = [(pair.name, pair.value.text.reveal()) for pair in held if isinstance(pair.value, Scalar)]
    assert found == [(name, value) for name, value, _ in pairs]
