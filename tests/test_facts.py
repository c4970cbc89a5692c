"""`sendcloud-lint facts`: what was understood, and what was not; and what a verbose check says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]
Make = Callable[..., Path]

MAILER = """\
import os

import requests

from settings import KEY


def send(url, data):
    return requests.post(url, data=data)


def welcome(to, more):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": KEY, "to": to, **more}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, verify=False)
"""
SETTINGS = 'KEY = "q7Rm2Zk9Wb4Xt6Lp"\n'


@pytest.fixture
def shop(project: Make) -> Path:
    return project({"mailer.py": MAILER, "settings.py": SETTINGS})


def test_requests_credentials_and_what_was_not_judged(program: Program, shop: Path) -> None:
    done = program("facts", cwd=shop)
    assert (done.status, done.err) == (0, "")
    mask = next(word for word in done.out.split("\n") if "‹key" in word).split("‹")[1].split("›")[0]
    assert (
        done.out
        == f"""\
mailer.py:9:12: unjudged: requests.post was not judged: its URL is the argument url, which no call in the project gives

mailer.py:14:12: request: POST to the email endpoint /email/send, by requests.post
    apiUser      the environment variable EMAIL_API_USER  (mailer.py:13:13)
    apiKey       ‹{mask}› at settings.py:1  (mailer.py:13:54)
    to           the argument to, which no call in the project gives  (mailer.py:13:69)
    body         written as form  (mailer.py:14:72)
    certificate  is not checked  (mailer.py:14:83)
    parameters   there may be more: code that is not followed may have added to them

mailer.py:14:26: address: https address of the email endpoint /email/send
    way  sent to api.aurorasendcloud.com/email/send  (mailer.py:14:12)

settings.py:1:7: credential: email key, known as apiKey
    value  ‹{mask}›
    way    sent as apiKey  (mailer.py:13:54)
    way    sent to api.aurorasendcloud.com/email/send  (mailer.py:14:12)

1 request, 1 credential, 1 call that was not judged in 2 of 2 files.
"""
    )


def test_for_programs(program: Program, shop: Path) -> None:
    done = program("facts", "--output-format", "json", "mailer.py", cwd=shop)
    assert [fact["kind"] for fact in done.json["facts"]] == ["unjudged", "request", "address"]
    request = done.json["facts"][1]
    assert request["at"]["start"] == {"line": 14, "column": 12}
    assert [detail["name"] for detail in request["details"]][:3] == ["apiUser", "apiKey", "to"]
    assert done.json["summary"] == {"files_checked": 1, "files_relevant": 1}


def test_a_verbose_check_says_why_a_call_was_not_judged(program: Program, shop: Path) -> None:
    done = program("check", "--verbose", cwd=shop)
    assert "mailer.py:9:12: requests.post was not judged: its URL is the argument url, which no call" in done.err
    assert "mailer.py:14:12: this request may have more parameters: code that is not followed" in done.err


def test_a_call_that_is_judged_once_is_not_told(program: Program, project: Make) -> None:
    called = MAILER + '\n\nsend("https://api.aurorasendcloud.com/email/send", {})\n'
    done = program("check", "--verbose", cwd=project({"mailer.py": called, "settings.py": SETTINGS}))
    assert "was not judged" not in done.err


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os\nurl = os.environ['MAIL_URL']", "read from the environment by the name MAIL_URL"),
        ("url = input()", "what builtins.input returns"),
        ("from elsewhere import url", "read from the setting by the name url"),
    ],
)
def test_reasons(program: Program, project: Make, code: str, reason: str) -> None:
    folder = project({"a.py": f"import requests\n{code}\nrequests.post(url, data={{'apiKey': '', 'apiUser': ''}})\n"})
    done = program("facts", cwd=folder)
    assert "unjudged" in done.out
    if "elsewhere" not in code:
        assert reason in done.out


def test_nothing_relevant(program: Program, project: Make) -> None:
    done = program("facts", cwd=project({"a.py": "print(1)\n"}))
    assert (done.status, done.out) == (0, "0 requests, 0 credentials, 0 calls that were not judged in 0 of 1 file.\n")


def test_a_missing_path_is_misuse(program: Program, project: Make) -> None:
    done = program("facts", "nowhere.py", cwd=project())
    assert (done.status, done.out) == (2, "")


def test_requests_that_are_data(program: Program, project: Make) -> None:
    text = "### Send\nPOST https://api.aurorasendcloud.com/email/send\nA: b\n\napiUser={{who}}&from=a@shop.example\n"
    shown = program("facts", cwd=project({"send.http": text})).out
    assert "send.http:2:1: request: POST to the email endpoint /email/send, by file.send\n" in shown
    assert "the setting who  (send.http:5:1)" in shown
    assert "header A" in shown
