"""A key of the API is written in the code as a fall-back.

## Why

Whoever can read the file has the key, as with any hard-coded one. The fall-back also hides the mistake that it was made
for: where the variable is missing, a test or a new server sends with this key and nobody notices. The guide wants keys
kept in environment variables.

## Example

```python
import os
import requests

def send(to, message):
    key = os.getenv("SMS_API_KEY", "q7Zf2mX9bR4tLw8K")
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": key, "to": to, "message": message}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## Use instead

```python
import os
import requests

def send(to, message):
    key = os.environ["SMS_API_KEY"]
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": key, "to": to, "message": message}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## If this is a real key

Reset it in the dashboard; taking it out of the file is not enough, the history keeps it. An email key's old value works
for 15 more minutes after the reset, so reset first and update the configuration within that time. An SMS key's old
value stops at once: prepare the update first, then reset.

## When it stays silent

An empty default or a placeholder (`your_sms_key`, `changeme`) is no key. The default of a name with nothing that ties
it to this API belongs to another service. A literal that is the value itself is SCL101's.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.resets import reset_advice
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Credential
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL103",
    name="hardcoded-key-default",
    level=Level.ERROR,
    since="0.1",
    guide=("keys-in-environment",),
    cwe=798,
)
def check(credential: Credential) -> Iterator[Fault]:
    if not credential.role.is_key or credential.placeholder or not credential.default_of:
        return
    advice = reset_advice(credential.role)
    yield Fault(
        place=credential.place,
        message=f"A literal {role_in_words(credential.role)} stands in for {credential.default_of}: {credential.mask}",
        help=f"Drop the default, so that a missing key is noticed at once; if it is real, {advice}",
        scope=credential.scope,
        slot=credential.name,
        tag=credential.tag,
        related=credential.uses,
    )
