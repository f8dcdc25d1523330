"""Where a page says when it was published and changed: candidates as written, most trusted first.

Whether a text is a date, and which, is told by `crawler.normalize.dates`; which of the dates is
kept, by `crawler.normalize.date_choice`.
"""

from __future__ import annotations

import re

from crawler.extraction import date_metas
from crawler.extraction.json_ld import JsonNode, LinkedData, plain_text, types_of
from crawler.extraction.metadata import Metadata
from crawler.extraction.page import Page
from crawler.extraction.script_dates import script_dates
from crawler.extraction.shown_dates import ShownDates
from crawler.items import Candidate

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/\-_.]?([01]\d)[/\-_.]?([0-3]\d)(?!\d)")
_URL_DATE_DASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]([01]\d)[-_]([0-3]\d)(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/\-](0[1-9]|1[0-2])/")
_LONGEST = 160
_MOST = 12


def published_candidates(page: Page, shown: ShownDates) -> list[Candidate]:
    """Every text that may say when the article was published."""
    meta, article = page.meta, page.article
    said = [
        *_json_ld(article, "datePublished", "dateCreated", "uploadDate"),
        *meta.candidates(*date_metas.PUBLISHED[:3]),
        *_microdata(meta, "datepublished", "datecreated", "date", "pubdate"),
        *meta.candidates(*date_metas.PUBLISHED[3:]),
    ]
    return [
        *said,
        *shown.published,
        *meta.candidates(*date_metas.DATED),
        *_of_page(page.linked, "datePublished"),
        *_in_url(page.document.url),
        *shown.guessed,
        *([] if said else script_dates(page.document)),
    ][: _MOST * 2]


def modified_candidates(page: Page, shown: ShownDates) -> list[Candidate]:
    """Every text that may say when the article was last changed."""
    return [
        *_json_ld(page.article, "dateModified"),
        *page.meta.candidates(*date_metas.MODIFIED[:4]),
        *_microdata(page.meta, "datemodified"),
        *page.meta.candidates(*date_metas.MODIFIED[4:]),
        *shown.changed,
    ][:_MOST]


def _json_ld(article: JsonNode | None, *names: str) -> list[Candidate]:
    values = [(name, plain_text(article.get(name))) for name in names] if article else []
    return [Candidate(value, "json_ld", f"$.{name}") for name, value in values if value]


def _of_page(linked: LinkedData, name: str) -> list[Candidate]:
    """The date of the WebPage node, where no article node has one."""
    pages = [
        node
        for node in linked.nodes
        if types_of(node) & {"WebPage", "VideoObject", "ItemPage"} and not linked.is_of_list(node)
    ]
    values = [plain_text(node.get(name)) for node in pages[:3]]
    return [Candidate(value, "json_ld", f"$..WebPage.{name}") for value in values if value]


def _microdata(meta: Metadata, *names: str) -> list[Candidate]:
    return [each for each in meta.microdata(*names) if len(each.value) < _LONGEST]


def _in_url(url: str) -> list[Candidate]:
    """The day that the page's address has in it, else the month."""
    for pattern in (_URL_DATE, _URL_DATE_DASHED, _URL_MONTH):
        if match := pattern.search(url):
            return [Candidate("-".join(match.groups()), "heuristic", "url")]
    return []
