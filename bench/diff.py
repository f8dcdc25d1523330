"""The comparison against difflib and plain rapidfuzz, in one process: times, recall, precision.

Run: python bench/diff.py [PARAGRAPHS ...]      (default 100 and 1000)

An article of invented words gets planted edits: light ones, rewrites, removals, moves, additions.
Each candidate pairs the paragraphs of both states; a pair is right where the planting says so.
Only `microfiche` also names moves, figures and so on; it is timed with all of that.
"""

from __future__ import annotations

import difflib
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from archive.diff import Event, compare
from archive.records import Article, Block, Body, ReadBy

_VOCABULARY = 4000
_WORDS = 60


@dataclass(frozen=True)
class Planted:
    old: list[str]
    new: list[str]
    kept: dict[int, int]
    """Place in the earlier text to place in the later one."""
    moved: set[int]


def planted(paragraphs: int, seed: int = 7) -> Planted:
    """An article and its edited state; the same for the same arguments."""
    chance = random.Random(seed)
    words = _vocabulary(chance)
    old = [_paragraph(chance, words) for _ in range(paragraphs)]
    order = list(range(paragraphs))
    shuffled = chance.sample(order, paragraphs)
    share = max(paragraphs // 25, 1)
    light, heavy = shuffled[: 2 * share], shuffled[2 * share : 3 * share + share // 2]
    gone, moved = set(shuffled[-share:]), shuffled[-2 * share : -share]
    text = dict(enumerate(old))
    text |= {i: _edited(chance, old[i], words, 0.05) for i in light}
    text |= {i: _edited(chance, old[i], words, 0.45) for i in heavy}
    stays = [i for i in order if i not in gone and i not in moved]
    for i in moved:
        stays.insert(_far(chance, i, len(stays)), i)
    new = [(i, text[i]) for i in stays]
    for _ in range(share):
        new.insert(chance.randrange(len(new) + 1), (-1, _paragraph(chance, words)))
    kept = {i: j for j, (i, _) in enumerate(new) if i >= 0}
    return Planted(old, [one for _, one in new], kept, set(moved))


def all_edited(paragraphs: int, seed: int = 7) -> Planted:
    """Every paragraph edited, none in another place: nothing to anchor on."""
    chance = random.Random(seed)
    words = _vocabulary(chance)
    old = [_paragraph(chance, words) for _ in range(paragraphs)]
    new = [_edited(chance, one, words, 0.1) for one in old]
    return Planted(old, new, {i: i for i in range(paragraphs)}, set())


def _vocabulary(chance: random.Random) -> list[str]:
    syllables = ["ka", "lo", "min", "tar", "ve", "sol", "ri", "bun", "da", "ne", "osh", "pel", "i"]
    made = {"".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(9000)}
    return sorted(made)[:_VOCABULARY]


def _paragraph(chance: random.Random, words: list[str]) -> str:
    common = ["the", "of", "and", "in", "to", "a", "said", "that", "was", "for"]
    chosen = [
        chance.choice(common) if chance.random() < 0.4 else chance.choice(words)
        for _ in range(_WORDS)
    ]
    chosen[chance.randrange(_WORDS)] = str(chance.randint(2, 9999))
    return " ".join(chosen).capitalize() + "."


def _edited(chance: random.Random, text: str, words: list[str], share: float) -> str:
    old = text.split(" ")
    new = [chance.choice(words) if chance.random() < share else word for word in old]
    return " ".join(new) if new != old else " ".join([*old, chance.choice(words)])


def _far(chance: random.Random, place: int, length: int) -> int:
    return (place + chance.randint(length // 4, 3 * length // 4)) % length


def _article(texts: list[str]) -> Article:
    blocks = tuple(Block(type="paragraph", text=text) for text in texts)
    return Article(
        reading=ReadBy(reader="1", layout="generic"),
        url="https://courier.example/a",
        in_language="en",
        body=Body(blocks=blocks),
    )


def ours(case: Planted) -> tuple[dict[int, int], set[int] | None]:
    events = compare(_article(case.old), _article(case.new)).events
    return _pairs_of(case, events), {
        event.position_from
        for event in events
        if event.type == "block_moved" and event.position_from is not None
    }


def _pairs_of(case: Planted, events: tuple[Event, ...]) -> dict[int, int]:
    named = {
        event.position_from: event.position_to
        for event in events
        if event.position_from is not None and event.position_to is not None
    }
    removed = {event.position_from for event in events if event.type == "block_removed"}
    places = {text: j for j, text in enumerate(case.new)}
    same = {
        i: places[text]
        for i, text in enumerate(case.old)
        if i not in named and i not in removed and text in places
    }
    return named | same


def difflib_paragraphs(case: Planted) -> tuple[dict[int, int], set[int] | None]:
    matcher = difflib.SequenceMatcher(None, case.old, case.new, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {a + k: b + k for a, b, size in blocks for k in range(size)}, None


def difflib_words(case: Planted) -> tuple[dict[int, int], set[int] | None]:
    old, new = _flat(case.old), _flat(case.new)
    matcher = difflib.SequenceMatcher(None, [w for _, w in old], [w for _, w in new], False)
    votes: dict[int, dict[int, int]] = {}
    for a, b, size in matcher.get_matching_blocks():
        for k in range(size):
            found = votes.setdefault(old[a + k][0], {})
            found[new[b + k][0]] = found.get(new[b + k][0], 0) + 1
    best = {i: max(found, key=lambda j: found[j]) for i, found in votes.items()}
    return {i: j for i, j in best.items() if votes[i][j] >= 0.4 * _WORDS}, None


def _flat(texts: list[str]) -> list[tuple[int, str]]:
    return [(i, word) for i, text in enumerate(texts) for word in text.split()]


def rapidfuzz_all_pairs(case: Planted) -> tuple[dict[int, int], set[int] | None]:
    ranked = sorted(
        (
            (score, i, j)
            for i, text in enumerate(case.old)
            for _, score, j in process.extract(text, case.new, scorer=fuzz.ratio, score_cutoff=60)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs, None


_Candidate = Callable[[Planted], tuple[dict[int, int], set[int] | None]]
CANDIDATES: dict[str, _Candidate] = {
    "microfiche": ours,
    "difflib, paragraphs": difflib_paragraphs,
    "difflib, words": difflib_words,
    "rapidfuzz, all pairs": rapidfuzz_all_pairs,
}


def report(name: str, case: Planted, runs: int) -> None:
    """Print a table: time against `microfiche`, precision and recall of pairs and moves."""
    print(f"\n{name}: {len(case.old)} paragraphs, {len(case.moved)} moved")
    print(f"{'':22} {'time':>9} {'ratio':>7}  precision recall  moves found")
    base = 0.0
    for label, candidate in CANDIDATES.items():
        seconds, (pairs, moves) = _timed(candidate, case, runs)
        base = base or seconds
        right = sum(1 for i, j in pairs.items() if case.kept.get(i) == j)
        print(
            f"{label:22} {seconds * 1000:7.1f}ms {seconds / base:6.1f}x"
            f"  {right / max(len(pairs), 1):9.3f} {right / len(case.kept):6.3f}"
            f"  {_moves(moves, case.moved)}"
        )


def _timed(
    candidate: _Candidate, case: Planted, runs: int
) -> tuple[float, tuple[dict[int, int], set[int] | None]]:
    best = float("inf")
    for _ in range(runs):
        begun = time.perf_counter()
        answer = candidate(case)
        best = min(best, time.perf_counter() - begun)
    return best, answer


def _moves(found: set[int] | None, planted_moves: set[int]) -> str:
    if found is None:
        return "-"
    return (
        f"{len(found & planted_moves)} of {len(planted_moves)}, {len(found - planted_moves)} wrong"
    )


def main() -> None:
    for paragraphs in [int(one) for one in sys.argv[1:]] or [100, 1000]:
        runs = 5 if paragraphs <= 200 else 1
        report("some edited", planted(paragraphs), runs)
        report("all edited", all_edited(paragraphs), runs)


if __name__ == "__main__":
    main()
