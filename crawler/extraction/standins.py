"""Pages that stand in an article's place: guards against robots, consent walls, logins, error pages
served with 200, refreshes, lists of what a search found, shells whose text a script loads.

KINDS is the table: each kind has the rule that tells it, and the rule gives the reason. None is
looked for where the page declares an article or has an article's length of text, because reports
about cookies, robots and lost pages say the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from archive.urls import is_front_page
from crawler.extraction import wall_words
from crawler.extraction.candidates import folded
from crawler.extraction.document import ancestors
from crawler.extraction.page import Page
from crawler.extraction.titles import parts_of

_LONGEST_HEAD = 120
_MOST_PROSE = 1500
_WORDS_OF = 6000
_SHORT_PAGE = 3000
_HARDLY_A_PAGE = 1200
_NO_TEXT = 300
_LONGEST_WAIT = 30
_MARKUP = 200_000
_MOST_OF_PROSE = 0.6
_OTHER_TEXT = 200
_LEAST_REPORT, _MOST_LINES = 120, 12
_LEVELS_OF_HEADING = 4
_SIGNATURE = (
    "time, [itemprop*='date' i], [rel~='author'], [itemprop~='author'], [class*='byline' i], "
    "[class*='author' i], [class*='dateline' i], [class*='date' i], [class*='publish' i]"
)
_MORE_WORDS = 12
_REFRESH = re.compile(r"\s*(\d{1,5})(?:\.\d{0,5})?\s*[;,]\s*(?:url\s*=\s*)?(\S.*)", re.I)
_SCRIPTED = re.compile(
    r"location(?:\.href)?\s{0,5}=\s{0,5}[\"'](?!#)|location\.(?:replace|assign)\(\s{0,5}[\"']"
)
_CONSENT_URL = re.compile(
    r"^(?:consent|myprivacy|privacy|guce|cmp)\."
    r"|/(?:consent|zustimmung|privacy-?(?:wall|gate)|cookie-?wall|collectconsent)(?:[/?.]|$)",
    re.IGNORECASE,
)
_SEARCH_PATH = re.compile(
    r"/(?:search|suche?|recherche|buscar|buscador|busca|busqueda|pesquisa|ricerca|cerca|zoeken|sok"
    r"|hledani|szukaj|wyszukiwarka|arama|kereses|haku|poisk)(?:-?results?)?(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_SEARCH_KEYS = frozenset(
    {"q", "s", "query", "search", "keyword", "keywords", "term", "suche", "text"}
)
GUARDS = (
    ("_cf_chl_opt", "Cloudflare"),
    ("cf-browser-verification", "Cloudflare"),
    ("cf-error-details", "Cloudflare"),
    ("captcha-delivery.com", "DataDome"),
    ("px-captcha", "PerimeterX"),
    ("errors.edgesuite.net", "Akamai"),
    ("_Incapsula_Resource", "Imperva"),
    ("awsWafCookieDomainList", "AWS WAF"),
    ("token.awswaf.com", "AWS WAF"),
    ("sucuri_cloudproxy", "Sucuri"),
    ("ddos-guard/", "DDoS-Guard"),
    ("KPSDK", "Kasada"),
    ("anubis_challenge", "Anubis"),
    ("distil_r_captcha", "Distil"),
)
"""What stands in the markup of a guard's own pages alone, and whose they are."""


