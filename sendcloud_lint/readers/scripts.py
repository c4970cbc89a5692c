"""Scripts that stand in settings: the `run:` of a workflow, the `script:` of a pipeline, the `command:` of a
container, the `ExecStart=` of a unit, the `"scripts"` of a package.

    script:                                 command: [curl, -d, "name=value", https://shop.example/]
      - export NAME=value                   command: [sh, -c, "curl https://shop.example/"]
      - curl https://shop.example/          args: ["…"]

A list is a script whose lines one shell runs, or a command's words, which its first word tells. A step or a task may
say that its script is Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from sendcloud_lint.knowledge.commands import known_commands, known_wrappers
from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Derived, Edit, derive
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Sequence, Tree
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers import ansible, environments, filled, shell
from sendcloud_lint.readers.embedded import apart, moved
from sendcloud_lint.readers.unquoted import Unquote

# The names under which continuous integration, compose files and manifests keep what a shell runs. Where another name
# is used, what is run says it: a line that begins with a program that sends.
_KEY = re.compile(
    r"(?:(?:before|after|on|pre|post)_?\w*[_-])?(?:args|argv|bash|build|cmds?|commands?|deploy|entrypoint|entry|install|run"
    r"|runcmd|scripts?|sh|shell|source|test)|ansible\.\w+\.(?:shell|command)|Exec[A-Z]\w+"
)
_SENDS = re.compile(
    r"(?m)^[ \t]*(?:(?:sudo|exec|time|timeout \w+|[A-Za-z_]\w*=\S*)[ \t]+)*(?:/\S*/)?"
    r"(?:curl|wget|https?|xhs?)[ \t]+[^\s:]"
)
# A pipeline's lines before its script run in the same shell.
_BEFORE, _SCRIPT = "before_script", "script"
_PREFIX = re.compile(r"[-@:+!]+(?=[/\w])")
_EXPRESSION = re.compile(
    r"\$\{\{(?P<expression>[^{}]*)\}\}|\$\((?P<macro>[A-Z][A-Z0-9_]*)\)|(?P<doubled>\$)(?=\$(?:\{|[A-Za-z_]))"
    r"|\{env:(?P<tox>[A-Za-z_]\w*)\}|\{\{\s*\.?(?P<template>[A-Za-z_]\w*)\s*\}\}"
)
_LAST_NAME = re.compile(r"(?:^|[.'\"\[])([A-Za-z_]\w*)['\"\]]*$")
_SHELLS = re.compile(r"(?:/?\w+/)*(?:ba|z|k|da|a)?sh\b.*")
_PYTHON = re.compile(r"(?:/?\w+/)*python[\d.]*\b.*")
# Where a step or a task that runs Python keeps it.
_CODE = frozenset(("run", "script"))
_SHELL = re.compile(r"(?:ba|z|k|da|a)?sh")
_PROGRAM = re.compile(r"(?:/[\w./-]*/)?([\w.-]+)")
_OF_CURL = re.compile(r"(?:.*/)?curl(?:[:@].*)?")
_RUNS_TEXT = re.compile(r"-[a-z]*c")
_PARTS = re.compile(
    r"\A(?P<field>[A-Za-z_][\w.-]*=)|\$\((?P<macro>[A-Za-z_]\w*)\)|\$\$?\{(?P<braced>[A-Za-z_]\w*)\}"
    r"|\$\$?(?P<bare>[A-Za-z_]\w*)|\$\{\{\s*(?P<expression>[\w.-]+)\s*\}\}"
)
# What a container's programs and their words are called.
_PROGRAMS, _ARGUMENTS = ("command", "entrypoint", "entryPoint"), ("args", "command")
MAX_SCRIPTS = 1_000

Environment: TypeAlias = tuple[p.Assign, ...]


@dataclass(frozen=True, slots=True)
class _Script:
    """Texts that one shell runs one after another, or a command by its words, with the variables that it is given; or
    texts in Python."""

    texts: tuple[Scalar, ...]
    words: tuple[Scalar, ...]
    environment: Environment
    is_python: bool = False

    @property
    def span(self) -> Span:
        return (*self.texts, *self.words)[0].span


def read(text: str, document: Document, unquote: Unquote) -> p.Program | None:
    """The scripts of a document as one program: a function that nobody calls for each of them. None without any.

    Its comments are the document's and all scripts' own.
    """
    found = [
        apart(program, one.span, index)
        for index, one in enumerate(_scripts(text, document))
        for program in _programs(text, one, unquote)
        if program.body
    ]
    ours = [one for one in found if one.language == "shell"]
    body = (*(statement for one in ours for statement in one.body), *ansible.tasks(text, document))
    inner = (*(program for one in ours for program in one.inner), *(one for one in found if one.language != "shell"))
    comments = (*document.comments, *(comment for one in found for comment in one.comments))
    return p.Program(body, comments, "shell", inner=inner) if body or inner else None


# Which scripts there are


def _scripts(text: str, document: Document) -> Iterator[_Script]:
    seen: set[int] = set()
    waiting: list[tuple[Tree, Environment, str]] = [(document.root, (), "shell")]
    count = 0
    while waiting and count < MAX_SCRIPTS:
        tree, environment, language = waiting.pop()
        if id(tree) in seen or isinstance(tree, Scalar):
            continue
        seen.add(id(tree))
        if isinstance(tree, Section):
            environment = (*environment, *environments.given(text, tree))
            language = _language(tree.pairs) or language
            for one in _of_language(tree, environment, language):
                count += 1
                yield one
            inner = [(pair.value, _inputs(pair, tree.pairs)) for pair in tree.pairs]
        else:
            inner = [(item, "shell") for item in tree.items]
        waiting.extend((each, environment, language) for each, language in reversed(inner))


def _language(pairs: tuple[Pair, ...]) -> str:
    """What a step says its script is written in (`shell: python`); "other" for what is not read here."""
    named = {pair.name: pair.value for pair in pairs}
    told = named.get("shell")
    said = told.text.reveal() if "run" in named and isinstance(told, Scalar) else ""
    if not said:
        return ""
    return "shell" if _SHELLS.fullmatch(said) else "python" if _PYTHON.fullmatch(said) else "other"


def _inputs(pair: Pair, around: tuple[Pair, ...]) -> str:
    """The language of a task's inputs (`task: PythonScript@0`)."""
    tasks = (one.value for one in around if one.name == "task") if pair.name == "inputs" else ()
    is_python = any(isinstance(task, Scalar) and task.text.reveal().startswith("PythonScript@") for task in tasks)
    return "python" if is_python else "shell"


