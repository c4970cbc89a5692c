"""A user of the API is written in the code or its configuration.

## Why

A user is no secret, but it belongs to one environment, and a literal takes the production user into tests and trials.
The guide wants different API users for different purposes and separate credentials for testing, and names an
environment variable for each.

## Example

```python
import os
import requests

SENDER = "shop_mail"

def send(to):
    data = {"apiUser": SENDER, "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

```dotenv .env
SENDCLOUD_SMS_USER=shop_texts
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

Placeholders (`your_email_user`, `mycompany_api`, `${EMAIL_API_USER}`) are no users; the word `test` alone makes none,
as real test users are called so. A name with nothing that ties it to this API belongs to another service. A `.env` that
git ignores is where a user belongs, unless the file is named on the command line. A literal that is only a fall-back is
left alone.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Credential
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL102", name="hardcoded-user", level=Level.INFO, since="0.1", guide=("variable-names",))
def check(credential: Credential) -> Iterator[Fault]:
    if credential.role.is_key or credential.placeholder or credential.default_of:
        return
    variable = credential.role.variable
    yield Fault(
        place=credential.place,
        message=f"`{credential.name}` is a hard-coded {role_in_words(credential.role)}",
        help=f"Read it from the environment variable {variable}, so that tests and production can differ",
        scope=credential.scope,
        slot=credential.name,
        tag=credential.tag,
        related=credential.uses,
    )
