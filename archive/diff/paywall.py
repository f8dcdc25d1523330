"""What a page hides when it goes behind a paywall is no removal: text and images are only withheld.

Rules
- A page went behind a paywall when it says so at the later capture and did not at the earlier one.
- Then what is gone, and text that only breaks off, carry that reason and are never silent. Their
  weight stays: how much a reader no longer sees is still the measure.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from archive.diff.events import Event
from archive.diff.significance import RULES
from archive.records import Article

NOTE = (
    "The page went behind a paywall between the two captures; what is no longer shown may still "
    "be there for subscribers."
)
_HIDDEN = frozenset({"block_removed", "image_removed", "live_post_removed", "correction_removed"})
_WHY = "the page went behind a paywall between the captures"
_BREAKS_OFF = " \t\n\xa0.…[]()"


def went_behind(old: Article, new: Article) -> bool:
    """Whether the later page says that it is not free to read, and the earlier one did not."""
    return new.is_accessible_for_free is False and old.is_accessible_for_free is not False


def explained(events: Sequence[Event]) -> list[Event]:
    """The events, those of what a paywall hides with that reason and not silent."""
    return [_explained(event) for event in events]


def _explained(event: Event) -> Event:
    if event.type in _HIDDEN:
        return dataclasses.replace(event, reason=_reason(event), silent=False)
    if event.path.startswith("/body/") and _is_cut_short(event):
        return dataclasses.replace(event, reason=f"The text breaks off: {_WHY}.", silent=False)
    return event


def _reason(event: Event) -> str:
    return f"{RULES[event.type].sentence}: {_WHY}."


def _is_cut_short(event: Event) -> bool:
    """Whether the later text is the beginning of the earlier one, with an ellipsis or without."""
    if not event.old or not event.new:
        return False
    left = event.new.rstrip(_BREAKS_OFF)
    return len(left) < len(event.old.rstrip(_BREAKS_OFF)) and event.old.startswith(left)
