"""Whether a site still gives what it gave: per site and field, how often a record has it.

A layout that changes shows first in records: a field that is suddenly empty, sources that say
different things, rules that find nothing, pages of no known layout. Counted here, of a crawl's
records as they come or of a collection's; `drift_alarms` says which share is too large or small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive.records import Article, Provenance
from archive.urls.hosts import registrable_domain

GENERIC = "generic"
LAYOUT = "layout"
"""The field that is filled where a page has one of its site's layouts."""
ARTICLE = "article"
"""The field that is filled where a page at an article's URL was read as an article."""
_LOST = ("not_article", "extraction_failed", "error")
_EXAMPLES = 3
_MOST_SITES = 10_000
_RULE = re.compile(r"layout: (?P<field>\w+) rule ")
_NO_OTHER_CLAIM = frozenset(
    {
        *("shorter", "longer", "another wording, as for search or sharing"),
        *("it stands in a breadcrumb or a menu", "it is hidden", "it leads to another page"),
        "it leads to the site's front page or to a section above",
        "the markup calls it another heading than the headline",
        *("names no person", "names fewer", "no name", "a URL"),
        *("no date", "when it was changed", "of another time of the day"),
    }
)
"""Why a value was rejected that says the same as the chosen one, less, or nothing of the field."""


def _disagrees(article: Article, found: Provenance | None) -> bool:
    """Whether a source says something else of a field than what was chosen.

    Another day that is the day of the last change is no other day of publication.
    """
    changed = (article.date_modified or "-")[:10]
    return found is not None and any(
        each.why not in _NO_OTHER_CLAIM and not each.value.startswith(changed)
        for each in found.rejected
    )


def _caption(article: Article) -> bool:
    return any(image.caption for image in article.image)


def _credit(article: Article) -> bool:
    return any(image.credit_text for image in article.image)


def _comments(article: Article) -> bool:
    return bool(article.comment_thread and article.comment_thread.captured_count)


FIELDS: Mapping[str, tuple[Callable[[Article], Any], str]] = {
    # name in a layout: what it fills, and where the record tells of its sources
    "headline": (lambda article: article.headline, "/headline"),
    "kicker": (lambda article: article.kicker, "/kicker"),
    "standfirst": (lambda article: article.alternative_headline, "/alternative_headline"),
    "byline": (lambda article: article.author or article.source_organization, "/author"),
    "date_published": (lambda article: article.date_published, "/date_published"),
    "date_modified": (lambda article: article.date_modified, "/date_modified"),
    "section": (lambda article: article.article_section, "/article_section"),
    "keywords": (lambda article: article.keywords, "/keywords"),
    "body": (lambda article: article.article_body, "/body"),
    "image": (lambda article: article.image, ""),
    "caption": (_caption, ""),
    "credit": (_credit, ""),
    "comment": (_comments, ""),
    "translations": (lambda article: article.work_translation, ""),
}
SHOWN = ("headline", "byline", "date_published", "body", LAYOUT)
OF_EVERY_ARTICLE = ("headline", "date_published", "body")


