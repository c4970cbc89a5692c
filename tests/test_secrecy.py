"""No output of any kind holds a key's characters: proven on our own source, and on projects full of keys."""

from __future__ import annotations

import ast
import base64
import copy
import json
import os
import pickle
import random
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, quote_plus, unquote
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import sendcloud_lint
from sendcloud_lint.engine import evidence, judge
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.files import prefilter
from sendcloud_lint.engine.plain import is_plain
from sendcloud_lint.knowledge.credentials import is_placeholder
from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.document import Comment, Scalar
from sendcloud_lint.model.source import Source, Span
from sendcloud_lint.model.values import Known
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import dotenv
from sendcloud_lint.reports import text as text_report
from tests.thoroughness import trying

PACKAGE = Path(sendcloud_lint.__path__[0])
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

# Who opens a closed text, and who reads a source's text. A new name here is a decision: docs/decisions/closed-texts.md.
OPENERS = {
    "analysis/credentials.py",
    "analysis/printed.py",
    "analysis/settings.py",
    "analysis/texts.py",
    "engine/gate.py",
    "engine/kin.py",
    "engine/silence.py",
    "readers/ansible.py",
    "readers/cells.py",
    "readers/environments.py",
    "readers/files.py",
    "readers/filled.py",
    "readers/scripts.py",
    "readers/unquoted.py",
    "readers/xml.py",
    "readers/yaml.py",
    "readers/yaml_scalars.py",
}
READERS_OF_SOURCES = {"engine/gate.py", "engine/silence.py"}


# Our own source


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def attributes(module: str) -> set[str]:
    return {node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}


def names(module: str) -> set[str]:
    imported = {name.name for node in ast.walk(tree(module)) if isinstance(node, ast.ImportFrom) for name in node.names}
    return imported | {node.id for node in ast.walk(tree(module)) if isinstance(node, ast.Name)}


def test_closed_texts_are_opened_in_few_places() -> None:
    assert {module for module in MODULES if "reveal" in attributes(module)} == OPENERS


def test_the_inside_of_a_closed_text_is_its_own() -> None:
    """Readers may call their own text so; it is no closed one."""
    inside = {module for module in MODULES if "_text" in attributes(module) and not module.startswith("readers/")}
    assert inside == {"model/written.py"}


def test_a_sources_text_is_read_in_few_places() -> None:
    readers = {module for module in MODULES if "Source" in names(module) and "text" in attributes(module)}
    assert {module for module in readers if not module.startswith("readers/")} - {"engine/reading.py"} == (
        READERS_OF_SOURCES
    )


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith(("rules/", "reports/", "cli"))])
def test_what_words_and_prints_opens_nothing(module: str) -> None:
    assert not attributes(module) & {"reveal", "_text", "__getstate__"}
    assert not names(module) & {"Source", "linecache"}


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("rules/")])
def test_a_rule_formats_no_value(module: str) -> None:
    formatted = [node.value for node in ast.walk(tree(module)) if isinstance(node, ast.FormattedValue)]
    last = [node.attr for node in formatted if isinstance(node, ast.Attribute)]
    assert not set(last) & {"value", "text", "content", "pieces", "options", "default", "user", "key"}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_nothing_prints_logs_or_formats_tracebacks(module: str) -> None:
    """Whatever leaves goes through the report, or is one of the command's own lines."""
    assert not names(module) & {"print", "logging", "pprint", "print_exc", "format_exc", "breakpoint"}
    assert not attributes(module) & {"print_exc", "format_exc", "format_exception", "print_exception", "excepthook"}


def test_an_exceptions_message_goes_nowhere() -> None:
    """`str(error)` stands only where the message is our own."""
    found = {
        (module, node.args[0].id)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("str", "repr")
        for _ in [0]
        if node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in ("error", "exception", "exc")
    }
    # cli: messages of our own alone; config: the line number alone is taken from the parser's message.
    assert found <= {("cli/program.py", "error"), ("engine/configuration/file.py", "error")}


# Closed texts

SECRET = "q7Zf2mX9bR4tLw8K"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(str, id="str"),
        pytest.param(repr, id="repr"),
        pytest.param(format, id="format"),
        pytest.param(lambda text: f"{text}", id="f-string"),
        pytest.param(lambda text: f"{text!s:>60}", id="f-string with a width"),
        pytest.param(lambda text: f"{text!r}", id="f-string of the repr"),
        pytest.param(lambda text: "%s" % text, id="percent"),  # noqa: UP031
        pytest.param("{}".format, id="format method"),
        pytest.param(lambda text: repr([text, {text: text}]), id="in containers"),
        pytest.param(lambda text: repr(Known(text)), id="in a value"),
        pytest.param(lambda text: repr(Comment(Span(0, 1), text)), id="in a comment"),
        pytest.param(lambda text: repr(Scalar(Span(0, 1), text)), id="in a scalar"),
        pytest.param(lambda text: str(ValueError(text)), id="in an exception"),
        pytest.param(lambda text: repr(text + text), id="joined"),
        pytest.param(lambda text: repr(copy.deepcopy(text)), id="copied"),
        pytest.param(lambda text: repr(pickle.loads(pickle.dumps(text))), id="pickled"),
    ],
)
def test_no_accident_opens_a_closed_text(told: Callable[[Written], str]) -> None:
    shown = told(Written(SECRET))
    assert not windows(SECRET) & windows(shown)
    assert "characters›" in shown


