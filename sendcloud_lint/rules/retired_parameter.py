"""A parameter is spelled as in the first version of the API.

## Why

The second version ignores the first one's names without a word: the mail goes out, but without its sender's name, its
template or its variables.

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    data.update(to=to, subject="Hello", html="<p>Hello</p>", fromname="The shop")
    return requests.post("https://api.aurorasendcloud.com/api/mail/send", data=data, timeout=10)
```

## Use instead

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    data.update(to=to, subject="Hello", html="<p>Hello</p>", fromName="The shop")
    return requests.post("https://api.aurorasendcloud.com/api/mail/send", data=data, timeout=10)
```

## When it stays silent

The first version (`/webapi/`) reads these names. Credentials have a rule of their own, and names that no version knows
are not judged.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, retired_parameters
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL407", name="retired-parameter", level=Level.WARNING, since="0.1", guide=())
def check(request: Request) -> Iterator[Fault]:
    today = retired_parameters(request.endpoint)
    names = {sent.name for sent in request.parameters}
    for sent in request.parameters:
        new = today.get(sent.name)
        if new is not None and sent.role is None:
            steps = (Step(request.place, "sent here"), *request.way)
            yield Fault(
                place=sent.place,
                message=f"`{sent.name}` is sent to {endpoint_in_words(request.endpoint)}, which reads `{new}` "
                "and ignores the first version's name",
                help=f"Remove it: `{new}` is sent as well" if new in names else f"Send `{new}` instead",
                scope=request.scope,
                slot=sent.name,
                related=tuple(step for step in steps if step.place != sent.place),
            )
