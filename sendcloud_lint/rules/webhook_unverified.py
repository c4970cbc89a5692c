"""An event is taken for the API's without a look at its signature.

## Why

Anybody can call a webhook. Without a check of the signature a forged event marks mail as delivered or bounced, or
unsubscribes people. The signature is an HMAC with SHA-256 over `timestamp` and `token`, by the App Key of the webhook,
which is not the API key.

## Example

```python sendcloud_hooks.py
def event(request):
    form = request.form
    store(form["event"], form["token"], form["timestamp"], form["signature"])
    return "ok"
```

## Use instead

```python sendcloud_hooks.py
import hashlib
import hmac
import os

APP_KEY = os.environ["SENDCLOUD_APP_KEY"]

def event(request):
    form = request.form
    text = (form["timestamp"] + form["token"]).encode()
    digest = hmac.new(APP_KEY.encode(), text, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(digest, form["signature"]):
        return "refused", 403
    return "ok"
```

## When it stays silent

Other vendors sign the same three fields: a handler is judged where a name says that it is this service's. A check in a
function that the handler calls counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Webhook
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL701", name="webhook-unverified", level=Level.WARNING, since="0.1", guide=(), cwe=345)
def check(webhook: Webhook) -> Iterator[Fault]:
    if webhook.flaw:
        is_unchecked = webhook.flaw == "no check"
        yield Fault(
            place=webhook.place,
            message="This handler reads an event's signature and never checks it"
            if is_unchecked
            else f"This handler checks an event's signature with {webhook.flaw}",
            help="Check it with HMAC-SHA256 over `timestamp` and `token`, by the webhook's App Key",
            scope=webhook.scope,
            slot="signature",
        )
