"""A state of an article as it was shown: chosen by a revision, by a capture or by a time.

Rules
- A time means the last visit up to it; a coarse one (a day, a minute) lasts to its end, so that the
  times that are printed to the minute name the captures they stand for.
- A visit that showed no article (an error, a page that was gone, a front page in its place) shows no
  state: it is refused with its reason, and the nearest visits that did show one are named.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import history
from archive.collection import Collection, Revision
from archive.diff import Comparison, Interval
from archive.diff.headings import moment
from archive.errors import BadInput, NotInCollection
from archive.printable import one_line
from archive.records import Observation
from archive.times import from_timestamp14, parse_warc_date, sort_key, warc_date

WAYS = "a revision's number or id, a WARC record id, or a time such as 2026-11-22T10:00Z"
MOST_ARTICLES = 2000
"""Changed articles of a collection among which noise is looked for before one article is shown."""
_GONE = frozenset({404, 410})
_RECORD = re.compile(r"<.*>|(?:urn:.*)|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,6})?)? ?(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
_DIGITS = {10: 13, 12: 16, 14: 19}
"""Digits of a timestamp, to the characters of a sort key that they fix."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A revision, and the visit that showed it where one was asked for."""

    revision: Revision
    visit: Observation | None = None

    @property
    def seen(self) -> Revision:
        """The revision as read from the visit's own capture."""
        capture = self.visit.capture if self.visit else None
        if capture is None:
            return self.revision
        article = dataclasses.replace(self.revision.article, capture=capture)
        return dataclasses.replace(self.revision, capture=capture, article=article)

    @property
    def moment(self) -> str:
        """When it was shown, in an order of time."""
        return sort_key(self.seen.capture.fetched_at)


def sight(collection: Collection, article_id: str, asked: str | None) -> Sight:
    """What was asked for in one of the WAYS; the latest revision for None.

    Raises NotInCollection, and BadInput for a time that is none of the calendar.
    """
    if asked is None:
        return Sight(collection.revision(article_id))
    text = asked.strip()
    if _RECORD.fullmatch(text):
        return _of_record(collection, article_id, text)
    until = _until(text)
    if until is not None:
        return _at(collection, article_id, text, until)
    number = text.isascii() and text.isdigit() and len(text) < 10
    return Sight(collection.revision(article_id, int(text) if number else text))


def sights(
    collection: Collection, article_id: str, from_: str | None, to: str | None
) -> tuple[Sight, Sight]:
    """Two states of one article; without `from_` the later one's revision stands against the one
    before it. Raises as `sight`, and BadInput where they stand the wrong way round.
    """
    new = sight(collection, article_id, to)
    if from_ is None:
        return Sight(collection.revision(article_id, max(new.revision.number - 1, 1))), new
    old = sight(collection, article_id, from_)
    if old.moment > new.moment:
        raise BadInput(f"--from names {_told(old)}, later than {_told(new)}: swap them")
    return old, new


def between(collection: Collection, old: Sight, new: Sight) -> Comparison:
    """What differs between two states of one article; a revision beside itself has the comments
    that changed under it.

    A revision and the next are judged as a step of the article's history: what goes back to a text
    seen before, what is noise of the site or the reader's doing is marked (archive.history).
    """
    if old.visit is None and new.visit is None:
        if old.revision.number == new.revision.number:
            found = history.comments_since(collection, new.revision)
            return found or history.unchanged(new.revision)
        return _step(collection, old, new) or history.compared(
            collection, old.revision, new.revision
        )
    found = history.compared(collection, old.seen, new.seen)
    observed = Interval(after=old.seen.capture.fetched_at, before=new.seen.capture.fetched_at)
    return dataclasses.replace(found, observed=observed)


