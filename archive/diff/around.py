"""Facts that changed in the texts around the body: headline, standfirst, captions, posts.

They stand beside the text's own event with its path, as those of a block do (archive.diff.facts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.diff.change import Change
from archive.diff.events import Event
from archive.diff.facts import fact_events
from archive.diff.names import is_titled
from archive.diff.touching import Changed
from archive.diff.words import words_of

_TEXTS = frozenset(
    {"headline_changed", "standfirst_changed", "caption_changed", "live_post_edited"}
)
_REWRITTEN = 0.5
"""Below this share of kept words it is another text, and no fact in it became another."""


def with_facts(events: Iterable[Event], language: str | None) -> Iterator[Event]:
    """The events, behind each text's own one those of the facts in it."""
    for event in events:
        yield event
        if event.type in _TEXTS and event.old and event.new:
            change = Change(words_of(event.old), words_of(event.new))
            if change.similarity < _REWRITTEN:
                continue
            titled = is_titled(change.old) or is_titled(change.new)
            changed = Changed(change, language, titled=titled)
            yield from fact_events(changed, event.path, (event.position_from, event.position_to))
