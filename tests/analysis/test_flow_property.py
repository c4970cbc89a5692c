# ruff: noqa: E501  a step is one line
"""Programs with a known answer: a key takes random steps into a request, and is found; one step is cut, and it is not.

Each step is Python that takes an expression and gives another one that is worth the same. The statements before it
stand in a file of their own once the key has been imported from there.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from sendcloud_lint.model.api import Role
from sendcloud_lint.model.source import Place, Span
from tests.analysis.understood import keys, understood

HEADER = "import collections\nimport concurrent.futures\nimport dataclasses\nimport functools\nimport os\nimport string\nimport threading\nimport types\nimport urllib.parse\n\nimport httpx\nimport requests\n\n"
URL = "https://api.aurorasendcloud.com/email/send"
KEY = "q7Rm2Zk9Wb4Xt6Lp"
CUT = 'os.environ["CUT"]'

STARTS = {
    "a literal": '"q7Rm2Zk9Wb4Xt6Lp"',
    "a sum of two": '"q7Rm2Zk9" + "Wb4Xt6Lp"',
    "two side by side": '("q7Rm2Zk9" "Wb4Xt6Lp")',
    "a formatted text": "f\"{'q7Rm2Zk9'}Wb4Xt6Lp\"",
    "a joined text": '"".join(["q7Rm2Zk9", "Wb4Xt6Lp"])',
    "a text in a text": '"q7Rm%sXt6Lp" % "2Zk9Wb4"',
    "bytes": 'b"q7Rm2Zk9Wb4Xt6Lp".decode()',
}

# Statements, then the expression that is left. `E` is the value, `0` behind a letter a number that no other step has.
STEPS = {
    "a name": "v0 = (E)\n>>> v0",
    "a name among others": "v0 = w0 = (E)\n>>> w0",
    "a pair taken apart": "v0, w0 = 1, (E)\n>>> w0",
    "a pair in a pair": "(v0, w0), x0 = (1, (E)), 2\n>>> w0",
    "a walrus": ">>> (v0 := (E))",
    "a dict": 'd0 = {"a": 1, "b": (E)}\n>>> d0["b"]',
    "a dict in a dict": 'd0 = {"a": {"b": (E)}}\n>>> d0["a"]["b"]',
    "a dict's get": '>>> {"a": (E)}.get("a")',
    "an item": 'd0 = {}\nd0["a"] = (E)\n>>> d0["a"]',
    "an alias of a dict": 'd0 = {}\ne0 = d0\ne0["a"] = (E)\n>>> d0["a"]',
    "an update": 'd0 = {"a": 1}\nd0.update({"a": (E)})\n>>> d0["a"]',
    "an update by keyword": 'd0 = {}\nd0.update(a=(E))\n>>> d0["a"]',
    "a dict call": '>>> dict(a=(E), b=1)["a"]',
    "a default entry": 'd0 = {}\nd0.setdefault("a", (E))\n>>> d0["a"]',
    "a spread dict": 'd0 = {"b": 1, **{"a": (E)}}\n>>> d0["a"]',
    "a union": 'd0 = {"b": 1} | {"a": (E)}\n>>> d0["a"]',
    "a union in place": 'd0 = {"b": 1}\nd0 |= {"a": (E)}\n>>> d0["a"]',
    "a copy": 'd0 = {"a": (E)}.copy()\n>>> d0["a"]',
    "a popped entry": 'd0 = {"a": (E)}\n>>> d0.pop("a")',
    "a list": 'l0 = [1, (E)]\n>>> l0[1]',
    "an appended element": "l0 = [1]\nl0.append((E))\n>>> l0[-1]",
    "a sum of lists": "l0 = [1] + [(E)]\n>>> l0[1]",
    "pairs": 'p0 = [("b", 1), ("a", (E))]\n>>> dict(p0)["a"]',
    "a comprehension": 'd0 = {k: v for k, v in [("a", (E))]}\n>>> d0["a"]',
    "a list comprehension": "l0 = [x for x in [1, (E)]]\n>>> l0[1]",
    "a returned value": "def f0():\n    return (E)\n>>> f0()",
    "a returned pair": "def f0():\n    return 1, (E)\nv0, w0 = f0()\n>>> w0",
    "a returned dict": 'def f0():\n    d = {}\n    d["a"] = (E)\n    return d\n>>> f0()["a"]',
    "an argument": "def f0(a, b=1):\n    return a\n>>> f0((E))",
    "a keyword": "def f0(a, b=1):\n    return b\n>>> f0(0, b=(E))",
    "a keyword only": "def f0(*, a):\n    return a\n>>> f0(a=(E))",
    "a default": "def f0(a=(E)):\n    return a\n>>> f0()",
    "star arguments": "def f0(a, b):\n    return b\n>>> f0(*[1, (E)])",
    "spread keywords": 'def f0(a, b):\n    return b\n>>> f0(**{"a": 1, "b": (E)})',
    "gathered arguments": "def f0(*a):\n    return a[0]\n>>> f0((E), 1)",
    "gathered keywords": 'def f0(**a):\n    return a["b"]\n>>> f0(b=(E))',
    "a wrapper": "def f0(a):\n    return a\ndef g0(*a, **k):\n    return f0(*a, **k)\n>>> g0(a=(E))",
    "two wrappers": "def f0(a):\n    return a\ndef g0(a):\n    return f0(a)\ndef h0(a):\n    return g0(a=a)\n>>> h0((E))",
    "a partial function": "def f0(a, b):\n    return b\n>>> functools.partial(f0, 1)((E))",
    "a partial keyword": "def f0(a, b):\n    return b\n>>> functools.partial(f0, b=(E))(1)",
    "a lambda": ">>> (lambda a: a)((E))",
    "a lambda's own value": "f0 = lambda: (E)\n>>> f0()",
    "a closure": "def f0(a):\n    def g():\n        return a\n    return g\n>>> f0((E))()",
    "a nonlocal name": "def f0():\n    a = None\n    def g():\n        nonlocal a\n        a = (E)\n    g()\n    return a\n>>> f0()",
    "a global name": "v0 = None\ndef f0():\n    global v0\n    v0 = (E)\nf0()\n>>> v0",
    "a filled dict": 'def f0(d):\n    d["a"] = (E)\nd0 = {}\nf0(d0)\n>>> d0["a"]',
    "an attribute": "class C0:\n    def __init__(self, a):\n        self.a = a\n>>> C0((E)).a",
    "a method": "class C0:\n    def __init__(self, a):\n        self.a = a\n    def f(self):\n        return self.a\n>>> C0((E)).f()",
    "an attribute from outside": "class C0:\n    pass\nc0 = C0()\nc0.a = (E)\n>>> c0.a",
    "a class attribute": "class C0:\n    A = (E)\n>>> C0.A",
    "a class attribute by an instance": "class C0:\n    A = (E)\n>>> C0().A",
    "a property": "class C0:\n    @property\n    def a(self):\n        return (E)\n>>> C0().a",
    "a static method": "class C0:\n    @staticmethod\n    def f(a):\n        return a\n>>> C0.f((E))",
    "a class method": "class C0:\n    @classmethod\n    def f(cls, a):\n        return a\n>>> C0.f((E))",
    "an inherited method": "class B0:\n    def f(self, a):\n        return a\nclass C0(B0):\n    pass\n>>> C0().f((E))",
    "a data class": "@dataclasses.dataclass\nclass C0:\n    a: str\n    b: int = 1\n>>> C0((E)).a",
    "a branch": "v0 = None\nif os.environ.get('F'):\n    v0 = (E)\n>>> v0",
    "an other branch": "if os.environ.get('F'):\n    v0 = None\nelse:\n    v0 = (E)\n>>> v0",
    "a conditional": ">>> ((E) if os.environ.get('F') else None)",
    "an or": ">>> (None or (E))",
    "a handler": "try:\n    v0 = os.fork(1)\nexcept OSError:\n    v0 = (E)\n>>> v0",
    "a tried value": "try:\n    v0 = (E)\nfinally:\n    pass\n>>> v0",
    "a loop": "for v0 in [(E)]:\n    pass\n>>> v0",
    "a loop over pairs": 'd0 = {}\nfor k, v in (("a", 1), ("b", (E))):\n    d0[k] = v\n>>> d0["b"]',
    "a loop over a dict": 'd0 = {}\nfor k, v in {"a": 1, "b": (E)}.items():\n    d0[k] = v\n>>> d0["b"]',
    "an unknown loop": "v0 = None\nfor _ in os.listdir():\n    v0 = (E)\n>>> v0",
    "a loop for ever": "while True:\n    v0 = (E)\n    break\n>>> v0",
    "a context manager": "with open('x'):\n    v0 = (E)\n>>> v0",
    "a formatted text": '>>> f"{(E)}"',
    "a percent sign": '>>> "%s" % ((E),)',
    "a format": '>>> "{}".format((E))',
    "a format by name": '>>> "{a}".format(a=(E))',
    "a joined text": '>>> "".join(["", (E)])',
    "a sum with nothing": '>>> "" + (E)',
    "a stripped text": ">>> (E).strip()",
    "an encoded text": '>>> (E).encode("utf-8").decode("utf-8")',
    "a text of a text": ">>> str((E))",
    "an awaited value": "async def f0():\n    return (E)\nasync def g0():\n    global v0\n    v0 = await f0()\ng0()\n>>> v0",
    "an attribute by its name": 'class C0:\n    pass\nc0 = C0()\nsetattr(c0, "a", (E))\n>>> getattr(c0, "a")',
    "a named tuple": 'C0 = collections.namedtuple("C0", "a b")\n>>> C0(1, b=(E)).b',
    "a named tuple taken apart": 'C0 = collections.namedtuple("C0", ["a", "b"])\nv0, w0 = C0(1, (E))\n>>> w0',
    "a namespace": ">>> types.SimpleNamespace(a=(E)).a",
    "a table of an object": '@dataclasses.dataclass\nclass C0:\n    a: str\n>>> dataclasses.asdict(C0((E)))["a"]',
    "a generator of pairs": 'def f0():\n    yield "b", 1\n    yield "a", (E)\n>>> dict(f0())["a"]',
    "a generator": "def f0():\n    yield (E)\nfor v0 in f0():\n    pass\n>>> v0",
    "a starred target": "v0, *w0 = 1, (E), 2\n>>> w0[0]",
    "a template": '>>> string.Template("${a}").substitute(a=(E))',
    "the environment": 'os.environ["V0"] = (E)\n>>> os.environ["V0"]',
    "an executor": 'd0 = {}\ndef f0(a):\n    d0["a"] = a\nconcurrent.futures.ThreadPoolExecutor().submit(f0, (E))\n>>> d0["a"]',
    "a thread": 'd0 = {}\ndef f0(a, b):\n    d0["a"] = b\nthreading.Thread(target=f0, args=(1, (E))).start()\n>>> d0["a"]',
    "what a comprehension keeps": 'd0 = {k: v for k, v in {"a": (E), "b": 1}.items() if k not in ("b",)}\n>>> d0["a"]',
    "a default dict": 'd0 = collections.defaultdict(str)\nd0["a"] = (E)\n>>> d0["a"]',
    "an attribute of a class by its name": 'class C0:\n    pass\nsetattr(C0, "a", (E))\n>>> getattr(C0, "a")',
    "a pattern of a mapping": 'match {"a": (E), "b": 1}:\n    case {"a": v0}:\n        pass\n>>> v0',
    "a pattern of a list": "match [1, (E)]:\n    case [_, v0]:\n        pass\n>>> v0",
    "a pattern of an object": "match types.SimpleNamespace(a=(E)):\n    case types.SimpleNamespace(a=v0):\n        pass\n>>> v0",
    "an object by hand": "class C0:\n    def __new__(cls, a):\n        self = super().__new__(cls)\n        self.a = a\n        return self\n>>> C0((E)).a",
    "what a class method leaves": "class C0:\n    a = None\n    @classmethod\n    def f(cls):\n        cls.a = (E)\nC0.f()\n>>> C0.a",
    "parts of a URL": '>>> urllib.parse.urlsplit("https://a.example/b?" + (E)).query',
    "a copied environment": 'd0 = os.environ.copy()\nd0["V0"] = (E)\n>>> d0["V0"]',
}  # fmt: skip
IMPORTS = {
    "an imported name": ("from m0 import value", "value"),
    "a renamed name": ("from m0 import value as v0", "v0"),
    "an imported module": ("import m0", "m0.value"),
    "a renamed module": ("import m0 as n0", "n0.value"),
    "a star import": ("from m0 import *", "value"),
}
SINKS = {
    "a form": 'requests.post(URL, data={"from": "a", "apiKey": (E)})',
    "a form of a name": 'data = {"from": "a"}\ndata["apiKey"] = (E)\nrequests.post(URL, data=data)',
    "pairs": 'requests.post(URL, data=[("from", "a"), ("apiKey", (E))])',
    "an encoded form": 'requests.post(URL, data=urllib.parse.urlencode({"apiKey": (E)}))',
    "a query": 'requests.get(URL, params={"apiKey": (E)})',
    "a query by hand": 'requests.get(URL + "?from=a&apiKey=" + (E))',
    "a session": 'session = requests.Session()\nsession.post(URL, data={"apiKey": (E)})',
    "another client": 'httpx.Client().post(URL, data={"apiKey": (E)})',
    "a function": 'def send(key):\n    requests.post(URL, data={"apiKey": key})\nsend((E))',
    "a method": 'class Mailer:\n    def __init__(self, key):\n        self.key = key\n    def send(self):\n        requests.post(URL, data={"apiKey": self.key})\nMailer((E)).send()',
    "a method nobody calls": 'class Mailer:\n    def __init__(self):\n        self.key = (E)\n    def send(self):\n        requests.post(URL, data={"apiKey": self.key})',
    "a header": 'requests.post(URL, headers={"apiKey": (E)})',
    "a password": 'requests.post(URL, auth=("", (E)))',
}  # fmt: skip
# Each of these must fail alone; one that holds has to go.
GAPS: frozenset[str] = frozenset()


@dataclass
class Program:
    """The files so far, the last one's statements, and the expression that is worth the key."""

    value: str
    lines: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def step(self, name: str) -> None:
        self.count += 1
        if name in IMPORTS:
            self.leave(name)
            return
        statements, _, value = self._own(STEPS[name]).rpartition(">>> ")
        self.lines += statements.replace("(E)", f"({self.value})").splitlines()
        self.value = value.replace("(E)", f"({self.value})")

    def leave(self, name: str) -> None:
        """What there is becomes a module that a new file imports."""
        statement, value = (self._own(text) for text in IMPORTS[name])
        self.files[f"m{self.count}.py"] = "\n".join([HEADER, *self.lines, f"value = ({self.value})", ""])
        self.lines, self.value = [statement], value

    def cut(self) -> None:
        self.lines.append(f"unused = ({self.value})")
        self.value = CUT

    def _own(self, text: str) -> str:
        return re.sub(r"\b([A-Za-z])0\b", rf"\g<1>{self.count}", text)

    def send(self, name: str) -> dict[str, str]:
        text = SINKS[name].replace("(E)", f"({self.value})")
        return {**self.files, "app.py": "\n".join([HEADER, f'URL = "{URL}"', *self.lines, text, ""])}


