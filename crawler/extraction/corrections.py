"""Correction notices: which lines are one, and those that stand around the body and not in it.

Rules of this file:
- a notice is told by the words it opens with, by an earlier version that it speaks of, or by the
  class, id or itemprop of its box; words of many languages;
- around the body it must stand near it, and not among related articles, comments or navigation,
  nor in another article or in the site's own footer;
- a link to a corrections policy and an invitation to report an error are no notices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from crawler.extraction.candidates import folded
from crawler.extraction.correction_words import EARLIER_VERSION, PHRASES, SINGLE, VERSION
from crawler.extraction.furniture import is_hidden, named_furniture
from crawler.extraction.json_ld import JsonNode, listed, plain_text
from crawler.extraction.outline import Box, Outline, Unit
from crawler.extraction.text import any_of, words

_STEMS = re.compile(
    r"(?:^|[^a-z])(?:corrections?|clarifications?|corrigend(?:um|a)|errat(?:um|as?)|editors?-?s?-?note"
    r"|(?:update|amend(?:ment)?|correction|article)-?note|amendments?|korrektur\w*|berichtigung"
    r"|richtigstellung|correctif|rectificati(?:f|fs|e|on)|rectificacion(?:es)?|correccion(?:es)?"
    r"|nota-(?:del-editor|de-la-redaccion|da-redacao)|correcao|rettifica|precisazione|correctie"
    r"|rattelse|rettelse|oikaisu|sprostowanie|oprava|helyesbites|ispravak|ispravka|ispravlenie"
    r"|popravka|utochnenie|duzeltme|tekzip)(?:$|[^a-z])"
)
_POLICY = any_of(
    r"""
    (?:corrections?|editorial) (?:policy|page|standards)
    (?:report|spot(?:ted)?|seen?|found) (?:an?|the) (?:error|mistake|typo)
    (?:fehler|ошибку) (?:gefunden|entdeckt|melden) ; (?:нашли|заметили|увидели) (?:ошибку|опечатку)
    signaler une erreur ; (?:informar|reportar|notificar) (?:de )?un error ; segnala un errore
    """
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[_\s]+|-{2,}")
_FOOT = re.compile(r"footer|foot|aside|bottom|end|tail|article-?info|meta", re.IGNORECASE)
_ARTICLE = re.compile(r"article|story|post|entry|news|text|body", re.IGNORECASE)
_CLOSED_TAGS = words(
    "nav form button select menu dialog fieldset label template noscript figure figcaption"
)
_CLOSED_ROLES = words(
    "navigation banner contentinfo search dialog alertdialog menu menubar tablist"
)
_GOES_ON = re.compile(r"[^:：】》＝–—]{0,40}(?=[:：】》＝–—])")
_WORD = re.compile(r"[^\W\d]+")
_ENDS = (".", "!", "?", "。", "…", "：")
_OPENING_SIGNS = "*[(„\"'_ "
_LEVELS = 3
_ABOVE, _BELOW, _BELOW_NAMED = 8, 16, 40
_LEAST, _MOST, _LONGEST_LABEL = 12, 3000, 40
_MOST_WORDS = 5
_LONGEST_INVITATION = 200
_MOST_NOTICES = 20
_LONGEST_NAMES = 1000


def is_correction(unit: Unit) -> bool:
    """Whether a line of the body is a notice."""
    return any(_is_named(box) for box in islice(unit.box.lineage(), 2)) or _says_so(unit)


def _says_so(unit: Unit) -> bool:
    text = unit.text.lstrip(_OPENING_SIGNS)
    if _speaks_of_version(text[:160]) or PHRASES.match(text):
        return True
    match = SINGLE.match(text)
    if match is None:
        return False
    # "Correction (May 3):" says so by its colon; "Korrektur der Beute …" at a start does not
    if unit.bold_chars >= len(match.group()):
        return True
    between = _GOES_ON.match(text, match.end())
    return between is not None and _is_date_or_less(between.group())


def _is_date_or_less(text: str) -> bool:
    """Whether what stands between a word and its colon is a date, one word or nothing."""
    words = len(_WORD.findall(text))
    return words <= 1 or (words <= _MOST_WORDS and any(map(str.isdigit, text)))


def _speaks_of_version(text: str) -> bool:
    plain = text.casefold()
    return any(word in plain for word in VERSION) and bool(EARLIER_VERSION.search(text))


def _is_named(box: Box) -> bool:
    names = f"{box.names} {box.attributes.get('itemprop') or ''}".strip()
    return bool(names) and _is_called_notice(names[:_LONGEST_NAMES])


@lru_cache(maxsize=4096)
def _is_called_notice(names: str) -> bool:
    each = (_SEPARATORS.sub("-", _CAMEL.sub("-", name)).lower() for name in names.split())
    return any(_STEMS.search(name) for name in each)


def notices_around(
    found: Outline, root: Box, body: Sequence[Unit], headline: Unit | None
) -> list[Unit]:
    """The notices outside of `body`, in order of the page; the title of one before its text."""
    places = found.places
    inside = {id(unit) for unit in body}
    if not inside:
        return []
    first, last = places[id(body[0])], places[id(body[-1])]
    top = max(0, min(first, places.get(id(headline), first)) - _ABOVE)
    around = {id(box) for box in root.lineage()}
    notices: list[Unit] = []
    known = dict.fromkeys(around, True)
    for unit in found.units[top : last + _BELOW_NAMED]:
        if id(unit) in inside or unit is headline or not _is_open(unit, around, known):
            continue
        near = places[id(unit)] <= last + _BELOW
        if _is_notice(unit, around, near=near):
            notices.append(unit)
    return _without_bare_titles(_untold(notices, body), around)


def _untold(notices: list[Unit], body: Sequence[Unit]) -> list[Unit]:
    """The notices that say what neither the body nor one before has said."""
    if not notices:
        return []
    told = {folded(unit.text) for unit in body if unit.kind == "text"}
    new: list[Unit] = []
    for unit in notices:
        text = folded(unit.text)
        if text not in told:
            told.add(text)
            new.append(unit)
    return new[:_MOST_NOTICES]


def _is_notice(unit: Unit, around: set[int], *, near: bool) -> bool:
    if unit.kind != "text" or len(unit.text) > _MOST or unit.link_share > 0.5:
        return False
    if unit.links and len(unit.text) < _LONGEST_INVITATION and _POLICY.search(unit.text):
        return False
    if notice_box(unit, around) is not None:
        return True
    return near and len(unit.text) >= _LEAST and _says_so(unit)


def notice_box(unit: Unit, around: set[int]) -> Box | None:
    """The box near a unit that is called a notice; none of those that hold the body."""
    for box in islice(unit.box.lineage(), _LEVELS + 1):
        if id(box) in around:
            return None
        if _is_named(box):
            return box
    return None


def _is_open(unit: Unit, around: set[int], known: dict[int, bool]) -> bool:
    """Whether a notice may stand where a unit does: see the rules of this file.

    `known` keeps what was found of a box and those around it: units share most of them.
    """
    unknown: list[Box] = []
    is_open = True
    for box in unit.box.lineage():
        if id(box) in known:
            is_open = known[id(box)]
            break
        unknown.append(box)
    for box in reversed(unknown):
        is_open = is_open and _is_open_box(box, around)
        known[id(box)] = is_open
    return is_open


def _is_open_box(box: Box, around: set[int]) -> bool:
    role = (box.attributes.get("role") or "").lower()
    if box.comments or box.tag in _CLOSED_TAGS or role in _CLOSED_ROLES:
        return False
    if is_hidden(box.attributes) or _is_called_furniture(box.names):
        return False
    if box.tag == "footer":
        return _is_articles_own(box)
    if box.tag == "aside":
        return _is_named(box) or _is_articles_own(box)
    return box.tag != "article" or _is_named(box)


@lru_cache(maxsize=4096)
def _is_called_furniture(names: str) -> bool:
    """Whether the names of a box are those of furniture, its being a foot apart."""
    return named_furniture(_FOOT.sub("", names))


def _is_articles_own(box: Box) -> bool:
    return bool(_ARTICLE.search(box.names)) or any(each.tag == "article" for each in box.lineage())


def _without_bare_titles(notices: list[Unit], around: set[int]) -> list[Unit]:
    """The notices without labels that no text follows: "Corrections policy" in a box of its own."""
    boxes = [notice_box(unit, around) for unit in notices]
    kept = []
    for place, unit in enumerate(notices):
        following = boxes[place + 1] if place + 1 < len(notices) else None
        goes_on = following is not None and following is boxes[place]
        if goes_on or not is_title(unit):
            kept.append(unit)
    return kept


def is_title(unit: Unit) -> bool:
    """Whether a unit is only the title of a notice: "Correction", "Editor's note:"."""
    text = unit.text.rstrip(": ")
    return len(text) < _LONGEST_LABEL and not text.endswith(_ENDS) and ":" not in text


def texts_of(units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of one notice's box by the notices they make: a title goes with what follows."""
    groups: list[list[Unit]] = []
    for unit in units:
        if groups and is_title(groups[-1][-1]):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def marked_corrections(article: JsonNode | None) -> list[str]:
    """The texts of JSON-LD's `correction` (schema.org: a CorrectionComment, text or URL)."""
    found = []
    for each in listed((article or {}).get("correction"))[:_MOST_NOTICES]:
        text = plain_text(each.get("text", each) if isinstance(each, dict) else each)
        if text and " " in text:
            found.append(text[:_MOST])
    return list(dict.fromkeys(found))