def _of_language(section: Section, environment: Environment, language: str) -> Iterator[_Script]:
    if language == "shell":
        yield from _of_section(section, environment)
    elif language == "python":
        for pair in section.pairs:
            if pair.name in _CODE and isinstance(pair.value, Scalar):
                yield _Script((pair.value,), (), environment, is_python=True)


def _of_section(section: Section, environment: Environment) -> Iterator[_Script]:
    words, used = _container_words(section)
    if words:
        yield _of_words(words, environment)
    before: tuple[Scalar, ...] = ()
    for pair in section.pairs:
        if pair in used:
            continue
        for one in _under(pair, environment):
            if pair.name == _BEFORE and one.texts:
                before = one.texts
            yield replace(one, texts=(*before, *one.texts)) if pair.name == _SCRIPT and one.texts else one


def _container_words(section: Section) -> tuple[tuple[Scalar, ...], tuple[Pair, ...]]:
    """What a container runs, from the program and the arguments that stand in two lists, and where they stand."""
    named = {pair.name: pair for pair in section.pairs}
    program = next((named[name] for name in _PROGRAMS if name in named), None)
    words = _words(program.value) if program is not None else ()
    image = named.get("image", named.get("name"))
    if not words and image is not None and isinstance(image.value, Scalar):
        alone = program is not None and program.name == "command" and isinstance(program.value, Sequence)
        arguments = program if alone else named.get("args") if program is None else None
        items = _scalars(arguments.value) if arguments is not None else ()
        if arguments is not None and items and _OF_CURL.fullmatch(image.value.text.reveal()) and _is_option(items[0]):
            return (Scalar(image.value.span, Written("curl")), *items), (arguments,)
    if program is None or not words:
        return (), ()
    arguments = next((named[name] for name in _ARGUMENTS if name in named and name != program.name), None)
    more = _scalars(arguments.value) if arguments is not None else ()
    if arguments is not None and more:
        return (*words, *more), (program, arguments)
    return (words, (program,)) if len(words) > 1 else ((), ())


def _is_option(scalar: Scalar) -> bool:
    return scalar.text.reveal().startswith(("-", "http"))


def _under(pair: Pair, environment: Environment) -> Iterator[_Script]:
    is_known = _KEY.fullmatch(pair.name) is not None
    if isinstance(pair.value, Scalar):
        if is_known or _sends(pair.value):
            yield _Script((pair.value,), (), environment)
        return
    if isinstance(pair.value, Section):
        # A package's scripts, by the names that they are run by.
        for one in pair.value.pairs if pair.name == "scripts" else ():
            if isinstance(one.value, Scalar) and not _KEY.fullmatch(one.name) and not _sends(one.value):
                yield _Script((one.value,), (), environment)
        return
    words = _words(pair.value)
    if len(words) > 1:
        yield _of_words(words, environment)
        return
    lines = tuple(one for one in _scalars(pair.value, whole=False) if is_known or _sends(one))
    if lines:
        yield _Script(lines, (), environment)
    for item in pair.value.items:
        inner = _words(item) if isinstance(item, Sequence) else ()
        if len(inner) > 1:
            yield _of_words(inner, environment)


def _sends(scalar: Scalar) -> bool:
    return _SENDS.search(scalar.text.reveal()) is not None


def _scalars(tree: Tree, *, whole: bool = True) -> tuple[Scalar, ...]:
    """The scalars of a list; of a list that holds something else, too, none if it has to be a whole one."""
    items = tree.items if isinstance(tree, Sequence) else ()
    found = tuple(item for item in items if isinstance(item, Scalar))
    return found if not whole or len(found) == len(items) else ()


