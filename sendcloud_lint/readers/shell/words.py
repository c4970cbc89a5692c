"""Words and expansions to expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell import quoting
from sendcloud_lint.readers.shell.flow import Flow
from sendcloud_lint.readers.shell.script import EXPANSIONS, QUOTED, Script

_NUMBERS = frozenset("#?$!-0_")
_LISTS = frozenset("@*")
_ANY = EXPANSIONS | QUOTED
# Single quotes between double ones are characters like any other.
_IN_QUOTES = EXPANSIONS | {"string"}
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\+?=")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_TRANSLATED = re.compile(r"(?<!\\)(?:\\\\)*\$\Z")
_TABS = re.compile(r"(?m)^\t+")
_LINES = re.compile(r"(?<=[^\\]\n)(?=.)")
MAX_LINES = 50


# `${NAME:start:length}`; a minus stands apart, as `:-` is another operator.
_SUBSTRING = re.compile(r"\$\{\w+:(?P<start>[ \t]+-\d{1,9}|[ \t]*\d{1,9})(?:[ \t]*:[ \t]*(?P<length>\d{1,9}))?[ \t]*\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A piece of a word, decoded but not yet closed; `decode` is how."""

    span: Span
    text: str
    decode: quoting.Decode = quoting.raw


Piece: TypeAlias = "Literal | p.Expression"
Output: TypeAlias = Callable[[Node], p.Expression]


