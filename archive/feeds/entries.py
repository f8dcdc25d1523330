"""An edit as an entry of a feed: what it is called, what changed, and the records it rests on.

An entry's id is made from the two states it compares, so that a feed that is written again has the
same entries. Archived text enters the markup through Jinja's autoescape only; what XML 1.0 cannot
hold is shown instead (archive.printable).
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

MOST_EVENTS = 60
"""Events told in an entry; the rest are counted."""
_LONGEST_TEXT = 3000
_LONGEST_TITLE = 300
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd", 0x00: "\u2400"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is said of a feed as a whole. URLs are None where nothing serves it."""

    title: str
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
    """When the later state was first seen, ISO 8601 in UTC."""
    text: str
    """A sentence or two."""
    html: str
    kinds: tuple[EventType, ...]
    significance: float
    silent: bool
    comparison: Comparison


def entry_of(step: Step | Comparison, url: str | None = None) -> Entry:
    """The entry of a step, what is no edit in it left out.

    `url` is the page that shows it; without one the article's own address.
    """
    comparison = _edits_alone(step) if isinstance(step, Step) else step
    counted = summary(comparison)
    address = headings.address(comparison.url, comparison.canonical_url)
    said = _said(counted)
    return Entry(
        id=identifier(comparison),
        url=_clean(url or address),
        title=_clean(f"{comparison.headline or address}: {said}")[:_LONGEST_TITLE],
        updated=moment_of(comparison),
        text=f"{_clean(said)}. {headings.observed(comparison.observed)}",
        html=_html(comparison, address),
        kinds=tuple(counted),
        significance=max((event.significance for event in comparison.events), default=0.0),
        silent=any(event.silent for event in comparison.events),
        comparison=comparison,
    )


def _edits_alone(step: Step) -> Comparison:
    return dataclasses.replace(step.comparison, events=step.edits)


def identifier(comparison: Comparison) -> str:
    """The same two states of an article give the same id, whoever writes the feed: a UUID (v5)."""
    states = (comparison.from_side.revision_id or "", comparison.to_side.revision_id or "")
    name = "/".join((comparison.article_id, *states, comparison.observed.before or ""))
    return uuid.uuid5(uuid.NAMESPACE_URL, f"microfiche:edit/{name}").urn


def moment_of(comparison: Comparison) -> str:
    """When the later state was first seen; the epoch where no capture says it."""
    capture = comparison.to_side.capture
    return comparison.observed.before or (capture.fetched_at if capture else _EPOCH)


_EPOCH = "1970-01-01T00:00:00Z"


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


def _clean(text: str) -> str:
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
