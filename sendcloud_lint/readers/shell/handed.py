"""Variables that a command hands to what it runs, and settings that a here-document writes:

    docker run -e NAME=value image        heroku config:set NAME=value        tee /etc/a.env <<EOF
                                                                              NAME=value
                                                                              EOF

The script's own variables stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sendcloud_lint.model import program as p
from sendcloud_lint.model.source import Span
from sendcloud_lint.model.written import Written
from sendcloud_lint.readers.shell.words import Literal, Piece

_NAMED = re.compile(r"[\"']?[A-Z][A-Z0-9_]*=[^$`]+")
_OPTIONS = frozenset(("-e", "--env", "--build-arg"))
# Commands whose words, wherever they stand, set variables of a program.
_SETTERS = frozenset(("doctl", "dokku", "eb", "fly", "flyctl", "heroku", "kubectl", "make", "netlify", "oc", "railway"))
_WRITERS = frozenset(("cat", "tee"))
_LINE = re.compile(
    r"(?:\A|(?<=\n))[ \t]*(?:export[ \t]+|Environment=)?\"?(?P<name>[A-Z][A-Z0-9_]*)=(?P<quote>[\"']?)"
    r"(?P<value>[^\s\"']+)(?P=quote)\"?[ \t]*\r?\n"
)


def words(command: Sequence[str]) -> Iterator[int]:
    """Which of a command's words, as they are written, hand a variable with a literal value on."""
    if not any("=" in word for word in command):
        return
    sets = not _SETTERS.isdisjoint(command)
    for index, word in enumerate(command):
        if index and (sets or command[index - 1] in _OPTIONS) and _NAMED.fullmatch(word) is not None:
            yield index


def written(command: Sequence[str], typed: Sequence[Piece]) -> Iterator[p.Assign]:
    """The settings in what is typed into a command that writes it to a file."""
    if _WRITERS.isdisjoint(command):
        return
    begins = True
    for piece in typed:
        # What is decoded to another length stands elsewhere than in the text.
        if isinstance(piece, Literal) and len(piece.text) == piece.span.end - piece.span.start:
            for line in _LINE.finditer(piece.text):
                if line.start() or begins:
                    yield _assign(piece.span.start, line)
        begins = isinstance(piece, Literal) and piece.text.endswith("\n")


def _assign(start: int, line: re.Match[str]) -> p.Assign:
    place: Callable[[str], Span] = lambda group: Span(start + line.start(group), start + line.end(group))  # noqa: E731
    name = p.Name(place("name"), line["name"])
    return p.Assign(name.span, (name,), p.Constant(place("value"), Written(line["value"])))


def program(settings: Sequence[p.Assign]) -> Iterator[p.Program]:
    """The variables as those of a function that nobody calls."""
    if settings:
        span = settings[0].span
        function = p.Function(span, p.Name(Span(span.start, span.start), "handed on"), (), tuple(settings), ())
        yield p.Program((function,), (), "shell")
