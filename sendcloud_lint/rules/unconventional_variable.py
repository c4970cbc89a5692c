"""A credential is read from a variable by another name than the guide's.

## Why

The guide recommends `EMAIL_API_USER`, `EMAIL_API_KEY`, `SMS_API_USER` and `SMS_API_KEY`. Whoever knows these finds the
credentials of any project, and says by them which pair is meant.

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["MAIL_ACCOUNT"], "apiKey": os.environ["MAIL_SECRET"], "from": "news@shop.example"}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
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

The rule is off unless it is selected. Variables that only a setting names, and not a request, are not judged.

## Options

`extend-select = ["SCL305"]` turns the rule on. `variables` allows further names for each credential:
`variables = { apiKey = ["MAIL_SECRET"] }`. `hosts` names further hosts that are taken for the API's, `clients`
functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Supply
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL305", name="unconventional-variable", level=Level.INFO, since="0.1", opt_in=True, guide=("variable-names",)
)
def check(supply: Supply) -> Iterator[Fault]:
    is_usual = supply.accepted or supply.source == supply.role.variable
    if supply.kind == "environment" and supply.uses and not is_usual:
        yield Fault(
            place=supply.read,
            message=f"The {role_in_words(supply.role)} is read from `{supply.source}`; the guide calls the variable "
            f"`{supply.role.variable}`",
            help=f"Call it `{supply.role.variable}`, or allow the name in the configuration (`variables`)",
            scope=supply.scope,
            slot=supply.source,
            related=tuple(
                step for step in (Step(supply.place, "sent as it"), *supply.uses) if step.place != supply.read
            ),
        )
