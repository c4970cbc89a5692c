"""Makefiles: what make makes of them, and where it stands."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcloud_lint.analysis.shared import walk
from sendcloud_lint.model import program as p
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import makefile
from sendcloud_lint.readers.makefile import lines
from sendcloud_lint.readers.makefile.expansion import Expansion
from sendcloud_lint.readers.makefile.lines import Assigned
from sendcloud_lint.readers.makefile.variables import Variables


def nodes(text: str) -> list[object]:
    program = makefile.read(text).script
    body = program.body if program is not None else ()
    return [node for statement in body for node in walk(statement)]


def assigned(text: str) -> list[tuple[str, object]]:
    """Names and their values where these are plain."""
    found = [node for node in nodes(text) if isinstance(node, p.Assign) and isinstance(node.targets[0], p.Name)]
    return [(node.targets[0].name, plain(node.value)) for node in found]  # type: ignore[attr-defined]


def plain(value: object) -> object:
    if isinstance(value, p.Constant):
        return value.value.reveal() if isinstance(value.value, Written) else value.value
    if isinstance(value, p.Name):
        return f"<{value.name}>"
    if isinstance(value, p.Operation):
        return (value.operator, *map(plain, value.operands))
    if isinstance(value, p.Formatted):
        return "".join(str(plain(piece)) for piece in value.pieces)
    if isinstance(value, p.Call) and isinstance(value.function, p.Name):
        return f"{value.function.name}"
    return type(value).__name__


def scripts(text: str) -> list[str]:
    """The shell's text of every line of every recipe."""
    found = lines.read(text)
    expansion = Expansion(text, Variables(text, found.events))
    return [expansion.recipe([line], found.prefix).text for recipe in found.recipes for line in recipe.lines]


def written(text: str) -> list[str]:
    """What stands at each constant of a program, in the order of the text."""
    spans = sorted({node.span for node in nodes(text) if isinstance(node, p.Constant)})
    return [text[span.start : span.end] for span in spans]


# Variables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = x\n", [("A", "x")]),
        ("A=x\n", [("A", "x")]),
        ("A := x\nB ::= y\nC :::= z", [("A", "x"), ("B", "y"), ("C", "z")]),
        ("A ?= x\n", [("A", ("or", "<A>", "x"))]),
        ("A != date -u\n", [("A", "date()")]),
        ("A = $(shell date -u)\n", [("A", "date()")]),
        ("export A = x\noverride B := y\nexport override C=z\n", [("A", "x"), ("B", "y"), ("C", "z")]),
        ("A = x # a comment\nB = y\\#z# c\n", [("A", "x"), ("B", "y#z")]),
        ("A = x \\\n   y \\\n   z\nB = w\n", [("A", "x y z"), ("B", "w")]),
        ("A = \"x y\"\nB = 'z w'\n", [("A", "x y"), ("B", "z w")]),
        ('A = say "x" `y` \\z\n', [("A", 'say "x" `y` \\z')]),
        ("A =\nB := \n", [("A", "<A>"), ("B", "<B>")]),
        ("A = $(B)/x\nB = y\n", [("B", "y"), ("A", "<B>/x")]),
        ("A = $(B)\nB = $(C)\nC = x\n", [("C", "x"), ("B", "<C>"), ("A", "<B>")]),
        ("A = $$HOME\n", [("A", "<HOME>")]),
        ("A = $(strip $(B) )\n", [("A", "<B> ")]),
        ("A = $(or $(B),x)\n", [("A", ("or", "<B>", "x"))]),
        ("A = $(if $(B),x)\n", [("A", "Conditional")]),
        ("A = $(subst a,b,$(C))\n", [("A", "<@>")]),
        ("A = $(B\nC = x\n", [("A", "(B"), ("C", "x")]),
        ("define A\nx\ny\nendef\nB = z\n", [("A", "x\ny"), ("B", "z")]),
        ("define A :=\nx\nendef\n", [("A", "x")]),
        ("define A\ndefine B\nx\nendef\nendef\nC = z\n", [("A", "define B\nx\nendef"), ("C", "z")]),
        ("define A\nB = x\n", [("B", "x")]),
        ("A = x\r\nB = y\r\n", [("A", "x"), ("B", "y")]),
        ("\ufeffA = x\n", [("A", "x")]),
        ("my-key.1 = x\n", [("my_key_1", "x")]),
        ("A = x;y # z\n", [("A", "x;y")]),
        ("A = https://a.example/?b=c#d\n", [("A", "https://a.example/?b=c")]),
        ("$(A)_B = x\n", []),
        ("# A = x\n", []),
        ("export A\nunexport B\nundefine C\n", []),
        ("%.o: A = x\n", [("A", "x")]),
        ("a b: export A := x # c\n", [("A", "x")]),
    ],
)
def test_variables(text: str, expected: list[tuple[str, object]]) -> None:
    assert assigned(text) == expected


