"""Python's own tree to the program's few kinds of node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Comment
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.python.literals import LONGEST_NUMBER, escaped_text, text_of
from sendcloud_lint.readers.python.places import Places
from sendcloud_lint.readers.python.quoted import Field, Quoted, Text, neighbours
from sendcloud_lint.readers.python.unwarned import unwarned
from sendcloud_lint.readers.uncollected import uncollected

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.MatMult: "@",
    ast.And: "and", ast.Or: "or", ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Eq: "==",
    ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_KINDS: dict[type[ast.AST], str] = {
    ast.List: "list", ast.Tuple: "tuple", ast.Set: "set", ast.ListComp: "list", ast.SetComp: "set",
    ast.GeneratorExp: "generator", ast.DictComp: "dict",
}  # fmt: skip


# For another Python, for what can't be encoded, for what is nested too deep.
_REFUSALS = (SyntaxError, ValueError, RecursionError, MemoryError)


class _NotTakenError(Exception):
    """Python's own parser does not take the text, or the code in a formatted literal."""


def program(text: str, comments: Sequence[Comment], back: Callable[[Span], Span]) -> p.Program | None:
    """The program of a text that the running Python takes, None for one that it does not take. `comments` are the
    text's; `back` leads from its places to those that are told."""
    with uncollected():
        try:
            module = _parsed(text, "exec")
            places = Places(text, {comment.span.end: comment.span.start for comment in comments}, text, 0)
            body = _Lowering(places, back).block(module.body)
        except _NotTakenError:
            return None
    return p.Program(body, tuple(Comment(back(comment.span), comment.text) for comment in comments))


def _parsed(text: str, mode: str) -> Any:
    with unwarned():
        try:
            return ast.parse(text, mode=mode)
        except _REFUSALS:
            # Its words quote the text.
            raise _NotTakenError from None


