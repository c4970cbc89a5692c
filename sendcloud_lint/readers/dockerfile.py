"""Dockerfiles: variables of the build and of the image as settings, commands as a shell's scripts.

    ARG KEY=default
    ENV NAME=value OTHER="a value" \
        MORE=1
    ENV NAME the rest of the line
    RUN curl https://shop.example/
    CMD ["curl", "https://shop.example/"]
    RUN <<EOF
    curl https://shop.example/
    EOF
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import embedded, environments
from sendcloud_lint.readers.embedded import Embedded

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_INSTRUCTION = re.compile(r"[ \t]*(?P<name>[A-Za-z]+)[ \t]+")
_COMMENT = re.compile(r"[ \t]*#[^\r\n]*")
_ESCAPE = re.compile(r"(?im)\A(?:[ \t]*#[^\r\n]*[\r\n]+)*?[ \t]*#[ \t]*escape[ \t]*=[ \t]*`")
_PAIR = re.compile(
    r"(?P<name>[A-Za-z_][\w.-]*)"
    r"(?:=(?P<value>(?:\"(?:[^\"\\]|\\.)*(?:\"|\\?\Z)|'[^']*(?:'|\Z)|\\[^\r\n]|[^\s\"'\\])*))?",
    re.S,
)
_OLD_PAIR = re.compile(r"(?P<name>[A-Za-z_][\w.-]*)[ \t]+(?P<value>[^\r\n]*)")
_BARE_ARGUMENT = re.compile(r"(?P<name>[A-Za-z_][\w.-]*)\s*\Z")
_OPTION = re.compile(r"(?:--[\w-]+(?:=\S*)?[ \t]+|CMD[ \t]+|ONBUILD[ \t]+|RUN[ \t]+)*")
_DOCUMENT = re.compile(r"<<(?P<dash>-?)(?P<quote>[\"']?)(?P<word>[A-Za-z_]\w*)(?P=quote)")
_CLOSING = re.compile(r"(?m)^(?P<tabs>\t*)(?P<word>[A-Za-z_]\w*)[ \t\r]*$")
_FROM = re.compile(r"(?:--\S+[ \t]+)*(?P<base>\S+)(?:[ \t]+(?i:as)[ \t]+(?P<name>\S+))?")
_TRACES = re.compile(r"\"-[a-wyz]*x[a-z]*\"")
_RUNS = frozenset(("run", "cmd", "entrypoint", "healthcheck", "shell", "onbuild"))
# The instructions that here-documents may follow.
_DOCUMENTED = frozenset(("run", "copy", "add", "onbuild"))


class _Instruction(NamedTuple):
    """Its name in small letters and the span of what follows, continued lines and here-documents included."""

    name: str
    span: Span


def read(text: str) -> Embedded:
    """The settings and the scripts of a Dockerfile."""
    escape = "`" if _ESCAPE.match(text) else "\\"
    comments: list[Comment] = []
    image = _Image(text, escape)
    for one in _instructions(text, escape, comments):
        image.take(one)
    image.end_stage()
    program = embedded.functions(image.scripts, image.spans)
    root = Section(Span(0, len(text)), tuple(image.pairs))
    everything = (*comments, *(program.comments if program is not None else ()))
    return Embedded(None, program, Document(root, everything, ()))


class _Image:
    """What instructions make of the ones before them: a command finds the variables of its stage, and of those that
    this one goes on from."""

    def __init__(self, text: str, escape: str) -> None:
        self._text = text
        self._escape = escape
        self._before: tuple[p.Statement, ...] = ()
        self._stages: dict[str, tuple[p.Statement, ...]] = {}
        self._stage = ""
        self._entry: Span | None = None
        self.pairs: list[Pair] = []
        self.scripts: list[p.Program] = []
        self.spans: list[Span] = []

    def take(self, one: _Instruction) -> None:
        if one.name in ("env", "arg"):
            pairs = list(_pairs(self._text, one))
            self.pairs += pairs
            self._before += tuple(made for pair in pairs if (made := _assigned(pair)) is not None)
        elif one.name == "from":
            self._begin_stage(_FROM.match(self._text, one.span.start, one.span.end))
        elif one.name in _RUNS:
            start = _OPTION.match(self._text, one.span.start, one.span.end)
            self._run(one.name, Span(start.end() if start else one.span.start, one.span.end))

    def _begin_stage(self, found: re.Match[str] | None) -> None:
        self.end_stage()
        self._before = self._stages.get(found["base"], ()) if found is not None else ()
        self._stage = (found["name"] or "") if found is not None else ""

    def end_stage(self) -> None:
        if self._entry is not None:
            self._add(self._entry, _as_shell(self._text, self._entry, self._escape))
        self._entry = None
        if self._stage:
            self._stages[self._stage] = self._before

    def _run(self, name: str, span: Span) -> None:
        words = _words(self._text[span.start : span.end])
        if name == "shell" and words is not None:
            if _TRACES.search(self._text, span.start, span.end):
                option = p.Argument(p.Constant(span, Written("-x")))
                self._before += (p.Evaluate(span, p.Call(span, p.Name(span, "set()"), (option,))),)
        elif name == "entrypoint" and words is not None:
            self._entry = span
        elif name == "cmd" and words is not None and self._entry is not None:
            # The words of a command are the arguments of the program.
            entry, self._entry = self._entry, None
            whole = Span(entry.start, span.end)
            around = Edit(entry.start + len(self._text[entry.start : entry.end].rstrip()), span.start, " ")
            edits = [*_as_shell(self._text, entry, self._escape), around, *_as_shell(self._text, span, self._escape)]
            self._add(whole, edits)
        else:
            self._add(span, _as_shell(self._text, span, self._escape))

    def _add(self, span: Span, edits: Iterable[Edit]) -> None:
        program = embedded.script_in(self._text, span, edits)
        body = (*self._before, *program.body) if program.body else ()
        self.scripts.append(replace(program, body=body))
        self.spans.append(span)


def _assigned(pair: Pair) -> p.Assign | None:
    """A variable as commands find it; the value of an argument stands in for what the build is given."""
    default = pair.value.pairs[0].value if isinstance(pair.value, Section) else None
    held = default if default is not None else pair.value
    made = environments.assignment(pair.name, pair.name_span, held) if isinstance(held, Scalar) else None
    if made is None or made.value is None or made.value.span.start >= made.value.span.end:
        return None
    if default is None:
        return made
    either = p.Operation(made.value.span, "or", (p.Name(pair.name_span, pair.name), made.value))
    return replace(made, value=either)


def _instructions(text: str, escape: str, comments: list[Comment]) -> Iterator[_Instruction]:
    at = int(text.startswith("\ufeff"))
    closings = _closings(text)
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        found = _INSTRUCTION.match(text, at)
        comment = _COMMENT.match(text, at)
        if comment is not None:
            start = comment.start() + len(comment[0]) - len(comment[0].lstrip())
            comments.append(Comment(Span(start, comment.end()), Written(text[start : comment.end()])))
        if comment is not None or found is None:
            at = line.end() if line.end() > at else len(text)
            continue
        name, end = found["name"].lower(), _continued_end(text, at, escape, comments)
        if name in _DOCUMENTED:
            end = _documents_end(text, at, end, closings)
        yield _Instruction(name, Span(found.end(), max(found.end(), end)))
        at = max(end, line.end())


def _continued_end(text: str, at: int, escape: str, comments: list[Comment]) -> int:
    """Where an instruction's lines end, among which comments may stand."""
    start = at
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        comment = _COMMENT.match(text, at)
        at = line.end()
        if comment is not None and comment.start() != start:
            comments.append(Comment(Span(comment.start(), comment.end()), Written(comment[0])))
        elif not line[0].rstrip().endswith(escape):
            break
    return at


