"""A request to one family of endpoints carries the other family's credential names.

## Why

The email API reads `apiUser` and `apiKey`, the SMS API `smsUser` and `smsKey`, and neither looks at the other's names:
authentication fails. The guide: "Verify parameter names are correct (apiUser/apiKey vs smsUser/smsKey)".

## Example

```python
import os
import requests

def send(to, message):
    data = {
        "apiUser": os.environ["SMS_API_USER"],
        "apiKey": os.environ["SMS_API_KEY"],
        "to": to,
        "message": message,
    }
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## Use instead

```python
import os
import requests

def send(to, message):
    data = {
        "smsUser": os.environ["SMS_API_USER"],
        "smsKey": os.environ["SMS_API_KEY"],
        "to": to,
        "message": message,
    }
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## When it stays silent

Where the URL does not tell the family, either pair may be right. Half a pair of each is then SCL302's, another spelling
of the right name SCL303's.

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
    code="SCL301", name="swapped-names", level=Level.ERROR, since="0.1", guide=("sms-by-parameters", "names-of-family")
)
def check(request: Request) -> Iterator[Fault]:
    family = request.endpoint.family
    for sent in request.parameters:
        if family is not None and sent.role is not None and sent.role.family != family:
            yield _fault(request, sent, sent.role)


def _fault(request: Request, sent: Sent, role: Role) -> Fault:
    wanted = parameter_of(role, request.endpoint)
    steps = (Step(request.place, "sent here"), *request.way)
    return Fault(
        place=sent.place,
        message=f"`{sent.name}` is sent to {endpoint_in_words(request.endpoint)}, which reads `{wanted}`",
        help=_help(request, wanted),
        scope=request.scope,
        slot=sent.name,
        related=tuple(step for step in steps if step.place != sent.place),
    )


def _help(request: Request, wanted: str) -> str:
    if any(sent.name == wanted for sent in request.parameters):
        return f"Remove it: `{wanted}` is sent as well"
    return f"Send `{wanted}` instead: email goes by apiUser and apiKey, SMS by smsUser and smsKey"
