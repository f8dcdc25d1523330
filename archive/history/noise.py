"""A site's noise: what changed on many of its pages at once is the site's doing, not an article's.

Learned from the collection alone, from which texts came and went (archive.history.said). A little noise
shown is better than news swallowed. A text that came or went on several articles of a site within a
week is noise, on each of them, where

- of the articles that were seen before the first of these changes and compared in the week from there
  on there are ten at least, and three in four of them show the change; or
- it is a label (the name of a section, the language that the page declares) or an author box (a block
  that names the article's own author, before and after) that stood on at least three of the articles
  compared, and went from nine in ten of them; and the one that took its place there.

The first rule's count keeps news from being taken for noise: an agency's correction stands on some
articles of a site, a newsletter's line on nearly all. Bylines, authors, correction notices, dates, live
posts and comments are never noise, nor is a page that is gone; nor a block in which a figure, a name, a
quotation or a negation changed (archive.history.marking). What is learned holds for every page, those
seen first too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from archive.history.said import BODY, Item
from archive.times import parse_warc_date, warc_date

WINDOW = timedelta(days=7)
LEAST_ARTICLES = 3
LEAST_COMPARED = 10
LEAST_SHARE = 0.75
NEARLY_ALL = 0.9
"""Of the pages on which a label or a box stood, so many must have lost it."""
LABELS = frozenset({"/article_section", "/in_language"})
TEXTS = frozenset(
    {
        BODY,
        "/headline",
        "/alternative_headline",
        "/source_organization",
        "/dateline",
        "/keywords",
        "/canonical_url",
        "/work_translation",
        "/is_accessible_for_free",
        "caption",
        "credit_text",
        "alt",
        "image",
        "links",
    }
)
"""The streams of which texts are learned; no authors, notices, dates, live posts or comments."""
_MOST_TEXTS = 200_000
"""Changed texts held of one site; beyond that, those of a single article are forgotten."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A text that came or went on many pages of a site, from one time to another (sort keys)."""

    first: str
    last: str
    changed: int
    """Articles that show it."""
    compared: int
    """Articles of the site that were compared in those days."""
    is_standing: bool = False
    """Whether that is only said of a label or a box that another took the place of: an event that
    took nothing away is no noise by it."""

    @property
    def said(self) -> str:
        """Why it is noise, in a sentence."""
        return f"The same change on {self.changed} of {self.compared} pages of this site."


@dataclass(frozen=True, slots=True)
class _Change:
    at: str
    article_id: str
    is_standing: bool
    """Whether it is a label, or a box of the article's own author."""
    went: bool


@dataclass(slots=True)
class Changes:
    """Which texts came or went on a site's articles, and when. Of the texts only hashes are held."""

    texts: dict[int, list[_Change]] = field(default_factory=dict)
    held: dict[int, set[str]] = field(default_factory=dict)
    """Of labels and boxes, the articles that show them in any of their states."""
    most: int = _MOST_TEXTS

    def bound(self) -> None:
        """Forget the texts of single articles where too many are held."""
        if len(self.texts) > self.most:
            self.texts = {
                text: each
                for text, each in self.texts.items()
                if each[0].article_id != each[-1].article_id
            }

    def hold(self, article_id: str, authors: set[str], items: Iterable[Item]) -> None:
        """What a state of an article shows that was written by `authors`."""
        for item in items:
            if item.stream in LABELS or _is_box(item, authors):
                self.held.setdefault(hash(item), set()).add(article_id)

    def add(
        self, article_id: str, at: str, authors: set[str], went: Set[Item], came: Set[Item]
    ) -> None:
        """What a step first seen `at` (a sort key) took and brought; `authors` are those that the
        article names before and after."""
        boxes = {item for item in went if _is_box(item, authors)}
        in_their_place = {item for item in came if _is_box(item, authors)}
        if len(in_their_place) <= len(boxes):
            boxes |= in_their_place
        for item in went ^ came:
            if item.stream in LABELS or item.stream in TEXTS:
                standing = item.stream in LABELS or item in boxes
                change = _Change(at, article_id, standing, item in went)
                self.texts.setdefault(hash(item), []).append(change)


def _is_box(item: Item, authors: set[str]) -> bool:
    return item.stream == BODY and any(name in item.text for name in authors)


