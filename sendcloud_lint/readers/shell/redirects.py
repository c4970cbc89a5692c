"""Redirects to the keyword arguments `<` and `>`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell.script import Script, Text
from sendcloud_lint.readers.shell.words import Piece, Words, closed, joined

REDIRECTS = frozenset(("file_redirect", "herestring_redirect", "heredoc_redirect"))
_READS = frozenset(("<",))
_WRITES = frozenset((">", ">>", ">|", "&>", "&>>"))


@dataclass(slots=True)
class Redirected:
    """The keyword arguments, the words that the grammar takes for further names of files, and the text that comes in
    where it is written here."""

    keywords: list[p.Argument] = field(default_factory=list)
    words: list[list[Node]] = field(default_factory=list)
    typed: list[Piece] = field(default_factory=list)


def redirected(script: Script, words: Words, nodes: Sequence[Node]) -> Redirected:
    found = Redirected()
    for node in nodes:
        if node.type == "file_redirect":
            _file(script, words, node, found)
        elif node.type == "herestring_redirect":
            _string(script, words, node, found)
        else:
            # A document within a document: nobody knows what comes in.
            span = script.span(node)
            found.keywords.append(p.Argument(p.Opaque(span, ()), "<", span))
    return found


def file_value(script: Script, words: Words, nodes: list[Node]) -> p.Expression:
    """What a file that is read from holds."""
    if len(nodes) == 1 and nodes[0].type == "process_substitution":
        value = words.value(nodes[0])
        return value.parts[0] if isinstance(value, p.Opaque) and value.parts else value
    span = script.across(nodes[0], nodes[-1])
    return p.Call(span, p.Name(span, "cat()"), (p.Argument(words.word(nodes)),))


def _file(script: Script, words: Words, node: Node, found: Redirected) -> None:
    descriptor, operator, targets = _parts(script, node)
    found.words += targets[1:]
    if operator is None or not targets or any(child.is_error for child in node.children):
        return
    kind, place = operator.type, script.span(operator)
    text = script.documents.get(place.start)
    if text is not None:
        if descriptor in ("", "0"):
            _document(words, text, found)
    elif kind in _READS and descriptor in ("", "0"):
        found.keywords.append(p.Argument(file_value(script, words, targets[0]), "<", place))
    elif descriptor in ("", "1") and (kind in _WRITES or (kind == ">&" and not _is_descriptor(script, targets[0]))):
        found.keywords.append(p.Argument(words.word(targets[0]), ">", place))
    elif descriptor in ("", "1") and kind == ">&" and script.at(script.across(targets[0][0], targets[0][-1])) == "2":
        errors = p.Constant(script.span(targets[0][0]), Written("/dev/stderr"))
        found.keywords.append(p.Argument(errors, ">", place))


def _parts(script: Script, node: Node) -> tuple[str, Node | None, list[list[Node]]]:
    children = [child for child in node.children if child.type != "comment" and not child.is_error]
    descriptor = ""
    if children and children[0].type == "file_descriptor":
        descriptor = script.written(children.pop(0))
    operator = children[0] if children and not children[0].is_named else None
    return descriptor, operator, script.words(children[1:])


def _is_descriptor(script: Script, nodes: list[Node]) -> bool:
    written = script.at(script.across(nodes[0], nodes[-1]))
    return written.rstrip("-").isdecimal() or written == "-"


def _string(script: Script, words: Words, node: Node, found: Redirected) -> None:
    operator = next((child for child in node.children if child.type == "<<<"), None)
    targets = script.words([child for child in node.children if child.is_named and child.type != "file_descriptor"])
    if operator is not None and targets:
        found.keywords.append(p.Argument(words.word(targets[0]), "<", script.span(operator)))
        found.typed = words.pieces_of(targets[0])


def _document(words: Words, text: Text, found: Redirected) -> None:
    document = text.document
    nodes = text.node.children if text.node is not None else ()
    pieces = words.document(document.body, nodes, is_quoted=document.is_quoted, strips_tabs=document.strips_tabs)
    value = closed(pieces[0]) if len(pieces) == 1 else joined(document.body, pieces)
    start = document.operator.start
    found.keywords.append(p.Argument(value, "<", Span(start, start + len("<<"))))
    found.typed = pieces
