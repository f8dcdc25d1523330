"""The fields of one comment's node: author, date, text, votes, what the page says of its state.

One walk over the comment's own nodes (those of replies left out) collects what each may be; the
surest of a kind wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.extraction.comment_candidates import (
    BY_PLACE,
    DATE_NAMES,
    Candidates,
    CommentFields,
    look_at,
    names_of,
)
from crawler.extraction.comment_header import HeaderLine, has_date, header_line
from crawler.extraction.comment_words import (
    ANONYMOUS,
    AUTHOR_EDGES,
    BODY_STRONG,
    CONTROL_TEXT,
    DELETED,
    NOISE,
    SIGNED,
)
from crawler.extraction.document import Document, Node, ancestors, attribute
from crawler.extraction.furniture import is_unseen
from crawler.extraction.text import UNSEEN_TAGS, line_of, subtree, text_of

LONGEST_TEXT = 50_000
_MOST_NODES = 4000
_LONGEST_NAME = 80
_LONGEST_LINE = 200
_WEAK, _WHOLE = 2, 3
_NOISE_TAGS = UNSEEN_TAGS | {"button", "form", "nav", "input", "label", "time", "img", "picture"}
_AFTER_NAME = re.compile(
    r"\s[—–-]\s*\d.*$|,?\s(?:le|am|on|at|el|il|op|um|den|em|в)\s(?:[^\W\d_]+\s)?\d.*$|\s\d{1,"
    r"2}[./]\d{1,2}[./]\d.*$"
)
_HEADER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:info|metas?|header|head|user|author|submitted|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DIGITS_ONLY = re.compile(r"^[\W\d_]*$|\d{1,2}[.:/]\d{2}")


def fields_of(document: Document, node: Node, others: set[int]) -> CommentFields:
    """The fields of a comment; `others`: ids of all comments' nodes, whose insides are theirs."""
    found = CommentFields()
    seen = Candidates()

    def foreign(each: Node) -> bool:
        if each.mem_id == node.mem_id or each.mem_id not in others:
            return False
        seen.holders.update(_between(each, node))
        return True

    for steps, (each, entering) in enumerate(subtree(node, foreign)):
        if steps > _MOST_NODES:
            break
        if entering and each.is_element_node:
            look_at(each, node, found, seen)
    seen.header = _header(node, seen)
    _take_date(found, seen)
    _take_text(node, found, seen, others)
    _take_author(document, node, found, seen)
    _take_state(node, found)
    return found


def _header(node: Node, seen: Candidates) -> HeaderLine | None:
    """The line of author and date, where nothing else of the comment is called its date."""
    if seen.dates:
        return None
    lines = (header_line(each) for _, each in seen.authors if not _is_child(each, node))
    return next((line for line in lines if line is not None), None)


def _is_child(each: Node, node: Node) -> bool:
    return each.parent is not None and each.parent.mem_id == node.mem_id


def _between(reply: Node, node: Node) -> set[int]:
    """The boxes around a reply that are inside of the comment's node."""
    found: set[int] = set()
    for box in ancestors(reply):
        if box.mem_id == node.mem_id:
            break
        found.add(box.mem_id)
    return found


def _take_author(document: Document, node: Node, found: CommentFields, seen: Candidates) -> None:
    given = attribute(node, "data-author") or attribute(node, "data-username")
    for rank, each in sorted(seen.authors, key=lambda pair: pair[0]):
        name = _name_of(each)
        if name and (rank < BY_PLACE or _may_be_name(each, name, found, seen)):
            found.author_name, found.author_node = name, each
            found.author_by_place = rank == BY_PLACE
            whole = found.text_node is not None and found.text_node.mem_id == node.mem_id
            if rank == BY_PLACE or whole:
                found.text = found.text.removeprefix(f"{name}\n")
            link = each if each.tag == "a" else each.css_first("a[href]")
            found.author_url = document.absolute(attribute(link, "href"))
            break
    found.author_name = given or found.author_name or _signed_by(seen)
    if found.author_name is not None:
        found.anonymous = bool(ANONYMOUS.match(found.author_name))


def _signed_by(seen: Candidates) -> str | None:
    """The name after "Posted by" in a line around the date, where no element holds it alone."""
    for _, _, node in seen.dates:
        line = line_of(node.parent) if node.parent is not None else ""
        match = SIGNED.match(line) if len(line) <= _LONGEST_LINE else None
        if match is not None:
            return match["name"].strip()
    return None


