"""Whether a page whose markup does not call it a live-blog is one: `shows_posts`.

A false live-blog loses its text to posts that are none, so more than a run of boxes is asked for:
- an article by its JSON-LD is one only where its address, or a class around the run, says live-blog;
- where nothing says that it is an article, a live section of the site or its title tells too;
- the boxes are stamped by a machine's time or by a clock that stands alone: opening hours, kick-offs
  and durations are no stamps; they lead nowhere else, and hold most of the text;
- boxes that each begin with another's name are readers'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawler.extraction.live_siblings import Run, best_run, stamped_by_machine
from crawler.extraction.outline import Box, Unit
from crawler.extraction.page import Page

_LEAST_POSTS = 4
_SHARE = 0.5
_MOST_LINKED, _MOST_LEADING = 0.3, 0.2
_LEVELS = 10
_MOST_SIGNED = 0.8
_LONGEST_NAME, _MOST_NAMES = 25, 3
_LONGEST_STAMP = 40
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})

_SAID = re.compile(
    r"(?:^|[/_-])live[-_]?(?:blogs?|tickers?|updates?)(?=[/_.-]|\d|$)", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)live[-_]?(?:blog|ticker|post|entr|update)"
    r"(?![\w-]{0,30}(?:abled|teaser|promo|banner|link))|ticker[-_]{0,2}entr",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"/(?:live|ticker|(?:en-?)?direct[eo]?|en-?vivo|(?:in-?)?diretta|ao-?vivo|na-?zywo|canli|onlajn"
    r"|minute-by-minute|minuto-a-minuto|as-it-happened)(?=/|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:^|[|:–—•(\[-]\s?)(?:live\s?(?:[|:–—•)\]-]|$)"
    r"|(?:en direct[eo]?|en vivo|direct|in diretta|diretta|ao vivo|na żywo|canlı|онлайн|наживо|ライブ"
    r"|실시간)\s?(?:[.,|:–—•)\]-]|$))"
    r"|\blive[ -]?(?:blog|ticker|updates)\b|\bas it happened\b|\bminute by minute\b"
    r"|\bminuto a minuto\b|прямая трансляция|онлайн-трансляция|速報中",
    re.IGNORECASE,
)
_CLOCK = r"(?:[01]\d|2[0-3])\s?[:.h]\s?[0-5]\d"
_SHORT_CLOCK = r"[1-9]\s?[:.]\s?[0-5]\d(?=\s?(?:[ap]\.?m\b|uhr))"
_STAMP = re.compile(
    rf"(?:[^\W\d_]{{1,3}}\.?\s)?(?:{_CLOCK}|{_SHORT_CLOCK})(?:[:.][0-5]\d)?(?![-–—\d])"
    r"(?:\s?[^\d–—-]{0,16})",
    re.IGNORECASE,
)
"""A clock alone on its line, with a short word before it (`um`) and a zone behind: no range."""


def shows_posts(page: Page) -> bool:
    """Whether a page that its markup does not call a live-blog has a run of posts as its text."""
    is_article = page.article is not None
    said = _SAID.search(_path(page)) is not None
    if not said and is_article and not _names_live(page):
        return False
    run = best_run(page, _stamped(page))
    if run is None or len(run.boxes) < _LEAST_POSTS or not _is_the_text(page, run):
        return False
    if not (said or _is_named_live(run)) and (is_article or not _is_called_live(page)):
        return False
    return not _is_of_readers(page, run)


def _path(page: Page) -> str:
    return unquote(urlsplit(page.document.url).path)[:500]


def _names_live(page: Page) -> bool:
    """Whether any box of the page has a live-blog's name."""
    names = " ".join(box.names for box in page.outline.boxes).lower()  # hardly any page has one
    may_be = "live" in names or "ticker" in names
    return may_be and any(map(_has_live_name, page.outline.boxes))


def _is_named_live(run: Run) -> bool:
    return any(map(_has_live_name, islice(run.boxes[0].lineage(), _LEVELS)))


