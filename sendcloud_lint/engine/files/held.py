"""Texts that stand for files: what an editor has, what git's index has."""

from __future__ import annotations

from collections.abc import Mapping


class Held:
    """What is looked at in place of the files at some paths, which need not exist.

    That is a content, or in words why nobody looks into it. A whole text may hold keys: the `repr` shows none.
    """

    __slots__ = ("_contents", "paths")

    def __init__(self, contents: Mapping[str, bytes | str] | None = None) -> None:
        self._contents = contents or {}
        self.paths = frozenset(self._contents)

    def content(self, path: str) -> bytes | None:
        """None where nobody looks into it."""
        held = self._contents[path]
        return held if isinstance(held, bytes) else None

    def reason(self, path: str) -> str:
        """Why nobody looks into it; empty if somebody does."""
        held = self._contents[path]
        return held if isinstance(held, str) else ""

    def __repr__(self) -> str:
        return f"Held({len(self.paths):,})"


NOTHING_HELD = Held()
