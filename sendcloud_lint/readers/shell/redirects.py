"""Redirects to the keyword arguments `<` and `>`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.readers.shell.script import WORDS, Script
from sendcloud_lint.readers.shell.words import Words

REDIRECTS = frozenset(("file_redirect", "herestring_redirect", "heredoc_redirect"))
_READS = frozenset(("<",))
_WRITES = frozenset((">", ">>", ">|", "&>", "&>>"))
_QUOTES = frozenset("'\"\\")


@dataclass(slots=True)
class Redirected:
    """The keyword arguments, and the words that the grammar takes for further names of files."""

    keywords: list[p.Argument] = field(default_factory=list)
    words: list[list[Node]] = field(default_factory=list)


def redirected(script: Script, words: Words, nodes: Sequence[Node]) -> Redirected:
    found = Redirected()
    for node in nodes:
        if node.type == "file_redirect":
            _file(script, words, node, found)
        elif node.type == "herestring_redirect":
            _string(script, words, node, found)
        elif node.type == "heredoc_redirect":
            _document(script, words, node, found)
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
    if kind in _READS and descriptor in ("", "0"):
        found.keywords.append(p.Argument(file_value(script, words, targets[0]), "<", place))
    elif descriptor in ("", "1") and (kind in _WRITES or (kind == ">&" and not _is_descriptor(script, targets[0]))):
        found.keywords.append(p.Argument(words.word(targets[0]), ">", place))


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


def _document(script: Script, words: Words, node: Node, found: Redirected) -> None:
    parts = {child.type: child for child in node.children}
    start = parts.get("heredoc_start")
    operator = parts.get("<<-") or parts.get("<<")
    found.words += script.words(list(_arguments(node)))
    if start is None or operator is None or "file_descriptor" in parts:
        return
    value = words.document(
        *_region(script, node, parts), parts.get("heredoc_body"),
        is_quoted=not _QUOTES.isdisjoint(script.written(start)), strips_tabs=operator.type == "<<-",
    )  # fmt: skip
    found.keywords.append(p.Argument(value, "<", script.span(operator)))


def _arguments(node: Node) -> Iterator[Node]:
    """The command's words behind the delimiter, which the grammar may take for an error."""
    for child in node.children:
        if child.type in WORDS:
            yield child
        elif child.is_error:
            yield from (inner for inner in child.children if inner.type in WORDS)


def _region(script: Script, node: Node, parts: dict[str, Node]) -> tuple[int, int]:
    """From the line after the operator's to the line of the delimiter: the grammar's own body is a little less."""
    before = parts["heredoc_start"]
    for child in node.children:
        if child.type not in ("heredoc_body", "heredoc_end"):
            before = child
    line = script.text.find("\n", script.span(before).end) + 1
    if not line:
        return len(script.text), len(script.text)
    last = parts.get("heredoc_end")
    if last is None or last.is_missing:
        return line, max(line, script.span(node).end)
    return line, max(line, script.text.rfind("\n", line - 1, script.span(last).start) + 1)
