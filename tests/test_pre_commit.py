"""The hook as people run it: real pre-commit, which installs the working tree from a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = ("sendcloud_lint", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
CLEAN = """\
import os
import requests, tenacity
@tenacity.retry
def send(to):
    data = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"], "from": "a@shop.example"}
    return requests.post("https://api.aurorasendcloud.com/email/send", data={**data, "to": to}, timeout=10)
"""
WITHOUT_FROM = CLEAN.replace(', "from": "a@shop.example"', "")
# No word of the API stands here: what the key is for, only the unchanged file that imports it shows.
SETTINGS = 'import os\nACCOUNT = os.environ["ACCOUNT"]\nSECRET = "q7Zf2mX9bR4tLw8K"\n'
SENDER = """\
import requests, tenacity
from settings import ACCOUNT, SECRET
@tenacity.retry
def send(to):
    data = {"apiUser": ACCOUNT, "apiKey": SECRET, "from": "news@shop.example", "to": to}
    return requests.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
"""
CONFIGURATION, STAGED = ".pre-commit-config.yaml", "staged.yaml"
PROJECT = {
    "clean.py": CLEAN,
    "bad.py": WITHOUT_FROM,
    ".env": "SENDCLOUD_API_KEY=t4Rw8Kq7Zf2mX9bL\n",
    "settings.py": SETTINGS,
    "sender.py": SENDER,
    "legacy/bad.py": WITHOUT_FROM,
    "notes.txt": "Nothing about the API.\n",
    "sendcloud-lint.toml": 'extend-exclude = ["legacy"]\n',
}

# One process installs the hook, the tests beside it would only do it again.
pytestmark = [pytest.mark.xdist_group("pre-commit"), pytest.mark.slow]


def environment(home: Path) -> dict[str, str]:
    """Ours without what a calling git or pre-commit sets, and with nothing of this machine's git configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": "tests@shop.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_COLOR": "never", "NO_COLOR": "1"}
    return {**kept, **who, **quiet, "PRE_COMMIT_HOME": str(home)}


class Repository:
    """A scratch git repository with pre-commit at hand."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self._environment = folder, environment(home)
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet")

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self._run("git", *arguments, check=check)

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "state")
        return self.git("rev-parse", "HEAD").stdout.strip()

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run(sys.executable, "-m", "pre_commit", *arguments, check=False)

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _run(self, *command: str, check: bool) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout
        return done


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture(scope="session")
def hook(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Repository:
    """The working tree, as far as installing it needs, in a repository of its own."""
    repository = Repository(tmp_path_factory.mktemp("hook"), home)
    for name in INSTALLED:
        source, target = ROOT / name, repository.folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    repository.commit()
    return repository


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, home: Path, hook: Repository) -> Repository:
    """A project that has all its files committed and the hook configured."""
    repository = Repository(tmp_path_factory.mktemp("project"), home)
    revision = hook.git("rev-parse", "HEAD").stdout.strip()
    hooks = f"repos: [{{repo: '{hook.folder.as_posix()}', rev: {revision}, hooks: [{{id: %s}}]}}]\n"
    configurations = {CONFIGURATION: hooks % "sendcloud-lint", STAGED: hooks % "sendcloud-lint-staged"}
    repository.write({**PROJECT, **configurations})
    repository.commit()
    return repository


@pytest.fixture
def restored(project: Repository) -> Iterator[Repository]:
    """The project, which is as it was committed again afterwards."""
    before = project.git("rev-parse", "HEAD").stdout.strip()
    yield project
    project.git("reset", "--hard", "--quiet", before)
    project.git("clean", "-d", "--force", "--quiet")


def told(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Code and file of each finding in a report."""
    pairs = zip(done.stdout.splitlines(), done.stdout.splitlines()[1:], strict=False)
    return {
        f"{line.split()[0]} {below.split()[1].split(':')[0]}"
        for line, below in pairs
        if line.startswith("SCL") and below.lstrip().startswith("-->")
    }


@pytest.mark.parametrize(
    ("files", "findings"),
    [
        pytest.param(["clean.py"], set(), id="a clean file passes"),
        pytest.param(["notes.txt"], set(), id="a file of another kind passes"),
        pytest.param(["bad.py"], {"SCL401 bad.py"}, id="a bad file fails"),
        pytest.param([".env"], {"SCL101 .env"}, id="a .env file, which no tag means, fails"),
        pytest.param(["settings.py"], {"SCL101 settings.py"}, id="a key fails by its unchanged importer"),
        pytest.param(["sender.py"], set(), id="a file whose fault lies in another one passes"),
        pytest.param(["legacy/bad.py"], set(), id="an excluded file passes though it is named"),
        pytest.param(["clean.py", "bad.py", ".env"], {"SCL401 bad.py", "SCL101 .env"}, id="several files are told"),
    ],
)
def test_the_hook_reports_on_the_given_files(project: Repository, files: list[str], findings: set[str]) -> None:
    done = project.pre_commit("run", "--files", *files)
    assert told(done) == findings, done.stdout
    assert done.returncode == (1 if findings else 0), done.stdout


