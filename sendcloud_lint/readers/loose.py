"""A text that no grammar reads: what it says without one. Named quoted values, and URLs of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sendcloud_lint.knowledge.credentials import role_of_parameter
from sendcloud_lint.knowledge.endpoints import endpoint_of
from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import directives, form

_URL = re.compile(r"https?://[^\s\"'`<>\\]{4,2300}(?<![;,)])")
_VALUE = r"""(?P<value> [@$]? (?P<mark>["'`]) (?P<text>[^"'`\\\r\n]{4,200}) (?P=mark) )"""
# What may stand between a name and its value: a type, `A: &'static str = "b"`, `a: String? = "b"`, and what makes a
# value of that type of a literal. Any other call may look something up by the text.
_TYPE = r"""[ \t]*:[ \t]*(?:&[ \t]*(?:'\w{1,20}[ \t]+)?)?[A-Za-z][\w.]{0,40}(?:<[\w<>?,&.' ]{1,40}>)?[?!]?(?=[ \t]*=)"""
_OF_TYPE = r"""(?:(?:String::from|Some|Cow::from|Cow::Borrowed|\[\]byte)\([ \t]*)?"""
# A name before its value: `a = "b"`, `a: "b"`, `"a" => "b"`, `c["a"] = "b"`. What a quote alone stands before may be a
# text that ends with a sign, `"a=" + b + "c"`, unless a blank parts the sign from the next quote.
_NAMED = re.compile(
    rf"""(?x)
    (?:(?<![\w.-]) (?P<quote>["'`]) | (?<=["'`]) (?P<begun>) | (?<![\w.\-"'`])) (?P<name>[A-Za-z_][\w.-]{{2,60}})
    (?(quote) (?P=quote) (?:[ \t]*\])? | (?:[ \t]*(?::[ \t]*)?\bstring | {_TYPE})? )
    [ \t]* (?:=>|:=|[:=]) (?(begun) [ \t]+ | [ \t]* ) {_OF_TYPE} {_VALUE}
    """
)
# A call with a name and its value, and nothing else: a list of names in brackets has more, or other brackets.
_CALLED = re.compile(
    rf"""(?x) \( \s* (?P<quote>["'`]) (?P<name>[A-Za-z_][\w.-]{{2,60}}) (?P=quote) \s*,\s* {_VALUE} \s* \)"""
)
# A text that is a form, or a piece of one: `"apiUser=shop&apiKey="`.
_FORM = re.compile(
    r"""(?P<mark>["'`])(?P<form>&?[A-Za-z_][\w.]{0,60}=[^"'`\\\r\n&=]*(?:&[A-Za-z_][\w.]{0,60}=[^"'`\\\r\n&=]*)*&?)(?P=mark)"""
)
_PARAMETER = re.compile(r"([^&=#]+)(?:=([^&#]*))?")
# Texts are read past, as `//` is no comment in a URL.
_SIGN = re.compile(r"""(?m)["']|//|(?:(?<=\s)|^)(?:\#|--(?=\s))|/\*|<!--""")
_QUOTED = {
    '"': re.compile(r'"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*', re.DOTALL),
    "'": re.compile(r"'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*", re.DOTALL),
}
_LINE = re.compile(r"[^\r\n]*")
_COMMENTS = {
    "//": _LINE,
    "#": _LINE,
    "--": _LINE,
    "/*": re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL),
    "<!--": re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
}


def read(text: str) -> Document:
    """What is found, in one section; each URL of the API is a value without a name, and its query a section that is
    named for the host, which gives it its context."""
    whole = Span(0, len(text))
    named = [*_named(text), *directives.pairs(text)]
    taken = {pair.value.span for pair in named}
    pairs = (*named, *_forms(text), *(pair for pair in _urls(text) if pair.value.span not in taken), *queries(text))
    return Document(Section(whole, tuple(sorted(pairs, key=lambda pair: pair.name_span))), tuple(_comments(text)), ())


def _named(text: str) -> Iterator[Pair]:
    calls = (match for match in _CALLED.finditer(text) if role_of_parameter(match["text"]) is None)
    for match in (*_NAMED.finditer(text), *calls):
        value = Scalar(Span(*match.span("value")), Written(match["text"]))
        yield Pair(match["name"], Span(*match.span("name")), value)


def _forms(text: str) -> Iterator[Pair]:
    """The credentials in texts that are forms."""
    for match in _FORM.finditer(text):
        for pair in form.fields(text, Span(*match.span("form"))):
            if role_of_parameter(pair.name) is not None:
                yield pair


def _urls(text: str) -> Iterator[Pair]:
    """URLs in quotes, which nothing names."""
    for match in _URL.finditer(text):
        start, end = match.span()
        is_quoted = text[start - 1 : start] in ("'", '"', "`") and text[end : end + 1] == text[start - 1]
        if is_quoted and endpoint_of(match[0]) is not None:
            yield Pair("", Span(start - 1, start - 1), Scalar(Span(start - 1, end + 1), Written(match[0])))


def queries(text: str) -> Iterator[Pair]:
    """The queries of URLs of the API, each in a section of the host's name."""
    for match in _URL.finditer(text):
        endpoint = endpoint_of(match[0]) if "?" in match[0] else None
        if endpoint is not None:
            span = Span(*match.span())
            yield Pair(endpoint.host, span, Section(span, tuple(_parameters(text, match))))


def _parameters(text: str, url: re.Match[str]) -> Iterator[Pair]:
    start = url.start() + url[0].index("?") + 1
    for match in _PARAMETER.finditer(text, start, url.end()):
        if match[2] is None:
            continue
        value = Scalar(Span(*match.span(2)), Written(match[2]))
        yield Pair(match[1], Span(*match.span(1)), value)


def _comments(text: str) -> Iterator[Comment]:
    at = 0
    # Where nothing closes a quote, nothing closes the next one of its kind either.
    unclosed = dict.fromkeys(_QUOTED, 0)
    while sign := _SIGN.search(text, at):
        at = sign.end()
        if sign[0] in _COMMENTS:
            comment = _COMMENTS[sign[0]].match(text, sign.start())
            assert comment is not None
            at = comment.end()
            yield Comment(Span(*comment.span()), Written(comment[0]))
        elif unclosed[sign[0]] <= sign.start():
            quoted = _QUOTED[sign[0]].match(text, sign.start())
            end = quoted.end() if quoted is not None else at
            if text.startswith(sign[0], end):
                at = end + 1
            else:
                unclosed[sign[0]] = end
