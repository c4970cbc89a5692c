"""Half a pair of credentials stands with half of the other family's.

## Why

A user of one family and a key of the other authenticate nowhere. The email API reads `apiUser` and `apiKey`, the SMS
API `smsUser` and `smsKey`. The guide: "Verify parameter names are correct (apiUser/apiKey vs smsUser/smsKey)".

## Example

```python
import os
import requests

def call(path, fields):
    data = {"smsUser": os.environ["SMS_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], **fields}
    return requests.post("https://api.aurorasendcloud.com" + path, data=data, timeout=10)
```

```dotenv .env
SENDCLOUD_API_USER=shop_mail
SENDCLOUD_SMS_KEY=q7Zf2mX9bR4tLw8K
```

## Use instead

```python
import os
import requests

def call(path, fields):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], **fields}
    return requests.post("https://api.aurorasendcloud.com" + path, data=data, timeout=10)
```

## When it stays silent

Where the endpoint tells which pair is right, the other half is SCL301's. Both whole pairs may stand together, and a
half alone may have its partner elsewhere.

## Options

`hosts` names further hosts that are taken for the API's.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Named, Settings
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL302", name="mixed-names", level=Level.ERROR, since="0.1", guide=("sms-by-parameters", "names-of-family"))
def check(settings: Settings) -> Iterator[Fault]:
    by_role = {named.role: named for named in sorted(settings.credentials, key=_place, reverse=True)}
    if len(by_role) != 2:
        return
    first, second = sorted(by_role.values(), key=_place)
    if second.role is not first.role.other_family.partner:
        return
    yield Fault(
        place=first.place,
        message=f"The {_in_words(first)} stands with the {_in_words(second)}",
        help="Put a whole pair here: apiUser with apiKey for email, smsUser with smsKey for SMS",
        scope=settings.scope,
        slot=first.name,
        related=(Step(second.place, f"the {_in_words(second)}"),),
    )


def _in_words(named: Named) -> str:
    return f"{role_in_words(named.role)} `{named.name}`"


def _place(named: Named) -> tuple[str, int]:
    return named.place.path, named.place.span.start
