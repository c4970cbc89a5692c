"""A request is tried once.

## Why

Networks fail for a moment all the time. Without a second try the message is lost, though a minute later it would have
gone through. The guide asks for retries where authentication fails; pauses that grow keep them from making it worse.

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
    response = requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
    response.raise_for_status()
```

## Use instead

```python
import os
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

session = requests.Session()
session.mount("https://", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=1, allowed_methods=None)))

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    response = session.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
    response.raise_for_status()
```

## When it stays silent

Any loop that counts, any decorator or argument that speaks of retries, an adapter or client that nobody knows: all may
try again. A loop over recipients does not. urllib3 and wget try again by themselves.
Samples in documentation are silent.

## Options

`hosts` names further hosts that are taken for the API's. Functions that `clients` names are not judged:
they may try again themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL502", name="no-retry", level=Level.INFO, since="0.1", guide=("refusals-retried", "refusals-told"))
def check(request: Request) -> Iterator[Fault]:
    if not request.retried:
        way = (
            "Add `--retry 3`" if request.client.startswith("command.") else "Try again a few times, with growing pauses"
        )
        twice = (
            "; give each text a `sendRequestId`, so that none is sent twice" if request.endpoint.family == "sms" else ""
        )
        yield Fault(
            place=request.way[-1].place if request.way else request.place,
            message=f"This request to {endpoint_in_words(request.endpoint)} is tried once: "
            "a lost connection loses the message",
            help=f"{way}{twice}",
            scope=request.scope,
            slot="retry",
            related=(Step(request.place, "called here"),) if request.way else (),
        )
