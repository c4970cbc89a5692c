"""What all formats have in common."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml  # type: ignore[attr-defined]
from markdown_it import MarkdownIt

from sendcloud_lint.engine.manual import pages
from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Result
from sendcloud_lint.reports import concise, github, gitlab, gitlab_sast, gitlab_secrets, junit, sarif, text
from sendcloud_lint.reports import json as json_report
from sendcloud_lint.reports.formats import report_for
from sendcloud_lint.reports.printable import columns, printable
from tests.thoroughness import trying

from .samples import FORMAT_NAMES, excerpt, finding, region, results, results_with_held, told

if TYPE_CHECKING:
    from sendcloud_lint.reports.formats import Report

PAGES = pages()
KEYS = ("SCL101", "SCL103")

REPORTS: tuple[Report, ...] = (text, concise, json_report, sarif, github, gitlab, gitlab_sast, gitlab_secrets, junit)
COLOR = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;;[^\x1b]*\x1b\\")


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
    told = words | {key: int(words[key]) for key in ("cell", "line", "column") if words[key]}
    return Seen(**told | {"path": bare(words["path"])})


def bare(path: str) -> str:
    """Without what keeps a path at the start of a line from being a command."""
    return re.sub(r"^\./(?=\s*::)", "", path)


def in_json(report: str) -> list[Seen]:
    return [
        Seen(a["code"], a["level"], bare(printable(a["path"])), a["cell"], *a["start"].values())
        for a in json.loads(report)["findings"]
    ]


class Pointed(NamedTuple):
    """What every format tells of a finding, those too that know no cells; a level has other names in each."""

    code: str
    path: str
    line: int
    column: int


def pointed(seen: list[Seen]) -> list[Pointed]:
    return [Pointed(one.code, one.path, one.line, one.column) for one in seen]


def in_sarif(report: str, result: Result) -> list[Pointed]:
    """Columns are units of UTF-16 there."""
    (run,) = json.loads(report)["runs"]
    places = [(one["ruleId"], one["locations"][0]["physicalLocation"]) for one in run["results"]]
    return [
        Pointed(
            code,
            printable(unquote(place["artifactLocation"]["uri"].removeprefix("file://"))),
            place["region"]["startLine"],
            place["region"]["startColumn"] - finding.region.astral[0],
        )
        for (code, place), finding in zip(places, result.findings, strict=True)
    ]


def in_github(report: str) -> list[Pointed]:
    """As GitHub's runner reads it."""
    commands = [github_command(line) for line in report.splitlines() if line.startswith("::")]
    told = [properties for _, properties, _ in commands if properties["title"].startswith("SCL")]
    return [Pointed(one["title"].split()[0], one["file"], int(one["line"]), int(one["col"])) for one in told]


def github_command(line: str) -> tuple[str, dict[str, str], str]:
    head, _, data = line.removeprefix("::").partition("::")
    name, _, told = head.partition(" ")
    properties = dict(each.split("=", 1) for each in told.split(","))
    return name, {key: unescaped(value) for key, value in properties.items()}, unescaped(data)


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def in_gitlab(report: str) -> list[Pointed]:
    told = [one for one in json.loads(report) if one["check_name"].startswith("SCL")]
    return [
        Pointed(one["check_name"], printable(one["location"]["path"]), *one["location"]["positions"]["begin"].values())
        for one in told
    ]


def in_gitlab_security(report: str) -> list[Pointed]:
    return [
        Pointed(
            one["identifiers"][0]["value"],
            printable(one["location"]["file"]),
            one["location"]["start_line"],
            one["details"]["column"]["value"],
        )
        for one in json.loads(report)["vulnerabilities"]
    ]


def in_junit(report: str) -> list[Pointed]:
    cases = [case for suite in JUnitXml.fromstring(report.encode()) for case in suite]
    told = [case for case in cases if any(isinstance(each, Failure) for each in case.result)]
    return [
        Pointed(case.name.split()[0], case.classname, *map(int, case.name.split(":")[-2:]))
        if case.name.count(":") > 1
        else Pointed(case.name.split()[0], case.classname, *map(int, case.name.split()[-1].split(":")))
        for case in told
    ]


