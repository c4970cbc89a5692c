"""Justfiles to a shell's program: settings as variables, each line of a recipe as a function that nobody calls.

set dotenv-load
key := env_var_or_default("EMAIL_API_KEY", "value")
export HOST := 'api.' + domain
send to key="value": build
    @curl -d "apiKey={{key}}" https://{{HOST}}/
script:
    #!/usr/bin/env bash
    curl https://shop.example/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Comment, Document, Section
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import shell
from sendcloud_lint.readers.embedded import Embedded, moved
from sendcloud_lint.readers.gathered import Gathered, Gathering, Layer
from sendcloud_lint.readers.makefile.expansion import shell_name

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?P<end>\r\n?|\n|\Z)")
_INDENT = re.compile(r"[ \t]+")
_NAME = r"[A-Za-z_][\w-]*"
_STRING = r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'"
_ASSIGNED = re.compile(rf"(?:export[ \t]+)?(?P<name>{_NAME})[ \t]*:=[ \t]*")
_HEAD = re.compile(
    rf"@?{_NAME}(?![\w-])(?P<parameters>(?:[^:\"'#`\r\n]|\"[^\"\r\n]*\"|'[^'\r\n]*'|`[^`\r\n]*`)*):(?!=)"
)
_PARAMETER = re.compile(rf"[+*]?\$?(?P<name>{_NAME})(?:[ \t]*=[ \t]*(?P<default>{_STRING}|{_NAME}))?", re.DOTALL)
_DOTENV = re.compile(r"set[ \t]+dotenv-load(?:[ \t]*:=[ \t]*true)?[ \t]*(?:#.*)?\Z")
_TERM = re.compile(
    rf"[ \t]*(?:(?P<string>{_STRING})|`(?P<command>[^`]*)`"
    rf"|(?:env|env_var|env_var_or_default)\([ \t]*(?P<quote>[\"'])(?P<variable>\w+)(?P=quote)"
    rf"(?:[ \t]*,[ \t]*(?P<default>{_STRING}))?[ \t]*\)|(?P<name>{_NAME})(?![\w(-]))[ \t]*"
    r"(?P<join>[+/]|(?=#|[\r\n]|\}\}|\Z))",
    re.DOTALL,
)
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t"}
_SPECIAL = frozenset('"\\`$')
# Characters that mean themselves in a row, an escape, or one that a shell would read.
_CHARACTERS = re.compile(r"[^\\\"`$]+|\\.|.", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<open>\{\{)|(?P<escaped>\\.)|(?P<quote>[\"'])|(?P<command>[;|&(\r\n][ \t]*)|(?P<other>[^{\\\"';|&(\r\n]+|.)",
    re.DOTALL,
)
_PREFIX = re.compile(r"[ \t]*[@-]{0,2}")
_SHEBANG = re.compile(r"[ \t]*#!(?P<program>[^\r\n]*)")
_WHOLE_NAME = re.compile(rf"[ \t]*{_NAME}[ \t]*")
_SHELL = re.compile(r"\b(?:ba|z|k|da|a)?sh\b")


@dataclass(frozen=True, slots=True)
class _Recipe:
    parameters: Span
    lines: list[Span] = field(default_factory=list)


def read(text: str) -> Embedded:
    """The program of a justfile, and its comments."""
    return _Reading(text).read()


class _Reading:
    def __init__(self, text: str) -> None:
        self._text = text
        self._body: list[p.Statement] = []
        self._recipes: list[_Recipe] = []
        self._comments: dict[Span, Comment] = {}
        self._literals: dict[str, Span] = {}

    def read(self) -> Embedded:
        at = int(self._text.startswith("\ufeff"))
        recipe: _Recipe | None = None
        while at < len(self._text):
            line = _LINE.match(self._text, at)
            assert line is not None
            span, at = Span(line.start(), line.end("line")), max(line.end(), line.start() + 1)
            if not line["line"].strip():
                continue
            if recipe is not None and _INDENT.match(line["line"]):
                recipe.lines.append(span)
                continue
            recipe = None
            head = _HEAD.match(self._text, span.start, span.end)
            if line["line"].startswith("#"):
                self._note_comment(span.start, span.end)
            elif (assigned := _ASSIGNED.match(self._text, span.start)) is not None:
                at = self._assign(assigned, max(at, self._value_end(assigned.end())))
            elif _DOTENV.match(line["line"]):
                self._body += self._script(_written("source .env", span)).body
            elif head is not None:
                recipe = _Recipe(Span(*head.span("parameters")))
                self._recipes.append(recipe)
                self._note_comment(self._text.find("#", head.end(), span.end), span.end)
        body = (*self._body, *self._functions())
        comments = tuple(self._comments[span] for span in sorted(self._comments))
        program = p.Program(body, comments, "shell") if body else None
        return Embedded(None, program, Document(Section(Span(0, len(self._text)), ()), comments, ()))

    # Variables

    def _value_end(self, at: int) -> int:
        """Where a value ends, which may go on over lines."""
        while (term := _TERM.match(self._text, at)) is not None and term["join"]:
            at = term.end()
        return term.end() if term is not None else at

    def _assign(self, assigned: re.Match[str], end: int) -> int:
        """Takes an assignment; gives where the next line begins."""
        out, start = Gathering(), assigned.end()
        out.write(f"{shell_name(assigned['name'])}=", Span(*assigned.span("name")), Layer())
        value = Span(start, start + len(self._text[start : self._value_end(start)].rstrip(" \t")))
        first = _TERM.match(self._text, start)
        if first is not None and first["string"] is not None and not first["join"]:
            self._literals[assigned["name"]] = _inner(Span(*first.span("string")), first["string"])
        stop = self._comment_start(value.end)
        out.write('"', Span(start, start), Layer())
        self._expression(Span(start, max(stop, value.end)), out)
        out.write('"', Span(value.end, value.end), Layer())
        self._body += self._script(out.done()).body
        line = _LINE.match(self._text, value.end)
        return max(end, line.end() if line is not None else end)

    def _comment_start(self, at: int) -> int:
        line = _LINE.match(self._text, at)
        assert line is not None
        mark = self._text.find("#", at, line.end("line"))
        if mark < 0 or self._text[at:mark].strip():
            return line.end("line")
        self._note_comment(mark, line.end("line"))
        return mark

    def _note_comment(self, start: int, end: int) -> None:
        if start >= 0:
            span = Span(start, end)
            self._comments[span] = Comment(span, Written(self._text[start:end]))

    def _expression(self, span: Span, out: Gathering) -> None:
        """A value, as a part of a shell's word in double quotes. What can't be told stands there as such."""
        at = span.start
        while at < span.end:
            term = _TERM.match(self._text, at, span.end)
            if term is None:
                if self._text[at : span.end].strip():
                    out.write("$*", Span(at, span.end), Layer())
                return
            self._term(term, out)
            if term["join"] == "/":
                out.write("/", Span(*term.span("join")), Layer())
            at = term.end() if term["join"] else span.end

    def _term(self, term: re.Match[str], out: Gathering) -> None:
        whole = Span(*term.span())
        if term["string"] is not None:
            self._string(Span(*term.span("string")), out)
        elif term["command"] is not None:
            out.write("$(", whole, Layer())
            out.copy(self._text, Span(*term.span("command")), Layer())
            out.write(")", whole, Layer())
        elif term["variable"] is None:
            out.write(f"${{{shell_name(term['name'])}}}", Span(*term.span("name")), Layer())
        elif term["default"] is None or "}" in term["default"]:
            out.write(f"${{{term['variable']}}}", Span(*term.span("variable")), Layer())
        else:
            out.write(f"${{{term['variable']}:-", Span(*term.span("variable")), Layer())
            self._string(Span(*term.span("default")), out)
            out.write("}", whole, Layer())

    def _string(self, span: Span, out: Gathering) -> None:
        """What a string holds, between the quotes of a shell."""
        inner = _inner(span, self._text[span.start : span.end])
        is_raw = self._text[span.start] == "'"
        for found in _CHARACTERS.finditer(self._text, inner.start, inner.end):
            is_escape = not is_raw and found[0].startswith("\\")
            signs = _ESCAPES.get(found[0], found[0][-1]) if is_escape else found[0]
            place = Span(*found.span())
            if signs == found[0] and not set(signs) & _SPECIAL:
                out.copy(self._text, place, Layer())
            else:
                out.write("".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in signs), place, Layer())

    # Recipes

    def _functions(self) -> Iterator[p.Statement]:
        number = 0
        for recipe in self._recipes:
            own = tuple(self._parameters(recipe.parameters))
            for script in self._scripts(recipe.lines):
                program = self._script(self._line(script))
                if program.body:
                    span = Span(script[0].start, script[-1].end)
                    name = p.Name(Span(span.start, span.start), f"recipe {number}")
                    yield p.Function(span, name, own, program.body, ())
                    number += 1

    def _parameters(self, span: Span) -> Iterator[p.Parameter]:
        for found in _PARAMETER.finditer(self._text, span.start, span.end):
            place, default = Span(*found.span("name")), None
            if found["default"] is not None:
                out, at = Gathering(), Span(*found.span("default"))
                out.write('x="', Span(at.start, at.start), Layer())
                self._expression(at, out)
                out.write('"', Span(at.end, at.end), Layer())
                assigned = self._script(out.done()).body
                default = assigned[0].value if assigned and isinstance(assigned[0], p.Assign) else None
            yield p.Parameter(place, shell_name(found["name"]), default)

    def _scripts(self, lines: list[Span]) -> Iterator[list[Span]]:
        """The lines that one shell reads."""
        shebang = _SHEBANG.match(self._text, lines[0].start, lines[0].end) if lines else None
        if shebang is not None:
            if _SHELL.search(shebang["program"]):
                yield lines[1:]
            return
        script: list[Span] = []
        for line in lines:
            script.append(line)
            if not self._text[line.start : line.end].endswith("\\"):
                yield script
                script = []
        if script:
            yield script

    def _line(self, lines: list[Span]) -> Gathered:
        out = Gathering()
        quote = ""
        for index, line in enumerate(lines):
            if index:
                out.write("\n", Span(line.start, line.start), Layer())
            at, is_command = line.start, True
            last = self._text.rfind("}}", line.start, line.end)
            prefix = _PREFIX.match(self._text, at, line.end) if not index else None
            at = prefix.end() if prefix is not None else at
            while at < line.end:
                token = _TOKEN.match(self._text, at, line.end)
                assert token is not None
                if token["open"]:
                    at = self._interpolated(at, last, quote, is_command, out)
                    is_command = False
                    continue
                if token["quote"] and quote in ("", token["quote"]):
                    quote = "" if quote else token["quote"]
                is_command = bool(token["command"]) and not quote
                out.copy(self._text, Span(at, token.end()), Layer())
                at = token.end()
        return out.done()

    def _interpolated(self, at: int, last: int, quote: str, is_command: bool, out: Gathering) -> int:
        """`{{ … }}`; gives where it ends."""
        closing = self._text.find("}}", at, last + 2) if at < last else -1
        if self._text.startswith("{{{{", at) or closing < 0:
            out.copy(self._text, Span(at, at + 2), Layer())
            return at + 4 if self._text.startswith("{{{{", at) else at + 2
        whole, inner = Span(at, closing + 2), Span(at + 2, closing)
        literal = self._literals.get(self._text[inner.start : inner.end].strip())
        if is_command and literal is not None:
            out.write(self._text[literal.start : literal.end], whole, Layer())
            return whole.end
        is_name = _WHOLE_NAME.fullmatch(self._text, inner.start, inner.end) is not None
        before, after = {"'": ("'\"", "\"'"), '"': ("", "")}.get(quote, ("", "") if is_name else ('"', '"'))
        out.write(before, Span(at, at), Layer())
        self._expression(inner, out)
        out.write(after, Span(whole.end, whole.end), Layer())
        return whole.end

    def _script(self, gathered: Gathered) -> p.Program:
        program, _ = shell.read(gathered.text)
        program = moved(program, (gathered,))
        for comment in program.comments:
            written = self._text[comment.span.start : comment.span.end]
            if written.startswith("#"):
                self._comments[comment.span] = Comment(comment.span, Written(written))
        return program


def _inner(span: Span, written: str) -> Span:
    size = 3 if written.startswith(('"""', "'''")) and len(written) > 5 else 1
    return Span(span.start + size, max(span.start + size, span.end - size))


def _written(text: str, place: Span) -> Gathered:
    out = Gathering()
    out.write(text, place, Layer())
    return out.done()
