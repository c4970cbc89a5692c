"""The reader of crontabs: settings, and the commands that a shell's reader gets."""

from __future__ import annotations

import pytest

from sendcloud_lint.model.document import Scalar
from sendcloud_lint.readers.crontab import commands, read


def values(text: str) -> list[tuple[str, str]]:
    pairs = read(text).root.pairs
    return [(pair.name, pair.value.text.reveal()) for pair in pairs if isinstance(pair.value, Scalar)]


def troubles(text: str) -> list[str]:
    """What stands at each trouble."""
    return [text[trouble.span.start : trouble.span.end] for trouble in read(text).troubles]


SETTINGS = {
    "a setting": ("A=b\n", [("A", "b")]),
    "blanks around everything": (" A\t=  b c \n", [("A", "b c")]),
    "quotes": ("\"A\" = 'b c'\n'D'=\"e'\"\n", [("A", "b c"), ("D", "e'")]),
    "one quote": ("A='b\nC=d'\n", [("A", "'b"), ("C", "d'")]),
    "no comment follows a value": ("A=b # c\n", [("A", "b # c")]),
    "an empty value": ("A=\nB=''\n", [("A", ""), ("B", "")]),
    "a setting in a command": ("@daily A=b c\n* * * * * D=e f\n", []),
    "Windows line ends": ("A=b\r\n* * * * * c\r\nD=e\r\n", [("A", "b"), ("D", "e")]),
    "a byte order mark": ("\ufeffA=b\n", [("A", "b")]),
}


@pytest.mark.parametrize(("text", "expected"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_are_read(text: str, expected: object) -> None:
    assert values(text) == expected
    assert troubles(text) == []


def test_spans_cover_what_is_written() -> None:
    text = " 'A b' = \"c\"  \n# d\nE= f \n"
    pairs = read(text).root.pairs
    assert [text[pair.name_span.start : pair.name_span.end] for pair in pairs] == ["'A b'", "E"]
    assert [text[pair.value.span.start : pair.value.span.end] for pair in pairs] == ['"c"', "f"]
    assert [text[comment.span.start : comment.span.end] for comment in read(text).comments] == ["# d"]


@pytest.mark.parametrize("line", ["hello", "* * * * *", "=b", "* * * * send", "@daily"])
def test_a_line_that_is_neither_a_setting_nor_a_job_is_a_trouble(line: str) -> None:
    assert (troubles(f"A=b\n{line}\nC=d\n"), values(f"A=b\n{line}\nC=d\n")) == ([line], [("A", "b"), ("C", "d")])


JOBS = {
    "five fields": ("*/5 0-6,8 ? JAN mon-fri send now\n", "send now"),
    "a word for them": ("@reboot send now\n", "send now"),
    "a user before a path": ("1 2 3 4 5 root /bin/send now\n", "/bin/send now"),
    "a user before a program that sends": ("@daily www-data curl -s a\n", "curl -s a"),
    "a user before a variable": ("@daily root A=b send\n", "A=b send"),
    "no user": ("@daily curl https://shop.example/\n", "curl https://shop.example/"),
    "what the command is given to read": ("@daily send a%b%c\n", "send a"),
    "a percent sign in a command": ("@daily send +\\%F\n", "send +\\%F"),
    "a setting": ("A=@daily send\n", ""),
    "a comment": ("# @daily send\n", ""),
    "a comment of more words than a job has": ("# These jobs of the shop aren't run here\n", ""),
}


@pytest.mark.parametrize(("text", "command"), JOBS.values(), ids=JOBS.keys())
def test_commands_stand_where_they_stood_and_nothing_else_does(text: str, command: str) -> None:
    text = f"X=y\r\n{text}Z=@daily z\n"
    made = commands(text)
    assert len(made) == len(text)
    assert made.split("\n")[1].strip() == command
    assert not command or made.index(command) == text.index(command, 5)
    assert [line.strip() for line in made.splitlines() if line.strip()] == ([command] if command else [])
