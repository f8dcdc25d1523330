"""A step as one object of JSON: what `microfiche edits --json` prints, a line each.

The schema in edit.schema.json beside this module is made from here (`make schemas`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from archive.diff import Event, EventType, Interval, Mark, Side
from archive.history.edits import Said, Step, edit_of
from archive.history.returns import Again
from archive.records import Capture

EDIT_SCHEMA = "microfiche/edit/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A WARC record that an event rests on."""

    url: str
    fetched_at: str
    status: int
    warc_filename: str
    warc_offset: int
    warc_record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One thing that changed; as in `diff --json`, without the words that changed."""

    type: EventType
    path: str
    old: str | None
    new: str | None
    position_from: int | None
    position_to: int | None
    similarity: float | None
    significance: float
    reason: str
    silent: bool
    mark: Mark | None
    observed: Interval
    """Between which two captures; nobody knows when it was changed."""
    evidence: tuple[Evidence | None, Evidence | None]
    """The records that the earlier and the later text were read from."""


class EditLine(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A step of an article's history."""

    schema: str = EDIT_SCHEMA
    article_id: str
    url: str
    site: str
    headline: str | None
    observed: Interval
    from_: Side
    to: Side
    last_shown: Evidence | None
    """The visit at which the observation begins: the last that showed the earlier state."""
    kinds: Mapping[EventType, int]
    """How many events of each type count as edits."""
    significance: float
    silent: bool
    said: Said
    marked: Mapping[str, int]
    """How many events do not count, by kind of mark."""
    returns_to: int | None
    """Of a step that does nothing but return: the revision that showed the same."""
    again: Again | None
    same_reading: bool
    notes: tuple[str, ...]
    events: tuple[EventLine, ...]


def line_of(step: Step) -> EditLine:
    """The step as `--json` prints it."""
    found, edit = step.comparison, edit_of(step)
    return EditLine(
        article_id=found.article_id,
        url=found.url,
        site=step.site,
        headline=found.headline,
        observed=found.observed,
        from_=found.from_side,
        to=found.to_side,
        last_shown=evidence_of(step.last_shown),
        kinds=edit.events,
        significance=edit.significance,
        silent=edit.silent,
        said=edit.said,
        marked=edit.marked,
        returns_to=edit.returns_to,
        again=edit.again,
        same_reading=found.same_reading,
        notes=found.notes,
        events=tuple(_event_line(event, step) for event in found.events),
    )


def evidence_of(capture: Capture | None) -> Evidence | None:
    """Where the record of a capture stands."""
    if capture is None:
        return None
    return Evidence(
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        warc_filename=capture.warc_filename,
        warc_offset=capture.warc_offset,
        warc_record_id=capture.warc_record_id,
    )


def _event_line(event: Event, step: Step) -> EventLine:
    found = step.comparison
    old, new = event.evidence or (found.from_side.capture, found.to_side.capture)
    return EventLine(
        type=event.type,
        path=event.path,
        old=event.old,
        new=event.new,
        position_from=event.position_from,
        position_to=event.position_to,
        similarity=event.similarity,
        significance=event.significance,
        reason=event.reason,
        silent=event.silent,
        mark=event.mark,
        observed=found.observed,
        evidence=(evidence_of(old), evidence_of(new)),
    )


SCHEMA = Path(__file__).with_name("edit.schema.json")


def schema_text() -> str:
    """The JSON Schema (2020-12) of a line, as its file has it."""
    schema: dict[str, Any] = {
        "title": "microfiche edit",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(EditLine),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