class _Lowering:
    """Holds the places for the walk. Handlers are found by a node's type, in the tables below; those of expressions are
    given the span with a node's own parentheses."""

    def __init__(self, places: Places, back: Callable[[Span], Span]) -> None:
        self._places, self._text, self._back = places, places.text, back

    # Statements

    def block(self, nodes: Iterable[ast.stmt]) -> tuple[p.Statement, ...]:
        """The statements of a suite."""
        return tuple(lowered for node in nodes for lowered in self._statement(node))

    def _statement(self, node: ast.stmt) -> Sequence[p.Statement]:
        handler = _STATEMENTS.get(type(node))
        if handler is None:
            return ()
        start, end = self._places.inner(node)
        # A block ends with its last statement, and not with what ends that.
        end = self._places.before(end - 1) if self._text[end - 1] == ";" else end
        return handler(self, node, self._span(start, end))

    def assign(self, node: ast.Assign, span: Span) -> Sequence[p.Statement]:
        targets = tuple(self.expression(target) for target in node.targets)
        return (p.Assign(span, targets, self.expression(node.value)),)

    def annotated(self, node: ast.AnnAssign, span: Span) -> Sequence[p.Statement]:
        annotation, target = self.expression(node.annotation), self.expression(node.target)
        return (p.Assign(span, (target,), self._optional(node.value), annotation),)

    def augment(self, node: ast.AugAssign, span: Span) -> Sequence[p.Statement]:
        target, value = self.expression(node.target), self.expression(node.value)
        return (p.Augment(span, target, _OPERATORS[type(node.op)], value),)

    def evaluate(self, node: ast.Expr, span: Span) -> Sequence[p.Statement]:
        return (p.Evaluate(span, self.expression(node.value)),)

    def return_(self, node: ast.Return, span: Span) -> Sequence[p.Statement]:
        return (p.Return(span, self._optional(node.value)),)

    def raise_(self, node: ast.Raise, span: Span) -> Sequence[p.Statement]:
        return (p.Raise(span, self._optional(node.exc), self._optional(node.cause)),)

    def assert_(self, node: ast.Assert, span: Span) -> Sequence[p.Statement]:
        return (p.Assert(span, self.expression(node.test), self._optional(node.msg)),)

    def delete(self, node: ast.Delete, span: Span) -> Sequence[p.Statement]:
        targets = tuple(self.expression(target) for target in node.targets)
        is_list = self._text[self._places.inner(node)[1] - 1] == ","
        if len(targets) == 1 and isinstance(targets[0], p.Items) and not is_list:
            targets = targets[0].elements
        return (p.Delete(span, targets),)

    def if_(self, node: ast.If, span: Span) -> Sequence[p.Statement]:
        return (p.Branch(span, self.expression(node.test), self.block(node.body), self.block(node.orelse)),)

    def match(self, node: ast.Match, span: Span) -> Sequence[p.Statement]:
        cases = tuple(
            p.Case(self._pattern(case.pattern), self._optional(case.guard), self.block(case.body))
            for case in node.cases
        )
        last = node.cases[-1]
        exhaustive = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
        return (p.Match(span, self.expression(node.subject), cases, exhaustive),)

    def for_(self, node: ast.For | ast.AsyncFor, span: Span) -> Sequence[p.Statement]:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        return (p.Loop(span, target, iterable, None, self.block(node.body), self.block(node.orelse)),)

    def while_(self, node: ast.While, span: Span) -> Sequence[p.Statement]:
        test, body, otherwise = self.expression(node.test), self.block(node.body), self.block(node.orelse)
        return (p.Loop(span, None, None, test, body, otherwise),)

    def try_(self, node: Any, span: Span) -> Sequence[p.Statement]:
        handlers = tuple(
            p.Handler(self._optional(handler.type), self._handler_name(handler), self.block(handler.body))
            for handler in node.handlers
        )
        body, otherwise, final = self.block(node.body), self.block(node.orelse), self.block(node.finalbody)
        return (p.Try(span, body, handlers, otherwise, final),)

    def _handler_name(self, handler: ast.ExceptHandler) -> p.Name | None:
        if handler.name is None or handler.type is None:
            return None
        _, kind_end = self._places.outer(*self._places.inner(handler.type), 0)
        return p.Name(self._word(self._places.word(kind_end)[1]), handler.name)

    def with_(self, node: ast.With | ast.AsyncWith, span: Span) -> Sequence[p.Statement]:
        least = self._within_parentheses(node)
        items = tuple(
            p.WithItem(self.expression(item.context_expr, least), self._optional(item.optional_vars))
            for item in node.items
        )
        return (p.With(span, items, self.block(node.body)),)

    def _within_parentheses(self, node: ast.With | ast.AsyncWith) -> int:
        """Where the items begin if the parentheses around them are the statement's; 0 if there are none such."""
        places, first = self._places, node.items[0].context_expr
        _, at = places.word(places.inner(node)[0])
        if isinstance(node, ast.AsyncWith):
            _, at = places.word(at)
        opening = places.behind(at)
        one = len(node.items) == 1 and node.items[0].optional_vars is None
        if self._text[opening] != "(" or (one and not self._is_item(first, opening)):
            return 0
        last = node.items[-1].optional_vars or node.items[-1].context_expr
        behind = places.behind(places.outer(*places.inner(last), opening + 1)[1])
        if self._text[behind] == ",":
            behind = places.behind(behind + 1)
        if self._text[behind] != ")":
            return 0
        return opening + 1 if self._text[places.behind(behind + 1)] == ":" else 0

    def _is_item(self, node: ast.expr, opening: int) -> bool:
        """Whether what begins with a parenthesis there may stand in a statement's: some must be in their own."""
        bare = self._places.inner(node)
        if isinstance(node, ast.Tuple | ast.GeneratorExp):
            return bare[0] != opening
        in_its_own = isinstance(node, ast.Yield | ast.YieldFrom | ast.NamedExpr)
        return not in_its_own or self._places.outer(*bare, opening + 1) != bare

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, span: Span) -> Sequence[p.Statement]:
        _, at = self._places.word(self._places.inner(node)[0])
        if isinstance(node, ast.AsyncFunctionDef):
            _, at = self._places.word(at)
        decorators = tuple(self.expression(decorator) for decorator in node.decorator_list)
        parameters = tuple(self._parameters(node.args))
        name = p.Name(self._word(at), node.name)
        return (p.Function(span, name, parameters, self.block(node.body), decorators),)

    def class_(self, node: ast.ClassDef, span: Span) -> Sequence[p.Statement]:
        _, at = self._places.word(self._places.inner(node)[0])
        start, end = self._places.word(at)
        decorators = tuple(self.expression(decorator) for decorator in node.decorator_list)
        bases = tuple(self._arguments((*node.bases, *node.keywords), self._bases_start(node, end)))
        name = p.Name(self._span(start, end), node.name)
        return (p.Class(span, name, bases, self.block(node.body), decorators),)

    def _bases_start(self, node: ast.ClassDef, name_end: int) -> int:
        """Where the bases begin, behind the parenthesis: type parameters stand before it."""
        parameters = getattr(node, "type_params", ())
        at = self._places.behind(name_end)
        if parameters:
            at = self._text.index("]", self._places.inner(parameters[-1])[1]) + 1
        return self._places.behind(at) + 1

    def import_(self, node: ast.Import, span: Span) -> Sequence[p.Statement]:
        return [
            p.Import(span, alias.name, alias.asname or alias.name.partition(".")[0], alias.asname is not None)
            for alias in node.names
        ]

    def import_from(self, node: ast.ImportFrom, span: Span) -> Sequence[p.Statement]:
        names = tuple((alias.name, alias.asname or alias.name) for alias in node.names)
        return (p.ImportFrom(span, node.module or "", node.level, names),)

    def scope(self, node: ast.Global | ast.Nonlocal, span: Span) -> Sequence[p.Statement]:
        return (p.Scope(span, "global" if isinstance(node, ast.Global) else "nonlocal", tuple(node.names)),)

    def jump(self, node: ast.Break | ast.Continue, span: Span) -> Sequence[p.Statement]:
        return (p.Jump(span, "break" if isinstance(node, ast.Break) else "continue"),)

    # Patterns

    def _pattern(self, node: ast.pattern, least: int = 0) -> p.Expression:
        span = self._span(*self._places.outer(*self._places.inner(node), least))
        return _PATTERNS[type(node)](self, node, span)

    def compared(self, node: ast.MatchValue, span: Span) -> p.Expression:
        return self.expression(node.value)

    def singleton(self, node: ast.MatchSingleton, span: Span) -> p.Expression:
        return p.Constant(span, node.value)

    def named_pattern(self, node: ast.MatchAs, span: Span) -> p.Expression:
        """`p as a`, `a` or `_`."""
        if node.name is None:
            return p.Opaque(span, ())
        end = self._places.inner(node)[1]
        name = p.Name(self._span(self._places.last_word(end), end), node.name)
        return p.Bind(span, name, self._pattern(node.pattern)) if node.pattern is not None else name

    def either(self, node: ast.MatchOr, span: Span) -> p.Expression:
        return p.Operation(span, "|", tuple(map(self._pattern, node.patterns)))

    def sequence(self, node: ast.MatchSequence, span: Span) -> p.Expression:
        return p.Items(span, "list", tuple(map(self._pattern, node.patterns)))

    def rest(self, node: ast.MatchStar, span: Span) -> p.Expression:
        if node.name is None:
            return p.Starred(span, p.Opaque(span, ()))
        end = self._places.inner(node)[1]
        return p.Starred(span, p.Name(self._span(self._places.last_word(end), end), node.name))

    def mapping(self, node: ast.MatchMapping, span: Span) -> p.Expression:
        entries = [
            p.TableEntry(self.expression(key), self._pattern(pattern))
            for key, pattern in zip(node.keys, node.patterns, strict=True)
        ]
        if node.rest is not None:
            end = self._places.before(self._places.inner(node)[1] - 1)
            end = self._places.before(end - 1) if self._text[end - 1] == "," else end
            entries.append(p.TableEntry(None, p.Name(self._span(self._places.last_word(end), end), node.rest)))
        return p.Table(span, tuple(entries))

    def object_(self, node: ast.MatchClass, span: Span) -> p.Expression:
        kind = self.expression(node.cls)
        least = self._places.behind(self._places.outer(*self._places.inner(node.cls), 0)[1]) + 1
        positional = (p.Argument(self._pattern(pattern, least)) for pattern in node.patterns)
        named = (
            p.Argument(self._pattern(pattern, least), name)
            for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True)
        )
        return p.Call(span, kind, (*positional, *named))

    # Expressions

    def expression(self, node: ast.expr, least: int = 0) -> p.Expression:
        """An expression whose parentheses do not begin before `least`."""
        kind = type(node)
        start, end = self._places.inner(node)
        if kind is ast.GeneratorExp:
            start, end = self._places.behind(start + 1), self._places.before(end - 1)
        span = self._span(*self._places.outer(start, end, least))
        handler = _EXPRESSIONS.get(kind)
        return handler(self, node, span) if handler is not None else p.Opaque(span, ())

    def _optional(self, node: ast.expr | None) -> p.Expression | None:
        return self.expression(node) if node is not None else None

    def name(self, node: ast.Name, span: Span) -> p.Expression:
        return p.Name(span, node.id)

    def constant(self, node: ast.Constant, span: Span) -> p.Expression:
        value: Any = node.value
        start, end = self._places.inner(node)
        if isinstance(value, str | bytes):
            return self._texts(value, start, end, span)
        is_told = end - start <= LONGEST_NUMBER and (value is None or isinstance(value, bool | int | float))
        return p.Constant(span, value) if is_told else p.Opaque(span, ())

    def _texts(self, value: str | bytes, start: int, end: int, span: Span) -> p.Expression:
        """Parentheses around a literal are no part of it: what is pointed at is what is written."""
        if not self._is_one(start, end):
            return self._put_together(start, end, span)
        text = value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
        return p.Constant(self._span(start, end), Written(text))

    def _is_one(self, start: int, end: int) -> bool:
        """Whether it is plain to see that there stands one literal."""
        quote = self._text[start]
        return quote in "'\"" and self._text.find(quote, start + 1, end) == end - 1

    def joined(self, node: ast.expr, span: Span) -> p.Expression:
        return self._put_together(*self._places.inner(node), span)

    def _put_together(self, start: int, end: int, span: Span) -> p.Expression:
        pieces = tuple(map(self._literal, neighbours(self._text, start, end)))
        if len(pieces) > 1:
            return p.Formatted(span, pieces)
        (only,) = pieces
        return only if isinstance(only, p.Constant) else replace(only, span=span)

    def _literal(self, quoted: Quoted) -> p.Expression:
        span, written = self._span(quoted.start, quoted.end), self._text[quoted.start : quoted.end]
        if quoted.parts is None:
            value = text_of(written)
            return p.Opaque(span, ()) if value is None else p.Constant(span, value)
        prefix = written[: written.index(written[-1])].lower()
        if "t" in prefix:
            return p.Opaque(span, tuple(self._field(part) for part in quoted.parts if isinstance(part, Field)))
        return p.Formatted(span, tuple(self._pieces(quoted.parts, "r" in prefix)))

    def _pieces(self, parts: Iterable[Text | Field], raw: bool) -> Iterator[p.Expression]:
        for part in parts:
            span = self._span(part.start, part.end)
            if isinstance(part, Field):
                if part.said:
                    yield p.Constant(span, Written(self._text[part.start + 1 : part.said]))
                yield p.Conversion(span, self._field(part), part.plain)
            else:
                text = escaped_text(self._text[part.start : part.end], raw)
                yield p.Opaque(span, ()) if text is None else p.Constant(span, text)

    def _field(self, field: Field) -> p.Expression:
        """The code in the braces, which some Pythons place wrongly in their tree of the whole."""
        parsed = f"({self._text[field.start + 1 : field.code_end]}\n)"
        node = _parsed(parsed, "eval").body
        places = self._places.within(parsed, field.start)
        lowering = _Lowering(places, self._back)
        if isinstance(node, ast.Tuple) and places.inner(node)[0] == field.start:
            span = self._span(places.behind(field.start + 1), places.before(field.code_end))
            return lowering.items(node, span)
        return lowering.expression(node, field.start + 1)

    def attribute(self, node: ast.Attribute, span: Span) -> p.Expression:
        end = self._places.inner(node)[1]
        return p.Attribute(span, self.expression(node.value), node.attr, self._span(self._places.last_word(end), end))

    def call(self, node: ast.Call, span: Span) -> p.Expression:
        function = self.expression(node.func)
        least = self._places.behind(self._places.outer(*self._places.inner(node.func), 0)[1]) + 1
        arguments: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        return p.Call(span, function, tuple(self._arguments(sorted(arguments, key=_position), least)))

    def _arguments(self, nodes: Iterable[ast.expr | ast.keyword], least: int) -> Iterator[p.Argument]:
        for node in nodes:
            if isinstance(node, ast.Starred):
                yield p.Argument(self.expression(node.value), star="*")
            elif not isinstance(node, ast.keyword):
                yield p.Argument(self.expression(node, least))
            elif node.arg is None:
                yield p.Argument(self.expression(node.value), star="**")
            else:
                yield p.Argument(self.expression(node.value), node.arg, self._word(self._places.inner(node)[0]))

    def subscript(self, node: ast.Subscript, span: Span) -> p.Expression:
        value, index = self.expression(node.value), node.slice
        if not isinstance(index, ast.Tuple) or self._is_enclosed(index):
            return p.Subscript(span, value, self.expression(index))
        parts = [self.expression(part.value if isinstance(part, ast.Starred) else part) for part in index.elts]
        return p.Subscript(span, value, parts[0] if len(parts) == 1 else p.Items(span, "tuple", tuple(parts)))

    def _is_enclosed(self, node: ast.Tuple) -> bool:
        """Whether a tuple's own parentheses are written."""
        start, end = self._places.inner(node)
        if not node.elts or self._text[start] != "(" or self._text[end - 1] != ")":
            return not node.elts
        return self._places.outer(*self._places.inner(node.elts[0]), start)[0] != start

    def slice_(self, node: ast.Slice, span: Span) -> p.Expression:
        return p.Slice(span, self._optional(node.lower), self._optional(node.upper), self._optional(node.step))

    def binary(self, node: ast.BinOp, span: Span) -> p.Expression:
        """A chain of one operator is one operation: `a + b + c` leans left and may be long, so a loop unrolls it."""
        kind = type(node.op)
        operands: list[p.Expression] = [self.expression(node.right)]
        left = node.left
        while isinstance(left, ast.BinOp) and type(left.op) is kind:
            bare = self._places.inner(left)
            if self._places.outer(*bare, 0) != bare:
                break
            operands.append(self.expression(left.right))
            left = left.left
        operands.append(self.expression(left))
        return p.Operation(span, _OPERATORS[kind], tuple(reversed(operands)))

    def boolean(self, node: ast.BoolOp, span: Span) -> p.Expression:
        return p.Operation(span, _OPERATORS[type(node.op)], tuple(map(self.expression, node.values)))

    def unary(self, node: ast.UnaryOp, span: Span) -> p.Expression:
        return p.Operation(span, _OPERATORS[type(node.op)], (self.expression(node.operand),))

    def comparison(self, node: ast.Compare, span: Span) -> p.Expression:
        operands = tuple(map(self.expression, (node.left, *node.comparators)))
        return p.Operation(span, _OPERATORS[type(node.ops[0])] if len(node.ops) == 1 else "compare", operands)

    def dict_(self, node: ast.Dict, span: Span) -> p.Expression:
        entries = (
            p.TableEntry(self._optional(key), self.expression(value))
            for key, value in zip(node.keys, node.values, strict=True)
        )
        return p.Table(span, tuple(entries))

    def items(self, node: ast.List | ast.Tuple | ast.Set, span: Span) -> p.Expression:
        return p.Items(span, _KINDS[type(node)], tuple(map(self.expression, node.elts)))

    def starred(self, node: ast.Starred, span: Span) -> p.Expression:
        return p.Starred(span, self.expression(node.value))

    def conditional(self, node: ast.IfExp, span: Span) -> p.Expression:
        test, then, otherwise = (self.expression(part) for part in (node.test, node.body, node.orelse))
        return p.Conditional(span, test, then, otherwise)

    def lambda_(self, node: ast.Lambda, span: Span) -> p.Expression:
        return p.Lambda(span, tuple(self._parameters(node.args)), self.expression(node.body))

    def _parameters(self, node: ast.arguments) -> Iterator[p.Parameter]:
        plain = (*node.posonlyargs, *node.args)
        without = len(plain) - len(node.defaults)
        for number, parameter in enumerate(plain):
            default = node.defaults[number - without] if number >= without else None
            yield self._parameter(parameter, default, "", keyword_only=False)
        if node.vararg is not None:
            yield self._parameter(node.vararg, None, "*", keyword_only=False)
        for parameter, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            yield self._parameter(parameter, default, "", keyword_only=True)
        if node.kwarg is not None:
            yield self._parameter(node.kwarg, None, "**", keyword_only=False)

    def _parameter(self, node: ast.arg, default: ast.expr | None, star: str, *, keyword_only: bool) -> p.Parameter:
        span, annotation = self._word(self._places.inner(node)[0]), self._optional(node.annotation)
        return p.Parameter(span, node.arg, self._optional(default), star, keyword_only, annotation)

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, span: Span
    ) -> p.Expression:
        key, value = (node.key, node.value) if isinstance(node, ast.DictComp) else (None, node.elt)
        clauses = tuple(
            p.Clause(self.expression(one.target), self.expression(one.iter), tuple(map(self.expression, one.ifs)))
            for one in node.generators
        )
        return p.Comprehension(span, _KINDS[type(node)], self._optional(key), self.expression(value), clauses)

    def bind(self, node: ast.NamedExpr, span: Span) -> p.Expression:
        return p.Bind(span, self.expression(node.target), self.expression(node.value))

    def await_(self, node: ast.Await, span: Span) -> p.Expression:
        return p.Wait(span, "await", self.expression(node.value))

    def yield_(self, node: ast.Yield | ast.YieldFrom, span: Span) -> p.Expression:
        return p.Wait(span, "yield", self._optional(node.value))

    def _word(self, at: int) -> Span:
        """Where the next word from there on stands. The tree has some letters of names changed."""
        return self._span(*self._places.word(at))

    def _span(self, start: int, end: int) -> Span:
        return self._back(Span(start, end))


