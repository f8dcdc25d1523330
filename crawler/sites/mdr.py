"""Mitteldeutscher Rundfunk (mdr.de), in German.

Until about 2025 the kicker stood inside the h1, each photo was a transparent image with the real
one in a `<noscript>`, and captions were spans in the text's own boxes. Since then photos have a box
of their own, and the kicker stands above the h1.
"""

from __future__ import annotations

from datetime import date

from crawler.sites import Layout, Site

SITE = Site(
    name="mdr",
    domains=("mdr.de",),
    sources=("https://www.mdr.de/nachrichten/index.html",),
    time_zone="Europe/Berlin",
    layouts=(
        Layout(
            name="2026",
            fingerprint=("article.articlepage > header.articlehead h1",),
            first=date(2025, 1, 1),
            headline=("article.articlepage > header.articlehead h1",),
            kicker=("header.articlehead .topline",),
            standfirst=("header.articlehead .preface",),
            byline=("article.articlepage > .textauthor",),
            body=("article.articlepage > p, article.articlepage > h2, article.articlepage > ul",),
            exclude=(".textauthor", ".contentbox", ".copyright", ".sendungsinfo"),
            image=("article.articlepage .contentimage",),
            caption=(".contentimage .caption",),
        ),
        Layout(
            name="2023",
            fingerprint=("h1 > .dachzeile", "h1 > .headline", ".paragraph > p.text"),
            last=date(2024, 12, 31),
            headline=("h1 > .headline",),
            kicker=("h1 > .dachzeile",),
            standfirst=("p.einleitung",),
            byline=(".articleMeta .author",),
            date_modified=(".articleMeta .webtime",),
            body=(".paragraph > p.text, .box > h3.subtitle",),
            # a quote repeats a sentence of the text beside it
            exclude=(".jumpLabelList", ".teaser", ".mediaInfo", ".quote"),
            image=(".sectionDetailPage .mediaCon .media",),
            caption=(".mediaSubtitleText",),
            credit=(".mediaRights",),
        ),
    ),
)
