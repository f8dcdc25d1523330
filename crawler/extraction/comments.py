"""The readers' comments of a page as it stands: `read_comments`.

Rules:
- every comment's node is claimed, so that it is no body text;
- forms, policies, "log in to comment" and lone counters are no comments: where none are, none are
  invented;
- who answers whom is told by boxes in boxes, by the parent's id, by depth in a class or attribute;
- a thread is complete when as many comments were read as the page declares or, where it declares no
  number, when there are comments and no further page is offered, or when it says that there are none:
  a place without a word may be filled by a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.records import CommentThread, Provenance, Source
from crawler.extraction.comment_candidates import CommentFields
from crawler.extraction.comment_fields import fields_of
from crawler.extraction.comment_items import CommentNode, comment_nodes, comment_sections
from crawler.extraction.comment_pages import CommentPage, further_pages, may_be_further
from crawler.extraction.comment_replies import parents_of
from crawler.extraction.comment_words import COUNT, NONE, NOT_A_COMMENT, ONE, PAGERS, TRACKBACK
from crawler.extraction.document import Document, Node, ancestors, css_path, inside
from crawler.extraction.json_ld import JsonNode, listed, plain_text, types_of
from crawler.extraction.layout import Layout
from crawler.extraction.layout_comments import OF_ARTICLE, comment_nodes_of, missed, ruled
from crawler.extraction.outline import is_text_in_comments
from crawler.extraction.page import Page
from crawler.extraction.text import line_of, words
from crawler.items import CommentItem

INLINE = "inline"
LINKED = "json_ld"
"""The providers of comments that stand in the page itself: its markup, its JSON-LD."""
_LONGEST_LABEL = 120
_MOST_LABELS = 400


@dataclass(slots=True)
class CommentsRead:
    """The comments of a page, replies after what they answer, and what is known of the thread."""

    items: list[CommentItem] = field(default_factory=list)
    declared_count: int | None = None
    declared_at: Provenance | None = None
    """Where the count stood."""
    pager: bool = False
    """The page offers more comments elsewhere."""
    further: tuple[CommentPage, ...] = ()
    """Where, as far as plain links say it."""
    section: bool = False
    """The page has a place for comments, be it empty."""
    says_none: bool = False
    """The place says in words that there are no comments."""

    @property
    def thread(self) -> CommentThread | None:
        """The thread as far as the page itself shows it; None where it has no comments at all."""
        captured = len(self.items)
        if not captured and not self.section:
            return None
        enough = self.declared_count is not None and captured >= self.declared_count
        uncounted = self.declared_count is None and not self.pager
        complete = enough or (uncounted and (captured > 0 or self.says_none))
        return CommentThread(
            provider=self.items[0].provider if self.items else INLINE,
            declared_count=self.declared_count,
            captured_count=captured,
            complete=complete,
            stop_reason="limit" if self.pager and not complete else "end",
        )


def read_comments(page: Page, layout: Layout | None = None, of: str | None = None) -> CommentsRead:
    """The comments that stand in the page's markup, or in its JSON-LD where the markup has none.

    `of` is the article's URL where the page is a further one of its comments.
    """
    document = page.document
    ruled_nodes = comment_nodes_of(page, layout)
    nodes = ruled_nodes or comment_nodes(document)
    ids = {each.node.mem_id for each in nodes}
    read = [(each, fields_of(document, each.node, ids)) for each in nodes]
    if layout is not None:
        ruled(document, layout, read)
        by_rule = bool(ruled_nodes) or OF_ARTICLE in page.warnings
        page.warnings += missed(layout, [of for _, of in read], by_rule)
    read = [(each, fields) for each, fields in read if _is_comment(each, fields, len(nodes))]
    if is_text_in_comments(page.outline) and not any(_is_signed(*each) for each in read):
        read = []
    sections = comment_sections(document)
    count, place = _declared(page, sections, ids) or (None, None)
    found = CommentsRead(
        items=_items(document, read),
        declared_count=count,
        declared_at=place,
        section=bool(sections),
        says_none=not read and any(_says_none(section) for section in sections),
    )
    for each, _ in read:
        if document.claims.owner(each.node) is None:
            document.claims.claim(each.node, "comment")
    if not found.items:
        found.items = _linked_items(page)
    if found.items or found.section:
        boxes = [each.node for each, _ in read]
        found.further = further_pages(document, of or document.url, sections, boxes)
        is_part = may_be_further(of or document.url)
        found.pager = bool(found.further) or is_part or _has_pager(document)
    return found


def _has_pager(document: Document) -> bool:
    """Whether a page offers more comments elsewhere. Lexbor is asked only for what may be there."""
    selectors = [selector for name, text, selector in PAGERS if document.says(name, text)]
    return document.first(", ".join(selectors)) is not None if selectors else False


def _says_none(section: Node) -> bool:
    texts = (line_of(each) for each in _labels(section, set()))
    return any(NONE.match(each) for each in texts if len(each) <= _LONGEST_LABEL)


def _labels(section: Node, items: set[int]) -> Iterator[Node]:
    """The elements of a section that hold a line, outside of its comments: bounded."""
    labels = section.css("h1, h2, h3, h4, h5, h6, legend, p, span, a, div, strong, button, summary")
    for label in labels[:_MOST_LABELS]:
        if label.mem_id in items or any(box.mem_id in items for box in ancestors(label)):
            continue
        if next(inside(label, _BLOCKS), None) is None:
            yield label


_BLOCKS = words("p div ul ol form h2 h3")


def _is_comment(each: CommentNode, fields: CommentFields, count: int) -> bool:
    if not fields.text:
        return fields.deleted
    if TRACKBACK.match(fields.text):
        return False
    author = fields.author_name is not None and not fields.author_by_place
    named = author or fields.date is not None
    if each.id is not None and named:
        return True
    label = len(fields.text) < 250 and bool(NOT_A_COMMENT.match(fields.text))
    return not label and (named or count > 1 or each.id is not None or len(fields.text) > 60)


def _is_signed(each: CommentNode, fields: CommentFields) -> bool:
    """Whether anything says who wrote a comment; the minutes of a match stand where dates do."""
    author = fields.author_name is not None and not fields.author_by_place
    return author or each.id is not None


def _items(document: Document, read: list[tuple[CommentNode, CommentFields]]) -> list[CommentItem]:
    parents = parents_of([each for each, _ in read])
    items: list[CommentItem] = []
    for position, (each, fields) in enumerate(read):
        parent = parents[position]
        item = _item(each, fields)
        item.position = position
        item.parent = parent
        item.depth = items[parent].depth + 1 if parent is not None else 0
        items.append(item)
    return items


def _item(each: CommentNode, fields: CommentFields) -> CommentItem:
    item = CommentItem(
        text=fields.text,
        html=fields.html,
        id=each.id,
        author_name=fields.author_name,
        author_url=fields.author_url,
        anonymous=fields.anonymous,
        date_created=fields.date,
        upvote_count=fields.upvotes,
        downvote_count=fields.downvotes,
        deleted=fields.deleted,
        edited=fields.edited,
        locator=css_path(each.node),
    )
    for pointer, part, node in (
        ("/text", "text", fields.text_node),
        ("/author", "author", fields.author_node),
        ("/date_created", "date", fields.date_node),
    ):
        if node is not None:
            source: Source = "layout" if part in fields.by_rule else "dom"
            item.provenance[pointer] = _provenance(source, css_path(node))
    return item


def _provenance(source: Source, locator: str) -> Provenance:
    return Provenance(source=source, locator=locator, confidence=0.9)


# --- how many there are -------------------------------------------------------------------------


def _declared(page: Page, sections: list[Node], items: set[int]) -> tuple[int, Provenance] | None:
    """The count that the page declares and where, from the sections' labels, else from JSON-LD."""
    counts = (found for section in sections if (found := _count(section, items)) is not None)
    shown = next(counts, None)
    if shown is not None:
        return shown[0], _provenance("dom", css_path(shown[1]))
    linked = plain_text((page.article or {}).get("commentCount"))
    if linked is None or not linked.isdigit() or len(linked) >= 8:
        return None
    return int(linked), _provenance("json_ld", "$.commentCount")


