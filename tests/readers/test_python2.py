"""Python 2, made readable: what the parser gets, where its tokens come from, and that nothing makes it fail."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcloud_lint.model.derived import Derived
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import python2

SAME = [
    pytest.param("x = 1\n", id="an assignment"),
    pytest.param("", id="nothing"),
    pytest.param("# only a comment", id="only a comment"),
    pytest.param("def f():\n    pass\n    # end", id="a comment at the end"),
    pytest.param("x = [1,\n\t2]\n", id="a tab within brackets"),
    pytest.param("x = '''\n\ta\n'''\n", id="a tab within a string"),
    pytest.param("x = '\\n' r'\\u' u'\\u20ac' '\\\\u'\n", id="strings that mean the same"),
    pytest.param("from __future__ import unicode_literals\nx = '\\u20ac'\n", id="unicode literals"),
    pytest.param("from __future__ import print_function\nprint('x')\n", id="the print function, imported"),
    pytest.param("print('x', file=f)\n", id="the print function, just used"),
    pytest.param("x.print = y.exec\nprint(z, end='')\n", id="print and exec as attributes"),
    pytest.param("try:\n    pass\nexcept A as e:\n    pass\nexcept:\n    pass\n", id="except"),
    pytest.param("raise X(y)\n", id="raise"),
    pytest.param("x = lambda a, b=1: a\n", id="a lambda"),
    pytest.param("x = None, True == 0x1F, 0.5, 09.5, 1e5, 1j\n", id="numbers and singletons"),
    pytest.param("for x in 1, 2:\n    pass\n", id="a loop over a tuple"),
    pytest.param("async def f():\n    await x\n", id="a coroutine"),
    pytest.param("x = 1\r\nif x:\r\n    y = 2\r\n", id="carriage return and line feed"),
]

CHANGED = [
    pytest.param("print\n", "print()\n", id="print nothing"),
    pytest.param("if x: print\n", "if x: print()\n", id="print nothing in a block"),
    pytest.param("print 'a', b\n", "print( 'a', b)\n", id="print"),
    pytest.param("print'a'\n", "print('a')\n", id="print without a space"),
    pytest.param("print a,\n", "print( a,)\n", id="print with a trailing comma"),
    pytest.param("print (a), b\n", "print( (a), b)\n", id="print something in parentheses and more"),
    pytest.param("print 'a' # b\n", "print( 'a') # b\n", id="print and a comment"),
    pytest.param("print 'a'; print", "print( 'a'); print()", id="print without a line end"),
    pytest.param("print a, \\\n  b\n", "print( a, \\\n  b)\n", id="print over two lines"),
    pytest.param("print >>f\n", "print( file=f)\n", id="print an empty line to a file"),
    pytest.param("print >>f, a, b\n", "print( file=f, *(a, b,))\n", id="print to a file"),
    pytest.param("print >>f, a,\n", "print( file=f, *(a,))\n", id="print to a file with a trailing comma"),
    pytest.param("print >>f, `a`\n", "print( file=f, *((repr(a)),))\n", id="constructs within each other"),
    pytest.param("exec code\n", "exec( code)\n", id="exec"),
    pytest.param("exec'x'in d\n", "exec('x', d)\n", id="exec in a scope"),
    pytest.param("exec code in g, l\n", "exec( code , g, l)\n", id="exec in two scopes"),
    pytest.param("print('x', file=f)\nexec 'y'\n", "print('x', file=f)\nexec( 'y')\n", id="print function, exec"),
    pytest.param("raise X, y\n", "raise X( y)\n", id="raise with a value"),
    pytest.param("raise a.X, y, tb\n", "raise a.X( y).with_traceback( tb)\n", id="raise with a traceback"),
    pytest.param("raise 'a' 'b', c\n", "raise ('a' 'b')( c)\n", id="raise a string"),
    pytest.param("raise X ** a, c\n", "raise (X ** a)( c)\n", id="raise an operation"),
    pytest.param("x = `y`\n", "x = (repr(y))\n", id="backticks"),
    pytest.param("x = `a, b`\n", "x = (repr((a, b)))\n", id="backticks around a tuple"),
    pytest.param("x = ``1``\n", "x = (repr((repr(1))))\n", id="backticks within backticks"),
    pytest.param("`x`\n", "(repr(x))\n", id="backticks at the start of a line"),
    pytest.param("x = 1 if`y`else 2\n", "x = 1 if(repr(y))else 2\n", id="backticks between words"),
    pytest.param("a <> b != c\n", "a != b != c\n", id="not equal"),
    pytest.param("x = 0777, 00, 0\n", "x = 0o777, 0o0, 0\n", id="octal numbers"),
    pytest.param("x = 10L, 0xFFl, 0L, 0777L\n", "x = 10, 0xFF, 0, 0o777\n", id="long numbers"),
    pytest.param("x = 7L.real, 0Lor 1\n", "x = 7 .real, 0 or 1\n", id="long numbers hard by something"),
    pytest.param("x = ur'a', UR'''b'''\n", "x = r'a', R'''b'''\n", id="raw unicode"),
    pytest.param("x = b'é', br'é', b'e'\n", "x = 'é', r'é', b'e'\n", id="bytes beyond ASCII"),
    pytest.param("x = 'C:\\Users\\New \\\\u'\n", "x = 'C:\\\\Users\\\\New \\\\u'\n", id="escapes of unicode in bytes"),
    pytest.param("[x for x in 1, 2]\n", "[x for x in (1, 2)]\n", id="a comprehension over a tuple"),
    pytest.param("[x for x in lambda: 1, y]\n", "[x for x in ((lambda: 1), y)]\n", id="a comprehension over lambdas"),
    pytest.param("[x for x in y if lambda: x]\n", "[x for x in y if (lambda: x)]\n", id="a lambda as a condition"),
    pytest.param("async = await(nonlocal=1)\n", "async_ = await_(nonlocal_=1)\n", id="names that are words now"),
    pytest.param("x.async.await\n", "x.async_.await_\n", id="attributes that are words now"),
    pytest.param("def async(await): pass\n", "def async_(await_): pass\n", id="functions that are words now"),
    pytest.param("True, (False) = 1, None\n", "True_, (False_) = 1, None\n", id="singletons assigned"),
    pytest.param("x.None = f(True=None)\n", "x.None_ = f(True_=None)\n", id="singletons as names of others"),
    pytest.param("x = 1 \\\n\n", "x = 1 \n\n", id="a line that goes on at the end"),
    pytest.param("x = 1\ry = 2\r", "x = 1\ny = 2\n", id="carriage returns"),
]

UNPACKED = [
    pytest.param("def f(a, (b, c)=d): return b\n", "def f(a, U=d): (b, c) = U; return b\n", id="in a line"),
    pytest.param("def f((a, (b, c))): pass\n", "def f(U): (a, (b, c)) = U; pass\n", id="nested"),
    pytest.param("def f((a)):\n  'doc'\n", "def f(U):\n  (a) = U\n  'doc'\n", id="in a block"),
    pytest.param("def f((async,)): pass\n", "def f(U): (async_,) = U; pass\n", id="with a word"),
    pytest.param("lambda (k, v): v\n", "lambda U: [v for (k, v) in [U]][0]\n", id="in a lambda"),
    pytest.param("lambda a, (k, v)=x: v\n", "lambda a, U=x: [v for (k, v) in [U]][0]\n", id="in a lambda with others"),
    pytest.param(
        "try: pass\nexcept X, (a, b): pass\nexcept Y: pass\n",
        "try: pass\nexcept X as  U: (a, b) = U; pass\nexcept Y: pass\n",
        id="in except",
    ),
    pytest.param(
        "try: pass\nexcept X as self.error[`1`]:\n\tpass\nfinally: pass\n",
        "try: pass\nexcept X as U:\n        self.error[(repr(1))] = U\n        pass\nfinally: pass\n",
        id="in except with a place",
    ),
]

INDENTED = [
    pytest.param("if a:\n\tif b:\n\t        x\n        y\n", (8, 16, 8), id="a tab is eight spaces"),
    pytest.param("if a:\n \tx\n        y\n", (8, 8), id="a tab goes to the next multiple of eight"),
    pytest.param("if a:\n        x\n         \f\ty\n", (8, 8), id="a form feed goes back to the margin"),
    pytest.param("if a:\n\tx = '''\n\t'''\n\n\t# c\n\ty\n", (8, 8), id="strings and comments stay"),
]


@pytest.mark.parametrize("text", SAME)
def test_what_both_languages_share_stays(text: str) -> None:
    assert readable(text).text == text


@pytest.mark.parametrize(("text", "expected"), CHANGED)
def test_what_only_python_2_knows_is_said_in_python_3(text: str, expected: str) -> None:
    assert readable(text).text == expected


@pytest.mark.parametrize(("text", "expected"), UNPACKED)
def test_what_python_2_unpacks_is_unpacked_in_the_block(text: str, expected: str) -> None:
    assert re.sub(r"_unpacked_\d+", "U", readable(text).text) == expected


def test_each_stand_in_has_its_own_name() -> None:
    result = readable("def f((a, b), (c, d)): pass\n").text
    assert result == "def f(_unpacked_6, _unpacked_14): (a, b) = _unpacked_6; (c, d) = _unpacked_14; pass\n"


@pytest.mark.parametrize(("text", "widths"), INDENTED)
def test_indentation_is_read_as_python_2_does(text: str, widths: tuple[int, ...]) -> None:
    assert indents(readable(text).text) == widths


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = = 1\n", id="no expression"),
        pytest.param("if x:\n    y\n  z\n", id="indented by no block"),
        pytest.param("x = (1,\n", id="an open bracket"),
        pytest.param("x = '''\n", id="an open string"),
        pytest.param("x = 'a\n", id="an open string in a line"),
        pytest.param("\0", id="a null character"),
        pytest.param("?", id="no token"),
    ],
)
def test_what_is_no_python_is_none(text: str) -> None:
    assert python2.translate(text) is None


@pytest.mark.parametrize("text", [case.values[0] for case in (*SAME, *CHANGED, *UNPACKED, *INDENTED)])
def test_tokens_stand_where_they_are_said_to(text: str) -> None:
    result = readable(text)
    for span in untouched(result):
        back = result.back_span(span)
        assert text[back.start : back.end] == result.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("f(10L, a)", "10L", id="a long number"),
        pytest.param("f(0777, a)", "0777", id="an octal number"),
        pytest.param("f(ur'x', a)", "ur'x'", id="raw unicode"),
        pytest.param("f(b'é', a)", "b'é'", id="bytes"),
        pytest.param("f(`x`, a)", "`x`", id="backticks"),
        pytest.param("f(async, a)", "async", id="a word"),
        pytest.param("f('\\U', a)", "'\\U'", id="an escape"),
    ],
)
def test_the_place_of_a_changed_value_covers_it(text: str, written: str) -> None:
    result = readable(text)
    start, end = result.text.index("(") + 1, result.text.rindex(",")
    back = result.back_span(Span(start, end))
    assert text[back.start : back.end] == written


STATEMENTS = [
    "print {0}, {1}",
    "print >>{0}, {1}",
    "exec {0} in {1}",
    "raise {0}, {1}",
    "{0} = `{1}` <> 0777L",
    "{0}(u'é', ur'{1}', async=10L)",
    "[{0} for {1} in 1, 2]",
    "try: {0}\nexcept X, {1}: pass",
    "try:\n\t{0}\nexcept (X, Y), (code, msg):\n        {1}",
    "def {0}(a, (b, c)):\n  def {1}(): print `b`",
    "class {0}:\n\tdef {1}(self, (a, (b, c))=(1, (2, 3L))): print a",
    "sorted({0}, key=lambda (k, v): {1})",
]


@given(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=8))
def test_every_name_of_a_program_is_found_at_its_place(statements: list[str]) -> None:
    lines = [line.format(f"first{number}", f"second{number}") for number, line in enumerate(statements)]
    text = "\n".join(lines)
    result = readable(text)
    for number in range(len(lines)):
        for name in (f"first{number}", f"second{number}"):
            start = result.text.index(name)
            back = result.back_span(Span(start, start + len(name)))
            assert text[back.start : back.end] == name


PIECES = [
    *"()[]{}`'\"\\,;:.=<>*@# \t\f\r\n",
    *("\n    ", "\n\t", "\n", "x", "é", "0", "07L", "1.", "ur'", "'''", '"""', "b'", "<>", "**", "->", "\0", "\ud800"),
    *("print ", "print >>", "exec ", "raise ", "in ", "lambda ", "lambda (a, b): ", "def f(", "def f((a, b)):"),
    *("try:", "except ", "except A, (b, c):", "for ", "if ", "else ", "async ", "await ", "nonlocal ", "True "),
    *("class A:", "yield "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_nothing_makes_it_fail(text: str) -> None:
    result = python2.translate(text)
    assert result is None or result.back(len(result.text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = " + "(" * 3000 + "a" + ")" * 3000, id="parentheses"),
        pytest.param("(" * 3000 + "a" + ")" * 3000 + " = 1", id="parentheses in a target"),
        pytest.param("def f(" + "(" * 3000 + "a" + ",)" * 3000 + "): pass", id="parameters"),
        pytest.param("lambda (a, b): " * 500 + "1", id="lambdas"),
        pytest.param("`(" * 1000 + "1" + ")`" * 1000, id="backticks"),
        pytest.param("not " * 3000 + "1", id="operators"),
        pytest.param("a" + ".b()" * 3000, id="calls"),
    ],
)
def test_depth_is_no_limit(text: str) -> None:
    assert python2.translate(text) is not None


def test_the_tokens_are_numbered_as_fissix_does() -> None:
    token = import_module("fissix.pgen2.token")
    names = ("NAME", "NUMBER", "STRING", "NEWLINE", "INDENT", "NOTEQUAL", "OP", "COMMENT", "NL")
    ours = (
        *(python2.NAME, python2.NUMBER, python2.STRING, python2.NEWLINE, python2.INDENT),
        *(python2.NOT_EQUAL, python2.OPERATOR, python2.COMMENT, python2.BLANK),
    )
    assert tuple(getattr(token, name) for name in names) == ours


def test_fissix_is_loaded_late_and_leaves_nothing_behind(tmp_path: Path) -> None:
    script = """
        import sys
        from sendcloud_lint.readers import python2
        assert not any(name.startswith("fissix") for name in sys.modules)
        assert python2.translate("print 1").text == "print( 1)"
        assert "fissix.pgen2.parse" in sys.modules and "fissix.pygram" not in sys.modules
        assert python2.translate("print (") is None
    """
    homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"), str(tmp_path))
    run = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", dedent(script)],
        env={**os.environ, **homes, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr, list(tmp_path.iterdir())) == (0, "", "", [])


def readable(text: str) -> Derived:
    """The derived text, which the parser reads and gives back."""
    result = python2.translate(text)
    assert result is not None
    assert libcst.parse_module(result.text).code == result.text
    return result


def untouched(result: Derived) -> Iterator[Span]:
    """Names, numbers and strings whose characters all come from the parent, side by side."""
    for span in tokens(result.text):
        start = result.back(span.start)
        beside = all(result.back(at) == start + at - span.start for at in range(span.start, span.end))
        if beside and result.back_span(span) == Span(start, start + span.end - span.start):
            yield span


def tokens(text: str) -> Iterator[Span]:
    starts = [0]
    for line in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        if token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.STRING):
            (row, column), (end_row, end_column) = token.start, token.end
            yield Span(starts[row - 1] + column, starts[end_row - 1] + end_column)


def indents(text: str) -> tuple[int, ...]:
    """The depth of every line of code that is indented."""
    lines = (line for line in text.split("\n") if line.startswith(" "))
    return tuple(len(line) - len(line.lstrip(" ")) for line in lines)
