"""What gives names their values: `X=…`, `export`, `local`, `read` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell.flow import Flow
from sendcloud_lint.readers.shell.script import Script, outermost
from sendcloud_lint.readers.shell.words import Words

_OWN = frozenset(("local", "declare", "typeset"))
# Options that take the next word, by command; what is left are the names of variables.
_READERS = {"read": "dinNptu", "mapfile": "CcdnOsu", "readarray": "CcdnOsu", "getopts": ""}
# What `export $(…)` may read.
_ENV_FILE = re.compile(r"(?:.*/)?[\w-]*\.env[\w.-]*")
# `x = 1`, `x += 1`, `x++`, `--x`, but not `x == 1` nor `x <= 1`.
_COMPUTED = re.compile(
    r"\b(?P<set>[A-Za-z_]\w*)\s*(?:(?:[-+*/%&|^]|<<|>>)?=(?!=)|\+\+|--)|(?:\+\+|--)(?P<stepped>[A-Za-z_]\w*)"
)


class Assignments:
    def __init__(self, script: Script, flow: Flow, words: Words) -> None:
        self._script = script
        self._flow = flow
        self._words = words

    def assignment(self, node: Node, own: bool = False, options: str = "") -> None:
        """`X=…`, `X+=…`, `X[k]=…`."""
        name = node.child_by_field_name("name")
        operator = next((child for child in node.children if child.type in ("=", "+=")), None)
        if name is None or operator is None:
            return
        target = self._target(name)
        value = self._value(node, operator, options)
        self._note(target, own)
        span = self._script.span(node)
        if operator.type == "+=":
            self._flow.emit(p.Augment(span, target, "+", value))
        else:
            self._flow.emit(p.Assign(span, (target,), value))

    def _target(self, name: Node) -> p.Expression:
        if name.type == "subscript":
            return self._words.subscript(name)
        return p.Name(self._script.span(name), self._script.written(name))

    def _value(self, node: Node, operator: Node, options: str) -> p.Expression:
        nodes = [child for child in node.children if child.start_byte >= operator.end_byte and child.is_named]
        if not nodes:
            end = self._script.span(operator).end
            return p.Constant(Span(end, end), Written(""))
        if nodes[0].type == "array":
            return self._array(nodes[0], options)
        return self._words.word(nodes)

    def _array(self, node: Node, options: str) -> p.Expression:
        span = self._script.span(node)
        nodes = [child for child in node.children if child.is_named and child.type != "comment"]
        words = list(self._entries(self._script.words(nodes)))
        entries = [self._words.entry(word) for word in words]
        whole = [entry for entry in entries if entry is not None]
        if len(whole) == len(words) and (words or "A" in options):
            return p.Table(span, tuple(p.TableEntry(key, value) for key, value in whole))
        elements = (
            entry[1] if entry is not None else self._words.element(word)
            for entry, word in zip(entries, words, strict=True)
        )
        return p.Items(span, "list", tuple(elements))

    def _entries(self, words: list[list[Node]]) -> Iterator[list[Node]]:
        """The words of an array; blanks in a key end none."""
        key: list[Node] = []
        for word in words:
            written = self._script.at(self._script.across(word[0], word[-1]))
            if not key and not written.startswith("["):
                yield word
                continue
            key += word
            if "]=" in written:
                yield key
                key = []
        yield from self._script.words(key)

    def _note(self, target: p.Expression, own: bool) -> None:
        if own and isinstance(target, p.Name):
            self._flow.names.own.add(target.name)
            self._flow.joins = self._flow.joins or target.name == "IFS"
        else:
            self._flow.assigns(target)

    def declaration(self, node: Node) -> None:
        """`export`, `readonly`, `local`, `declare`, `typeset`, each with any number of names."""
        command = node.children[0].type
        words = self._script.words(node.children[1:])
        options = "".join(self._options(words))
        own = command in _OWN and "g" not in options
        for word in words:
            if word[0].type == "variable_assignment":
                self.assignment(word[0], own, options)
            elif word[0].type == "variable_name":
                self._declared(word[0], command, own, options)
            elif word[0].type != "comment":
                self._assigned_word(word, own)

    def _options(self, words: Sequence[Sequence[Node]]) -> Iterator[str]:
        for word in words:
            written = self._script.at(self._script.across(word[0], word[-1]))
            if written.startswith("-"):
                yield written[1:]

    def _declared(self, name: Node, command: str, own: bool, options: str) -> None:
        """A name alone: `local` makes it a new one."""
        span = self._script.span(name)
        target, nothing = p.Name(span, self._script.written(name)), Span(span.end, span.end)
        if own:
            self._flow.names.own.add(target.name)
        if command != "local":
            return
        empty: p.Expression = p.Constant(nothing, Written(""))
        if "A" in options:
            empty = p.Table(nothing, ())
        elif "a" in options:
            empty = p.Items(nothing, "list", ())
        self._flow.emit(p.Assign(span, (target,), empty))

    def _assigned_word(self, word: Sequence[Node], own: bool) -> None:
        found = self._words.assignment(word)
        if found is not None:
            target, value = found
            self._note(target, own)
            self._flow.emit(p.Assign(self._script.across(word[0], word[-1]), (target,), value))
            return
        for inner in outermost(word, frozenset(("command_substitution",))):
            self._exported(inner)

    def _exported(self, node: Node) -> None:
        """`export $(grep -v '^#' .env | xargs)` takes what the file says."""
        for part in outermost([node], frozenset(("word", "string", "raw_string"))):
            path = self._words.literal([part])
            if path is not None and _ENV_FILE.fullmatch(path):
                span = self._script.span(part)
                argument = p.Argument(p.Constant(span, Written(path)))
                self._flow.emit(p.Evaluate(span, p.Call(span, p.Name(span, "source()"), (argument,))))

    def computed(self, span: Span) -> list[p.Statement]:
        """The names that arithmetic gives values."""
        found: list[p.Statement] = []
        for match in _COMPUTED.finditer(self._script.text, span.start, span.end):
            place = Span(*match.span(str(match.lastgroup)))
            target = p.Name(place, self._script.at(place))
            self._flow.assigns(target)
            found.append(p.Assign(place, (target,), p.Opaque(place, ())))
        return found

    def printed(self, words: Sequence[Sequence[Node]]) -> p.Name | None:
        """The name that `printf -v NAME …` prints into."""
        if len(words) < 4 or self._words.literal(words[0]) != "printf" or self._words.literal(words[1]) != "-v":
            return None
        span, name = next(self._read_names("read", words[2:3]), (None, ""))
        if span is None:
            return None
        target = p.Name(span, name)
        self._flow.assigns(target)
        return target

    def read(self, command: str, words: Sequence[Sequence[Node]]) -> list[p.Statement]:
        """The names that `read` and its like give values, which nothing here can tell."""
        found: list[p.Statement] = []
        for span, name in self._read_names(command, words):
            target = p.Name(span, name)
            self._flow.assigns(target)
            found.append(p.Assign(span, (target,), p.Opaque(span, ())))
        return found

    def _read_names(self, command: str, words: Sequence[Sequence[Node]]) -> Iterator[tuple[Span, str]]:
        skips = command == "getopts"
        for word in words:
            literal = self._words.literal(word)
            if skips:
                skips = False
            elif literal is not None and literal.startswith("-") and len(literal) > 1:
                skips = literal[-1] in _READERS[command]
            elif literal is not None and literal.isidentifier():
                yield self._script.across(word[0], word[-1]), literal


def is_reader(command: str) -> bool:
    return command in _READERS
