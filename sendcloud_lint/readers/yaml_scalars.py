"""The scalars of YAML: from what is written to what is meant, by edits that lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml.scanner import Scanner

from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.document import Scalar
from sendcloud_lint.model.source import Span

ENDS = "\r\n\x85\u2028\u2029"
BREAK = rf"(?:\r\n|[{ENDS}])"
BREAKS = re.compile(BREAK)
REST = re.compile(rf"[^{ENDS}]*")
SPACES = re.compile(" *")
BLANKS = re.compile(rf"[ \t{ENDS}]*")
# Stands for a character that the parser must not see. Which one is told by its place, so a text may hold it, too.
MASK = "\ue000"

_RUN = rf"{BREAK}[ \t{ENDS}]*"
_HEX = "|".join(rf"{code}[0-9A-Fa-f]{{{width}}}" for code, width in Scanner.ESCAPE_CODES.items())
# What is not taken as it stands, by the first character of a scalar.
_DECODED = {
    "'": re.compile(rf"''|{_RUN}"),
    '"': re.compile(rf"\\(?:{_HEX}|{_RUN}|[^{ENDS}])|{_RUN}"),
}
QUOTES = frozenset(_DECODED)
_DECODED_PLAIN = re.compile(_RUN)


def decoded(text: str, clean: str, span: Span) -> str:
    written = text[span.start : span.end]
    return derive(written, _flow_edits(clean[span.start : span.end])).text


def derived(text: str, scalar: Scalar, readable: str) -> Derived | None:
    """`readable` is what stands at the scalar's span, as the parser may have been shown it."""
    start, end = scalar.span.start, scalar.span.end
    value = scalar.text.reveal()
    edits = sorted(_block_edits(readable, value) if readable[:1] in ("|", ">") else _flow_edits(readable), key=_place)
    edits += _differing(text[start:end], readable, edits)
    body = derive(text[start:end], edits).text
    if not value.startswith(body) or (value != body and (readable[:1] not in ("|", ">") or value[len(body) :].strip())):
        return None
    inner = [Edit(start + edit.start, start + edit.end, edit.text) for edit in edits]
    return derive(text, [Edit(0, start, ""), *inner, *_end_edits(text, end, value[len(body) :])])


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _end_edits(text: str, end: int, tail: str) -> Iterator[Edit]:
    """The rest of the file gives way to the line ends that a block scalar keeps."""
    if tail.startswith("\n") and text.startswith("\n", end):
        end, tail = end + 1, tail[1:]
    if tail:
        yield Edit(end, end, tail)
    yield Edit(end, len(text), "")


def _differing(written: str, readable: str, edits: list[Edit]) -> list[Edit]:
    """Characters that are read as blanks, where no edit covers them."""
    if written == readable:
        return []
    kept: list[Edit] = []
    at = 0
    for start, end in [*((edit.start, edit.end) for edit in edits), (len(written), len(written))]:
        differing = (index for index in range(at, start) if written[index] != readable[index] != MASK)
        kept.extend(Edit(index, index + 1, readable[index]) for index in differing)
        at = max(at, end)
    return kept


def _flow_edits(written: str) -> Iterator[Edit]:
    """Takes quotes away, decodes escapes and folds lines."""
    quote = written[:1] if written[:1] in _DECODED else ""
    at, stop = len(quote), len(written) - len(quote)
    if quote:
        yield Edit(0, at, "")
    for match in _DECODED.get(quote, _DECODED_PLAIN).finditer(written, at, stop):
        start = match.start()
        if match[0] == "''":
            yield Edit(start, start + 1, "")
        elif match[0].startswith("\\"):
            yield Edit(start, match.end(), _escaped(match[0]))
        else:
            while start > at and written[start - 1] in " \t":
                start -= 1
            yield Edit(start, match.end(), _folded(match[0]))
        at = match.end()
    if quote:
        yield Edit(stop, len(written), "")


def _escaped(escape: str) -> str:
    code = escape[1]
    if code in ENDS:
        return "".join(_line_ends(escape)[1:])
    if code in Scanner.ESCAPE_CODES and len(escape) > 2:
        number = int(escape[2:], 16)
        return chr(number) if number < 0xD800 or 0xE000 <= number < 0x110000 else ""
    return str(Scanner.ESCAPE_REPLACEMENTS.get(code, ""))


def _folded(run: str) -> str:
    """One line end becomes a blank, and of several the first vanishes."""
    first, *others = _line_ends(run)
    return ("".join(others) or " ") if first == "\n" else "".join((first, *others))


def _line_ends(run: str) -> list[str]:
    return [_line_end(end) for end in BREAKS.findall(run)]


def _line_end(written: str) -> str:
    return written if written in ("\u2028", "\u2029") else "\n"


def _block_edits(written: str, value: str) -> Iterator[Edit]:
    """Takes the header and the indentation away and in a folded scalar folds lines, in no order."""
    body = BREAKS.search(written)
    yield Edit(0, body.end() if body else len(written), "")
    if body is None:
        return
    width = max(_first_indent(written, body.end()) - _first_indent(value, 0), 0)
    before: list[Edit] = []
    may_fold = False
    for start, end, after in _lines(written, body.end()):
        text = start + min(width, spaces_at(written, start))
        if text > start:
            yield Edit(start, text, "")
        if text < end:
            is_indented = written[text] in " \t"
            yield from _folded_ends(before) if may_fold and not is_indented else before
            before = []
            may_fold = written[0] == ">" and not is_indented
        before.append(Edit(end, after, _line_end(written[end:after])))


def _folded_ends(ends: list[Edit]) -> list[Edit]:
    first = ends[0]
    if first.text != "\n":
        return ends
    return [Edit(first.start, first.end, "" if ends[1:] else " "), *ends[1:]]


def _lines(written: str, at: int) -> Iterator[tuple[int, int, int]]:
    """Where each line begins and ends, and where the next begins; the last has no line end."""
    for match in BREAKS.finditer(written, at):
        yield at, match.start(), match.end()
        at = match.end()
    yield at, len(written), len(written)


def _first_indent(written: str, at: int) -> int:
    """The blanks at the start of the first line that holds anything else."""
    first = end_of(BLANKS, written, at)
    line = line_at(written, first)
    return spaces_at(written, max(line.start, at))


def spaces_at(written: str, at: int) -> int:
    return end_of(SPACES, written, at) - at


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match ends that may be empty or missing."""
    match = pattern.match(text, at)
    return match.end() if match else at


def line_at(parsed: str, at: int) -> Span:
    start = 1 + max(parsed.rfind(end, 0, at) for end in ENDS)
    return Span(start, max(end_of(REST, parsed, start), start))
