"""Python source as tokens: what can be known of it without a parser, and whether a parser should see it at all.

libcst parses by recursion and copies what it has parsed at every level, so deep nesting and long chains cost it time
by the square, patterns and `del` by powers of four, and in the end the process. `docs/decisions/parser-guard.md` has
the figures. Everything here is linear, and takes a text to be made of the same tokens that libcst's tokenizer sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sendcloud_lint.model.document import Comment, Trouble
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_SHORT = 80
# A name is letters, digits, `_` and all that is not ASCII, said by what is none: a class of all other characters takes
# ten times as long to compile as the rest.
_TOKEN = expression(
    r"""(?sx)
      (?P<blank> [ \t\f]+ | \\(?:\r\n|\r|\n) )
    | (?P<line> \r\n | \r | \n )
    | (?P<comment> \#[^\r\n]* )
    | (?P<formatted> (?:[fF][rR]?|[rR][fFtT]|[tT]) (?:'''|\"\"\"|'|\") )
    | (?P<string> (?:[bB][rR]?|[rR][bB]?|[uU])? (?:'''|\"\"\"|'|\") )
    | (?P<name> [^\x00-@\[-\^`{-\x7f] [^\x00-/:-@\[-\^`{-\x7f]* )
    | (?P<number> 0[xXoObB][0-9a-fA-F_]+ | (?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?[jJ]? )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<operator> (?:\*\*|//|>>|<<)=? | [-+*/%@&|^=!<>:]= | -> | <> | \.\.\. | [-+*/%@&|^~<>.=:,;!] )
    | (?P<other> . )
    """
)
# A line of at most 80 characters with brackets in brackets at most, that is whole and under no `elif`. Formatted
# strings are left out: what looks like the end of one may stand inside it.
_BARE = r"[^\r\n\"'\#\\()\[\]{}]*"
_QUOTED = r"(?<![fFtT])(?<![fFtT][rR])(?:'[^'\\\r\n]*'(?!')|\"[^\"\\\r\n]*\"(?!\"))"
_INNER = rf"[(\[{{]{_BARE}(?:{_QUOTED}{_BARE})*[)\]}}]"
_OUTER = rf"[(\[{{]{_BARE}(?:(?:{_QUOTED}|{_INNER}){_BARE})*[)\]}}]"
_LINE = (
    rf"(?![ \t\f]|el(?:if|se)\b)(?=[^\r\n]{{1,{_SHORT}}}[\r\n])"
    rf"{_BARE}(?:(?:{_QUOTED}|{_OUTER}){_BARE})*(?:\r\n|\r|\n)"
)
_PLAIN = expression(rf"(?P<indent>[ \t]*){_LINE}(?:(?P=indent){_LINE}){{0,200}}")
_ESCAPED = r"\\(?:\r\n|.)"
# Searched for one after the other: one expression for a whole string would keep a state for each character of it.
_STRING_STOPS = {
    quote: expression(f"(?s){_ESCAPED}|{quote}" + ("" if len(quote) > 1 else r"|[\r\n]"))
    for quote in ("'", '"', "'''", '"""')
}
_TEXT_STOPS = {quote: expression(f"{stops.pattern}|[{{}}]") for quote, stops in _STRING_STOPS.items()}


class Token(NamedTuple):
    """A token's kind (a group of the grammar above, or "ended" for a formatted string's last quote) and its place."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How deep and long a text's syntax is at its worst.

    `depth` counts brackets, blocks and what nests without either (`not`, signs, `lambda`, `else` in an expression)
    around one place; `chain` the operators, links (`.b`, `()`, `[]`) and neighbouring strings on the longest way from
    a line down into its innermost part; `branches` the `elif`s that an innermost block is under. `effort` is about
    what a parser does that copies everything at each level, where `tokens` is what one does that copies nothing.
    """

    depth: int
    chain: int
    branches: int
    effort: int
    tokens: int


def measure(text: str) -> Shape:
    """The shape of a Python text; of the part before it, if something exceeds 10,000."""
    gauge = _Gauge(text, _Bounds(10_000, 10_000, 10_000, _MOST), exact=True)
    gauge.run()
    return gauge.shape()


class Survey(NamedTuple):
    """Where and why a text is too much for a recursive parser, None if it is not, and its comments up to there."""

    trouble: Trouble | None
    comments: tuple[Comment, ...]


def survey(text: str, *, depth: int = 100, chain: int = 300, branches: int = 300, effort: int = 20) -> Survey:
    """What can be told of a Python text before a parser sees it.

    `effort` bounds the effort for each token, beyond a first 100,000 that any text may cost (about half a second).
    """
    gauge = _Gauge(text, _Bounds(depth, chain, branches, effort))
    return Survey(gauge.run(), tuple(_comment(text, token) for token in gauge.comments))


def comments(text: str) -> tuple[Comment, ...]:
    """The comments of a Python text, whether it can be parsed or not."""
    return tuple(_comment(text, token) for token in _tokens(text) if token.kind == "comment")


def _comment(text: str, token: Token) -> Comment:
    return Comment(Span(token.start, token.end), Written(text[token.start : token.end]))


def _tokens(text: str, *, skip_plain: bool = True) -> Iterator[Token]:
    """All tokens but blanks. Whatever no grammar knows is a token of one character."""
    lexer = Lexer(text)
    at = 0
    while at < len(text):
        token = (skip_plain and lexer.plain(at)) or lexer.literal(at) or lexer.code(at)
        at = token.end
        if token.kind != "blank":
            yield token


class Lexer:
    """Knows which brackets and formatted strings are open. Each method takes the token at an offset, if it is its."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.literals: list[Literal] = []
        self._brackets = 0
        self._fresh = True

    def plain(self, at: int) -> Token | None:
        """Lines that hold no comment and can't exceed anything, as one token: most lines are such."""
        match = self._fresh and _PLAIN.match(self._text, at)
        return Token("plain", match.end("indent"), match.end()) if match else None

    def literal(self, at: int) -> Token | None:
        """The literal text of a formatted string, up to a brace or, then "ended", up to its end."""
        if not self.literals or not self.literals[-1].in_text:
            return None
        end = self.literals[-1].skip(self._text, at)
        if not self.literals[-1].ended:
            return Token("blank", at, end) if end > at else None
        self.literals.pop()
        return Token("ended", at, end)

    def code(self, at: int) -> Token:
        """Any other token."""
        match = _TOKEN.match(self._text, at)
        kind = (match and match.lastgroup) or "other"
        word = match[0] if match else self._text[at]
        self._brackets += (kind == "open") - (kind == "close" and self._brackets > 0)
        self._fresh = kind == "line" and not self._brackets
        if kind == "formatted":
            self.literals.append(Literal(word))
            return Token("string", at, at + len(word))
        if kind == "string":
            return Token(kind, at, _string_end(self._text, at + len(word), word.lstrip("bBrRuU")))
        if self.literals and kind in _SHAPING and self.literals[-1].starts_spec(kind, word):
            return Token(kind, at, at + 1)
        return Token(kind, at, at + len(word))


def _string_end(text: str, at: int, quote: str) -> int:
    for stop in _STRING_STOPS[quote].finditer(text, at):
        if stop[0] == quote:
            return stop.end()
        if stop[0] in "\r\n":
            return stop.start()
    return len(text)


class Literal:
    """A formatted string that is open: literal text and code take turns in it."""

    __slots__ = ("_raw", "brackets", "ended", "quote", "specs")

    def __init__(self, opening: str) -> None:
        self.quote = opening.lstrip("fFrRtT")
        self._raw = "r" in opening[:2].lower()
        self.brackets = 0
        self.specs = 0
        self.ended = False

    @property
    def in_text(self) -> bool:
        return self.brackets <= self.specs

    def starts_spec(self, kind: str, word: str) -> bool:
        """Takes note of a token of the code inside, and says whether it is the colon before a format."""
        if kind == "open":
            self.brackets += 1
        elif kind == "close":
            self.specs -= self.in_text and self.specs > 0
            self.brackets -= self.brackets > 0
        elif word[0] == ":" and self.brackets == self.specs + 1:
            self.specs += 1
            return True
        return False

    def skip(self, text: str, at: int) -> int:
        """Where the literal text from `at` on stops: before a brace, or `ended` after the last quote."""
        stops = _TEXT_STOPS[self.quote]
        named = False
        while stop := stops.search(text, at):
            at = stop.end()
            if stop[0][0] == "\\":
                at, named = self._after_escape(text, stop, named)
            elif stop[0] not in "{}":
                self.ended = True
                return at if stop[0] == self.quote else stop.start()
            elif stop[0] == "}" and named:
                named = False
            elif self.specs or stop[0] == "{" != text[at : at + 1]:
                return stop.start()
            else:
                at += text.startswith(stop[0], at)
        self.ended = True
        return len(text)

    def _after_escape(self, text: str, stop: re.Match[str], named: bool) -> tuple[int, bool]:
        """A backslash spares no brace but the one of `\\N{…}`, whose second one is then literal too."""
        if stop[0][1] in "{}":
            return stop.start() + 1, named
        if stop[0] == "\\N" and not self._raw and not self.specs and text.startswith("{", stop.end()):
            return stop.end() + 1, True
        return stop.end(), named


_MOST = 1 << 60
_FREE_EFFORT = 100_000
_SHAPING = frozenset({"open", "close", "operator"})
_OPERANDS = frozenset({"string", "ended", "number", "close", "name"})
_WORDS = frozenset(
    {
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
        "raise", "return", "try", "while", "with", "yield",
    }
)  # fmt: skip
_LINKS = frozenset({"and", "or", "in", "is", "for", "if", "else", "lambda"})
_TIGHTER_THAN_NOT = frozenset({"in", "is", "not"})
_ENDS = frozenset({",", ":", ";", "->"})
_COMPARING = frozenset({"==", "!=", "<=", ">=", ":="})


class _Bounds(NamedTuple):
    depth: int
    chain: int
    branches: int
    effort: int


class _Frame:
    """What is open between two brackets, or on a line. An element ends at a comma, a colon, a semicolon or `=`."""

    __slots__ = (
        "base", "done", "inner", "lambdas", "links", "longest", "nots", "pieces", "right", "signs", "start", "tallest",
        "trail", "tries", "weight",
    )  # fmt: skip

    def __init__(self, base: int) -> None:
        self.base = base
        self.done = 0
        self.weight = 0
        self.tries = 0
        self.lambdas = 0
        self.renew()

    def renew(self) -> None:
        """Begins another element."""
        self.start = self.weight
        self.right = self.nots = self.signs = 0
        self.links = self.tallest = self.longest = self.trail = self.inner = self.pieces = 0

    @property
    def depth(self) -> int:
        return self.base + self.right + self.nots + self.signs

    @property
    def chain(self) -> int:
        return self.links + max(self.tallest, self.operand)

    @property
    def operand(self) -> int:
        # Strings side by side cost least, and long texts are written so.
        return self.trail + self.inner + self.pieces // 4

    @property
    def copies(self) -> int:
        return self.links + max(self.longest, self.trail) + self.right + self.nots + self.signs

    def link(self, signs: int = 0) -> None:
        """An operator: what stood before it is one operand. Signs that stand before it may hold what follows, too."""
        self.links += 1
        self.tallest = max(self.tallest, self.operand)
        self.longest = max(self.longest, self.trail)
        self.trail = self.inner = self.pieces = 0
        self.signs = signs


class _Level:
    """A block's indentation, and how many branches lead into it."""

    __slots__ = ("_above", "_here", "column")

    def __init__(self, column: int, above: int = 0) -> None:
        self.column = column
        self._above = above
        self._here = 0

    @property
    def branches(self) -> int:
        return self._above + self._here

    def begin(self, word: str) -> None:
        """A line of this block begins with this word."""
        self._here = self._here + 1 if word in ("elif", "else") else 0


class _Gauge:
    """Walks over the tokens once and keeps the highest of each count; stops where one exceeds its bound."""

    def __init__(self, text: str, bounds: _Bounds, *, exact: bool = False) -> None:
        self.comments: list[Token] = []
        self._text = text
        self._bounds = bounds
        self._exact = exact or min(bounds.depth, bounds.chain) < _SHORT
        self._frames = [_Frame(0)]
        self._levels = [_Level(0)]
        self._before = "operator"
        self._line_start = 0
        self._in_line = False
        # "case" or "del" in patterns and deleted targets: libcst tries each level of these up to four times, and so
        # on inside, and a try costs about a quarter of a copy.
        self._fragile = ""
        self._trouble: Trouble | None = None
        self._depth = self._chain = self._branches = self._effort = self._tokens = 0
        self._takes: dict[str, Callable[[Token, _Frame], None]] = {
            "string": self._string, "name": self._name, "open": self._open, "close": self._close,
            "operator": self._operator,
        }  # fmt: skip

    def run(self) -> Trouble | None:
        """The first place where a bound is exceeded."""
        for token in _tokens(self._text, skip_plain=not self._exact):
            if token.kind == "line":
                self._line(token)
            elif token.kind == "plain":
                self._plain(token)
            elif token.kind == "comment":
                self.comments.append(token)
            else:
                self._take(token)
            if self._trouble:
                return self._trouble
        while len(self._frames) > 1:
            self._close(Token("close", len(self._text), len(self._text)), self._frames[-1])
        self._end_line(len(self._text))
        return self._trouble

    def shape(self) -> Shape:
        """The counts so far."""
        return Shape(self._depth, self._chain, self._branches, self._effort, self._tokens)

    def _take(self, token: Token) -> None:
        if not self._in_line:
            self._begin_line(token)
        self._tokens += 1
        frame = self._frames[-1]
        frame.weight += 1
        take = self._takes.get(token.kind)
        if take:
            take(token, frame)
        else:
            self._before = token.kind

    def _plain(self, token: Token) -> None:
        self._begin_line(token)
        self._line_start = token.end
        self._in_line = False

    def _begin_line(self, token: Token) -> None:
        self._in_line = True
        column = len(self._text[self._line_start : token.start].expandtabs(8))
        while column < self._levels[-1].column:
            self._levels.pop()
        if column > self._levels[-1].column:
            self._levels.append(_Level(column, self._levels[-1].branches))
        self._frames[0].base = len(self._levels) - 1
        word = self._text[token.start : token.end]
        self._fragile = "case" if word == "case" else ""
        self._levels[-1].begin(word)
        self._check_branches(self._levels[-1].branches, token.start)
        self._deepen(self._frames[0], token.start)

    def _line(self, token: Token) -> None:
        if len(self._frames) > 1:
            return
        self._line_start = token.end
        if self._in_line:
            self._end_line(token.start)

    def _end_line(self, at: int) -> None:
        frame = self._frames[0]
        self._finish(frame)
        self._effort += frame.weight * frame.base // 2
        self._check_effort(at)
        self._frames[0] = _Frame(frame.base)
        self._in_line = False
        self._before = "operator"

    def _string(self, token: Token, frame: _Frame) -> None:
        if self._before in ("string", "ended"):
            frame.pieces += 1
            self._check_chain(frame, token.start)
        self._before = token.kind

    def _open(self, token: Token, frame: _Frame) -> None:
        if self._before in _OPERANDS and self._text[token.start] != "{":
            frame.trail += 1
            self._check_chain(frame, token.start)
        self._frames.append(_Frame(frame.depth + 1))
        self._deepen(self._frames[-1], token.start)
        self._before = "operator"

    def _close(self, token: Token, frame: _Frame) -> None:
        self._before = token.kind
        if len(self._frames) == 1:
            return
        self._frames.pop()
        self._finish(frame)
        outer = self._frames[-1]
        outer.inner = max(outer.inner, frame.done)
        outer.weight += frame.weight
        self._effort += frame.weight
        if self._fragile:
            tries = min(4 * (frame.weight + frame.tries), _MOST)
            outer.tries += tries
            self._effort += tries // 4
        self._check_chain(outer, token.start)
        self._check_effort(token.start)

    def _name(self, token: Token, frame: _Frame) -> None:
        word = self._text[token.start : token.end]
        if word not in _WORDS:
            self._before = "name"
            return
        self._word(word, frame)
        self._before = "operator"
        self._deepen(frame, token.start)
        self._check_chain(frame, token.start)

    def _word(self, word: str, frame: _Frame) -> None:
        if word in _LINKS or (word == "not" and self._before in _OPERANDS):
            frame.link()
            frame.nots *= word in _TIGHTER_THAN_NOT
        if word in ("lambda", "else"):
            frame.right += 1
            frame.lambdas += word == "lambda"
        elif word == "not":
            frame.nots += self._before not in _OPERANDS
        elif word == "await":
            frame.signs += 1
        elif word == "del":
            self._fragile = word
        elif word == "if":
            self._end_patterns()

    def _operator(self, token: Token, frame: _Frame) -> None:
        word = self._text[token.start : token.end]
        before, self._before = self._before, "name" if word == "..." else "operator"
        if word == "." and before in _OPERANDS:
            frame.trail += 1
        elif word in _ENDS or (word[-1] == "=" and word not in _COMPARING):
            self._end_element(word, frame)
        elif before in _OPERANDS:
            frame.link(signs=frame.signs + 1 if word == "**" else 0)
        elif word not in (".", "..."):
            frame.signs += 1
        self._deepen(frame, token.start)
        self._check_chain(frame, token.start)

    def _end_element(self, word: str, frame: _Frame) -> None:
        if word != ",":
            self._end_patterns()
        if not frame.lambdas:
            self._finish(frame)
        elif word == ":":
            frame.lambdas -= 1
            frame.link()

    def _end_patterns(self) -> None:
        if len(self._frames) == 1 and self._fragile == "case":
            self._fragile = ""

    def _finish(self, frame: _Frame) -> None:
        # An eighth for each copy of an element is about what a link costs, where a bracket costs 1.
        self._effort += (frame.weight - frame.start) * frame.copies // 8
        frame.done = max(frame.done, frame.chain)
        frame.renew()

    def _deepen(self, frame: _Frame, at: int) -> None:
        self._depth = max(self._depth, frame.depth)
        self._bound(frame.depth, self._bounds.depth, at, "nested more than {} deep")

    def _check_chain(self, frame: _Frame, at: int) -> None:
        self._chain = max(self._chain, frame.chain)
        self._bound(frame.chain, self._bounds.chain, at, "an expression of more than {} parts")

    def _check_branches(self, branches: int, at: int) -> None:
        self._branches = max(self._branches, branches)
        self._bound(branches, self._bounds.branches, at, "more than {} branches under one `if`")

    def _check_effort(self, at: int) -> None:
        allowed = _FREE_EFFORT + self._bounds.effort * self._tokens
        self._bound(self._effort, allowed, at, "so much nested in so much that parsing would take too long")

    def _bound(self, count: int, bound: int, at: int, reason: str) -> None:
        if count > bound and self._trouble is None:
            self._trouble = Trouble(Span(at, at), reason.format(bound))
