"""Boxes of posts that no name tells: boxes made alike, one below the other, each with a time and a
text of its own.

Rules of this file:
- a run is told by how its boxes are made (tag and first class, or the first letters of the id, and
  the same of the box around them), so that the posts of two days are one run;
- of several runs, posts and what stands in each of them, the one of most boxes counts that holds
  most of the text;
- on a page that does not call itself a live-blog in its markup, the run must hold most of the text,
  its boxes must lead nowhere else, and either the page's URL or title says that it is live, or every
  box has a machine-readable time, the times are in order, and none is signed by a link.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

from crawler.extraction.document import Node, ancestors
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.page import Page

_TAGS = frozenset({"li", "div", "article", "section"})
_CLOCK = re.compile(
    r"\D{0,20}(?<!\d)(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?!\d|[.,]\d)", re.IGNORECASE
)
_LONGEST_STAMP = 60
_LEVELS = 10
_LEAST_TEXT = 30
_LEAST_BOXES, _LEAST_TOLD, _LEAST_UNTOLD = 2, 3, 5
_SHARE = 0.5
_MOST_LINKED = 0.3
_MOST_LEADING = 0.2
_DAYS_APART = 3
_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d))?")
_ID_KIND = re.compile(r"[A-Za-z]+(?=[-_\d])")
_LIVE_PATH = re.compile(
    r"(?:^|[/_-])(?:live-?(?:blogs?|updates?|tickers?|coverage|reports?)?|news-?ticker|ticker"
    r"|minute-by-minute|as-it-happened|en-?direct[eo]?|in-?diretta|ao-?vivo|na-zywo|minuto-a-minuto"
    r"|onlajn|canli)(?=[/_.-]|\d|$)",
    re.IGNORECASE,
)
_LIVE_TITLE = re.compile(
    r"(?:^|[|:–—•(\[-]\s*)live\b|\blive(?:\s?[:|–—]|[- ]?(?:blog|ticker|updates?|coverage|reporting)\b)"
    r"|liveticker|newsticker|as it happened|minute by minute|\ben direct[eo]?\b|\bin diretta\b"
    r"|\bao vivo\b|\bna żywo\b|minuto a minuto|онлайн|прямая трансляция|наживо|ライブ|速報中|실시간",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Run:
    """Boxes made alike, each with a time and a text, in order of the page."""

    boxes: list[Box]
    text: int = field(init=False)
    """How many characters of their text are no link's."""

    def __post_init__(self) -> None:
        self.text = sum(_own_text(box) for box in self.boxes)


def run_of_posts(page: Page) -> list[Node]:
    """The boxes of posts of a page that calls itself a live-blog; none where none are told."""
    run = _best(page.outline, _stamped(page, within_text=True))
    return [box.node for box in run.boxes] if run is not None else []


def shows_posts(page: Page) -> bool:
    """Whether a page that its markup does not call a live-blog is one: by title and run, or by a run
    that nothing else is made like."""
    told = _calls_itself_live(page)
    if not told and not _may_be_untold(page):
        return False
    run = _best(page.outline, _stamped(page, within_text=False))
    if run is None or len(run.boxes) < (_LEAST_TOLD if told else _LEAST_UNTOLD):
        return False
    whole = page.outline.boxes[0]
    if run.text < _SHARE * (whole.chars - whole.link_chars) and not _holds_most_prose(run, whole):
        return False
    return not _leads_away(page, run) and (told or _is_in_order(page, run))


def kin_of(page: Page, nodes: Iterable[Node]) -> list[Node]:
    """Some posts' boxes with those beside them that are made alike, named alike and have a text."""
    outline = page.outline
    boxes = [box for node in nodes if (box := outline.box_of.get(node.mem_id)) is not None]
    kinds = {_kind(box) for box in boxes if box.tag in _TAGS and _sign(box.names)}
    around = {id(box.parent): box.parent for box in boxes if box.parent is not None}
    known = {id(box) for box in boxes}
    return [
        box.node
        for parent in around.values()
        for box in outline.children_of(parent)
        if id(box) not in known and _kind(box) in kinds and not box.furniture and _own_text(box)
    ]


def _calls_itself_live(page: Page) -> bool:
    path = unquote(urlsplit(page.document.url).path)[:500]
    if _LIVE_PATH.search(path):
        return True
    title = page.document.first("head title")
    titles = [title.text(deep=True)[:300] if title is not None else "", page.meta.first("og:title")]
    return any(_LIVE_TITLE.search(each[:300].strip()) for each in titles if each)


def _may_be_untold(page: Page) -> bool:
    """Whether it calls itself an article, and has as many times as posts must have."""
    if page.article is None and "article" not in (page.meta.first("og:type") or "").lower():
        return False
    dated = page.document.valued.get("datetime", {})
    return sum(len(nodes) for nodes in dated.values()) >= _LEAST_UNTOLD


# --- what is stamped with a time, and what of it is made alike -----------------------------------


def _stamped(page: Page, *, within_text: bool) -> Iterator[Box]:
    """The boxes that hold a time, innermost first; `within_text` takes a time that a text begins
    with, too."""
    boxes = page.outline.box_of
    for nodes in page.document.valued.get("datetime", {}).values():
        for node in nodes:
            box = boxes.get(node.mem_id) or next(
                (boxes[each.mem_id] for each in ancestors(node) if each.mem_id in boxes), None
            )
            if box is not None:
                yield box
    for unit in page.outline.units:
        may_be = unit.kind == "text" and (within_text or len(unit.text) <= _LONGEST_STAMP)
        if may_be and _CLOCK.match(unit.text):
            yield unit.box


