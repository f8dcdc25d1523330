"""Which passage of the earlier text is which of the later: one to one.

1. Passages with equal words are anchors: in order first (longest common subsequence), then wherever
   the same words stand elsewhere.
2. The rest find candidates through an index of their three-word shingles and longer words; words
   that many passages have are left out of it, so that the work stays linear.
3. Candidates are scored and taken greedily by likeness, then by nearness.
4. A lone passage between two pairs may stand against a lone one on a weaker likeness.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from archive.diff.passages import Passage, likeness

_LEAST_LIKE = 0.3
_LEAST_LIKE_IN_PLACE = 0.2
_FEWEST_SHARED = 3
_MOST_POSTINGS = 16
_MOST_CANDIDATES = 8
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
    pairs += _by_likeness(old, new, _left(len(old), (pair.old for pair in pairs)),
                          _left(len(new), (pair.new for pair in pairs)))  # fmt: skip
    pairs += _in_place(old, new, pairs)
    return sorted(pairs)


def _left(count: int, taken: Iterable[int]) -> list[int]:
    gone = set(taken)
    return [index for index in range(count) if index not in gone]


def _anchors(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    old_keys = [(passage.group, passage.words.keys) for passage in old]
    new_keys = [(passage.group, passage.words.keys) for passage in new]
    ids = {key: number for number, key in enumerate(dict.fromkeys(old_keys + new_keys))}
    old_ids, new_ids = [ids[key] for key in old_keys], [ids[key] for key in new_keys]
    in_order = dict(_in_order(old_ids, new_ids))
    elsewhere = _same_elsewhere(old_ids, new_ids, in_order)
    return [Pair(i, j, 1.0) for i, j in [*in_order.items(), *elsewhere]]


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
    old: Sequence[Passage], new: Sequence[Passage], old_left: list[int], new_left: list[int]
) -> list[Pair]:
    index = _index(new, new_left)
    scored = [
        pair
        for i in old_left
        for pair in _scored(i, old, new, index)
        if pair.likeness >= _LEAST_LIKE
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


def _index(passages: Sequence[Passage], indexes: Iterable[int]) -> dict[str, list[int]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index in indexes:
        for feature in _features(passages[index]):
            if len(postings[feature]) <= _MOST_POSTINGS:
                postings[feature].append(index)
    return {key: found for key, found in postings.items() if len(found) <= _MOST_POSTINGS}


def _features(passage: Passage) -> set[str]:
    keys = passage.folded
    shingles = {" ".join(keys[i : i + 3]) for i in range(len(keys) - 2)}
    shortest = _LONG_WORD if len(keys) > 8 else 1
    return shingles | {key for key in keys if len(key) >= shortest}


def _scored(
    i: int, old: Sequence[Passage], new: Sequence[Passage], index: dict[str, list[int]]
) -> Iterator[Pair]:
    shared: Counter[int] = Counter()
    for feature in _features(old[i]):
        shared.update(index.get(feature, ()))
    best = heapq.nsmallest(_MOST_CANDIDATES, shared, key=lambda j: (-shared[j], abs(i - j), j))
    for j in best:
        if old[i].group == new[j].group:
            yield Pair(i, j, likeness(old[i], new[j]))


def _in_place(old: Sequence[Passage], new: Sequence[Passage], pairs: Sequence[Pair]) -> list[Pair]:
    partner = {pair.old: pair.new for pair in pairs} | {-1: -1, len(old): len(new)}
    taken = {pair.new for pair in pairs}
    found = []
    for i in _left(len(old), partner):
        j = partner.get(i - 1, len(new)) + 1
        lone = j < len(new) and j not in taken and partner.get(i + 1) == j + 1
        if lone and old[i].group == new[j].group:
            found.append(Pair(i, j, likeness(old[i], new[j])))
    return [
        pair
        for pair in found
        if pair.likeness >= _LEAST_LIKE_IN_PLACE and _share_words(old[pair.old], new[pair.new])
    ]


def _share_words(old: Passage, new: Passage) -> bool:
    """Whether more than chance words agree."""
    return len(_features(old) & _features(new)) >= _FEWEST_SHARED
