"""What changed inside a changed text: figures, names, quotations, negations, links.

Rules
- A fact counts as changed where a changed stretch of words holds it and the two texts as wholes
  differ in it. A whole sentence added or removed changes none: that is an addition or a removal.
- "1,500" and "1 500", "5 %" and "5 per cent", "“" and '"' are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.diff.change import Change
from archive.diff.events import Event, EventType
from archive.diff.figures import figures_in
from archive.diff.found import Found
from archive.diff.making import built
from archive.diff.names import names_in, same_name
from archive.diff.negations import is_negated, negations_in
from archive.diff.quotes import quotations_in, quote_change
from archive.diff.spans import Hunk
from archive.diff.words import Words, word_count

_SHORT = 15
"""Words up to which a rewritten text is told what it no longer denies."""
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

    @property
    def old(self) -> Words:
        return self.change.old

    @property
    def new(self) -> Words:
        return self.change.new

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        return self.change.hunks


def fact_events(changed: Changed, path: str, places: tuple[int | None, int | None]) -> list[Event]:
    """The events that stand beside the block's own, with its path and whole texts."""
    found = ((kind, find(changed)) for kind, find in _FACTS)
    old, new, spans = changed.old.text, changed.new.text, changed.change.spans
    return [
        built(kind, path, old, new, spans, places=places, detail=detail)
        for kind, detail in found
        if detail is not None
    ]


def among(facts: Sequence[Event]) -> str | None:
    """What a block's own event says of the facts that changed in it."""
    named = [_NAMED[event.type] for event in facts]
    return f"among them {', '.join(named)}" if named else None


_NAMED: Mapping[str, str] = {
    "number_changed": "a figure",
    "name_changed": "a name",
    "quote_changed": "quoted words",
    "negation_changed": "a negation",
}


def _numbers(change: Changed) -> str | None:
    old = figures_in(change.old.text, change.language)
    new = figures_in(change.new.text, change.language)
    lost, gained = _differing(change, old, new, change.hunks)
    if not lost and not gained and not change.rewritten:
        lost, gained = _swapped(change, old, new)
    in_digits = any(character.isdecimal() for text in (*lost, *gained) for character in text)
    return _arrow(lost, gained) if in_digits or (lost and gained) else None


def _swapped(
    change: Changed, old: Sequence[Found], new: Sequence[Found]
) -> tuple[list[str], list[str]]:
    """Figures that changed places: both texts have the same ones, and 3-2 became 2-3."""
    for hunk in change.hunks:
        if (
            hunk.op != "replace"
            or max(hunk.old_end - hunk.old_begin, hunk.new_end - hunk.new_begin) > 3
        ):
            continue
        was = _touched(old, _ranges(change.old, [(hunk.old_begin, hunk.old_end)]))
        now = _touched(new, _ranges(change.new, [(hunk.new_begin, hunk.new_end)]))
        if was and now and [one.value for one in was] != [one.value for one in now]:
            return [one.text for one in was], [one.text for one in now]
    return [], []


def _names(change: Changed) -> str | None:
    if change.rewritten or not _capitals(change):
        return None
    old, new = names_in(change.old, change.language), names_in(change.new, change.language)
    for hunk in change.hunks if old and new else ():
        lost, gained = _differing(change, old, new, (hunk,))
        lost = [one for one in lost if not any(same_name(one, other) for other in gained)]
        gained = [one for one in gained if not _known(one, change.old.text)]
        lost = [one for one in lost if not _known(one, change.new.text)]
        if lost and gained:
            return _arrow(lost, gained)
    return None


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


def _known(name: str, text: str) -> bool:
    return all(part in text for part in name.split())


def _negations(change: Changed) -> str | None:
    if change.rewritten and max(len(change.old.spoken), len(change.new.spoken)) > _SHORT:
        return None
    old = negations_in(change.old, change.language)
    new = negations_in(change.new, change.language)
    lost, gained = _differing(change, old, new, change.hunks)
    return _prefixed(change) if len(lost) == len(gained) else _arrow(lost, gained)


def _prefixed(change: Changed) -> str | None:
    """Where a word was replaced by itself with a negating prefix, or the other way."""
    for hunk in change.hunks:
        was = change.old.keys[hunk.old_begin : hunk.old_end]
        now = change.new.keys[hunk.new_begin : hunk.new_end]
        for one, other in zip(was, now, strict=False):
            if is_negated(other, one, change.language) or is_negated(one, other, change.language):
                return _arrow([one], [other])
    return None


def _quotes(change: Changed) -> str | None:
    if change.quoted and _words_differ(change):
        return "the block is a quotation"
    old = [one.text for one in quotations_in(change.old.text)]
    new = [one.text for one in quotations_in(change.new.text)]
    return quote_change(old, new, change.old, change.new)


def _words_differ(change: Changed) -> bool:
    return any(
        word_count(change.old.keys[hunk.old_begin : hunk.old_end])
        or word_count(change.new.keys[hunk.new_begin : hunk.new_end])
        for hunk in change.hunks
    )


_FACTS: Sequence[tuple[EventType, Callable[[Changed], str | None]]] = (
    ("number_changed", _numbers),
    ("name_changed", _names),
    ("quote_changed", _quotes),
    ("negation_changed", _negations),
)


def _differing(
    change: Changed, old: Sequence[Found], new: Sequence[Found], hunks: Sequence[Hunk]
) -> tuple[list[str], list[str]]:
    """What only the earlier text has, and what only the later, within these stretches."""
    before, after = Counter(one.value for one in old), Counter(one.value for one in new)
    if before == after:
        return [], []
    within = [hunk for hunk in hunks if _is_fact_sized(hunk, change)]
    lost = _only(_touched(old, _ranges(change.old, _old_sides(within))), before - after)
    gained = _only(_touched(new, _ranges(change.new, _new_sides(within))), after - before)
    return lost, gained


def _only(found: Iterable[Found], surplus: Counter[str]) -> list[str]:
    kept = []
    for one in found:
        if surplus[one.value] > 0:
            surplus[one.value] -= 1
            kept.append(one.text)
    return kept


def _is_fact_sized(hunk: Hunk, change: Changed) -> bool:
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


def _old_sides(hunks: Iterable[Hunk]) -> list[tuple[int, int]]:
    return [(hunk.old_begin, hunk.old_end) for hunk in hunks if hunk.old_begin < hunk.old_end]


def _new_sides(hunks: Iterable[Hunk]) -> list[tuple[int, int]]:
    return [(hunk.new_begin, hunk.new_end) for hunk in hunks if hunk.new_begin < hunk.new_end]


def _ranges(words: Words, sides: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(words.starts[begin], words.cut(end)) for begin, end in sides]


def _touched(found: Iterable[Found], ranges: Sequence[tuple[int, int]]) -> list[Found]:
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


def _arrow(lost: Sequence[str], gained: Sequence[str]) -> str:
    before = ", ".join(lost[:3]) or "(none)"
    after = ", ".join(gained[:3]) or "(none)"
    return f"{before} → {after}"
