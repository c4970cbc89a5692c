"""Pages of the manual on a terminal."""

from __future__ import annotations

import re

import pytest

from sendcloud_lint.engine.catalogue import all_rules
from sendcloud_lint.engine.manual import page as page_of
from sendcloud_lint.engine.manual import pages
from sendcloud_lint.reports import manual
from sendcloud_lint.reports.pen import Pen
from sendcloud_lint.reports.printable import columns

from .samples import block

PLAIN = Pen(color=False)
PAGE = block(
    """
    # SCL999 no-such-rule

    error · on by default

    A fault that is told in a line that goes on for a while, as here with
    `ignore = ["SCL999"]` in it.

    ## Example

    ```python a.py
    # a comment

    key = "a rather long line of code that is wider than the terminal"
    ```

    ## In the guide

    - 1.1 First: One thing is asked
      for - as here.
    - 1.2 Second: Another is.
    """
)
CODES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


def test_a_page_is_set_to_the_width() -> None:
    assert manual.page(PAGE, pen=PLAIN, width=50) == block(
        """
        SCL999 no-such-rule

          error · on by default

          A fault that is told in a line that goes on for
          a while, as here with `ignore = ["SCL999"]` in
          it.

        Example

              a.py
              # a comment

              key = "a rather long line of code that is wider than the terminal"

        In the guide

          - 1.1 First: One thing is asked for - as here.
          - 1.2 Second: Another is.
        """
    )


def test_colours_stand_for_signs() -> None:
    told = manual.page(PAGE, pen=Pen(color=True), width=50)
    assert told.startswith("\x1b[1mSCL999 no-such-rule\x1b[0m\n")
    assert "\n\x1b[1;31mExample\x1b[0m\n" in told
    assert '\x1b[1;36mignore = ["SCL999"]\x1b[0m' in told
    assert "`" not in told


@pytest.mark.parametrize("width", [24, 60, 200])
def test_no_page_is_wider_than_the_terminal_but_for_code(width: int) -> None:
    told = [manual.page(page_of(rule.code, "markdown") or "", pen=PLAIN, width=width) for rule in all_rules()]
    lines = [line for text in told for line in text.splitlines() if not line.startswith((" " * 6, "SCL"))]
    assert max(map(columns, lines)) <= width


def test_no_page_loses_a_word() -> None:
    for rule in all_rules():
        markdown = page_of(rule.code, "markdown") or ""
        told = manual.page(markdown, pen=PLAIN, width=80)
        assert told.split() == re.sub(r"(?m)^(```\w*|#{1,2} )", "", markdown).split()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, "SCL204  insecure-http  error    The API is reached by plain\n" + " " * 32 + "HTTP.\n"),
        (40, "SCL204  insecure-http  error\n  The API is reached by plain HTTP.\n"),
        (90, "SCL204  insecure-http  error    The API is reached by plain HTTP.\n"),
    ],
)
def test_the_list_is_set_to_the_width(width: int, expected: str) -> None:
    chosen = [each for each in pages() if each.code == "SCL204"]
    told = manual.rules(chosen, pen=Pen(color=True, links=True), width=width)
    assert f"\x1b]8;;{chosen[0].url}\x1b\\" in told
    assert CODES.sub("", told) == expected