def test_what_is_added_comes_after_a_blank() -> None:
    found = [node for node in nodes("A = x\nA += y\nB += z\n") if isinstance(node, p.Augment | p.Assign)]
    assert [(type(node).__name__, plain(node.value)) for node in found] == [
        ("Assign", "x"), ("Augment", " y"), ("Assign", "z"),
    ]  # fmt: skip


def test_a_targets_variable_is_certain_in_its_recipe_and_possible_elsewhere() -> None:
    program = makefile.read("send: KEY = x\nsend:\n\tcurl a\nother:\n\tcurl b\n").script
    assert program is not None
    kinds = [[type(one).__name__ for one in getattr(each, "body", ())] for each in program.body]
    assert [type(each).__name__ for each in program.body] == ["Branch", "Function", "Function"]
    assert kinds == [["Assign"], ["Assign", "Evaluate"], ["Evaluate"]]


@pytest.mark.parametrize(
    ("test", "asked"),
    [
        ("ifdef A", "<A>"), ("ifndef A", ("not", "<A>")), ("ifeq ($(A),)", ("not", "<A>")),
        ("ifneq (,$(A))", "<A>"), ("ifeq \"$(A)\" ''", ("not", "<A>")), ("ifeq ($(strip $(A)),)", ("not", "<A>")),
        ("ifeq ($(A),b)", "Opaque"), ("ifeq ($(shell a),)", "Opaque"), ("ifdef", "Opaque"),
    ],
)  # fmt: skip
def test_conditions(test: str, asked: object) -> None:
    program = makefile.read(f"{test}\n  X = 1\nelse\n  X = 2\nendif\nY = 3\n").script
    assert program is not None
    branch, last = program.body
    assert isinstance(branch, p.Branch)
    assert plain(branch.test) == asked
    assert [[plain(one.value) for one in arm] for arm in (branch.body, branch.otherwise)] == [["1"], ["2"]]  # type: ignore[union-attr]
    assert isinstance(last, p.Assign)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ifdef A\nX=1\nelse ifdef B\nX=2\nelse\nX=3\nendif\nY=4", [["X", "Branch"], "Y"]),
        ("ifdef A\nifdef B\nX=1\nendif\nelse\nX=2\nendif\nY=4", [["Branch", "X"], "Y"]),
        ("else\nX=1\nendif\nendif\nY=2", ["X", "Y"]),
        ("ifdef A\nX=1\n", [["X"]]),
        ("ifdef A\nX=1\nelse\nX=2\nelse\nX=3\nendif\nY=4", [["X", "X", "X"], "Y"]),
    ],
)
def test_conditions_within_conditions(text: str, names: list[object]) -> None:
    program = makefile.read(text).script
    assert program is not None

    def shape(statement: p.Statement) -> object:
        if isinstance(statement, p.Assign):
            return statement.targets[0].name  # type: ignore[union-attr]
        assert isinstance(statement, p.Branch)
        inner = (*statement.body, *statement.otherwise)
        return ["Branch" if isinstance(one, p.Branch) else shape(one) for one in inner]

    assert [shape(each) for each in program.body] == names


