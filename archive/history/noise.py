"""A site's noise: what changed on many of its pages at once is the site's doing, not an article's.

Learned from the collection alone, from which texts came and went (archive.history.said). A text that
came or went within a week on at least three articles of a site is noise, on each of them, where

- it is a label: the name of a section, the language that the page declares; or
- it is an author box: a block that names the article's own author before and after; or
- it is any other text, and at least 60 % of the site's articles that were compared in those days show
  it. Compared is an article that was seen on one of the days (UTC) from the first to the last of these
  changes, and had been seen before.

The share keeps news from being taken for noise: an agency's correction stands on some articles of a
site, a newsletter's line on nearly all. Correction notices, dates, live posts and comments are never
noise, nor is a page that is gone. What is learned holds for every page, those seen first too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from archive.history.said import BODY, Item
from archive.times import parse_warc_date, warc_date

WINDOW = timedelta(days=7)
LEAST_ARTICLES = 3
LEAST_SHARE = 0.6
LABELS = frozenset({"/article_section", "/in_language"})
TEXTS = frozenset(
    {
        BODY,
        "/headline",
        "/alternative_headline",
        "/byline",
        "/author",
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
"""The streams of which texts are learned; no notices, dates, live posts or comments."""
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

    @property
    def said(self) -> str:
        """Why it is noise, in a sentence."""
        return f"The same change on {self.changed} of {self.compared} pages of this site."


@dataclass(frozen=True, slots=True)
class _Change:
    at: str
    article: int
    is_standing: bool
    """Whether no share is asked for: a label, or a box of the article's own author."""


@dataclass(slots=True)
class Changes:
    """Which texts came or went on a site's articles, and when. Of the texts only hashes are held."""

    texts: dict[int, list[_Change]] = field(default_factory=dict)
    articles: int = 0
    most: int = _MOST_TEXTS

    def begin_article(self) -> None:
        """What is added from here on is another article's."""
        self.articles += 1
        if len(self.texts) > self.most:
            self.texts = {
                text: each
                for text, each in self.texts.items()
                if each[0].article != each[-1].article
            }

    def add(self, at: str, authors: set[str], changed: Iterable[Item]) -> None:
        """What came or went in a step first seen `at` (a sort key); `authors` are those that the
        article names before and after."""
        for item in changed:
            if item.stream in LABELS or item.stream in TEXTS:
                standing = item.stream in LABELS or _is_box(item, authors)
                self.texts.setdefault(hash(item), []).append(_Change(at, self.articles, standing))


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
        text: sorted(each, key=lambda one: (one.at, one.article))
        for text, each in changes.texts.items()
        if len({one.article for one in each}) >= LEAST_ARTICLES
    }


def learned(found: Mapping[int, Sequence[_Change]], compared: Iterable[Sequence[str]]) -> Learned:
    """A site's noise, of its candidates. `compared`: of each article that was seen again, the times
    from the second visit on (sort keys)."""
    count = _Counter(compared)
    noise = {text: dict(_noise(each, count)) for text, each in found.items()}
    return Learned({text: each for text, each in noise.items() if each})


def _noise(changes: Sequence[_Change], count: _Counter) -> Iterator[tuple[str, Noise]]:
    """Of a text's changes, those that are noise, each with what is known of the week around it."""
    begin = end = 0
    near: Counter[int] = Counter()
    for change in changes:
        earliest, latest = week_around(change.at)
        while end < len(changes) and changes[end].at <= latest:
            near[changes[end].article] += 1
            end += 1
        while changes[begin].at < earliest:
            _drop(near, changes[begin].article)
            begin += 1
        days = (changes[begin].at, changes[end - 1].at)
        found = _judged(days, len(near), change.is_standing, count)
        if found is not None:
            yield change.at, found


def _drop(near: Counter[int], article: int) -> None:
    near[article] -= 1
    if not near[article]:
        del near[article]


def _judged(
    span: tuple[str, str], articles: int, is_standing: bool, count: _Counter
) -> Noise | None:
    if articles < LEAST_ARTICLES:
        return None
    first, last = span
    compared = max(count.between(first[:10], last[:10]), articles)
    if not is_standing and articles < LEAST_SHARE * compared:
        return None
    return Noise(first, last, articles, compared)


@lru_cache(maxsize=4096)
def week_around(moment: str) -> tuple[str, str]:
    """A week before a time and a week after it, as sort keys; of what is no date, itself alone."""
    try:
        at = parse_warc_date(moment)
        return warc_date(at - WINDOW), warc_date(at + WINDOW)
    except (ValueError, OverflowError):
        return moment, moment


class _Counter:
    """How many articles were compared between two days."""

    def __init__(self, visits: Iterable[Sequence[str]]) -> None:
        self._visits = [sorted({time[:10] for time in each}) for each in visits]
        self._known: dict[tuple[str, str], int] = {}

    def between(self, first: str, last: str) -> int:
        """The articles with a visit on one of the days, both ends included."""
        known = self._known.get((first, last))
        if known is None:
            known = sum(1 for days in self._visits if _has_day(days, first, last))
            self._known[first, last] = known
        return known


def _has_day(days: Sequence[str], first: str, last: str) -> bool:
    place = bisect_left(days, first)
    return place < len(days) and days[place] <= last
