"""A mail server is logged in to without encryption.

## Why

The password of the API's SMTP hosts is the API key. Before `starttls()`, or without SSL from the start, it travels as
plain text: whoever is on the way can read it and send mail with it.

## Example

```python
import os
import smtplib

def send(message):
    with smtplib.SMTP("smtp.aurorasendcloud.com", 587, timeout=10) as server:
        server.login(os.environ["EMAIL_API_USER"], os.environ["EMAIL_API_KEY"])
        server.send_message(message)
```

## Use instead

```python
import os
import smtplib

def send(message):
    with smtplib.SMTP("smtp.aurorasendcloud.com", 587, timeout=10) as server:
        server.starttls()
        server.login(os.environ["EMAIL_API_USER"], os.environ["EMAIL_API_KEY"])
        server.send_message(message)
```

## When it stays silent

Other mail servers are not judged. In settings a switch that a variable decides counts as on, and of a host without any
switch beside it only Django's is known to leave encryption off.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import MailLogin
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL207", name="smtp-without-tls", level=Level.ERROR, since="0.1", guide=(), cwe=319)
def check(login: MailLogin) -> Iterator[Fault]:
    is_code = login.by == "login"
    yield Fault(
        place=login.place,
        message="The SMTP login sends the API key unencrypted"
        if is_code
        else "This mail account sends the API key unencrypted: neither TLS nor SSL is on",
        help="Call `starttls()` before `login`, or use `SMTP_SSL`" if is_code else "Turn TLS on",
        scope=login.scope,
        slot="tls",
    )
