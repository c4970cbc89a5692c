"""A refusal by the API is met and told to nobody.

## Why

Somebody thought of the answer 401 and then dropped it: the mail is not sent, and neither a log nor an exception says
so. The guide asks to log what happens to authentication, without the keys: so a key that was reset is noticed at once.

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    try:
        url = "https://api.aurorasendcloud.com/email/send"
        requests.post(url, data={**data, "to": to}, timeout=10).raise_for_status()
    except requests.HTTPError:
        return False
    return True
```

## Use instead

```python
import logging
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    try:
        url = "https://api.aurorasendcloud.com/email/send"
        requests.post(url, data={**data, "to": to}, timeout=10).raise_for_status()
    except requests.HTTPError as error:
        logging.error("SendCloud refused the mail: %s", error.response.status_code)
        return False
    return True
```

## When it stays silent

Any call in the branch or handler may tell somebody, and so may a value that is kept or handed back. Handlers around
requests that raise nothing on a refusal are not judged. Samples in documentation are silent.

## Options

`hosts` names further hosts that are taken for the API's. Functions that `clients` names are not judged:
nobody knows what they do on a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Swallowed
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL504",
    name="auth-failure-unlogged",
    level=Level.INFO,
    since="0.1",
    guide=("email-reset-watched", "sms-reset-watched", "refusals-logged", "refusals-told"),
)
def check(swallowed: Swallowed) -> Iterator[Fault]:
    yield Fault(
        place=swallowed.place,
        message=f"This {swallowed.by} meets a refusal by the API and tells nobody",
        help="Log it, without the credentials, or raise",
        scope=swallowed.scope,
        slot=swallowed.by,
    )
