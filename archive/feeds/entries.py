"""An edit as an entry of a feed: what it is called, what changed, and the records it rests on.

An entry's id is made from what the two states say that it compares, so that a feed that is written
again has the same entries, also where other captures turned up that show the same. Archived text
enters the markup through Jinja's autoescape only; what XML 1.0 cannot hold is shown instead
(archive.printable).
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from archive.diff import Comparison, Event, EventType, headings, summary
from archive.history import Step
from archive.printable import one_line, printable
from archive.times import is_usual_date, sort_key

MOST_EVENTS = 60
"""Events told in an entry; the rest are counted."""
_LONGEST_TEXT = 3000
_LONGEST_TITLE = 300
EPOCH = "1970-01-01T00:00:00Z"
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd", 0x00: "\u2400"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is said of a feed as a whole. URLs are None where nothing serves it."""

    title: str
    id: str
    """A URN, as `feed_id` makes it."""
    url: str | None = None
    """The feed's own address."""
    home: str | None = None
    """The page for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One edit: plain texts, and markup that is safe to show."""

    id: str
    url: str
    """The article's address, or the page of the comparison where something serves it."""
    title: str
    updated: str
    """When the later state was first seen, RFC 3339 in UTC; EPOCH where its capture has no date."""
    text: str
    """A sentence or two."""
    html: str
    kinds: tuple[EventType, ...]
    significance: float
    silent: bool
    comparison: Comparison


def entry_of(step: Step, url: str | None = None) -> Entry:
    """The entry of a step, what is no edit in it left out.

    `url` is the page that shows it; without one the article's own address.
    """
    comparison = dataclasses.replace(step.comparison, events=step.edits)
    counted = summary(comparison)
    address = headings.address(comparison.url, comparison.canonical_url)
    said = _said(counted)
    return Entry(
        id=identifier(step),
        url=clean(url or address),
        title=clean(f"{comparison.headline or address}: {said}")[:_LONGEST_TITLE],
        updated=moment_of(comparison),
        text=f"{clean(said)}. {headings.observed(comparison.observed)}",
        html=_html(comparison, address),
        kinds=tuple(counted),
        significance=max((event.significance for event in comparison.events), default=0.0),
        silent=any(event.silent for event in comparison.events),
        comparison=comparison,
    )


def identifier(step: Step) -> str:
    """A UUID (v5), the same whoever writes the feed: of the article and of its two states' words."""
    name = f"microfiche:edit/{step.comparison.article_id}/{step.transition}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def moment_of(comparison: Comparison) -> str:
    """When the later state was first seen: a WARC may name a day only, or what is no date at all."""
    capture = comparison.to_side.capture
    moment = sort_key(comparison.observed.before or (capture.fetched_at if capture else ""))
    return moment if is_usual_date(moment) else EPOCH


def _said(counted: Mapping[EventType, int]) -> str:
    """`headline changed, 2 blocks edited`: each kind of event, and how many."""
    parts = []
    for kind, number in counted.items():
        what, _, did = kind.rpartition("_")
        what = what.replace("_", " ")
        parts.append(f"{what} {did}" if number == 1 else f"{number} {what}s {did}")
    return ", ".join(parts) or "no differences"


def _html(comparison: Comparison, address: str) -> str:
    events = comparison.events[:MOST_EVENTS]
    return _clean_markup(
        _TEMPLATE.render(
            comparison=comparison,
            address=address,
            events=[(event, _spans(event)) for event in events],
            left=len(comparison.events) - len(events),
            words=headings,
        )
    )


def _spans(event: Event) -> list[tuple[str, str, str]]:
    """(op, old, new) of each span, none of facts that stand beside a block's text; bounded."""
    if event.type in headings.BESIDE and event.type != "link_changed":
        return []
    room = _LONGEST_TEXT
    told: list[tuple[str, str, str]] = []
    for span in event.spans:
        old, new = _cut(span.old, room), _cut(span.new, room)
        told.append((span.op, old, new))
        room -= len(new) if span.op == "equal" else len(old) + len(new)
        if room <= 0:
            break
    return told


def _cut(text: str, room: int) -> str:
    return text if len(text) <= max(room, 0) else text[: max(room, 0)].rstrip() + " …"


def clean(text: str) -> str:
    """A text on one line, without what XML 1.0 cannot hold."""
    return one_line(text).translate(_NO_CHARACTERS)


def _clean_markup(markup: str) -> str:
    return printable(markup).translate(_NO_CHARACTERS)


_TEMPLATE = Environment(
    loader=PackageLoader("archive.feeds", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("entry.html")
