"""A request may wait for ever.

## Why

requests, urllib, urllib3 and curl wait as long as the other side keeps silent. One dropped connection, and a worker
hangs, then the next one.

## Example

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
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data)
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

Clients with a timeout of their own (httpx, aiohttp, tornado) are silent unless it is turned off, and so is http.client.
A timeout that is a variable counts as one. Nothing is said where arguments or adapters come from elsewhere.
Samples in documentation are silent.

## Options

`hosts` names further hosts that are taken for the API's. Functions that `clients` names are not judged:
they may have a timeout of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL503", name="no-timeout", level=Level.WARNING, since="0.1", guide=())
def check(request: Request) -> Iterator[Fault]:
    if request.waits:
        place = request.way[-1].place if request.way else request.place
        is_command = request.client.startswith("command.")
        yield Fault(
            place=place,
            message=f"This request to {endpoint_in_words(request.endpoint)} waits for ever if no answer comes",
            help="Add `--max-time 10`" if is_command else "Add a timeout, such as `timeout=10`",
            scope=request.scope,
            slot="timeout",
            related=(Step(request.place, "called here"),) if request.way else (),
        )
