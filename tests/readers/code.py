"""Code to be read: programs in Python and scripts for a shell, and what their own languages make of them."""

from __future__ import annotations

import ast
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from textwrap import indent
from typing import Any

from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written

# Programs, flattened


def nodes(root: object) -> Iterator[Any]:
    """Everything in a program, in the order of its fields. No recursion: some are deep."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif is_dataclass(node) and not isinstance(node, Span | Written):
            yield node
            waiting.extend(getattr(node, item.name) for item in reversed(fields(node)))


def whole_values(root: object) -> Iterator[p.Constant | p.Formatted]:
    """Literals as they are written: what is put together of several counts once, and not what it is put together of."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, p.Constant | p.Formatted):
            yield node
        if isinstance(node, p.Formatted):
            waiting.extend(piece for piece in node.pieces if not isinstance(piece, p.Constant | p.Formatted))
        elif isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif is_dataclass(node) and not isinstance(node, Span | Written):
            waiting.extend(getattr(node, item.name) for item in reversed(fields(node)))


def spans(root: object) -> Iterator[Span]:
    for node in nodes(root):
        yield from (getattr(node, item.name) for item in fields(node) if isinstance(getattr(node, item.name), Span))


def worth(node: p.Constant) -> object:
    return node.value.reveal() if isinstance(node.value, Written) else node.value


def shape(node: object) -> object:
    """A program without its places."""
    if isinstance(node, Written):
        return node.reveal()
    if isinstance(node, tuple):
        return tuple(map(shape, node))
    if is_dataclass(node) and not isinstance(node, Span):
        inner = (shape(getattr(node, item.name)) for item in fields(node))
        return (type(node).__name__, *(each for each in inner if not isinstance(each, Span)))
    return node


# Python

python_names = st.sampled_from(["a", "b1", "_c", "ключ", "值", "os.environ", "f(x).y"])
_plain = st.text(st.sampled_from("ab09 .:/=&%#?@-_,;()[]<>|$!~^*+é值😀"), max_size=10)
_escapes = st.sampled_from(
    ["\\n", "\\t", "\\\\", "\\x41", "\\u00e9", "\\101", "\\'", '\\"', "\\d", "\\\n", "\\N{DIGIT ONE}"]
)
_bodies = st.lists(st.one_of(_plain, _escapes), max_size=3).map("".join)


@st.composite
def python_literals(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["", "", "", "r", "R", "u", "b", "Rb", "br"]))
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    body = draw(_bodies)
    if "b" in prefix:
        body = body.encode("ascii", "ignore").decode()
    if len(quote) == 3:
        body += draw(st.sampled_from(["", "\n", "'x\n", '"x\n', "\r\n  "]))
    return f"{prefix}{quote}{body}{quote}"


@st.composite
def f_strings(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    prefix = draw(st.sampled_from(["f", "F", "rf", "fR"]))
    pieces = []
    for _ in range(draw(st.integers(0, 3))):
        pieces.append(draw(st.one_of(_plain, _escapes, st.just("{{"), st.just("}}"))))
        name = draw(st.one_of(st.sampled_from(["a", "b.c", " d ", "e(1)", "f[0]"]), inner.filter(_fits_in_f_string)))
        pieces.append("{" + name + draw(st.sampled_from(["", "!r", ":>10", ":{w}", "!s:x<{w}.3"])) + "}")
    return f"{prefix}{quote}{''.join(pieces)}{quote}"


def _fits_in_f_string(written: str) -> bool:
    """Before Python 3.12 an expression in an f-string had neither quotes nor backslashes nor comments."""
    return not set(written) & set("'\"\\#\n\r{}!:=")


python_numbers = st.sampled_from(
    ["0", "12", "0x1F", "0o17", "0b101", "1_000", "1.5", ".5e-3", "1e3", "5.", "2j", "None", "True", "..."]
)


_COMPOUND = (
    "({}\n  # c\n  {})", "[{}, {}]", "({}, {}, )", "{{{}: {},\n 'k': {}}}", "f({}, {}, k={}, *a, **b)", "{} + {}",
    "{} % {}",
    "{} or {}", "{} == {}", "{} \\\n not in {}", "({} if {} else {})", "({})", "( # é\n {} )", "a.b[{}]",
    "[x for x in {} if {}]", "(lambda x={}: {})", "not {}", "-{}", "{}.format({})", "g()({})[{}:]",
)  # fmt: skip


@st.composite
def python_expressions(draw: st.DrawFn, levels: int = 2) -> str:
    kind = draw(st.integers(0, 9))
    if kind < 3 or not levels:
        return draw(python_literals())
    if kind < 5:
        return draw(st.one_of(python_names, python_numbers))
    if kind == 5:
        return draw(f_strings(python_expressions(levels - 1)))
    if kind == 6:
        return draw(st.sampled_from([" ", "\t", " \\\n"])).join(
            draw(st.lists(python_literals(), min_size=2, max_size=3))
        )
    form = draw(st.sampled_from(_COMPOUND))
    return form.format(*(draw(python_expressions(levels - 1)) for _ in range(3)))


_SIMPLE = ("a = {}", "a.b: str = {}", "a += {}", "f({})", "return_({})", "assert {}", "a = b['k'] = {}", "(a := {})")


@st.composite
def python_blocks(draw: st.DrawFn, levels: int = 2) -> str:
    lines = draw(st.lists(_python_statements(levels), min_size=1, max_size=4))
    return "".join(lines)


@st.composite
def _python_statements(draw: st.DrawFn, levels: int) -> str:
    value = draw(python_expressions())
    kind = draw(st.integers(0, 13))
    if kind < 8 or not levels:
        end = draw(st.sampled_from(["\n", "  # é comment\n", ";\n", "; b = 1\n", " \\\n\n", "\n\n# c\n"]))
        return _SIMPLE[kind % 8].format(value.replace("\\\n\n", "\n")) + end
    body = indent(draw(python_blocks(levels - 1)), draw(st.sampled_from(["    ", "\t", "  "])), lambda line: True)
    heads = {
        8: "if {}:\n{}", 9: "for x in {}:\n{}", 10: "def f(x, y={}):\n{}", 11: "with {} as x:\n{}",
        12: "try:\n    a\nexcept E as e:\n    a = {}\nelse:\n{}", 13: "@d({})\nclass C:\n{}",
    }  # fmt: skip
    return heads[kind].format(value, body)


def is_python(text: str) -> bool:
    try:
        _parsed(text, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


python_texts = python_blocks().filter(is_python)


HOLE = object()
Read = tuple[object, ...]


def texts_of_python(text: str) -> Counter[Read]:
    """Every literal of a program by Python's own parser: texts, with holes for what an f-string fills in."""
    tree = _parsed(text, "exec")
    formats = {id(node.format_spec) for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)}
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(piece) for node in formatted for piece in node.values}
    found = (node for node in ast.walk(tree) if id(node) not in formats | inner)
    return Counter(read for node in found if (read := _literal(node)) is not None and _is_text(read))


