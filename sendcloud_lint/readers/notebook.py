"""Jupyter notebooks: the program that the code cells are, what stands in the other cells, and what was printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from importlib import import_module

from sendcloud_lint.knowledge.places import is_prose
from sendcloud_lint.knowledge.roles import has_service_word, role_of_variable
from sendcloud_lint.model import program as p
from sendcloud_lint.model.document import Comment, Document, Pair, Printed, Section, Trouble
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Span
from sendcloud_lint.readers import dockerfile, embedded, json, loose, markdown, python
from sendcloud_lint.readers.cells import Cell, Notebook, is_python, without_escapes
from sendcloud_lint.readers.embedded import Embedded
from sendcloud_lint.readers.kinds import kind_of
from sendcloud_lint.readers.magics import Part, as_python, part_of

_SHELLS = frozenset(("bash", "sh", "shell", "zsh", "ksh", "shellscript"))
# The grammars of files that a cell may write, by their kinds; other files are read without one.
_SETTINGS = {
    **{kind: kind for kind in ("dotenv", "yaml", "json", "toml", "hcl", "xml", "ini", "properties", "netrc")},
    "conf": "ini",
}
_EMBEDDED = {"markdown": markdown.read, "dockerfile": dockerfile.read}
# What is printed of a variable, of a form or of a line of settings; quotes around a value are the loose reader's.
_PLAIN = re.compile(
    r"""(?mx)
    (?P<line>^[ \t]*)? (?<![\w.$-]) (?P<name>[A-Za-z_][\w.-]{2,60}) (?(line) :[ \t]+ | = )
    (?P<value> [^\s&;,"'`<>()\[\]{}\\|]{1,200} ) (?= [\s&;,"'`<>)}\]|] | \Z )
    """
)
_QUOTED_NAME = re.compile(r"""(?P<mark>["'])(?P<name>[A-Za-z_]\w{2,60})(?P=mark)[ \t]*:""")
_JSON = re.compile(r"\s*[\[{]")


@dataclass(slots=True)
class _Found:
    """What was found so far in a notebook's text."""

    text: str
    python: list[p.Program] = field(default_factory=list)
    shell: list[p.Program] = field(default_factory=list)
    roots: list[Pair] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    samples: list[Span] = field(default_factory=list)

    def settings(self, document: Document, name: str = "") -> None:
        """Settings, with the name of their file where that says whose they are."""
        at = Span(document.root.span.start, document.root.span.start)
        self.roots.append(Pair(name if has_service_word(name) else "", at, document.root))
        self.comments += document.comments

    def embedded(self, read: Embedded, span: Span) -> None:
        """What stands in a part that is itself of several languages. Its code shares no name with the cells'."""
        if read.python is not None:
            self.python.append(embedded.apart(read.python, span, len(self.python)))
        if read.script is not None:
            self.shell.append(embedded.apart(read.script, span, len(self.shell)))
        self.settings(read.settings)


def read(notebook: Notebook) -> Embedded:
    """The code cells, one after another, and what other cells hold. A cell that can't be read is a trouble."""
    found = _Found(notebook.text)
    for cell in notebook.cells:
        part = _part(notebook, cell)
        _READERS.get(part.kind, _read_loosely)(found, part)
    root = Section(Span(0, len(found.text)), tuple(found.roots))
    document = Document(root, tuple(found.comments), (), tuple(found.samples), _printed(notebook))
    program, script = embedded.together(found.python, "python"), embedded.together(found.shell, "shell")
    return Embedded(program, script, document, tuple(found.troubles))


def read_broken(text: str) -> Document:
    """What is found in a notebook whose JSON can't be read."""
    derived = without_escapes(text)
    return embedded.moved(loose.read(derived.text), (derived,))


def _part(notebook: Notebook, cell: Cell) -> Part:
    """A cell with the reader that it needs."""
    if cell.kind != "code":
        return Part("markdown" if cell.kind in ("markdown", "heading") else "loose", cell.span)
    language = cell.language or notebook.language
    if is_python(language):
        return part_of(notebook.text, cell.span)
    return Part("session" if language in _SHELLS else "loose", cell.span)


def _read_python(found: _Found, part: Part) -> None:
    program, troubles = _program(found.text, part.span)
    found.python.append(program)
    found.troubles += troubles


def _read_session(found: _Found, part: Part) -> None:
    """All cells of a shell's notebook are typed into one."""
    found.shell.append(embedded.script_in(found.text, part.span))


def _read_shell(found: _Found, part: Part) -> None:
    found.shell.append(embedded.apart(embedded.script_in(found.text, part.span), part.span, len(found.shell)))


def _read_markdown(found: _Found, part: Part) -> None:
    found.samples.append(part.span)
    found.embedded(_in_part(found.text, part.span, markdown.read), part.span)


def _read_loosely(found: _Found, part: Part) -> None:
    found.settings(_document(found.text, part.span, loose.read))


def _read_file(found: _Found, part: Part) -> None:
    """What a cell writes into a file, by the grammar of such a file."""
    text, span = found.text, part.span
    kind = kind_of(part.name, text[span.start : span.start + 200]) or "loose"
    if is_prose(part.name):
        found.samples.append(span)
    if kind == "python":
        derived = embedded.part(text, span)
        module, _ = python.read(derived.text)
        found.python.append(embedded.apart(embedded.moved(module, (derived,)), span, len(found.python)))
    elif kind == "shell":
        _read_shell(found, part)
    elif kind in _EMBEDDED:
        found.embedded(_in_part(text, span, _EMBEDDED[kind]), span)
    else:
        grammar = _SETTINGS.get(kind, "loose")
        name = part.name.rpartition("/")[2].partition(".")[0]
        found.settings(_document(text, span, import_module(f"sendcloud_lint.readers.{grammar}").read), name)


_READERS: dict[str, Callable[[_Found, Part], None]] = {
    "python": _read_python,
    "session": _read_session,
    "shell": _read_shell,
    "markdown": _read_markdown,
    "file": _read_file,
}


def _in_part(text: str, span: Span, reader: Callable[[str], Embedded]) -> Embedded:
    way = (embedded.part(text, span),)
    read = reader(way[0].text)
    code, script = (embedded.moved(program, way) for program in (read.python, read.script))
    return Embedded(code, script, embedded.moved(read.settings, way))


def _document(text: str, span: Span, reader: Callable[[str], Document]) -> Document:
    derived = embedded.part(text, span)
    return embedded.moved(reader(derived.text), (derived,))


# Cells of Python


def _program(text: str, span: Span) -> tuple[p.Program, list[Trouble]]:
    """A cell as it stands, or else without what only notebooks know, of which some may hold Python and some not."""
    known = (tuple(as_python(text, span, timed=timed)) for timed in (True, False))
    for edits in dict.fromkeys(((), *known)):
        derived = embedded.part(text, span, edits)
        program, troubles = python.read(derived.text)
        if not troubles:
            break
    moved = embedded.moved(program, (derived,))
    shown = replace(moved, body=_shown(moved.body, text[span.start : span.end]))
    return shown, [replace(trouble, span=derived.back_span(trouble.span)) for trouble in troubles]


def _shown(body: tuple[p.Statement, ...], source: str) -> tuple[p.Statement, ...]:
    """What a cell's last expression is worth stands below it, unless a semicolon follows."""
    last = body[-1] if body else None
    if not isinstance(last, p.Evaluate) or source.rstrip().endswith(";") or _is_wait(last.value):
        return body
    shows = p.Name(Span(last.span.start, last.span.start), "print")
    return (*body[:-1], replace(last, value=p.Call(last.value.span, shows, (p.Argument(last.value),))))


def _is_wait(node: p.Expression) -> bool:
    """Printing a call of `print` shows what it gives back, which is nothing."""
    return isinstance(node, p.Call) and isinstance(node.function, p.Name) and node.function.name == "print"


# What was printed


def _printed(notebook: Notebook) -> Printed | None:
    """Each output is a text, with what is named in it: by JSON, by quotes around the value, or by neither."""
    spans = [span for cell in notebook.cells for span in cell.outputs]
    texts = tuple(embedded.scalar(notebook.text, span) for span in spans)
    return Printed(texts, tuple(_named_in(notebook.text, span) for span in spans)) if spans else None


def _named_in(text: str, span: Span) -> Section:
    tree = _document(text, span, json.read) if _JSON.match(text, span.start, span.end) else None
    if tree is not None and not tree.troubles:
        return tree.root
    root = _document(text, span, loose.read).root
    return replace(root, pairs=(*root.pairs, *_plain(text, span, {pair.name_span.start for pair in root.pairs})))


def _plain(text: str, span: Span, known: set[int]) -> Iterator[Pair]:
    """Credentials without quotes, and their names before what is no text or a short one, as they may say whose the
    others are."""
    for found in _PLAIN.finditer(text, span.start, span.end):
        if role_of_variable(found["name"]) is not None:
            yield Pair(found["name"], Span(*found.span("name")), embedded.scalar(text, Span(*found.span("value"))))
    for found in _QUOTED_NAME.finditer(text, span.start, span.end):
        name = Span(*found.span("name"))
        if name.start not in known and role_of_variable(found["name"]) is not None:
            yield Pair(found["name"], name, embedded.scalar(text, Span(name.end, name.end)))