def _may_be_name(each: Node, name: str, found: CommentFields, seen: Candidates) -> bool:
    """Whether a short piece without a telling name, above the text, can be the author's name."""
    if seen.header is not None:
        return each.mem_id == seen.header.author.mem_id
    if _DIGITS_ONLY.search(name) or len(name) > 40 or len(name.split()) > 5:
        return False
    if CONTROL_TEXT.match(name) or name.endswith((".", "!", "?", "…")) or has_date(name):
        return False
    around = [box for box in ancestors(each) if box.mem_id in seen.boxes]
    if found.text.split("\n", 1)[0] == name:
        return True
    in_header = any(_HEADER_NAMES.search(names_of(box)) for box in around)
    above = found.text_node is not None and all(
        box.mem_id != found.text_node.mem_id for box in around
    )
    return in_header or above


def _name_of(each: Node) -> str | None:
    """A name in a node: without "says:", and without a date or a label beside it."""
    inner = each.css_first("[itemprop=name], .fn, .username, .name")
    text = attribute(each, "content") if each.tag == "meta" else None
    text = text or line_of(inner if inner is not None else each, _is_date_like)
    text = _AFTER_NAME.sub("", text)
    for _ in range(2):
        text = AUTHOR_EDGES.sub("", text).strip(" |·•-–—")
    return text if 0 < len(text) <= _LONGEST_NAME else None


def _is_date_like(each: Node) -> bool:
    names = names_of(each) if each.is_element_node else ""
    return each.tag in ("time", "button", "small") or bool(
        names and (DATE_NAMES.search(names) or re.search(r"says|badge|role|reply|meta", names))
    )


def _take_date(found: CommentFields, seen: Candidates) -> None:
    if seen.dates:
        _, found.date, found.date_node = min(seen.dates, key=lambda each: each[0])
    elif seen.header is not None:
        found.date, found.date_node = seen.header.date, seen.header.box


def _take_text(node: Node, found: CommentFields, seen: Candidates, others: set[int]) -> None:
    """The text of the surest body that has any, else of the whole comment without its controls."""

    def left_out(each: Node) -> bool:
        if each.mem_id == node.mem_id:
            return False
        if seen.header is not None and each.mem_id == seen.header.box.mem_id:
            return True
        return each.mem_id in others or _is_noise(each, each.mem_id in seen.holders)

    names = {line_of(each) for rank, each in seen.authors if rank < _WEAK or each.tag == "a"}
    dated = {box.mem_id for _, _, each in seen.dates for box in ancestors(each)}
    ranked = sorted(seen.bodies, key=lambda pair: (pair[1].mem_id in dated, pair[0]))
    for rank, body in (*ranked, (_WHOLE, node)):
        text = _text_in(body, left_out)
        if text and not CONTROL_TEXT.match(text) and (rank != _WEAK or text not in names):
            found.text = text[:LONGEST_TEXT]
            found.text_node = body
            found.html = _html_of(body, left_out, seen.holders) or None
            return


def _text_in(body: Node, left_out: Callable[[Node], bool]) -> str:
    return text_of(body, lambda each: each.mem_id != body.mem_id and left_out(each))


def _html_of(body: Node, left_out: Callable[[Node], bool], holders: set[int]) -> str:
    pieces: list[str] = []
    for child in body.iter(include_text=True):
        if child.is_text_node:
            pieces.append((child.html or "") if (child.text_content or "").strip() else " ")
        elif child.mem_id in holders or left_out(child):
            continue
        elif child.css_first("form, button") is None:
            pieces.append(child.html or "")
    return "".join(pieces).strip()[: LONGEST_TEXT * 2]


def _is_noise(each: Node, holds_replies: bool) -> bool:
    if not each.is_element_node:
        return False
    if each.tag in _NOISE_TAGS or is_unseen(each.attributes):
        return True
    names = names_of(each)
    if names and NOISE.search(names) and not BODY_STRONG.search(names):
        return holds_replies or not _holds_body(each)
    if each.tag in ("a", "span", "div", "p", "li", "small", "ul"):
        text = "" if holds_replies else _beginning(each)
        return len(text) < 80 and bool(CONTROL_TEXT.match(text))
    return each.tag == "cite" and each.parent is not None and each.parent.tag != "p"


def _beginning(each: Node) -> str:
    """The text of a box as far as a control's could go."""
    pieces: list[str] = []
    for inner in each.traverse(include_text=True):
        if inner.is_text_node:
            pieces.append(inner.text_content or "")
            if sum(map(len, pieces)) > 200:
                break
    return " ".join("".join(pieces).split())


def _holds_body(each: Node) -> bool:
    """Whether a box that is named like a control has the text in it."""
    if each.tag == "div" and "info" in names_of(each) and each.css_first("p") is not None:
        return True
    return any(
        BODY_STRONG.search(names_of(inner)) for inner in each.css("[class], [itemprop]")[:20]
    )


def _take_state(node: Node, found: CommentFields) -> None:
    names = node.attributes.get("class") or ""
    said = bool(DELETED.match(found.text)) if len(found.text) < 200 else False
    named = bool(re.search(r"(?:^|[\s_-])(?:is-)?(?:deleted|removed)(?:$|[\s_-])", names))
    found.deleted = said or named
