"""The texts to be paired: body blocks, image captions, live posts. Each with its words, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from archive.diff.words import Words, is_word, words_of

_MOST_CHARACTERS = 100_000_000
"""Above this product of lengths only words are compared."""
_MOST_WORDS = 2_000_000_000
"""Above this product of word counts two texts count as alike only by the words they share."""
_CHANCE = 0.4
"""Two unrelated texts of one language agree in about this share of their characters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in its place. Passages pair only within a group."""

    position: int
    group: str
    words: Words
    folded: tuple[str, ...]
    """The keys in lower case, without punctuation where there are words: for finding pairs."""

    @property
    def text(self) -> str:
        return self.words.text


def passage(position: int, group: str, text: str) -> Passage:
    """A passage of this text."""
    words = words_of(text)
    spoken = [key.casefold() for key in words.keys if is_word(key)]
    return Passage(position, group, words, tuple(spoken) or words.keys)


def joined(passages: Sequence[Passage]) -> Passage:
    """The passages as one, a newline between: the parts of a split or a merge."""
    first = passages[0]
    return passage(first.position, first.group, "\n".join(part.text for part in passages))


def similarity(old: Words, new: Words) -> float:
    """The share of words, punctuation included, that stay and stay in order; 0 to 1."""
    return share_of_words(old.keys, new.keys)


def share_of_words(old: Sequence[str], new: Sequence[str]) -> float:
    """Twice the longest common subsequence over both lengths; 1.0 for two empty texts."""
    if len(old) * len(new) > _MOST_WORDS:
        return _share_of_sets(old, new)
    return float(Indel.normalized_similarity(old, new))


def _share_of_sets(old: Sequence[str], new: Sequence[str]) -> float:
    one, other = set(old), set(new)
    return 2 * len(one & other) / (len(one) + len(other))


def likeness(old: Passage, new: Passage) -> float:
    """How surely two passages are the same one edited; 0 to 1.

    By words, or by characters beyond what chance gives, whichever is more: inflected languages
    change word forms where English changes none.
    """
    by_words = share_of_words(old.folded, new.folded)
    if len(old.text) * len(new.text) > _MOST_CHARACTERS:
        return by_words
    by_characters = fuzz.ratio(old.text, new.text) / 100
    return max(by_words, (by_characters - _CHANCE) / (1 - _CHANCE))
