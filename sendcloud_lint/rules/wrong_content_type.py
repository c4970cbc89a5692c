"""A request's body is written in another way than the API reads it.

## Why

The API reads parameters from the query string or a form. In JSON, or under another content type, it finds none of
them, and answers that authentication failed. The guide, on what to look at when that happens: "Check POST request
Content-Type is set to application/x-www-form-urlencoded".

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
    return requests.post("https://api.aurorasendcloud.com/email/send", json=data, timeout=10)
```

```python
import os
import requests

HEADERS = {"Content-Type": "application/json"}

def send(to, text):
    data = {
        "smsUser": os.environ["SMS_API_USER"],
        "smsKey": os.environ["SMS_API_KEY"],
        "to": to,
        "message": text,
    }
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, headers=HEADERS, timeout=10)
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

Emails may be sent as `multipart/form-data`, with attachments or without, and so may an update of an API user; texts and
the other management calls may not. A query string is always right, whatever a header says of the body that is not
there. Nothing is said where a variable decides, nor of a value in a form that is itself JSON, such as `xsmtpapi`.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, reads_body
from sendcloud_lint.model.facts import JSON, MULTIPART, Body, Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule

_KINDS = {JSON: "A JSON body", MULTIPART: "A multipart body"}


@rule(
    code="SCL203",
    name="wrong-content-type",
    level=Level.ERROR,
    since="0.1",
    guide=("email-form", "sms-form", "form-content-type"),
)
def check(request: Request) -> Iterator[Fault]:
    wrong = [body for body in request.bodies if not reads_body(request.endpoint, body.kind)]
    # The header that goes with a wrong argument is a part of the same mistake.
    yield from (_fault(request, body) for body in wrong[:1])


def _fault(request: Request, body: Body) -> Fault:
    what = _KINDS.get(body.kind, f"A body of the type `{body.kind}`")
    steps = (Step(request.place, "sent here"), *request.way)
    return Fault(
        place=body.place,
        message=f"{what} is sent to {endpoint_in_words(request.endpoint)}, which reads a form",
        help=_help(body, request.client),
        scope=request.scope,
        slot=body.by or "body",
        related=tuple(step for step in steps if step.place != body.place),
    )


def _help(body: Body, client: str) -> str:
    if body.by == "Content-Type":
        return "Drop this header, or let it say `application/x-www-form-urlencoded`, and send a form"
    if body.by == "fields":
        return "Add `encode_multipart=False`, so that the parameters are sent as `application/x-www-form-urlencoded`"
    if body.by in ("json", "files") and not client.startswith(("urllib3", "command.", "file.")):
        return f"Pass the parameters as `data=`, not `{body.by}=`: they are then sent as a form"
    return "Send the parameters as a form: `application/x-www-form-urlencoded`"