@dataclass
class Seen:
    """What the rules look at."""

    page: Page
    prose: float

    @cached_property
    def chars(self) -> int:
        boxes = self.page.outline.boxes
        return boxes[0].chars if boxes else 0

    @cached_property
    def titles(self) -> list[str]:
        """The title and its parts, folded."""
        node = self.page.document.first("head title")
        title = " ".join((node.text(deep=True) if node is not None else "").split())[:1000]
        return _short([title, *parts_of(title)])

    @cached_property
    def heads(self) -> list[str]:
        """The title, its parts and the largest headings, folded."""
        return [*self.titles, *_short(self._headings())]

    def _headings(self) -> list[str]:
        """The texts of the first h1, else of the first heading of any level."""
        units = [unit for unit in self.page.outline.units if unit.kind == "text"]
        for tags in (("h1",), ("h2", "h3")):
            found = [
                unit.text.replace("\n", " ")
                for unit in units
                if any(box.tag in tags for box in islice(unit.box.lineage(), 2))
            ]
            if found:
                return found[:3]
        return []

    @cached_property
    def text(self) -> str:
        """The beginning of all that the page shows, folded."""
        pieces, length = [], 0
        for unit in self.page.outline.units:
            if length > _WORDS_OF:
                break
            pieces.append(unit.text[:_WORDS_OF])
            length += len(unit.text)
        return folded(" ".join(pieces))

    def head_says(self, words: re.Pattern[str], among: list[str] | None = None) -> str | None:
        """The title or heading that says such words, and above a text hardly anything else."""
        for head in self.heads if among is None else among:
            found = words.search(head)
            if found and (self.prose < _OTHER_TEXT or len(head) <= 2 * len(found[0]) + _MORE_WORDS):
                return head
        return None

    @cached_property
    def is_signed(self) -> bool:
        """Whether a byline or a date stands with the h1 over some text, as over a report."""
        heading = self.page.document.first("article h1, main h1, h1")
        above = islice(ancestors(heading), _LEVELS_OF_HEADING) if heading is not None else ()
        for box in above:
            if box.tag in ("main", "body"):
                return False
            if box.css_first(_SIGNATURE) is not None:
                told = (len(each.text(deep=True)) for each in box.css("p")[:_MOST_LINES])
                return sum(told) >= _LEAST_REPORT
        return False

    @property
    def markup(self) -> str:
        return self.page.document.text[:_MARKUP]


def _short(texts: list[str]) -> list[str]:
    return [folded(each) for each in texts if each and len(each) <= _LONGEST_HEAD]


Rule = Callable[[Seen], str | None]
"""Gives the reason why a page is of a kind, or None."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that stands in an article's place, and the rule that tells it."""

    page_type: str
    rule: Rule
    by_words: bool = False
    """Told by words that a report's headline may have too: not where a page looks like a report."""


def stand_in(page: Page, prose: float) -> tuple[str, str] | None:
    """The kind of a page that shows something else than what was asked for, and the reason.

    `prose` is the running text of its main part. None for any page with an article's text or data.
    """
    if page.article is not None or prose >= _MOST_PROSE:
        return None
    if page.meta.first("article:published_time"):
        return None
    seen = Seen(page, prose)
    for kind in KINDS:
        reason = kind.rule(seen)
        if reason is not None and not (kind.by_words and seen.is_signed):
            return kind.page_type, reason
    return None


def _refresh(seen: Seen) -> str | None:
    said = _REFRESH.fullmatch((seen.page.meta.first("refresh") or "")[:2000])
    if said is None or int(said[1]) > _LONGEST_WAIT or seen.chars >= _HARDLY_A_PAGE:
        return None
    target = seen.page.document.absolute(said[2].strip("'\" "))
    if target is None or target.rstrip("/") == seen.page.document.url.rstrip("/"):
        return None
    return f"a page that only leads to {target[:300]} by a refresh"


def _scripted(seen: Seen) -> str | None:
    if seen.chars >= _NO_TEXT or seen.page.document.first("h1, article") is not None:
        return None
    says_so = seen.chars < 20 or wall_words.UNDER_WAY.search(seen.text) is not None
    if says_so and _SCRIPTED.search(seen.markup):
        return "a page that only leads elsewhere by a script"
    return None


