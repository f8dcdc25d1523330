"""Under what a page files its article, as it prints it: the steps of a breadcrumb, and its tags.

Read where neither JSON-LD nor `<meta>` says it. Both are lists of links told by how they are called:
- a breadcrumb's steps lead from the front page to the article, neither of which is a section;
- tags stand below the headline, in a box that holds hardly more than links of a few words; menus,
  clouds of all the site's tags and what is popular are called tags and topics as well, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urlsplit

from crawler.extraction.candidates import folded
from crawler.extraction.document import Node, ancestors, attribute, css_path
from crawler.extraction.furniture import names_of
from crawler.extraction.marks import Marks
from crawler.extraction.outline import Unit
from crawler.extraction.page import Page
from crawler.extraction.text import line_of
from crawler.items import Candidate

_BREADCRUMBS = Marks(
    "[class*='breadcrumb' i], [id*='breadcrumb' i], [class*='bread-crumb' i], [class*='rootline' i], "
    "[class*='brotkrum' i], [class*='ariane' i], [class*='migas' i], [class*='kruimel' i], "
    "[aria-label*='breadcrumb' i], [itemtype*='breadcrumblist' i]"
)
_TAGGED = Marks(
    "[class*='tag' i], [class*='topic' i], [class*='keyword' i], [class*='themes' i], "
    "[class*='themen' i], [class*='schlagw' i], [class*='etiquet' i], [class*='mots-cles' i], "
    "[class*='tema' i], [class*='temi' i], [id*='tags' i], [rel~='tag']"
)
_TAGS = re.compile(
    r"(?:^|[\s_-])(?:tags?|tag-?(?:s-)?(?:list|box|links?|s|container|wrapper)|topics?|topic-?list|keywords?"
    r"|themes|themen|schlagw\w{1,8}|stichw\w{1,8}|etiquetas?|mots-?cles|temas?|tematy|tagi|temi)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CALLED_BREADCRUMBS = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?\w{0,12}|rootline|brotkrum\w{0,8}|(?:fil-?d?-?)?ariane|fil-?ariane|migas"
    r"|kruimel\w{0,8})(?:$|[\s_-])",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"\W*(?:(?:go )?back(?: to .{1,40})?|next|prev(?:ious)?|read more|more|log ?in|sign ?(?:in|up)"
    r"|register|subscribe|premium|plus|live|e-?paper|newsletter|imprint|impressum|search|suche|print"
    r"|e-?mail|share|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|archive|menu"
    r"|zurück|weiter|vorherige[rs]?|nächste[rs]?|anmelden|abo|drucken|teilen|mehr|english|deutsch"
    r"|français|español|italiano|português|русский|українська|polski|türkçe"
    r"|précédent|suivant|retour|connexion|anterior|siguiente|volver|seguinte|voltar"
    r"|precedente|successivo|indietro|vorige|volgende|terug|назад|вперед|далее|войти|поиск)\W*",
    re.IGNORECASE,
)
"""What a link does, or where else it leads: no name of a subject."""
_NO_TAGS = re.compile(
    r"(?:^|[\s_-])(?:nav\w{0,8}|menu\w{0,4}|header|foot\w{0,4}|sidebar|widget\w{0,8}|cloud|tag-?cloud|trending"
    r"|popular|hot|most|related|social|share|comments?|teasers?|promo|drop-?down)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^\W*\d{1,3}\W*$|\s\(?\d{2,3}\)?$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CLOSED_TAGS = frozenset({"nav", "header", "footer", "form", "dialog", "figure", "h1"})
_HOME = re.compile(
    r"\W*(?:home(?: ?page)?|start(?:seite)?|front ?page|index|inicio|portada|accueil|in[ií]cio"
    r"|pagina inicial|hjem|hem|forside(?:n)?|etusivu|strona główna|úvod|domů|domov|kezdőlap|acasă"
    r"|naslovna|главная|начало|головна|αρχική|ana ?sayfa|beranda|trang chủ|トップ|ホーム|首页|首頁|홈"
    r"|الرئيسية|خانه|ראשי|übersicht|overview)\W*",
    re.IGNORECASE,
)
_MOST_BOXES, _MOST_STEPS, _MOST_TAGS, _LEVELS = 40, 12, 30, 12
_LONGEST_STEP, _LONGEST_PATH, _LONGEST_TAG = 60, 400, 50
_LEAST_LINKED = 0.6
_LEAST_MENU = 4
_LABEL = 24
"""Characters of a box of tags that may be no link: `Filed under:`."""


def printed_sections(page: Page, headline: str | None) -> list[Candidate]:
    """The steps of the page's breadcrumb between the front page and the article."""
    for box in _BREADCRUMBS.of(page.document)[:_MOST_BOXES]:
        links = [link for link in box.css("a[href]")[: _MOST_STEPS + 1] if line_of(link)]
        if not _is_breadcrumb(box) or any(_is_function(line_of(link)) for link in links[1:]):
            continue
        if _is_menu(page, links):
            continue
        if 0 < len(links) <= _MOST_STEPS and len(line_of(box)) <= _LONGEST_PATH:
            steps = list(_sections(page, links, folded(headline or "")))
            return [Candidate(step, "dom", css_path(box)) for step in steps]
    return []


