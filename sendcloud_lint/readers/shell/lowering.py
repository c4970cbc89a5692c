"""The tree of a script to the program's few kinds of node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from tree_sitter import Node

from sendcloud_lint.model import program as p
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell.assignments import Assignments
from sendcloud_lint.readers.shell.chains import CHAINS, Pipe, Unit, chains, span_of_pipe
from sendcloud_lint.readers.shell.commands import Commands, Ran
from sendcloud_lint.readers.shell.flow import DEEPEST, Flow
from sendcloud_lint.readers.shell.redirects import file_value, redirected
from sendcloud_lint.readers.shell.script import Script
from sendcloud_lint.readers.shell.words import Words

_CHAINED = CHAINS | {"command", "test_command", "negated_command"}
_OPERATORS = {"&&": "and", "||": "or"}
_COMPARED = {"=": "==", "==": "==", "-eq": "==", "!=": "!=", "-ne": "!="}
# Programs that are run for what they show and never fail.
_SHOWING = frozenset(("echo()", "printf()", "print()", "logger()"))


_INTERPRETER = re.compile(r"#![^\r\n]*sh[ \t]+(?P<options>-[a-z]+)[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class _Arm:
    span: Span
    before: tuple[p.Statement, ...]
    test: p.Expression
    body: tuple[p.Statement, ...]


def lower(script: Script) -> p.Program:
    return _Lowering(script).program()


class _Lowering:
    """Handlers of statements emit them; those of expressions return them, and emit what has to happen before."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._flow = Flow()
        self._words = Words(script, self._flow, self._output)
        self._assignments = Assignments(script, self._flow, self._words)
        self._commands = Commands(script, self._flow, self._words, self._assignments)
        self._handlers: dict[str, Callable[[Node], None]] = {
            "variable_assignment": self._assignments.assignment, "variable_assignments": self._inline,
            "declaration_command": self._assignments.declaration, "unset_command": self._unset,
            "if_statement": self._if, "while_statement": self._while, "for_statement": self._for,
            "c_style_for_statement": self._counting, "case_statement": self._case,
            "function_definition": self._function, "subshell": self._subshell, "compound_statement": self._compound,
        }  # fmt: skip

    def program(self) -> p.Program:
        body, inner = (*self._traced(), *self._block([self._script.root])), tuple(self._flow.inner)
        comments = (*self._script.comments(), *(comment for one in inner for comment in one.comments))
        return p.Program(body, comments, "shell", inner=inner)

    def _traced(self) -> Iterator[p.Statement]:
        """`#!/bin/bash -x` sets what `set -x` does."""
        options = _INTERPRETER.match(self._script.text)
        if options is not None and "x" in options["options"]:
            span = Span(*options.span("options"))
            words = (p.Argument(p.Constant(span, Written(options["options"]))),)
            yield p.Evaluate(span, p.Call(Span(0, options.end()), p.Name(Span(0, options.end()), "set()"), words))

    # Statements

    def _block(self, nodes: Iterable[Node]) -> tuple[p.Statement, ...]:
        with self._flow.captured() as statements:
            self._emit_all(nodes)
        return tuple(statements)

    def _emit_all(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._emit(node)

    def _emit(self, node: Node) -> None:
        if not node.is_named or node.type == "comment":
            return
        if self._flow.is_deepest:
            span = self._script.span(node)
            self._flow.emit(p.Evaluate(span, p.Opaque(span, ())))
            return
        with self._flow.deeper():
            if node.type in _CHAINED:
                for chain in chains(node):
                    self._chain(chain, self._script.span(node))
            else:
                # What is no statement may hold some: what could not be read as a whole does.
                self._handlers.get(node.type, self._inline)(node)

    def _inline(self, node: Node) -> None:
        self._emit_all(node.children)

    def _chain(self, chain: list[Pipe], span: Span) -> None:
        *before, last = chain
        if not before:
            self._pipe(last, span)
            return
        test = self._condition(before) or self._choice(before)
        with self._flow.captured() as body:
            self._pipe(last, span_of_pipe(self._script, last))
        arms = (tuple(body), ()) if last.operator == "&&" else ((), tuple(body))
        self._flow.emit(p.Branch(span, test, *arms))

    def _condition(self, chain: Sequence[Pipe]) -> p.Expression | None:
        """A test by itself, as far as it can be told: whether a word is empty, or equal to another."""
        only = chain[0].units[0] if len(chain) == 1 and len(chain[0].units) == 1 else None
        if only is None or only.redirects or only.node.type != "test_command":
            return None
        test = self._compared(only.node)
        if test is None or chain[0].negation is None:
            return test
        return p.Operation(span_of_pipe(self._script, chain[0]), "not", (test,))

    def _compared(self, node: Node) -> p.Expression | None:
        inner = [child for child in node.named_children if child.type in ("unary_expression", "binary_expression")]
        if len(inner) != 1 or len(node.named_children) != 1:
            return None
        span, parts = self._script.span(node), inner[0].children
        operator = self._script.written(parts[0] if inner[0].type == "unary_expression" else parts[1])
        if inner[0].type == "unary_expression" and len(parts) == 2 and operator in ("-z", "-n"):
            word = _bare(self._words.word(parts[1:]))
            return p.Operation(span, "not", (word,)) if operator == "-z" else word
        if inner[0].type == "binary_expression" and len(parts) == 3 and operator in _COMPARED:
            words = tuple(self._words.word([part]) for part in (parts[0], parts[2]))
            return p.Operation(span, _COMPARED[operator], words)
        return None

    def _pipe(self, pipe: Pipe, span: Span) -> None:
        """A pipeline as a statement: the last command's."""
        piped = self._piped(pipe)
        unit = pipe.units[-1]
        ran = self._commands.run(unit, piped) if unit.node.type == "command" else self._run_other(unit, piped)
        if ran.value is not None:
            self._flow.emit(p.Evaluate(span, ran.value))
        self._flow.emit(*ran.then)

    def _run_other(self, unit: Unit, piped: p.Argument | None) -> Ran:
        """A command that is none by name, and so has no call."""
        self._evaluate_input(unit, piped)
        node = unit.node
        if self._is_test(node):
            return self._test(node)
        if node.type not in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
            self._emit(node)
        return Ran(None)

    def _is_test(self, node: Node) -> bool:
        arithmetic = node.type == "compound_statement" and bool(node.children) and node.children[0].type == "(("
        return arithmetic or node.type == "test_command"

    def _test(self, node: Node) -> Ran:
        span = self._script.span(node)
        then = self._assignments.computed(span) if node.type == "compound_statement" else ()
        return Ran(p.Opaque(span, self._words.expansions([node])), tuple(then))

    def _evaluate_input(self, unit: Unit, piped: p.Argument | None) -> None:
        nodes = [unit.node] if unit.node.type.endswith("_redirect") else []
        arguments = redirected(self._script, self._words, [*nodes, *unit.redirects]).keywords
        for argument in ([piped] if piped is not None else []) + arguments:
            if argument.keyword == "<" and isinstance(argument.value, p.Call | p.Formatted):
                self._flow.emit(p.Evaluate(argument.value.span, argument.value))

    # Commands as values

    def _choice(self, chain: Sequence[Pipe]) -> p.Expression:
        """What a chain of `&&` and `||` ends with."""
        whole = span_of_pipe(self._script, chain[0])
        operands, operator, nested = [self._shown(self._pipe_value(chain[0]))], "", 0
        for pipe in chain[1:]:
            with self._flow.captured() as hoisted:
                right = self._shown(self._pipe_value(pipe))
            left, before = operands, whole
            whole = Span(whole.start, span_of_pipe(self._script, pipe).end)
            if hoisted:
                body = (*hoisted, *_evaluated(right))
                operands = [self._branched(_together(before, operator, left), pipe, whole, body)]
                operator, nested = "", 0
            elif operator in ("", pipe.operator):
                operands.append(right)
                operator = pipe.operator
            else:
                nested += 1
                operands = [self._bounded(_together(before, operator, left), nested), right]
                operator = pipe.operator
        return _together(whole, operator, operands)

    def _shown(self, value: p.Expression) -> p.Expression:
        """What shows something to people, outside of what catches it, is a statement of its own."""
        is_shown = isinstance(value, p.Call) and isinstance(value.function, p.Name) and value.function.name in _SHOWING
        if not is_shown or self._flow.subshells:
            return value
        self._flow.emit(p.Evaluate(value.span, value))
        return p.Opaque(value.span, ())

    def _bounded(self, value: p.Expression, nested: int) -> p.Expression:
        """A value that is not nested ever deeper: now and then it is a statement of its own."""
        if nested % DEEPEST:
            return value
        self._flow.emit(p.Evaluate(value.span, value))
        return p.Opaque(value.span, ())

    def _branched(self, test: p.Expression, pipe: Pipe, span: Span, body: tuple[p.Statement, ...]) -> p.Expression:
        """An operand that is more than a value becomes a statement of its own."""
        arms = (body, ()) if pipe.operator == "&&" else ((), body)
        self._flow.emit(p.Branch(span, test, *arms))
        return p.Opaque(span, ())

    def _pipe_value(self, pipe: Pipe) -> p.Expression:
        value = self._unit_value(pipe.units[-1], self._piped(pipe), len(pipe.units) == 1)
        if pipe.negation is None:
            return value
        return p.Operation(span_of_pipe(self._script, pipe), "not", (value,))

    def _piped(self, pipe: Pipe) -> p.Argument | None:
        """What all commands but the last of a pipeline hand to it."""
        piped: p.Argument | None = None
        for index, (unit, following) in enumerate(pairwise(pipe.units), 1):
            value = self._bounded(self._unit_value(unit, piped, False), index)
            place = self._script.span(following.pipe) if following.pipe is not None else value.span
            piped = p.Argument(value, "<", place)
        return piped

    def _unit_value(self, unit: Unit, piped: p.Argument | None, alone: bool) -> p.Expression:
        node = unit.node
        if alone and node.type in ("compound_statement", "subshell") and not self._is_test(node):
            self._evaluate_input(unit, piped)
            return self._group_value(node)
        ran = self._commands.run(unit, piped) if node.type == "command" else self._run_other(unit, piped)
        self._flow.emit(*(statement for statement in ran.then if not isinstance(statement, p.Raise) or not ran.value))
        return ran.value if ran.value is not None else p.Opaque(self._script.span(node), ())

    def _group_value(self, node: Node) -> p.Expression:
        if node.type == "compound_statement":
            return self._value(node.children, self._script.span(node))
        with self._flow.in_subshell():
            return self._value(node.children, self._script.span(node))

    def _value(self, nodes: Iterable[Node], span: Span) -> p.Expression:
        """The worth of statements: the last one's, after what the others do."""
        statements = [node for node in nodes if node.is_named and node.type != "comment"]
        if not statements or self._flow.is_deepest:
            return p.Opaque(span, ())
        self._emit_all(statements[:-1])
        with self._flow.deeper():
            return self._last_value(statements[-1])

    def _last_value(self, node: Node) -> p.Expression:
        if node.type in _CHAINED:
            *before, last = list(chains(node)) or [[]]
            for chain in before:
                self._chain(chain, self._script.span(node))
            return self._choice(last) if last else p.Opaque(self._script.span(node), ())
        return self._unit_value(Unit(node), None, True)

    def _output(self, node: Node) -> p.Expression:
        """What the commands in a substitution print."""
        for child in node.children:
            if child.type == "file_redirect":
                words = self._script.words([inner for inner in child.named_children if not inner.is_error])
                return file_value(self._script, self._words, words[-1]) if words else self._nothing(node)
        inner = [child for child in node.children if child.is_named and child.type != "comment"]
        return self._value(inner, self._script.span(node)) if inner else self._nothing(node)

    def _nothing(self, node: Node) -> p.Expression:
        return p.Constant(self._script.span(node), Written(""))

    # Compounds

    def _compound(self, node: Node) -> None:
        if self._is_test(node):
            ran = self._test(node)
            if ran.value is not None:
                self._flow.emit(p.Evaluate(ran.value.span, ran.value))
            self._flow.emit(*ran.then)
        else:
            self._inline(node)

    def _subshell(self, node: Node) -> None:
        span = self._script.span(node)
        self._flow.emit(p.Branch(span, p.Opaque(span, ()), self._block(node.children), ()))

    def _if(self, node: Node) -> None:
        clauses = [child for child in node.children if child.type == "elif_clause"]
        first = self._arm(node)
        arms = [self._arm(clause) for clause in clauses]
        otherwise = self._block(child for child in node.children if child.type == "else_clause")
        if len(arms) > DEEPEST:
            otherwise = tuple(_side_by_side(arms[DEEPEST:], otherwise))
        for arm in reversed(arms[:DEEPEST]):
            otherwise = (*arm.before, p.Branch(arm.span, arm.test, arm.body, otherwise))
        self._flow.emit(*first.before, p.Branch(first.span, first.test, first.body, otherwise))

    def _arm(self, node: Node) -> _Arm:
        """`if …; then …` or `elif …; then …`."""
        children = node.children
        condition = list(takewhile(lambda child: child.type != "then", children))
        body = [child for child in children[len(condition) :] if child.type not in ("elif_clause", "else_clause")]
        span = self._script.span(node)
        with self._flow.captured() as before:
            test = self._alone(condition) or self._value(condition, span)
        return _Arm(span, tuple(before), test, self._block(body))

    def _alone(self, condition: list[Node]) -> p.Expression | None:
        """A condition that is one test and nothing else."""
        nodes = [node for node in condition if node.is_named and node.type != "comment"]
        found = list(chains(nodes[0])) if len(nodes) == 1 and nodes[0].type in _CHAINED else []
        return self._condition(found[0]) if len(found) == 1 else None

    def _while(self, node: Node) -> None:
        span, body = self._script.span(node), node.child_by_field_name("body")
        condition = list(takewhile(lambda child: child != body, node.children))
        test = self._value(condition, span)
        if node.children[0].type == "until":
            test = p.Operation(test.span, "not", (test,))
        self._flow.emit(p.Loop(span, None, None, test, self._body(body), ()))

    def _body(self, node: Node | None) -> tuple[p.Statement, ...]:
        return self._block(node.children) if node is not None else ()

    def _for(self, node: Node) -> None:
        variable = node.child_by_field_name("variable")
        if variable is None:
            return self._inline(node)
        span, place = self._script.span(node), self._script.span(variable)
        words = self._script.words(node.children_by_field_name("value"))
        if any(child.type == "in" for child in node.children):
            elements = tuple(self._words.element(word) for word in words)
        else:
            elements = (p.Starred(place, p.Name(place, "@")),)
        region = self._script.across(words[0][0], words[-1][-1]) if words else Span(place.end, place.end)
        target = p.Name(place, self._script.written(variable))
        self._flow.assigns(target)
        body = self._body(node.child_by_field_name("body"))
        self._flow.emit(p.Loop(span, target, p.Items(region, "list", elements), None, body, ()))

    def _counting(self, node: Node) -> None:
        span, body = self._script.span(node), node.child_by_field_name("body")
        head = Span(span.start, self._script.span(body).start if body is not None else span.end)
        self._flow.emit(*self._assignments.computed(head))
        self._flow.emit(p.Loop(span, None, None, p.Opaque(span, ()), self._body(body), ()))

    def _case(self, node: Node) -> None:
        value = node.child_by_field_name("value")
        if value is None:
            return self._inline(node)
        subject = self._words.word([value])
        items = [child for child in node.children if child.type == "case_item"]
        cases = tuple(p.Case(self._pattern(item), None, self._case_body(item)) for item in items)
        self._flow.emit(p.Match(self._script.span(node), subject, cases, any(map(self._is_any, items))))

    def _pattern(self, item: Node) -> p.Expression | None:
        """What an arm is for, where that is one text or one of several; None where a variable is among them."""
        values = item.children_by_field_name("value")
        written = [self._words.literal([value]) for value in values]
        texts = [
            p.Constant(self._script.span(value), Written(text))
            for value, text in zip(values, written, strict=True)
            if text is not None
        ]
        if not texts or len(texts) < len(values):
            return None
        return texts[0] if len(texts) == 1 else p.Operation(self._script.across(values[0], values[-1]), "|", (*texts,))

    def _case_body(self, item: Node) -> tuple[p.Statement, ...]:
        patterns = list(takewhile(lambda child: child.type != ")", item.children))
        return self._block(item.children[len(patterns) :])

    def _is_any(self, item: Node) -> bool:
        return any(self._script.written(pattern) == "*" for pattern in item.children_by_field_name("value"))

    def _function(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return self._inline(node)
        place = self._script.span(name)
        with self._flow.in_function() as names:
            statements = self._block([body])
        shared = tuple(assigned for assigned in names.assigned if assigned not in names.own)
        if shared:
            statements = (p.Scope(place, "global", shared), *statements)
        parameters = (p.Parameter(place, "@", star="*"),)
        target = p.Name(place, f"{self._script.written(name)}()")
        self._flow.emit(p.Function(self._script.span(node), target, parameters, statements, ()))

    def _unset(self, node: Node) -> None:
        span, place = self._script.span(node), self._script.span(node.children[0])
        words = self._script.words([child for child in node.children[1:] if child.type != "comment"])
        arguments = tuple(self._words.argument(word) for word in words)
        self._flow.emit(p.Evaluate(span, p.Call(place, p.Name(place, f"{node.children[0].type}()"), arguments)))


def _side_by_side(arms: list[_Arm], otherwise: tuple[p.Statement, ...]) -> Iterator[p.Statement]:
    """Arms that are too many to stand in one another."""
    for arm in arms:
        yield from arm.before
        yield p.Branch(arm.span, arm.test, arm.body, otherwise if arm is arms[-1] else ())


def _bare(word: p.Expression) -> p.Expression:
    """`${X:-}` is as empty as `$X`."""
    match word:
        case p.Operation(_, "or", (p.Name() as name, p.Constant(_, Written() as text))) if not text:
            return name
    return word


def _together(span: Span, operator: str, operands: list[p.Expression]) -> p.Expression:
    return operands[0] if len(operands) == 1 else p.Operation(span, _OPERATORS[operator], tuple(operands))


def _evaluated(value: p.Expression) -> tuple[p.Statement, ...]:
    return () if isinstance(value, p.Opaque) and not value.parts else (p.Evaluate(value.span, value),)
