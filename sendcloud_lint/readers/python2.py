"""Python 2 made readable for a Python 3 parser, as edits with a way back.

fissix, the kept fork of lib2to3, reads the text; its tree says where the two languages differ. Every edit says in
Python 3 what Python 2 means there, as near to the place as it can: what is understood of the result holds for the text.
"""

from __future__ import annotations

import io
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import accumulate
from typing import Protocol, TypeAlias

from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.records import dataclass

# fissix's numbers for the tokens that matter here. They can't be imported: a run without Python 2 never loads fissix.
NAME, NUMBER, STRING, NEWLINE, INDENT, NOT_EQUAL, OPERATOR, COMMENT, BLANK = 1, 2, 3, 4, 5, 29, 52, 53, 54

_RESERVED = frozenset({"async", "await", "nonlocal"})
_SINGLETONS = frozenset({"True", "False", "None"})
# A node with one child gives way to it, as in fissix's own trees, but a bare `print` and the root stay what they are.
_KEPT = frozenset({"file_input", "print_stmt"})
_TARGET_LISTS = frozenset({"atom", "testlist_star_expr", "testlist_gexp", "listmaker"})
_TUPLE_PARAMETERS = frozenset({"tfpdef", "vfpdef"})

_LONE_RETURN = re.compile(r"\r(?!\n)")
_TABBED_LINE = re.compile(r"(?m)^ *[\t\f]")
_OCTAL = re.compile(r"0[0-7]+[lL]?")
_PREFIX = re.compile(r"[A-Za-z]*")
_APART = re.compile(r"[.\w]")
_ESCAPE = re.compile(r"\\.", re.DOTALL)


@dataclass(slots=True, eq=False)
class _Leaf:
    kind: int
    text: str = field(repr=False)
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True, eq=False)
class _Node:
    name: str
    children: list[_Leaf | _Node]
    # Unread, but fissix's parser leaves it on the root.
    used_names: set[str] | None = field(default=None, repr=False)

    @property
    def start(self) -> int:
        part: _Leaf | _Node = self
        while isinstance(part, _Node):
            part = part.children[0]
        return part.start

    @property
    def end(self) -> int:
        part: _Leaf | _Node = self
        while isinstance(part, _Node):
            part = part.children[-1]
        return part.end


@dataclass(frozen=True, slots=True)
class _Source:
    text: str = field(repr=False)
    unicode_literals: bool


_Tree: TypeAlias = "_Leaf | _Node"
_Part: TypeAlias = "_Leaf | _Node | Edit"
_NodeRule: TypeAlias = "Callable[[_Source, _Node], Iterable[_Part]]"
_LeafRule: TypeAlias = "Callable[[_Source, _Leaf], Iterable[Edit]]"
_Token: TypeAlias = "tuple[int, str, tuple[int, int], tuple[int, int], str]"


def translate(text: str) -> Derived | None:
    """`text`, which may be Python 2, as Python 3 that means the same; None where it can't be read as Python at all.

    Never raises, and walks without recursion, however deep the nesting.
    """
    returned = _LONE_RETURN.sub("\n", text)
    tree = _parse(returned)
    if tree is None:
        return None
    source = _Source(returned, "unicode_literals" in returned)
    return derive(returned, (*_indents(returned, tree), *_edits(source, [tree]), *_last_continuation(returned)))


# Reading: fissix without its driver, whose white space nobody needs, and without its tree, which is costly and untyped.


class _Grammar(Protocol):
    keywords: dict[str, int]
    number2symbol: dict[int, str]

    def copy(self) -> _Grammar: ...


class _Parser(Protocol):
    rootnode: _Node

    def setup(self) -> None: ...

    def addtoken(self, type: int, value: str, context: int) -> bool: ...


_RawNode: TypeAlias = "tuple[int, str, int, list[_Tree] | None]"


@dataclass(frozen=True, slots=True)
class _Fissix:
    """What is used of fissix. `grammars` read `print` and `exec` as statements, only `exec` so, neither."""

    grammars: tuple[_Grammar, _Grammar, _Grammar]
    parser: Callable[[_Grammar, Callable[[_Grammar, _RawNode], _Tree]], _Parser]
    tokens: Callable[[Callable[[], str]], Iterator[_Token]]
    operators: dict[str, int]


@lru_cache(maxsize=1)
def _fissix() -> _Fissix:
    """fissix's grammar, made in memory: its own module for that writes into the user's cache when it is imported."""
    from fissix.pgen2 import grammar, parse, pgen, tokenize  # noqa: PLC0415

    rules = (pkgutil.get_data("fissix", "Grammar.txt") or b"").decode()
    both: _Grammar = pgen.ParserGenerator("Grammar.txt", io.StringIO(rules)).make_grammar()
    both = _without(both, "nonlocal")
    only_exec = _without(both, "print")
    grammars = (both, only_exec, _without(only_exec, "exec"))
    return _Fissix(grammars, parse.Parser, tokenize.generate_tokens, grammar.opmap)


