"""A first look at many texts: all words at once, by Hyperscan, where a wheel of it can be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def glance(words: Iterable[bytes]) -> Callable[[bytes], bool] | None:
    """Whether one of some words in lower case stands in a text in whatever case; None where nothing can tell."""
    try:
        import hyperscan as hs  # noqa: PLC0415  it may be missing
    except ImportError:
        return None
    database = hs.Database(mode=hs.HS_MODE_BLOCK)
    patterns = ["".join(f"\\x{byte:02x}" for byte in word).encode() for word in sorted(words)]
    database.compile(expressions=patterns, flags=hs.HS_FLAG_CASELESS | hs.HS_FLAG_SINGLEMATCH)
    found: list[int] = []

    def note(number: int, start: int, end: int, flags: int, context: object) -> None:
        found.append(number)

    def holds(text: bytes) -> bool:
        found.clear()
        database.scan(text, match_event_handler=note)
        return bool(found)

    return holds
