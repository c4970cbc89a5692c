"""Groovy, as Jenkins runs it: the shell scripts of a pipeline's steps, and what its text says without a grammar.

    environment { NAME = 'value' }
    sh 'curl https://shop.example/'
    sh(script: \"\"\"curl -d name=${NAME} https://shop.example/\"\"\", returnStdout: true)

Between double quotes Groovy fills in its own variables before the shell sees them; here both are the shell's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import loose
from sendcloud_lint.readers.embedded import Embedded, functions, script_in

# Where nothing closes a quote of several lines or a comment, nothing closes the next one either: it is all of the rest.
_STRING = r"""(?P<{0}>'''|\"\"\"|'|")(?P<{0}_text>(?:
      (?<=''')[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*
    | (?<=\"\"\")[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*
    | (?<!'')(?<=')[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*
    | (?<!"")(?<=")[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*
))(?P<{0}_end>(?P={0})|\Z|(?=[\r\n\\]))"""
_NAMED = r"""(?:label|encoding|returnStdout|returnStatus)\s*:\s*(?:true|false|'[^'\\\r\n]*'|"[^"\\\r\n]*")\s*,\s*"""
_TOKEN = re.compile(
    rf"""(?xs)
      (?P<comment> //[^\r\n]* | /\*.*?(?:\*/|\Z) )
    | (?<![\w$-])sh\b(?:[ \t]*\(\s*|[ \t]+) (?:{_NAMED}){{0,4}} (?:script\s*:\s*)? {_STRING.format("script")}
    | (?P<before>(?:\b(?:def|final|String)[ \t]+){{0,3}})
      (?<![\w$.-])(?P<name>[A-Za-z_]\w{{0,80}})[ \t]*=[ \t]*{_STRING.format("value")}[ \t]*(?=[\r\n;}}]|//|\Z)
    | {_STRING.format("other")}
    """
)
_ESCAPE = re.compile(r"\\(?:u+([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_FILLED = re.compile(r"\$\{([^{}\r\n]{1,200})\}")
_LAST_NAME = re.compile(r"(?:^|[.'\"\[])([A-Za-z_]\w*)['\"\]]*$")
MAX_SCRIPTS = 1_000


@dataclass(frozen=True, slots=True)
class _Step:
    """A step's script, as it is written between its quotes."""

    span: Span
    is_filled: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """A name that is given a text; Groovy's own variables are none of the environment's."""

    assign: p.Assign
    name: str
    is_own: bool


def read(text: str) -> Embedded:
    """The scripts as functions that nobody calls, each with what is set for it; the settings as `loose` has them."""
    steps: list[_Step] = []
    names: list[_Set] = []
    for token in _TOKEN.finditer(text):
        if token["script_end"] and len(steps) < MAX_SCRIPTS:
            steps.append(_Step(Span(*token.span("script_text")), token["script"].startswith('"')))
        elif token["value_end"] and not _ESCAPE.search(token["value_text"]):
            names += _named(token)
    often = Counter(one.name for one in names)
    sure = [one for one in names if often[one.name] == 1]
    scripts = [_script(text, step, sure) for step in steps]
    return Embedded(None, functions(scripts, [step.span for step in steps]), loose.read(text))


def _named(token: re.Match[str]) -> Iterator[_Set]:
    if token["value"].startswith('"') and "$" in token["value_text"]:
        return
    span = Span(*token.span("name"))
    value = p.Constant(Span(token.start("value"), token.end("value_end")), Written(token["value_text"]))
    yield _Set(p.Assign(span, (p.Name(span, token["name"]),), value), token["name"], bool(token["before"]))


def _script(text: str, step: _Step, names: list[_Set]) -> p.Program:
    edits = chain(_escapes(text, step.span), _references(text, step.span) if step.is_filled else ())
    program = script_in(text, step.span, edits)
    given = tuple(one.assign for one in names if step.is_filled or not one.is_own)
    return replace(program, body=(*given, *program.body)) if program.body else program


def _escapes(text: str, span: Span) -> Iterator[Edit]:
    for match in _ESCAPE.finditer(text, span.start, span.end):
        meant = chr(int(match[1], 16)) if match[1] else _LETTERS.get(match[2], match[2])
        yield Edit(match.start(), match.end(), meant)


def _references(text: str, span: Span) -> Iterator[Edit]:
    """`${env.NAME}` and `${params['NAME']}` as `${NAME}`."""
    for match in _FILLED.finditer(text, span.start, span.end):
        name = _LAST_NAME.search(match[1].strip())
        is_escaped = text[match.start() - 1] == "\\"
        if name is not None and not is_escaped and "\\" not in match[1]:
            yield Edit(match.start(), match.end(), f"${{{name[1]}}}")
