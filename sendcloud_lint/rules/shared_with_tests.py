"""A test uses production's credential.

## Why

Tests run on every laptop and in every pull request: whoever can run them has production's key, and a loop in one sends
real mail to real people, until the quota is gone. The guide asks for credentials of their own for tests.

## Example

```python settings.py
SENDCLOUD_API_USER = "shop_mail"
SENDCLOUD_API_KEY = "q7Zf2mX9bR4tLw8K"
```

```python tests/settings.py
SENDCLOUD_API_USER = "shop_tests"
SENDCLOUD_API_KEY = "q7Zf2mX9bR4tLw8K"
```

## Use instead

```python tests/settings.py
import os

SENDCLOUD_API_USER = os.environ["EMAIL_API_USER_TEST"]
SENDCLOUD_API_KEY = os.environ["EMAIL_API_KEY_TEST"]
```

## When it stays silent

Tests that send nothing, because something stands in for the network, may use any variable. Values are compared by a
keyed hash; placeholders and samples are not compared at all.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Reused
from sendcloud_lint.model.finding import Fault, Step
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL601", name="shared-with-tests", level=Level.WARNING, since="0.1", guide=("tests-apart",))
def check(reused: Reused) -> Iterator[Fault]:
    if reused.kind == "tests":
        yield Fault(
            place=reused.place,
            message=f"This test uses production's {role_in_words(reused.role)} `{reused.name}`",
            help="Give the tests a credential of their own",
            scope=reused.scope,
            slot=reused.name,
            tag=reused.tag,
            related=(Step(reused.other, "production has it here"),),
        )
