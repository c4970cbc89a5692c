# ruff: noqa: E501  a construct and its program are one line each
"""The reader of shell scripts: what each construct becomes, where it stands, and that nothing makes it fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell import read
from tests.growth import growth

# A program in compact form: `X = 'text'`, `f('text', name, < what is read)`, `name!()` for a command that a variable
# names, `f['a' name]` for a mixed word, `?` for what nothing can tell


def shown(text: str) -> str:
    """The program of a text that is read without trouble."""
    program, troubles = read(text)
    assert troubles == ()
    assert program.language == "shell"
    return block(program.body)


def block(body: tuple[p.Statement, ...]) -> str:
    return "; ".join(map(statement, body))


def statement(node: p.Statement) -> str:  # noqa: PLR0911
    match node:
        case p.Assign(_, (target,), value) if value is not None:
            return f"{expression(target)} = {expression(value)}"
        case p.Augment(_, target, operator, value):
            return f"{expression(target)} {operator}= {expression(value)}"
        case p.Evaluate(_, value):
            return expression(value)
        case p.Return(_, None):
            return "return"
        case p.Raise(_, None, None):
            return "raise"
        case p.Jump(_, kind):
            return kind
        case p.Branch(_, test, body, otherwise):
            return f"if {expression(test)} {{{block(body)}}} else {{{block(otherwise)}}}"
        case p.Loop(_, None, None, test, body, ()) if test is not None:
            return f"while {expression(test)} {{{block(body)}}}"
        case p.Loop(_, target, iterable, None, body, ()) if target is not None and iterable is not None:
            return f"for {expression(target)} in {expression(iterable)} {{{block(body)}}}"
        case p.Match(_, subject, cases, exhaustive):
            arms = " ".join(f"{{{block(case.body)}}}" for case in cases)
            return f"match{'!' if exhaustive else ''} {expression(subject)} {arms}"
        case p.Function(_, name, (p.Parameter(_, "@", None, "*"),), body, ()):
            return f"def {name.name} {{{block(body)}}}"
        case p.Scope(_, kind, names):
            return f"{kind} {' '.join(names)}"
    raise AssertionError(node)


def expression(node: p.Expression) -> str:  # noqa: PLR0911, PLR0912
    match node:
        case p.Constant(_, value):
            return repr(value.reveal() if isinstance(value, Written) else value)
        case p.Name(_, name):
            return name
        case p.Subscript(_, value, index):
            return f"{expression(value)}[{expression(index)}]"
        case p.Slice(_, lower, upper, None):
            return f"{expression(lower) if lower else ''}:{expression(upper) if upper else ''}"
        case p.Call(_, function, arguments):
            called = function.name.removesuffix("()") if isinstance(function, p.Name) else expression(function)
            mark = "" if isinstance(function, p.Name) and function.name.endswith("()") else "!"
            return f"{called}{mark}({', '.join(map(argument, arguments))})"
        case p.Operation(_, operator, (operand,)):
            return f"({operator} {expression(operand)})"
        case p.Operation(_, operator, operands):
            return f"({f' {operator} '.join(map(expression, operands))})"
        case p.Formatted(_, pieces):
            return f"f[{' '.join(map(expression, pieces))}]"
        case p.Table(_, entries):
            return f"{{{', '.join(f'{expression(entry.key)}: {expression(entry.value)}' for entry in entries if entry.key)}}}"
        case p.Starred(_, value):
            return f"*{expression(value)}"
        case p.Items(_, "list", elements):
            return f"[{', '.join(map(expression, elements))}]"
        case p.Conditional(_, test, then, otherwise):
            return f"({expression(test)} ? {expression(then)} : {expression(otherwise)})"
        case p.Bind(_, target, value):
            return f"({expression(target)} := {expression(value)})"
        case p.Split(_, value):
            return f"split {expression(value)}"
        case p.Opaque(_, parts):
            return f"?({', '.join(map(expression, parts))})" if parts else "?"
    raise AssertionError(node)


def argument(node: p.Argument) -> str:
    return f"{node.star}{f'{node.keyword} ' if node.keyword else ''}{expression(node.value)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curl", "curl()"),
        ("curl a b", "curl('a', 'b')"),
        ("curl 'a b' \"c d\" e", "curl('a b', 'c d', 'e')"),
        ('curl a\\ b "c\\"d\\$e\\f" \'g\\h\'', "curl('a b', 'c\"d$e\\\\f', 'g\\\\h')"),
        ("curl $'a\\n\\t\\x41\\u00e9\\'\\cA\\q\\101'", 'curl("a\\n\\tAé\'\\x01\\\\qA")'),
        ('curl $"a"', "curl('a')"),
        ('curl 0$"a" \\$"b"', "curl(f['0' 'a'], f['$' 'b'])"),
        ("curl $'\\xc3\\xa9\\303\\251'", "curl('éé')"),
        ("curl $'\\\\' 'a'", "curl('\\\\', 'a')"),
        ("curl \\  a", "curl(' ', 'a')"),
        ("curl 0\\\n\\'", 'curl("0\'")'),
        ('curl "$X\\$"', "curl(f[X '$'])"),
        ("X=''\\$", "X = '$'"),
        ('curl "a\\\nb"', "curl('ab')"),
        ('curl -d@file --data="a=$B"', "curl('-d@file', f['--data=' 'a=' B])"),
        ("curl 'x'\"y\"$Z", "curl(f['x' 'y' Z])"),
        ('curl ""', "curl('')"),
        ('curl a"$B"c$D', "curl(f['a' B 'c' D])"),
        ('curl "$X" "${X}"', "curl(X, X)"),
        ("curl {1..3} a{b,c} *.txt ~/x a#b", "curl('{1..3}', 'a{b,c}', '*.txt', '~/x', 'a#b')"),
        ('curl -X POST \\\n  -H "A: b" \\\n  http://x/?a=b', "curl('-X', 'POST', '-H', 'A: b', 'http://x/?a=b')"),
        ("curl --fail\\\n  -d x", "curl('--fail', '-d', 'x')"),
        ('curl "a\n  $b\n  c"', "curl(f['a\\n  ' b '\\n  c'])"),
        ('curl " $X " "  ${X}" " $(a)  "', "curl(f[' ' X ' '], f['  ' X], f[' ' a() '  '])"),
        ('curl "a $ b" "$"', "curl('a $ b', '$')"),
        ("curl \"ü $x\" 'ß' ñ", "curl(f['ü ' x], 'ß', 'ñ')"),
        ('curl -d "{\\"a\\": \\"$B\\"}" -d \'{"c": 1}\'', "curl('-d', f['{\"a\": \"' B '\"}'], '-d', '{\"c\": 1}')"),
        ("curl a\r\nX=b\r\n", "curl('a'); X = 'b'"),
    ],
    ids=repr,
)
def test_words(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c $X ${X} $(d) `d`", "c(*split X, *split X, *split d(), *split d())"),
        ('c $1 "${10}" $9', "c(*split @[0], @[9], *split @[8])"),
        ('c "$@" $@ "$*" ${@} "a $@"', "c(*@, *@, *@, *@, f['a ' @])"),
        ("c $# $? $$ $! $- $0 ${0}", "c(?, ?, ?, ?, ?, ?, ?)"),
        ('c "${X:-w}" "${X-w}" ${X:-w}', "c((X or 'w'), (X or 'w'), *split (X or 'w'))"),
        (
            'c "${X:-a $B c}" "${X:-"a b"}" "${X:-\'a\'}" ${X:-\'a b\'} "${X:-}" ${X:-/a/b}',
            "c((X or f['a ' B ' c']), (X or 'a b'), (X or \"'a'\"), *split (X or 'a b'), (X or ''), *split (X or '/a/b'))",
        ),
        (': "${X:=w}" "${X=w}"', ":((X := (X or 'w')), (X := (X or 'w')))"),
        ('c "${X:?set $Y}" "${X?}" "${X:?}"', "c(X, X, X)"),
        ('c "${X:+w}" ${X:+"-k $Y"}', "c((X ? 'w' : ''), *split (X ? f['-k ' Y] : ''))"),
        (
            'c "${#X}" "${X%.*}" "${X##*/}" "${X/a/$b}" "${X:0:4}" "${X: -4}" "${X^^}" "${!X}" "${#A[@]}" "${@:2}"',
            "c(?(X), ?(X), ?(X), ?(X, b), X[0:4], X[-4:], ?(X), ?(X), *?(A), *?(@))",
        ),
        ('c "${A[0]}" "${A[name]}" "${A[$i]}" "${A[\'a b\']}" "${A[-1]}"', "c(A[0], A['name'], A[i], A['a b'], A[-1])"),
        ('c "${A[@]}" ${A[*]} "a ${A[@]}"', "c(*A, *A, f['a ' ?(A)])"),
        ('c $((1 + X)) "$((X))" $[1+2]', "c(?, ?, ?)"),
        ("c <(d) >(e)", "c(?(d()), ?(e()))"),
        ('c "${1:-w}" "${A[0]:-w}"', "c((@[0] or 'w'), (A[0] or 'w'))"),
    ],
    ids=repr,
)
def test_expansions(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/usr/bin/curl a", "curl('a')"),
        ('"curl" a', "curl('a')"),
        ("cur\\l a", "curl('a')"),
        ("./send.sh a", "./send.sh('a')"),
        ("$CURL -x", "split CURL!('-x')"),
        ('"$@" a', "@!('a')"),
        ('"$X/curl" a', "f[X '/curl']!('a')"),
        ('X=1 Y="a b" curl a', "X = '1'; Y = 'a b'; curl('a')"),
        ("env X=1 curl a", "env('X=1', 'curl', 'a')"),
        ("curl a & wait", "curl('a'); wait()"),
        ("time curl a", "curl('a')"),
        ("time -p curl a", "curl('a')"),
        ("! curl a", "curl('a')"),
        ("coproc curl a", "curl('a')"),
        ("coproc N { curl a; }", "curl('a')"),
        ("! { curl a; }", "curl('a')"),
        ("{ curl a; curl b; }", "curl('a'); curl('b')"),
        ("( curl a )", "if ? {curl('a')} else {}"),
        ("set -x; cd a", "set('-x'); cd('a')"),
        ('trap "curl a" EXIT', "trap('curl a', 'EXIT')"),
        ("exit 1", "raise"),
        ("exit $(curl a)", "curl('a'); raise"),
        ("exec curl a", "exec('curl', 'a'); raise"),
        ("exec > f", "exec(> 'f')"),
        ("return 1", "return"),
        ('f() { return "$x"; }', "def f() {return}"),
        ("while :; do break; continue 2; done", "while :() {break; continue}"),
        ("source f", "source('f')"),
        (". ./f a", "source('./f', 'a')"),
        ("shift; shift 2; shift $n", "@ = @[1:]; @ = @[2:]; @ = @[?:]"),
        ("read -r A B", "read('-r', 'A', 'B'); A = ?; B = ?"),
        ('read -rp "Key: " -t 5 A', "read('-rp', 'Key: ', '-t', '5', 'A'); A = ?"),
        ("mapfile -t LINES", "mapfile('-t', 'LINES'); LINES = ?"),
        ('[ "$A" = 1 ]', "?(A)"),
        ("[[ -n $A && $B == c* ]]", "?(A, B)"),
        ('test -n "$A"', "?(A)"),
        ("(( A > 3 ))", "?"),
        ('unset X "$Y"', "unset('X', Y)"),
        ("let X=1", "let('X=1'); X = ?"),
        ("let 'X = 1' Y+=2 Z==3", "let('X = 1', 'Y+=2', 'Z==3'); X = ?; Y = ?"),
        ("((X=1, Y++, --Z, A == 1, B <= 2))", "?; X = ?; Y = ?; Z = ?"),
        ('printf -v X %s "$a"', "X = printf('%s', a)"),
        ('printf -v "$X" a', "printf('-v', X, 'a')"),
        ("a\\\nb c\\\n d \"x\"\\\n'y' $z\\\nw &&\\\ne", "if ab('c', 'd', f['x' 'y'], f[z 'w']) {e()} else {}"),
        ("a # b\\\nc", "a(); c()"),
    ],
    ids=repr,
)
def test_commands(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c <<EOF\na $B ${C:-d}\nEOF", "c(< f['a ' B ' ' (C or 'd') '\\n'])"),
        ("c <<'EOF'\na $B\nEOF", "c(< 'a $B\\n')"),
        ('c <<"E O"\na $B\nE O', "c(< 'a $B\\n')"),
        ("c <<\\EOF\na $B\nEOF", "c(< 'a $B\\n')"),
        ("c <<-EOF\n\ta $B\n\t\tc\n\tEOF", "c(< f['a ' B '\\n' 'c\\n'])"),
        ("c <<-'EOF'\n\ta $B\n\tEOF", "c(< 'a $B\\n')"),
        ("c <<EOF\n\n  a\n  b\nEOF", "c(< f['\\n' '  a\\n' '  b\\n'])"),
        ("c <<EOF\nEOF", "c(< '')"),
        (
            'c <<EOF\n\\$a \\`b\\` \\\\ "c" \\d $1 $@ ${2} `e` $ f\nEOF',
            "c(< f['$a `b` \\\\ \"c\" \\\\d ' @[0] ' ' @ ' ' @[1] ' ' e() ' $ f\\n'])",
        ),
        ("c <<EOF | d > e\na\nEOF", "d(> 'e', < c(< 'a\\n'))"),
        ("c <<EOF && d\na\nEOF", "if c(< 'a\\n') {d()} else {}"),
        ("c <<EOF > f -d @- || exit 1\na\nEOF", "if c('-d', '@-', < 'a\\n', > 'f') {} else {raise}"),
        ("c <<EOF\n$((1 + 2)) $\nEOF", "c(< f[? ' $\\n'])"),
        ("c <<EOF # comment\na\nEOF", "c(< 'a\\n')"),
        ("c <<EOF; d\na\nEOF\ne", "c(< 'a\\n'); d(); e()"),
        ("c <<EOF -d x\na\nEOF", "c('-d', 'x', < 'a\\n')"),
        ("c <<EOF \\\n  -d x\na\nEOF\nd", "c('-d', 'x', < 'a\\n'); d()"),
        ("c <<EOF |\na\nEOF\nd\ne", "d(< c(< 'a\\n')); e()"),
        ("c <<A <<'B' | d; e\n$a\nA\n$b\nB\nf", "d(< c(< f[a '\\n'], < '$b\\n')); e(); f()"),
        ("c 3<<A\na\nA\nd", "c(); d()"),
        ("c <<A\n'\"$b\"' ${c:-d}\nA\ne", "c(< f['\\'\"' b '\"\\' ' (c or 'd') '\\n']); e()"),
        ("c <<A\n$(d <<B\nx\nB\n)\nA\ne", "c(< f[d(< ?) '\\n']); e()"),
        ("case $x in a) c <<A;; esac; d\n)\nA\ne", "match x {c(< ')\\n')}; d(); e()"),
        ("a=$(c <<A\n')\nA\n) d 'x <<B'\ne", "a = c(< \"')\\n\"); d('x <<B'); e()"),
        ("c $((1<<2)) # don't <<A\nd", "c(?); d()"),
        ("c <<A\na $b", "c(< f['a ' b])"),
        ("c <<''\na\n\nd", "c(< 'a\\n'); d()"),
        ("c <<A\r\na\r\nA\r\nd", "c(< 'a\\r\\n'); d()"),
        ('c <<< "a $b" d', "c('d', < f['a ' b])"),
        ("c < f", "c(< cat('f'))"),
        ("c < <(d; e)", "d(); c(< e())"),
        ("c > f", "c(> 'f')"),
        ('c >> "$f" 2>&1 2>/dev/null', "c(> f)"),
        ("c &> f", "c(> 'f')"),
        ("c &>> f", "c(> 'f')"),
        ("c >| f", "c(> 'f')"),
        ("c >& f", "c(> 'f')"),
        ("c >&2 3<f 4>g <&3", "c(> '/dev/stderr')"),
        ("c > f -d x", "c('-d', 'x', > 'f')"),
        ("> f c x", "c('x', > 'f')"),
        ("> f", ""),
        ("c 2>&1 >f -d x", "c('-d', 'x', > 'f')"),
        ("$(< f) a", "split cat('f')!('a')"),
        ('X=$(<"$f")', "X = cat(f)"),
        ("{ a; b; } < f", "cat('f'); a(); b()"),
        ("while a; do b; done < <(c)", "c(); while a() {b()}"),
        ("while a; do b; done <<EOF\n$c\nEOF", "f[c '\\n']; while a() {b()}"),
        ("X=$(cat <<EOF\na $b\nEOF\n)", "X = cat(< f['a ' b '\\n'])"),
    ],
    ids=repr,
)
def test_redirects(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b", "b(< a())"),
        ("a | b | c d", "c('d', < b(< a()))"),
        ("a |& b", "b(< a())"),
        ("a | b > f", "b(> 'f', < a())"),
        ("a > f | b", "b(< a(> 'f'))"),
        ("a | b < f", "a(); b(< cat('f'))"),
        ("a | { b; c; }", "a(); b(); c()"),
        ("{ a; b; } | c", "a(); b(); c(< ?)"),
        ("( a ) | b", "if ? {a()} else {}; b(< ?)"),
        ("a | while read -r x; do b; done", "a(); x = ?; while read('-r', 'x') {b()}"),
        ("a | b && c", "if b(< a()) {c()} else {}"),
        ("a | b | c && d", "if c(< b(< a())) {d()} else {}"),
        ("! a | b", "b(< a())"),
        ("time a | b", "b(< a())"),
        ("a | b | c\nd && e", "c(< b(< a())); if d() {e()} else {}"),
        ("a | b | c # x\n\nd || e", "c(< b(< a())); if d() {} else {e()}"),
        ("a | b | c\nX=1\n[ d ] && e", "c(< b(< a())); X = '1'; if ? {e()} else {}"),
        ("a \\\n  | b \\\n  | c", "c(< b(< a()))"),
    ],
    ids=repr,
)
def test_pipes(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X=$(a b)", "X = a('b')"),
        ('X=$(a; b | c "$d")', "a(); X = c(d, < b())"),
        ("X=`a b`", "X = a('b')"),
        ('X="$(a "$(b "c")")"', "X = a(b('c'))"),
        ("curl $(a; b)", "a(); curl(*split b())"),
        ('curl "x$(a; b)y"', "a(); curl(f['x' b() 'y'])"),
        ("X=$(a || b)", "X = (a() or b())"),
        ("X=$(a && b)", "X = (a() and b())"),
        ("X=$(curl a || exit 1)", "X = (curl('a') or ?)"),
        ("X=$(if a; then b; fi)", "if a() {b()} else {}; X = ?"),
        ("X=$(a &)", "X = a()"),
        ('if [ "$(a; b)" = x ]; then c; fi', "a(); if (b() == 'x') {c()} else {}"),
    ],
    ids=repr,
)
def test_substitutions(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X=a", "X = 'a'"),
        ("X=", "X = ''"),
        ('X=""', "X = ''"),
        ('X=a$B"c"', "X = f['a' B 'c']"),
        ("X=a:b=c", "X = 'a:b=c'"),
        ("X+=a", "X += 'a'"),
        ("X=$1", "X = @[0]"),
        ("X=$OPTS", "X = OPTS"),
        ('X="$@" Y="${A[@]}"', "X = @; Y = ?(A)"),
        ('X=(a "b c" $D "${E[@]}" $(f))', "X = ['a', 'b c', *split D, *E, *split f()]"),
        ("X=(\n  a # comment\n  b\n)", "X = ['a', 'b']"),
        ("X=()", "X = []"),
        ("X+=(a)", "X += ['a']"),
        ("X[k]=v; X[0]=w; X[$i]=u; X[k]+=t", "X['k'] = 'v'; X[0] = 'w'; X[i] = 'u'; X['k'] += 't'"),
        ('declare -A M=([k]=v ["a b"]="$c" [0]=$d)', "M = {'k': 'v', 'a b': c, 0: d}"),
        ("declare -A M=()", "M = {}"),
        ("export X=a", "X = 'a'"),
        ('export X=a Y "Z=$q" \'W=$r\' V="$s"', "X = 'a'; Z = q; W = '$r'; V = s"),
        ('export X="$X:/a"', "X = f[X ':/a']"),
        ("readonly X=a", "X = 'a'"),
        ("declare -r X=a", "X = 'a'"),
        ("typeset -i X=3 Y", "X = '3'"),
        ("local X=a", "X = 'a'"),
        ("export -n X", ""),
        ("export $X", ""),
    ],
    ids=repr,
)
def test_assignments(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f() { a; }", "def f() {a()}"),
        ("function f { a; }", "def f() {a()}"),
        ("function f() { a; } > g", "def f() {a()}"),
        ("f() ( a )", "def f() {if ? {a()} else {}}"),
        (
            "f() { X=1; local Y=2; local Z; Y=3; export W=4; }",
            "def f() {global X W; X = '1'; Y = '2'; Z = ''; Y = '3'; W = '4'}",
        ),
        (
            'f() { for X in a; do :; done; read Y; : "${Z:=1}"; V[0]=1; U+=1; declare T=1; declare -g S=1; }',
            "def f() {global X Y Z V U S; for X in ['a'] {:()}; read('Y'); Y = ?; :((Z := (Z or '1'))); V[0] = '1'; U += '1'; T = '1'; S = '1'}",
        ),
        ("f() { local -a X; local -A Y; local -r Z=1; }", "def f() {X = []; Y = {}; Z = '1'}"),
        ("f() { X=1; g() { Y=1; }; }", "def f() {global X; X = '1'; def g() {global Y; Y = '1'}}"),
        ("f() { shift; X=$1; }", "def f() {global X; @ = @[1:]; X = @[0]}"),
    ],
    ids=repr,
)
def test_functions(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if a; then b; fi", "if a() {b()} else {}"),
        ("if a; b; then c; else d; fi", "a(); if b() {c()} else {d()}"),
        ("if a; then b; elif c; d; then e; else f; fi", "if a() {b()} else {c(); if d() {e()} else {f()}}"),
        ("if ! a; then b; fi", "if (not a()) {b()} else {}"),
        ('if [ -n "$X" ]; then a; fi', "if X {a()} else {}"),
        ('if [ -n "$X" ] && ! [[ $Y ]]; then a; fi', "if (?(X) and (not ?(Y))) {a()} else {}"),
        ("if a && b || c; then d; fi", "if ((a() and b()) or c()) {d()} else {}"),
        ("if a | b; then c; fi", "if b(< a()) {c()} else {}"),
        ("if X=$(a); then b; fi", "X = a(); if ? {b()} else {}"),
        ("if { a; b; }; then c; fi", "a(); if b() {c()} else {}"),
        ("if (a); then c; fi", "if a() {c()} else {}"),
        ("if read X; then a; fi", "X = ?; if read('X') {a()} else {}"),
        ("a && b", "if a() {b()} else {}"),
        ("a || b", "if a() {} else {b()}"),
        ("a && b || c", "if (a() and b()) {} else {c()}"),
        ("a && b && c", "if (a() and b()) {c()} else {}"),
        ("a && { b; c; }", "if a() {b(); c()} else {}"),
        ("a || { b >&2; exit 1; }", "if a() {} else {b(> '/dev/stderr'); raise}"),
        ("a && X=1 && b", "if a() {X = '1'} else {}; if ? {b()} else {}"),
        ('[ "$X" ] || exit 1', "if ?(X) {} else {raise}"),
        ("a &&\n  b ||\n  c", "if (a() and b()) {} else {c()}"),
        ('case "$1" in a|b) c; d ;; *) e ;; esac', "match! @[0] {c(); d()} {e()}"),
        ("case $X in a) b ;; esac", "match X {b()}"),
        ("case $X in\n  (a) b ;;\n  *) c\nesac", "match! X {b()} {c()}"),
    ],
    ids=repr,
)
def test_branches(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("while a; do b; done", "while a() {b()}"),
        ("until a; do b; done", "while (not a()) {b()}"),
        ("while a; b; do c; done", "a(); while b() {c()}"),
        ("while read -r A B; do c; done", "A = ?; B = ?; while read('-r', 'A', 'B') {c()}"),
        ('for x in a "$b" $c *.txt; do d; done', "for x in ['a', b, *split c, '*.txt'] {d()}"),
        ('for x in "$@"; do d; done', "for x in [*@] {d()}"),
        ("for x; do d; done", "for x in [*@] {d()}"),
        ("for x in $(a; b); do d; done", "a(); for x in [*split b()] {d()}"),
        ("for ((i = 0; i < 3; i++)); do d; done", "i = ?; i = ?; while ? {d()}"),
        ("select x in a b; do c; done", "for x in ['a', 'b'] {c()}"),
    ],
    ids=repr,
)
def test_loops(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('curl {{ url }} "{{ x }}" {{url}}/a', "curl('{{ url }}', '{{ x }}', '{{url}}/a')"),
        ("{% if x %}\ncurl a\n{% endif %}", "curl('a')"),
        ("curl \\\n{% if x %}\n  -k \\\n{% endif %}\n  a", "curl('-k', 'a')"),
        ("{{- if .Values.x }}\ncurl {{ .Values.url | quote }}\n{{- end }}", "curl('{{ .Values.url | quote }}')"),
        ('curl "${{ secrets.KEY }}" -d a=${{ secrets.B }}', "curl('${{ secrets.KEY }}', '-d', 'a=${{ secrets.B }}')"),
    ],
    ids=repr,
)
def test_templates(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "at"),
    [
        ("a ; ; b", "a(); b()", " ; b"),
        ("echo 'a", "echo()", " 'a"),
        ('echo "a $b\nc', "echo(f['a ' b '\\nc'])", ""),
        ("if a; then b", "a()", "if a; then b"),
        ("a; ) b", "a(); b()", ") b"),
        ("case x in a) b ;; (c) ;& esac", "b()", "case x in a) b ;; (c) ;& esac"),
    ],
    ids=repr,
)
def test_what_can_be_read_of_a_faulty_script_is_read(text: str, expected: str, at: str) -> None:
    program, (trouble,) = read(text)
    assert block(program.body) == expected
    assert text[trouble.span.start : trouble.span.end] == at
    assert trouble.reason == "has a line that can't be read as shell"


@pytest.mark.parametrize("text", ["a {{ x", "if a; then {{ x }}", "{% if x %}\nif a; then\n"])
def test_faults_of_templates_are_no_trouble(text: str) -> None:
    assert read(text)[1] == ()


# Comments and spans


def test_comments_are_all_there() -> None:
    text = "#!/bin/sh\n# ä 1\ncurl a # 2\nX=(a # 3\n)\nc <<EOF # 4\n# none\nEOF\nf() {\n  # 5\n}\necho 'a # b' a#b ${#X} # 6"
    program, troubles = read(text)
    assert troubles == ()
    expected = ["#!/bin/sh", "# ä 1", "# 2", "# 3", "# 4", "# 5", "# 6"]
    assert [comment.text.reveal() for comment in program.comments] == expected
    assert [text[comment.span.start : comment.span.end] for comment in program.comments] == expected


def nodes(root: object) -> Iterator[object]:
    """Every node of a program, in no order that matters."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif is_dataclass(node):
            yield node
            stack.extend(getattr(node, item.name) for item in fields(node))


