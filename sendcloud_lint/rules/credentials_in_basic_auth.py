"""Credentials are sent as HTTP basic or digest authentication.

## Why

The API does not look there, and answers that authentication failed. The guide: "These parameters must be included
directly in the request parameters, not passed through HTTPS basic authentication or request headers."

## Example

```python
import os
import requests

def send(to):
    return requests.post(
        "https://api.aurorasendcloud.com/email/send",
        data={"from": "news@shop.example", "to": to},
        auth=(os.environ["EMAIL_API_USER"], os.environ["EMAIL_API_KEY"]),
        timeout=10,
    )
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

Requests to other hosts are never judged: the parcel company of nearly the same name does want basic authentication.
What authenticates at a proxy is not sent to the API.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, parameter_of
from sendcloud_lint.model.api import Endpoint, credential
from sendcloud_lint.model.facts import Auth, Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL202",
    name="credentials-in-basic-auth",
    level=Level.ERROR,
    since="0.1",
    guide=("email-by-parameters", "email-nowhere-else", "sms-by-parameters", "sms-nowhere-else", "not-in-headers"),
)
def check(request: Request) -> Iterator[Fault]:
    # Two pairs to choose from are one argument: one thing to edit.
    for auth in {auth.place: auth for auth in request.auth}.values():
        yield _fault(request, auth)


def _fault(request: Request, auth: Auth) -> Fault:
    endpoint = request.endpoint
    steps = (Step(request.place, "sent here"), *request.way)
    return Fault(
        place=auth.place,
        message=(
            f"HTTP {auth.scheme} authentication carries credentials to {endpoint_in_words(endpoint)}, "
            "which reads parameters alone"
        ),
        help=f"Send {_wanted(endpoint)} in the query string or form body instead",
        scope=request.scope,
        slot="auth",
        related=tuple(step for step in steps if step.place != auth.place),
    )


def _wanted(endpoint: Endpoint) -> str:
    if endpoint.family is None:
        return "user and key as parameters"
    user, key = (parameter_of(credential(endpoint.family, is_key), endpoint) for is_key in (False, True))
    return f"`{user}` and `{key}`"
