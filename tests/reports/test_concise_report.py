"""One line a finding."""

from __future__ import annotations

from sendcloud_lint.model.outcome import Level, Result

from .samples import block, finding, region, told

FINDINGS = (
    finding(region("demo.ipynb", (2, 7), (2, 9), cell=3), level=Level.WARNING),
    finding(region("src/mailer.py", (12, 15), (14, 2))),
)


def test_a_line_has_place_code_level_and_message() -> None:
    assert told("concise", Result(findings=FINDINGS), quiet=True) == block(
        """
        demo.ipynb:cell 3:2:7: SCL101 warning: The API key is written in the source.
        src/mailer.py:12:15: SCL101 error: The API key is written in the source.
        """
    )


def test_the_summary_is_the_last_line() -> None:
    result = Result(findings=FINDINGS, files_checked=9, files_relevant=2, credentials=2)
    assert told("concise", result).splitlines()[2:] == [
        "Found 1 error and 1 warning in 2 files, none with an automatic fix; "
        "checked 9 files (0 requests and 2 credentials in 2 relevant ones)."
    ]


def test_color_marks_place_and_code() -> None:
    assert told("concise", Result(findings=FINDINGS[1:]), color=True, quiet=True) == (
        "\x1b[1msrc/mailer.py:12:15\x1b[0m: \x1b[1;31mSCL101 error\x1b[0m: The API key is written in the source.\n"
    )
