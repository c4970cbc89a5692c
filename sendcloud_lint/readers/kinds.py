"""Which grammar a file is written in, by its name or its first line."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Kind(NamedTuple):
    kind: str
    name: re.Pattern[str]
    shebang: re.Pattern[str] | None = None


# `.env.yaml`, `.env.md` and the like are written in a format of their own, and `.envrc` is a shell script.
_FOREIGN = r"(?!.*\.(?:[cm]?[jt]sx?|json[5c]?|ya?ml|toml|ini|xml|md|rst|html?|(?:ba|z|fi)?sh|ps1|rb|php|enc|gpg|age)$)"
_ENV = r".*\.env(?:[._-].+)?|env[._-](?:example|sample|template|dist|defaults?)"
# The first kind that fits wins.
_KINDS = (
    _Kind("python", re.compile(r".*\.py[iw]?"), re.compile(r"#!.*(?:python|pypy|\buv run\b|\bpipx run\b)")),
    _Kind("dotenv", re.compile(f"{_FOREIGN}(?:{_ENV})")),
)


def kind_of(path: str, head: str) -> str | None:
    """The kind of a file, from its path and its first characters: "python", "dotenv", or None if none fits."""
    name = re.split(r"[/\\]", path)[-1].lower()
    return _by_name(name) or _by_shebang(head)


def _by_name(name: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.name.fullmatch(name)), None)


def _by_shebang(head: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.shebang and kind.shebang.match(head)), None)
