"""What the nodes of a comment may be: candidates for its author, date and text, by their names.

One walk looks at each node of the comment once; which of the candidates is meant is for
crawler.extraction.comment_fields to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.extraction.comment_header import HeaderLine
from crawler.extraction.comment_words import BODY_OWN, BODY_STRONG, BODY_WEAK, EDITED
from crawler.extraction.document import Node, attribute
from crawler.extraction.text import line_of

BY_PLACE = 5
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMING = ("class", "itemprop", "property", "rel", "data-testid", "data-role")
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
_HEADER_TAGS = frozenset({"strong", "b", "h2", "h3", "h4", "h5", "h6", "span", "a"})
DATE_NAMES = re.compile(
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
class Candidates:
    """Those of one walk; lower rank is surer."""

    bodies: list[tuple[int, Node]] = field(default_factory=list)
    authors: list[tuple[int, Node]] = field(default_factory=list)
    dates: list[tuple[int, str, Node]] = field(default_factory=list)
    holders: set[int] = field(default_factory=set)
    """The boxes in which replies stand."""
    header: HeaderLine | None = None
    boxes: set[int] = field(default_factory=set)
    """Every element of the comment, but not the comment's own node."""


def look_at(each: Node, item: Node, found: CommentFields, seen: Candidates) -> None:
    """Note what a node may be of the comment `item`; votes and whether it was edited are found so."""
    names = names_of(each)
    if each.mem_id == item.mem_id:
        return
    seen.boxes.add(each.mem_id)
    if names and each.tag not in ("a", "button", "time") and not DATE_NAMES.search(names):
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
    return BY_PLACE if each.tag in _HEADER_TAGS else None


def _look_for_date(each: Node, names: str, seen: Candidates) -> None:
    rank = 0 if each.tag == "time" else 1 if DATE_NAMES.search(names) else None
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


def names_of(node: Node) -> str:
    """What a node is called, by its class and the like."""
    attributes = node.attributes
    if not attributes:
        return ""
    named = " ".join(attributes.get(name) or "" for name in _NAMING if name in attributes)
    return _CAMEL.sub("-", named[:300])
