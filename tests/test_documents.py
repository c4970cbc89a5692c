"""What the documents say is true: commands, excerpts, tables, links, and what the package says of itself."""

from __future__ import annotations

import inspect
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import sendcloud_lint
from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.configuration.config import load_file
from sendcloud_lint.engine.configuration.keys import KEYS
from sendcloud_lint.engine.configuration.selection import check_selectors
from sendcloud_lint.readers import tokens

ROOT = Path(__file__).resolve().parent.parent
VERSION = sendcloud_lint.__version__
FOLDERS = ("*.md", "docs/**/*.md", "benchmarks/*.md", "fuzz/*.md")
DOCUMENTS = sorted({path for pattern in FOLDERS for path in ROOT.glob(pattern)})
NAMED_FOR_SHOW = {"settings.py", "key_logged.py", "receipts.py", "sendcloud-lint.toml", ".sendcloud-lint.toml"}
# Placeholders are what a sample is for, and its values are nobody's.
SILENT = {"SCL602", "SCL604"}
EXPECTED_IN_SHOP = {
    "SCL001 returns.py": 1, "SCL002 newsletter.py": 1, "SCL101 .env": 1, "SCL101 compose.yaml": 2,
    "SCL101 settings.py": 1, "SCL102 .env": 1, "SCL102 legacy.py": 1, "SCL102 settings.py": 1, "SCL103 nightly.py": 1,
    "SCL104 legacy.py": 1, "SCL106 compose.yaml": 1, "SCL201 newsletter.py": 1, "SCL202 newsletter.py": 1,
    "SCL203 newsletter.py": 1, "SCL204 settings.py": 1, "SCL205 newsletter.py": 1, "SCL206 legacy.py": 1,
    "SCL207 legacy.py": 1, "SCL301 texts.py": 2, "SCL302 texts.py": 1, "SCL303 newsletter.py": 2,
    "SCL304 legacy.py": 1, "SCL401 orders.py": 1, "SCL402 orders.py": 1, "SCL403 legacy.py": 1, "SCL404 legacy.py": 1,
    "SCL405 legacy.py": 1, "SCL406 legacy.py": 1, "SCL407 legacy.py": 1, "SCL501 legacy.py": 1, "SCL502 api.py": 1,
    "SCL502 legacy.py": 5, "SCL502 newsletter.py": 4, "SCL502 test_live.py": 1, "SCL503 legacy.py": 1,
    "SCL504 legacy.py": 1, "SCL601 test_live.py": 1, "SCL603 receipts.py": 1, "SCL701 sendcloud_hooks.py": 1,
    "SCL702 sendcloud_hooks.py": 1,
}  # fmt: skip


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """In the project's folder. The width is given: readline, which pytest loads, may have told the children another."""
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return subprocess.run(
        command, cwd=ROOT, env={**environment, "COLUMNS": "120", "NO_COLOR": "1"}, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def lint(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "sendcloud_lint", *arguments)


def fences(name: str, language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text_of(name))


def commands(name: str) -> list[str]:
    """The indented lines that are shell; those within a fence are not."""
    return re.findall(r"(?m)^    (\S.*)$", re.sub(r"(?ms)^(```+).*?^\1$", "", text_of(name)))


# The samples


def test_the_shop_has_a_finding_of_every_rule() -> None:
    told = [
        line.split(" ")[:2] for line in lint("check", "examples/shop", "--output-format", "concise").stdout.splitlines()
    ]
    found = Counter(f"{code} {Path(place.split(':')[0]).name}" for place, code in told if code.startswith("SCL"))
    assert found == EXPECTED_IN_SHOP
    assert {place.split()[0] for place in found} == {rule.code for rule in all_rules() if not rule.opt_in} - SILENT


def test_the_clean_shop_has_no_finding_and_was_looked_at() -> None:
    done = lint("check", "examples/clean")
    assert done.returncode == 0
    assert re.fullmatch(r"No findings: [1-9]\d* requests and [1-9]\d* credentials in \d+ of \d+ files\.\n", done.stdout)


def test_the_samples_are_not_reported_in_a_run_over_the_project() -> None:
    done = lint("check", ".", "--output-format", "concise")
    assert [line for line in done.stdout.splitlines() if line.startswith("examples/")] == []


# The README


def test_the_generated_parts_are_current() -> None:
    done = run(sys.executable, "docs/generate.py", "--check")
    assert done.returncode == 0, done.stderr


def test_the_excerpt_is_in_the_real_output() -> None:
    real = lint("check", "examples/shop").stdout
    (shown,) = fences("README.md", "text")
    pieces = [piece.strip("\n") for piece in re.split(r"(?m)^…$", shown)]
    places = [real.find(piece) for piece in pieces if piece]
    assert len(places) > 1
    assert -1 not in places
    assert places == sorted(places)


def test_the_table_names_every_rule_once() -> None:
    rows = re.findall(r"(?m)^\| \[(SCL\d+)\]\((\S+)\) \| (\S+) \| (\w+) \|", text_of("README.md"))
    assert rows == [(rule.code, f"docs/rules/{rule.name}.md", rule.name, rule.level.value) for rule in all_rules()]


@pytest.mark.parametrize("ending", ["install . && .venv/bin/sendcloud-lint examples/shop", "-m pytest -n auto"])
def test_a_fresh_machine_needs_one_command_to(ending: str) -> None:
    (command,) = [line for line in commands("README.md") if line.endswith(ending)]
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_contributing_guide_gives_the_same_test_command() -> None:
    assert [line for line in commands("README.md") if "pytest" in line] == commands("CONTRIBUTING.md")


@pytest.mark.parametrize("line", [line for line in commands("README.md") if line.startswith("sendcloud-lint")])
def test_the_commands_shown_exist(line: str) -> None:
    words = shlex.split(line, comments=True)
    assert lint(words[1], "--help").returncode == 0
    assert words[1] == "check" or lint(*words[1:]).returncode == 0


def test_every_option_that_a_document_names_exists() -> None:
    known = "".join(lint(command, "--help").stdout for command in ("check", "baseline", "rule", "config"))
    named = {
        option
        for name in ("README.md", "CHANGELOG.md")
        for option in re.findall(r"`[^`\n]*?(--[a-z][a-z-]+)", text_of(name))
    }
    assert {option for option in named if option not in known} == set()


@pytest.mark.parametrize("block", fences("README.md", "toml"))
def test_the_configuration_shown_is_valid(block: str, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(block, encoding="utf-8")
    config = load_file(str(path))
    check_selectors(config)
    assert config.lines


def test_the_keys_without_effect_are_keys() -> None:
    (sentence,) = re.findall(r"The configuration key\s+([^.]*) but has\s+no effect yet", text_of("README.md"))
    assert re.findall(r"`([^`]+)`", sentence) == [name for name, key in KEYS.items() if not key.has_effect]


def test_the_hook_shown_is_the_hook_offered() -> None:
    (shown,) = re.findall(r"- id: (\S+)", text_of("README.md"))
    assert shown in re.findall(r"(?m)^- id: (\S+)$", text_of(".pre-commit-hooks.yaml"))
    assert f"rev: v{VERSION}" in text_of("README.md")


# All documents


def links() -> list[object]:
    found = [(path, link) for path in DOCUMENTS for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))]
    return [pytest.param(path, link, id=f"{path.name} to {link}") for path, link in found if "://" not in link]


