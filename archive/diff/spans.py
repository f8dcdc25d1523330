"""The words that changed between two texts.

The alignment is the longest common subsequence of words (rapidfuzz's bit-parallel Indel distance,
Hyyrö 2004). Its memory is a bit for each pair of words, so that a pair of very long texts is first
aligned by sentences and then by words between those that agree; nothing is quadratic beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from rapidfuzz.distance import Indel

from archive.diff.events import Op, Span
from archive.diff.words import Words, is_word, raw_words_of, words_of

_MOST_CELLS = 100_000_000
"""Pairs of words aligned at once: 12 MB of bits."""
_SENTENCE_END = re.compile(r"[.!?…。！？]$")


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words old_begin..old_end of the old text stand against new_begin..new_end of the new."""

    op: Op
    old_begin: int
    old_end: int
    new_begin: int
    new_end: int


def spans_of(old: str, new: str) -> tuple[Span, ...]:
    """The two texts as spans; words compared by their folded keys."""
    return spans_between(words_of(old), words_of(new))


def typographic_spans(old: str, new: str) -> tuple[Span, ...]:
    """As `spans_of`, with white space and every character as they stand."""
    return spans_between(raw_words_of(old), raw_words_of(new))


def spans_between(old: Words, new: Words) -> tuple[Span, ...]:
    """The spans of two texts already taken apart."""
    return spans_of_hunks(hunks_of(old, new), old, new)


def spans_of_hunks(hunks: Iterable[Hunk], old: Words, new: Words) -> tuple[Span, ...]:
    """The texts of hunks that cover both sides."""
    if not old.keys or not new.keys:
        return whole(old.text or None, new.text or None)
    return tuple(_tidied(span_of(hunk, old, new) for hunk in hunks))


def _tidied(spans: Iterable[Span]) -> Iterator[Span]:
    """White space that ends both sides of a replacement goes to the equal span after it."""
    blank = ""
    for span in spans:
        if span.op == "equal" and blank:
            yield Span("equal", blank + span.old, blank + span.new)
            blank = ""
        elif span.op == "replace":
            blank = _common_blank(span.old, span.new)
            end = -len(blank) or None
            yield Span("replace", span.old[:end], span.new[:end])
        else:
            yield span
    if blank:
        yield Span("equal", blank, blank)


def _common_blank(old: str, new: str) -> str:
    old_blank, new_blank = old[len(old.rstrip()) :], new[len(new.rstrip()) :]
    return old_blank if old_blank == new_blank else ""


def span_of(hunk: Hunk, old: Words, new: Words) -> Span:
    """The hunk's texts."""
    return Span(
        hunk.op,
        old.slice(hunk.old_begin, hunk.old_end),
        new.slice(hunk.new_begin, hunk.new_end),
    )


def whole(old: str | None, new: str | None) -> tuple[Span, ...]:
    """One span: all of it was added, removed or replaced; none where there is no text at all."""
    if old is None:
        return (Span("insert", "", new),) if new is not None else ()
    if new is None:
        return (Span("delete", old, ""),)
    return (Span("equal" if old == new else "replace", old, new),)


def hunks_of(old: Words, new: Words) -> list[Hunk]:
    """Stretches of words, alternately equal and changed, that cover both texts."""
    matches = list(_matches(old.keys, new.keys))
    return _readable(list(_between(matches, len(old.keys), len(new.keys))), old, new)


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """(old index, new index, length) of the stretches that agree, in order."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    if head:
        yield 0, 0, head
    old_core, new_core = old[head : len(old) - tail], new[head : len(new) - tail]
    for i, j, length in _aligned(old_core, new_core):
        yield i + head, j + head, length
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    if len(old) * len(new) <= _MOST_CELLS:
        yield from _equal_runs(old, new)
        return
    for begin, end, other_begin, other_end in _sentence_gaps(old, new):
        gap, other_gap = old[begin:end], new[other_begin:other_end]
        if gap == other_gap:
            yield begin, other_begin, len(gap)
        elif len(gap) * len(other_gap) <= _MOST_CELLS:
            for i, j, length in _equal_runs(gap, other_gap):
                yield i + begin, j + other_begin, length


def _equal_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _sentence_gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of words that stand against each other, aligned by whole sentences."""
    old_cuts, new_cuts = _sentence_cuts(old), _sentence_cuts(new)
    old_sentences = [tuple(old[a:b]) for a, b in pairwise(old_cuts)]
    new_sentences = [tuple(new[a:b]) for a, b in pairwise(new_cuts)]
    if len(old_sentences) * len(new_sentences) > _MOST_CELLS:
        return
    for code in Indel.opcodes(old_sentences, new_sentences):
        yield (
            old_cuts[code.src_start],
            old_cuts[code.src_end],
            new_cuts[code.dest_start],
            new_cuts[code.dest_end],
        )


def _sentence_cuts(keys: Sequence[str]) -> list[int]:
    ends = [index + 1 for index, key in enumerate(keys) if _SENTENCE_END.search(key)]
    return sorted({0, *ends, len(keys)})


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _between(matches: list[tuple[int, int, int]], old_end: int, new_end: int) -> Iterator[Hunk]:
    i = j = 0
    for old_at, new_at, length in [*matches, (old_end, new_end, 0)]:
        if old_at > i or new_at > j:
            yield _changed(i, old_at, j, new_at)
        if length:
            yield Hunk("equal", old_at, old_at + length, new_at, new_at + length)
        i, j = old_at + length, new_at + length


def _changed(i: int, old_at: int, j: int, new_at: int) -> Hunk:
    op: Op = "replace" if old_at > i and new_at > j else "delete" if old_at > i else "insert"
    return Hunk(op, i, old_at, j, new_at)


def _readable(hunks: list[Hunk], old: Words, new: Words) -> list[Hunk]:
    """Neighbours joined, and chance matches ("of", a comma) between two replacements given up."""
    joined: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        after = hunks[index + 1] if index + 1 < len(hunks) else None
        chance = _by_chance(hunk, joined[-1] if joined else None, after, old)
        if joined and (chance or _mergeable(joined[-1], hunk)):
            joined[-1] = _joined(joined[-1], hunk)
        else:
            joined.append(hunk)
    return joined


def _by_chance(hunk: Hunk, before: Hunk | None, after: Hunk | None, old: Words) -> bool:
    if hunk.op != "equal" or before is None or after is None:
        return False
    if before.op != "replace" or after.op != "replace":
        return False
    keys = old.keys[hunk.old_begin : hunk.old_end]
    letters = sum(len(key) for key in keys if is_word(key))
    return len(keys) <= 2 and letters <= 3 and not any(key[:1].isdigit() for key in keys)


def _mergeable(before: Hunk, hunk: Hunk) -> bool:
    return (before.op == "equal") == (hunk.op == "equal")


def _joined(before: Hunk, hunk: Hunk) -> Hunk:
    if before.op == hunk.op == "equal":
        op: Op = "equal"
    else:
        op = _changed(before.old_begin, hunk.old_end, before.new_begin, hunk.new_end).op
    return Hunk(op, before.old_begin, hunk.old_end, before.new_begin, hunk.new_end)
