"""What an archived page needs to be shown again: images, stylesheets and what they name, scripts.

Of each picture of the article the file that the reader chose, and those that a browser would ask
for on a plain and on a fine screen: at most three, mostly two. Of other images (a logo, a teaser)
what a browser would ask for on a plain screen. Nothing is run, so what a script would load is not
known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from archive.warc.exchange import Exchange
from crawler.discovery.pictures import SCREENS, asked_for
from crawler.discovery.targets import target_of
from crawler.extraction.charset import decode
from crawler.extraction.document import Document, attribute, parse
from crawler.extraction.image_files import candidates_of

MAX_REQUISITES = 400
MAX_NODES = 2000
"""Elements of a kind that are looked at."""
MAX_CSS = 4 << 20

_LINKED = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon"})
_PRELOADED = {"font": "font", "style": "stylesheet", "script": "script"}
_QUOTED = r"\"([^\"\\\n]{1,2000})\"|'([^'\\\n]{1,2000})'"
_CSS_REFERENCE = re.compile(
    rf"url\(\s{{0,20}}(?:{_QUOTED}|([^\s\"'()\\]{{1,2000}}))\s{{0,20}}\)"
    rf"|@import\s{{1,20}}(?:{_QUOTED})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    """URLs that a page or stylesheet needs, in its own order, each once."""

    urls: tuple[str, ...]
    how: Mapping[str, str] = field(default_factory=dict)
    """URL to what it is on the page: image (that the reader chose), image_size (another file of it),
    other_image, stylesheet, script, font, icon, style (in the page), css (in a stylesheet)."""
    warnings: tuple[str, ...] = ()


def page_requisites(
    exchange: Exchange, image_urls: Sequence[str] | None = (), document: Document | None = None
) -> Requisites:
    """The requisites of an answered HTML page.

    `image_urls` are the candidates that the reader chose; they and their other sizes come after
    stylesheets and scripts and before all other images. None where nobody read the page: any image
    may be the article's then. `document` is the page, where it was parsed already.
    """
    document = document or parse(exchange.body, exchange.url, exchange.charset)
    base = document.base_url
    chosen = image_urls or ()
    sizes, others = _images(document, frozenset(chosen), is_unread=image_urls is None)
    references = [
        *_linked(document),
        *(("script", attribute(node, "src")) for node in document.css("script[src]")),
        *(("style", url) for node in document.css("style") for url in css_references(node.text())),
        *(("image", url) for url in chosen),
        *(("image_size", url) for url in sizes),
        *(("style", url) for url in _styled(document)),
        *(("other_image", url) for url in others),
    ]
    return _bounded(((how, target_of(each, base)) for how, each in references), exchange.url)


def css_requisites(exchange: Exchange) -> Requisites:
    """What the `url()` and `@import` of an answered stylesheet name."""
    text = decode(exchange.body[:MAX_CSS], exchange.charset).text
    references = islice(css_references(text), MAX_NODES)
    targets = (("css", target_of(reference, exchange.url)) for reference in references)
    return _bounded(targets, exchange.url)


def css_references(text: str) -> Iterator[str]:
    """What `url()` and `@import` name in a text of CSS (CSS Syntax 3, section 4.3.6), as written.

    Comments are left out. References with escapes or in `data:` are passed over.
    """
    for match in _CSS_REFERENCE.finditer(_without_comments(text)):
        reference = next(group for group in match.groups() if group)
        if not reference.lower().startswith("data:"):
            yield reference


def _without_comments(text: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find("/*", position)) >= 0:
        kept.append(text[position:start])
        end = text.find("*/", start + 2)
        position = len(text) if end < 0 else end + 2
    kept.append(text[position:])
    return " ".join(kept)


def _linked(document: Document) -> Iterator[tuple[str, str | None]]:
    for node in document.css("link[rel][href]"):
        rel = frozenset((attribute(node, "rel") or "").lower().split())
        preloaded = attribute(node, "as") if "preload" in rel else None
        if preloaded in _PRELOADED:
            yield _PRELOADED[preloaded], attribute(node, "href")
        elif not rel.isdisjoint(_LINKED):
            yield "stylesheet" if "stylesheet" in rel else "icon", attribute(node, "href")


def _styled(document: Document) -> Iterator[str]:
    for node in document.css("[style]")[:MAX_NODES]:
        style = attribute(node, "style") or ""
        if "url(" in style.lower():
            yield from css_references(style)


def _images(
    document: Document, chosen: frozenset[str], *, is_unread: bool
) -> tuple[list[str | None], list[str | None]]:
    """What browsers ask for of the pictures of which the reader chose a file, and of all others.

    Of a page that nobody read every image is taken for such a picture.
    """
    sizes: list[str | None] = []
    others: list[str | None] = []
    found: set[str] = set()
    without_scripts = {node.mem_id for node in document.css("noscript img")}
    nodes = document.css("img, amp-img")[:MAX_NODES]
    # what only a browser without scripts shows comes last: mostly it repeats another
    for node in sorted(nodes, key=lambda each: each.mem_id in without_scripts):
        is_copy = node.mem_id in without_scripts
        its = chosen.intersection(each.url for each in candidates_of(document, node))
        if not its and (is_copy or not is_unread):
            others.append(asked_for(node, SCREENS[0]))
        elif not is_copy or its - found:
            sizes += (asked_for(node, screen) for screen in SCREENS)
        found |= its
    for node in document.css("video[poster], svg image[href]"):
        others.append(attribute(node, "poster") or attribute(node, "href"))
    return sizes, others


def _bounded(targets: Iterable[tuple[str, str | None]], url: str) -> Requisites:
    how: dict[str, str] = {}
    for each, target in targets:
        if target and target != url:
            how.setdefault(target, each)
    found = list(how)
    warning = f"{url}: {len(found)} requisites, only the first {MAX_REQUISITES} are fetched"
    return Requisites(
        urls=tuple(found[:MAX_REQUISITES]),
        how=how,
        warnings=(warning,) if len(found) > MAX_REQUISITES else (),
    )
