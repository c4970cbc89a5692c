"""One group of files that bear on each other: its texts, and what is understood of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from sendcloud_lint.analysis.understand import Understood, as_sample
from sendcloud_lint.engine.frames import frames
from sendcloud_lint.engine.reading import Read, Texts, read_into, read_without_grammar
from sendcloud_lint.model.outcome import LintError


class Files(NamedTuple):
    """A project's files that matter, by path from its root: findings are for the `given` ones; `traces` hold a trace of
    the API; each of the `groups` holds files that bear on each other, and on no others but by their keys."""

    groups: Sequence[set[str]]
    given: Set[str]
    traces: set[str]
    read: Read


class Crash(NamedTuple):
    """An error of our own at a file: the kind of problem that it makes, what is to be said, and where it came from."""

    path: str
    kind: str
    said: str
    frames: tuple[str, ...]


class Part(NamedTuple):
    """A group's texts, what is understood of it, and for itself of each thing that a docstring shows: that bears on
    nothing else."""

    texts: Texts
    understood: Sequence[Understood]
    crashes: tuple[Crash, ...] = ()


class Reading(NamedTuple):
    """What was read of some files."""

    texts: Texts
    crashes: tuple[Crash, ...] = ()


# Neither a fault of what is read nor of the code that reads it.
_NOT_OURS = (LintError, MemoryError)


class Work(NamedTuple):
    """What is to be done for each group: `understands` takes its programs and its documents by path.

    An error of our own costs no more than it must: a file whose reader crashes is read without its grammar, and of a
    group whose analysis crashes each file is understood by itself."""

    files: Files
    understands: Callable[..., Understood]

    def read(self, paths: Iterable[str]) -> Reading:
        """These files, each by its grammar."""
        texts, crashes = Texts(), []
        for path in sorted(paths):
            one = Texts()
            try:
                read_into(one, (path,), self.files.traces, self.files.read)
            except _NOT_OURS:
                raise
            except Exception as error:
                one = Texts()
                read_without_grammar(one, path, self.files.read)
                crashes.append(_crash(path, "reader", "reading it", error, "it was read without its grammar"))
            texts.add(one)
        return Reading(texts, tuple(crashes))

    def part(self, group: int) -> Part:
        """The group of that number."""
        return self.understood(self.read(self.files.groups[group]))

    def understood(self, reading: Reading) -> Part:
        """The group that was read."""
        texts, crashes = reading
        paths = sorted(texts.sources)
        try:
            return Part(texts, self._understood(texts, paths), crashes)
        except _NOT_OURS:
            raise
        except Exception as error:
            if len(paths) == 1:
                return Part(texts, (), (*crashes, _alone(paths[0], error)))
            doing = f"understanding it with the {len(paths) - 1} files that go with it"
            together = _crash(paths[0], "analysis", doing, error, "each was understood by itself")
        parts = [self.understood(Reading(_only(texts, path))) for path in paths]
        understood = [one for part in parts for one in part.understood]
        return Part(texts, understood, (*crashes, together, *(crash for part in parts for crash in part.crashes)))

    def _understood(self, texts: Texts, paths: Sequence[str]) -> list[Understood]:
        whole = self.understands(
            {path: texts.programs[path] for path in paths if path in texts.programs},
            {path: texts.documents[path] for path in paths if path in texts.documents},
        )
        return [whole, *self._shown(texts)]

    def _shown(self, texts: Texts) -> Iterator[Understood]:
        for path in sorted(texts.samples):
            for sample in texts.samples[path]:
                program = sample.shown.program
                programs = {path: program} if program is not None else {}
                yield as_sample(self.understands(programs, {path: sample.shown.settings}))


def _alone(path: str, error: Exception) -> Crash:
    return _crash(path, "analysis", "understanding it", error, "nothing was found in it")


def _crash(path: str, who: str, doing: str, error: Exception, so: str) -> Crash:
    """The error's own words may quote what was read."""
    said = f"{doing} crashed with {type(error).__name__}; {so}"
    return Crash(path, f"{who}-crashed", said, tuple(frames(error)))


def _only(texts: Texts, path: str) -> Texts:
    """What is understood of one file."""
    return Texts(
        sources={path: texts.sources[path]},
        programs={each: program for each, program in texts.programs.items() if each == path},
        documents={each: document for each, document in texts.documents.items() if each == path},
        samples={path: texts.samples.get(path, ())},
    )
