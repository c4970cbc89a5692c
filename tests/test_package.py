"""What is released: the checklist that runs, and what it builds. One build serves all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.metadata import Metadata

from sendcloud_lint import __version__ as VERSION

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("sendcloud_lint", "tests", "docs", "examples", "benchmarks", "fuzz", ".ci")
STEM = f"sendcloud_lint-{VERSION}"
IDENTITY = ("-c", "user.name=Tester", "-c", "user.email=tester@shop.example")

pytestmark = pytest.mark.xdist_group("package")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Prepare")


def tag(folder: Path) -> None:
    git(folder, "tag", "--force", f"v{VERSION}")


def release(folder: Path) -> subprocess.CompletedProcess[str]:
    """The checklist, where what CI made is this test's own environment."""
    return subprocess.run(
        [folder / ".ci" / "release"], cwd=folder, env={**os.environ, "PYTHON": sys.executable},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def let_ci(folder: Path, command: str) -> None:
    write(folder, ".ci/run", f"#!/bin/sh\n{command}\n")
    (folder / ".ci" / "run").chmod(0o755)


# What is refused


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with no more than the checklist looks at before it builds: all in order, and CI says no."""
    write(tmp_path, "sendcloud_lint/__init__.py", f'__version__ = "{VERSION}"\n')
    write(tmp_path, "CHANGELOG.md", f"## [{VERSION}] - 2026-01-31\n")
    write(tmp_path, "README.md", f"    rev: v{VERSION}\n")
    let_ci(tmp_path, "exit 1")
    shutil.copy2(ROOT / ".ci" / "release", tmp_path / ".ci" / "release")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    tag(tmp_path)
    return tmp_path


def dirty(folder: Path) -> None:
    write(folder, "forgotten.txt", "")


def undated(folder: Path) -> None:
    write(folder, "CHANGELOG.md", f"## [{VERSION}] - unreleased\n")


def older_hook(folder: Path) -> None:
    write(folder, "README.md", "    rev: v0.0.9\n")


def without_version(folder: Path) -> None:
    write(folder, "sendcloud_lint/__init__.py", "")


def ci_writes(folder: Path) -> None:
    let_ci(folder, "touch left-behind.txt")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (undated, f"CHANGELOG.md gives no date for {VERSION}"),
        (older_hook, f"README.md shows the hook of another version than {VERSION}"),
        (without_version, "sendcloud_lint/__init__.py tells no version"),
        (ci_writes, "CI changed the tree"),
        (lambda _: None, "CI failed"),
    ],
    ids=["changelog", "README", "version", "CI writes", "CI fails"],
)
def test_the_checklist_refuses(scratch: Path, spoil: Callable[[Path], None], reason: str) -> None:
    spoil(scratch)
    git(scratch, "add", "--all")
    git(scratch, "commit", "--quiet", "--allow-empty", "--message", "Spoil")
    tag(scratch)
    done = release(scratch)
    assert (done.returncode, done.stderr) == (1, f"not ready: {reason}\n")
    assert not (scratch / "dist").exists()


def test_the_checklist_refuses_what_is_not_committed(scratch: Path) -> None:
    dirty(scratch)
    assert release(scratch).stderr == "not ready: there are changes that are not committed\n"


def test_the_checklist_refuses_without_the_tag(scratch: Path) -> None:
    git(scratch, "tag", "--delete", f"v{VERSION}")
    assert release(scratch).stderr == f"not ready: there is no tag v{VERSION}\n"


def test_the_checklist_refuses_a_tag_elsewhere(scratch: Path) -> None:
    dirty(scratch)
    commit(scratch)
    assert release(scratch).stderr == f"not ready: the tag v{VERSION} is on another commit\n"


# What is built


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of the tree, dated and tagged, which the checklist let through: the folder, and what it said."""
    folder = tmp_path_factory.mktemp("released") / "project"
    caches = shutil.ignore_patterns("__pycache__", "*.pyc")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=caches)
    for path in [*ROOT.glob("*.md"), *(ROOT / name for name in ("LICENSE", "pyproject.toml", ".gitignore"))]:
        shutil.copy2(path, folder)
    shutil.copy2(ROOT / ".pre-commit-hooks.yaml", folder)
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    write(folder, "CHANGELOG.md", changelog.replace(f"[{VERSION}] - unreleased", f"[{VERSION}] - 2026-01-31"))
    let_ci(folder, "exit 0")
    git(folder, "init", "--quiet")
    commit(folder)
    tag(folder)
    done = release(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.slow
def test_the_checklist_ends_with_what_remains(released: tuple[Path, str]) -> None:
    _, said = released
    assert f"== ready: {VERSION}" in said
    assert re.findall(r"(?m)^- (\w+)", said) == ["push", "upload", "publish", "begin"]


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(released: tuple[Path, str]) -> None:
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / f"{STEM}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
    described = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert names == {f"sendcloud_lint/{name}" for name in files(ROOT / "sendcloud_lint")} | {
        f"{STEM}.dist-info/{name}" for name in described
    }
    assert "sendcloud_lint/py.typed" in names
    assert {"sendcloud_lint/knowledge/endpoints.toml", "sendcloud_lint/knowledge/guide.toml"} <= names


@pytest.mark.slow
def test_the_source_distribution_holds_the_tree(released: tuple[Path, str]) -> None:
    folder, _ = released
    with tarfile.open(folder / "dist" / f"{STEM}.tar.gz") as archive:
        names = {member.name.removeprefix(f"{STEM}/") for member in archive.getmembers() if member.isfile()}
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert names == {name for name in tracked.stdout.split("\0") if name} | {"PKG-INFO"}


@pytest.mark.slow
def test_the_metadata_is_valid_and_true(released: tuple[Path, str]) -> None:
    """The build itself refuses a classifier that the index does not know."""
    folder, _ = released
    with zipfile.ZipFile(folder / "dist" / f"{STEM}-py3-none-any.whl") as wheel:
        metadata = Metadata.from_email(wheel.read(f"{STEM}.dist-info/METADATA"))
    assert (metadata.name, str(metadata.version), str(metadata.requires_python)) == (
        "sendcloud-lint",
        VERSION,
        ">=3.10",
    )
    assert (metadata.license_expression, metadata.license_files) == ("MIT", ["LICENSE"])
    assert metadata.description is not None
    assert metadata.description.strip() == (folder / "README.md").read_text("utf-8").strip()
    assert "Typing :: Typed" in (metadata.classifiers or [])
