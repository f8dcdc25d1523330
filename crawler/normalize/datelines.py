"""The dateline at the head of a first paragraph: `DUSHANBE -- `, `MOSCOW (AP) — `, `Москва. 12
ноября. /ТАСС/`. It is told, never cut: the paragraph keeps it as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.organization_words import AGENCIES
from crawler.extraction.place_words import CITIES
from crawler.extraction.text import words

_LONGEST = 120
_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐΑ-Ω]"
_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žА-Яа-яёЁіїєґІЇЄҐΑ-ώ'’.]"
_ONE_CITY = rf"{_UPPER}{_LETTER}{{1,24}}(?:[ -]{_LETTER}{{1,20}}){{0,3}}"
_CITY = rf"{_ONE_CITY}(?:/{_ONE_CITY})?"
_ONE_UPPER_CITY = rf"{_UPPER}{{2,24}}\.?(?:[ '’-]{_UPPER}{{1,20}}\.?){{0,3}}"
_UPPER_CITY = rf"{_ONE_UPPER_CITY}(?:/{_ONE_UPPER_CITY})?"
_REGION = rf"(?:, {_LETTER}{{2,20}}(?: {_LETTER}{{2,20}}){{0,2}})?"
_A_DAY = (
    rf"(?:,? (?:le |el |den )?\d{{1,2}}\.? ?{_LETTER}{{3,12}}\.?(?: \d{{4}})?"
    rf"|,? {_LETTER}{{3,12}}\.? \d{{1,2}}\.?)"
)
_DAY = rf"{_A_DAY}?"
_AGENCY = rf"(?:{_LETTER}(?:{_LETTER}|[ &/-]){{1,30}})"
_BARE_AGENCY = r"(?:[A-Z]{2,6}|Kyodo|Xinhua|Reuters|Interfax|Bernama|Yonhap|Sputnik|Anadolu|Lusa)"
_DASH = r"(?:--|—|–|―|-|\|)"
_RU_DAY = r"\d{1,2} [а-яіїєґ]{3,10}"
_ARABIC = r"[\u0621-\u064a]{2,14}"
_ARABIC_AGENCY = (
    r"(?:رويترز|أ ?\.? ?ف ?\.? ?ب\.?|د ?ب ?أ|أ ?ب|شينخوا|الأناضول|وام|سانا|واس|قنا|بترا|وفا|معا)"
)
_HINDI = r"[\u0900-\u097f]{2,20}"

_PATTERNS = (
    # АЛМАТЫ. КАЗИНФОРМ –, Астана. 12 ноября. КазТАГ –
    re.compile(rf"({_UPPER}{{3,24}})\. [А-ЯІЇЄҐ]{{3,12}} ?(?={_DASH}\s)"),
    re.compile(rf"({_UPPER}{_LETTER}{{2,24}})\. {_RU_DAY}\. {_UPPER}\w{{2,14}} ?(?={_DASH}\s)"),
    # MOSCOW (AP) —, PARIS, Nov 12 (Reuters) -, DUSHANBE --, NEW YORK, N.Y. —
    re.compile(rf"({_UPPER_CITY}){_REGION}{_DAY}(?: ?\({_AGENCY}\))? ?(?={_DASH}\s)"),
    # Berlin (dpa) -, Berlin/Bonn (dpa) -, Madrid, 12 nov (EFE).-
    re.compile(rf"({_CITY}){_REGION}{_DAY} ?\({_AGENCY}\)\.? ?(?={_DASH})"),
    # Washington, D.C. –
    re.compile(rf"({_CITY}), (?:[A-Z]\.){{2}} ?(?={_DASH}\s)"),
    # Berlin, 12. November (epd). Die …
    re.compile(rf"({_CITY}){_A_DAY} \({_AGENCY}\)(?=[.:]\s)"),
    # TEHRAN, Nov. 12, IRNA –
    re.compile(rf"({_CITY}), {_LETTER}{{3,9}} \d{{1,2}}, {_BARE_AGENCY} ?(?={_DASH}\s)"),
    # Москва. 12 ноября. /ТАСС/, КИЕВ. 3 мая. УНН.
    re.compile(rf"({_CITY})[.,] {_RU_DAY}\.? ?(?:/[^/\n]{{2,30}}/|(?=[—–-]))"),
    re.compile(rf"({_UPPER_CITY})\. (?:[А-ЯІЇЄҐ]{{2,8}}\.)"),
    # 12 ноября, Минск /Корр. БЕЛТА/
    re.compile(rf"{_RU_DAY}, ({_CITY}) /[^/\n]{{2,30}}/"),
    # BERLIN taz |
    re.compile(rf"({_UPPER_CITY}) [a-z]{{2,12}} (?=\|)"),
    # (ANSA) - ROMA, 12 NOV -
    re.compile(rf"\([A-Z]{{3,12}}\) ?- ?({_UPPER_CITY}), \d{{1,2}} [A-Z]{{3,9}}\.? ?(?=-)"),
    # 新华社北京11月12日电, （中央社記者台北12日電）
    re.compile(
        r"[(（]?(?:新华社|新華社|中新社|中新网|人民网|央视网|中央社(?:記者\w{2,4})?)([^\s\d（）()，。]{2,6})"
        r"\d{1,2}(?:月\d{1,2})?日[电電][)）]?"
    ),
    # 【北京＝…】, [東京 12日 ロイター], (서울=연합뉴스)
    re.compile(r"【([^\s＝=】]{2,12})[＝=][^】]{2,20}】"),
    re.compile(r"\[([^\s\[\]\d]{2,12}) \d{1,2}日 [^\[\]]{2,12}\]"),
    re.compile(r"[(\[]([가-힣]{2,10})=[^()=\[\]]{2,12}[)\]]"),
    # القاهرة (رويترز) -, القاهرة - (أ ف ب)
    re.compile(rf"({_ARABIC}(?: {_ARABIC}){{0,2}}) (?:[-–—] )?\({_ARABIC_AGENCY}\)"),
    # नई दिल्ली, 12 नवंबर (भाषा)
    re.compile(rf"({_HINDI}(?: {_HINDI}){{0,2}}), \d{{1,2}} {_HINDI} \([^()]{{2,20}}\)"),
)
_OF_AN_AGENCY = re.compile(rf"({_CITY}){_REGION}{_DAY} ?\(({_AGENCY})\)(?=[.:]\s)")
"""`Köln (dpa). Die …`, without a dash: believed of a known agency."""
_OF_A_CITY = re.compile(
    rf"(?:({_ONE_UPPER_CITY}(?: ?/ ?{_ONE_UPPER_CITY})?)(?=:\s)|({_CITY})(?=[.]\s+[(„“«\"']?{_UPPER}))"
)
"""`NEW DELHI: The …`, `Berlin. Die …`: any word may stand so, and is believed of a known city."""
_NAMED = re.compile(r"[(/=＝]([^()/=＝\[\]]{2,30})(?=[)/\]])")
_NOT_PLACES = words(
    "BREAKING UPDATE UPDATED EXCLUSIVE WATCH NEWS LIVE ANALYSIS OPINION VIDEO PHOTOS READ "
    "ALERT CORRECTION NOTE EDITOR TL;DR FAQ EILMELDUNG UPDATE1 URGENT MISE LIRE COVID COVID-19 "
    "CEO USA TV PDF СРОЧНО ФОТО ВИДЕО DEVELOPING REPORT WARNING SPOILER "
    "IMPORTANT ATTENTION ACHTUNG WICHTIG HINWEIS NATO NASA OPEC OSCE FIFA UEFA UNESCO UNICEF ASEAN "
    "HAMAS BRICS INTERPOL SPD CDU CSU FDP AFD UNO WHO FBI CIA GOP НАТО ВАЖНО ВНИМАНИЕ"
)
_WORDS_TOO = words(
    "nice split essen halle roma rom york osh dili lima gent kiel ulm bursa varna porto "
    "salvador florence sofia darwin milan kazan patna bergen perth toledo victoria jordan "
    "austin houston dallas phoenix"
)
"""Cities that are words or persons' names too: no sentence of one word in small letters is they."""
_PERSONS_TOO = words("jordan austin darwin milan florence victoria")
_GOES_ON = re.compile(
    r"[.:]\s+[(„“«\"']?(?:that|this|it|so|we|he|she|they|was für|das (?:ist|war)|mit diesem|dies\w*"
    r"|hier|c['’]est|cela|questo|così|eso|esto|así)\b",
    re.IGNORECASE,
)
"""A sentence that speaks of the word before it, or as somebody who says it."""
_SHORTEST = 3
"""`AI —`, `EU —`: two capitals are an abbreviation."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline as printed, without the dash that closes it, and the place it names."""

    text: str
    place: str


