"""What code is understood to do, told in Markdown: `tests/analysis/*.md`.

A section is a heading (the test's name), a sentence that says why, and fenced texts whose second word is their file
(`app.py` without one). What must be understood stands in comments under the code or in an `expect` fence, and it must
be everything:

    requests.post(URL, data=data)
    # < POST api.aurorasendcloud.com/email/send email complete: apiKey='q7Rm2Zk9Wb4Xt6Lp'
    KEY = "q7Rm2Zk9Wb4Xt6Lp"
    #     ^^^^^^^^^^^^^^^^^^ email key apiKey

Carets point at the columns above them, `<` at the first thing in the line above. A line of `expect` is
`path:line:column text`, the path of `app.py` left out. How a fact is written is in `understood.py`; `…` stands for any
characters, and `POST send` for a POST to the guide's own endpoint for email.

A section whose sentence begins with "Known gap:" must fail; once it holds, the words have to go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.analysis.understood import Line, lines, understood

FOLDER = Path(__file__).parent
GAP = "Known gap:"
KINDS = ("crontab", "dotenv", "hcl", "ini", "json", "netrc", "properties", "python", "sh", "toml", "txt", "xml",
         "yaml")  # fmt: skip
_FENCE = re.compile(r"(?ms)^```(\w+)(?: +(\S+))?\n(.*?)^```$")
_POINTER = re.compile(r"^\s*#\s*(?P<mark>\^+|<) (?P<text>.*)$")
_LINE = re.compile(r"^(?:(?P<path>[^\s:]+):)?(?P<line>\d+):(?P<column>\d+) (?P<text>.*)$")
SEND = "POST api.aurorasendcloud.com/email/send email "


@dataclass(frozen=True)
class Section:
    """A heading with its texts and what is expected of them."""

    name: str
    why: str
    files: dict[str, str]
    expected: tuple[Line, ...]


def sections(path: Path) -> Iterator[Section]:
    text = path.read_text(encoding="utf-8")
    for part in re.split(r"(?m)^## ", text)[1:]:
        title, _, body = part.partition("\n")
        why = body.partition("```")[0].strip()
        fences = _FENCE.findall(body)
        files = {name or "app.py": content for kind, name, content in fences if kind != "expect"}
        listed = [_listed(line) for kind, _, content in fences if kind == "expect" for line in content.splitlines()]
        pointed = [line for name, content in files.items() for line in _pointed(name, content)]
        yield Section(f"{path.stem}: {title.strip()}", why, files, (*listed, *pointed))


def _listed(line: str) -> Line:
    found = _LINE.match(line)
    assert found is not None, f"not a line of an expect fence: {line}"
    return Line(found["path"] or "app.py", int(found["line"]), int(found["column"]), found["text"])


def _pointed(path: str, text: str) -> Iterator[Line]:
    """What the comments under a line of code say of it."""
    code, number = "", 0
    for at, line in enumerate(text.splitlines(), 1):
        found = _POINTER.match(line)
        if found is None:
            code, number = line, at
        elif found["mark"] == "<":
            yield Line(path, number, len(code) - len(code.lstrip()) + 1, found["text"])
        else:
            yield Line(path, number, found.start("mark") + 1, found["text"], len(found["mark"]))


def _fits(expected: Line, found: Line) -> bool:
    """Whether a fact is the expected one; one caret alone says nothing about the width."""
    where = (expected.path, expected.line, expected.column) == (found.path, found.line, found.column)
    wide = expected.width < 2 or expected.width == found.width
    text = re.sub("^POST send ", SEND, expected.text)
    pattern = ".*".join(re.escape(part) for part in text.split("…"))
    return where and wide and re.fullmatch(pattern, found.text) is not None


def _differences(section: Section) -> list[str]:
    """What was understood and not expected, and the other way round."""
    missing = list(section.expected)
    surplus = []
    for fact in lines(understood(section.files), section.files):
        match = next((line for line in missing if _fits(line, fact)), None)
        if match is None:
            surplus.append(fact)
        else:
            missing.remove(match)
    return [*(f"found:    {line}" for line in surplus), *(f"expected: {line}" for line in missing)]


SECTIONS = [section for path in sorted(FOLDER.glob("*.md")) for section in sections(path)]


def _parameter(section: Section) -> object:
    is_gap = section.why.startswith(GAP)
    marks = [pytest.mark.xfail(strict=True, raises=pytest.fail.Exception, reason=section.why)] if is_gap else []
    return pytest.param(section, id=section.name, marks=marks)


@pytest.mark.parametrize("section", [_parameter(section) for section in SECTIONS])
def test_code_is_understood_as_told(section: Section) -> None:
    try:
        differences = _differences(section)
    except RecursionError:
        differences = ["the recursion was too deep"]
    if differences:
        pytest.fail("\n".join([section.why, *differences]), pytrace=False)


def test_every_section_has_a_name_of_its_own_a_reason_and_a_text() -> None:
    names = [section.name for section in SECTIONS]
    assert len(names) == len(set(names))
    assert [section.name for section in SECTIONS if not section.why.endswith(".") or not section.files] == []


def test_every_fence_is_one_that_the_sections_are_made_of() -> None:
    for path in FOLDER.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n```") == 2 * len(_FENCE.findall(text)), f"{path.name} has a fence that is not closed"
        assert {kind for kind, _, _ in _FENCE.findall(text)} <= {*KINDS, "expect"}