@trying(60)
@given(results)
def test_formats_agree_on_what_was_found_where(result: Result) -> None:
    from_json = in_json(told("json", result))
    assert in_text(told("text", result)) == in_concise(told("concise", result)) == from_json
    places = [
        Pointed(one.code, printable(one.region.path), one.region.start.line, one.region.start.column)
        for one in result.findings
    ]
    assert [one._replace(path=bare(one.path)) for one in places] == pointed(from_json)
    assert in_sarif(told("sarif", result), result) == places
    assert in_github(told("github", result)) == places
    assert in_gitlab(told("gitlab", result)) == places
    assert in_gitlab_security(told("gitlab-sast", result)) == places
    secrets = in_gitlab_security(told("gitlab-secrets", result, pages=lambda: PAGES))
    assert secrets == [each for each in places if each.code in KEYS]
    assert sorted(in_junit(told("junit", result))) == sorted(places)
    assert len(from_json) == len(result.findings)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@trying(60)
@given(result=results | results_with_held)
def test_a_log_obeys_nothing_but_annotations(name: str, result: Result) -> None:
    """What GitHub's runner, Azure's or TeamCity takes for a command stands nowhere but where we give one."""
    lines = told(name, result).splitlines()
    commands = [line for line in lines if re.match(r"\s*::[\w-]", line)]
    assert not [line for line in lines if re.search(r"##\w*\[", line)]
    assert len(commands) == (len(result.findings) + len(result.problems) if name == "github" else 0)
    assert {github_command(line)[0] for line in commands} <= {"error", "warning", "notice"}


@pytest.mark.parametrize("name", FORMAT_NAMES)
@trying(60)
@given(result=results)
def test_problems_are_told(name: str, result: Result) -> None:
    """People are told on standard error."""
    report = told(name, result._replace(findings=()))
    if name not in ("text", "concise"):
        assert report.count("unreadable") >= len(result.problems) or name.startswith("gitlab-s")


@trying(60)
@given(results)
def test_markdown_takes_nothing_of_a_message_for_its_own(result: Result) -> None:
    """GitLab shows these two as Markdown: a message is one piece of code, whatever stands in it."""
    security = [told(name, result, pages=lambda: PAGES) for name in ("gitlab-sast", "gitlab-secrets")]
    for one in [each for report in security for each in json.loads(report)["vulnerabilities"]]:
        for shown in (one["description"].partition("\n\n")[0], one["solution"]):
            (paragraph,) = [token for token in MarkdownIt().parse(shown) if token.type == "inline"]
            assert [child.type for child in paragraph.children or []] == ["code_inline"]


@trying(60)
@given(results)
def test_no_name_is_a_link_in_sarif(result: Result) -> None:
    texts = re.findall(r'"text": ("(?:[^"\\]|\\.)*")', told("sarif", result))
    assert not [text for text in map(json.loads, texts) if re.search(r"(?<!\\)\](?=\()", text)]


@pytest.mark.parametrize("name", FORMAT_NAMES)
@trying(60)
@given(result=results)
def test_color_adds_nothing_but_color(name: str, result: Result) -> None:
    assert COLOR.sub("", told(name, result, color=True)) == told(name, result)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@trying(60)
@given(result=results)
def test_links_lead_to_our_own_pages_and_add_nothing_else(name: str, result: Result) -> None:
    linked = told(name, result, links=True)
    assert {link[5:-2] for link in LINK.findall(linked)} <= {"", *(finding.url for finding in result.findings)}
    assert LINK.sub("", linked) == told(name, result)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@trying(60)
@given(result=results | results_with_held)
def test_nothing_but_line_ends_controls_the_terminal(name: str, result: Result) -> None:
    report = told(name, result)
    assert all(printable(line) == line for line in report.split("\n"))
    assert report.encode().endswith(b"\n")


@trying(60)
@given(results, st.integers(0, 120))
def test_no_picture_is_wider_than_the_terminal(result: Result, width: int) -> None:
    framed = re.compile(r"^ *\d* \|")
    lines = [line for line in told("text", result, width=width).split("\n") if framed.match(line)]
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
