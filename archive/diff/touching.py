"""What of the things found in two texts the changed stretches hold.

A fact is a matter of few words: an addition or a removal of more, or of a whole sentence, is one of
text, and what it holds came or went with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.diff.change import Change
from archive.diff.found import Found
from archive.diff.spans import Hunk
from archive.diff.words import Words, word_count

_ENDS = frozenset(".!?。")
_SENTENCE = 4
"""An addition or a removal of more words than this is one of text, not of a fact in it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a text, and what decides how its facts are read."""

    change: Change
    language: str | None
    quoted: bool = False
    """Whether the whole block is a quotation, and its text changed (not only its source)."""
    rewritten: bool = False
    titled: bool = False
    """Whether most words have a capital for being a title's: capitals tell no name then."""

    @property
    def old(self) -> Words:
        return self.change.old

    @property
    def new(self) -> Words:
        return self.change.new

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        return self.change.hunks


def differing(
    change: Changed, old: Sequence[Found], new: Sequence[Found], hunks: Sequence[Hunk]
) -> tuple[list[str], list[str]]:
    """What only the earlier text has, and what only the later, within these stretches."""
    before, after = Counter(one.value for one in old), Counter(one.value for one in new)
    if before == after:
        return [], []
    within = [hunk for hunk in hunks if is_fact_sized(hunk, change)]
    lost = _only(touched(old, ranges(change.old, old_sides(within))), before - after)
    gained = _only(touched(new, ranges(change.new, new_sides(within))), after - before)
    return lost, gained


def _only(found: Iterable[Found], surplus: Counter[str]) -> list[str]:
    kept = []
    for one in found:
        if surplus[one.value] > 0:
            surplus[one.value] -= 1
            kept.append(one.text)
    return kept


def is_fact_sized(hunk: Hunk, change: Changed) -> bool:
    if hunk.op == "replace":
        return True
    words, begin, end = (
        (change.old, hunk.old_begin, hunk.old_end)
        if hunk.op == "delete"
        else (change.new, hunk.new_begin, hunk.new_end)
    )
    return word_count(words.keys[begin:end]) <= _SENTENCE and not _is_sentence(words, begin, end)


def _is_sentence(words: Words, begin: int, end: int) -> bool:
    """Whether words begin..end are whole sentences: between two ends, or the first, or the last."""
    if end - begin < 2:
        return False
    keys = words.keys
    starts = begin == 0 or keys[begin - 1][-1:] in _ENDS
    if starts and keys[end - 1][-1:] in _ENDS:
        return True  # "A. [B.] C."
    # "A[. B]." as the alignment of words may have it too
    return keys[begin][-1:] in _ENDS and end < len(keys) and keys[end][-1:] in _ENDS


def old_sides(hunks: Iterable[Hunk]) -> list[tuple[int, int]]:
    return [(hunk.old_begin, hunk.old_end) for hunk in hunks if hunk.old_begin < hunk.old_end]


def new_sides(hunks: Iterable[Hunk]) -> list[tuple[int, int]]:
    return [(hunk.new_begin, hunk.new_end) for hunk in hunks if hunk.new_begin < hunk.new_end]


def ranges(words: Words, sides: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(words.starts[begin], words.cut(end)) for begin, end in sides]


def touched(found: Iterable[Found], ranges: Sequence[tuple[int, int]]) -> list[Found]:
    """Those of `found` that overlap a range; both in order of the text."""
    return list(_overlapping(iter(ranges), found))


def _overlapping(ranges: Iterator[tuple[int, int]], found: Iterable[Found]) -> Iterator[Found]:
    current = next(ranges, None)
    for one in found:
        while current is not None and current[1] <= one.begin:
            current = next(ranges, None)
        if current is None:
            return
        if current[0] < one.end:
            yield one


def arrow(lost: Sequence[str], gained: Sequence[str]) -> str:
    before = ", ".join(lost[:3]) or "(none)"
    after = ", ".join(gained[:3]) or "(none)"
    return f"{before} → {after}"