def places(text: str, kind: type) -> list[str]:
    """What stands at the nodes of a kind, in the order of the text."""
    spans = sorted(getattr(node, "span") for node in nodes(read(text)[0].body) if isinstance(node, kind))  # noqa: B009
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("é; curl 'a' \"b\" c", p.Constant, ["'a'", '"b"', "c"]),
        ("curl --data=\"a=$B&c=${D:-'e'}\"", p.Constant, ["--data=", "a=", "&c=", "'e'"]),
        ("X='ü' Y=\" a $B \"", p.Constant, ["'ü'", " a ", " "]),
        ("export \"X=a\" 'Y=b'", p.Constant, ["a", "b"]),
        ("export \"X=a\" 'Y=b'", p.Name, ["X", "Y"]),
        ("export X=a Y=b", p.Assign, ["X=a", "Y=b"]),
        ("c <<-EOF\n\ta $B\n\tc\n\tEOF", p.Constant, ["a ", "\n", "c\n"]),
        ("c <<EOF\n  a $B\nEOF\n", p.Constant, ["  a ", "\n"]),
        ("c <<EOF\n  a $B\nEOF\n", p.Evaluate, ["c <<EOF"]),
        ("X=1 /bin/curl a | b", p.Call, ["/bin/curl", "b"]),
        ("X=1 curl a | b", p.Evaluate, ["X=1 curl a | b"]),
        ("a \\\n  b | c > d && e f", p.Branch, ["a \\\n  b | c > d && e f"]),
        ("a && e f", p.Evaluate, ["e f"]),
        ('c " $X" "${Y}" "a  $1"', p.Name, ["c", "$X", "${Y}", "$1"]),
        ("c ${X:-a}", p.Operation, ["${X:-a}"]),
        ("c ${X:-a}", p.Name, ["c", "X"]),
        ("f() { X=1; }", p.Scope, ["f"]),
        ("! a | b && c", p.Operation, ["! a | b"]),
        ("if a && b; then c; fi", p.Operation, ["a && b"]),
        ("for x in a $b; do c; done", p.Items, ["a $b"]),
        ("M=([k]=v)", p.Constant, ["k", "v"]),
        ("a < f", p.Call, ["a", "f"]),
    ],
)
def test_nodes_stand_where_they_are_written(text: str, kind: type, expected: list[str]) -> None:
    assert places(text, kind) == expected


