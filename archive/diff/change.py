"""Two texts compared, once for all that is said of them: the stretches that differ, the spans, how
much of the words that is, how alike they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from archive.diff.events import Span
from archive.diff.significance import Extent
from archive.diff.spans import hunks_of, spans_of_hunks
from archive.diff.telling import telling_marks, tells
from archive.diff.words import Words, is_word, word_count

UNCHANGED = Extent(0, 0, 0, 0, marks=False)
"""Of texts with the same words and marks."""


class Change:
    """What differs between two texts."""

    def __init__(self, old: Words, new: Words) -> None:
        self.old = old
        self.new = new
        self.all_hunks = hunks_of(old, new)
        self.hunks = tuple(hunk for hunk in self.all_hunks if hunk.op != "equal")
        """Those that differ."""

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Both texts, cut where they differ."""
        return spans_of_hunks(self.all_hunks, self.old, self.new)

    @cached_property
    def similarity(self) -> float:
        """The share of words, punctuation included, that stay and stay in order; 0 to 1."""
        total = len(self.old.keys) + len(self.new.keys)
        kept = total - sum(
            hunk.old_end - hunk.old_begin + hunk.new_end - hunk.new_begin for hunk in self.hunks
        )
        return round(kept / total, 3) if total else 1.0

    @cached_property
    def extent(self) -> Extent:
        """How many words changed, of how many."""
        old = len(self.old.spoken)
        gone = come = changed = 0
        marks = False
        for hunk in self.hunks:
            was = self.old.keys[hunk.old_begin : hunk.old_end]
            is_now = self.new.keys[hunk.new_begin : hunk.new_end]
            lost, gained = word_count(was), word_count(is_now)
            gone, come, changed = gone + lost, come + gained, changed + max(lost, gained)
            marks = marks or _has_marks(was) or _has_marks(is_now)
        telling = 0 if changed or not marks else self._telling()
        return Extent(gone, come, changed, old - gone + changed, marks, telling)

    def _telling(self) -> int:
        lost = [(self.old.keys, hunk.old_begin, hunk.old_end) for hunk in self.hunks]
        gained = [(self.new.keys, hunk.new_begin, hunk.new_end) for hunk in self.hunks]
        return tells(telling_marks(lost), telling_marks(gained))


def _has_marks(keys: Iterable[str]) -> bool:
    return any(not is_word(key) for key in keys)


def extent_of_whole(old: Words | None, new: Words | None) -> Extent:
    """The extent of a text that came, went or was replaced as a whole."""
    gone, come = (word_count(words.keys) if words else 0 for words in (old, new))
    marks = any(_has_marks(words.keys) for words in (old, new) if words)
    return Extent(gone, come, max(gone, come), max(gone, come), marks)
