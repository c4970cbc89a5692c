"""The lines of a Makefile: what is assigned, included and decided, and the recipes.

NAME = value
export NAME := value  # a comment
define NAME
several lines
endef
target: NAME = value
ifeq ($(NAME),value)
else
endif
include .env
target: prerequisites ; recipe
    recipe
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_NOWHERE = Span(0, 0)
_END = re.compile(r"\r\n?|\n|\Z")
_OPERATOR = r"(?P<operator>:{1,3}=|\?=|\+=|!=|=)"
_MODIFIERS = r"[ \t]*(?:(?:export|override|private|unexport)[ \t]+)*"
_NAME = r"(?P<name>[^\s:#=$(){}\"'!?+][^\s:#=$(){}\"']*?)"
_ASSIGNMENT = re.compile(rf"{_MODIFIERS}{_NAME}[ \t]*{_OPERATOR}(?:[ \t]|\\\r?\n)*")
_DEFINE = re.compile(rf"{_MODIFIERS}define[ \t]+{_NAME}[ \t]*(?:{_OPERATOR}[ \t]*)?(?=[#\r\n]|\Z)")
_BOUNDS = re.compile(r"(?m)^[ ]*(?:(?:override|export)[ \t]+)*(?P<word>define|endef)\b[^\r\n]*(?P<end>\r?\n|\r|\Z)")
_DIRECTIVE = re.compile(r"[ \t]*(?P<word>ifn?eq|ifn?def|else|endif|-?include|sinclude)\b[ \t]*")
_ELSE_IF = re.compile(r"ifn?eq|ifn?def")
_SHOWN = re.compile(r"[ \t]*\$[({](?:info|warning|error)[ \t]")
# `ifdef X`, `ifeq ($(X),)`, `ifneq "$(X)" ""`: whether a variable holds anything.
_READ = r"\$[({](?:strip[ \t]+\$[({])?(?P<%s>[\w.-]+)[)}]{1,2}"
_DEFINED = re.compile(r"(?P<name>[\w.-]+)[ \t]*")
_FILLED = re.compile(
    rf"\((?:{_READ % 'left'}[ \t]*,[ \t]*|[ \t]*,[ \t]*{_READ % 'right'})\)[ \t]*"
    rf"|(?P<quote>[\"']){_READ % 'quoted'}(?P=quote)[ \t]*(?:\"\"|'')[ \t]*"
)
_SIGN = re.compile(r"\\[\\#]|\$[({]|[(){}]|[#:;]")


@dataclass(frozen=True, slots=True)
class Assigned:
    """`targets` are those alone for which the variable has this value; none means all."""

    name: str
    name_span: Span
    operator: str
    value: Span
    targets: tuple[str, ...] = ()
    is_define: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """What a condition asks: whether a variable holds something, or does not; anything else has no name."""

    span: Span
    name: str = ""
    name_span: Span = _NOWHERE
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`else`, which may ask again."""

    span: Span
    test: Test | None


@dataclass(frozen=True, slots=True)
class Ended:
    span: Span


@dataclass(frozen=True, slots=True)
class Included:
    """The words of an `include`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Shown:
    """`$(info …)` and its like, outside of recipes."""

    span: Span


Event: TypeAlias = "Assigned | Test | Otherwise | Ended | Included | Shown"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The lines of one rule, each with what it goes on to, without the prefix."""

    targets: tuple[str, ...]
    lines: list[Span]


@dataclass(slots=True)
class Lines:
    events: list[Event] = field(default_factory=list)
    recipes: list[Recipe] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    prefix: str = "\t"
    is_one_shell: bool = False


