"""The photos of an article in order of the page, with captions and credits: `figures`.

Rules:
- an image counts when it stands in the body, or before it as the lead; not in furniture, not as the
  teaser of another page, not when it is an icon, a logo, an avatar or a counter;
- its caption is looked for from the image outwards, in boxes that hold no other image and little
  text; nodes that are a caption or a credit are claimed, so that they are not body text;
- JSON-LD, microdata and attributes fill what the page does not show; og:image and JSON-LD images
  are images of their own only where the page shows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from archive.records import ImageCandidate, Provenance
from archive.states import image_file
from crawler.extraction.credits import split_credit
from crawler.extraction.document import Node, ancestors, attribute, css_path
from crawler.extraction.furniture import TAGS
from crawler.extraction.image_captions import (
    CaptionRead,
    has_labelled_credit,
    has_photo_credit,
    is_caption_named,
    is_credit_named,
    read_box,
    read_lines,
)
from crawler.extraction.image_facts import (
    ImageFact,
    enriched,
    linked_facts,
    page_images,
    told_files,
)
from crawler.extraction.image_files import candidates_of, is_decoration, pixels
from crawler.extraction.layout_images import ImageRules
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.items import ImageItem

MOST_IMAGES = 300
_MOST_SHOWN = 2000
"""Images of a page that are looked at: its icons, teasers and photos."""
# a button may enlarge a photo, a footer may hold its credit
_TAGS_OF_OTHERS = TAGS - {"footer", "noscript", "button"}
_MOST_CHARS = 900
_MOST_CHARS_BY_PLACE = 380
_MOST_CHARS_OF_ONE = 240
_MOST_CHARS_IN_IMAGE_BOX = 700
_IMAGE_BOX = re.compile(r"img|image|photo|foto|picture|figure|bild", re.IGNORECASE)
_MOST_LEVELS = 9
_MOST_COPIES = 6
_OTHERS = re.compile(
    r"(?:^|[\s_\-])(?:related|relateds?articles|recommend\w*|teasers?|promo|promos|promobox|newsletter|sidebar"
    r"|siderail|adv?|ads|advert\w*|adslot|sponsor\w*|outbrain|taboola|share|sharing|social|avatar|bio"
    r"|authors?|byline|logo|nav|navbar|navigation|menu|breadcrumbs?|footer|popular|trending|comments?"
    r"|mostread|latest|more-?(?:from|stories|news)|most-?(?:read|popular)|read-?more|see-?also|subscribe"
    r"|podcast|app-?store|poll|quiz|cookie|paywall)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SURE_OF_FILE = 0.9
_LEAD = re.compile(
    r"lead|hero|main|cover|featured|opener|top|header|article|story|head|big|wide", re.IGNORECASE
)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])", re.IGNORECASE)


@dataclass(slots=True)
class Figure:
    """An image of the article and the node of its `<img>` or `<picture>`."""

    item: ImageItem
    node: Node


class _Holding:
    """What stands in a box: the files of its images, and its texts, looked for when asked for."""

    def __init__(self, box: Box, units: list[Unit], index: int) -> None:
        """`index` is the place of a unit in the box."""
        self.images: set[str] = set()
        self.shown = 0
        """How many images it holds; the same file may be shown for several sizes of screen."""
        self._box, self._units, self._index = box, units, index

    @cached_property
    def texts(self) -> list[Unit]:
        # the units of a box stand together in the page
        units, box = self._units, self._box
        first = last = self._index
        while first and units[first - 1].box.inside(box):
            first -= 1
        while last + 1 < len(units) and units[last + 1].box.inside(box):
            last += 1
        return [unit for unit in units[first : last + 1] if unit.kind == "text"]

    @property
    def is_of_several(self) -> bool:
        """Whether a line in the box may be another image's."""
        return len(self.images) > 1 or self.shown > _MOST_COPIES

    @property
    def has_heading(self) -> bool:
        return any(unit.box.tag in ("h1", "h2", "h3") for unit in self.texts)


