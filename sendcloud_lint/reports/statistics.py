"""Counts by rule, for people: what to begin with in a project with many findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sendcloud_lint.reports.pen import OF_LEVEL, Pen
from sendcloud_lint.reports.summary import summary

if TYPE_CHECKING:
    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options


def render(result: Result, *, options: Options) -> str:
    """A line for each rule, the most frequent first, and the summary."""
    pen = Pen(options.color, options.links)
    counts = Counter((finding.code, finding.name, finding.level, finding.url) for finding in result.findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][0]))
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    lines = [
        f"{f'{count:,}':>{width}}  {pen.link(url, pen(OF_LEVEL[level], code))} [{level.value}] {name}"
        for (code, name, level, url), count in ordered
    ]
    paragraphs = ["\n".join(lines)] if lines else []
    if not options.quiet:
        paragraphs.append(summary(result))
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""