def texts_of_program(program: p.Program) -> Counter[Read]:
    """The same of what was read."""
    found = (_read(node) for node in whole_values(program.body))
    return Counter(read for read in found if _is_text(read))


def differs_from_python(text: str, node: p.Constant | p.Formatted) -> bool:
    """Whether a literal's worth is another than that of what stands at its place; what is no literal alone has none."""
    try:
        tree = _parsed(f"({text[node.span.start : node.span.end]}\n)", "eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    assert isinstance(tree, ast.Expression)
    read = _literal(tree.body)
    return read is not None and read != _read(node)


def _parsed(text: str, mode: str) -> ast.AST:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode=mode)


def _literal(node: ast.AST) -> Read | None:
    if isinstance(node, ast.Constant) and not isinstance(node.value, complex | type(...)):
        value = node.value
        return (value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value,)
    if isinstance(node, ast.JoinedStr):
        return _merged([piece.value if isinstance(piece, ast.Constant) else HOLE for piece in node.values])
    return None


def _read(node: p.Expression) -> Read:
    return (worth(node),) if isinstance(node, p.Constant) else _merged(list(_read_pieces(node)))


def _read_pieces(node: p.Expression) -> Iterator[object]:
    if isinstance(node, p.Formatted):
        for piece in node.pieces:
            yield from _read_pieces(piece)
    else:
        yield worth(node) if isinstance(node, p.Constant) else HOLE


def _merged(pieces: Sequence[object]) -> Read:
    """Neighbouring texts as one, and none that is empty unless there is nothing else."""
    merged: list[object] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged) or ("",)


def _is_text(read: Read) -> bool:
    return any(isinstance(piece, str) for piece in read) or HOLE in read


# Shell

VARIABLES = {"V": "v w", "ÜBER": "", "EMPTY": "", "K_1": "k&1"}
_bare_text = st.text(st.sampled_from("ab09.:/=@%+-_,é值😀"), min_size=1, max_size=8)
_any_text = st.text(st.sampled_from("ab09 .:/=&%#?@-_,;()[]{}<>|!~^*+\té值😀\n"), max_size=10)
_ansi_escapes = st.sampled_from(
    ["\\n", "\\t", "\\\\", "\\'", '\\"', "\\x41", "\\u00e9", "\\U0001f600", "\\101", "\\e", "\\?", "\\q", "\\cA",
     "\\xc3\\xa9"]
)  # fmt: skip
_quoted_escapes = st.sampled_from(["\\$", '\\"', "\\\\", "\\`", "\\n", "\\\n", "\\'", "'"])


def _many(*kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*kinds), max_size=3).map("".join)


