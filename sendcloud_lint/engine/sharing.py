"""How the work on files that matter is shared out among processes. What is found is the same over any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def shares(groups: Mapping[int, Sequence[str]], sizes: Mapping[str, int], processes: int) -> list[tuple[int, ...]]:
    """What each process understands, by the groups' numbers: shares of about the same size, the largest group in the
    first, and fewer than `processes` where there are not as many groups. A group can't be cut, as what is understood of
    a file hangs on the whole group."""
    weights = {number: sum(sizes[path] for path in paths) for number, paths in groups.items()}
    dealt: list[list[int]] = [[] for _ in range(min(processes, len(groups)))]
    loads = [0] * len(dealt)
    for number in sorted(groups, key=lambda number: (-weights[number], number)):
        least = loads.index(min(loads))
        dealt[least].append(number)
        loads[least] += weights[number]
    return [tuple(numbers) for numbers in dealt if numbers]
