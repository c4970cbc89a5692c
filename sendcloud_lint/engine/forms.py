"""How a key may be written: what a search for it must look for."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

# Shorter ones stand everywhere.
SHORTEST = 5


def forms_of(key: str) -> set[str]:
    """A key as it is, backwards, escaped, as it is encoded for a URL, and in hexadecimal and base64."""
    data = key.encode("utf-8", "surrogatepass")
    plain = {key, key.strip(), *key.split(), key[::-1], key.encode("unicode_escape").decode("ascii")}
    quoted = {encode(data, safe=safe) for encode in (quote, quote_plus) for safe in ("", "/")}
    lower = {re.sub(r"%..", lambda code: code[0].lower(), form) for form in quoted}
    coded = {data.hex(), *_base64_forms(data)} if len(data) >= 2 * SHORTEST else set()
    return {form for form in plain | quoted | lower | coded if len(form) >= SHORTEST}


def _base64_forms(data: bytes) -> Iterator[str]:
    """What of the base64 of a text around the key depends on the key alone."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift in range(3):
            encoded = encode(b"\0" * shift + data).decode()
            yield encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
