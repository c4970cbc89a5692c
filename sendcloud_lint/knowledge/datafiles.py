"""Reads the data files that stand beside this module."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any


@cache
def read_data(name: str) -> dict[str, Any]:
    """The table in the TOML file `name` of this package. The caller must not change it: it is kept and shared."""
    # Imported here: a run that finds nothing relevant never asks for data and should not pay for a TOML parser.
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415
    else:
        import tomli as tomllib  # noqa: PLC0415
    with open(os.path.join(os.path.dirname(__file__), name), "rb") as file:
        return tomllib.load(file)
