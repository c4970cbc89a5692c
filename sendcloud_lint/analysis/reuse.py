"""One key in several places of a project: compared by what stands for it, never by its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import combinations

from sendcloud_lint.knowledge.places import is_code, is_manual, is_sample, is_test
from sendcloud_lint.model.facts import Credential, Reused, Supply

_ENVIRONMENT = re.compile(r"(?:^|/)\.env[._-](\w+)$|(?:^|/)(\w+)\.env$")


def reused(credentials: Iterable[Credential], supplies: Iterable[Supply], mocked: Set[str]) -> Iterator[Reused]:
    """Keys that tests share with production, and keys that serve several purposes, each at its later place. `mocked`
    are the tests that send nothing."""
    by_value: dict[str, list[Credential]] = {}
    for one in credentials:
        is_real = not (one.placeholder or is_sample(one.place.path) or is_manual(one.place.path))
        if one.role.is_key and is_real and not one.shown_in:
            by_value.setdefault(one.mask, []).append(one)
    for group in by_value.values():
        yield from _of_one_value(sorted(group, key=lambda one: one.place))
    yield from _read_by_tests(list(supplies), mocked)


def _of_one_value(group: list[Credential]) -> Iterator[Reused]:
    deployed = [one for one in group if not is_test(one.place.path)]
    tests = [one for one in group if is_test(one.place.path)]
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


def _read_by_tests(supplies: list[Supply], mocked: Set[str]) -> Iterator[Reused]:
    """A test that sends for real, with a variable that production reads too."""
    production: Mapping[str, Supply] = {
        supply.source: supply for supply in supplies if _is_key_of(supply) and not is_test(supply.place.path)
    }
    for supply in supplies:
        is_live = is_test(supply.place.path) and supply.place.path not in mocked
        other = production.get(supply.source)
        if is_live and _is_key_of(supply) and other is not None and supply.uses:
            yield Reused(supply.place, supply.role, supply.source, "tests", other.place, supply.scope, "")


def _is_key_of(supply: Supply) -> bool:
    return supply.kind == "environment" and supply.role.is_key
