"""A request lacks a credential that its endpoint needs.

## Why

Authentication fails: the guide wants both halves of the pair in every request, `apiUser` and `apiKey` for email,
`smsUser` and `smsKey` for SMS.

## Example

```python
import os
import requests

def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "from": "news@shop.example", "to": to}
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

A request to which something unknown may have added parameters, headers or authentication is not judged. A credential in
a header or cookie is SCL201's, in HTTP authentication SCL202's, under the other family's name SCL301's, misspelled
SCL303's. On the hosts of SendCloud China, `sendcloud.net` and `sohu.com`, a text carries `signature` and not `smsKey`;
elsewhere either will do. Some calls, such as the clock for signatures, need no credentials.

## Options

`hosts` names further hosts that are taken for the API's, `clients` functions of your own that send requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.knowledge.endpoints import endpoint_in_words, parameter_of
from sendcloud_lint.model.api import Role, credential
from sendcloud_lint.model.facts import Request
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(
    code="SCL402",
    name="missing-credential",
    level=Level.ERROR,
    since="0.1",
    guide=("email-by-parameters", "email-pair", "sms-by-parameters", "sms-pair"),
)
def check(request: Request) -> Iterator[Fault]:
    endpoint = request.endpoint
    if endpoint.family is None or not (endpoint.needs_credentials and request.complete and request.settled):
        return
    pair = (credential(endpoint.family, False), credential(endpoint.family, True))
    missing = [parameter_of(role, endpoint) for role in pair if not _is_there(role, request)]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        yield Fault(
            place=request.place,
            message=f"This request to {endpoint_in_words(endpoint)} needs {names}, which it does not send",
            help=_help(request, missing),
            scope=request.scope,
            slot=",".join(missing),
            related=request.way,
        )


def _help(request: Request, missing: list[str]) -> str:
    if "signature" in missing:
        return f"Sign the parameters with the SMS key: on {request.endpoint.host} `signature` stands for smsKey"
    return f"Send {'it' if len(missing) == 1 else 'them'} in the query string or form body: every request needs both"


def _is_there(role: Role, request: Request) -> bool:
    """Whether a request carries this half of a pair, be it in a wrong place or by a wrong name: other rules say so."""
    endpoint = request.endpoint
    if request.auth or _has_signature(role, request):
        return True
    if any(sent.role is not None and sent.role.is_key == role.is_key for sent in (*request.headers, *request.cookies)):
        return True
    sent_as = {sent.name for sent in request.parameters if sent.role is not None and sent.role.is_key == role.is_key}
    useless = {endpoint.key_name} if endpoint.signature_stands_for_key and role.is_key else set()
    return bool(sent_as - useless)


def _has_signature(role: Role, request: Request) -> bool:
    is_allowed = role.is_key and request.endpoint.signature_allowed
    return is_allowed and any(sent.name == "signature" for sent in request.parameters)
