"""Which grammar a file is written in, by its name, by what it looks like or by where it lies: one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import NamedTuple

from sendcloud_lint.model.expressions import expression


class _Look(NamedTuple):
    """What the text of a file is like whose name says nothing, in words and as a test."""

    words: str
    fits: Callable[[str], bool]


class _Kind(NamedTuple):
    """`says` is what such a file is read as. `endings` follow a dot at the name's end, `names` are whole, in lower
    case; a name with one of the `foreign` endings is another kind's. `places` are where such files lie: a name there
    has a dot only if the place's has. In names and places `*` is anything, `[…]` one character."""

    kind: str
    says: str
    endings: str = ""
    names: str = ""
    foreign: str = ""
    look: _Look | None = None
    places: str = ""


class FileType(NamedTuple):
    """A row of the table, to be shown; endings begin with a dot."""

    kind: str
    says: str
    endings: tuple[str, ...]
    names: tuple[str, ...]
    looks: str
    places: tuple[str, ...]


# What the name of a sample or a copy ends in says nothing about its grammar.
_SAMPLE = expression(
    r"(?<=.)(?:[._-](?:example|sample|template|tmpl|tpl|dist|default|defaults|orig|bak|backup|old|save|copy)|~"
    r"|\.(?:j2|jinja2?|gotmpl|ctmpl|mustache|hbs|njk|in))$"
)
# What is filled in need not be in its grammar before.
_TEMPLATE = expression(r".\.(?:template|tmpl|tpl|j2|jinja2?|gotmpl|ctmpl|mustache|hbs|njk|in)$")
_ENV_SAMPLES = "env[._-]example env[._-]sample env[._-]template env[._-]dist env[._-]default env[._-]defaults"
# `.env.yaml`, `.env.md` and the like are written in a format of their own, and `.envrc` is a shell script.
_NO_ENV = (
    "js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx json json5 jsonc yaml yml toml ini xml tf tfvars hcl md rst htm "
    "html sh bash zsh fish ps1 rb php enc gpg age"
)
_OTHER_CODE = (
    "php phtml js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx vue svelte java kt kts scala gradle go rb erb "
    "rake cs vb fs pl pm lua swift rs ex exs dart c cc cpp h hp hpp m mm ps1 bat cmd jsp asp aspx r "
    "fish csh tcsh"
)
_STARTUP = (
    ".envrc .profile .bashrc .bashenv .bashprofile .bash_profile .bash_login .bash_aliases .zshrc .zshenv .zshprofile "
    ".zsh_profile .zsh_login .zsh_aliases"
)


