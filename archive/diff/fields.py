"""Events of an article's own fields, by a table: headline, byline, dates, section and so on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.diff.events import Event, EventType
from archive.diff.figures import figures_in
from archive.diff.making import text_event, whole_event
from archive.diff.negations import negations_in
from archive.diff.words import words_of
from archive.records import Article


@dataclass(frozen=True, slots=True)
class Field:
    """A field, its event, and whether its words are compared or only its value."""

    kind: EventType
    path: str
    value: Callable[[Article], str | None]
    by_words: bool = True
    zone: Callable[[Article], str | None] | None = None
    """Of a date, where its zone came from: one counted back from the capture is not compared."""


def _listed(values: Sequence[str]) -> str | None:
    return ", ".join(values) or None


def _free(article: Article) -> str | None:
    known = {True: "free to read", False: "not free to read"}
    free = article.is_accessible_for_free
    return None if free is None else known[free]


_NAMES: Mapping[EventType, Callable[[Article], list[str]]] = {
    "author_changed": lambda a: [one.name for one in a.author],
    "agency_changed": lambda a: [one.name for one in a.source_organization],
}

FIELDS: tuple[Field, ...] = (
    Field("headline_changed", "/headline", lambda a: a.headline),
    Field("standfirst_changed", "/alternative_headline", lambda a: a.alternative_headline),
    Field("byline_changed", "/byline", lambda a: a.byline),
    Field("author_changed", "/author", lambda a: _listed([one.name for one in a.author])),
    Field(
        "agency_changed",
        "/source_organization",
        lambda a: _listed([one.name for one in a.source_organization]),
    ),
    Field("dateline_changed", "/dateline", lambda a: a.dateline),
    Field(
        "date_changed",
        "/date_published",
        lambda a: a.date_published,
        False,
        lambda a: a.date_published_zone,
    ),
    Field(
        "date_changed",
        "/date_modified",
        lambda a: a.date_modified,
        False,
        lambda a: a.date_modified_zone,
    ),
    Field("section_changed", "/article_section", lambda a: _listed(a.article_section), False),
    Field("keywords_changed", "/keywords", lambda a: _listed(sorted(a.keywords)), False),
    Field("canonical_changed", "/canonical_url", lambda a: a.canonical_url, False),
    Field(
        "translation_changed",
        "/work_translation",
        lambda a: _listed(sorted(one.url for one in a.work_translation)),
        False,
    ),
    Field("language_changed", "/in_language", lambda a: a.in_language, False),
    Field("paywall_changed", "/is_accessible_for_free", _free, False),
)


def field_events(old: Article, new: Article) -> list[Event]:
    """The events of the fields that differ, in the table's order."""
    events = []
    for field in FIELDS:
        before, after = field.value(old) or None, field.value(new) or None
        if before == after or (field.zone and "capture" in (field.zone(old), field.zone(new))):
            continue
        event = _event(field, before, after, new.in_language or old.in_language)
        if event is not None:
            events.append(_in_other_order(event) if _are_the_same(field, old, new) else event)
    return events


def _are_the_same(field: Field, old: Article, new: Article) -> bool:
    """Whether a list names the same people as before: only their order is another."""
    names = _NAMES.get(field.kind)
    return names is not None and sorted(names(old)) == sorted(names(new))


def _in_other_order(event: Event) -> Event:
    return dataclasses.replace(
        event, significance=0.1, silent=False, reason="The same names stand in another order."
    )


def _event(field: Field, old: str | None, new: str | None, language: str | None) -> Event | None:
    if not field.by_words:
        return whole_event(field.kind, field.path, old, new, detail=_detail(old, new))
    detail = _fact(old, new, language) if old and new else _detail(old, new)
    return text_event(field.kind, field.path, old, new, detail=detail)


def _detail(old: str | None, new: str | None) -> str | None:
    if old is None:
        return "there was none before"
    return "there is none now" if new is None else None


def _fact(old: str, new: str, language: str | None) -> str | None:
    """A figure or a negation that differs, for the sentence; a short text has no room for both."""
    before, after = figures_in(old, language), figures_in(new, language)
    if [one.value for one in before] != [one.value for one in after] and before and after:
        return f"{_printed(before)} → {_printed(after)}"
    if len(negations_in(words_of(old), language)) != len(negations_in(words_of(new), language)):
        return "a negation came or went"
    return None


def _printed(found: Sequence[object]) -> str:
    return ", ".join(str(getattr(one, "text", one)) for one in found[:3])
