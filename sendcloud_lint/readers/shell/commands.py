"""Simple commands: calls, and the few that are statements of the shell's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.shell import handed
from sendcloud_lint.readers.shell.assignments import Assignments, is_reader
from sendcloud_lint.readers.shell.chains import Unit
from sendcloud_lint.readers.shell.flow import Flow
from sendcloud_lint.readers.shell.inner import Run, may_be_run, programs
from sendcloud_lint.readers.shell.redirects import REDIRECTS, redirected
from sendcloud_lint.readers.shell.script import Script
from sendcloud_lint.readers.shell.words import Piece, Words

Word: TypeAlias = "list[Node]"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command is worth, if it is evaluated at all, and what comes after it."""

    value: p.Expression | None
    then: tuple[p.Statement, ...] = ()


class Commands:
    def __init__(self, script: Script, flow: Flow, words: Words, assignments: Assignments) -> None:
        self._script = script
        self._flow = flow
        self._words = words
        self._assignments = assignments
        self._own: dict[str, Callable[[list[Word]], Ran]] = {
            "exit": self._exit, "return": self._return, "break": self._jump, "continue": self._jump,
            "shift": self._shift, "test": self._test, "[": self._test, "}": self._nothing,
        }  # fmt: skip

    def run(self, unit: Unit, piped: p.Argument | None) -> Ran:
        """A command with its words, its redirects and what is piped into it."""
        before = len(self._flow.statements)
        for child in unit.node.children:
            if child.type == "variable_assignment":
                self._assignments.assignment(child)
        settings = self._flow.statements[before:]
        inner = [child for child in unit.node.children if child.type in REDIRECTS]
        redirects = redirected(self._script, self._words, [*inner, *unit.redirects])
        words = self._unwrapped(self._script.words(list(_words(unit.node))) + redirects.words)
        if words and may_be_run(self._script.at(self._span(words))):
            self._flow.inner += programs(self._script.text, self._words, Run(words, redirects.typed, settings))
        self._hand_on(words, redirects.typed)
        inputs = self._inputs(redirects.keywords, piped)
        literal = self._words.literal(words[0]) if words else None
        name = literal.rsplit("/", 1)[-1] if literal and literal.startswith("/") else literal
        if not words or name in self._own:
            self._evaluate(inputs)
            return self._own[name](words) if name in self._own else Ran(None)
        target = self._assignments.printed(words)
        if target is not None:
            return Ran(
                None, (p.Assign(self._span(words), (target,), self._call(name, [words[0], *words[3:]], inputs)),)
            )
        call = self._call("source" if name == "." else name, words, inputs)
        return Ran(call, self._after(name or "", words))

    def _hand_on(self, words: list[Word], typed: Sequence[Piece]) -> None:
        command = [self._script.at(self._span([word])) for word in words]
        named = filter(None, (self._words.assignment(words[index]) for index in handed.words(command)))
        given = [p.Assign(name.span, (name,), value) for name, value in named]
        self._flow.inner += handed.program([*given, *handed.written(command, typed)])

    def _after(self, name: str, words: list[Word]) -> tuple[p.Statement, ...]:
        if name == "let":
            return tuple(self._assignments.computed(self._span(words)))
        if is_reader(name):
            return tuple(self._assignments.read(name, words[1:]))
        if name == "exec" and len(words) > 1 and not self._flow.subshells:
            return (p.Raise(self._span(words), None, None),)
        return ()

    def _call(self, name: str | None, words: list[Word], keywords: list[p.Argument]) -> p.Call:
        span = self._span(words[:1])
        # The grammar wraps the first word once more.
        first = words[0][0].children if words[0][0].type == "command_name" else words[0]
        function = p.Name(span, f"{name}()") if name else self._words.argument(first).value
        arguments = [self._words.argument(word) for word in words[1:]]
        return p.Call(span, function, (*arguments, *keywords))

    def _unwrapped(self, words: list[Word]) -> list[Word]:
        """Without `time`, `coproc NAME` and the brace after them, which the grammar takes for words."""
        while words:
            word, *rest = words
            written = self._script.at(self._span([word]))
            if written == "time" and rest:
                words = rest[1:] if self._written(rest) == "-p" else rest
            elif written == "coproc" and rest:
                words = rest[1:] if self._written(rest[1:]) == "{" else rest
            elif written == "{":
                words = rest
            else:
                break
        return words

    def _written(self, words: list[Word]) -> str:
        return self._script.at(self._span(words[:1])) if words else ""

    def _inputs(self, keywords: list[p.Argument], piped: p.Argument | None) -> list[p.Argument]:
        """A redirect is stronger than a pipe."""
        if piped is None:
            return keywords
        if all(argument.keyword != "<" for argument in keywords):
            return [*keywords, piped]
        self._evaluate([piped])
        return keywords

    def _evaluate(self, arguments: Sequence[p.Argument]) -> None:
        """What is done for a command that does nothing with it."""
        for argument in arguments:
            value = argument.value.value if isinstance(argument.value, p.Split) else argument.value
            if not isinstance(value, p.Constant | p.Name | p.Subscript | p.Opaque):
                self._flow.emit(p.Evaluate(value.span, value))

    # The shell's own

    def _exit(self, words: list[Word]) -> Ran:
        self._evaluate([self._words.argument(word) for word in words[1:]])
        return Ran(None, () if self._flow.subshells else (p.Raise(self._span(words), None, None),))

    def _return(self, words: list[Word]) -> Ran:
        self._evaluate([self._words.argument(word) for word in words[1:]])
        return Ran(None, () if self._flow.subshells else (p.Return(self._span(words), None),))

    def _jump(self, words: list[Word]) -> Ran:
        kind = self._words.literal(words[0]) or ""
        return Ran(None, () if self._flow.subshells else (p.Jump(self._span(words), kind),))

    def _shift(self, words: list[Word]) -> Ran:
        span = self._span(words)
        literal = self._words.literal(words[1]) if len(words) > 1 else "1"
        number = literal if literal is not None and literal.isdecimal() and len(literal) < 10 else None
        count = p.Constant(span, int(number)) if number is not None else p.Opaque(span, ())
        rest = p.Subscript(span, p.Name(span, "@"), p.Slice(span, count, None, None))
        return Ran(None, (p.Assign(span, (p.Name(span, "@"),), rest),))

    def _test(self, words: list[Word]) -> Ran:
        parts = self._words.expansions(node for word in words[1:] for node in word)
        return Ran(p.Opaque(self._span(words), parts))

    def _nothing(self, _: list[Word]) -> Ran:
        """A brace that closes what the grammar took for words."""
        return Ran(None)

    def _span(self, words: list[Word]) -> Span:
        return self._script.across(words[0][0], words[-1][-1])


def _words(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.is_error:
            yield from child.named_children
        elif child.type not in REDIRECTS and child.type not in ("variable_assignment", "comment"):
            yield child
