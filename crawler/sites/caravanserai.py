"""Caravanserai (central.asia-news.com): news of Central Asia in English, Russian and others.

Seen in public code: the classes article__title, article__date, article__content and
article__media--img, and the form of the URLs, which is
/en_GB/articles/cnmi_ca/features/2019/11/12/feature-01. The rest of the markup is assumed.
Dates are printed without a time of day, so that no time zone is needed; none is known.
"""

from __future__ import annotations

from crawler.sites import Layout, Site

SITE = Site(
    name="caravanserai",
    domains=("central.asia-news.com",),
    sources=("https://central.asia-news.com/en_GB/",),
    article_url=r"/[a-z]{2}(?:_[A-Z]{2})?/articles/[\w-]+/[\w-]+/\d{4}/\d\d/\d\d/[\w-]+",
    layouts=(
        Layout(
            name="article",
            fingerprint=(".article__title", ".article__content"),
            headline=(".article__title",),
            byline=(".article__author",),
            date_published=(".article__date",),
            section=(".article__category",),
            body=(".article__content",),
        ),
    ),
)
