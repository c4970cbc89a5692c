"""What all formats have in common."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Result
from sendcloud_lint.reports import concise, text
from sendcloud_lint.reports import json as json_report
from sendcloud_lint.reports.formats import Report, report_for
from sendcloud_lint.reports.printable import columns, printable

from .samples import FORMAT_NAMES, excerpt, finding, region, results, told

REPORTS: tuple[Report, ...] = (text, concise, json_report)
COLOR = re.compile(r"\x1b\[[0-9;]*m")


class Seen(NamedTuple):
    """A finding as one format tells it."""

    code: str
    level: str
    path: str
    cell: int | None
    line: int
    column: int


def in_text(report: str) -> list[Seen]:
    return matched(
        r"^(?P<code>SCL\d+) \[(?P<level>\w+)\] .*\n"
        r" +--> (?P<path>.*?)(?::cell (?P<cell>\d+))?:(?P<line>\d+):(?P<column>\d+)$",
        report,
    )


def in_concise(report: str) -> list[Seen]:
    return matched(
        r"^(?P<path>.*?)(?::cell (?P<cell>\d+))?:(?P<line>\d+):(?P<column>\d+): (?P<code>SCL\d+) (?P<level>\w+): ",
        report,
    )


def matched(pattern: str, report: str) -> list[Seen]:
    return [seen(match.groupdict()) for match in re.finditer(pattern, report, re.MULTILINE)]


def seen(words: dict[str, Any]) -> Seen:
    return Seen(**words | {key: int(words[key]) for key in ("cell", "line", "column") if words[key]})


def in_json(report: str) -> list[Seen]:
    return [
        Seen(a["code"], a["level"], printable(a["path"]), a["cell"], *a["start"].values())
        for a in json.loads(report)["findings"]
    ]


@given(results)
def test_formats_agree_on_what_was_found_where(result: Result) -> None:
    from_json = in_json(told("json", result))
    assert in_text(told("text", result)) == in_concise(told("concise", result)) == from_json
    assert len(from_json) == len(result.findings)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@given(result=results)
def test_color_adds_nothing_but_color(name: str, result: Result) -> None:
    assert COLOR.sub("", told(name, result, color=True)) == told(name, result)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@given(result=results)
def test_nothing_but_line_ends_controls_the_terminal(name: str, result: Result) -> None:
    report = told(name, result)
    assert all(printable(line) == line for line in report.split("\n"))
    assert report.encode().endswith(b"\n")


@given(results, st.integers(0, 120))
def test_no_source_line_is_wider_than_the_terminal(result: Result, width: int) -> None:
    numbered = re.compile(r"^ *\d+ \|", re.MULTILINE)
    lines = [line for line in told("text", result, width=width).split("\n") if numbered.match(line)]
    assert all(columns(line) <= max(width, len("99 | ") + 20) for line in lines)


@pytest.mark.parametrize("name", ["text", "concise"])
def test_escapes_are_made_visible_wherever_they_stand(name: str) -> None:
    hostile = "\x1b]0;x\x07\r\n\u202e"
    where = region(hostile, (1, 1), (1, 2))
    found = finding(where, excerpt(1, hostile.replace("\r\n", "")), Related(where, hostile, excerpt(1, "\x1b[2J")))
    report = told(name, Result(findings=(found,)), quiet=True)
    assert "\\x1b]0;x\\x07\\r\\n\\u202e:1:1" in report
    assert all(char.isprintable() for char in report if char != "\n")


@pytest.mark.parametrize("name", ["text", "concise"])
def test_quiet_says_nothing_of_a_clean_run(name: str) -> None:
    assert told(name, Result(files_checked=9, suppressed=2), quiet=True) == ""


@pytest.mark.parametrize("name", ["text", "concise"])
def test_a_clean_run_is_one_line(name: str) -> None:
    clean = Result(files_checked=4310, files_relevant=12, requests=3, credentials=5)
    assert told(name, clean, color=True) == "No findings: 3 requests and 5 credentials in 12 of 4,310 files.\n"


def test_every_format_is_a_report() -> None:
    assert {report_for(name) for name in FORMAT_NAMES} >= set(REPORTS)


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        report_for("morse")


def test_the_list_of_formats_imports_none_of_them() -> None:
    program = "import sys; import sendcloud_lint.reports.formats; print(*sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in modules if name.startswith("sendcloud_lint")] == [
        "sendcloud_lint",
        "sendcloud_lint.reports",
        "sendcloud_lint.reports.formats",
    ]
    assert "json" not in modules
