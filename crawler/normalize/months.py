"""Names of months in the languages of news, from dateparser's tables (CLDR): word -> 1..12.

The page's own languages are asked first, so that a word that is June in one language and July in
another ("jún", "júl", "lis", "listopad") means what the page means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dateparser.data.languages_info import language_order
from dateparser.languages.loader import default_loader

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

WIDESPREAD = (
    *("en", "es", "fr", "de", "pt", "it", "ru", "nl", "pl", "tr", "cs", "sv", "da", "fi", "nb"),
    *("hu", "ro", "uk", "el", "bg", "hr", "sr", "sk", "sl", "lt", "lv", "et", "ca", "ar", "fa"),
    *("he", "hi", "id", "ms", "vi", "th", "az", "kk", "uz", "ky", "ka", "hy", "sq", "mk", "be"),
    *("tl", "sw"),
)
"""Tried in this order where the page's own languages know no such month."""


def month_number(word: str, languages: Sequence[str]) -> int | None:
    """1 to 12, or None for a word that is no month in the page's nor in any widespread language."""
    folded = _folded(word)
    for language in (*base_languages(languages), *WIDESPREAD):
        if number := _names(language).get(folded):
            return number
    return None


def base_languages(languages: Iterable[str]) -> tuple[str, ...]:
    """BCP 47 tags as the bare language codes that dateparser knows: `en-GB` -> `en`."""
    bare = (tag.replace("_", "-").partition("-")[0].casefold() for tag in languages)
    known = (_SAME.get(code, code) for code in bare)
    return tuple(dict.fromkeys(code for code in known if code in _KNOWN))


_KNOWN = frozenset(language_order)
_SAME = {"no": "nb", "iw": "he", "in": "id", "mo": "ro", "sh": "hr", "cnr": "sr"}

_ARABIC = {
    **{"كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الاول": "أكتوبر"},
    **{"تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر", "كانون الاول": "ديسمبر"},
}
_ARABIC_PAIR = re.compile("|".join(_ARABIC))
_THAI_STOP = re.compile(r"(?<=[\u0e00-\u0e7f])\.")
_MORE: dict[str, dict[str, int]] = {
    "ar": {
        **{"شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "ايار": 5, "حزيران": 6, "تموز": 7},
        **{"آب": 8, "أيلول": 9, "ايلول": 9},
        **{"جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8},
        **{"يوليوز": 7, "غشت": 8, "شتنبر": 9, "نونبر": 11, "دجنبر": 12},
    }
}
"""Names of the Levant and the Maghreb, which the tables lack."""


def months_as_one_word(text: str) -> str:
    """A text whose months of two words (of the Levant) or with stops inside (Thai) are one word."""
    if "ن ال" in text:
        text = _ARABIC_PAIR.sub(lambda pair: _ARABIC[pair.group()], text)
    return _THAI_STOP.sub("", text) if "." in text else text


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, int]:
    table = default_loader.get_locale(language).info
    names: dict[str, int] = {}
    for number, month in enumerate(MONTHS, start=1):
        for word in table.get(month, ()):
            # Roman numerals (Hungarian, Polish) would read any lone "I" or "V" as a month
            if len(word) > 1 and not set(word) <= set("IVX"):
                names.setdefault(_folded(word), number)
    for word, number in _MORE.get(language, {}).items():
        names.setdefault(_folded(word), number)
    return names


def _folded(word: str) -> str:
    """Lower case without accents and full stops: "févr." and "fevr" are one word."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Po"))