def found_at(files: dict[str, str]) -> list[Place]:
    """Keys, but for what says that it is none: a `None` that is put into a text."""
    found = [one for one in keys(understood(files)) if not one.placeholder]
    return [one.place for one in found if one.role is Role.EMAIL_KEY]


def place_of_key(files: dict[str, str]) -> Place:
    """Where the first literal of the key stands."""
    path = next(path for path, text in files.items() if "q7Rm" in text)
    at = files[path].index("q7Rm")
    quote = files[path][at - 1]
    start = at - 2 if files[path][at - 2] == "b" else at - 1
    return Place(path, Span(start, files[path].index(quote, at) + 1))


def show(files: dict[str, str]) -> str:
    return "\n".join(f"# {path}\n{text.removeprefix(HEADER)}" for path, text in files.items())


def told(files: dict[str, str]) -> str:
    return textwrap.indent(show(files), "    ")


def assert_found(files: dict[str, str]) -> None:
    found, place = found_at(files), place_of_key(files)
    if found != [place]:
        where = [(one.path, files[one.path][one.span.start : one.span.end]) for one in found]
        pytest.fail(f"the key should be found at {place.path}, and was at {where} in\n{told(files)}", pytrace=False)


def assert_not_found(files: dict[str, str]) -> None:
    if found_at(files):
        pytest.fail(f"the key is found though it is not sent in\n{told(files)}", pytrace=False)


