"""Input that nobody meant for a checker: each gets what the contract says, and the process lives.

Every file holds a trace of the API, so that it really is read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sendcloud_lint.engine import deep, evidence, run
from sendcloud_lint.engine.files import prefilter
from tests.readers.formats import FORMATS
from tests.readers.languages import LANGUAGES

Program = Callable[..., Any]
Make = Callable[..., Path]

KEY = "q7Zf2mX9bR4tLw8K"
TRACE = "# api.aurorasendcloud.com\n"
HEAD = 'import os, requests\nURL = "https://api.aurorasendcloud.com/email/send"\n'
FAULT = 'requests.post(URL, data={"apiUser": os.environ["U"], "apiKey": os.environ["K"], "to": "a@shop.example"})\n'
FAULTY = HEAD + FAULT


@dataclass(frozen=True)
class Told:
    status: int
    codes: list[str]
    errors: list[str]
    checked: int
    skipped: int


def check(folder: Path, *arguments: str, stack: int | None = None) -> Told:
    """A process of its own: one that dies takes no other test along. What becomes of answers is not the matter here."""
    command = [sys.executable, "-m", "sendcloud_lint", "check", "--output-format", "json", "--ignore", "SCL5"]
    within = [] if stack is None else ["sh", "-c", f'ulimit -s {stack} && exec "$@"', "sh"]
    done = subprocess.run(
        [*within, *command, *arguments], cwd=folder, capture_output=True, check=False, timeout=300
    )  # fmt: skip
    assert done.returncode in (0, 1, 2, 3), done.stderr
    assert b"Traceback" not in done.stderr
    report = json.loads(done.stdout) if done.stdout else {"findings": [], "summary": {}}
    summary = report["summary"]
    return Told(
        done.returncode,
        [f"{each['code']} {each['path']}:{each['start']['line']}" for each in report["findings"]],
        [line.removeprefix("sendcloud-lint: ") for line in done.stderr.decode().splitlines()],
        summary.get("files_checked", 0),
        summary.get("files_skipped", 0),
    )


# What can't be read as text


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(TRACE.encode() + b"X = 'caf\xe9'\n", 2, id="Latin-1"),
        pytest.param(b"# coding: no-such-codec\n" + TRACE.encode(), 1, id="unknown encoding"),
        pytest.param(b"# coding: utf-7\n" + TRACE.encode(), 1, id="unfit encoding"),
        pytest.param(b"\xef\xbb\xbf" + TRACE.encode() + b"\xff", 2, id="a byte order mark that lies"),
        pytest.param("# 密钥 sendcloud\nX = 1\n".encode("gb18030"), 1, id="GB 18030"),
        pytest.param(b"\xff\xfe" + TRACE.encode("utf-16-le")[:-1], 1, id="half a character of UTF-16"),
    ],
)
def test_undecodable(project: Make, data: bytes, line: int) -> None:
    told = check(project({"a.py": data, "b.py": FAULTY}))
    assert (told.status, told.codes, told.errors) == (1, [f"SCL001 a.py:{line}", "SCL401 b.py:3"], [])
    assert told.checked == 2


def test_what_an_undecodable_file_says_without_a_grammar_is_told(project: Make) -> None:
    python = TRACE.encode() + f'SENDCLOUD_API_KEY = "{KEY}"  # caf\xe9\n'.encode("latin-1")
    dotenv = f"# caf\xe9\nSENDCLOUD_API_KEY={KEY}\n".encode("latin-1")
    told = check(project({"a.py": python, ".env": dotenv}))
    assert told.codes == ["SCL001 .env:1", "SCL101 .env:2", "SCL001 a.py:2", "SCL101 a.py:2"]


def test_a_comment_in_an_undecodable_file_counts(project: Make) -> None:
    text = b"# sendcloud-lint: ignore-file[SCL001]\n# caf\xe9\n"
    assert check(project({"a.py": text})).codes == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if sent = True:\n    pass\n", id="an assignment for a test"),
        pytest.param("def send(:\n", id="a bracket that is never closed"),
        pytest.param('X = """ never closed\n', id="a text that is never closed"),
        pytest.param("  X = 1\n Y = 2\n", id="a dedent to nowhere"),
        pytest.param("X = 'a\nb'\n", id="a line end in a text"),
        pytest.param("X = 1 \\", id="a backslash at the end"),
        pytest.param("X = 0777777L; print 'a'; f'{x'\n", id="no Python of any version"),
        pytest.param("\x0c\x0c\x0b X = = 1\n", id="form feeds"),
        pytest.param("X = (\x01\x02)\n", id="control characters"),
        pytest.param("<<<<<<< HEAD\nX = 1\n=======\nX = 2\n>>>>>>> other\n", id="a merge conflict"),
    ],
)
def test_broken_python(project: Make, text: str) -> None:
    told = check(project({"a.py": TRACE + text, "b.py": FAULTY}))
    assert (told.status, told.errors) == (1, [])
    assert [code.split(":")[0] for code in told.codes] == ["SCL001 a.py", "SCL401 b.py"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\ufeff", id="a byte order mark alone"),
        pytest.param("\n\n\n", id="line ends"),
        pytest.param(TRACE.rstrip(), id="one comment without a line end"),
        pytest.param(TRACE.replace("\n", "\r") * 3, id="lone carriage returns"),
        pytest.param(TRACE + "\x0c\n\x0cX = 1\n", id="form feeds"),
        pytest.param(TRACE + "X = '\u2028 \x85 \x1c'\n", id="line ends that are none"),
        pytest.param(TRACE + "X = '\\q \\U0001F600 \\N{BULLET} \\x41'\n", id="escapes, good and bad"),
        pytest.param(TRACE + "#\ud7ff \U0010ffff\n", id="the last code point"),
    ],
)
@pytest.mark.parametrize("name", ["a.py", ".env"])
def test_odd_but_sound(project: Make, text: str, name: str) -> None:
    told = check(project({name: text if name == "a.py" else text.replace("X = ", "X=")}))
    assert told.errors == []
    assert [code for code in told.codes if not code.startswith("SCL001 .env")] == []
    assert told.checked == 1


