"""Text read from a scanned file, closed against every accidental way out."""

from __future__ import annotations


class Written:
    """A text that somebody else wrote and that may be a key.

    `str`, `repr` and `format` show its length only, so that no message, log or traceback can carry it.
    `reveal` opens it. Which modules may do so is listed and proven in `tests/test_secrecy.py`.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The characters themselves."""
        return self._text

    def __repr__(self) -> str:
        return f"‹text, {len(self._text)} characters›"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Written) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __add__(self, other: Written) -> Written:
        return Written(self._text + other._text)

    def __getstate__(self) -> str:
        return self._text

    def __setstate__(self, state: str) -> None:
        self._text = state
