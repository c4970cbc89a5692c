"""No regular expression of the package takes more than a file's length of work, whatever the file holds.

`regexploit` looks for what could take its cube or worse. The square is tried: every expression is given texts that it
nearly fits, made of its own signs, and four times the text may not take more than about four times the time.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest
from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

import sendcloud_lint
from sendcloud_lint.model.expressions import expression
from tests.growth import FACTOR, growth

if sys.version_info >= (3, 11):
    from re import _parser as sre_parse
else:
    import sre_parse

PACKAGE = sendcloud_lint.__name__
# What looks for a match at every place; the others try one.
SEARCHING = {"search", "finditer", "findall", "sub", "subn", "split"}
SIZE = 4_000
# What is done in as few seconds needs no closer look: a square of the size would take ten times that.
QUICK = 0.004
PIECES = 5
KINDS = re.Pattern | expression
# What a run brings in for one small file with a request.
STARTED = """\
import sys
from sendcloud_lint.api import check_text
assert check_text("import requests; requests.get('https://api.aurorasendcloud.com/')", filename="a.py", select=["ALL"])
print(*(name for name in sys.modules if name.startswith("sendcloud_lint")))
"""


class Expression(NamedTuple):
    place: str
    pattern: str | bytes
    flags: int
    searches: bool


def modules() -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(sendcloud_lint.__path__, f"{PACKAGE}."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def held(thing: object, seen: set[int]) -> Iterator[re.Pattern[Any] | expression]:
    """The expressions in a module's data: in tables, records, classes, and what functions have with them."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, KINDS):
        yield thing
    for inner in _inner(thing):
        yield from held(inner, seen)


def _inner(thing: object) -> list[object]:
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)
    if isinstance(thing, dict):
        return [*thing, *thing.values()]
    if isinstance(thing, FunctionType):
        return [*(thing.__defaults__ or ()), *(cell.cell_contents for cell in thing.__closure__ or ())]
    is_ours = (thing if isinstance(thing, type) else type(thing)).__module__.startswith(PACKAGE)
    slots = [getattr(thing, name, None) for name in getattr(type(thing), "__slots__", ())]
    return [*getattr(thing, "__dict__", {}).values(), *slots] if is_ours else []