# Binary, large, and no files at all


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.py", b"\0" + FAULTY.encode(), id="a NUL at the start"),
        pytest.param("a.py", FAULTY.encode() + b"\0", id="a NUL at the end"),
        pytest.param("a.png", FAULTY.encode(), id="a binary's name"),
        pytest.param(".env", b"SENDCLOUD_API_KEY=\0\0\0", id="NULs in a .env"),
    ],
)
def test_binary(project: Make, name: str, data: bytes) -> None:
    folder = project({name: data})
    told = check(folder)
    assert (told.status, told.codes, told.checked, told.skipped, told.errors) == (0, [], 0, 1, [])
    assert check(folder, name).errors == [f"warning: {name} is binary and was skipped"]


def test_a_nul_far_into_a_text(project: Make) -> None:
    told = check(project({"a.py": FAULTY + "#" * 10_000 + "\n\0\n"}))
    assert (told.status, [code.split(":")[0] for code in told.codes], told.errors) == (1, ["SCL001 a.py"], [])


def test_fifty_megabytes(project: Make) -> None:
    folder = project({"b.py": FAULTY})
    with open(folder / "a.py", "wb") as file:
        file.write(FAULTY.encode())
        file.truncate(50_000_000)
    told = check(folder)
    assert (told.codes, told.checked, told.skipped, told.errors) == (["SCL401 b.py:3"], 1, 1, [])
    named = check(folder, "a.py")
    assert (named.status, named.skipped) == (0, 1)
    assert named.errors == ["warning: a.py is larger than max-file-size and was skipped"]


def test_fifty_megabytes_of_python(project: Make) -> None:
    folder = project({"sendcloud-lint.toml": "max-file-size = 1000"})
    (folder / "a.py").write_bytes(FAULTY.encode() * 400_000)
    assert check(folder, "a.py").errors == ["warning: a.py is larger than max-file-size and was skipped"]


