"""JSON as it leaves: the same bytes in every encoding, and nothing in it that a terminal or a CI's log would obey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool | None"


def dumped(document: Json) -> str:
    """ASCII only; DEL is the one control left by that, and `##` begins a command in some logs wherever it stands."""
    text = json.dumps(document, indent=2, ensure_ascii=True)
    return text.replace("\x7f", "\\u007f").replace("##", "#\\u0023") + "\n"
