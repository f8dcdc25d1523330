"""How surely two passages are one text, edited.

Three measures, each for another kind of editing
- the words that stay in order: a few words changed;
- the characters that stay in order, beyond what chance gives: languages that inflect change word
  forms where English changes none;
- the words that both have, rare ones counting more, where neighbours are still neighbours: a text
  that was written anew from the same material, in another order.

What two texts on one subject have in common by chance is not enough: short texts must be more alike,
since a word or two agree soon.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz

from archive.diff.passages import Passage, share_of_words

_MOST_CHARACTERS = 100_000_000
"""Above this product of lengths only words are compared."""
_CHANCE = 0.4
"""Two unrelated texts of one language agree in about this share of their characters."""
_SURE = 0.6
_IN_ORDER = 0.5
_SHORT = 8
_IN_ORDER_SHORT = 0.6
_ANEW = 0.3
_NEIGHBOURS = 0.15
_FEWEST_SHARED = 4
_SAMPLE = 50
"""Passages, evenly taken, that tell how common a word is."""


class Likeness:
    """Measures pairs of passages of two texts; 0.0 where they are not alike enough to be one."""

    def __init__(self, old: Sequence[Passage]) -> None:
        self._old = old[:: max(len(old) // _SAMPLE, 1)]

    def of(self, old: Passage, new: Passage, *, least: float = 1.0) -> float:
        """0 to 1. `least` scales what is asked: below 1.0 where the place speaks for the pair."""
        shorter, longer = sorted((len(old.folded), len(new.folded)))
        if 2 * shorter < least * _ANEW * (shorter + longer):
            return 0.0  # alike as two texts of such lengths can be, they are not alike enough
        in_order = _in_order(old, new)
        if in_order >= _SURE:
            return in_order
        if in_order >= least * (_IN_ORDER_SHORT if shorter <= _SHORT else _IN_ORDER):
            return in_order
        anew = self._anew(old, new, least)
        return max(anew, in_order) if anew else 0.0

    def _anew(self, old: Passage, new: Passage, least: float) -> float:
        """The share of both texts' words, by rarity; 0.0 where it is a matter of subject."""
        shared = old.vocabulary & new.vocabulary
        if len(shared) < _FEWEST_SHARED or _neighbours(old, new) < least * _NEIGHBOURS:
            return 0.0
        weighed = self._weight(old.vocabulary) + self._weight(new.vocabulary)
        share = 2 * self._weight(shared) / weighed
        return share if share >= least * _ANEW else 0.0

    def _weight(self, words: frozenset[str]) -> float:
        rarity, rarest = self._rarity, self._rarest
        return sum([rarity.get(word, rarest) for word in words])

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counted = Counter(word for passage in self._old for word in passage.vocabulary)
        total = len(self._old)
        return {word: math.log(1 + total / (count + 0.5)) for word, count in counted.items()}

    @cached_property
    def _rarest(self) -> float:
        return math.log(1 + 2 * len(self._old))


def _in_order(old: Passage, new: Passage) -> float:
    by_words = share_of_words(old.folded, new.folded)
    if by_words >= _SURE or len(old.text) * len(new.text) > _MOST_CHARACTERS:
        return by_words
    by_characters = fuzz.ratio(old.text, new.text) / 100
    return max(by_words, (by_characters - _CHANCE) / (1 - _CHANCE))


def _neighbours(old: Passage, new: Passage) -> float:
    """The share of pairs of neighbouring words that both texts have."""
    total = len(old.neighbours) + len(new.neighbours)
    return 2 * len(old.neighbours & new.neighbours) / total if total else 0.0
