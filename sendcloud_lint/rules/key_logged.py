"""A key is shown where people read.

## Why

Logs, terminals, tickets with a traceback in them and the output of CI jobs are kept for long and read by many. The
guide asks never to log keys. What holds the key shows it too: the parameters of a request, its body, a URL with
a query string.

## Example

```python
import logging
import os
import requests

log = logging.getLogger(__name__)

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    log.debug("sending %s", data)
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

```sh
set -x
curl --fail --max-time 10 https://api.aurorasendcloud.com/email/send \\
  --data-urlencode "apiUser=$EMAIL_API_USER" --data-urlencode "apiKey=$EMAIL_API_KEY"
```

## Use instead

```python
import logging
import os
import requests

log = logging.getLogger(__name__)

def send(to):
    data = {
        "apiUser": os.environ["EMAIL_API_USER"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
        "to": to,
    }
    log.debug("sending to %s", to)
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
```

## If this is a real key

Whoever can read these logs has it: reset the key in the console. After an email key's reset the old one works for 15
more minutes; an SMS key's stops at once, so be ready to replace it.

## When it stays silent

A mask, four characters or fewer, a key's length, or whether there is one: none of these gives it away. What is
written into a file that is no log is kept, not shown, and so is what a shell's function prints for another command.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.roles import role_in_words
from sendcloud_lint.model.facts import Logged
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL104", name="key-logged", level=Level.ERROR, since="0.1", guide=("keys-not-logged",), cwe=532)
def check(logged: Logged) -> Iterator[Fault]:
    yield Fault(
        place=logged.place,
        message=f"The {role_in_words(logged.role)} `{logged.name}` reaches {logged.by}",
        help="Leave it out, or show no more than its last four characters",
        scope=logged.scope,
        slot=logged.name,
    )
