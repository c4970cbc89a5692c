"""A credential's name and its value's source disagree.

## Why

Email and SMS have a pair of credentials each, and each pair a user and a key. Where the parameter says one and the
variable that it is read from says another, one of the two is wrong: the API refuses the request, or the wrong account
pays for it.

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["SMS_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
```

```yaml compose.yaml
services:
  mailer:
    environment:
      SENDCLOUD_API_KEY: ${SENDCLOUD_SMS_KEY}
```

## Use instead

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "news@shop.example"}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
```

## When it stays silent

A source whose name means none of the four, or does not say which family it is of, disagrees with nothing. Where the
parameter's own name is the other family's, that is told instead.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Supply
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL304",
    name="crossed-credentials",
    level=Level.ERROR,
    since="0.1",
    guide=("email-own-values", "sms-own-values"),
)
def check(supply: Supply) -> Iterator[Fault]:
    meant = supply.source_role
    if meant is not None and meant is not supply.role:
        yield Fault(
            place=supply.place,
            message=f"`{supply.name}` is the {role_in_words(supply.role)}, but is read from `{supply.source}`, "
            f"which is named for the {role_in_words(meant)}",
            help=f"Read it from the {role_in_words(supply.role)}'s own variable, such as `{supply.role.variable}`",
            scope=supply.scope,
            slot=supply.name,
            related=supply.uses,
        )
