"""Seznam Zprávy (seznamzpravy.cz), in Czech.

Classes are made anew with every release of the site (`e_bu c_jR`); what stays is `data-dot`. The
standfirst (perex) stands outside of the article's box; cards of other articles, with photos and
dates of their own, stand between its paragraphs. A `datetime` has no zone: it is Prague's.
"""

from __future__ import annotations

from crawler.sites import Layout, Site

_CONTENT = "[data-dot='ogm-article-content']"

SITE = Site(
    name="seznam_zpravy",
    domains=("seznamzpravy.cz",),
    sources=("https://www.seznamzpravy.cz/rss",),
    time_zone="Europe/Prague",
    article_url=r"/clanek/[\w-]+-\d+",
    layouts=(
        Layout(
            name="2025",
            fingerprint=(_CONTENT, "[data-dot='mol-paragraph']"),
            headline=("h1.speakable",),
            standfirst=("[data-dot='ogm-article-perex']",),
            byline=(
                "[data-dot^='ogm-article-author'] [data-dot='mol-author_names'] a",
                "[data-dot^='ogm-article-author'] [data-dot='mol-author_names']",
            ),
            date_published=("[data-dot='ogm-date-of-publication__date'] time",),
            section=("[data-dot='ogm-breadcrumb-navigation-item']:not(:last-child)",),
            body=(_CONTENT,),
            exclude=(
                "[data-dot='mol-document-links']",
                "[data-dot='mol-embed']",
                "[data-dot='mol-self-promo']",
                "[data-dot='mol-static-content']",
                "[data-dot='ogm-timeline']",
                "[data-dot='mol-list']",
            ),
            image=("[data-dot='ogm-main-media'] figure", f"{_CONTENT} figure"),
            caption=(".mol-figure__caption-text",),
            credit=("[data-dot='atm-media-item-image-caption']",),
        ),
    ),
)
