"""Blocks of code in texts for people: where they stand, and what is said of their language.

    ```python                  a fence of Markdown, indented or in a quotation
    .. code-block:: python     a directive of reStructuredText, and what is indented below it
    Like this::                the same without a language
    [source,python]            AsciiDoc, with a line of dashes above the block and below it
    #+BEGIN_SRC python         Org, up to `#+END_SRC`
    >>> a                      a session, up to the next empty line
    <pre>                      HTML

    Example:                   Google's docstrings, if it begins like code

In a text of its own any indented block is code that begins like code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from sendcloud_lint.model.source import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
# Words behind backticks hold none: else they are code in a line.
_FENCE = re.compile(
    r"(?P<lead>[ \t>]{0,200}(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t][ \t>]{0,200}){0,20})(?P<mark>`{3,}(?![^\r\n]*`)|~{3,})"
    r"[ \t]*\{?[.]?(?P<language>[\w+#.-]*)"
)
_CONTAINER = re.compile(r"[ \t]*(?:(?P<quote>>)|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)|(?P<blank>[ \t]+)")
_DIRECTIVE = re.compile(
    r"(?P<indent>[ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|highlight)::[ \t]*(?P<language>[\w+#-]*)"
)
_LITERAL = re.compile(r"(?P<indent>[ \t]*)(?!\.\. )\S.*::\s*|(?P<bare>[ \t]*)::\s*")
_ASCIIDOC = re.compile(r"\[(?:source|listing)?(?:%\w+)*,[ \t]*(?P<language>[\w+#-]+)[^\]\r\n]*\]\s*")
_DELIMITER = re.compile(r"(?P<mark>-{4,}|\.{4,}|`{3,})\s*")
_ORG = re.compile(r"(?i)[ \t]*#\+begin_src[ \t]+(?P<language>[\w+#-]+)")
_ORG_END = re.compile(r"(?i)[ \t]*#\+end_src\s*")
_SESSION = re.compile(r"(?P<indent>[ \t]*)>>> ")
_EXAMPLE = re.compile(r"\s*(?:Examples?|Usage|Sample)\s*:\s*")
# How code begins, comments before it apart.
_COMMENTS = r"(?:[ \t]*#[^\r\n]*(?:\r\n?|\n)){0,5}"
TELLING = (
    (
        "shell",
        re.compile(rf"{_COMMENTS}\s*(?:[$#] )?(?:(?:[A-Z_]+=\S+[ \t]+)*(?:curl|wget|http|https|xh)|export)[ \t]"),
    ),
    ("python", re.compile(rf"{_COMMENTS}\s*(?:>>> |import \w|from [\w.]+ import |#!.*python|# -\*- coding)")),
    ("json", re.compile(r"\s*[{\[]\s*[\"{\[]")),
    ("dotenv", re.compile(rf"{_COMMENTS}\s*[A-Z][A-Z0-9_]+=\S")),
)
_NOTHING = re.compile("")
# The language of a block that a paragraph's `::` begins, which is Python's unless it is told otherwise.
LITERAL = "::"


# What else may be a block: the block that begins at a line, and the line behind it.
Otherwise: TypeAlias = "Callable[[str, list[re.Match[str]], int], tuple[Block, int] | None]"


class Block(NamedTuple):
    """A block of code: the characters of its lines, and what stands before each, which is none of theirs."""

    language: str
    span: Span
    lead: re.Pattern[str]


def told(text: str, span: Span) -> str | None:
    """The kind of code that a block without a language begins like."""
    return next((kind for kind, begins in TELLING if begins.match(text, span.start, span.end)), None)


def blocks(text: str) -> Iterator[Block]:
    """All blocks in the order of the text."""
    return _found(text, _indented)


def marked(text: str) -> Iterator[Block]:
    """The blocks that some markup says are code: what else is indented in a docstring may be there for its looks."""
    return _found(text, _example)


def _found(text: str, otherwise: Otherwise) -> Iterator[Block]:
    lines = list(_LINE.finditer(text))
    at = 0
    while at < len(lines):
        found = _block(lines, at) or otherwise(text, lines, at)
        if found is not None:
            block, at = found
            yield block
        else:
            at += 1


def _block(lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    """The block that begins at a line, and the line behind it."""
    line = lines[at][0]
    fence, directive, org = _FENCE.match(line), _DIRECTIVE.match(line), _ORG.match(line)
    if fence is not None:
        return _fenced(lines, at, fence)
    if directive is not None:
        return _below(lines, at, directive["indent"], directive["language"].lower())
    if org is not None:
        end = _closed_at(lines, at + 1, _ORG_END)
        return Block(org["language"].lower(), _span(lines, at + 1, end), _NOTHING), end + 1
    return _asciidoc(lines, at) or _session(lines, at) or _literal(lines, at)


def _fenced(lines: list[re.Match[str]], at: int, fence: re.Match[str]) -> tuple[Block, int]:
    """Up to the line that closes a fence: as many of its marks or more, and nothing else. Or to the one that ends the
    list or the quote around it, which is none of the block's."""
    mark, lead = fence["mark"], _lead_of(fence["lead"])
    closing = re.compile(rf"[ \t]{{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*[\r\n]*")
    end = behind = len(lines)
    for index in range(at + 1, len(lines)):
        line = lines[index][0]
        before = lead.match(line)
        is_outside = before is None and (line.strip() or ">" in fence["lead"])
        if is_outside or (before is not None and closing.fullmatch(line, before.end())):
            end, behind = index, index + (not is_outside)
            break
    return Block(fence["language"].lower(), _span(lines, at + 1, end), lead), behind