Way = tuple[str, list[str], str]
NAMES = sorted({*STEPS, *IMPORTS} - GAPS)
ways = st.tuples(
    st.sampled_from(sorted(set(STARTS) - GAPS)),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=7),
    st.sampled_from(sorted(set(SINKS) - GAPS)),
)
quietly = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def built(way: Way, cut: int | None = None) -> dict[str, str]:
    """The files of a way; before step number `cut` something else takes the key's place."""
    start, steps, sink = way
    program = Program(STARTS[start])
    for index, name in enumerate(steps):
        if index == cut:
            program.cut()
        program.step(name)
    if cut == len(steps):
        program.cut()
    return program.send(sink)


EVERY: dict[str, Callable[[str], Way]] = {
    **{f"start: {name}": lambda name: (name, ["a name"], "a form") for name in STARTS},
    **{f"step: {name}": lambda name: ("a literal", [name], "a form") for name in (*STEPS, *IMPORTS)},
    **{f"sink: {name}": lambda name: ("a literal", ["a name"], name) for name in SINKS},
}


def every_one() -> list[object]:
    return [
        pytest.param(
            name.partition(": ")[2],
            make,
            id=name,
            marks=[pytest.mark.xfail(strict=True, raises=pytest.fail.Exception, reason="a known gap")]
            if name.partition(": ")[2] in GAPS
            else [],
        )
        for name, make in EVERY.items()
    ]


@pytest.mark.parametrize(("name", "make"), every_one())
def test_a_key_is_found_after_each_step_alone(name: str, make: Callable[[str], Way]) -> None:
    assert_found(built(make(name)))


@quietly
@given(ways)
@example(("a literal", ["a name", "an imported name", "an argument", "a dict"], "a form"))
def test_a_key_is_found_where_it_is_written_after_any_steps(way: Way) -> None:
    files = built(way)
    note(show(files))
    assert_found(files)


@quietly
@given(ways, st.data())
def test_a_key_is_not_found_once_a_step_is_cut(way: Way, data: st.DataObject) -> None:
    files = built(way, data.draw(st.integers(0, len(way[1])), label="cut before step"))
    note(show(files))
    assert_not_found(files)
