"""Which pairs moved: those off the heaviest increasing subsequence of the pairs.

So a passage inserted above moves nothing, and of two that changed places the shorter one moved.
Fenwick tree of maxima, O(n log n).
"""

from __future__ import annotations

from collections.abc import Sequence


def staying(targets: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Indexes of `targets` (all different) that keep their order: the most, then the heaviest."""
    rank = {target: place for place, target in enumerate(sorted(targets), start=1)}
    best: list[tuple[int, int, int]] = [(0, 0, -1)] * (len(targets) + 1)
    before = [-1] * len(targets)
    for index, target in enumerate(targets):
        count, weight, last = _best_below(best, rank[target] - 1)
        before[index] = last
        _raise(best, rank[target], (count + 1, weight + weights[index], index))
    return _chain(_best_below(best, len(targets))[2], before)


def _best_below(best: list[tuple[int, int, int]], place: int) -> tuple[int, int, int]:
    found = (0, 0, -1)
    while place > 0:
        found = max(found, best[place])
        place -= place & -place
    return found


def _raise(best: list[tuple[int, int, int]], place: int, value: tuple[int, int, int]) -> None:
    while place < len(best):
        best[place] = max(best[place], value)
        place += place & -place


def _chain(last: int, before: Sequence[int]) -> set[int]:
    kept: set[int] = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept
