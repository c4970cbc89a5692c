"""Bytes to text, at the border: byte order marks, declared encodings, and why a file is no text."""

from __future__ import annotations

import re

from sendcloud_lint.engine.files.wide import wide
from sendcloud_lint.model.expressions import expression

_MARK = b"\xef\xbb\xbf"
_SHOWN = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
_PYTHON = (".py", ".pyi", ".pyw")
_DECLARED = expression(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,64})")
_BLANK = expression(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = expression(r"\r\n|\r|\n")
_LINE_END_BYTES = expression(rb"\r\n|\r|\n")
# What XML, vim, emacs and Ruby say; an editor's line may be among the first or the last.
_XML_DECLARED = expression(rb"\s{0,100}<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([-\w.]{1,64})[\"']")
_EDITORS_LINE = expression(
    rb"(?:-\*-.{0,200}?\bcoding:|\b(?:vim?|ex):.{0,200}?\b(?:fileencoding|fenc)=|^[ \t]*#+[ \t]*(?:en)?coding[:=])"
    rb"[ \t]*([-\w.]{1,64})"
)
_EDITORS_LINES = 5
_LINE_ENDS_NAMED = expression(r"-(?:unix|dos|mac)$")
_EDITORS_BYTES = 2048

# Codecs in which ASCII letters are not themselves, or whose cost is quadratic, or that are another on each machine: no
# source text is written in them, and a position in their result would not be a position in the file.
_UNFIT = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
# Whoever says the one often writes the other, which holds it; browsers read both alike.
_WHOLE = {"gb2312": "gb18030", "gbk": "gb18030", "shift-jis": "cp932", "euc-kr": "cp949", "ascii": "utf-8"}


def decode(data: bytes, path: str) -> tuple[str | None, str | None]:
    """The text of a file without its byte order mark, or None and why it is no text.

    A mark wins, and so do the zeros of UTF-16. Else a Python file is in the encoding that its first two lines declare
    (PEP 263), as Python itself would fail on any other. Every other file is in UTF-8 if it can be, whatever it
    declares: files are converted and the line is forgotten. What can't is in the encoding that it declares, or in the
    one that it looks like. The reason is worded to follow the file's name and quotes nothing but the wrong byte.
    """
    if data.startswith(_MARK):
        return _decoded(data[len(_MARK) :], "utf-8")
    found = wide(data)
    if found is not None:
        return _decoded(data[found.mark :], found.codec)
    if _is_python(data, path):
        return _decoded_as_python(data)
    text, reason = _decoded(data, "utf-8")
    return _decoded_otherwise(data, path, reason) if text is None else (text, None)


def _decoded_as_python(data: bytes) -> tuple[str | None, str | None]:
    declared = _declared(data)
    if declared is None:
        return _decoded(data, "utf-8")
    line, name = declared
    codec = _codec(name)
    if codec is None:
        return None, f"declares an encoding that is unknown or unfit for source text at line {line}"
    return _decoded(data, codec)


def _decoded_otherwise(data: bytes, path: str, reason: str | None) -> tuple[str | None, str | None]:
    """A text that is not UTF-8; `reason` says where."""
    declared = _declared_to_others(data)
    if declared is not None:
        return _decoded(data, declared)
    from sendcloud_lint.engine.files.guess import guess  # noqa: PLC0415  nearly every text is UTF-8

    codec = guess(data)
    text = _decoded(data, codec)[0] if codec is not None else None
    if text is None and path.lower().endswith(".properties"):
        # Java's own encoding for them, before Java 9.
        return _decoded(data, "latin-1")
    return (None, reason) if text is None else (text, None)


def _declared_to_others(data: bytes) -> str | None:
    """The codec that XML or an editor's line declares, if it is one that can be meant."""
    found = _XML_DECLARED.match(data) or _editors_line(data)
    codec = _codec(found[1].decode("ascii")) if found is not None else None
    codec = _WHOLE.get(codec or "", codec)
    return None if codec == "utf-8" else codec


def _editors_line(data: bytes) -> re.Match[bytes] | None:
    first = _LINE_END_BYTES.split(data[:_EDITORS_BYTES])[:_EDITORS_LINES]
    last = _LINE_END_BYTES.split(data[-_EDITORS_BYTES:].rstrip())[-_EDITORS_LINES:]
    return next(filter(None, map(_EDITORS_LINE.search, (*first, *last))), None)


def _is_python(data: bytes, path: str) -> bool:
    if path.lower().endswith(_PYTHON):
        return True
    return data.startswith(b"#!") and b"python" in data[:256].split(b"\n", 1)[0]


def _declared(data: bytes) -> tuple[int, str] | None:
    lines = _LINE_END_BYTES.split(data[:2048], maxsplit=2)[:2]
    for number, line in enumerate(lines, start=1):
        found = _DECLARED.match(line)
        if found:
            return number, found[1].decode("ascii")
        if not _BLANK.match(line):
            return None
    return None


def _codec(name: str) -> str | None:
    """The registered name of the codec. Editors add line ends to it; of the two commonest Python takes any ending."""
    import codecs  # noqa: PLC0415

    plain = _LINE_ENDS_NAMED.sub("", name.lower().replace("_", "-"))
    for known in ("utf-8", "latin-1", "iso-8859-1", "iso-latin-1"):
        if plain.startswith(f"{known}-"):
            plain = known
    try:
        info = codecs.lookup(plain)
    except (LookupError, ValueError):
        return None
    found = info.name.replace("_", "-")
    is_wide = found.startswith(("utf-16", "utf-32"))
    return None if is_wide or found in _UNFIT or not getattr(info, "_is_text_encoding", True) else found


def _decoded(data: bytes, codec: str) -> tuple[str | None, str | None]:
    shown = _SHOWN.get(codec, codec)
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        line, column = _position(data[: error.start].decode(codec, "replace"))
        return None, f"is not {shown}: byte 0x{data[error.start]:02X} at line {line}, column {column}"
    except (UnicodeError, LookupError, ValueError):
        return None, f"is not {shown}"


def _position(before: str) -> tuple[int, int]:
    line, start = 1, 0
    for end in _LINE_END.finditer(before):
        line, start = line + 1, end.end()
    return line, len(before) - start + 1
