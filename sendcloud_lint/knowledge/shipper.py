"""What gives away the parcel shipper of the same name, whose code is never reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sendcloud_lint.knowledge.datafiles import read_data


def shipper_marker(name_or_text: str) -> bool:
    """Whether a name, host, URL or module is the shipper's."""
    return has_shipper_marker(name_or_text)


def has_shipper_marker(text: str) -> bool:
    """Whether a name, host or module of the shipper stands anywhere in `text`; one pass, linear in its length."""
    lowered = text.lower()
    stems: list[str] = read_data("shipper.toml")["stems"]
    return any(stem in lowered for stem in stems) and _markers().search(lowered) is not None


@cache
def _markers() -> re.Pattern[str]:
    return re.compile("|".join(_patterns()), re.ASCII)


def _patterns() -> Iterator[str]:
    """Literals with bounded context on both sides, nothing that repeats: so a search can't go back far."""
    known: dict[str, list[str]] = read_data("shipper.toml")
    for name in known["names"]:
        yield _loose(name) + r"(?![a-z0-9])"
    for name in known["whole_names"]:
        yield _loose(name) + r"(?!\w)"
    for domain in known["domains"]:
        yield r"(?<![\w@-])" + re.escape(domain) + r"(?![\w-]|\.\w)"
    for module in known["modules"]:
        yield r"(?<![\w.])" + re.escape(module) + r"(?!\w)"
    for package in known["packages"]:
        yield r"(?<![a-z0-9])" + _loose(package) + r"(?![a-z0-9])"


def _loose(name: str) -> str:
    return name.replace("_", "[-_.]?")