def _words(tree: Tree) -> tuple[Scalar, ...]:
    """A list's scalars if its first one is a program, or the program alone that a scalar names."""
    words = (tree,) if isinstance(tree, Scalar) else _scalars(tree)
    if words and words[0].text.reveal() == "CMD":
        words = words[1:]
    elif words and words[0].text.reveal() == "CMD-SHELL":
        words = (*(replace(words[0], text=Written(word)) for word in ("sh", "-c")), *words[1:])
    name = _program(words[0]) if words else ""
    known = name in known_commands() or name in known_wrappers() or _SHELL.fullmatch(name)
    return words if known else ()


def _program(scalar: Scalar) -> str:
    match = _PROGRAM.fullmatch(scalar.text.reveal().strip())
    return match[1] if match is not None else ""


def _of_words(words: tuple[Scalar, ...], environment: Environment) -> _Script:
    """A shell's words that hold a script are that script."""
    if _SHELL.fullmatch(_program(words[0])):
        for option, after in pairwise(words[1:]):
            if _RUNS_TEXT.fullmatch(option.text.reveal()):
                return _Script((after,), (), environment)
    return _Script((), words, environment)


# What they do


def _programs(text: str, one: _Script, unquote: Unquote) -> Iterator[p.Program]:
    """What one script comes to; of texts in a shell, one after another, one program."""
    bound = frozenset(target.name for each in one.environment for target in each.targets if isinstance(target, p.Name))
    parts = [part for scalar in one.texts for part in _part(text, scalar, unquote, bound, is_python=one.is_python)]
    if one.is_python:
        yield from parts
        return
    calls = (_call(text, one.words, unquote),) if one.words else ()
    statements = (*calls, *(statement for part in parts for statement in part.body))
    yield p.Program(
        (*one.environment, *statements) if statements else (),
        tuple(comment for part in parts for comment in part.comments),
        "shell",
        inner=tuple(program for part in parts for program in part.inner),
    )


def _part(
    text: str, scalar: Scalar, unquote: Unquote, bound: frozenset[str], *, is_python: bool
) -> Iterator[p.Program]:
    """A script where it stands. Expressions that are filled in before are variables."""
    derived = unquote(text, scalar) if scalar.text.reveal().strip() else None
    if derived is None:
        return
    if is_python:
        holes = (_as_hole(match) for match in _EXPRESSION.finditer(derived.text) if match["expression"])
        complete = derive(derived.text, holes)
        yield moved(filled.read(complete.text), (complete, derived))
        return
    prefix = _PREFIX.match(derived.text)
    edits = [Edit(prefix.start(), prefix.end(), "")] if prefix is not None else []
    edits += (edit for match in _EXPRESSION.finditer(derived.text) if (edit := _as_variable(match, bound)) is not None)
    complete = derive(derived.text, edits)
    program, _ = shell.read(complete.text)
    yield moved(program, (complete, derived))


def _as_variable(match: re.Match[str], bound: frozenset[str]) -> Edit | None:
    kind = str(match.lastgroup)
    if kind == "doubled":
        return Edit(match.start(), match.end(), "")
    if kind == "template" and match[kind] not in bound:
        return None
    name = _last_name(match) if kind == "expression" else match[kind]
    return Edit(match.start(), match.end(), f"${{{name}}}")


def _as_hole(match: re.Match[str]) -> Edit:
    return Edit(match.start(), match.end(), filled.hole(_last_name(match)))


def _last_name(match: re.Match[str]) -> str:
    name = _LAST_NAME.search(match["expression"].strip())
    return name[1] if name else "EXPRESSION"


def _call(text: str, words: tuple[Scalar, ...], unquote: Unquote) -> p.Statement:
    first, *rest = words
    arguments = tuple(p.Argument(_word(text, scalar, unquote)) for scalar in rest)
    call = p.Call(first.span, p.Name(first.span, f"{_program(first)}()"), arguments)
    return p.Evaluate(Span(first.span.start, max(word.span.end for word in words)), call)


def _word(text: str, scalar: Scalar, unquote: Unquote) -> p.Expression:
    """A word that no shell reads, in which variables are filled in before. What follows `name=` stands for itself."""
    derived = unquote(text, scalar)
    if derived is None:
        return p.Constant(scalar.span, scalar.text)
    pieces: list[p.Expression] = []
    position = 0
    for match in _PARTS.finditer(derived.text):
        start = match.end() if match["field"] else match.start()
        if start > position:
            pieces.append(_piece(derived, position, start))
        name = match["macro"] or match["braced"] or match["bare"] or (match["expression"] or "").rpartition(".")[2]
        if name:
            pieces.append(p.Name(derived.back_span(Span(*match.span())), name))
        position = match.end()
    if not pieces:
        return p.Constant(scalar.span, scalar.text)
    if position < len(derived.text):
        pieces.append(_piece(derived, position, len(derived.text)))
    return p.Formatted(scalar.span, tuple(pieces))


def _piece(derived: Derived, start: int, end: int) -> p.Constant:
    return p.Constant(derived.back_span(Span(start, end)), Written(derived.text[start:end]))
