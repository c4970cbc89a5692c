"""One text, however it is written down: the same findings in the same places, in the same words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]

KEY = "q7Zf2mX9bR4tLw8K"
URL = "https://api.aurorasendcloud.com/email/send"
ADDRESS = URL.replace("https", "http")
CODE = f"""\
# 邮件¤
import os
import requests

URL = "{URL}"
EMAIL_API_KEY = "{KEY}"  # 密钥¤

def send(to):
    text = '''
    第一行
    '''
    form = {{"apiUser": os.environ["EMAIL_API_USER"], "apiKey": EMAIL_API_KEY,
            "subject": "邮件", "to": to}}
    return requests.post(URL, data=form, timeout=10)
"""
CELLS = [
    CODE.splitlines(keepends=True)[:6],
    ["!curl -d 'apiKey=q7Zf2mX9bR4tLw8K' -d apiUser=a http://api.aurorasendcloud.com/email/send"],
]
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}
            for lines in CELLS
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
    ensure_ascii=False,
)
SCRIPT = f"""\
#!/bin/bash
# 邮件¤
EMAIL_API_KEY='{KEY}'
curl -sS -d "apiUser=shop" \\
  -d "apiKey=$EMAIL_API_KEY" \\
  "http://api.aurorasendcloud.com/email/send" # 末尾
cat <<TEXT
apiKey=$EMAIL_API_KEY
TEXT
echo "$EMAIL_API_KEY"
"""
SAMPLES = {
    "mail.py": CODE,
    ".env": f"""\
# 邮件¤
EMAIL_API_USER=商店
NOTE="第一¤
第二"
export EMAIL_API_KEY='{KEY}' # 末尾
SMS_API_KEY={KEY}x
""",
    "mail.yaml": f"""\
# 邮件
sendcloud:
  note: |
    第一
    第二
  url: {ADDRESS}
  apiKey: {KEY} # 末尾
  run: "商店 ¤"
""",
    "mail.json": f"""\
{{
  "sendcloud": {{
    "note": "邮件", "apiKey": "{KEY}",
    "url": "{ADDRESS}"
  }}
}}
""",
    "mail.toml": f"""\
# 邮件
[sendcloud]
note = \"\"\"
第一
第二\"\"\"
apiKey = "{KEY}" # 末尾
url = "{ADDRESS}"
""",
    "mail.tf": f"""\
# 邮件¤
variable "sendcloud_api_key" {{
  description = <<EOT
第一
EOT
  default = "{KEY}" # 末尾
}}
""",
    "mail.xml": f"""\
<?xml version="1.0"?>
<!-- 邮件 -->
<sendcloud>
  <note>第一
第二</note>
  <apiKey>{KEY}</apiKey>
  <url>{ADDRESS}</url>
</sendcloud>
""",
    "mail.ini": f"""\
; 邮件
[sendcloud]
note = 第一
  第二
apiKey = {KEY}
url = {ADDRESS}
""",
    "mail.properties": f"""\
# 邮件
sendcloud.note=第一\\
  第二
sendcloud.apiKey={KEY}
sendcloud.url={ADDRESS}
""",
    ".netrc": f"""\
# 邮件
machine api.aurorasendcloud.com
  login shop
  password {KEY}
""",
    "crontab": f"""\
# 邮件
SENDCLOUD_API_KEY={KEY}
5 4 * * * curl -d apiKey=$SENDCLOUD_API_KEY -d apiUser=shop {ADDRESS}
""",
    "mail.sh": SCRIPT,
    "mail.ipynb": NOTEBOOK,
    "mail.md": f"""\
# 邮件

文字

```python
{CODE}```

```sh
{SCRIPT}```
""",
    "manual.md": f"""\
# 邮件

文字

```python
{CODE}```
""",
    "mail.rst": f"""\
邮件
====

.. code-block:: ini

   [sendcloud]
   apiKey = {KEY}
   url = {ADDRESS}

末尾
""",
    "Dockerfile": f"""\
# 邮件
FROM python
ENV NOTE=商店 \\
    SENDCLOUD_API_KEY={KEY}
