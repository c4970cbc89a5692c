"""What is told of notebooks, manuals and Dockerfiles, from end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Program = Callable[..., Any]
Make = Callable[..., Path]
URL = "https://api.aurorasendcloud.com/email/send"
KEY = "zxLy2kgpTH2PXIqt"


def book(*cells: tuple[str, str]) -> str:
    written = [{"cell_type": kind, "source": source.splitlines(keepends=True)} for kind, source in cells]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4}, indent=1)


def found(program: Program, folder: Path, *options: str) -> list[tuple[str, str, int | None, int]]:
    done = program("check", "--output-format", "json", *options, cwd=folder)
    findings = done.json["findings"]
    return [(each["code"], each["path"], each["cell"], each["start"]["line"]) for each in findings]


def test_places_in_a_notebook_are_places_in_its_cells(program: Program, project: Make) -> None:
    text = book(
        ("markdown", "# Mail\nmore"),
        ("code", f'import requests\n\nkey = "{KEY}"'),
        ("code", f'requests.post("{URL}", data={{"apiUser": "u_mail", "apiKey": key, "from": "a@shop.example"}})'),
    )
    folder = project({"report.ipynb": text})
    assert found(program, folder, "--select", "SCL101,SCL503") == [
        ("SCL101", "report.ipynb", 2, 3),
        ("SCL503", "report.ipynb", 3, 1),
    ]
    shown = program("check", "--select", "SCL101", cwd=folder).out
    assert "report.ipynb:cell 2:3:7" in shown
    assert "2 |\n3 | key = " in shown
    assert "Mail" not in shown


def test_comments_in_cells_hold_back(program: Program, project: Make) -> None:
    first = f'SENDCLOUD_API_KEY = "{KEY}"  # sendcloud-lint: ignore[SCL101]\n'
    second = f'# sendcloud-lint: ignore[SCL101]\nSENDCLOUD_SMS_KEY = "{KEY[::-1]}"\n'
    last = "a = 1  # sendcloud-lint: ignore[SCL101]"
    folder = project({"report.ipynb": book(("code", first), ("code", second), ("code", last))})
    assert found(program, folder, "--select", "SCL101,SCL002") == [("SCL002", "report.ipynb", 3, 1)]


def test_a_notebook_that_is_no_json_is_told_with_its_line(program: Program, project: Make) -> None:
    folder = project({"report.ipynb": book(("code", f'requests.post("{URL}")'))[:-30]})
    assert [row[:3] for row in found(program, folder)] == [("SCL001", "report.ipynb", None)]


def test_what_other_modules_import_reaches_a_notebook(program: Program, project: Make) -> None:
    code = f'import requests\nfrom conf import WORD\nrequests.post("{URL}", data={{"apiKey": WORD}})'
    folder = project({"conf.py": f'WORD = "{KEY}"\n', "report.ipynb": book(("code", code))})
    assert ("SCL101", "conf.py", None, 1) in found(program, folder)


def test_samples_in_manuals_tell_keys_and_not_how_they_would_fare(program: Program, project: Make) -> None:
    sample = f'curl {URL} -d apiUser=u_mail -d "subject=a b" -d from=a@shop.example -d apiKey='
    text = f"# Use\n\n```sh\n{sample}{KEY}\n```\n\n```sh\n{sample}$KEY\n```\n"
    folder = project({"README.md": text})
    # The second sample's user is real, so its subject is judged as well.
    assert found(program, folder, "--ignore", "SCL102") == [
        ("SCL206", "README.md", None, 4),
        ("SCL101", "README.md", None, 4),
        ("SCL206", "README.md", None, 8),
    ]
    placeholders = text.replace(KEY, "your_api_key").replace("u_mail", "your_api_user")
    assert found(program, project({"README.md": placeholders})) == []


def test_an_image_and_what_it_runs(program: Program, project: Make) -> None:
    text = f"FROM python\nARG SENDCLOUD_SMS_KEY={KEY[::-1]}\nENV SENDCLOUD_API_KEY={KEY}\nRUN curl -k {URL} -d from=a\n"
    folder = project({"Dockerfile": text})
    assert found(program, folder, "--select", "SCL101,SCL103,SCL205") == [
        ("SCL103", "Dockerfile", None, 2),
        ("SCL101", "Dockerfile", None, 3),
        ("SCL205", "Dockerfile", None, 4),
    ]


def test_other_languages_tell_keys_and_plain_addresses(program: Program, project: Make) -> None:
    text = f"<?php\ncurl_init('http://api.sendcloud.net/apiv2/mail/send');\n$d = array('apiKey' => '{KEY}'); // a\n"
    folder = project({"mail.php": text})
    assert found(program, folder) == [("SCL204", "mail.php", None, 2), ("SCL101", "mail.php", None, 3)]
    quiet = text.replace("// a", "// sendcloud-lint: ignore[SCL101]")
    assert found(program, project({"mail.php": quiet})) == [("SCL204", "mail.php", None, 2)]
