"""The format for programs, character by character."""

from __future__ import annotations

import json
from dataclasses import replace

from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Level, Problem, Result

from .samples import block, excerpt, finding, region, told

STEP = Related(region("src/send.py", (9, 1), (9, 2)), "It arrives here.", excerpt(9, "x"))
KEY = finding(region("src/mailer.py", (12, 14), (12, 48)), excerpt(12, "x"), STEP)


def test_an_empty_run_is_whole() -> None:
    assert told("json", Result()) == block(
        """
        {
          "schema_version": 1,
          "tool": {
            "name": "sendcloud-lint",
            "version": "1.2.3"
          },
          "findings": [],
          "problems": [],
          "summary": {
            "files_checked": 0,
            "files_skipped": 0,
            "findings": {
              "error": 0,
              "warning": 0,
              "info": 0
            },
            "suppressed": 0,
            "baselined": 0
          }
        }
        """
    )


def test_a_finding_has_its_keys_in_order() -> None:
    (told_finding,) = json.loads(told("json", Result(findings=(KEY,))))["findings"]
    assert list(told_finding.items()) == [
        ("code", "SCL101"),
        ("name", "hardcoded-key"),
        ("level", "error"),
        ("message", "The API key is written in the source."),
        ("help", "Read it from an environment variable."),
        ("path", "src/mailer.py"),
        ("start", {"line": 12, "column": 14}),
        ("end", {"line": 12, "column": 48}),
        ("cell", None),
        ("fingerprint", "ghkmnprt"),
        (
            "related",
            [
                {
                    "path": "src/send.py",
                    "start": {"line": 9, "column": 1},
                    "end": {"line": 9, "column": 2},
                    "message": "It arrives here.",
                }
            ],
        ),
        ("fix", None),
        ("url", "https://example.com/rules/hardcoded-key"),
    ]


def test_a_notebook_finding_has_its_cell() -> None:
    result = Result(findings=(finding(region("demo.ipynb", (1, 7), (1, 9), cell=3)),))
    assert json.loads(told("json", result))["findings"][0]["cell"] == 3


def test_problems_and_counts_are_told() -> None:
    problems = (Problem("a.py", "rule-crashed", "SCL101 crashed."), Problem(None, "shallow-history", "It is shallow."))
    findings = (KEY, replace(KEY, level=Level.INFO), KEY)
    counts = Result(findings=findings, problems=problems, files_checked=120, files_skipped=3, suppressed=4, baselined=5)
    document = json.loads(told("json", counts))
    assert document["problems"] == [
        {"path": "a.py", "kind": "rule-crashed", "message": "SCL101 crashed."},
        {"path": None, "kind": "shallow-history", "message": "It is shallow."},
    ]
    assert document["summary"] == {
        "files_checked": 120,
        "files_skipped": 3,
        "findings": {"error": 2, "warning": 0, "info": 1},
        "suppressed": 4,
        "baselined": 5,
    }


def test_undecodable_bytes_in_a_path_are_shown() -> None:
    result = Result(findings=(finding(region("b\udcfcro/密.py", (1, 1), (1, 2))),))
    assert json.loads(told("json", result))["findings"][0]["path"] == "b\\xfcro/密.py"


def test_a_terminal_that_is_shown_it_is_safe_and_a_program_gets_every_control() -> None:
    hostile = "\x1b[2J\x7f\x9b\u202e\n密"
    report = told("json", Result(findings=(finding(region(hostile, (1, 1), (1, 2))),)))
    assert '"path": "\\u001b[2J\\u007f\\u009b\\u202e\\n\\u5bc6"' in report
    assert json.loads(report)["findings"][0]["path"] == hostile


def test_quiet_color_and_width_change_nothing() -> None:
    result = Result(findings=(KEY,))
    assert told("json", result, quiet=True, color=True, width=20) == told("json", result)