def _step(collection: Collection, old: Sight, new: Sight) -> Comparison | None:
    """The step from a revision to the next; None between others."""
    numbers = old.revision.number, new.revision.number
    if numbers[0] + 1 != numbers[1]:
        return None
    steps = history.steps_of(collection, new.revision.article_id, among=MOST_ARTICLES)
    found = (step.comparison for step in steps)
    return next(
        (one for one in found if numbers == (one.from_side.number, one.to_side.number)), None
    )


def _told(one: Sight) -> str:
    name = f"revision {one.revision.number}"
    return f"{name} as of {moment(one.visit.fetched_at)}" if one.visit else name


def _of_record(collection: Collection, article_id: str, text: str) -> Sight:
    name = text.strip("<>").lower().removeprefix("urn:uuid:")
    visits = collection.observations(article_id)
    found = [one for one in visits if name == _record_name(one)]
    if not found:
        raise NotInCollection(
            f"{one_line(text)}: no visit of this article was kept under this record id"
        )
    return _shown(collection, visits, next(filter(_shows, found), found[-1]))


def _record_name(one: Observation) -> str | None:
    if one.capture is None:
        return None
    return one.capture.warc_record_id.strip("<>").lower().removeprefix("urn:uuid:")


def _at(collection: Collection, article_id: str, text: str, until: str) -> Sight:
    visits = collection.observations(article_id)
    before = [one for one in visits if sort_key(one.fetched_at)[: len(until)] <= until]
    if not before:
        first = f"it was first visited {moment(visits[0].fetched_at)}" if visits else "no visit"
        raise NotInCollection(f"{text}: nothing is known of this article then; {first}")
    return _shown(collection, visits, before[-1])


def _until(text: str) -> str | None:
    """The beginning of the sort keys of a time's last moment; None for what is no time."""
    try:
        if text.isascii() and text.isdigit() and len(text) in _DIGITS:
            return warc_date(from_timestamp14(text))[: _DIGITS[len(text)]]
        match = _DATE.fullmatch(text)
        return _until_date(*match.groups()) if match else None
    except ValueError as error:
        raise BadInput(f"{text}: not a time of the calendar; give {WAYS}") from error


def _until_date(
    day: str, clock: str | None, second: str | None, fraction: str | None, zone: str | None
) -> str:
    if clock is None:
        return warc_date(parse_warc_date(day))[:10]
    offset = "Z" if zone in (None, "Z", "UTC") else zone
    key = warc_date(parse_warc_date(f"{day}T{clock}{second or ':00'}{fraction or ''}{offset}"))
    return key if fraction else key[: 19 if second else 16]


def _shows(one: Observation) -> bool:
    return one.revision_id is not None and one.outcome in ("read", "not_modified")


def _shown(collection: Collection, visits: Sequence[Observation], one: Observation) -> Sight:
    """The visit with what it showed. Raises NotInCollection where that was no article."""
    if not _shows(one):
        raise NotInCollection(
            f"the visit of {moment(one.fetched_at)} showed no article: {_why(one)}; "
            + ("; ".join(_nearest(visits, one)) or "no visit showed it")
        )
    return Sight(collection.revision(one.article_id, one.revision_id), one)


def _why(one: Observation) -> str:
    if one.status in _GONE:
        return f"the page was gone (it answered {one.status})"
    outcome = {
        "not_article": "the page was no article",
        "extraction_failed": "the page could not be read",
    }.get(one.outcome, "it could not be had")
    return f"{outcome} ({one_line(one.reason)})" if one.reason else outcome


def _nearest(visits: Sequence[Observation], one: Observation) -> Iterator[str]:
    """The last visit before and the first after that showed the article."""
    place = visits.index(one)
    before = next(filter(_shows, reversed(visits[:place])), None)
    after = next(filter(_shows, visits[place + 1 :]), None)
    for word, near in (("before it", before), ("after it", after)):
        if near is not None:
            record = f" {one_line(near.capture.warc_record_id)}" if near.capture else ""
            yield f"the nearest {word} that did: {moment(near.fetched_at)}{record}"
