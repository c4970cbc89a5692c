"""What is known of a project's relevant files: their texts, what was understood of them, and the gate before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from sendcloud_lint.analysis.machine import OwnClients
from sendcloud_lint.analysis.understand import Understood, merged, understand
from sendcloud_lint.engine.deep import deep
from sendcloud_lint.engine.forked import processors
from sendcloud_lint.engine.gate import Gate, quoted_texts
from sendcloud_lint.engine.kin import Sought, scalars, sought
from sendcloud_lint.engine.parts import Crash, Files, Work
from sendcloud_lint.engine.reading import Read, Texts, note_words, text_of
from sendcloud_lint.engine.sharing import shares
from sendcloud_lint.engine.workers import Worker
from sendcloud_lint.knowledge.masks import BUILT_IN_SALT
from sendcloud_lint.knowledge.places import is_test
from sendcloud_lint.model.program import Program
from sendcloud_lint.model.progress import Progress, unwatched
from sendcloud_lint.model.records import dataclass
from sendcloud_lint.model.source import Place, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that leaves is told by way of the gate. `died`: a worker did, and its share was done again."""

    texts: Texts
    understood: Understood
    gate: Gate
    crashes: tuple[Crash, ...] = ()
    died: bool = False


# Fewer bytes than these, for each process, take no longer to be read and understood than a process to be started.
_WORTH_A_PROCESS = 10_000


def gather(  # noqa: PLR0913  as `understand`
    files: Files,
    hosts: frozenset[str],
    clients: OwnClients,
    variables: frozenset[str],
    *,
    salt: bytes = BUILT_IN_SALT,
    progress: Progress = unwatched,
    tested: Callable[[str], bool] = is_test,
    jobs: int | None = 1,
) -> Evidence:
    """What findings in the given files need. Each group is understood for itself: so what is known of a file is the
    same whatever else is given. `hosts` are further hosts of the API, `clients` the project's own wrappers, `variables`
    further names that credentials may be read by, `salt` what tags are made with, `progress` is told how far it is,
    `tested` says which files are for tests, `jobs` how many processes may work: None stands for the machine's
    processors, and wherever a thread runs it must be 1."""
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
        tested=tested,
    )
    first, *others = _shares(files, jobs)
    workers = [Worker(groups, Work(files, understands)) for groups in others]
    for worker in workers:
        worker.listen()
    work = Work(files._replace(read=_counted(files, progress)), partial(understands, progress=progress))
    return deep(lambda: _gathered(texts, work, first, workers))


def _shares(files: Files, jobs: int | None) -> list[tuple[int, ...]]:
    groups = {number: sorted(group) for number, group in enumerate(files.groups) if group & files.given}
    everything = tuple(groups)
    if jobs == 1 or len(groups) < 2:
        return [everything]
    sizes = {path: len(files.read(path) or b"") for group in groups.values() for path in group}
    worth = sum(sizes.values()) // _WORTH_A_PROCESS
    processes = min(processors(jobs), worth) if worth > 1 else 1
    return shares(groups, sizes, processes) if processes > 1 else [everything]


def _gathered(texts: Texts, work: Work, groups: Sequence[int], workers: Sequence[Worker]) -> Evidence:
    """What this process finds in these groups and the workers in theirs, and what is tied to it."""
    parts = {number: work.part(number) for number in groups}
    for worker in workers:
        parts.update(worker.parts())
    for number in sorted(parts):
        texts.add(parts[number].texts)
    tie = sought(chain.from_iterable(part.understood for part in parts.values()), texts.documents.values())
    for number, group in enumerate(work.files.groups):
        if number not in parts and _is_tied(tie, group, work):
            parts[number] = work.part(number)
            texts.add(parts[number].texts)
    # Of several places of a key the first is named: which one that is must not hang on what was given.
    ordered = [parts[number] for number in sorted(parts)]
    understood = merged([one for part in ordered for one in part.understood], texts.documents)
    crashes = tuple(crash for part in ordered for crash in part.crashes)
    died = any(worker.has_died for worker in workers)
    return Evidence(texts, understood, _gate(texts, understood), crashes, died)


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


def _is_tied(tie: Sought, group: set[str], work: Work) -> bool:
    """Whether a group may bear on what was found. A file that only speaks of a variable does not read it, and to tell
    the two apart costs less than to understand all that goes with the file."""
    for path in sorted(group):
        data = work.files.read(path)
        text = "" if data is None else text_of(data, path)
        if tie.stand_in(text) or (tie.are_named_in(text) and _reads_one(tie, path, work)):
            return True
    return False


def _reads_one(tie: Sought, path: str, work: Work) -> bool:
    texts = work.read((path,)).texts
    return tie.are_read_in(texts.programs.values(), texts.documents.values())


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
