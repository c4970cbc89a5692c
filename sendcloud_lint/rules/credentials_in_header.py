"""A credential is sent in a request header or a cookie.

## Why

The API does not look there, and answers that authentication failed. The guide: "These parameters must be included
directly in the request parameters, not passed through HTTPS basic authentication or request headers."

## Example

```python
import os
import requests

def send(to):
    headers = {"apiKey": os.environ["EMAIL_API_KEY"]}
    data = {"apiUser": os.environ["EMAIL_API_USER"], "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", headers=headers, data=data, timeout=10)
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

Requests to other hosts are never judged: elsewhere a header is often right. `Authorization: Basic …` is SCL202's.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, parameter_of
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Request, Sent
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL201",
    name="credentials-in-header",
    level=Level.ERROR,
    since="0.1",
    guide=("email-by-parameters", "email-nowhere-else", "sms-by-parameters", "sms-nowhere-else", "not-in-headers"),
)
def check(request: Request) -> Iterator[Fault]:
    for kind, entries in (("header", request.headers), ("cookie", request.cookies)):
        for sent in entries:
            if sent.role is not None:
                yield _fault(request, kind, sent, sent.role)


def _fault(request: Request, kind: str, sent: Sent, role: Role) -> Fault:
    endpoint = request.endpoint
    steps = (Step(request.place, "sent here"), *request.way)
    return Fault(
        place=sent.place,
        message=(
            f"The {kind} `{sent.name}` carries the {role_in_words(role)} to {endpoint_in_words(endpoint)}, "
            "which reads parameters alone"
        ),
        help=f"Send `{parameter_of(role, endpoint)}` in the query string or form body instead",
        scope=request.scope,
        slot=sent.name,
        related=tuple(step for step in steps if step.place != sent.place),
    )
