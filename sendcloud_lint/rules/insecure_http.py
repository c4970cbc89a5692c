"""The API is reached by plain HTTP.

## Why

The key is one of the parameters of every request: without TLS, whoever is on the way can read it, and send email or
texts with it. The guide asks for outbound HTTPS, and all its addresses begin with `https://`.

## Example

```python
import os
import requests

API = "http://api.aurorasendcloud.com"

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    return requests.post(f"{API}/email/send", data=data, timeout=10)
```

```dotenv
SENDCLOUD_BASE_URL=http://api.aurorasendcloud.com
```

## Use instead

```python
import os
import requests

API = "https://api.aurorasendcloud.com"

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    return requests.post(f"{API}/email/send", data=data, timeout=10)
```

## When it stays silent

Other hosts are not judged, the vendor's own pages included, nor are comments, docstrings and URLs in the middle of a
text. Where something unknown decides between `http` and `https`, nothing is said.

## Options

`hosts` names further hosts that are taken for the API's.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words
from sendcloud_lint.model.facts import Address
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL204",
    name="insecure-http",
    level=Level.ERROR,
    since="0.1",
    guide=("email-address", "sms-address", "by-https"),
    cwe=319,
)
def check(address: Address) -> Iterator[Fault]:
    if address.scheme == "http":
        yield Fault(
            place=address.place,
            message=f"Plain HTTP leads to {endpoint_in_words(address.endpoint)}: keys can be read on the way",
            help=f"Use `{address.by.replace('HTTP', 'HTTPS') or 'https://'}`",
            scope=address.scope,
            slot="url",
            related=tuple(step for step in address.sent if step.place != address.place),
        )
