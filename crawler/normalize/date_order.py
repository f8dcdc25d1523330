"""Whether the dates of a page that are printed in numbers put the month before the day: `told_order`.

`03/04/2026` alone is two dates. What else the page says tells which: another date in numbers that
can be read in one order only, the day of the week beside it, a date in words or in the address of
the same day, and the last change, before which the article was published. The capture tells
nothing: a page must read the same at every visit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from crawler.items import Candidate
from crawler.normalize.dates import ParsedDate, plain_date
from crawler.normalize.days import is_ambiguous, order_of

_NEAR = timedelta(days=1)

_WEEKDAYS = {
    word: day
    for words in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon, tue, wed, thu, fri, sat, sun,",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "segunda terça quarta quinta sexta sábado domingo",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    )
    for day, word in enumerate(words.split())
}
"""Monday is 0, in languages that print a date with strokes."""

Read = Callable[[str, bool | None], ParsedDate | None]
"""A text read as a date, with the month first or not, or (None) as the languages make likely."""


def told_order(
    published: Sequence[Candidate], modified: Sequence[Candidate], read: Read
) -> bool | None:
    """True: the month stands first; False: the day; None: nothing on the page tells. `read` knows
    no capture."""
    texts = [_text(each) for each in (*published, *modified)]
    doubtful = [text for text in texts if is_ambiguous(plain_date(text))]
    if not doubtful:
        return None
    if (printed := _sole(order_of(plain_date(text)) for text in texts)) is not None:
        return printed
    if (named := _sole(_named_order(text, read) for text in doubtful)) is not None:
        return named
    readings = {order: _days(doubtful, order, read) for order in (False, True)}
    sure = _days((text for text in texts if text not in doubtful), None, read)
    changes = _days((t for t in map(_text, modified) if t not in doubtful), None, read)
    tests: tuple[Callable[[date], bool], ...] = (
        lambda day: any(abs(day - each) <= _NEAR for each in sure),
        lambda day: bool(changes) and day <= max(changes) + _NEAR,
    )
    for fits in tests:
        told = _sole(order for order, days in readings.items() if any(map(fits, days)))
        if told is not None:
            return told
    return None


def _named_order(text: str, read: Read) -> bool | None:
    """The order in which a text's day is the day of the week that stands beside it."""
    named = {day for word, day in _WEEKDAYS.items() if word in text.lower()}
    days = {order: _days((text,), order, read) for order in (False, True)}
    return _sole(order for order, found in days.items() if {d.weekday() for d in found} == named)


def _text(candidate: Candidate) -> str:
    return candidate.raw or candidate.value


def _sole(orders: Iterable[bool | None]) -> bool | None:
    """The one order that is told; None where none is or both are."""
    told = {each for each in orders if each is not None}
    return told.pop() if len(told) == 1 else None


def _days(texts: Iterable[str], order: bool | None, read: Read) -> list[date]:
    parsed = (read(text, order) for text in texts)
    return [
        date.fromisoformat(each.value[:10])
        for each in parsed
        if each is not None and each.precision not in ("month", "year")
    ]
