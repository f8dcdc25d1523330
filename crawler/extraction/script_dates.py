"""Dates in the data that scripts carry (`"publishedAt": "…"`), for pages that say none in markup.

Such data is often that of a whole list of articles: a key is believed only where all its values
are of one day.
"""

from __future__ import annotations

import re

from crawler.extraction.document import Document
from crawler.items import Candidate

_KEYS = (
    *("datePublished", "date_published", "publishedAt", "published_at", "publishDate"),
    *("publish_date", "publicationDate", "publication_date", "pubDate", "pub_date", "pubdate"),
    *("datePublication", "publishedDate", "published_date", "publishTime", "published_time"),
    *("firstPublished", "first_published", "cmsPublishingDate", "displayDate", "display_date"),
    *("dateCreated", "createdAt", "created_at", "creationDate"),
)
_MOST_VALUES = 40
_VALUE = re.compile(
    r"\\?[\"']?\s{0,9}[:=]\s{0,9}\\?[\"']\s{0,3}((?:19|20)\d\d-[01]\d-[0-3]\d[T \d:.+\-Z]{0,24}"
    r"|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} (?:19|20)\d\d [\d: +\-GMTUC]{5,20})"
)


def script_dates(document: Document) -> list[Candidate]:
    """The first date under the first key whose dates are all of one day."""
    text = document.text
    for key in _KEYS:
        values = list(_values_of(text, key))
        if values and len({value[:10] for value in values}) == 1:
            return [Candidate(values[0], "heuristic", f"script:{key}")]
    return []


def _values_of(text: str, key: str) -> list[str]:
    """What follows a key, in order of the page."""
    found: list[str] = []
    at = text.find(key)
    while at >= 0 and len(found) < _MOST_VALUES:
        at += len(key)
        if value := _VALUE.match(text, at):
            found.append(value[1].strip())
        at = text.find(key, at)
    return found
