"""Programs that grow: each is understood in little time, whatever doubles, nests or repeats in it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from types import FrameType

import pytest

from sendcloud_lint.analysis import settings, texts
from sendcloud_lint.model.values import Unknown
from sendcloud_lint.readers import json as json_reader
from tests.analysis.understood import understood
from tests.growth import growth

HEADER = 'import os, requests\nURL = "https://api.aurorasendcloud.com/email/send"\n'
MAX_CALLS = 8_000_000


def laughing(levels: int, loads: int) -> dict[str, str]:
    """Settings whose aliases stand for four times as many with each level, and code that loads them often."""
    names = [f"a{level}" for level in range(levels)]
    below = "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in itertools.pairwise(names))
    code = "import yaml\n" + "c = yaml.safe_load(open('laugh.yaml'))\n" * loads
    return {"laugh.yaml": f"a0: &a0 {{b: c}}\n{below}", "app.py": HEADER + code}


def nested(head: str, depth: int, body: str = "x = 1") -> str:
    lines = [f"{'  ' * level}{head.replace('@', str(level))}" for level in range(depth)]
    return "\n".join([*lines, "  " * depth + body, ""])


def imported(count: int) -> dict[str, str]:
    files = {f"m{index}.py": f"from m{index + 1} import KEY\n" for index in range(count)}
    return {**files, f"m{count}.py": "KEY = 'x'\n", "app.py": "from m0 import KEY\n"}


def wrapped(count: int) -> str:
    inner = "".join(f"def f{index}(p):\n  p['k{index}'] = 1\n  return f{index - 1}(p)\n" for index in range(1, count))
    return f"def f0(p):\n  requests.post(URL, data=p)\n{inner}f{count - 1}({{}})\n"


def forked(count: int) -> str:
    """Each function calls the one before it twice."""
    inner = "".join(
        f"def f{index}(a):\n  return f{index - 1}(a + 'x') + f{index - 1}(a)\n" for index in range(1, count)
    )
    return f"def f0(a):\n  return a\n{inner}f{count - 1}('q')\n"


def tangled(count: int) -> str:
    """Each function calls the next twelve, round and round."""
    return "".join(
        f"def f{index}(a):\n" + "".join(f"  b = f{(index + step) % count}(a)\n" for step in range(1, 13))
        for index in range(count)
    )


CASES: dict[str, Callable[[], str | dict[str, str]]] = {
    "functions that call each other in every way": lambda: tangled(150),
    "a text that doubles": lambda: "s = os.environ['X']\n" + "s = s + s\n" * 40,
    "a known text that doubles": lambda: "s = 'ab'\n" + "s = s + s\n" * 60,
    "an f-string that doubles": lambda: "s = os.environ['X']\n" + "s = f'{s}{s}'\n" * 40,
    "a list that doubles": lambda: "s = [1]\n" + "s = s + s\n" * 40,
    "a list that is extended by itself": lambda: "s = [1]\n" + "s.extend(s)\n" * 40,
    "a replacement that doubles": lambda: "s = 'aaaa'\n" + "s = s.replace('a', 'aa')\n" * 60,
    "a join that doubles": lambda: "s = 'aaaa'\n" + "s = ','.join([s, s])\n" * 40,
    "a format that doubles": lambda: "s = 'aaaa'\n" + "s = '{0}{0}'.format(s)\n" * 40,
    "a percent sign that doubles": lambda: "s = os.environ['X']\n" + "s = '%s%s' % (s, s)\n" * 40,
    "a URL that is joined to itself": lambda: (
        "from urllib.parse import urljoin\ns = URL\n" + "s = urljoin(s + '/', s[8:])\n" * 60
    ),
    "a dict that holds itself twice": lambda: "s = {}\n" + "s = {'a': s, 'b': s}\n" * 1_000 + "foo(s)\nfoo(**s)\n",
    "a number that doubles": lambda: "n = 1\n" + "n = n + n\n" * 3_000 + "d = {n: 1}\nrequests.get(URL + str(n))\n",
    "a number of many digits as a name": lambda: f"d = {{0x{'f' * 5_000}: 1}}\nd[0x{'e' * 5_000}] = 2\n",
    "a text multiplied": lambda: "s = 'x' * 10 ** 9\nt = [0] * 10 ** 9\nu = 2 ** 10 ** 9\n",
    "a text grown under conditions": lambda: (
        "s = ''\n" + "if x:\n  s += '&a=b'\n" * 60 + "requests.post(URL + '?' + s, data=s)\n"
    ),
    "a text grown one of two ways": lambda: "s = ''\n" + "if x:\n  s += 'a'\nelse:\n  s += 'b'\n" * 60 + "foo(s)\n",
    "a query of unknown values under conditions": lambda: (
        "s = URL\n" + "".join(f"if x:\n  s = s + '&a{n}=' + v{n}\n" for n in range(60)) + "requests.get(s)\n"
    ),
    "a dict filled under conditions": lambda: "d = {}\n" + "".join(f"if x:\n  d['k{n}'] = {n}\n" for n in range(400)),
    "dicts merged under conditions": lambda: (
        "d = {}\n" + "if x:\n  d = dict(d, a=d)\nelse:\n  d = dict(d, b=1)\n" * 100 + "requests.post(URL, data=d)\n"
    ),
    "a default of a default": lambda: "s = 'a'\n" + "s = os.getenv('K', s)\n" * 1_000 + "requests.post(URL, data=s)\n",
    "an or of an or": lambda: "s = foo()\n" + "s = s or 'b'\n" * 1_000,
    "nested loops over known items": lambda: nested("for a@ in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12):", 12),
    "nested loops over unknown items": lambda: nested("for a@ in b@:", 30),
    "nested endless loops": lambda: nested("while True:", 40),
    "nested conditions": lambda: nested("if a@:", 60, "d = {}"),
    "nested functions": lambda: nested("def f@():", 60, "return 1"),
    "nested comprehensions": lambda: (
        f"L = [{', '.join(map(str, range(60)))}]\nx = [a for a in L for b in L for c in L for d in L]\n"
    ),
    "a long dict": lambda: "D = {" + ", ".join(f"'k{n}': {n}" for n in range(2_000)) + "}\n",
    "a long list grown by appending": lambda: "L = []\n" + "".join(f"L.append({n})\n" for n in range(2_000)),
    "many calls of one function": lambda: "def f(a):\n  return a\n" + "x = f('x')\n" * 2_000,
    "many wrappers": lambda: wrapped(300),
    "functions that fork": lambda: forked(40),
    "a chain of calls": lambda: "x = a" + ".b(c)" * 140 + "\n",
    "a chain of imports": lambda: imported(1_500),
    "many methods that call each other": lambda: (
        "class C:\n  def __init__(self):\n    self.p = {}\n"
        + "".join(f"  def m{n}(self):\n    self.p['a{n}'] = 1\n    return self.m{n - 1}()\n" for n in range(1, 200))
    ),
    "a shared dict that one function fills and another reads": lambda: (
        "D = {}\ndef fill():\n"
        + "".join(f"  D['k{n}'] = 'v{n}'\n" for n in range(800))
        + "def send():\n"
        + "".join(f"  a{n} = D['k{n}']\n" for n in range(800))
    ),
    "aliases of aliases that are loaded again and again": lambda: laughing(20, 30),
    "a class of many bases in turn": lambda: (
        "class C0:\n  pass\n" + "".join(f"class C{n}(C{n - 1}):\n  pass\n" for n in range(1, 600)) + "C599().a\n"
    ),
}
# Each of these must fail; one that holds has to go.
GAPS: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            make, id=name, marks=[pytest.mark.xfail(strict=True, raises=pytest.fail.Exception)] if name in GAPS else []
        )
        for name, make in CASES.items()
    ],
)
def test_a_program_that_grows_is_understood_soon(make: Callable[[], str | dict[str, str]]) -> None:
    made = make()
    files = {"app.py": HEADER + made} if isinstance(made, str) else made
    calls = calls_of(lambda: understood(files))
    if calls > MAX_CALLS:
        pytest.fail(f"it took {calls:,} calls", pytrace=False)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls, in whichever thread: its cost, whatever the machine."""
    counted = itertools.count()

    def profile(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            next(counted)

    threading.setprofile(profile)
    try:
        work()
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]  # the documented way to end it
    return next(counted)


def test_a_key_after_much_code_is_still_found() -> None:
    """Bounds are kept for each entry point, so the end of a long file is not blind."""
    before = tangled(150) + "".join(f"def h{n}(a):\n  return g(a) + g({n})\n" for n in range(500))
    after = "def send():\n  requests.post(URL, data={'apiKey': 'q7Rm2Zk9Wb4Xt6Lp'})\n"
    text = f"{HEADER}def g(a):\n  return a\n{before}{after}"
    assert [one.name for one in understood({"app.py": text}).credentials] == ["apiKey"]


def test_a_text_of_many_pieces_costs_no_more_than_them() -> None:
    assert growth(lambda size: texts.concat([Unknown("a")] * size), 2_000) < 10


def test_a_setting_costs_no_more_the_deeper_it_stands() -> None:
    def named(size: int) -> object:
        return list(settings.namings("a.json", json_reader.read('{"b": "c", "a": ' * size)))

    assert growth(named, 500) < 10
