"""A suppression comment holds nothing back.

## Why

The mistake that it once excused is gone, or its code was never a rule's. Left where it is, it silently hides the next
finding, and readers believe in a fault that is not there.

## Example

```python
import os

SENDCLOUD_API_USER = os.environ["EMAIL_API_USER"]
SENDCLOUD_API_KEY = os.environ["EMAIL_API_KEY"]  # sendcloud-lint: ignore[SCL101, SCL011]
```

## Use instead

```python
import os

SENDCLOUD_API_USER = os.environ["EMAIL_API_USER"]
SENDCLOUD_API_KEY = os.environ["EMAIL_API_KEY"]
```

## When it stays silent

Suppressions of rules that did not run are not judged, nor are a bare `# noqa` and the codes of other tools in a `#
noqa` list.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Idle
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL002", name="unused-suppression", level=Level.WARNING, since="0.1", guide=())
def check(idle: Idle) -> Iterator[Fault]:
    yield Fault(
        place=idle.place,
        message=_message(idle),
        help=f"Remove it{' or correct the code' if idle.strangers else ''}: it would silently hide the next finding",
        scope="",
        slot=",".join((*idle.codes, *idle.strangers)),
    )


def _message(idle: Idle) -> str:
    are_none = f"{_listed(idle.strangers)} {'is no rule' if len(idle.strangers) == 1 else 'are no rules'}"
    if idle.strangers and not idle.codes:
        return f"This suppression is without effect, as {are_none}"
    what = f"This suppression of {_listed(idle.codes)}" if idle.codes else "This suppression"
    return f"{what} holds nothing back" + (f", and {are_none}" if idle.strangers else "")


def _listed(codes: tuple[str, ...]) -> str:
    *others, last = (f"`{code}`" for code in codes or ("",))
    return f"{', '.join(others)} and {last}" if others else last
