"""The figures of a text, with scale, currency and percent, in a form that styles do not change.

"1,500", "1 500" and "1.500" (where the language groups so) are one figure; so are "1.5 million"
and "1,500,000", "5 %" and "5 per cent", "$5" and "5 dollars". Digits inside a name ("COVID-19",
"B-52") are none. Small numbers in words count in the languages of the table; "one" does not, which
is an article in many of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

from archive.diff.figure_words import (
    ENDINGS,
    ROUGH,
    SCALE_STEMS,
    SIGNS,
    SPELLED,
    UNIT_STEMS,
)
from archive.diff.found import Found
from archive.diff.han_figures import HAN_SCALES, han_figures
from archive.diff.words import HAN_KANA, fold

_T = TypeVar("_T")

_SCALES_OF_MONEY: Mapping[str, int] = {"k": 3, "m": 6, "b": 9, "tn": 12}
"""Letters that scale an amount after the sign of a currency: "$1.2m"."""
_HANGUL = "\uac00-\ud7af"
_FIGURE = re.compile(
    rf"(?<![^\W{HAN_KANA}{_HANGUL}])(?<![^\W{HAN_KANA}][.,:/])(?<![^\W\d_{HAN_KANA}][-\u2010\u2011\u2013])"
    rf"(?P<minus>(?<![^\s(])[-\u2212\u2013])?(?P<sign>[{''.join(SIGNS)}])?[ \u00a0]?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?!\d)(?:[.,]\d{1,9})?"
    r"|\d+(?:[.,:/]\d+)*)"
)
_NEXT = re.compile(
    rf"[ \u00a0\u202f-]?(%|[{''.join(SIGNS)}]|[{HAN_SCALES}]|[^\W\d_{HAN_KANA}]{{1,20}}\.?)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[., '\u00a0\u2009\u202f\u2019]\d{3})+")
_LONGEST = 26

_CENT = re.compile(r"[ \u00a0]?(?:cento?|ciento)\b", re.IGNORECASE)
_COMMA_IS_DECIMAL = frozenset({"de", "nl", "da", "it", "fr", "pl", "cs"})
_POINT_IS_DECIMAL = frozenset({"en", "zh", "ja", "ko", "he", "th", "hi", "ar", "fa", "ur"})


def figures_in(text: str, language: str | None) -> list[Found]:
    """The figures of a text, in its order. `language` is a BCP 47 tag or None."""
    primary = (language or "en").lower().partition("-")[0]
    found = [*_in_digits(text, primary), *_in_words(text, SPELLED.get(primary, {}))]
    if primary in ("zh", "ja"):
        found += han_figures(text)
    found.sort(key=lambda one: one.begin)
    rough = list(_rough(text, ROUGH.get(primary, ())))
    return sorted([*found, *_beside(rough, found)], key=lambda one: one.begin) if rough else found


def _rough(text: str, words: tuple[str, ...]) -> Iterator[Found]:
    for match in _any_of(words).finditer(text) if words else ():
        word = match.group()
        yield Found(match.start(), match.end(), f"~{word.lower()}", word)


def _beside(rough: Sequence[Found], figures: Sequence[Found]) -> Iterator[Found]:
    """Those that are no scale of a figure ("5 millions")."""
    ends = {one.end for one in figures}
    return (one for one in rough if one.end not in ends)


def _in_digits(text: str, primary: str) -> Iterator[Found]:
    for match in _FIGURE.finditer(text):
        scale, unit, end = _units_after(text, match.end(), money=match["sign"] is not None)
        unit = SIGNS.get(match["sign"] or "", unit)
        value = ("-" if match["minus"] else "") + _value(match["number"], primary, scale)
        yield Found(
            match.start(), end, f"{value}|{unit}", text[match.start() : end].strip(" \u00a0.")
        )


def _in_words(text: str, spelled: Mapping[str, int]) -> Iterator[Found]:
    if not spelled:
        return
    for match in _any_of(tuple(spelled)).finditer(text):
        number = spelled[match.group().lower()]
        scale, unit, end = _units_after(text, match.end())
        value = _plain(Decimal(number) * scale)
        yield Found(match.start(), end, f"{value}|{unit}", text[match.start() : end])


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _units_after(text: str, at: int, *, money: bool = False) -> tuple[Decimal, str, int]:
    """(scale, unit, end) of the words after a number; (1, "", at) where there is none."""
    scale, unit, end = Decimal(1), "", at
    for _ in range(2):
        match = _NEXT.match(text, end)
        if match is None:
            break
        word = match[1].lower().rstrip(".")
        if money and scale == 1 and word in _SCALES_OF_MONEY:
            scale, end = Decimal(10) ** _SCALES_OF_MONEY[word], match.end(1)
        elif (factor := _scale(word)) is not None and scale == 1:
            scale, end = factor, match.end(1)
        elif (name := _unit(word)) is not None and _is_unit(word, text, match):
            return scale, name, _unit_end(word, text, match)
        else:
            break
    return scale, unit, end


def _is_unit(word: str, text: str, match: re.Match[str]) -> bool:
    return word not in ("per", "pour", "por") or _CENT.match(text, match.end()) is not None


def _unit_end(word: str, text: str, match: re.Match[str]) -> int:
    cent = _CENT.match(text, match.end()) if word in ("per", "pour", "por") else None
    return cent.end() if cent else match.end(1)


@lru_cache(maxsize=4096)
def _scale(word: str) -> Decimal | None:
    return _by_stem(word, SCALE_STEMS)


@lru_cache(maxsize=4096)
def _unit(word: str) -> str | None:
    return _by_stem(word, UNIT_STEMS)


def _by_stem(word: str, table: Mapping[str, _T]) -> _T | None:
    for ending in ENDINGS:
        if word.endswith(ending) and (found := table.get(word.removesuffix(ending))) is not None:
            return found
    return None


def _value(number: str, primary: str, scale: Decimal) -> str:
    parsed = _parsed(number, primary) if len(number) <= _LONGEST else None
    return number if parsed is None else _plain(parsed * scale)


def _parsed(number: str, primary: str) -> Decimal | None:
    """The number's value; None for a date, a time, a fraction or a score, which stay as printed."""
    bare = re.sub(r"[ '\u00a0\u2009\u202f\u2019]", "", number)
    marks = [mark for mark in bare if not mark.isdecimal()]
    if not marks:
        return Decimal(bare)
    if ":" in marks or "/" in marks:
        return None
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        return _decimal(bare, marks[-1])
    if len(set(marks)) == 2:
        return None
    if _GROUPED.fullmatch(bare) and not (len(marks) == 1 and _is_decimal(bare, marks[0], primary)):
        return Decimal(bare.replace(marks[0], ""))
    return _decimal(bare, marks[0]) if len(marks) == 1 else None


def _is_decimal(bare: str, mark: str, primary: str) -> bool:
    return (
        bare.startswith("0")
        or (mark == "." and primary in _POINT_IS_DECIMAL)
        or (mark == "," and primary in _COMMA_IS_DECIMAL)
    )


def _decimal(bare: str, mark: str) -> Decimal:
    head, _, tail = bare.rpartition(mark)
    return Decimal(f"{head.replace(',', '').replace('.', '')}.{tail}")


def _plain(value: Decimal) -> str:
    return fold(format(value.normalize(), "f"))
