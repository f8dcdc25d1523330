"""What changed inside a changed text: figures, names, quotations, negations, links.

Rules
- A fact counts as changed where a changed stretch of words holds it and the two texts as wholes
  differ in it. A whole sentence added or removed changes none: that is an addition or a removal.
- "1,500" and "1 500", "5 %" and "5 per cent", "“" and '"' are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.diff.events import Event, EventType
from archive.diff.figure_words import ONES
from archive.diff.figures import figures_in
from archive.diff.found import Found
from archive.diff.making import built
from archive.diff.naming import name_change
from archive.diff.negations import is_negated, negations_in
from archive.diff.quotes import quotations_in, quote_change
from archive.diff.spans import Hunk
from archive.diff.touching import (
    Changed,
    arrow,
    differing,
    new_sides,
    old_sides,
    ranges,
    touched,
)
from archive.diff.words import word_count

_FEW = 3
"""Words of a stretch in which one figure stands for another."""
_SHORT = 15
"""Words up to which a rewritten text is told what it no longer denies."""


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
    lost, gained = differing(change, old, new, change.hunks)
    if not lost and not gained and not change.rewritten:
        lost, gained = _swapped(change, old, new)
    elif not (lost and gained):
        lost, gained = _of_one(change, old, new, lost, gained)
    in_digits = any(character.isdecimal() for text in (*lost, *gained) for character in text)
    return arrow(lost, gained) if in_digits or (lost and gained) else None


def _swapped(
    change: Changed, old: Sequence[Found], new: Sequence[Found]
) -> tuple[list[str], list[str]]:
    """Figures that changed places: both texts have the same ones, and 3-2 became 2-3."""
    for hunk in _short_replacements(change):
        was, now = _figures_of(hunk, change, old, new)
        if was and now and [one.value for one in was] != [one.value for one in now]:
            return [one.text for one in was], [one.text for one in now]
    return [], []


def _of_one(
    change: Changed,
    old: Sequence[Found],
    new: Sequence[Found],
    lost: list[str],
    gained: list[str],
) -> tuple[list[str], list[str]]:
    """ "One", which is an article in many languages, counts where a figure stands in its place."""
    ones = ONES.get((change.language or "en").lower().partition("-")[0], frozenset())
    for hunk in _short_replacements(change) if ones else ():
        was, now = _figures_of(hunk, change, old, new)
        words = (
            change.new.keys[hunk.new_begin : hunk.new_end]
            if was
            else change.old.keys[hunk.old_begin : hunk.old_end]
        )
        one = next((key for key in words if key.lower() in ones), None)
        if one is None or bool(was) == bool(now):
            continue
        figures = was or now
        if any(figure.value.startswith("1|") for figure in figures):
            return [], []
        texts = [figure.text for figure in figures]
        return (texts, [one]) if was else ([one], texts)
    return lost, gained


def _short_replacements(change: Changed) -> Iterator[Hunk]:
    for hunk in change.hunks:
        longer = max(hunk.old_end - hunk.old_begin, hunk.new_end - hunk.new_begin)
        if hunk.op == "replace" and longer <= _FEW:
            yield hunk


def _figures_of(
    hunk: Hunk, change: Changed, old: Sequence[Found], new: Sequence[Found]
) -> tuple[list[Found], list[Found]]:
    was = touched(old, ranges(change.old, old_sides([hunk])))
    now = touched(new, ranges(change.new, new_sides([hunk])))
    return was, now


def _negations(change: Changed) -> str | None:
    if change.rewritten and max(len(change.old.spoken), len(change.new.spoken)) > _SHORT:
        return None
    old = negations_in(change.old, change.language)
    new = negations_in(change.new, change.language)
    lost, gained = differing(change, old, new, change.hunks)
    return _prefixed(change) if len(lost) == len(gained) else arrow(lost, gained)


def _prefixed(change: Changed) -> str | None:
    """Where a word was replaced by itself with a negating prefix, or the other way."""
    for hunk in change.hunks:
        was = change.old.keys[hunk.old_begin : hunk.old_end]
        now = change.new.keys[hunk.new_begin : hunk.new_end]
        for one, other in zip(was, now, strict=False):
            if is_negated(other, one, change.language) or is_negated(one, other, change.language):
                return arrow([one], [other])
    return None


def _quotes(change: Changed) -> str | None:
    if change.quoted and _words_differ(change):
        return "the block is a quotation"
    old, new = quotations_in(change.old.text), quotations_in(change.new.text)
    return quote_change(old, new, change.change)


def _words_differ(change: Changed) -> bool:
    return any(
        word_count(change.old.keys[hunk.old_begin : hunk.old_end])
        or word_count(change.new.keys[hunk.new_begin : hunk.new_end])
        for hunk in change.hunks
    )


_FACTS: Sequence[tuple[EventType, Callable[[Changed], str | None]]] = (
    ("number_changed", _numbers),
    ("name_changed", name_change),
    ("quote_changed", _quotes),
    ("negation_changed", _negations),
)
