"""Where a page says when it was published and changed: candidates as written, most trusted first.

Whether a text is a date, and which, is told by `crawler.normalize.dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.document import Node, attribute, css_path
from crawler.extraction.json_ld import JsonNode, LinkedData, plain_text, types_of
from crawler.extraction.metadata import Metadata
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of
from crawler.items import Candidate

_PUBLISHED_METAS = (
    *(
        "article:published_time",
        "article:published",
        "og:published_time",
        "og:article:published_time",
    ),
    *("datepublished", "date.published", "parsely-pub-date", "cxenseparse:recs:publishtime"),
    *(
        "sailthru.date",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "pubdate",
    ),
    *("article.published", "published_date", "published", "dc.date.issued", "dcterms.created"),
    *(
        "dcterms.issued",
        "dc.date",
        "dc.created",
        "dc.date.created",
        "dcterms.date",
        "date",
        "pdate",
    ),
    *("article_date_original", "originalpublicationdate", "article.created", "content_create_date"),
    *(
        "displaydate",
        "created",
        "rnews:datepublished",
        "last-published",
        "release_date",
        "vr:published_time",
    ),
)
_MODIFIED_METAS = (
    *("article:modified_time", "og:updated_time", "article:modified", "article:updated_time"),
    *("datemodified", "article.updated", "dcterms.modified", "dc.date.modified", "last-modified"),
    *("lastmod", "last_modified", "modified", "updated", "revision_date", "rnews:datemodified"),
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/\-_]?([01]\d)[/\-_]?([0-3]\d)(?!\d)")
_URL_DATE_DASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)-([01]\d)-([0-3]\d)(?!\d)")
_DATE_CLASS = re.compile(
    r"date|time|publi|posted|created|datum|fecha|data(?:\b|_|-)|stamp|dateline|byline|meta|zeit|updated",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"modif|updat|edited|aktuali|actuali|aggiorn|bijgewerkt|uppdat|oppdat|opdat|päivi|zmien|zmiana"
    r"|изм|обновл|güncel|mis à jour|changed|last",
    re.IGNORECASE,
)
_HAS_DATE = re.compile(
    r"\d{1,4}\s?[./\-年]\s?\d{1,2}|\d{1,2}\D{1,24}(?:19|20)\d\d|(?:19|20)\d\d\D{1,20}\d"
)
_CLOCK = re.compile(r"clock|masthead|today|current-?(?:date|time)|weather", re.IGNORECASE)
_LEVELS = 3
_FARTHEST_ABOVE, _FARTHEST_BELOW = 11, 90
"""Units around the headline among which a date is looked for."""
_LONGEST = 160
_MOST = 12


@dataclass(frozen=True, slots=True)
class ShownDates:
    """The dates that a reader sees, those of the publication and of changes among them."""

    near: list[Candidate]
    """Lines near the headline."""
    times: list[Candidate]
    """`<time>` elements that are not said to be of a change."""
    changed: list[Candidate]
    """`<time>` elements that are."""


def shown_dates(page: Page, headline: Unit | None) -> ShownDates:
    """The dates that a page shows, the likeliest first."""
    times, changed = _times(page, headline)
    return ShownDates(_near_headline(page.outline, headline), times, changed)


def published_candidates(page: Page, shown: ShownDates) -> list[Candidate]:
    """Every text that may say when the article was published."""
    meta, article = page.meta, page.article
    return [
        *_json_ld(article, "datePublished", "dateCreated", "uploadDate"),
        *meta.candidates(*_PUBLISHED_METAS[:4]),
        *_microdata(meta, "datepublished", "datecreated", "dc:date", "pubdate"),
        *meta.candidates(*_PUBLISHED_METAS[4:]),
        *shown.times,
        *[each for each in shown.near if not _MODIFIED.search(each.value)],
        *_of_page(page.linked, "datePublished"),
        *_in_url(page.document.url),
        *shown.near,
        *_json_ld(article, "dateModified"),
        *shown.changed,
    ][: _MOST * 2]


def modified_candidates(page: Page, shown: ShownDates) -> list[Candidate]:
    """Every text that may say when the article was last changed."""
    return [
        *_json_ld(page.article, "dateModified"),
        *page.meta.candidates(*_MODIFIED_METAS[:4]),
        *_microdata(page.meta, "datemodified"),
        *page.meta.candidates(*_MODIFIED_METAS[4:]),
        *shown.changed,
        *[each for each in shown.near if _MODIFIED.search(each.value[:40])],
    ][:_MOST]


def _json_ld(article: JsonNode | None, *names: str) -> list[Candidate]:
    values = [(name, plain_text(article.get(name))) for name in names] if article else []
    return [Candidate(value, "json_ld", f"$.{name}") for name, value in values if value]


def _of_page(linked: LinkedData, name: str) -> list[Candidate]:
    """The date of the WebPage node, where no article node has one."""
    pages = [
        node for node in linked.nodes if types_of(node) & {"WebPage", "VideoObject", "ItemPage"}
    ]
    values = [plain_text(node.get(name)) for node in pages[:3]]
    return [Candidate(value, "json_ld", f"$..WebPage.{name}") for value in values if value]


def _microdata(meta: Metadata, *names: str) -> list[Candidate]:
    return [each for each in meta.microdata(*names) if len(each.value) < _LONGEST]


def _times(page: Page, headline: Unit | None) -> tuple[list[Candidate], list[Candidate]]:
    """`<time>` elements of the article, and those of its changes, nearest below the headline first."""
    document = page.document
    start = document.order.get(headline.node.mem_id, 0) if headline else 0
    ranked: dict[bool, list[tuple[int, Candidate]]] = {False: [], True: []}
    for node in document.css("time, relative-time, abbr.published, abbr[title].date")[:40]:
        value = attribute(node, "datetime") or attribute(node, "title") or line_of(node)
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}"
        changed = bool(_MODIFIED.search(names) or _MODIFIED.search(_label_before(node)))
        place = document.order.get(node.mem_id, 0) - start
        box = _box_of(node, page.outline.box_of)
        if value and _may_be_dated(box, headline, above=place < 0):
            distance = place if place >= 0 else 3 * -place
            found = Candidate(value[:_LONGEST], "dom", css_path(node))
            ranked[changed].append((distance, found))
    return _nearest(ranked[False]), _nearest(ranked[True])


def _nearest(ranked: list[tuple[int, Candidate]]) -> list[Candidate]:
    return [candidate for _, candidate in sorted(ranked, key=lambda each: each[0])[:3]]


def _label_before(node: Node) -> str:
    before = node.prev
    if before is None and node.parent is not None:
        before = node.parent.prev
    text = before.text(deep=True)[-40:] if before is not None else ""
    return text if len(text) < 40 else ""


def _box_of(node: Node, boxes: dict[int, Box]) -> Box | None:
    around: Node | None = node
    while around is not None and around.mem_id not in boxes:
        around = around.parent
    return boxes[around.mem_id] if around is not None else None


def _may_be_dated(box: Box | None, headline: Unit | None, *, above: bool) -> bool:
    """Whether a box can hold the article's date: no clock, no comment, nothing of the masthead.

    What stands above the headline must stand with it: a masthead shows today's date.
    """
    if box is None:
        return False
    for each in box.lineage():
        if each.comments or each.tag in ("aside", "footer", "nav") or _CLOCK.search(each.names):
            return False
    if not above or headline is None:
        return True
    near = {id(each) for each, _ in zip(headline.box.lineage(), range(_LEVELS), strict=False)}
    return any(id(each) in near and each.tag != "body" for each in box.lineage())


def _near_headline(found: Outline, headline: Unit | None) -> list[Candidate]:
    """Lines that hold a date: first those below the headline that are called so, then others."""
    start = found.places.get(id(headline), 0) if headline else 0
    first = max(0, start - _FARTHEST_ABOVE)
    ranked = []
    for place, unit in enumerate(found.units[first : start + _FARTHEST_BELOW], first - start):
        line = _date_line(unit)
        if line is None:
            continue
        rank = _rank(unit, line, place)
        if rank is not None and _may_be_dated(unit.box, headline, above=place < 0):
            ranked.append((rank, abs(place), Candidate(line, "dom", css_path(unit.box.node))))
    ranked.sort(key=lambda each: each[:2])
    return [candidate for _, _, candidate in ranked[:5]]


def _rank(unit: Unit, line: str, place: int) -> int | None:
    """How likely a line with a date tells the article's; None where it hardly does."""
    named = any(_DATE_CLASS.search(box.names) for box in (unit.box, unit.box.parent) if box)
    near = 0 <= place < 14
    if near and named:
        return 0
    if near or (named and -6 < place < 60):
        return 1
    return 2 if len(line) < 60 and not unit.box.furniture else None


def _date_line(unit: Unit) -> str | None:
    """A short line that holds a date, or the date that a long one begins with."""
    if unit.kind != "text":
        return None
    line = unit.text.replace("\n", " ")
    if len(line) > _LONGEST:
        line = line[:30]
        found = _HAS_DATE.match(line.lstrip("(["))
    else:
        found = _HAS_DATE.search(line)
    if found is None:
        return None
    return line


def _in_url(url: str) -> list[Candidate]:
    for pattern in (_URL_DATE, _URL_DATE_DASHED):
        if match := pattern.search(url):
            return [Candidate("-".join(match.groups()), "heuristic", "url")]
    return []
