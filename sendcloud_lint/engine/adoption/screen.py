"""What of a project's findings is told: none that the baseline knows, none on old lines if only changes count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sendcloud_lint.engine.files.discover import Given
from sendcloud_lint.engine.files.paths import shown_path
from sendcloud_lint.model.outcome import Problem, Result

if TYPE_CHECKING:
    from sendcloud_lint.engine.adoption.baseline import Baseline
    from sendcloud_lint.engine.adoption.changes import Changes
    from sendcloud_lint.engine.judge import Judgement, Marked
    from sendcloud_lint.model.finding import Finding, Identity
    from sendcloud_lint.model.source import Place

_NO_MOVES: Mapping[Identity, Identity] = {}
Read = Callable[[str], bytes | None]


class Standing(NamedTuple):
    """What a run tells, and what stands in the files whether a baseline knows it or not.

    `moves` leads from where the baseline knows a finding to where it is now; `skipped` are files that nobody looked
    into.
    """

    result: Result
    found: tuple[Identity, ...] = ()
    moves: Mapping[Identity, Identity] = _NO_MOVES
    skipped: frozenset[str] = frozenset()


class Screen:
    """One project's: `known` is its baseline, `skipped` are files that nobody looked into."""

    def __init__(
        self, project: Given, known: Baseline | None, changed: Changes | None, skipped: frozenset[str], read: Read
    ) -> None:
        self._project, self._known, self._changed, self._skipped = project, known, changed, skipped
        self._read = read
        self._starts: dict[str, Sequence[int]] = {}
        self._moved: Mapping[Identity, Identity] | None = None

    def of_nothing(self) -> Standing:
        """Nothing was found: what the baseline knows of the files is gone."""
        return Standing(Result(warnings=self._gone(Counter(), _NO_MOVES)), skipped=self._skipped)

    def of(self, judgement: Judgement, whole: Callable[[], Judgement]) -> Standing:
        """`whole` judges all of the project: a finding of a file that is gone may be anywhere."""
        found = tuple(marked.identity for marked in judgement.marked if not marked.suppressed)
        moved = self._moves(whole)
        baselined = self._baselined(judgement, moved)
        result = judgement.result(lambda marked: marked not in baselined and self._is_changed(judgement, marked))
        warnings = () if result.problems else self._gone(Counter(found), moved)
        return Standing(result._replace(baselined=len(baselined), warnings=warnings), found, moved, self._skipped)

    def held(self, judgement: Judgement, whole: Callable[[], Judgement]) -> Iterator[Finding]:
        """The findings that comments or the baseline hold back."""
        from sendcloud_lint.engine.adoption.baseline import reasons  # noqa: PLC0415

        moved = self._moves(whole)
        known = reasons(self._known.entries, moved) if self._known is not None else {}
        baselined = self._baselined(judgement, moved)
        for marked in judgement.marked:
            if (marked.suppressed or marked in baselined) and self._is_changed(judgement, marked):
                yield judgement.held(marked, None if marked.suppressed else known.get(marked.identity, ""))

    def told(self, judgement: Judgement, whole: Callable[[], Judgement]) -> list[Marked]:
        """The findings that a run tells."""
        left_out = self._baselined(judgement, self._moves(whole))
        standing = (marked for marked in judgement.marked if not marked.suppressed and marked not in left_out)
        return [marked for marked in standing if self._is_changed(judgement, marked)]

    def _moves(self, whole: Callable[[], Judgement]) -> Mapping[Identity, Identity]:
        if self._moved is None:
            self._moved = self._found_moves(whole)
        return self._moved

    def _found_moves(self, whole: Callable[[], Judgement]) -> Mapping[Identity, Identity]:
        gone = absent_paths(self._project, self._known) if self._known is not None else frozenset()
        if self._known is None or not gone:
            return _NO_MOVES
        from sendcloud_lint.engine.adoption.moves import moves  # noqa: PLC0415

        found = Counter(marked.identity for marked in whole().marked if not marked.suppressed)
        index = self._project.git_index
        return moves(self._known.entries, gone, found, self._project.root, index.file if index is not None else None)

    def _baselined(self, judgement: Judgement, moved: Mapping[Identity, Identity]) -> set[Marked]:
        """The first of equals are the known ones: what comes on top of these is told."""
        if self._known is None:
            return set()
        from sendcloud_lint.engine.adoption.baseline import budget  # noqa: PLC0415

        left, known = budget(self._known.entries, moved), set()
        for marked in judgement.marked:
            if not marked.suppressed and left[marked.identity] > 0:
                left[marked.identity] -= 1
                known.add(marked)
        return known

    def _is_changed(self, judgement: Judgement, marked: Marked) -> bool:
        changed = self._changed
        if changed is None:
            return True
        return any(changed.touch(place.path, *self._lines(judgement, place)) for place in judgement.places(marked))

    def _lines(self, judgement: Judgement, place: Place) -> tuple[int, int]:
        """The lines of a place as git counts them, in the file itself."""
        span, starts = judgement.written_at(place), self._line_starts(place.path)
        return bisect_right(starts, span.start), bisect_right(starts, max(span.start, span.end - 1))

    def _line_starts(self, path: str) -> Sequence[int]:
        if path not in self._starts:
            from sendcloud_lint.engine.reading import text_of  # noqa: PLC0415  only where changes count

            text = text_of(self._read(path) or b"", path)
            self._starts[path] = [0, *(end.end() for end in re.finditer("\n", text))]
        return self._starts[path]

    def _gone(self, found: Counter[Identity], moved: Mapping[Identity, Identity]) -> tuple[str, ...]:
        """A note on what the baseline need not know any more, as far as the given files can tell."""
        if self._known is None:
            return ()
        from sendcloud_lint.engine.adoption.baseline import budget  # noqa: PLC0415

        judged = Judged(self._project, self._known, self._skipped)
        left = budget(self._known.entries, moved) - found
        count = sum(number for identity, number in left.items() if judged.covers(identity))
        if not count:
            return ()
        told, them = (f"{count:,} findings of it are", "them") if count > 1 else ("1 finding of it is", "it")
        cure = f"`sendcloud-lint baseline --prune` takes {them} out"
        return (f"{shown_path(self._known.path)}: {told} gone; {cure}",)


