"""Texts for people: the blocks of code in them, and what their prose says in literal commands, URLs and tables.

A block says its language, or is told by what it begins with. Blocks of one language are read one after another, as a
reader would run them. This is Markdown, reStructuredText, AsciiDoc and Org alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Comment, Document, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import embedded, loose, prose
from sendcloud_lint.readers.blocks import LITERAL, Block, blocks, told
from sendcloud_lint.readers.embedded import Embedded

MAX_BLOCKS = 1_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PROMPT = re.compile(r"[ \t]*(?:\$|%|[\w.@~:/-]*[\w~][#$])[ \t]+")
_DOCTEST = re.compile(r"[ \t]*(?:>>>|\.\.\.|In \[\d+\]:)(?: |(?=[\r\n]|\Z))")
_LANGUAGES = {
    **dict.fromkeys(("python", "python2", "python3", "py", "py3", "pycon", "ipython"), "python"),
    **dict.fromkeys(("bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "curl"), "shell"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    **dict.fromkeys(("json", "jsonc", "json5"), "json"),
    **dict.fromkeys(("ini", "cfg", "conf"), "ini"),
    **dict.fromkeys(("env", "dotenv", "properties"), "dotenv"),
    **dict.fromkeys(("hcl", "terraform", "tf"), "hcl"),
    **dict.fromkeys(("xml", "html"), "xml"),
    **dict.fromkeys(("http", "rest"), "requests"),
    "toml": "toml",
}
# What is no more than a name for "no language".
_UNSAID = ("", "text", "txt", "plain", "none", LITERAL)
_BARE_URL = re.compile(r"(?<![\"'\w])https?://[^\s\"'`|;<>()\\]*\?(?P<query>[^\s\"'`|;<>()\\]*)")
_BETWEEN = re.compile(r"(?<!&)&(?=[A-Za-z_][\w.]*=)")
_SETTINGS = ("yaml", "json", "ini", "dotenv", "hcl", "xml", "toml")


def read(text: str) -> Embedded:
    """The programs and the settings of all blocks. A block that can't be read is left out, as samples are often cut."""
    return read_blocks(text, blocks(text))


def read_blocks(text: str, found: Iterator[Block]) -> Embedded:
    """The same of blocks that somebody found."""
    comments = [_comment(text, found) for found in _HTML_COMMENT.finditer(text)]
    python: list[p.Program] = []
    shell: list[p.Program] = []
    requests: list[p.Program] = []
    roots: list[Section] = []
    spans: list[Span] = []
    for block, _ in zip(found, range(MAX_BLOCKS), strict=False):
        spans.append(block.span)
        kind = _kind(text, block)
        code = _python(text, block) if kind == "python" or (block.language == LITERAL and kind == "loose") else None
        if code is not None and (kind == "python" or _is_code(code)):
            python.append(code)
        elif kind == "shell":
            shell.append(embedded.script_in(text, block.span, _typed(text, block)))
        else:
            # What stands for requests may be an answer.
            requests += _requests(text, block) if kind == "requests" else ()
            document = _settings(text, block, kind)
            roots.append(document.root)
            comments += document.comments
    said = prose.read(text, spans)
    code, script = embedded.together(python, "python"), embedded.together((*shell, *said.commands), "shell")
    sent = embedded.together(requests, "requests")
    for program in (code, script, sent):
        comments += program.comments if program is not None else ()
    script = replace(script, script=sent) if script is not None else sent
    return Embedded(code, script, embedded.sections(text, (*roots, *said.tables), comments))


def _comment(text: str, found: re.Match[str]) -> Comment:
    return Comment(Span(*found.span()), Written(found[0]))


def _is_code(program: p.Program) -> bool:
    """Whether what could be read as Python does something: a few words may be valid by chance."""
    return any(
        not isinstance(one, p.Evaluate | p.Assign) or isinstance(one.value, p.Call | p.Wait) for one in program.body
    )


def _kind(text: str, block: Block) -> str:
    known = _LANGUAGES.get(block.language)
    if known is not None:
        return known
    return (told(text, block.span) or "loose") if block.language in _UNSAID else "loose"


def _without(text: str, block: Block, prompt: re.Pattern[str]) -> Iterator[Edit]:
    """What stands before a block's lines, and the prompts before what is typed: where there are any, all else is an
    answer."""
    lines = [(line, _code_start(text, block, line)) for line in _LINE.finditer(text, block.span.start, block.span.end)]
    typed = [prompt.match(text, start, line.end()) for line, start in lines]
    is_session = any(typed)
    continued = False
    for (line, start), found in zip(lines, typed, strict=True):
        if found is not None:
            yield Edit(line.start(), found.end(), "")
        elif is_session and not continued:
            yield Edit(line.start(), line.start() + len(line[0].rstrip("\r\n")), "")
        elif start > line.start():
            yield Edit(line.start(), start, "")
        continued = line[0].rstrip().endswith("\\")


def _typed(text: str, block: Block) -> list[Edit]:
    """The edits that leave of a block what a shell would be given."""
    cut = list(_without(text, block, _PROMPT))
    starts = [edit.start for edit in cut]
    left = [edit for edit in _meant_as_one(text, block) if not _is_cut(cut, bisect_right(starts, edit.start), edit)]
    return sorted([*cut, *left], key=lambda edit: edit.start)


def _is_cut(cut: list[Edit], after: int, edit: Edit) -> bool:
    return after > 0 and edit.start < cut[after - 1].end


def _meant_as_one(text: str, block: Block) -> Iterator[Edit]:
    """A URL without quotes as its author means it: a shell ends a command at each `&` in it."""
    for url in _BARE_URL.finditer(text, block.span.start, block.span.end):
        for sign in _BETWEEN.finditer(text, *url.span("query")):
            yield Edit(sign.start(), sign.start(), "\\")


def _code_start(text: str, block: Block, line: re.Match[str]) -> int:
    lead = block.lead.match(text, line.start(), line.end())
    return lead.end() if lead is not None else line.start()


def _python(text: str, block: Block) -> p.Program:
    from sendcloud_lint.readers import python  # noqa: PLC0415  most manuals hold none

    derived = embedded.part(text, block.span, _without(text, block, _DOCTEST))
    program, _ = python.read(derived.text)
    return embedded.moved(program, (derived,))


def _requests(text: str, block: Block) -> Iterator[p.Program]:
    from sendcloud_lint.readers import http_files  # noqa: PLC0415  most manuals hold none

    derived = embedded.part(text, block.span, _without(text, block, _NEVER))
    program = http_files.read(derived.text).script
    if program is not None and program.language == "requests":
        yield embedded.moved(program, (derived,))


def _settings(text: str, block: Block, kind: str) -> Document:
    derived = embedded.part(text, block.span, _without(text, block, _NEVER))
    reads: Callable[[str], Document] = loose.read
    if kind in _SETTINGS:
        reads = import_module(f"sendcloud_lint.readers.{kind}").read
    return embedded.moved(reads(derived.text), (derived,))


_NEVER = re.compile(r"(?!)")
