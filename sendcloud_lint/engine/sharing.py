"""How the work on files that matter is shared out among processes. What is found is the same over any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# A file takes about as long to be read as to be understood once it is read.
_READING = 0.5


class Share(NamedTuple):
    """What one process does: it understands these groups of files, by number, whole; but first it reads the files
    `ahead`, which are of the largest group, for the process that understands that one."""

    groups: tuple[int, ...]
    ahead: tuple[str, ...] = ()


def shares(groups: Mapping[int, Sequence[str]], sizes: Mapping[str, int], processes: int) -> list[Share]:
    """Shares of about the same size, the largest group in the first; fewer than `processes` where there is no more to
    share. A group can't be cut, as what is understood of a file hangs on the whole group; its files can be read by all
    whose own groups take less time than to understand the largest."""
    weights = {number: sum(sizes[path] for path in paths) for number, paths in groups.items()}
    ordered = sorted(groups, key=lambda number: (-weights[number], number))
    dealt: list[list[int]] = [[] for _ in range(processes)]
    loads = [0] * processes
    for number in ordered:
        least = loads.index(min(loads))
        dealt[least].append(number)
        loads[least] += weights[number]
    largest = ordered[0]
    readers = [0, *(each for each in range(1, processes) if loads[each] <= weights[largest] * (1 - _READING))]
    ahead = {reader: groups[largest][at :: len(readers)] for at, reader in enumerate(readers) if reader}
    told = [Share(tuple(numbers), tuple(ahead.get(at, ()))) for at, numbers in enumerate(dealt)]
    return [told[0], *(share for share in told[1:] if share.groups or share.ahead)]
