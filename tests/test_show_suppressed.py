"""`--show-suppressed`: what comments and the baseline hold back is told too, marked, and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]
Make = Callable[..., Path]

KEY, OTHER_KEY = "q7Zf2mX9bR4tLw8K", "t4Rw8Kq7Zf2mX9bL"
SHOW = ("check", "--show-suppressed", "--output-format")


def line(comment: str, name: str = "SENDCLOUD_API_KEY", key: str = KEY) -> str:
    return f'{name} = "{key}"{comment}\n'


@pytest.fixture
def folder(project: Make, program: Program) -> Path:
    """A finding in the baseline for a reason, one that a comment holds back, and one that is told."""
    folder = project({"old.py": line("")})
    program("baseline", cwd=folder)
    known = folder / ".sendcloud-lint-baseline.json"
    known.write_text(known.read_text().replace('"count": 1}', '"count": 1, "reason": "until the move"}'))
    (folder / "new.py").write_text(line(""))
    (folder / "revoked.py").write_text(line("  # sendcloud-lint: ignore[SCL101] it is revoked"))
    (folder / "sendcloud-lint.toml").write_text(f'baseline = "{known.name}"\n')
    return folder


def held(done: Any) -> dict[str, Any]:
    return {each["path"]: each.get("suppressed") for each in done.json["findings"]}


def test_json_says_what_holds_it_back_and_why(program: Program, folder: Path) -> None:
    assert held(program(*SHOW, "json", "--select", "SCL101", cwd=folder)) == {
        "new.py": None,
        "old.py": {"by": "baseline", "reason": "until the move"},
        "revoked.py": {"by": "comment", "reason": "it is revoked"},
    }


def test_nobody_is_told_who_did_not_ask(program: Program, folder: Path) -> None:
    done = program("check", "--output-format", "json", "--select", "SCL101", cwd=folder)
    assert held(done) == {"new.py": None}


def test_counts_and_status_are_what_they_were(program: Program, folder: Path) -> None:
    (folder / "new.py").unlink()
    plain, asked = (program(*words, "json", cwd=folder) for words in (("check", "--output-format"), SHOW))
    assert (plain.status, asked.status) == (0, 0)
    assert plain.json["summary"] == asked.json["summary"]
    assert (plain.json["findings"], len(asked.json["findings"])) == ([], 2)


def test_sarif_has_a_list_of_suppressions_for_each(program: Program, folder: Path) -> None:
    results = program(*SHOW, "sarif", "--select", "SCL101", cwd=folder).json["runs"][0]["results"]
    assert [each["suppressions"] for each in results] == [
        [],
        [{"kind": "external", "status": "accepted", "justification": "until the move"}],
        [{"kind": "inSource", "status": "accepted", "justification": "it is revoked"}],
    ]


def test_people_see_marks(program: Program, folder: Path) -> None:
    told = program(*SHOW, "text", "--select", "SCL101", cwd=folder).out
    assert "SCL101 [error, baselined] " in told
    assert "SCL101 [error, suppressed] " in told
    assert " = reason: it is revoked\n" in told
    assert "SCL101 error, baselined: " in program(*SHOW, "concise", "--select", "SCL101", cwd=folder).out


@pytest.mark.parametrize("name", ["github", "gitlab", "gitlab-sast", "gitlab-secrets", "junit"])
def test_formats_without_a_word_for_it_leave_it_out(program: Program, folder: Path, name: str) -> None:
    plain, asked = (program("check", "--output-format", name, *more, cwd=folder) for more in ((), SHOW[1:2]))
    assert "old.py" not in asked.out
    if not name.startswith("gitlab-s"):
        assert plain == asked


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        pytest.param("a.py", line("  # noqa: SCL101 it is revoked"), "it is revoked", id="noqa"),
        pytest.param("a.py", line("  # sendcloud-lint: ignore[SCL101]: it is revoked."), "it is revoked", id="signs"),
        pytest.param("a.py", line("  # sendcloud-lint: ignore[SCL101] old  # type: ignore"), "old", id="more comments"),
        pytest.param("a.py", line("  # sendcloud-lint: ignore[SCL101]"), "", id="none"),
        pytest.param("a.py", "# sendcloud-lint: ignore[SCL101] above\n" + line(""), "above", id="above"),
        pytest.param("a.tf", f'/* sendcloud-lint: ignore[SCL101] old */ sendcloud_api_key = "{KEY}"', "old", id="HCL"),
        pytest.param(
            "a.xml", f"<sendcloud.apiKey>{KEY}</sendcloud.apiKey> <!-- sendcloud-lint: ignore[SCL101] old -->", "old",
            id="XML",
        ),
    ],
)  # fmt: skip
def test_the_reason_is_what_stands_after_it(program: Program, project: Make, path: str, text: str, reason: str) -> None:
    folder = project({path: text})
    assert held(program(*SHOW, "json", "--select", "SCL101", cwd=folder)) == {path: {"by": "comment", "reason": reason}}


@pytest.mark.parametrize("name", ["text", "concise", "json", "sarif"])
def test_no_reason_tells_a_key(program: Program, folder: Path, name: str) -> None:
    known = folder / ".sendcloud-lint-baseline.json"
    known.write_text(known.read_text().replace("until the move", f"{KEY} and {OTHER_KEY}"))
    (folder / "revoked.py").write_text(line(f"  # sendcloud-lint: ignore[SCL101] was {OTHER_KEY}, is {KEY}"))
    done = program(*SHOW, name, "-v", cwd=folder)
    for key in (KEY, OTHER_KEY):
        windows = {key[start : start + 6] for start in range(len(key) - 5)}
        assert not [window for window in windows if window in done.out + done.err]
