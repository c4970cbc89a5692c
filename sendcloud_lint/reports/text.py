"""For people: each finding with its source, the way to it and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcloud_lint.reports.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sendcloud_lint.model.outcome import Result
    from sendcloud_lint.reports.formats import Options


def render(result: Result, *, options: Options) -> str:
    """Paragraphs, one a finding, and the summary; escapes in scanned text are made visible."""
    paragraphs = list(_findings(result, options)) if result.shown else []
    if not options.quiet:
        paragraphs.append(summary(result))
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def _findings(result: Result, options: Options) -> Iterator[str]:
    from sendcloud_lint.reports.frame import Frame  # noqa: PLC0415  most runs find nothing
    from sendcloud_lint.reports.pen import Pen  # noqa: PLC0415

    pen = Pen(options.color, options.links)
    for finding in result.shown:
        yield "\n".join(Frame(finding, pen, options.width).lines())
