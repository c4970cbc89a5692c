"""Regular expressions that are compiled when they are first used.

Compiling one takes a million instructions, and of those that a run's modules have it uses one in four.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["expression"]

if TYPE_CHECKING:
    from re import compile as expression
else:

    class expression:
        """As `re.compile`, for a module's own data; the functions of `re` do not take it."""

        def __init__(self, pattern, flags=0):
            self._given = pattern, flags

        def __getattr__(self, name: str) -> Any:
            """Whatever is asked first compiles; from then on all that a compiled one can is the object's own."""
            if name.startswith("_"):
                raise AttributeError(name)
            compiled = re.compile(*self._given)
            self.__dict__.update({each: getattr(compiled, each) for each in _ABLE})
            return getattr(compiled, name)


_ABLE = [name for name in dir(re.Pattern) if not name.startswith("_")]
