"""A key stands under a name that front-end builds publish.

## Why

Build tools copy every variable with such a prefix (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_` and others) into the files
that browsers load. Whatever its value is today, whoever opens the page will have the key. The guide wants keys kept in
environment variables: this one does not stay there.

## Example

```dotenv
VITE_SENDCLOUD_API_KEY=
```

## Use instead

```dotenv
SENDCLOUD_API_KEY=
```

## If this is a real key

Reset it in the console, and send mail from a server. After an email key's reset the old one works for 15 more minutes;
an SMS key's stops at once.

## When it stays silent

A user is no secret. A program that only reads such a name is not reported: the name is given where it is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.credentials import browser_prefix
from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Exposed
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL106",
    name="key-exposed-to-browser",
    level=Level.ERROR,
    since="0.1",
    guide=("keys-in-environment",),
    cwe=522,
)
def check(exposed: Exposed) -> Iterator[Fault]:
    prefix = browser_prefix(exposed.name) or ""
    yield Fault(
        place=exposed.place,
        message=f"`{exposed.name}` is the {role_in_words(exposed.role)}, and front-end builds publish every name "
        f"that begins with `{prefix}`",
        help=f"Keep it on the server, as `{exposed.name.removeprefix(prefix)}`, and send from there",
        scope=exposed.scope,
        slot=exposed.name,
    )
