"""A baseline holds back what was known, whatever becomes of the file around it, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcloud_lint.engine.adoption.baseline import BaselineError, Entry, budget, dumped, fresh, load, updated
from sendcloud_lint.model.finding import Identity
from tests.conftest import run_program, write_project
from tests.thoroughness import trying

Program = Callable[..., Any]
Make = Callable[..., Path]

NAME = ".sendcloud-lint-baseline.json"
KEY, OTHER_KEY = "q7Zf2mX9bR4tLw8K", "t4Rw8Kq7Zf2mX9bL"
CALL = """\
import os
import requests, tenacity
@tenacity.retry
def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"]}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
"""
SETTINGS = f'SENDCLOUD_API_USER = "shop_mail"\nSENDCLOUD_API_KEY = "{KEY}"\n'
OLD = SETTINGS + CALL
KNOWN = ["SCL101 a.py", "SCL102 a.py", "SCL401 a.py"]


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=T", "-c", "user.email=t@shop.example")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "One")
    return folder


def with_baseline(folder: Path) -> Path:
    assert run_program("baseline", cwd=folder).status == 0
    return folder


def checked(folder: Path, *arguments: str) -> Any:
    return run_program("check", "--output-format", "json", "--baseline", NAME, *arguments, cwd=folder)


def found(done: Any) -> list[str]:
    return sorted(each.rpartition(":")[0] for each in done.codes)


def entries(folder: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((folder / NAME).read_text("utf-8"))["findings"]
    return listed


def misuse(done: Any) -> str:
    (line,) = done.err.splitlines()
    assert (done.status, done.stdout) == (2, b"")
    return str(line.removeprefix("sendcloud-lint: error: "))


# The file


def test_what_is_written_is_known(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    assert [f"{each['rule']} {each['path']}" for each in entries(folder)] == KNOWN
    done = checked(folder)
    assert (done.status, done.codes, done.json["summary"]["baselined"], done.err) == (0, [], 3, "")


def test_the_command_says_what_it_did(program: Program, project: Make) -> None:
    folder = project({"a.py": OLD})
    assert program("baseline", cwd=folder).out == f"{NAME}: 3 findings (3 new, 0 gone)\n"
    assert program("baseline", cwd=folder).out == f"{NAME}: 3 findings (0 new, 0 gone)\n"
    (folder / "a.py").write_text(SETTINGS + "X = SENDCLOUD_API_KEY\nSENDCLOUD_API_KEY = 'x7Pq2mX9bR4tLw8Z'\n")
    assert program("baseline", cwd=folder).out == f"{NAME}: 3 findings (1 new, 1 gone)\n"


def test_no_key_line_or_date_stands_in_it(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    fields = {name for each in entries(folder) for name in each}
    assert fields == {"path", "rule", "scope", "slot", "tag", "count"}
    text = (folder / NAME).read_bytes()
    assert KEY.encode() not in text
    assert b"shop_mail" not in text
    assert b"\r" not in text
    assert text.endswith(b"}\n")


def test_an_entry_is_a_line_and_lines_are_sorted(project: Make) -> None:
    folder = with_baseline(project({"b/b.py": OLD, "a.py": OLD}))
    lines = [line for line in (folder / NAME).read_text().splitlines() if line.startswith('    {"path"')]
    assert len(lines) == 6
    assert lines == sorted(lines)


def test_the_salt_is_drawn_once(project: Make) -> None:
    folder, other = with_baseline(project({"a.py": OLD})), with_baseline(project({"a.py": OLD}, "other"))
    salt = json.loads((folder / NAME).read_text())["salt"]
    assert re.fullmatch("[g-z]{32}", salt)
    with_baseline(folder)
    assert json.loads((folder / NAME).read_text())["salt"] == salt
    tags = [[each.get("tag") for each in entries(each)] for each in (folder, other)]
    assert tags[0] != tags[1]


def test_two_runs_write_the_same_bytes(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD, "b.py": OLD}))
    before = (folder / NAME).read_bytes(), (folder / NAME).stat().st_mtime_ns
    with_baseline(folder)
    assert ((folder / NAME).read_bytes(), (folder / NAME).stat().st_mtime_ns) == before


def test_the_mode_is_kept_and_nothing_is_left_beside_it(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / NAME).chmod(0o640)
    (folder / "a.py").write_text(SETTINGS)
    with_baseline(folder)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == [NAME, "a.py"]


def test_a_link_stays_one(project: Make, tmp_path: Path) -> None:
    folder = project({"a.py": OLD})
    (folder / NAME).symlink_to(tmp_path / "elsewhere.json")
    (tmp_path / "elsewhere.json").write_text(dumped(fresh("x")))
    with_baseline(folder)
    assert (folder / NAME).is_symlink()
    assert len(entries(folder)) == 3


@pytest.mark.parametrize("named", [(), (".sendcloud-lint-baseline.json", "a.py")], ids=["the folder", "by name"])
def test_it_is_not_among_what_is_checked(program: Program, project: Make, named: tuple[str, ...]) -> None:
    folder = project({"a.py": f'SENDCLOUD_API_KEY = "{KEY}"\n', "b.txt": ""})
    program("baseline", cwd=folder)
    told = program("check", "--baseline", ".sendcloud-lint-baseline.json", *named, cwd=folder).out
    assert f" in 1 of {1 if named else 2} file" in told


def test_reasons_are_kept(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    document = json.loads((folder / NAME).read_text())
    document["findings"][0]["reason"] = "reset in June, goes with the old shop\u2028"
    (folder / NAME).write_text(json.dumps(document))
    (folder / "a.py").write_text("\n" + OLD)
    with_baseline(folder)
    assert [each.get("reason") for each in entries(folder)] == [
        "reset in June, goes with the old shop\u2028",
        None,
        None,
    ]


def test_an_update_of_one_file_keeps_the_others(program: Program, project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD, "b.py": OLD}))
    for name in ("a.py", "b.py"):
        (folder / name).write_text(SETTINGS)
    program("baseline", "a.py", cwd=folder)
    assert [each["path"] for each in entries(folder)] == ["a.py", "a.py", "b.py", "b.py", "b.py"]


def test_an_update_of_one_rule_keeps_the_others(program: Program, project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / "a.py").write_text("X = 1\n")
    program("baseline", "--select", "SCL1", cwd=folder)
    assert [each["rule"] for each in entries(folder)] == ["SCL401"]


def test_to_prune_adds_nothing(program: Program, project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / "a.py").write_text(SETTINGS + f'class C:\n    SENDCLOUD_API_KEY = "{OTHER_KEY}"\n')
    assert program("baseline", "--prune", cwd=folder).out == f"{NAME}: 2 findings (0 new, 1 gone)\n"
    assert found(checked(folder)) == ["SCL101 a.py"]


def test_what_could_not_be_seen_is_not_gone(program: Program, project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = with_baseline(project({"a.py": OLD, "b.py": OLD}))
    before = (folder / NAME).read_bytes()
    monkeypatch.setattr("sendcloud_lint.engine.files.git._output", lambda *arguments: (9, b""))
    (folder / ".git").mkdir()
    (folder / "a.py").write_text("")
    assert program("baseline", cwd=folder).status == 3
    assert (folder / NAME).read_bytes() == before


def test_the_configuration_says_where_it_is(program: Program, project: Make) -> None:
    config = '[tool.sendcloud-lint]\nbaseline = "ops/known.json"\n'
    folder = project({"a.py": OLD, "pyproject.toml": config, "ops/x": "", "src/b.py": OLD})
    assert program("baseline", cwd=folder / "src").status == 0
    assert [each["path"] for each in json.loads((folder / "ops/known.json").read_text())["findings"]] == [
        "src/b.py"
    ] * 3
    assert program("baseline", cwd=folder).status == 0
    assert program("check", "--output-format", "json", cwd=folder).codes == []
    assert program("check", "--output-format", "json", "--isolated", cwd=folder).codes != []


def test_it_lies_at_the_projects_root(program: Program, project: Make) -> None:
    folder = project({"pyproject.toml": "", "src/a.py": OLD})
    program("baseline", cwd=folder / "src")
    assert (folder / NAME).exists()


def test_two_projects_have_two_baselines(program: Program, tmp_path: Path, project: Make) -> None:
    for name in ("one", "two"):
        git(project({"a.py": OLD}, name), "init", "-q")
    assert "a baseline is one project's" in misuse(program("baseline", "one", "two", cwd=tmp_path))
    with_baseline(tmp_path / "one")
    done = program("check", "--output-format", "json", "--baseline", f"one/{NAME}", "one", "two", cwd=tmp_path)
    assert {each["path"] for each in done.json["findings"]} == {"two/a.py"}


def without(name: str, value: object = None) -> Callable[[str], str]:
    def edited(text: str) -> str:
        document = json.loads(text)
        if value is None:
            del document[name]
        else:
            document[name] = value
        return json.dumps(document)

    return edited


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        pytest.param(lambda text: "", f"{NAME}:1: is no valid JSON", id="empty"),
        pytest.param(lambda text: text[:-9], "is no valid JSON", id="cut off"),
        pytest.param(lambda text: "[" * 100_000, "nested too deeply", id="deep"),
        pytest.param(lambda text: "[]", "is no baseline", id="a list"),
        pytest.param(lambda text: "{}", "is no baseline", id="another object"),
        pytest.param(
            lambda text: text.replace("  ]", '<<<<<<< HEAD\n    {"a": 1}\n=======\n>>>>>>> theirs\n  ]'),
            f"{NAME}:8: has a conflict that is not settled: take one side",
            id="a conflict",
        ),
        pytest.param(without("baseline_version", 2), "newer form (2): update sendcloud-lint", id="a newer form"),
        pytest.param(without("baseline_version", "1"), "no number", id="a version that is a text"),
        pytest.param(without("salt"), "has no salt", id="no salt"),
        pytest.param(without("salt", KEY), "has no salt", id="another salt"),
        pytest.param(without("findings"), "no list of findings", id="no findings"),
        pytest.param(without("findings", [1]), "finding 1 is no object", id="a number for a finding"),
        pytest.param(without("findings", [{"path": "a", "rule": "b", KEY: 1}]), "unknown field", id="a strange field"),
        pytest.param(without("findings", [{"path": 1, "rule": "b"}]), "a path that is no text", id="a strange path"),
        pytest.param(without("findings", [{"rule": "b"}]), "lacks its path", id="no path"),
        pytest.param(without("findings", [{"path": "a", "rule": "b", "tag": KEY}]), "a tag that is none", id="no tag"),
        pytest.param(without("findings", [{"path": "a", "rule": "b", "count": 0}]), "a count that", id="none at all"),
        pytest.param(without("findings", [{"path": "a", "rule": "b", "count": True}]), "a count", id="a count: true"),
    ],
)
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_a_baseline_that_is_none(
    program: Program, project: Make, edit: Callable[[str], str], said: str, command: str
) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / NAME).write_text(edit((folder / NAME).read_text()))
    before = (folder / NAME).read_bytes()
    assert said in misuse(program(command, "--baseline", NAME, cwd=folder))
    assert (folder / NAME).read_bytes() == before


def test_bytes_that_are_no_text_and_a_file_that_is_none(program: Program, project: Make) -> None:
    folder = project({"a.py": OLD, NAME: b'{\n"\xff": 1}'})
    assert misuse(checked(folder)).startswith(f"{NAME}:2: is not UTF-8")
    (folder / NAME).unlink()
    assert "no such file: `sendcloud-lint baseline` writes it" in misuse(checked(folder))
    (folder / NAME).mkdir()
    assert "is no regular file" in misuse(checked(folder))


def test_what_git_or_an_editor_does_to_the_file_does_not_matter(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    text = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert checked(folder).codes == []


_texts = st.text(max_size=8)
_identities = st.builds(
    Identity, _texts.filter(bool), _texts.filter(bool), _texts, _texts, st.sampled_from(("", "ghijkl", "zzzzzz"))
)
_entries = st.dictionaries(_identities, st.builds(Entry, st.integers(1, 9), _texts), max_size=5)


@trying(60)
@given(known=_entries)
def test_what_is_written_is_read_again(
    known: Mapping[Identity, Entry], tmp_path_factory: pytest.TempPathFactory
) -> None:
    baseline = fresh(str(tmp_path_factory.mktemp("read") / NAME))._replace(entries=known)
    Path(baseline.path).write_bytes(dumped(baseline).encode("utf-8", "backslashreplace"))
    assert load(baseline.path) == baseline
    assert dumped(load(baseline.path)) == dumped(baseline)


@trying(60)
@given(known=_entries, now=st.lists(_identities, max_size=6), prune=st.booleans())
def test_an_update_knows_what_there_is(known: Mapping[Identity, Entry], now: list[Identity], prune: bool) -> None:
    now = [*now, *known]
    new = updated(fresh("x")._replace(entries=known), now, lambda identity: True, {}, prune=prune)
    assert {one: entry.times for one, entry in new.entries.items()} == {
        one: min(now.count(one), known[one].times) if prune else now.count(one)
        for one in now
        if one in known or not prune
    }
    assert all(entry.reason == known[one].reason for one, entry in new.entries.items() if one in known)


def test_an_entry_that_a_merge_doubled_counts_once(tmp_path: Path) -> None:
    baseline = fresh(str(tmp_path / NAME))._replace(entries={Identity("a", "b"): Entry(2)})
    one = '    {"path": "a", "rule": "b", "count": 2}'
    (tmp_path / NAME).write_text(dumped(baseline).replace(one, f"{one},\n{one}"))
    assert budget(load(baseline.path).entries, {}) == {Identity("a", "b"): 2}


def test_a_baseline_that_cant_be_written(program: Program, project: Make) -> None:
    folder = project({"a.py": OLD})
    assert "can't be written" in misuse(program("baseline", "--baseline", "no/such/folder.json", cwd=folder))
    with pytest.raises(BaselineError):
        load(str(folder / "none.json"))


# Edits: what was known stays known


EDITS: dict[str, Callable[[str], str]] = {
    "lines above": lambda text: "# one\n\nimport sys\n" + text,
    "lines between": lambda text: text.replace("@tenacity", "\n\n# two\n@tenacity"),
    "indented by tabs": lambda text: text.replace("    ", "\t"),
    "reformatted": lambda text: text.replace('", "', '",\n            "').replace(" = ", "=").replace('"', "'"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no line end at the end": lambda text: text.rstrip("\n"),
    "functions moved": lambda text: CALL + SETTINGS,
    "names that are nobody's": lambda text: re.sub(r"\bdata(?= ?= ?\{['\"])|(?<=\*\*)data", "form", text),
    "a comment beside it": lambda text: text.replace(f'"{KEY}"', f'"{KEY}"  # old'),
    "something on the same line": lambda text: text.replace("SENDCLOUD_API_KEY =", "X = 1; SENDCLOUD_API_KEY ="),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_known_stays_known(project: Make, edit: Callable[[str], str]) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / "a.py").write_bytes(edit(OLD).encode())
    done = checked(folder)
    assert (found(done), done.json["summary"]["baselined"], done.err) == ([], 3, "")


def edited(data: st.DataObject) -> tuple[str, str]:
    """Another name of the file, or the same, and its text after some edits."""
    text = OLD
    for name in data.draw(st.lists(st.sampled_from([*EDITS.keys() - {"functions moved", "CR"}]), unique=True)):
        text = EDITS[name](text) if name != "a byte order mark" else text
    lines = text.split("\n")
    for at in sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=3)), reverse=True):
        lines[at:at] = [""]
    return data.draw(st.sampled_from(["a.py", "b.py", "lib/a.py"])), "\n".join(lines)


@trying(15)
@given(data=st.data())
def test_any_edits_together_leave_it_known(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = with_baseline(write_project(tmp_path_factory.mktemp("edits"), {"a.py": OLD}))
    name, text = edited(data)
    (folder / "a.py").unlink()
    write_project(folder, {name: text})
    done = checked(folder)
    # What has no value of its own is only sure to be the same one if values went the same way.
    assert (found(done), done.json["summary"]["baselined"], done.err) == ([], 3, "")


@trying(15)
@given(data=st.data())
def test_any_edits_together_hide_nothing_new(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another key under another name, another key in the same slot, or the same key once more."""
    folder = with_baseline(write_project(tmp_path_factory.mktemp("edits"), {"a.py": OLD}))
    name, text = edited(data)
    new = data.draw(st.sampled_from([("SENDCLOUD_SMS_KEY", OTHER_KEY), ("SENDCLOUD_API_KEY", OTHER_KEY),
                                     ("SENDCLOUD_API_KEY", KEY)]))  # fmt: skip
    (folder / "a.py").unlink()
    write_project(folder, {name: f'{text}\n{new[0]} = "{new[1]}"\n'})
    done = checked(folder)
    assert (found(done), done.json["summary"]["baselined"]) == ([f"SCL101 {name}"], 3)


