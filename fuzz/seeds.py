"""Texts to begin with, from the project's own tests and documents, by the kind of file that they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sendcloud_lint.readers.kinds import file_types, kind_of
from tests.readers.formats import FORMATS
from tests.readers.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
KEY = "q7Zf2mX9bR4tLw8K"
URL = "https://api.aurorasendcloud.com/email/send"
LONGEST = 4_000
_FENCE = re.compile(r"(?ms)^```(\w+)(?: +(\S+))?\n(.*?)^```$")
_ENDINGS = {"python": "py", "bash": "sh", "sh": "sh", "dotenv": "env", "makefile": "mk", "jenkinsfile": "groovy"}
# What is put into texts of every kind: signs that grammars are made of, and words that rules look up.
PIECES = (
    *"()[]{}<>'\"`=:,;#\\\n\r\t %$&|.-+*/@!~^\0\f\v\x85\u2028\ufeff\U0001f600é", "\r\n", "    ", '"""', "'''", "${",
    "{{", "}}", "{%", "<<", "<<EOF\n", "EOF\n", "<!--", "-->", "```", "\\x", "\\u12", "\\N{", "0x", "1e9", "f'", "rb'",
    "not ", "lambda: ", "if a:\n", "else:\n", "for a in b:\n", "async ", "await ", "match a:\n", "case 1:\n", "del ",
    "*a, ", "**b, ", ":=", "->", "apiUser", "apiKey", "smsKey", "EMAIL_API_KEY", "SENDCLOUD_API_KEY", "from", "to", KEY,
    URL, f"{URL}?apiKey={KEY}", "os.environ['SMS_API_KEY']", "requests.post(", "json=", "data=", "headers=", "auth=(",
    "verify=False", "timeout=9", "print(", "logging.info(", "smtplib.SMTP(", "curl -d ", "-u ", "-H ", "set -x\n",
    "import ", "import requests\n", "class A:\n", "def f(a, *b, c=1, **d):\n", "return ", "yield ", "with a as b:\n",
    "try:\n", "except E as e:\n", "finally:\n", "a = b\n", "a += a\n", "%s", "{}", ".format(", ".join(",
    "sendcloud-lint: ignore[SCL101]", "# noqa: SCL101", "sendcloud-lint: ignore-file",
)  # fmt: skip


def path_of(kind: str) -> str:
    """A file's name that is of this kind."""
    row = next(row for row in file_types() if row.kind == kind)
    names = [*(f"mailer{ending}" for ending in row.endings), *(name for name in row.names if "*" not in name)]
    return next((name for name in names if kind_of(name, "") == kind), "notes")


KINDS = tuple(row.kind for row in file_types())


@cache
def of_kinds() -> dict[str, tuple[str, ...]]:
    """Texts of each kind of file."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for path, text in (*_written(), *_made()):
        kind = kind_of(path, text)
        found[kind][text[:LONGEST]] = None
    for kind in KINDS:
        found[kind][f"a = {KEY}\n# {URL}\n"] = None
    return {kind: tuple(texts) for kind, texts in found.items()}


def _written() -> Iterator[tuple[str, str]]:
    """What stands in fences of the tests' and other documents, the documents, and the examples."""
    documents = sorted([*ROOT.glob("tests/**/*.md"), *ROOT.glob("docs/*.md"), ROOT / "README.md"])
    for document in documents:
        text = document.read_text(encoding="utf-8")
        for language, name, content in _FENCE.findall(text):
            yield name or f"mailer.{_ENDINGS.get(language, language)}", content
        if document.is_relative_to(ROOT / "docs"):
            yield document.name, text
    for path in sorted(ROOT.glob("examples/**/*")):
        if path.is_file():
            yield path.name, path.read_text(encoding="utf-8")


def _made() -> Iterator[tuple[str, str]]:
    """What the readers' tests are made of, each grammar's pieces and what nests in it."""
    for language in LANGUAGES.values():
        trace = f"# {URL}\n"
        yield language.path, trace + "".join(language.pieces)
        yield language.path, language.many(2)
        yield from ((language.path, trace + deep(3)) for deep in language.deep)
    for name, form in FORMATS.items():
        path = path_of(name.lower()) if name.lower() in KINDS else ""
        if path:
            yield path, form.many(2)
            yield from ((path, deep(3)) for deep in form.deep)


def configurations() -> tuple[str, ...]:
    """Configurations, from the page about them."""
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    shown = [content for language, _, content in _FENCE.findall(text) if language == "toml"]
    indented = ["\n".join(line[4:] for line in re.findall(r"(?m)^    .*$", text))]
    bare = [one.replace("[tool.sendcloud-lint.", "[").replace("[tool.sendcloud-lint]\n", "") for one in shown]
    more = ['select = ["ALL"]\nignore = ["SCL5"]\n[per-file-ignores]\n"tests/**" = ["SCL101"]\n[variables]\n']
    return (*shown, *indented, *bare, *more)


def baselines() -> tuple[str, ...]:
    """Baselines: one that is empty, and one that knows a finding."""
    head = '{\n  "baseline_version": 1,\n  "salt": "' + "gh" * 16 + '",\n  "findings": '
    entry = (
        '{"path": "a.py", "rule": "SCL101", "scope": "f", "slot": "apiKey", "tag": "kmrtwz", "count": 1, "reason": "x"}'
    )
    return f"{head}[]\n}}\n", f"{head}[\n    {entry},\n    {entry}\n  ]\n}}\n"
