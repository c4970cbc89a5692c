"""The format for people, character by character."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Level, Result

from .samples import block, excerpt, finding, region, shown, told

KEY = finding(region("src/mailer.py", (12, 15), (12, 23)), excerpt(12, '    api_key = "••••••"'))


def test_one_line_is_underlined() -> None:
    assert shown(KEY) == block(
        """
        SCL101 [error] The API key is written in the source.
          --> src/mailer.py:12:15
           |
        12 |     api_key = "••••••"
           |               ^^^^^^^^
           |
           = help: Read it from an environment variable.
        """
    )


def test_context_lines_are_shown_without_marks() -> None:
    context = excerpt(98, "def key():", "", '    return "••••"')
    assert shown(finding(region("a.py", (100, 12), (100, 18)), context)) == block(
        """
        SCL101 [error] The API key is written in the source.
           --> a.py:100:12
            |
         98 | def key():
         99 |
        100 |     return "••••"
            |            ^^^^^^
            |
            = help: Read it from an environment variable.
        """
    )


def test_related_places_follow_in_order_with_and_without_an_excerpt() -> None:
    steps = (
        Related(region("src/settings.py", (3, 1), (3, 4)), "The key is defined here."),
        Related(
            region("src/mailer.py", (104, 5), (104, 22)),
            "It is sent from here.",
            excerpt(103, "    # send", "    send(form, API_KEY)"),
        ),
        Related(region("src/send.py", (9, 1), (9, 2)), "It arrives here."),
    )
    assert shown(finding(KEY.region, KEY.excerpt, *steps)) == block(
        """
        SCL101 [error] The API key is written in the source.
           --> src/mailer.py:12:15
            |
         12 |     api_key = "••••••"
            |               ^^^^^^^^
            |
           ::: src/settings.py:3:1  The key is defined here.
           ::: src/mailer.py:104:5  It is sent from here.
            |
        104 |     send(form, API_KEY)
            |     -----------------
            |
           ::: src/send.py:9:1  It arrives here.
            = help: Read it from an environment variable.
        """
    )


def test_no_excerpt_leaves_header_place_and_help() -> None:
    assert shown(finding(region("a.env", (1, 1), (1, 1)))) == block(
        """
        SCL101 [error] The API key is written in the source.
         --> a.env:1:1
          = help: Read it from an environment variable.
        """
    )


def test_a_notebook_place_names_its_cell() -> None:
    assert " --> demo.ipynb:cell 3:1:7\n" in shown(finding(region("demo.ipynb", (1, 7), (1, 9), cell=3)))


def test_several_lines_are_marked_on_the_first_and_the_last() -> None:
    lines = excerpt(8, "    post(URL, data={", '        "to": to,', "    }, timeout=5)", "")
    assert shown(finding(region("a.py", (8, 5), (10, 6)), lines)) == block(
        """
        SCL101 [error] The API key is written in the source.
          --> a.py:8:5
           |
         8 |     post(URL, data={
           |     ^^^^^^^^^^^^^^^^
         9 |         "to": to,
        10 |     }, timeout=5)
           |     ^
        11 |
           |
           = help: Read it from an environment variable.
        """
    )


def test_the_middle_of_a_long_region_is_left_out() -> None:
    lines = excerpt(1, "post(", *["    form,"] * 9, ")")
    assert shown(finding(region("a.py", (1, 1), (11, 2)), lines)) == block(
        """
        SCL101 [error] The API key is written in the source.
          --> a.py:1:1
           |
         1 | post(
           | ^^^^^
        ...
        11 | )
           | ^
           |
           = help: Read it from an environment variable.
        """
    )


def rows(line: str, start: int, end: int | tuple[int, int], width: int = 80) -> list[str]:
    """The picture of line 1: what stands right of the gutter."""
    stop = end if isinstance(end, tuple) else (1, end)
    text = shown(finding(region("a.py", (1, start), stop), excerpt(1, line)), width=width)
    return [row.partition("|")[2][1:] for row in text.splitlines()[3:-2]]


ALIGNED = {
    "tab before the region": ("\tkey", 2, 5, ["    key", "    ^^^"]),
    "tab after a letter": ("a\tkey", 3, 6, ["a    key", "     ^^^"]),
    "tab within the region": ("a\tb", 1, 4, ["a    b", "^^^^^^"]),
    "wide characters before the region": ("密钥 = k", 6, 7, ["密钥 = k", "       ^"]),
    "wide characters within the region": ("a密钥b", 2, 4, ["a密钥b", " ^^^^"]),
    "fullwidth forms": ("（k", 2, 3, ["（k", "  ^"]),
    "ideographic space": ("\u3000k", 2, 3, ["\u3000k", "  ^"]),
    "combining accent before the region": ("e\u0301k", 3, 4, ["e\u0301k", " ^"]),
    "emoji": ("😀k", 2, 3, ["😀k", "  ^"]),
    "masked key": ("'••••' k", 8, 9, ["'••••' k", "       ^"]),
    "escape before the region": ("\x1b[31mk", 6, 7, ["\\x1b[31mk", "        ^"]),
    "zero-width space as the region": ("a\u200bb", 2, 3, ["a\\u200bb", " ^^^^^^"]),
    "no-break space as the region": ("a\xa0b", 2, 3, ["a\\xa0b", " ^^^^"]),
    "trailing blanks as the region": ("a  ", 2, 4, ["a  ", " ^^"]),
    "undecodable byte before the region": ("\udcffk", 2, 3, ["\\xffk", "    ^"]),
    "empty region": ("ab", 2, 2, ["ab", " ^"]),
    "empty region at the end": ("ab", 3, 3, ["ab", "  ^"]),
    "empty line": ("", 1, 1, ["", "^"]),
    "region that takes the line end along": ("ab", 1, (2, 1), ["ab", "^^"]),
    "region beyond the line": ("ab", 9, 12, ["ab", "  ^"]),
}


@pytest.mark.parametrize(("line", "start", "end", "expected"), ALIGNED.values(), ids=ALIGNED)
def test_marks_line_up_with(line: str, start: int, end: int | tuple[int, int], expected: list[str]) -> None:
    assert rows(line, start, end) == expected


LONG = "".join(chr(ord("a") + index % 26) for index in range(200))
CUT = {
    "at the start": (LONG, 1, 4, ["abcdefghijklmnopqrstuvwx…", "^^^"]),
    "near the start": (LONG, 16, 19, ["abcdefghijklmnopqrstuvwx…", "               ^^^"]),
    "in the middle": (LONG, 105, 108, ["…pqrstuvwxyzabcdefghijklm…", "            ^^^"]),
    "at the end": (LONG, 198, 201, ["…uvwxyzabcdefghijklmnopqr", "                      ^^^"]),
    "after the end": (LONG, 201, 201, ["…uvwxyzabcdefghijklmnopqr", "                         ^"]),
    "all over": (LONG, 1, 201, ["abcdefghijklmnopqrstuvwx…", "^" * 25]),
    "from the middle to the end": (LONG, 105, 201, ["…abcdefghijklmnopqrstuvwx…", " " + "^" * 25]),
    "among wide characters": ("密" * 100, 50, 51, ["…密密密密密密密密密密密密…", "             ^^"]),
    "among escapes": ("\x1b" * 100, 50, 51, ["…\\x1b\\x1b\\x1b\\x1b\\x1b\\x1b…", "             ^^^^"]),
}


@pytest.mark.parametrize(("line", "start", "end", "expected"), CUT.values(), ids=CUT)
def test_a_long_line_is_cut_around_marks(line: str, start: int, end: int, expected: list[str]) -> None:
    assert rows(line, start, end, width=30) == expected


def test_a_line_as_wide_as_the_terminal_is_whole() -> None:
    assert rows(LONG[:76], 1, 2, width=80)[0] == LONG[:76]


def test_a_narrow_terminal_still_shows_something() -> None:
    assert rows(LONG, 1, 4, width=1) == ["abcdefghijklmnopqr…", "^^^"]


def test_a_line_of_megabytes_takes_no_longer_than_a_short_one() -> None:
    line = "x" * 5_000_000
    assert rows(line, 2_500_000, 2_500_003, width=30) == ["…" + "x" * 24 + "…", " " * 12 + "^^^"]


def test_color_marks_level_frame_and_help() -> None:
    colored = told("text", Result(findings=(KEY,)), color=True, quiet=True)
    assert colored.splitlines() == [
        "\x1b[1;31mSCL101\x1b[0m \x1b[1;31m[error]\x1b[0m \x1b[1mThe API key is written in the source.\x1b[0m",
        "  \x1b[1;94m-->\x1b[0m src/mailer.py:12:15",
        "  \x1b[1;94m |\x1b[0m",
        '\x1b[1;94m12 |\x1b[0m     api_key = "••••••"',
        "  \x1b[1;94m |\x1b[0m               \x1b[1;31m^^^^^^^^\x1b[0m",
        "  \x1b[1;94m |\x1b[0m",
        "  \x1b[1;94m =\x1b[0m \x1b[1;36mhelp:\x1b[0m Read it from an environment variable.",
    ]


@pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
def test_every_level_has_its_color(level: Level) -> None:
    code = {"error": "1;31", "warning": "1;33", "info": "1;36"}[level.value]
    result = Result(findings=(finding(KEY.region, level=level),))
    assert told("text", result, color=True).startswith(f"\x1b[{code}mSCL101\x1b[0m \x1b[{code}m[{level.value}]")


def test_findings_and_summary_are_paragraphs() -> None:
    bare = finding(region("a.py", (1, 1), (1, 2)))
    assert told("text", Result(findings=(bare, bare), files_checked=1, files_relevant=1, requests=1)) == block(
        """
        SCL101 [error] The API key is written in the source.
         --> a.py:1:1
          = help: Read it from an environment variable.

        SCL101 [error] The API key is written in the source.
         --> a.py:1:1
          = help: Read it from an environment variable.

        Found 2 errors in 1 file; checked 1 file (1 request and 0 credentials in 1 relevant one).
        """
    )
