"""Which passage of the earlier text is which of the later: one to one.

1. Passages with equal words are anchors: in order first (longest common subsequence), then wherever
   the same words stand elsewhere.
2. The rest find candidates through an index of their three-word shingles and longer words; words
   that many passages have are left out of it, so that the work stays linear.
3. Candidates are scored and taken greedily by likeness, then by nearness.
4. Between two pairs, as many passages left over on the one side as on the other are tried in their
   order; a lone one may stand against a lone one on a weaker likeness.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.distance import Indel

from archive.diff.likeness import Likeness
from archive.diff.passages import Passage

_IN_PLACE = 0.7
"""What is asked of a lone pair in one place, of what is asked of any other."""
_MOST_POSTINGS = 16
_MOST_CANDIDATES = 8
_SURE = 0.7
_SO_MUCH_LESS = 3
"""Where one candidate is surely the same, those that share so many times less are not looked at."""
_LONG_WORD = 4
_MOST_CELLS = 100_000_000


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Indexes into the two sequences, and how alike the passages are."""

    old: int
    new: int
    likeness: float


def pairs_of(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """The pairs, in order of the earlier text. Each passage is in one pair at most."""
    pairs = _anchors(old, new)
    old_left = _left(len(old), (pair.old for pair in pairs))
    new_left = _left(len(new), (pair.new for pair in pairs))
    if old_left and new_left:
        likeness = Likeness(old)
        pairs += _by_likeness(old, new, old_left, new_left, likeness)
        pairs += _in_place(old, new, pairs, likeness)
    return sorted(pairs)


def _left(count: int, taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [index for index in range(count) if index not in gone]


def _anchors(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    shared = {one.text for one in old} & {one.text for one in new}
    old_keys, new_keys = ([_anchor(one, shared) for one in side] for side in (old, new))
    ids = {key: number for number, key in enumerate(dict.fromkeys(old_keys + new_keys))}
    old_ids, new_ids = [ids[key] for key in old_keys], [ids[key] for key in new_keys]
    in_order = dict(_in_order(old_ids, new_ids))
    elsewhere = _same_elsewhere(old_ids, new_ids, in_order)
    return [Pair(i, j, 1.0) for i, j in [*in_order.items(), *elsewhere]]


def _anchor(one: Passage, shared: Collection[str]) -> tuple[str, Hashable]:
    """What equal passages have in common: the very text, or else the words."""
    return one.group, one.text if one.text in shared else one.words.keys


def _in_order(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(old) * len(new) > _MOST_CELLS:
        return
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield from zip(
                range(code.src_start, code.src_end),
                range(code.dest_start, code.dest_end),
                strict=True,
            )


def _same_elsewhere(
    old: Sequence[int], new: Sequence[int], taken: dict[int, int]
) -> Iterator[tuple[int, int]]:
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for j in reversed(_left(len(new), taken.values())):
        waiting[new[j]].append(j)
    for i in _left(len(old), taken):
        if waiting[old[i]]:
            yield i, waiting[old[i]].pop()


def _by_likeness(
    old: Sequence[Passage],
    new: Sequence[Passage],
    old_left: list[int],
    new_left: list[int],
    likeness: Likeness,
) -> list[Pair]:
    index = _index(new, new_left)
    scored = [
        pair
        for i in old_left
        for pair in _scored(i, old, new, index, likeness)
        if pair.likeness > 0
    ]
    scale = max(len(old), len(new))
    scored.sort(key=lambda p: (-round(p.likeness, 2), _distance(p, old, new, scale), p))
    return _one_to_one(scored)


def _distance(pair: Pair, old: Sequence[Passage], new: Sequence[Passage], scale: int) -> float:
    return round(abs(pair.old / len(old) - pair.new / len(new)) * scale)


def _one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    old_taken: set[int] = set()
    new_taken: set[int] = set()
    for pair in pairs:
        if pair.old not in old_taken and pair.new not in new_taken:
            kept.append(pair)
            old_taken.add(pair.old)
            new_taken.add(pair.new)
    return kept


def _index(passages: Sequence[Passage], indexes: Iterable[int]) -> dict[Hashable, list[int]]:
    postings: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in indexes:
        for feature in _features(passages[index]):
            if len(postings[feature]) <= _MOST_POSTINGS:
                postings[feature].append(index)
    return {key: found for key, found in postings.items() if len(found) <= _MOST_POSTINGS}


def _features(passage: Passage) -> set[Hashable]:
    keys = passage.folded
    shortest = _LONG_WORD if len(keys) > 8 else 1
    shingles: set[Hashable] = set(zip(keys, keys[1:], keys[2:], strict=False))
    shingles.update(key for key in passage.vocabulary if len(key) >= shortest)
    return shingles


def _scored(
    i: int,
    old: Sequence[Passage],
    new: Sequence[Passage],
    index: dict[Hashable, list[int]],
    likeness: Likeness,
) -> Iterator[Pair]:
    shared = Counter(chain.from_iterable(index.get(one, ()) for one in _features(old[i])))
    best = heapq.nsmallest(_MOST_CANDIDATES, shared, key=lambda j: (-shared[j], abs(i - j), j))
    sure = 0
    for j in best:
        if shared[j] * _SO_MUCH_LESS < sure:
            return
        if old[i].group == new[j].group:
            found = likeness.of(old[i], new[j])
            yield Pair(i, j, found)
            if found >= _SURE:
                sure = max(sure, shared[j])


def _in_place(
    old: Sequence[Passage], new: Sequence[Passage], pairs: Sequence[Pair], likeness: Likeness
) -> list[Pair]:
    """Passages left over between two pairs that stand side by side on both sides, as many on the
    one as on the other: the first against the first, and so on."""
    found = []
    for begin, other_begin, count in _equal_gaps(len(old), len(new), pairs):
        for i, j in zip(
            range(begin, begin + count), range(other_begin, other_begin + count), strict=True
        ):
            if old[i].group == new[j].group:
                least = _IN_PLACE if count == 1 else 1.0
                found.append(Pair(i, j, likeness.of(old[i], new[j], least=least)))
    return [pair for pair in found if pair.likeness > 0]


def _equal_gaps(old: int, new: int, pairs: Sequence[Pair]) -> Iterator[tuple[int, int, int]]:
    """(old index, new index, length) of the stretches without pairs between two pairs."""
    taken = {pair.new for pair in pairs}
    before = Pair(-1, -1, 1.0)
    for pair in [*sorted(pairs), Pair(old, new, 1.0)]:
        count = pair.old - before.old - 1
        start = before.new + 1
        if count == pair.new - start and count and taken.isdisjoint(range(start, pair.new)):
            yield before.old + 1, start, count
        before = pair
