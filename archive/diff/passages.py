"""The texts to be paired: body blocks, image captions, live posts. Each with its words, once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance import Indel

from archive.diff.words import Words, words_of

_MOST_WORDS = 2_000_000_000
"""Above this product of word counts two texts count as alike only by the words they share."""


class Passage:
    """A text in its place. Passages pair only within a group. Words are taken apart when asked for:
    a text that stands unchanged on the other side never is."""

    def __init__(self, position: int, group: str, text: str) -> None:
        self.position = position
        self.group = group
        self.text = text

    @cached_property
    def words(self) -> Words:
        """The text's words."""
        return words_of(self.text)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The keys in lower case, without punctuation where there are words: for finding pairs."""
        return self.words.spoken or self.words.keys

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words of `folded`."""
        return frozenset(self.folded)

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """The pairs of words that stand side by side."""
        return frozenset(zip(self.folded, self.folded[1:], strict=False))


def passage(position: int, group: str, text: str) -> Passage:
    """A passage of this text."""
    return Passage(position, group, text)


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
