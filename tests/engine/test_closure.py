"""Which modules matter: import statements in bytes, names to files, and the two directions."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.files.closure import Import, Modules, closure, imports_in
from tests.growth import growth

STATEMENTS = [
    (b"import a", [Import(0, ("a",), ())], "a module"),
    (b"import a.b as c, d", [Import(0, ("a", "b"), ()), Import(0, ("d",), ())], "several, one renamed"),
    (b"    from a import b", [Import(0, ("a",), ("b",))], "indented"),
    (b"from a import (\n  b,  # why\n  c as d,\n)\nx", [Import(0, ("a",), ("b", "c", "d"))], "over several lines"),
    (b"from a import b, \\\n    c", [Import(0, ("a",), ("b", "c"))], "continued"),
    (b"from a \\\r\n    import b", [Import(0, ("a",), ("b",))], "continued before the word"),
    (b"from . import b", [Import(1, (), ("b",))], "from the folder"),
    (b"from ..a.b import c", [Import(2, ("a", "b"), ("c",))], "from above"),
    (b"from.a import*", [Import(1, ("a",), ())], "without spaces"),
    (b"try: import a; import b", [Import(0, ("a",), ()), Import(0, ("b",), ())], "two on a line"),
    (b"x; from a import b; from c import d", [Import(0, ("a",), ("b",)), Import(0, ("c",), ("d",))], "two with names"),
    (b"m = importlib.import_module('a.b')", [Import(0, ("a", "b"), ())], "by a call"),
    (b"m = __import__(\"a\")", [Import(0, ("a",), ())], "by the built-in call"),
    ("import \u00e4\u00f6".encode(), [Import(0, ("\u00e4\u00f6",), ())], "a name beyond ASCII"),
    (b'  "from a import b\\n",', [Import(0, ("a",), ("b",))], "in a notebook"),
    (b"import a\r\nimport b\r\n", [Import(0, ("a",), ()), Import(0, ("b",), ())], "lines of another system"),
    (b'"%run a/b.py\\n", %run -i ./c', [Import(1, ("a", "b"), ()), Import(1, ("c",), ())], "files that are run"),
    (b"%run ../a.py", [Import(2, ("a",), ())], "a file above that is run"),
    (b"important = 1  # imports a lot", [], "words that look alike"),
    (b"import a\\", [Import(0, ("a",), ())], "continued at the end of the text"),
    (b"from a import (b", [Import(0, ("a",), ("b",))], "a bracket that is never closed"),
    (b"", [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "found"), [case[:2] for case in STATEMENTS], ids=[case[2] for case in STATEMENTS])
def test_statements(data: bytes, found: list[Import]) -> None:
    assert list(imports_in(data)) == found


FILES = ["__init__.py", "a.py", "p/__init__.py", "p/b.py", "p/q/__init__.py", "p/q/c.py", "src/s/d.py", "lib/x/e.py",
         "lib/y/json.py", "one/twin.py", "two/twin.py", "p/data.txt"]  # fmt: skip
RESOLVED = [
    ("import a", "p/b.py", {"a.py"}, "from the root"),
    ("import p.q.c", "a.py", {"p/__init__.py", "p/q/__init__.py", "p/q/c.py"}, "with the packages above"),
    ("from p import b", "a.py", {"p/__init__.py", "p/b.py"}, "a module as a name"),
    ("from p.b import VALUE", "a.py", {"p/__init__.py", "p/b.py"}, "a name in a module"),
    ("import s.d", "a.py", {"src/s/d.py"}, "from src"),
    ("import b", "p/x.py", {"p/b.py"}, "from the importing file's folder"),
    ("import x.e", "a.py", {"lib/x/e.py"}, "by the end of a path"),
    ("from e import K", "a.py", set(), "one word alone is anybody's package"),
    ("import json", "a.py", set(), "the standard library is no project module"),
    ("import json", "lib/y/z.py", {"lib/y/json.py"}, "unless it lies beside"),
    ("import twin", "a.py", set(), "two that end alike"),
    ("from . import b", "p/x.py", {"p/__init__.py", "p/b.py"}, "from the own package"),
    ("from .q import c", "p/x.py", {"p/q/__init__.py", "p/q/c.py"}, "from a package below"),
    ("from .. import b", "p/q/c.py", {"p/__init__.py", "p/b.py"}, "from the package above"),
    ("from . import a", "x.py", {"__init__.py", "a.py"}, "from the root's package"),
    ("from .... import b", "p/q/c.py", set(), "from above the root"),
    ("import nothing.such", "a.py", set(), "nothing"),
]


@pytest.mark.parametrize(
    ("statement", "importer", "found"), [case[:3] for case in RESOLVED], ids=[case[3] for case in RESOLVED]
)
def test_resolves(statement: str, importer: str, found: set[str]) -> None:
    (wanted,) = imports_in(statement.encode())
    assert Modules(FILES).resolve(wanted, importer) == found


def _closure(tree: dict[str, str], *relevant: str) -> set[str]:
    groups = closure("/nowhere", tree, relevant, lambda path: tree[path].encode())
    return {path for group in groups for path in group} - set(relevant)


def test_what_a_relevant_file_imports_through_others() -> None:
    tree = {"send.py": "import conf", "conf.py": "from base import KEY", "base.py": "", "other.py": ""}
    assert _closure(tree, "send.py") == {"conf.py", "base.py"}


def test_what_imports_a_relevant_file_through_others() -> None:
    tree = {"mail/__init__.py": "from .send import send", "mail/send.py": "", "run.py": "import mail", "x.py": ""}
    assert _closure(tree, "mail/send.py") == {"mail/__init__.py", "run.py"}


def test_what_an_importer_imports() -> None:
    tree = {"send.py": "", "run.py": "import send, keys", "keys.py": ""}
    assert _closure(tree, "send.py") == {"run.py", "keys.py"}


def test_sharing_settings_makes_nothing_relevant() -> None:
    tree = {"send.py": "import conf", "conf.py": "", "a.py": "import conf", "b.py": "import a"}
    assert _closure(tree, "send.py") == {"conf.py"}


def test_circles_end() -> None:
    tree = {"a.py": "import b", "b.py": "import c", "c.py": "import a"}
    assert _closure(tree, "a.py") == {"b.py", "c.py"}


def test_a_notebook_imports() -> None:
    assert _closure({"send.py": "", "n.ipynb": '{"source": ["import send\\n"]}'}, "send.py") == {"n.ipynb"}


def test_a_file_of_requests_is_filled_from_the_environments_beside_it_or_above() -> None:
    tree = {"api/send.http": "GET {{host}}", "http-client.env.json": "{}", "b/http-client.private.env.json": "{}"}
    assert _closure(tree, "http-client.env.json") == {"api/send.http"}
    assert _closure(tree, "api/send.http") == {"http-client.env.json"}
    assert _closure(tree, "b/http-client.private.env.json") == set()


def test_a_file_of_requests_is_filled_from_the_settings_of_an_editor() -> None:
    tree = {"api/send.http": "GET {{host}}", ".vscode/settings.json": "{}", "b/.vscode/settings.json": "{}"}
    assert _closure(tree, "api/send.http") == {".vscode/settings.json"}
    assert _closure(tree, ".vscode/settings.json") == {"api/send.http"}
    assert _closure({".vscode/settings.json": "", "send.sh": "cat settings.json"}, "send.sh") == set()


def test_a_file_that_only_looks_alike_is_left_out() -> None:
    tree = {"a/send.py": "", "b/send.py": "", "b/run.py": "import send"}
    assert _closure(tree, "a/send.py") == set()


def test_unreadable_files_import_nothing() -> None:
    assert closure("/nowhere", ["a.py", "b.py"], ["a.py"], lambda _: None) == [{"a.py"}]


def test_without_a_relevant_file_that_code_could_load_nothing_is_read() -> None:
    def read(path: str) -> bytes:
        raise AssertionError(path)

    assert closure("/nowhere", ["a.py", "b.md"], ["b.md"], read) == [{"b.md"}]


def test_code_that_loads_relevant_settings_is_relevant() -> None:
    tree = {"conf/mail.yaml": "", "app/load.py": "safe_load(open(ROOT / 'conf' / 'mail.yaml'))", "app/other.py": ""}
    assert _closure(tree, "conf/mail.yaml") == {"app/load.py"}
    tree = {"mail.yaml": "", "app/load.py": "open('mail.yaml')", "app/send.py": "from app.load import KEY"}
    assert _closure(tree, "mail.yaml") == {"app/load.py", "app/send.py"}


def test_settings_that_relevant_code_loads_are_relevant() -> None:
    tree = {"send.py": "json.load(open('config.json'))", "config.json": "", "package.json": ""}
    assert _closure(tree, "send.py") == {"config.json"}
    tree = {"bin/send.sh": ". ./lib.sh\nset -a; . ../.env", "bin/lib.sh": "", ".env": "", "bin/other.sh": ""}
    assert _closure(tree, "bin/send.sh") == {"bin/lib.sh", ".env"}


def test_what_a_script_sends_from_a_file_is_relevant() -> None:
    files = dict.fromkeys(("a.txt", "b.form", "payload", "c.key", "d.txt", "e.txt", "requirements.txt", "cat"), "")
    script = """curl -d @a.txt --data-urlencode "x@conf/b.form" --data-binary "@payload" -H "x: $(cat c.key)" <d.txt
        wget --post-file=e.txt "$URL"; pip install -r requirements.txt"""
    assert _closure({"send.sh": script, **files}, "send.sh") == {
        "a.txt",
        "payload",
        "c.key",
        "d.txt",
        "e.txt",
        "b.form",
    }
    assert _closure({"send.sh": "curl -d @mail/a.txt", "mail/a.txt": ""}, "mail/a.txt") == {"send.sh"}
    assert _closure({"send.sh": "curl --json @mail.json", "mail.json": ""}, "send.sh") == {"mail.json"}
    assert _closure({"send.sh": "pip install -r requirements.txt", "requirements.txt": ""}, "requirements.txt") == set()


def test_what_a_makefile_includes_is_relevant_with_it() -> None:
    tree = {"Makefile": "-include .env\ninclude mk/conf.mk", ".env": "", "mk/conf.mk": "", "mk/other.mk": ""}
    assert _closure(tree, "Makefile") == {".env", "mk/conf.mk"}
    assert _closure(tree, ".env") == {"Makefile", "mk/conf.mk"}


def test_settings_that_a_library_loads_without_being_told_are_relevant() -> None:
    tree = {"app.py": "from dynaconf import settings", "settings.toml": "", ".secrets.yaml": "", "other.toml": ""}
    assert _closure(tree, "app.py") == {"settings.toml", ".secrets.yaml"}


def test_settings_of_a_name_that_begins_with_a_dot_are_relevant() -> None:
    tree = {"app.py": "load('.secrets.toml')", ".secrets.toml": "", "secrets.toml": ""}
    assert _closure(tree, "app.py") == {".secrets.toml"}


def test_the_application_that_others_find_is_relevant() -> None:
    tree = {
        "mail/send.py": "from flask import current_app", "app.py": "from flask import Flask\nimport conf",
        "conf.py": "", "views.py": "from flask import request",
    }  # fmt: skip
    assert _closure(tree, "mail/send.py") == {"app.py", "conf.py"}


def test_settings_far_away_are_those_whose_folder_is_named() -> None:
    tree = {"a/send.py": "open('config.json')", "b/config.json": "", "c/config.json": ""}
    assert _closure(tree, "a/send.py") == set()
    assert _closure({**tree, "a/send.py": "join(ROOT, 'c', 'config.json')"}, "a/send.py") == {"c/config.json"}
    assert _closure({**tree, "config.json": ""}, "a/send.py") == {"config.json"}


def test_a_package_from_elsewhere_is_no_file_of_that_name() -> None:
    assert _closure({"shop/send.py": "import requests", "core/requests.py": ""}, "shop/send.py") == set()


def test_files_that_know_nothing_of_each_other_are_in_groups_of_their_own() -> None:
    tree = {
        "a/send.py": "import a.keys", "a/keys.py": "open('mail.json')", "a/mail.json": "", "b/send.py": "", "b/run.py":
        "import b.send", "c.yaml": "", "d.yaml": "",
    }  # fmt: skip
    groups = closure("/nowhere", tree, ["a/send.py", "b/send.py", "c.yaml"], lambda path: tree[path].encode())
    assert groups == [{"a/send.py", "a/keys.py", "a/mail.json"}, {"b/send.py", "b/run.py"}, {"c.yaml"}]


def test_every_file_is_read_twice_at_most() -> None:
    tree = {f"m{number}.py": f"import m{number + 1}, m{number // 2}" for number in range(60)}
    seen: list[str] = []

    def read(path: str) -> bytes:
        seen.append(path)
        return tree[path].encode()

    closure("/nowhere", tree, ["m30.py", "m3.py"], read)
    assert max(Counter(seen).values()) <= 2


def test_code_is_read_twice_at_most_where_settings_matter_too() -> None:
    tree = {f"m{number}.py": f"import m{number + 1}\nopen('c.json')" for number in range(20)}
    tree |= {"c.json": "", "d.yaml": "", "run.sh": ". ./lib.sh\nimport this", "lib.sh": "cat c.json"}
    seen: list[str] = []

    def read(path: str) -> bytes:
        seen.append(path)
        return tree[path].encode()

    closure("/nowhere", tree, ["c.json", "m3.py", "run.sh"], read)
    assert max(Counter(seen).values()) <= 2


def test_the_work_grows_with_the_chain_and_the_line() -> None:
    def follow(size: int) -> None:
        tree = {f"m{number}.py": f"import m{number + 1}" for number in range(size)}
        last = f"m{size}.py"
        tree[last] = "import " * size * 60 + "(" * size * 60 + "\\\n" * size * 30 + "import_module(" * size * 6
        (group,) = closure("/nowhere", tree, [last], lambda path: tree[path].encode())
        assert len(group) == size + 1

    assert growth(follow, 750) < 10


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_are_read(before: bytes, after: bytes) -> None:
    for each in imports_in(before + b"import" + after):
        assert each.level >= 0
        Modules(FILES).resolve(each, "p/q/c.py")
