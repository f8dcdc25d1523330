"""What a page says about its article beside text, names and dates: canonical URL, translations,
section, keywords, description, publisher."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.records import Provenance, Source
from crawler.extraction.candidates import choose
from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.json_ld import listed, plain_text, types_of
from crawler.extraction.language import language_tag
from crawler.extraction.marks import Marks
from crawler.extraction.page import Page
from crawler.extraction.text import line_of
from crawler.items import Candidate, TranslationItem

_MOST_KEYWORDS = 60
_LONGEST_KEYWORD = 120
_MOST_LINKS = 20
_LOGOS = Marks("[class*='logo' i]")

Found = tuple[Candidate, Provenance] | None


def canonical_url(page: Page) -> Found:
    """The absolute URL that the page calls its own."""
    offered: list[Candidate] = []
    link = page.document.first("link[rel~='canonical' i][href]")
    pairs: list[tuple[Source, str, str | None]] = [
        ("dom", "link[rel=canonical]", attribute(link, "href"))
    ]
    pairs.append(("meta", "og:url", page.meta.first("og:url")))
    for source, locator, raw in pairs:
        url = page.document.absolute(raw)
        if url:
            offered.append(Candidate(url, source, locator, raw if raw != url else None))
    return choose(offered, str)


def translations(page: Page, own: set[str]) -> list[TranslationItem]:
    """The article in other languages, from hreflang; not the page itself, not x-default."""
    found: dict[str, TranslationItem] = {}
    for link in page.document.css("link[rel~='alternate' i][hreflang][href]")[:200]:
        tag = language_tag(attribute(link, "hreflang"))
        url = page.document.absolute(attribute(link, "href"))
        if tag and url and url.rstrip("/") not in own:
            found.setdefault(url, TranslationItem(in_language=tag, url=url))
    return list(found.values())


def linked_translations(page: Page, links: list[Node], own: set[str]) -> list[TranslationItem]:
    """The translations that some links lead to, where something says in which language they are."""
    found: dict[str, TranslationItem] = {}
    for link in links[:200]:
        url = page.document.absolute(attribute(link, "href"))
        tag = _language_of(link, url or "")
        if tag and url and url.rstrip("/") not in own:
            found.setdefault(url, TranslationItem(in_language=tag, url=url))
    return list(found.values())


def _language_of(link: Node, url: str) -> str | None:
    """By the link's own attributes, else by the first part of the URL's path: `/ru/…`, `/en_GB/…`."""
    for name in ("hreflang", "lang"):
        if tag := language_tag(attribute(link, name)):
            return tag
    part = urlsplit(url).path.strip("/").partition("/")[0]
    return language_tag(part) if _LANGUAGE_PART.fullmatch(part) else None


_LANGUAGE_PART = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")


def sections(page: Page) -> list[Candidate]:
    """The sections that the page's metadata file the article under."""
    values = listed((page.article or {}).get("articleSection"))
    offered = [
        Candidate(text, "json_ld", "$.articleSection") for text in map(plain_text, values) if text
    ]
    offered = offered or page.meta.candidates("article:section", "parsely-section", "section")
    offered = offered or page.meta.microdata("articlesection")
    offered = offered or _from_breadcrumbs(page)
    return [each for each in offered if len(each.value) < _LONGEST_KEYWORD][:10]


def _from_breadcrumbs(page: Page) -> list[Candidate]:
    """What stands in a breadcrumb between the front page and the article."""
    title = (
        page.meta.first("og:title") or plain_text((page.article or {}).get("headline")) or ""
    ).casefold()
    for node in page.linked.nodes:
        if "BreadcrumbList" in types_of(node):
            steps = [_step(page, each) for each in listed(node.get("itemListElement"))[:12]]
            names = [name for name in steps[1:] if name and name.casefold() != title]
            if len(names) == len(steps) - 1 and len(names) > 1:
                names = names[:-1]  # the last step is the page itself
            return [Candidate(name, "json_ld", "$..BreadcrumbList") for name in names]
    return []


