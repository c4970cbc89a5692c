"""Shell scripts that stand in settings: the `run:` of a workflow, the `script:` of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sendcloud_lint.model import program as p
from sendcloud_lint.model.derived import Edit, derive
from sendcloud_lint.model.document import Comment, Document, Pair, Scalar, Section, Tree
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import shell
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
MAX_SCRIPTS = 1_000


def read(text: str, document: Document) -> p.Program | None:
    """The scripts of a document as one program: a function that nobody calls for each of them. None without any.

    Its comments are the document's and the scripts' own.
    """
    body: list[p.Statement] = []
    comments = [*document.comments]
    for index, scalar in enumerate(_scripts(document)):
        for function, own in _function(text, scalar, index):
            body.append(function)
            comments += own
    return p.Program(tuple(body), tuple(comments), "shell") if body else None


def _scripts(document: Document) -> Iterator[Scalar]:
    seen: set[int] = set()
    waiting: list[Tree] = [document.root]
    count = 0
    while waiting and count < MAX_SCRIPTS:
        tree = waiting.pop()
        if id(tree) in seen or isinstance(tree, Scalar):
            continue
        seen.add(id(tree))
        pairs = tree.pairs if isinstance(tree, Section) else ()
        if not _is_another_language(pairs):
            for scalar in (scalar for pair in pairs for scalar in _under(pair)):
                count += 1
                yield scalar
        inner = [pair.value for pair in pairs] if isinstance(tree, Section) else list(tree.items)
        waiting.extend(reversed(inner))


def _is_another_language(pairs: tuple[Pair, ...]) -> bool:
    """Whether a step names a shell that is none (`shell: python`)."""
    shells = (pair.value for pair in pairs if pair.name == "shell")
    return any(isinstance(one, Scalar) and not _SHELLS.fullmatch(one.text.reveal() or "sh") for one in shells)


def _under(pair: Pair) -> Iterator[Scalar]:
    values = (pair.value,) if isinstance(pair.value, Scalar | Section) else pair.value.items
    is_known = _KEY.fullmatch(pair.name) is not None
    for value in values:
        if isinstance(value, Scalar) and (is_known or _SENDS.search(value.text.reveal())):
            yield value


def _function(text: str, scalar: Scalar, index: int) -> Iterator[tuple[p.Function, list[Comment]]]:
    """A script as the body of a function, and its comments. Expressions that are filled in before are variables."""
    if not scalar.text.reveal().strip():
        return
    derived = script(text, scalar)
    if derived is None:
        return
    filled = derive(derived.text, map(_as_variable, _EXPRESSION.finditer(derived.text)))
    program, _ = shell.read(filled.text)
    if program.body:
        name = p.Name(Span(scalar.span.start, scalar.span.start), f"script {index}")
        comments = [replace(one, span=moved(one.span, (filled, derived))) for one in program.comments]
        yield p.Function(scalar.span, name, (), moved(program.body, (filled, derived)), ()), comments


def _as_variable(match: re.Match[str]) -> Edit:
    name = _LAST_NAME.search(match[1])
    return Edit(match.start(), match.end(), f"${{{name[1] if name else 'EXPRESSION'}}}")