def _is_menu(page: Page, links: list[Node]) -> bool:
    """Whether links stand beside each other: of so many steps one would lead to another, or here."""
    urls = (page.document.absolute(attribute(link, "href")) for link in links)
    paths = {urlsplit(url).path.rstrip("/") for url in urls if url} - {""}
    own = urlsplit(page.document.url).path
    around = (*paths, own)
    return len(paths) >= _LEAST_MENU and not any(
        other.startswith(f"{path}/") for path in paths for other in around
    )


def _is_breadcrumb(box: Node) -> bool:
    """Whether a box is called a breadcrumb in whole words, and stands in no footer."""
    own = box.attributes
    named = _is_called(_CALLED_BREADCRUMBS, names_of(own))
    said = f"{own.get('aria-label') or ''} {own.get('itemtype') or ''}".lower()
    is_called = named or "breadcrumb" in said
    return is_called and not any(each.tag == "footer" for each in islice(ancestors(box), _LEVELS))


def _is_function(name: str) -> bool:
    """Whether a link says what it does, or counts: `Next`, `3`, `Yesterday 181` are no subjects."""
    return _FUNCTION.fullmatch(name) is not None or _COUNTED.search(name) is not None


def _sections(page: Page, links: list[Node], headline: str) -> Iterator[str]:
    own = urlsplit(page.document.url).path.rstrip("/")
    names = {folded(name) for name in page.site_names}
    for link in links:
        name = line_of(link)
        url = page.document.absolute(attribute(link, "href"))
        path = urlsplit(url).path.strip("/") if url else ""
        is_home = not path or (
            link is links[0] and (_HOME.fullmatch(name) or folded(name) in names)
        )
        is_step = len(name) <= _LONGEST_STEP and any(map(str.isalpha, name))
        if is_step and not is_home and f"/{path}" != own and folded(name) != headline:
            yield name


def printed_tags(page: Page, headline: Unit | None) -> list[Candidate]:
    """The tags that the page prints, from the first box of them below its headline."""
    order = page.document.order
    start = order[headline.node.mem_id] if headline is not None else 0
    for box in islice(_boxes_of_tags(page, start), _MOST_BOXES):
        links = _beside(box) if box.tag == "a" else box.css("a[href]")
        if links and len(links) <= _MOST_TAGS and _holds_links_alone(box, links):
            names = dict.fromkeys(line_of(link).lstrip("#").strip(" ,;") for link in links)
            if sum(map(_is_function, names)) * 2 >= len(names):
                continue
            return [Candidate(name, "dom", css_path(box)) for name in names if name]
    return []


def _boxes_of_tags(page: Page, start: int) -> Iterator[Node]:
    """What is called tags below a place in the page, outside of menus and the like."""
    order, holders = page.document.order, page.outline.holders
    for box in _TAGGED.of(page.document):
        is_tag = box.tag == "a" and _is_rel_tag(box)
        if order[box.mem_id] <= start or box.mem_id in holders:
            continue
        if (is_tag or _is_called(_TAGS, names_of(box.attributes))) and not _is_closed(box):
            yield box


def _is_closed(box: Node) -> bool:
    """Whether a box, or one around it that is no whole page, is called a menu or the like."""
    around = islice(chain((box,), ancestors(box)), _LEVELS)
    return any(
        each.tag in _CLOSED_TAGS
        or (each.tag != "body" and _is_called(_NO_TAGS, names_of(each.attributes)))
        for each in around
    )


@lru_cache(maxsize=8192)
def _is_called(words: re.Pattern[str], names: str) -> bool:
    return words.search(_CAMEL.sub("-", names)) is not None


def _beside(link: Node) -> list[Node]:
    """A link that is called a tag with those called so in the same box, or in items beside its own."""
    box = link.parent
    if box is not None and box.tag in ("li", "span"):
        box = box.parent
    found = box.css("a[href]")[: _MOST_TAGS * 2] if box is not None else []
    if _is_rel_tag(link):
        return [each for each in found if _is_rel_tag(each)]
    return [each for each in found if each.attributes.get("class") == link.attributes.get("class")]


def _is_rel_tag(link: Node) -> bool:
    return "tag" in (attribute(link, "rel") or "").lower().split()


def _holds_links_alone(box: Node, links: list[Node]) -> bool:
    """Whether a box is hardly more than links of a few words."""
    names = [line_of(link) for link in links]
    if not all(len(name) <= _LONGEST_TAG for name in names) or not any(names):
        return False
    if len(box.css("p")) > 1 or box.css_first("h1, h2 a, h3 a, h4 a, time, img") is not None:
        return False
    whole, linked = len(line_of(box)), sum(map(len, names))
    return linked >= _LEAST_LINKED * whole or whole - linked <= _LABEL
