"""A value stands in a query string or form body as it is.

## Why

In a URL and in a form `&`, `#`, `+`, `%` and blanks mean something. A subject with an ampersand ends there and becomes
another parameter; a number that begins with a plus arrives with a blank. Nobody sees it until such a value comes. The
guide asks to check that special characters are encoded.

## Example

```python
import os
import requests
from urllib.parse import urlencode

def text(phone, words):
    query = urlencode({"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"]})
    url = f"https://api.aurorasendcloud.com/smsapi/send?{query}&to={phone}&message={words}"
    return requests.get(url, timeout=10)
```

```sh
curl --fail --max-time 10 https://api.aurorasendcloud.com/smsapi/send \\
  --data-urlencode "smsUser=$SMS_API_USER" --data-urlencode "smsKey=$SMS_API_KEY" -d "to=+14155550132" -d "message=Hi"
```

## Use instead

```python
import os
import requests

def text(phone, words):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], "to": phone, "message": words}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)
```

## When it stays silent

Credentials are made of letters and digits. What `quote`, `urlencode`, `params=`, `--data-urlencode` or a client's own
form encodes is fine, and so is a plus between letters. A URL's path holds no values.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL206", name="unencoded-value", level=Level.WARNING, since="0.1", guide=("values-clean", "values-encoded"))
def check(request: Request) -> Iterator[Fault]:
    for raw in request.raw:
        what = f"The value of `{raw.name}`" if raw.name else "A value"
        steps = (Step(request.place, "sent here"), *request.way)
        yield Fault(
            place=raw.place,
            message=f"{what} is not URL-encoded: {raw.why} stands in it",
            help=_help(request.client),
            scope=request.scope,
            slot=raw.name or "value",
            related=tuple(step for step in steps if step.place != raw.place),
        )


def _help(client: str) -> str:
    if client.startswith("command."):
        return "Use `--data-urlencode`"
    if client.startswith("file."):
        return "Write it percent-encoded: a plus sign is `%2B`"
    return "Pass a dict as `params=` or `data=`, or encode it with `urlencode`"
