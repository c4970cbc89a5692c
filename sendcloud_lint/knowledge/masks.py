"""How a key is shown: by its length and a short keyed hash, never by its characters."""

from __future__ import annotations

# Constant, so that two runs and two machines give one key the same tag.
BUILT_IN_SALT = b"sendcloud-lint: tags of keys, first form"
_LETTERS = "ghijklmnopqrstuvwxyz"
_TAG_LENGTH = 6


def tag(value: str, salt: bytes = BUILT_IN_SALT) -> str:
    """Six letters that stand for `value`: the first 24 bits of its HMAC-SHA256 under `salt`.

    The bits are read as one big-endian number and written in base 20, most significant digit first, with the letters
    g to z as digits (20**6 is more than 2**24). No letter is a hexadecimal digit, so a tag is never taken for a key.
    """
    # Imported here: hashing loads OpenSSL, and most runs show no key.
    import hmac  # noqa: PLC0415

    digest = hmac.digest(salt, value.encode("utf-8", "surrogatepass"), "sha256")
    return letters(int.from_bytes(digest[:3], "big"), _TAG_LENGTH)


def letters(number: int, length: int) -> str:
    """A number from 0 in base 20, most significant digit first, in the letters g to z: no digit and no hexadecimal."""
    return "".join(_LETTERS[number // 20**place % 20] for place in reversed(range(length)))


def mask(value: str, salt: bytes = BUILT_IN_SALT) -> str:
    """What stands for a key in every output: `‹key, 32 characters, #kmrtwz›`."""
    unit = "character" if len(value) == 1 else "characters"
    return f"‹key, {len(value)} {unit}, #{tag(value, salt)}›"
