"""The body's blocks: units put together to paragraphs, headings, quotes, lists and tables.

Lists, tables and quotes are structures that hold several units; the outermost structure inside the
body's root makes the block. A table that only lays out the page is no structure.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, islice

from archive.records import BlockType
from crawler.extraction.corrections import is_correction, texts_of
from crawler.extraction.document import Document, Node, css_path
from crawler.extraction.json_ld import JsonNode
from crawler.extraction.outline import Box, Unit
from crawler.extraction.players import embed_of, post_of
from crawler.extraction.quotes import quote_of
from crawler.extraction.text import one_line
from crawler.items import BlockItem, LinkItem

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCTURES = frozenset({"ul", "ol", "dl", "table", "blockquote"})
_MOST_LINKS = 200
_MOST_CELLS = 1_000
"""Of a row with more, only the cells with a text are told."""
_LEAST_BODY = 140
_MOST_BODY = 500_000
_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)


def blocks_of(
    document: Document, root: Box, units: list[Unit], image_at: Callable[[Node], int | None]
) -> list[BlockItem]:
    """The blocks of a body; `image_at` tells the index of the image that a node belongs to."""
    blocks: list[BlockItem] = []
    seen: set[int] = set()
    known: dict[int, Box | None] = {}
    for structure, group in groupby(units, key=lambda unit: _structure(unit, root, known)):
        members = list(group)
        if structure is None:
            for unit in members:
                blocks += _media(document, unit, image_at, seen)
                blocks += [_simple(document, unit)] if unit.kind == "text" else []
            continue
        texts = [unit for unit in members if unit.kind == "text"]
        blocks += _structured(document, structure, texts) if texts else []
        for unit in members:
            blocks += _media(document, unit, image_at, seen)
    return [block for block in blocks if block.type in ("image", "embed") or block.text]


def notice_blocks(document: Document, units: list[Unit]) -> list[BlockItem]:
    """The notices that stand together outside of the body, each as a block."""
    return [
        BlockItem(
            type="correction",
            text="\n".join(unit.text for unit in notice),
            links=[link for unit in notice for link in _links(document, unit)],
            locator=css_path(notice[-1].box.node),
        )
        for notice in texts_of(units)
    ]


def blocks_of_text(article: JsonNode | None) -> list[BlockItem]:
    """The paragraphs of JSON-LD's articleBody: for pages whose markup has no text."""
    body = (article or {}).get("articleBody")
    if not isinstance(body, str) or len(body) < _LEAST_BODY:
        return []
    marked = _TAG.sub("\n", html.unescape(body[:_MOST_BODY]))
    texts = [one_line(text) for text in marked.splitlines()]
    return [
        BlockItem(type="paragraph", text=text, locator="$.articleBody") for text in texts if text
    ]


def _structure(unit: Unit, root: Box, known: dict[int, Box | None]) -> Box | None:
    """The outermost list, table or quote around a unit, inside the root.

    `known` remembers it for each box: a table may hold thousands of units, deep in boxes.
    """
    above: list[Box] = []
    found: Box | None = None
    for box in unit.box.lineage():
        if box is root:
            break
        if id(box) in known:
            found = known[id(box)]
            break
        above.append(box)
    for box in reversed(above):
        if found is None and box.tag in _STRUCTURES and not _is_layout(box):
            found = box
        known[id(box)] = found
    return found


def _is_layout(box: Box) -> bool:
    """Whether a table or list only lays out the page: it holds paragraphs and headings."""
    if box.tag == "blockquote":
        return box.node.css_first("h2, h3, figure") is not None and box.all_prose > 1500
    if box.tag == "table":
        cells = len(box.node.css("td, th"))
        return box.node.css_first("p + p, h2, h3") is not None or (
            cells < 5 and box.all_prose > 300
        )
    return box.node.css_first("li p + p, li h2, li h3, li figure") is not None