def _without(grammar: _Grammar, keyword: str) -> _Grammar:
    fewer = grammar.copy()
    del fewer.keywords[keyword]
    return fewer


def _parse(text: str) -> _Node | None:
    fissix = _fissix()
    first = 1 if "print_function" in text else 0
    for grammar in (*fissix.grammars[first:], *fissix.grammars[:first]):
        tree = _tree(fissix, grammar, text)
        if tree is not None:
            return tree
    return None


def _tree(fissix: _Fissix, grammar: _Grammar, text: str) -> _Node | None:
    parser = fissix.parser(grammar, _node)
    parser.setup()
    try:
        for kind, value, offset in _tokens(fissix, text):
            if parser.addtoken(kind, value, offset):
                return parser.rootnode
    except Exception:  # its tokenizer and parser fail with errors of half a dozen kinds, some of them by accident
        return None
    return None


def _tokens(fissix: _Fissix, text: str) -> Iterator[tuple[int, str, int]]:
    """Kind, text and offset of each token that the grammar knows. The line end is for a text that lacks its last."""
    lines = list(io.StringIO(text + "\n"))
    starts = [0, *accumulate(map(len, lines))]
    for kind, value, (row, column), _, _ in fissix.tokens(iter(lines).__next__):
        if kind == OPERATOR:
            yield fissix.operators[value], value, starts[row - 1] + column
        elif kind not in (COMMENT, BLANK):
            yield kind, value, starts[row - 1] + column


def _node(grammar: _Grammar, raw: _RawNode) -> _Tree:
    kind, value, offset, children = raw
    if children is None:
        return _Leaf(kind, value, offset)
    name = grammar.number2symbol[kind]
    if len(children) == 1 and name not in _KEPT:
        return children[0]
    return _Node(name, children)


# Rewriting: a rule gives a node's parts in the order of the text, edits among them. What it leaves out stays as it is.


def _edits(source: _Source, parts: Sequence[_Part]) -> Iterator[Edit]:
    waiting = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Leaf):
            if part.kind in _LEAF_RULES:
                yield from _LEAF_RULES[part.kind](source, part)
        elif isinstance(part, _Node):
            rule = _NODE_RULES.get(part.name)
            waiting.extend(reversed(part.children if rule is None else list(rule(source, part))))
        else:
            yield part


def _insert(at: int, text: str) -> Edit:
    return Edit(at, at, text)


def _replace(part: _Tree, text: str) -> Edit:
    return Edit(part.start, part.end, text)


def _is(part: _Tree, text: str) -> bool:
    return isinstance(part, _Leaf) and part.text == text


def _within(part: _Tree, opening: str, closing: str) -> Iterator[_Part]:
    yield _insert(part.start, opening)
    yield part
    yield _insert(part.end, closing)


def _name(_: _Source, leaf: _Leaf) -> Iterator[Edit]:
    if leaf.text in _RESERVED:
        yield _insert(leaf.end, "_")


def _number(source: _Source, leaf: _Leaf) -> Iterator[Edit]:
    """`0777` and `10L`. The suffix goes with an edit of the digit before it, so that the number's place covers both.

    What the suffix kept apart stays so: `7L.real` is not a float, nor `0Lor` the start of an octal number.
    """
    if _OCTAL.fullmatch(leaf.text):
        yield _insert(leaf.start + 1, "o")
    if leaf.text[-1] in "lL":
        apart = " " if _APART.match(source.text, leaf.end) else ""
        yield Edit(leaf.end - 2, leaf.end, leaf.text[-2] + apart)


def _string(source: _Source, leaf: _Leaf) -> Iterator[Edit]:
    """`ur""`; bytes of more than ASCII; and plain strings, which are bytes and so know no escapes of Unicode."""
    match = _PREFIX.match(leaf.text)
    prefix = match[0].lower() if match else ""
    if prefix == "ur":
        yield _drop(leaf, 0)
    elif "b" in prefix and not leaf.text.isascii():
        yield _drop(leaf, prefix.index("b"))
    elif not prefix and not source.unicode_literals and "\\" in leaf.text:
        yield from _plain_backslashes(leaf)


def _drop(leaf: _Leaf, index: int) -> Edit:
    """The character goes, together with an edit of the one after it, so that the literal's place still covers it."""
    at = leaf.start + index
    return Edit(at, at + 2, leaf.text[index + 1])


def _plain_backslashes(leaf: _Leaf) -> Iterator[Edit]:
    for escape in _ESCAPE.finditer(leaf.text):
        if escape[0][1] in "uUN":
            yield _insert(leaf.start + escape.start(), "\\")


