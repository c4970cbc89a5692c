"""Files of requests that editors send (`.http`, `.rest`).

    @host = https://shop.example

    ### Order
    # a comment
    POST {{host}}/orders
        ?dry=yes
    Content-Type: application/x-www-form-urlencoded

    article=1&
    number=2

    > {% client.global.set("order", response.body.id); %}

Comments may stand anywhere, as all clients drop such lines. What handles an answer is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from itertools import islice, pairwise

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.document import Comment, Document, Section
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import bodies, embedded, passages, requests
from sendcloud_lint.readers.embedded import Embedded
from sendcloud_lint.readers.passages import Passage
from sendcloud_lint.readers.requests import WrittenRequest

MAX_REQUESTS = 1_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SEPARATOR = re.compile(r"#{3,}(?P<title>[^\r\n]*)")
_COMMENT = re.compile(r"[ \t]*(?P<comment>(?:#|//)[^\r\n]*)")
_TITLE = re.compile(r"(?:#|//)[ \t]*@name[ \t=]+(?P<title>[^\r\n]+)")
_VARIABLE = re.compile(r"@(?P<name>[^\s=]+)[ \t]*=[ \t]*(?P<value>[^\r\n]*)")
_METHODS = "GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|TRACE|CONNECT"
_REQUEST = re.compile(
    rf"[ \t]*(?:(?P<method>{_METHODS})[ \t]+(?=https?://|\{{\{{|/|[\w.-]+[.:/])|(?=https?://|\{{\{{[^@+\r\n]))"
    r"(?P<url>\S[^\r\n]*)",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"(?:{_METHODS})[ \t]+(?:https?://|\{{\{{|/)")
_ANSWER = re.compile(r"HTTP/\d(?:\.\d)?[ \t]+\d{3}\b")
_VERSION = re.compile(r"[ \t]HTTP/\d(?:\.\d)?\Z")
_CONTINUED = re.compile(r"[ \t]*[?&]|[ \t]+\S")
_HEADER = re.compile(r"(?P<name>[\w!#$%&'*+.^`|~-]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_CURL = re.compile(r"[ \t]*curl[ \t]")
# Editors take the lines of a command together wherever the next one is indented, with a backslash or without.
_INDENTED = re.compile(r"(?<!\\)\r?\n(?=[ \t]+\S)")
# Scripts and answers: what a client does before and after a request, on one line or up to its end.
_HANDLER = re.compile(r"[<>][ \t]*\{%|/\*|\{\{[@+]?[ \t]*[\r\n]|\{\{[@+]|>{1,2}!?[ \t]|<>[ \t]")
_ENDS = {"{%": "%}", "/*": "*/", "{{": "}}"}


@dataclass(slots=True)
class _Block:
    """What stands between two separators: the lines of each part, without their ends."""

    start: int
    title: str
    end: int = 0
    method: Span | None = None
    url: list[Span] = field(default_factory=list)
    headers: list[re.Match[str]] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    command: Span | None = None


def read(text: str) -> Embedded:
    """The requests of a file as a program, with the commands in it as its script."""
    reader = _Reader(text)
    for line in _LINE.finditer(text, int(text.startswith("\ufeff"))):
        reader.take(line)
    blocks = list(islice(reader.blocks, MAX_REQUESTS))
    written = (_request(reader.passage, block) for block in blocks if block.url)
    commands = [block.command for block in blocks if block.command is not None]
    scripts = [embedded.script_in(text, command, _joined(text, command)) for command in commands]
    script = embedded.together(scripts, "shell")
    program = requests.program(reader.variables, written, reader.comments)
    whole = replace(program, script=script) if program is not None else script
    return Embedded(None, whole, Document(Section(Span(0, len(text)), ()), tuple(reader.comments), ()))


class _Reader:
    """Takes the lines one by one; `_take` says what the next one is taken for."""

    def __init__(self, text: str) -> None:
        self.passage = Passage(text)
        self.comments: list[Comment] = []
        self.variables: list[p.Assign] = []
        self.blocks = [_Block(0, "")]
        self._take = self._before
        self._end: str | None = None

    def take(self, line: re.Match[str]) -> None:
        block = self.blocks[-1]
        separator, comment = _SEPARATOR.match(line[0]), _COMMENT.match(line[0])
        if separator is not None:
            self._open(line.start(), separator["title"].strip())
        elif self._end is not None:
            self._end = None if self._end in line[0] else self._end
        elif comment is not None and block.command is None:
            self._comment(line, comment)
        elif self._is_handler(line):
            self._take = self._before if block.url else self._take
        else:
            block.end = line.end()
            self._take(line)

    def _open(self, start: int, title: str) -> None:
        self.blocks[-1].end = min(self.blocks[-1].end, start)
        self.blocks.append(_Block(start, title, start))
        self._take, self._end = self._before, None

    def _comment(self, line: re.Match[str], comment: re.Match[str]) -> None:
        span = Span(line.start() + comment.start("comment"), line.start() + comment.end("comment"))
        self.comments.append(Comment(span, Written(comment["comment"])))
        title = _TITLE.match(comment["comment"])
        if title is not None:
            self.blocks[-1].title = title["title"].strip()

    def _is_handler(self, line: re.Match[str]) -> bool:
        """Whether a line is none of a request's. A script may go on up to its end."""
        found = _HANDLER.match(line[0])
        if found is None:
            return False
        end = next((end for start, end in _ENDS.items() if start in found[0]), None)
        self._end = end if end is not None and end not in line[0][found.end() :] else None
        return True

    def _before(self, line: re.Match[str]) -> None:
        variable, found = _VARIABLE.match(line[0]), _REQUEST.match(line[0])
        if variable is not None:
            self._variable(line.start(), variable)
        elif _CURL.match(line[0]) is not None:
            self.blocks[-1].command = Span(line.start(), line.end())
            self._take = self._command
        elif found is not None:
            if self.blocks[-1].url:
                self._open(line.start(), "")
            block = self.blocks[-1]
            block.end = line.end()
            if found["method"] is not None:
                block.method = Span(line.start() + found.start("method"), line.start() + found.end("method"))
            self._url(line, found.start("url"))
            self._take = self._query

    def _variable(self, start: int, found: re.Match[str]) -> None:
        name = Span(start + found.start("name"), start + found.end("name"))
        at = start + found.start("value")
        value = self.passage.part(Span(at, at + len(found["value"].rstrip())))
        self.variables.append(requests.variable(found["name"], name, passages.value(value)))

    def _url(self, line: re.Match[str], start: int) -> None:
        written = line[0].rstrip()
        version = _VERSION.search(written)
        end = len(written[: version.start()].rstrip()) if version is not None else len(written)
        self.blocks[-1].url.append(Span(line.start() + start, line.start() + max(start, end)))

    def _query(self, line: re.Match[str]) -> None:
        if line[0].strip() and _CONTINUED.match(line[0]) is not None:
            self._url(line, len(line[0]) - len(line[0].lstrip()))
        else:
            self._take = self._headers
            self._headers(line)

    def _headers(self, line: re.Match[str]) -> None:
        if not line[0].strip():
            self._take = self._body
            return
        found = _HEADER.match(self.passage.text, line.start(), line.end())
        if found is not None:
            self.blocks[-1].headers.append(found)

    def _body(self, line: re.Match[str]) -> None:
        """Some clients need no separator, and keep the last answer below a request."""
        lines = self.blocks[-1].body
        is_apart = not lines or not self.passage.text[lines[-1].start : lines[-1].end].strip()
        if is_apart and _NEXT.match(line[0]) is not None:
            self._before(line)
        elif is_apart and _ANSWER.match(line[0]) is not None:
            self._take = self._nothing
        else:
            lines.append(Span(line.start(), line.end()))

    def _nothing(self, line: re.Match[str]) -> None:
        """What stands up to the next separator is none of a request's."""

    def _command(self, line: re.Match[str]) -> None:
        block = self.blocks[-1]
        if block.command is not None:
            block.command = Span(block.command.start, line.end())


