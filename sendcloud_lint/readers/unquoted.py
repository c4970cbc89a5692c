"""A value of settings as a text derived from the whole file's: of JSON, TOML, HCL and INI, whose values stand between
quotes or on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.document import Scalar

# The value of a scalar as a text derived from the whole file's, or None if it can't be shown to be just that.
Unquote: TypeAlias = Callable[[str, Scalar], "Derived | None"]
# Letters beyond the first 65,536 are two escapes in JSON.
_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})|u(?P<code>[0-9A-Fa-f]{4})|(?P<sign>.))",
    re.DOTALL,
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def unquoted(text: str, scalar: Scalar) -> Derived | None:
    """The value alone, or None if it can't be shown to be just that."""
    start, end = scalar.span.start, scalar.span.end
    value = scalar.text.reveal()
    written = text[start:end]
    at = written.find(value)
    if at >= 0:
        inner = [Edit(start, start + at, ""), Edit(start + at + len(value), end, "")]
    else:
        edits = _escapes(written) if written[:1] == '"' else _lines(written, value)
        inner = [Edit(start + edit.start, start + edit.end, edit.text) for edit in edits]
    made = derive(text, [Edit(0, start, ""), *inner, Edit(end, len(text), "")])
    return made if made.text == value else None


def _escapes(written: str) -> Iterator[Edit]:
    """Takes quotes away and decodes what a backslash begins."""
    last = len(written) - 1
    yield Edit(0, 1, "")
    for match in _ESCAPE.finditer(written, 1, max(last, 1)):
        yield Edit(match.start(), match.end(), _meant(match))
    if last > 0:
        yield Edit(last, last + 1, "")


def _meant(escape: re.Match[str]) -> str:
    if escape["sign"]:
        return _LETTERS.get(escape["sign"], escape["sign"])
    codes = (escape["high"], escape["low"]) if escape["high"] else (escape["code"],)
    units = b"".join(int(code, 16).to_bytes(2, "big") for code in codes)
    return units.decode("utf-16-be", "surrogatepass")


def _lines(written: str, value: str) -> Iterator[Edit]:
    """Takes away what stands around the lines of a value."""
    position = 0
    for number, line in enumerate(value.split("\n")):
        at = written.find(line, position)
        if at < 0:
            return
        yield Edit(position, at, "\n" if number else "")
        position = at + len(line)
    yield Edit(position, len(written), "")