def _closings(text: str) -> dict[tuple[str, bool], list[Span]]:
    """The lines that may end a here-document, by their word and whether tabs may stand before it."""
    found: dict[tuple[str, bool], list[Span]] = {}
    for line in _CLOSING.finditer(text) if "<<" in text else ():
        for may_have_tabs in (True,) if line["tabs"] else (False, True):
            found.setdefault((line["word"], may_have_tabs), []).append(Span(*line.span()))
    return found


def _documents_end(text: str, start: int, end: int, closings: dict[tuple[str, bool], list[Span]]) -> int:
    """Where the here-documents end that an instruction's lines begin. What nothing closes is none."""
    for document in _DOCUMENT.finditer(text, start, end):
        lines = closings.get((document["word"], bool(document["dash"])), [])
        index = bisect_left(lines, Span(end, end))
        if index < len(lines):
            end = lines[index].end
    return end


def _pairs(text: str, one: _Instruction) -> Iterator[Pair]:
    """`A=b C=d`, or `A the rest` for one alone. An argument's value is a default."""
    old = _OLD_PAIR.match(text, one.span.start, one.span.end)
    names = _PAIR.finditer(text, one.span.start, one.span.end)
    matches = [match for match in names if match["value"] is not None]
    is_old = one.name == "env" and old is not None and "=" not in old["name"] and not _begins(matches, one.span.start)
    for match in [old] if is_old and old is not None else matches:
        value = match["value"].rstrip()
        span = Span(match.start("value"), match.start("value") + len(value))
        held = Scalar(span, Written(_unquoted(value)))
        name = Span(*match.span("name"))
        yield Pair(match["name"], name, held) if one.name == "env" else Pair(match["name"], name, _default(name, held))
    bare = _BARE_ARGUMENT.match(text, one.span.start, one.span.end) if one.name == "arg" else None
    if bare is not None:
        name = Span(*bare.span("name"))
        yield Pair(bare["name"], name, Scalar(Span(name.end, name.end), Written("")))