def test_a_folder_named_like_a_module(project: Make) -> None:
    told = check(project({"x.py/a.py": FAULTY, ".env/b.py": FAULTY}))
    assert (told.codes, told.checked, told.errors) == (["SCL401 .env/b.py:3", "SCL401 x.py/a.py:3"], 2, [])
    assert check(project(), "x.py").codes == ["SCL401 x.py/a.py:3"]


def test_links(project: Make) -> None:
    folder = project({"real/a.py": FAULTY})
    (folder / "loop").symlink_to(folder)
    (folder / "real" / "up").symlink_to("..")
    (folder / "self.py").symlink_to("self.py")
    (folder / "ping.py").symlink_to("pong.py")
    (folder / "pong.py").symlink_to("ping.py")
    (folder / "nowhere.py").symlink_to("gone.py")
    told = check(folder)
    assert (told.status, told.codes, told.errors) == (1, ["SCL401 real/a.py:3"], [])


@pytest.mark.parametrize("name", ["self.py", "nowhere.py"])
def test_a_link_to_nothing_that_is_named_is_no_path(project: Make, name: str) -> None:
    folder = project()
    (folder / name).symlink_to("self.py")
    told = check(folder, name)
    assert (told.status, told.errors) == (2, [f"error: {name}: no such file or folder"])


def test_a_link_out_of_the_project_is_not_followed(project: Make) -> None:
    outside = project({"a.py": FAULTY}, "outside")
    folder = project({"pyproject.toml": ""}, "inside")
    (folder / "linked.py").symlink_to(outside / "a.py")
    (folder / "folder").symlink_to(outside)
    assert check(folder).codes == []
    assert check(folder, "linked.py").codes == ["SCL401 linked.py:3"], "unless it is named"


def test_a_fifo(project: Make) -> None:
    folder = project({"b.py": FAULTY})
    os.mkfifo(folder / "a.py")
    told = check(folder)
    assert (told.status, told.codes, told.skipped) == (1, ["SCL401 b.py:3"], 1)
    assert check(folder, "a.py").errors == ["warning: a.py is not a regular file and was skipped"]


def test_a_device_is_not_read(tmp_path: Path) -> None:
    told = check(tmp_path, "/dev/zero")
    assert (told.status, told.skipped) == (0, 1)


