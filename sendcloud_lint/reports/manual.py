"""Pages of the manual as a terminal shows them: set to its width, without the signs of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sendcloud_lint.reports.pen import ADVICE, OF_LEVEL, STEP, STRONG, Pen
from sendcloud_lint.reports.printable import columns, printable
from sendcloud_lint.reports.wrapping import wrapped

if TYPE_CHECKING:
    from sendcloud_lint.model.page import Page

# Longer lines are hard to read, however wide the terminal is.
_WIDEST = 96
_INDENT = "  "
_CODE_INDENT = "      "
_OF_HEADING = {"Example": "1;31", "Use instead": "1;32"}
_FENCE = re.compile(r"```\w*(?: (?P<file>.+))?")
_ITEM = re.compile(r"(?m)^- ")
_CODE = re.compile(r"`([^`]*)`")
_BLANK_IN_CODE = "\x00"


def page(markdown: str, *, pen: Pen, width: int) -> str:
    """A rule's page. Code keeps its own lines, so that it can be copied."""
    room = max(min(width, _WIDEST), 20)
    blocks = (row for block in _blocks(markdown) for row in (*_set(block, pen, room), ""))
    return "\n".join(blocks).rstrip("\n") + "\n"


def rules(pages: Sequence[Page], *, pen: Pen, width: int) -> str:
    """A line for each rule, on several where the terminal is narrow."""
    name_width = max((len(each.name) for each in pages), default=0)
    return "".join(f"{row}\n" for each in pages for row in _rule(each, name_width, pen, width))


def _rule(each: Page, name_width: int, pen: Pen, width: int) -> Iterator[str]:
    code = pen.link(each.url, pen(OF_LEVEL[each.level], each.code))
    head = f"{code}  {each.name:<{name_width}}  {each.level.value:<7}  "
    indent = len(each.code) + name_width + 13
    if width - indent < 20:
        yield head.rstrip()
        yield from (f"{_INDENT}{line}" for line in wrapped(each.summary, max(width - 2, 20)))
        return
    first, *rest = wrapped(each.summary, width - indent)
    yield head + first
    yield from (" " * indent + line for line in rest)


def _blocks(markdown: str) -> Iterator[list[str]]:
    """Paragraphs, lists, headings and fences, each with its lines."""
    block: list[str] = []
    is_code = False
    for line in markdown.splitlines():
        is_fence = line.startswith("```")
        if block and not is_code and (is_fence or not line):
            yield block
            block = []
        if line or is_code:
            block.append(line)
        is_code = is_code is not is_fence
        if is_fence and not is_code:
            yield block
            block = []
    if block:
        yield block


def _set(block: Sequence[str], pen: Pen, room: int) -> Iterator[str]:
    first = block[0]
    fence = _FENCE.fullmatch(first)
    if fence is not None:
        yield from _code(block[1:-1], fence["file"], pen)
    elif first.startswith("# "):
        yield pen(STRONG, printable(first[2:]))
    elif first.startswith("## "):
        title = printable(first[3:])
        yield pen(_OF_HEADING.get(title, STRONG), title)
    elif first.startswith("- "):
        for item in _ITEM.split("\n".join(block))[1:]:
            yield from _paragraph(item, f"{_INDENT}- ", pen, room)
    else:
        yield from _paragraph("\n".join(block), _INDENT, pen, room)


def _code(lines: Sequence[str], file: str | None, pen: Pen) -> Iterator[str]:
    if file is not None:
        yield f"{_CODE_INDENT}{pen(STEP, printable(file))}"
    yield from (f"{_CODE_INDENT}{printable(line)}".rstrip() for line in lines)


def _paragraph(text: str, lead: str, pen: Pen, room: int) -> Iterator[str]:
    """A piece of code in the text is not broken where it has a blank."""
    whole = _CODE.sub(lambda code: code[0].replace(" ", _BLANK_IN_CODE), printable(" ".join(text.split())))
    for number, line in enumerate(wrapped(whole, room - columns(lead))):
        shown = line.replace(_BLANK_IN_CODE, " ")
        painted = _CODE.sub(lambda code: pen(ADVICE, code[1]), shown) if pen.color else shown
        yield (lead if number == 0 else " " * len(lead)) + painted