@pytest.mark.parametrize(("path", "link"), links())
def test_every_relative_link_leads_somewhere(path: Path, link: str) -> None:
    assert (path.parent / link.partition("#")[0]).exists()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_files_that_a_document_names_exist(path: Path) -> None:
    package = [each.relative_to(ROOT / "sendcloud_lint") for each in (ROOT / "sendcloud_lint").rglob("*.*")]
    known = {each.as_posix() for each in package} | {each.name for each in package} | NAMED_FOR_SHOW
    named = set(re.findall(r"`([\w/.-]+\.(?:py|toml))`", path.read_text("utf-8"))) - known
    assert [name for name in named if not (ROOT / name).exists()] == []


_BOUND = re.compile(r"(?m)^(MAX_\w+|UNROLLED|(?:OWN|SHARED)_STEPS\w*) = ([\d_]+)$")


def bounds() -> dict[str, int]:
    """Those of the analysis, wherever they stand in it, and those of what may reach the parser."""
    sources = sorted((ROOT / "sendcloud_lint" / "analysis").glob("*.py"))
    found = {
        name: int(value)
        for source in sources
        for name, value in re.findall(
            r"(?m)^(MAX_\w+|UNROLLED|(?:OWN|SHARED)_STEPS\w*) = ([\d_]+)$", source.read_text("utf-8")
        )
    }
    parameters = inspect.signature(tokens.survey).parameters.values()
    return found | {f"survey({each.name})": each.default for each in parameters if isinstance(each.default, int)}


def test_the_bounds_in_the_architecture_are_those_of_the_code() -> None:
    rows = re.findall(r"(?m)^\| `([\w()]+)` \| ([\d,]+) \|", text_of("ARCHITECTURE.md"))
    assert {name: int(value.replace(",", "")) for name, value in rows} == bounds()


# The package


def test_the_changelog_tells_of_this_version_and_its_rules() -> None:
    changelog = text_of("CHANGELOG.md")
    assert re.search(rf"(?m)^## \[{re.escape(VERSION)}\] - (?:unreleased|\d{{4}}-\d\d-\d\d)$", changelog)
    assert [rule.name for rule in all_rules() if not re.search(rf"{rule.code}\s+{rule.name}", changelog)] == []


def test_the_version_stands_in_one_place() -> None:
    assert VERSION not in text_of("pyproject.toml")
    assert lint("--version").stdout == f"sendcloud-lint, version {VERSION}\n"