_EXPRESSIONS: dict[type[ast.AST], Callable[[_Lowering, Any, Span], p.Expression]] = {
    ast.Name: _Lowering.name, ast.Constant: _Lowering.constant, ast.Attribute: _Lowering.attribute,
    ast.Call: _Lowering.call, ast.Subscript: _Lowering.subscript, ast.BinOp: _Lowering.binary,
    ast.BoolOp: _Lowering.boolean, ast.UnaryOp: _Lowering.unary, ast.Compare: _Lowering.comparison,
    ast.JoinedStr: _Lowering.joined, ast.Dict: _Lowering.dict_, ast.List: _Lowering.items, ast.Tuple: _Lowering.items,
    ast.Set: _Lowering.items, ast.IfExp: _Lowering.conditional, ast.Lambda: _Lowering.lambda_,
    ast.ListComp: _Lowering.comprehension, ast.SetComp: _Lowering.comprehension,
    ast.GeneratorExp: _Lowering.comprehension, ast.DictComp: _Lowering.comprehension, ast.NamedExpr: _Lowering.bind,
    ast.Await: _Lowering.await_, ast.Yield: _Lowering.yield_, ast.YieldFrom: _Lowering.yield_,
    ast.Starred: _Lowering.starred, ast.Slice: _Lowering.slice_,
}  # fmt: skip
if hasattr(ast, "TemplateStr"):
    _EXPRESSIONS[ast.TemplateStr] = _Lowering.joined
