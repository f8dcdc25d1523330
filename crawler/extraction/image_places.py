"""Which images of a page are its article's, by where they stand.

An image counts in the body, or before it as the lead: called so, with a caption, named by the
metadata, or the only one between headline and body. None counts that stands in furniture, or is the
link to another page.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from crawler.extraction.candidates import folded
from crawler.extraction.document import ancestors, attribute
from crawler.extraction.furniture import TAGS
from crawler.extraction.image_captions import CaptionRead
from crawler.extraction.image_facts import told_files
from crawler.extraction.image_files import image_of, pixels
from crawler.extraction.image_shown import Shown, levels
from crawler.extraction.json_ld import listed, plain_text
from crawler.extraction.outline import Box
from crawler.extraction.page import Page

# a button may enlarge a photo, a footer may hold its credit
_TAGS_OF_OTHERS = TAGS - {"footer", "noscript", "button"}
_OTHERS = re.compile(
    r"(?:^|[\s_\-])(?:related|relateds?articles|recommend\w*|teasers?|promo|promos|promobox|newsletter|sidebar"
    r"|siderail|adv?|ads|advert\w*|adslot|sponsor\w*|outbrain|taboola|share|sharing|social|avatar|bio"
    r"|authors?|byline|logo|nav|navbar|navigation|menu|breadcrumbs?|footer|popular|trending|comments?"
    r"|mostread|latest|more-?(?:from|stories|news)|most-?(?:read|popular)|read-?more|see-?also|subscribe"
    r"|podcast|app-?store|poll|quiz|cookie|paywall)(?:$|[\s_\-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LEAD = re.compile(
    r"lead|hero|main|cover|featured|opener|top|header|article|story|head|big|wide", re.IGNORECASE
)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])", re.IGNORECASE)
_NO_PHOTO = re.compile(
    r"(?:^|[/_.\-])(?:logo|rubrics?|rubrik|banners?|authors?|autor(?:en|es)?|avatars?|people|staff|columnists?"
    r"|\d{3,4}x(?:\d{2}|1[0-2]\d))(?:$|[/_.\-])",
    re.IGNORECASE,
)
"""In the path of a file: who writes, what a section or an advertisement shows."""
_WIDEST_LEAD = 3
"""So many times as wide as high is a banner, and no photo."""
_SMALLEST_LEAD = 200
"""CSS pixels of width below which an image that nothing calls a photo is none."""


class Places:
    """Where the body of a page stands, and its images by that."""

    def __init__(self, page: Page, root: Box | None, shown: list[Shown]) -> None:
        """`root` is the body's box, None where the page has no prose."""
        self._page, self._root, self._shown = page, root, shown
        self._first, self._last = _span(page, root)

    def is_inside(self, image: Shown) -> bool:
        """Whether an image stands in the body's box."""
        return self._root is not None and image.unit.box.inside(self._root)

    def is_of_others(self, image: Shown) -> bool:
        """Whether an image stands in furniture. What holds the body is none, whatever its name."""
        root = self._root
        for box in image.unit.box.lineage():
            if root is not None and box.depth <= root.depth and root.inside(box):
                return False
            named = box.tag != "figure" and _is_called_others(box.names)
            if box.comments or named or (box.tag in _TAGS_OF_OTHERS):
                return True
            if box.tag in ("aside", "footer") and not box.node.css_first("figcaption"):
                return True
        return False

    def may_lead(self, image: Shown) -> bool:
        """Whether an image stands where one may that is outside of the body's box."""
        if self._zone is None:
            return True
        return not self._first <= image.index <= self._last and image.unit.box.inside(self._zone)

    def is_lead(self, image: Shown, read: CaptionRead) -> bool:
        """Whether an image outside of the body's box, where it `may_lead`, belongs to the article."""
        around = levels(image.unit.box)
        figure = any(box.tag == "figure" for box in around)
        if self._root is None or self._zone is None:
            return bool(read) or figure
        if image.index > self._last:
            # where most of the article is not shown, its photos stand after what is
            is_shown = self._zone.tag == "article" or self._root.tag == "p"
            return figure and bool(read) and is_shown
        if read or figure or any(_is_called_lead(box.names) for box in around):
            return True
        return image.file in told_files(self._page) or image.file == self._only_one_above

    def is_teaser(self, image: Shown) -> bool:
        """Whether an image is the link to another page (not to its own larger file)."""
        for step, box in enumerate(ancestors(image.unit.node)):
            if box.tag == "a":
                return _leads_away(self._page, attribute(box, "href"))
            if step > 5:
                return False
        return False

    @cached_property
    def _zone(self) -> Box | None:
        """The box that holds body and headline; without a headline the article's, or the whole
        page. None where there is no body."""
        if self._root is None:
            return None
        around = list(self._root.lineage())
        for box in around:
            if box.node.mem_id in self._page.outline.holders:
                return box
        return next((box for box in around if box.tag in ("article", "main")), around[-1])

    @cached_property
    def _only_one_above(self) -> str | None:
        """The file of the only image between the headline and the body; None where several are."""
        units, owners = self._page.outline.units, self._page.document.claims.owners
        above = (
            index
            for index in range(min(self._first, len(units)) - 1, -1, -1)
            if units[index].box.tag == "h1" or owners.get(units[index].node.mem_id) == "headline"
        )
        headline = next(above, None)
        if headline is None:
            return None
        files = {
            image.file
            for image in self._shown
            if headline < image.index < self._first and self._may_be_photo(image)
        }
        return files.pop() if len(files) == 1 else None

    def _is_author(self, alt: str | None) -> bool:
        """Whether an image is called as one who writes the article."""
        given = listed((self._page.article or {}).get("author"))
        names = [plain_text(self._page.linked.resolved(each)) for each in given]
        names.append(self._page.meta.first("author", "article:author"))
        return bool(alt) and folded(alt or "") in {folded(name) for name in names if name}

    def _may_be_photo(self, image: Shown) -> bool:
        node = image.unit.node
        shown = image_of(node)
        width, height = pixels(attribute(shown, "width")), pixels(attribute(shown, "height"))
        if width is not None and width < _SMALLEST_LEAD:
            return False
        if width and height and width > _WIDEST_LEAD * height:
            return False
        if _NO_PHOTO.search(image.file) or self._is_author(attribute(shown, "alt")):
            return False
        return self.may_lead(image) and not self.is_of_others(image) and not self.is_teaser(image)


def _span(page: Page, root: Box | None) -> tuple[int, int]:
    """The first and the last unit of the body, by index; the whole page where there is no body."""
    inside = [
        index
        for index, unit in enumerate(page.outline.units)
        if root is not None and unit.prose and unit.box.inside(root)
    ]
    return (inside[0], inside[-1]) if inside else (0, len(page.outline.units))


@lru_cache(maxsize=4096)
def _is_called_others(names: str) -> bool:
    return bool(_OTHERS.search(_CAMEL.sub("-", names)))


@lru_cache(maxsize=4096)
def _is_called_lead(names: str) -> bool:
    return bool(_LEAD.search(names))


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
