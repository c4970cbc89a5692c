"""An event's signature is compared by `==`.

## Why

`==` stops at the first character that differs. How long it takes tells how much of a forged signature was right, and
so, try by try, the whole of it. `hmac.compare_digest` takes the same time for all.

## Example

```python sendcloud_hooks.py
import hashlib
import hmac
import os

APP_KEY = os.environ["SENDCLOUD_APP_KEY"]

def event(request):
    form = request.form
    text = (form["timestamp"] + form["token"]).encode()
    if hmac.new(APP_KEY.encode(), text, hashlib.sha256).hexdigest() != form["signature"]:
        return "refused", 403
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

Other vendors sign the same three fields: a comparison is judged where a name says that it is this service's.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Webhook
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL702", name="webhook-unsafe-compare", level=Level.WARNING, since="0.1", guide=(), cwe=208)
def check(webhook: Webhook) -> Iterator[Fault]:
    if webhook.operator:
        yield Fault(
            place=webhook.place,
            message="This comparison of an event's signature tells by its time how much of it was right",
            help="Use `hmac.compare_digest`",
            scope=webhook.scope,
            slot="signature",
        )
