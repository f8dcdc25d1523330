"""Which events come first for a reader: by weight, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from archive.diff.events import Event

MINOR = 0.2
"""Events lighter than this are told in a line: links, dates, keywords, the style of marks."""

_NOUNS = {
    "agency": ("agency", "agencies"),
    "paywall": ("access", "access"),
    "keywords": ("list of keywords", "lists of keywords"),
    "canonical": ("canonical address", "canonical addresses"),
    "number": ("figure", "figures"),
    "quote": ("quotation", "quotations"),
    "alt": ("image description", "image descriptions"),
    "block": ("passage", "passages"),
    "live_post": ("post", "posts"),
    "correction": ("correction notice", "correction notices"),
}


_MARKS = {
    "shown_again": "shown again",
    "taken_back": "taken back",
    "noise": "noise of the site",
    "other_reading": "the reader's",
}


def is_edit(event: Event) -> bool:
    """Whether nothing that is known of the rest says that it is no edit of its own."""
    return event.mark is None or event.mark.kind == "taken_back"


def mark(event: Event) -> str | None:
    """What its mark says, in a word or two."""
    return _MARKS[event.mark.kind] if event.mark is not None else None


def ranked(events: Iterable[Event]) -> list[Event]:
    """The most significant first; equal ones in the order in which they stand."""
    return sorted(events, key=lambda event: -event.significance)


def tally(events: Sequence[Event]) -> list[tuple[str, int]]:
    """Event types and how many there are of each, the kind with the weightiest event first."""
    counts: dict[str, int] = {}
    for event in ranked(events):
        counts[event.type] = counts.get(event.type, 0) + 1
    return list(counts.items())


def kind(event_type: str, count: int) -> str:
    """`1 figure changed`, `3 passages edited`, `2 typographic changes`."""
    if event_type == "typographic_changed":
        return f"{count} typographic change{'' if count == 1 else 's'}"
    if event_type.startswith("article_"):
        return event_type.replace("_", " ")
    noun, _, verb = event_type.rpartition("_")
    plain = noun.replace("_", " ")
    one, many = _NOUNS.get(noun, (plain, f"{plain}s"))
    return f"{count} {one if count == 1 else many} {verb}"


def told(events: Sequence[Event]) -> str:
    """Every kind with its count, the weightiest first: `1 figure changed, 2 passages edited`.

    What is no edit is counted behind them: `(2 noise of the site)`.
    """
    edits = [kind(name, count) for name, count in tally([one for one in events if is_edit(one)])]
    others = Counter(mark(event) for event in events if not is_edit(event))
    return ", ".join([*edits, *(f"({count} {name})" for name, count in others.items())])
