"""Make's text as a shell's: references to make's variables become references to a shell's.

    curl -d apiKey=$(API_KEY) $$URL      curl -d apiKey=${API_KEY} $URL
    echo '$(NAME)'                       echo ''"${NAME}"''
    KEY=$(shell cat key.txt)             KEY=$(cat key.txt)

Make fills in text before a shell reads it. Where that makes a difference - a variable that holds several words or is
the command itself, a function that is called - the text is put in as make would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field

from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers.gathered import Gathered, Gathering, Layer
from sendcloud_lint.readers.makefile.lines import Assigned
from sendcloud_lint.readers.makefile.variables import Variables

# References within references, and how much longer than the file all that is put in may get.
DEEPEST = 12
LONGER, SOME = 4, 50_000

_TOKEN = re.compile(
    r"(?P<continued>[ \t]*\\(?:\r\n?|\n)[ \t]*)|(?P<escaped>\\.)|(?P<reference>\$)|(?P<newline>\r\n?|\n)"
    r"|(?P<blank>[ \t]+)|(?P<operator>[;|&(){}])|(?P<plain>[^\\$'\"`#\s;|&(){}]+)|(?P<sign>.)",
    re.DOTALL,
)
_NAME = re.compile(r"[^\s:#=$(){},]+")
_FUNCTION = re.compile(r"(?P<name>[a-z]+)[ \t]+")
_NAMED = re.compile(r"[ \t]*\$[({](?P<name>[^\s:#=$(){},]+)[)}][ \t]*")
_SEPARATOR = re.compile(r"[,({]")
_BRACKET = re.compile(r"[(){}]")
_QUOTED = re.compile(r"\"(?:[^\"\\\r\n]|\\[^\r\n])*\"|'[^'\r\n]*'")
_PREFIX = re.compile(r"[ \t@+-]+")
_PREFIXES = re.compile(r"[@+-]*")
_SHELL_NAME = re.compile(r"[A-Za-z_]\w*")
_MORE = re.compile(r"[ \t]+(?![;|&)\s#]|\Z)|[ \t]*\\[\r\n]")
_NOT_WORD = re.compile(r"\W", re.ASCII)
_LITERAL = re.compile(r"[\w@%+=:,./-]*")
_SHOWN = frozenset(("info", "warning", "error"))
# One word each, but not known: the target and what it is made of. The others are lists.
_ONE = re.compile(r"[@<*%|][DF]?")
_LIST = re.compile(r"[?^+][DF]?")
_PUT_IN_QUOTES = frozenset(("value", "text"))
_OPENS = {"'": "single", '"': "double"}


def shell_name(name: str) -> str:
    """Make's names may hold what a shell's may not."""
    found = _NOT_WORD.sub("_", name)
    return f"_{found}" if found[:1].isdigit() else found


@dataclass(frozen=True, slots=True)
class _Argument:
    """What stands for `$(1)`, with the arguments of where it was written."""

    span: Span
    arguments: tuple[_Argument, ...]


@dataclass(frozen=True, slots=True)
class _Where:
    """The layer that is read, what is handed to it, and where its first word counts as written."""

    layer: Layer
    arguments: tuple[_Argument, ...] = ()
    active: frozenset[str] = frozenset()
    is_inlined: bool = False


@dataclass(slots=True)
class _State:
    """What a shell would be reading: quotes, a comment, the first word of a command."""

    modes: list[str] = field(default_factory=lambda: ["bare"])
    begins_line: bool = True
    begins_command: bool = True
    begins_word: bool = True
    head: tuple[Span, Layer] | None = None

    @property
    def mode(self) -> str:
        return self.modes[-1]

    def new_command(self) -> None:
        self.begins_command = self.begins_word = True

    def in_command(self) -> None:
        self.begins_line = self.begins_command = self.begins_word = False
        self.head = None


class Expansion:
    """Makes shell text of parts of a Makefile."""

    def __init__(self, text: str, variables: Variables) -> None:
        self._text = text
        self._variables = variables
        self._closing: dict[int, int] = {}
        self._noted: set[Span] = set()
        self._left = LONGER * len(text) + SOME
        self._out = Gathering()
        self._state = _State()
        self._literals: dict[str, Span] = {}
        self._is_plain: dict[Span, bool] = {}
        self._functions: dict[str, Callable[[Span, Span, _Where], None]] = {
            "shell": self._shell, "or": self._or, "if": self._if, "call": self._call, "strip": self._same,
            "value": self._unknown_value, "info": self._nothing, "warning": self._nothing, "error": self._nothing,
            "eval": self._nothing,
        }  # fmt: skip

    # What is asked for

    def recipe(self, lines: Iterable[Span], prefix: str) -> Gathered:
        """Lines of a recipe as one script."""
        self._begin()
        top = Layer()
        for index, line in enumerate(lines):
            if index:
                self._out.write("\n", Span(line.start, line.start), top)
                self._state.begins_line = True
                self._state.new_command()
            self._run(line, _Where(top), prefix)
        script, self._out = self._out, Gathering()
        for name, span in self._literals.items():
            self._out.write(f"{name}=", Span(span.start, span.start), top)
            self._out.copy(self._text, span, top)
            self._out.write("\n", Span(span.end, span.end), top)
        self._out.extend(script)
        return self._out.done()

    def assignment(self, one: Assigned, lead: str = "") -> Gathered:
        """`NAME=value` as a shell's, whose value is one word. `lead` stands before the value."""
        self._begin()
        top, at = Layer(), Span(one.value.start, one.value.start)
        self._out.write(shell_name(one.name), one.name_span, top)
        self._out.write("=", at, top)
        if one.operator == "!=":
            self._within("bare", '"$(', ')"', one.value, _Where(top))
        elif not lead and _QUOTED.fullmatch(self._text, one.value.start, one.value.end):
            self._state.in_command()
            self._run(one.value, _Where(top, is_inlined=True))
        elif one.value.end > one.value.start:
            # What is defined is put in where it is used; here it is a text, and its dollars are for later.
            self._within("text" if one.is_define else "value", f'"{lead}', '"', one.value, _Where(top))
        return self._out.done()

    def words(self, before: str, span: Span, mode: str = "bare", after: str = "") -> Gathered:
        """A command of our own with the words of a span."""
        self._begin()
        self._state.in_command()
        self._within(mode, before, after, span, _Where(Layer()))
        return self._out.done()

    def shown(self, span: Span) -> Gathered:
        """What `$(info …)` prints, as an `echo`."""
        self._begin()
        self._run(span, _Where(Layer()))
        return self._out.done()

    def _begin(self) -> None:
        self._out, self._state, self._literals = Gathering(), _State(), {}

    def _within(self, mode: str, before: str, after: str, span: Span, where: _Where) -> None:
        self._out.write(before, Span(span.start, span.start), where.layer)
        self._state.modes.append(mode)
        depth = len(self._state.modes)
        self._run(span, where)
        del self._state.modes[depth - 1 :]
        self._out.write(after, Span(span.end, span.end), where.layer)

    # Text

    def _run(self, span: Span, where: _Where, prefix: str = "") -> None:
        """The shell's text for a part of make's."""
        self._note_brackets(span)
        at = span.start
        while at < span.end:
            token = _TOKEN.match(self._text, at, span.end)
            assert token is not None
            kind, place = str(token.lastgroup), Span(at, token.end())
            if kind == "reference":
                at = self._reference(at, span.end, where)
                continue
            at = self._strip_prefix(place, span.end) if self._state.begins_line else at
            if at == place.start:
                at = place.end
                if kind == "continued":
                    self._continued(place, where, prefix)
                elif self._state.mode in _PUT_IN_QUOTES:
                    self._quoted(place, token[0], where)
                elif self._state.mode == "bare":
                    self._bare(place, kind, token[0], where)
                else:
                    self._in_quotes(place, kind, token[0], where)

    def _strip_prefix(self, place: Span, end: int) -> int:
        """`@`, `-` and `+` are none of the command's."""
        found = _PREFIX.match(self._text, place.start, end)
        return found.end() if found is not None and self._state.mode == "bare" else place.start

    def _continued(self, place: Span, where: _Where, prefix: str) -> None:
        """A line that goes on is one to make, but the shell sees a recipe's as it stands, without its prefix."""
        written = self._text[place.start : place.end]
        if self._state.mode == "comment":
            self._state.modes.pop()
            self._state.new_command()
        if self._state.mode in _PUT_IN_QUOTES or where.is_inlined:
            self._out.write(" ", place, where.layer)
        else:
            end = place.start + max(written.rfind("\n"), written.rfind("\r")) + 1
            self._out.copy(self._text, Span(place.start, end), where.layer)
            skipped = int(bool(prefix) and self._text.startswith(prefix, end, place.end))
            self._out.copy(self._text, Span(end + skipped, place.end), where.layer)
        self._state.begins_word = True

    def _quoted(self, place: Span, written: str, where: _Where) -> None:
        """What is a value's own between the quotes that are put around it."""
        if written == "\\#":
            self._out.write("#", place, where.layer)
        elif written[0] in '\\"`':
            for offset, sign in enumerate(written):
                escaped = f"\\{sign}" if sign in '\\"`' else sign
                self._out.write(escaped, Span(place.start + offset, place.start + offset + 1), where.layer)
        else:
            self._out.copy(self._text, place, where.layer)

    def _in_quotes(self, place: Span, kind: str, written: str, where: _Where) -> None:
        self._out.copy(self._text, place, where.layer)
        state = self._state
        if state.mode == "comment":
            if kind == "newline":
                state.modes.pop()
                state.begins_line = True
                state.new_command()
        elif _OPENS.get(written) == state.mode or (written == "\\'" and state.mode == "single"):
            state.modes.pop()

    def _bare(self, place: Span, kind: str, written: str, where: _Where) -> None:
        state = self._state
        if state.head is not None and kind in ("plain", "sign", "escaped"):
            at, layer = state.head
            self._out.write(written, at, layer)
        else:
            self._out.copy(self._text, place, where.layer)
        if kind == "newline":
            state.begins_line = True
            state.new_command()
        elif kind == "blank":
            state.begins_word = True
        elif kind == "operator":
            state.begins_line = False
            state.new_command()
            if written == ")" and len(state.modes) > 1:
                state.modes.pop()
                state.in_command()
        elif written == "#" and state.begins_word:
            state.modes.append("comment")
        else:
            if written in _OPENS:
                state.modes.append(_OPENS[written])
            is_assignment = kind == "plain" and state.begins_command and "=" in written
            state.in_command()
            state.begins_command = is_assignment

    # References

    def _note_brackets(self, span: Span) -> None:
        """Which brackets in a part of the text belong together. Those of the other kind are no matter."""
        if span in self._noted:
            return
        self._noted.add(span)
        opened: dict[str, list[int]] = {"(": [], "{": []}
        for bracket in _BRACKET.finditer(self._text, span.start, span.end):
            if bracket[0] in opened:
                opened[bracket[0]].append(bracket.start())
            else:
                waiting = opened["(" if bracket[0] == ")" else "{"]
                if waiting:
                    self._closing[waiting.pop()] = bracket.start()

    def _reference(self, at: int, end: int, where: _Where) -> int:
        """What begins with a dollar; gives where it ends."""
        following = self._text[at + 1 : at + 2] if at + 1 < end else ""
        if following == "$":
            return self._dollar(at, where)
        if following in ("(", "{") and following:
            closing = self._closing.get(at + 1, end)
            if closing >= end:
                return at + 1
            self._resolve(Span(at, closing + 1), Span(at + 2, closing), where)
            return closing + 1
        if following and not following.isspace():
            self._resolve(Span(at, at + 2), Span(at + 1, at + 2), where)
            return at + 2
        return at + 1

    def _dollar(self, at: int, where: _Where) -> int:
        """`$$` is the shell's own dollar, and `$$(…)` a command of it."""
        state, place = self._state, Span(at, at + 2)
        if state.mode == "text":
            self._out.write("\\$", place, where.layer)
            return at + 2
        if state.mode != "single" and self._text.startswith("(", at + 2):
            self._out.write("$(", Span(at, at + 3), where.layer)
            state.in_command()
            state.modes.append("bare")
            state.new_command()
            return at + 3
        self._out.write("$", place, where.layer)
        state.in_command()
        return at + 2

    def _resolve(self, whole: Span, inner: Span, where: _Where) -> None:
        """What is put in for a reference, of which `inner` is what stands in its brackets."""
        if where.layer.depth >= DEEPEST:
            return self._unknown(whole, where)
        if _NAME.fullmatch(self._text, inner.start, inner.end):
            return self._variable(self._text[inner.start : inner.end], whole, where)
        function = _FUNCTION.match(self._text, inner.start, inner.end)
        handler = self._functions.get(function["name"]) if function is not None else None
        if function is None or handler is None:
            return self._unknown(whole, where)
        if self._state.begins_line and function["name"] in _SHOWN and self._state.mode == "bare":
            self._state.in_command()
            return self._within("value", 'echo "', '" ;', Span(function.end(), inner.end), where)
        handler(whole, Span(function.end(), inner.end), where)

    def _variable(self, name: str, whole: Span, where: _Where) -> None:
        if name.isdecimal():
            return self._handed(int(name), whole, where)
        if _ONE.fullmatch(name):
            return self._put("$$", whole, where)
        if _LIST.fullmatch(name):
            return self._unknown(whole, where)
        if self._state.mode == "bare" and self._state.begins_line and self._is_prefix(name, whole.end):
            return
        one = self._variables.only(name)
        if one is not None and self._is_text(name, one, where):
            return self._inline(name, one.value, (), whole, where)
        reference = f"${{{shell_name(name)}}}"
        is_quoted = one is not None and _QUOTED.fullmatch(self._text, one.value.start, one.value.end) is not None
        self._put(f'"{reference}"' if is_quoted and self._state.mode == "bare" else reference, whole, where)

    def _is_prefix(self, name: str, end: int) -> bool:
        """Whether a variable is there to say how a line is run: `$(Q)curl` with an `@` in `Q` or nothing."""
        values = self._variables.values(name)
        if values:
            return all(_PREFIXES.fullmatch(self._text, value.start, value.end) for value in values)
        return self._text[end : end + 1].isalpha()

    def _is_text(self, name: str, one: Assigned, where: _Where) -> bool:
        """Whether a variable's text is to be put in: what it holds is no word, or it is a command's first."""
        state, size = self._state, one.value.end - one.value.start
        if state.mode != "bare" or name in where.active or not 0 < size < self._left:
            return False
        return state.begins_command or not self._is_word(one.value)

    def _is_word(self, value: Span) -> bool:
        """Whether a value is one word for a shell, whatever its references hold."""
        if value not in self._is_plain:
            self._note_brackets(value)
            self._is_plain[value] = self._reads_as_word(value)
        return self._is_plain[value]

    def _reads_as_word(self, value: Span) -> bool:
        if _QUOTED.fullmatch(self._text, value.start, value.end):
            return True
        at = value.start
        while at < value.end:
            token = _TOKEN.match(self._text, at, value.end)
            if token is not None and token.lastgroup == "plain":
                at = token.end()
            elif token is not None and token.lastgroup == "reference":
                at = self._closing.get(at + 1, at + 1) + 1
            else:
                return False
        return True

    def _inline(self, name: str, value: Span, arguments: tuple[_Argument, ...], whole: Span, where: _Where) -> None:
        """A variable's text. A command's first word stands where the command does, if more of it does."""
        state = self._state
        self._left -= value.end - value.start
        goes_on = state.begins_command and _MORE.match(self._text, whole.end) is not None
        if goes_on and state.head is None:
            state.head = (whole, where.layer)
        self._run(value, _Where(where.layer.below(whole), arguments, where.active | {name}, True))

    def _handed(self, number: int, whole: Span, where: _Where) -> None:
        if not 0 < number <= len(where.arguments):
            return
        one = where.arguments[number - 1]
        size = one.span.end - one.span.start
        if size >= self._left:
            return self._unknown(whole, where)
        self._left -= size
        if self._state.mode in ("bare", "double") and not self._state.begins_command and self._is_literal(one.span):
            # A literal stays one by itself, so that it can be told from what it is put between.
            name = f"argument_{one.span.start}"
            self._literals[name] = one.span
            return self._put(f"${{{name}}}", whole, where)
        self._run(one.span, _Where(where.layer.below(whole), one.arguments, where.active, True))

    def _is_literal(self, span: Span) -> bool:
        return span.end > span.start and _LITERAL.fullmatch(self._text, span.start, span.end) is not None

    def _put(self, written: str, whole: Span, where: _Where) -> None:
        """A shell's reference, which nothing expands in single quotes."""
        self._out.write(f"'\"{written}\"'" if self._state.mode == "single" else written, whole, where.layer)
        self._state.in_command()

    def _unknown(self, whole: Span, where: _Where) -> None:
        """What could be any number of words; right before a command it is how that is run."""
        if self._state.mode == "bare" and self._state.begins_line and self._text[whole.end : whole.end + 1].isalpha():
            return
        self._put("$*" if self._state.mode != "bare" else "$@", whole, where)

    # Functions

    def _arguments(self, span: Span) -> list[Span]:
        """A function's arguments: what stands between the commas that are in no brackets."""
        found, start, at = [], span.start, span.start
        for sign in _SEPARATOR.finditer(self._text, span.start, span.end):
            if sign.start() < at:
                continue
            if sign[0] != ",":
                at = self._closing.get(sign.start(), sign.start()) + 1
            else:
                found.append(Span(start, sign.start()))
                start = at = sign.end()
        return [*found, Span(start, span.end)]

    def _shell(self, whole: Span, inner: Span, where: _Where) -> None:
        before, after = ("'\"$(", ")\"'") if self._state.mode == "single" else ("$(", ")")
        self._state.in_command()
        self._state.new_command()
        self._within("bare", before, after, inner, where)
        self._state.in_command()

    def _or(self, whole: Span, inner: Span, where: _Where) -> None:
        """`$(or $(A),value)` is `${A:-value}`."""
        first, *others = self._arguments(inner)
        self._with_other(first, others, ":-", whole, where)

    def _if(self, whole: Span, inner: Span, where: _Where) -> None:
        """`$(if $(A),value)` is `${A:+value}`."""
        first, *others = self._arguments(inner)
        self._with_other(first, others, ":+", whole, where)

    def _with_other(self, first: Span, others: list[Span], operator: str, whole: Span, where: _Where) -> None:
        named = _NAMED.fullmatch(self._text, first.start, first.end)
        if named is None or len(others) != 1 or self._state.mode == "single":
            return self._unknown(whole, where)
        start = (
            others[0].start
            + len(self._text[others[0].start : others[0].end])
            - len(self._text[others[0].start : others[0].end].lstrip())
        )
        other = Span(start, others[0].end)
        is_name = _NAMED.fullmatch(self._text, other.start, other.end)
        if not is_name and not _LITERAL.fullmatch(self._text, other.start, other.end):
            return self._unknown(whole, where)
        self._out.write("${", whole, where.layer)
        self._out.write(shell_name(named["name"]), whole, where.layer)
        self._out.write(operator, whole, where.layer)
        if is_name:
            self._out.write(f"${{{shell_name(is_name['name'])}}}", other, where.layer)
        else:
            self._out.copy(self._text, other, where.layer)
        self._out.write("}", whole, where.layer)
        self._state.in_command()

    def _call(self, whole: Span, inner: Span, where: _Where) -> None:
        """A function of the Makefile's own: its text, with the arguments in it."""
        first, *others = self._arguments(inner)
        name = self._text[first.start : first.end].strip()
        one = self._variables.only(name)
        arguments = tuple(_Argument(other, where.arguments) for other in others)
        size = one.value.end - one.value.start if one is not None else 0
        # Several lines that are put together for later are no value.
        is_template = one is not None and one.is_define and self._state.mode != "bare"
        if one is None or is_template or name in where.active or size >= self._left or self._state.mode == "single":
            return self._unknown(whole, where)
        self._inline(name, one.value, arguments, whole, where)

    def _same(self, whole: Span, inner: Span, where: _Where) -> None:
        self._run(inner, where)

    def _unknown_value(self, whole: Span, inner: Span, where: _Where) -> None:
        self._unknown(whole, where)

    def _nothing(self, whole: Span, inner: Span, where: _Where) -> None:
        """What a function that prints or defines leaves in a recipe."""
