"""The dateline at the head of a first paragraph: `DUSHANBE -- `, `MOSCOW (AP) — `, `Москва. 12
ноября. /ТАСС/`. It is told, never cut: the paragraph keeps it as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extraction.text import words

_LONGEST = 120
_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐΑ-Ω]"
_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žА-Яа-яёЁіїєґІЇЄҐΑ-ώ'’.]"
_CITY = rf"{_UPPER}{_LETTER}{{1,24}}(?:[ -]{_LETTER}{{1,20}}){{0,3}}"
_UPPER_CITY = rf"{_UPPER}{{2,24}}\.?(?:[ '’-]{_UPPER}{{1,20}}\.?){{0,3}}"
_REGION = rf"(?:, {_LETTER}{{2,20}}(?: {_LETTER}{{2,20}}){{0,2}})?"
_DAY = (
    rf"(?:,? (?:le |el |den )?\d{{1,2}}\.? ?{_LETTER}{{3,12}}\.?(?: \d{{4}})?"
    rf"|,? {_LETTER}{{3,10}}\.? \d{{1,2}})?"
)
_AGENCY = rf"(?:{_LETTER}(?:{_LETTER}|[ &/-]){{1,30}})"
_DASH = r"(?:--|—|–|―|-|\|)"

_PATTERNS = (
    # MOSCOW (AP) —, PARIS, Nov 12 (Reuters) -, DUSHANBE --, NEW YORK, N.Y. —
    re.compile(rf"({_UPPER_CITY}){_REGION}{_DAY}(?: ?\({_AGENCY}\))? ?(?={_DASH}\s)"),
    # Berlin (dpa) -, Madrid, 12 nov (EFE).-
    re.compile(rf"({_CITY}){_REGION}{_DAY} ?\({_AGENCY}\)\.? ?(?={_DASH})"),
    # Москва. 12 ноября. /ТАСС/, КИЕВ. 3 мая. УНН.
    re.compile(rf"({_CITY})[.,] \d{{1,2}} [а-яіїєґ]{{3,10}}\.? ?(?:/[^/\n]{{2,30}}/|(?=[—–-]))"),
    re.compile(rf"({_UPPER_CITY})\. (?:[А-ЯІЇЄҐ]{{2,8}}\.)"),
    # BERLIN taz |
    re.compile(rf"({_UPPER_CITY}) [a-z]{{2,12}} (?=\|)"),
    # 新华社北京11月12日电, （中央社記者台北12日電）
    re.compile(
        r"(?:新华社|新華社|中新社|中新网|中央社(?:記者\w{2,4})?)([^\s\d（）()，。]{2,6})\d{1,2}(?:月\d{1,2})?日[电電]"
    ),
    # 【北京＝…】
    re.compile(r"【([^\s＝=】]{2,12})[＝=][^】]{2,20}】"),
)
_NOT_PLACES = words(
    "BREAKING UPDATE UPDATED EXCLUSIVE WATCH NEWS LIVE ANALYSIS OPINION VIDEO PHOTOS READ "
    "ALERT CORRECTION NOTE EDITOR TL;DR FAQ EILMELDUNG UPDATE1 URGENT MISE LIRE COVID COVID-19 "
    "CEO USA TV PDF СРОЧНО ФОТО ВИДЕО DEVELOPING REPORT WARNING SPOILER"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline as printed, without the dash that closes it, and the place it names."""

    text: str
    place: str


def dateline_of(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it has none."""
    head = paragraph[:_LONGEST].lstrip("(（ ")
    for pattern in _PATTERNS:
        match = pattern.match(head)
        if match is not None and _is_place(match[1]):
            return Dateline(match[0].strip(" ,-–—|"), match[1].strip(" .,"))
    return None


def _is_place(text: str) -> bool:
    return text.split(maxsplit=1)[0].strip(".,").upper() not in _NOT_PLACES
