"""A command line in one text, as `os.system` and `shlex` read it: cut into words, by the quotes around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import TypeAlias

from sendcloud_lint.analysis import texts
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.values import Known, Value, pieces_of
from sendcloud_lint.model.written import Written

_TOKEN = expression(
    r"\\(?:\n|.)|'|\"|[ \t\r]+|\n|&&|\|\||[<>]&[\d-]|[;|&()<>]|\$\{?[A-Za-z_]\w*\}?|[^\\'\" \t\r\n;|&()<>$]+|\$",
    re.DOTALL,
)
_VARIABLE = expression(r"\$(?:\{(\w+)\}|(\w+))")
_ENDS = frozenset(("\n", "&&", "||", ";", "&", "(", ")"))


@dataclass(slots=True)
class Simple:
    """One command; `piped`: what the one before it prints comes in; `target`: where what it prints goes."""

    words: list[Value] = field(default_factory=list)
    piped: bool = False
    target: Value | None = None


Expand: TypeAlias = Callable[[str], Value]


def commands(line: Value, expand: Expand | None = None) -> list[Simple]:
    """The commands of a text of known and unknown pieces, in order; an unknown piece is a part of one word.

    `expand` says what variables are that the text itself names; without it they are characters like any other.
    """
    reading = _Reading(expand)
    for piece in pieces_of(line):
        if isinstance(piece, Known) and isinstance(piece.value, Written):
            for token in _TOKEN.findall(texts.shown(piece)):
                reading.take(token, piece)
        else:
            reading.add(piece)
    reading.end_command(piped=False)
    return [command for command in reading.done if command.words]


@dataclass(slots=True)
class _Reading:
    expand: Expand | None = None
    done: list[Simple] = field(default_factory=list)
    current: Simple = field(default_factory=Simple)
    word: list[Value] | None = None
    quote: str = ""
    redirect: str = ""

    def take(self, token: str, piece: Known) -> None:
        if token in ("'", '"') and self.quote in ("", token):
            self.quote = "" if self.quote else token
            self.add(self._part("", piece))
        elif token.startswith("\\"):
            self.add(self._part(self._escaped(token), piece))
        elif self.expand is not None and self.quote != "'" and (named := _VARIABLE.fullmatch(token)):
            self.add(self.expand(named[1] or named[2]))
        elif self.quote:
            self.add(self._part(token, piece))
        elif token in _ENDS:
            self.end_command(piped=False)
        elif token == "|":
            self.end_command(piped=True)
        elif token[0] in "<>":
            self._begin_redirect(token)
        elif token.isspace():
            self.end_word()
        else:
            self.add(self._part(token, piece))

    def add(self, piece: Value) -> None:
        """What stands side by side in one literal is one piece."""
        last = self.word[-1] if self.word else None
        if self.word and isinstance(last, Known) and isinstance(piece, Known) and last.origins == piece.origins:
            self.word[-1] = Known(Written(texts.shown(last) + texts.shown(piece)), piece.origins, piece.trail)
        else:
            self.word = [*(self.word or ()), piece]

    def end_word(self) -> None:
        """Ends a word; the one after a redirect is a file's name."""
        if self.word is not None:
            word = texts.concat(self.word)
            if not self.redirect:
                self.current.words.append(word)
            elif self.redirect == ">":
                self.current.target = word
            self.word, self.redirect = None, ""

    def _begin_redirect(self, token: str) -> None:
        """A digit right before a redirect is the number of what it redirects."""
        number = texts.constant(texts.concat(self.word)) if self.word is not None else ""
        if number and number.isdecimal():
            self.word = None
        self.end_word()
        if len(token) == 1:
            self.redirect = token if number in ("", "1", None) or not number.isdecimal() else "other"

    def end_command(self, *, piped: bool) -> None:
        self.end_word()
        self.done.append(self.current)
        self.current = Simple(piped=piped)

    def _part(self, text: str, piece: Known) -> Known:
        return Known(Written(text), piece.origins, piece.trail)

    def _escaped(self, token: str) -> str:
        if self.quote == "'" or (self.quote == '"' and token[1] not in '"\\$`\n'):
            return token
        return token[1:].strip("\n")
