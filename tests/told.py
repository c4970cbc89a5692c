"""What a whole check tells of one file, and whether it stands there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sendcloud_lint.engine.configuration.config import Config
from sendcloud_lint.engine.files.decode import decode
from sendcloud_lint.engine.run import Options, run_text
from sendcloud_lint.model.document import Trouble
from sendcloud_lint.model.finding import Finding, Region
from sendcloud_lint.model.outcome import Result
from sendcloud_lint.model.source import Source
from sendcloud_lint.readers import cells

OPTIONS = Options(fixed=Config(extend_select=("SCL105", "SCL305")))


def checked(data: bytes, path: str) -> Result:
    with empty_folder():
        return run_text(data, path, OPTIONS)


@contextmanager
def empty_folder() -> Iterator[None]:
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def assert_stands_there(result: Result, data: bytes, path: str) -> None:
    """Whatever is told of a file is told of a place in it, and shown with its line."""
    assert result.problems == ()
    source = text_of(data, path)
    lines = [source.line_span(number) for number in range(1, source.line_count + 1)]
    widths = [span.end - span.start for span in lines]
    for finding in result.findings:
        for region in (finding.region, *(related.region for related in finding.related)):
            assert lies_in(region, widths)
        assert is_shown(finding, widths) or decode(data, path)[0] is None


def text_of(data: bytes, path: str) -> Source:
    """What places in a file count in."""
    text, _ = decode(data, path)
    text = data.decode("latin-1") if text is None else text
    found = cells.read(text) if path.endswith(".ipynb") else None
    return Source(path, text if found is None or isinstance(found, Trouble) else found.text)


def lies_in(region: Region, widths: list[int]) -> bool:
    """The lines of a notebook count in a cell, of which there is no more than all."""
    if region.cell is not None:
        return 1 <= region.start.line <= region.end.line <= len(widths)
    ends = [(position.line, position.column) for position in (region.start, region.end)]
    return ends[0] <= ends[1] and all(
        1 <= line <= len(widths) and 1 <= column <= widths[line - 1] + 2 for line, column in ends
    )


def is_shown(finding: Finding, widths: list[int]) -> bool:
    """The finding's own line is among those that are shown."""
    excerpt, line = finding.excerpt, finding.region.start.line
    if excerpt is None:
        return False
    shown = excerpt.lines[line - excerpt.first_line : line - excerpt.first_line + 1]
    return bool(shown) and (finding.region.cell is not None or len(shown[0]) <= widths[line - 1])