@dataclass(slots=True)
class _Shown:
    """An image of the page that may be a photo."""

    unit: Unit
    index: int
    candidates: list[ImageCandidate]
    file: str


def figures(page: Page, root: Box | None, rules: ImageRules | None = None) -> list[Figure]:
    """The article's photos; `root` is the body's box, None where the page has no prose.

    Captions and credits are claimed in `page.document.claims`. Every item has a candidate.
    `rules` are those of the page's layout.
    """
    shown = list(_shown(page))
    holdings = _holdings(page, shown)
    start, end = _span(page, root)
    facts = linked_facts(page)
    found: dict[str, Figure] = {}
    for image in shown[:MOST_IMAGES]:
        figure = _figure(page, image, holdings, root, (start, end), rules)
        if figure is None:
            continue
        known = found.setdefault(image.file, figure)
        if known is not figure:
            _merge(known.item, figure.item)
    for figure in found.values():
        enriched(figure.item, facts)
    return list(found.values())


def images_of_page(page: Page) -> list[ImageItem]:
    """og:image and JSON-LD images, for a page whose body shows none."""
    return page_images(page)


def _shown(page: Page) -> Iterator[_Shown]:
    with_image: set[int] = set()
    shown: list[_Shown] = []
    for index, unit in enumerate(page.outline.units):
        if unit.kind == "image" and len(shown) < _MOST_SHOWN:
            photo = _photo(page, index, unit)
            shown += [photo] if photo is not None else []
            if photo is not None or not _is_placeholder(unit.node):
                with_image.update(id(box) for box in _levels(unit.box))
    hidden = (_photo(page, *each) for each in _unscripted(page, with_image))
    shown += [each for each in hidden if each is not None]
    yield from sorted(shown, key=lambda each: each.index)


def _photo(page: Page, index: int, unit: Unit) -> _Shown | None:
    """An image unit that may be a photo: no icon, and no placeholder of one loaded later."""
    candidates = candidates_of(page.document, unit.node)
    inner = unit.node.css_first("img") if unit.node.tag == "picture" else unit.node
    if not candidates or is_decoration(inner or unit.node, candidates):
        return None
    return _Shown(unit, index, candidates, image_file(candidates[0].url))


def _is_placeholder(node: Node) -> bool:
    """Whether an image stands beside the `<noscript>` that has the real one."""
    beside = node.next
    while beside is not None and beside.tag != "noscript":
        beside = beside.next
    return beside is not None and beside.css_first("img") is not None


def _unscripted(page: Page, with_image: set[int]) -> Iterator[tuple[int, Unit]]:
    """The images that stand only in a `<noscript>`, beside their texts."""
    hidden = page.document.css("noscript")
    unscripted = list(islice(chain.from_iterable(each.css("img") for each in hidden), MOST_IMAGES))
    places = _first_in_box(page) if unscripted else {}
    for image in unscripted:
        near = (places[box.mem_id] for box in ancestors(image) if box.mem_id in places)
        index, around = next(near, (0, None))
        if around is not None and id(around) not in with_image:
            yield index, Unit(kind="image", box=around, node=image)
            with_image.update(id(box) for box in _levels(around))


def _first_in_box(page: Page) -> dict[int, tuple[int, Box]]:
    """The index of the first unit in each small box, and the box, by its node's `mem_id`."""
    places: dict[int, tuple[int, Box]] = {}
    for index, unit in enumerate(page.outline.units):
        for box in _levels(unit.box):
            places.setdefault(box.node.mem_id, (index, box))
    return places


def _holdings(page: Page, shown: list[_Shown]) -> dict[int, _Holding]:
    """What every box near an image holds, by the box's identity."""
    holdings: dict[int, _Holding] = {}
    units = page.outline.units
    for image in shown:
        for box in _levels(image.unit.box):
            holding = holdings.get(id(box))
            if holding is None:
                holding = holdings[id(box)] = _Holding(box, units, image.index)
            holding.images.add(image.file)
            holding.shown += 1
    return holdings


