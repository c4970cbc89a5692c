"""The traces of the API as they stand in base64: files in a cluster's secret are written so."""

from __future__ import annotations

import binascii
from functools import cache

_NAMES = ("sendcloud", "send_cloud", "send-cloud", "SENDCLOUD", "SEND_CLOUD", "SendCloud", "Sendcloud", "sendCloud")
_VARIABLES = ("EMAIL_API_", "SMS_API_", "email_api_", "sms_api_", "apiUser", "smsUser")
# For a text that begins at the first, second or third byte of three: how many signs tell of what stands before it.
_BEFORE = (0, 2, 3)


@cache
def coded_traces() -> tuple[bytes, ...]:
    """In lower case, as all texts are searched; what of each word's code hangs on the word alone."""
    return tuple(sorted({_coded(word.encode(), shift) for word in (*_NAMES, *_VARIABLES) for shift in range(3)}))


def _coded(word: bytes, shift: int) -> bytes:
    code = binascii.b2a_base64(b"\0" * shift + word, newline=False)
    return code[_BEFORE[shift] : (shift + len(word)) * 8 // 6].lower()
