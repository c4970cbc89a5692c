"""A key is kept where its reset can't reach it.

## Why

After a reset, the old email key works for 15 more minutes and the old SMS key not at all. A key that the program read
from a store of secrets and keeps for longer is refused from then on, until somebody restarts the program. The guide
wants keys to be reset regularly, which works only where the new one is found in time.

## Example

```python
import functools
import os
import boto3
import requests

secrets = boto3.client("secretsmanager")

@functools.lru_cache(maxsize=1)
def key():
    return secrets.get_secret_value(SecretId="sendcloud/email")["SecretString"]

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": key(), "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

## Use instead

```python
import os
import boto3
import requests
from cachetools import TTLCache, cached

secrets = boto3.client("secretsmanager")

@cached(TTLCache(maxsize=1, ttl=600))
def key():
    return secrets.get_secret_value(SecretId="sendcloud/email")["SecretString"]

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": key(), "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

## When it stays silent

Environment variables that are read at the start are the way that the guide recommends. A script that reads a key and
sends at once keeps nothing. A cache whose time is not known, and one that some function fills anew, say nothing.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from sendcloud_lint.knowledge.keeping import GRACE
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Kept
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL603",
    name="cached-key",
    level=Level.WARNING,
    since="0.1",
    guide=(
        "email-key-expires",
        "email-key-in-time",
        "sms-key-expires",
        "sms-key-in-time",
        "email-reset-reached",
        "sms-reset-reached",
    ),
)
def check(kept: Kept) -> Iterator[Fault]:
    grace = GRACE[kept.role.family]
    if kept.seconds <= grace:
        return
    seconds = "second" if kept.seconds == 1 else "seconds"
    time = "as long as the program runs" if isinf(kept.seconds) else f"for {kept.seconds:,.0f} {seconds}"
    then = f"works for {grace // 60} minutes" if grace else "stops at once"
    yield Fault(
        place=kept.place,
        message=f"The {role_in_words(kept.role)} `{kept.name}` is kept {time}, but after a reset the old one {then}",
        help=f"Keep it for {grace} seconds at most" if grace else "Read it anew for each request",
        scope=kept.scope,
        slot=kept.name,
        related=kept.uses,
    )
