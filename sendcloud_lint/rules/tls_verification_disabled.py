"""The server's certificate is not checked.

## Why

The key is one of the parameters of every request. Who does not check the certificate sends it to whoever answers: on a
shared network, or behind a proxy, that need not be the API. The guide asks for requests by HTTPS, and all hosts of the
API have certificates that every system trusts.

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
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, verify=False, timeout=10)
```

```sh
curl -k --fail https://api.aurorasendcloud.com/email/send \\
  --data-urlencode "apiUser=$EMAIL_API_USER" --data-urlencode "apiKey=$EMAIL_API_KEY" \\
  --data-urlencode "from=news@shop.example" --data-urlencode "to=$1"
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

A bundle of certificates of your own is a check too. Nothing is said where a variable decides, or a context that other
code got hold of; nor of requests to other hosts.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL205", name="tls-verification-disabled", level=Level.ERROR, since="0.1", guide=("by-https",), cwe=295)
def check(request: Request) -> Iterator[Fault]:
    place = request.unverified
    if place is not None:
        steps = (Step(request.place, "sent here"), *request.way)
        yield Fault(
            place=place,
            message=f"The certificate of {endpoint_in_words(request.endpoint)} is not checked: "
            "the key may go to anyone who answers",
            help="Remove what turns the check off; behind a proxy of your own, name its certificate instead",
            scope=request.scope,
            slot="verify",
            related=tuple(step for step in steps if step.place != place),
        )