RUN echo 商店 && \\
    curl -d apiKey={KEY}y -d apiUser=shop {ADDRESS}
""",
    "mail.php": f"""\
<?php
// 邮件¤
$form = ['apiUser' => '商店', 'apiKey' => '{KEY}'];
/* 第一
第二 */ post('{ADDRESS}', $form);
""",
    "mailer.service": f"""\
# 邮件
[Service]
Environment=NOTE=商店 SENDCLOUD_API_KEY={KEY}
ExecStart=/bin/mail
""",
}
# To a shell a carriage return is a character like any other.
CR_ENDS = [name for name in SAMPLES if name not in ("mail.sh", "mail.md")]


def told(program: Program, folder: Path, name: str, data: bytes) -> tuple[str, str]:
    """What a run says of a file, for machines and for people."""
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text("")
    (folder / name).write_bytes(data)
    as_json = program("check", "--output-format", "json", name, cwd=folder)
    assert as_json.err == ""
    return as_json.out, program("check", name, cwd=folder).out


WAYS: dict[str, Callable[[str], bytes]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "mixed": lambda text: "\r\n".join(text.split("\n", 3)).encode(),
    "no final line end": lambda text: text.removesuffix("\n").encode(),
    "CRLF without a final one": lambda text: text.removesuffix("\n").replace("\n", "\r\n").encode(),
    "marked UTF-8": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "marked UTF-8 with CRLF": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "UTF-16": lambda text: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"),
    "unmarked UTF-16": lambda text: text.encode("utf-16-le"),
    "unmarked UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: b"\xff\xfe\0\0" + text.encode("utf-32-le"),
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("way", WAYS)
def test_the_same_is_said_however_a_text_is_written(program: Program, tmp_path: Path, name: str, way: str) -> None:
    text = SAMPLES[name].replace("¤", "")
    plain = told(program, tmp_path / "plain", name, text.encode())
    assert json.loads(plain[0])["findings"]
    assert told(program, tmp_path / "other", name, WAYS[way](text)) == plain


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "mail.py"])
def test_the_same_is_said_of_a_text_in_gbk(program: Program, tmp_path: Path, name: str) -> None:
    text = SAMPLES[name].replace("¤", "")
    plain = told(program, tmp_path / "plain", name, text.encode())
    assert told(program, tmp_path / "other", name, text.encode("gbk")) == plain


@pytest.mark.parametrize("name", CR_ENDS)
def test_a_carriage_return_alone_ends_a_line(program: Program, tmp_path: Path, name: str) -> None:
    text = SAMPLES[name].replace("¤", "")
    plain = told(program, tmp_path / "plain", name, text.encode())
    assert told(program, tmp_path / "other", name, text.replace("\n", "\r").encode()) == plain


@pytest.mark.parametrize("name", [name for name, text in SAMPLES.items() if "¤" in text])
@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_other_characters_end_no_line(program: Program, tmp_path: Path, name: str, odd: str) -> None:
    if name == "mail.ipynb" and odd < " ":
        pytest.skip("JSON writes them in another way")
    one = told(program, tmp_path / "plain", name, SAMPLES[name].replace("¤", "文").encode())
    other = told(program, tmp_path / "other", name, SAMPLES[name].replace("¤", odd).encode())
    assert places(other[0]) == places(one[0])


def places(report: str) -> list[Any]:
    return [(each["code"], each["cell"], each["start"], each["end"]) for each in json.loads(report)["findings"]]


def test_a_form_feed_begins_an_indent_anew_and_ends_no_line(program: Program, tmp_path: Path) -> None:
    plain = places(told(program, tmp_path / "plain", "mail.py", CODE.replace("¤", "").encode())[0])
    text = CODE.replace("¤", "").replace("\ndef", "\n\x0c\ndef").replace("    return", "\x0c    return")
    moved = places(told(program, tmp_path / "other", "mail.py", text.encode())[0])
    assert [(code, start["line"]) for code, _, start, _ in moved] == [
        (code, start["line"] + (start["line"] > 6)) for code, _, start, _ in plain
    ]
