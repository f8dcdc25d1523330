"""Whether a name in a changed text became another, or two names changed places.

Rules
- A name that the other text has anywhere is no other one: it was shortened or moved. It has to be
  there as a word: "Brown" is not in "Browne". Case endings are forgiven in languages that have them.
- The same names in another order, with the same words between them, changed places.
- A single capitalised word that begins a sentence counts where either text has it as a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.diff.found import Found
from archive.diff.names import inflected, names_in, same_name, same_word
from archive.diff.spans import Hunk
from archive.diff.touching import Changed, arrow, differing, is_fact_sized
from archive.diff.words import Words

_MOST_LIKE = 50
"""Words that begin alike and are compared with a name."""


def name_change(change: Changed) -> str | None:
    """The first name that became another, as `old → new`; None where none did."""
    if change.rewritten or change.titled or not _capitals(change):
        return None
    old, new = _names(change)
    if not old or not new:
        return None
    return _other_name(change, old, new) or _swapped(change, old, new)


def _names(change: Changed) -> tuple[list[Found], list[Found]]:
    old, new = names_in(change.old, change.language), names_in(change.new, change.language)
    known = frozenset(one.value.split()[-1] for one in (*old, *new))
    if not known:
        return old, new
    return names_in(change.old, change.language, known), names_in(
        change.new, change.language, known
    )


def _other_name(change: Changed, old: Sequence[Found], new: Sequence[Found]) -> str | None:
    if not all(differing(change, old, new, change.hunks)):
        return None
    in_old, in_new = _Vocabulary(change.old, change), _Vocabulary(change.new, change)
    for was, now in _replaced(change, old, new):
        lost = [one for one in was if not any(same_name(one, other) for other in now)]
        gone = [one for one in lost if one not in in_new]
        come = [one for one in now if one not in in_old]
        if gone and come:
            return arrow(gone, come)
    return None


def _replaced(
    change: Changed, old: Sequence[Found], new: Sequence[Found]
) -> Iterator[tuple[list[str], list[str]]]:
    """By stretch, the names that only the earlier text has, and those that only the later has."""
    before, after = Counter(one.value for one in old), Counter(one.value for one in new)
    gone, come = before - after, after - before
    lost = _by_hunk(change.hunks, [one for one in old if one.value in gone], change.old, old=True)
    gained = _by_hunk(
        change.hunks, [one for one in new if one.value in come], change.new, old=False
    )
    for index, hunk in enumerate(change.hunks):
        if lost[index] and gained[index] and is_fact_sized(hunk, change):
            yield lost[index], gained[index]


def _by_hunk(
    hunks: Sequence[Hunk], names: Sequence[Found], words: Words, *, old: bool
) -> Mapping[int, list[str]]:
    """The names that each stretch touches; both in order of the text, so one pass."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    at = 0
    for index, hunk in enumerate(hunks):
        begin, end = (hunk.old_begin, hunk.old_end) if old else (hunk.new_begin, hunk.new_end)
        if begin == end:
            continue
        first, last = words.starts[begin], words.cut(end)
        while at < len(names) and names[at].end <= first:
            at += 1
        for name in names[at:]:
            if name.begin >= last:
                break
            found[index].append(name.text)
    return found


class _Vocabulary:
    """The words of a text that names are looked up in."""

    def __init__(self, words: Words, change: Changed) -> None:
        self.language = change.language
        self.words = {part for key in words.keys for part in _parts(key)}
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        if inflected("", self.language) or not words.text.isascii():
            for word in self.words:
                if word[:1].isupper():
                    self._alike[word[:3]].append(word)

    def __contains__(self, name: str) -> bool:
        return all(self._has(part) for key in name.split() for part in _parts(key))

    def _has(self, part: str) -> bool:
        if part in self.words:
            return True
        if not inflected(part, self.language):
            return False
        return any(same_word(part, one) for one in self._alike[part[:3]][:_MOST_LIKE])


def _parts(key: str) -> list[str]:
    plain = key.removesuffix("'s").removesuffix("'")
    return plain.split("-") if "-" in plain and len(plain) > 1 else [plain]


def _swapped(change: Changed, old: Sequence[Found], new: Sequence[Found]) -> str | None:
    was, now = [one.value for one in old], [one.value for one in new]
    if was == now or Counter(was) != Counter(now):
        return None
    if _between(change.old, old) != _between(change.new, new):
        return None
    moved = [(one, other) for one, other in zip(was, now, strict=True) if one != other]
    return arrow([one for one, _ in moved], [other for _, other in moved])


def _between(words: Words, names: Iterable[Found]) -> list[str]:
    """The words outside the names, in lower case; a blank for each name."""
    kept: list[str] = []
    waiting = iter(names)
    current = next(waiting, None)
    for start, key in zip(words.starts, words.lowered, strict=True):
        while current is not None and current.end <= start:
            kept.append("")
            current = next(waiting, None)
        if current is None or start < current.begin:
            kept.append(key)
    return kept


def _capitals(change: Changed) -> bool:
    """Whether any of the words that changed begins with a capital: without one no name changed."""
    return any(
        key[:1].isupper()
        for hunk in change.hunks
        for key in (
            *change.old.keys[hunk.old_begin : hunk.old_end],
            *change.new.keys[hunk.new_begin : hunk.new_end],
        )
    )