class Words:
    """`output` says what the commands in a substitution give."""

    def __init__(self, script: Script, flow: Flow, output: Output) -> None:
        self._script = script
        self._flow = flow
        self._output = output
        self._handlers: dict[str, Callable[[Node, bool], p.Expression]] = {
            "simple_expansion": self._simple, "expansion": self._expansion,
            "command_substitution": self._substitution, "process_substitution": self._process,
        }  # fmt: skip

    # Words

    def word(self, nodes: Sequence[Node]) -> p.Expression:
        """Nodes that touch, as one value."""
        return joined(self._script.across(nodes[0], nodes[-1]), self.pieces_of(nodes))

    def pieces_of(self, nodes: Sequence[Node]) -> list[Piece]:
        return self._pieces(self._script.across(nodes[0], nodes[-1]), nodes, quoting.bare, _ANY)

    def literal(self, nodes: Sequence[Node]) -> str | None:
        """A word's text if it is the same on every run."""
        if any(True for _ in self._script.breaks(nodes, EXPANSIONS)):
            return None
        return "".join(piece.text for piece in self.pieces_of(nodes) if isinstance(piece, Literal))

    def argument(self, nodes: Sequence[Node]) -> p.Argument:
        value, star = self._many(nodes)
        return p.Argument(value, star="*" if star else "")

    def element(self, nodes: Sequence[Node]) -> p.Expression:
        """A word of a list."""
        value, star = self._many(nodes)
        return p.Starred(self._script.across(nodes[0], nodes[-1]), value) if star else value

    def _many(self, nodes: Sequence[Node]) -> tuple[p.Expression, bool]:
        """A word's value, and whether it is as many words as it holds."""
        only = self._only(nodes)
        if only is None:
            return self.word(nodes), False
        node, quoted = only
        subject = _subject(node)
        if subject is not None and quoted and self._flow.joins and self._is_one_word(node, subject):
            return self._joined(node, subject), False
        if subject is not None and self._is_list(subject):
            is_whole = subject.type == "subscript" and _is_plain(node)
            name = p.Name(self._script.span(node), self._base_name(subject))
            return (name if is_whole else self._value(node, quoted)), True
        if quoted or self._is_number(node):
            return self.word(nodes), False
        return p.Split(self._script.span(node), self._value(node, quoted)), True

    def _is_one_word(self, node: Node, subject: Node) -> bool:
        return _is_plain(node) and self._script.written(subject).rstrip("]").endswith("*")

    def _joined(self, node: Node, subject: Node) -> p.Expression:
        """`"${A[*]}"`: all elements in one word, with the first of the separators between them."""
        span = self._script.span(node)
        separator = p.Subscript(span, p.Name(span, "IFS"), p.Slice(span, None, p.Constant(span, 1), None))
        elements = p.Argument(p.Name(span, self._base_name(subject)))
        return p.Call(span, p.Attribute(span, separator, "join", span), (elements,))

    def _only(self, nodes: Sequence[Node]) -> tuple[Node, bool] | None:
        """The expansion that a word is nothing but, and whether it is quoted."""
        if len(nodes) != 1:
            return None
        node = nodes[0]
        if node.type in EXPANSIONS:
            return (node, False) if any(True for _ in self._script.breaks([node], EXPANSIONS)) else None
        if node.type == "string":
            inner = list(self._script.breaks(node.children, EXPANSIONS))
            whole, span = self._script.span(node), self._script.span(inner[0]) if inner else None
            if span is not None and (span.start - 1, span.end + 1) == (whole.start, whole.end):
                return inner[0], True
        return None

    def _is_list(self, subject: Node) -> bool:
        if subject.type == "subscript":
            index = subject.child_by_field_name("index")
            return index is not None and self._script.written(index) in _LISTS
        return self._script.written(subject) in _LISTS

    def _is_number(self, node: Node) -> bool:
        """Whether an expansion is one word whatever its worth."""
        subject = _subject(node)
        counted = node.type == "expansion" and node.child_count > 1 and node.children[1].type == "#"
        return node.type in ("arithmetic_expansion", "process_substitution") or counted or (
            subject is not None and self._script.written(subject) in _NUMBERS
        )  # fmt: skip

    def _pieces(
        self, region: Span, nodes: Iterable[Node], decode: quoting.Decode, kinds: frozenset[str]
    ) -> list[Piece]:
        """What stands in a part of the text: expansions and quoted pieces, and all between them."""
        pieces: list[Piece] = []
        position = region.start
        for node in self._script.breaks(nodes, kinds):
            span = self._script.span(node)
            if span.start < position or span.end > region.end:
                continue
            # `$"…"` is a text to be translated.
            marked = node.type == "string" and _TRANSLATED.search(self._script.text, position, span.start) is not None
            pieces += self._between(Span(position, span.start - marked), decode)
            pieces += self._part(node, kinds is not _ANY)
            position = span.end
        return pieces + self._between(Span(position, region.end), decode)

    def _between(self, span: Span, decode: quoting.Decode) -> list[Piece]:
        text = decode(self._script.at(span))
        return [Literal(span, text, decode)] if text else []

    def _part(self, node: Node, quoted: bool) -> list[Piece]:
        span = self._script.span(node)
        inner = Span(span.start + 1, span.end - 1)
        if node.type in ("string", "translated_string"):
            opening = 2 if node.type == "translated_string" else 1
            closed = not node.children[-1].is_missing
            return self._pieces(
                Span(span.start + opening, span.end - closed), node.children, quoting.double, EXPANSIONS
            )
        if node.type == "raw_string":
            return self._between(inner, quoting.raw)
        if node.type == "ansi_c_string":
            return self._between(Span(span.start + 2, span.end - 1), quoting.ansi)
        return [self._value(node, quoted)]

    # Here-documents

    def document(self, region: Span, nodes: Sequence[Node], *, is_quoted: bool, strips_tabs: bool) -> list[Piece]:
        pieces = self._pieces(region, nodes, quoting.raw if is_quoted else quoting.here, EXPANSIONS)
        return [inner for piece in pieces for inner in self._by_lines(piece, is_quoted, strips_tabs)]

    def _by_lines(self, piece: Piece, is_quoted: bool, strips_tabs: bool) -> Iterator[Piece]:
        """Each line for itself, as far as there are few, without the tabs that it begins with."""
        if not isinstance(piece, Literal):
            yield piece
            return
        decode = quoting.raw if is_quoted else quoting.here
        text, start = self._script.text, piece.span.start
        breaks = _TABS if strips_tabs else _LINES
        for count, found in enumerate(breaks.finditer(text, start, piece.span.end)):
            if not strips_tabs and count >= MAX_LINES:
                break
            if found.start() > start:
                yield Literal(Span(start, found.start()), decode(text[start : found.start()]), decode)
            start = found.end()
        if start < piece.span.end:
            yield Literal(Span(start, piece.span.end), decode(text[start : piece.span.end]), decode)

    # Expansions

    def value(self, node: Node) -> p.Expression:
        return self._value(node, False)

    def expansions(self, nodes: Iterable[Node]) -> tuple[p.Expression, ...]:
        """What is expanded anywhere among nodes, each for itself."""
        return tuple(self._value(node, False) for node in self._script.breaks(nodes, EXPANSIONS))

    def _value(self, node: Node, quoted: bool) -> p.Expression:
        handler = self._handlers.get(node.type)
        if handler is None or self._flow.is_deepest:
            return p.Opaque(self._script.span(node), ())
        with self._flow.deeper():
            return handler(node, quoted)

    def _simple(self, node: Node, _: bool) -> p.Expression:
        span = self._script.span(node)
        return self._named(span, span, self._script.at(span)[1:])

    def _named(self, span: Span, place: Span, name: str) -> p.Expression:
        """A parameter by its name, of whatever kind."""
        if name in _LISTS:
            return p.Name(place, "@")
        if name in _NUMBERS:
            return p.Opaque(span, ())
        if name.isdecimal() and len(name) < 10:
            return p.Subscript(place, p.Name(place, "@"), p.Constant(place, int(name) - 1))
        return p.Name(place, name)

    def _expansion(self, node: Node, quoted: bool) -> p.Expression:
        """`${…}`: a parameter alone, or with what is to be made of it."""
        span, subject = self._script.span(node), _subject(node)
        inner = [child for child in node.children if child.type not in ("${", "}")]
        if subject is None or not inner or inner[0] != subject:
            return p.Opaque(span, self._parts(subject, inner))
        if len(inner) == 1:
            return self._parameter(subject, span)
        part = _SUBSTRING.fullmatch(self._script.at(span))
        if part is not None:
            return _substring(span, self._parameter(subject, self._script.span(subject)), part)
        operator = self._script.written(inner[1])
        if operator in (":?", "?"):
            return self._parameter(subject, span)
        if operator.removeprefix(":") not in ("-", "=", "+") or self._is_list(subject):
            return p.Opaque(span, self._parts(subject, inner[1:]))
        name = self._parameter(subject, self._script.span(subject))
        start = self._script.span(inner[1]).end
        region = Span(start, max(start, span.end - 1))
        decode, kinds = (quoting.double, _IN_QUOTES) if quoted else (quoting.bare, _ANY)
        other = joined(region, self._pieces(region, inner[2:], decode, kinds))
        return self._alternative(span, name, operator, other)

    def _alternative(self, span: Span, name: p.Expression, operator: str, other: p.Expression) -> p.Expression:
        if operator.endswith("+"):
            return p.Conditional(span, name, other, p.Constant(Span(other.span.end, other.span.end), Written("")))
        value = p.Operation(span, "or", (name, other))
        if operator.endswith("-"):
            return value
        self._flow.assigns(name)
        return p.Bind(span, name, value)

    def _parts(self, subject: Node | None, nodes: Iterable[Node]) -> tuple[p.Expression, ...]:
        parts = self.expansions(node for node in nodes if node != subject)
        if subject is None:
            return parts
        span = self._script.span(subject)
        name = p.Name(span, self._base_name(subject)) if self._is_list(subject) else self._parameter(subject, span)
        return (name, *parts)

    def _parameter(self, subject: Node, span: Span) -> p.Expression:
        if subject.type != "subscript":
            return self._named(span, span, self._script.written(subject))
        if self._is_list(subject):
            name = subject.child_by_field_name("name")
            place = self._script.span(name) if name is not None else span
            return p.Opaque(span, (p.Name(place, self._base_name(subject)),))
        return replace(self.subscript(subject), span=span)

    def _base_name(self, subject: Node) -> str:
        name = subject.child_by_field_name("name") if subject.type == "subscript" else subject
        written = self._script.written(name) if name is not None else ""
        return "@" if written in _LISTS else written

    def subscript(self, node: Node) -> p.Subscript:
        """`A[k]`, as a target or as a value."""
        name, index = node.child_by_field_name("name"), node.child_by_field_name("index")
        place = self._script.span(name if name is not None else node)
        if index is None:
            key: p.Expression = p.Opaque(self._script.span(node), ())
        else:
            key = self.key(self._script.span(index), self.pieces_of([index]))
        return p.Subscript(self._script.span(node), p.Name(place, self._base_name(node)), key)

    def key(self, span: Span, pieces: list[Piece]) -> p.Expression:
        if len(pieces) == 1 and isinstance(pieces[0], Literal) and _INTEGER.fullmatch(pieces[0].text):
            return p.Constant(span, int(pieces[0].text))
        return joined(span, pieces)

    def _substitution(self, node: Node, _: bool) -> p.Expression:
        with self._flow.in_subshell():
            return self._output(node)

    def _process(self, node: Node, _: bool) -> p.Expression:
        """`<(…)` is the path of a file."""
        with self._flow.in_subshell():
            return p.Opaque(self._script.span(node), (self._output(node),))

    # Words that are more than one value

    def assignment(self, nodes: Sequence[Node]) -> tuple[p.Name, p.Expression] | None:
        """`"NAME=value"` as a word of `export`."""
        pieces = self.pieces_of(nodes)
        first = pieces[0] if pieces else None
        match = _ASSIGNMENT.match(first.text) if isinstance(first, Literal) else None
        # A name with a backslash or quotes in it is not written where it would have to stand.
        if not isinstance(first, Literal) or match is None or not self._stands(match[0], first.span):
            return None
        start = first.span.start + match.end()
        name = p.Name(Span(first.span.start, first.span.start + len(match[1])), match[1])
        rest: list[Piece] = [Literal(Span(start, first.span.end), first.text[match.end() :])]
        pieces = (rest if len(match[0]) < len(first.text) else []) + pieces[1:]
        end = pieces[-1].span.end if pieces else start
        return name, joined(Span(start, max(start, end)), pieces)

    def _stands(self, text: str, span: Span) -> bool:
        return self._script.text.startswith(text, span.start)

    def entry(self, nodes: Sequence[Node]) -> tuple[p.Expression, p.Expression] | None:
        """`[key]=value` as a word of an array."""
        span = self._script.across(nodes[0], nodes[-1])
        middle = self._middle(span, nodes) if self._script.text.startswith("[", span.start) else -1
        if middle < 0:
            return None
        before, after = Span(span.start + 1, middle), Span(middle + 2, span.end)
        key = self.key(before, self._pieces(before, nodes, quoting.bare, _ANY))
        return key, joined(after, self._pieces(after, nodes, quoting.bare, _ANY))

    def _middle(self, span: Span, nodes: Sequence[Node]) -> int:
        """Where the unquoted `]=` of a word is."""
        position = span.start
        for node in self._script.breaks(nodes, _ANY):
            place = self._script.span(node)
            found = self._script.text.find("]=", position, place.start)
            if found >= 0:
                return found
            position = place.end
        return self._script.text.find("]=", position, span.end)