def test_a_rebase_changes_nothing(project: Make) -> None:
    folder = repository(with_baseline(project({"a.py": OLD, "b.txt": ""})))
    git(folder, "checkout", "-q", "-b", "work")
    (folder / "a.py").write_text("# work\n" + OLD)
    git(folder, "commit", "-q", "-a", "-m", "Work")
    git(folder, "checkout", "-q", "-")
    (folder / "b.txt").write_text("more")
    git(folder, "commit", "-q", "-a", "-m", "More")
    git(folder, "checkout", "-q", "work")
    git(folder, "rebase", "-q", "-")
    assert checked(folder).codes == []


# Edits: what is new is told


NEWS: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "another key in the same slot": (lambda text: text.replace(KEY, OTHER_KEY), ["SCL101 a.py"]),
    "a second copy": (lambda text: text + f'SENDCLOUD_API_KEY = "{KEY}"\n', ["SCL101 a.py"]),
    "a second copy above": (lambda text: f'SENDCLOUD_API_KEY = "{KEY}"\n' + text, ["SCL101 a.py"]),
    "a new key on the same line": (
        lambda text: text.replace(f'"{KEY}"', f'"{KEY}"; SENDCLOUD_SMS_KEY = "{OTHER_KEY}"'),
        ["SCL101 a.py"],
    ),
    "the key in another place": (lambda text: text + f'class C:\n    SENDCLOUD_API_KEY = "{KEY}"\n', ["SCL101 a.py"]),
    "a second call in the function": (
        lambda text: text.replace("    return requests", "    requests").replace(
            "timeout=10)",
            "timeout=10)\n    requests.post('https://api.aurorasendcloud.com/email/send', data=data, timeout=1)",
        ),
        ["SCL401 a.py"],
    ),
}