_expansions = st.sampled_from(
    ["$V", "${V}", "${K_1}", "${NONE}", "${NONE:-z}", "${V:-z}", "${NONE-'z y'}", "${EMPTY:-e}"]
)
literal_pieces = st.one_of(
    _bare_text,
    st.sampled_from(["\\ ", "\\'", '\\"', "\\\\", "\\$", "\\é", "\\;", "\\\n"]),
    _any_text.map(lambda text: f"'{text}'"),
    _many(_any_text.filter(lambda text: "!" not in text), _quoted_escapes).map(lambda text: f'"{text}"'),
    _many(_any_text, _ansi_escapes).map(lambda text: f"$'{text}'"),
    _any_text.filter(lambda text: "!" not in text).map(lambda text: f'$"{text}"'),
)
pieces = st.one_of(literal_pieces, _many(_any_text, _quoted_escapes, _expansions).map(lambda text: f'"{text}"'))


def _is_no_assignment(word: str) -> bool:
    return "=" not in word.split("'", maxsplit=1)[0].split('"', maxsplit=1)[0] and not word.startswith(("~", "#", "%"))


words = st.lists(pieces, min_size=1, max_size=3).map("".join).filter(lambda word: word.strip("\\\n"))
_documents = st.lists(
    st.one_of(_any_text.filter(lambda text: "\n" not in text), st.sampled_from(["\\$", "\\\\", '"', "'", "$V", "\\n"])),
    max_size=4,
).map("".join)


@st.composite
def shell_lines(draw: st.DrawFn) -> str:
    """A line that prints words, gives a variable a value, or prints a document."""
    kind = draw(st.integers(0, 7))
    word = draw(words)
    several = draw(st.lists(words, max_size=3))
    end = draw(st.sampled_from(["\n", " # é 'c\n", ";\n", " \n", "\n\n"]))
    if kind < 3:
        gap = draw(st.sampled_from([" ", "  ", " \\\n  ", "\t"]))
        return gap.join(["p", word, *several]) + end
    if kind == 3:
        return f"V={word}{end}"
    if kind == 4:
        return f"export K_1={word}{end}"
    if kind == 5:
        return f"if p {word}; then p b; fi{end}"
    if kind == 6:
        return f"s {draw(st.sampled_from(['<<<', '<<< ']))}{word}{end}"
    mark = draw(st.sampled_from(["EOF", "'EOF'", '"EOF"', "\\EOF"]))
    lines = [line for line in draw(st.lists(_documents, max_size=3)) if not line.endswith("\\") or mark != "EOF"]
    return f"d <<{mark}\n" + "".join(f"{line}\n" for line in lines) + "EOF\n"


shell_texts = st.lists(shell_lines(), min_size=1, max_size=5).map("".join)

# The line's end that `<<<` adds is no part of what is read.
_PRELUDE = """\
p() { printf '%s\\0' "$@"; printf '\\3\\4\\0'; }
d() { local t; IFS= read -r -d '' t; printf '%s\\0\\3\\4\\0' "$t"; }
s() { local t; IFS= read -r -d '' t; printf '%s\\0\\3\\4\\0' "${t%$'\\n'}"; }
"""


def printed_by_bash(text: str) -> list[list[str]]:
    """What each command of a script prints. A shell that finds no program and may write nowhere runs it."""
    given = "".join(f"{name}='{value}'\n" for name, value in VARIABLES.items() if name.isascii())
    done = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-r", "-f", "+B", "+H", "-s"],
        input=(given + _PRELUDE + text).encode(), capture_output=True, check=False, timeout=20,
        env={"LC_ALL": "C.UTF-8", "PATH": ""},
    )  # fmt: skip
    groups: list[list[str]] = [[]]
    for item in done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        if item == "\3\4":
            groups.append([])
        else:
            groups[-1].append(item)
    return groups[:-1]


def printed_by_program(program: p.Program) -> list[list[str]]:
    """The same by what was read, statement by statement."""
    known = dict(VARIABLES)
    found: list[list[str]] = []
    for node in sorted(_steps(program), key=lambda one: one.span.start):
        if isinstance(node, p.Assign):
            target = node.targets[0]
            assert isinstance(target, p.Name)
            assert node.value is not None
            known[target.name] = text_of(node.value, known)
        elif isinstance(node.function, p.Name):
            found.append(list(_printed(node, known)))
    return found


def _steps(program: p.Program) -> Iterator[p.Assign | p.Call]:
    yield from (node for node in nodes(program.body) if isinstance(node, p.Assign | p.Call))


def _printed(call: p.Call, known: Mapping[str, str]) -> Iterator[str]:
    for one in call.arguments:
        yield text_of(one.value, known)


def text_of(node: p.Expression, known: Mapping[str, str]) -> str:
    """What an expression of the shell stands for."""
    match node:
        case p.Constant():
            return str(worth(node))
        case p.Name():
            return known.get(node.name, "")
        case p.Formatted():
            return "".join(text_of(piece, known) for piece in node.pieces)
        case p.Operation(_, "or", (first, other)):
            return text_of(first, known) or text_of(other, known)
        case p.Split():
            return text_of(node.value, known)
    raise AssertionError(f"not understood: {type(node).__name__}")
