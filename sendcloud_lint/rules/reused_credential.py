"""One key serves several purposes.

## Why

A key that two services or both families share can't be reset for one of them alone, and whoever has it can do what both
may. The guide asks for least privilege: one credential for each purpose.

## Example

```yaml compose.yaml
services:
  web:
    environment:
      SENDCLOUD_API_KEY: q7Zf2mX9bR4tLw8K
  cron:
    environment:
      SENDCLOUD_API_KEY: q7Zf2mX9bR4tLw8K
```

## Use instead

```yaml compose.yaml
services:
  web:
    environment:
      SENDCLOUD_API_KEY: ${WEB_SENDCLOUD_API_KEY}
  cron:
    environment:
      SENDCLOUD_API_KEY: ${CRON_SENDCLOUD_API_KEY}
```

## When it stays silent

One literal that many modules use has one purpose, and so has one variable that two services read. A copy of a key in
code, or in another request of one file, is another hard-coded key, and told as one. Values are compared by a keyed
hash.

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

_PURPOSES = {
    "families": "email and SMS share one key",
    "services": "two services share one key",
    "environments": "two environments share one key",
}


@rule(code="SCL602", name="reused-credential", level=Level.WARNING, since="0.1", guide=("purposes-apart",))
def check(reused: Reused) -> Iterator[Fault]:
    purposes = _PURPOSES.get(reused.kind)
    if purposes is not None:
        steps = (Step(reused.other, "it stands here too"),) if reused.other != reused.place else ()
        yield Fault(
            place=reused.place,
            message=f"The {role_in_words(reused.role)} `{reused.name}` is in use elsewhere: {purposes}",
            help="Make a credential for each purpose, so that one can be reset without the other",
            scope=reused.scope,
            slot=reused.name,
            tag=reused.tag,
            related=steps,
        )
