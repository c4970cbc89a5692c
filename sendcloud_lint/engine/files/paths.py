"""Paths as people and machines are told them."""

from __future__ import annotations

import os


def shown_path(path: str) -> str:
    """From the current folder, with `/`; bytes that are no UTF-8 show as `\\xNN`."""
    try:
        shown = os.path.relpath(path)
    except ValueError:  # another drive: there is no way from here to there
        shown = os.path.abspath(path)
    return shown.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
