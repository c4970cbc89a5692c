"""GitHub's annotations, GitLab's reports and JUnit's, each as its own reader takes it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from junitparser import Error, Failure, JUnitXml  # type: ignore[attr-defined]

from sendcloud_lint.engine.manual import pages
from sendcloud_lint.model.outcome import Level, Problem, Result
from tests.thoroughness import trying

from .samples import block, finding, region, results, told

KEY = finding(region("src/a,b.py", (12, 14), (12, 48)))
CALL = finding(region("src/mailer.py", (3, 5), (9, 6)), level=Level.WARNING)
CELL = finding(region("demo.ipynb", (1, 7), (1, 9), cell=3), level=Level.INFO)
PAGES = pages()
ALL = Result(findings=(KEY, CALL, CELL), problems=(Problem("b.py", "unreadable", "can't be read: 50%"),))


def test_annotations() -> None:
    assert told("github", ALL, quiet=True) == block(
        """
        ::error file=src/a%2Cb.py,line=12,col=14,endLine=12,endColumn=48,title=SCL101 hardcoded-key::The API key is written in the source.
        ::warning file=src/mailer.py,line=3,col=5,title=SCL101 hardcoded-key::The API key is written in the source.
        ::notice file=demo.ipynb,line=1,col=7,endLine=1,endColumn=9,title=SCL101 hardcoded-key::cell 3: The API key is written in the source.
        ::error file=b.py,title=sendcloud-lint unreadable::can't be read: 50%25
        """  # noqa: E501
    )


def test_annotations_end_with_what_was_checked() -> None:
    assert told("github", Result(files_checked=1)).splitlines() == ["No findings: nothing of the API in 1 file."]


# Code Quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format


def is_code_quality(issue: Any) -> bool:
    begin = issue["location"]["positions"]["begin"]
    return (
        all(isinstance(issue[key], str) for key in ("description", "check_name", "fingerprint"))
        and issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        and not issue["location"]["path"].startswith(("./", "/"))
        and isinstance(begin["line"], int)
    )


def test_code_quality_has_every_required_field() -> None:
    issues = json.loads(told("gitlab", ALL))
    assert all(map(is_code_quality, issues))
    assert [issue["severity"] for issue in issues] == ["critical", "major", "info", "blocker"]
    assert issues[0] == {
        "type": "issue",
        "categories": ["Security"],
        "description": "The API key is written in the source.",
        "check_name": "SCL101",
        "fingerprint": "ghkmnprt",
        "severity": "critical",
        "location": {
            "path": "src/a,b.py",
            "positions": {"begin": {"line": 12, "column": 14}, "end": {"line": 12, "column": 48}},
        },
    }


def test_code_quality_of_nothing_is_a_list() -> None:
    assert told("gitlab", Result()) == "[]\n"


# Security: https://gitlab.com/gitlab-org/security-products/security-report-schemas (15.0.7, sast-report-format)


def check_tool(tool: Any) -> None:
    assert all(tool[key] for key in ("id", "name", "version"))
    assert tool["vendor"]["name"]


def check_sast(report: Any) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", report["version"])
    scan = report["scan"]
    check_tool(scan["analyzer"])
    check_tool(scan["scanner"])
    assert scan["type"] == "sast"
    assert scan["status"] in ("success", "failure")
    for key in ("start_time", "end_time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", scan[key])
    assert all(message["level"] in ("info", "warn", "fatal") for message in scan["messages"])
    for one in report["vulnerabilities"]:
        check_vulnerability(one)


def check_vulnerability(one: Any) -> None:
    assert one["id"]
    assert len(one["name"]) <= 255
    assert len(one["description"]) <= 1_048_576
    assert len(one["solution"]) <= 7000
    assert one["severity"] in ("Info", "Unknown", "Low", "Medium", "High", "Critical")
    assert one["identifiers"]
    assert all(each["type"] and each["name"] and each["value"] for each in one["identifiers"])
    assert all(re.match("https?://", each["url"]) for each in (*one["identifiers"], *one["links"]))
    assert isinstance(one["location"]["file"], str)
    assert all(isinstance(one["location"][key], int) for key in ("start_line", "end_line"))


@trying(60)
@given(results)
def test_a_security_report_has_every_required_field(result: Result) -> None:
    check_sast(json.loads(told("gitlab-sast", result, pages=lambda: PAGES)))


def test_a_security_report_names_the_weakness_and_what_was_not_read() -> None:
    report = json.loads(told("gitlab-sast", ALL, pages=lambda: PAGES, now=86400))
    assert report["scan"]["start_time"] == "1970-01-02T00:00:00"
    assert report["scan"]["messages"] == [{"level": "warn", "value": "b.py: can't be read: 50%"}]
    one = report["vulnerabilities"][0]
    assert [each["value"] for each in one["identifiers"]] == ["SCL101", "798"]
    assert one["severity"] == "High"
    assert one["description"].startswith("` The API key is written in the source. `\n\n[SCL101 hardcoded-key](https://")


def test_a_report_of_secrets_has_the_keys_alone_and_their_commit() -> None:
    user = replace(CALL, code="SCL102", name="hardcoded-user")
    found = Result(findings=(KEY, user), problems=ALL.problems)
    report = json.loads(told("gitlab-secrets", found, pages=lambda: PAGES, commit=lambda: "a1b2c3d"))
    assert report["scan"]["type"] == "secret_detection"
    assert report["scan"]["messages"] == [{"level": "warn", "value": "b.py: can't be read: 50%"}]
    (one,) = report["vulnerabilities"]
    check_vulnerability(one)
    assert one["location"] == {
        "file": "src/a,b.py",
        "start_line": 12,
        "end_line": 12,
        "commit": {"sha": "a1b2c3d"},
    }


def test_a_secret_that_no_commit_is_known_of() -> None:
    (one,) = json.loads(told("gitlab-secrets", Result(findings=(KEY,)), pages=lambda: PAGES))["vulnerabilities"]
    assert one["location"]["commit"] == {"sha": "0000000"}


# JUnit


def suites(result: Result) -> list[Any]:
    return list(JUnitXml.fromstring(told("junit", result).encode()))


def test_a_suite_a_file_and_a_failure_a_finding() -> None:
    found = suites(ALL)
    assert [(each.name, each.tests, each.failures, each.errors) for each in found] == [
        ("src/a,b.py", 1, 1, 0), ("src/mailer.py", 1, 1, 0), ("demo.ipynb", 1, 1, 0), ("sendcloud-lint", 1, 0, 1),
    ]  # fmt: skip
    (case,) = found[2]
    (failure,) = case.result
    assert (case.name, case.classname) == ("SCL101 hardcoded-key at cell 3:1:7", "demo.ipynb")
    assert (failure.type, failure.message) == ("info", "cell 3: The API key is written in the source.")
    assert failure.text.startswith("demo.ipynb:cell 3:1:7: The API key")


def test_a_clean_run_is_a_test_that_passed() -> None:
    ((case,),) = suites(Result())
    assert case.is_passed


@trying(60)
@given(results)
def test_the_counts_are_those_of_the_cases(result: Result) -> None:
    report = JUnitXml.fromstring(told("junit", result).encode())
    outcomes = [each for suite in report for case in suite for each in case.result]
    assert sum(isinstance(each, Failure) for each in outcomes) == report.failures == len(result.findings)
    assert sum(isinstance(each, Error) for each in outcomes) == report.errors == len(result.problems)
    assert sum(suite.tests for suite in report) == report.tests
