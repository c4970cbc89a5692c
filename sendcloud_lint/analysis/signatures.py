"""The fields of a signed event."""

from __future__ import annotations

from sendcloud_lint.analysis.machine import Machine
from sendcloud_lint.model.values import Value, Variable, alternatives

DIGEST = "hmac.HMAC"
SIGNATURE = "signature"
FIELDS = frozenset(("token", "timestamp", SIGNATURE))


def note_field(machine: Machine, name: str) -> None:
    """A field of something unknown is read by its name."""
    if name in FIELDS:
        machine.frame.fields.add(name)


def is_signature(value: Value) -> bool:
    return any(isinstance(option, Variable) and option.name == SIGNATURE for option in alternatives(value))