def _has_live_name(box: Box) -> bool:
    names = box.names
    may_have = ("ive" in names or "icker" in names) and box.tag != "body"
    return may_have and _NAMED.search(names) is not None


def _is_called_live(page: Page) -> bool:
    """Whether the site's section or the title says that the page is live."""
    if _SECTION.search(_path(page)):
        return True
    title = page.document.first("head title")
    titles = [title.text(deep=True)[:300] if title is not None else "", page.meta.first("og:title")]
    return any(_TITLE.search(each[:300].strip()) for each in titles if each)


def _stamped(page: Page) -> Iterator[Box]:
    """The boxes with a machine's time, or with a clock on a line of its own, innermost first."""
    yield from stamped_by_machine(page)
    for unit in page.outline.units:
        if unit.kind == "text" and _is_stamp(unit):
            yield unit.box


def _is_stamp(unit: Unit) -> bool:
    return len(unit.text) <= _LONGEST_STAMP and _STAMP.fullmatch(unit.text) is not None


def _is_the_text(page: Page, run: Run) -> bool:
    """Whether a run holds most of the page's text, beside no other text and leading nowhere."""
    if any(box.furniture or box.tag == "aside" for box in run.boxes[0].lineage()):
        return False
    whole = page.outline.boxes[0]
    prose = sum(box.prose for box in run.boxes)
    holds = run.text >= _SHARE * (whole.chars - whole.link_chars)
    return (holds or prose >= _SHARE * max(1.0, whole.prose)) and not _leads_away(page, run)


def _leads_away(page: Page, run: Run) -> bool:
    """Whether its boxes are teasers: their titles, or much of their text, lead to other pages."""
    texts = sum(box.chars for box in run.boxes)
    if sum(box.link_chars for box in run.boxes) > _MOST_LINKED * texts:
        return True
    return len(_linked(page, run)) > _MOST_LEADING * len(run.boxes)


def _linked(page: Page, run: Run) -> set[int]:
    """The boxes of a run with a heading that is a link to another page."""
    boxes = {id(box) for box in run.boxes}
    own = urlsplit(page.document.url).path.rstrip("/")
    found: set[int] = set()
    for unit in page.outline.units:
        if not unit.links or unit.link_share <= _SHARE or not _is_elsewhere(page, unit, own):
            continue
        lineage = list(islice(unit.box.lineage(), _LEVELS))
        if any(box.tag in _HEADINGS for box in lineage[:3]):
            found.update(id(box) for box in lineage if id(box) in boxes)
    return found


def _is_elsewhere(page: Page, unit: Unit, own: str) -> bool:
    url = page.document.absolute(unit.links[0][0])
    if url is None:
        return False
    path = urlsplit(url).path.rstrip("/")
    return path != own and not (own and path.startswith(own))


def _is_of_readers(page: Page, run: Run) -> bool:
    """Whether nearly each box begins with a name, and hardly two with the same: readers have
    names of their own, who writes a live-blog signs many posts."""
    first = _first_lines(page, run)
    names = [line.text for line in first if _may_be_name(line)]
    many = len(names) >= _MOST_SIGNED * len(run.boxes)
    return many and len(set(names)) > _SHARE * len(names)


def _first_lines(page: Page, run: Run) -> list[Unit]:
    """The first line of each box that is no stamp."""
    waiting = {id(box) for box in run.boxes}
    lines: list[Unit] = []
    for unit in page.outline.units:
        if unit.kind != "text" or _is_stamp(unit):
            continue
        box = next((each for each in unit.box.lineage() if id(each) in waiting), None)
        if box is not None:
            waiting.remove(id(box))
            lines.append(unit)
    return lines


def _may_be_name(line: Unit) -> bool:
    short = len(line.text) <= _LONGEST_NAME and line.text.count(" ") < _MOST_NAMES
    return short and line.box.tag not in _HEADINGS and not line.text.endswith((".", "!", "?", ":"))
