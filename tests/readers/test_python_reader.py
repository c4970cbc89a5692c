# ruff: noqa: E501  a construct and its tree are one line each
"""The reader of Python: spans with libcst's own provider as the oracle, literals with Python itself."""

from __future__ import annotations

import ast
import gc
import random
import re
import sysconfig
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from sendcloud_lint.engine.deep import deep
from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.python import native, read

ROOT = Path(__file__).parents[2]
LARGEST = 20_000


def texts_of(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if 0 < path.stat().st_size <= LARGEST)


def chosen() -> list[Path]:
    """The project's own files and some of the standard library's, the same ones in every run."""
    own = [*texts_of(ROOT / "sendcloud_lint", "**/*.py"), *texts_of(ROOT / "tests" / "rules", "*.py")]
    library = texts_of(Path(sysconfig.get_paths()["stdlib"]), "*.py")
    dice = random.Random(7)
    return [*dice.sample(own, 20), *dice.sample(library, 40)]


FILES = chosen()
each_file = pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])


@cache
def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@pytest.fixture(params=["Python", "libcst"], autouse=True, scope="module")
def parser(request: pytest.FixtureRequest) -> Iterator[str]:
    """Whose parser reads: Python's own, or libcst's as where the text is newer than Python."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "libcst":
            patch.setattr(native, "program", lambda *given: None)
        yield request.param


def program_of(path: Path) -> p.Program:
    return program_by(native.program, path)


@cache
def program_by(parser: object, path: Path) -> p.Program:
    program, troubles = deep(lambda: read(text_of(path)))
    assert troubles == ()
    return program


def nodes(root: object) -> Iterator[object]:
    """Every node of a program, in no order that matters; a pattern's are no expressions, though they are lowered so."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif is_dataclass(node) and not isinstance(node, Span):
            yield node
            own = (item.name for item in fields(node) if not (isinstance(node, p.Case) and item.name == "pattern"))
            stack.extend(getattr(node, name) for name in own)


def tree(text: str) -> p.Program:
    program, troubles = deep(lambda: read(text))
    assert troubles == (), f"{troubles[0].reason} at {troubles[0].span.start}"
    return program


def only(text: str) -> p.Expression:
    """The expression of a text of one statement."""
    statement = tree(text).body[0]
    assert isinstance(statement, p.Evaluate), statement
    return statement.value


def constants(text: str) -> list[object]:
    """Constants with what stands at their places, in the order of the text."""
    found = [node for node in nodes(tree(text)) if isinstance(node, p.Constant)]
    found.sort(key=lambda node: node.span)
    return [(text[node.span.start : node.span.end], worth(node)) for node in found]


def worth(node: p.Constant) -> object:
    return node.value.reveal() if isinstance(node.value, Written) else node.value


def at(text: str, span: Span) -> str:
    return text[span.start : span.end]


# Spans


@each_file
def test_nodes_stand_where_libcst_says(path: Path) -> None:
    """Every expression of a file by libcst's own provider, and every span of ours that is not one of those."""
    text = text_of(path)
    provided = deep(lambda: spans_by_libcst(text))
    ours = {
        node.span
        for node in nodes(program_of(path))
        if isinstance(node, p.Constant | p.Name | p.Call | p.Attribute | p.Table | p.Lambda | p.Conditional)
        and node.span.start != node.span.end
    }
    strange = sorted(ours - provided)
    assert strange == [], f"at {strange[0].start}: {at(text, strange[0])[:60]!r}"


def spans_by_libcst(text: str) -> set[Span]:
    """The place of every node, with the parentheses around it where it has some, as offsets into the text."""
    module = cst.parse_module(text)
    if module.code != text:
        pytest.skip("libcst itself loses characters of this file")
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    offsets = by_byte(text)
    found: set[Span] = set()
    spans = wrapper.resolve(ByteSpanPositionProvider)
    for node, span in spans.items():
        start, end = offsets[span.start], offsets[span.start + span.length]
        found.add(Span(start, end))
        if isinstance(node, cst.BaseExpression) and node.lpar:
            first, last = spans[node.lpar[0]], spans[node.rpar[-1]]
            found.add(Span(offsets[first.start], offsets[last.start + last.length]))
    return found


