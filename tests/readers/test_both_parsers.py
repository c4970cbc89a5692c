"""Python's own parser and libcst's give the same program, node for node and place for place."""

from __future__ import annotations

import random
import sysconfig
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from sendcloud_lint.engine.deep import deep
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import tokens
from sendcloud_lint.readers.python import concrete, native
from tests.growth import FACTOR, growth

ROOT = Path(__file__).parents[2]
LARGEST = 20_000


def chosen() -> list[Path]:
    """Some of the project's own files, the standard library's and its tests', the same ones in every run."""
    library = Path(sysconfig.get_paths()["stdlib"])
    places = {ROOT / "sendcloud_lint": "**/*.py", library: "*.py", library / "test": "*.py"}
    found = [
        sorted(one for one in place.glob(pattern) if 0 < one.stat().st_size <= LARGEST)
        for place, pattern in places.items()
    ]
    dice = random.Random(11)
    return sorted({path for paths in found for path in dice.sample(paths, min(30, len(paths)))})


FILES = chosen()


def differences(ours: object, theirs: object, where: str = "") -> Iterator[str]:
    """Where two programs are not the same. libcst counts what follows a bare slice, and a comma behind a starred name
    in a pattern, among their own."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        if len(ours) != len(theirs):
            yield f"{where}: {len(ours)} and {len(theirs)}"
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from differences(one, other, f"{where}[{number}]")
    elif type(ours) is type(theirs) and type(ours).__module__ == p.__name__:
        for item in fields(ours):  # type: ignore[arg-type]
            pair = getattr(ours, item.name), getattr(theirs, item.name)
            if not (item.name == "span" and isinstance(ours, p.Slice | p.Starred) and starts_alike(*pair)):
                yield from differences(*pair, f"{where}.{item.name}")
    elif ours != theirs:
        yield f"{where}: {ours} and {theirs}"


def starts_alike(ours: Span, theirs: Span) -> bool:
    return ours.start == theirs.start and ours.end <= theirs.end


def both(text: str) -> tuple[p.Program, p.Program] | None:
    """None for a text that one of them does not take."""
    ours = native.program(text, tokens.comments(text), lambda span: span)
    try:
        theirs = concrete.program(text, lambda span: span)
    except concrete.Refused:
        return None
    return (ours, theirs) if ours is not None and theirs is not None else None


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])
def test_files_of_others(path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        pytest.skip("not in UTF-8")
    if "\r" in text or "\f" in text or tokens.survey(text).trouble is not None:
        pytest.skip("libcst does not see it as it is")
    programs = deep(lambda: both(text))
    if programs is None:
        pytest.skip("one of them does not take it")
    assert list(differences(*programs)) == []


ODD = {
    "parentheses": "((a)) = ((b), (c)); d = ( (e) ); f = (g)(h)((i))[(j)].k\n",
    "parentheses over lines": "a = (  # one\n    (  # two\n        b\n    )  # three\n)\n",
    "parentheses behind a backslash": "a = \\\n  ( \\\n b \\\n )\n",
    "arguments in parentheses": "f((a), b=(c), *(d), **(e)); f(a); f( (a) ); f(a,); f((a),)\n",
    "a call in parentheses": "((f)(a))((b).c)\n",
    "generators": "f(a for a in b); f((a for a in b)); f( a for a in b ); f(c, (a for a in b)); g = (a for a in (b))\n",
    "nested generators": "f((a) for (a) in ((b) for b in c) if (d))\n",
    "tuples": "a = (); b = (1,); c = 1,; d = ((1, 2), 3); e[1, 2]; e[(1, 2)]; e[(1), (2)]; e[(1),]; e[()]\n",
    "slices": "a[1:2]; a[(1):(2):(3)]; a[1:2, (3)]; a[:]\n",
    "starred": "[*a, *(b)]; f(*a, *b); a, *b = c; print(*a, sep='')\n",
    "sums": "(a + b) + (c + d) + e; a + (b + c); (a) + b + c; ((a + b)) + c\n",
    "and, or, not": "a and (b and c) and d; (a and b) and c; a or b and not (c); not (a) in b\n",
    "comparisons": "a < (b) < c; (a < b) < c; a is not b; a not in (b)\n",
    "signs": "-1; -(1); +a; ~(b); - - c; -1 ** 2; (-1) ** -2\n",
    "numbers": "1; 1.5; 1e9; 0x1F; 1_000; 1j; 0o17; 0b1; 1.; .5\n",
    "constants": "None; True; False; ...; (None)\n",
    "texts": "a = 'b'; c = ('d'); e = 'f' 'g'; h = ('i'\n  'j'  # k\n  'l'); m = '' ''; n = ''\n",
    "long texts": 'a = \'\'\'b\n\\\n"c"\'\'\'; d = """e" \'f\'""" "g"\n',
    "prefixes": "a = b'c' rb'\\d' Rb'e'; f = u'g' r'\\h'; i = r'\\\\' '\\'' \"\\\"\"\n",
    "escapes": "a = '\\n\\x41\\u00e9\\N{BULLET}\\\\' 'b\\\nc'; d = b'\\xff\\\\'\n",
    "formatted": "a = f'b{c}d'; e = f'{f}'; g = f''; h = f'{{i}}'; j = (f'{k}')\n",
    "conversions": "f'{a!r}{b!s}{c:>3}{d!s:x}{e:{f}}{g=}{h = }{i=!r:>{j}}{k:%H:%M}'\n",
    "code in formats": (
        "f'{a[\"b\"]}{c(d, e=f)}{ (g) }{h, i}{ j }{k if l else m}{{n}}{(lambda: o)()}{p != q}{r == s}'\n"
    ),
    "long formats": "a = f'''b{c\n  + d}e\n{f!r}'''\n",
    "formats in formats": "f\"{f'{a}' + b'c'.decode()}{d:{f'{e}'}}\"\n",
    "neighbours of formats": "a = 'b' f'c{d}' 'e' rf'\\f{g}'  f'{h}'\n",
    "escapes in formats": "f'\\n{a}\\N{BULLET}{b}\\\\{c}' fr'\\{d}\\\\'\n",
    "wide letters": "密 = '钥'; é = f('🔑', 密=密) + f'ü{密}ö{é!r}' 'ß'; é.ñ.x\n",
    "letters that mean the same": (
        "ﬁle = 1; a.ﬁle = 2; f(ﬁle=3)\nfrom ﬁ import ﬁle as ﬁl\ndef ﬁ(ﬁ):\n  global ﬁx\n  import ﬁ.x\n"
        "match a:\n case ﬁ(ﬁ=ﬁ): b\n case {'a': b, **ﬁ}: c\n case [*ﬁ] as ﬁx: d\n"
    ),
    "with": "with a: b\nwith (a): b\nwith ((a)): b\nwith (a), (b): c\nwith (a, b): c\nwith (a as b): c\n",
    "more with": (
        "with (a) as b: c\nwith (a, b) as c: d\nwith (a, (b)): c\nwith (a as b, c,): d\nwith ((a, b)): c\n"
        "with (a).b, c: d\nwith (a) + (b): c\nwith (a)(b): c\n"
    ),
    "with of what needs its own": (
        "def f():\n with (yield a): b\n with ((yield)): b\n with (a := b): c\n with (a for a in b): c\n"
        " with ((a for a in b)): c\n"
    ),
    "functions": "@(a)\n@b.c(d)\n# e\ndef  f (g, /, h: (i) = (j), *k: l, m, n = 1, **o) -> (p): pass\n",
    "async": (
        "async  def f():\n  async with (a) as b, c: d\n  async with (a): b\n  async for e in (f): await (g)\n"
        "  return [h async for h in i]\n"
    ),
    "lambdas": "(lambda a, b=(c), *d, e, f=1, **g: (h)); lambda: 1; lambda *, a: a; lambda *a: a\n",
    "classes": "class A: a\nclass B(): b\nclass C (D): c\nclass E((F), g=(H), **i): e\nclass J(*K): k\n",
    "handlers": (
        "try: a\nexcept B: c\nexcept (D, E) as f: g\nexcept  H  as \\\n  i: j\nexcept: k\nelse: l\nfinally: m\n"
    ),
    "branches": "if (a): b; c;\nelif (d) : e\nelse : f;\nwhile (g): h\nelse: i\n",
    "ends of blocks": "def f():\n    if a:\n        return b;\n\n    # c\nclass A:\n    b = 1 ; \nd\n",
    "jumps and scopes": "def f():\n  global a, b\n  for c in d:\n    break; continue\n  def g():\n    nonlocal c\n",
    "del": "del a; del (a); del a, b; del (a, b); del (a), (b); del [a, b]; del a.b, c[d]; del (a, b),; del a,\n",
    "assert, raise, return": "assert(a), (b)\nraise(a)from(b)\ndef f(): return(a)\ndef g(): return a,\n",
    "annotations": "a: (b) = (c)\nd.e: f\ng[h]: i = j\n",
    "augmented": "a += (b); c.d -= 1; e[f] **= 2; g //= 3; h >>= i; j @= k\n",
    "imports": "import a . b, c.d as e\nfrom . . f import (g, h as i,)\nfrom .. import j\nfrom k import *\n",
    "patterns": (
        "match (a):\n case (b): c\nmatch a, b:\n case (1, -2), 'c' 'd': e\n case {'f': (g), **h,}: i\n"
        " case J(k, l=(m)): n\n case [o, *p, *_] if (q): r\n"
    ),
    "more patterns": (
        "match a:\n case (B.c | None) as d: e\n case ((f)): g\n case {}: h\n case I.J(): k\n case (_): l\n"
        " case 1 + 2j: m\n case b'n': o\n"
    ),
    "yields": "def f():\n a = yield\n b = yield (c)\n yield from (d)\n (yield)\n e = (yield g, h)\n",
    "walruses": "(a := (b)); f(c := 1); [d := 2, e]; i = (g := h) + 1\n",
    "sets and tables": "{(a), *b}; {(a): (b), **(c), **d}; {a: b for (a), b in (c)}; {(a) for a in b}\n",
    "conditions": "(a) if (b) else (c); a if b else (c if d else e)\n",
}


@pytest.mark.parametrize("row", ["'密钥', ", "f'密{a}钥', ", "密(a), "])
def test_many_nodes_on_one_line_of_wide_letters(row: str) -> None:
    def read(rows: int) -> None:
        assert native.program(f"X = [{row * rows}]\n", (), lambda span: span) is not None

    assert growth(read, 1_000) < 2 * FACTOR


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts(text: str) -> None:
    programs = deep(lambda: both(text))
    assert programs is not None
    assert list(differences(*programs)) == []
    comments = [comment.span for comment in programs[0].comments]
    assert comments == [comment.span for comment in programs[1].comments]
