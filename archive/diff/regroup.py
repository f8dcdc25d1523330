"""Paragraphs that were split in several, or merged into one.

A passage left over beside a changed pair is taken as a further part when the words of the whole
were in the other side: it holds mostly that text's words, and with it the likeness of the pair
grows. A long passage without any pair is looked for in runs of left-over passages whose word
triples it has. Merging is the same seen from the other side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import LCSseq

from archive.diff.pairing import Pair
from archive.diff.passages import Passage, share_of_words

_LEAST_GAIN = 0.5
"""Of what the likeness would gain if every word of the piece were in the whole."""
_LEAST_HELD = 0.65
_LEAST_LIKE = 0.6
_MOST_CELLS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Regrouping:
    """One passage of one side that is several, adjacent, of the other: indexes."""

    one: int
    parts: tuple[int, ...]


def splits(
    wholes: Sequence[Passage], parts: Sequence[Passage], pairs: Sequence[Pair]
) -> list[Regrouping]:
    """Passages of `wholes` that stand as several in `parts`; for merges call with sides swapped."""
    free = set(range(len(parts))) - {pair.new for pair in pairs}
    found: list[Regrouping] = []
    for pair in pairs:
        if free and wholes[pair.old].words.keys != parts[pair.new].words.keys:
            run = _grown(wholes[pair.old], parts, pair.new, free)
            if len(run) > 1:
                free.difference_update(run)
                found.append(Regrouping(pair.old, run))
    unpaired = set(range(len(wholes))) - {pair.old for pair in pairs}
    return found + list(_dispersed(wholes, parts, sorted(unpaired), sorted(free)))


def _grown(
    one: Passage, parts: Sequence[Passage], start: int, free: Collection[int]
) -> tuple[int, ...]:
    first = last = start
    likeness = share_of_words(one.folded, parts[start].folded)
    while True:
        for a, b, piece in ((first, last + 1, last + 1), (first - 1, last, first - 1)):
            grown = _likeness(one, parts[a : b + 1]) if _fits(one, parts, piece, free) else 0.0
            if grown > likeness and _gains(one, parts[a : b + 1], parts[piece], likeness, grown):
                first, last, likeness = a, b, grown
                break
        else:
            return tuple(range(first, last + 1)) if likeness >= _LEAST_LIKE else (start,)


def _gains(
    one: Passage, run: Sequence[Passage], piece: Passage, before: float, after: float
) -> bool:
    """Whether a piece brings enough of the likeness that it could bring."""
    words = len(piece.folded)
    total = len(one.folded) + sum(len(part.folded) for part in run)
    ideal = (before * (total - words) + 2 * words) / total
    return after - before >= _LEAST_GAIN * (ideal - before)


def _fits(one: Passage, parts: Sequence[Passage], piece: int, free: Collection[int]) -> bool:
    if piece not in free or parts[piece].group != one.group:
        return False
    keys = parts[piece].folded
    if not 1 <= len(keys) <= len(one.folded):
        return False
    if len(keys) * len(one.folded) > _MOST_CELLS:
        return False
    held = LCSseq.similarity(keys, one.folded)
    return bool(held >= _LEAST_HELD * len(keys))


def _likeness(one: Passage, run: Sequence[Passage]) -> float:
    return share_of_words(one.folded, [key for part in run for key in part.folded])


def _dispersed(
    wholes: Sequence[Passage], parts: Sequence[Passage], unpaired: list[int], free: list[int]
) -> Iterator[Regrouping]:
    owners: dict[tuple[str, ...], int] = {}
    for one in unpaired:
        owners.update(dict.fromkeys(_triples(wholes[one]), one))
    homes = {index: _home(parts[index], owners) for index in free} if owners else {}
    runs: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    places = {index: place for place, index in enumerate(free)}
    for (home, _), members in groupby(homes, key=lambda i: (homes[i], i - places[i])):
        if home is not None:
            runs[home].append(tuple(members))
    for one, found in runs.items():
        run = max(found, key=len)
        alike = len(run) > 1 and _likeness(wholes[one], [parts[index] for index in run])
        if alike and alike >= _LEAST_LIKE:
            yield Regrouping(one, run)


def _home(part: Passage, owners: dict[tuple[str, ...], int]) -> int | None:
    triples = _triples(part)
    shared = Counter(owners[triple] for triple in triples if triple in owners)
    best = shared.most_common(1)
    return best[0][0] if best and best[0][1] >= _LEAST_HELD * len(triples) else None


def _triples(one: Passage) -> set[tuple[str, ...]]:
    keys = one.folded
    return {keys[index : index + 3] for index in range(len(keys) - 2)}


def swapped(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs seen from the later side."""
    return [Pair(pair.new, pair.old, pair.likeness) for pair in pairs]
