"""Colour, as the escape codes every terminal knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sendcloud_lint.model.outcome import Level

STRONG: Final = "1"
FRAME: Final = "1;94"
STEP: Final = "94"
ADVICE: Final = "1;36"
OF_LEVEL: Final = {Level.ERROR: "1;31", Level.WARNING: "1;33", Level.INFO: "1;36"}


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes in a style if there is to be colour; without its codes the text is the same either way."""

    color: bool

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text
