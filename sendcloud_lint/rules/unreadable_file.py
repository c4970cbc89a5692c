"""A file that should be checked can't be read.

## Why

What can't be read can't be vouched for: a key in the file, or a request that can't work, stays unseen, and an empty
report says nothing about it. The rest of the run goes on.

## Example

```python
import requests

URL = "https://api.aurorasendcloud.com/email/send"

def send(params):
    return requests.post(URL data=params, timeout=10)
```

## Use instead

```python
import requests

URL = "https://api.aurorasendcloud.com/email/send"

def send(params):
    return requests.post(URL, data=params, timeout=10)
```

## When it stays silent

Python 2 is read as Python 2. Byte order marks, Windows line ends, declared encodings and the magics of notebooks are no
faults. Nor are other encodings that are plain to see (GBK, Big5, Shift-JIS, Windows code pages, UTF-16), except in
Python, which itself refuses what is neither UTF-8 nor declared. Nor are templates that are not yet valid YAML, HCL or
XML, comments in JSON, and what a shell accepts and our grammar does not. A file without any trace of the API is not
read at all.

## Options

Files beyond `max-file-size` are skipped, and counted as such. What `hosts` and `variables` name is a trace of the API
too.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendcloud_lint.model.facts import Unreadable
from sendcloud_lint.model.finding import Fault
from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.rule import rule


@rule(code="SCL001", name="unreadable-file", level=Level.WARNING, since="0.1", guide=())
def check(unreadable: Unreadable) -> Iterator[Fault]:
    yield Fault(
        place=unreadable.place,
        message=f"The file {unreadable.reason}",
        help="Correct it, or exclude the file if it is not meant to be read: only what could be read of it was checked",
        scope="",
        slot="",
    )
