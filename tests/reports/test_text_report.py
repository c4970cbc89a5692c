"""The format for people, character by character."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sendcloud_lint.model.finding import Related
from sendcloud_lint.model.outcome import Level, Result

from .samples import block, excerpt, finding, region, shown, told

KEY_LINE = '    api_key = "••••••"'
KEY = finding(region("src/mailer.py", (12, 15), (12, 23)), excerpt(12, KEY_LINE))


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
           ::: src/mailer.py:104:5
            |
        104 |     send(form, API_KEY)
            |     ----------------- It is sent from here.
            |
           ::: src/send.py:9:1  It arrives here.
            = help: Read it from an environment variable.
        """
    )


def step(line: str, start: int, end: int, label: str, number: int = 12, path: str = "src/mailer.py") -> Related:
    return Related(region(path, (number, start), (number, end)), label, excerpt(number, line))


def test_a_step_on_a_line_that_is_shown_is_marked_there() -> None:
    lines = ('    data = {"apiKey": "••••"}', "    send(data)")
    steps = (step(lines[0], 13, 21, "sent as apiKey"), step(lines[1], 5, 15, "sent here", number=13))
    assert shown(finding(region("src/mailer.py", (12, 23), (12, 29)), excerpt(12, *lines), *steps)) == block(
        """
        SCL101 [error] The API key is written in the source.
          --> src/mailer.py:12:23
           |
        12 |     data = {"apiKey": "••••"}
           |                       ^^^^^^
           |             -------- sent as apiKey
        13 |     send(data)
           |     ---------- sent here
           |
           = help: Read it from an environment variable.
        """
    )


def test_a_step_on_a_line_that_is_cut_is_marked_if_it_can_be_seen() -> None:
    line = f'{"x" * 100}; send(apiKey="••••"); {"y" * 100}'
    where = region("a.py", (1, 115), (1, 121))
    seen = Related(region("a.py", (1, 108), (1, 114)), "sent as apiKey", excerpt(1, line))
    unseen = Related(region("a.py", (1, 1), (1, 101)), "handed on here", excerpt(1, line))
    assert shown(finding(where, excerpt(1, line), seen, unseen), width=45) == block(
        """
        SCL101 [error] The API key is written in the source.
         --> a.py:1:115
          |
        1 | …xxx; send(apiKey="••••"); yyyyyyyyyyyyy…
          |                   ^^^^^^
          |            ------ sent as apiKey
          |
         ::: a.py:1:1
          |
        1 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          | ----------------------------------------
          | handed on here
          |
          = help: Read it from an environment variable.
        """
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(step(KEY_LINE, 5, 12, "x", path="src/other.py"), id="in another file"),
        pytest.param(step(KEY_LINE, 5, 12, "x", number=13), id="on another line"),
        pytest.param(step('    api_key = "••••" ', 5, 12, "x"), id="on a line that reads otherwise"),
        pytest.param(
            Related(region("src/mailer.py", (12, 5), (13, 3)), "x", excerpt(12, KEY_LINE, "  b")),
            id="over lines",
        ),
        pytest.param(
            Related(region("src/mailer.py", (12, 5), (12, 9), cell=1), "x", excerpt(12, KEY_LINE)),
            id="in a cell",
        ),
    ],
)
def test_a_step_elsewhere_has_a_picture_of_its_own(other: Related) -> None:
    assert ":::" in shown(finding(KEY.region, KEY.excerpt, other))


def test_many_places_for_one_reason_are_named() -> None:
    steps = [step("    send(a)", 5, 12, "called here", number=number, path=f"{number}.py") for number in range(1, 6)]
    text = shown(finding(KEY.region, None, *steps))
    assert text.count("send(a)\n") == text.count("------- called here\n") == 3
    assert "  |\n ::: 4.py:4:5  called here\n ::: 5.py:5:5  called here\n  = help" in text


@pytest.mark.parametrize(("further", "said"), [(1, "and 1 more place"), (1200, "and 1,200 more places")])
def test_places_that_are_not_told_are_counted(further: int, said: str) -> None:
    assert f"\n ::: {said}\n  = help" in shown(replace(finding(region("a.py", (1, 1), (1, 2))), further=further))


LABELS = {
    "beside the marks": ("    send(a)", 5, 12, "it is sent here", ["    send(a)", "    ------- it is sent here"]),
    "below them where it is long": (
        "    send(abc, defg)", 5, 20, "it is sent here",
        ["    send(abc, defg)", "    ---------------", "    it is sent here"],
    ),
    "as far left as it must": (
        "    send(abc, defghijkl)", 21, 24, "it is sent here",
        ["    send(abc, defghijkl)", "                    ---", "             it is sent here"],
    ),
    "on several lines": (
        "a", 1, 2, "this is sent to a very long address",
        ["a", "-", "this is sent to a very long", "address"],
    ),
    "in Chinese": ("a", 1, 2, "密钥" * 8, ["a", "-", "密钥" * 7, "密钥"]),
    "not at all": ("a", 1, 2, "", ["a", "-"]),
}  # fmt: skip


@pytest.mark.parametrize(("line", "start", "end", "label", "expected"), LABELS.values(), ids=LABELS)
def test_a_label_stands(line: str, start: int, end: int, label: str, expected: list[str]) -> None:
    text = shown(finding(region("b.py", (1, 1), (1, 1)), None, step(line, start, end, label, number=1)), width=32)
    assert [row.partition("|")[2][1:] for row in text.splitlines()[4:-2]] == expected


def test_the_label_of_a_region_that_never_ends_is_on_its_first_line() -> None:
    endless = Related(region("a.py", (1, 1), (99, 2)), "sent here", excerpt(1, "post(", *["    form,"] * 12))
    assert " 1 | post(\n   | ----- sent here\n...\n" in shown(finding(KEY.region, None, endless))


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


def test_blank_lines_around_are_left_out() -> None:
    text = shown(finding(region("a.py", (3, 1), (3, 4)), excerpt(2, " ", "key", "")))
    assert "3 | key" in text
    assert "2 |" not in text
    assert "4 |" not in text


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


def test_a_code_leads_to_its_page_where_the_terminal_knows_links() -> None:
    linked = told("text", Result(findings=(KEY,)), color=True, links=True, quiet=True)
    code = "\x1b[1;31mSCL101\x1b[0m"
    assert linked.startswith(f"\x1b]8;;{KEY.url}\x1b\\{code}\x1b]8;;\x1b\\ \x1b[1;31m[error]")


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

        Found 2 errors in 1 file, none with an automatic fix; checked 1 file (1 request and 0 credentials in 1 relevant one).
        """  # noqa: E501
    )
