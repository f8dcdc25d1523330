"""What an HTML page is, by what it answers: an article, a list of articles, or something else.

The rules are tried in order; the first that holds decides, and its reason is kept:

    live_blog, article   what is read
    front_page, section  lists of articles
    gallery              photos with hardly a text, which the page does not call an article
    search               what a search found
    blocked, consent, login, not_found, shell, redirect
                         what stands in an article's place (`standins`)
    other                none of these
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.urls import is_front_page
from crawler.extraction.article import ArticleReading
from crawler.extraction.body import is_named_body
from crawler.extraction.json_ld import ARTICLE_TYPES, types_of
from crawler.extraction.live import is_marked_live
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.standins import stand_in

_DATED_PATH = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|[a-z]{3})[/-]|/(?:19|20)\d{6}/|[-_/]\d{6,}"
)
_MANY_ARTICLES = 4
_DENSE = 700
_SOME = 200
_LINKED = 0.5
_MOSTLY = 0.8
_MANY_TEASERS = 4
_LEAST_LINKS = 15
_LEAST_PHOTOS = 6
_HEADINGS = ("h1", "h2", "h3", "h4")
_FILED_PATH = re.compile(
    r"/(?:tags?|etiquetas?|schlagw(?:ort|oerter)|stichwort|mot-?cle|label|authors?|autore?n?|auteurs?)"
    r"/[^/]+(?:/page/\d+)?/?$",
    re.IGNORECASE,
)
_SLUG = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
_GALLERY_PATH = re.compile(
    r"/(?:photo-?|image-?|bilder-?|foto-?)?(?:galler(?:y|ies)|galeri[aei]?|galleria|galerij|galleri)\b"
    r"|/(?:fotostrecken?|bilderstrecken?|diaporamas?|slideshows?|fotogaler\w{1,3}|photos?)[/-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageType:
    page_type: str
    reason: str


@dataclass(slots=True)
class _Facts:
    page: Page
    reading: ArticleReading
    article_url: re.Pattern[str] | None

    @property
    def prose(self) -> float:
        return self.reading.prose

    @property
    def link_share(self) -> float:
        top = self.page.outline.boxes[0] if self.page.outline.boxes else None
        return top.link_chars / max(1, top.chars) if top else 0.0


Rule = Callable[[_Facts], PageType | None]


def page_type_of(
    page: Page, reading: ArticleReading, article_url: re.Pattern[str] | None = None
) -> PageType:
    """The page's type and the sentence that says why; `article_url` is the site's pattern."""
    facts = _Facts(page, reading, article_url)
    for rule in _RULES:
        decided = rule(facts)
        if decided is not None:
            return decided
    return PageType("other", "neither an article's text nor a list of links")


def _live(facts: _Facts) -> PageType | None:
    posts = facts.reading.item.live_blog_update
    if posts and is_marked_live(facts.page):
        return PageType("live_blog", f"marked as a live-blog, with {len(posts)} posts")
    return None


def _posts(facts: _Facts) -> PageType | None:
    posts = facts.reading.item.live_blog_update
    if posts and not is_marked_live(facts.page):
        return PageType("live_blog", f"its text is a run of {len(posts)} posts, each with its time")
    return None


def _stands_in(facts: _Facts) -> PageType | None:
    found = stand_in(facts.page, facts.prose)
    return PageType(*found) if found is not None else None


def _front(facts: _Facts) -> PageType | None:
    if is_front_page(facts.page.document.url):
        return PageType("front_page", "the URL is the site's front page")
    return None


def _of_site(facts: _Facts) -> PageType | None:
    url = facts.page.document.url
    if facts.article_url and facts.article_url.search(url) and facts.prose >= _SOME:
        return PageType("article", "the site file knows the URL as an article's, and it has a text")
    return None


def _many(facts: _Facts) -> PageType | None:
    articles = [node for node in facts.page.linked.articles() if node.get("headline")]
    lists = [node for node in facts.page.linked.nodes if types_of(node) & {"CollectionPage"}]
    main = facts.page.article
    named = main is not None and (main.get("author") or main.get("articleBody"))
    if (len(articles) >= _MANY_ARTICLES or lists) and not named and facts.prose < _DENSE * 2:
        return PageType("section", f"JSON-LD lists {len(articles)} articles")
    return None


def _json_ld(facts: _Facts) -> PageType | None:
    node = facts.page.article
    if node is None or (facts.prose < _SOME / 2 and not node.get("datePublished")):
        return None
    name = ", ".join(sorted(types_of(node) & ARTICLE_TYPES))
    return PageType("article", f"JSON-LD calls it {name}")


def _open_graph(facts: _Facts) -> PageType | None:
    page = facts.page
    named = "article" in (page.meta.first("og:type") or "").lower()
    dated = bool(page.meta.first("article:published_time"))
    if (named or dated) and facts.prose >= _SOME / 2:
        reason = "og:type is article" if named else "it has article:published_time"
        return PageType("article", reason)
    # a video or a photo with hardly a text
    dated = dated or bool(_DATED_PATH.search(page.document.url))
    if named and dated and facts.reading.headline is not None:
        return PageType("article", "og:type is article, and it has a headline and a date")
    return None


def _microdata(facts: _Facts) -> PageType | None:
    nodes = facts.page.document.css("[itemtype$='Article'], [itemtype$='BlogPosting']")
    if 0 < len(nodes) < _MANY_ARTICLES and facts.prose >= _SOME:
        return PageType("article", "microdata calls it an article")
    return None


def _filed(facts: _Facts) -> PageType | None:
    """What is filed under a tag or an author, as the URL says, and linked by a heading."""
    if not _FILED_PATH.search(urlsplit(facts.page.document.url).path):
        return None
    units = facts.page.outline.units
    linked = any(
        unit.box.tag in _HEADINGS and unit.link_share > _MOSTLY and _leads_away(unit)
        for unit in units
    )
    return PageType("section", "the URL is that of a tag or an author") if linked else None


def _gallery(facts: _Facts) -> PageType | None:
    """Photos with hardly a text: what the page does not call an article, but a gallery."""
    photos = len(facts.reading.item.image)
    if photos < _LEAST_PHOTOS or facts.prose >= _DENSE:
        return None
    named = any(types_of(node) & _GALLERY_TYPES for node in facts.page.linked.nodes)
    if named or _GALLERY_PATH.search(facts.page.document.url):
        return PageType("gallery", f"{photos} photos and {facts.prose:.0f} characters of text")
    return None


def _dense(facts: _Facts) -> PageType | None:
    if facts.reading.headline is None or facts.link_share > 0.85:
        return None
    if facts.prose >= _DENSE:
        return PageType("article", f"a headline and {facts.prose:.0f} characters of text")
    if facts.prose >= _SOME and _DATED_PATH.search(facts.page.document.url):
        return PageType("article", "a headline, a text, and a date or number in the URL")
    return None


def _text_alone(facts: _Facts) -> PageType | None:
    if facts.prose >= _DENSE * 2 and facts.link_share < _LINKED:
        return PageType("article", f"{facts.prose:.0f} characters of text, few of them links")
    return None


def _teasers(facts: _Facts) -> PageType | None:
    """Several headings that are links, each above a teaser: a section."""
    scope = facts.reading.scope
    if scope is None:
        return None
    headings = [unit for unit in facts.page.outline.units if unit.box.tag in ("h2", "h3", "h4")]
    inside = [unit for unit in headings if unit.box.inside(scope.root)]
    linked = [unit for unit in inside if unit.link_share > _MOSTLY and _leads_away(unit)]
    if len(linked) < _MANY_TEASERS or facts.prose > _DENSE * len(linked):
        return None
    places = facts.page.outline.places
    above = [unit.prose for unit in scope.units if places[id(unit)] < places[id(linked[0])]]
    if sum(above) >= _DENSE:
        return None  # a text, and what is linked below it
    return PageType("section", f"{len(linked)} linked headings in its main part")


def _leads_away(unit: Unit) -> bool:
    return any(not href.startswith("#") for href, _ in unit.links)


def _links(facts: _Facts) -> PageType | None:
    links = len(facts.page.document.css("a[href]"))
    if links >= _LEAST_LINKS and facts.link_share > _LINKED / 2:
        return PageType("section", f"{links} links and hardly a text of its own")
    return None


def _short(facts: _Facts) -> PageType | None:
    if facts.reading.headline is None or not facts.prose:
        return None
    if facts.prose >= _SOME / 2:
        return PageType("article", "a headline and a short text")
    scope = facts.reading.scope
    if scope is not None and is_named_body(scope.root):
        return PageType("article", "a headline, and a sentence in what is called the body")
    return None


def _named(facts: _Facts) -> PageType | None:
    """A list of results, a table, a verse: hardly a sentence, but an article's heading and URL."""
    page, heading = facts.page, facts.reading.headline
    if heading is None or heading.box.tag not in ("h1", "h2"):
        return None
    path = urlsplit(page.document.url).path.rstrip("/").rpartition("/")[2]
    if not (_DATED_PATH.search(page.document.url) or len(_WORD.findall(path)) >= _SLUG):
        return None
    below = _after(facts, heading)
    linked = sum(unit.link_chars for unit in below)
    own = sum(len(unit.text) for unit in below) - linked
    if own < max(_SOME, linked):
        return None
    return PageType(
        "article", f"a headline, an article's URL, and {own} characters that no link is"
    )


def _after(facts: _Facts, heading: Unit) -> list[Unit]:
    """The units below the heading that are no furniture."""
    units = facts.page.outline.units
    below = units[facts.page.outline.places[id(heading)] + 1 :]
    return [unit for unit in below if not any(box.furniture for box in unit.box.lineage())]


_RULES: tuple[Rule, ...] = (
    _live,
    _stands_in,
    _front,
    _of_site,
    _many,
    _posts,
    _json_ld,
    _open_graph,
    _microdata,
    _teasers,
    _filed,
    _gallery,
    _dense,
    _text_alone,
    _short,
    _named,
    _links,
)