def test_keywords_stand_at_their_operators() -> None:
    text = "a | b > c; e <<< f; g < h; d <<EOF\nEOF\n"
    found = [node.keyword_span for node in nodes(read(text)[0].body) if isinstance(node, p.Argument)]
    spans = sorted(span for span in found if span is not None)
    assert [text[span.start : span.end] for span in spans] == ["|", ">", "<<<", "<", "<<"]


WORDS = st.sampled_from(
    [
        "a",
        "'b c'",
        '"d e"',
        '"$X y"',
        "$X",
        "${X:-z}",
        "$(a 'b')",
        "-d@f",
        'k="v$X"w',
        "ü",
        "$'t\\n'",
        "`a b`",
        "a\\ b",
        '"$@"',
        "${A[0]}",
        "{{ x }}",
        "$1",
        "'ü'\"ß\"",
        '" $X"',
        "<(a)",
        "$((1))",
        "${#X}",
        "${X/a/$b}",
        '"${X:="a b"}"',
    ]
)
COMMANDS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
LINES = st.one_of(
    COMMANDS,
    st.builds("{} \\\n  {} # é".format, COMMANDS, COMMANDS),
    st.builds("X={} Y+={} {}".format, WORDS, WORDS, COMMANDS),
    st.builds("export X={}".format, WORDS),
    st.builds("X=({} [k]={})".format, COMMANDS, WORDS),
    st.builds("{} | {} && {} || {}".format, COMMANDS, COMMANDS, COMMANDS, COMMANDS),
    st.builds("if {}; then {}; elif ! {}; then {}; fi".format, COMMANDS, COMMANDS, COMMANDS, COMMANDS),
    st.builds("for x in {}; do {}; done < {}".format, COMMANDS, COMMANDS, WORDS),
    st.builds("f() {{ local X={}; Y={}; }} >f".format, WORDS, WORDS),
    st.builds("case {} in {}) {} ;; *) ;; esac".format, WORDS, WORDS, COMMANDS),
    st.builds("{} <<EOF | {}\n é {} \\$x\n{}\nEOF".format, COMMANDS, COMMANDS, COMMANDS, WORDS),
    st.builds("{} <<-'EOF'\n\t{}\n\tEOF".format, COMMANDS, WORDS),
    st.builds("( {}; {{ {}; }} ) 2>&1 >f".format, COMMANDS, COMMANDS),
)
SCRIPTS = st.lists(LINES, max_size=6).map("\n".join)
PIECES = st.text(st.sampled_from("aé '\"$`\\(){}[]<>|&;=#!@*\n\t-:x0"), max_size=4)