def test_no_output_holds_a_key(project: Repository) -> None:
    done = project.pre_commit("run", "--all-files", "--verbose")
    assert told(done) == {"SCL101 .env", "SCL101 settings.py", "SCL401 bad.py"}
    assert "q7Zf2mX9" not in done.stdout
    assert "t4Rw8Kq7" not in done.stdout


def test_a_commit_is_refused_for_its_own_faults_only(project: Repository) -> None:
    project.pre_commit("install")
    try:
        project.write({"clean.py": f"{CLEAN}\n# changed\n"})
        project.git("add", "clean.py")
        accepted = project.git("commit", "--message", "clean", check=False)
        project.write({"bad.py": f"{WITHOUT_FROM}\n# changed\n"})
        project.git("add", "bad.py")
        refused = project.git("commit", "--message", "bad", check=False)
    finally:
        project.git("reset", "--hard", "--quiet")
        project.pre_commit("uninstall")
    assert accepted.returncode == 0, accepted.stdout
    assert refused.returncode == 1, refused.stdout
    assert told(refused) == {"SCL401 bad.py"}


@pytest.mark.parametrize("configuration", [CONFIGURATION, STAGED])
@pytest.mark.parametrize(
    ("staged", "then", "findings"),
    [
        pytest.param(WITHOUT_FROM, CLEAN, {"SCL401 clean.py"}, id="mended, but not in the index"),
        pytest.param(f"{CLEAN}\n", WITHOUT_FROM, set(), id="spoilt, but not in the index"),
        pytest.param(WITHOUT_FROM, None, {"SCL401 clean.py"}, id="deleted, but not in the index"),
    ],
)
def test_a_partly_staged_file_is_judged_as_it_will_be_committed(
    restored: Repository, configuration: str, staged: str, then: str | None, findings: set[str]
) -> None:
    restored.pre_commit("install", "--config", configuration)
    restored.write({"clean.py": staged})
    restored.git("add", "clean.py")
    if then is None:
        (restored.folder / "clean.py").unlink()
    else:
        restored.write({"clean.py": then})
    committed = restored.git("commit", "--message", "partly", check=False)
    restored.pre_commit("uninstall")
    assert (told(committed), committed.returncode) == (findings, 1 if findings else 0), committed.stdout


def test_a_file_that_git_does_not_know_counts_for_the_working_tree_only(restored: Repository) -> None:
    """What the key is for, a file shows that nobody has added."""
    restored.write({"other.py": SETTINGS.replace("q7Zf2mX9", "w5Hc8vN3")})
    restored.git("add", "other.py")
    restored.write({"sender.py": SENDER, "user.py": SENDER.replace("settings", "other")})
    runs = {name: restored.pre_commit("run", "--config", name) for name in (CONFIGURATION, STAGED)}
    assert {name: told(done) for name, done in runs.items()} == {CONFIGURATION: {"SCL101 other.py"}, STAGED: set()}


def test_all_files_are_those_of_the_index(restored: Repository) -> None:
    """pre-commit leaves changes where they are then."""
    restored.write({"bad.py": CLEAN, "clean.py": WITHOUT_FROM})
    done = restored.pre_commit("run", "--config", STAGED, "--all-files")
    assert told(done) == {"SCL101 .env", "SCL101 settings.py", "SCL401 bad.py"}, done.stdout


def test_a_commit_of_named_files_is_judged_by_its_own_index(restored: Repository) -> None:
    restored.pre_commit("install", "--config", STAGED)
    restored.write({"bad.py": f"{WITHOUT_FROM}\n", "clean.py": f"{CLEAN}\n"})
    restored.git("add", "bad.py")
    accepted = restored.git("commit", "--message", "one of two", "clean.py", check=False)
    refused = restored.git("commit", "--message", "the other", check=False)
    restored.pre_commit("uninstall")
    assert (accepted.returncode, refused.returncode, told(refused)) == (0, 1, {"SCL401 bad.py"}), accepted.stdout


def test_try_repo_installs_and_runs_the_hook(tmp_path: Path, home: Path, hook: Repository) -> None:
    repository = Repository(tmp_path / "project", home)
    repository.write({"bad.py": WITHOUT_FROM, "clean.py": CLEAN})
    repository.git("add", "--all")
    done = repository.pre_commit("try-repo", str(hook.folder), "sendcloud-lint", "--all-files")
    assert told(done) == {"SCL401 bad.py"}, done.stdout
    assert done.returncode == 1