def by_byte(text: str) -> list[int]:
    """The index of the character that each byte of the text in UTF-8 belongs to."""
    offsets = [index for index, character in enumerate(text) for _ in character.encode()]
    return [*offsets, len(text)]


@each_file
def test_what_stands_at_a_span_is_the_same_again(path: Path) -> None:
    """Names and attributes by their letters, calls and dicts by what they parse to."""
    text = text_of(path)
    for node in nodes(program_of(path)):
        if isinstance(node, p.Attribute):
            assert at(text, node.name_span) == node.name
        elif isinstance(node, p.Name) and at(text, node.span) != node.name:
            assert ast.dump(parsed(at(text, node.span))) == ast.dump(parsed(node.name))
        elif isinstance(node, p.Call | p.Table):
            kind = ast.Call if isinstance(node, p.Call) else ast.Dict
            assert isinstance(parsed(at(text, node.span)), kind), at(text, node.span)[:60]


def parsed(written: str) -> ast.expr:
    return ast.parse(f"({written})", mode="eval").body


@each_file
def test_literals_are_worth_what_python_says(path: Path) -> None:
    """All that `ast` calls a constant, by the place it stands at, f-strings' own pieces apart."""
    text = text_of(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        checked = 0
        for node in nodes(program_of(path)):
            if isinstance(node, p.Constant) and is_literal(at(text, node.span)):
                value = ast.literal_eval(at(text, node.span).strip())
                expected = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
                assert worth(node) == expected, at(text, node.span)[:60]
                checked += 1
        assert checked > 0 or not re.search("['\"0-9]", text)


def is_literal(written: str) -> bool:
    try:
        value = ast.literal_eval(written.strip())
    except (SyntaxError, ValueError):
        return False
    return not isinstance(value, tuple | list | dict | set)


@each_file
def test_calls_are_read_as_python_reads_them(path: Path) -> None:
    """As many calls, with as many arguments, as `ast` counts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = ast.parse(text_of(path))
    expected = sorted(len(node.args) + len(node.keywords) for node in ast.walk(module) if isinstance(node, ast.Call))
    found = sorted(len(node.arguments) for node in nodes(program_of(path)) if isinstance(node, p.Call))
    missed = len(expected) - len(found)
    assert 0 <= missed <= calls_out_of_reach(module), f"{missed} of {len(expected)} calls are not read"


def calls_out_of_reach(module: ast.Module) -> int:
    """Calls in annotations, patterns and formats, which nothing is made of."""
    places = [
        part
        for node in ast.walk(module)
        for part in (
            getattr(node, "returns", None),
            getattr(node, "format_spec", None),
            *(case.pattern for case in getattr(node, "cases", ())),
        )
        if part is not None
    ]
    return sum(isinstance(inner, ast.Call) for part in places for inner in ast.walk(part))


# Parts of texts


def test_a_span_has_its_own_parentheses() -> None:
    text = "f((u, k), ( key ), (a).b)\n"
    call = only(text)
    assert isinstance(call, p.Call)
    assert [at(text, argument.value.span) for argument in call.arguments] == ["(u, k)", "( key )", "(a).b"]


def test_a_keyword_has_a_place_of_its_own() -> None:
    text = "f(auth = (u, k), **rest, *more)\n"
    call = only("f(auth = (u, k), *more, **rest)\n")
    assert isinstance(call, p.Call)
    keyword = call.arguments[0].keyword_span
    assert keyword is not None
    assert at(text, keyword) == "auth"
    assert [argument.star for argument in call.arguments] == ["", "*", "**"]


LITERALS = {
    "plain": '"key"',
    "single quotes": "'key'",
    "three quotes": '"""key"""',
    "three quotes over lines": "'''ke\ny'''",
    "escapes": r'"\x6bey\t\u006b\N{DIGIT ONE}\101\
"',
    "a raw text": r'r"\x6bey\n"',
    "a raw text with an escaped quote": r"R'\'key'",
    "bytes": r'b"key\x00\x6b"',
    "bytes that are no UTF-8": r'b"\xff\xfe"',
    "raw bytes": r'rb"\xff"',
    "the u prefix": 'u"key"',
    "an invalid escape": r'"\q"',
    "a quote inside": "\"'key'\"",
    "wide characters": '"schlüssel 密钥 🔑"',
    "empty": '""',
    "empty with three quotes": "''''''",
}


@pytest.mark.parametrize("literal", LITERALS.values(), ids=LITERALS)
def test_a_text_is_decoded_as_python_does(literal: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = ast.literal_eval(literal)
    expected = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
    assert constants(f"x = {literal}\n") == [(literal, expected)]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20), st.sampled_from(["", "b", "u"]))
def test_any_text_comes_back(value: str, prefix: str) -> None:
    shown = repr(value.encode())[1:] if prefix == "b" else repr(value)
    assert constants(f"x = {prefix}{shown}\n") == [(prefix + shown, value)]


def test_numbers_are_numbers() -> None:
    text = "x = [1, 0x10, 0b1, 0o7, 1_000, 1.5, 1e3, 2j]\n"
    assert [value for _, value in constants(text)] == [1, 16, 1, 7, 1000, 1.5, 1000.0]


def test_a_number_longer_than_python_reads_is_no_number() -> None:
    assert constants(f"x = {'9' * 5000}\n") == []


def test_a_number_of_many_bits_is_no_number() -> None:
    assert constants(f"x = 0x{'f' * 5000}\n") == []


def test_neighbouring_texts_are_pieces() -> None:
    text = "x = ('a' \"b\"\n     r'\\c' f'd{e}')\n"
    assert constants(text) == [("'a'", "a"), ('"b"', "b"), ("r'\\c'", "\\c"), ("d", "d")]


def test_an_f_string_is_its_pieces() -> None:
    text = 'f"a{{b}}\\x63{d!r}{e:>{f}}{g}{h=}i"\n'
    node = only(text)
    assert isinstance(node, p.Formatted)
    kinds = [type(piece).__name__ for piece in node.pieces]
    assert kinds == ["Constant", *["Conversion"] * 3, "Constant", "Conversion", "Constant"]
    assert [piece.plain for piece in node.pieces if isinstance(piece, p.Conversion)] == [False, False, True, False]
    assert constants(text) == [("a{{b}}\\x63", "a{b}c"), ("{h=}", "h="), ("i", "i")]


def test_an_f_string_in_an_f_string() -> None:
    text = "f'{f\"{a}b\"}c'\n"
    assert constants(text) == [("b", "b"), ("c", "c")]


def test_a_raw_f_string_keeps_its_backslashes() -> None:
    assert constants("rf'\\n{a}\\'b'\n") == [("\\n", "\\n"), ("\\'b", "\\'b")]


def test_a_part_of_an_f_string_says_its_own_code() -> None:
    assert constants("f'{ a.b == 1 = !r:>3}'\n") == [("{ a.b == 1 = !r:>3}", " a.b == 1 = "), ("1", 1)]


@pytest.mark.parametrize("text", ["a = f'{b!r }' + 'c'\n", "a = f'''{b!s\n:>3}''' + 'c'\n"])
def test_blanks_behind_a_conversion_move_nothing(text: str) -> None:
    assert constants(text)[-1:] == [("'c'", "c")]


@pytest.mark.parametrize("text", ["if a:\n\\\n    b = 'c'\n", "class A:\r\n\\\r\n    b = 'c'\r\n"])
def test_a_backslash_alone_on_a_line_is_none_at_all(text: str) -> None:
    assert constants(text) == [("'c'", "c")]


@pytest.mark.parametrize("text", ["(a): int = 1\n", "class A(b=1, *c):\n    pass\n"])
def test_what_python_takes_is_not_called_invalid(text: str, parser: str) -> None:
    _, troubles = read(text)
    refused = ["can't be read by the parser, though it may be valid"] if parser == "libcst" else []
    assert [trouble.reason for trouble in troubles] == refused


# White space and line ends

SAME = {
    "CRLF": "if a:\r\n    key = 'b'\r\n    c(key)\r\n",
    "a lone CR": "if a:\r    key = 'b'\r    c(key)\r",
    "mixed line ends": "if a:\r\n    key = 'b'\n    c(key)\r",
    "no final newline": "if a:\n    key = 'b'\n    c(key)",
    "blanks at the end": "if a:\n    key = 'b'\n    c(key)\n    ",
    "a comment at the end": "if a:\n    key = 'b'\n    c(key)  # d",
    "a form feed": "\fif a:\n    key = 'b'\n\f\n    c(key)\n",
    "a form feed in the indent": "if a:\n\f    key = 'b'\n    c(key)\n",
    "a form feed before a statement": "x = 1\n\fif a:\n    key = 'b'\n    c(key)\n",
    "tabs": "if a:\n\tkey = 'b'\n\tc(key)\n",
    "a backslash": "if a:\n    key = \\\n        'b'\n    c(key)\n",
    "wide characters before": "ü = '密🔑'; \nif a:\n    key = 'b'\n    c(key)\n",
    "blanks before a colon": "if a :\n    key = 'b'\n    c ( key )\n",
    "semicolons": "if a: key = 'b'; c(key);\n",
    "a byte order mark inside": "if a:\n    key = '\ufeffb'\n    c(key)\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_places_hold_whatever_the_white_space(text: str) -> None:
    found = nodes(tree(text))
    calls = [node for node in found if isinstance(node, p.Call)]
    assert [re.sub(r"\s", "", at(text, call.span)) for call in calls] == ["c(key)"]
    assert {"'b'": "b", "'\ufeffb'": "\ufeffb"}.items() & set(constants(text))


BLANKS = {
    "one blank": "try:\n    a\nexcept X :\n    key = 'b'\n",
    "tabs and blanks": "try:\n    a\nexcept (X, Y) \t :\n    key = 'b'\n",
    "a name": "try:\n    a\nexcept X as e :\n    key = 'b'\n",
    "no class": "try:\n    a\nexcept :\n    key = 'b'\n",
    "several": "try:\n    a\nexcept X :\n    b\nexcept Y  :\n    c\nfinally :\n    key = 'b'\n",
    "the same words in a text": "x = '''\nexcept X :\n'''\ntry:\n    a\nexcept X :\n    key = 'b'\n",
    "CRLF": "try:\r\n    a\r\nexcept X :\r\n    key = 'b'\r\n",
    "a comment": "try:\n    a\nexcept X :  # why\n    key = 'b'\n",
}


@pytest.mark.parametrize("text", BLANKS.values(), ids=BLANKS)
def test_blanks_before_the_colon_of_a_handler_move_nothing(text: str) -> None:
    assert constants(text)[-1] == ("'b'", "b")


def test_a_backslash_before_the_colon_of_a_handler_moves_nothing(parser: str, request: pytest.FixtureRequest) -> None:
    if parser == "libcst":
        request.applymarker(pytest.mark.xfail(strict=True, reason="a known gap"))
    assert constants("try:\n    a\nexcept X \\\n    :\n    key = 'b'\n")[-1] == ("'b'", "b")


LONG = {"a form feed": "x = '''\n\fa'''\n", "CRLF": "x = '''a\r\nb'''\r\n", "a lone CR": "x = '''a\rb'''\r"}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_over_lines_is_decoded_as_python_does(text: str, parser: str, request: pytest.FixtureRequest) -> None:
    if parser == "libcst" and "\f" in text:
        request.applymarker(pytest.mark.xfail(strict=True, reason="a known gap"))
    assignment = ast.parse(text).body[0]
    assert isinstance(assignment, ast.Assign)
    assert [value for _, value in constants(text)] == [ast.literal_eval(assignment.value)]


# Comments


def test_comments_have_places() -> None:
    text = "# one\nx = '# none'  # two\r\nif x:  # three\n    # four\n    pass\n#five"
    comments = tree(text).comments
    assert [at(text, comment.span) for comment in comments] == ["# one", "# two", "# three", "# four", "#five"]
    assert [comment.text.reveal() for comment in comments] == [at(text, comment.span) for comment in comments]


def test_comments_of_a_broken_text_have_places() -> None:
    text = "x = (  # one\ny = '# none'\n# two\n"
    program, troubles = read(text)
    assert len(troubles) == 1
    assert [at(text, comment.span) for comment in program.comments] == ["# one", "# two"]


# Python 2


def test_python_2_is_read_with_its_places() -> None:
    text = "try:\n    print 'sent', key\nexcept IOError, e:\n    exec 'a' in b\nkey = ur'c' if `x` <> 0777 else 10L\n"
    assert ("ur'c'", "c") in constants(text) or ("ur'c'", "c") in [(w, v) for w, v in constants(text)]
    calls = [at(text, node.span) for node in nodes(tree(text)) if isinstance(node, p.Call)]
    assert any(call.startswith("print") for call in calls)
    names = {at(text, node.span) for node in nodes(tree(text)) if isinstance(node, p.Name)}
    assert {"key", "IOError", "e", "b"} <= names


def test_python_2_keeps_offsets_after_its_changes() -> None:
    text = "print 'a'\nrequests.post(url, {'apiKey': 'b'})\n"
    call = next(node for node in nodes(tree(text)) if isinstance(node, p.Call) and "post" in at(text, node.span))
    assert at(text, call.span) == "requests.post(url, {'apiKey': 'b'})"
    assert constants(text)[-1] == ("'b'", "b")


# Broken texts

BROKEN = {
    "an open bracket": ("x = 1\nf(\n", 2),
    "a closed bracket": ("x = 1\n)\n", 2),
    "an open text": ("x = 'abc\n", 1),
    "an open long text": ("x = '''abc\n", 1),
    "no body": ("if x:\ny = 1\n", 2),
    "a wrong indent": ("if x:\n    a\n  b\n", 3),
    "an open f-string": ("x = f'{a'\n", 1),
    "merge marks": ("<<<<<<< HEAD\nx = 1\n", 1),
    "a template": ("x = {{ cookiecutter.x }}\n{% if x %}\n", 2),
    "control characters": ("x = 1\x00\n", 1),
    "another language": ("function f() { return 1; }\n", 1),
    "a lone surrogate": ("x = \udcff\n", 1),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
def test_a_broken_text_is_a_trouble_with_a_place(text: str, line: int) -> None:
    program, troubles = deep(lambda: read(text))
    assert program.body == ()
    assert len(troubles) == 1
    assert text.count("\n", 0, troubles[0].span.start) + 1 == line


def test_a_trouble_quotes_nothing() -> None:
    _, troubles = read("apiKey = 'q7Rm2Zk9Wb4Xt6Lp\n")
    assert "q7Rm" not in troubles[0].reason


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("abf'\"\\{}()[]:=,#\n\r\t\f \x00@\u00e9.0x")))
def test_no_text_raises(text: str) -> None:
    program, troubles = deep(lambda: read(text))
    assert len(troubles) <= 1
    assert all(at(text, comment.span).startswith("#") for comment in program.comments)


PIECES = "\n".join(
    [
        "def f(a, *b, c=1, **d):",
        "    return f'{a}' 'x'",
        "try:",
        "    pass",
        "except X :",
        "    print 'y', z",
        "class C(B, metaclass=M): k = 'v'  # why",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(PIECES)), st.integers(0, 12), st.text(st.sampled_from("()'\"\\{:\n #\t"), max_size=3))
def test_no_damage_raises(start: int, length: int, put: str) -> None:
    text = PIECES[:start] + put + PIECES[start + length :]
    program, troubles = deep(lambda: read(text))
    assert len(troubles) <= 1
    assert all(0 <= node.span.start <= node.span.end <= len(text) for node in nodes(program) if hasattr(node, "span"))


@pytest.mark.parametrize("text", ["x = 1\n", "x = (\n", "print 'x'\n"], ids=["good", "broken", "Python 2"])
def test_the_collector_is_on_again_afterwards(text: str) -> None:
    assert gc.isenabled()
    read(text)
    assert gc.isenabled()


def test_the_collector_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        read("x = 1\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


# What each construct becomes


def shape(node: object) -> str:
    """A node in one line: its kind and its parts, without places."""
    if isinstance(node, tuple):
        return "[" + " ".join(shape(part) for part in node) + "]"
    if isinstance(node, Written):
        return repr(node.reveal())
    if not is_dataclass(node):
        return str(node)
    parts = [shape(getattr(node, item.name)) for item in fields(node) if not item.name.endswith("span")]
    return f"{type(node).__name__}({' '.join(parts)})"


SHAPES = {
    "a walrus": ("(a := 1)", "Evaluate(Bind(Name(a) Constant(1)))"),
    "await": ("await a", "Evaluate(Wait(await Name(a)))"),
    "yield from": ("yield from a", "Evaluate(Wait(yield Name(a)))"),
    "a lambda": ("lambda a, *b: a", "Evaluate(Lambda([Parameter(a None  False None) Parameter(b None * False None)] Name(a)))"),
    "a starred element": ("[*a, b]", "Evaluate(Items(list [Starred(Name(a)) Name(b)]))"),
    "a dict with a spread": ("{**a, 'b': c}", "Evaluate(Table([TableEntry(None Name(a)) TableEntry(Constant('b') Name(c))]))"),
    "a set": ("{a}", "Evaluate(Items(set [Name(a)]))"),
    "an empty tuple": ("()", "Evaluate(Items(tuple []))"),
    "a slice": ("a[1:b]", "Evaluate(Subscript(Name(a) Slice(Constant(1) Name(b) None)))"),
    "a subscript of two": ("a[1, b]", "Evaluate(Subscript(Name(a) Items(tuple [Constant(1) Name(b)])))"),
    "a chain of sums": ("a + b + (c + d)", "Evaluate(Operation(+ [Name(a) Name(b) Operation(+ [Name(c) Name(d)])]))"),
    "sums in parentheses": ("(a + b) + c", "Evaluate(Operation(+ [Operation(+ [Name(a) Name(b)]) Name(c)]))"),
    "a difference and a sum": ("a - b + c", "Evaluate(Operation(+ [Operation(- [Name(a) Name(b)]) Name(c)]))"),
    "and in or": ("a and b or c", "Evaluate(Operation(or [Operation(and [Name(a) Name(b)]) Name(c)]))"),
    "a power": ("a ** b ** c", "Evaluate(Operation(** [Name(a) Operation(** [Name(b) Name(c)])]))"),
    "a comparison": ("a < b", "Evaluate(Operation(< [Name(a) Name(b)]))"),
    "a comparison of three": ("a < b <= c", "Evaluate(Operation(compare [Name(a) Name(b) Name(c)]))"),
    "not in": ("a not in b", "Evaluate(Operation(not in [Name(a) Name(b)]))"),
    "a condition": ("a if b else c", "Evaluate(Conditional(Name(b) Name(a) Name(c)))"),
    "a comprehension": (
        "{a: b for a, b in c if d}",
        "Evaluate(Comprehension(dict Name(a) Name(b) [Clause(Items(tuple [Name(a) Name(b)]) Name(c) [Name(d)])]))",
    ),
    "an ellipsis": ("...", "Evaluate(Opaque([]))"),
    "several targets": ("a = b.c = d[0] = e", "Assign([Name(a) Attribute(Name(b) c) Subscript(Name(d) Constant(0))] Name(e) None)"),
    "a target that unpacks": ("a, *b = c", "Assign([Items(tuple [Name(a) Starred(Name(b))])] Name(c) None)"),
    "an annotation": ("a: int = 1", "Assign([Name(a)] Constant(1) Name(int))"),
    "a bare annotation": ("a: int", "Assign([Name(a)] None Name(int))"),
    "a sum in place": ("a += b", "Augment(Name(a) + Name(b))"),
    "a union in place": ("a |= b", "Augment(Name(a) | Name(b))"),
    "del": ("del a, b[c]", "Delete([Name(a) Subscript(Name(b) Name(c))])"),
    "raise from": ("raise a from b", "Raise(Name(a) Name(b))"),
    "assert": ("assert a, b", "Assert(Name(a) Name(b))"),
    "an import": ("import a.b, c as d", "Import(a.b a False) Import(c d True)"),
    "a relative import": ("from ..a import b as c, d", "ImportFrom(a 2 [[b c] [d d]])"),
    "an import from the package": ("from . import a", "ImportFrom( 1 [[a a]])"),
    "a star import": ("from a import *", "ImportFrom(a 0 [[* *]])"),
    "global": ("global a, b", "Scope(global [a b])"),
    "elif": (
        "if a: b\nelif c: d\nelse: e",
        "Branch(Name(a) [Evaluate(Name(b))] [Branch(Name(c) [Evaluate(Name(d))] [Evaluate(Name(e))])])",
    ),
    "for and else": ("for a in b: break\nelse: c", "Loop(Name(a) Name(b) None [Jump(break)] [Evaluate(Name(c))])"),
    "while": ("while a: continue", "Loop(None None Name(a) [Jump(continue)] [])"),
    "try": (
        "try: a\nexcept b as c: d\nelse: e\nfinally: f",
        "Try([Evaluate(Name(a))] [Handler(Name(b) Name(c) [Evaluate(Name(d))])] [Evaluate(Name(e))] [Evaluate(Name(f))])",
    ),
    "try with a group": ("try: a\nexcept* b: c", "Try([Evaluate(Name(a))] [Handler(Name(b) None [Evaluate(Name(c))])] [] [])"),
    "with": ("with a as b, c: d", "With([WithItem(Name(a) Name(b)) WithItem(Name(c) None)] [Evaluate(Name(d))])"),
    "async with": ("async def f():\n async with a: b", "Function(Name(f) [] [With([WithItem(Name(a) None)] [Evaluate(Name(b))])] [])"),
    "async for": ("async def f():\n async for a in b: c", "Function(Name(f) [] [Loop(Name(a) Name(b) None [Evaluate(Name(c))] [])] [])"),
    "parameters": (
        "def f(a, /, b=1, *, c, d: int = 2, **e): pass",
        "Function(Name(f) [Parameter(a None  False None) Parameter(b Constant(1)  False None) Parameter(c None  True None) "
        "Parameter(d Constant(2)  True Name(int)) Parameter(e None ** False None)] [] [])",
    ),
    "decorators": ("@a.b\n@c(1)\ndef f(): pass", "Function(Name(f) [] [] [Attribute(Name(a) b) Call(Name(c) [Argument(Constant(1) None )])])"),
    "a class": ("class A(B, metaclass=C): a = 1", "Class(Name(A) [Argument(Name(B) None ) Argument(Name(C) metaclass )] [Assign([Name(a)] Constant(1) None)] [])"),
    "match": (
        "match a:\n case {'x': b, **c} if d: e\n case [f, *g] | h.i: j\n case _: k",
        "Match(Name(a) [Case(Table([TableEntry(Constant('x') Name(b)) TableEntry(None Name(c))]) Name(d) [Evaluate(Name(e))]) "
        "Case(Operation(| [Items(list [Name(f) Starred(Name(g))]) Attribute(Name(h) i)]) None [Evaluate(Name(j))]) "
        "Case(Opaque([]) None [Evaluate(Name(k))])] True)",
    ),
    "match with a name": ("match a:\n case b: c", "Match(Name(a) [Case(Name(b) None [Evaluate(Name(c))])] True)"),
    "match with a class": (
        "match a:\n case B(c, d=None) as e: f",
        "Match(Name(a) [Case(Bind(Name(e) Call(Name(B) [Argument(Name(c) None ) Argument(Constant(None) d )])) "
        "None [Evaluate(Name(f))])] False)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_a_construct_is_lowered(text: str, expected: str) -> None:
    assert " ".join(shape(statement) for statement in tree(text + "\n").body) == expected


def test_a_chain_of_many_terms_is_one_operation() -> None:
    node = only(" + ".join(["a"] * 250) + "\n")
    assert isinstance(node, p.Operation)
    assert len(node.operands) == 250


def test_nodes_are_walked_without_end() -> None:
    text = "a" + ".b(c)" * 140 + "\n"
    assert sum(isinstance(node, p.Call) for node in nodes(tree(text))) == 140
