"""A key of the API is written in the code or its configuration.

## Why

Whoever can read the file can send mail and messages at your expense: everyone with access to the repository, its
forks, its backups and its history. The guide wants keys kept in environment variables. What a notebook's cells have
printed is kept in its file too, and a key there has to go as well; it is told on the lines below its cell's source.

## Example

```python
import os
import requests

SENDER_KEY = "q7Zf2mX9bR4tLw8K"

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": SENDER_KEY, "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

```dotenv .env
SENDCLOUD_API_USER=shop_mail
SENDCLOUD_API_KEY=q7Zf2mX9bR4tLw8K
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

## If this is a real key

Reset it in the dashboard; taking it out of the file is not enough, the history keeps it. An email key's old value works
for 15 more minutes after the reset, so reset first and update the configuration within that time. An SMS key's old
value stops at once: prepare the update first, then reset.

## When it stays silent

Placeholders (`your_email_key`, `<API_KEY>`, `${EMAIL_API_KEY}`, `xxxx`) are no keys. A lone `apiKey` or `API_KEY` with
nothing that ties it to this API belongs to another service. A `.env` that git ignores is where a key belongs, unless
the file is named on the command line. A literal that is only a fall-back is SCL103's.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.resets import reset_advice
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import OUTPUT, Credential
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL101", name="hardcoded-key", level=Level.ERROR, since="0.1", guide=("keys-in-environment",), cwe=798)
def check(credential: Credential) -> Iterator[Fault]:
    if not credential.role.is_key or credential.placeholder or credential.default_of:
        return
    what, advice = role_in_words(credential.role), reset_advice(credential.role)
    is_printed = credential.shown_in == OUTPUT
    told = "in an output is an" if is_printed else "is a hard-coded"
    remedy = "Clear the output" if is_printed else f"Read it from the environment variable {credential.role.variable}"
    yield Fault(
        place=credential.place,
        message=f"`{credential.name}` {told} {what}: {credential.mask}",
        help=f"{remedy}; if it is real, {advice}",
        scope=credential.scope,
        slot=credential.name,
        tag=credential.tag,
        related=credential.uses,
    )
