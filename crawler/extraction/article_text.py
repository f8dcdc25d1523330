"""The text of an article: blocks, photos, live-blog posts and notices, from the body's units.

What is claimed already (captions, credits, comments, the headline) is not text again: the photos
are read first, and what is then text is claimed as the body's.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from archive.records import Provenance
from crawler.extraction.blocks import blocks_of, blocks_of_text, notice_blocks
from crawler.extraction.body import Scope
from crawler.extraction.candidates import folded
from crawler.extraction.corrections import marked_corrections, notices_around
from crawler.extraction.document import css_path
from crawler.extraction.images import Figure, figures, images_of_page
from crawler.extraction.layout_images import ImageRules
from crawler.extraction.likeness import folded_likeness
from crawler.extraction.live import is_live, live_posts
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page
from crawler.extraction.players import media_of, told_media
from crawler.extraction.related import related_links
from crawler.extraction.rules import Rules
from crawler.items import ArticleItem, BlockItem

LONGEST_STANDFIRST = 1500
_LEAST_PROSE = 140
_LIKE = 95
_SURE_OF_RELATED = 0.8


def read_text(
    page: Page,
    rules: Rules,
    scope: Scope | None,
    headline: Unit | None,
    above: list[str],
    item: ArticleItem,
) -> None:
    """Set blocks, photos, posts, notices and media of an item; `above` are the lines over a body."""
    units = [unit for unit in scope.units if not _repeats(unit, above)] if scope else []
    live = is_live(page)
    if not live and not _is_told(units):
        _take_json_ld(page, item)
    root = scope.root if scope is not None and not item.blocks else None
    shown = _figures(page, rules, root)
    item.image = [figure.item for figure in shown] or images_of_page(page)
    held: set[int] = set()
    if live:
        units, held = _live(page, units, item)
    if scope is not None and root is not None and not item.blocks:
        around = notices_around(page.outline, root, scope.units, headline)
        notices = [unit for unit in around if unit.node.mem_id not in held]
        notices = [unit for unit in notices if not _repeats(unit, above)]
        _set_blocks(page, root, _unclaimed(page, units), _unclaimed(page, notices), shown, item)
    _set_media(page, item)
    if scope is not None:
        item.related_link, place = related_links(page, scope)
        if item.related_link:
            item.provenance["/related_link"] = Provenance(
                source="dom", locator=place, confidence=_SURE_OF_RELATED
            )
    _marked_corrections(page, item)


def _is_told(units: Iterable[Unit]) -> bool:
    return sum(unit.prose for unit in units) >= _LEAST_PROSE


def _take_json_ld(page: Page, item: ArticleItem) -> None:
    """Set the body from JSON-LD, where it has one: the page's markup has none."""
    item.blocks = blocks_of_text(page.article)
    if item.blocks:
        page.warnings.append("the body was taken from JSON-LD: the page's markup has none")
        item.provenance["/body"] = Provenance(
            source="json_ld", locator="$.articleBody", confidence=0.6
        )


def _live(page: Page, units: list[Unit], item: ArticleItem) -> tuple[list[Unit], set[int]]:
    """Set the posts of a live-blog; the units of its lede, and the nodes of the posts' boxes."""
    found = live_posts(page, units)
    if not found.posts:
        page.warnings.append("the page is a live-blog, but none of its posts was found")
        if not _is_told(units):
            _take_json_ld(page, item)
        return units, set()
    item.type, item.live_blog_update = "live_blog", found.posts
    _claim(page, found.units)
    return found.lede, found.held


def _set_blocks(
    page: Page,
    root: Box,
    units: list[Unit],
    notices: list[Unit],
    shown: list[Figure],
    item: ArticleItem,
) -> None:
    leads = _leads(page, units, shown)
    blocks = [*leads, *_blocks_among(page, root, units, notices, shown)]
    item.blocks = list(_each_image_once(blocks))
    _claim(page, [*units, *notices])


def _set_media(page: Page, item: ArticleItem) -> None:
    """Set the videos and audio files that the body shows; those of JSON-LD where it shows none."""
    videos, audios = media_of(item.blocks)
    item.video = videos or told_media(page.document, page.linked, page.article, "Video")
    item.audio = audios or told_media(page.document, page.linked, page.article, "Audio")


def _claim(page: Page, units: Iterable[Unit]) -> None:
    for unit in units:
        for node in unit.nodes:
            page.document.claims.owners.setdefault(node.mem_id, "body")


def _leads(page: Page, units: list[Unit], shown: list[Figure]) -> list[BlockItem]:
    """The photos that stand above the body's first line, as its first blocks."""
    order = page.document.order
    texts = (unit for unit in units if unit.kind == "text")
    first = next((order[unit.node.mem_id] for unit in texts), None)
    if first is None:
        return []
    return [
        BlockItem(type="image", image=place, locator=css_path(figure.node))
        for place, figure in enumerate(shown)
        if order[figure.node.mem_id] < first
    ]


def _each_image_once(blocks: Iterable[BlockItem]) -> Iterable[BlockItem]:
    seen: set[int] = set()
    for block in blocks:
        if block.image is None or block.image not in seen:
            yield block
        if block.image is not None:
            seen.add(block.image)


def _figures(page: Page, rules: Rules, root: Box | None) -> list[Figure]:
    """The photos by the layout's rules; by none where they leave no photo."""
    if rules.layout is None:
        return figures(page, root)
    images = ImageRules(rules)
    found = figures(page, root, images)
    images.missed()
    return found or figures(page, root)


def _blocks_among(
    page: Page, root: Box, units: list[Unit], notices: list[Unit], shown: list[Figure]
) -> list[BlockItem]:
    """The blocks of a body, and those of the notices around it, in order of the page."""
    places = {figure.node.mem_id: place for place, figure in enumerate(shown)}
    apart = {id(unit) for unit in notices}
    wanted = apart | {id(unit) for unit in units}
    ordered = [unit for unit in page.outline.units if id(unit) in wanted]
    blocks: list[BlockItem] = []
    for is_notice, run in groupby(ordered, key=lambda unit: id(unit) in apart):
        if is_notice:
            blocks += notice_blocks(page.document, list(run))
        else:
            blocks += blocks_of(
                page.document, root, list(run), lambda node: places.get(node.mem_id)
            )
    return blocks


def _marked_corrections(page: Page, item: ArticleItem) -> None:
    """Set the notices of JSON-LD where no block is one."""
    if any(block.type == "correction" for block in item.blocks):
        return
    item.correction = marked_corrections(page.article)
    if item.correction:
        item.provenance["/correction"] = Provenance(
            source="json_ld", locator="$.correction", confidence=0.8
        )


def _repeats(unit: Unit, above: list[str]) -> bool:
    """Whether a unit only says again what stands above the body."""
    if unit.kind != "text" or len(unit.text) > LONGEST_STANDFIRST:
        return False
    text = folded(unit.text)
    return any(
        text == line or (len(line) > 20 and folded_likeness(text, line, _LIKE) > _LIKE)
        for line in above
    )


def _unclaimed(page: Page, units: Iterable[Unit]) -> list[Unit]:
    """The units of which no other field than the body has a node."""
    owners = page.document.claims.owners
    return [
        unit
        for unit in units
        if all(owners.get(node.mem_id) in (None, "body") for node in unit.nodes)
    ]
