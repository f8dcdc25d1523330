"""Schweizer Radio und Fernsehen (srf.ch), in German.

The kicker stands inside the h1, parted from the headline by a dash that only screen readers hear.
Boxes that open on a click (who somebody is, what else to read) stand in the middle of the text.
Names of authors are loaded by a script on many pages; then only `<meta>` has their signs.
"""

from __future__ import annotations

from datetime import date

from crawler.sites import Layout, Site

_BOXES = (".expandable-box", ".linkbox", ".shimmer-box", ".embed", ".media-caption .h-offscreen")

SITE = Site(
    name="srf",
    domains=("srf.ch",),
    sources=("https://www.srf.ch/news/bnf/rss/1646",),
    time_zone="Europe/Zurich",
    article_url=r"/(?:news|sport|kultur|wissen|meteo)/(?:[\w-]+/)+[\w-]{15,}",
    layouts=(
        Layout(
            name="2025",
            fingerprint=("main.articlepage", ".articlepage__article-content"),
            first=date(2024, 10, 1),
            headline=("h1 .article-title__text",),
            kicker=("h1 .article-title__overline",),
            standfirst=(".article-lead",),
            byline=(".article-author__name [itemprop='name']",),
            section=(".articlepage__breadcrumbs--top .breadcrumb__link",),
            # its h2 have ids such as `toc_1`, which elsewhere are lists of contents
            body=(".articlepage__article-content, .articlepage__article-content > h2",),
            exclude=_BOXES,
            caption=(".media-caption__description",),
            credit=(".media-caption__source",),
        ),
        Layout(
            name="2024",
            fingerprint=("article.article section.article-content", "h1 .article-title__text"),
            last=date(2024, 9, 30),
            headline=("h1 .article-title__text",),
            kicker=("h1 .article-title__overline",),
            standfirst=(".article-lead",),
            section=("article.article .breadcrumb__link",),
            body=("section.article-content",),
            exclude=_BOXES,
            image=("section.article-content figure.image-figure",),
            caption=(".media-caption__description",),
            credit=("figure .media-caption__source",),
        ),
    ),
)
