"""Configurations: which is nearest, what it says, and how an error names the place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.configuration.config import Config, Configs, config_for, load_file
from sendcloud_lint.engine.configuration.errors import ConfigError, one_line
from sendcloud_lint.engine.configuration.key_lines import key_lines
from sendcloud_lint.engine.configuration.keys import CREDENTIALS, KEYS

WHOLE = """\
# the whole of it
select = ["SCL1"]
ignore = [
    "SCL102",  # a comment with a [bracket
]
extend-select = ["SCL606"]
exclude = ["gen"]
extend-exclude = ["*.min.js"]
fail-on = "error"
baseline = ".baseline.json"
hosts = ["Proxy.Example.com"]
test-paths = ["spec"]
max-file-size = 1_000
rotation-days = 30

[per-file-ignores]
"scripts/*" = ["SCL502"]

[variables]
apiKey = ["MAIL_KEY"]

[clients."shop.http.send"]
url = 0
form = ["data", 1]
"""


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def _loaded(tmp_path: Path, text: str, name: str = "sendcloud-lint.toml") -> Config:
    return load_file(str(_write(tmp_path, name, text)))


def _error(tmp_path: Path, text: str, name: str = "sendcloud-lint.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        _loaded(tmp_path, text, name)
    return str(caught.value)


def test_every_key_is_read(tmp_path: Path) -> None:
    config = _loaded(tmp_path, WHOLE)
    assert config.select == ("SCL1",)
    assert config.ignore == ("SCL102",)
    assert config.extend_select == ("SCL606",)
    assert config.exclude == ("gen",)
    assert config.extend_exclude == ("*.min.js",)
    assert (config.fail_on, config.baseline) == ("error", ".baseline.json")
    assert config.hosts == ("proxy.example.com",)
    assert (config.max_file_size, config.rotation_days, config.test_paths) == (1_000, 30, ("spec",))
    assert config.per_file_ignores == {"scripts/*": ("SCL502",)}
    assert config.variables == {"apiKey": ("MAIL_KEY",)}
    assert config.clients == {"shop.http.send": {"url": (0,), "form": ("data", 1)}}


def test_every_key_knows_its_line(tmp_path: Path) -> None:
    lines = _loaded(tmp_path, WHOLE).lines
    assert {key: lines[key] for key in KEYS} == {
        "select": 2, "ignore": 3, "extend-select": 6, "exclude": 7, "extend-exclude": 8, "fail-on": 9, "baseline": 10,
        "hosts": 11, "test-paths": 12, "max-file-size": 13, "rotation-days": 14, "per-file-ignores": 16,
        "variables": 19, "clients": 22,
    }  # fmt: skip
    assert lines["per-file-ignores.scripts/*"] == 17


def test_defaults() -> None:
    config = Config()
    assert (config.select, config.fail_on) == (None, "warning")
    assert (config.max_file_size, config.rotation_days) == (2_000_000, 90)
    assert ".venv" in config.exclude
    assert config.origin("select") == "default"


def test_an_empty_file_gives_defaults(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "").select is None


def test_selecting_nothing_is_not_the_default(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "select = []").select == ()


def test_origin_names_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = _loaded(tmp_path, WHOLE).overridden(ignore=("SCL5",), fail_on=None)
    assert config.origin("select") == "sendcloud-lint.toml:2"
    assert config.origin("ignore") == "command line"
    assert (config.ignore, config.fail_on) == (("SCL5",), "error")


ERRORS = [
    ('selct = ["SCL1"]', 'f.toml:1: selct: unknown key (did you mean "select"?)', "a misspelled key"),
    ("test_paths = []", 'f.toml:1: test_paths: unknown key (did you mean "test-paths"?)', "underscores"),
    ("zzz = 1", "f.toml:1: zzz: unknown key", "a key like no other"),
    ('\n\nselect = "SCL1"', "f.toml:3: select: must be a list of strings, not a string", "a string for a list"),
    ("ignore = [1]", "f.toml:1: ignore: must be a list of strings, but one item is an integer", "a number in a list"),
    ('hosts = [""]', "f.toml:1: hosts: has an empty item", "an empty item"),
    ("max-file-size = true", "f.toml:1: max-file-size: must be an integer, not true or false", "a switch for a number"),
    ("max-file-size = 1.5", "f.toml:1: max-file-size: must be an integer, not a number", "a fraction"),
    ("rotation-days = 0", "f.toml:1: rotation-days: must be at least 1", "no days"),
    ("rotation-days = 1979-05-27", "f.toml:1: rotation-days: must be an integer, not a date or time", "a date"),
    (
        'fail-on = "eror"',
        'f.toml:1: fail-on: must be one of error, warning, info, never (did you mean "error"?)',
        "a misspelled level",
    ),
    ("baseline = ' '", "f.toml:1: baseline: must not be empty", "an empty path"),
    ('hosts = ["https://x.com"]', "f.toml:1: hosts: must be bare host names: no scheme, port or path", "a URL as host"),
    ('per-file-ignores = ["x"]', "f.toml:1: per-file-ignores: must be a table, not a list", "a list for a table"),
    ('[per-file-ignores]\n"a.py" = 1', "f.toml:2: per-file-ignores.a.py: must be a list of strings", "within a table"),
    ('per-file-ignores = { "a" = 1 }', "f.toml:1: per-file-ignores.a: must be a list of strings", "in an inline table"),
    (
        '[variables]\n\napikey = ["X"]',
        'f.toml:3: variables.apikey: must be one of apiUser, apiKey, smsUser, smsKey (did you mean "apiKey"?)',
        "a misspelled credential",
    ),
    ('[clients."a.b"]\nforms = 1', 'f.toml:2: clients.a.b.forms: must be one of method', "a misspelled place"),
    ('clients."a.b" = 1', "f.toml:1: clients.a.b: must be a table, not an integer", "a client that is no table"),
    ('[clients.a]\nurl = -1', "f.toml:2: clients.a.url: must be an argument's position (from 0)", "before the first"),
    ("select = [\n", "f.toml:1: is not valid TOML", "an unclosed list"),
    ("a = 1\nselect = = 2\n", "f.toml:2: is not valid TOML", "two signs"),
    ("a = 1\na = 2\n", "f.toml:2: is not valid TOML", "a key twice"),
    ("x = " + "[" * 5_000, "f.toml: is nested too deeply", "a list in a list in a list"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [case[:2] for case in ERRORS], ids=[case[2] for case in ERRORS])
def test_errors_name_file_line_and_key(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = _error(tmp_path, text, "f.toml")
    assert found.startswith(message)
    assert "\n" not in found


def test_an_error_never_quotes_a_value(tmp_path: Path) -> None:
    for text in ('fail-on = "9f8e7d6c"', 'hosts = ["a/9f8e7d6c"]', "select = 9f8e7d6c", '"9f8e7d6c'):
        assert "9f8e" not in _error(tmp_path, text)


def test_a_key_with_a_line_end_stays_on_one_line(tmp_path: Path) -> None:
    message = _error(tmp_path, '"a\\nb\\u001b[31m" = 1')
    assert "\n" not in message
    assert "\x1b" not in message
    assert r"a\nb\x1b[31m: unknown key" in message


def test_a_file_that_is_no_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"select = []\n# \xe9\n")
    with pytest.raises(ConfigError, match=r"x\.toml:2: is not UTF-8"):
        load_file(str(tmp_path / "x.toml"))


def test_files_that_can_not_be_read_are_errors(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for name, why in (("none.toml", "can't be read: No such file"), ("pipe.toml", "regular"), (".", "regular")):
        with pytest.raises(ConfigError, match=why):
            load_file(str(tmp_path / name))


def test_a_huge_file_is_an_error(tmp_path: Path) -> None:
    assert "is longer than" in _error(tmp_path, "#" * 1_000_001)


def test_a_named_pyproject_must_have_the_table(tmp_path: Path) -> None:
    assert "has no [tool.sendcloud-lint] table" in _error(tmp_path, "[project]", "pyproject.toml")
    config = _loaded(tmp_path, "[tool.sendcloud-lint]\nselect = ['SCL2']", "pyproject.toml")
    assert (config.select, config.lines["select"]) == (("SCL2",), 2)


def test_a_pyproject_without_the_table_does_not_count(tmp_path: Path) -> None:
    _write(tmp_path, "pyproject.toml", "[tool.sendcloud-lint]\nignore = ['SCL1']")
    _write(tmp_path / "a", "pyproject.toml", "[project]\nname = 'x'\nthis is no TOML")
    _write(tmp_path / "b", "pyproject.toml", "[project]\ndependencies = ['sendcloud-lint']")
    configs = Configs(str(tmp_path))
    assert configs.of("a/x.py").ignore == configs.of("b/x.py").ignore == ("SCL1",)


def test_a_misspelled_table_is_an_error(tmp_path: Path) -> None:
    _write(tmp_path, "pyproject.toml", "[tool.sendcloud_lint]\nignore = ['SCL1']")
    with pytest.raises(ConfigError, match=r'did you mean "tool\.sendcloud-lint"'):
        Configs(str(tmp_path)).of("x.py")


def test_precedence_within_a_folder(tmp_path: Path) -> None:
    _write(tmp_path, "pyproject.toml", "[tool.sendcloud-lint]\nignore = ['C']")
    assert Configs(str(tmp_path)).of("x").ignore == ("C",)
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['B']")
    assert Configs(str(tmp_path)).of("x").ignore == ("B",)
    _write(tmp_path, ".sendcloud-lint.toml", "ignore = ['A']")
    assert Configs(str(tmp_path)).of("x").ignore == ("A",)


def test_the_nearest_counts_and_nothing_is_merged(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['A']\nrotation-days = 5")
    _write(tmp_path / "a" / "b", "sendcloud-lint.toml", "ignore = ['B']")
    configs = Configs(str(tmp_path))
    assert configs.of("a/x.py").ignore == ("A",)
    assert configs.of("a/b/c/d/x.py").ignore == ("B",)
    assert configs.of("a/b/c/d/x.py").rotation_days == 90


def test_nothing_above_the_root_counts(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['A']")
    (tmp_path / "root" / "a").mkdir(parents=True)
    root = str(tmp_path / "root")
    assert config_for(os.path.join(root, "a"), root, {}).source is None
    assert config_for(str(tmp_path), root, {}).source is None


def test_config_for_remembers_every_folder(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['A']")
    (tmp_path / "a" / "b").mkdir(parents=True)
    cache: dict[str, Config] = {}
    config = config_for(str(tmp_path / "a" / "b"), str(tmp_path), cache)
    assert cache == dict.fromkeys((str(tmp_path), str(tmp_path / "a"), str(tmp_path / "a" / "b")), config)


def test_a_fixed_configuration_stands_for_all(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['A']")
    configs = Configs(str(tmp_path), fixed=Config(ignore=("X",)))
    assert configs.of("a.py").ignore == ("X",)
    assert configs.of("a.py").folder == str(tmp_path)


def test_adjust_is_laid_over_each(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "ignore = ['A']")
    (tmp_path / "a").mkdir()
    _write(tmp_path / "b", "sendcloud-lint.toml", "ignore = ['B']")
    configs = Configs(str(tmp_path), adjust=lambda config: config.overridden(rotation_days=1))
    assert {(configs.of(path).ignore, configs.of(path).rotation_days) for path in ("a/x", "b/x")} == {
        (("A",), 1),
        (("B",), 1),
    }


def test_a_found_configuration_can_not_lead_out(tmp_path: Path) -> None:
    outside = _write(tmp_path, "outside.toml", "ignore = ['A']")
    root = tmp_path / "root"
    root.mkdir()
    (root / "pyproject.toml").symlink_to(outside)
    assert Configs(str(root)).of("x").source is None
    (root / "sendcloud-lint.toml").symlink_to(outside)
    with pytest.raises(ConfigError, match="leads out of the project"):
        Configs(str(root)).of("x")


@pytest.mark.parametrize("baseline", ["../x.json", "/etc/passwd", "link/x.json"])
def test_a_found_baseline_can_not_lead_out(baseline: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    _write(root, "sendcloud-lint.toml", f"\nbaseline = '{baseline}'")
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(ConfigError, match=r"sendcloud-lint\.toml:2: baseline: leads out of the project"):
        Configs(str(root)).of("x")


def test_excludes_are_relative_to_their_configuration(tmp_path: Path) -> None:
    _write(tmp_path, "sendcloud-lint.toml", "extend-exclude = ['a/gen', '*.min.js']")
    _write(tmp_path / "b", "sendcloud-lint.toml", "exclude = ['/gen']")
    (tmp_path / "a" / "gen").mkdir(parents=True)
    configs = Configs(str(tmp_path))
    excluded = ["a/gen/x.py", "a/gen", "x.min.js", ".venv/x.py", "a/build/x.py", "b/gen/x.py"]
    kept = ["gen/x.py", "a/x.py", "b/x.min.js", "b/build/x.py", "b/c/gen/x.py", "building/x.py"]
    assert [path for path in (*excluded, *kept) if configs.excludes(path)] == excluded


def test_an_excluded_folder_does_not_exempt_itself(tmp_path: Path) -> None:
    _write(tmp_path / "build", "sendcloud-lint.toml", "exclude = []")
    assert Configs(str(tmp_path)).excludes("build/x.py")


def test_per_file_ignores(tmp_path: Path) -> None:
    text = "[per-file-ignores]\n'tests' = ['SCL1']\n'*.sh' = ['SCL5', 'SCL2']\n'!src/**' = ['SCL6']"
    _write(tmp_path, "sendcloud-lint.toml", text)
    configs = Configs(str(tmp_path))
    assert configs.ignored_rules("src/tests/a.sh") == ("SCL1", "SCL5", "SCL2")
    assert configs.ignored_rules("src/a.py") == ()
    assert configs.ignored_rules("a.py") == ("SCL6",)


@pytest.mark.parametrize(
    ("path", "is_test"),
    [("tests/a.py", True), ("a/test_b.py", True), ("a/b_test.go", True), ("conftest.py", True), ("attest.py", False)],
)
def test_test_paths_by_default(path: str, is_test: bool, tmp_path: Path) -> None:
    assert Configs(str(tmp_path)).is_test(path) == is_test


def test_a_named_configuration_from_elsewhere_is_relative_to_the_project(tmp_path: Path) -> None:
    config = _loaded(tmp_path / "ci", "exclude = ['/gen']")
    root = tmp_path / "root"
    assert Configs(str(root), fixed=config).excludes("gen/x.py")
    above = _loaded(tmp_path, "exclude = ['/root/gen']")
    configs = Configs(str(root), fixed=above)
    assert configs.excludes("gen/x.py")
    assert configs.kept("", ["x.py"]) == ["x.py"]


def test_a_later_step_words_its_error_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = _loaded(tmp_path, "\nselect = ['SLC101']")
    error = config.error("select", "no such rule", near="SLC101", known=("SCL101", "SCL999"))
    assert str(error) == 'sendcloud-lint.toml:2: select: no such rule (did you mean "SCL101"?)'
    assert str(Config().error("select", "no such rule")) == "select: no such rule"


def test_key_lines_is_not_misled_by_values() -> None:
    text = (
        'a = """\nselect = 1\n[b]\n"""\nb = [\n  "]", # ]\n  {x = 1},\n]\n'
        "'c d'.e = '''\n'''\n[ t . \"u.v\" ]\nx.y = 1 # = [\n[[list]]\nz = \"\\\"\"\n"
    )
    assert key_lines(text) == {
        ("a",): 1, ("b",): 5, ("c d",): 9, ("c d", "e"): 9, ("t",): 11, ("t", "u.v"): 11, ("t", "u.v", "x"): 12,
        ("t", "u.v", "x", "y"): 12, ("list",): 13, ("list", "z"): 14,
    }  # fmt: skip


def test_key_lines_below_a_table() -> None:
    assert key_lines("[tool.sendcloud-lint]\na = 1\n[tool.other]\nb = 1", ("tool", "sendcloud-lint")) == {("a",): 2}


_KEY = st.text("abc-_", min_size=1, max_size=5)
_VALUE = st.sampled_from(
    ["1", '"x = 1"', "[\n1,\n2]", "'''\nq = 1\n'''", '"""\n[t]\n"""', "{ i = [1] }", "true # x = 2"]
)


@given(st.dictionaries(_KEY, _VALUE, max_size=6), st.lists(st.sampled_from(["", "# x = 1", "  "]), max_size=3))
def test_key_lines_finds_every_key(values: dict[str, str], between: list[str]) -> None:
    text = ""
    lines: dict[tuple[str, ...], int] = {}
    for key, value in values.items():
        text += "".join(f"{line}\n" for line in between)
        lines[(key,)] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    assert key_lines(text) == lines


def test_one_line_shows_bytes_that_are_no_utf8() -> None:
    assert one_line("a\udce9\n\u202e") == r"a\xe9\n\u202e"
    assert len(one_line("x" * 500)) == 80


def test_credentials_are_those_of_the_catalogue() -> None:
    roles: Any = pytest.importorskip("sendcloud_lint.knowledge.roles")
    assert tuple(role.parameter for role in roles.Role) == CREDENTIALS