def _count(section: Node, items: set[int]) -> tuple[int, Node] | None:
    """The first count in a section outside of its comments, and the label that says it."""
    for label in _labels(section, items):
        count = declared_in(line_of(label))
        if count is not None:
            return count, label
    own = "".join(
        child.text_content or "" for child in section.iter(include_text=True) if child.is_text_node
    )
    count = declared_in(" ".join(own.split()))
    return (count, section) if count is not None else None


def declared_in(label: str) -> int | None:
    """The count in a label such as `10 Comment(s)` or `Комментарии (12)`; None for other text."""
    if len(label) > _LONGEST_LABEL:
        return None
    match = COUNT.search(label)
    if match is None:
        return 1 if ONE.match(label) else None
    digits = re.sub(r"\D", "", match["before"] or match["after"])
    return int(digits)


# --- JSON-LD ------------------------------------------------------------------------------------


def _linked_items(page: Page) -> list[CommentItem]:
    """Comments that only the article's JSON-LD gives."""
    article = page.article or {}
    nodes = [page.linked.resolved(each) for each in listed(article.get("comment"))]
    comments = [each for each in nodes if isinstance(each, dict) and "Comment" in types_of(each)]
    items = [item for node in comments if (item := _linked_item(page, node)) is not None]
    ids = {item.id: index for index, item in enumerate(items) if item.id}
    for position, (item, node) in enumerate(zip(items, comments, strict=False)):
        parent = node.get("parentItem")
        index = ids.get(str(parent.get("@id"))) if isinstance(parent, dict) else None
        item.position = position
        if index is not None and index < position:
            item.parent, item.depth = index, items[index].depth + 1
    return items


def _linked_item(page: Page, node: JsonNode) -> CommentItem | None:
    text = plain_text(node.get("text")) or plain_text(node.get("description"))
    if text is None:
        return None
    author = page.linked.resolved(node.get("author") or node.get("creator"))
    named = node.get("@id") or node.get("identifier")
    return CommentItem(
        text=text,
        id=named if isinstance(named, str) and len(named) < 300 else None,
        author_name=plain_text(author),
        date_created=plain_text(node.get("dateCreated") or node.get("datePublished")),
        upvote_count=_number(node.get("upvoteCount")),
        downvote_count=_number(node.get("downvoteCount")),
        provider=LINKED,
        locator="$.comment",
        provenance={"/text": _provenance("json_ld", "$.comment[*].text")},
    )


def _number(value: object) -> int | None:
    text = plain_text(value)
    return int(text) if text and text.isdigit() and len(text) < 10 else None
