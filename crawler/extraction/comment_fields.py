"""The fields of one comment's node: author, date, text, votes, what the page says of its state.

One walk over the comment's own nodes (those of replies left out) collects what each may be; the
surest of a kind wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.extraction.comment_header import HeaderLine, has_date, header_line
from crawler.extraction.comment_words import (
    ANONYMOUS,
    AUTHOR_EDGES,
    BODY_OWN,
    BODY_STRONG,
    BODY_WEAK,
    CONTROL_TEXT,
    DELETED,
    EDITED,
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
_BY_PLACE = 5
_WEAK, _WHOLE = 2, 3
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMING = ("class", "itemprop", "property", "rel", "data-testid", "data-role")
_NOISE_TAGS = UNSEEN_TAGS | {"button", "form", "nav", "input", "label", "time", "img", "picture"}
_AUTHOR_RANKS = (
    re.compile(
        r"(?:^|\s)(?:fn|n|author-?name|user-?name|nick-?name|comment-?author-?name"
        r"|foaf:name)(?:$|\s)"
        r"|(?:^|\s|[_-])(?:username|nickname|nick|display-?name|author-?name|user-?name"
        r"|autor-?name)(?:$|\s|[_-])",
        re.I,
    ),
    re.compile(
        r"(?:^|\s)(?:author|creator|name)(?:$|\s)|has_creator|comment-?(?:er|author|name"
        r"|user)(?:$|\s)|"
        r"(?:^|\s)(?:user|autor|auteur|autore)(?:$|\s)",
        re.I,
    ),
    re.compile(
        r"(?:^|\s|[_-])(?:author|user|autor|auteur|vcard|commenter|person|writer|from|name"
        r"|benutzer|usuario|utilisateur|gebruiker)(?:$|\s|[_-])",
        re.I,
    ),
)
_BODY_RANKS = (BODY_OWN, BODY_STRONG, BODY_WEAK)
_AFTER_NAME = re.compile(
    r"\s[—–-]\s*\d.*$|,?\s(?:le|am|on|at|el|il|op|um|den|em|в)\s(?:[^\W\d_]+\s)?\d.*$|\s\d{1,"
    r"2}[./]\d{1,2}[./]\d.*$"
)
_HEADER_TAGS = frozenset({"strong", "b", "h2", "h3", "h4", "h5", "h6", "span", "a"})
_HEADER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:info|metas?|header|head|user|author|submitted|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE_NAMES = re.compile(
    r"(?:^|\s|[_-])(?:dates?|datum|datetime|timestamp|time|posted|published|created|datecreated"
    r"|datepublished"
    r"|commenttime|submitted|pubdate|dtreviewed|fecha|data|when|ago)(?:$|\s|[_-])|date(?:created|published)"
    r"|dc:date",
    re.I,
)
_META_NAMES = re.compile(
    r"(?:^|\s|[_-])(?:meta|metadata|commentmetadata|info|permalink)(?:$|\s|[_-])", re.I
)
_DATE_ATTRIBUTES = ("datetime", "content", "data-timestamp", "data-time", "data-date", "title")
_DIGITS = re.compile(r"\d")
_DIGITS_ONLY = re.compile(r"^[\W\d_]*$|\d{1,2}[.:/]\d{2}")
_UP = re.compile(
    r"up-?votes?|votes?-?up|thumbs?-?up|likes?(?![a-z])|(?:^|[\s_-])(?:plus|positive|agree"
    r"|recommends?|up)(?:$|[\s_-])",
    re.I,
)
_DOWN = re.compile(
    r"down-?votes?|votes?-?down|thumbs?-?down|dis-?likes?|(?:^|[\s_-])(?:minus|negative|disagree"
    r"|down)(?:$|[\s_-])",
    re.I,
)
_COUNT = re.compile(r"^[+(−-]?\s?(\d{1,7})\)?$")


@dataclass(slots=True)
class CommentFields:
    """What a comment's node says, as printed."""

    text: str = ""
    html: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    anonymous: bool | None = None
    author_by_place: bool = False
    """Nothing calls it the author: it only stands where one stands."""
    date: str | None = None
    upvotes: int | None = None
    downvotes: int | None = None
    deleted: bool = False
    edited: bool = False
    text_node: Node | None = None
    author_node: Node | None = None
    date_node: Node | None = None
    by_rule: set[str] = field(default_factory=set)
    """Which of author, date and text a layout's rule found."""


@dataclass(slots=True)
class _Seen:
    """The candidates of one walk; lower rank is surer."""

    bodies: list[tuple[int, Node]] = field(default_factory=list)
    authors: list[tuple[int, Node]] = field(default_factory=list)
    dates: list[tuple[int, str, Node]] = field(default_factory=list)
    holders: set[int] = field(default_factory=set)
    """The boxes in which replies stand."""
    header: HeaderLine | None = None
    boxes: set[int] = field(default_factory=set)
    """Every element of the comment, but not the comment's own node."""


def fields_of(document: Document, node: Node, others: set[int]) -> CommentFields:
    """The fields of a comment; `others` are the ids of all comments' nodes,"
    " whose insides are theirs."""
    found = CommentFields()
    seen = _Seen()

    def foreign(each: Node) -> bool:
        if each.mem_id == node.mem_id or each.mem_id not in others:
            return False
        seen.holders.update(_between(each, node))
        return True

    for steps, (each, entering) in enumerate(subtree(node, foreign)):
        if steps > _MOST_NODES:
            break
        if entering and each.is_element_node:
            _look_at(each, node, found, seen)
    seen.header = _header(node, seen)
    _take_date(found, seen)
    _take_text(node, found, seen, others)
    _take_author(document, node, found, seen)
    _take_state(node, found)
    return found


