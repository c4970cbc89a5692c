"""Nobody looks at how a request went.

## Why

A refused credential, a full quota, a wrong address: the API says so in its answer, and the mail is not sent. Code that
drops the answer believes that all is well. The guide asks to handle authentication errors (401) and to watch for them.

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
    requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

```sh
curl -s --max-time 10 https://api.aurorasendcloud.com/email/send -d @mail.form
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
    response = requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
    response.raise_for_status()
    return response.json()["result"]
```

## When it stays silent

An answer that is returned, stored or handed to code that can't be seen may be looked at there. Clients that raise on a
refusal (urllib, wget) and sessions with hooks look at it themselves. Printing an answer's text, or handing it back, is
no look at its status. Samples in documentation are silent.

## Options

`hosts` names further hosts that are taken for the API's. Functions that `clients` names are not judged:
they may look at an answer themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL501",
    name="auth-failure-unhandled",
    level=Level.WARNING,
    since="0.1",
    guide=("email-reset-watched", "sms-reset-watched", "refusals-handled", "refusals-told"),
)
def check(request: Request) -> Iterator[Fault]:
    if request.ignored:
        is_command = request.client.startswith("command.")
        yield Fault(
            place=request.way[-1].place if request.way else request.place,
            message=f"Nobody looks at how this request to {endpoint_in_words(request.endpoint)} went",
            help="Add `--fail`, and heed the exit status"
            if is_command
            else "Call `raise_for_status()` on the answer, or look at its status",
            scope=request.scope,
            slot="status",
            related=(Step(request.place, "called here"),) if request.way else (),
        )
