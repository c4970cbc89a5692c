"""`--staged` judges what git would commit: its index, whatever lies in the working tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine.files import git as asking
from sendcloud_lint.engine.files import index as index_module
from sendcloud_lint.engine.files.held import Held
from tests.conftest import run_program
from tests.test_baseline import CALL, KEY, NAME, OTHER_KEY, SETTINGS, git, misuse, repository, with_baseline
from tests.thoroughness import trying

Program = Callable[..., Any]
Make = Callable[..., Path]

CLEAN = CALL.replace('["EMAIL_API_KEY"]}', '["EMAIL_API_KEY"], "from": "a@shop.example"}')
KEPT = f'SENDCLOUD_API_KEY = "{KEY}"\n'
OTHER = f'SENDCLOUD_API_KEY = "{OTHER_KEY}"\n'


def staged(program: Program, folder: Path, *arguments: str, cwd: Path | None = None, **environment: str) -> list[str]:
    arguments = ("check", "--staged", "--output-format", "json", "--isolated", *arguments)
    done = program(*arguments, cwd=cwd or folder, environment=environment)
    assert (done.err, done.status) == ("", 1 if done.codes else 0)
    return sorted(code for code in done.codes)


@pytest.fixture
def committed(project: Make) -> Path:
    return repository(project({"a.py": CLEAN, "lib/b.py": CLEAN, "old.py": CALL}))


# What is judged


def test_what_is_staged_is_judged_as_it_is_staged(program: Program, committed: Path) -> None:
    assert staged(program, committed) == []
    (committed / "a.py").write_text(CALL)
    assert staged(program, committed) == []
    git(committed, "add", "a.py")
    assert staged(program, committed) == ["SCL401 a.py:6"]
    (committed / "a.py").write_text(CLEAN)
    assert staged(program, committed) == ["SCL401 a.py:6"]


def test_lines_are_those_of_the_index(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(KEPT)
    git(committed, "add", "a.py")
    (committed / "a.py").write_text("\n" * 5 + OTHER)
    done = program("check", "--staged", cwd=committed)
    assert "a.py:1:" in done.out
    assert "a.py:6:" not in done.out
    assert KEY[:6] not in done.out
    assert OTHER_KEY[:6] not in done.out


def test_the_rest_of_the_project_is_that_of_the_index(program: Program, committed: Path) -> None:
    sender = CLEAN.replace('os.environ["EMAIL_API_KEY"]', "SECRET").replace(
        "import os\n", "import os\nfrom conf import SECRET\n"
    )
    (committed / "conf.py").write_text(f'SECRET = "{KEY}"\n')
    (committed / "a.py").write_text(sender)
    git(committed, "add", "-A")
    (committed / "conf.py").write_text("import os\nSECRET = os.environ['SECRET']\n")
    assert staged(program, committed) == ["SCL101 conf.py:1"]
    git(committed, "add", "conf.py")
    (committed / "conf.py").write_text(f'SECRET = "{KEY}"\n')
    assert staged(program, committed) == []


def test_what_git_does_not_know_is_not_read(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(
        CLEAN.replace("import os", "import os\nfrom conf import SECRET").replace(
            'os.environ["EMAIL_API_KEY"]', "SECRET"
        )
    )
    git(committed, "add", "a.py")
    (committed / "conf.py").write_text(f'SECRET = "{KEY}"\n')
    assert staged(program, committed) == []


@pytest.mark.parametrize("put", ["", KEPT], ids=["gone from the working tree", "a folder in its place"])
def test_a_file_that_is_only_in_the_index(program: Program, committed: Path, put: str) -> None:
    (committed / "lib/b.py").write_text(KEPT)
    git(committed, "add", "lib")
    shutil.rmtree(committed / "lib")
    if put:
        (committed / "lib/b.py").mkdir(parents=True)
        (committed / "lib/b.py/c.py").write_text(put)
    assert staged(program, committed) == ["SCL101 lib/b.py:1"]
    assert staged(program, committed, "lib/b.py") == ["SCL101 lib/b.py:1"]
    assert staged(program, committed, "lib") == ["SCL101 lib/b.py:1"]


def test_what_is_deleted_in_the_index_is_gone(program: Program, committed: Path) -> None:
    git(committed, "rm", "-q", "--cached", "old.py")
    assert staged(program, committed) == []
    done = program("check", "--staged", "old.py", "gone.py", cwd=committed)
    assert misuse(done) == "gone.py: no such file or folder"


def test_paths_mean_the_index(program: Program, committed: Path) -> None:
    assert staged(program, committed, "old.py") == ["SCL401 old.py:6"]
    assert staged(program, committed, ".") == ["SCL401 old.py:6"]
    assert staged(program, committed, "lib") == []
    assert staged(program, committed, "b.py", cwd=committed / "lib") == []
    assert staged(program, committed, "--exclude", "old.py") == []
    assert staged(program, committed, "--exclude", "old.py", "old.py") == ["SCL401 old.py:6"]
    assert staged(program, committed, "--exclude", "old.py", "--force-exclude", "old.py") == []


def test_the_whole_commit_is_meant_wherever_one_stands(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(CALL)
    git(committed, "add", "a.py")
    assert staged(program, committed, cwd=committed / "lib") == ["SCL401 ../a.py:6"]


def test_before_the_first_commit_all_is_staged(program: Program, project: Make) -> None:
    folder = project({"a.py": CALL, "b.py": CALL})
    git(folder, "init", "-q")
    assert staged(program, folder) == []
    git(folder, "add", "a.py")
    (folder / "a.py").unlink()
    assert staged(program, folder) == ["SCL401 a.py:6"]


def test_files_that_are_none_are_said_to_be(program: Program, committed: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(KEPT)
    (committed / "link.py").symlink_to(tmp_path / "secret.py")
    (committed / "inner.py").symlink_to("old.py")
    (committed / "new.py").write_text(KEPT)
    (committed / "announced.py").write_text(KEPT)
    repository_inside = committed / "module"
    repository_inside.mkdir()
    (repository_inside / "c.py").write_text(KEPT)
    repository(repository_inside)
    git(committed, "add", "link.py", "inner.py", "module")
    git(committed, "add", "--intent-to-add", "announced.py")
    assert staged(program, committed) == []
    named = ("link.py", "inner.py", "new.py", "announced.py")
    done = program("check", "--staged", *named, cwd=committed)
    assert (done.status, done.err.splitlines()) == (
        0,
        [
            f"sendcloud-lint: warning: {name} and was skipped"
            for name in (
                "announced.py is only announced to git (git add --intent-to-add)",
                "inner.py is not a regular file",
                "link.py is not a regular file",
                "new.py is not in git's index",
            )
        ],
    )


def test_a_link_in_a_files_place_is_not_followed(program: Program, committed: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/b.py").write_text(KEPT)
    shutil.rmtree(committed / "lib")
    (committed / "lib").symlink_to(tmp_path / "out")
    (committed / "a.py").unlink()
    (committed / "a.py").symlink_to(tmp_path / "out/b.py")
    assert staged(program, committed, ".") == ["SCL401 old.py:6"]


def test_what_cant_be_read_in_the_working_tree_is_read_in_the_index(program: Program, committed: Path) -> None:
    shutil.rmtree(committed / "lib")
    (committed / "lib").symlink_to("lib")
    (committed / "old.py").chmod(0)
    assert staged(program, committed, ".") == ["SCL401 old.py:6"]
    assert program("check", "--staged", "lib/b.py", cwd=committed).err == ""


def test_a_conflict_is_told(program: Program, committed: Path) -> None:
    git(committed, "checkout", "-q", "-b", "side")
    (committed / "a.py").write_text("side\n")
    git(committed, "commit", "-q", "-a", "-m", "Side")
    git(committed, "checkout", "-q", "-")
    (committed / "a.py").write_text("main\n")
    git(committed, "commit", "-q", "-a", "-m", "Main")
    with pytest.raises(subprocess.CalledProcessError):
        git(committed, "merge", "-q", "side")
    done = program("check", "--staged", "--output-format", "json", cwd=committed)
    assert done.status == 3
    assert [(each["kind"], each["path"]) for each in done.json["problems"]] == [("unmerged", "a.py")]
    assert "has a conflict that is not settled" in done.err
    assert program("check", "--staged", "old.py", "--output-format", "json", cwd=committed).status == 1


def test_line_ends_and_marks_of_a_checkout_are_not_judged(program: Program, committed: Path) -> None:
    (committed / ".gitattributes").write_text("*.py text eol=crlf\n")
    (committed / "a.py").write_bytes(CALL.replace("\n", "\r\n").encode())
    git(committed, "add", "-A")
    assert staged(program, committed) == ["SCL401 a.py:6"]
    (committed / "a.py").write_bytes(b"\xff\xfe")
    assert staged(program, committed) == ["SCL401 a.py:6"]


def test_what_git_was_told_not_to_look_at_is_looked_at(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(CALL)
    git(committed, "add", "a.py")
    git(committed, "update-index", "--assume-unchanged", "a.py")
    git(committed, "update-index", "--skip-worktree", "lib/b.py")
    (committed / "a.py").write_text("")
    (committed / "lib/b.py").unlink()
    assert staged(program, committed) == ["SCL401 a.py:6"]
    assert "sparse checkout" in program("check", "--staged", "lib/b.py", cwd=committed).err


def test_a_change_that_the_clock_does_not_show_is_seen(program: Program, committed: Path) -> None:
    for setting in ("core.checkStat=minimal", "core.trustctime=false", "core.ignoreStat=true"):
        git(committed, "config", *setting.split("="))
    (committed / "a.py").write_text(KEPT)
    git(committed, "add", "a.py")
    before = (committed / "a.py").stat()
    (committed / "a.py").write_text(KEPT.replace("SENDCLOUD_API_KEY", "X" * len("SENDCLOUD_API_KEY")))
    os.utime(committed / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert staged(program, committed) == ["SCL101 a.py:1"]


def test_large_and_binary_contents_are_skipped_as_files_are(program: Program, project: Make) -> None:
    configuration = "max-file-size = 3000\n"
    folder = repository(project({"sendcloud-lint.toml": configuration, "x.py": CLEAN}))
    for name, content in {"large.py": KEPT * 100, "bin.py": "\0" + KEPT, "x.png": KEPT}.items():
        (folder / name).write_text(content)
    git(folder, "add", "-A")
    for name in ("large.py", "bin.py", "x.png"):
        (folder / name).unlink()
    done = program("check", "--staged", "large.py", "bin.py", "x.png", cwd=folder)
    assert (done.status, [line.split(" ", 2)[2] for line in done.err.splitlines()]) == (
        0,
        [
            "bin.py is binary and was skipped",
            "large.py is larger than max-file-size and was skipped",
            "x.png is binary and was skipped",
        ],
    )


NAMES = ("a.py", "conf.py", "lib/b.py", "é .env")
SENDER = CLEAN.replace("import os\n", "import os\nfrom conf import SECRET\n").replace(
    'os.environ["EMAIL_API_KEY"]', "SECRET"
)
CONTENTS = (CALL, CLEAN, KEPT, SENDER, f'SECRET = "{KEY}"\n', "")


@trying(40)
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.sampled_from(["write", "delete", "link", "announce", "folder"]),
            st.sampled_from(CONTENTS), st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
def test_it_is_what_a_checkout_of_the_index_has(edits: list[tuple[str, str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, checkout = Path(name) / "project", Path(name) / "checkout"
        folder.mkdir()
        git(folder, "init", "-q")
        for path, what, content, is_added in edits:
            edit(folder / path, what, content)
            if what == "announce":
                git(folder, "add", "--intent-to-add", "-A")
            elif is_added:
                git(folder, "add", "-A")
        # A link that is only announced leads nowhere, and can't be made.
        subprocess.run(["git", "checkout-index", "-q", "-a", f"--prefix={checkout}/"], cwd=folder, check=False)
        checkout.mkdir(exist_ok=True)
        git(checkout, "init", "-q")
        for path in checkout.rglob("*"):
            if path.is_symlink():
                path.unlink()
        done = run_program("check", "--output-format", "json", ".", cwd=checkout)
        assert staged(run_program, folder, ".") == sorted(done.codes)


def edit(path: Path, what: str, content: str) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if what in ("write", "announce"):
        path.write_text(content)
    elif what == "link":
        path.symlink_to("a.py")
    elif what == "folder":
        path.mkdir()
        (path / "inner.py").write_text(content)


# git, as it is and as it is set up


def test_a_commit_of_some_files_has_an_index_of_its_own(program: Program, committed: Path) -> None:
    """Real git, which names it to the hook."""
    hook = committed / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\ncd lib\nexec '{sys.executable}' -m sendcloud_lint check --staged\n")
    hook.chmod(0o755)
    (committed / "a.py").write_text(CALL)
    (committed / "lib/b.py").write_text(CLEAN + "\n")
    git(committed, "add", "a.py")
    git(committed, "commit", "-q", "-m", "b alone", "lib/b.py")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(committed, "commit", "-q", "-m", "a, too")
    assert "SCL401" in refused.value.stdout + refused.value.stderr
    (committed / "a.py").write_text(f"{CLEAN}\n")
    git(committed, "commit", "-q", "-a", "-m", "a as it is now")


@pytest.mark.parametrize("place", ["relative", "absolute"])
def test_the_index_that_git_names_is_judged(program: Program, committed: Path, place: str) -> None:
    (committed / "a.py").write_text(CALL)
    own = committed / ".git/own"
    shutil.copy(committed / ".git/index", own)
    git(committed, "add", "a.py")
    name = str(own) if place == "absolute" else ".git/own"
    assert staged(program, committed, cwd=committed / "lib", GIT_INDEX_FILE=name) == []
    assert staged(program, committed, cwd=committed / "lib") == ["SCL401 ../a.py:6"]


def test_an_index_named_for_another_repository_is_not_this_ones(
    program: Program, committed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.py").write_text(CALL)
    repository(other)
    assert staged(program, committed, str(other / "a.py"), GIT_INDEX_FILE=".git/none") == ["SCL401 ../other/a.py:6"]


def test_a_second_working_tree(program: Program, committed: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    git(committed, "worktree", "add", "-q", str(tree))
    (tree / "a.py").write_text(CALL)
    git(tree, "add", "a.py")
    (tree / "a.py").unlink()
    assert staged(program, tree, GIT_DIR=str(committed / ".git")) == ["SCL401 a.py:6"]


def test_a_replaced_object_is_not_what_is_committed(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(CALL)
    git(committed, "add", "a.py")
    (committed / "a.py").write_text(CLEAN)
    git(committed, "replace", git(committed, "rev-parse", ":a.py"), git(committed, "rev-parse", ":lib/b.py"))
    assert staged(program, committed) == ["SCL401 a.py:6"]


def test_names_that_git_would_quote(program: Program, committed: Path) -> None:
    names = ["a\nb.py", 'q"t\t\\.py', "ü.py", os.fsdecode(b"\xff.py"), " :(top)x.py"]
    for name in names:
        (committed / name).write_text(KEPT)
    git(committed, "add", "-A")
    for name in names:
        (committed / name).unlink()
    done = program("check", "--staged", "--output-format", "json", "--select", "SCL101", cwd=committed)
    assert len(done.json["findings"]) == len(names)


def test_no_configuration_of_the_repository_runs_anything(program: Program, committed: Path, tmp_path: Path) -> None:
    ran, tool = tmp_path / "ran", tmp_path / "tool"
    tool.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n")
    tool.chmod(0o755)
    (committed / "a.py").write_text(KEPT)
    git(committed, "add", "a.py")
    for name in ("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.command", "diff.x.textconv",
                 "diff.external", "core.fsmonitor", "core.pager", "core.editor"):  # fmt: skip
        git(committed, "config", name, str(tool))
    git(committed, "config", "filter.x.required", "true")
    (committed / ".git/info/attributes").write_text("*.py filter=x diff=x\n")
    for hook in ("post-index-change", "fsmonitor-watchman"):
        shutil.copy(tool, committed / ".git/hooks" / hook)
    assert staged(program, committed) == ["SCL101 a.py:1"]
    assert staged(program, committed, "--diff-base", "HEAD") == ["SCL101 a.py:1"]
    assert not ran.exists()


# Other options


def test_a_baseline_is_heeded(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(SETTINGS)
    with_baseline(committed)
    (committed / "a.py").write_text(SETTINGS + KEPT)
    git(committed, "add", "a.py")
    (committed / "a.py").unlink()
    assert staged(program, committed, "--baseline", NAME) == ["SCL101 a.py:3"]


def test_a_baseline_knows_where_a_file_went(program: Program, committed: Path) -> None:
    with_baseline(committed)
    git(committed, "mv", "old.py", "new.py")
    (committed / "new.py").unlink()
    (committed / "old.py").write_text("")
    assert staged(program, committed, "--baseline", NAME) == []


def test_changed_lines_are_those_of_the_index(program: Program, committed: Path) -> None:
    (committed / "old.py").write_text(CALL + KEPT)
    git(committed, "add", "old.py")
    (committed / "old.py").write_text(KEPT + CALL + OTHER)
    assert staged(program, committed, "--diff-base", "HEAD") == ["SCL101 old.py:7"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("-",), "standard input (-) is none", id="standard input"),
        pytest.param(("--add-ignores",), "--add-ignores writes into files", id="comments"),
    ],
)
def test_what_does_not_go_together(program: Program, committed: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in misuse(program("check", "--staged", *arguments, cwd=committed))


def test_without_git_nothing_is_staged(program: Program, project: Make) -> None:
    folder = project({"a.py": CALL})
    assert misuse(program("check", "--staged", cwd=folder)) == "--staged: . is no git repository"
    assert misuse(program("check", "--staged", "a.py", cwd=folder)) == "--staged: . is no git repository"


@pytest.mark.parametrize("command", ["ls-files", "diff-files", "cat-file"])
def test_where_git_fails_nothing_is_checked(
    program: Program, committed: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = asking.git

    def failing(root: str, arguments: tuple[str, ...], *rest: Any, **more: Any) -> bytes | str:
        return f"git {command} failed" if command in arguments else real(root, arguments, *rest, **more)

    monkeypatch.setattr(index_module, "git", failing)
    (committed / "a.py").write_text(CALL)
    done = program("check", "--staged", "--output-format", "json", ".", cwd=committed)
    assert (done.status, done.codes) == (3, [])
    assert done.json["problems"][0]["message"] == f"git {command} failed, so nothing was checked"


def test_a_content_that_git_lacks_is_told(program: Program, committed: Path) -> None:
    (committed / "a.py").write_text(KEPT)
    git(committed, "add", "a.py")
    name = git(committed, "rev-parse", ":a.py")
    (committed / "a.py").write_text("")
    (committed / ".git/objects" / name[:2] / name[2:]).unlink()
    done = program("check", "--staged", "--output-format", "json", cwd=committed)
    assert (done.status, done.err) == (
        3,
        "sendcloud-lint: incomplete: a.py: can't be read: git lacks what its index names\n",
    )
    assert staged(program, committed, "old.py") == ["SCL401 old.py:6"]


def test_what_is_held_does_not_show() -> None:
    assert repr(Held({"a.py": KEPT.encode()})) == "Held(1)"