def _levels(box: Box) -> list[Box]:
    """The small boxes that an image stands in, the innermost first."""
    levels: list[Box] = []
    each: Box | None = box
    while each is not None and len(levels) < _MOST_LEVELS:
        if each.chars > _MOST_CHARS or each.tag in ("body", "main"):
            break
        levels.append(each)
        each = each.parent
    return levels


def _span(page: Page, root: Box | None) -> tuple[int, int]:
    """The first and the last unit of the body, by index; the whole page where there is no body."""
    inside = [
        index
        for index, unit in enumerate(page.outline.units)
        if root is not None and unit.prose and unit.box.inside(root)
    ]
    return (inside[0], inside[-1]) if inside else (0, len(page.outline.units))


def _figure(
    page: Page,
    image: _Shown,
    holdings: dict[int, _Holding],
    root: Box | None,
    span: tuple[int, int],
    rules: ImageRules | None,
) -> Figure | None:
    meant = rules.are_meant(image.unit.node) if rules else None
    if meant is False or (meant is None and _is_of_others(image.unit, root)):
        return None
    inside = root is not None and image.unit.box.inside(root)
    if not (meant or inside or _may_lead(page, image, root, span)):
        return None
    read = _read(image, holdings, root)
    if rules is not None:
        read = rules.read(image.unit.node, read)
    if not (meant or inside or _is_lead(page, image, read, root, span)):
        return None
    if not meant and _is_teaser(page, image.unit.node) and not (inside and read):
        return None
    for node in read.nodes:
        page.document.claims.claim(node, "caption")
    return Figure(_item(image, read), image.unit.node)


def _is_of_others(unit: Unit, root: Box | None) -> bool:
    """Whether an image stands in furniture. What holds the body is none, whatever its name."""
    for box in unit.box.lineage():
        if root is not None and box.depth <= root.depth and root.inside(box):
            return False
        named = box.tag != "figure" and _is_called_others(box.names)
        if box.comments or named or (box.tag in _TAGS_OF_OTHERS):
            return True
        if box.tag in ("aside", "footer") and not box.node.css_first("figcaption"):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_called_others(names: str) -> bool:
    return bool(_OTHERS.search(_CAMEL.sub("-", names)))


def _may_lead(page: Page, image: _Shown, root: Box | None, span: tuple[int, int]) -> bool:
    """Whether an image stands where one may that is outside of the body's box."""
    if root is None:
        return True
    return not span[0] <= image.index <= span[1] and image.unit.box.inside(_zone(page, root))


def _is_lead(
    page: Page, image: _Shown, read: CaptionRead, root: Box | None, span: tuple[int, int]
) -> bool:
    """Whether an image outside of the body's box, where it `_may_lead`, belongs to the article."""
    around = _levels(image.unit.box)
    figure = any(box.tag == "figure" for box in around)
    if root is None:
        return bool(read) or figure
    if image.index > span[1]:
        # where most of the article is not shown, its photos stand after what is
        is_shown = _zone(page, root).tag == "article" or root.tag == "p"
        return figure and bool(read) and is_shown
    if read or figure or any(_is_called_lead(box.names) for box in around):
        return True
    return image.file in told_files(page)


@lru_cache(maxsize=4096)
def _is_called_lead(names: str) -> bool:
    return bool(_LEAD.search(names))


def _zone(page: Page, root: Box) -> Box:
    """The box that holds body and headline; without a headline the article's, or the whole page."""
    around = list(root.lineage())
    for box in around:
        if box.node.mem_id in page.outline.holders:
            return box
    return next((box for box in around if box.tag in ("article", "main")), around[-1])


def _is_teaser(page: Page, node: Node) -> bool:
    """Whether an image is the link to another page (not to its own larger file)."""
    for step, box in enumerate(ancestors(node)):
        if box.tag == "a":
            return _leads_away(page, attribute(box, "href"))
        if step > 5:
            return False
    return False