@pytest.mark.parametrize("stage", ["between listing and scanning", "between scanning and reading"])
def test_a_file_that_vanishes(program: Program, project: Make, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    folder = project({"a.py": FAULTY, "b.py": FAULTY})
    home, name = (run, "prefilter") if stage == "between listing and scanning" else (run, "_relevant")
    really = getattr(home, name)

    def after_it_vanished(*arguments: Any, **named: Any) -> Any:
        (folder / "a.py").unlink()
        return really(*arguments, **named)

    monkeypatch.setattr(home, name, after_it_vanished)
    done = program("check", "--output-format", "json", "--ignore", "SCL5", cwd=folder)
    assert (done.status, done.codes, done.stderr) == (1, ["SCL401 b.py:3"], b"")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(PermissionError(13, "x"), "can't be read: Permission denied", id="no permission"),
        pytest.param(OSError(5, "x"), "can't be read: Input/output error", id="a failing disk"),
    ],
)
def test_a_file_that_cant_be_read(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    really = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith("a.py"):
            raise error
        return really(path, *arguments, **named)

    monkeypatch.setattr(prefilter.os, "open", refuse)
    done = program(
        "check", "--output-format", "json", "--ignore", "SCL5", cwd=project({"a.py": FAULTY, "b.py": FAULTY})
    )
    assert (done.status, done.codes) == (3, ["SCL401 b.py:3"])
    assert [(each["path"], each["message"]) for each in done.json["problems"]] == [("a.py", message)]


def test_a_path_that_does_not_exist(project: Make) -> None:
    told = check(project({"a.py": FAULTY}), "a.py", "b.py")
    assert (told.status, told.codes, told.errors) == (2, [], ["error: b.py: no such file or folder"])


@pytest.mark.parametrize("files", [{}, {"x.txt": "a"}, {"sub/x.md": ""}], ids=["empty", "a text", "a folder"])
def test_a_folder_with_nothing_to_check(project: Make, files: dict[str, str]) -> None:
    told = check(project(files))
    assert (told.status, told.codes, told.errors, told.checked) == (0, [], [], len(files))


def test_a_broken_repository_is_listed_without_git(project: Make) -> None:
    folder = project({".git/HEAD": "nonsense", "a.py": FAULTY})
    told = check(folder)
    assert (told.status, told.codes) == (3, ["SCL401 a.py:3"])
    assert told.errors[0].startswith("incomplete: git ls-files failed")


def test_a_worktree_file_that_leads_nowhere(project: Make) -> None:
    told = check(project({".git": "gitdir: /nowhere/at/all\n", "a.py": FAULTY}))
    assert (told.status, told.codes) == (3, ["SCL401 a.py:3"])


# Shapes that break parsers and walks. What is too deep or too wide is SCL001, or read: never a death, never a hang.


def nested(opening: str, closing: str, depth: int) -> str:
    return f"X = {opening * depth}{closing * depth}\n"


def chain(join: str, count: int, item: str = '"a"') -> str:
    return f"X = {join.join([item] * count)}\n"


def calls(count: int) -> str:
    return "X = a" + ".b(1)" * count + "\n"


def functions_in_functions(depth: int) -> str:
    return "".join(f"{' ' * level}def f{level}():\n" for level in range(depth)) + " " * depth + "pass\n"


def branches(count: int) -> str:
    return "if a == 0:\n    X = 0\n" + "".join(f"elif a == {n}:\n    X = {n}\n" for n in range(1, count))


def in_blocks(head: Callable[[int], str], by: str = " ") -> str:
    """As deep as Python's own tokenizer goes."""
    return "".join(by * level + head(level) for level in range(95)) + by * 95 + "pass\n"


def branch_tree(depth: int) -> str:
    """Every branch doubles the ways through: nobody may walk them all."""
    return "".join(f"if a{n}:\n    X = {n}\nelse:\n    Y = {n}\n" for n in range(depth))


SHAPES = {
    "10,000 round brackets": nested("(", ")", 10_000),
    "10,000 square brackets": nested("[", "]", 10_000),
    "10,000 curly brackets": nested("{", "}", 10_000).replace("{}", "{1}"),
    "10,000 brackets that are never closed": "X = " + "(" * 10_000 + "\n",
    "10,000 minus signs": "X = " + "-" * 10_000 + "1\n",
    "10,000 nots": "X = " + "not " * 10_000 + "1\n",
    "10,000 lambdas": "X = " + "lambda: " * 10_000 + "1\n",
    "10,000 conditional expressions": "X = " + "1 if a else " * 10_000 + "1\n",
    "50,000 terms": chain(" + ", 50_000),
    "50,000 ands": chain(" and ", 50_000, "a"),
    "50,000 comparisons": chain(" < ", 50_000, "a"),
    "50,000 powers": chain(" ** ", 50_000, "a"),
    "50,000 texts side by side": chain(" ", 50_000),
    "50,000 elements": f"X = [{chain(', ', 50_000)[4:-1]}]\n",
    "a chain of 10,000 calls": calls(10_000),
    "a chain of 10,000 attributes": "X = a" + ".b" * 10_000 + "\n",
    "a chain of 10,000 subscripts": "X = a" + "[0]" * 10_000 + "\n",
    "10,000 assignments in one": "a = " * 10_000 + "1\n",
    "300 functions in one another": functions_in_functions(300),
    "90 functions in one another": functions_in_functions(90),
    "10,000 branches": branches(10_000),
    "300 branches": branches(300),
    "500 forks": branch_tree(500),
    "5,000 functions": "".join(f"def f{n}(a):\n    return f{n - 1}(a)\n" for n in range(5_000)),
    "5,000 classes of one another": "".join(f"class C{n}(C{n - 1}):\n    x = {n}\n" for n in range(1, 5_000)),
    "a line of 1 MB": f'X = "{"a" * 1_000_000}"\n',
    "a comment of 1 MB": f"#{'a' * 1_000_000}\n",
    "1 MB of quotes": '"' * 1_000_000 + "\n",
    "1 MB of backslashes": "X = '" + "\\" * 1_000_000 + "'\n",
    "300 braces in an f-string": 'X = f"' + "{" * 300 + "a" + "}" * 300 + '"\n',
    "f-strings in f-strings": "X = " + 'f"{' * 30 + "1" + '}"' * 30 + "\n",
    "50,000 empty lines": "\n" * 50_000,
    "20,000 comments": "# noqa: E501 sendcloud-lint: ignored\n" * 20_000,
    "a function that calls itself": "def f(a):\n    return f(f(a))\nf(f(f(1)))\n",
    "names that hold one another": "a = b\nb = c\nc = a\nX = a + b + c\n",
    "a list in itself": "a = []\na.append(a)\nb = {}\nb['b'] = b\nb.update(b)\n",
    "a text that doubles": "a = 'ab'\n" + "a = a + a\n" * 200,
    "a list that doubles": "a = ['ab']\n" + "a = a + a\n" * 100 + "X = ','.join(a)\n",
    "a repeated text": "a = 'ab' * 999999999\nb = '%999999999d' % 1\nc = f'{1:999999999}'\n",
    "a huge power": "a = 9 ** 9 ** 9\nb = 1 << 999999999\nc = int('9' * 9999)\n",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape(project: Make, shape: str) -> None:
    """Above a finding or below it, turn by turn: both ways cost the same time, and time is dear here."""
    is_above = list(SHAPES).index(shape) % 2 == 0
    text = SHAPES[shape] + FAULTY if is_above else FAULTY + SHAPES[shape]
    told = check(project({"a.py": text, "b.py": FAULTY}))
    assert (told.status, told.errors, told.checked) == (1, [], 2)
    assert "SCL401 b.py:3" in told.codes
    mine = [code.split(":")[0] for code in told.codes if code != "SCL401 b.py:3"]
    assert mine in (["SCL401 a.py"], ["SCL001 a.py"])


CHOSEN = """f'{d[f"{a}"]}' """
# As above, and each costs next to nothing: one process reads all.
DEEP = 5_000
DEEP_SHAPES = {
    "lists": nested("[", "]", DEEP),
    "tuples": nested("(1,", ")", DEEP),
    "dicts": nested("{1: ", "}", DEEP).replace(": }", ": 1}"),
    "calls in calls": nested("f(", ")", DEEP),
    "starred calls": nested("f(*", ")", DEEP).replace("*)", "*a)"),
    "unpacked dicts": nested("{**", "}", DEEP).replace("**}", "**a}"),
    "brackets of all kinds": nested("([{1: ", "}])", DEEP // 3).replace(": }", ": 1}"),
    "subscripts in subscripts": nested("a[", "]", DEEP).replace("[]", "[0]"),
    "comprehensions": nested("[", " for a in b]", DEEP).replace("[ for", "[1 for"),
    "loops of one comprehension": f"X = [1 {'for a in b ' * DEEP}]\n",
    "conditions of one comprehension": f"X = [1 for a in b {'if a ' * DEEP}]\n",
    "assignments in expressions": nested("(a := ", ")", DEEP).replace(":= )", ":= 1)"),
    "yields": f"def f():\n    {nested('(yield ', ')', DEEP)}",
    "awaits": f"async def f():\n    X = {'await ' * DEEP}a\n",
    "tildes": f"X = {'~' * DEEP}1\n",
    "lambdas and conditions": nested("lambda: (1 if a else ", ")", DEEP // 2).replace("else )", "else 1)"),
    "formats of formats": f"X = f'{{a{':{a' * DEEP}{'}' * (DEEP + 1)}'\n",
    "f-strings side by side": f"X = {CHOSEN * DEEP}\n",
    "a decorator's calls": f"@{'a(' * DEEP}{')' * DEEP}\ndef f(): pass\n",
    "decorators": "@a\n" * DEEP + "def f(): pass\n",
    "annotations": f"a: {'list[' * DEEP}int{']' * DEEP} = 1\n",
    "targets": f"{'(' * DEEP}a{',)' * DEEP} = 1\n",
    "deleted targets": f"del {'(' * DEEP}a{',)' * DEEP}\n",
    "a target's attributes": f"a{'.b' * DEEP} = 1\n",
    "a module's name": f"import a{'.b' * DEEP}\n",
    "dots of a module": f"from {'.' * DEEP} import a\n",
    "lists in a pattern": f"match a:\n    case {'[' * DEEP}1{']' * DEEP}:\n        pass\n",
    "classes in a pattern": f"match a:\n    case {'A(' * DEEP}1{')' * DEEP}:\n        pass\n",
    "alternatives of a pattern": f"match a:\n    case {' | '.join(['1'] * DEEP)}:\n        pass\n",
    "matches in matches": in_blocks(lambda n: f"match a:\n{'    ' * n}  case {n}:\n", "    "),
    "handlers in handlers": in_blocks(lambda n: "try:\n"),
    "classes in classes": in_blocks(lambda n: f"class C{n}:\n"),
    "backquotes of Python 2": f"print {'`' * (DEEP + 1)}\n",
    "brackets of Python 2": f"print {'(' * DEEP}{')' * DEEP}\n",
    "texts of Python 2": f"print {' + '.join(['1'] * DEEP)}\n",
    "operators": chain(" or ", DEEP, "a"),
    "formatted texts": f"X = 'a'{' % a' * DEEP}\n",
    "calls in a row": calls(DEEP),
}  # fmt: skip


def test_deep_python_on_a_small_stack(project: Make) -> None:
    """Of 1 MB, where a main thread usually has 8."""
    files = {f"{name.replace(' ', '_')}.py": FAULTY + text for name, text in DEEP_SHAPES.items()}
    told = check(project({**files, "b.py": FAULTY}), stack=1_024)
    assert (told.status, told.errors, told.checked) == (1, [], len(files) + 1)
    assert {code.split()[1].split(":")[0] for code in told.codes} == {*files, "b.py"}
    assert {code.split()[0] for code in told.codes} == {"SCL401", "SCL001"}


def test_deep_files_of_other_grammars_on_a_small_stack(project: Make) -> None:
    """What nests first in each, with a trace of the API below it."""
    trace = "\n# https://api.aurorasendcloud.com/email/send\n"
    several = [LANGUAGES[name] for name in ("shell", "notebook", "Markdown", "pipeline", "requests of an editor")]
    files = {language.path: language.deep[0](DEEP) + trace for language in several}
    files |= {f"{name}.{name.lower()}": form.deep[0](DEEP) + trace for name, form in FORMATS.items() if form.deep}
    told = check(project({**files, "b.py": FAULTY}), stack=1_024)
    assert (told.status, told.errors, told.checked) == (1, [], len(files) + 1)
    assert "SCL401 b.py:3" in told.codes


@pytest.mark.parametrize(
    "literal", ["a" * 8_000_000, "a\\n" * 2_500_000, "\\x41" * 2_000_000], ids=["a", "lines", "codes"]
)
def test_a_literal_beyond_the_usual_size_of_a_file(project: Make, literal: str) -> None:
    folder = project({"a.py": f'{FAULTY}X = "{literal}"\n', "sendcloud-lint.toml": "max-file-size = 10_000_000\n"})
    told = check(folder)
    assert (told.status, told.errors, told.checked) == (1, [], 2)
    assert told.codes == ["SCL401 a.py:3"]


def test_two_thousand_requests(project: Make) -> None:
    told = check(project({"a.py": HEAD + FAULT * 2_000}), "--fail-on", "error")
    assert (told.status, len(told.codes), told.errors) == (1, 2_000, [])


def test_five_hundred_requests_on_one_line(project: Make) -> None:
    told = check(project({"a.py": HEAD + FAULT.replace("\n", "; ") * 500 + "\n"}))
    assert (told.status, len(told.codes), told.errors) == (1, 500, [])


def test_a_thousand_keys(project: Make) -> None:
    text = "".join(f'class C{n}:\n    SENDCLOUD_API_KEY = "q7Zf2mX9bR4t{n:04}"\n' for n in range(1_000))
    told = check(project({"a.py": text}))
    assert (told.status, len(told.codes), told.errors) == (1, 1_000, [])


def test_two_thousand_requests_through_one_function(project: Make) -> None:
    text = HEAD + "def post(fields):\n    return requests.post(URL, data=fields)\n" + "post({'to': 'a'})\n" * 2_000
    assert check(project({"a.py": text})).status == 1


def test_many_suppressions_without_effect(project: Make) -> None:
    told = check(project({"a.py": TRACE + "# sendcloud-lint: ignore[SCL101]\n" * 5_000}))
    assert (told.status, len(told.codes), told.errors) == (1, 5_000, [])


def test_mutual_imports(project: Make) -> None:
    files = {
        "a.py": HEAD + "from b import KEY, post\nfrom a import URL\npost(KEY)\n",
        "b.py": f"from a import *\nfrom c import KEY\ndef post(key):\n    {FAULT}",
        "c.py": "import a, b, c\nfrom b import KEY\nfrom . import c\n",
        "pkg/__init__.py": "from .x import *\n" + TRACE,
        "pkg/x.py": "from . import x\nfrom .. import pkg\nfrom pkg import *\nfrom .......... import y\n",
    }
    told = check(project(files))
    assert (told.status, told.codes, told.errors) == (1, ["SCL401 b.py:4"], [])


def test_a_thousand_modules_in_a_row(project: Make) -> None:
    files = {f"m{n}.py": f"from m{n + 1} import KEY\n" for n in range(1_000)}
    told = check(project({**files, "m1000.py": f"KEY = '{KEY}'\n", "a.py": FAULTY + "from m0 import KEY\n"}))
    assert (told.status, told.errors) == (1, [])


# The same for settings


def test_a_dotenv_of_almost_two_megabytes(project: Make) -> None:
    line = f"SENDCLOUD_API_KEY={KEY}\n"
    filler = "#" * (2_000_000 - len(line) - 1) + "\n"
    told = check(project({".env": line + filler}))
    assert (told.status, told.codes, told.errors) == (1, ["SCL101 .env:1"], [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('A="' + "x\\" * 500_000, id="a quote that is never closed"),
        pytest.param("A='" * 100_000, id="quotes in a row"),
        pytest.param("A\n" * 100_000, id="names without a value"),
        pytest.param(" " * 1_000_000, id="blanks"),
        pytest.param("A=" + " #" * 400_000, id="hashes in a row"),
        pytest.param("export " * 50_000, id="exports in a row"),
        pytest.param("A=${A:-" * 100_000, id="references in references"),
        pytest.param("=\n" * 100_000, id="no names"),
        pytest.param("\u3000\x85\u2028=1\n" * 50_000, id="blanks of other scripts"),
    ],
)
def test_a_hostile_dotenv(project: Make, text: str) -> None:
    told = check(project({".env": f"SENDCLOUD_API_KEY={KEY}\n{text}\n"}), "--fail-on", "error")
    assert (told.status, told.errors) == (1, [])
    assert told.codes[0] == "SCL101 .env:1"
    assert {code.split()[0] for code in told.codes[1:]} <= {"SCL001"}


HOSTILE = {
    "main.tf": {
        "braces in braces": "a = " + "{b = " * 20_000,
        "templates in templates": 'a = "' + "${" * 100_000,
        "here-documents without an end": "a = <<B\n" * 50_000,
        "quotes in a row": '"' * 100_000,
    },
    "app.xml": {
        "elements in elements": "<a>" * 20_000,
        "entities of entities": "<!DOCTYPE a [" + "<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>" * 10_000 + "]><a>&a;</a>",
        "comments without an end": "<!--" * 100_000,
        "attributes without quotes": "<a" + " b=c" * 100_000,
        "blanks that are letters": "<a " + "\u00a0" * 20_000,
        "blanks in an entity's name": "<!DOCTYPE a [<!ENTITY " + "\u00a0" * 20_000 + ">]><a/>",
    },
    ".netrc": {"fields without a value": "login\n" * 10_000, "macros in a row": "macdef a\n" * 50_000},
    "crontab": {"numbers in a row": "1 " * 100_000, "jobs in a row": "@daily send\n" * 20_000},
    "mailer.service": {"variables in a row": "Environment=" + "A=b " * 50_000},
    "send.http": {
        "requests in a row": "GET https://api.aurorasendcloud.com/email/send?a={{b}}\n###\n" * 10_000,
        "slots in a row": "POST https://api.aurorasendcloud.com/email/send\n\n" + "a={{b}}&" * 50_000,
        "braces in a row": "GET https://api.aurorasendcloud.com/" + "{{" * 100_000,
        "variables of variables": "".join(f"@a{n + 1} = {{{{a{n}}}}}{{{{a{n}}}}}\n" for n in range(200))
        + "GET {{a200}}/",
        "objects in objects": "POST https://api.aurorasendcloud.com/email/send\n\n" + '{"a":' * 20_000,
        "scripts without an end": "> {%\n" * 50_000,
    },
}
KNOWN = {
    "main.tf": f'sendcloud_api_key = "{KEY}"\n',
    "app.xml": f"<add key='SendCloudApiKey' value='{KEY}'/>\n",
    ".netrc": f"machine api.aurorasendcloud.com password {KEY}\n",
    "crontab": f"SENDCLOUD_API_KEY={KEY}\n",
    "mailer.service": f"Environment=SENDCLOUD_API_KEY={KEY}\n",
    "send.http": f"@sendcloud_api_key = {KEY}\n",
}


@pytest.mark.parametrize(
    ("path", "text"),
    [pytest.param(path, text, id=f"{path}: {name}") for path, ones in HOSTILE.items() for name, text in ones.items()],
)
def test_a_hostile_file_of_settings(project: Make, path: str, text: str) -> None:
    told = check(project({path: f"{KNOWN[path]}{text}\n"}), "--select", "SCL001,SCL101")
    assert (told.status, told.errors) == (1, [])
    assert f"SCL101 {path}:1" in told.codes
    assert {code.split()[0] for code in told.codes} <= {"SCL001", "SCL101"}


def test_a_configuration_of_two_megabytes(project: Make) -> None:
    told = check(project({"sendcloud-lint.toml": "#" * 2_000_000, "a.py": FAULTY}))
    assert (told.status, len(told.errors)) == (2, 1)


def test_a_deep_configuration(project: Make) -> None:
    told = check(project({"sendcloud-lint.toml": "x = " + "[" * 5_000 + "]" * 5_000, "a.py": FAULTY}))
    assert (told.status, len(told.errors)) == (2, 1)


# The process


def test_a_thread_that_cant_be_had_is_no_traceback(
    program: Program, project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    folder = project({"a.py": FAULTY})
    monkeypatch.setattr(deep.threading.Thread, "start", refuse)
    done = program("check", cwd=folder)
    assert (done.status, done.stdout) == (3, b"")
    assert done.err.startswith("sendcloud-lint: error: sendcloud-lint failed with RuntimeError")


def test_an_interrupt_is_no_traceback(program: Program, project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    folder = project({"a.py": FAULTY})
    monkeypatch.setattr(evidence, "understand", interrupted)
    done = program("check", cwd=folder)
    assert (done.status, done.out.strip(), done.err.strip()) == (130, "", "")
