"""Makefiles to a shell's program: variables as assignments, each line of a recipe as a function that nobody calls.

A Makefile is two languages. What make fills in is made a shell's (`expansion.py`), so that what is known of scripts
holds for both: `KEY ?= value` is a default as `${KEY:-value}` is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Comment, Document, Section
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import shell
from sendcloud_lint.readers.embedded import Embedded, moved
from sendcloud_lint.readers.gathered import Gathered
from sendcloud_lint.readers.makefile import lines
from sendcloud_lint.readers.makefile.expansion import Expansion, shell_name
from sendcloud_lint.readers.makefile.lines import Assigned, Ended, Event, Included, Lines, Otherwise, Shown, Test
from sendcloud_lint.readers.makefile.variables import Variables

# Conditions within conditions, and one after another under one `endif`.
DEEPEST = 30
_WORD = re.compile(r"\S+")


def read(text: str) -> Embedded:
    """The program of a Makefile, and its comments."""
    return _Building(text, lines.read(text)).read()


@dataclass(slots=True)
class _Arm:
    """A condition that is open: what stands before it, its test, and its first arm once the other has begun.

    `is_chained` says that it stands in the other arm of the one around it and ends with that.
    """

    test: Test
    before: list[p.Statement]
    then: list[p.Statement] | None = None
    is_chained: bool = False


class _Building:
    def __init__(self, text: str, found: Lines) -> None:
        self._text = text
        self._found = found
        self._variables = Variables(text, found.events)
        self._expansion = Expansion(text, self._variables)
        self._comments = {comment.span: comment for comment in found.comments}
        self._for_targets: dict[str, list[p.Statement]] = {}
        self._seen: set[str] = set()

    def read(self) -> Embedded:
        body = [*self._statements(self._variables.ordered()), *self._recipes()]
        comments = tuple(self._comments[span] for span in sorted(self._comments))
        program = p.Program(tuple(body), comments, "shell") if body else None
        return Embedded(None, program, Document(Section(Span(0, len(self._text)), ()), comments, ()))

    # Variables

    def _statements(self, events: Sequence[Event]) -> list[p.Statement]:
        current: list[p.Statement] = []
        arms: list[_Arm] = []
        deeper = 0
        for event in events:
            if isinstance(event, Test):
                if deeper or len(arms) >= DEEPEST:
                    deeper += 1
                else:
                    arms.append(_Arm(event, current))
                    current = []
            elif isinstance(event, Ended):
                if deeper:
                    deeper -= 1
                else:
                    current = _closed(arms, current)
            elif isinstance(event, Otherwise):
                if arms and not deeper:
                    current = _turned(arms, current, event)
            else:
                current += self._plain(event)
        while arms:
            current = _closed(arms, current)
        return current

    def _plain(self, event: Assigned | Included | Shown) -> list[p.Statement]:
        if isinstance(event, Included):
            return self._sourced(event)
        if isinstance(event, Shown):
            return list(self._script(self._expansion.shown(event.span)).body)
        statements = self._assignment(event)
        if not event.targets:
            return statements
        for target in event.targets:
            self._for_targets.setdefault(target, []).extend(statements)
        # What is made for a target sees its variables too.
        return [p.Branch(event.name_span, p.Opaque(event.name_span, ()), tuple(statements), ())]

    def _sourced(self, event: Included) -> list[p.Statement]:
        found: list[p.Statement] = []
        for word in _WORD.finditer(self._text, event.span.start, event.span.end):
            found += self._script(self._expansion.words("source ", Span(*word.span()))).body
        return found

    def _assignment(self, one: Assigned) -> list[p.Statement]:
        name, is_known = shell_name(one.name), one.name in self._seen
        if one.value.end > one.value.start:
            self._seen.add(one.name)
        adds = one.operator == "+=" and is_known
        body = self._script(self._expansion.assignment(one, " " if adds else "")).body
        return [self._with_operator(each, one, name, adds) for each in body]

    def _with_operator(self, statement: p.Statement, one: Assigned, name: str, adds: bool) -> p.Statement:
        if not isinstance(statement, p.Assign) or statement.value is None:
            return statement
        target = statement.targets[0]
        if not isinstance(target, p.Name) or target.name != name:
            return statement
        if adds:
            return p.Augment(statement.span, target, "+", statement.value)
        # What is left empty is for whoever runs make to give.
        if one.value.end == one.value.start:
            return replace(statement, value=p.Name(one.name_span, name))
        if one.operator == "?=":
            value = p.Operation(statement.value.span, "or", (p.Name(one.name_span, name), statement.value))
            return replace(statement, value=value)
        return statement

    # Recipes

    def _recipes(self) -> Iterator[p.Statement]:
        used: set[str] = set()
        number = 0
        for recipe in self._found.recipes:
            own = tuple(statement for target in recipe.targets for statement in self._for_targets.get(target, ()))
            used.update(recipe.targets)
            scripts = [recipe.lines] if self._found.is_one_shell and recipe.lines else [[one] for one in recipe.lines]
            for script in scripts:
                program = self._script(self._expansion.recipe(script, self._found.prefix))
                if program.body:
                    span = Span(script[0].start, max(script[0].start, script[-1].end))
                    name = p.Name(Span(span.start, span.start), f"recipe {number}")
                    yield p.Function(span, name, (), (*own, *program.body), ())
                    number += 1

    def _script(self, gathered: Gathered) -> p.Program:
        """Shell text, read, where it stands in the file."""
        program, _ = shell.read(gathered.text)
        program = moved(program, (gathered,))
        self._comments.update((comment.span, comment) for comment in self._as_written(program.comments))
        return program

    def _as_written(self, comments: Sequence[Comment]) -> Iterator[Comment]:
        """A comment counts as it stands in the file: what make fills in is none of it."""
        for comment in comments:
            written = self._text[comment.span.start : comment.span.end]
            if written.startswith("#"):
                yield replace(comment, text=type(comment.text)(written))


def _closed(arms: list[_Arm], current: list[p.Statement]) -> list[p.Statement]:
    """The statements after `endif`."""
    while arms:
        arm = arms.pop()
        then, otherwise = (current, []) if arm.then is None else (arm.then, current)
        current = [*arm.before, _branch(arm.test, then, otherwise)]
        if not arm.is_chained:
            break
    return current


def _turned(arms: list[_Arm], current: list[p.Statement], event: Otherwise) -> list[p.Statement]:
    """The statements after `else`."""
    if arms[-1].then is not None:
        return current
    if len(arms) >= DEEPEST:
        return current
    arms[-1].then = current
    if event.test is not None:
        arms.append(_Arm(event.test, [], is_chained=True))
    return []


def _branch(test: Test, then: list[p.Statement], otherwise: list[p.Statement]) -> p.Branch:
    asked: p.Expression = p.Opaque(test.span, ())
    if test.name:
        asked = p.Name(test.name_span, shell_name(test.name))
        asked = p.Operation(test.span, "not", (asked,)) if test.negated else asked
    return p.Branch(test.span, asked, tuple(then), tuple(otherwise))