def _header(node: Node, seen: _Seen) -> HeaderLine | None:
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


def _look_at(each: Node, item: Node, found: CommentFields, seen: _Seen) -> None:
    names = _names(each)
    if each.mem_id == item.mem_id:
        return
    seen.boxes.add(each.mem_id)
    if names and each.tag not in ("a", "button", "time") and not _DATE_NAMES.search(names):
        seen.bodies += [
            (rank, each) for rank, pattern in enumerate(_BODY_RANKS) if pattern.search(names)
        ][:1]
    rank = _author_rank(each, names)
    if rank is not None:
        seen.authors.append((rank, each))
    _look_for_date(each, names, seen)
    _look_for_votes(each, names, found)
    if not found.edited and re.search(r"edited|modified", names, re.I):
        found.edited = bool(EDITED.match(line_of(each)))


def _author_rank(each: Node, names: str) -> int | None:
    if each.tag in ("img", "time", "form", "input"):
        return None
    for rank, pattern in enumerate(_AUTHOR_RANKS):
        if names and pattern.search(names):
            return rank
    if each.tag == "cite":
        return 1
    return _BY_PLACE if each.tag in _HEADER_TAGS else None


def _look_for_date(each: Node, names: str, seen: _Seen) -> None:
    rank = 0 if each.tag == "time" else 1 if _DATE_NAMES.search(names) else None
    if rank is None and _META_NAMES.search(names):
        rank = 3
    if rank is None:
        return
    for name in _DATE_ATTRIBUTES:
        value = attribute(each, name)
        if value and _DIGITS.search(value) and len(value) <= 60:
            seen.dates.append((rank, value, each))
            return
    text = line_of(each)
    if text and len(text) <= 100 and (_DIGITS.search(text) or rank == 0):
        seen.dates.append((rank + 1, text, each))


def _look_for_votes(each: Node, names: str, found: CommentFields) -> None:
    down = bool(_DOWN.search(names))
    if not down and not _UP.search(names):
        return
    match = _COUNT.match(line_of(each))
    if match is None:
        return
    if down and found.downvotes is None:
        found.downvotes = int(match[1])
    elif not down and found.upvotes is None:
        found.upvotes = int(match[1])


def _take_author(document: Document, node: Node, found: CommentFields, seen: _Seen) -> None:
    given = attribute(node, "data-author") or attribute(node, "data-username")
    for rank, each in sorted(seen.authors, key=lambda pair: pair[0]):
        name = _name_of(each)
        if name and (rank < _BY_PLACE or _may_be_name(each, name, found, seen)):
            found.author_name, found.author_node = name, each
            found.author_by_place = rank == _BY_PLACE
            whole = found.text_node is not None and found.text_node.mem_id == node.mem_id
            if rank == _BY_PLACE or whole:
                found.text = found.text.removeprefix(f"{name}\n")
            link = each if each.tag == "a" else each.css_first("a[href]")
            found.author_url = document.absolute(attribute(link, "href"))
            break
    found.author_name = given or found.author_name or _signed_by(seen)
    if found.author_name is not None:
        found.anonymous = bool(ANONYMOUS.match(found.author_name))


def _signed_by(seen: _Seen) -> str | None:
    """The name after "Posted by" in a line around the date, where no element holds it alone."""
    for _, _, node in seen.dates:
        line = line_of(node.parent) if node.parent is not None else ""
        match = SIGNED.match(line) if len(line) <= _LONGEST_LINE else None
        if match is not None:
            return match["name"].strip()
    return None


def _may_be_name(each: Node, name: str, found: CommentFields, seen: _Seen) -> bool:
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
    in_header = any(_HEADER_NAMES.search(_names(box)) for box in around)
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
    names = _names(each) if each.is_element_node else ""
    return each.tag in ("time", "button", "small") or bool(
        names and (_DATE_NAMES.search(names) or re.search(r"says|badge|role|reply|meta", names))
    )


def _take_date(found: CommentFields, seen: _Seen) -> None:
    if seen.dates:
        _, found.date, found.date_node = min(seen.dates, key=lambda each: each[0])
    elif seen.header is not None:
        found.date, found.date_node = seen.header.date, seen.header.box


def _take_text(node: Node, found: CommentFields, seen: _Seen, others: set[int]) -> None:
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
    names = _names(each)
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
    if each.tag == "div" and "info" in _names(each) and each.css_first("p") is not None:
        return True
    return any(BODY_STRONG.search(_names(inner)) for inner in each.css("[class], [itemprop]")[:20])


def _take_state(node: Node, found: CommentFields) -> None:
    names = node.attributes.get("class") or ""
    said = bool(DELETED.match(found.text)) if len(found.text) < 200 else False
    named = bool(re.search(r"(?:^|[\s_-])(?:is-)?(?:deleted|removed)(?:$|[\s_-])", names))
    found.deleted = said or named


def _names(node: Node) -> str:
    attributes = node.attributes
    if not attributes:
        return ""
    named = " ".join(attributes.get(name) or "" for name in _NAMING if name in attributes)
    return _CAMEL.sub("-", named[:300])