def _begins(matches: list[re.Match[str]], start: int) -> bool:
    return bool(matches) and matches[0].start() == start


def _default(name: Span, held: Scalar) -> Section:
    return Section(held.span, (Pair("default", Span(name.end, name.end), held),))


def _unquoted(value: str) -> str:
    return _QUOTED.sub(_kept, value)


def _kept(found: re.Match[str]) -> str:
    if found["double"] is not None:
        return _ESCAPED.sub(r"\1", found["double"])
    return found["single"] or found["sign"] or ""


_QUOTED = re.compile(r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|\\(?P<sign>.)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\"\\$])")


def _as_shell(text: str, span: Span, escape: str) -> Iterator[Edit]:
    """A list in JSON is a command's words; comments between continued lines are none of the shell's."""
    words = _words(text[span.start : span.end])
    if words is not None:
        for start, end, written in words:
            yield Edit(span.start + start, span.start + end, written)
        return
    lines = list(_LINE.finditer(text, span.start, span.end))
    is_document = _DOCUMENT.search(text, span.start, span.end) is not None
    for index, line in enumerate(lines):
        if index and not is_document and _COMMENT.match(line[0]):
            yield Edit(line.start(), line.end(), "")
        elif escape == "`" and line[0].rstrip().endswith("`"):
            at = line.start() + line[0].rindex("`")
            yield Edit(at, at + 1, "\\")
    first = lines[0] if lines else None
    document = _DOCUMENT.match(text, span.start, span.end)
    if first is not None and document is not None:
        yield Edit(span.start, first.end(), "")
        closing = max(text.rfind("\n", span.start, span.end) + 1, first.end())
        yield Edit(closing, span.end, "")


_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|[\[\],]")


def _words(written: str) -> list[tuple[int, int, str]] | None:
    """The signs of a JSON list of texts, each with the blank that stands for it; None if it is no such list."""
    try:
        parsed = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, list) or not all(isinstance(word, str) for word in parsed):
        return None
    return [(token.start(), token.end(), " ") for token in _TOKEN.finditer(written) if token[0] in "[],"]