def check(text: str) -> None:
    """All spans lie in the text, and what is written plainly is worth itself."""
    program, troubles = read(text)
    for node in nodes((program, troubles)):
        span = node if isinstance(node, Span) else getattr(node, "span", None)
        assert not isinstance(span, Span) or 0 <= span.start <= span.end <= len(text), node
        if isinstance(node, p.Constant) and isinstance(node.value, Written):
            written = text[node.span.start : node.span.end]
            assert re.search(r"['\"\\\n\r]", written) or written == node.value.reveal(), written


@given(SCRIPTS)
@settings(deadline=None)
def test_plain_constants_are_worth_what_is_written(text: str) -> None:
    check(text)


@given(SCRIPTS, st.data())
@settings(deadline=None)
def test_scripts_with_any_fault_are_read(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.one_of(st.integers(start, min(len(text), start + 3)), st.just(len(text))))
        text = text[:start] + data.draw(PIECES) + text[end:]
    check(text)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(text)


# Hostile texts


@pytest.mark.parametrize("text", ["{\U00107dc0w", "a,{\U000c11f2\n` b", "{\U001078e7\x11", "${\U0010ffff", "\0{\0"])
def test_a_character_that_kills_the_grammars_scanner_does_not_reach_it(text: str) -> None:
    check(text)


