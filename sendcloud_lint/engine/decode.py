"""Bytes to text, at the border: byte order marks, declared encodings, and why a file is no text."""

from __future__ import annotations

import re

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SHOWN = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
_PYTHON = (".py", ".pyi", ".pyw")
_DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,64})")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(r"\r\n|\r|\n")

# Codecs in which ASCII letters are not themselves, or whose cost is quadratic: no source text is written in them, and
# a position in their result would not be a position in the file.
_UNFIT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})


def decode(data: bytes, path: str) -> tuple[str | None, str | None]:
    """The text of a file without its byte order mark, or None and why it is no text.

    A mark wins; else a Python file is in the encoding that its first two lines declare (PEP 263), every other file in
    UTF-8. The reason is worded to follow the file's name and quotes nothing but the byte that is wrong.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, _SHOWN[encoding])
    declared = _declared(data) if _is_python(data, path) else None
    if declared is None:
        return _decoded(data, "utf-8", "UTF-8")
    line, name = declared
    codec = _codec(name)
    if codec is None:
        return None, f"declares an encoding that is unknown or unfit for source text at line {line}"
    return _decoded(data, codec, _SHOWN.get(codec, codec))


def _is_python(data: bytes, path: str) -> bool:
    if path.lower().endswith(_PYTHON):
        return True
    return data.startswith(b"#!") and b"python" in data[:256].split(b"\n", 1)[0]


def _declared(data: bytes) -> tuple[int, str] | None:
    lines = re.split(rb"\r\n|\r|\n", data[:2048], maxsplit=2)[:2]
    for number, line in enumerate(lines, start=1):
        found = _DECLARED.match(line)
        if found:
            return number, found[1].decode("ascii")
        if not _BLANK.match(line):
            return None
    return None


def _codec(name: str) -> str | None:
    """The registered name of the codec; editors add a line-end suffix to the two commonest."""
    import codecs  # noqa: PLC0415

    plain = name.lower().replace("_", "-")
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


def _decoded(data: bytes, codec: str, shown: str) -> tuple[str | None, str | None]:
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
