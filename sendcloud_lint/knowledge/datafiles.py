"""Reads the data files that stand beside this module."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


@cache
def read_data(name: str) -> dict[str, Any]:
    """The table in the TOML file `name` of this package. The caller must not change it: it is kept and shared."""
    # Imported here: a run that finds nothing relevant never asks for data and should not pay for a TOML parser. This
    # one is compiled where it has a wheel, and takes a third of what the standard library's takes.
    import tomli  # noqa: PLC0415

    with open(os.path.join(os.path.dirname(__file__), name), "rb") as file:
        return tomli.load(file)
