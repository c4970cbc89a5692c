"""libcst's tree to the program's few kinds of node, by walking semantic fields only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unicodedata import normalize

import libcst as cst

from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.python.literals import escaped_text, number, text_of
from sendcloud_lint.readers.python.offsets import Positions

OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitOr: "|", cst.BitAnd: "&", cst.BitXor: "^",
    cst.MatrixMultiply: "@", cst.And: "and", cst.Or: "or", cst.Not: "not", cst.Minus: "-", cst.Plus: "+",
    cst.BitInvert: "~", cst.Equal: "==", cst.NotEqual: "!=", cst.Is: "is", cst.IsNot: "is not", cst.In: "in",
    cst.NotIn: "not in", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">", cst.GreaterThanEqual: ">=",
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**", cst.LeftShiftAssign: "<<",
    cst.RightShiftAssign: ">>", cst.BitOrAssign: "|", cst.BitAndAssign: "&", cst.BitXorAssign: "^",
    cst.MatrixMultiplyAssign: "@",
}  # fmt: skip


def lower(module: cst.Module, positions: Positions) -> tuple[p.Statement, ...]:
    """The statements of a module whose nodes stand where `positions` says."""
    return _Lowering(positions).statements(module.body)


class _Lowering:
    """Holds the positions for the walk. Handlers are found by a node's type."""

    def __init__(self, positions: Positions) -> None:
        self._positions = positions
        self._expressions: dict[type[cst.CSTNode], Callable[[Any], p.Expression]] = {
            cst.Name: self._name, cst.SimpleString: self._simple_string, cst.Integer: self._number,
            cst.Float: self._number, cst.Attribute: self._attribute, cst.Call: self._call,
            cst.Subscript: self._subscript, cst.BinaryOperation: self._binary, cst.BooleanOperation: self._binary,
            cst.UnaryOperation: self._unary, cst.Comparison: self._comparison, cst.FormattedString: self._formatted,
            cst.ConcatenatedString: self._concatenated, cst.Dict: self._dict, cst.List: self._items,
            cst.Tuple: self._items, cst.Set: self._items, cst.IfExp: self._conditional, cst.Lambda: self._lambda,
            cst.ListComp: self._comprehension, cst.SetComp: self._comprehension, cst.GeneratorExp: self._comprehension,
            cst.DictComp: self._comprehension, cst.NamedExpr: self._bind, cst.Await: self._await,
            cst.Yield: self._yield, cst.StarredElement: self._starred, cst.TemplatedString: self._templated,
        }  # fmt: skip
        self._statements: dict[type[cst.CSTNode], Callable[[Any], Sequence[p.Statement]]] = {
            cst.Assign: self._assign, cst.AnnAssign: self._annotated, cst.AugAssign: self._augment,
            cst.Expr: self._evaluate, cst.Return: self._return, cst.Raise: self._raise, cst.Assert: self._assert,
            cst.Del: self._delete, cst.If: self._if, cst.Match: self._match, cst.For: self._for,
            cst.While: self._while, cst.Try: self._try, cst.TryStar: self._try, cst.With: self._with,
            cst.FunctionDef: self._function, cst.ClassDef: self._class, cst.Import: self._import,
            cst.ImportFrom: self._import_from, cst.Global: self._scope, cst.Nonlocal: self._scope,
            cst.Break: self._jump, cst.Continue: self._jump,
        }  # fmt: skip
        self._patterns: dict[type[cst.CSTNode], Callable[[Any], p.Expression]] = {
            cst.MatchValue: self._compared, cst.MatchSingleton: self._compared, cst.MatchAs: self._named_pattern,
            cst.MatchOr: self._either, cst.MatchList: self._sequence, cst.MatchTuple: self._sequence,
            cst.MatchMapping: self._mapping, cst.MatchClass: self._object,
        }  # fmt: skip

    # Statements

    def statements(self, nodes: Sequence[cst.CSTNode]) -> tuple[p.Statement, ...]:
        return tuple(lowered for node in nodes for lowered in self._statement(node))

    def _statement(self, node: cst.CSTNode) -> Iterator[p.Statement]:
        if isinstance(node, cst.SimpleStatementLine | cst.SimpleStatementSuite | cst.IndentedBlock):
            for inner in node.body:
                yield from self._statement(inner)
        elif (handler := self._statements.get(type(node))) is not None:
            yield from handler(node)

    def _block(self, node: cst.CSTNode | None) -> tuple[p.Statement, ...]:
        """The statements of a suite, of an `else` or `finally` clause, or of nothing."""
        if node is None:
            return ()
        body = node.body if isinstance(node, cst.Else | cst.Finally) else node
        return tuple(self._statement(body))

    def _assign(self, node: cst.Assign) -> Sequence[p.Statement]:
        targets = tuple(self.expression(target.target) for target in node.targets)
        return (p.Assign(self._edge(node), targets, self.expression(node.value)),)

    def _annotated(self, node: cst.AnnAssign) -> Sequence[p.Statement]:
        annotation = self.expression(node.annotation.annotation)
        target = self.expression(node.target)
        return (p.Assign(self._edge(node), (target,), self._optional(node.value), annotation),)

    def _augment(self, node: cst.AugAssign) -> Sequence[p.Statement]:
        target, value = self.expression(node.target), self.expression(node.value)
        return (p.Augment(self._edge(node), target, OPERATORS[type(node.operator)], value),)

    def _evaluate(self, node: cst.Expr) -> Sequence[p.Statement]:
        return (p.Evaluate(self._edge(node), self.expression(node.value)),)

    def _return(self, node: cst.Return) -> Sequence[p.Statement]:
        return (p.Return(self._edge(node), self._optional(node.value)),)

    def _raise(self, node: cst.Raise) -> Sequence[p.Statement]:
        cause = node.cause.item if node.cause is not None else None
        return (p.Raise(self._edge(node), self._optional(node.exc), self._optional(cause)),)

    def _assert(self, node: cst.Assert) -> Sequence[p.Statement]:
        return (p.Assert(self._edge(node), self.expression(node.test), self._optional(node.msg)),)

    def _delete(self, node: cst.Del) -> Sequence[p.Statement]:
        target = self.expression(node.target)
        targets = target.elements if isinstance(target, p.Items) else (target,)
        return (p.Delete(self._edge(node), targets),)

    def _if(self, node: cst.If) -> Sequence[p.Statement]:
        test, body = self.expression(node.test), self._block(node.body)
        otherwise = tuple(self._if(node.orelse)) if isinstance(node.orelse, cst.If) else self._block(node.orelse)
        return (p.Branch(self._edge(node), test, body, otherwise),)

    def _match(self, node: cst.Match) -> Sequence[p.Statement]:
        cases = tuple(
            p.Case(self._pattern(case.pattern), self._optional(case.guard), self._block(case.body))
            for case in node.cases
        )
        last = node.cases[-1]
        exhaustive = isinstance(last.pattern, cst.MatchAs) and last.pattern.pattern is None and last.guard is None
        return (p.Match(self._edge(node), self.expression(node.subject), cases, exhaustive),)

    def _pattern(self, node: cst.CSTNode) -> p.Expression:
        handler = self._patterns.get(type(node))
        return handler(node) if handler is not None else p.Opaque(self._whole(node), ())

    def _compared(self, node: cst.MatchValue | cst.MatchSingleton) -> p.Expression:
        return self.expression(node.value)

    def _named_pattern(self, node: cst.MatchAs) -> p.Expression:
        """`p as a`, `a` or `_`."""
        captured = self._captured(self._whole(node), node.name)
        return p.Bind(self._whole(node), captured, self._pattern(node.pattern)) if node.pattern else captured

    def _either(self, node: cst.MatchOr) -> p.Expression:
        return p.Operation(self._whole(node), "|", tuple(self._pattern(part.pattern) for part in node.patterns))

    def _sequence(self, node: cst.MatchList | cst.MatchTuple) -> p.Expression:
        parts = (
            p.Starred(self._edge(part), self._captured(self._edge(part), part.name))
            if isinstance(part, cst.MatchStar)
            else self._pattern(part.value)
            for part in node.patterns
        )
        return p.Items(self._whole(node), "list", tuple(parts))

    def _mapping(self, node: cst.MatchMapping) -> p.Expression:
        entries = [p.TableEntry(self.expression(one.key), self._pattern(one.pattern)) for one in node.elements]
        rest = [p.TableEntry(None, self._name(node.rest))] if node.rest is not None else []
        return p.Table(self._whole(node), (*entries, *rest))

    def _object(self, node: cst.MatchClass) -> p.Expression:
        positional = (p.Argument(self._pattern(part.value)) for part in node.patterns)
        named = (p.Argument(self._pattern(part.pattern), _meant(part.key.value)) for part in node.kwds)
        return p.Call(self._whole(node), self.expression(node.cls), (*positional, *named))

    def _captured(self, span: Span, name: cst.Name | None) -> p.Expression:
        return self._name(name) if name is not None else p.Opaque(span, ())

    def _for(self, node: cst.For) -> Sequence[p.Statement]:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        body, otherwise = self._block(node.body), self._block(node.orelse)
        return (p.Loop(self._edge(node), target, iterable, None, body, otherwise),)

    def _while(self, node: cst.While) -> Sequence[p.Statement]:
        test, body, otherwise = self.expression(node.test), self._block(node.body), self._block(node.orelse)
        return (p.Loop(self._edge(node), None, None, test, body, otherwise),)

    def _try(self, node: cst.Try | cst.TryStar) -> Sequence[p.Statement]:
        handlers = tuple(
            p.Handler(self._optional(handler.type), self._handler_name(handler), self._block(handler.body))
            for handler in node.handlers
        )
        body, otherwise, final = self._block(node.body), self._block(node.orelse), self._block(node.finalbody)
        return (p.Try(self._edge(node), body, handlers, otherwise, final),)

    def _handler_name(self, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> p.Name | None:
        name = handler.name.name if handler.name is not None else None
        return self._name(name) if isinstance(name, cst.Name) else None

    def _with(self, node: cst.With) -> Sequence[p.Statement]:
        items = tuple(
            p.WithItem(self.expression(item.item), self.expression(item.asname.name) if item.asname else None)
            for item in node.items
        )
        return (p.With(self._edge(node), items, self._block(node.body)),)

    def _function(self, node: cst.FunctionDef) -> Sequence[p.Statement]:
        decorators = tuple(self.expression(decorator.decorator) for decorator in node.decorators)
        parameters = tuple(self._parameters(node.params))
        name, body = self._name(node.name), self._block(node.body)
        return (p.Function(self._edge(node), name, parameters, body, decorators),)

    def _class(self, node: cst.ClassDef) -> Sequence[p.Statement]:
        decorators = tuple(self.expression(decorator.decorator) for decorator in node.decorators)
        bases = tuple(self._argument(base) for base in (*node.bases, *node.keywords))
        return (p.Class(self._edge(node), self._name(node.name), bases, self._block(node.body), decorators),)

    def _import(self, node: cst.Import) -> Sequence[p.Statement]:
        return [self._import_alias(self._edge(node), alias) for alias in node.names]

    def _import_alias(self, span: Span, alias: cst.ImportAlias) -> p.Import:
        module = _dotted(alias.name)
        bound = _dotted(alias.asname.name) if alias.asname is not None else module.partition(".")[0]
        return p.Import(span, module, bound, alias.asname is not None)

    def _import_from(self, node: cst.ImportFrom) -> Sequence[p.Statement]:
        module = _dotted(node.module) if node.module is not None else ""
        if isinstance(node.names, cst.ImportStar):
            names: tuple[tuple[str, str], ...] = (("*", "*"),)
        else:
            names = tuple(
                (_dotted(alias.name), _dotted(alias.asname.name) if alias.asname is not None else _dotted(alias.name))
                for alias in node.names
            )
        return (p.ImportFrom(self._edge(node), module, len(node.relative), names),)

    def _scope(self, node: cst.Global | cst.Nonlocal) -> Sequence[p.Statement]:
        kind = "global" if isinstance(node, cst.Global) else "nonlocal"
        return (p.Scope(self._edge(node), kind, tuple(_meant(item.name.value) for item in node.names)),)

    def _jump(self, node: cst.Break | cst.Continue) -> Sequence[p.Statement]:
        return (p.Jump(self._edge(node), "break" if isinstance(node, cst.Break) else "continue"),)

    # Expressions

    def expression(self, node: cst.CSTNode) -> p.Expression:
        handler = self._expressions.get(type(node))
        return handler(node) if handler is not None else p.Opaque(self._whole(node), ())

    def _optional(self, node: cst.CSTNode | None) -> p.Expression | None:
        return self.expression(node) if node is not None else None

    def _name(self, node: cst.Name) -> p.Name | Any:
        constants = {"None": None, "True": True, "False": False}
        if node.value in constants:
            return p.Constant(self._whole(node), constants[node.value])
        return p.Name(self._whole(node), _meant(node.value))

    def _simple_string(self, node: cst.SimpleString) -> p.Expression:
        """Parentheses around a literal are no part of it: what is pointed at is what is written."""
        value = text_of(node.value)
        return p.Opaque(self._edge(node), ()) if value is None else p.Constant(self._edge(node), value)

    def _number(self, node: cst.Integer | cst.Float) -> p.Expression:
        value = number(node.value)
        return p.Opaque(self._whole(node), ()) if value is None else p.Constant(self._whole(node), value)

    def _attribute(self, node: cst.Attribute) -> p.Expression:
        value = self.expression(node.value)
        return p.Attribute(self._whole(node), value, _meant(node.attr.value), self._whole(node.attr))

    def _call(self, node: cst.Call) -> p.Expression:
        function = self.expression(node.func)
        return p.Call(self._whole(node), function, tuple(self._argument(argument) for argument in node.args))

    def _argument(self, node: cst.Arg) -> p.Argument:
        value = self.expression(node.value)
        if node.keyword is None:
            return p.Argument(value, star=node.star)
        return p.Argument(value, _meant(node.keyword.value), self._whole(node.keyword))

    def _subscript(self, node: cst.Subscript) -> p.Expression:
        value = self.expression(node.value)
        parts = [self._index(element.slice) for element in node.slice]
        span = self._whole(node)
        index = parts[0] if len(parts) == 1 else p.Items(span, "tuple", tuple(parts))
        return p.Subscript(span, value, index)

    def _index(self, node: cst.BaseSlice) -> p.Expression:
        if isinstance(node, cst.Index):
            return self.expression(node.value)
        assert isinstance(node, cst.Slice)
        lower, upper, step = self._optional(node.lower), self._optional(node.upper), self._optional(node.step)
        return p.Slice(self._edge(node), lower, upper, step)

    def _binary(self, node: cst.BinaryOperation | cst.BooleanOperation) -> p.Expression:
        """A chain of one operator is one operation: `a + b + c` leans left and may be long, so a loop unrolls it."""
        span, kind = self._whole(node), type(node.operator)
        operands: list[p.Expression] = []
        left: cst.BaseExpression = node
        while isinstance(left, type(node)) and type(left.operator) is kind and (left is node or not left.lpar):
            operands.append(self.expression(left.right))
            left = left.left
        operands.append(self.expression(left))
        return p.Operation(span, OPERATORS[kind], tuple(reversed(operands)))

    def _unary(self, node: cst.UnaryOperation) -> p.Expression:
        return p.Operation(self._whole(node), OPERATORS[type(node.operator)], (self.expression(node.expression),))

    def _comparison(self, node: cst.Comparison) -> p.Expression:
        operands = [self.expression(node.left)]
        operands += [self.expression(target.comparator) for target in node.comparisons]
        single = len(node.comparisons) == 1
        operator = OPERATORS[type(node.comparisons[0].operator)] if single else "compare"
        return p.Operation(self._whole(node), operator, tuple(operands))

    def _concatenated(self, node: cst.ConcatenatedString) -> p.Expression:
        """`"a" "b"` leans right."""
        pieces: list[p.Expression] = []
        right: cst.BaseExpression = node
        while isinstance(right, cst.ConcatenatedString):
            pieces.append(self.expression(right.left))
            right = right.right
        pieces.append(self.expression(right))
        return p.Formatted(self._whole(node), tuple(pieces))

    def _formatted(self, node: cst.FormattedString) -> p.Expression:
        return p.Formatted(self._whole(node), tuple(self._pieces(node)))

    def _pieces(self, node: cst.FormattedString) -> Iterator[p.Expression]:
        raw = "r" in node.start.lower()
        for part in node.parts:
            if isinstance(part, cst.FormattedStringExpression):
                plain = part.conversion in (None, "s") and part.format_spec is None and part.equal is None
                if part.equal is not None:
                    yield p.Constant(self._whole(part), Written(_said(part, part.equal)))
                yield p.Conversion(self._whole(part), self.expression(part.expression), plain)
            elif isinstance(part, cst.FormattedStringText):
                text = escaped_text(part.value, raw)
                span = self._whole(part)
                yield p.Opaque(span, ()) if text is None else p.Constant(span, text)

    def _templated(self, node: cst.TemplatedString) -> p.Expression:
        """A template is no text: what it becomes is up to whoever processes it."""
        parts = [
            self.expression(part.expression) for part in node.parts if isinstance(part, cst.TemplatedStringExpression)
        ]
        return p.Opaque(self._whole(node), tuple(parts))

    def _dict(self, node: cst.Dict) -> p.Expression:
        entries = tuple(
            p.TableEntry(self.expression(element.key), self.expression(element.value))
            if isinstance(element, cst.DictElement)
            else p.TableEntry(None, self.expression(element.value))
            for element in node.elements
        )
        return p.Table(self._whole(node), entries)

    def _items(self, node: cst.List | cst.Tuple | cst.Set) -> p.Expression:
        kind = type(node).__name__.lower()
        elements = tuple(
            self.expression(element if isinstance(element, cst.StarredElement) else element.value)
            for element in node.elements
        )
        return p.Items(self._whole(node), kind, elements)

    def _starred(self, node: cst.StarredElement) -> p.Expression:
        return p.Starred(self._edge(node), self.expression(node.value))

    def _conditional(self, node: cst.IfExp) -> p.Expression:
        test, then, otherwise = (self.expression(part) for part in (node.test, node.body, node.orelse))
        return p.Conditional(self._whole(node), test, then, otherwise)

    def _lambda(self, node: cst.Lambda) -> p.Expression:
        return p.Lambda(self._whole(node), tuple(self._parameters(node.params)), self.expression(node.body))

    def _parameters(self, node: cst.Parameters) -> Iterator[p.Parameter]:
        for parameter in (*node.posonly_params, *node.params):
            yield self._parameter(parameter, "", keyword_only=False)
        if isinstance(node.star_arg, cst.Param):
            yield self._parameter(node.star_arg, "*", keyword_only=False)
        for parameter in node.kwonly_params:
            yield self._parameter(parameter, "", keyword_only=True)
        if node.star_kwarg is not None:
            yield self._parameter(node.star_kwarg, "**", keyword_only=False)

    def _parameter(self, node: cst.Param, star: str, *, keyword_only: bool) -> p.Parameter:
        annotation = self._optional(node.annotation.annotation if node.annotation is not None else None)
        span, default = self._whole(node.name), self._optional(node.default)
        return p.Parameter(span, _meant(node.name.value), default, star, keyword_only, annotation)

    def _comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp) -> p.Expression:
        kinds = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "generator", cst.DictComp: "dict"}
        if isinstance(node, cst.DictComp):
            key, value = self._optional(node.key), self.expression(node.value)
        else:
            key, value = None, self.expression(node.elt)
        return p.Comprehension(self._whole(node), kinds[type(node)], key, value, tuple(self._clauses(node.for_in)))

    def _clauses(self, node: cst.CompFor | None) -> Iterator[p.Clause]:
        while node is not None:
            tests = tuple(self.expression(clause.test) for clause in node.ifs)
            yield p.Clause(self.expression(node.target), self.expression(node.iter), tests)
            node = node.inner_for_in

    def _bind(self, node: cst.NamedExpr) -> p.Expression:
        return p.Bind(self._whole(node), self.expression(node.target), self.expression(node.value))

    def _await(self, node: cst.Await) -> p.Expression:
        return p.Wait(self._whole(node), "await", self.expression(node.expression))

    def _yield(self, node: cst.Yield) -> p.Expression:
        value = node.value.item if isinstance(node.value, cst.From) else node.value
        return p.Wait(self._whole(node), "yield", self._optional(value))

    def _whole(self, node: cst.CSTNode) -> Span:
        return self._positions.whole(node)

    def _edge(self, node: cst.CSTNode) -> Span:
        return self._positions.edge(node)


def _meant(name: str) -> str:
    """Python takes letters that mean the same for one another."""
    return name if name.isascii() else normalize("NFKC", name)


def _dotted(node: cst.CSTNode) -> str:
    """`a.b.c` of an import."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(_meant(node.attr.value))
        node = node.value
    parts.append(_meant(node.value) if isinstance(node, cst.Name) else "")
    return ".".join(reversed(parts))


def _said(part: cst.FormattedStringExpression, equal: cst.AssignEqual) -> str:
    """What `{a = }` says before its value: its own code."""
    written = (part.whitespace_before_expression, part.expression, equal)
    return "".join(cst.Module(body=()).code_for_node(node) for node in written)