def _leads_away(page: Page, href: str | None) -> bool:
    url = page.document.absolute(href)
    if url is None or _IMAGE_FILE.search(url):
        return False
    there, here = urlsplit(url), urlsplit(page.document.url)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return False
    return not re.search(
        r"gallery|galerie|foto|photo|image|img|media|zoom|bild|attachment", there.path, re.I
    )


def _read(image: _Shown, holdings: dict[int, _Holding], root: Box | None) -> CaptionRead:
    """The caption of the smallest box around the image that has one, with a credit near by."""
    read = CaptionRead()
    for box in _levels(image.unit.box):
        holding = holdings[id(box)]
        if box is root or holding.is_of_several:
            break
        if box.tag != "figure" and holding.has_heading:
            break
        if box.tag == "article" and holding.texts and not read:
            break
        read = _fuller(read, read_box(box.node))
        if read.caption and read.credit:
            return read
    if read:
        return read
    return _read_by_place(image, holdings, root)


def _fuller(inner: CaptionRead, outer: CaptionRead) -> CaptionRead:
    """The inner reading, with what only the outer box has: a credit, or a caption to a credit."""
    if not inner or (outer.caption and outer.credit and not (inner.caption and inner.credit)):
        return outer if outer else inner
    return inner


def _read_by_place(image: _Shown, holdings: dict[int, _Holding], root: Box | None) -> CaptionRead:
    """Short unnamed lines in a box of their own with the image, or a caption that follows it."""
    last: Box | None = None
    for box in _levels(image.unit.box):
        holding = holdings[id(box)]
        if box is root or holding.is_of_several or box.tag == "article" or holding.has_heading:
            break
        last = box
        if holding.texts and (read := _by_place(box, holding)):
            return read
        if holding.texts:
            break
    return _following(last.node if last is not None else image.unit.node)


def _by_place(box: Box, holding: _Holding) -> CaptionRead:
    texts = holding.texts
    whole = sum(len(unit.text) for unit in texts)
    named = bool(_IMAGE_BOX.search(box.names))
    most = _MOST_CHARS_IN_IMAGE_BOX if named else _MOST_CHARS_BY_PLACE
    linked = any(unit.link_share > 0.5 for unit in texts)
    if box.tag in ("p", "li", "td") or len(texts) > 3 or whole > most or linked:
        return CaptionRead()
    paragraphs = any(unit.box.tag == "p" for unit in texts)
    joined = " ".join(unit.text for unit in texts)
    alone = len(texts) == 1 and whole <= _MOST_CHARS_OF_ONE and texts[0].box.parent is not box
    if paragraphs and not (alone or named) and not has_labelled_credit(joined):
        return CaptionRead()
    return read_lines([(unit.text, unit.nodes) for unit in texts])


def _following(node: Node) -> CaptionRead:
    """The element after an image, where it is called a caption or ends with a credit."""
    after = node.next
    while after is not None and not after.is_element_node:
        if (after.text_content or "").strip():
            return CaptionRead()
        after = after.next
    if after is None or after.css_first("img, picture, h1, h2") is not None:
        return CaptionRead()
    text = (after.text(deep=True) or "")[: _MOST_CHARS * 2].strip()
    if not text or len(text) > _MOST_CHARS:
        return CaptionRead()
    if is_caption_named(after):
        read = read_box(after)
        return read if read else CaptionRead(caption=" ".join(text.split()), nodes=[after])
    if is_credit_named(after):
        return CaptionRead(
            credit=" ".join(text.split()), nodes=[after], credit_locator=css_path(after)
        )
    emphasised = after.first_child is not None and after.first_child.tag in ("em", "i", "small")
    line = " ".join(text.split())
    if has_photo_credit(line) or (emphasised and has_labelled_credit(line)):
        return CaptionRead(
            caption=line,
            nodes=[after],
            source="heuristic",
            caption_locator=css_path(after),
        )
    return CaptionRead()


def _item(image: _Shown, read: CaptionRead) -> ImageItem:
    node = image.unit.node
    inner = (node.css_first("img") if node.tag == "picture" else node) or node
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
