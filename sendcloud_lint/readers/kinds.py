"""Which grammar a file is written in, by its name, its first line or where it lies."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Kind(NamedTuple):
    """`head` is what a file begins with whose name says nothing, `path` where such a file lies."""

    kind: str
    name: re.Pattern[str]
    head: re.Pattern[str] | None = None
    path: re.Pattern[str] | None = None


# What a sample's name ends in says nothing about its grammar.
_SAMPLE = re.compile(r"(?<=.)[._-](?:example|sample|template|tmpl|tpl|dist|default|defaults|orig|bak)$")
# `.env.yaml`, `.env.md` and the like are written in a format of their own, and `.envrc` is a shell script.
_FOREIGN = (
    r"(?!.*\.(?:[cm]?[jt]sx?|json[5c]?|ya?ml|toml|ini|xml|tf|tfvars|hcl|md|rst|html?|(?:ba|z|fi)?sh|ps1|rb|php|enc|gpg"
    r"|age)$)"
)
_ENV = r".*\.env(?:[._-].+)?|env[._-](?:example|sample|template|dist|defaults?)"
_STARTUP = r"\.envrc|\.profile|\.(?:bash|zsh)(?:rc|env|profile|_profile|_login|_aliases)"
_XML = "xml|plist|resx|props|targets|nuspec|pubxml|csproj|vbproj|fsproj"
# Of systemd and of podman: those that run something.
_UNITS = "service|socket|mount|swap|container|pod"
# Languages without a grammar here.
_OTHER_CODE = (
    "php|phtml|[cm]?[jt]sx?|vue|svelte|java|kts?|scala|groovy|gradle|go|rb|erb|rake|cs|vb|fs|p[lm]|lua|swift|rs|exs?|dart"
    "|cc?|cpp|hp?p?|mm?|ps1|bat|cmd|jsp|aspx?"
)
_ETC_SETTINGS = r"(?:.*/)?etc/(?:environment|(?:default|sysconfig)/[\w-]+)"
# A page is no file of settings.
_XML_HEAD = r"(?s)\ufeff?\s*<(?:\?xml\s(?!.*<(?:!DOCTYPE\s+)?html)|configuration[\s>])"
# The first kind that fits wins.
_KINDS = (
    _Kind("python", re.compile(r".*\.py[iw]?"), re.compile(r"#!.*(?:python|pypy|\buv run\b|\bpipx run\b)")),
    _Kind("dotenv", re.compile(f"{_FOREIGN}(?:{_ENV})"), path=re.compile(_ETC_SETTINGS)),
    _Kind("yaml", re.compile(r".*\.ya?ml|\.clang-format")),
    _Kind("json", re.compile(r".*\.(?:json|jsonc|json5|jsonl|webmanifest|har)|\.babelrc|\.eslintrc")),
    _Kind("toml", re.compile(r".*\.toml|pipfile")),
    _Kind("hcl", re.compile(r".*\.(?:tf|tfvars|tofu|hcl|nomad)|\.terraformrc|terraform\.rc")),
    _Kind("xml", re.compile(rf".*\.(?:{_XML})"), head=re.compile(_XML_HEAD)),
    _Kind("conf", re.compile(r".*\.(?:conf|cnf)")),
    _Kind("ini", re.compile(rf".*\.(?:ini|cfg|{_UNITS})|\.flake8|\.gitconfig|\.pypirc|\.npmrc|\.coveragerc|\.curlrc")),
    _Kind("properties", re.compile(r".*\.properties")),
    _Kind("netrc", re.compile(r"[._]netrc|\.authinfo")),
    _Kind("notebook", re.compile(r".*\.ipynb")),
    _Kind("markdown", re.compile(r".*\.(?:md|markdown|mdown|mkd|mdx|rst)")),
    _Kind("dockerfile", re.compile(r"(?:dockerfile|containerfile)(?:\.[\w.-]+)?|.*\.(?:dockerfile|containerfile)")),
    _Kind("code", re.compile(rf".*\.(?:{_OTHER_CODE})")),
    _Kind("crontab", re.compile(r"crontab|.*\.(?:cron|crontab)"), path=re.compile(r"(?:.*/)?cron\.d/[\w-]+")),
    _Kind(
        "shell",
        re.compile(rf".*\.(?:sh|bash|zsh|ksh|bats|command)|{_STARTUP}"),
        re.compile(r"#!.*\b(?:ba|z|k|da|a)?sh\b"),
    ),
)


def kind_of(path: str, head: str) -> str | None:
    """The kind of a file, from its path and its first characters: "python", "dotenv", "yaml", "json", "toml", "hcl",
    "xml", "ini", "conf" (most likely INI), "properties", "netrc", "crontab", "shell", "notebook",
    "markdown", "dockerfile", "code" of a language without a grammar here, or None if none fits."""
    plain = path.replace("\\", "/")
    name = plain.rpartition("/")[2].lower()
    return _by_name(name) or _by_name(_SAMPLE.sub("", name)) or _by_head(head) or _by_path(plain)


def _by_name(name: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.name.fullmatch(name)), None)


def _by_path(path: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.path and kind.path.fullmatch(path)), None)


def _by_head(head: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.head and kind.head.match(head)), None)
