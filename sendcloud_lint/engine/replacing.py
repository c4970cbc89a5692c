"""Files written at once or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress


def replace_file(path: str, data: bytes) -> None:
    """Give a file other content in one step, with its mode; behind a link it is the file that the link leads to."""
    real = os.path.realpath(path)
    try:
        mode = stat.S_IMODE(os.stat(real).st_mode)
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=".sendcloud-lint-", dir=os.path.dirname(real))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    """It can only be read by being set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
