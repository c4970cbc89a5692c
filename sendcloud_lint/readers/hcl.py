"""HCL, the language of Terraform, Packer and Nomad.

    resource "task" "mailer" {   # a block: each of its labels is a section in the one before
      name = "value"
      env  = { KEY = var.key, "USER" : "name" }
      text = <<-EOT
        over several lines
      EOT
    }

A value that is no literal is its expression as a template: `var.key` is `${var.key}`. Objects and lists that a function
is given stand where the function does, under its name. Where a text is no HCL, what stands around that place is read
all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Sequence, Tree, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.leaves import SKIPPED, Leaf

_NAME = r"[^\W\d][\w-]*"
# A comment that is never closed is all that follows it.
_TOKEN = re.compile(
    rf"""(?x)
      (?P<comment> \#[^\r\n]* | //[^\r\n]* | /\*[^*]*(?:\*(?!/)[^*]*)*\*/ )
    | (?P<newline> \r\n? | \n )
    | (?P<string> " )
    | <<-?(?P<heredoc>{_NAME})[ \t]*(?=[\r\n])
    | (?P<name> {_NAME} )
    | (?P<number> [0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)? )
    | (?P<operator> [=!<>]= | => | && | \|\| | :: | \.\.\. | [-+*%<>!?.] | /(?!\*) )
    | (?P<sign> [{{}}\[\](),:=] )
    | (?P<other> /\*(?s:.*) | \S )
    """
)
_FOR = re.compile(r"[\[{]\s*for\s+\w")
_REST = re.compile(r"[^\r\n]*")
_IN_STRING = re.compile(r"\\.|\$\$\{|%%\{|\$\{|%\{|[\"{}\r\n]")
_MARKER_LINE = re.compile(rf"(?:\A|(?<=[\r\n]))[ \t]*({_NAME})[ \t]*(?=[\r\n]|\Z)")
_ESCAPE = re.compile(r"\\(?:u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8})|(?P<letter>[nrt\"\\]))")
_DECODED = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPED_TEMPLATE = re.compile(r"([$%])\1(?=\{)")
_LINE_END = re.compile(r"\r\n?")
_INDENT = re.compile(r"(?m)^[ \t]*(?=\S)")
# A line of a template that makes HCL.
_TEMPLATE = re.compile(r"(?m)^[ \t]*\{[{%]")

# What is being read: a file or a block, an object, a list, or a part of an expression in brackets.
_BODY, _OBJECT, _LIST, _PART = "body", "object", "list", "part"
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_OPERANDS = frozenset({"name", "string", "number", ")", "]", "}"})
_NAMES = frozenset({"name", "string", "number"})
_WORDS = {"true": "true", "false": "false", "null": ""}


def read(text: str) -> Document:
    """The settings of an HCL text. The first place that fits no grammar is the one trouble; a template has none."""
    reader = _Reader(text)
    for leaf in _Tokens(text):
        reader.take(leaf)
    pairs = reader.finish()
    troubles = () if reader.trouble is None or _TEMPLATE.search(text) else (reader.trouble,)
    return Document(Section(Span(0, len(text)), pairs), tuple(reader.comments), troubles)


class _Tokens:
    """A text's tokens, line ends too. A string or a here-document is one, with all that is filled into it."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Where the lines are that may end a here-document, by what they say.
        self._marker_lines: dict[str, list[int]] | None = None
        # What never ends is looked through to the text's end; a second such search would make the work square.
        self._over_lines = True

    def __iter__(self) -> Iterator[Leaf]:
        at = int(self._text.startswith("\ufeff"))
        while (token := _TOKEN.search(self._text, at)) is not None:
            leaf = self._leaf(token)
            at = leaf.span.end
            yield leaf

    def _leaf(self, token: re.Match[str]) -> Leaf:
        kind, end = str(token.lastgroup), token.end()
        if kind == "string":
            end = self._string_end(end)
        elif kind == "heredoc":
            end = self._heredoc_end(token["heredoc"], end)
        # What never ends is left out, with the rest of its line.
        if end < 0:
            kind, end = SKIPPED, _rest(self._text, token.end())
        return Leaf({"sign": token[0], "other": SKIPPED}.get(kind, kind), "", Span(token.start(), end))

    def _string_end(self, at: int) -> int:
        """Behind the closing quote, or -1. Only what is filled in may go over lines."""
        # Whether text is read or code, for each quote or brace that is open.
        is_text = [True]
        over_lines = False
        for stop in _IN_STRING.finditer(self._text, at):
            sign = stop[0]
            if sign == ('"' if is_text[-1] else "}"):
                is_text.pop()
                if not is_text:
                    return stop.end()
            elif sign == '"':
                is_text.append(True)
            elif sign in ("${", "%{") or (sign == "{" and not is_text[-1]):
                is_text.append(False)
            elif sign in "\r\n":
                over_lines = True
                if is_text[-1] or not self._over_lines:
                    break
        self._over_lines = self._over_lines and not over_lines
        return -1

    def _heredoc_end(self, marker: str, at: int) -> int:
        """Behind the marker on a line of its own, or -1."""
        if self._marker_lines is None:
            self._marker_lines = {}
            for line in _MARKER_LINE.finditer(self._text):
                self._marker_lines.setdefault(line[1], []).append(line.end(1))
        ends = self._marker_lines.get(marker, [])
        index = bisect_left(ends, at + 1)
        return ends[index] if index < len(ends) else -1


class _Open:
    """Something that is being read, and its entry that is.

    `holder` is the innermost thing with entries, `header` what leads to a block's body. An entry's `words` follow its
    `name`; `named`: an equals sign was there, whatever stood before it; `valued`: an object or a list was.
    """

    __slots__ = ("closing", "header", "holder", "items", "kind", "name", "named", "pairs", "start", "valued", "words")

    def __init__(self, kind: str, start: int, closing: str, below: _Open | None = None) -> None:
        self.kind, self.start, self.closing = kind, start, closing
        self.holder: _Open = below.holder if below is not None and kind == _PART else self
        self.header: list[Leaf] = []
        self.pairs: list[Pair] = []
        self.items: list[Tree] = []
        self.begin()

    def begin(self) -> None:
        """A new entry."""
        self.words: list[Leaf] = []
        self.name: tuple[str, Span] | None = None
        self.named = self.valued = False

    def put(self, value: Tree) -> None:
        """A value that has no name and stands in no list is left out: nobody can tell what it is."""
        self.valued = True
        if self.kind == _LIST:
            self.items.append(value)
        elif self.name is not None:
            self.pairs.append(Pair(*self.name, value))

    def tree(self, end: int) -> Tree:
        span = Span(self.start, end)
        return Sequence(span, tuple(self.items)) if self.kind == _LIST else Section(span, tuple(self.pairs))


class _Reader:
    """Takes the tokens one by one. The first that fits no grammar is the trouble."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open = [_Open(_BODY, 0, "")]
        # How many of them have braces.
        self._braces = 0
        self._before = ""
        # Where the last two tokens end, line ends left out.
        self._ends = 0, 0
        self.comments: list[Comment] = []
        self.trouble: Trouble | None = None

    def take(self, leaf: Leaf) -> None:
        if leaf.kind == "comment":
            self.comments.append(Comment(leaf.span, Written(self._written(leaf.span))))
            return
        if leaf.kind in ("newline", ","):
            self._separator(leaf)
        elif leaf.kind == "=" or (leaf.kind == ":" and self._open[-1].kind == _OBJECT and not self._open[-1].named):
            self._equals(leaf)
        elif leaf.kind in _CLOSING:
            self._opening(leaf)
        elif leaf.kind in _CLOSING.values():
            self._closing(leaf)
        elif leaf.kind == SKIPPED:
            self._wrong(leaf.span)
        else:
            self._open[-1].words.append(leaf)
        self._before = leaf.kind
        if leaf.kind != "newline":
            self._ends = self._ends[1], leaf.span.end

    def finish(self) -> tuple[Pair, ...]:
        """What stands in the file itself, once all that is open has ended."""
        if len(self._open) > 1:
            start = self._open[-1].start
            self._wrong(Span(start, start + 1), "a bracket that is never closed")
        while len(self._open) > 1:
            self._close(self._ends[1])
        self._end_entry(self._open[0])
        return tuple(self._open[0].pairs)

    def _written(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _separator(self, leaf: Leaf) -> None:
        """Line ends part what stands in braces, commas what stands in an object or a list."""
        top = self._open[-1]
        if leaf.kind == "," and top.kind == _BODY:
            self._wrong(leaf.span)
        elif top.kind != _PART and (leaf.kind == "," or top.kind != _LIST):
            self._end_entry(top)

    def _equals(self, leaf: Leaf) -> None:
        """A list that a name stands in was never closed."""
        words = self._open[-1].words
        last = words.pop() if words and words[-1].kind in _NAMES else None
        while self._open[-1].kind in (_LIST, _PART):
            self._wrong(leaf.span)
            self._close(self._ends[0] if last else self._ends[1])
        top = self._open[-1]
        if top.named:
            self._end_entry(top)
        is_alone = not top.words
        top.begin()
        top.named = True
        if last is not None and is_alone:
            top.name = self._name(last), last.span
        # What stands in round brackets is a name that nobody knows.
        elif self._before != ")":
            self._wrong(leaf.span)

    def _name(self, leaf: Leaf) -> str:
        written = self._written(leaf.span)
        return _string(written) if leaf.kind == "string" else written

    def _opening(self, leaf: Leaf) -> None:
        top = self._open[-1]
        is_block = not top.named and (top.kind == _BODY or (top.kind == _OBJECT and bool(top.words)))
        if leaf.kind == "{" and is_block:
            self._begin_block(leaf)
            return
        is_index = leaf.kind == "[" and self._before in _OPERANDS
        if leaf.kind == "(" or is_index or _FOR.match(self._text, leaf.span.start):
            top.words.append(leaf)
            kind = _PART
        else:
            kind = _LIST if leaf.kind == "[" else _OBJECT
        self._push(_Open(kind, leaf.span.start, _CLOSING[leaf.kind], top))

    def _begin_block(self, leaf: Leaf) -> None:
        """An object that a block stands in was never closed."""
        header, self._open[-1].words = self._open[-1].words, []
        names = [word for word in header if word.kind in _NAMES]
        if self._open[-1].kind != _BODY or not names or names != header:
            self._wrong(leaf.span)
        while self._open[-1].kind != _BODY:
            self._close(self._ends[1])
        block = _Open(_BODY, leaf.span.start, "}")
        block.header = names
        self._open[-1].begin()
        self._push(block)

    def _push(self, opened: _Open) -> None:
        self._open.append(opened)
        self._braces += opened.closing == "}"

    def _closing(self, leaf: Leaf) -> None:
        """A brace closes what was left open in it, any other bracket itself alone."""
        while leaf.kind == "}" and self._braces and self._open[-1].closing != "}":
            self._wrong(leaf.span)
            self._close(self._ends[1])
        if self._open[-1].closing == leaf.kind:
            self._close(leaf.span.end)
        else:
            self._wrong(leaf.span)

    def _close(self, end: int) -> None:
        closed = self._open.pop()
        self._braces -= closed.closing == "}"
        below = self._open[-1]
        if closed.kind == _PART:
            below.words.append(Leaf(closed.closing, "", Span(max(closed.start, end - 1), end)))
            return
        self._end_entry(closed)
        if closed.kind == _BODY:
            below.pairs.append(self._block(closed, end))
        else:
            below.holder.put(closed.tree(end))

    def _block(self, closed: _Open, end: int) -> Pair:
        """A block's labels are sections; each begins where the name before it ends."""
        if not closed.header:
            return Pair("", Span(closed.start, closed.start), closed.tree(end))
        tree = closed.tree(end)
        for before, label in reversed(list(pairwise(closed.header))):
            tree = Section(Span(before.span.end, end), (Pair(self._name(label), label.span, tree),))
        return Pair(self._name(closed.header[0]), closed.header[0].span, tree)

    def _end_entry(self, top: _Open) -> None:
        if top.words and not top.valued and (top.named or top.kind == _LIST):
            top.put(self._scalar(top.words))
        elif top.named and not top.valued:
            self._wrong(Span(self._ends[1], self._ends[1]))
        elif not top.named and top.kind != _LIST and (top.words or top.valued):
            self._wrong(top.words[0].span if top.words else Span(self._ends[1], self._ends[1]))
        top.begin()

    def _scalar(self, words: list[Leaf]) -> Scalar:
        span = Span(words[0].span.start, words[-1].span.end)
        written = self._written(span)
        kinds = [word.kind for word in words[:3]]
        if kinds == ["string"]:
            return Scalar(span, Written(_string(written)))
        if kinds == ["heredoc"]:
            return Scalar(span, Written(_heredoc(written)))
        if kinds == ["number"] or (kinds == ["operator", "number"] and written[0] == "-"):
            return Scalar(span, Written(written))
        return Scalar(span, Written(_WORDS.get(written, f"${{{written}}}")))

    def _wrong(self, span: Span, reason: str = "something that is no HCL") -> None:
        if self.trouble is None:
            self.trouble = Trouble(Span(span.start, _rest(self._text, span.start)), reason)


def _rest(text: str, at: int) -> int:
    """Where a line ends."""
    rest = _REST.match(text, at)
    return rest.end() if rest else at


def _string(written: str) -> str:
    """What a string in quotes stands for, but for what is filled into it."""
    return _ESCAPED_TEMPLATE.sub(r"\1", _ESCAPE.sub(_character, written[1:-1]))


def _character(escape: re.Match[str]) -> str:
    if escape["letter"]:
        return _DECODED.get(escape["letter"], escape["letter"])
    code = int(escape["four"] or escape["eight"], 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else escape[0]


def _heredoc(written: str) -> str:
    """The lines between the markers. After `<<-` the indentation that they share is no part of them."""
    head, _, rest = _LINE_END.sub("\n", written).partition("\n")
    body = rest[: rest.rfind("\n") + 1]
    indents = [len(indent[0]) for indent in _INDENT.finditer(body)] if head.startswith("<<-") else []
    if indents:
        body = re.sub(rf"(?m)^[ \t]{{0,{min(indents)}}}", "", body)
    return _ESCAPED_TEMPLATE.sub(r"\1", body)
