"""What JSON-LD, microdata and meta say of images: to fill in what the page does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.records import ImageCandidate, Provenance, Source
from archive.renditions import image_file
from crawler.extraction.credits import split_credit
from crawler.extraction.image_files import pixels
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.page import Page
from crawler.items import ImageItem

_MOST_FACTS = 200
_CREDIT_KEYS = ("creditText", "copyrightHolder", "creator", "author", "copyrightNotice")
_CAPTION_KEYS = ("caption", "description")
_META_IMAGES = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFact:
    """One image as structured data describes it."""

    url: str
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    source: Source = "json_ld"
    locator: str = ""


def linked_facts(page: Page) -> dict[str, ImageFact]:
    """The described images of a page's JSON-LD by file (`archive.states.image_file`)."""
    facts: dict[str, ImageFact] = {}
    for node in page.linked.nodes:
        if "ImageObject" in types_of(node) and len(facts) < _MOST_FACTS:
            fact = _fact(page, node)
            if fact is not None:
                facts.setdefault(image_file(fact.url), fact)
    return facts


def enriched(item: ImageItem, facts: dict[str, ImageFact]) -> None:
    """Fill an item's gaps from the fact of the same file."""
    files = (image_file(candidate.url) for candidate in item.candidates)
    fact = next((facts[file] for file in files if file in facts), None)
    if fact is not None:
        _fill(item, fact)


def told_files(page: Page) -> frozenset[str]:
    """The files that metadata give as the article's own images."""
    facts = (*_article_images(page), *_meta_images(page))
    return frozenset(image_file(fact.url) for fact in facts)


def page_images(page: Page) -> list[ImageItem]:
    """The images that JSON-LD gives the article, else og:image; each file once."""
    items: dict[str, ImageItem] = {}
    for fact in (*_article_images(page), *_meta_images(page)):
        item = ImageItem(candidates=[ImageCandidate(url=fact.url, width=fact.width)])
        item.width, item.height, item.locator = fact.width, fact.height, fact.locator
        item.provenance["/content_url"] = Provenance(source=fact.source, locator=fact.locator)
        _fill(item, fact)
        items.setdefault(image_file(fact.url), item)
        if fact.source == "meta":
            break
    return list(items.values())[:1]


def _credit_in(caption: str | None) -> bool:
    return caption is not None and split_credit(caption).credit_raw is not None


def _fill(item: ImageItem, fact: ImageFact) -> None:
    if item.caption is None and fact.caption:
        item.caption = fact.caption
        item.provenance["/caption"] = _provenance(fact, fact.caption)
    if item.credit_raw is None and fact.credit and not _credit_in(item.caption):
        item.credit_raw = fact.credit
        item.provenance["/credit_text"] = _provenance(fact, fact.credit)


def _provenance(fact: ImageFact, raw: str) -> Provenance:
    return Provenance(source=fact.source, locator=fact.locator, raw=raw, confidence=0.7)


def _fact(page: Page, node: JsonNode) -> ImageFact | None:
    url = page.document.absolute(_url(node))
    if url is None:
        return None
    return ImageFact(
        url=url,
        caption=_first(node, _CAPTION_KEYS),
        credit=_credit(page.linked, node),
        width=pixels(plain_text(node.get("width"))),
        height=pixels(plain_text(node.get("height"))),
        locator="$..[?@.@type=='ImageObject']",
    )


def _url(node: JsonNode) -> str | None:
    for key in ("contentUrl", "url"):
        value = node.get(key)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str):
            return value
    return None


def _first(node: JsonNode, keys: Iterable[str]) -> str | None:
    return next((text for key in keys if (text := plain_text(node.get(key)))), None)


def _credit(linked: LinkedData, node: JsonNode) -> str | None:
    for key in _CREDIT_KEYS:
        for value in listed(node.get(key)):
            text = plain_text(linked.resolved(value))
            if text and not text.startswith("http"):
                return text
    return None


def _article_images(page: Page) -> Iterator[ImageFact]:
    article = page.article or {}
    for value in listed(article.get("image")):
        resolved = page.linked.resolved(value)
        if isinstance(resolved, dict):
            fact = _fact(page, resolved)
        else:
            url = page.document.absolute(resolved if isinstance(resolved, str) else None)
            fact = ImageFact(url=url) if url else None
        if fact is not None:
            yield ImageFact(
                url=fact.url,
                caption=fact.caption,
                credit=fact.credit,
                width=fact.width,
                height=fact.height,
                locator="$.image",
            )


def _meta_images(page: Page) -> Iterator[ImageFact]:
    for name in _META_IMAGES:
        url = page.document.absolute(page.meta.first(name))
        if url is not None:
            yield ImageFact(url=url, source="meta", locator=f"meta[{name}]")