def _lead_of(first: str) -> re.Pattern[str]:
    """What stands before the lines of a block in lists and quotes: for an item's mark as many blanks, for a quote's the
    same again, and no more blanks than the first line has. No two parts can match the same blanks."""
    pieces: list[str] = []
    after_quote = False
    for one in _CONTAINER.finditer(first):
        if one["quote"]:
            pieces.append(r"[ \t]*>")
        elif one["blank"]:
            pieces.append(rf"[ \t]{{0,{len(one[0])}}}")
        else:
            pieces.append(rf"[ \t]{{{len(one[0])}}}")
        after_quote = bool(one["quote"])
    return re.compile("".join(pieces) + (r"[ \t]?" if after_quote else ""))


def _closed_at(lines: list[re.Match[str]], at: int, closing: re.Pattern[str]) -> int:
    return next((index for index in range(at, len(lines)) if closing.fullmatch(lines[index][0])), len(lines))


def _asciidoc(lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    found = _ASCIIDOC.fullmatch(lines[at][0])
    if found is None:
        return None
    start = at + 1
    if start < len(lines) and re.match(r"\.\w", lines[start][0]):
        start += 1
    delimiter = _DELIMITER.fullmatch(lines[start][0]) if start < len(lines) else None
    if delimiter is None:
        end = next((index for index in range(start, len(lines)) if not lines[index][0].strip()), len(lines))
        return Block(found["language"].lower(), _span(lines, start, end), _NOTHING), end + 1
    end = _closed_at(lines, start + 1, re.compile(rf"{re.escape(delimiter['mark'])}\s*"))
    return Block(found["language"].lower(), _span(lines, start + 1, end), _NOTHING), end + 1


def _session(lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    found = _SESSION.match(lines[at][0])
    if found is None:
        return None
    end = next((index for index in range(at, len(lines)) if not lines[index][0].strip()), len(lines))
    return Block("pycon", _span(lines, at, end), _lead_of(found["indent"])), end + 1


def _literal(lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    found = _LITERAL.fullmatch(lines[at][0]) if "::" in lines[at][0] else None
    return _below(lines, at, found["indent"] or found["bare"] or "", LITERAL) if found is not None else None


def _below(lines: list[re.Match[str]], at: int, outer: str, language: str) -> tuple[Block, int]:
    """What is indented below a line, without a directive's options."""
    start = at + 1
    while start < len(lines) and (not lines[start][0].strip() or _is_option(lines[start][0], language)):
        start += 1
    end = _dedented_at(lines, start, len(outer) + 1)
    indent = _lead(lines[start][0]) if start < len(lines) else ""
    return Block(language, _span(lines, start, end), _lead_of(indent)), max(end, at + 1)


def _is_option(line: str, language: str) -> bool:
    return language != LITERAL and line.lstrip().startswith(":")


def _indented(text: str, lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    """A block that stands apart, further to the right than a list's text would, and begins like code."""
    before = lines[at - 1][0].strip() if at else ""
    return _told(text, lines, at) if not before or before.endswith(":") else None


def _example(text: str, lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    """What a docstring's section holds that is called an example, if it begins like code."""
    return _told(text, lines, at) if at and _EXAMPLE.fullmatch(lines[at - 1][0]) else None


def _told(text: str, lines: list[re.Match[str]], at: int) -> tuple[Block, int] | None:
    lead = _lead(lines[at][0])
    if (len(lead) < 4 and "\t" not in lead) or not lines[at][0].strip():
        return None
    kind = told(text, Span(lines[at].start(), len(text)))
    if kind is None:
        return None
    end = _dedented_at(lines, at, len(lead))
    return Block(kind, _span(lines, at, end), _lead_of(lead)), max(end, at + 1)


def _dedented_at(lines: list[re.Match[str]], start: int, least: int) -> int:
    """The first line that holds something and is indented by less."""
    ends = (index for index in range(start, len(lines)) if lines[index][0].strip())
    return next((index for index in ends if len(_lead(lines[index][0])) < least), len(lines))


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _span(lines: list[re.Match[str]], start: int, end: int) -> Span:
    if start >= end:
        at = lines[min(start, len(lines) - 1)].start()
        return Span(at, at)
    return Span(lines[start].start(), lines[end - 1].end())
