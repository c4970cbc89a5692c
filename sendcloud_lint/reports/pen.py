"""Colour, as the escape codes every terminal knows, and links, as those that newer ones know."""

from __future__ import annotations

from typing import Final

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.records import dataclass

STRONG: Final = "1"
HELD: Final = "2"
FRAME: Final = "1;94"
STEP: Final = "94"
ADVICE: Final = "1;36"
OF_LEVEL: Final = {Level.ERROR: "1;31", Level.WARNING: "1;33", Level.INFO: "1;36"}


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes in a style if there is to be colour, and with links if the terminal knows them; without the codes the text
    is the same either way."""

    color: bool
    links: bool = False

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text

    def link(self, url: str, text: str) -> str:
        """A text that leads to an address of our own."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.links and url and text else text