def absent_paths(project: Given, known: Baseline) -> frozenset[str]:
    """Files that the baseline knows and that are no more. A masked path may be any file's."""
    from sendcloud_lint.engine.gate import MASK  # noqa: PLC0415  only with a baseline

    told = {identity.path for identity in known.entries if MASK not in identity.path}
    return frozenset(path for path in told if not project.has(path))


class Judged:
    """Whether a run could have seen a finding: its file was looked into, and its rule ran there."""

    def __init__(self, project: Given, known: Baseline, skipped: frozenset[str]) -> None:
        self._configs = project.configs
        self._files = frozenset(project.files) - skipped
        self._absent = (
            absent_paths(project, known) if self._files >= frozenset(project.project) - skipped else frozenset()
        )
        self._codes: dict[str, frozenset[str]] = {}

    def covers(self, identity: Identity) -> bool:
        if identity.path in self._absent:
            return True
        return identity.path in self._files and identity.rule in self._ran(identity.path)

    def _ran(self, path: str) -> frozenset[str]:
        from sendcloud_lint.engine.configuration.selection import selected  # noqa: PLC0415  only with a baseline

        if path not in self._codes:
            self._codes[path] = selected(self._configs.of(path), self._configs.ignored_rules(path))
        return self._codes[path]


def changes_in(project: Given, revision: str | None) -> tuple[Changes | None, tuple[Problem, ...]]:
    """The changed lines if only these count, or the problem that git can't tell: then all count."""
    if revision is None:
        return None, ()
    from sendcloud_lint.engine.adoption.changes import changes  # noqa: PLC0415  only where changes count

    changed = changes(project.root, revision, project.git_index)
    return (None, (Problem(None, "git-failed", changed),)) if isinstance(changed, str) else (changed, ())
