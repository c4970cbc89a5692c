"""`.ini`, `.cfg` and the like, as configparser reads them, and settings before any section.

    name = value
    [section]
    # a comment
    name: value  ; a comment after a value
    list =
        over several
        lines that are indented
    quoted = "a value in quotes"

Unlike configparser, a comment may follow a value, and quotes around a whole value are no part of it: other programs
that read such files have it so. A name without a value gives no pair. A value that holds variables is a section.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.unfinished import Unfinished
from sendcloud_lint.readers.variables import HOLDERS, variables

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIRST = re.compile(r"\S")
_DELIMITER = re.compile(r"[=:]")
_COMMENT = re.compile(r"\s[#;]")
_AFTER = r"(?=\s*\Z|\s+[#;])"
# The shortest name after which nothing but a comment stands, or else the longest, as configparser has it.
_HEADER = re.compile(rf"\[(?:(.+?)\]{_AFTER}|(.+)\])")
_QUOTED = re.compile(rf"\s*(?:\"\"\"[^\"]*\"\"\"|\"[^\"]*\"|'[^']*'){_AFTER}")
# Three quotes are Grafana's.
_WHOLLY_QUOTED = re.compile(r"\"\"\"([^\"]*)\"\"\"|\"([^\"]*)\"|'([^']*)'")


def read(text: str) -> Document:
    """The settings of an INI file. A line that can't be read is a trouble, and the ones after it are read."""
    reader = _Reader(text)
    for line in _LINE.finditer(text, int(text.startswith("\ufeff"))):
        reader.line(line.start(), line.end(1))
    reader.end_value()
    root = Section(Span(0, len(text)), reader.root.pairs())
    return Document(root, tuple(reader.comments), tuple(reader.troubles))


class _Value(NamedTuple):
    """A value that the next lines may go on with, line by line; None as a name keeps it out of the section."""

    name: Span | None
    lines: list[Span]


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self.root = Unfinished(0)
        self._section = self.root
        self._value: _Value | None = None
        self._indent = 0
        self.comments: list[Comment] = []
        self.troubles: list[Trouble] = []

    def line(self, start: int, end: int) -> None:
        first = _FIRST.search(self._text, start, end)
        if first is None:
            self._blank(end)
            return
        at = first.start()
        end = start + len(self._text[start:end].rstrip())
        if self._text[at] in "#;":
            self._comment(at, end)
        elif self._value and at - start > self._indent:
            self._value.lines.append(self._without_comment(at, end))
        else:
            self.end_value()
            self._indent = at - start
            self._entry(at, end)

    def end_value(self) -> None:
        """Nothing more belongs to the value so far."""
        value, self._value = self._value, None
        if value and value.name:
            name = self._text[value.name.start : value.name.end]
            held = variables(self._text, value.lines) if name.lower() in HOLDERS else ()
            if held:
                self._hold(name, value.name, held)
            else:
                self._section.name(name, value.name, self._scalar(value.lines))

    def _hold(self, name: str, span: Span, pairs: tuple[Pair, ...]) -> None:
        """Variables of one name are one section, on however many lines it stands."""
        section = self._section.section(name)
        if section is None:
            section = Unfinished(span.end)
            self._section.name(name, span, section)
        for pair in pairs:
            if isinstance(pair.value, Scalar):
                section.name(pair.name, pair.name_span, pair.value)

    def _scalar(self, lines: list[Span]) -> Scalar:
        filled = [number for number, line in enumerate(lines) if line.start < line.end]
        if not filled:
            return Scalar(lines[0], Written(""))
        lines = lines[filled[0] : filled[-1] + 1]
        text = "\n".join(self._text[line.start : line.end] for line in lines)
        quoted = _WHOLLY_QUOTED.fullmatch(text)
        return Scalar(Span(lines[0].start, lines[-1].end), Written(quoted[quoted.lastindex or 0] if quoted else text))

    def _blank(self, at: int) -> None:
        if self._value:
            self._value.lines.append(Span(at, at))

    def _comment(self, start: int, end: int) -> None:
        self.comments.append(Comment(Span(start, end), Written(self._text[start:end])))

    def _entry(self, start: int, end: int) -> None:
        header = _HEADER.match(self._text[start:end])
        if header:
            self._header(header, start, end)
            return
        comment = _COMMENT.search(self._text, start, end)
        delimiter = _DELIMITER.search(self._text, start, comment.start() if comment else end)
        if delimiter is None:
            self._without_value(start, end)
        elif delimiter.start() == start:
            self._trouble(start, end, "no name where one should stand")
        else:
            name_end = start + len(self._text[start : delimiter.start()].rstrip())
            self._value = _Value(Span(start, name_end), [self._without_comment(delimiter.end(), end)])

    def _header(self, header: re.Match[str], start: int, end: int) -> None:
        name = Span(start + 1, start + header.end() - 1)
        section = self.root.section(header[1] or header[2])
        if section is None:
            section = Unfinished(name.end)
            self.root.name(header[1] or header[2], name, section)
        self._section = section
        self._without_comment(name.end + 1, end)

    def _without_value(self, start: int, end: int) -> None:
        if self._text[start] == "[":
            self._trouble(start, end, "a bracket that holds no section's name")
        else:
            self._value = _Value(None, [self._without_comment(start, end)])

    def _without_comment(self, start: int, end: int) -> Span:
        """What stands before a comment and between white space; an empty value stands at `start`."""
        line = self._text[start:end]
        quoted = _QUOTED.match(line)
        comment = _COMMENT.search(line, quoted.end() if quoted else 0)
        if comment:
            self._comment(start + comment.start() + 1, end)
            line = line[: comment.start()]
        bare = line.strip()
        if not bare:
            return Span(start, start)
        start += len(line) - len(line.lstrip())
        return Span(start, start + len(bare))

    def _trouble(self, start: int, end: int, reason: str) -> None:
        self.troubles.append(Trouble(Span(start, end), reason))
