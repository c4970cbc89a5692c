"""`check`: a run, and its reports."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sendcloud_lint import __version__, api
from sendcloud_lint.cli.configuration import check_selectors, nearest, said
from sendcloud_lint.cli.delivery import Target, targets
from sendcloud_lint.cli.progress import watched
from sendcloud_lint.cli.status import CLEAN, FINDINGS, INCOMPLETE, Misuse
from sendcloud_lint.cli.terminal import colored, complain, linked, tell_problems, width, write, write_file
from sendcloud_lint.model.outcome import THRESHOLDS
from sendcloud_lint.reports.formats import FOR_PEOPLE, Options, report_for

if TYPE_CHECKING:
    from sendcloud_lint.engine import run
    from sendcloud_lint.model.outcome import Problem, Result
    from sendcloud_lint.model.page import Page


def check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """The status. Raises Misuse, and as `run.run` does."""
    check_selectors(options)
    chosen = targets(options["output_formats"], options["output_file"])
    if options["statistics"] and not any(target.format in FOR_PEOPLE for target in chosen):
        raise Misuse("--statistics is for people: it goes with no machine's --output-format")
    threshold = _threshold(options)
    with watched(quiet=options["quiet"]) as (progress, tell):
        result = _run(paths, {**options, "progress": progress, "tell": tell})
    return _report(result, threshold, chosen, options)


def _run(paths: tuple[str, ...], options: dict[str, Any]) -> Result:
    given = {
        **said(options),
        **{key: options[key] for key in ("force_exclude", "jobs", "show_suppressed", "progress")},
        "tell": options["tell"] if options["verbose"] else None,
    }
    name = options["stdin_filename"]
    if paths == ("-",) or (not paths and name is not None):
        if options["diff_base"] is not None or options["add_ignores"] or options["staged"]:
            raise Misuse("--diff-base, --staged and --add-ignores are about files: standard input (-) is none")
        if sys.stdin is None:
            raise Misuse("standard input is closed")
        return api.check_text(sys.stdin.buffer.read(), filename=name or "stdin.py", **given)
    if "-" in paths or name is not None:
        raise Misuse("standard input (-, --stdin-filename) can't be checked together with other paths")
    given |= {key: options[key] for key in ("diff_base", "include_ignored", "staged")}
    if options["staged"]:
        if options["add_ignores"]:
            raise Misuse("--add-ignores writes into files, and --staged judges what git has of them")
        return api.check_paths(paths, **given)
    problems = (
        _add_ignores(paths or (".",), api.run_options(**given), options["tell"]) if options["add_ignores"] else ()
    )
    result = api.check_paths(paths or (".",), **given)
    return result._replace(problems=(*result.problems, *problems))


def _add_ignores(paths: Sequence[str], chosen: run.Options, tell: Callable[[str], None]) -> tuple[Problem, ...]:
    """What is told after it is what is left. The files that could not be written."""
    from sendcloud_lint.engine.adoption.keep import add_ignores  # noqa: PLC0415

    added = add_ignores(paths, chosen)
    for line in added.left:
        tell(f"warning: {line}")
    tell(added.sentence)
    return added.problems


def _threshold(options: dict[str, Any]) -> str:
    """`fail-on` comes from the command line, else from the configuration nearest to the current folder."""
    if options["fail_on"] is not None:
        chosen: str = options["fail_on"]
        return chosen
    return nearest(options).fail_on


def _report(result: Result, threshold: str, targets: Sequence[Target], options: dict[str, Any]) -> int:
    texts = [_rendered(result, target, options) for target in targets]
    written = [write_file(target.file, text) for target, text in zip(targets, texts, strict=True) if target.file]
    for warning in result.warnings:
        complain("warning", warning)
    tell_problems(result.problems)
    for target, text in zip(targets, texts, strict=True):
        if target.file is None:
            write(text)
    return _status(result, threshold) if all(written) else INCOMPLETE


def _rendered(result: Result, target: Target, options: dict[str, Any]) -> str:
    color = colored(options["color"], target.file)
    told = Options(
        version=__version__, color=color, links=linked(target.file, color=color), width=width(),
        quiet=options["quiet"], category=options["category"], pages=_pages, now=_now(),
        commit=_commit,
    )  # fmt: skip
    is_counted = options["statistics"] and target.format in FOR_PEOPLE
    return report_for("statistics" if is_counted else target.format).render(result, options=told)


def _pages() -> Sequence[Page]:
    from sendcloud_lint.engine.manual import pages  # noqa: PLC0415

    return pages()


def _commit() -> str:
    from sendcloud_lint.engine.files.discover import project_root  # noqa: PLC0415
    from sendcloud_lint.engine.files.git import head  # noqa: PLC0415

    return head(project_root(os.getcwd()))


def _now() -> float:
    """Or the time that whoever wants the same bytes again has fixed."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(fixed) if fixed.isdecimal() and len(fixed) < 12 else time.time()


def _status(result: Result, threshold: str) -> int:
    if result.problems:
        return INCOMPLETE
    gravest = min((finding.level.rank for finding in result.findings), default=len(THRESHOLDS))
    return FINDINGS if threshold != "never" and gravest <= THRESHOLDS.index(threshold) else CLEAN
