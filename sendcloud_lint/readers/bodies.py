"""The body of a request that is written down as data: a form, JSON, parts, or what a file holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Pair, Scalar, Section, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import json, passages
from sendcloud_lint.readers.passages import Passage
from sendcloud_lint.readers.requests import BODY, JSON, MULTIPART, Body, Field, pairs

# Deeper ones are no parameters of anybody's.
_DEEPEST = 4
_FILE = re.compile(r"<(?:@\w*)?[ \t]+\S")
# A slot that stands for a value, and strings, in which slots are a part of the text.
_STRING_OR_SLOT = re.compile(r'"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"|"[^\r\n]*|(?P<slot>\{\{[^{}\r\n]*\}\})')
_LINE_END = re.compile(r"\r\n?|\n")
_BOUNDARY = re.compile(r"boundary=\"?([^\s\";]+)", re.IGNORECASE)
_DISPOSITION = re.compile(
    r"content-disposition:[^\r\n]{0,200}?[; \t]name=(?P<quote>\"?)(?P<name>[^\"\r\n;]*)(?P=quote)", re.IGNORECASE
)
_PART_FILE = re.compile(r"[; \t]filename\*?=", re.IGNORECASE)
_HEAD_END = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")


def body(passage: Passage, content_type: str) -> Body | None:
    """What a body says, by the type that is declared, or else by its beginning."""
    text = passage.text
    stripped = text.strip()
    declared = content_type.lower()
    if not stripped:
        return None
    if _FILE.match(stripped) and "\n" not in stripped:
        return Body(BODY, _unknown(passage))
    boundary = _BOUNDARY.search(content_type)
    if declared.startswith("multipart/"):
        return _parts(passage, boundary[1]) if boundary is not None else Body(MULTIPART, _unknown(passage))
    is_slot = stripped.startswith("{{")
    if stripped[0] in "[{" and not is_slot:
        return Body(JSON, json_value(passage))
    if "json" in declared or "xml" in declared or stripped[0] == "<":
        return Body(BODY, passages.value(_stripped(passage)))
    return Body(BODY, passages.form(joined(_stripped(passage))))


def _unknown(passage: Passage) -> p.Expression:
    return p.Opaque(passage.place, ())


def _stripped(passage: Passage) -> Passage:
    text = passage.text
    start = len(text) - len(text.lstrip())
    return passage.part(Span(start, start + len(text.strip())))


def joined(passage: Passage) -> Passage:
    """A form without the line ends that its writer put around its parameters."""
    ends = list(_LINE_END.finditer(passage.text))
    starts = [0, *(one.end() for one in ends), len(passage.text)]
    edits = []
    for index, end in enumerate(ends):
        before, after = passage.text[starts[index] : end.start()], passage.text[end.end() : starts[index + 2]]
        if before.rstrip().endswith("&") or after.lstrip().startswith("&"):
            edits.append(Edit(*end.span(), ""))
    return passage.part(Span(0, len(passage.text)), edits)


def json_value(passage: Passage) -> p.Expression:
    """An object by its names. A slot outside of quotes stands for a value as one in them does."""
    found = _STRING_OR_SLOT.finditer(passage.text)
    edits = (Edit(*one.span(), f'"{one[0]}"') for one in found if one["slot"] is not None)
    readable = passage.part(Span(0, len(passage.text)), edits)
    start = len(readable.text) - len(readable.text.lstrip())
    at = readable.span(start, len(readable.text.rstrip()))
    document = json.read(readable.text)
    if readable.text[start : start + 1] != "{" or document.troubles:
        return p.Opaque(at, ())
    return _tree(readable, document.root, at, 0)


def _tree(passage: Passage, tree: Tree, at: Span, depth: int) -> p.Expression:
    if isinstance(tree, Scalar):
        is_nothing = passage.text[tree.span.start : tree.span.end] == "null"
        return p.Constant(at, None) if is_nothing else passages.value(passage.literal(tree.span))
    if isinstance(tree, Section) and depth < _DEEPEST:
        return p.Table(at, tuple(_entry(passage, pair, depth) for pair in tree.pairs))
    return p.Opaque(at, ())


def _entry(passage: Passage, pair: Pair, depth: int) -> p.TableEntry:
    name, span = pair.name_span, pair.value.span
    key = p.Constant(passage.span(name.start, name.end), Written(pair.name))
    return p.TableEntry(key, _tree(passage, pair.value, passage.span(span.start, span.end), depth + 1))


def _parts(passage: Passage, boundary: str) -> Body:
    """The parts between boundaries, each named by its own header."""
    text = passage.text
    line = re.compile(rf"(?m)^[ \t]*--{re.escape(boundary)}(?:--)?[ \t]*\r?$")
    marks = list(line.finditer(text))
    fields = [
        field
        for mark, following in zip_longest(marks, marks[1:])
        for field in _part(passage, Span(mark.end(), following.start() if following is not None else len(text)))
    ]
    return Body(MULTIPART, pairs(passage.span(0, len(text)), fields))


def _part(passage: Passage, span: Span) -> Iterator[Field]:
    text = passage.text
    found = _DISPOSITION.search(text, span.start, span.end)
    end = _HEAD_END.search(text, found.end(), span.end) if found is not None else None
    if found is None:
        return
    name = passages.value(passage.part(Span(*found.span("name"))))
    content = Span(end.end() if end is not None else span.end, span.end)
    written = text[content.start : content.end]
    line_end = re.search(r"[\r\n]", text[found.start() : span.end])
    head = text[found.start() : found.start() + line_end.start()] if line_end is not None else found[0]
    if _PART_FILE.search(head) or _FILE.match(written.strip()):
        yield Field(name, p.Opaque(passage.span(content.start, content.end), ()))
    else:
        start = content.start + len(written) - len(written.lstrip("\r\n"))
        yield Field(name, passages.value(passage.part(Span(start, max(start, start + len(written.strip("\r\n")))))))
