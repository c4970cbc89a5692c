"""`clients` in the configuration: a project's own wrappers, and others that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Program = Callable[..., Any]
Make = Callable[..., Path]

CONFIG = """\
[clients."shop.http.post_form"]
url = 0
form = "fields"

[clients."vendor.Api.call"]
url = "address"
json = ["body", 1]
"""
HTTP = "def post_form(path, fields, retries=3):\n    return magic(path, fields)\n"
KEY = "q7Rm2Zk9Wb4Xt6Lp"


def codes(program: Program, project: Make, code: str, config: str = CONFIG) -> list[str]:
    files = {"sendcloud-lint.toml": config, "shop/__init__.py": "", "shop/http.py": HTTP, "mail.py": code}
    found: list[str] = program("check", "--output-format", "json", cwd=project(files)).codes
    return found


def test_a_wrapper_of_the_project(program: Program, project: Make) -> None:
    code = f"from shop.http import post_form  # SendCloud\npost_form('/email/send', {{'apiKey': '{KEY}'}})\n"
    assert codes(program, project, code, "") == []
    assert codes(program, project, code) == ["SCL401 mail.py:2", "SCL402 mail.py:2", "SCL101 mail.py:2"]
    named = "import shop.http  # SendCloud\nshop.http.post_form(fields={'from': 'a'}, path='/email/send')\n"
    assert codes(program, project, named) == ["SCL402 mail.py:2"]


def test_a_function_from_elsewhere(program: Program, project: Make) -> None:
    code = "import vendor\nvendor.Api.call(address='https://api.aurorasendcloud.com/email/send', body={'from': 'a'})\n"
    assert codes(program, project, code) == ["SCL402 mail.py:2", "SCL203 mail.py:2"]
    assert codes(program, project, code, "") == []


def test_another_host_is_another_service(program: Program, project: Make) -> None:
    code = f"# SendCloud\nfrom shop.http import post_form\npost_form('https://a.example/send', {{'apiKey': '{KEY}'}})\n"
    assert codes(program, project, code) == []