def _step(page: Page, element: object) -> str | None:
    """The name of one step; markup gives it on the step or on the page it leads to."""
    if not isinstance(element, dict):
        return None
    item = page.linked.resolved(element.get("item"))
    return plain_text(element.get("name")) or (plain_text(item) if isinstance(item, dict) else None)


def keywords(page: Page) -> list[Candidate]:
    """The article's tags that its metadata give: JSON-LD, article:tag, news_keywords."""
    node = page.article or {}
    offered = _split(listed(node.get("keywords")), "json_ld", "$.keywords")
    for name in ("article:tag", "news_keywords", "parsely-tags", "keywords"):
        offered = offered or _split(list(page.meta.every(name)), "meta", name)
    return offered[:_MOST_KEYWORDS]


def _split(values: list[object], source: Source, locator: str) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for value in values[:200]:
        for word in re.split(r"\s*[,;]\s*", plain_text(value) or ""):
            if word and len(word) < _LONGEST_KEYWORD:
                found.setdefault(word, Candidate(word, source, locator))
    return list(found.values())


def listed_keywords(given: list[Candidate]) -> list[Candidate]:
    """What a rule finds as tags: a node that names several with commas between is taken apart."""
    parted = (each for one in given for each in _split([one.value], one.source, one.locator))
    return list({each.value: each for each in parted}.values())[:_MOST_KEYWORDS]


def description(page: Page) -> Found:
    """The page's own summary."""
    text = plain_text((page.article or {}).get("description"))
    offered = [Candidate(text, "json_ld", "$.description")] if text else []
    offered = [*page.meta.candidates("og:description", "description"), *offered]
    return choose([*offered, *page.meta.candidates("twitter:description", "dc.description")])


def publisher(page: Page) -> tuple[Found, str | None]:
    """The publisher's name and URL."""
    offered: list[Candidate] = []
    url: str | None = None
    for node in listed(page.linked.resolved((page.article or {}).get("publisher")))[:3]:
        whole = page.linked.resolved(node)
        name = plain_text(whole)
        if name:
            offered.append(Candidate(name, "json_ld", "$.publisher.name"))
        if isinstance(whole, dict) and isinstance(whole.get("url"), str):
            url = page.document.absolute(whole["url"])
    offered += page.meta.candidates("og:site_name", "application-name", "publisher", "dc.publisher")
    for node in page.linked.nodes[:100]:
        name = plain_text(node.get("name")) if types_of(node) & {"WebSite"} else None
        offered += [Candidate(name, "json_ld", "$..WebSite.name")] if name else []
    offered += _named_by_title(page)
    offered = [each for each in offered if not each.value.startswith(("http:", "https:"))]
    return choose(offered), url


def _named_by_title(page: Page) -> list[Candidate]:
    """The end of `<title>`, where the header's link to the front page says the same."""
    title = page.document.first("head title")
    ends = re.split(r"\s+[|\-–—·]+\s+", " ".join(title.text(deep=True).split())) if title else []
    if len(ends) < 2:
        return []
    for link in _links_of_masthead(page.document)[:_MOST_LINKS]:
        text = line_of(link)
        if text and text.casefold() == ends[-1].casefold():
            return [Candidate(text, "heuristic", "title")]
    return []


def _links_of_masthead(document: Document) -> list[Node]:
    """The first links in headers, menus and what is called a logo, in order of the page; a link is
    there once for each of the three that it stands in.
    """
    found: list[Node] = []
    for boxes in (document.css("header"), document.css("nav"), _LOGOS.of(document)):
        links: dict[int, Node] = {}
        for box in boxes:
            links |= {node.mem_id: node for node in box.css("a[href]") if node.mem_id != box.mem_id}
            if len(links) >= _MOST_LINKS:
                break
        found += links.values()
    return sorted(found, key=lambda node: document.order[node.mem_id])
