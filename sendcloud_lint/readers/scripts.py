"""Scripts that stand in settings: the `run:` of a workflow, the `script:` of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.document import Document, Pair, Scalar, Section, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import filled, shell
from sendcloud_lint.readers.embedded import moved
from sendcloud_lint.readers.yaml import script

# The names under which continuous integration, compose files and manifests keep what a shell runs. Where another name
# is used, what is run says it: a line that begins with a program that sends.
_KEY = re.compile(
    r"(?:(?:before|after|on|pre|post)_?\w*_)?(?:args|bash|build|cmds?|commands?|deploy|entrypoint|install|run|scripts?|sh|test)"
)
_SENDS = re.compile(r"(?m)^[ \t]*(?:(?:sudo|exec|time|timeout \w+)[ \t]+)*(?:curl|wget|https?|xhs?)[ \t]+[^\s:]")
_EXPRESSION = re.compile(r"\$\{\{\s*([^{}]*?)\s*\}\}")
_LAST_NAME = re.compile(r"(?:^|[.'\"\[])([A-Za-z_]\w*)['\"\]]*$")
_SHELLS = re.compile(r"(?:/?\w+/)*(?:ba|z|k|da|a)?sh\b.*")
_PYTHON = re.compile(r"(?:/?\w+/)*python[\d.]*\b.*")
# Where a step or a task that runs Python keeps it.
_CODE = frozenset(("run", "script"))
MAX_SCRIPTS = 1_000


def read(text: str, document: Document) -> p.Program | None:
    """The scripts of a document as one program: a function that nobody calls for each of them. None without any.

    Its comments are the document's and all scripts' own.
    """
    found = enumerate(_scripts(document))
    scripts = [one for index, (scalar, kind) in found for one in _function(text, scalar, kind, index)]
    if not scripts:
        return None
    ours = [one for one in scripts if one.language == "shell"]
    body = tuple(statement for one in ours for statement in one.body)
    comments = tuple(comment for one in scripts for comment in one.comments)
    inner = tuple(program for one in ours for program in one.inner)
    others = tuple(one for one in scripts if one.language != "shell")
    return p.Program(body, (*document.comments, *comments), "shell", inner=(*inner, *others))


def _scripts(document: Document) -> Iterator[tuple[Scalar, str]]:
    """All scripts with their languages, "shell" or "python"."""
    seen: set[int] = set()
    waiting: list[tuple[Tree, str]] = [(document.root, "shell")]
    count = 0
    while waiting and count < MAX_SCRIPTS:
        tree, language = waiting.pop()
        if id(tree) in seen or isinstance(tree, Scalar):
            continue
        seen.add(id(tree))
        pairs = tree.pairs if isinstance(tree, Section) else ()
        language = _language(pairs) or language
        for scalar in (scalar for pair in pairs for scalar in _under(pair, language)):
            count += 1
            yield scalar, language
        inner = [(pair.value, _inputs(pair, pairs)) for pair in pairs]
        waiting.extend(reversed(inner if isinstance(tree, Section) else [(item, "shell") for item in tree.items]))


def _language(pairs: tuple[Pair, ...]) -> str:
    """What a step says its script is written in (`shell: python`); "other" for what is not read here."""
    shells = (pair.value for pair in pairs if pair.name == "shell")
    said = next((one.text.reveal() for one in shells if isinstance(one, Scalar)), "")
    if not said:
        return ""
    return "shell" if _SHELLS.fullmatch(said) else "python" if _PYTHON.fullmatch(said) else "other"


def _inputs(pair: Pair, around: tuple[Pair, ...]) -> str:
    """The language of a task's inputs (`task: PythonScript@0`)."""
    tasks = (one.value for one in around if one.name == "task") if pair.name == "inputs" else ()
    is_python = any(isinstance(task, Scalar) and task.text.reveal().startswith("PythonScript@") for task in tasks)
    return "python" if is_python else "shell"


def _under(pair: Pair, language: str) -> Iterator[Scalar]:
    if language != "shell":
        if language == "python" and pair.name in _CODE and isinstance(pair.value, Scalar):
            yield pair.value
        return
    values = (pair.value,) if isinstance(pair.value, Scalar | Section) else pair.value.items
    is_known = _KEY.fullmatch(pair.name) is not None
    for value in values:
        if isinstance(value, Scalar) and (is_known or _SENDS.search(value.text.reveal())):
            yield value


def _function(text: str, scalar: Scalar, language: str, index: int) -> Iterator[p.Program]:
    """A script as the body of a function. Expressions that are filled in before are variables."""
    if not scalar.text.reveal().strip():
        return
    derived = script(text, scalar)
    if derived is None:
        return
    written = _as_variable if language == "shell" else _as_hole
    complete = derive(derived.text, map(written, _EXPRESSION.finditer(derived.text)))
    program = shell.read(complete.text)[0] if language == "shell" else filled.read(complete.text)
    if program.body:
        name = p.Name(Span(scalar.span.start, scalar.span.start), f"script {index}")
        found = moved(program, (complete, derived))
        yield replace(found, body=(p.Function(scalar.span, name, (), found.body, ()),))


def _as_variable(match: re.Match[str]) -> Edit:
    return Edit(match.start(), match.end(), f"${{{_name(match)}}}")


def _as_hole(match: re.Match[str]) -> Edit:
    return Edit(match.start(), match.end(), filled.hole(_name(match)))


def _name(match: re.Match[str]) -> str:
    name = _LAST_NAME.search(match[1])
    return name[1] if name else "EXPRESSION"