# Recipes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb c\n\n\td\ne:\n\tf\n", ["b c", "d", "f"]),
        ("a:\n\t@b\n\t-c\n\t@-+ d\n", ["b", "c", "d"]),
        ("a: b c ; d e # f\n\tg\n", ["d e # f", "g"]),
        ("a:: b\n\tc\nd&: e\n\tf\n", ["c", "f"]),
        ("a:\n\tb \\\n\t  c\n\td\n", ["b \\\n  c", "d"]),
        ("a:\r\n\tb\r\n", ["b"]),
        (".RECIPEPREFIX = >\na:\n>b\n\tc\n", ["b"]),
        ("a:\n\tb\nX = 1\n\tc\n", ["b"]),
        ("a:\n\tb\nifdef X\n\tc\nelse\n\td\nendif\n\n# e\n\tf\n", ["b", "c", "d", "f"]),
        ("a:\n\tb $$X $${Y} $$(c d) '$$Z'\n", ["b $X ${Y} $(c d) '$Z'"]),
        ("a:\n\tb $(X) ${Y} $Z \"$(X)\" '$(X)'\n", ["b ${X} ${Y} ${Z} \"${X}\" ''\"${X}\"''"]),
        ("a:\n\tb # it's $(X)\n\tc '$(X)'\n", ["b # it's ${X}", "c ''\"${X}\"''"]),
        ("a:\n\tb $@ $< $(@D) $* '$@'\n", ["b $$ $$ $$ $$ ''\"$$\"''"]),
        ('a:\n\tb $^ $(wildcard *.c) "$^"\n', ['b $@ $@ "$*"']),
        ("a:\n\tb $(shell c '$(X)' | d) e\n", ["b $(c ''\"${X}\"'' | d) e"]),
        ("X = @\nY =\na:\n\t$(X)$(Y)b\n\t$(Q)c\n\t$(if $V,,@)d\n", ["b", "c", "d"]),
        ("ifdef V\nX =\nelse\nX = @\nendif\na:\n\t$(X)b\n", ["b"]),
        ("X = curl -s\na:\n\t$(X) b; $(X)\n\tc $(X) '$(X)'\n", ["curl -s b; curl -s", "c curl -s ''\"${X}\"''"]),
        ("X = curl\na:\n\t$(X) $(X)\n", ["curl ${X}"]),
        ('X = "b c"\na:\n\td $(X) e\n', ['d "${X}" e']),
        ("X = $(Y) -k\nY = curl -s\na:\n\t$(X) b\n", ["curl -s -k b"]),
        ("X = a $(Y)\nY = b $(X)\nc:\n\td $(X)\n", ["d a b ${X}"]),
        ("f = b $(1) '$(2)'\na:\n\t$(call f,c d,e)\n", ["b c d 'e'"]),
        ('f = $(1) "$(2)"\na:\n\t$(call f,b,c)\n', ['argument_31=c\nb "${argument_31}"']),
        (
            "f = $(call g,$(1),x)\ng = b $(1)-$(2)\na:\n\t$(call f,y)\n",
            ["argument_50=y\nargument_18=x\nb ${argument_50}-${argument_18}"],
        ),
        ("define f\n@b $(1)\n-c\nendef\na:\n\t$(call f,d)\n\t$(f)\n", ["argument_39=d\nb ${argument_39}\nc", "b \nc"]),
        ("a:\n\t$(call g,b) c\n", ["$@ c"]),
        ("a:\n\t$(info b $(X))\n\t$(error c)\n", ['echo "b ${X}" ;', 'echo "c" ;']),
        ("a:\n\tb $(X\n\tc $\n", ["b (X", "c "]),
    ],
)
def test_recipes(text: str, expected: list[str]) -> None:
    assert scripts(text) == expected


def test_each_line_of_a_recipe_has_a_shell_of_its_own_unless_the_file_says_otherwise() -> None:
    def functions(text: str) -> int:
        return sum(isinstance(node, p.Function) for node in nodes(text))

    recipe = "a:\n\tb\n\tc\nd:\n\te\n"
    assert (functions(recipe), functions(f".ONESHELL:\n{recipe}")) == (3, 2)


def test_files_that_are_included_are_sourced() -> None:
    calls = [node for node in nodes("include a.mk $(B)\n-include .env # c\n") if isinstance(node, p.Call)]
    assert [(plain(call), [plain(one.value) for one in call.arguments]) for call in calls] == [
        ("source()", ["a.mk"]), ("source()", ["Split"]), ("source()", [".env"]),
    ]  # fmt: skip


def test_what_is_told_while_make_reads_is_printed() -> None:
    found = [plain(node) for node in nodes("$(info a $(B))\n$(warning c)\n$(eval D)\n") if isinstance(node, p.Call)]
    assert found == ["echo()", "echo()"]


def test_comments_are_makes_and_the_shells() -> None:
    text = "# a\nB = c # d\ne: f # g\n\t# h\n\ti # j\nk: ; l # m\n"
    found = makefile.read(text)
    comments = [text[one.span.start : one.span.end] for one in found.settings.comments]
    assert comments == ["# a", "# d", "# g", "# h", "# j", "# m"]
    assert [one.text.reveal() for one in found.settings.comments] == comments


# Places


def test_what_is_put_in_stands_where_it_was_written() -> None:
    text = "A = -d \"b=c\" -d 'e'\ndefine f\ncurl $(A) $(1) k\nendef\ng:\n\t$(call f,m)\n\tcurl -x $(A)\n"
    found = written(text)
    assert {'"b=c"', "'e'", "k", "m", "-x"} <= set(found)
    calls = [node for node in nodes(text) if isinstance(node, p.Call)]
    lines_of = [text.count("\n", 0, call.span.start) + 1 for call in calls]
    assert lines_of == [3, 7]


