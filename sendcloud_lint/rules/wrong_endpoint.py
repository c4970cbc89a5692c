"""A URL can't be the API, and nearly is.

## Why

A host with another ending, a letter too many, a path of another version: such a request fails, at best, and at worst
hands the key to whoever owns the name. The guide asks to make sure that the right endpoint is used. Texts are sent by
`api.aurorasendcloud.com` alone: the regional hosts serve email only.

## Example

```python
import os
import requests

def text(phone, words):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], "to": phone, "message": words}
    return requests.post("https://api.aurorasendcloud.com/sms/send", data=data, timeout=10)
```

```dotenv
SENDCLOUD_BASE_URL=https://api.aurorasendcloud.net
```

## Use instead

```python
import os
import requests

def text(phone, words):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], "to": phone, "message": words}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## When it stays silent

Other paths on a host of the API are never reported, however unknown, nor are other hosts of the vendor's and other
companies'. A name that differs in two letters or more, or in a number, is taken for another's.

## Options

What `hosts` names is no near miss. `clients` names functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import NearMiss
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL404",
    name="wrong-endpoint",
    level=Level.ERROR,
    since="0.1",
    guide=("email-address", "sms-address", "endpoint-right", "urls-right"),
)
def check(url: NearMiss) -> Iterator[Fault]:
    yield Fault(
        place=url.place,
        message=f"`{url.wrong}` is not the API: the right one is `{url.right}`",
        help=f"Use `{url.right}`",
        scope=url.scope,
        slot="url",
        related=tuple(step for step in url.sent if step.place != url.place),
    )