def _best(outline: Outline, stamped: Iterable[Box]) -> Run | None:
    """Of the runs that hold much of the text, the one of most boxes; the outer one of two alike."""
    runs = list(_runs(outline, stamped))
    most = max((run.text for run in runs), default=0)
    weighty = [run for run in runs if run.text >= _SHARE * most]
    best = max(weighty, key=lambda run: (len(run.boxes), -run.boxes[0].depth), default=None)
    return _outermost(outline, best) if best is not None else None


def _outermost(outline: Outline, run: Run) -> Run | None:
    """A run without the boxes that stand in others of it; None where one alone is left."""
    wanted = {id(box) for box in run.boxes}
    inside: set[int] = set()
    for box in outline.boxes:
        if box.parent is not None and (id(box.parent) in inside or id(box.parent) in wanted):
            inside.add(id(box))
    boxes = [box for box in run.boxes if id(box) not in inside]
    return Run(boxes) if len(boxes) >= _LEAST_BOXES else None


def _runs(outline: Outline, stamped: Iterable[Box]) -> Iterator[Run]:
    by_kind: dict[_Kind, list[Box]] = {}
    holding = _holding(stamped)
    for box in _open_boxes(outline) if holding else ():
        may_be_post = id(box) in holding and box.tag in _TAGS and box.parent is not None
        if may_be_post and _own_text(box) >= _LEAST_TEXT and not _is_of_headline(outline, box):
            by_kind.setdefault(_kind(box), []).append(box)
    for found in by_kind.values():
        beside = Counter(id(box.parent) for box in found)
        if max(beside.values()) >= _LEAST_BOXES:
            yield Run(found)


def _holding(stamped: Iterable[Box]) -> set[int]:
    """The boxes that are stamped or hold what is, by identity."""
    seen: set[int] = set()
    for stamp in stamped:
        for box in islice(stamp.lineage(), _LEVELS):
            if id(box) in seen:
                break
            seen.add(id(box))
    return seen


def _open_boxes(outline: Outline) -> list[Box]:
    """The boxes that are not furniture or comments, nor stand in such, in order of the page."""
    closed: set[int] = set()
    kept: list[Box] = []
    for box in outline.boxes:
        if box.furniture or box.comments or id(box.parent) in closed:
            closed.add(id(box))
        else:
            kept.append(box)
    return kept


def _is_of_headline(outline: Outline, box: Box) -> bool:
    return box.node.mem_id in outline.holders


def _own_text(box: Box) -> int:
    return box.chars - box.link_chars


_Kind = tuple[str, str, str, str]
"""Tag and sign of a box, and of the box around it."""


def _kind(box: Box) -> _Kind:
    around = box.parent
    if around is None:
        return box.tag, _sign(box.names), "", ""
    return box.tag, _sign(box.names), around.tag, _sign(around.names)


@lru_cache(maxsize=4096)
def _sign(names: str) -> str:
    """The first class without its digits, else the letters that an id begins with: `block-65f1`."""
    first, _, name = names.partition(" ")
    if first:
        return re.sub(r"\d+", "", first)
    match = _ID_KIND.match(name.rpartition(" ")[2])
    return f"#{match.group()}" if match is not None else ""


# --- whether a run that nothing names is one of posts --------------------------------------------


def _holds_most_prose(run: Run, whole: Box) -> bool:
    return sum(box.prose for box in run.boxes) >= _SHARE * max(1.0, whole.prose)


def _leads_away(page: Page, run: Run) -> bool:
    """Whether its boxes are teasers: their titles, or much of their text, lead to other pages."""
    texts = sum(box.chars for box in run.boxes)
    if sum(box.link_chars for box in run.boxes) > _MOST_LINKED * texts:
        return True
    return len(_linked(page, run, heading=True)) > _MOST_LEADING * len(run.boxes)


def _is_in_order(page: Page, run: Run) -> bool:
    """Whether each box has a machine's time, one after another within a few days, and hardly any a
    link of its own beside its text, as who writes a comment has."""
    times = [_time_in(box.node) for box in run.boxes]
    if None in times or len(_linked(page, run, heading=False)) > _MOST_LEADING * len(times):
        return False
    told = [time for time in times if time is not None]
    falls = all(first >= second for first, second in pairwise(told))
    rises = all(first <= second for first, second in pairwise(told))
    return (falls or rises) and len(set(told)) > len(told) / 2 and _are_near(told)


def _are_near(times: list[str]) -> bool:
    days = sorted({time[:10] for time in times})
    return len(days) <= _DAYS_APART and days[0][:7] == days[-1][:7]


def _time_in(node: Node) -> str | None:
    for each in (node, *node.css("[datetime]")[:4]):
        if match := _DATED.match(each.attributes.get("datetime") or ""):
            return match.group()
    return None


def _linked(page: Page, run: Run, *, heading: bool) -> set[int]:
    """The boxes of a run with a line that is a link to another page: a heading, or any short line."""
    boxes = {id(box) for box in run.boxes}
    own = urlsplit(page.document.url).path.rstrip("/")
    found: set[int] = set()
    for unit in page.outline.units:
        if not unit.links or unit.link_share <= _SHARE or not _is_elsewhere(page, unit, own):
            continue
        lineage = list(islice(unit.box.lineage(), _LEVELS))
        if heading and not any(box.tag in _HEADINGS for box in lineage[:3]):
            continue
        found.update(id(box) for box in lineage if id(box) in boxes)
    return found


_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})


def _is_elsewhere(page: Page, unit: Unit, own: str) -> bool:
    url = page.document.absolute(unit.links[0][0])
    if url is None:
        return False
    path = urlsplit(url).path.rstrip("/")
    return path != own and not (own and path.startswith(own))