def agency_of(dateline: str) -> str | None:
    """The agency that a dateline names in brackets or between strokes, if it is a known one."""
    for name in _NAMED.findall(dateline):
        if bare_agency(name) in AGENCIES:
            return re.split(r"[/,]", name)[0].strip(" .")
    return None


def dateline_of(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it has none."""
    head = paragraph[:_LONGEST].lstrip(" ")
    for text in dict.fromkeys((head, head.lstrip("(（ "))):
        for pattern in _PATTERNS:
            match = pattern.match(text)
            if match is not None and _is_place(match[1]):
                return Dateline(match[0].strip(" ,-–—|"), match[1].strip(" .,"))
    return _known(head)


def _known(head: str) -> Dateline | None:
    """A dateline without a dash, by a known agency or a known city."""
    if (match := _OF_AN_AGENCY.match(head)) and bare_agency(match[2]) in AGENCIES:
        place = match[1].strip(" .,")
        return Dateline(match[0], place) if place.casefold() not in _PERSONS_TOO else None
    if match := _OF_A_CITY.match(head):
        place = (match[1] or match[2]).strip(" .,")
        if _GOES_ON.match(head, match.end()) or (match[2] and place.casefold() in _WORDS_TOO):
            return None
        cities = [each.strip().casefold() for each in place.split("/")]
        if place.casefold() in CITIES or CITIES.issuperset(cities):
            return Dateline(match[0].strip(), place)
    return None


def bare_agency(text: str) -> str:
    """An agency as the table has it, without the desk behind a stroke: `dpa/lno`."""
    return re.split(r"[/,]", text)[0].strip(" .").casefold()


def _is_place(text: str) -> bool:
    first = text.split(maxsplit=1)[0].strip(".,")
    abbreviated = first == text and len(first) < _SHORTEST and first.isascii()
    return first.upper() not in _NOT_PLACES and not abbreviated
