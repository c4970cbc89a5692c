"""Where reports go: which format to which file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from sendcloud_lint.cli.status import Misuse
from sendcloud_lint.reports.formats import FORMATS


class Target(NamedTuple):
    """`file` is None for standard output."""

    format: str
    file: str | None


def targets(given: Sequence[str], output_file: str | None) -> tuple[Target, ...]:
    """What `FORMAT` and `FORMAT=FILE` ask for, each checked for what can be known before there is a report.

    `output_file` is for the one format that names no file. Raises Misuse.
    """
    asked = [_target(each) for each in given or ("text",)]
    bare = [target for target in asked if target.file is None]
    if len(bare) > 1:
        named = " and ".join(target.format for target in bare)
        raise Misuse(f"--output-format: {named} can't both go to one place (FORMAT=FILE names another)")
    if output_file is not None and not bare:
        raise Misuse("--output-file: every --output-format names a file of its own")
    told = tuple(target if target.file is not None else target._replace(file=output_file) for target in asked)
    _check_files([target.file for target in told if target.file is not None])
    return told


def _target(given: str) -> Target:
    name, separator, file = given.partition("=")
    if name not in FORMATS:
        raise Misuse(f"--output-format: {name!r} is no format (there are {', '.join(FORMATS)})")
    if separator and not file:
        raise Misuse(f"--output-format: {given} names no file")
    return Target(name, file or None)


def _check_files(files: Sequence[str]) -> None:
    if not files:
        return
    from sendcloud_lint.engine.files.replacing import is_stream  # noqa: PLC0415  most reports go to standard output

    seen: set[str] = set()
    for file in files:
        real = os.path.realpath(file)
        if real in seen and not is_stream(real):
            raise Misuse(f"--output-format: two reports can't go to {file}")
        seen.add(real)
        reason = _obstacle(real)
        if reason:
            raise Misuse(f"{file}: can't be written: {reason}")


def _obstacle(path: str) -> str:
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        return "it is a folder"
    if not os.path.isdir(folder):
        return "there is no such folder"
    if os.path.exists(path) and os.access(path, os.W_OK):
        return ""
    return "" if os.access(folder, os.W_OK) else "permission denied"
