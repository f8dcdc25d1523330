"""What a URL looks like before anybody has fetched it: an article, a page that lists articles, or
something else.

A guess that decides what is fetched first and what is not fetched at all; what a page is, `reading`
tells from its content. A site file's patterns, where they match, are believed instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.urls import is_front_page
from crawler.extraction.text import words

Looks = Literal["article", "front_page", "section", "other"]

ARTICLE_FROM = 0.5

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(?:19|20)\d\d/(?:0?[1-9]|1[0-2]|[a-z]{3})(?!\d)", re.IGNORECASE)
_ID = re.compile(r"(?<!\d)\d{5,}(?!\d)|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|(?<!\w)[0-9a-f]{20,}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_PAGE_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|cms|ece)\Z", re.IGNORECASE)
_FILE_SUFFIX = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|xml|rss|atom|txt|pdf|docx?|xlsx?|pptx?"
    r"|zip|gz|mp[34]|m4[av]|webm|mov|avi|ogg|wav|woff2?|ttf|eot|apk|exe)\Z",
    re.IGNORECASE,
)
_ARTICLE_WORDS = words(
    "article articles artikel story stories a news noticia noticias actualite nachrichten "
    "features post posts opinion editorial interview blog newsdetail detail"
)
_OTHER_WORDS = words(
    "about about-us account accessibility ads advertise advertising app apps author authors "
    "basket careers cart category-rss contact contact-us contacts cookie cookies "
    "corrections-policy donate download email events faq feed feeds feedback games help impressum "
    "imprint jobs legal login logout newsletter newsletters podcast podcasts policy polls "
    "preferences privacy privacy-policy profile register rss search share shop shopping signin "
    "signup sitemap staff store subscribe subscription support tag tags team terms terms-of-use "
    "user users widget wp-admin wp-content wp-json wp-login.php"
)
_LISTING_WORDS = words(
    "archive archives category categories channel section sections theme topic topics rubric "
    "rubrics page kategorie thema tema temas seccion rubrique"
)
_SLUG_SCORES = (0.0, 0.0, 0.1, 0.25, 0.4, 0.5)
"""By the number of words in a slug: a headline has many."""
_QUERY_IDS = words("id p article articleid article_id storyid story_id newsid nid aid")
_ACTIONS = words("share replytocom print action do sort filter q s search add_to_cart")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlShape:
    """What a URL looks like."""

    looks: Looks
    score: float
    """0 to 1: how much it looks like an article's."""
    dated: date | None = None
    """The day in its path."""


def shape_of(url: str, *, anchor: str = "", patterns: Sequence[re.Pattern[str]] = ()) -> UrlShape:
    """What an absolute http(s) URL looks like.

    `anchor` is the text of a link to it: a headline is longer than a section's name. `patterns` are
    a site's own, of the paths of its articles; those that are given decide alone.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    dated = date_in_path(path)
    if any(pattern.search(parts.path) for pattern in patterns):
        return UrlShape(looks="article", score=1.0, dated=dated)
    segments = [segment for segment in path.lower().split("/") if segment]
    if is_front_page(url):
        return UrlShape(looks="front_page", score=0.0)
    if _FILE_SUFFIX.search(path) or _is_other(segments, parts.query):
        return UrlShape(looks="other", score=0.0, dated=dated)
    score = 0.0 if patterns else round(_score(segments, path, parts.query, anchor), 2)
    if score >= ARTICLE_FROM:
        return UrlShape(looks="article", score=score, dated=dated)
    return UrlShape(looks=_listing(segments, parts.query), score=score, dated=dated)


def date_in_path(path: str) -> date | None:
    """The day that a path names, as in `/2026/11/22/` or `/20261122-story`."""
    match = _DATE.search(path)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_other(segments: list[str], query: str) -> bool:
    names = {name.lower() for name, _ in parse_qsl(query)}
    return not _OTHER_WORDS.isdisjoint(segments) or not _ACTIONS.isdisjoint(names)


def _score(segments: list[str], path: str, query: str, anchor: str) -> float:
    last = segments[-1] if segments else ""
    slug = max((_words_in(segment) for segment in segments[-2:]), default=0)
    names = {name.lower() for name, value in parse_qsl(query) if any(map(str.isdigit, value))}
    score = 0.0
    score += 0.55 if _DATE.search(path) else 0.3 if _MONTH.search(path) else 0.0
    score += _SLUG_SCORES[min(slug, len(_SLUG_SCORES) - 1)]
    score += 0.4 if _ID.search(path.lower()) else 0.0
    score += 0.15 if _PAGE_SUFFIX.search(last) else 0.0
    score += 0.2 if not _ARTICLE_WORDS.isdisjoint(segments[:-1]) else 0.0
    score += 0.4 if not _QUERY_IDS.isdisjoint(names) else 0.0
    score += 0.2 if len(anchor) >= 30 else 0.0
    score -= 0.5 if not _LISTING_WORDS.isdisjoint(segments) else 0.0
    return max(0.0, min(1.0, score))


def _words_in(segment: str) -> int:
    return len(_WORDS.findall(_PAGE_SUFFIX.sub("", segment)))


def _listing(segments: list[str], query: str) -> Looks:
    """A section has a short path of names; everything else is nothing we know."""
    named = not any(char.isdigit() for segment in segments for char in segment)
    return "section" if len(segments) <= 3 and named and not query else "other"