@dataclass(slots=True)
class FieldDrift:
    """How often the records of a site have a field, and how sure they are of it."""

    pages: int = 0
    filled: int = 0
    disagreed: int = 0
    """Records whose sources say different things."""
    missed: int = 0
    """Records on which the layout's rule found nothing, or nothing of use."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """`empty`, `disagreed` and `missed` to a few URLs."""

    @property
    def fill(self) -> float:
        """The share of records that have the field."""
        return self.filled / self.pages if self.pages else 0.0

    def share(self, count: int) -> float:
        return count / self.pages if self.pages else 0.0

    def note(self, what: str, url: str) -> None:
        """Keep a URL as an example, while there are few."""
        urls = self.examples.setdefault(what, [])
        if len(urls) < _EXAMPLES and url not in urls:
            urls.append(url)


@dataclass
class Tally:
    """Site and field to what was counted."""

    sites: dict[str, dict[str, FieldDrift]] = field(default_factory=dict)

    def add(self, article: Article, site: str | None = None, *, has_layouts: bool = True) -> None:
        """Count a record; `site` is its key where it is not the site's own name.

        A site file without layouts has none that its pages could lack.
        """
        key = site or site_of(article)
        if key not in self.sites and len(self.sites) >= _MOST_SITES:
            return
        fields = self.sites.setdefault(key, {})
        missed = _missed(article)
        for name, (filled, pointer) in FIELDS.items():
            counted = fields.setdefault(name, FieldDrift())
            found = article.provenance.get(pointer)
            _count(
                counted,
                article.url,
                filled=bool(filled(article)),
                disagreed=_disagrees(article, found),
                missed=name in missed,
            )
        _count(fields.setdefault(ARTICLE, FieldDrift()), article.url, filled=True)
        if has_layouts and profile_of(article) != GENERIC:
            known = "@" in article.reading.layout
            counted = fields.setdefault(LAYOUT, FieldDrift())
            _count(counted, article.url, filled=known)

    def add_lost(self, url: str, site: str) -> None:
        """Count a page at an article's URL that was read as none (`is_lost`)."""
        if site not in self.sites and len(self.sites) >= _MOST_SITES:
            return
        counted = self.sites.setdefault(site, {}).setdefault(ARTICLE, FieldDrift())
        _count(counted, url, filled=False)

    def rows(self) -> Iterator[tuple[str, str, FieldDrift]]:
        """Site, field and counts, sites by name, fields in the order of a layout."""
        for site in sorted(self.sites):
            for name, counted in self.sites[site].items():
                yield site, name, counted

    def lines(self) -> list[str]:
        """For each site a line: its articles, and the share of them that has what all should."""
        found: list[str] = []
        for site, fields in sorted(self.sites.items()):
            shown = [(name, fields[name]) for name in SHOWN if name in fields]
            shares = (f"{name} {100 * counted.fill:.0f} %" for name, counted in shown)
            missed = sorted(name for name, counted in fields.items() if counted.missed)
            told = f"; rules that found nothing: {', '.join(missed)}" if missed else ""
            read = fields[ARTICLE]
            lost = read.pages - read.filled
            more = f"; {lost} pages were no article any more" if lost else ""
            shown_as = f" with {', '.join(shares)}" if shown else ""
            found.append(f"{site}: {read.filled} article pages{shown_as}{told}{more}")
        return found


def _count(
    counted: FieldDrift, url: str, *, filled: bool, disagreed: bool = False, missed: bool = False
) -> None:
    counted.pages += 1
    counted.filled += filled
    counted.disagreed += disagreed
    counted.missed += missed
    for what, holds in (("empty", not filled), ("disagreed", disagreed), ("missed", missed)):
        if holds:
            counted.note(what, url)


def is_lost(outcome: str, status: int | None) -> bool:
    """Whether a visit gave a page, and it was no article. A page that is gone (404), led on or did
    not come is no drift."""
    return outcome in _LOST and status is not None and 200 <= status < 300


def site_at(url: str) -> str:
    """The registrable domain of a URL: the key of a site without a file."""
    try:
        return registrable_domain(urlsplit(url).hostname or "") or "-"
    except ValueError:
        return "-"


def profile_of(article: Article) -> str:
    """The site whose file read an article, or `generic`."""
    return article.extraction.profile if article.extraction else GENERIC


def site_of(article: Article) -> str:
    """The site's name where it has a file; else the registrable domain of the article's URL."""
    profile = profile_of(article)
    return profile if profile != GENERIC else site_at(article.url)


def _missed(article: Article) -> set[str]:
    """The fields whose rules were of no use, as the record's warnings tell."""
    warnings = article.extraction.warnings if article.extraction else ()
    found = (_RULE.match(warning) for warning in warnings)
    names = {match["field"] for match in found if match}
    return {"comment" if name.startswith("comment_") else name for name in names}
