"""The relevant files of one project, each read by its grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from importlib import import_module
from typing import TYPE_CHECKING

from sendcloud_lint.engine.files.decode import decode
from sendcloud_lint.knowledge import endpoints
from sendcloud_lint.knowledge.credentials import has_shipper_marker, names_credential_of_service
from sendcloud_lint.knowledge.places import is_prose
from sendcloud_lint.model.document import Comment, Document, Trouble
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import Unreadable
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Source
from sendcloud_lint.readers.kinds import is_template, kind_of

if TYPE_CHECKING:
    from sendcloud_lint.readers.docstrings import Sample
    from sendcloud_lint.readers.embedded import Embedded
    from sendcloud_lint.readers.unquoted import Unquote

Read = Callable[[str], bytes | None]


@dataclass(slots=True)
class Texts:
    """What was read of a project: programs and settings, their sources and comments, what docstrings show, and what
    could not be read."""

    sources: dict[str, Source] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)
    samples: dict[str, tuple[Sample, ...]] = field(default_factory=dict)
    python: set[str] = field(default_factory=set)
    unreadable: list[Unreadable] = field(default_factory=list)
    undecoded: set[str] = field(default_factory=set)
    shipper: set[str] = field(default_factory=set)
    api: bool = False
    named: bool = False

    def add(self, others: Texts) -> None:
        """What was read of other files."""
        self.sources |= others.sources
        self.programs |= others.programs
        self.documents |= others.documents
        self.comments |= others.comments
        self.samples |= others.samples
        self.python |= others.python
        self.unreadable += others.unreadable
        self.undecoded |= others.undecoded


def note_words(traces: Iterable[str], read: Read, hosts: frozenset[str]) -> Texts:
    """What the words of all files with a trace say of a project, before any of them is read by its grammar."""
    texts = Texts()
    pattern = _host_pattern(hosts)
    for path in sorted(traces):
        data = read(path)
        if data is not None:
            _note_words(texts, path, text_of(data, path), pattern)
    return texts


def read_into(texts: Texts, paths: Iterable[str], traces: set[str], read: Read) -> None:
    """Each file by its grammar. A file without a trace of the API is there for others' sake."""
    for path in sorted(paths):
        data = read(path)
        if data is not None:
            decoded, reason = decode(data, path)
            trouble = (reason or "can't be decoded") if decoded is None else None
            _read_one(texts, path, text_of(data, path), trouble, is_traced=path in traces)


def read_without_grammar(texts: Texts, path: str, read: Read) -> None:
    """A file whose own reader can't."""
    data = read(path)
    if data is not None:
        text = text_of(data, path)
        texts.sources[path] = Source(path, text)
        _read_loosely(texts, path, text)


def text_of(data: bytes, path: str) -> str:
    """A file's text; of one that nobody can decode its bytes, as far as they are ASCII."""
    decoded, _ = decode(data, path)
    return data.decode("latin-1") if decoded is None else decoded


def _host_pattern(hosts: frozenset[str]) -> re.Pattern[str]:
    names = [host.name for host in (*endpoints.api_hosts(), *endpoints.smtp_hosts())] + sorted(hosts)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-]|\.\w)", re.IGNORECASE)


def _note_words(texts: Texts, path: str, text: str, hosts: re.Pattern[str]) -> None:
    texts.api = texts.api or hosts.search(text) is not None
    texts.named = texts.named or names_credential_of_service(text)
    if has_shipper_marker(text):
        texts.shipper.add(path)


def _read_one(texts: Texts, path: str, text: str, reason: str | None, *, is_traced: bool) -> None:
    """`reason` says why a text is only made of its bytes, as far as they are ASCII; it is None for a sound one."""
    kind = kind_of(path, text)
    source = texts.sources[path] = Source(path, text)
    if reason is not None:
        texts.undecoded.add(path)
        # Other languages are often written in an encoding of their country, and what is of no kind may be no text.
        if kind not in ("code", "text"):
            texts.unreadable.append(Unreadable(_line_named(source, reason), reason))
        kind = _WITHOUT_GRAMMAR.get(kind, kind)
    read = READERS.get(kind)
    if read is not None:
        read(texts, path, text)
    elif kind in _SEVERAL:
        _keep(texts, path, import_module(module_of(kind)).read(text))
    else:
        _read_settings(texts, path, text, kind, is_traced=is_traced)


