"""Which grammar a file is written in."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from sendcloud_lint.engine.reading import READERS, module_of
from sendcloud_lint.readers.kinds import FileType, file_types, is_template, kind_of
from tests.growth import growth


@pytest.mark.parametrize("path", ["mailer.py", "app/ui.pyw", "stubs/api.pyi", "src\\Mailer.PY", "conf/.env.py", ".py"])
def test_a_python_suffix_is_python(path: str) -> None:
    assert kind_of(path, "") == "python"


@pytest.mark.parametrize(
    "head",
    [
        "#!/usr/bin/env python3\nimport os\n",
        "#!/usr/bin/python2.7 -u\n",
        "#! /opt/venv/bin/python\r\n",
        "#!/usr/bin/env pypy3",
        "#!/usr/bin/env -S uv run --script\n",
    ],
)
def test_a_python_first_line_is_python_where_the_name_says_nothing(head: str) -> None:
    assert kind_of("bin/send", head) == "python"


def test_python_on_a_later_line_is_not_the_interpreter() -> None:
    assert kind_of("bin/send", "#!/bin/cat\npython send.py\n") == "text"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("compose.yml", "yaml"), (".github/workflows/a.yaml", "yaml"), ("config.json", "json"),
        ("tsconfig.jsonc", "json"), ("pyproject.toml", "toml"), ("Pipfile", "toml"), ("app.ini", "ini"),
        ("app.conf", "conf"),
        ("setup.cfg", "ini"), ("a/application.properties", "properties"), ("send.sh", "shell"), ("lib.bash", "shell"),
        (".envrc", "shell"), (".bashrc", "shell"), (".env.yaml", "yaml"), (".env.json", "json"), (".env.sh", "shell"),
        ("config.yaml.example", "yaml"), ("app.ini-dist", "ini"),
        ("infra/main.tf", "hcl"), ("prod.tfvars", "hcl"), ("shop.pkr.hcl", "hcl"), ("shop.nomad", "hcl"),
        (".terraformrc", "hcl"), ("prod.tfvars.example", "hcl"), ("prod.env.tfvars", "hcl"),
        ("prod.tfvars.json", "json"),
        ("res/values/strings.xml", "xml"), ("pom.xml", "xml"), ("Shop.csproj", "xml"), ("strings.xml.tmpl", "xml"),
        (".netrc", "netrc"), ("_netrc", "netrc"), ("mailer.service", "ini"), ("shop.container", "ini"),
        ("report.ipynb", "notebook"), ("README.md", "markdown"), ("README.MD", "markdown"),
        ("docs/use.rst", "markdown"), ("docs/use.adoc", "markdown"), ("notes.org", "markdown"),
        ("README", "text"), ("docs/use.txt", "text"), (".env.txt", "dotenv"),
        (".env.md", "markdown"), ("a.yaml.md", "markdown"), ("Dockerfile", "dockerfile"),
        ("Dockerfile.prod", "dockerfile"), ("api.dockerfile", "dockerfile"), ("Containerfile", "dockerfile"),
        ("Makefile", "makefile"), ("GNUmakefile", "makefile"), ("build/rules.mk", "makefile"), ("all.mak", "makefile"),
        ("Makefile.am", "makefile"), ("Makefile.local", "makefile"), ("Makefile.PL", "code"),
        ("Makefile.md", "markdown"), ("justfile", "justfile"), (".justfile", "justfile"), ("all.just", "justfile"),
        ("vite.env.d.ts", "code"), ("mail.php", "code"), (".dev.vars", "dotenv"), (".dev.vars.example", "dotenv"),
        ("secrets.yml.save", "yaml"), ("mail.ini~", "ini"), ("mail.json.old", "json"), ("Mail.java.backup", "code"),
        ("Mail.java", "code"), ("mail.go", "code"), ("mail.rb", "code"), ("app.vue", "code"),
        ("send.http", "http_files"), ("api/send.REST", "http_files"), ("shop.har", "json"), ("Send mail.bru", "bruno"),
        ("crontab", "crontab"), ("shop.cron", "crontab"), ("deploy/cron.d/mailer", "crontab"),
        ("deploy/etc/default/mailer", "dotenv"), ("etc/sysconfig/mailer", "dotenv"), ("etc/environment", "dotenv"),
        (".Renviron", "dotenv"), (".Rprofile", "code"), (".htaccess", "code"), ("config.fish", "code"),
        (".cshrc", "code"), ("Jenkinsfile", "groovy"), ("deploy.groovy", "groovy"), ("Procfile", "conf"),
        ("config.json5", "json5"), (".ebextensions/mail.config", "yaml"), ("etc/conf.d/mailer", "dotenv"),
        ("config.yml.j2", "yaml"), ("app.ini.jinja", "ini"), ("values.yaml.gotmpl", "yaml"), (".env.j2", "dotenv"),
        ("mail.conf.in", "conf"), ("settings.sample.json", "json"),
        ("settings.py.sample", "python"), ("send.sh.tmpl", "shell"),
    ],
)  # fmt: skip
def test_settings_and_scripts_are_known_by_their_name(path: str, kind: str) -> None:
    assert kind_of(path, "") == kind


@pytest.mark.parametrize(
    "head", ["#!/bin/sh\n", "#!/usr/bin/env bash\nset -e\n", "#! /bin/zsh -f\n", "#!/usr/bin/env -S bash -e\n"]
)
def test_a_shells_first_line_is_a_shells(head: str) -> None:
    assert kind_of("bin/send", head) == "shell"


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("deploy/send", "#!/usr/bin/make -f\nsend:\n", "makefile"),
        ("deploy/send", "#!/opt/make/bin/thing\n", "text"),
        ("web.config", '<?xml version="1.0"?>\n<configuration>\n', "xml"),
        ("Web.Release.config", '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n', "xml"),
        ("app.config", "\n<configuration>\n", "xml"),
        ("logging.config", "[loggers]\nkeys=root\n", "ini"),
        (".config", "CONFIG_A=y\n", "dotenv"),
        ("shop.conf", "<?xml version='1.0'?>\n<shop>", "xml"),
        ("shop.conf", '{"mail": 1}', "json"),
        ("shop.conf", "[mail]\nuser = shop\n", "conf"),
        ("index.html", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', "text"),
        ("page.tpl", '<?xml version="1.0"?>\n<html>', "text"),
        ("etc/default/mailer", "#!/bin/sh\n", "shell"),
    ],
)
def test_what_a_file_begins_with_tells_where_its_name_does_not(path: str, head: str, kind: str) -> None:
    assert kind_of(path, head) == kind


@pytest.mark.parametrize("path", ["a.shy", "yaml", "config", "a.jsonx", "toml.xyz", "a.tfx", "default/a"])
def test_other_names_say_nothing(path: str) -> None:
    assert kind_of(path, "#!/usr/bin/env node\n") == "text"


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "deploy/.env",
        "deploy\\.env",
        ".env.production",
        ".env.local.example",
        ".env-sample",
        ".env_prod",
        "production.env",
        "deploy/sms.env.example",
        "sms.env.local",
        "env.sample",
        "env.example",
        ".ENV",
    ],
)
def test_an_environment_file_is_known_by_its_name(path: str) -> None:
    assert kind_of(path, "") == "dotenv"


def test_the_name_decides_before_the_first_line() -> None:
    assert kind_of(".env", "#!/usr/bin/env python3\n") == "dotenv"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "env",
        "environment",
        "env/notes",
        ".environment",
        "myenv",
        ".env/config",
        "mailer.pyc",
        "py",
    ],
)
def test_other_files_are_of_no_kind(path: str) -> None:
    assert kind_of(path, "Dear somebody,\n") == "text"


LOOKS = [
    ("NAME=value\n", "dotenv", "a variable"),
    ("# shop\r\n\r\nexport A_B='c d' # e\r\nF = \"g\"\r\nh.i=", "dotenv", "variables, written in all ways"),
    ("A=b\nC==d\n", "text", "a comparison"),
    ("requests==2.1\n", "text", "a requirement"),
    ("A=b\nsee above\n", "text", "a sentence among variables"),
    ("A='b\n", "text", "a quote that is not closed"),
    ('A= "b\n', "text", "another"),
    ("#!/usr/bin/env node\nA=b\n", "text", "a script in another language"),
    ("# nothing\n", "text", "a comment"),
    ("[mail]\nuser = shop\n; no\n  more=1\n[sms]\n", "ini", "sections with settings"),
    ("user = shop_mail: yes\n[mail]\n", "text", "a section that comes late"),
    ("[2024-01-01] started\n[2024-01-02] stopped\n", "text", "a log"),
    ("[mail]\nnothing here\n", "text", "a section with a sentence"),
    ('{"a": 1}', "json", "an object"),
    ("\n[\n1,\n2]\n", "json", "a list"),
    ("{% extends 'a' %}\n", "text", "a template"),
    ('{"a": 1,}', "text", "nearly an object"),
    ("[" * 100_000, "text", "brackets"),
    ("---\na: 1\nb:\n  - c: d\n  - e\n...\n", "yaml", "a document of YAML"),
    ("%YAML 1.2\n---\na.b: 1\n", "yaml", "a version of YAML"),
    ("---\ntitle: a\n---\nDear all, this is prose.\n", "text", "a page with a head"),
    ("a: 1\nb: 2\n", "text", "names and values with colons"),
    ("<?php\n$a = 1;", "code", "PHP"),
    ("\n<%@ page language='java' %>", "code", "a page for a Java server"),
    ("<p>a</p>", "text", "a page"),
]


@pytest.mark.parametrize(("text", "kind", "what"), LOOKS, ids=[look[2] for look in LOOKS])
def test_a_file_is_what_it_looks_like_where_its_name_says_nothing(text: str, kind: str, what: str) -> None:
    assert {kind_of(name, text) for name in ("notes", "notes.txt", "a/mail.setting", ".mailrc")} == {kind}


@pytest.mark.parametrize(
    "piece", ["-", "- ", "a", "[", "{", "A=", "A='", 'A="\\', "a b", " ", "\n", "---\n", "#!", "a.", "<?xml"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    assert growth(lambda size: kind_of("notes", "---\n" + piece * size), 20_000) < 8
    assert growth(lambda size: kind_of("notes", piece * size), 20_000) < 8


@pytest.mark.parametrize(("path", "expected"), [("a.yml.j2", True), ("b/A.JSON.TMPL", True), ("a.yml", False)])
def test_what_is_filled_in_before_it_is_read(path: str, expected: bool) -> None:
    assert is_template(path) == expected


# The table


@pytest.mark.parametrize("row", file_types(), ids=lambda row: row.kind)
def test_what_the_table_shows_is_so(row: FileType) -> None:
    names = [f"a{ending}" for ending in row.endings] + [*row.endings, *row.names, *row.places]
    shown = [name.replace("*", "x").replace("[._-]", ".") for name in names]
    assert [name for name in shown if kind_of(name, "") != row.kind] == []


@pytest.mark.parametrize("row", file_types(), ids=lambda row: row.kind)
def test_every_row_says_what_its_files_are_read_as_and_has_a_reader(row: FileType) -> None:
    assert row.says
    assert row.endings or row.names or row.kind == "text"
    assert row.kind in READERS or find_spec(module_of(row.kind)) is not None


def test_no_row_repeats_another() -> None:
    names = [name for row in file_types() for name in (*row.endings, *row.names, *row.places)]
    assert sorted(names) == sorted(set(names))
