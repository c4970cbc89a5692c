"""A request lacks a parameter that its endpoint requires.

## Why

The API refuses such a request, or worse, accepts it and sends nothing that anybody can read. Which parameters an
endpoint requires stands in its reference, alternatives included: `html` or `plain`, `to` or `xsmtpapi`, a text's
`message` or its `templateId`.

## Example

```python
import os
import requests

def text(phone):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], "to": phone}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## Use instead

```python
import os
import requests

def text(phone, words):
    data = {
        "smsUser": os.environ["SMS_API_USER"],
        "smsKey": os.environ["SMS_API_KEY"],
        "to": phone,
        "message": words,
    }
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## When it stays silent

Only complete sets of parameters are judged: not one that something unknown may have added to. A parameter that is
there on one branch only counts as there. Of paths that no reference lists nothing is demanded; credentials and `from`
have rules of their own.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL403", name="missing-parameter", level=Level.WARNING, since="0.1", guide=("sms-contents",))
def check(request: Request) -> Iterator[Fault]:
    endpoint = request.endpoint
    if not (endpoint.known and request.complete):
        return
    sent = {parameter.name for parameter in request.parameters}
    missing = [group for group in endpoint.required if sent.isdisjoint(group)]
    if missing:
        names = " and ".join(_either(group) for group in missing)
        yield Fault(
            place=request.place,
            message=f"This request to {endpoint_in_words(endpoint)} needs {names}, which it does not send",
            help=f"Send {names} as well",
            scope=request.scope,
            slot=",".join(group[0] for group in missing),
            related=request.way,
        )


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