def _line_named(source: Source, reason: str) -> Place:
    """The start of the line that a reason names: columns of what can't be decoded are nobody's."""
    line = re.search(r"line (\d+)", reason)
    start = source.line_span(min(int(line[1]), source.line_count)).start if line is not None else 0
    return source.place(start, start)


def _read_python(texts: Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import docstrings, python  # noqa: PLC0415  a project of .env files needs neither

    program, troubles = python.read(text)
    texts.samples[path] = samples = tuple(docstrings.samples(text, program))
    texts.python.add(path)
    if troubles:
        texts.documents[path] = _loosely(text)
    else:
        texts.programs[path] = program
    shown = (comment for sample in samples for comment in sample.shown.settings.comments)
    texts.comments[path] = (*program.comments, *shown)
    _note_trouble(texts, path, [_whole_reason(each) for each in troubles])


def _loosely(text: str) -> Document:
    from sendcloud_lint.readers import loose  # noqa: PLC0415  most files are read by a grammar

    return loose.read(text)


def _whole_reason(trouble: Trouble) -> Trouble:
    """What the parser's guard says are bare words: "nested more than 100 deep"."""
    if trouble.reason.startswith(("is ", "has ", "can't ")):
        return trouble
    return replace(trouble, reason=f"is too complex to be read: {trouble.reason}")


def _read_dotenv(texts: Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import dotenv  # noqa: PLC0415  a project of Python needs none

    document = dotenv.read(text)
    texts.documents[path] = document
    texts.comments[path] = document.comments
    _note_lines(texts, path, document)


def _note_lines(texts: Texts, path: str, document: Document) -> None:
    _note_trouble(texts, path, [replace(each, reason=f"has a line with {each.reason}") for each in document.troubles])


# Kinds whose values may be files of their own.
_HOLDING_FILES = ("yaml", "json", "hcl", "toml")
# Kinds in a grammar that may be another one's, or that allows more than is read here.
_GRAMMARS = {"conf": "conf", "json5": "json"}


def _read_settings(texts: Texts, path: str, text: str, kind: str, *, is_traced: bool) -> None:
    """A file of settings. One without a trace of the API was looked at for others' sake: its faults are not told, nor
    are those of a `.conf`, which may be in any of many grammars, and of JSON5, which allows more than is read here."""
    document = import_module(module_of(kind)).read(text)
    if kind in _HOLDING_FILES:
        document = import_module("sendcloud_lint.readers.files").read(text, document, _unquote(kind))
    texts.documents[path] = document
    texts.comments[path] = document.comments
    if is_traced and kind not in _GRAMMARS:
        _note_lines(texts, path, document)
    if kind == "crontab":
        _read_jobs(texts, path, text, document)
    elif not (kind == "json" and _read_collection(texts, path, text, document)):
        _read_scripts(texts, path, text, kind, document)


def module_of(kind: str) -> str:
    """The module whose `read` reads a kind that has no reader of its own above."""
    return f"sendcloud_lint.readers.{_GRAMMARS.get(kind, kind)}"


# Settings that name no program that sends hold no script that matters.
_MAY_SEND = expression(r"\b(?:curl|wget|https?|xhs?)\b(?![:.=])")


def _read_scripts(texts: Texts, path: str, text: str, kind: str, document: Document) -> None:
    if kind != "yaml" and _MAY_SEND.search(text) is None:
        return
    from sendcloud_lint.readers import scripts  # noqa: PLC0415  most settings hold none

    program = scripts.read(text, document, _unquote(kind))
    if program is not None:
        texts.programs[path] = program
        texts.comments[path] = program.comments


def _unquote(kind: str) -> Unquote:
    """What finds a value of settings as it stands in the file."""
    from sendcloud_lint.readers import unquoted, yaml  # noqa: PLC0415  most projects have few of the kinds

    return yaml.script if kind == "yaml" else unquoted.unquoted


def _read_collection(texts: Texts, path: str, text: str, document: Document) -> bool:
    """Whether the file holds requests as data."""
    from sendcloud_lint.readers import collections  # noqa: PLC0415  most settings hold none

    program = collections.read(text, document)
    if program is not None:
        texts.programs[path] = program
    return program is not None


def _read_jobs(texts: Texts, path: str, text: str, document: Document) -> None:
    from sendcloud_lint.readers import crontab, environments, shell  # noqa: PLC0415  a project without scripts needs none

    program, _ = shell.read(crontab.commands(text))
    if program.body:
        texts.programs[path] = replace(program, body=(*environments.assigned(document.root.pairs), *program.body))


def _read_shell(texts: Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import shell  # noqa: PLC0415  a project without scripts needs no grammar for them

    program, troubles = shell.read(text)
    texts.programs[path] = program
    texts.comments[path] = program.comments
    # No grammar knows all that shells accept: a script of which most was read is not called broken.
    if not program.body:
        _note_trouble(texts, path, troubles)


def _read_code(texts: Texts, path: str, text: str) -> None:
    document = _loosely(text)
    texts.documents[path] = document
    texts.comments[path] = document.comments


def _read_text(texts: Texts, path: str, text: str) -> None:
    """Notes, as far as they are sure; those for people are manuals, too, but for a single word."""
    from sendcloud_lint.readers import embedded, markdown  # noqa: PLC0415  most notes have no trace of the API
    from sendcloud_lint.readers import text as notes  # noqa: PLC0415

    found = notes.read(text)
    if found.content or not is_prose(path):
        _keep(texts, path, embedded.Embedded(None, None, found))
        return
    manual = markdown.read(text)
    comments = (*found.comments, *manual.settings.comments)
    settings = embedded.sections(text, (manual.settings.root, found.root), comments)
    _keep(texts, path, replace(manual, settings=settings))


def _read_notebook(texts: Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers import cells, notebook  # noqa: PLC0415  few projects have any

    found = cells.read(text)
    if isinstance(found, Trouble):
        texts.python.add(path)
        texts.documents[path] = notebook.read_broken(text)
        _note_trouble(texts, path, [replace(found, reason=f"has {found.reason}")])
        return
    texts.sources[path] = Source(path, found.text, found.starts(), found.way)
    texts.python.add(path)
    _keep(texts, path, notebook.read(found))


def _keep(texts: Texts, path: str, read: Embedded) -> None:
    """What stands in one file in several languages."""
    programs = [program for program in (read.python, read.script) if program is not None]
    if read.program is not None:
        texts.programs[path] = read.program
    texts.documents[path] = read.settings
    comments = {one.span: one for program in programs for one in program.comments}
    comments.update({one.span: one for one in read.settings.comments})
    texts.comments[path] = tuple(comments[span] for span in sorted(comments))
    _note_trouble(texts, path, [_whole_reason(each) for each in read.troubles])


def _read_loosely(texts: Texts, path: str, text: str) -> None:
    from sendcloud_lint.readers.tokens import comments  # noqa: PLC0415  needed for files that no grammar reads

    texts.python.add(path)
    texts.documents[path] = _loosely(text)
    texts.comments[path] = comments(text)


READERS: dict[str, Callable[[Texts, str, str], None]] = {
    "python": _read_python,
    "dotenv": _read_dotenv,
    "shell": _read_shell,
    "loose": _read_loosely,
    "code": _read_code,
    "text": _read_text,
    "notebook": _read_notebook,
}
# Kinds whose module reads several languages at once.
_SEVERAL = frozenset(("markdown", "dockerfile", "makefile", "justfile", "groovy", "http_files", "bruno"))
# Bytes in an unknown encoding still hold ASCII; what a file says in it is found without the file's grammar.
_WITHOUT_GRAMMAR = {"python": "loose", "notebook": "loose"}


def _note_trouble(texts: Texts, path: str, troubles: Sequence[Trouble]) -> None:
    """The first one: what is wrong after it may be its consequence, and one finding a file is enough to look there."""
    for trouble in () if is_template(path) else troubles[:1]:
        texts.unreadable.append(Unreadable(Place(path, trouble.span), trouble.reason))
