"""The photos of an article in order of the page, with captions and credits: `figures`.

Rules:
- an image counts by where it stands (`image_places`), unless it is an icon, a logo, an avatar or a
  counter (`image_shown`);
- its caption is looked for from the image outwards (`image_surroundings`); nodes that are a caption
  or a credit are claimed, so that they are not body text;
- JSON-LD, microdata and attributes fill what the page does not show; og:image and JSON-LD images
  are images of their own only where the page shows none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.records import Provenance
from crawler.extraction.credits import split_credit
from crawler.extraction.document import Node, attribute, css_path
from crawler.extraction.image_captions import CaptionRead
from crawler.extraction.image_facts import ImageFact, enriched, linked_facts, page_images
from crawler.extraction.image_files import image_of, pixels
from crawler.extraction.image_places import Places
from crawler.extraction.image_shown import MOST_IMAGES, Shown, shown_images
from crawler.extraction.image_surroundings import caption_of, holdings_of
from crawler.extraction.layout_images import ImageRules
from crawler.extraction.outline import Box
from crawler.extraction.page import Page
from crawler.items import ImageItem

_SURE_OF_FILE = 0.9


@dataclass(slots=True)
class Figure:
    """An image of the article and the node of its `<img>` or `<picture>`."""

    item: ImageItem
    node: Node


def figures(page: Page, root: Box | None, rules: ImageRules | None = None) -> list[Figure]:
    """The article's photos; `root` is the body's box, None where the page has no prose.

    Captions and credits are claimed in `page.document.claims`. Every item has a candidate.
    `rules` are those of the page's layout.
    """
    shown = shown_images(page)
    holdings = holdings_of(page, shown)
    places = Places(page, root, shown)
    facts = linked_facts(page)
    found: dict[str, Figure] = {}
    for image in shown[:MOST_IMAGES]:
        read = _read(image, places, lambda each: caption_of(each, holdings, root), rules)
        if read is None:
            continue
        for node in read.nodes:
            page.document.claims.claim(node, "caption")
        figure = Figure(_item(image, read), image.unit.node)
        known = found.setdefault(image.file, figure)
        if known is not figure:
            _merge(known.item, figure.item)
    for figure in found.values():
        enriched(figure.item, facts)
    return list(found.values())


def images_of_page(page: Page) -> list[ImageItem]:
    """og:image and JSON-LD images, for a page whose body shows none."""
    return page_images(page)


def _read(
    image: Shown,
    places: Places,
    caption: Callable[[Shown], CaptionRead],
    rules: ImageRules | None,
) -> CaptionRead | None:
    """The caption of an image of the article, which may be empty; None of one that is not its."""
    meant = rules.are_meant(image.unit.node) if rules else None
    if meant is False or (meant is None and places.is_of_others(image)):
        return None
    inside = places.is_inside(image)
    if not (meant or inside or places.may_lead(image)):
        return None
    read = caption(image)
    if rules is not None:
        read = rules.read(image.unit.node, read)
    if not (meant or inside or places.is_lead(image, read)):
        return None
    if not meant and places.is_teaser(image) and not (inside and read):
        return None
    return read


def _item(image: Shown, read: CaptionRead) -> ImageItem:
    node = image.unit.node
    inner = image_of(node) or node
    credit = read.credit or _titled_credit(inner, read.caption)
    item = ImageItem(
        candidates=image.candidates,
        caption=read.caption,
        credit_raw=credit,
        alt=attribute(inner, "alt"),
        width=pixels(attribute(inner, "width")),
        height=pixels(attribute(inner, "height")),
        locator=css_path(node),
    )
    item.provenance["/content_url"] = Provenance(
        source="dom", locator=item.locator, confidence=_SURE_OF_FILE
    )
    sure = 0.6 if read.source == "heuristic" else 0.9
    if read.caption:
        item.provenance["/caption"] = Provenance(
            source=read.source, locator=read.caption_locator, confidence=sure
        )
    if credit:
        item.provenance["/credit_text"] = Provenance(
            source=read.source,
            locator=read.credit_locator or css_path(inner),
            raw=credit,
            confidence=sure if read.credit else 0.5,
        )
    return item


def _titled_credit(image: Node, caption: str | None) -> str | None:
    """The credit at the end of an image's `alt` or `title`, where nothing else names one."""
    if caption is not None and split_credit(caption).credit_raw is not None:
        return None
    for name in ("title", "alt"):
        split = split_credit(attribute(image, name) or "")
        if split.credit_raw and split.caption:
            return split.credit_raw
    return None


def _merge(known: ImageItem, again: ImageItem) -> None:
    """The same photo shown twice: what the first lacks is taken from the second."""
    known.caption = known.caption or again.caption
    known.credit_raw = known.credit_raw or again.credit_raw
    known.alt = known.alt or again.alt
    urls = {each.url for each in known.candidates}
    known.candidates += [each for each in again.candidates if each.url not in urls]
    for pointer, provenance in again.provenance.items():
        known.provenance.setdefault(pointer, provenance)


__all__ = ["Figure", "ImageFact", "figures", "images_of_page"]
