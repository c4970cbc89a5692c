"""A key travels in a query string.

## Why

It works: the API reads the query string as it reads a form. But proxies, load balancers and access logs keep whole
URLs, and so the key, long after the request. The guide asks never to log keys; the body of a POST is not logged.

## Example

```python
import os
import requests

def send(to):
    params = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "to": to}
    return requests.get("https://api.aurorasendcloud.com/email/send", params={**params, "from": "news@shop.example"})
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

A user in a query string is no secret. The rule is off unless it is selected, as the vendor's own examples use GET.

## Options

`extend-select = ["SCL105"]` turns the rule on. `hosts` names further hosts that are taken for the API's, `clients`
functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import QUERY, Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL105",
    name="key-in-query",
    level=Level.INFO,
    since="0.1",
    opt_in=True,
    guide=("keys-not-logged",),
    cwe=598,
)
def check(request: Request) -> Iterator[Fault]:
    for sent in request.parameters:
        if sent.where == QUERY and sent.role is not None and sent.role.is_key:
            steps = (Step(request.place, "sent here"), *request.way)
            yield Fault(
                place=sent.place,
                message=f"`{sent.name}` is sent to {endpoint_in_words(request.endpoint)} in the query string, "
                "which proxies and access logs keep",
                help="Send it with POST, in the form body",
                scope=request.scope,
                slot=sent.name,
                related=tuple(step for step in steps if step.place != sent.place),
            )
