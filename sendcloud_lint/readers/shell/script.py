"""A text with its tree: what the grammar gets wrong is put right here, before anything is lowered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import tree_sitter_bash
from tree_sitter import Node

from sendcloud_lint.model.document import Comment, Trouble
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell import documents
from sendcloud_lint.readers.shell.documents import Document
from sendcloud_lint.readers.trees import Parsed, parse

EXPANSIONS = frozenset(
    ("simple_expansion", "expansion", "command_substitution", "process_substitution", "arithmetic_expansion")
)
QUOTED = frozenset(("string", "raw_string", "ansi_c_string", "translated_string"))
WORDS = EXPANSIONS | QUOTED | {"word", "number", "concatenation", "brace_expression"}

_TEMPLATE = re.compile(r"\{\{|\{%")
_PLACEHOLDER = re.compile(r"\$?\{\{[^{}\n]*\}\}")
# A line of a template's own is no line of the script, nor does it end one that goes on.
_LINE_WITHIN = re.compile(r"(?<=\\\n)[ \t]*\{%[^{}\n]*%\}[ \t]*\n")
_DIRECTIVE = re.compile(r"\{%[^{}\n]*%\}|(?m:(?<!\\\n)^[ \t]*\{\{[^{}\n]*\}\}[ \t]*$)")
# The grammar takes a dollar that ends a line for code.
_MISLEADING = re.compile(r"\$(?=\r?\n)")
# It takes a blank with a backslash before it for no word, the second of two in `$'…'` for one before the quote, and
# what such a sign follows, or what stands so right behind quotes, for a word of its own. A quote may end what a
# backslash does not escape; letters name documents.
_ESCAPE = re.compile(r"\\(?P<sign>[^\w'`\r\n]|(?<=['\"]\\)\w)|\\.", re.DOTALL)
# A word goes on behind these.
_CONTINUED = re.compile(r"(?:\\\r?\n)*")
_LINE_END = re.compile(r"(?<![\\\r])\n|(?<!\\)\r\n")
_DOLLAR = re.compile(r"\$(?:\w|[@*#?$!-])")
_NOT_BLANK = re.compile(r"\S|\Z")
_COMMENT = re.compile(r"[ \t](?=#)")
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A here-document; `node` is None if nothing of it is expanded."""

    document: Document
    node: Node | None


@dataclass(frozen=True, slots=True)
class Script:
    """The trees may be ones of texts that differ a little from `text`, but no character has moved. `documents` are
    found by where their operators begin."""

    text: str
    parsed: Parsed
    documents: dict[int, Text]

    @property
    def root(self) -> Node:
        return self.parsed.root

    def span(self, node: Node) -> Span:
        """Where a node stands. The grammar counts the blanks before an expansion in quotes to the expansion."""
        span = self.parsed.span(node)
        if node.type not in EXPANSIONS:
            return span
        first = _NOT_BLANK.search(self.text, span.start, span.end)
        return Span(first.start() if first else span.start, span.end)

    def across(self, first: Node, last: Node) -> Span:
        return Span(self.span(first).start, self.span(last).end)

    def written(self, node: Node) -> str:
        return self.at(self.span(node))

    def at(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def breaks(self, nodes: Iterable[Node], kinds: frozenset[str]) -> Iterator[Node]:
        """The outermost nodes of some kinds among nodes and in them, in order."""
        for node in outermost(nodes, kinds):
            if node.type != "simple_expansion" or _DOLLAR.match(self.text, self.span(node).start):
                yield node

    def words(self, nodes: Sequence[Node]) -> list[list[Node]]:
        """Nodes that touch are one word."""
        found: list[list[Node]] = []
        for node in nodes:
            if found and _CONTINUED.fullmatch(self.text, found[-1][-1].end_byte, node.start_byte):
                found[-1].append(node)
            else:
                found.append([node])
        return found

    def comments(self) -> tuple[Comment, ...]:
        spans = (self.span(node) for node in _all(self.root) if node.type == "comment")
        return tuple(Comment(span, Written(self.at(span))) for span in spans)

    def troubles(self) -> tuple[Trouble, ...]:
        """One at most: what follows the first error is often none."""
        error = next(self.parsed.errors(), None)
        if error is None or _TEMPLATE.search(self.text):
            return ()
        start = self.span(error).start
        end = self.text.find("\n", start)
        return (Trouble(Span(start, len(self.text) if end < 0 else end), "has a line that can't be read as shell"),)


def read(text: str) -> Script | None:
    """None for what the parser would take for ever over: its ways out of an error may cost the square of the text."""
    plain = _ESCAPE.sub(_without_sign, _without_templates(text.replace("\0", " ")))
    plain = _MISLEADING.sub("x", plain)
    found = documents.find(plain)
    texts = _texts(plain, found)
    parsed = parse(tree_sitter_bash.language, documents.without(plain, found)) if texts is not None else None
    for _ in range(_ROUNDS):
        if parsed is None:
            return None
        ends = set(_lost_ends(parsed))
        if not ends:
            break
        pieces = "".join(";" if index in ends else character for index, character in enumerate(parsed.text))
        parsed = parse(tree_sitter_bash.language, pieces)
    return Script(text, parsed, texts) if parsed is not None and texts is not None else None


def _without_sign(escape: re.Match[str]) -> str:
    """Commas, as they are parts of a word and of no name."""
    return ",," if escape["sign"] else escape[0]


def _texts(text: str, found: documents.Found) -> dict[int, Text] | None:
    """The documents by their operators' places, each with its own tree if it was read; None as in `read`."""
    bodies = documents.bodies(text, found)
    nodes: dict[int, Node] = {}
    if bodies:
        parsed = parse(tree_sitter_bash.language, bodies)
        if parsed is None:
            return None
        nodes = {node.start_byte + 1: node for node in outermost([parsed.root], frozenset(("string",)))}
    return {found.operator.start: Text(found, nodes.get(found.body.start)) for found in found.documents}


def _without_templates(text: str) -> str:
    """The text of the same length in which a template's placeholder is a word and its directives are blank."""
    if not _TEMPLATE.search(text):
        return text
    for pattern, filler in ((_LINE_WITHIN, " "), (_DIRECTIVE, " "), (_PLACEHOLDER, "x")):
        text = pattern.sub(lambda match, filler=filler: filler * len(match[0]), text)  # type: ignore[misc]
    return text


def _lost_ends(parsed: Parsed) -> Iterator[int]:
    """Where the grammar reads on past the end of a command, as it does after a pipeline of three before a line with
    `&&`: a semicolon there sets it right."""
    for node in _all(parsed.root):
        if node.type == "command":
            start = node.start_byte
            for child in node.children:
                if child.type == "comment":
                    continue
                end = _LINE_END.search(parsed.text, start, child.start_byte)
                if end is not None:
                    comment = _COMMENT.search(parsed.text, start, end.start())
                    yield comment.start() if comment else end.end() - 1
                start = child.end_byte


def outermost(nodes: Iterable[Node], kinds: frozenset[str]) -> Iterator[Node]:
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        if node.type in kinds:
            yield node
        else:
            waiting.extend(reversed(node.children))


def _all(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
