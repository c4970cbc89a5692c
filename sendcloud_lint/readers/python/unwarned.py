"""Python's own parser without its warnings, which quote the text."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

# The filters are the process's: two threads that change them at once would leave a change behind.
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def unwarned() -> Iterator[None]:
    """No warning is told in here."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
