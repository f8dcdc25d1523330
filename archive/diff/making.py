"""Events from texts: the one place where an event gets its weight, its spans and its likeness."""

from __future__ import annotations

from archive.diff.events import Event, EventType, Span
from archive.diff.passages import similarity
from archive.diff.significance import RULES, weigh
from archive.diff.spans import spans_between, typographic_spans, whole
from archive.diff.words import words_of


def text_event(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    *,
    places: tuple[int | None, int | None] = (None, None),
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
    if before.keys == after.keys:
        return built(
            "typographic_changed", path, old, new, typographic_spans(old, new), places=places
        )
    spans = spans_between(before, after)
    alike = round(similarity(before, after), 3)
    return built(kind, path, old, new, spans, places=places, alike=alike, detail=detail)


def whole_event(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    *,
    places: tuple[int | None, int | None] = (None, None),
    detail: str | None = None,
) -> Event:
    """The event of something that came, went or was replaced as a whole."""
    return built(kind, path, old, new, whole(old, new), places=places, detail=detail)


def built(
    kind: EventType,
    path: str,
    old: str | None,
    new: str | None,
    spans: tuple[Span, ...],
    *,
    places: tuple[int | None, int | None],
    alike: float | None = None,
    detail: str | None = None,
) -> Event:
    """An event with the weight that the table gives it; `silent` means material until declared."""
    weight = weigh(kind, spans, detail)
    return Event(
        type=kind,
        path=path,
        old=old,
        new=new,
        position_from=places[0],
        position_to=places[1],
        similarity=1.0 if kind == "typographic_changed" else alike,
        significance=weight.significance,
        reason=weight.reason,
        silent=weight.material,
        spans=spans,
    )


def is_material(event: Event) -> bool:
    """Whether the event's type is one that an outlet would be expected to declare."""
    return RULES[event.type].material
