"""What Python's literals stand for, decoded by Python itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.python.unwarned import unwarned

LONGEST_NUMBER = 400

_PREFIX = expression(r"[a-zA-Z]*")
_ESCAPE = expression(
    r"\\(?:\r\n|[\r\n\\'\"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^{}\r\n]{1,80}\})"
)
_ESCAPE_OR_END = expression(r'\\[\s\S]|["\r\n]')


def text_of(literal: str) -> Written | None:
    """The text of a string or bytes literal; bytes are read as UTF-8. None if it is no valid literal."""
    prefix = _PREFIX.match(literal)
    raw = prefix is None or "r" in prefix[0].lower()
    if "\\" not in literal or raw:
        return Written(_between_quotes(literal[prefix.end() if prefix else 0 :]).replace("\r\n", "\n"))
    value = _evaluated(literal)
    if isinstance(value, bytes):
        return Written(value.decode("utf-8", "surrogateescape"))
    return Written(value) if isinstance(value, str) else None


def escaped_text(source: str, raw: bool) -> Written | None:
    """The text of an f-string's literal part, as written between the braces."""
    source = source.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in source:
        return Written(source)
    quoted = _ESCAPE_OR_END.sub(lambda match: _QUOTED.get(match[0], match[0]), source)
    value = _evaluated(f'"{quoted}"')
    return Written(value) if isinstance(value, str) else None


_QUOTED = {'"': '\\"', "\n": "\\n", "\r": "\\r"}


def escapes(body: str) -> Iterator[tuple[int, int, str]]:
    """Where in what stands between the quotes of a text an escape begins and ends, and what it stands for."""
    for match in _ESCAPE.finditer(body):
        value = _evaluated(f'"{match[0]}"')
        yield match.start(), match.end(), value if isinstance(value, str) else match[0]


def number(literal: str) -> int | float | None:
    """None for a number that no text or setting is made of: complex, or of more digits than Python writes out."""
    value = _evaluated(literal) if len(literal) <= LONGEST_NUMBER else None
    return value if isinstance(value, int | float) else None


def _between_quotes(quoted: str) -> str:
    width = 3 if quoted[:3] in ('"""', "'''") else 1
    return quoted[width:-width]


def _evaluated(literal: str) -> object:
    """An invalid escape warns in some Pythons and fails in others; neither is this program's to tell."""
    with unwarned():
        try:
            return ast.literal_eval(literal)
        except (SyntaxError, ValueError):
            return None
