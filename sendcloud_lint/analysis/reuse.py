"""One key in several places of a project: compared by what stands for it, never by its characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from sendcloud_lint.knowledge.places import is_code, is_manual, is_sample
from sendcloud_lint.model.expressions import expression
from sendcloud_lint.model.facts import Credential, Reused, Supply

_ENVIRONMENT = expression(r"(?:^|/)\.env[._-](\w+)$|(?:^|/)(\w+)\.env$")


def reused(
    credentials: Iterable[Credential], supplies: Sequence[Sequence[Supply]], mocked: Set[str]
) -> Iterator[Reused]:
    """Keys that tests share with production, and keys that serve several purposes, each at its later place. `supplies`
    come by group of files, `mocked` are the tests that send nothing."""
    by_value: dict[str, list[Credential]] = {}
    for one in credentials:
        is_real = not (one.placeholder or is_sample(one.place.path) or is_manual(one.place.path))
        if one.role.is_key and is_real and not one.shown_in:
            by_value.setdefault(one.mask, []).append(one)
    for group in by_value.values():
        yield from _of_one_value(sorted(group, key=lambda one: one.place))
    production = _first_read(supply for read in supplies for supply in read)
    for read in supplies:
        yield from _read_by_tests(live_reads(read, mocked), {**production, **_first_read(read)})


def _of_one_value(group: list[Credential]) -> Iterator[Reused]:
    deployed = [one for one in group if not one.in_tests]
    tests = [one for one in group if one.in_tests]
    if deployed and tests:
        for one in tests:
            yield _reused(one, deployed[0], "tests")
        return
    told: set[object] = set()
    for first, later in combinations(deployed, 2):
        kind = _purposes(first, later)
        if kind is not None and later.place not in told:
            told.add(later.place)
            yield _reused(later, first, kind)


def _purposes(first: Credential, later: Credential) -> str | None:
    """What two places of one key have it for: both families, or two services or environments of one family."""
    if first.role.family != later.role.family:
        return "families"
    ours, theirs = first.place.path, later.place.path
    if is_code(ours) or is_code(theirs):
        return None
    if ours == theirs:
        # Requests of one file are no services of their own: both are where somebody tries out the API.
        return "services" if first.scope != later.scope and not (first.uses and later.uses) else None
    folder, name = _split(ours)
    other_folder, other_name = _split(theirs)
    if folder != other_folder:
        return "services" if name == other_name else None
    return "environments" if _environment(ours) and _environment(theirs) else None


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _environment(path: str) -> str | None:
    found = _ENVIRONMENT.search(path)
    return (found[1] or found[2]) if found is not None else None


def _reused(one: Credential, other: Credential, kind: str) -> Reused:
    return Reused(one.place, one.role, one.name, kind, other.place, one.scope, one.tag)


def live_reads(group: Sequence[Supply], mocked: Set[str]) -> list[Supply]:
    """Where a group's tests read a key that they send for real."""
    tests = (one for one in group if one.in_tests and one.place.path not in mocked)
    return [one for one in tests if _is_key_of(one) and one.uses]


def read_by_production(group: Sequence[Supply]) -> Set[str]:
    """The variables that a group's code reads keys from, tests left out."""
    return _first_read(group).keys()


def _first_read(supplies: Iterable[Supply]) -> Mapping[str, Supply]:
    """For each variable where production first reads it."""
    found: dict[str, Supply] = {}
    for supply in supplies:
        if _is_key_of(supply) and not supply.in_tests:
            found[supply.source] = min(supply, found.get(supply.source, supply), key=lambda one: one.place)
    return found


def _read_by_tests(tests: Iterable[Supply], production: Mapping[str, Supply]) -> Iterator[Reused]:
    """A test that sends for real, with a variable that production reads too: in its own group, or else anywhere."""
    for supply in tests:
        other = production.get(supply.source)
        if other is not None:
            yield Reused(supply.place, supply.role, supply.source, "tests", other.place, supply.scope, "")


def _is_key_of(supply: Supply) -> bool:
    return supply.kind == "environment" and supply.role.is_key
