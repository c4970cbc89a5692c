"""A credential has white space, quotes or other signs around or in it.

## Why

Credentials are compared to the letter. A blank behind a key, a line end that came along from a file, quotes inside of
quotes or a letter of another alphabet that looks alike: the API answers that the credential is wrong, and nobody sees
why. The guide asks to check that parameter values have no extra spaces or special characters.

## Example

```python
import requests

def send(to):
    data = {"apiUser": "shop_mail ", "apiKey": "q7Zf2mX9bR4tLw8K\\n", "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
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

A value that the code itself trims is fine, and so is a placeholder. What the formats drop is no part of a value:
blanks around an unquoted value in YAML or `.env`. The value itself is never shown.

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


@rule(code="SCL405", name="untrimmed-value", level=Level.ERROR, since="0.1", guide=("values-clean",))
def check(credential: Credential) -> Iterator[Fault]:
    if credential.flaws and not credential.placeholder:
        yield Fault(
            place=credential.place,
            message=f"This {role_in_words(credential.role)} has {' and '.join(credential.flaws)}: "
            "the API will not know it",
            help="Write the credential itself and nothing else",
            scope=credential.scope,
            slot=credential.name,
            tag=credential.tag,
            related=credential.uses,
        )
