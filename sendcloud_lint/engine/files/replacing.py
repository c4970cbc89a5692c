"""Files written at once or not at all, reports where that can be."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

# A file that is mounted by itself can't be replaced; one in a folder that is closed can still be written.
_KEPT_IN_PLACE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV, errno.EROFS)
# What is wrong with the place that was named; anything else, such as a full disk, is wrong with the system.
MISPLACED = (
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.EROFS,
)  # fmt: skip
_BEGUN: set[str] = set()


def write_report(path: str, data: bytes) -> None:
    """Write a report so that nobody reads half of one, where that can be. Raises OSError.

    What is no regular file (a pipe, `/dev/stdout`) is written as it is, and so is a file that can't be replaced.
    """
    if is_stream(os.path.realpath(path)):
        _put(path, data)
        return
    try:
        replace_file(path, data)
    except OSError as error:
        if error.errno not in _KEPT_IN_PLACE or not os.path.exists(path):
            raise
        _put(path, data)


def is_stream(path: str) -> bool:
    """Whether a path without links leads to what is no regular file."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return path.startswith(("/dev/", "/proc/"))


def _put(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def replace_file(path: str, data: bytes) -> None:
    """Give a file other content in one step, with its mode; behind a link it is the file that the link leads to."""
    real = os.path.realpath(path)
    try:
        mode = stat.S_IMODE(os.stat(real).st_mode)
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    name = os.path.join(os.path.dirname(real), f".sendcloud-lint-{os.urandom(8).hex()}")
    _BEGUN.add(name)
    try:
        with open(
            os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    finally:
        _BEGUN.discard(name)


def abandon() -> None:
    """Take away what was begun and can't be ended: for a process that must go at once."""
    for name in tuple(_BEGUN):
        with suppress(OSError):
            os.unlink(name)


def _umask() -> int:
    """It can only be read by being set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