class Learned:
    """A site's noise: asked by text and time."""

    def __init__(self, found: Mapping[int, Mapping[str, Noise]]) -> None:
        self._found = found

    def of(self, item: Item, at: str) -> Noise | None:
        """What is known of a text that came or went at this time (a sort key)."""
        return self._found.get(hash(item), {}).get(at)

    def __len__(self) -> int:
        return len(self._found)


def candidates(changes: Changes) -> dict[int, list[_Change]]:
    """The texts that changed on enough articles, their changes in order of time."""
    return {
        text: sorted(each, key=lambda one: (one.at, one.article_id))
        for text, each in changes.texts.items()
        if len({one.article_id for one in each}) >= LEAST_ARTICLES
    }


def standing_in(found: Mapping[int, Sequence[_Change]]) -> tuple[str, str] | None:
    """From when to when (sort keys) visits tell whether labels and boxes stood on other pages too;
    None where none of the candidates is one."""
    at = [one.at for each in found.values() for one in each if one.is_standing]
    return (min(at)[:10], week_around(max(at))[1]) if at else None


def learned(
    found: Mapping[int, Sequence[_Change]],
    held: Mapping[int, Set[str]],
    compared: Mapping[str, Sequence[str]],
) -> Learned:
    """A site's noise, of its candidates. `compared`: of each article that was seen again, the times of
    all visits (sort keys)."""
    count = _Counter(compared)
    noise = {
        text: dict(_noise(each, held.get(text, frozenset()), count)) for text, each in found.items()
    }
    return Learned({text: each for text, each in noise.items() if each})


def _noise(
    changes: Sequence[_Change], holders: Set[str], count: _Counter
) -> Iterator[tuple[str, Noise]]:
    """Of a text's changes, those that are noise, each with what is known of the week around it."""
    begin = end = 0
    near: Counter[str] = Counter()
    for change in changes:
        earliest, latest = week_around(change.at)
        while end < len(changes) and changes[end].at <= latest:
            near[changes[end].article_id] += 1
            end += 1
        while changes[begin].at < earliest:
            _drop(near, changes[begin].article_id)
            begin += 1
        days = (changes[begin].at, changes[end - 1].at)
        found = _of_lines(days, len(near), count)
        if found is None and change.is_standing:
            found = _of_standing(days, near, holders if change.went else frozenset(), count)
        if found is not None:
            yield change.at, found


def _drop(near: Counter[str], article_id: str) -> None:
    near[article_id] -= 1
    if not near[article_id]:
        del near[article_id]


def _of_lines(span: tuple[str, str], articles: int, count: _Counter) -> Noise | None:
    """By how many of the site's articles show it."""
    if articles < LEAST_SHARE * LEAST_COMPARED:
        return None
    compared = max(len(count.between(*span)), articles)
    if compared < LEAST_COMPARED or articles < LEAST_SHARE * compared:
        return None
    return Noise(*span, articles, compared)


def _of_standing(
    span: tuple[str, str], near: Counter[str], holders: Set[str], count: _Counter
) -> Noise | None:
    """By how many of those on which it stood."""
    if len(near) < LEAST_ARTICLES:
        return None
    compared = count.between(*span)
    if len(near) < NEARLY_ALL * len((holders & compared) | near.keys()):
        return None
    return Noise(*span, len(near), max(len(compared), len(near)), is_standing=True)


@lru_cache(maxsize=4096)
def week_around(moment: str) -> tuple[str, str]:
    """A week before a time and a week after it, as sort keys; of what is no date, itself alone."""
    try:
        at = parse_warc_date(moment)
        return warc_date(at - WINDOW), warc_date(at + WINDOW)
    except (ValueError, OverflowError):
        return moment, moment


class _Counter:
    """Which articles were compared at about a time."""

    def __init__(self, visits: Mapping[str, Sequence[str]]) -> None:
        self._visits = {name: sorted(each) for name, each in visits.items()}
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def between(self, first: str, last: str) -> frozenset[str]:
        """The articles that were seen before the first change, and again from its day (UTC) to the
        last's, and for a week at least: those seen a few days later speak too."""
        known = self._known.get((first, last))
        if known is None:
            end = max(last, week_around(first)[1])
            known = frozenset(
                name for name, times in self._visits.items() if _is_compared(times, first, end)
            )
            self._known[first, last] = known
        return known


def _is_compared(times: Sequence[str], first: str, end: str) -> bool:
    if not times or times[0] >= first:
        return False
    place = max(bisect_left(times, first[:10]), 1)
    return place < len(times) and times[place] <= end
