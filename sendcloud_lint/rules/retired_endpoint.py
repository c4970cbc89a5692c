"""A request goes to a host or a version of the API that was superseded.

## Why

The first version (`/webapi/`) and the earlier hosts still answer, but what is new is not there, their names and answers
differ, and one day they will be switched off. New code should not start with them.

## Example

```python
import os
import requests

def send(to):
    data = {"api_user": os.environ["EMAIL_API_USER"], "api_key": os.environ["EMAIL_API_KEY"], "to": to}
    data.update({"from": "news@shop.example", "subject": "Hello", "html": "<p>Hello</p>"})
    return requests.post("https://sendcloud.sohu.com/webapi/mail.send.json", data=data, timeout=10)
```

## Use instead

```python
import os
import requests

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

## When it stays silent

A URL that no request is seen to go to is not reported, nor are pages of the vendor's websites.

## Options

`clients` names functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Address
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL406", name="retired-endpoint", level=Level.INFO, since="0.1", guide=("endpoint-right", "urls-right"))
def check(address: Address) -> Iterator[Fault]:
    endpoint = address.endpoint
    if endpoint.retired and address.sent:
        today = endpoint.successor or "today's API"
        yield Fault(
            place=address.place,
            message=f"`{endpoint.host}{endpoint.path or ''}` was superseded; today it is {today}",
            help=f"Move to {today}; names of parameters and answers differ between the versions",
            scope=address.scope,
            slot="url",
            related=tuple(step for step in address.sent if step.place != address.place),
        )