@pytest.mark.parametrize(("edit", "new"), NEWS.values(), ids=NEWS)
@pytest.mark.parametrize("moved", [False, True], ids=["", "lines moved"])
def test_what_is_new_is_told(project: Make, edit: Callable[[str], str], new: list[str], moved: bool) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / "a.py").write_text(("# one\n" if moved else "") + edit(OLD))
    codes = [code for code in found(checked(folder)) if not code.startswith(("SCL50", "SCL403"))]
    assert codes == new


def test_a_copy_of_the_file_is_told(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    shutil.copy(folder / "a.py", folder / "b.py")
    assert found(checked(folder)) == ["SCL101 b.py", "SCL102 b.py", "SCL401 b.py"]


def test_a_suppressed_one_takes_no_place(project: Make) -> None:
    folder = with_baseline(project({"a.py": SETTINGS}))
    ignored = f'SENDCLOUD_API_KEY = "{KEY}"  # sendcloud-lint: ignore[SCL101]\n'
    (folder / "a.py").write_text(ignored + SETTINGS)
    summary = checked(folder).json["summary"]
    assert (summary["suppressed"], summary["baselined"], sum(summary["findings"].values())) == (1, 2, 0)


# Renames


@pytest.mark.parametrize("new", ["b.py", "lib/a.py"])
def test_content_shows_where_a_file_went(project: Make, new: str) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    (folder / "a.py").unlink()
    write_project(folder, {new: "# moved\n" + OLD})
    done = checked(folder)
    assert (done.codes, done.json["summary"]["baselined"], done.err) == ([], 3, "")
    with_baseline(folder)
    assert {each["path"] for each in entries(folder)} == {new}


def test_content_without_a_value_shows_nothing(project: Make) -> None:
    folder = with_baseline(project({"a.py": CALL}))
    (folder / "a.py").rename(folder / "b.py")
    done = checked(folder)
    assert found(done) == ["SCL401 b.py"]
    assert done.err.splitlines() == [
        f"sendcloud-lint: warning: {NAME}: 1 finding of it is gone; `sendcloud-lint baseline --prune` takes it out"
    ]


@pytest.mark.parametrize("commits", [0, 1, 2], ids=["in the index", "in a commit", "in two commits"])
def test_git_shows_where_a_file_went(project: Make, commits: int) -> None:
    folder = repository(with_baseline(project({"a.py": CALL, "x.txt": "x"})))
    name = "a.py"
    for new in ["b.py", "lib/c d.py"][: max(1, commits)]:
        (folder / new).parent.mkdir(exist_ok=True)
        git(folder, "mv", name, new)
        if commits:
            git(folder, "commit", "-q", "-m", "Move")
        name = new
    done = checked(folder)
    assert (done.codes, done.json["summary"]["baselined"], done.err) == ([], 1, "")
    reason = (folder / NAME).read_text().replace('"count": 1', '"count": 1, "reason": "old"')
    (folder / NAME).write_text(reason)
    with_baseline(folder)
    assert [(each["path"], each["reason"]) for each in entries(folder)] == [(name, "old")]


def test_of_two_copies_of_a_file_that_is_gone_one_is_known(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    shutil.copy(folder / "a.py", folder / "b.py")
    (folder / "a.py").rename(folder / "c.py")
    assert found(checked(folder)) == ["SCL101 c.py", "SCL102 c.py", "SCL401 c.py"]


def test_a_file_that_is_only_ignored_did_not_move(project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    shutil.copy(folder / "a.py", folder / "b.py")
    assert len(checked(folder, "--exclude", "a.py").codes) == 3


# What is gone


def test_what_is_gone_is_told(program: Program, project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD, "b.py": CALL}))
    (folder / "a.py").write_text(CALL)
    said = (
        f"sendcloud-lint: warning: {NAME}: 2 findings of it are gone; `sendcloud-lint baseline --prune` takes them out"
    )
    assert checked(folder).err.splitlines() == [said]
    assert checked(folder, "a.py").err.splitlines() == [said]
    assert checked(folder, "b.py").err == ""
    assert checked(folder, "--ignore", "SCL1").err == ""
    assert program("baseline", "--prune", cwd=folder).status == 0
    assert checked(folder).err == ""


# A part of the files


SPLIT = {
    "a.py": OLD,
    "b.py": CALL,
    "lib/c.py": OLD.replace(KEY, OTHER_KEY),
    "d.py": CALL,
    ".env": "SMS_API_KEY=x7Pq2mX9bR4tLw8Z\n",
}


@pytest.fixture(scope="module")
def split_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = with_baseline(repository(write_project(tmp_path_factory.mktemp("split"), {**SPLIT, "old.py": OLD})))
    git(folder, "mv", "d.py", "e.py")
    (folder / "a.py").write_text(OLD + f'SENDCLOUD_API_KEY = "{KEY}"\n')
    (folder / "old.py").rename(folder / "x.py")
    shutil.copy(folder / "x.py", folder / "y.py")
    return folder


GIVEN = ["a.py", "b.py", "lib/c.py", "e.py", "x.py", "y.py", ".env"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(GIVEN), cuts=st.sets(st.integers(1, len(GIVEN) - 1)))
def test_a_run_over_a_part_judges_as_the_whole(split_project: Path, order: list[str], cuts: set[int]) -> None:
    whole = checked(split_project, *GIVEN)
    bounds = [0, *sorted(cuts), len(order)]
    runs = [checked(split_project, *order[start:end]) for start, end in pairwise(bounds)]
    assert sum(run.json["summary"]["baselined"] for run in runs) == whole.json["summary"]["baselined"]
    parts = sorted(json.dumps(each) for run in runs for each in run.json["findings"])
    assert parts == sorted(json.dumps(each) for each in whole.json["findings"])
    assert found(whole) == ["SCL101 a.py", "SCL101 y.py", "SCL102 y.py", "SCL401 y.py"]


def test_standard_input_has_the_baseline_too(program: Program, project: Make) -> None:
    folder = with_baseline(project({"a.py": OLD}))
    more = (OLD + f'X = "{KEY}"\n').encode()
    given_ = ("check", "--output-format", "json", "--baseline", NAME, "--stdin-filename", "a.py", "-")
    assert program(*given_, cwd=folder, stdin=more).codes == []
