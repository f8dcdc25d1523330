"""The figures of a text, with scale, currency and percent, in a form that styles do not change.

"1,500", "1 500" and "1.500" (where the language groups so) are one figure; so are "1.5 million"
and "1,500,000", "5 %" and "5 per cent", "$5" and "5 dollars". Digits inside a name ("COVID-19",
"B-52") are none. Small numbers in words count in the languages of the table; "one" does not, which
is an article in many of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TypeVar

from archive.diff.found import Found
from archive.diff.words import fold

_T = TypeVar("_T")

_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₽": "rub", "₴": "uah", "₸": "kzt"}
_FIGURE = re.compile(
    r"(?<!\w)(?<!\w[.,:/])(?<![^\W\d_][-\u2010\u2011\u2013])"
    rf"(?P<sign>[{''.join(_SIGNS)}])?[ \u00a0]?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?!\d)(?:[.,]\d{1,9})?"
    r"|\d+(?:[.,:/]\d+)*)"
)
_NEXT = re.compile(r"[ \u00a0\u202f-]?(%|[$€£¥₽₴₸]|[^\W\d_]{1,20}\.?)")
_GROUPED = re.compile(r"\d{1,3}(?:[., '\u00a0\u2009\u202f\u2019]\d{3})+")
_LONGEST = 26

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** n for n in (3, 6, 9, 12))
_SCALE_STEMS: Mapping[str, Decimal] = {
    "thousand": _THOUSAND, "tausend": _THOUSAND, "тыс": _THOUSAND, "тысяч": _THOUSAND,
    "mille": _THOUSAND, "tysięc": _THOUSAND, "тис": _THOUSAND,
    "million": _MILLION, "millionen": _MILLION, "mio": _MILLION, "mln": _MILLION, "млн": _MILLION,
    "миллион": _MILLION, "мільйон": _MILLION, "millón": _MILLION, "millones": _MILLION,
    "millions": _MILLION, "milhões": _MILLION, "milioni": _MILLION, "milion": _MILLION,
    "billion": _BILLION, "billions": _BILLION, "bn": _BILLION, "milliarde": _BILLION,
    "milliarden": _BILLION, "mrd": _BILLION, "milliard": _BILLION, "milliards": _BILLION,
    "млрд": _BILLION, "миллиард": _BILLION, "мільярд": _BILLION, "miliard": _BILLION,
    "trillion": _TRILLION, "трлн": _TRILLION, "триллион": _TRILLION,
}  # fmt: skip
_UNIT_STEMS: Mapping[str, str] = {
    "%": "%", "percent": "%", "per": "%", "pct": "%", "prozent": "%", "процент": "%",
    "відсот": "%", "pour": "%", "por": "%", "procent": "%", "пайыз": "%",
    "dollar": "usd", "usd": "usd", "доллар": "usd", "долар": "usd", "dólar": "usd",
    "euro": "eur", "eur": "eur", "евро": "eur", "євро": "eur",
    "pound": "gbp", "gbp": "gbp", "yen": "jpy", "rouble": "rub", "ruble": "rub", "rubel": "rub",
    "рубл": "rub", "руб": "rub", "гривн": "uah", "тенге": "kzt", "tenge": "kzt",
    **_SIGNS,
}  # fmt: skip
_ENDINGS = ("", "s", "e", "es", "en", "n", "а", "я", "и", "ы", "ов", "ей", "ам", "ами", "ах", "ях",
            "ом", "ль", "ля", "лей", "у", "ю", "е", "а", "ів", "і", "y", "ów")  # fmt: skip
_CENT = re.compile(r"[ \u00a0]?(?:cento?|ciento)\b", re.IGNORECASE)
_SPELLED: Mapping[str, Mapping[str, int]] = {
    language: {word: int(number) for number, word in (pair.split(":") for pair in words.split())}
    for language, words in {
        "en": "2:two 3:three 4:four 5:five 6:six 7:seven 8:eight 9:nine 10:ten 11:eleven 12:twelve "
        "13:thirteen 14:fourteen 15:fifteen 16:sixteen 17:seventeen 18:eighteen 19:nineteen "
        "20:twenty 30:thirty 40:forty 50:fifty 60:sixty 70:seventy 80:eighty 90:ninety",
        "de": "2:zwei 3:drei 4:vier 5:fünf 6:sechs 7:sieben 8:acht 9:neun 10:zehn 11:elf 12:zwölf "
        "20:zwanzig 30:dreißig 40:vierzig 50:fünfzig",
        "ru": "2:два 2:две 2:двух 2:двое 3:три 3:трех 3:трёх 3:трое 4:четыре 4:четырех 4:четырёх "
        "4:четверо 5:пять 5:пяти 5:пятеро 6:шесть 6:шести 7:семь 7:семи 8:восемь 8:восьми "
        "9:девять 9:девяти 10:десять 10:десяти",
        "fr": "2:deux 3:trois 4:quatre 5:cinq 6:six 7:sept 8:huit 10:dix 11:onze 12:douze",
        "es": "2:dos 3:tres 4:cuatro 5:cinco 6:seis 7:siete 8:ocho 9:nueve 10:diez",
    }.items()
}
_POINT_IS_DECIMAL = frozenset({"en", "zh", "ja", "ko", "he", "th", "hi", "ar", "fa", "ur"})


def figures_in(text: str, language: str | None) -> list[Found]:
    """The figures of a text, in its order. `language` is a BCP 47 tag or None."""
    primary = (language or "en").lower().partition("-")[0]
    found = [*_in_digits(text, primary), *_in_words(text, _SPELLED.get(primary, {}))]
    return sorted(found, key=lambda one: one.begin)


def _in_digits(text: str, primary: str) -> Iterator[Found]:
    for match in _FIGURE.finditer(text):
        scale, unit, end = _units_after(text, match.end())
        unit = _SIGNS.get(match["sign"] or "", unit)
        value = _value(match["number"], primary, scale)
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


def _units_after(text: str, at: int) -> tuple[Decimal, str, int]:
    """(scale, unit, end) of the words after a number; (1, "", at) where there is none."""
    scale, unit, end = Decimal(1), "", at
    for _ in range(2):
        match = _NEXT.match(text, end)
        if match is None:
            break
        word = match[1].lower().rstrip(".")
        if (factor := _by_stem(word, _SCALE_STEMS)) is not None and scale == 1:
            scale, end = factor, match.end(1)
        elif (name := _by_stem(word, _UNIT_STEMS)) is not None and _is_unit(word, text, match):
            return scale, name, _unit_end(word, text, match)
        else:
            break
    return scale, unit, end


def _is_unit(word: str, text: str, match: re.Match[str]) -> bool:
    return word not in ("per", "pour", "por") or _CENT.match(text, match.end()) is not None


def _unit_end(word: str, text: str, match: re.Match[str]) -> int:
    cent = _CENT.match(text, match.end()) if word in ("per", "pour", "por") else None
    return cent.end() if cent else match.end(1)


def _by_stem(word: str, table: Mapping[str, _T]) -> _T | None:
    for ending in _ENDINGS:
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
    return bare.startswith("0") or (mark == "." and primary in _POINT_IS_DECIMAL)


def _decimal(bare: str, mark: str) -> Decimal:
    head, _, tail = bare.rpartition(mark)
    return Decimal(f"{head.replace(',', '').replace('.', '')}.{tail}")


def _plain(value: Decimal) -> str:
    return fold(format(value.normalize(), "f"))