def _not_equal(_: _Source, leaf: _Leaf) -> Iterator[Edit]:
    if leaf.text == "<>":
        yield _replace(leaf, "!=")


def _print(_: _Source, node: _Node) -> Iterator[_Part]:
    word, *rest = node.children
    yield word
    yield _insert(word.end, "(")
    yield from _printed_to(rest) if rest and _is(rest[0], ">>") else rest
    yield _insert(node.end, ")")


def _printed_to(parts: list[_Tree]) -> Iterator[_Part]:
    """`>>file, a, b` as `file=file, *(a, b,)`: nothing changes its place."""
    arrow, file, *rest = parts
    yield _replace(arrow, "file=")
    yield file
    if rest:
        comma, *values = rest
        yield comma
        yield _insert(values[0].start, "*(")
        yield from values
        yield _insert(values[-1].end, ")" if _is(values[-1], ",") else ",)")


def _exec(_: _Source, node: _Node) -> Iterator[_Part]:
    word, *rest = node.children
    yield word
    yield _insert(word.end, "(")
    for part in rest:
        yield _replace(part, ",") if _is(part, "in") else part
    yield _insert(node.end, ")")


def _raise(_: _Source, node: _Node) -> Iterator[_Part]:
    """`raise X, y, tb` as `raise X(y).with_traceback(tb)`."""
    if not (len(node.children) > 3 and _is(node.children[2], ",")):
        yield from node.children
        return
    word, kind, comma, value, *traceback = node.children
    yield word
    yield from [kind] if _is_callable(kind) else _within(kind, "(", ")")
    yield _replace(comma, "(")
    yield value
    if traceback:
        yield _replace(traceback[0], ").with_traceback(")
        yield traceback[1]
    yield _insert(node.end, ")")


def _is_callable(part: _Tree) -> bool:
    """Whether `(` after it calls all of it."""
    if isinstance(part, _Leaf):
        return part.kind == NAME
    return part.name == "power" and not any(_is(child, "**") for child in part.children)


def _backticks(_: _Source, node: _Node) -> Iterator[_Part]:
    """The outer pair of parentheses is for a word that stands right before: ``return`x` ``."""
    first, *inner, last = node.children
    if not _is(first, "`"):
        yield from node.children
        return
    several = isinstance(inner[0], _Node) and inner[0].name == "testlist1"
    yield _replace(first, "(repr((" if several else "(repr(")
    yield from inner
    yield _replace(last, ")))" if several else "))")


def _parenthesised(_: _Source, node: _Node) -> Iterator[_Part]:
    """`[x for x in 1, 2]`."""
    yield _insert(node.start, "(")
    yield from node.children
    yield _insert(node.end, ")")


def _assignment(_: _Source, node: _Node) -> Iterator[_Part]:
    """`True, False = 1, 0`: what old code did before there were these names, and Python 3 forbids."""
    *targets, value = node.children
    waiting = targets[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Node) and part.name in _TARGET_LISTS:
            waiting.extend(reversed(part.children))
        else:
            yield from _renamed(part)
    yield value


def _renamed(part: _Tree) -> Iterator[_Part]:
    yield part
    if isinstance(part, _Leaf) and part.text in _SINGLETONS:
        yield _insert(part.end, "_")


def _attribute(_: _Source, node: _Node) -> Iterator[_Part]:
    if not _is(node.children[0], "."):
        yield from node.children
        return
    for part in node.children:
        yield from _renamed(part)


def _argument(_: _Source, node: _Node) -> Iterator[_Part]:
    first, *rest = node.children
    yield from _renamed(first) if _is(rest[0], "=") else [first]
    yield from rest


# Unpacking where Python 3 wants a name: the name is made up, and the first thing that the block does is to unpack it.


def _stand_in(target: _Tree) -> str:
    return f"_unpacked_{target.start}"


def _is_tuple_parameter(part: _Tree) -> bool:
    return isinstance(part, _Node) and part.name in _TUPLE_PARAMETERS


def _parameters(_: _Source, node: _Node) -> Iterator[_Part]:
    for part in node.children:
        yield _replace(part, _stand_in(part)) if _is_tuple_parameter(part) else part


def _tuple_parameters(parameters: _Tree) -> list[_Tree]:
    if isinstance(parameters, _Leaf):
        return []
    if _is_tuple_parameter(parameters):
        return [parameters]
    lists = (part for part in parameters.children if isinstance(part, _Node) and part.name == "typedargslist")
    return [part for node in (parameters, *lists) for part in node.children if _is_tuple_parameter(part)]


def _function(source: _Source, node: _Node) -> Iterator[_Part]:
    *head, suite = node.children
    yield from head
    yield from _unpacking_suite(source, suite, _tuple_parameters(head[2]))