def called(module: ModuleType) -> Iterator[tuple[ast.Call, ast.expr, str]]:
    """Calls of methods in a module: what stands before the dot, and the method's name."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.value, node.func.attr


@cache
def expressions() -> list[Expression]:
    """All of them. One in a table may be used by whoever in its module uses what has no name of its own."""
    found: dict[tuple[str | bytes, int], Expression] = {}

    def add(place: str, pattern: str | bytes, flags: int, *, searches: bool) -> None:
        before = found.get((pattern, flags))
        found[pattern, flags] = Expression(place, pattern, flags, searches or (before is not None and before.searches))

    for module in modules():
        names = vars(module)
        unnamed = False
        for call, owner, method in called(module):
            name = owner.id if isinstance(owner, ast.Name) else ""
            if name == "re" and call.args and isinstance(call.args[0], ast.Constant) and method != "compile":
                add(f"{module.__name__}:{call.lineno}", call.args[0].value, 0, searches=method in SEARCHING)
            elif isinstance(names.get(name), KINDS):
                one = names[name]
                add(f"{module.__name__}.{name}", one.pattern, one.flags, searches=method in SEARCHING)
            else:
                unnamed = unnamed or method in SEARCHING - {"split"}
        for name, thing in list(names.items()):
            if not isinstance(thing, ModuleType):
                for one in held(thing, set()):
                    searches = unnamed and not isinstance(thing, KINDS)
                    add(f"{module.__name__}.{name}", one.pattern, one.flags, searches=searches)
    return sorted(found.values(), key=lambda one: one.place)


def test_expressions_are_found() -> None:
    places = {one.place for one in expressions()}
    assert len(places) > 400
    assert {f"{PACKAGE}.readers.xml._ATTRIBUTE", f"{PACKAGE}.readers.kinds._KINDS"} <= places
    assert any(":" in place for place in places)


def test_a_start_compiles_none_that_may_go_unused() -> None:
    """Compiling one takes a thousandth of a start, and there are a hundred."""
    run = subprocess.run((sys.executable, "-c", STARTED), capture_output=True, text=True, check=True)
    started = run.stdout.split()
    assert f"{PACKAGE}.readers.python.native" in started
    compiled = [
        f"{name}.{each}"
        for name in started
        for each, thing in vars(importlib.import_module(name)).items()
        if not isinstance(thing, ModuleType) and any(isinstance(one, re.Pattern) for one in held(thing, set()))
    ]
    assert compiled == []


def test_an_expression_is_what_is_compiled() -> None:
    one = expression("(?P<word>[a-z]+)", re.ASCII)
    assert "search" not in vars(one)
    assert (one.sub("-", "ab1c"), one.pattern, one.groupindex) == ("-1-", "(?P<word>[a-z]+)", {"word": 1})
    assert not hasattr(one, "__deepcopy__")


def test_none_is_cubic() -> None:
    wrong = []
    for one in expressions():
        text = one.pattern if isinstance(one.pattern, str) else one.pattern.decode("latin-1")
        flags = one.flags & ~re.UNICODE
        wrong += [f"{one.place}: {each}" for each in find(SreOpParser().parse_sre(text, flags)) if each.starriness > 2]
    assert wrong == []


# What an expression nearly fits


def signs(tree: Any) -> Iterator[tuple[str, bool]]:
    """Words and signs of an expression, and whether it repeats them: for a class one of each of its kinds."""
    word = ""
    for operation, argument in tree:
        kind = str(operation)
        if kind == "LITERAL":
            word += chr(argument)
            continue
        yield from ((each, False) for each in ([word] if word else []))
        word = ""
        yield from _signs_of(kind, argument)
    if word:
        yield word, False


def _signs_of(kind: str, argument: Any) -> Iterator[tuple[str, bool]]:
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield from ((sign, True) for sign, _ in signs(argument[2]))
    elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        yield from signs(argument[3] if kind == "SUBPATTERN" else argument)
    elif kind in ("ASSERT", "ASSERT_NOT"):
        yield from signs(argument[1])
    elif kind in ("BRANCH", "GROUPREF_EXISTS"):
        for branch in argument[1] if kind == "BRANCH" else argument[1:]:
            yield from signs(branch or ())
    elif kind in ("ANY", "NOT_LITERAL"):
        yield "a" if argument != ord("a") else "b", False
    elif kind in ("IN", "CATEGORY"):
        for each, value in argument if kind == "IN" else [(kind, argument)]:
            yield from ((sign, False) for sign in _in_class(str(each), value))


def _in_class(kind: str, value: Any) -> str:
    if kind in ("LITERAL", "RANGE"):
        return chr(value if kind == "LITERAL" else value[0])
    if kind == "NEGATE":
        return "a "
    known = {"CATEGORY_SPACE": " \t\n\xa0", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a_1", "CATEGORY_NOT_WORD": " -"}
    return known.get(str(value), "a")


def attacks(one: Expression) -> Iterator[Callable[[int], Any]]:
    found = list(signs(sre_parse.parse(one.pattern, one.flags & ~re.DEBUG)))
    repeated = list(dict.fromkeys(sign for sign, is_repeated in found if is_repeated))[:PIECES]
    words = list(dict.fromkeys(sign for sign, _ in found))[:PIECES]
    units = dict.fromkeys((*repeated, *words, *(a + b for a in words for b in repeated[:PIECES] if a != b)))
    for unit in units:
        for before in ("", *words):
            yield lambda size, unit=unit, before=before: text_of(one, before, unit, size)


def text_of(one: Expression, before: str, unit: str, size: int) -> str | bytes:
    """It ends with a sign that fits nowhere."""
    text = before + unit * (size // len(unit)) + "\x01"
    return text if isinstance(one.pattern, str) else text.encode("latin-1", "replace")


def slow(one: Expression) -> list[str]:
    compiled = re.compile(one.pattern, one.flags)
    work = (lambda text: sum(1 for _ in compiled.finditer(text))) if one.searches else compiled.match
    return [
        f"{one.place}: {make(8)!r}" for make in attacks(one)
        if grows(work, make) and growth(lambda size, make=make: work(make(size)), SIZE // FACTOR) > 2 * FACTOR
    ]  # fmt: skip


def grows(work: Callable[[Any], object], make: Callable[[int], Any]) -> bool:
    """A first look. A shorter text comes first: what is slow with it could take minutes with a longer one."""
    shorter, longer = make(SIZE // FACTOR), make(SIZE)
    before = seconds(work, shorter)
    if before > QUICK:
        return True
    after = seconds(work, longer)
    return after > QUICK and after > 2 * FACTOR * before


def seconds(work: Callable[[Any], object], text: Any) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


@pytest.mark.parametrize("share", range(4))
def test_work_grows_with_the_text(share: int) -> None:
    assert [wrong for one in expressions()[share::4] for wrong in slow(one)] == []
