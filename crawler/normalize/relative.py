"""Relative times ("3 days ago", "vor 2 Stunden", "вчера в 10:20"), through dateparser.

dateparser is slow to start and generous in what it takes: it is given only short phrases that have
a word, and of its parsers only the one for relative times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from dateparser.date import DateDataParser

from crawler.normalize.months import WIDESPREAD, base_languages

LONGEST_PHRASE = 48
_MOST_WORDS = 6
_FALLBACK = WIDESPREAD[:12]
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"^[^\d:]{0,30}:\s+")
"""A label before the phrase ("Posted: 3 days ago")."""


def resolve_relative(
    text: str, base: datetime, languages: Sequence[str]
) -> tuple[datetime, str] | None:
    """The moment a phrase means, counted from `base`, and its unit; None for another text.

    `base` is naive and local, and so is the moment. The unit is `time` (hours, minutes, seconds),
    `day`, `week`, `month` or `year`.
    """
    phrase = _LABEL.sub("", text).strip(" .,;|-–—()[]")
    if not phrase or len(phrase) > LONGEST_PHRASE or not _LETTER.search(phrase):
        return None
    if phrase.count(" ") >= _MOST_WORDS:
        return None  # a sentence: dateparser takes a hundred times as long to find nothing in it
    known = base_languages(languages)
    for tried in dict.fromkeys(((*known, *_missing(known, ("en",))), _missing(known, _FALLBACK))):
        read = _parser(tried, base).get_date_data(phrase)
        if read.date_obj is not None and read.date_obj <= base:
            return read.date_obj.replace(tzinfo=None), str(read.period)
    return None


def _missing(known: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in wanted if code not in known)


@lru_cache(maxsize=16)
def _parser(languages: tuple[str, ...], base: datetime) -> DateDataParser:
    settings = {
        "PARSERS": ["relative-time"],
        "RELATIVE_BASE": base,
        "RETURN_TIME_AS_PERIOD": True,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    return DateDataParser(languages=list(languages), settings=settings)