def _begins(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.match(pattern, text) is not None


def _consists_of(first: str, each: str) -> Callable[[str], bool]:
    """Whether all lines are of this kind, blank ones and comments aside, and the first of them is as it should be."""
    first_line, line = expression(f"(?:{first})"), expression(f"(?:{each})")

    def fits(text: str) -> bool:
        written = [one for one in _LINE_END.split(text) if _WRITTEN.match(one)]
        return bool(written) and first_line.match(written[0]) is not None and all(map(line.fullmatch, written))

    return lambda text: not text.startswith("#!") and fits(text)


def _is_json(text: str) -> bool:
    import json  # noqa: PLC0415  most texts begin otherwise

    try:
        return text.lstrip()[:1] in ("{", "[") and json.loads(text) is not None
    except (ValueError, RecursionError):
        return False


_LINE_END = expression(r"\r\n|\r|\n")
# Neither blank nor a comment.
_WRITTEN = expression(r"[ \t\f]*[^ \t\f#;]")
_SETS_VARIABLE = (
    r"""[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.]*[ \t]*=(?!=)"""
    r"""(?:[ \t]*'[^']*'|[ \t]*"(?:[^"\\]|\\.)*"|(?![ \t]*['"]).*)[ \t]*(?:\#.*)?"""
)
_YAML_LINE = r"""(?:---|\.\.\.|%).*|[ \t]*(?:- +)*(?:[\w."'/-]+[ \t]*:(?:[ \t].*)?|- .*|-)"""
_SECTION = r"[ \t]*\[[^\[\]=]+\][ \t]*$"
_INI_LINE = rf"{_SECTION}|[ \t]*[\w.][\w. /-]*[=:].*"
_FIELD = r"[A-Za-z_][\w.\[\]-]*=[^&=\r\n]*"
_FORM = rf"(?:{_FIELD})(?:[\r\n]*&(?!&)[\r\n]*{_FIELD})+[\r\n]*\Z"
# A name that leaves the grammar open, and those that a text can't look like by chance.
_UNCERTAIN, _CERTAIN = "conf", frozenset(("xml", "json"))
# The first kind that fits wins.
_KINDS = (
    _Kind(
        "python",
        "Python 3, else Python 2",
        endings="py pyi pyw",
        look=_Look(
            "`#!` with python, pypy, uv run or pipx run", _begins(r"#!.*(?:python|pypy|\buv run\b|\bpipx run\b)")
        ),
    ),
    _Kind(
        "form",
        "a form's text, as a script sends it",
        endings="form urlencoded",
        look=_Look("two or more `name=value`, with `&` between them", _begins(_FORM)),
    ),
    _Kind(
        "dotenv",
        "variables of the environment",
        endings="env",
        names=f"*.env[._-]* {_ENV_SAMPLES} .renviron .dev.vars .dev.vars.*",
        foreign=_NO_ENV,
        look=_Look("all lines set a variable, `NAME=value`", _consists_of(_SETS_VARIABLE, _SETS_VARIABLE)),
        places="etc/environment etc/default/* etc/sysconfig/* etc/conf.d/*",
    ),
    _Kind(
        "yaml",
        "YAML, with the shell scripts in it",
        endings="yaml yml",
        names=".clang-format",
        look=_Look("`---` or `%YAML`, then entries of lists and sections only", _consists_of(r"---|%YAML", _YAML_LINE)),
        places=".ebextensions/*.config",
    ),
    _Kind("json5", "JSON5, as far as it is JSON with comments", endings="json5"),
    _Kind(
        "json",
        "JSON, with comments, or one value a line",
        endings="json jsonc jsonl webmanifest har",
        names=".babelrc .eslintrc",
        look=_Look("an object or a list in JSON", _is_json),
    ),
    _Kind("toml", "TOML", endings="toml", names="pipfile"),
    _Kind("hcl", "HCL (Terraform, Nomad)", endings="tf tfvars tofu hcl nomad", names=".terraformrc terraform.rc"),
    _Kind(
        "xml",
        "XML",
        endings="xml plist resx props targets nuspec pubxml csproj vbproj fsproj",
        # A page is no file of settings.
        look=_Look(
            "`<?xml` without html, or `<configuration`",
            _begins(r"(?s)\ufeff?\s*<(?:\?xml\s(?!.{0,200}<(?:!DOCTYPE\s+)?html)|configuration[\s>])"),
        ),
    ),
    _Kind(
        "curlrc",
        "options of curl",
        endings="curl curlrc",
        names="curlrc _curlrc curl.conf curl.cfg curl.config curl.txt",
    ),
    _Kind(
        "conf",
        "INI, settings in braces or a web server's, unless it looks like XML or JSON",
        endings="conf cnf",
        names="procfile procfile.*",
    ),
    _Kind(
        "ini",
        "INI",
        # Units of systemd and of podman: those that run something.
        endings="ini cfg service socket mount swap container pod",
        names=".flake8 .gitconfig .pypirc .npmrc .coveragerc",
        look=_Look("`[section]`, then settings and sections only", _consists_of(_SECTION, _INI_LINE)),
    ),
    _Kind("properties", "Java properties", endings="properties"),
    _Kind("netrc", "netrc", endings="netrc", names="_netrc netrc .authinfo"),
    _Kind("msmtprc", "msmtp's accounts", names=".msmtprc msmtprc"),
    _Kind("sasl_passwd", "Postfix's logins, one a line", names="sasl_passwd *_sasl_passwd"),
    _Kind("http_files", "requests as an editor sends them, and their variables", endings="http rest"),
    _Kind("bruno", "Bruno's requests and environments", endings="bru"),
    _Kind("notebook", "a Jupyter notebook, cell by cell", endings="ipynb"),
    _Kind(
        "markdown",
        "a manual: its code, and the API's addresses in its prose",
        endings="md markdown mdown mkd mdx rst adoc asciidoc org",
    ),
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
        names=".rprofile .cshrc .tcshrc .htaccess",
        look=_Look("`<?php` or `<%@`", _begins(r"\s*<(?:\?php\b|%@)")),
    ),
    _Kind(
        "groovy",
        "Groovy: as code of another language, with the shell scripts of a pipeline",
        endings="groovy jenkinsfile",
        names="jenkinsfile jenkinsfile.*",
    ),
    _Kind("crontab", "a crontab, with its commands", endings="cron crontab", names="crontab", places="cron.d/*"),
    _Kind(
        "shell",
        "a shell script",
        endings="sh bash zsh ksh bats command",
        names=_STARTUP,
        look=_Look("`#!` with a shell", _begins(r"#!.*\b(?:ba|z|k|da|a)?sh\b")),
    ),
    _Kind(
        "justfile",
        "a justfile: its variables, and its recipes as shell scripts",
        endings="just",
        names="justfile .justfile",
        look=_Look("`#!` with just", _begins(r"#!.*\bjust(?:[ \t\r\n]|\Z)")),
    ),
    _Kind(
        "makefile",
        "a Makefile: its variables, and its recipes as shell scripts",
        endings="mk mak make",
        names="makefile gnumakefile bsdmakefile makefile.* gnumakefile.* bsdmakefile.*",
        look=_Look("`#!` with make", _begins(r"#!.*\bg?make(?:[ \t\r\n]|\Z)")),
    ),
    _Kind("text", "any other text: named values, quoted or alone on a line, and addresses of the API"),
)


def kind_of(path: str, text: str) -> str:
    """The kind of a file, from its path and its text: the table says which. What fits nowhere is a "text"."""
    plain = path.replace("\\", "/")
    name = plain.rpartition("/")[2].lower()
    named = _by_name(name) or _by_name(_SAMPLE.sub("", name))
    if named == _UNCERTAIN:
        look = _by_look(text)
        return look if look in _CERTAIN else named
    return named or _by_look(text) or _by_place(plain) or "text"


def file_types() -> tuple[FileType, ...]:
    """The table, in the order in which a file is looked up in it."""
    return tuple(
        FileType(
            kind.kind,
            kind.says,
            tuple(f".{ending}" for ending in kind.endings.split()),
            tuple(kind.names.split()),
            kind.look.words if kind.look is not None else "",
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


def _by_look(text: str) -> str | None:
    return next((kind.kind for kind in _KINDS if kind.look is not None and kind.look.fits(text)), None)
