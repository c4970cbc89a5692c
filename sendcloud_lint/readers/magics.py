"""What only notebooks know: the first lines of cells that say what follows, and lines of Python cells that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sendcloud_lint.model.derived import Edit
from sendcloud_lint.model.source import Span

# Databricks writes one sign where others write two; before a query on the same line it is a line's everywhere.
_HEAD = re.compile(
    r"\s*(?:%%(?P<name>[\w!]+)|%(?P<lone>sh|md|scala|python|(?:sql|r)(?=[ \t]*\n))\b)(?P<rest>[^\n]*)(?:\n|\Z)"
)
# Magics whose cell is Python still.
_PYTHON = frozenset(
    (
        "time", "timeit", "capture", "prun", "py", "python", "python2", "python3", "pypy", "memit", "mprun", "lprun",
        "snakeviz", "heat", "debug", "px", "skip", "mypy", "flake8", "pycodestyle", "black", "notify", "local", "spark",
    )
)  # fmt: skip
_SHELL = frozenset(("bash", "sh", "shell", "zsh", "sx", "system", "!"))
_FILE = frozenset(("writefile", "file"))
_MARKDOWN = frozenset(("markdown", "md"))
_INTERPRETER = re.compile(r"(?<![\w./-])(?:[\w.-]*/)*(?:ba|z|k|da)?sh\b")
_NAMED_FILE = re.compile(r"(?:.*\s)?(?P<mark>[\"']?)(?P<name>[^\s\"']+)(?P=mark)\s*$")

_LINE = re.compile(r"(?m)^(?P<lead>[ \t]*)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)$")
_COMMAND = re.compile(
    r"(?P<before>(?:[\w, .\[\]]+(?::[^=!%'\"]*)?=[ \t]*)?)(?P<mark>!!?|%(?:sx|system)[ \t]+)(?P<command>.+)", re.DOTALL
)
# A name in braces, which IPython fills in unless there are other braces that it can't.
_FILLED = re.compile(r"\{([A-Za-z_][\w.]*(?:\[(?:\"\w+\"|'\w+'|\d+)\])?)\}")
_SET = re.compile(r"%(?:set_)?env[ \t]+(?P<name>[A-Za-z_]\w*)(?:[ \t]*=[ \t]*|[ \t]+)(?P<value>.*)")
_TIMED = re.compile(r"%(?:time|timeit|prun|memit)[ \t]+(?:-[a-z](?:[ \t]*\d+)?[ \t]+)*(?=[A-Za-z_])")
_DOTENV = re.compile(r"%dotenv\b(?:[ \t]+-\w+)*[ \t]*(?P<name>[^\s'\"-][^\s'\"]*)?[ \t]*$")
_RUN = re.compile(
    r"%run[ \t]+(?:-[a-z][ \t]+)*(?P<mark>[\"']?)(?:\./)*(?P<ups>(?:\.\./)*)"
    r"(?P<module>[A-Za-z_]\w*(?:/[A-Za-z_]\w*)*)(?:\.py)?(?P=mark)(?=\s|$)"
)
_VALUE = re.compile(r"(?P<before>[\w, .\[\]]+(?::[^=!%'\"]*)?=[ \t]*)%\w")
# Some magics need no sign where no variable is called so: `ls docs`, `cd ..`.
_BARE = (
    r"(?:cat|cd|conda|cp|ll?s?|less|load_ext|man|matplotlib|mkdir|more|mv|pip|pylab|rm|rmdir|run|who|whos)"
    r"[ \t]+(?:-\w|[\w.$~/{'\"])"
)
_MAGIC = re.compile(rf"%[\w.]|[\w.*]+\?{{1,2}}$|\?{{1,2}}(?:[\w.]|$)|{_BARE}")
_PROMPT = re.compile(r"(?:>>>|\.\.\.|In \[\d*\]:)(?:[ \t]|$)")


class Part(NamedTuple):
    """What a cell holds: `kind` is "python", "shell", "markdown", "loose", or "file", whose `name` is given."""

    kind: str
    span: Span
    name: str = ""


def part_of(text: str, span: Span) -> Part:
    """What a cell of Python holds behind the magics at its beginning. One of them may stand before another."""
    at = span.start
    while (head := _HEAD.match(text, at, span.end)) is not None:
        name = (head["name"] or head["lone"]).lower()
        kind = "python" if name in _PYTHON else _kind(name, head["rest"])
        # `%sh curl …` is a command with what follows it.
        at = head.start("rest") if head["lone"] and kind != "python" else head.end()
        if kind != "python":
            file = _NAMED_FILE.match(head["rest"])
            return Part(kind, Span(at, span.end), file["name"] if file is not None and kind == "file" else "")
    return Part("python", Span(at, span.end))


def _kind(name: str, rest: str) -> str:
    if name in _SHELL or (name == "script" and _INTERPRETER.search(rest)):
        return "shell"
    if name in _FILE:
        return "file"
    return "markdown" if name in _MARKDOWN else "loose"


def as_python(text: str, span: Span, *, timed: bool) -> Iterator[Edit]:
    """The lines that are none of Python's: commands become calls, settings assignments, other magics nothing. What is
    `timed` may be Python or not."""
    margin = _margin(text, span)
    for line in _LINE.finditer(text, span.start, span.end):
        start, rest = line.start("rest"), line["rest"]
        if margin and line["lead"].startswith(margin):
            yield Edit(line.start(), line.start() + len(margin), "")
        command, setting, timing = _COMMAND.match(rest), _SET.match(rest), _TIMED.match(rest)
        value, prompt = _VALUE.match(rest), _PROMPT.match(rest)
        if command is not None and (command["mark"] != "!" or not command["command"].startswith("=")):
            yield from _call(start, command)
        elif setting is not None:
            at = start + setting.start("value")
            yield Edit(start, at, f'__import__("os").environ["{setting["name"]}"] = ')
            yield Edit(at, line.end(), repr(setting["value"]))
        elif timing is not None and timed:
            yield Edit(start, start + timing.end(), "")
        elif value is not None:
            yield Edit(start + value.end("before"), line.end(), "get_ipython()")
        elif prompt is not None:
            yield Edit(start, start + prompt.end(), "")
        elif _MAGIC.match(rest):
            yield Edit(start, line.end(), _loading(rest) or "pass")


def _margin(text: str, span: Span) -> str:
    """How far the first line is indented, and so are all."""
    lines = _LINE.finditer(text, span.start, span.end)
    return next((line["lead"] for line in lines if line["rest"]), "")


def _call(start: int, command: re.Match[str]) -> Iterator[Edit]:
    """A command's line as the text that a call of `os.popen` is given. Names in braces are their values."""
    written, at = command["command"], start + command.start("command")
    filled = list(_FILLED.finditer(written))
    if not filled or set("{}") & set(_FILLED.sub("", written)):
        yield Edit(start + command.start("mark"), start + command.end(), f'__import__("os").popen({written!r})')
        return
    yield Edit(start + command.start("mark"), at, '__import__("os").popen(')
    end = 0
    for name in filled:
        yield Edit(at + end, at + name.start(1), f"{written[end : name.start()]!r} + str(")
        end = name.end()
        yield Edit(at + name.end(1), at + end, ") + ")
    yield Edit(at + end, at + len(written), f"{written[end:]!r})")


def _loading(line: str) -> str | None:
    """What brings names or variables from another file, as Python has it."""
    run, dotenv = _RUN.match(line), _DOTENV.match(line)
    if run is not None:
        dots = "." * (1 + run["ups"].count("../"))
        return f"from {dots}{run['module'].replace('/', '.')} import *"
    if dotenv is not None:
        return f'__import__("dotenv").load_dotenv({dotenv["name"]!r})' if dotenv["name"] else _LOAD
    return None


_LOAD = '__import__("dotenv").load_dotenv()'
