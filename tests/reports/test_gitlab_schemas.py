"""GitLab's reports by GitLab's own schemas, which are in no package: `GITLAB_SCHEMAS` names a folder that has them.

`sast-report-format.json` and `secret-detection-report-format.json` come from `dist/` of gitlab.com's
gitlab-org/security-products/security-report-schemas, `codeclimate.json` from `app/validators/json_schemas/` of GitLab
itself. What they ask in our own words is in `test_ci_reports.py` and always checked.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from sendcloud_lint.engine.manual import pages
from sendcloud_lint.model.outcome import Result
from tests.thoroughness import trying

from .samples import results, told

FOLDER = os.environ.get("GITLAB_SCHEMAS")
PAGES = pages()

pytestmark = pytest.mark.skipif(FOLDER is None, reason="GITLAB_SCHEMAS names no folder with GitLab's schemas")


def validator(name: str) -> Draft7Validator:
    schema = json.loads((Path(FOLDER or "") / name).read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def faults(name: str, document: Any) -> list[str]:
    return [error.json_path for error in validator(name).iter_errors(document)]


@pytest.mark.parametrize(
    ("form", "schema"),
    [
        ("gitlab-sast", "sast-report-format.json"),
        ("gitlab-secrets", "secret-detection-report-format.json"),
    ],
)
@trying(100)
@given(result=results)
def test_a_security_report(form: str, schema: str, result: Result) -> None:
    report = json.loads(told(form, result, pages=lambda: PAGES))
    assert faults(schema, report) == []
    del report["scan"]["scanner"]
    assert faults(schema, report) == ["$.scan"]


@trying(100)
@given(result=results)
def test_code_quality(result: Result) -> None:
    issues = json.loads(told("gitlab", result))
    assert [fault for issue in issues for fault in faults("codeclimate.json", issue)] == []
    assert faults("codeclimate.json", {"description": "x"}) == ["$", "$", "$"]
