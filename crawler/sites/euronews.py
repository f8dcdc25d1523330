"""Euronews: one outlet in many languages, each on a host of its own (www., de., fr., …).

The standfirst stands in a paragraph (2024) or h2 (2026) called summary, which JSON-LD calls the
description; JSON-LD's sections are codes such as `news_news`, the breadcrumb has the words. Pull
quotes repeat a sentence of the body. Times are printed in the zone of Lyon.
"""

from __future__ import annotations

from datetime import date

from crawler.sites import Layout, Site

_CONTENT = "article.o-article-newsy .c-article-content"
_WIDGETS = (".widget--type-related", ".widget--type-quotation", ".c-ad", "[class*='-might-also-']")

SITE = Site(
    name="euronews",
    domains=("euronews.com",),
    sources=("https://www.euronews.com/rss",),
    time_zone="Europe/Paris",
    article_url=r"(?:/[\w-]+)*/\d{4}/\d\d/\d\d/[\w-]+",
    layouts=(
        Layout(
            name="2026",
            fingerprint=(".o-article-newsy__main__header", _CONTENT),
            first=date(2025, 1, 1),
            headline=("h1.c-article-redesign-title",),
            standfirst=(".c-article-summary",),
            byline=(".o-article-newsy__contributors-publication-date .c-article-contributors",),
            section=("#adb-article-breadcrumb a.c-article-breadcrumbs__link",),
            body=(_CONTENT,),
            exclude=_WIDGETS,
        ),
        Layout(
            name="2024",
            fingerprint=("header.o-article-newsy__header", _CONTENT),
            last=date(2024, 12, 31),
            headline=("h1.c-article-redesign-title",),
            standfirst=(".c-article-summary",),
            byline=(".c-article-contributors",),
            section=("#adb-article-breadcrumb a.c-article-breadcrumbs__link",),
            keywords=(".c-article-tags__item",),
            body=(_CONTENT,),
            exclude=_WIDGETS,
        ),
    ),
)
