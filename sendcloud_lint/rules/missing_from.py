"""An email is sent without a sender.

## Why

The API refuses the email. The guide, on what goes wrong with parameters: "Don't forget the required from parameter".

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "", "to": to}
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

Only endpoints that send email need a sender: texts and management calls do not. A set of parameters to which something
unknown may have been added is not judged, nor is one with `from` on one branch only. A `from` read from the environment
is not empty, whatever its default.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request, Sent
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule
from sendcloud_lint.model.values import Known, Value, alternatives
from sendcloud_lint.model.written import Written


@rule(code="SCL401", name="missing-from", level=Level.ERROR, since="0.1", guide=("email-from",))
def check(request: Request) -> Iterator[Fault]:
    if not request.endpoint.needs_from or not request.complete:
        return
    senders = [sent for sent in request.parameters if sent.name == "from"]
    if not senders:
        yield _fault(request, None)
    elif all(_is_empty(sent.value) for sent in senders):
        yield from (_fault(request, sent) for sent in senders if sent.certain)


def _fault(request: Request, sender: Sent | None) -> Fault:
    here = Step(request.place, "sent here")
    what = "empty" if sender else "missing"
    return Fault(
        place=sender.place if sender else request.place,
        message=f"`from` is {what} in this request to {endpoint_in_words(request.endpoint)}",
        help="Give the sender's address as `from`: every email that is sent requires it",
        scope=request.scope,
        slot="from",
        related=(here, *request.way) if sender and sender.place != request.place else request.way,
    )


def _is_empty(value: Value) -> bool:
    return all(isinstance(option, Known) and _is_nothing(option.value) for option in alternatives(value))


def _is_nothing(value: Written | bool | int | float | None) -> bool:
    return value is None or (isinstance(value, Written) and not value)
