"""Where reports go: which format to which file, and the files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from sendcloud_lint.reports.formats import FORMATS

# A file that is mounted by itself can't be replaced; one in a folder that is closed can still be written.
_KEPT_IN_PLACE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV, errno.EROFS)


class Undeliverable(Exception):
    """What is asked for can't be done. The message is one line of our own."""


class Target(NamedTuple):
    """`file` is None for standard output."""

    format: str
    file: str | None


def targets(given: Sequence[str], output_file: str | None) -> tuple[Target, ...]:
    """What `FORMAT` and `FORMAT=FILE` ask for, each checked for what can be known before there is a report.

    `output_file` is for the one format that names no file. Raises Undeliverable.
    """
    asked = [_target(each) for each in given or ("text",)]
    bare = [target for target in asked if target.file is None]
    if len(bare) > 1:
        named = " and ".join(target.format for target in bare)
        raise Undeliverable(f"--output-format: {named} can't both go to one place (FORMAT=FILE names another)")
    if output_file is not None and not bare:
        raise Undeliverable("--output-file: every --output-format names a file of its own")
    told = tuple(target if target.file is not None else target._replace(file=output_file) for target in asked)
    _check_files([target.file for target in told if target.file is not None])
    return told


def _target(given: str) -> Target:
    name, separator, file = given.partition("=")
    if name not in FORMATS:
        raise Undeliverable(f"--output-format: {name!r} is no format (there are {', '.join(FORMATS)})")
    if separator and not file:
        raise Undeliverable(f"--output-format: {given} names no file")
    return Target(name, file or None)


def _check_files(files: Sequence[str]) -> None:
    seen: set[str] = set()
    for file in files:
        real = os.path.realpath(file)
        if real in seen and not _is_stream(real):
            raise Undeliverable(f"--output-format: two reports can't go to {file}")
        seen.add(real)
        reason = _obstacle(real)
        if reason:
            raise Undeliverable(f"{file}: can't be written: {reason}")


def _obstacle(path: str) -> str:
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        return "it is a folder"
    if not os.path.isdir(folder):
        return "there is no such folder"
    if os.path.exists(path) and os.access(path, os.W_OK):
        return ""
    return "" if os.access(folder, os.W_OK) else "permission denied"


def write(path: str, text: str) -> None:
    """Replace the file by a new one, so that nobody reads half a report. Raises OSError.

    What is no regular file (a pipe, `/dev/stdout`) is written as it is, and a link stays one.
    """
    real, data = os.path.realpath(path), text.encode("utf-8", "backslashreplace")
    if _is_stream(real):
        _put(path, data)
        return
    try:
        _replace(real, data)
    except OSError as error:
        if error.errno not in _KEPT_IN_PLACE or not os.path.exists(real):
            raise
        _put(real, data)


def _is_stream(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return path.startswith(("/dev/", "/proc/"))


def _put(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _replace(path: str, data: bytes) -> None:
    """The new file has the mode that the umask gives it; it stands beside the old one, as a rename needs."""
    draft = f"{path}.{os.getpid()}.tmp"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
