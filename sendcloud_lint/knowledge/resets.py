"""What a key's reset does to its old value: a period of grace in one family, none in the other."""

from __future__ import annotations

from sendcloud_lint.model.api import Role


def reset_advice(role: Role) -> str:
    """How to reset a key of this family without an outage, as the end of a sentence."""
    if role.family == "email":
        return "reset it: the old key works for 15 more minutes"
    return "prepare the update, then reset it: the old key stops at once"
