"""A parameter plainly means a credential, but is spelled in another way than the endpoint reads it.

## Why

Names of parameters are compared to the letter: `api_user`, `apikey` or `APIKEY` is an unknown extra, the credential
counts as missing, and authentication fails. The guide: "Verify parameter names are correct (apiUser/apiKey vs
smsUser/smsKey)". The vendor's overview page prints `api_user` and `api_key`; the guide wins.

## Example

```python
import os
import requests

def send(to):
    data = {
        "api_user": os.environ["EMAIL_API_USER"],
        "api_key": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
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

The retired endpoints below `/webapi/` do read `api_user` and `api_key`: there `apiUser` is the wrong one. Parameters
that mean no credential are never reported, and `user` and `key` only as a pair. The other family's names are SCL301's.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, parameter_of
from sendcloud_lint.model.api import Role
from sendcloud_lint.model.facts import Request, Sent
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL303",
    name="misspelled-name",
    level=Level.ERROR,
    since="0.1",
    guide=("email-pair", "sms-pair", "names-of-family"),
)
def check(request: Request) -> Iterator[Fault]:
    endpoint = request.endpoint
    for sent in request.parameters:
        is_ours = sent.role is not None and sent.role.family == endpoint.family
        if sent.role is not None and is_ours and sent.name not in (endpoint.user_name, endpoint.key_name):
            yield _fault(request, sent, sent.role)


def _fault(request: Request, sent: Sent, role: Role) -> Fault:
    wanted = parameter_of(role, request.endpoint)
    printed = request.endpoint.product == "aurora" and sent.name == role.spelled(snake=True)
    steps = (Step(request.place, "sent here"), *request.way)
    return Fault(
        place=sent.place,
        message=(
            f"`{sent.name}` is sent to {endpoint_in_words(request.endpoint)}, which reads `{wanted}`"
            + (", whatever the vendor's overview page prints" if printed else "")
        ),
        help=_help(request, wanted, printed),
        scope=request.scope,
        slot=sent.name,
        related=tuple(step for step in steps if step.place != sent.place),
    )


def _help(request: Request, wanted: str, printed: bool) -> str:
    if any(sent.name == wanted for sent in request.parameters):
        return f"Remove it: `{wanted}` is sent as well"
    if printed:
        return f"Send `{wanted}` instead: where the overview page and the authentication guide differ, the guide wins"
    return f"Send `{wanted}` instead: names are compared to the letter"