def closed(piece: Piece) -> p.Expression:
    return p.Constant(piece.span, Written(piece.text)) if isinstance(piece, Literal) else piece


def joined(span: Span, pieces: Sequence[Piece]) -> p.Expression:
    """A word's value; one that is a single literal is as wide as its quotes."""
    if not pieces:
        return p.Constant(span, Written(""))
    if len(pieces) == 1:
        only = pieces[0]
        return p.Constant(span, Written(only.text)) if isinstance(only, Literal) else only
    return p.Formatted(span, tuple(map(closed, pieces)))


def _substring(span: Span, whole: p.Expression, part: re.Match[str]) -> p.Expression:
    start = int(part["start"])
    end = start + int(part["length"]) if part["length"] is not None else None
    if end is not None and start < 0 <= end:
        end = None
    upper = p.Constant(span, end) if end is not None else None
    return p.Subscript(span, whole, p.Slice(span, p.Constant(span, start), upper, None))


def _subject(node: Node) -> Node | None:
    """The parameter of an expansion."""
    kinds = ("variable_name", "special_variable_name", "subscript")
    return next((child for child in node.children if child.type in kinds), None) if _has_parameter(node) else None


def _has_parameter(node: Node) -> bool:
    return node.type in ("simple_expansion", "expansion")


def _is_plain(node: Node) -> bool:
    """Whether an expansion is of a parameter and nothing is made of it."""
    return len(node.children) == (2 if node.type == "simple_expansion" else 3)
