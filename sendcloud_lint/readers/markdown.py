"""Markdown and reStructuredText: the blocks of code in them. Prose is not read.

A fence (or `.. code-block::`) says its language; one that does not is told by what it begins with. Blocks of one
language are read one after another, as a reader would run them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Comment, Document, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import embedded, loose
from sendcloud_lint.readers.embedded import Embedded

MAX_BLOCKS = 1_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*\{?[.]?(?P<language>[\w+#.-]*)[^\r\n`]*")
_DIRECTIVE = re.compile(
    r"(?P<indent>[ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|highlight)::[ \t]*(?P<language>[\w+#-]*)"
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PROMPT = re.compile(r"(?m)^[ \t]*(?:\$|%|[\w.@~:/-]*[\w~][#$])[ \t]+")
_DOCTEST = re.compile(r"(?m)^[ \t]*(?:>>>|\.\.\.|In \[\d+\]:)(?: |$)")
_LANGUAGES = {
    **dict.fromkeys(("python", "python2", "python3", "py", "py3", "pycon", "ipython"), "python"),
    **dict.fromkeys(("bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "curl"), "shell"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    **dict.fromkeys(("json", "jsonc", "json5"), "json"),
    **dict.fromkeys(("ini", "cfg", "conf"), "ini"),
    **dict.fromkeys(("env", "dotenv", "properties"), "dotenv"),
    **dict.fromkeys(("hcl", "terraform", "tf"), "hcl"),
    **dict.fromkeys(("xml", "html"), "xml"),
    "toml": "toml",
}
# What a block without a language begins with.
_TELLING = (
    ("shell", re.compile(r"\s*(?:[$#] )?(?:curl|wget|http|https|export|xh) ")),
    ("python", re.compile(r"\s*(?:>>> |import \w|from [\w.]+ import |#!.*python|# -\*- coding)")),
    ("json", re.compile(r"\s*[{\[]\s*[\"{\[]")),
    ("dotenv", re.compile(r"\s*[A-Z][A-Z0-9_]+=\S")),
)
_SETTINGS = ("yaml", "json", "ini", "dotenv", "hcl", "xml", "toml")


class _Block(NamedTuple):
    """A block of code: the characters of its lines, and how far they are indented, which is none of theirs."""

    language: str
    span: Span
    indent: str


def read(text: str) -> Embedded:
    """The programs and the settings of all blocks. A block that can't be read is left out, as samples are often cut."""
    comments = [_comment(text, found) for found in _HTML_COMMENT.finditer(text)]
    python: list[p.Program] = []
    shell: list[p.Program] = []
    roots: list[Section] = []
    for block, _ in zip(_blocks(text), range(MAX_BLOCKS), strict=False):
        kind = _kind(text, block)
        if kind == "python":
            python.append(_python(text, block))
        elif kind == "shell":
            shell.append(embedded.script_in(text, block.span, _without(text, block, _PROMPT)))
        else:
            document = _settings(text, block, kind)
            roots.append(document.root)
            comments += document.comments
    code, script = embedded.together(python, "python"), embedded.together(shell, "shell")
    for program in (code, script):
        comments += program.comments if program is not None else ()
    return Embedded(code, script, embedded.sections(text, roots, comments))


def _comment(text: str, found: re.Match[str]) -> Comment:
    return Comment(Span(*found.span()), Written(found[0]))


def _blocks(text: str) -> Iterator[_Block]:
    lines = list(_LINE.finditer(text))
    at = 0
    while at < len(lines):
        fence, directive = _FENCE.match(lines[at][0]), _DIRECTIVE.match(lines[at][0])
        if fence is not None:
            end = _closed_at(lines, at + 1, fence)
            yield _Block(fence["language"].lower(), _span(lines, at + 1, end), fence["indent"])
            at = end + 1
        elif directive is not None:
            start, end, indent = _indented(lines, at + 1, directive["indent"])
            yield _Block(directive["language"].lower(), _span(lines, start, end), indent)
            at = max(end, at + 1)
        else:
            at += 1


def _closed_at(lines: list[re.Match[str]], at: int, fence: re.Match[str]) -> int:
    """The line that closes a fence: as many of its marks or more, and nothing else."""
    mark = fence["mark"]
    closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*[\r\n]*")
    return next((index for index in range(at, len(lines)) if closing.fullmatch(lines[index][0])), len(lines))


def _indented(lines: list[re.Match[str]], at: int, outer: str) -> tuple[int, int, str]:
    """The lines below a directive that are indented further, without its options."""
    start = at
    while start < len(lines) and (not lines[start][0].strip() or lines[start][0].lstrip().startswith(":")):
        start += 1
    end = start
    while end < len(lines) and (not lines[end][0].strip() or len(_lead(lines[end][0])) > len(outer)):
        end += 1
        if lines[end - 1].end() == lines[end - 1].start():
            break
    return start, end, _lead(lines[start][0]) if start < len(lines) else ""


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _span(lines: list[re.Match[str]], start: int, end: int) -> Span:
    if start >= end:
        at = lines[min(start, len(lines) - 1)].start()
        return Span(at, at)
    return Span(lines[start].start(), lines[end - 1].end())


def _kind(text: str, block: _Block) -> str:
    known = _LANGUAGES.get(block.language)
    if known is not None:
        return known
    if block.language not in ("", "text", "txt", "plain", "none"):
        return "loose"
    return next((kind for kind, begins in _TELLING if begins.match(text, block.span.start, block.span.end)), "loose")


def _without(text: str, block: _Block, prompt: re.Pattern[str]) -> Iterator[Edit]:
    """A block's indentation, and the prompts before what is typed: where there are any, all else is an answer."""
    is_session = prompt.search(text, block.span.start, block.span.end) is not None
    continued = False
    for line in _LINE.finditer(text, block.span.start, block.span.end):
        typed = prompt.match(text, line.start(), line.end()) if is_session else None
        if typed is not None and typed.end() <= line.end():
            yield Edit(line.start(), min(typed.end(), line.end()), "")
        elif is_session and not continued:
            bare = line[0].rstrip("\r\n")
            yield Edit(line.start(), line.start() + len(bare), "")
        elif line[0].startswith(block.indent) and block.indent:
            yield Edit(line.start(), line.start() + len(block.indent), "")
        continued = line[0].rstrip().endswith("\\")


def _python(text: str, block: _Block) -> p.Program:
    from sendcloud_lint.readers import python  # noqa: PLC0415  most manuals hold none

    derived = embedded.part(text, block.span, _without(text, block, _DOCTEST))
    program, _ = python.read(derived.text)
    return embedded.moved(program, (derived,))


def _settings(text: str, block: _Block, kind: str) -> Document:
    derived = embedded.part(text, block.span, _without(text, block, _NEVER))
    reads: Callable[[str], Document] = loose.read
    if kind in _SETTINGS:
        reads = import_module(f"sendcloud_lint.readers.{kind}").read
    return embedded.moved(reads(derived.text), (derived,))


_NEVER = re.compile(r"(?!)")
