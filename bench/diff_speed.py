"""Part of bench/diff.py: CPU time beside difflib, htmldiff2 and diff-match-patch, and on shapes made
to be dear.

Ratios of one run, to `difflib` over the words of both texts (no white space, autojunk=False). The
peers run in an environment of their own (bench/diff_peers.py), where difflib is timed again beside
them: theirs are ratios to that.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import diff_peers

from archive.diff import compare
from archive.records import Article, Block, Body, ReadBy

_VOCABULARY = 4000
_WORDS = 60
_RUNS = 5


@dataclass(frozen=True)
class Pair:
    """The paragraphs of two states."""

    name: str
    old: list[str]
    new: list[str]


def print_speed(peers: Path | None) -> None:
    """Times of 100 paragraphs beside the peers', and of 1,000 beside those of 100."""
    pairs = [some_edited(100), all_edited(100)]
    for pair in pairs:
        ours, difflib = _interleaved(lambda one=pair: _ours(one), lambda one=pair: _difflib(one))
        print(
            f"\n{pair.name}: microfiche {ours * 1000:.1f} ms, {ours / difflib:.2f} of difflib's time"
        )
        for name, ratio in _of_peers(peers, pair).items():
            print(f"  {name:26} {ratio:8.2f} of difflib's time")
    for small, large in (
        (some_edited(100), some_edited(1000)),
        (all_edited(100), all_edited(1000)),
    ):
        one, many = _interleaved(lambda s=small: _ours(s), lambda m=large: _ours(m))
        print(f"{large.name}: {many * 1000:.0f} ms, {many / one:.1f} times those of 100")


def _interleaved(*candidates: Callable[[], None]) -> list[float]:
    """The least CPU seconds of each, run in turns."""
    best = [float("inf")] * len(candidates)
    for _ in range(_RUNS):
        for place, candidate in enumerate(candidates):
            begun = time.process_time()
            candidate()
            best[place] = min(best[place], time.process_time() - begun)
    return best


def _ours(pair: Pair) -> None:
    compare(_article(pair.old), _article(pair.new))


def _difflib(pair: Pair) -> None:
    diff_peers.difflib_words("\n".join(pair.old), "\n".join(pair.new))


def _of_peers(python: Path | None, pair: Pair) -> dict[str, float]:
    """Each peer's ratio to difflib; none without their environment."""
    if python is None:
        return {}
    script = Path(__file__).with_name("diff_peers.py")
    asked = json.dumps({"old": "\n".join(pair.old), "new": "\n".join(pair.new)})
    done = subprocess.run(
        [python, script], input=asked, capture_output=True, text=True, check=True, timeout=600
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def some_edited(paragraphs: int, seed: int = 7) -> Pair:
    """Light edits, rewrites, removals, moves and additions, each in some hundredths of them."""
    chance = random.Random(seed)
    words = _vocabulary(chance)
    old = [_paragraph(chance, words) for _ in range(paragraphs)]
    places = chance.sample(range(paragraphs), paragraphs)
    share = max(paragraphs // 25, 1)
    text = dict(enumerate(old))
    text |= {i: _edited(chance, old[i], words, 0.05) for i in places[: 2 * share]}
    text |= {i: _edited(chance, old[i], words, 0.45) for i in places[2 * share : 7 * share // 2]}
    gone, moved = set(places[-share:]), places[-2 * share : -share]
    stays = [i for i in range(paragraphs) if i not in gone and i not in moved]
    for i in moved:
        far = chance.randint(len(stays) // 4, 3 * len(stays) // 4)
        stays.insert((i + far) % len(stays), i)
    new = [text[i] for i in stays]
    for _ in range(share):
        new.insert(chance.randrange(len(new) + 1), _paragraph(chance, words))
    return Pair(f"{paragraphs} paragraphs, some edited", old, new)


def all_edited(paragraphs: int, seed: int = 7) -> Pair:
    """Every paragraph edited, none in another place: nothing to hold on to."""
    chance = random.Random(seed)
    words = _vocabulary(chance)
    old = [_paragraph(chance, words) for _ in range(paragraphs)]
    new = [_edited(chance, one, words, 0.1) for one in old]
    return Pair(f"{paragraphs} paragraphs, all edited", old, new)


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


def _article(texts: list[str]) -> Article:
    blocks = tuple(Block(type="paragraph", text=text) for text in texts)
    return Article(
        reading=ReadBy(reader="1", layout="generic"),
        url="https://courier.example/a",
        in_language="en",
        body=Body(blocks=blocks),
    )


def print_hostile() -> None:
    """CPU seconds and memory of shapes at two sizes: the second four or five times the first."""
    print("\nhostile shapes (CPU seconds; the second is four or five times as large)")
    for small, large in _shapes():
        times = [_seconds(small), _seconds(large)]
        print(f"  {large.name:44} {times[0]:7.2f} {times[1]:7.2f}")
    print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _seconds(pair: Pair) -> float:
    begun = time.process_time()
    _ours(pair)
    return time.process_time() - begun


def _shapes() -> Iterator[tuple[Pair, Pair]]:
    shapes: dict[str, tuple[Callable[[int], tuple[list[str], list[str]]], int, int]] = {
        "10,000 equal paragraphs, one edited": (_equal, 2_000, 10_000),
        "10,000 equal paragraphs, all edited alike": (_equal_edited, 2_000, 10_000),
        "one paragraph of 5 MB, edited": (_one_long, 200_000, 850_000),
        "100,000 blocks of one word": (_one_word, 25_000, 100_000),
        "8,000 paragraphs half like every other": (_half, 2_000, 8_000),
        "a text of 5,000 sentences merged into one": (_merged, 1_250, 5_000),
        "100,000 marks that open and never close": (_open_marks, 25_000, 100_000),
    }
    for name, (make, small, large) in shapes.items():
        yield Pair(name, *make(small)), Pair(name, *make(large))


def _equal(size: int) -> tuple[list[str], list[str]]:
    same = ["The same text again and again here."]
    return same * size, [*same * (size // 2), "Another one.", *same * (size // 2)]


def _equal_edited(size: int) -> tuple[list[str], list[str]]:
    return ["The same text again and again here."] * size, ["The same text again and here."] * size


def _one_long(size: int) -> tuple[list[str], list[str]]:
    chance = random.Random(1)
    words = chance.choices(_vocabulary(chance), k=size)
    edited = [word if chance.random() > 0.01 else "elsewhere" for word in words]
    return [" ".join(words)], [" ".join(edited)]


def _one_word(size: int) -> tuple[list[str], list[str]]:
    chance = random.Random(2)
    words = chance.choices(_vocabulary(chance), k=size)
    return words, [word if chance.random() > 0.1 else "elsewhere" for word in words]


def _half(size: int) -> tuple[list[str], list[str]]:
    chance = random.Random(3)
    words = _vocabulary(chance)
    common = " ".join(chance.choices(words, k=30))
    made = [f"{common} {' '.join(chance.choices(words, k=30))}" for _ in range(2 * size)]
    return made[:size], made[size:]


def _merged(size: int) -> tuple[list[str], list[str]]:
    chance = random.Random(4)
    words = _vocabulary(chance)
    made = [_paragraph(chance, words) for _ in range(size)]
    return made, [" ".join(made)]


def _open_marks(size: int) -> tuple[list[str], list[str]]:
    return ["“ a " * size], ["“ b " * size]
