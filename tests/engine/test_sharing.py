"""Work on files that matter, shared out among processes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.engine import evidence, parts
from sendcloud_lint.engine.evidence import Evidence, gather
from sendcloud_lint.engine.parts import Files
from sendcloud_lint.engine.sharing import shares
from tests.thoroughness import trying

# Who does what

projects = st.lists(st.lists(st.integers(0, 1_000), min_size=1, max_size=12), min_size=1, max_size=8)


@trying(200)
@given(project=projects, processes=st.integers(1, 5))
def test_each_group_is_understood_once_and_the_largest_first(project: list[list[int]], processes: int) -> None:
    groups = {number: [f"{number}/{at}" for at in range(len(sizes))] for number, sizes in enumerate(project)}
    sizes = {f"{number}/{at}": size for number, files in enumerate(project) for at, size in enumerate(files)}
    dealt = shares(groups, sizes, processes)
    assert sorted(number for share in dealt for number in share) == sorted(groups)
    assert sum(project[dealt[0][0]]) == max(map(sum, project))
    assert len(dealt) <= processes
    assert all(dealt)


def test_groups_of_one_size_are_dealt_evenly() -> None:
    groups = {number: [f"{number}"] for number in range(6)}
    assert shares(groups, dict.fromkeys("012345", 10), 2) == [(0, 2, 4), (1, 3, 5)]


def test_one_group_is_one_share() -> None:
    assert shares({3: ["a", "b"]}, {"a": 10, "b": 10}, 2) == [(3,)]


# What comes of it

KEY = "q7Zf2mX9bR4tLw8K"
FILL = "\n".join(f"def step_{number}(given):\n    return given + {number}\n" for number in range(120))


def project_files() -> dict[str, str]:
    """Two services of several modules, each more than a pipe holds at once, and settings of their own."""
    files: dict[str, str] = {}
    for name in ("shop", "desk"):
        files[f"{name}/settings.py"] = f'API_USER = "{name}"\nAPI_KEY = "{KEY}{name}"\n{FILL}'
        for number in range(6):
            files[f"{name}/send{number}.py"] = (
                f"import requests\nfrom {name}.settings import API_KEY, API_USER\n{FILL}\n"
                f'requests.post("http://api.aurorasendcloud.com/email/send", data={{"apiUser": API_USER, '
                f'"apiKey": API_KEY, "to": "{number}"}})\n'
            )
    files["ops/.env"] = f"SENDCLOUD_API_USER=shop\nSENDCLOUD_API_KEY={KEY}env\n"
    return files


FILES = {path: text.encode() for path, text in project_files().items()}
SHOP, DESK = ({path for path in FILES if path.startswith(name)} for name in ("shop/", "desk/"))


def gathered(jobs: int | None, groups: list[set[str]] | None = None, project: Mapping[str, bytes] = FILES) -> Evidence:
    files = Files(groups or [SHOP, DESK, {"ops/.env"}], frozenset(project), set(project), project.get)
    return gather(files, frozenset(), {}, frozenset(), jobs=jobs)


@pytest.fixture(autouse=True)
def _each_byte_is_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_WORTH_A_PROCESS", 1)


def said(found: Evidence) -> tuple[object, ...]:
    """All of it but two things: a worker keeps a program to itself where nobody asks for it again, and a source
    remembers its lines once somebody has asked for them."""
    texts = found.texts
    sources = {path: (source.text, source.cells) for path, source in texts.sources.items()}
    settings = {path: program for path, program in texts.programs.items() if path in texts.documents}
    rest = (texts.documents, texts.comments, texts.samples, texts.python, texts.unreadable, texts.undecoded)
    return found.understood, sources, settings, *rest


@pytest.mark.parametrize("jobs", [2, 3, 5, None])
@pytest.mark.parametrize("groups", [None, [SHOP | DESK | {"ops/.env"}]], ids=["services", "one"])
def test_any_number_of_processes_finds_the_same(jobs: int | None, groups: list[set[str]] | None) -> None:
    one, several = gathered(1, groups), gathered(jobs, groups)
    assert len(one.understood.requests) == 12
    assert said(one) == said(several)
    assert (several.crashes, several.died) == ((), False)


def test_what_nests_too_deep_to_be_told_is_understood_where_it_is_wanted() -> None:
    deep = f'sendcloud_api_key = "{KEY}"\n{"x {" * 5_000}{"}" * 5_000}\n'.encode()
    project, groups = {**FILES, "ops/main.tf": deep}, [SHOP | DESK, {"ops/main.tf", "ops/.env"}]
    one, several = gathered(1, groups, project), gathered(2, groups, project)
    assert said(one)[0] == said(several)[0]
    assert (several.crashes, several.died) == ((), False)


def dying(monkeypatch: pytest.MonkeyPatch, how: Callable[[], None], at: int) -> None:
    """Let a worker die when it reads its file of that number."""
    parent, real, reads = os.getpid(), parts.read_into, iter(range(100))

    def read(*arguments: object) -> None:
        if os.getpid() != parent and next(reads) == at:
            how()
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "read_into", read)


def fail() -> None:
    raise MemoryError(KEY)


@pytest.mark.parametrize("how", [lambda: os._exit(9), lambda: os.kill(os.getpid(), 9), fail], ids=["exit", "kill", "x"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_worker_that_dies_is_a_problem_and_loses_nothing(
    how: Callable[[], None], at: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one = gathered(1)
    dying(monkeypatch, how, at)
    several = gathered(2)
    assert (several.crashes, several.died) == ((), True)
    assert said(one) == said(several)
    assert capfd.readouterr() == ("", "")


def test_no_process_to_be_had_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(errno.EAGAIN, "no")

    one = gathered(1)
    monkeypatch.setattr(os, "fork", refuse)
    several = gathered(3)
    assert said(one) == said(several)
    assert (several.crashes, several.died) == ((), False)


def test_little_is_worth_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_WORTH_A_PROCESS", len(FILES["shop/send0.py"]) * len(FILES))
    monkeypatch.setattr(os, "fork", pytest.fail)
    assert len(gathered(None).understood.requests) == 12


def test_none_is_left_running(tmp_path: Path) -> None:
    gathered(3)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
