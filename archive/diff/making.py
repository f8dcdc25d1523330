"""Events from texts: the one place where an event gets its weight, its spans and its likeness."""

from __future__ import annotations

from archive.diff.change import Change, extent_of_whole
from archive.diff.events import Event, EventType, Span
from archive.diff.significance import REGROUPED, RULES, Extent, weigh
from archive.diff.spans import typographic_spans, whole
from archive.diff.words import same_words, words_of

Places = tuple[int | None, int | None]
_NOWHERE: Places = (None, None)


def text_event(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    *,
    places: Places = _NOWHERE,
    detail: str | None = None,
) -> Event | None:
    """The event of a text that may have changed; None where it did not.

    Texts with the same words give typographic_changed.
    """
    if old == new:
        return None
    if old is None or new is None:
        return whole_event(kind, path, old, new, places=places, detail=detail)
    before, after = words_of(old), words_of(new)
    if same_words(before, after):
        return typographic_event(path, old, new, places=places)
    return change_event(kind, path, Change(before, after), places=places, detail=detail)


def typographic_event(path: str, old: str, new: str, *, places: Places = _NOWHERE) -> Event:
    """The event of two texts of the same words."""
    spans = typographic_spans(old, new)
    return built("typographic_changed", path, old, new, spans, places=places, alike=1.0)


def change_event(
    kind: EventType,
    path: str,
    change: Change,
    *,
    places: Places = _NOWHERE,
    detail: str | None = None,
) -> Event:
    """The event of two texts that were compared."""
    return built(
        kind,
        path,
        change.old.text,
        change.new.text,
        change.spans,
        places=places,
        alike=change.similarity,
        detail=detail,
        extent=change.extent,
    )


def whole_event(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    *,
    places: Places = _NOWHERE,
    detail: str | None = None,
) -> Event:
    """The event of something that came, went or was replaced as a whole."""
    rule = RULES[kind]
    extent = None
    if rule.least < rule.most:
        extent = extent_of_whole(words_of(old) if old else None, words_of(new) if new else None)
    return built(kind, path, old, new, whole(old, new), places=places, detail=detail, extent=extent)


def built(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    spans: tuple[Span, ...],
    *,
    places: Places,
    alike: float | None = None,
    detail: str | None = None,
    extent: Extent | None = None,
) -> Event:
    """An event with the weight that the table gives it; `silent` means material until declared."""
    weight = weigh(kind, extent, detail)
    return Event(
        type=kind,
        path=path,
        old=old,
        new=new,
        position_from=places[0],
        position_to=places[1],
        similarity=alike,
        significance=weight.significance,
        reason=weight.reason,
        silent=weight.material,
        spans=spans,
    )


def is_material(event: Event) -> bool:
    """Whether the event is one that an outlet would be expected to declare."""
    return RULES[event.type].material or (event.type in REGROUPED and _has_other_words(event))


def _has_other_words(event: Event) -> bool:
    return any(
        words_of(span.old).spoken != words_of(span.new).spoken
        for span in event.spans
        if span.op != "equal"
    )
