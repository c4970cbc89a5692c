"""Crontabs: settings, and jobs whose commands a shell runs.

    # a comment
    MAILTO = ops@shop.example
    "KEY"  = 'a value'
    */5 * * * * curl https://shop.example/
    @daily root /usr/local/bin/send-mail

Nothing in a value is filled in, and no comment follows it. In `/etc` a job's user stands before its command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Trouble
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

_LINE = re.compile(r"[ \t]*(?P<line>[^\r\n]*)(?:\r\n?|\n|\Z)")
_SETTING = re.compile(
    r"(?:\"(?P<double>[^\"]+)\"|'(?P<single>[^']+)'|(?P<bare>[^\s=\"'#]+))[ \t]*=[ \t]*(?P<value>.*)", re.DOTALL
)
_FIELD = r"[\w*/,~?#-]+"
# A word is a user if what comes after it is what a command begins with.
_JOB = re.compile(
    rf"(?:@[a-z]+|(?:{_FIELD}[ \t]+){{4}}{_FIELD})[ \t]+"
    r"(?:[a-z_][\w-]*[ \t]+(?=/|[A-Za-z_]\w*=|(?:curl|wget|https?|xhs?)[ \t]))?"
    r"(?P<command>[^\\%]*(?:\\.[^\\%]*)*)",
    re.DOTALL,
)
_VISIBLE = re.compile(r"[^\r\n]")


def read(text: str) -> Document:
    """The settings of a crontab. A line that is neither a setting nor a job is a trouble."""
    pairs: list[Pair] = []
    comments: list[Comment] = []
    troubles: list[Trouble] = []
    for span in _lines(text):
        setting = _SETTING.match(text, span.start, span.end)
        if text[span.start] == "#":
            comments.append(Comment(span, Written(text[span.start : span.end])))
        elif setting is not None:
            pairs.append(_pair(setting))
        elif _JOB.match(text, span.start, span.end) is None:
            troubles.append(Trouble(span, "neither a setting nor a job"))
    return Document(Section(Span(0, len(text)), tuple(pairs)), tuple(comments), tuple(troubles))


def commands(text: str) -> str:
    """What the jobs run, each command where it stands in a text that is blank elsewhere."""
    pieces = []
    at = 0
    for span in _lines(text):
        job = _JOB.match(text, span.start, span.end) if text[span.start] != "#" else None
        if job is not None and not _SETTING.match(text, span.start, span.end):
            pieces += [_VISIBLE.sub(" ", text[at : job.start("command")]), job["command"]]
            at = job.end("command")
    return "".join((*pieces, _VISIBLE.sub(" ", text[at:])))


def _lines(text: str) -> Iterator[Span]:
    """What stands on the lines that are not empty."""
    for line in _LINE.finditer(text, int(text.startswith("\ufeff"))):
        bare = line["line"].rstrip()
        if bare:
            yield Span(line.start("line"), line.start("line") + len(bare))


def _pair(setting: re.Match[str]) -> Pair:
    kind = next(kind for kind in ("double", "single", "bare") if setting[kind])
    quotes = int(kind != "bare")
    name = Span(setting.start(kind) - quotes, setting.end(kind) + quotes)
    value, start = setting["value"], setting.start("value")
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    scalar = Scalar(Span(start, start + len(value)), Written(value[1:-1] if is_quoted else value))
    return Pair(setting[kind], name, scalar)