def nested(opening: str, inside: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * size + inside + closing * size


HOSTILE: dict[str, Callable[[int], str]] = {
    "substitutions": nested("echo $(", "a", ")"),
    "open substitutions": nested("$(", "", ""),
    "quoted substitutions": nested('echo "$(', "a", ')"'),
    "substitutions with statements": nested("echo $(a; ", "b", ")"),
    "backquotes": nested("`a ", "", ""),
    "defaults": nested("echo ${X:-", "a", "}"),
    "arithmetic": nested("((", "1", "))"),
    "open arithmetic": nested("((", "", ""),
    "groups": nested("{ ", "a; ", "}; "),
    "open groups": nested("{ ", "", ""),
    "subshells": nested("( ", "a", " )"),
    "conditions": nested("if ! ( ", "a", " ); then b; fi"),
    "branches": nested("if a; then ", "b; ", "fi; "),
    "functions": nested("f() { ", "a; ", "}; "),
    "tests": lambda size: f"[[ {'( ' * size}a{' )' * size} ]]",
    "words": lambda size: "a " * (10 * size),
    "lines": lambda size: 'curl -d "a=$B" c\n' * size,
    "a here-document": lambda size: "a <<EOF\n" + "b c d e f g h i j k l\n" * (5 * size) + "EOF\n",
    "a here-document with names": lambda size: "a <<-EOF\n" + "\t$A $1 `b`\n" * size + "\tEOF\n",
    "pipes": lambda size: "a" + " | a" * size,
    "ands": lambda size: "a" + " && a" * size,
    "ands and ors": lambda size: "a" + " && b || c" * size,
    "ands of groups": lambda size: "a" + " && { b; }" * size,
    "elifs": lambda size: f"if a; then b; {'elif c; then d; ' * size}else e; fi",
    "arms": lambda size: f"case a in {'b) c ;; ' * size}esac",
    "elements": lambda size: f"X=({'[k]=v ' * size})",
    "assignments": lambda size: "X=1 " * size,
    "redirects": lambda size: "a " + "> f " * size,
    "negations": lambda size: "! " * size + "a",
    "lost ends": lambda size: "a | b | c\nd && e\n" * size,
    "placeholders": lambda size: "{{" * size + "{% a" * size,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read(name: str) -> None:
    """As deep as Python's own limit allows: a reader is called with no more."""
    program, _ = read(HOSTILE[name](10_000))
    assert program.language == "shell"


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text(name: str) -> None:
    assert growth(lambda size: read(HOSTILE[name](size)), 500) < 10


@pytest.mark.parametrize("name", ["pipes", "ands", "ands and ors", "elifs"])
def test_no_call_is_lost_in_long_chains(name: str) -> None:
    text = HOSTILE[name](500)
    calls = [node for node in nodes(read(text)[0].body) if isinstance(node, p.Call)]
    assert len(calls) == len(re.findall(r"\b[abcde]\b", text))
