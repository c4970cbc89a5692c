"""Whatever a file of whatever kind holds: the whole check ends in order, and what it tells stands in the file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.readers import kinds
from tests.readers.formats import FORMATS
from tests.readers.languages import LANGUAGES, texts
from tests.thoroughness import trying
from tests.told import assert_stands_there, checked

# A file of each kind.
PATHS = {
    "python": "mailer.py", "dotenv": ".env", "yaml": ".github/workflows/send.yml", "json": "settings.json",
    "toml": "settings.toml", "hcl": "main.tf", "xml": "settings.xml", "conf": "mailer.conf", "ini": "mailer.service",
    "properties": "mailer.properties", "netrc": ".netrc", "notebook": "send.ipynb", "markdown": "README.md",
    "dockerfile": "Dockerfile", "code": "send.php", "crontab": "crontab", "shell": "send.sh",
    "json5": "settings.json5", "curlrc": ".curlrc", "http_files": "send.http", "bruno": "send.bru",
    "makefile": "Makefile", "justfile": "justfile", "groovy": "Jenkinsfile", "form": "body.form", "msmtprc": ".msmtprc",
    "sasl_passwd": "sasl_passwd",
    "text": "notes.txt",
}  # fmt: skip
KEY = "q7Zf2mX9bR4tLw8K"
URL = "https://api.aurorasendcloud.com/email/send"
# What makes a file one that is looked at, and rules look up.
TELLING = (
    URL, "SENDCLOUD_API_KEY", KEY, "apiKey", "apiUser", "smsKey", "=", ": ", "'", '"', "\n", "\n", " ", "{", "}", "# ",
    f"SENDCLOUD_API_KEY={KEY}\n", f"requests.post('{URL}', data={{'apiKey': '{KEY}', 'to': a}})\n",
    f"curl -d apiKey={KEY} {URL}\n", f'"apiKey": "{KEY}",\n', f"apiKey: {KEY}\n", f"{URL}?apiKey={KEY}",
    "sendcloud-lint: ignore[SCL101]", "# noqa: SCL101\n", "<!-- sendcloud-lint: ignore-file -->\n", "import requests\n",
    "print(apiKey)\n", "set -x\n", "EMAIL_API_KEY", "os.environ['SMS_API_KEY']", "<add key='SendCloudApiKey' value='",
)  # fmt: skip
languages = st.one_of([texts(language) for language in LANGUAGES.values()])
formats = st.one_of([form.texts for form in FORMATS.values()])


def test_every_kind_has_a_file() -> None:
    assert set(PATHS) == {kind.kind for kind in kinds._KINDS}
    assert all(kinds.kind_of(path, "") == kind for kind, path in PATHS.items())


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """Texts of any language with what makes them matter, whole and broken; some of their bits turned."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(TELLING), st.text(max_size=2)), max_size=8))
    text = draw(st.one_of(languages, formats, st.just(""), st.just("")))
    for piece in (f" {URL} ", *pieces):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at + draw(st.integers(0, 2)) :]
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32"]))
    raw = bytearray(text.encode(encoding, "surrogatepass"))
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        raw[draw(st.integers(0, len(raw) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(raw)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@trying(25)
@given(data=contents())
def test_whatever_a_file_holds_is_told_where_it_stands(path: str, data: bytes) -> None:
    assert_stands_there(checked(data, path), data, path)


WAYS = {
    "text": ("check", "--color", "always"), "concise": ("check", "--output-format", "concise"),
    "json": ("check", "--output-format", "json", "--select", "ALL"), "verbose": ("check", "--verbose"),
}  # fmt: skip


@trying(60)
@given(data=contents(), path=st.sampled_from(sorted(PATHS.values())), way=st.sampled_from(sorted(WAYS)))
def test_the_command_ends_in_order(program: Callable[..., Any], data: bytes, path: str, way: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = program(*WAYS[way], "--stdin-filename", path, "-", cwd=folder, stdin=data)
    assert done.status in (0, 1), done.err
    assert b"Traceback" not in done.stderr


# What stands for far more than it is


def laughing_yaml(levels: int) -> str:
    head = f"a0: &a0 [SENDCLOUD_API_KEY={KEY}, '{URL}', lol]\n"
    return head + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels))


def laughing_merges(levels: int) -> str:
    head = f"a0: &a0 {{sendcloud_api_key: {KEY}, url: '{URL}'}}\n"
    return head + "".join(
        f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n  b{n}: {{<<: *a{n - 1}}}\n" for n in range(1, levels)
    )


def laughing_scripts(levels: int) -> str:
    head = f"a0: &a0\n  - run: curl -d apiKey={KEY} {URL}\n"
    return head + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels))


def laughing_xml(levels: int) -> str:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 9}'>" for n in range(1, levels))
    value = f"<add key='SendCloudApiKey' value='{KEY}'/><a url='{URL}'>&a{levels - 1};</a>"
    return f"<!DOCTYPE a [<!ENTITY a0 '{KEY}'>{entities}]><b>{value}</b>"


def doubled(line: str, levels: int) -> str:
    return "".join(line.format(level, level - 1, level - 1) for level in range(1, levels))


LAUGHS: dict[str, tuple[str, Callable[[int], str]]] = {
    "aliases of YAML": ("a.yml", laughing_yaml),
    "merged pairs of YAML": ("a.yml", laughing_merges),
    "scripts in YAML": ("a.yml", laughing_scripts),
    "entities of XML": ("a.xml", laughing_xml),
    "YAML in Markdown": ("a.md", lambda levels: f"```yaml\n{laughing_yaml(levels)}```\n"),
    "XML in Markdown": ("a.md", lambda levels: f"```xml\n{laughing_xml(levels)}\n```\n"),
    "defaults of a shell": ("a.sh", lambda levels: f"K={KEY}\n" + "K=$K$K\n" * levels + f"curl -d apiKey=$K {URL}\n"),
    "variables of an image": (
        "Dockerfile", lambda levels: f"ENV K={KEY}\n" + "ENV K=$K$K\n" * levels + f"RUN curl -d apiKey=$K {URL}\n"
    ),
    "settings of INI": (
        "a.ini", lambda levels: f"[a]\napi_key={KEY}\nurl={URL}\n" + doubled("a{}=%(a{})s%(a{})s\n", levels)
    ),
    "locals of HCL": (
        "a.tf",
        lambda levels: f'sendcloud_api_key = "{KEY}"\nu = "{URL}"\n' + doubled('a{} = "${{a{}}}${{a{}}}"\n', levels),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "make"), LAUGHS.values(), ids=LAUGHS)
def test_what_stands_for_billions_is_checked(path: str, make: Callable[[int], str]) -> None:
    result = checked(make(12).encode(), path)
    assert result.problems == ()
    assert len(result.findings) < 100