def test_a_command_in_a_variable_stands_where_it_is_run() -> None:
    text = "A = curl -s\nb:\n\t$(A) c\n"
    call = next(node for node in nodes(text) if isinstance(node, p.Call))
    assert text[call.span.start : call.span.end] == "$(A)"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A = some value  # c\n", "some value"), ('A ?= "x y"\n', '"x y"'), ("A=x\\\n y\n", "x\\\n y"),
        ("define A\nx\ny\nendef\n", "x\ny"), ("a:\n\tb \\\n\t'c'\n", "'c'"), ("a: B := it's\n", "it's"),
    ],
)  # fmt: skip
def test_a_value_stands_where_it_stands(text: str, value: str) -> None:
    assert value in written(text)


# Make itself

WORDS = ("x", "y.z", "1", "a/b", "-k")
QUOTED = ('"p  q"', "'r $$SH'", 's="t u"')
# The blank before a comment is make's to keep and nobody's to mean: it is left out, so that none stands here.
ENDS = ("", "# it's a comment", " \\\n  w")
RECIPE_WORDS = (
    "lit",
    "$$SH",
    '"$$SH"',
    "'$$SH'",
    "\\\n\t  z",
    '"a b"',
    "'a \"b\"'",
    "$$(printf x)",
    "$(shell printf y)",
)
PLAIN_NAMES, QUOTED_NAMES = ("A", "B", "C"), ("D", "E")


@st.composite
def makefiles(draw: st.DrawFn) -> str:
    """Variables that refer to those before them in the alphabet, in any order, and a recipe that prints them."""
    written = []
    for index, name in enumerate((*PLAIN_NAMES, *QUOTED_NAMES)):
        references = [f"$({other})" for other in PLAIN_NAMES[:index]]
        words = [*WORDS, *references, *(QUOTED if name in QUOTED_NAMES else ())]
        # A shell's variable in single quotes is none: what holds one is used without.
        words += ["$$SH"] if name > "B" else []
        value = " ".join(draw(st.lists(st.sampled_from(words), max_size=3)))
        head = draw(st.sampled_from(("{} = ", "{}=", "export {} = ", "{} ?= ")))
        written.append(head.format(name) + value + draw(st.sampled_from(ENDS)))
    written = draw(st.permutations(written))
    if draw(st.booleans()):
        written.append("A += more")
    written.append('F = -$(1)- "$(2)"')
    used = [f"$({name})" for name in (*PLAIN_NAMES, *QUOTED_NAMES)]
    used += [*(f'"$({name})"' for name in PLAIN_NAMES), "'$(A)'", "'$(B)'"]
    used += ["$(call F,x y,$(A))", "$(call F,x,y)", "$(call F)"]
    recipes = []
    for _ in range(draw(st.integers(1, 3))):
        words = draw(st.lists(st.sampled_from([*RECIPE_WORDS, *used]), min_size=1, max_size=5))
        recipes.append(f"\t{draw(st.sampled_from(('', '@', '-@')))}printf '[%s]' {' '.join(words)}")
    return "\n".join((*written, "t:", *recipes, ""))


def as_shell(text: str) -> Iterator[str]:
    """A whole script for each line of the recipes."""
    found = lines.read(text)
    variables = Variables(text, found.events)
    expansion = Expansion(text, variables)
    before = []
    for one in variables.ordered():
        assert isinstance(one, Assigned)
        adds = one.operator == "+=" and variables.values(one.name)[0].end > variables.values(one.name)[0].start
        written = expansion.assignment(one, " " if adds else "").text
        before.append(written.replace("=", "+=", 1) if adds else written)
    for recipe in found.recipes:
        for line in recipe.lines:
            yield "\n".join((*before, expansion.recipe([line], found.prefix).text))


@pytest.mark.skipif(shutil.which("make") is None or shutil.which("bash") is None, reason="there is no make")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=makefiles())
def test_recipes_do_what_make_lets_them_do(tmp_path: Path, text: str) -> None:
    environment = {"PATH": "/usr/bin:/bin", "SH": "s  h", "LC_ALL": "C"}
    run = subprocess.run(
        ["make", "-s", "-f", "-", "SHELL=/bin/bash", "t"], input=text, cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    ours = [
        subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout
        for script in as_shell(text)
    ]
    assert "".join(ours) == run.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "A = " + "b" * 10_000_000,
        "a:\n\tcurl '" + "b" * 10_000_000,
        "A = b" + " \\\n c" * 10_000,
        "define A\n" * 100_000,
    ],
    ids=["a value", "a recipe", "continued", "open definitions"],
)
def test_what_is_large_is_read(text: str) -> None:
    found = makefile.read(text)
    assert found.troubles == ()
