"""What an archived page needs to be shown again: images, stylesheets and what they name, scripts.

Of each image one candidate: the one that the reader chose, and of an image that it did not choose
(a logo, a teaser) the plainest. Nothing is run, so what a script would load is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from archive.warc.exchange import Exchange
from crawler.discovery.targets import target_of
from crawler.extraction.charset import decode
from crawler.extraction.document import Document, Node, attribute, parse

MAX_REQUISITES = 400
MAX_NODES = 2000
"""Elements of a kind that are looked at."""
MAX_CSS = 4 << 20

_LINKED = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon"})
_PRELOADED = {"font": "font", "style": "stylesheet", "script": "script"}
_LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_SOURCE_SETS = ("srcset", "data-srcset")
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
    """URL to what it is on the page: image (that the reader chose), other_image, stylesheet, script,
    font, icon, style (in the page), css (in a stylesheet)."""
    warnings: tuple[str, ...] = ()


def page_requisites(
    exchange: Exchange, image_urls: Sequence[str] = (), document: Document | None = None
) -> Requisites:
    """The requisites of an answered HTML page.

    `image_urls` are the candidates that the reader chose; they come after stylesheets and scripts
    and before all other images. `document` is the page, where it was parsed already.
    """
    document = document or parse(exchange.body, exchange.url, exchange.charset)
    base = document.base_url
    references = [
        *_linked(document),
        *(("script", attribute(node, "src")) for node in document.css("script[src]")),
        *(("style", url) for node in document.css("style") for url in css_references(node.text())),
        *(("image", url) for url in image_urls),
        *(("style", url) for url in _styled(document)),
        *(("other_image", url) for url in _other_images(document, frozenset(image_urls))),
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


def _other_images(document: Document, chosen: frozenset[str]) -> Iterator[str | None]:
    """One candidate of each image of which none was chosen."""
    for node in document.css("img")[:MAX_NODES]:
        candidates = list(_candidates(node))
        targets = {target_of(each, document.base_url) for each in candidates}
        if candidates and targets.isdisjoint(chosen):
            yield candidates[0]
    for node in document.css("video[poster], svg image[href]"):
        yield attribute(node, "poster") or attribute(node, "href")


def _candidates(node: Node) -> Iterator[str]:
    """Every file an `img` may stand for, its plainest first; placeholders in data: left out.

    The `source` elements of its `picture` count: the reader may have chosen one of them.
    """
    for name in (*_LAZY_SOURCES, "src"):
        value = attribute(node, name)
        if value and not value.lower().startswith("data:"):
            yield value
    picture = node.parent
    sources = picture.css("source") if picture is not None and picture.tag == "picture" else []
    for each in (node, *sources):
        for name in _SOURCE_SETS:
            for part in (attribute(each, name) or "").split(", ")[:30]:
                yield from part.split()[:1]


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
