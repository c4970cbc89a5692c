"""Which grammar a file is written in, by its name, what it begins with or where it lies: one table."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import NamedTuple


class _Head(NamedTuple):
    """What files begin with whose name says nothing, in words and as a pattern."""

    words: str
    pattern: str


class _Kind(NamedTuple):
    """`says` is what such a file is read as. `endings` follow a dot at the name's end, `names` are whole, in lower
    case; a name with one of the `foreign` endings is another kind's. `head` is what a file begins with, `places` where
    such files lie: a name there has a dot only if the place's has. In both `*` is anything, `[…]` one character."""

    kind: str
    says: str
    endings: str = ""
    names: str = ""
    foreign: str = ""
    head: _Head | None = None
    places: str = ""


class FileType(NamedTuple):
    """A row of the table, to be shown; endings begin with a dot."""

    kind: str
    says: str
    endings: tuple[str, ...]
    names: tuple[str, ...]
    begins: str
    places: tuple[str, ...]


# What a sample's name ends in says nothing about its grammar.
_SAMPLE = re.compile(
    r"(?<=.)(?:[._-](?:example|sample|template|tmpl|tpl|dist|default|defaults|orig|bak)"
    r"|\.(?:j2|jinja2?|gotmpl|ctmpl|mustache|hbs|njk|in))$"
)
# What is filled in need not be in its grammar before.
_TEMPLATE = re.compile(r".\.(?:template|tmpl|tpl|j2|jinja2?|gotmpl|ctmpl|mustache|hbs|njk|in)$")
_ENV_SAMPLES = "env[._-]example env[._-]sample env[._-]template env[._-]dist env[._-]default env[._-]defaults"
# `.env.yaml`, `.env.md` and the like are written in a format of their own, and `.envrc` is a shell script.
_NO_ENV = (
    "js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx json json5 jsonc yaml yml toml ini xml tf tfvars hcl md rst htm "
    "html sh bash zsh fish ps1 rb php enc gpg age"
)
_OTHER_CODE = (
    "php phtml js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx vue svelte java kt kts scala groovy gradle go rb erb "
    "rake cs vb fs pl pm lua swift rs ex exs dart c cc cpp h hp hpp m mm ps1 bat cmd jsp asp aspx r "
    "fish csh tcsh"
)
_STARTUP = (
    ".envrc .profile .bashrc .bashenv .bashprofile .bash_profile .bash_login .bash_aliases .zshrc .zshenv .zshprofile "
    ".zsh_profile .zsh_login .zsh_aliases"
)
# The first kind that fits wins.
_KINDS = (
    _Kind(
        "python",
        "Python 3, else Python 2",
        endings="py pyi pyw",
        head=_Head("`#!` with python, pypy, uv run or pipx run", r"#!.*(?:python|pypy|\buv run\b|\bpipx run\b)"),
    ),
    _Kind(
        "dotenv",
        "variables of the environment",
        endings="env",
        names=f"*.env[._-]* {_ENV_SAMPLES} .renviron",
        foreign=_NO_ENV,
        places="etc/environment etc/default/* etc/sysconfig/* etc/conf.d/*",
    ),
    _Kind(
        "yaml",
        "YAML, with the shell scripts in it",
        endings="yaml yml",
        names=".clang-format",
        places=".ebextensions/*.config",
    ),
    _Kind("json5", "JSON5, as far as it is JSON with comments", endings="json5"),
    _Kind(
        "json",
        "JSON, with comments, or one value a line",
        endings="json jsonc jsonl webmanifest har",
        names=".babelrc .eslintrc",
    ),
    _Kind("toml", "TOML", endings="toml", names="pipfile"),
    _Kind("hcl", "HCL (Terraform, Nomad)", endings="tf tfvars tofu hcl nomad", names=".terraformrc terraform.rc"),
    _Kind(
        "xml",
        "XML",
        endings="xml plist resx props targets nuspec pubxml csproj vbproj fsproj",
        # A page is no file of settings.
        head=_Head(
            "`<?xml` without html, or `<configuration`",
            r"(?s)\ufeff?\s*<(?:\?xml\s(?!.*<(?:!DOCTYPE\s+)?html)|configuration[\s>])",
        ),
    ),
    _Kind(
        "curlrc",
        "options of curl",
        endings="curl curlrc",
        names="curlrc _curlrc curl.conf curl.cfg curl.config curl.txt",
    ),
    _Kind("conf", "INI, as far as it is", endings="conf cnf", names="procfile procfile.*"),
    _Kind(
        "ini",
        "INI",
        # Units of systemd and of podman: those that run something.
        endings="ini cfg service socket mount swap container pod",
        names=".flake8 .gitconfig .pypirc .npmrc .coveragerc",
    ),
    _Kind("properties", "Java properties", endings="properties"),
    _Kind("netrc", "netrc", names=".netrc _netrc .authinfo"),
    _Kind("http_files", "requests as an editor sends them, and their variables", endings="http rest"),
    _Kind("bruno", "Bruno's requests and environments", endings="bru"),
    _Kind("notebook", "a Jupyter notebook, cell by cell", endings="ipynb"),
    _Kind(
        "markdown",
        "a manual: its code, and the API's addresses in its prose",
        endings="md markdown mdown mkd mdx rst adoc asciidoc org",
    ),
    _Kind("text", "text for people: the API's addresses in it", endings="txt text", names="readme"),
    _Kind(
        "dockerfile",
        "a Dockerfile, with its shell scripts",
        endings="dockerfile containerfile",
        names="dockerfile containerfile dockerfile.* containerfile.*",
    ),
    _Kind(
        "code",
        "code of another language: named texts and addresses of the API",
        endings=_OTHER_CODE,
        names="jenkinsfile jenkinsfile.* .rprofile .cshrc .tcshrc .htaccess",
    ),
    _Kind("crontab", "a crontab, with its commands", endings="cron crontab", names="crontab", places="cron.d/*"),
    _Kind(
        "shell",
        "a shell script",
        endings="sh bash zsh ksh bats command",
        names=_STARTUP,
        head=_Head("`#!` with a shell", r"#!.*\b(?:ba|z|k|da|a)?sh\b"),
    ),
    _Kind(
        "justfile",
        "a justfile: its variables, and its recipes as shell scripts",
        endings="just",
        names="justfile .justfile",
        head=_Head("`#!` with just", r"#!.*\bjust(?:[ \t\r\n]|\Z)"),
    ),
    _Kind(
        "makefile",
        "a Makefile: its variables, and its recipes as shell scripts",
        endings="mk mak make",
        names="makefile gnumakefile bsdmakefile makefile.* gnumakefile.* bsdmakefile.*",
        head=_Head("`#!` with make", r"#!.*\bg?make(?:[ \t\r\n]|\Z)"),
    ),
)


