"""What is known of Python source before it is parsed: its comments, its depth and its chains."""

from __future__ import annotations

import asyncio
import io
import json
import textwrap
import tokenize
import typing
from pathlib import Path

import libcst
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sendcloud_lint.model.document import Trouble
from sendcloud_lint.readers import tokens
from sendcloud_lint.readers.tokens import Shape, comments, measure, survey


def exceeds(text: str, **bounds: int) -> Trouble | None:
    return survey(text, **bounds).trouble


DEEP = {
    "parentheses": lambda n: "x = " + "(" * n + "a" + ")" * n,
    "lists": lambda n: "x = " + "[" * n + "]" * n,
    "sets": lambda n: "x = " + "{" * n + "a" + "}" * n,
    "dicts": lambda n: "x = " + "{1: " * n + "a" + "}" * n,
    "mixed brackets": lambda n: "x = " + "([{" * (n // 3) + "(" * (n % 3) + ")" * (n % 3) + "}])" * (n // 3),
    "brackets over lines": lambda n: "x = " + "(\n" * n + "a" + "\n)" * n,
    "calls": lambda n: "f(" * n + ")" * n,
    "subscripts": lambda n: "a[" * n + "1" + "]" * n,
    "not": lambda n: "x = " + "not " * n + "a",
    "signs": lambda n: "x = " + "-+~" * (n // 3) + "-" * (n % 3) + "a",
    "powers": lambda n: "x = " + "a ** " * n + "a",
    "await": lambda n: "x = " + "await " * n + "a",
    "lambda": lambda n: "x = " + "lambda: " * n + "a",
    "lambda with parameters": lambda n: "x = " + "lambda a, b=1: " * n + "a",
    "lambda in defaults": lambda n: "x = " + "lambda a=" * n + "1" + ": a" * n,
    "conditions": lambda n: "x = " + "a if b else " * n + "c",
    "not around comparisons": lambda n: "x = " + "not " * (n - 1) + "a < -b",
    "signs around powers": lambda n: "x = " + "-" * (n - 1) + "a ** b",
    "formatted strings": lambda n: "x = " + "f'{" * n + "a" + "}'" * n,
    "brackets in a formatted string": lambda n: "x = f'{" + "(" * (n - 1) + "a" + ")" * (n - 1) + "}'",
    "formats of formats": lambda n: "x = f'{a:" + "{b:" * (n - 1) + "}" * n + "'",
    "blocks": lambda n: "".join(" " * i + "if a:\n" for i in range(n)) + " " * n + "pass",
    "blocks by tabs": lambda n: "".join("\t" * i + "while a:\n" for i in range(n)) + "\t" * n + "pass",
    "brackets in blocks": lambda n: "if a:\n  if b:\n    x = " + "(" * (n - 2) + ")" * (n - 2),
    "brackets after prefixes": lambda n: "x = not -(" + "(" * (n - 3) + ")" * (n - 3) + ")",
    "unclosed brackets": lambda n: "x = " + "(" * n,
}


@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP.keys())
def test_depth_is_counted(make: typing.Callable[[int], str]) -> None:
    assert measure(make(30)).depth == 30
    assert exceeds(make(30), depth=30) is None
    trouble = exceeds(make(31), depth=30)
    assert trouble is not None
    assert trouble.reason == "nested more than 30 deep"


CHAINS = {
    "sums": lambda n: "x = a" + " + b" * n,
    "other operators": lambda n: "x = a" + " * b | c" * (n // 2) + " << d" * (n % 2),
    "comparisons": lambda n: "x = a" + " < b" * n,
    "not in": lambda n: "x = a" + " not in b" * (n // 2) + " is b" * (n % 2),
    "booleans": lambda n: "x = a" + " and b" * n,
    "attributes": lambda n: "x = a" + ".b" * n,
    "calls of attributes": lambda n: "x = a" + ".b()" * (n // 2) + ".c" * (n % 2),
    "calls of calls": lambda n: "x = a" + "()" * n,
    "subscripts": lambda n: "x = a" + "[0]" * n,
    "links over lines": lambda n: "x = (\n    a" + "\n    .b" * n + "\n)",
    "links over backslashes": lambda n: "x = a" + " \\\n    .b" * n,
    "strings": lambda n: "x = ''" + " 'b'" * (4 * n),
    "formatted strings": lambda n: "x = ''" + " f'{b}'" * (4 * n),
    "comprehensions": lambda n: "x = [a" + " for b in c" * (n // 2) + " if d" * (n % 2) + "]",
    "links inside an operand": lambda n: "x = a.b.c + d" + ".e" * (n - 1),
    "operators around links": lambda n: "x = a.b.c.d" + " + e" * (n - 3),
    "chains inside chains": lambda n: "x = f(a" + " + b" * (n - 3) + ").c.d",
    "the right side of several": lambda n: "x = y = [1, 2 + 3, a" + ".b" * n + ", c.d]",
}


@pytest.mark.parametrize("make", CHAINS.values(), ids=CHAINS.keys())
def test_chains_are_counted(make: typing.Callable[[int], str]) -> None:
    assert measure(make(30)).chain == 30
    assert exceeds(make(30), chain=30) is None
    trouble = exceeds(make(31), chain=30)
    assert trouble is not None
    assert trouble.reason == "an expression of more than 30 parts"


def test_elif_is_counted() -> None:
    text = "if a:\n    b\n" + "elif c:\n    if d: e\n" * 30
    assert measure(text).branches == 30
    assert exceeds(text, branches=30) is None
    trouble = exceeds(text, branches=29)
    assert trouble is not None
    assert trouble.reason == "more than 29 branches under one `if`"


def test_elif_adds_up_on_the_way_into_a_block() -> None:
    inner = textwrap.indent("if a: b\n" + "elif c: d\n" * 10, "    ")
    assert measure("if a:\n" + inner + "elif b: c\n" * 10 + "elif d:\n" + inner).branches == 21


@pytest.mark.parametrize("between", ["x = 1\n", "if e: f\n", "def g(): pass\n"])
def test_elif_of_one_if_after_the_other_does_not_add_up(between: str) -> None:
    assert measure(("if a: b\n" + "elif c: d\n" * 10 + between) * 3).branches == 10


def test_elif_of_one_block_after_the_other_does_not_add_up() -> None:
    block = "def f():\n    if a:\n        b\n" + "    elif c:\n        d\n" * 10 + "g = 1\n"
    assert exceeds(block * 40) is None
    assert measure(block * 3).branches == 10


FLAT = {
    "a list": "x = [" + "1, " * 100_000 + "]\n",
    "a list over lines": "x = [\n" + "    'a',  # b\n" * 20_000 + "]\n",
    "a dict": "x = {" + "'a': -1, " * 20_000 + "}\n",
    "a dict of chains": "x = {" + "a.b(): not c + d, " * 20_000 + "}\n",
    "a call": "f(" + "a=b, " * 20_000 + ")\n",
    "a call with lambdas": "f(" + "lambda a, b: a, " * 20_000 + ")\n",
    "a tuple of comparisons": "x = " + "a < b, " * 20_000 + "\n",
    "a slice after the other": "x = a[" + "1:2, " * 20_000 + "]\n",
    "statements": "a = b.c + 1\n" * 20_000,
    "statements on a line": "a = b.c + 1; " * 20_000 + "\n",
    "branches that are whole": "if a:\n    b\nelse:\n    c\n" * 20_000,
    "calls one after the other": "f(a)(b)\n" * 20_000,
    "targets": "a = " * 20_000 + "1\n",
    "comments": "# a\n" * 20_000,
    "blank lines": "\n" * 20_000,
    "a long formatted string": "x = f'" + "a{b}" * 20_000 + "'\n",
    "a long string": "x = '''" + "(\\'\n" * 20_000 + "'''\n",
}


@pytest.mark.parametrize("text", FLAT.values(), ids=FLAT.keys())
def test_what_is_long_and_flat_does_not_exceed(text: str) -> None:
    assert exceeds(text) is None


PLACES = {
    "depth": ("a = 1\nx = ((((b))))\n", {"depth": 3}, "((((b"),
    "a sign": ("a = 1\nx = -+-b\n", {"depth": 2}, "-b"),
    "a block": ("if a:\n if b:\n  c\n", {"depth": 1}, "c\n"),
    "a chain": ("a = b.c\nx = a.b.c.d.e\n", {"chain": 3}, ".e\n"),
    "an operator": ("x = a + b * c\n", {"chain": 1}, "* c"),
    "a branch": ("if a: b\nelif c: d\nelif e: f\n", {"branches": 1}, "elif e"),
}


@pytest.mark.parametrize(("text", "bounds", "there"), PLACES.values(), ids=PLACES.keys())
def test_a_trouble_stands_where_the_bound_is_first_exceeded(text: str, bounds: dict[str, int], there: str) -> None:
    trouble = exceeds(text, **bounds)
    assert trouble is not None
    at = text.index(there) + (3 if there == "((((b" else 0)
    assert (trouble.span.start, trouble.span.end) == (at, at)


EFFORT = {
    "deleted targets": "del " + "(" * 20 + "a" + ",)" * 20 + "\n",
    "deleted targets that are not whole": "if a: del " + "(" * 20 + "a\n",
    "patterns": "match a:\n  case " + "{1: " * 12 + "b" + "}" * 12 + ": pass\n",
    "patterns that are not whole": "match a:\n  case " + "(" * 20 + "b if c: pass\n",
    "a long list deep inside": "x = " + "[" * 60 + "1, " * 20_000 + "]" * 60 + "\n",
    "a long list before many links": "x = f(" + "1, " * 20_000 + ")" + ".b()" * 149 + "\n",
    "many lines that are deep": ("x = " + "f(" * 80 + ")" * 80 + "\n") * 200,
    "many blocks that are deep": "".join(" " * i + "if a:\n" for i in range(90)) + (" " * 90 + "f([{(b)}])\n") * 9_000,
}


@pytest.mark.parametrize("text", EFFORT.values(), ids=EFFORT.keys())
def test_what_a_parser_would_copy_again_and_again_exceeds(text: str) -> None:
    trouble = exceeds(text)
    assert trouble is not None
    assert trouble.reason == "so much nested in so much that parsing would take too long"


EVERYDAY = {
    "patterns": "match a:\n" + "  case {'b': [C(d=(1, 2)), *_]} if f(g(h(i(j(1))))): f(g(h(i(j(k(l(1)))))))\n" * 500,
    "deleted items": "del a[f(g(h(1)))], (b, (c, d))\n" * 500,
    "a name that is a word elsewhere": "case = f(g(h(i(j(k(l(m(n(o(1))))))))))\n" * 500,
    "a long text": "x = (\n" + "    'a line of a letter'\n" * 1_000 + ")\n",
    "a long page with values": "x = (" + "'<td>' + str(row.name) + '</td>'\n + " * 90 + "'')\n",
    "a long query": "x = q" + ".filter(a.b == c.d, e=[1, 2])" * 60 + "\n",
}


@pytest.mark.parametrize("text", EVERYDAY.values(), ids=EVERYDAY.keys())
def test_everyday_code_does_not_exceed(text: str) -> None:
    assert exceeds(text) is None


HIDDEN = {
    "a quote in a formatted string's code": "x = f'{a['b']}'; y = " + "(" * 200 + ")" * 200,
    "a named character": "x = f'\\N{'; y = " + "(" * 200 + ")" * 200,
    "a named character in a raw string": "x = rf'\\N{" + "(" * 200 + ")" * 200 + "}'",
    "a backslash before a brace": "x = f'\\{" + "(" * 200 + ")" * 200 + "}'",
    "doubled braces": "x = f'{{'; y = " + "(" * 200 + ")" * 200,
    "three braces": "x = f'{{{" + "(" * 200 + ")" * 200 + "}}}'",
    "a brace in a format": "x = f'{a:{{" + "(" * 200 + ")" * 200 + "}}}'",
    "a walrus that is a format": "x = f'{a:=(((' ; y = " + "(" * 200 + ")" * 200,
    "an escaped quote": "x = '\\''; y = " + "(" * 200 + ")" * 200,
    "a raw string's last backslash": "x = r'\\''; y = " + "(" * 200 + ")" * 200,
    "a quote in triple quotes": "x = '''''a'''; y = " + "(" * 200 + ")" * 200,
    "a comment with a quote": "x = (  # '\n" + "(" * 200 + ")" * 200 + ")",
    "a name that ends like a prefix": "bf'{'; y = " + "(" * 200 + ")" * 200,
    "a number before a prefix": "x = 1f'{" + "(" * 200 + ")" * 200 + "}'",
    "an escaped line end": "x = 'a\\\r\nb'; y = " + "(" * 200 + ")" * 200,
    "an escaped line end in a formatted string": "x = f'a\\\r\n{" + "(" * 200 + ")" * 200 + "}'",
    "a template string": "x = t'{" + "(" * 200 + ")" * 200 + "}'",
    "line ends of an old Mac": "x = 1  # '\ry = " + "(" * 200 + ")" * 200,
    "a plain line before": "x = ('a', \"b\")\ny = " + "(" * 200 + ")" * 200,
    "triple quotes that look like pairs": "x = '''a'\n''';'''\n'''; y = " + "(" * 200 + ")" * 200,
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_no_string_or_comment_hides_depth(text: str) -> None:
    assert measure(text).depth > 100
    assert exceeds(text) is not None


INSIDE = {
    "a string": "x = '" + "(" * 200 + "'",
    "a triple string": "x = '''\n" + "(" * 200 + "\n'''",
    "a comment": "x = 1  # " + "(" * 200,
    "a formatted string's text": "x = f'" + "(" * 200 + "{a}" + "[" * 200 + "'",
    "a formatted string's nested text": "x = f'{f\"" + "(" * 200 + "\"}'",
    "a format": "x = f'{a:" + "(" * 200 + "}'",
}


@pytest.mark.parametrize("text", INSIDE.values(), ids=INSIDE.keys())
def test_brackets_in_text_are_no_brackets(text: str) -> None:
    assert measure(text).depth <= 2
    assert exceeds(text) is None


COMMENTS = {
    "whole lines": ("# a\nx = 1\n    # b\n", ["# a", "# b"]),
    "after code": ("x = 1  # a \r\ny = '#'#b\rz # c", ["# a ", "#b", "# c"]),
    "in brackets": ("x = [  # a\n    1,  # b\n]\n", ["# a", "# b"]),
    "not in strings": ("x = '# a' \"# b\" '''\n# c\n''' f'# {d}' # e\n", ["# e"]),
    "in a formatted string's code": ("x = f'''{a # b\n}'''", ["# b"]),
    "after broken code": ("x = = (\n# a\n)))] $ ? # b\nprint 'c' # d\n", ["# a", "# b", "# d"]),
    "after an unclosed string": ("x = 'a # b\n# c\n", ["# c"]),
    "not in an unclosed triple string": ("# a\nx = '''b\n# c\n", ["# a"]),
    "after a backslash": ("x = 1 + \\\n    2 # a\n", ["# a"]),
    "of Python 2": ("print 'a' # b\nexec `c` # d\nx = ur'e' # f\n", ["# b", "# d", "# f"]),
}


@pytest.mark.parametrize(("text", "expected"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_are_found_without_a_parser(text: str, expected: list[str]) -> None:
    found = comments(text)
    assert [text[comment.span.start : comment.span.end] for comment in found] == expected
    assert [comment.text.reveal() for comment in found] == expected


MODULES = [tokens, asyncio.base_events, json.decoder, json.encoder, textwrap, tokenize, typing, io]


def by_tokenize(text: str) -> list[tuple[int, str]]:
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(starts[t.start[0] - 1] + t.start[1], t.string) for t in found if t.type == tokenize.COMMENT]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_real_modules_have_the_comments_that_tokenize_finds(module: typing.Any) -> None:
    text = Path(module.__file__).read_text(encoding="utf-8")
    assert [(c.span.start, c.text.reveal()) for c in comments(text)] == by_tokenize(text)
    assert exceeds(text) is None


PIECES = [
    "x", "case", "del", "not", "lambda", "if", "else", "elif", "and", "in", "await", "for", " ", "  ", "\n", "\r\n",
    "\r", "\t", "\\\n", "\\", "(", ")", "[", "]", "{", "}", "{{", "}}", ",", ":", ";", "=", ":=", "==", "+", "-", "**",
    "*", ".", "...", "1", "1.5e3", "'", '"', "'''", '"""', "f'", 'f"', "rf'", "f'''", "b'", "t'", "\\N{", "#", "!",
    "0x1f", "# a\n", "\0", "\f", "值", "\ufeff", "$", "`", "@", "'a'", '"a"', "f(a)", "x = [1]\n", "    y = 'b'\n",
]  # fmt: skip
sources = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None)
@given(st.one_of(sources, st.text(max_size=50)))
def test_no_text_is_too_odd(text: str) -> None:
    shape = measure(text)
    assert all(0 <= comment.span.start < comment.span.end <= len(text) for comment in comments(text))
    trouble = exceeds(text, depth=1, chain=1, branches=1)
    worst = max(shape.depth, shape.chain, shape.branches)
    assert (trouble is None) == (worst <= 1)
    assert trouble is None or 0 <= trouble.span.start == trouble.span.end <= len(text)


@settings(deadline=None)
@given(st.one_of(sources, st.text(max_size=50)))
def test_tokens_follow_each_other_without_overlap(text: str) -> None:
    found = list(tokens._tokens(text, skip_plain=False))
    ends = [0, *(token.end for token in found), len(text)]
    assert all(end <= token.start for end, token in zip(ends, found, strict=False))


@settings(deadline=None)
@given(sources)
@example("x = ('''a'\n''')  # b\n")
@example("f'{' '\n # a\n}'")
def test_plain_lines_hide_nothing(text: str) -> None:
    """Lines that are taken as a whole leave the lexer as it would be without that shortcut."""
    found = [token for token in tokens._tokens(text, skip_plain=False) if token.kind == "comment"]
    assume(exceeds(text) is None and not lexical_error(text))
    assert [(c.span.start, c.span.end) for c in comments(text)] == [(token.start, token.end) for token in found]


def lexical_error(text: str) -> bool:
    """libcst's tokenizer refuses such a text, so it does not matter how it is split."""
    try:
        libcst.parse_module(text)
    except Exception as error:  # its nodes refuse some texts with errors of other kinds
        return "tokenizer error" in str(error)
    return False


HUGE = {
    "open brackets": "(" * 100_000,
    "closed brackets": ")" * 100_000,
    "quotes": "'" * 100_001,
    "double quotes": '"' * 100_001,
    "triple quotes": "'''\\" * 30_000,
    "formatted strings in each other": "f'{" * 30_000,
    "formatted strings that end at once": "f'\n" * 30_000,
    "braces": "f'" + "{" * 100_000,
    "backslashes": "\\" * 100_000,
    "backslashes in a string": "'" + "\\" * 100_001,
    "blanks": " " * 100_000 + "x",
    "blanks in lines": ("x" + " " * 70 + "(\n") * 10_000,
    "nots": "not " * 30_000,
    "dots": "." * 100_000,
    "links": ".a" * 30_000,
    "signs": "-" * 100_000,
    "colons": "f'{a" + ":" * 50_000,
    "patterns": "case " + "{" * 100_000,
    "steps": "".join(" " * i + "x\n" for i in range(300)),
    "zero characters": "\0" * 100_000,
    "short lines": "x\n" * 50_000,
    "short lines with quotes": "'\n" * 30_000,
    "blocks": "if x:\n  x\n" * 20_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_what_is_huge_is_looked_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0

    def counted(self: tokens.Lexer, at: int, code: typing.Any = tokens.Lexer.code) -> tokens.Token:
        nonlocal seen
        token: tokens.Token = code(self, at)
        seen += token.end - token.start
        return token

    monkeypatch.setattr(tokens.Lexer, "code", counted)
    measure(text)
    assert seen <= len(text)
    exceeds(text)
    comments(text)


def test_measuring_ends_where_something_is_beyond_all_bounds() -> None:
    assert measure("x = 1\n" + "(" * 1_000_000).depth == 10_001


def test_an_empty_text_has_no_shape() -> None:
    assert measure("") == Shape(depth=0, chain=0, branches=0, effort=0, tokens=0)
    assert exceeds("") is None
    assert comments("") == ()


def test_a_reason_quotes_nothing_of_the_text() -> None:
    trouble = exceeds("swordfish(" * 200 + "'swordfish'" + ")" * 200)
    assert trouble is not None
    assert "swordfish" not in repr(trouble)
    assert "swordfish" not in repr(comments("# swordfish\n"))