def _blocked(seen: Seen) -> str | None:
    if seen.chars < _HARDLY_A_PAGE:
        markup = seen.markup
        guard = next((name for mark, name in GUARDS if mark in markup), None)
        if guard is not None:
            return f"a page of {guard}'s guard against robots"
    if seen.chars >= _SHORT_PAGE:
        return None
    said = seen.head_says(wall_words.BLOCKED)
    words = wall_words.BLOCKED_TEXT.search(seen.text) if seen.chars < _HARDLY_A_PAGE else None
    if said is None and words is None:
        return None
    return f"a guard against robots: it says {_quoted(said or (words[0] if words else ''))}"


def _consent(seen: Seen) -> str | None:
    url = urlsplit(seen.page.document.url)
    said = seen.head_says(wall_words.CONSENT_TITLE)
    asks = wall_words.CONSENT_TEXT.search(seen.text) is not None
    is_wall = _CONSENT_URL.search(url.hostname or "") or _CONSENT_URL.search(url.path)
    if is_wall and (asks or said is not None):
        return "a consent wall: the URL is one's, and it asks for consent"
    if said is not None and asks:
        return f"a consent wall: it says {_quoted(said)}"
    share = _share_of_consent(seen)
    if share >= _MOST_OF_PROSE:
        return f"a consent wall: {share:.0%} of its text asks for consent"
    return None


def _share_of_consent(seen: Seen) -> float:
    """The part of the running text that is about consent, where it is put to the reader."""
    units = [unit for unit in seen.page.outline.units if unit.prose]
    whole = sum(unit.prose for unit in units)
    asking = [unit.prose for unit in units if wall_words.CONSENT_TEXT.search(folded(unit.text))]
    if len(asking) < 2 or whole - sum(asking) >= _OTHER_TEXT:
        return 0.0
    return sum(asking) / whole


def _not_found(seen: Seen) -> str | None:
    said = seen.head_says(wall_words.NOT_FOUND)
    if said is None or seen.prose >= _MOST_PROSE / 2:
        return None
    return f"an error page served as if it were none: it says {_quoted(said)}"


def _login(seen: Seen) -> str | None:
    if seen.prose >= _NO_TEXT or seen.chars >= _SHORT_PAGE:
        return None
    said = seen.head_says(wall_words.LOGIN)
    if said is None:
        return None
    return f"a page that asks who the reader is: it says {_quoted(said)}"


def _search(seen: Seen) -> str | None:
    url = urlsplit(seen.page.document.url)
    asked = any(key.lower() in _SEARCH_KEYS for key, _ in parse_qsl(url.query[:2000]))
    if is_front_page(seen.page.document.url) and not asked:
        return None
    on_path = _SEARCH_PATH.search(url.path) is not None
    said = seen.head_says(wall_words.SEARCH, None if asked or on_path else seen.titles)
    if said is not None:
        return f"what a search found: it says {_quoted(said)}"
    return "what a search found: the URL is a search's" if asked and on_path else None


def _shell(seen: Seen) -> str | None:
    if seen.chars >= _NO_TEXT or seen.page.document.first("script") is None:
        return None
    asks = next(
        (node for node in seen.page.document.css("noscript") if _asks_for_script(node.text())), None
    )
    if asks is not None or wall_words.NEEDS_SCRIPT.search(seen.text):
        return "a shell whose text a script loads: it asks for JavaScript"
    if seen.chars < _NO_TEXT / 3 and seen.page.document.first(_ROOTS) is not None:
        return "a shell whose text a script loads: it has hardly any of its own"
    return None


_ROOTS = "#root, #app, #__next, #__nuxt, #___gatsby, app-root, #main-app"


def _asks_for_script(text: str) -> bool:
    return wall_words.NEEDS_SCRIPT.search(folded(text[:2000])) is not None


def _quoted(text: str) -> str:
    return f"“{text[:80]}”"


KINDS = (
    Kind("blocked", _blocked),
    Kind("redirect", _refresh),
    Kind("redirect", _scripted),
    Kind("consent", _consent, by_words=True),
    Kind("not_found", _not_found, by_words=True),
    Kind("login", _login, by_words=True),
    Kind("search", _search, by_words=True),
    Kind("shell", _shell),
)
