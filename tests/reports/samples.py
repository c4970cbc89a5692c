"""Findings to print, made from what a test is about and nothing else."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import Any

from hypothesis import strategies as st

from sendcloud_lint.model.finding import Excerpt, Finding, Held, Region, Related
from sendcloud_lint.model.outcome import Level, Problem, Result
from sendcloud_lint.model.source import Position
from sendcloud_lint.reports.formats import FORMATS, Options, report_for


def region(path: str, start: tuple[int, int], end: tuple[int, int], cell: int | None = None) -> Region:
    return Region(path, Position(*start), Position(*end), cell)


def excerpt(first_line: int, *lines: str) -> Excerpt:
    return Excerpt(first_line, lines)


def finding(where: Region, shown: Excerpt | None = None, *related: Related, level: Level = Level.ERROR) -> Finding:
    return Finding(
        code="SCL101",
        name="hardcoded-key",
        level=level,
        message="The API key is written in the source.",
        help="Read it from an environment variable.",
        region=where,
        fingerprint="ghkmnprt",
        url="https://example.com/rules/hardcoded-key",
        related=related,
        excerpt=shown,
    )


def told(name: str, result: Result, **options: Any) -> str:
    return report_for(name).render(result, options=Options(**{"version": "1.2.3", "width": 80, **options}))


def shown(*findings: Finding, width: int = 80) -> str:
    """The findings alone, as people see them."""
    return told("text", Result(findings=findings), width=width, quiet=True)


def block(text: str) -> str:
    return dedent(text).lstrip("\n")


FORMAT_NAMES = sorted(FORMATS)

# What some reader of a report would obey, were it let through.
HOSTILE = (
    "::error file=a.py::x", " ::stop-commands::x", "##[add-mask]x", "##vso[task.complete]", "##teamcity[x]",
    "%0A::warning::x", "a\n::error::x", "a\r\n::error::x", "a,line=9", "a::b", "\x1b[2J", "\x9b2J",
    "\x1b]8;;http://x\x07", "]]>", "</failure>", '"><x y="', "&amp;&x;", "<!-- -->", "<script>x</script>",
    "[x](http://x)", "![x](http://x)", "`x`", "``` x", "@all", "#1", "{0}", "%SRCROOT%", "\\[x](1)", "\u2028",
    "\u202e", "\ufffe", "\x00", "\x85", "😀", "../a", "a:b", "a%2fb", "a#b?c",
)  # fmt: skip
hostile = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join)

# Lone surrogates too: that is how bytes that are no UTF-8 come.
_paths = st.text(st.characters(), min_size=1, max_size=20) | hostile
_texts = st.text(st.characters(), max_size=60) | hostile
_columns = st.builds(Position, st.integers(1, 40), st.integers(1, 70))


@st.composite
def regions(draw: st.DrawFn) -> Region:
    start, end = sorted((draw(_columns), draw(_columns)))
    astral = (draw(st.integers(0, start.column - 1)), draw(st.integers(0, end.column - 1)))
    return Region(draw(_paths), start, end, draw(st.none() | st.integers(1, 99)), astral)


_lines = st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=100), max_size=12).map(tuple)
_excerpts = st.none() | st.builds(Excerpt, st.integers(1, 40), _lines)
_related = st.lists(st.builds(Related, regions(), _texts, _excerpts, st.booleans()), max_size=3).map(tuple)
_said = st.text(st.characters(), min_size=1, max_size=60) | hostile
_codes = st.integers(0, 799).map("SCL{:03}".format) | st.sampled_from(("SCL101", "SCL103"))
findings = st.builds(
    Finding,
    code=_codes,
    name=st.just("hardcoded-key"),
    level=st.sampled_from(Level),
    message=_texts,
    help=_texts,
    region=regions(),
    fingerprint=st.text("ghjkmnpqrstvwxz", min_size=8, max_size=8),
    url=st.just("https://example.com/rules/hardcoded-key"),
    related=_related,
    excerpt=_excerpts,
)
_held = st.builds(Held, st.booleans(), st.just("") | _texts)
held = st.builds(replace, findings, held=_held)
_counts = st.integers(0, 10_000)
results = st.builds(
    Result,
    findings=st.lists(findings, max_size=4).map(tuple),
    problems=st.lists(st.builds(Problem, st.none() | _paths, st.just("unreadable"), _said), max_size=2).map(tuple),
    files_checked=_counts,
    files_relevant=_counts,
    files_skipped=_counts,
    suppressed=_counts,
    baselined=_counts,
    requests=_counts,
    credentials=_counts,
)
results_with_held = st.builds(Result._replace, results, held=st.lists(held, min_size=1, max_size=3).map(tuple))
