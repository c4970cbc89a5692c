"""What is known of a project's relevant files: their texts, what was understood of them, and the gate before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from itertools import chain
from typing import NamedTuple

from sendcloud_lint.analysis.machine import OwnClients
from sendcloud_lint.analysis.understand import Understood, as_sample, merged, understand
from sendcloud_lint.engine.gate import Gate, quoted_texts
from sendcloud_lint.engine.kin import Sought, scalars, sought
from sendcloud_lint.engine.reading import Read, Texts, note_words, read_into, text_of
from sendcloud_lint.knowledge.masks import BUILT_IN_SALT
from sendcloud_lint.knowledge.places import is_test
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.progress import Progress, unwatched
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that leaves is told by way of the gate."""

    texts: Texts
    understood: Understood
    gate: Gate


class Files(NamedTuple):
    """A project's files that matter, by path from its root: findings are for the `given` ones; `traces` hold a trace of
    the API; each of the `groups` holds files that bear on each other, and on no others but by their keys."""

    groups: Sequence[set[str]]
    given: Set[str]
    traces: set[str]
    read: Read


def gather(
    files: Files,
    hosts: frozenset[str],
    clients: OwnClients,
    variables: frozenset[str],
    salt: bytes = BUILT_IN_SALT,
    progress: Progress = unwatched,
    tested: Callable[[str], bool] = is_test,
) -> Evidence:
    """What findings in the given files need. Each group is understood for itself: so what is known of a file is the
    same whatever else is given. `hosts` are further hosts of the API, `clients` the project's own wrappers, `variables`
    further names that credentials may be read by, `salt` what tags are made with, `progress` is told how far it is,
    `tested` says which files are for tests."""
    texts = note_words(files.traces, files.read, hosts)
    api = texts.api or (texts.named and not texts.shipper)
    understands = partial(
        understand,
        api=api,
        shipper=frozenset(texts.shipper),
        hosts=hosts,
        clients=clients,
        variables=variables,
        salt=salt,
        progress=progress,
        tested=tested,
    )
    files = files._replace(read=_counted(files, progress))
    parts = {
        number: _understood(texts, group, files, understands)
        for number, group in enumerate(files.groups)
        if group & files.given
    }
    tie = sought(chain.from_iterable(parts.values()), texts.documents.values())
    for number, group in enumerate(files.groups):
        if number not in parts and _is_tied(tie, group, files):
            parts[number] = _understood(texts, group, files, understands)
    # Of several places of a key the first is named: which one that is must not hang on what was given.
    understood = merged([part for number in sorted(parts) for part in parts[number]], texts.documents)
    return Evidence(texts, understood, _gate(texts, understood))


def _counted(files: Files, progress: Progress) -> Read:
    """Reads, and tells how many of the files in the given groups have been read for the first time."""
    waiting = frozenset().union(*(group for group in files.groups if group & files.given))
    seen: set[str] = set()

    def read(path: str) -> bytes | None:
        if path in waiting:
            seen.add(path)
            progress("Reading files that matter", len(seen), len(waiting))
        return files.read(path)

    return read


def _is_tied(tie: Sought, group: set[str], files: Files) -> bool:
    """Whether a group may bear on what was found. A file that only speaks of a variable does not read it, and to tell
    the two apart costs less than to understand all that goes with the file."""
    for path in sorted(group):
        data = files.read(path)
        text = "" if data is None else text_of(data, path)
        if tie.stand_in(text) or (tie.are_named_in(text) and _reads_one(tie, path, files)):
            return True
    return False


def _reads_one(tie: Sought, path: str, files: Files) -> bool:
    texts = Texts()
    read_into(texts, (path,), files.traces, files.read)
    return tie.are_read_in(texts.programs.values(), texts.documents.values())


def _understood(
    texts: Texts, group: set[str], files: Files, understands: Callable[..., Understood]
) -> list[Understood]:
    """A group, and for itself each thing that a docstring shows: that bears on nothing else."""
    read_into(texts, group, files.traces, files.read)
    whole = understands(
        {path: texts.programs[path] for path in sorted(group) if path in texts.programs},
        {path: texts.documents[path] for path in sorted(group) if path in texts.documents},
    )
    return [whole, *_shown(texts, group, understands)]


def _shown(texts: Texts, group: set[str], understands: Callable[..., Understood]) -> Iterator[Understood]:
    for path in sorted(group & texts.samples.keys()):
        for sample in texts.samples[path]:
            program = sample.shown.program
            programs = {path: program} if program is not None else {}
            yield as_sample(understands(programs, {path: sample.shown.settings}))


def _gate(texts: Texts, understood: Understood) -> Gate:
    users = [one.place for one in understood.credentials if not one.role.is_key]
    return Gate(understood.secrets, users, texts.sources, guarded=understood.guarded, settings=_doubtful(texts))


def _doubtful(texts: Texts) -> Iterator[Place]:
    """Settings of other services, and what nobody could read: whatever does not read like words may be a secret."""
    for path, samples in texts.samples.items():
        yield from (Place(path, scalar.span) for sample in samples for scalar in scalars(sample.shown.settings.root))
    for path, document in texts.documents.items():
        scripts = _scripts(texts.programs.get(path))
        printed = document.printed.named if document.printed is not None else ()
        written = (scalar for tree in (document.root, *printed) for scalar in scalars(tree))
        yield from (Place(path, scalar.span) for scalar in written if scalar.span not in scripts)
        if path in texts.python:
            yield from quoted_texts(texts.sources[path])
        yield from (Place(path, trouble.span) for trouble in document.troubles)


def _scripts(program: Program | None) -> frozenset[Span]:
    """Where scripts stand in a file of settings: those are code, whose lines are looked at word by word."""
    if program is None:
        return frozenset()
    others = frozenset[Span]().union(*map(_scripts, (*program.inner, program.script)))
    return frozenset(statement.span for statement in program.body) | others