def read(text: str) -> Lines:
    return _Reading(text).read()


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self._found = Lines()
        self._recipe: Recipe | None = None
        self._ends = _ends_of_definitions(text)

    def read(self) -> Lines:
        at = int(self._text.startswith("\ufeff"))
        while at < len(self._text):
            line, following = self._logical(at)
            if self._recipe is not None and self._text.startswith(self._found.prefix, at):
                self._recipe.lines.append(Span(at + 1, line.end))
            else:
                following = self._line(line, following)
            at = following
        return self._found

    def _logical(self, at: int) -> tuple[Span, int]:
        """A line with what it goes on to, and where the next one begins."""
        start = at
        while True:
            end = _END.search(self._text, at)
            assert end is not None
            written = self._text[at : end.start()]
            at = end.end()
            if at == len(self._text) or (len(written) - len(written.rstrip("\\"))) % 2 == 0:
                return Span(start, end.start()), at

    def _line(self, line: Span, following: int) -> int:
        """A line that is none of a recipe's; gives where the next one begins."""
        define = _DEFINE.match(self._text, line.start, line.end)
        if define is not None and line.start in self._ends:
            return self._definition(define)
        assignment = _ASSIGNMENT.match(self._text, line.start, line.end)
        # What follows a semicolon on a rule's own line is a shell's, with its comments.
        stop = self._code_end(line, "#" if assignment is not None else "#;")
        directive = _DIRECTIVE.match(self._text, line.start, stop)
        if assignment is not None:
            self._recipe = None
            self._assignment(assignment, stop, ())
        elif directive is not None:
            self._directive(directive, stop)
        elif _SHOWN.match(self._text, line.start, stop):
            self._found.events.append(Shown(Span(line.start, stop)))
        elif self._text[line.start : stop].strip():
            self._recipe = None
            self._rule(line, stop)
        return following

    def _code_end(self, line: Span, ends: str) -> int:
        """Where a comment begins, which is kept, or the line ends."""
        sign, at = next(((sign, at) for sign, at in self._signs(line) if sign in ends), ("", line.end))
        if sign != "#":
            return line.end
        self._found.comments.append(Comment(Span(at, line.end), Written(self._text[at : line.end])))
        return at

    def _signs(self, line: Span) -> Iterator[tuple[str, int]]:
        """The signs that mean something in a line, outside of references."""
        closing: list[str] = []
        for sign in _SIGN.finditer(self._text, line.start, line.end):
            written = sign[0]
            if written in ("$(", "${") or (closing and written in "({"):
                closing.append(")" if written[-1] == "(" else "}")
            elif closing and written == closing[-1]:
                closing.pop()
            elif not closing and written in "#:;":
                yield written, sign.start()

    def _definition(self, define: re.Match[str]) -> int:
        start, end, following = self._ends[define.start()]
        self._recipe = None
        name = Span(*define.span("name"))
        operator = define["operator"] or "="
        self._found.events.append(Assigned(define["name"], name, operator, Span(start, end), (), True))
        return following

    def _assignment(self, found: re.Match[str], stop: int, targets: tuple[str, ...]) -> None:
        value = Span(found.end(), self._without_blanks(found.end(), stop))
        if found["name"] == ".RECIPEPREFIX":
            self._found.prefix = self._text[value.start : value.start + 1] if value.end > value.start else "\t"
        name = Span(*found.span("name"))
        self._found.events.append(Assigned(found["name"], name, found["operator"], value, targets))

    def _without_blanks(self, start: int, stop: int) -> int:
        return max(start, start + len(self._text[start:stop].rstrip()))

    def _directive(self, found: re.Match[str], stop: int) -> None:
        word, span = found["word"], Span(found.start("word"), stop)
        if word.endswith("include"):
            self._recipe = None
            self._found.events.append(Included(Span(found.end(), stop)))
        elif word == "else":
            inner = _ELSE_IF.match(self._text, found.end(), stop)
            self._found.events.append(Otherwise(span, self._test(inner, stop) if inner is not None else None))
        elif word == "endif":
            self._found.events.append(Ended(span))
        else:
            inner = _ELSE_IF.match(self._text, found.start("word"), stop)
            assert inner is not None
            self._found.events.append(self._test(inner, stop))

    def _test(self, word: re.Match[str], stop: int) -> Test:
        start = word.end() + len(self._text[word.end() : stop]) - len(self._text[word.end() : stop].lstrip(" \t"))
        kind, span = word[0], Span(word.start(), stop)
        found = (_DEFINED if kind.endswith("def") else _FILLED).fullmatch(self._text, start, stop)
        group = (
            next((name for name, value in found.groupdict().items() if value and name != "quote"), None)
            if found
            else None
        )
        if found is None or group is None:
            return Test(span)
        return Test(span, found[group], Span(*found.span(group)), kind in ("ifndef", "ifeq"))

    def _rule(self, line: Span, stop: int) -> None:
        signs = self._signs(Span(line.start, line.end))
        colon = next((at for sign, at in signs if sign == ":"), None)
        if colon is None or colon >= stop:
            return
        targets = tuple(self._text[line.start : colon].rstrip("&").split())
        after = colon + 1 + self._text.startswith(":", colon + 1)
        assignment = _ASSIGNMENT.match(self._text, after, stop)
        if assignment is not None:
            self._assignment(assignment, stop if stop < line.end else self._code_end(Span(after, stop), "#"), targets)
            return
        self._found.is_one_shell = self._found.is_one_shell or ".ONESHELL" in targets
        self._recipe = Recipe(targets, [])
        self._found.recipes.append(self._recipe)
        semicolon = next((at for sign, at in signs if sign == ";"), None)
        if semicolon is not None and semicolon < stop:
            self._recipe.lines.append(Span(semicolon + 1, line.end))


def _ends_of_definitions(text: str) -> dict[int, tuple[int, int, int]]:
    """For where each `define` begins, where its lines begin and end, and where the next line begins. What nothing
    closes is none."""
    opened: list[re.Match[str]] = []
    ends: dict[int, tuple[int, int, int]] = {}
    for found in _BOUNDS.finditer(text):
        if found["word"] == "define":
            opened.append(found)
        elif opened:
            define = opened.pop()
            start = define.end("end")
            stop = found.start() - 1 - (text[found.start() - 2 : found.start()] == "\r\n")
            ends[define.start()] = (start, max(start, stop), found.end("end"))
    return ends