def _joined(text: str, command: Span) -> Iterator[Edit]:
    for end in _INDENTED.finditer(text, command.start, command.end):
        yield Edit(end.start(), end.end(), " ")


def _request(passage: Passage, block: _Block) -> WrittenRequest:
    first = block.url[0]
    url = passage.part(Span(first.start, block.url[-1].end), _between(block.url))
    named = [(found["name"], _header(passage, found)) for found in block.headers]
    headers, cookies, auth = requests.read_headers(
        (passages.constant(passage, *found.span("name")), found["name"], value)
        for found, (_, value) in zip(block.headers, named, strict=True)
        if found["name"].lower() != "host"
    )
    by_name = {name.lower(): value for name, value in named}
    return WrittenRequest(
        span=Span(block.start, max(block.end, block.url[-1].end)),
        at=Span(block.method.start if block.method is not None else first.start, first.end),
        title=block.title,
        method=_method(passage, block),
        url=requests.address(url, by_name.get("host")),
        headers=headers,
        cookies=cookies,
        auth=auth,
        body=_body(passage, block, by_name["content-type"].text if "content-type" in by_name else ""),
    )


def _between(spans: list[Span]) -> Iterator[Edit]:
    for before, after in pairwise(spans):
        yield Edit(before.end, after.start, "")


def _header(passage: Passage, found: re.Match[str]) -> Passage:
    start, end = found.span("value")
    return passage.part(Span(start, start + len(passage.text[start:end].rstrip())))


def _method(passage: Passage, block: _Block) -> p.Expression:
    if block.method is None:
        return p.Constant(Span(block.url[0].start, block.url[0].start), Written("GET"))
    return p.Constant(block.method, Written(passage.text[block.method.start : block.method.end].upper()))


def _body(passage: Passage, block: _Block, content_type: str) -> requests.Body | None:
    if not block.body:
        return None
    whole = Span(block.body[0].start, block.body[-1].end)
    return bodies.body(passage.part(whole, _between(block.body)), content_type)
