"""What is told of notebooks, manuals and Dockerfiles, from end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]
Make = Callable[..., Path]
URL = "https://api.aurorasendcloud.com/email/send"
KEY = "zxLy2kgpTH2PXIqt"


def book(*cells: tuple[str, str] | tuple[str, str, list[object]], language: str = "python") -> str:
    """Cells of a kind with a source, and with outputs where those are given."""
    written = [
        {"cell_type": kind, "outputs": list(*outputs), "source": source.splitlines(keepends=True)}
        for kind, source, *outputs in cells
    ]
    return json.dumps({"cells": written, "metadata": {"kernelspec": {"language": language}}, "nbformat": 4}, indent=1)


def stream(text: str) -> object:
    return {"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)}


def shown(**data: object) -> object:
    """What a cell is worth, in the ways that are named for the kinds of texts."""
    kinds = {"plain": "text/plain", "html": "text/html", "json": "application/json", "png": "image/png"}
    return {"output_type": "execute_result", "data": {kinds[kind]: one for kind, one in data.items()}, "metadata": {}}


def failed(*lines: str) -> object:
    return {"output_type": "error", "ename": "HTTPError", "evalue": "401", "traceback": list(lines)}


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
    told = program("check", "--select", "SCL101", cwd=folder).out
    assert "report.ipynb:cell 2:3:7" in told
    assert "3 | key = " in told
    assert "Mail" not in told


def test_comments_in_cells_hold_back(program: Program, project: Make) -> None:
    first = f'SENDCLOUD_API_KEY = "{KEY}"  # sendcloud-lint: ignore[SCL101]\n'
    second = f'# sendcloud-lint: ignore[SCL101]\nSENDCLOUD_SMS_KEY = "{KEY[::-1]}"\n'
    last = "a = 1  # sendcloud-lint: ignore[SCL101]"
    folder = project({"report.ipynb": book(("code", first), ("code", second), ("code", last))})
    assert found(program, folder, "--select", "SCL101,SCL002") == [("SCL002", "report.ipynb", 3, 1)]


def test_a_notebook_that_is_no_json_is_told_with_its_line(program: Program, project: Make) -> None:
    folder = project({"report.ipynb": book(("code", f'requests.post("{URL}")'))[:-30]})
    assert [row[:3] for row in found(program, folder)] == [("SCL001", "report.ipynb", None)]


def test_keys_in_what_is_left_of_a_notebook_are_told(program: Program, project: Make) -> None:
    cut = book(("code", f'# "A"\nSENDCLOUD_API_KEY = "{KEY}"\n'))[:-30]
    folder = project({"report.ipynb": cut})
    finding, other = program("check", "--output-format", "json", cwd=folder).json["findings"]
    assert [finding["code"], other["code"]] == ["SCL101", "SCL001"]
    line = cut.splitlines()[finding["start"]["line"] - 1]
    assert line[finding["start"]["column"] - 1 : finding["end"]["column"] - 1] == f'\\"{KEY}\\"'


def test_what_other_modules_import_reaches_a_notebook(program: Program, project: Make) -> None:
    code = f'import requests\nfrom conf import WORD\nrequests.post("{URL}", data={{"apiKey": WORD}})'
    folder = project({"conf.py": f'WORD = "{KEY}"\n', "report.ipynb": book(("code", code))})
    assert ("SCL101", "conf.py", None, 1) in found(program, folder)


QUERY = f"{URL}?apiUser=u_mail&apiKey={KEY}&from=a"


@pytest.mark.parametrize(
    ("output", "line", "column"),
    [
        (stream(f"sent\n{{'apiUser': 'x', 'apiKey': '{KEY}'}}\n"), 4, 28),
        (stream(f"apiUser=x&apiKey={KEY}&from=a"), 3, 18),
        (stream(f"SENDCLOUD_API_KEY={KEY}\n"), 3, 19),
        (stream(f"SENDCLOUD_API_KEY: {KEY}\n"), 3, 20),
        (stream(f"\x1b[32mINFO\x1b[0m GET {QUERY} 200\n"), 3, 75),
        (stream(json.dumps({"sendcloud": {"api_key": KEY}}, indent=2)), 5, 16),
        (shown(plain=[f"'{QUERY}'"], png="iVBORw0KGgo="), 3, 67),
        (shown(html=[f"<a href='{QUERY.replace('&', '&amp;')}'>it</a>"]), 3, 75),
        (shown(html="<td>apiUser&#61;x&amp;apiKey&#61;" + KEY), 3, 22),
        (shown(json={"sendcloud": {"apiKey": KEY}}), 5, 19),
        (failed("\x1b[0;31mHTTPError\x1b[0m", f"401 for url: {QUERY}"), 4, 79),
        (failed(f"1 f(data={{\x1b[31m'apiUser'\x1b[0m: u, \x1b[31m'apiKey'\x1b[39m: \x1b[31m'{KEY}'\x1b[0m}})"), 3, 35),
        ({"output_type": "pyout", "text": [f"'{QUERY}'"]}, 3, 67),
        ({"output_type": "pyerr", "traceback": [QUERY]}, 3, 66),
    ],
)  # fmt: skip
def test_a_key_that_was_printed_is_told_below_its_cells_source(
    program: Program, project: Make, output: object, line: int, column: int
) -> None:
    folder = project({"report.ipynb": book(("markdown", "# A"), ("code", "import requests\nsend()", [output]))})
    done = program("check", "--output-format", "json", cwd=folder)
    (finding,) = done.json["findings"]
    assert (finding["code"], finding["cell"], finding["start"]) == ("SCL101", 2, {"line": line, "column": column})
    assert KEY not in done.out


@pytest.mark.parametrize(
    "output",
    [
        stream(f"apiKey={KEY}\n"),
        stream(f"{URL}?apiUser=u_mail&apiKey=your_api_key\n"),
        stream("{'apiUser': 'x', 'apiKey': '***', 'smsUser': 'x', 'smsKey': None}\n"),
        stream("http://api.aurorasendcloud.com/email/send 'http://api.aurorasendcloud.net/email/sent'\n"),
        stream("SENDCLOUD_API_USER=u_mail\nMAIL_HOST='smtp.aurorasendcloud.com'\n"),
        shown(plain="post(data={'apiUser': user, 'apiKey': settings.MAIL_KEY_2})"),
        shown(png=f"{URL}?apiUser=u_mail&apiKey={KEY}"),
        {"output_type": "display_data", "data": {}, "metadata": {"apiUser": "x", "sendcloud_api_key": KEY}},
        failed(f"--> 1 requests.post('{URL}', data=params)"),
    ],
)
def test_what_else_was_printed_is_nobodys_fault(program: Program, project: Make, output: object) -> None:
    folder = project({"report.ipynb": book(("code", "import sendcloud", [output]))})
    assert found(program, folder, "--select", "ALL") == []


def test_a_printed_value_that_is_a_key_elsewhere_is_one(program: Program, project: Make) -> None:
    printed = [stream(f"{KEY}\n{KEY}x y{KEY} -{KEY}-\n"), shown(plain=f"'{KEY}'")]
    folder = project(
        {"conf/.env": f"SENDCLOUD_API_KEY={KEY}\n", "report.ipynb": book(("code", "import sendcloud", printed))}
    )
    assert found(program, folder) == [
        ("SCL101", "conf/.env", None, 1),
        ("SCL101", "report.ipynb", 1, 2),
        ("SCL101", "report.ipynb", 1, 3),
        ("SCL101", "report.ipynb", 1, 5),
    ]
    (first, *_) = [
        one for one in program("check", "--output-format", "json", cwd=folder).json["findings"] if one["cell"]
    ]
    assert [step["path"] for step in first["related"]] == ["conf/.env"]
    assert first["help"].startswith("Clear the output; if it is real, ")


def test_a_printed_key_is_in_no_use(program: Program, project: Make) -> None:
    printed = book(("code", "import sendcloud", [stream(f"SENDCLOUD_API_KEY={KEY}\nsendcloud_sms_key={KEY}")]))
    folder = project({"conf/.env": f"SENDCLOUD_API_KEY={KEY}\n", "tests/report.ipynb": printed})
    assert {row[0] for row in found(program, folder)} == {"SCL101"}


def test_comments_reach_no_output_and_no_other_cell(program: Program, project: Make) -> None:
    printed = [stream(f"SENDCLOUD_API_KEY={KEY}\n# sendcloud-lint: ignore[SCL101]\nSENDCLOUD_API_KEY={KEY[::-1]}\n")]
    silent = "# sendcloud-lint: ignore[SCL101]"
    text = book(("code", f"a = 1\n{silent}"), ("code", f'SENDCLOUD_API_KEY = "{KEY[2:]}0z"\n{silent}', printed))
    expected = [("SCL101", 2, 1), ("SCL101", 2, 3), ("SCL101", 2, 5), ("SCL002", 1, 2), ("SCL002", 2, 2)]
    folder = project({"report.ipynb": text})
    told = found(program, folder, "--select", "SCL101,SCL002")
    assert sorted((code, cell, line) for code, _, cell, line in told) == sorted(expected)
    whole = text.replace("ignore[SCL101]", "ignore-file[SCL101]")
    assert found(program, project({"report.ipynb": whole}), "--select", "SCL101") == []


def test_a_long_output_leaves_the_first_lines_of_the_file_where_they_are(program: Program, project: Make) -> None:
    first = ("code", "a = 1", [stream("line\n" * 100)])
    second = ("code", f'# sendcloud-lint: ignore-file[SCL101]\nSENDCLOUD_API_KEY = "{KEY}"')
    assert found(program, project({"report.ipynb": book(first, second)}), "--select", "SCL101,SCL002") == []


def test_a_markdown_cell_is_a_manual(program: Program, project: Make) -> None:
    sample = f'curl http{URL[5:]} -d apiUser=u_mail -d from=a@shop.example -d "subject=a b" -d apiKey='
    other = f'import requests\nrequests.post("{URL}", data={{"apiUser": "your_user", "apiKey": "your_key", "from": 1}})'
    text = f"# Use\n\n```sh\n{sample}{KEY}\n```\n\n```python\n{other}\nkey = 1\n```\n"
    code = f'requests.post("{URL}", data={{"apiUser": user, "apiKey": key, "from": 1}}, timeout=5)'
    folder = project({"report.ipynb": book(("markdown", text), ("code", code))})
    assert found(program, folder, "--ignore", "SCL102") == [
        ("SCL204", "report.ipynb", 1, 4),
        ("SCL206", "report.ipynb", 1, 4),
        ("SCL101", "report.ipynb", 1, 4),
    ]


CURL = f"curl --fail --max-time 9 --retry 2 {URL} -d apiUser=$EMAIL_API_USER -d from=a@shop.example -d apiKey="


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (f"%%bash\n{CURL}{KEY}", 2),
        (f"%%bash --out answer\n{CURL}{KEY}", 2),
        (f"%%sh\n\n{CURL}{KEY}", 3),
        (f"%%script bash\n{CURL}{KEY}", 2),
        (f"%%script --bg /bin/sh\n{CURL}{KEY}", 2),
        (f"%%capture out\n%%bash\n{CURL}{KEY}", 3),
        (f"%%!\n{CURL}{KEY}", 2),
        (f"%sh {CURL}{KEY}", 1),
        (f"a = 1\n!{CURL}{KEY}", 2),
        (f"%sx {CURL}{KEY}", 1),
        (f"key = '{KEY}'\n!{CURL}{{key}}", 1),
        (f"%env SENDCLOUD_API_KEY={KEY}", 1),
        (f"%%writefile .env\n# a\nSENDCLOUD_API_KEY={KEY}", 3),
        (f"%%file conf/sendcloud.ini\n[a]\napi_key = {KEY}", 3),
        (f"%%writefile app.yaml\nsendcloud:\n  api_key: {KEY}", 3),
        (f"%%writefile -a 'send.sh'\n{CURL}{KEY}", 2),
        (f"%%writefile mail.py\nclass A:\n    SENDCLOUD_API_KEY = '{KEY}'", 3),
        (f"%%writefile Dockerfile\nENV SENDCLOUD_API_KEY={KEY}", 2),
        (f"%%writefile README.md\n```sh\n{CURL}{KEY}\n```", 3),
        (f"%%writefile mail.php\n$a = ['sendcloud_api_key' => '{KEY}'];", 2),
        (f"%%javascript\nconst sendcloudApiKey = '{KEY}';", 2),
        (f"%%time\nSENDCLOUD_API_KEY = '{KEY}'", 2),
        (f"import os\n%time os.environ['SENDCLOUD_API_KEY'] = '{KEY}'", 2),
    ],
)  # fmt: skip
def test_what_a_cell_begins_with_says_how_it_is_read(program: Program, project: Make, source: str, line: int) -> None:
    folder = project({"report.ipynb": book(("code", "1"), ("code", source))})
    assert found(program, folder) == [("SCL101", "report.ipynb", 2, line)]


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("bash", f"{CURL}{KEY}"),
        ("javascript", f"const a = {{ apiUser: 'u_mail', apiKey: '{KEY}' }};"),
        ("R", f'sendcloud_api_key = "{KEY}"'),
    ],
)
def test_notebooks_of_other_languages(program: Program, project: Make, language: str, source: str) -> None:
    folder = project({"report.ipynb": book(("code", source), language=language)})
    assert found(program, folder, "--ignore", "SCL102") == [("SCL101", "report.ipynb", 1, 1)]


def test_the_cells_of_a_shells_notebook_share_its_variables(program: Program, project: Make) -> None:
    cells = [("code", f"KEY={KEY}"), ("code", f"{CURL}$KEY")]
    assert found(program, project({"a.ipynb": book(*cells, language="bash")})) == [("SCL101", "a.ipynb", 1, 1)]
    apart = [(kind, f"%%bash\n{source}") for kind, source in cells]
    assert found(program, project({"a.ipynb": book(*apart)}), "--select", "SCL101") == []


def test_files_that_a_notebook_runs_or_loads(program: Program, project: Make) -> None:
    code = f'import os, requests\nrequests.post("{URL}", data={{"apiKey": WORD, "smsKey": os.environ["PASS"]}})'
    first = "%load_ext dotenv\n%dotenv\n%run -i lib/conf.py"
    folder = project(
        {
            "lib/conf.py": f'WORD = "{KEY}"\n',
            ".env": f"PASS={KEY[::-1]}\n",
            "a.ipynb": book(("code", first), ("code", code)),
        }
    )
    assert found(program, folder, "--select", "SCL101") == [
        ("SCL101", ".env", None, 1),
        ("SCL101", "lib/conf.py", None, 1),
    ]


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