def kind_of(path: str, head: str) -> str | None:
    """The kind of a file, from its path and its first characters, or None if none fits: the table says which."""
    plain = path.replace("\\", "/")
    name = plain.rpartition("/")[2].lower()
    return _by_name(name) or _by_name(_SAMPLE.sub("", name)) or _by_head(head) or _by_place(plain)


def file_types() -> tuple[FileType, ...]:
    """The table, in the order in which a file is looked up in it."""
    return tuple(
        FileType(
            kind.kind,
            kind.says,
            tuple(f".{ending}" for ending in kind.endings.split()),
            tuple(kind.names.split()),
            kind.head.words if kind.head is not None else "",
            tuple(kind.places.split()),
        )
        for kind in _KINDS
    )


def is_template(path: str) -> bool:
    """Whether something is filled in before a file is what its grammar says."""
    return _TEMPLATE.search(path.lower()) is not None


def _by_name(name: str) -> str | None:
    return next((kind.kind for kind in _KINDS if _is_called_so(name, kind)), None)


def _is_called_so(name: str, kind: _Kind) -> bool:
    _, dot, ending = name.rpartition(".")
    if dot and ending in kind.endings.split():
        return True
    is_named = any(fnmatchcase(name, glob) for glob in kind.names.split())
    return is_named and not (dot and ending in kind.foreign.split())


def _by_place(path: str) -> str | None:
    return next((kind.kind for kind in _KINDS if _lies_so(path, kind)), None)


def _lies_so(path: str, kind: _Kind) -> bool:
    return any(_is_in_place(path.split("/"), place) for place in kind.places.split())


def _is_in_place(parts: list[str], place: str) -> bool:
    is_ended_so = ("." in parts[-1]) == ("." in place.rpartition("/")[2])
    return is_ended_so and fnmatchcase("/".join(parts[-place.count("/") - 1 :]), place)


def _by_head(head: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.head is not None and re.match(kind.head.pattern, head)), None)
