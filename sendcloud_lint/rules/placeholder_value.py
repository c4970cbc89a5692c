"""A placeholder stands where a deployment reads its credential.

## Why

A `.env` file, a compose file or a constant that is sent is what really runs: with `your_email_key` in it every request
is refused, and the first to notice are those who wait for the mail.

## Example

```dotenv .env
EMAIL_API_USER=shop_mail
EMAIL_API_KEY=your_email_key
```

## Use instead

```dotenv .env.example
EMAIL_API_USER=your_email_user
EMAIL_API_KEY=your_email_key
```

## When it stays silent

Samples (`.env.example`, `*.template`, `*.dist`), documentation and tests are there to hold placeholders. A reference to
a variable or a secret store is no placeholder, nor is an empty value or a default.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.places import is_code, is_manual, is_sample
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Credential
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL604",
    name="placeholder-value",
    level=Level.WARNING,
    since="0.1",
    guide=("email-own-values", "sms-own-values", "variable-names"),
)
def check(credential: Credential) -> Iterator[Fault]:
    path = credential.place.path
    is_deployed = not (credential.shown_in or is_sample(path) or is_manual(path) or credential.in_tests)
    if credential.filler and is_deployed and not credential.default_of and (credential.uses or not is_code(path)):
        yield Fault(
            place=credential.place,
            message=f"A placeholder stands for the {role_in_words(credential.role)} `{credential.name}` "
            "where it is read for real",
            help="Put the credential into the environment or a secret store, and a reference to it here",
            scope=credential.scope,
            slot=credential.name,
            related=credential.uses,
        )