_STATEMENTS: dict[type[ast.AST], Callable[[_Lowering, Any, Span], Sequence[p.Statement]]] = {
    ast.Assign: _Lowering.assign, ast.AnnAssign: _Lowering.annotated, ast.AugAssign: _Lowering.augment,
    ast.Expr: _Lowering.evaluate, ast.Return: _Lowering.return_, ast.Raise: _Lowering.raise_,
    ast.Assert: _Lowering.assert_, ast.Delete: _Lowering.delete, ast.If: _Lowering.if_, ast.Match: _Lowering.match,
    ast.For: _Lowering.for_, ast.AsyncFor: _Lowering.for_, ast.While: _Lowering.while_, ast.Try: _Lowering.try_,
    ast.With: _Lowering.with_, ast.AsyncWith: _Lowering.with_, ast.FunctionDef: _Lowering.function,
    ast.AsyncFunctionDef: _Lowering.function, ast.ClassDef: _Lowering.class_, ast.Import: _Lowering.import_,
    ast.ImportFrom: _Lowering.import_from, ast.Global: _Lowering.scope, ast.Nonlocal: _Lowering.scope,
    ast.Break: _Lowering.jump, ast.Continue: _Lowering.jump,
}  # fmt: skip
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = _Lowering.try_
_PATTERNS: dict[type[ast.AST], Callable[[_Lowering, Any, Span], p.Expression]] = {
    ast.MatchValue: _Lowering.compared, ast.MatchSingleton: _Lowering.singleton, ast.MatchAs: _Lowering.named_pattern,
    ast.MatchOr: _Lowering.either, ast.MatchSequence: _Lowering.sequence, ast.MatchMapping: _Lowering.mapping,
    ast.MatchClass: _Lowering.object_, ast.MatchStar: _Lowering.rest,
}  # fmt: skip


def _position(node: ast.expr | ast.keyword) -> tuple[int, int]:
    return node.lineno, node.col_offset
