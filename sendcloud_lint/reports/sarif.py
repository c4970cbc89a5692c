"""SARIF 2.1.0, as code scanning takes it.

There are no snippets: whoever shows the report has the file, and a line of it may hold a key. Held-back findings are
left out, since code scanning shows them as open. `executionSuccessful` is true of an incomplete run too: it was
carried out, its notifications say what is missing, and a report that says no is refused with all that it found.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sendcloud_lint.model.outcome import Level
from sendcloud_lint.model.page import HOME, Page
from sendcloud_lint.reports.document import dumped
from sendcloud_lint.reports.location import message_with_cell
from sendcloud_lint.reports.printable import encodable, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sendcloud_lint.model.finding import Finding, Held, Region, Related
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.reports.document import Json
    from sendcloud_lint.reports.formats import Options

# What GitHub takes of one run; with one more it refuses them all.
MAX_RESULTS: Final = 25_000

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_SEVERITIES = {Level.ERROR: "8.0", Level.WARNING: "5.5", Level.INFO: "3.0"}
_KINDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}
_BRACKET = re.compile(r"[\\\[\]]")


def render(result: Result, *, options: Options) -> str:
    """One run, whether or not there is anything to tell. Columns count in UTF-16 units."""
    findings = _gravest(result.shown)
    pages = _with_strangers(options.pages(), findings)
    order = {page.code: number for number, page in enumerate(pages)}
    run = {
        "tool": {"driver": _driver(pages, options.version)},
        **_automation(options.category),
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which sendcloud-lint ran."}}},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(result, len(result.shown) - len(findings))],
        "results": [_result(finding, order[finding.code], bool(result.held)) for finding in findings],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _gravest(findings: Sequence[Finding]) -> Sequence[Finding]:
    if len(findings) <= MAX_RESULTS:
        return findings
    weights = [(finding.held is not None, finding.level.rank) for finding in findings]
    kept = sorted(range(len(findings)), key=weights.__getitem__)[:MAX_RESULTS]
    return [findings[number] for number in sorted(kept)]


# The rules


def _with_strangers(pages: Sequence[Page], findings: Sequence[Finding]) -> list[Page]:
    """Every rule has its number, whichever were selected; a finding without a page gets what it says itself."""
    known = {page.code: page for page in pages}
    for each in findings:
        if each.code not in known:
            known[each.code] = Page(each.code, each.name, each.level, each.name, each.name, each.url)
    return sorted(known.values(), key=lambda page: page.code)


def _driver(pages: Sequence[Page], version: str) -> Json:
    return {
        "name": "sendcloud-lint",
        "version": version,
        "semanticVersion": version,
        "informationUri": HOME,
        "rules": [_rule(page) for page in pages],
    }


def _rule(page: Page) -> Json:
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "help": {"text": f"{page.summary} See {page.url}", "markdown": page.help},
        "helpUri": page.url,
        "defaultConfiguration": {"enabled": not page.opt_in, "level": _LEVELS[page.level]},
        "properties": _properties(page),
    }


def _properties(page: Page) -> Json:
    """A severity makes it a matter of security, so only a weakness has one."""
    common = {"precision": "high", "problem.severity": _KINDS[page.level]}
    if not page.cwe:
        return {**common, "tags": ["sendcloud", "correctness"]}
    tags = ["sendcloud", "security", f"external/cwe/cwe-{page.cwe:03}"]
    return {**common, "security-severity": _SEVERITIES[page.level], "tags": tags}


# The run


def _automation(category: str) -> Mapping[str, Json]:
    """Two runs over one commit replace one another unless their categories differ; what follows the `/` is the run."""
    return {"automationDetails": {"id": f"{printable(category).rstrip('/')}/"}} if category else {}


def _invocation(result: Result, left_out: int) -> Json:
    return {"executionSuccessful": True, "toolExecutionNotifications": list(_notifications(result, left_out))}


def _notifications(result: Result, left_out: int) -> Iterator[Json]:
    yield from map(_problem, result.problems)
    yield from (_notification("warning", "skipped", printable(warning)) for warning in result.warnings)
    if result.files_skipped:
        yield _notification(
            "note", "skipped", f"Skipped as binary or larger than max-file-size: {result.files_skipped}"
        )
    if left_out:
        yield _notification("error", "too-many-findings", f"Left out, as a report can't hold more findings: {left_out}")


def _problem(problem: Problem) -> Json:
    told = _notification("error", problem.kind, printable(problem.message))
    if problem.path is None:
        return told
    return {**told, "locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path)}}]}


def _notification(level: str, kind: str, text: str) -> dict[str, Json]:
    return {"descriptor": {"id": kind}, "level": level, "message": {"text": _plain(text)}}


# Results


def _result(finding: Finding, number: int, tells_held: bool) -> Json:
    message = {"text": _plain(message_with_cell(finding))}
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.level],
        "message": message,
        "locations": [_location(finding.region)],
        "partialFingerprints": {"sendcloudLint/v1": finding.fingerprint},
        **_related(finding.related),
        **_flows({**_location(finding.region), "message": message}, finding.related),
        **({"suppressions": _suppressions(finding.held)} if tells_held else {}),
    }


def _suppressions(held: Held | None) -> Json:
    """All results of a run have such a list or none has; an empty one says that this result counts."""
    if held is None:
        return []
    why = {"justification": _plain(printable(held.reason))} if held.reason else {}
    return [{"kind": "inSource" if held.by_comment else "external", "status": "accepted", **why}]


def _related(steps: Sequence[Related]) -> Mapping[str, Json]:
    """Numbered, as no two of them may be equal."""
    if not steps:
        return {}
    return {"relatedLocations": [{"id": number, **_step(step)} for number, step in enumerate(steps, 1)]}


def _flows(origin: Json, steps: Sequence[Related]) -> Mapping[str, Json]:
    """The ways from the finding's place to requests; steps that lead to none are related places and no more."""
    ways: list[Json] = []
    first = 0
    for number, step in enumerate(steps, 1):
        if step.arrives:
            places = [origin, *(_step(each) for each in steps[first:number])]
            ways.append({"threadFlows": [{"locations": [{"location": place} for place in places]}]})
            first = number
    return {"codeFlows": ways} if ways else {}


def _step(step: Related) -> dict[str, Json]:
    return {**_location(step.region), "message": {"text": _plain(printable(step.message))}}


def _location(region: Region) -> dict[str, Json]:
    place: Json = {"artifactLocation": _artifact(region.path), "region": _region(region)}
    if region.cell is None:
        return {"physicalLocation": place}
    return {"physicalLocation": place, "logicalLocations": [{"name": f"cell {region.cell}"}]}


def _region(region: Region) -> Json:
    start, end = region.start, region.end
    before_start, before_end = region.astral
    return {
        "startLine": start.line,
        "startColumn": start.column + before_start,
        "endLine": end.line,
        "endColumn": end.column + before_end,
    }


def _artifact(path: str) -> Json:
    """Relative to the current folder; what lies above or beside that has no base that a reader could know."""
    shown = encodable(path)
    if os.path.isabs(shown):
        return {"uri": f"file:///{quote(shown.lstrip('/'), safe='/:')}"}
    uri = quote(shown, safe="/")
    return {"uri": uri} if uri.startswith("../") else {"uri": uri, "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """Brackets before a parenthesis are a link even in plain text: a name that was read makes none."""
    return _BRACKET.sub(r"\\\g<0>", text) if "](" in text else text
