"""Files whose name says nothing are read as what they look like, and texts for people as far as they are sure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]
Make = Callable[..., Path]

KEY = "q7Zf2mX9bR4tLw8K"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("mail.setting", f"# 邮\nhost = smtp.sendcloud.net\nuser = shop\npass = {KEY}\n", "SCL101 mail.setting:4"),
        ("settings", f"[sendcloud]\napiUser = shop_mail\napiKey = {KEY}\n", "SCL101 settings:3"),
        ("mail.stage", f'{{"sendcloud": {{"apiKey": "{KEY}"}}}}', "SCL101 mail.stage:1"),
        ("mail.inc", f"<?php\ndefine('SENDCLOUD_API_KEY', '{KEY}');\n", "SCL101 mail.inc:2"),
        ("secrets.yml.save", f"sendcloud:\n  apiKey: {KEY}\n", "SCL101 secrets.yml.save:2"),
        (".dev.vars", f"SENDCLOUD_API_KEY={KEY}\n", "SCL101 .dev.vars:1"),
        ("notes.txt", f"SendCloud\n\napiUser: shop_mail1\napiKey: {KEY}\n", "SCL101 notes.txt:4"),
        ("README", f"Put this in:\n\n    SENDCLOUD_API_KEY = '{KEY}'\n", "SCL101 README:3"),
        ("账号.txt", f"邮件\r\n用户 apiUser：shop_mail\r\n密钥 apiKey：{KEY}\r\n", "SCL101 账号.txt:3"),
    ],
)  # fmt: skip
def test_a_key_is_found(program: Program, project: Make, name: str, text: str, expected: str) -> None:
    codes = program(
        "check", "--output-format", "json", "--select", "SCL1", "--ignore", "SCL102", cwd=project({name: text})
    ).codes
    assert codes == [expected]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.txt", "Our mail goes through SendCloud: the apiUser is shop, the apiKey is in the safe.\n"),
        ("fields.txt", "apiUser: required\napiKey: required\nSENDCLOUD_API_KEY: your_api_key\n"),
        ("other.txt", f"sendcloud is what we left\napiKey: {KEY}\n"),
        ("broken.setting", "[sendcloud\napiUser = shop_mail\n{"),
        ("gibberish.dat", b"sendcloud \xff\xfe\x81\x8d"),
        ("requirements.txt", "sendcloud==1.0.2\nrequests==2.31\n"),
    ],
)
def test_nothing_is_made_up(program: Program, project: Make, name: str, text: str | bytes) -> None:
    done = program("check", "--output-format", "json", cwd=project({name: text}))
    assert (done.status, done.codes) == (0, [])


@pytest.mark.parametrize(
    ("option", "name", "text", "place"),
    [
        ("-d @body.txt", "body.txt", f"apiUser=your_api_user&apiKey={KEY}\n", "body.txt:1"),
        ("--data-urlencode apiKey@key.txt", "key.txt", f"{KEY}\n", "key.txt:1"),
        ("--data-binary @conf/payload", "conf/payload", f'{{\n"apiKey": "{KEY}"}}', "conf/payload:2"),
    ],
)
def test_a_key_is_found_in_what_a_script_sends(
    program: Program, project: Make, option: str, name: str, text: str, place: str
) -> None:
    root = project({"send.sh": f"curl {option} https://api.aurorasendcloud.com/email/send\n", name: text})
    assert program("check", "--output-format", "json", "--select", "SCL101", cwd=root).codes == [f"SCL101 {place}"]
