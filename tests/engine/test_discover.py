"""Which files there are and which matter: with git and without, hostile trees, one process and two."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sendcloud_lint.engine.configuration.config import Config, Configs
from sendcloud_lint.engine.files import discover
from sendcloud_lint.engine.files.discover import (
    Given,
    MissingPath,
    given,
    project_files,
    project_root,
)
from sendcloud_lint.engine.files.prefilter import prefilter

TRACE = 'URL = "https://api.aurorasendcloud.com"\n'


def _tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(("git", *identity, *arguments), cwd=root, check=True, capture_output=True)


def _repository(root: Path, files: dict[str, str], *tracked: str) -> Path:
    _tree(root, files)
    _git(root, "init", "-q")
    if tracked:
        _git(root, "add", "-f", "--", *tracked)
    return root


def _files(root: Path, *, include_ignored: bool = False) -> list[str]:
    listing = project_files(str(root), Configs(str(root)), include_ignored=include_ignored)
    assert listing.problems == ()
    return list(listing.files)


def _given(*paths: Path | str, force_exclude: bool = False, include_ignored: bool = False) -> tuple[Given, ...]:
    names = [str(path) for path in paths]
    return given(names, Configs, force_exclude=force_exclude, include_ignored=include_ignored)


class TestProjectRoot:
    def test_is_the_nearest_git_folder(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"pyproject.toml": "", "a/.git/x": "", "a/b/c.py": "", "a/b/setup.cfg": ""})
        assert project_root(str(tmp_path / "a" / "b" / "c.py")) == str(tmp_path / "a")

    def test_is_the_nearest_git_file(self, tmp_path: Path) -> None:
        _tree(tmp_path, {".git/x": "", "a/.git": "gitdir: elsewhere", "a/b.py": ""})
        assert project_root(str(tmp_path / "a" / "b.py")) == str(tmp_path / "a")

    def test_is_else_the_topmost_manifest(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a/setup.cfg": "", "a/b/pyproject.toml": "", "a/b/c/d.py": ""})
        assert project_root(str(tmp_path / "a" / "b" / "c")) == str(tmp_path / "a")

    def test_is_else_the_folder_itself(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a/b.py": ""})
        assert project_root(str(tmp_path / "a")) == str(tmp_path / "a")
        assert project_root(str(tmp_path / "a" / "b.py")) == str(tmp_path / "a")

    def test_of_a_relative_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _tree(tmp_path, {"setup.cfg": "", "a/b.py": ""})
        monkeypatch.chdir(tmp_path / "a")
        assert project_root(".") == project_root("b.py") == str(tmp_path)


class TestWithGit:
    def test_lists_tracked_and_untracked_but_not_ignored(self, tmp_path: Path) -> None:
        files = {
            ".gitignore": "*.log\n/out/\n",
            "a.py": "",
            "b.py": "",
            "x.log": "",
            "out/y.py": "",
            "sub/out/z.py": "",
        }
        root = _repository(tmp_path, files, "a.py")
        assert _files(root) == [".gitignore", "a.py", "b.py", "sub/out/z.py"]

    def test_tracked_files_are_never_ignored(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {".gitignore": "*.env\n", "a.env": "", "b.env": ""}, "a.env")
        assert _files(root) == [".gitignore", "a.env"]

    def test_tracked_files_can_be_excluded(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {"build/a.py": "", "b.py": ""}, "build/a.py", "b.py")
        assert _files(root) == ["b.py"]

    def test_ignored_files_can_be_included(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {".gitignore": "*.env\nnode_modules\n", "a.env": "", "node_modules/b.js": ""})
        assert _files(root, include_ignored=True) == [".gitignore", "a.env"]

    def test_submodules_and_nested_repositories_are_opaque(self, tmp_path: Path) -> None:
        inner = _repository(tmp_path / "inner", {"i.py": ""}, "i.py")
        _git(inner, "commit", "-q", "-m", "x")
        root = _repository(tmp_path / "root", {"a.py": ""}, "a.py")
        _git(root, "submodule", "add", "-q", str(inner), "sub")
        _repository(root / "nested", {"n.py": ""})
        listing = _files(root)
        assert "a.py" in listing
        assert not any(path.startswith(("sub/", "nested")) for path in listing)
        assert prefilter(str(root), listing).absent == ("sub",)

    def test_names_of_all_kinds(self, tmp_path: Path) -> None:
        names = [b"line\nend.py", b"caf\xe9.py", "ü.py".encode(), b"-c.py", b'"q".py', b"back\\slash.py"]
        for name in names:
            Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(TRACE)
        without = _files(tmp_path)
        _git(tmp_path, "init", "-q")
        assert _files(tmp_path) == without == sorted(os.fsdecode(name) for name in names)
        assert prefilter(str(tmp_path), without).relevant == tuple(without)

    def test_a_merge_conflict_lists_a_file_once(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {"a.py": "1\n"}, "a.py")
        _git(root, "commit", "-q", "-m", "x")
        _git(root, "checkout", "-q", "-b", "other")
        _tree(root, {"a.py": "2\n"})
        _git(root, "commit", "-q", "-a", "-m", "y")
        _git(root, "checkout", "-q", "-")
        _tree(root, {"a.py": "3\n"})
        _git(root, "commit", "-q", "-a", "-m", "z")
        with pytest.raises(subprocess.CalledProcessError):
            _git(root, "merge", "other")
        assert _files(root) == ["a.py"]

    def test_a_tracked_folder_that_became_a_link_is_not_followed(self, tmp_path: Path) -> None:
        root = _repository(tmp_path / "root", {"a/b.py": "", "c.py": ""}, "a/b.py", "c.py")
        _tree(tmp_path / "outside", {"b.py": TRACE})
        (root / "a" / "b.py").unlink()
        (root / "a").rmdir()
        (root / "a").symlink_to(tmp_path / "outside")
        assert prefilter(str(root), _files(root)).relevant == ()

    def test_nothing_that_a_repository_configures_is_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = _repository(tmp_path / "root", {"a.py": ""}, "a.py")
        proof, hook = tmp_path / "proof", tmp_path / "root" / ".git" / "hooks" / "post-index-change"
        command = f"#!/bin/sh\ntouch {proof}\n"
        for file in (hook, tmp_path / "monitor"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(command)
            file.chmod(0o755)
        _git(root, "config", "core.fsmonitor", str(tmp_path / "monitor"))
        _git(root, "config", "core.pager", str(tmp_path / "monitor"))
        proof.unlink(missing_ok=True)
        monkeypatch.setenv("GIT_PAGER", str(tmp_path / "monitor"))
        assert _files(root) == ["a.py"]
        assert not proof.exists()

    def test_another_work_tree_that_a_repository_configures_is_not_listed(self, tmp_path: Path) -> None:
        root = _repository(tmp_path / "root", {"a.py": ""}, "a.py")
        _tree(tmp_path / "other", {"b.py": ""})
        _git(root, "config", "core.worktree", str(tmp_path / "other"))
        assert _files(root) == ["a.py"]

    def test_the_environment_of_a_hook_changes_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = _repository(tmp_path / "root", {"a.py": ""}, "a.py")
        other = _repository(tmp_path / "other", {"b.py": ""}, "b.py")
        monkeypatch.setenv("GIT_DIR", str(other / ".git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
        assert _files(root) == ["a.py"]

    def test_a_linked_work_tree(self, tmp_path: Path) -> None:
        root = _repository(tmp_path / "root", {"a.py": ""}, "a.py")
        _git(root, "commit", "-q", "-m", "x")
        _git(root, "worktree", "add", "-q", str(tmp_path / "linked"))
        assert _files(tmp_path / "linked") == [".git", "a.py"] or _files(tmp_path / "linked") == ["a.py"]


class TestGitFailing:
    def test_a_broken_repository_is_a_problem_and_is_walked(self, tmp_path: Path) -> None:
        root = _tree(tmp_path, {".git/x": "", "a.py": "", "b.log": "", ".gitignore": "*.log"})
        listing = project_files(str(root), Configs(str(root)))
        assert listing.files == (".gitignore", "a.py")
        assert [(problem.path, problem.kind) for problem in listing.problems] == [(None, "git-failed")]

    def test_a_repository_above_does_not_step_in(self, tmp_path: Path) -> None:
        _repository(tmp_path, {"a/.git/x": "", "a/b.py": ""})
        listing = project_files(str(tmp_path / "a"), Configs(str(tmp_path / "a")))
        assert [problem.kind for problem in listing.problems] == ["git-failed"]

    def test_no_git_at_all_is_a_problem(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = _repository(tmp_path, {"a.py": ""})
        monkeypatch.setenv("PATH", "")
        listing = project_files(str(root), Configs(str(root)))
        assert listing.files == ("a.py",)
        assert "can't be run" in listing.problems[0].message

    def test_what_git_says_is_not_repeated(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {"a.py": ""})
        (root / ".git" / "config").write_text("[core]\nbare = 9f8e7d6c\n")
        listing = project_files(str(root), Configs(str(root)))
        assert listing.problems
        assert "9f8e" not in listing.problems[0].message


class TestWithoutGit:
    def test_honours_ignore_files(self, tmp_path: Path) -> None:
        _tree(tmp_path, {
            ".gitignore": "*.log\n/out/\n!keep.log\n", "a.py": "", "x.log": "", "keep.log": "", "out/y.py": "",
            "sub/.gitignore": "!x.log\nz.py\n", "sub/x.log": "", "sub/z.py": "", "sub/deep/z.py": "", "z.py": "",
        })  # fmt: skip
        assert _files(tmp_path) == [".gitignore", "a.py", "keep.log", "sub/.gitignore", "sub/x.log", "z.py"]

    def test_agrees_with_git(self, tmp_path: Path) -> None:
        _tree(tmp_path, {
            ".gitignore": "*.tmp\n!important.tmp\nlib/*\n!lib/keep/\n**/cache/\ndoc/**/x.md\n# x\n\\#y\n",
            "a.tmp": "", "important.tmp": "", "lib/a.py": "", "lib/keep/b.py": "", "s/cache/c.py": "",
            "doc/a/b/x.md": "", "doc/x.md": "", "doc/y.md": "", "#y": "", "s/.gitignore": "/only.py\n",
            "s/only.py": "", "s/t/only.py": "",
        })  # fmt: skip
        without = _files(tmp_path)
        _git(tmp_path, "init", "-q")
        assert without == _files(tmp_path)

    def test_ignored_files_can_be_included(self, tmp_path: Path) -> None:
        _tree(tmp_path, {".gitignore": "*.env\n", "a.env": "", "venv/b.py": ""})
        assert _files(tmp_path, include_ignored=True) == [".gitignore", "a.env"]

    def test_a_rule_that_makes_no_sense_is_passed_over(self, tmp_path: Path) -> None:
        _tree(tmp_path, {".gitignore": "!\n*.log\n///\n", "a.py": "", "b.log": ""})
        assert _files(tmp_path) == [".gitignore", "a.py"]

    def test_links_to_folders_are_not_followed(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a/b.py": ""})
        (tmp_path / "a" / "loop").symlink_to(tmp_path)
        (tmp_path / "link").symlink_to(tmp_path / "a")
        scan = prefilter(str(tmp_path), _files(tmp_path))
        assert (scan.scanned, scan.absent) == (1, ("a/loop", "link"))

    def test_very_deep_folders(self, tmp_path: Path) -> None:
        folder = os.open(tmp_path, os.O_RDONLY)
        for _ in range(1_200):
            os.mkdir("d", dir_fd=folder)
            folder, above = os.open("d", os.O_RDONLY, dir_fd=folder), folder
            os.close(above)
        os.close(os.open("x.py", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
        os.close(folder)
        assert _files(tmp_path) == ["d/" * 1_200 + "x.py"]
        subprocess.run(("rm", "-rf", str(tmp_path / "d")), check=True)

    def test_a_folder_that_can_not_be_listed_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _tree(tmp_path, {"a/b.py": "", "c.py": ""})
        real = os.scandir

        def scandir(path: str) -> object:
            if path.endswith("/a"):
                raise FileNotFoundError
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)
        assert _files(tmp_path) == ["c.py"]


class TestGiven:
    def test_a_folder_means_the_projects_files_below(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"setup.cfg": "", "a/b.py": "", "c.py": "", "ab/d.py": ""})
        (found,) = _given(tmp_path / "a")
        assert (found.root, found.files, found.named) == (str(tmp_path), ("a/b.py",), frozenset())
        assert found.project == ("a/b.py", "ab/d.py", "c.py", "setup.cfg")

    def test_the_root_means_all(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"setup.cfg": "", "a/b.py": ""})
        (found,) = _given(tmp_path)
        assert found.files == found.project == ("a/b.py", "setup.cfg")

    @pytest.mark.parametrize("with_git", [True, False])
    def test_a_named_file_is_always_checked(self, with_git: bool, tmp_path: Path) -> None:
        _tree(tmp_path, {"setup.cfg": "", ".gitignore": "i.py", "i.py": "", "venv/x.py": "", "a.py": ""})
        if with_git:
            _git(tmp_path, "init", "-q")
        names = [tmp_path / "i.py", tmp_path / "venv" / "x.py", tmp_path / "a.py"]
        (found,) = _given(*names)
        assert found.files == ("a.py", "i.py", "venv/x.py")
        assert found.named == set(found.files)
        assert {"i.py", "venv/x.py"} < set(found.project)
        (forced,) = _given(*names, force_exclude=True)
        assert forced.files == ("a.py",)
        assert not {"i.py", "venv/x.py"} & set(forced.project)

    @pytest.mark.parametrize("with_git", [True, False])
    def test_a_named_folder_is_looked_into_even_if_ignored(self, with_git: bool, tmp_path: Path) -> None:
        _tree(tmp_path, {"setup.cfg": "", ".gitignore": "i/\n", "i/x.py": "", "i/venv/y.py": "", "build/z.py": ""})
        if with_git:
            _git(tmp_path, "init", "-q")
        (found,) = _given(tmp_path / "i", tmp_path / "build")
        assert found.files == ("build/z.py", "i/x.py")
        assert _given(tmp_path / "i", force_exclude=True)[0].files == ()

    def test_files_that_git_ignores_can_be_included(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {".gitignore": "*.env", "a.env": "", "s/b.env": ""})
        assert _given(root / "s", include_ignored=True)[0].files == ("s/b.env",)
        assert _given(root, include_ignored=True)[0].files == (".gitignore", "a.env", "s/b.env")

    def test_paths_are_grouped_by_project(self, tmp_path: Path) -> None:
        one = _repository(tmp_path / "one", {"a.py": ""})
        two = _tree(tmp_path / "two", {"setup.cfg": "", "b.py": ""})
        found = _given(two / "b.py", one)
        assert [(each.root, each.files) for each in found] == [(str(one), ("a.py",)), (str(two), ("b.py",))]

    def test_repositories_below_a_folder_without_git_are_projects_of_their_own(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.py": "", "s/b.py": "", "s/t/c.py": ""})
        _repository(tmp_path / "s" / "t", {})
        found = _given(tmp_path)
        assert [(each.root, each.files) for each in found] == [
            (str(tmp_path), ("a.py", "s/b.py")),
            (str(tmp_path / "s" / "t"), ("c.py",)),
        ]
        assert [each.root for each in _given(tmp_path / "a.py")] == [str(tmp_path)]

    def test_a_file_within_a_given_folder_belongs_to_it(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.py": "", "s/b.py": ""})
        (found,) = _given(tmp_path / "s" / "b.py", tmp_path, tmp_path / "s")
        assert (found.root, found.files) == (str(tmp_path), ("a.py", "s/b.py"))

    def test_any_split_of_a_list_sees_the_same_project(self, tmp_path: Path) -> None:
        root = _repository(tmp_path, {"a.py": "", "s/b.py": "", "c.py": ""})
        whole = _given(root)[0].project
        for name in ("a.py", "s/b.py", "c.py"):
            assert _given(root / name)[0].project == whole

    def test_a_lone_file_has_what_lies_below_its_folder(self, tmp_path: Path) -> None:
        _tree(tmp_path, {"a.py": "", "s/b.py": ""})
        (found,) = _given(tmp_path / "a.py")
        assert (found.files, found.project) == (("a.py",), ("a.py", "s/b.py"))

    def test_a_lone_file_in_a_huge_folder_has_what_lies_beside(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(discover, "LOOSE_FILES", 3)
        _tree(tmp_path, {"a.py": "", "z.py": "", **{f"s/{number}.py": "" for number in range(4)}})
        (found,) = _given(tmp_path / "a.py")
        assert found.project == ("a.py", "z.py")

    @pytest.mark.parametrize("name", ["none.py", "dangling"])
    def test_a_path_that_does_not_exist(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
        with pytest.raises(MissingPath, match=f"{name}: no such file or folder"):
            _given(tmp_path / name)

    def test_a_missing_name_is_shown_on_one_line(self) -> None:
        with pytest.raises(MissingPath, match=r"^a\\nb: no such file or folder$"):
            _given("a\nb")

    def test_problems_are_handed_on(self, tmp_path: Path) -> None:
        _tree(tmp_path, {".git/x": "", "a.py": ""})
        assert [problem.kind for problem in _given(tmp_path)[0].problems] == ["git-failed"]

    def test_a_configuration_is_asked_once_a_root(self, tmp_path: Path) -> None:
        asked: list[str] = []

        def configs_for(root: str) -> Configs:
            asked.append(root)
            return Configs(root, fixed=Config(exclude=("b.py",)))

        _tree(tmp_path, {"setup.cfg": "", "a.py": "", "b.py": ""})
        (found,) = given([str(tmp_path), str(tmp_path / "a.py")], configs_for)
        assert (asked, found.files) == ([str(tmp_path)], ("a.py", "setup.cfg"))