def _simple(document: Document, unit: Unit) -> BlockItem:
    links = _links(document, unit)
    path = css_path(unit.box.node)
    level = next(
        (_HEADINGS[box.tag] for box in islice(unit.box.lineage(), 2) if box.tag in _HEADINGS), None
    )
    if level is not None:
        text = unit.text.replace("\n", " ")
        return BlockItem(type="heading", text=text, level=level, links=links, locator=path)
    kind: BlockType = "correction" if is_correction(unit) else "paragraph"
    return BlockItem(type=kind, text=unit.text, links=links, locator=path)


def _structured(document: Document, box: Box, units: list[Unit]) -> list[BlockItem]:
    links = [link for unit in units for link in _links(document, unit)][:_MOST_LINKS]
    path = css_path(box.node)
    if box.tag == "blockquote":
        return _quotes(document, box, units, links)
    if box.tag == "table":
        rows = _rows(units)
        text = "\n".join(" | ".join(row) for row in rows)
        return [BlockItem(type="table", text=text, rows=rows, links=links, locator=path)]
    items = _items(units)
    ordered = box.tag == "ol"
    text = "\n".join(items)
    return [
        BlockItem(type="list", text=text, ordered=ordered, items=items, links=links, locator=path)
    ]


def _quotes(
    document: Document, box: Box, units: list[Unit], links: list[LinkItem]
) -> list[BlockItem]:
    """A block for each paragraph of a quotation; its links and who is quoted are the last one's."""
    texts, cite = quote_of(box, units, document.claims)
    path = css_path(box.node)
    blocks = [BlockItem(type="quote", text=text, locator=path) for text in texts if text]
    for last in blocks[-1:]:
        last.cite, last.links = cite, links
    if (post := post_of(document, box)) is not None:
        blocks.append(BlockItem(type="embed", provider=post[0], url=post[1], locator=path))
    return blocks


def _items(units: list[Unit]) -> list[str]:
    """One text for each `<li>`, or for each `<dt>` and `<dd>`."""
    by_item = groupby(units, key=lambda unit: id(_around(unit.box, ("li", "dt", "dd"))))
    return ["\n".join(unit.text for unit in group) for _, group in by_item]


def _rows(units: list[Unit]) -> list[list[str]]:
    """The cells of each row that has a text, empty ones in their places."""
    groups = [
        (row, list(members))
        for row, members in groupby(units, key=lambda unit: _around(unit.box, ("tr",)))
    ]
    times = Counter(id(row) for row, _ in groups)
    return [_cells(row, members, whole=times[id(row)] == 1) for row, members in groups]


def _cells(row: Box, units: list[Unit], *, whole: bool) -> list[str]:
    """The texts of a row's cells; `whole` is False for a part of a row, around a table in it."""
    by_cell = groupby(units, key=lambda unit: _around(unit.box, ("td", "th")))
    filled = [(cell.node.mem_id, "\n".join(unit.text for unit in group)) for cell, group in by_cell]
    texts = dict(filled)
    places = [node.mem_id for node in row.node.iter() if node.tag in ("td", "th")] if whole else []
    if len(places) > _MOST_CELLS or not texts.keys() <= set(places):
        return [text for _, text in filled]
    return [texts.get(place, "") for place in places]


def _around(box: Box, tags: tuple[str, ...]) -> Box:
    return next((each for each in box.lineage() if each.tag in tags), box)


def _links(document: Document, unit: Unit) -> list[LinkItem]:
    pairs = [(document.absolute(href), text) for href, text in unit.links[:_MOST_LINKS]]
    return [LinkItem(url=url, text=text) for url, text in pairs if url]


def _media(
    document: Document, unit: Unit, image_at: Callable[[Node], int | None], seen: set[int]
) -> Iterator[BlockItem]:
    """The image that a unit belongs to, once; or the player that it embeds."""
    index = image_at(unit.node)
    if index is not None and index not in seen:
        seen.add(index)
        yield BlockItem(type="image", image=index, locator=css_path(unit.node))
    elif unit.kind == "embed" and (player := embed_of(document, unit.node)) is not None:
        yield BlockItem(
            type="embed", provider=player[0], url=player[1], locator=css_path(unit.node)
        )