def test_pickling_keeps_a_closed_text() -> None:
    assert pickle.loads(pickle.dumps(Written(SECRET))) == Written(SECRET)


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param(lambda text: "".join([text]), id="join"),
        pytest.param(lambda text: "key " + text, id="concatenation"),
        pytest.param(json.dumps, id="json"),
        pytest.param(lambda text: text[0], id="index"),
        pytest.param(iter, id="iteration"),
        pytest.param(vars, id="vars"),
    ],
)
def test_a_closed_text_is_no_string(refused: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        refused(Written(SECRET))


@pytest.mark.parametrize(
    "holder",
    [
        pytest.param(Source("a.py", SECRET), id="source"),
        pytest.param(derive("x", [Edit(0, 1, SECRET)]), id="derived text"),
        pytest.param(Edit(0, 1, SECRET), id="edit of a derived text"),
    ],
)
def test_what_holds_a_whole_text_does_not_show_it(holder: object) -> None:
    assert not windows(SECRET) & windows(repr(holder))


# Keys

ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SHAPES = {
    "16 letters and digits": (16, ALNUM),
    "32 hexadecimal digits": (32, "0123456789abcdef"),
    "32 letters and digits": (32, ALNUM),
    "8 letters and digits": (8, ALNUM),
}
ODD_SHAPES = {
    "with signs of base64": (24, ALNUM + "++//"),
    "with signs of a URL": (20, ALNUM + "+/=&%&%"),
    "with letters of other scripts": (16, ALNUM + "éß密钥ñ"),
    "with quotes and hashes": (18, ALNUM + "''\"##!?"),
}


def made(shape: str, seed: int) -> str:
    length, letters = (SHAPES | ODD_SHAPES)[shape]
    key = "".join(random.Random(f"{shape} {seed}").choices(letters, k=length))
    return f"K{key[1:-1]}7"


def windows(text: str, size: int = 5) -> set[str]:
    return {text[at : at + size] for at in range(len(text) - size + 1)}


def forms(key: str) -> Iterator[str]:
    """A key as it may be written, forwards and backwards: what of each form depends on the key alone."""
    for text in (key, key[::-1]):
        yield from (text, quote(text, safe=""), quote_plus(text), text.encode("unicode_escape").decode())
        yield from (text.encode().hex(), *codes(text.encode()))


def codes(data: bytes) -> Iterator[str]:
    """In base64, wherever it begins within three bytes."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for shift, before in enumerate((0, 2, 3)):
            yield encode(b"\0" * shift + data).decode()[before : (shift + len(data)) * 8 // 6]


@cache
def our_own_words() -> frozenset[str]:
    """What we may print whatever was read: nobody can tell it from a key's characters."""
    return frozenset().union(*(parts(path.read_text("utf-8")) for path in MODULES.values()))


def parts(text: str) -> set[str]:
    """Windows of five characters as they are, and of six in whatever case."""
    return windows(text) | windows(text.lower(), 6)


def leaked(output: bytes, key: str, harmless: str) -> set[str]:
    """What of a key, in whatever form, stands in an output, be it escaped as its format asks.

    Five characters of the key itself, forwards or backwards, are a leak, and six of any form in any case."""
    shown = output.decode("utf-8")
    with suppress(ValueError):
        shown += json.dumps(json.loads(shown), ensure_ascii=False)
    shown += "\n" + unescape(shown) + "\n" + unquote(shown)
    secret = windows(key) | windows(key[::-1]) | set().union(*(windows(form.lower(), 6) for form in forms(key)))
    return (secret & parts(shown)) - parts(harmless) - our_own_words()


# Projects with a key

HEAD = """\
import base64, json, os
import requests
URL = "https://api.aurorasendcloud.com/email/send"
SMS = "https://api.aurorasendcloud.com/smsapi/send"
"""
USER = 'os.environ["EMAIL_API_USER"]'
# A finding of its own, so that the lines around it are shown.
FAULT = f'requests.post(URL, data={{"apiUser": {USER}, "apiKey": os.environ["EMAIL_API_KEY"], "to": "a@b.example"}})'
Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Template:
    files: Callable[[str], Files]
    any_shape: bool = True


def sent(value: str, before: str = "") -> str:
    body = f'    data = {{"apiUser": {USER}, "apiKey": {value}, "to": to}}\n    return requests.post(URL, data=data)\n'
    return f"{HEAD}{before}def send(to):\n{body}"


def python(text: Callable[[str], str], *, any_shape: bool = True) -> Template:
    return Template(lambda key: {"mailer.py": text(key)}, any_shape)


def env(text: Callable[[str], str], *, any_shape: bool = True) -> Template:
    return Template(lambda key: {".env": text(key), "mailer.py": HEAD + FAULT + "\n"}, any_shape)


def file(name: str, text: Callable[[str], str], *, any_shape: bool = True) -> Template:
    """A file of settings or a script, named for its format."""
    return Template(lambda key: {name: text(key)}, any_shape)


def beside(text: Callable[[str], str]) -> Template:
    """A key that nobody understands, near a finding: it is known by its looks alone."""
    return python(lambda key: HEAD + text(key), any_shape=False)


def pieces(key: str) -> tuple[str, str, str]:
    third = max(1, len(key) // 3)
    return key[:third], key[third : 2 * third], key[2 * third :]


def basic(key: str) -> str:
    return base64.b64encode(f"shop_mail:{key}".encode()).decode()


def escaped(key: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in key)


FROM_VARIABLE = '-d from=a --data-urlencode "apiKey=$KEY"'


def curl(options: str) -> str:
    return f"curl https://api.aurorasendcloud.com/email/send {options}"


EDITOR = "POST https://api.aurorasendcloud.com/email/send"


def editor(body: str) -> str:
    return f"{EDITOR}\n\n{body}\n"


def collection(body: Any, **more: Any) -> str:
    request = {"method": "POST", "body": body, "url": EDITOR.partition(" ")[2]}
    info = {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}
    return json.dumps({"info": info, "item": [{"name": "Send", "request": request}], **more}, indent=1)


def notebook(*cells: str, kind: str = "code", language: str = "python") -> str:
    made = [{"cell_type": kind, "source": cell.splitlines(True)} for cell in cells]
    return json.dumps({"cells": made, "metadata": {"kernelspec": {"language": language}}}, indent=1)


def printed(*outputs: object) -> str:
    """A notebook whose outputs these are, behind a cell with a finding of its own."""
    cell = {"cell_type": "code", "source": HEAD + FAULT, "outputs": outputs}
    return json.dumps({"cells": [cell, {**cell, "source": "1"}]}, indent=1)


def double_quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shown_in(quotes: str, before: str) -> str:
    """A sample in a docstring, near a finding of its own."""
    call = "    >>> requests.post(URL, data={'apiUser': 'shop_mail', 'apiKey': key})\n"
    url = "    >>> URL = 'http://api.aurorasendcloud.com/email/send'\n    >>> import requests\n"
    return f'{HEAD}{FAULT}\n\n\ndef send():\n    {quotes}A.\n\n{before}{url}{call}    """\n'


TEMPLATES = {
    "a parameter": python(lambda key: sent(repr(key))),
    "a constant": python(lambda key: sent("KEY", f"KEY = {key!r}\n")),
    "a constant that is used twice": python(
        lambda key: sent("KEY", f"KEY = {key!r}\n") + f"OTHER_CODE = {key!r}\nraise SystemExit({key!r})  # {key}\n"
    ),
    "a parameter in parts": python(lambda key: sent(" + ".join(map(repr, pieces(key))))),
    "parts side by side": python(lambda key: sent(" ".join(map(repr, pieces(key))))),
    "parts in constants": python(
        lambda key: sent("A + B + C", "A = {!r}\nB = {!r}\nC = {!r}\n".format(*pieces(key)))
    ),
    "joined parts": python(lambda key: sent(f'"".join({list(pieces(key))!r})')),
    "a formatted text": python(lambda key: sent('f"{A}{B}"', f"A = {key[:6]!r}\nB = {key[6:]!r}\n")),
    "the percent operator": python(lambda key: sent(f'"%s%s" % ({key[:5]!r}, {key[5:]!r})')),
    "base64": python(
        lambda key: sent(f"base64.b64decode({base64.b64encode(key.encode()).decode()!r}).decode()")
    ),
    "hexadecimal": python(lambda key: sent(f"bytes.fromhex({key.encode().hex()!r}).decode()")),
    "backwards": python(lambda key: sent(f"{key[::-1]!r}[::-1]")),
    "escapes": python(lambda key: sent(f'"{escaped(key)}"')),
    "bytes": python(lambda key: sent(f"{key.encode()!r}.decode()")),
    "a text of several lines": python(lambda key: sent("KEY.strip()", f'KEY = """\n{key}\n"""\n')),
    "a default of the environment": python(lambda key: sent(f'os.getenv("EMAIL_API_KEY", {key!r})')),
    "an or": python(lambda key: sent(f'os.environ.get("EMAIL_API_KEY") or {key!r}')),
    "a default of a parameter": python(
        lambda key: HEAD
        + f"def send(to, key={key!r}):\n    requests.post(URL, data={{'apiUser': 'shop', 'apiKey': key, 'to': to}})\n"
    ),
    "a class attribute": python(
        lambda key: HEAD + f"class Config:\n    SENDCLOUD_API_USER = 'shop_mail'\n    SENDCLOUD_API_KEY = {key!r}\n"
    ),
    "an attribute of an instance": python(
        lambda key: HEAD
        + f"class Mail:\n    def __init__(self):\n        self.key = {key!r}\n    def send(self):\n"
        + f"        return requests.post(URL, data={{'apiUser': {USER}, 'apiKey': self.key}})\n"
    ),
    "a table of settings": python(
        lambda key: HEAD + f"SENDCLOUD = {{'API_USER': 'shop_mail', 'API_KEY': {key!r}, 'from': 'a@b.example'}}\n"
    ),
    "an imported constant": Template(
        lambda key: {"mailer.py": "from accounts import KEY\n" + sent("KEY"), "accounts.py": f"KEY = {key!r}\n"}
    ),
    "both families": python(
        lambda key: HEAD + f"KEY = {key!r}\nrequests.post(URL, data={{'apiUser': 'u', 'apiKey': KEY}})\n"
        "requests.post(SMS, data={'smsUser': 'u', 'smsKey': KEY})\n"
    ),
    "the user's place as well": python(
        lambda key: HEAD + f"requests.post(URL, data={{'apiUser': {key!r}, 'apiKey': {key!r}, 'to': 'a'}})\n"
    ),
    "a query": python(
        lambda key: HEAD + f"requests.get(URL + '?apiUser=shop_mail&apiKey={quote(key, safe='')}&to=a')\n"
    ),
    "a URL": python(
        lambda key: HEAD
        + f'requests.get("https://api.aurorasendcloud.com/email/send?apiUser=shop_mail&apiKey={quote(key, safe="")}")\n'
    ),
    "a URL that nobody reads": python(
        lambda key: HEAD + f'X = "https://api.aurorasendcloud.com/email/send?apiUser=u&apiKey={quote(key, safe="")}"\n'
        f"{FAULT}  # see X\n",
        any_shape=False,
    ),
    "the user's information in a URL": python(
        lambda key: HEAD
        + f'requests.post("https://shop:{quote(key, safe="")}@api.aurorasendcloud.com/email/send", data={{"to": 1}})\n'
    ),
    "params": python(lambda key: HEAD + f"requests.post(URL, params=dict(apiUser='shop', apiKey={key!r}))\n"),
    "a JSON body": python(lambda key: HEAD + f"requests.post(URL, json={{'apiUser': 'shop', 'apiKey': {key!r}}})\n"),
    "a dumped body": python(
        lambda key: HEAD + f"requests.post(URL, data=json.dumps({{'apiUser': 'shop', 'apiKey': {key!r}}}))\n"
    ),
    "a header": python(lambda key: HEAD + f"requests.post(URL, headers={{'apiKey': {key!r}}}, data={{'to': 'a'}})\n"),
    "a bearer header": python(
        lambda key: HEAD + f"requests.post(URL, headers={{'Authorization': 'Bearer ' + {key!r}}}, data={{'to': 1}})\n"
    ),
    "a bearer header in one text": python(
        lambda key: HEAD + f"requests.post(URL, headers={{'Authorization': {'Bearer ' + key!r}}}, data={{'to': 1}})\n"
    ),
    "basic auth": python(lambda key: HEAD + f"requests.post(URL, auth=('shop_mail', {key!r}), data={{'to': 'a'}})\n"),
    "a basic header": python(
        lambda key: HEAD + f"requests.post(URL, headers={{'Authorization': 'Basic {basic(key)}'}}, data={{'to': 1}})\n"
    ),
    "a cookie": python(lambda key: HEAD + f"requests.post(URL, cookies={{'smsKey': {key!r}}}, data={{'to': 'a'}})\n"),
    "a .env": env(lambda key: f"SENDCLOUD_API_USER=shop_mail\nSENDCLOUD_API_KEY={double_quoted(key)}\n"),
    "a .env without quotes": env(lambda key: f"SENDCLOUD_API_KEY={key}\n", any_shape=False),
    "a .env in single quotes": env(
        lambda key: f"SENDCLOUD_API_KEY='{key}' # was {key[::-1]}\n", any_shape=False
    ),
    "a .env with export": env(lambda key: f"export SMS_API_USER=shop\nexport SMS_API_KEY={double_quoted(key)};\n"),
    "a .env over several lines": env(
        lambda key: f'SENDCLOUD_API_KEY="{key[:9]}\n{key[9:]}"\nSENDCLOUD_API_USER=shop\n', any_shape=False
    ),
    "a .env with a comment": env(
        lambda key: f"# old: {key}\nSENDCLOUD_API_KEY=K3v9Qz7Lm2Xw8Rt5 # not {key}\nOTHER={key}\n", any_shape=False
    ),
    "a .env whose quote is never closed": env(lambda key: f'SENDCLOUD_API_USER=shop\nSENDCLOUD_API_KEY="{key}\n'),
    "a line of a .env that nobody can read": env(lambda key: f"SMS_API_USER=shop\n{key} is it\n", any_shape=False),
    "another service's key in a .env": env(
        lambda key: f"SENDCLOUD_API_USER=shop\nOTHER_TOKEN={double_quoted(key)}\nSENDCLOUD_API_KEY=K3v9Qz7Lm2Xw8Rt5\n"
    ),
    "a known key in a comment": python(lambda key: sent(repr(key)) + f"{FAULT}  # apiKey is {key}\n"),
    "a comment on the line": beside(lambda key: f"{FAULT}  # {key}\n"),
    "a comment on the line below": beside(lambda key: f"{FAULT}\n# the key is {key}, really\n"),
    "a comment on the line above": beside(lambda key: f"# key:{key}\n{FAULT}\n"),
    "an unrelated variable": beside(lambda key: f"{FAULT}\nMAPS_TOKEN = {key!r}\n"),
    "an unrelated argument": beside(lambda key: f"{FAULT[:-1]}, headers={{'X-Trace': {key!r}}})\n"),
    "another parameter": beside(lambda key: FAULT.replace('"a@b.example"', repr(key)) + "\n"),
    "a docstring": beside(lambda key: f'def send():\n    """Send with {key}."""\n    {FAULT}\n'),
    "a reason": beside(lambda key: f"X = 1  # sendcloud-lint: ignore[SCL101] {key}\n"),
    "a suppressed code": beside(lambda key: f"X = 1  # sendcloud-lint: ignore[{key}]\n"),
    "a suppressed code among others": beside(lambda key: f"X = 1  # sendcloud-lint: ignore[SCL101, {key}]\n"),
    "a noqa": beside(lambda key: f"X = 1  # noqa: SCL101 {key}\n{FAULT}\n"),
    "a parameter's name": beside(
        lambda key: f"requests.post(URL, data={{'apiUser': 'shop', {'api_key_' + key!r}: 'x', {key!r}: 1}})\n"
    ),
    "a setting's name": beside(lambda key: f"SENDCLOUD_API_KEY_{key} = 'K3v9Qz7Lm2Xw8Rt5'\n"),
    "a function's name": beside(lambda key: f"def send_{key}():\n    {FAULT}\nsend_{key}()\n"),
    "a file's name": Template(
        lambda key: {f"mail_{key}.py": sent(repr(key)), "other.py": f"from mail_{key} import send\nsend(1)\n"}, False
    ),
    "a file that does not parse": python(lambda key: sent(repr(key)) + "if sent = True:\n    pass\n"),
    "the line that does not parse": python(lambda key: HEAD + f"SENDCLOUD_API_KEY = {key!r} = = 1\n"),
    "beside a line that does not parse": python(
        lambda key: HEAD + f"token = {double_quoted(key)}\nif sent = True:\n    pass\n"
    ),
    "a file in another encoding": Template(
        lambda key: {"mailer.py": b"# caf\xe9\n" + sent(repr(key)).encode() + b"\nSENDCLOUD_API_KEY = K\n"}
    ),
    "a .env in another encoding": Template(
        lambda key: {".env": b"# caf\xe9\nSENDCLOUD_API_KEY=" + double_quoted(key).encode() + b"\n"}
    ),
    "Python 2": python(
        lambda key: sent(repr(key)) + f"print 'sent with', {key!r}\nraise ValueError, {key!r}\n"
    ),
    "a notebook": file(
        "report.ipynb",
        lambda key: notebook(
            f"SENDCLOUD_API_KEY = {key!r}\n", f"{HEAD}{FAULT}\nprint({key!r})", f"%env SENDCLOUD_API_KEY={key}",
            "!" + curl("--data-urlencode apiKey=" + shlex.quote(key)),
        ),
    ),
    "a notebook with a broken cell": file(
        "report.ipynb", lambda key: notebook(f"SENDCLOUD_API_KEY = {key!r} = 1\n", sent(repr(key)))
    ),
    "a stream in a notebook": file(
        "report.ipynb",
        lambda key: printed({"text": f"{{'apiUser': 1, 'apiKey': {key!r}}}\nSENDCLOUD_API_KEY={key}"}, {"text": key}),
        any_shape=False,
    ),
    "a value in a notebook": file(
        "report.ipynb",
        lambda key: printed(
            {"data": {"text/plain": repr({"apiUser": "x", "apiKey": key}), "application/json": {"sendcloudKey": key}}},
            {"data": {"text/html": escape(f"sendcloud_api_key = {double_quoted(key)}", {'"': "&quot;"})}},
            {"data": {"text/plain": "'https://api.aurorasendcloud.com/a?apiKey=" + quote(key, safe="") + "'"}},
        ),
    ),
    "a traceback in a notebook": file(
        "report.ipynb",
        lambda key: printed(
            {"traceback": [f"\x1b[31m1\x1b[0m send(apiUser='u', apiKey=\x1b[32m{key!r}\x1b[0m)", f"401 for {key}"]}
        ),
        any_shape=False,
    ),
    "a known key in an output": file(
        "report.ipynb",
        lambda key: notebook(f"SENDCLOUD_API_KEY = {key!r}\nprint(SENDCLOUD_API_KEY)").replace(
            '"cell_type"', f'"outputs": [{{"text": {json.dumps(["it is ", key, " or ", key[::-1]])}}}], "cell_type"'
        ),
    ),
    "a Markdown cell": file(
        "report.ipynb",
        lambda key: notebook(
            f"# {key}\n\n```sh\n{curl('--data-urlencode apiKey=' + shlex.quote(key))}\n```\n"
            f"```python\n{sent(repr(key))}```\n",
            kind="markdown",
        ),
        any_shape=False,
    ),
    "a raw cell": file(
        "report.ipynb", lambda key: notebook(f"sendcloud_api_key = '{key}'\n# {key}", kind="raw"), any_shape=False
    ),
    "files that a notebook writes": file(
        "report.ipynb",
        lambda key: notebook(
            f"%%writefile .env\n# {key}\nSENDCLOUD_API_KEY={double_quoted(key)}\n",
            f"%%writefile a.py\n{sent(repr(key))}",
            f"%%writefile app.json\n{json.dumps({'sendcloud': {'apiKey': key}})}",
        ),
        any_shape=False,
    ),
    "a shell's notebook": file(
        "report.ipynb",
        lambda key: notebook(
            f"KEY={shlex.quote(key)}", f"{curl(FROM_VARIABLE)}\necho {shlex.quote(key)}", language="bash"
        ),
    ),
    "a notebook that is cut off": file(
        "report.ipynb", lambda key: notebook(f"SENDCLOUD_API_KEY = {key!r}\n", sent(repr(key)))[:-40]
    ),
    "a manual": file(
        "README.md",
        lambda key: f"# {HEAD}\n\n```python\n{sent(repr(key))}```\n\n"
        f"```sh\n{curl('--data-urlencode apiKey=' + shlex.quote(key))}\n```\n\n"
        f"```json\n{json.dumps({'sendcloud': {'apiKey': key}})}\n```\n",
    ),
    "a Dockerfile": file(
        "Dockerfile",
        lambda key: f"ARG SENDCLOUD_SMS_KEY={key}\nENV SENDCLOUD_API_KEY={key} A=b\n"
        f"RUN {curl('--data-urlencode apiKey=' + key)}\n",
        any_shape=False,
    ),
    "a Makefile": file(
        "Makefile",
        lambda key: f"SENDCLOUD_SMS_KEY ?= {key}\nKEY = {key} # {key}\nFORM = -d apiKey={key} -d 'a={key}'\n"
        f"$(info {key})\ndefine post\n{curl('-d apiKey=$(1)')}\nendef\nlive: KEY = {key}\nlive:\n"
        f"\techo $(KEY) # {key}\n\t{curl('--data-urlencode apiKey=$(KEY) $(FORM)')}\n\t$(call post,{key})\n",
        any_shape=False,
    ),
    "a justfile": file(
        "justfile",
        lambda key: f"SENDCLOUD_API_KEY := '{key}' # {key}\nkey := env('A', '{key}')\nsend k='{key}':\n"
        f"    echo {{{{SENDCLOUD_API_KEY}}}} # {key}\n    {curl('--data-urlencode apiKey={{key}} -d apiKey={{k}}')}\n",
        any_shape=False,
    ),
    "another language": file(
        "mail.php",
        lambda key: f"<?php\n$url = 'http://api.sendcloud.net/apiv2/mail/send';\n$data = array('apiKey' => '{key}');\n",
        any_shape=False,
    ),
    "a YAML setting": file(
        "app.yaml",
        lambda key: f"sendcloud:\n  api_key: {json.dumps(key)}\n  x: {json.dumps(key)}\n",
    ),
    "a YAML block": file("app.yaml", lambda key: f"sendcloud:\n  api_key: |-\n    {key}\n", any_shape=False),
    "a plain YAML value with a comment": file(
        "app.yaml", lambda key: f"sendcloud: # {key}\n  api_key: {key} # was {key}\n", any_shape=False
    ),
    "a list of variables": file(
        "compose.yaml", lambda key: f"environment:\n  - {json.dumps('SENDCLOUD_API_KEY=' + key)}\n"
    ),
    "a Kubernetes secret": file(
        "secret.yaml",
        lambda key: f"kind: Secret\ndata:\n  SENDCLOUD_API_KEY: {base64.b64encode(key.encode()).decode()}\n",
    ),
    "an anchor": file(
        "app.yaml", lambda key: f"a: &a {json.dumps(key)}\nsendcloud: {{api_key: *a}}\nb: *a\nc: {json.dumps(key)}\n"
    ),
    "a YAML that is broken": file(
        "app.yaml", lambda key: f"sendcloud:\n  api_key: {json.dumps(key)}\n b: ]\nx: {json.dumps(key)} y\n"
    ),
    "the line of a YAML that is broken": file(
        "app.yaml", lambda key: f"sendcloud:\n  api_key: {json.dumps(key)} : {json.dumps(key)}\n"
    ),
    "a default in a compose file": file(
        "compose.yaml", lambda key: f"environment:\n  SMS_API_KEY: ${{SMS_API_KEY:-{key}}}\n", any_shape=False
    ),
    "a step of a workflow": file(
        ".gitlab-ci.yml",
        lambda key: "send:\n  script:\n"
        f"    - {json.dumps(curl('--data-urlencode apiKey=' + shlex.quote(key)))}\n"
        f"    - |\n      {curl('-u shop:' + shlex.quote(key))}\n",
    ),
    "a JSON setting": file("app.json", lambda key: json.dumps({"sendcloud": {"apiKey": key, "x": [key]}})),
    "a JSON over several lines": file("app.json", lambda key: json.dumps({"sendcloud": {"apiKey": key}}, indent=1)),
    "a JSON that is broken": file(
        "app.json",
        lambda key: f'{{"sendcloud": {{"apiKey": {json.dumps(key)} oops, // {key}\n',
    ),
    "a TOML setting": file(
        "app.toml", lambda key: f"[sendcloud]\napi_key = {double_quoted(key)}\nx = {{ y = {double_quoted(key)} }}\n"
    ),
    "a TOML that is broken": file("app.toml", lambda key: f"[sendcloud]\napi_key = {double_quoted(key)} = 1\n"),
    "an INI setting": file(
        "app.ini",
        lambda key: f"[sendcloud]\napi_key = {key}\n; {key}\n[x]\ny = {key}\n",
        any_shape=False,
    ),
    "an INI that is broken": file("app.ini", lambda key: f"[sendcloud\napi_key = {key}\n= {key}\n", any_shape=False),
    "a property": file(
        "app.properties", lambda key: f"sendcloud.api.key={key}\nx={key}\n# {key}\n", any_shape=False
    ),
    "a property that is broken": file(
        "app.properties", lambda key: f"sendcloud.api.key={key}\\u12\nx={key}\n", any_shape=False
    ),
    "a Terraform setting": file(
        "main.tf",
        lambda key: f"variable \"sendcloud_api_key\" {{\n  default = {double_quoted(key)} # {key[::-1]}\n}}\n"
        f"env = {{ SENDCLOUD_SMS_KEY = {double_quoted(key)} }}\nx = f({double_quoted(key)})\n",
    ),
    "a here-document of Terraform": file(
        "main.tf", lambda key: f"sendcloud_api_key = <<-END\n    {key}\n  END\n", any_shape=False
    ),
    "a Terraform file that is broken": file(
        "main.tf",
        lambda key: f"sendcloud_api_key = {double_quoted(key)}\nx = {double_quoted(key)[:-1]}\n"
        f"{double_quoted(key)} {{\n",
    ),
    "attributes and texts of XML": file(
        "web.config",
        lambda key: "<configuration>\n"
        f"<add key='SendCloudApiKey' value={quoteattr(key)}/>\n"
        f"<sendcloud.smsKey>{escape(key)}</sendcloud.smsKey>\n<x y={quoteattr(key)}>{escape(key)}</x>\n"
        "</configuration>\n",
    ),
    "CDATA and a comment": file(
        "app.xml",
        lambda key: f"<a><!-- {key} -->\n<string name='sendcloud_api_key'><![CDATA[{key}]]></string></a>\n",
        any_shape=False,
    ),
    "an XML that is broken": file(
        "app.xml", lambda key: f"<sendcloud><apiKey>{escape(key)}</apiKey>\n<x y={quoteattr(key)} {key}\n</sendcloud>\n"
    ),
    "an entity": file(
        "app.xml",
        lambda key: f"<!DOCTYPE a [<!ENTITY k {quoteattr(key)}>]>\n<a><sendcloud.apiKey>&k;</sendcloud.apiKey> <</a>\n",
    ),
    "a login by its host": file(
        ".netrc",
        lambda key: f"machine api.aurorasendcloud.com login shop password {double_quoted(key)} # {key}\n{key} is it\n",
    ),
    "a variable of a unit": file(
        "mailer.service", lambda key: f'[Service]\nEnvironment=SENDCLOUD_API_KEY={key} "X={key}"\n', any_shape=False
    ),
    "a setting of a crontab": file(
        "crontab",
        lambda key: f"SENDCLOUD_API_KEY = {key}\n# {key}\n{key}\n@daily root {curl('-d apiKey=' + key)}\n",
        any_shape=False,
    ),
    "a script's variable": file(
        "send.sh",
        lambda key: f"KEY={shlex.quote(key)}\n{curl(FROM_VARIABLE)}\necho {shlex.quote(key)}\n",
    ),
    "a form in a script": file(
        "send.sh",
        lambda key: curl(f"-d apiUser=shop --data-urlencode {shlex.quote('apiKey=' + key)}") + "\n",
    ),
    "a query in a script": file(
        "send.sh",
        lambda key: f'curl "https://api.aurorasendcloud.com/email/send?apiUser=u&apiKey={quote(key, safe="")}"\n',
    ),
    "a header in a script": file("send.sh", lambda key: curl("-H " + shlex.quote("apiKey: " + key)) + "\n"),
    "basic auth in a script": file("send.sh", lambda key: curl("-u " + shlex.quote("shop:" + key)) + "\n"),
    "JSON in a script": file(
        "send.sh",
        lambda key: curl("--json " + shlex.quote(json.dumps({"apiUser": "your_api_user", "apiKey": key}))) + "\n",
    ),
    "a here-document": file(
        "send.sh", lambda key: curl("-d @- <<'END'") + f"\napiUser=shop&apiKey={key}&to=a\nEND\n", any_shape=False
    ),
    "a default in a script": file(
        "send.sh", lambda key: f'KEY="${{EMAIL_API_KEY:-{key}}}"\n{curl("-d apiKey=$KEY")}\n', any_shape=False
    ),
    "a comment in a script": file("send.sh", lambda key: curl("-d from=a") + f" # {key}\n# {key}\n", any_shape=False),
    "a script that is broken": file(
        "send.sh",
        lambda key: f"if ( {curl('--data-urlencode apiKey=' + shlex.quote(key))}\n}} }} fi $( {shlex.quote(key)}\n",
        any_shape=False,
    ),
    "settings that code loads": Template(
        lambda key: {
            "app.json": json.dumps({"out": {"pass": key}}),
            "mailer.py": "import json\nCONF = json.load(open('app.json'))\n" + sent("CONF['out']['pass']"),
        }
    ),
    "a script that another one sources": Template(
        lambda key: {"lib.sh": f"KEY={shlex.quote(key)}\n", "send.sh": f". ./lib.sh\n{curl(FROM_VARIABLE)}\n"}
    ),
    "a file of requests": file("send.http", lambda key: editor(f"apiUser=u&apiKey={quote(key, safe='')}&to=a")),
    "JSON in a file of requests": file("send.http", lambda key: editor(json.dumps({"apiUser": "u", "apiKey": key}))),
    "a variable of a file of requests": file("send.http", lambda key: f"@word = {key}\n" + editor("apiKey={{word}}")),
    "a login in a file of requests": file(
        "send.http", lambda key: f"{EDITOR}\nAuthorization: Basic shop {key}\nX-Key: {key}\n\nto=a\n> {{% {key} %}}\n",
        any_shape=False,
    ),
    "a file of requests that nobody understands": file(
        "send.http", lambda key: f"{editor('to=a')}\n{key}\nGET {key}\n{{{{{key}}}}}\n# {key}\n", any_shape=False
    ),
    "a request of Bruno's": file("send.bru", lambda key: f"post {{\n  url: {EDITOR[5:]}\n  body: formUrlEncoded\n}}\n\n"
        f"body:form-urlencoded {{\n  apiUser: shop\n  apiKey: {key}\n  ~x: {key}\n}}\n"),
    "a collection": file("shop.json", lambda key: collection({"mode": "urlencoded", "urlencoded": [
        {"key": "apiUser", "value": "shop"}, {"key": "apiKey", "value": key}]})),
    "JSON in a collection": file("shop.json", lambda key: collection(
        {"mode": "raw", "raw": json.dumps({"apiUser": "shop", "apiKey": key}, indent=1)})),
    "a form in a collection": file("shop.json", lambda key: collection(
        {"mode": "raw", "raw": f"apiUser=shop&apiKey={quote(key, safe='')}"})),
    "a login of a collection": file("shop.json", lambda key: collection(
        {}, auth={"type": "basic", "basic": [{"key": "username", "value": "u"}, {"key": "password", "value": key}]})),
    "a variable of a collection": file("shop.json", lambda key: collection(
        {"mode": "raw", "raw": "apiKey={{word}}"}, variable=[{"key": "word", "value": key}])),
    "an environment of requests": Template(lambda key: {
        "send.http": editor("apiKey={{word}}"), "http-client.env.json": json.dumps({"live": {"word": key}})}),
    "an environment in an editor's settings": Template(lambda key: {
        "send.http": editor("apiKey={{word}}"),
        ".vscode/settings.json": json.dumps({"rest-client.environmentVariables": {"$shared": {"word": key}}})}),
    "an example in a description": file("api.json", lambda key: json.dumps({
        "openapi": "3.0.0", "servers": [{"url": "https://api.aurorasendcloud.com"}],
        "x": {"parameters": [{"name": "apiKey", "in": "query", "example": key}]}}, indent=1)),
    "Python in a here-document": file(
        "send.sh", lambda key: f"python3 - <<'END'\n{sent(repr(key))}# {key}\nother = {key!r}\nEND\n"
    ),
    "Python in a word": file("send.sh", lambda key: f"python3 -c {shlex.quote(sent(repr(key)))}\n"),
    "Python with variables of the shell": file(
        "send.sh",
        lambda key: f'python3 -c "{HEAD.replace(chr(34), chr(39))}requests.post(URL, data={{\'apiUser\': \'$U\', '
        f"\\\"apiKey\\\": '{key}', 'to': '$TO'}})\"\n",
        any_shape=False,
    ),
    "a step in Python": file(
        "ci.yml", lambda key: json.dumps({"steps": [{"shell": "python", "run": sent(repr(key)) + f"# {key}\n"}]})
    ),
    "a docstring's sample": python(
        lambda key: shown_in('r"""', f"    >>> key = {key!r}\n    >>> print({key!r})  # {key}\n")
    ),
    "a docstring's sample with escapes": python(
        lambda key: shown_in('"""', f"    >>> key = '{escaped(key)}'\n"), any_shape=False
    ),
    "a docstring's sample with escapes of its own": python(
        lambda key: shown_in('"""', "    >>> key = '{}'\n".format(escaped(key).replace("\\", "\\\\")))
    ),
    "a docstring's settings": python(
        lambda key: f'r"""A.\n\n```yaml\nsendcloud:\n  api_key: {key}\n  other: {key}\n```\n"""\n{HEAD}{FAULT}\n',
        any_shape=False,
    ),
    "a URL in prose": file(
        "README.md",
        lambda key: f"See http://api.aurorasendcloud.com/email/send?apiUser=a&apiKey={quote(key, safe='')} now.\n",
    ),
    "a command in prose": file(
        "README", lambda key: f"Use `{curl('-k -d apiUser=a -d apiKey=' + key)}`.\n{key}\n", any_shape=False
    ),
    "a table in prose": file(
        "use.adoc", lambda key: f"| apiUser | apiKey | token |\n| shop | {key} | {key} |\n", any_shape=False
    ),
    "an indented block": file(
        "README.txt", lambda key: "A:\n\n    " + curl("-k -d " + shlex.quote("apiKey=" + key)) + "\n", any_shape=False
    ),
    "JSON that jq makes": file(
        "send.sh",
        lambda key: f"set -x\njq -n --arg k {shlex.quote(key)} '{{apiKey: $k}}' > m.json\n{curl('--json @m.json')}\n",
    ),
    "a file that a script writes": file(
        "send.sh",
        lambda key: f"cat > m.json <<'END'\n{json.dumps({'apiKey': key})}\nEND\n" + curl("--json @m.json") + "\n",
    ),
    "a body in a file": Template(
        lambda key: {
            "body.txt": f"apiUser=shop&apiKey={quote(key, safe='')}&to=a\n",
            "send.sh": f"set -x\nBODY=$(cat body.txt)\necho $BODY\n{curl('-k -d @body.txt')}\n",
        }
    ),
    "a key in a file of its own": Template(
        lambda key: {
            "key.txt": f"{key}\n",
            "send.sh": f"set -x\n{curl('--data-urlencode apiKey@key.txt')}\necho $(cat key.txt)\n",
        },
        any_shape=False,
    ),
    "a variable of curl's": file(
        "send.sh",
        lambda key: "set -x\n"
        + curl(f"-k --variable {shlex.quote('word=' + key)} --expand-data 'apiUser=u&apiKey={{{{word:url}}}}'")
        + "\n"
        + curl(f"--variable {shlex.quote('%EMAIL_API_KEY=' + key)} --expand-data 'apiKey={{{{EMAIL_API_KEY}}}}'")
        + "\n",
    ),
    "a script in a pipeline": file(
        "Jenkinsfile",
        lambda key: f"environment {{ WORD = '{key}' }}\n"
        f"sh '{curl('-k -d apiKey=' + key)}'\nsh \"{curl('-k -d apiKey=$WORD')}; echo $WORD\" // {key}\n",
        any_shape=False,
    ),
    "a file in a secret of a cluster": file(
        "secret.yaml",
        lambda key: "kind: Secret\nmetadata: {name: sendcloud}\ndata:\n  .env: "
        + base64.b64encode(f"# {key}\nSENDCLOUD_API_KEY={key}\nX={key}\n".encode()).decode()
        + "\n",
        any_shape=False,
    ),
    "an account of msmtp": file(
        ".msmtprc",
        lambda key: f"account a\nhost smtp.aurorasendcloud.com\ntls off\nuser u\npassword {key}\n# {key}\n",
        any_shape=False,
    ),
    "a login of Postfix": file(
        "sasl_passwd", lambda key: f"[smtp.aurorasendcloud.com]:587 shop:{key}\n{key} # {key}\n", any_shape=False
    ),
    "a file without any other fault": python(
        lambda key: HEAD + f"requests.post(URL, data={{'apiUser': {USER}, 'apiKey': {key!r}, 'from': 'a', 'to': 1}})\n"
    ),
}  # fmt: skip
WAYS = {
    "text": ("check",),
    "verbose text in colour": ("check", "--verbose", "--color", "always", "--show-suppressed"),
    "concise": ("check", "--output-format", "concise"),
    "JSON": ("check", "--output-format", "json"),
    "verbose JSON in a file": ("check", "--output-format", "json", "--verbose", "--output-file", "report.out"),
    "text in a file": ("check", "--output-file", "report.out", "--quiet"),
    "SARIF": ("check", "--output-format", "sarif", "--category", "a"),
    "annotations": ("check", "--output-format", "github"),
    "Code Quality": ("check", "--output-format", "gitlab"),
    "GitLab's SAST": ("check", "--output-format", "gitlab-sast"),
    "GitLab's secrets": ("check", "--output-format", "gitlab-secrets"),
    "JUnit": ("check", "--output-format", "junit"),
    "several at once": ("check", "--output-format", "concise", "--output-format", "sarif=report.out"),
    "every rule": ("check", "--select", "ALL", "--fail-on", "info"),
    "facts": ("facts", "--verbose"),
    "facts as JSON": ("facts", "--output-format", "json"),
    "a baseline": ("baseline", "--verbose", "--extend-select", "ALL", "--baseline", "report.out"),
    "statistics": ("check", "--statistics", "--verbose"),
    "statistics of all": ("check", "--statistics", "--select", "ALL", "--quiet"),
    "what is held back": ("check", "--show-suppressed", "--output-format", "json", "--select", "ALL"),
    "what is held back, in SARIF": ("check", "--show-suppressed", "--output-format", "sarif"),
    "changes": ("check", "--verbose", "--diff-base", "HEAD"),
    "the index": ("check", "--verbose", "--staged", "--output-format", "github", "--output-format", "junit=report.out"),
    "each format in a file": (
        "check",
        *(f"--output-format={name}=report.{name}" for name in ("json", "sarif", "gitlab", "gitlab-sast")),
    ),
    "comments that are added": ("check", "--add-ignores", "--verbose", "--extend-select", "ALL"),
}


def told(program: Callable[..., Any], files: Files, command: tuple[str, ...]) -> bytes:
    """All that a run on a project of these files leaves behind: what it prints, and each file that it makes."""
    with tempfile.TemporaryDirectory(prefix="t") as name:
        folder = Path(name)
        write_files(folder, files)
        if {"--staged", "--diff-base"} & set(command):
            make_repository(folder)
        before = contents(folder)
        done = program(*command, cwd=folder)
        made = (data for path, data in contents(folder).items() if path not in before)
        return b"\n".join((done.stdout, done.stderr, *made))


def make_repository(folder: Path) -> None:
    """One whose first commit is empty: all the rest is staged."""
    run = ("git", "-c", "user.name=T", "-c", "user.email=t@shop.example")
    for arguments in (("init", "-q"), ("commit", "-q", "--allow-empty", "-m", "One"), ("add", "-A", "-f")):
        subprocess.run((*run, *arguments), cwd=folder, check=True, capture_output=True)


def contents(folder: Path) -> dict[Path, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path: path.read_bytes() for path in found}


def text_without(key: str, files: Files) -> str:
    """The project's own words: what stands in it whatever the key is."""
    content = (data if isinstance(data, bytes) else data.encode() for data in files.values())
    text = b"\n".join((*(name.encode() for name in files), *content)).decode("latin-1")
    for form in (key.encode().decode("latin-1"), *forms(key)):
        text = text.replace(form, "\n")
    return text


def is_telling(key: str) -> bool:
    """Eight letters drawn by lot may read like a word or a placeholder: then nobody can know better."""
    return not is_placeholder(key) and not is_plain(key)


@pytest.mark.parametrize("place", TEMPLATES)
@pytest.mark.parametrize("shape", ["16 letters and digits", "with signs of a URL"])
def test_a_key_stays_in(program: Callable[..., Any], place: str, shape: str) -> None:
    template = TEMPLATES[place]
    if shape in ODD_SHAPES and not template.any_shape:
        shape = "32 hexadecimal digits"
    key = made(shape, 1)
    files = template.files(key)
    output = b"".join(told(program, files, WAYS[way]) for way in ("verbose text in colour", "JSON", "SARIF", "facts"))
    assert leaked(output, key, harmless(template)) == set()


def harmless(template: Template) -> str:
    """A project's words without any key: two keys that share no part show what is not theirs."""
    keys = ("q" * 16, "Z" * 16)
    shown = [text_without(key, template.files(key)) for key in keys]
    return shown[0] if len(shown[0]) < len(shown[1]) else shown[1]


@trying(120)
@given(
    place=st.sampled_from(sorted(TEMPLATES)),
    shape=st.sampled_from(sorted(SHAPES | ODD_SHAPES)),
    way=st.sampled_from(sorted(WAYS)),
    seed=st.integers(0, 2**32),
)
@example(place="an entity", shape="with letters of other scripts", way="every rule", seed=0)
@example(place="an entity", shape="with quotes and hashes", way="every rule", seed=21314)
@example(place="a Terraform file that is broken", shape="with quotes and hashes", way="every rule", seed=4479)
@example(place="JSON that jq makes", shape="with quotes and hashes", way="every rule", seed=14)
@example(place="a known key in an output", shape="with quotes and hashes", way="text", seed=1010)
def test_no_key_leaves(program: Callable[..., Any], place: str, shape: str, way: str, seed: int) -> None:
    template = TEMPLATES[place]
    assume(template.any_shape or shape in SHAPES)
    key = made(shape, seed)
    assume(is_telling(key))
    output = told(program, template.files(key), WAYS[way])
    assert leaked(output, key, harmless(template)) == set()


@trying(25)
@given(
    places=st.lists(st.sampled_from(sorted(TEMPLATES)), min_size=2, max_size=6, unique=True),
    way=st.sampled_from(sorted(WAYS)),
    seed=st.integers(0, 2**32),
)
def test_no_key_of_many_leaves(program: Callable[..., Any], places: list[str], way: str, seed: int) -> None:
    keys = {place: made("16 letters and digits", seed + number) for number, place in enumerate(places)}
    files = {
        f"{number}_{name.lstrip('.')}": content
        for number, (place, key) in enumerate(keys.items())
        for name, content in TEMPLATES[place].files(key).items()
    }
    words = "\n".join(harmless(TEMPLATES[place]) for place in places)
    output = told(program, files, WAYS[way])
    assert {place for place, key in keys.items() if is_telling(key) and leaked(output, key, words)} == set()


@trying(40)
@given(
    place=st.sampled_from(sorted(TEMPLATES)),
    shape=st.sampled_from(sorted(SHAPES)),
    output_format=st.sampled_from(("text", "json", "sarif", "github", "gitlab-secrets")),
    seed=st.integers(0, 2**32),
)
def test_no_key_of_a_text_from_standard_input_leaves(
    program: Callable[..., Any], place: str, shape: str, output_format: str, seed: int
) -> None:
    """Each file in its turn as an editor has it, while another text stands on the disk."""
    template, key = TEMPLATES[place], made(shape, seed)
    assume(is_telling(key))
    files, words = template.files(key), harmless(template)
    with tempfile.TemporaryDirectory(prefix="t") as name:
        write_files(Path(name), files)
        for path, content in files.items():
            (Path(name) / path).write_bytes(b"x = 1\n")
            data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
            way = ("check", "--verbose", "--output-format", output_format, "--stdin-filename", path, "-")
            done = program(*way, cwd=name, stdin=data)
            assert done.status in (0, 1), done.err
            assert leaked(done.stdout + done.stderr, key, words) == set()


@pytest.mark.parametrize("way", WAYS)
def test_the_installed_program_tells_no_key_either(tmp_path: Path, way: str) -> None:
    key = made("16 letters and digits", 2)
    for number, template in enumerate(TEMPLATES.values()):
        for name, content in template.files(key).items():
            path = tmp_path / f"project{number}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if {"--staged", "--diff-base"} & set(WAYS[way]):
        make_repository(tmp_path)
    before = contents(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "sendcloud_lint", *WAYS[way]], cwd=tmp_path, capture_output=True, check=False
    )
    made_files = (data for path, data in contents(tmp_path).items() if path not in before)
    output = b"\n".join((done.stdout, done.stderr, *made_files))
    assert done.returncode == (0 if WAYS[way][0] in ("facts", "baseline") else 1)
    assert leaked(output, key, "\n".join(map(harmless, TEMPLATES.values()))) == set()


ADDED = re.compile(
    rb"(?m)^[ \t]*(?:#|//|;|--|<!--) sendcloud-lint: ignore\[[A-Z0-9,]+\](?: -->)?\r?\n"
    rb"|  (?:#|//|;|--|<!--) sendcloud-lint: ignore\[[A-Z0-9,]+\](?: -->)?"
)


@pytest.mark.parametrize("place", TEMPLATES)
def test_a_file_that_is_rewritten_gets_comments_and_nothing_else(
    program: Callable[..., Any], place: str, tmp_path: Path
) -> None:
    write_files(tmp_path, TEMPLATES[place].files(SECRET))
    before = without_comments(tmp_path)
    program(*WAYS["comments that are added"], cwd=tmp_path)
    assert without_comments(tmp_path) == before


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def without_comments(folder: Path) -> dict[Path, bytes]:
    return {path: ADDED.sub(b"", path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("place", TEMPLATES)
def test_a_run_with_a_baseline_tells_no_key(program: Callable[..., Any], place: str, tmp_path: Path) -> None:
    template = TEMPLATES[place]
    for number, key in enumerate((SECRET, made("16 letters and digits", 4))):
        write_files(tmp_path, template.files(key))
        command = ("check", "--verbose", "--baseline") if number else ("baseline", "--verbose", "--baseline")
        done = program(*command, "known.out", cwd=tmp_path)
        output = done.stdout + done.stderr + (tmp_path / "known.out").read_bytes()
        assert leaked(output, key, harmless(template)) == set()


def test_a_broken_baseline_is_not_quoted(program: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "mailer.py").write_text(FAULT)
    head = '{"baseline_version": 1, "salt": "' + "g" * 32 + '", "findings": [%s]}'
    entries = (f'{{"{SECRET}": 1}}', f'{{"path": "a", "rule": "b", "tag": "{SECRET}"}}', f'"{SECRET}"', f"{SECRET}")
    for text in (SECRET, f'{{"{SECRET}', *(head % entry for entry in entries)):
        (tmp_path / "known.out").write_text(text)
        done = program("check", "--verbose", "--baseline", "known.out", cwd=tmp_path)
        assert done.status == 2
        assert leaked(done.stdout + done.stderr, SECRET, "") == set()


def disguises(key: str) -> Iterator[str]:
    data = key.encode()
    yield from (
        key[4:10],
        key[::-1][3:9],
        key[2:8].upper(),
        key[2:8].lower(),
        data.hex()[3:9],
        data.hex().upper()[6:12],
    )
    for before in range(3):
        yield base64.b64encode(b"x" * before + data).decode()[6:12]
        yield base64.b64encode(b"x" * before + data[::-1]).decode()[6:12].lower()


def test_the_leak_detector_works() -> None:
    key = made("16 letters and digits", 3)
    assert [part for part in disguises(key) if not leaked(f"the key is {part}!".encode(), key, "")] == []
    signs = made("with signs of a URL", 3)
    assert leaked(quote(signs, safe="").encode(), signs, "")
    assert leaked(escape(signs).encode(), signs, "")
    foreign = made("with letters of other scripts", 3)
    assert leaked(json.dumps(foreign).encode(), foreign, "")
    assert leaked(quote(foreign[:6]).lower().encode(), foreign, "")
    assert not leaked(b"the key is no key", key, "")


# What crashes


def facts_show_no_key(understood: object) -> None:
    assert not windows(SECRET) & windows(repr(understood))


def test_a_neighbours_secret_is_masked_even_where_it_reads_like_words(program: Callable[..., Any]) -> None:
    secret = "correct horse battery"
    lines = (
        "import requests\n"
        f"STRIPE_SECRET = {secret!r}\n"
        "requests.post('https://api.aurorasendcloud.com/email/send', data={'apiKey': 'q7Rm2Zk9Wb4Xt6Lp'})\n"
        f"login(password={secret!r})\n"
    )
    output = told(program, {"mailer.py": lines}, ("check",))
    assert b"STRIPE_SECRET" in output
    assert b"login" in output
    assert b"horse" not in output


def test_facts_show_no_key(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    understand = evidence.understand
    seen = []

    def listening(*arguments: Any, **named: Any) -> Any:
        seen.append(understand(*arguments, **named))
        return seen[-1]

    monkeypatch.setattr(evidence, "understand", listening)
    told(program, TEMPLATES["basic auth"].files(SECRET), ("check",))
    assert len(seen) == 1
    facts_show_no_key(seen[0])


@pytest.mark.parametrize("way", [(), ("--verbose",), ("--output-format", "json")], ids=["plain", "verbose", "json"])
def test_a_rule_that_crashes_takes_no_key_along(
    program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]
) -> None:
    def crash(fact: object) -> NoReturn:
        secret = SECRET
        raise ValueError(f"{secret} {fact!r}")

    broken = tuple(replace(rule, check=crash) if rule.code == "SCL101" else rule for rule in all_rules())
    monkeypatch.setattr(judge, "all_rules", lambda: broken)
    output = told(program, TEMPLATES["a parameter"].files(SECRET), ("check", *way))
    assert b"SCL101" in output
    assert b"ValueError" in output
    assert leaked(output, SECRET, "") == set()


@pytest.mark.parametrize("way", [(), ("--verbose",), ("--output-format", "json")], ids=["plain", "verbose", "json"])
@pytest.mark.parametrize("where", ["while it understands", "while it reports"])
def test_a_crash_takes_no_key_along(
    program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: tuple[str, ...], where: str
) -> None:
    def crash(*arguments: object, **named: object) -> NoReturn:
        raise RuntimeError(SECRET, arguments)

    home, name = (evidence, "understand") if where == "while it understands" else (text_report, "render")
    monkeypatch.setattr(home, name, crash)
    (tmp_path / "mailer.py").write_text(TEMPLATES["a parameter"].files(SECRET)["mailer.py"])  # type: ignore[arg-type]
    done = program("check", *way, cwd=tmp_path)
    if where == "while it understands" or "json" not in way:
        assert done.status == 3
        assert where == "while it understands" or done.stdout == b""
        assert "RuntimeError" in done.err
        assert ("in crash" in done.err) == ("--verbose" in way)
    assert "Traceback" not in done.err
    assert leaked(done.stdout + done.stderr, SECRET, "") == set()


# What fails


def test_a_reader_that_crashes_takes_no_key_along(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*arguments: object, **named: object) -> NoReturn:
        raise ValueError(SECRET, arguments)

    monkeypatch.setattr(dotenv, "read", crash)
    output = told(program, {".env": f"SENDCLOUD_API_KEY={SECRET}\n"}, ("check", "--verbose"))
    assert b"ValueError" in output
    assert leaked(output, SECRET, "") == set()


def test_an_interrupt_takes_no_key_along(program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **named: object) -> NoReturn:
        raise KeyboardInterrupt(SECRET)

    monkeypatch.setattr(text_report, "render", interrupted)
    output = told(program, TEMPLATES["a parameter"].files(SECRET), ("check", "--verbose"))
    assert leaked(output, SECRET, "") == set()


KNOWN = f"SENDCLOUD_API_KEY = {SECRET!r}\n"


@pytest.mark.parametrize("way", [("check",), ("check", "--output-format", "json"), ("facts",)], ids=" ".join)
def test_a_name_that_holds_a_known_key_is_masked_whatever_fails(
    program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]
) -> None:
    """Files that are skipped or refused are told of, too, by names that may hold what stands in others."""
    really = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith("denied.py"):
            raise PermissionError(13, SECRET)
        return really(path, *arguments, **named)

    monkeypatch.setattr(prefilter.os, "open", refuse)
    files = {
        f"{SECRET}_binary.py": b"\0", f"{SECRET}_denied.py": KNOWN, f"{SECRET}_broken.py": KNOWN + "x = = 1\n",
        f"{SECRET}_latin.py": b"# \xe9\n" + KNOWN.encode(), f"{SECRET}/.env": KNOWN, "known.py": KNOWN,
    }  # fmt: skip
    output = told(program, files, (*way, "--verbose", ".", f"{SECRET}_binary.py"))
    assert b"is binary" in output
    assert b"Permission denied" in output
    assert leaked(output, SECRET, "") == set()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has it")
def test_a_full_disk_takes_no_key_along(tmp_path: Path) -> None:
    write_files(tmp_path, TEMPLATES["a parameter"].files(SECRET))
    command = [sys.executable, "-m", "sendcloud_lint", "check", "--verbose", "--output-format", "json=/dev/full"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command, "--output-format", "text"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert leaked(done.stderr, SECRET, "") == set()


CONFIGURATIONS = (
    "select = ['{}']", "ignore = ['{}']", "extend-select = ['SCL101', '{}']", "{} = 1", "[a.{}]\nb = 1",
    "hosts = ['{}']", "hosts = ['{} x']", "exclude = ['{}']", "exclude = ['{}[', 1]", "fail-on = '{}'",
    "per-file-ignores = {{'{}' = ['{}']}}", "variables = {{{} = ['a']}}", "variables = {{apiKey = ['{}']}}",
    "clients = {{{} = {{url = 0}}}}", "clients = {{'a.b' = {{{} = 0}}}}", "clients = {{'a.b' = {{url = '{}'}}}}",
    "x = '{}' = 1", "test-paths = ['{}[']", "max-file-size = '{}'", "rotation-days = '{}'", "'{}",
)  # fmt: skip


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_no_configuration_is_quoted(program: Callable[..., Any], text: str) -> None:
    key = made("16 letters and digits", 11)
    files = {"sendcloud-lint.toml": text.replace("{}", key).replace("{{", "{").replace("}}", "}"), "a.py": HEAD}
    ways = (("check", "--verbose"), ("config",), ("config", "--output-format", "json"), ("baseline", "--verbose"))
    output = b"\n".join(told(program, files, way) for way in ways)
    assert leaked(output, key, "") == set()