def _lambda(source: _Source, node: _Node) -> Iterator[_Part]:
    """`lambda (k, v): v` as `lambda kv: [v for (k, v) in [kv]][0]`."""
    *head, body = node.children
    targets = _tuple_parameters(head[1])
    yield from _parameters(source, _Node(node.name, head))
    if targets:
        unpacked = "".join(f" for {_rewritten(source, target)} in [{_stand_in(target)}]" for target in targets)
        yield from _within(body, "[", f"{unpacked}][0]")
    else:
        yield body


def _old_lambda(source: _Source, node: _Node) -> Iterator[_Part]:
    """`[x for x in y if lambda: x]`."""
    yield _insert(node.start, "(")
    yield from _lambda(source, node)
    yield _insert(node.end, ")")


def _except(_: _Source, node: _Node) -> Iterator[_Part]:
    if len(node.children) < 4:
        yield from node.children
        return
    word, kind, comma, target = node.children
    yield word
    yield kind
    yield _replace(comma, " as ") if _is(comma, ",") else comma
    yield target if _caught(node) is None else _replace(target, _stand_in(target))


def _caught(clause: _Tree) -> _Tree | None:
    """The target of an `except` that is not just a name."""
    if isinstance(clause, _Leaf) or clause.name != "except_clause" or len(clause.children) < 4:
        return None
    target = clause.children[3]
    return None if isinstance(target, _Leaf) and target.kind == NAME else target


def _try(source: _Source, node: _Node) -> Iterator[_Part]:
    """`except X, (code, reason):`. A clause's suite is the second part after it, past the colon."""
    yield from node.children[:2]
    for clause, part in zip(node.children, node.children[2:], strict=False):
        target = _caught(clause)
        yield from [part] if target is None else _unpacking_suite(source, part, [target])


def _unpacking_suite(source: _Source, suite: _Tree, targets: list[_Tree]) -> Iterator[_Part]:
    if not targets or isinstance(suite, _Leaf):
        yield suite
        return
    first: _Tree = suite
    between = "; "
    if suite.name == "suite":
        first, between = suite.children[2], "\n" + " " * _width(_leaf_text(suite.children[1]))
    unpacked = (f"{_rewritten(source, target)} = {_stand_in(target)}{between}" for target in targets)
    yield _insert(first.start, "".join(unpacked))
    yield suite


def _leaf_text(part: _Tree) -> str:
    return part.text if isinstance(part, _Leaf) else ""


def _rewritten(source: _Source, target: _Tree) -> str:
    start = target.start
    edits = [Edit(edit.start - start, edit.end - start, edit.text) for edit in _edits(source, [target])]
    return derive(source.text[start : target.end], edits).text


def _last_continuation(text: str) -> Iterator[Edit]:
    """A backslash before the end of the text, which Python 2 overlooks. In a last comment it is nothing to anybody."""
    end = len(text.rstrip())
    if text[end - 1 : end] == "\\":
        yield Edit(end - 1, end, "")


# Indentation: a tab goes on to the next multiple of eight and a form feed back to the margin, in Python 2 as in fissix.


def _indents(text: str, tree: _Node) -> Iterator[Edit]:
    if not _TABBED_LINE.search(text):
        return
    for leaf in _statement_starts(tree):
        line = text.rfind("\n", 0, leaf.start) + 1
        blank = text[line : leaf.start]
        if "\t" in blank or "\f" in blank:
            yield Edit(line, leaf.start, " " * _width(blank))


def _statement_starts(tree: _Node) -> Iterator[_Leaf]:
    fresh = True
    for leaf in _leaves(tree):
        if leaf.kind == INDENT or not leaf.text:
            continue
        if fresh:
            yield leaf
        fresh = leaf.kind == NEWLINE


def _leaves(tree: _Node) -> Iterator[_Leaf]:
    waiting: list[_Tree] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Leaf):
            yield part
        else:
            waiting.extend(reversed(part.children))


def _width(blank: str) -> int:
    return len(blank.rpartition("\f")[2].expandtabs(8))


_LEAF_RULES: dict[int, _LeafRule] = {NAME: _name, NUMBER: _number, STRING: _string, NOT_EQUAL: _not_equal}
_NODE_RULES: dict[str, _NodeRule] = {
    "argument": _argument,
    "atom": _backticks,
    "except_clause": _except,
    "exec_stmt": _exec,
    "expr_stmt": _assignment,
    "funcdef": _function,
    "lambdef": _lambda,
    "old_lambdef": _old_lambda,
    "parameters": _parameters,
    "print_stmt": _print,
    "raise_stmt": _raise,
    "testlist_safe": _parenthesised,
    "trailer": _attribute,
    "try_stmt": _try,
    "typedargslist": _parameters,
    "varargslist": _parameters,
}
