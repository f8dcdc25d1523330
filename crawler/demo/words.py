"""The words around the outlet's articles in its two languages, and how each prints a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crawler.demo.story import Language

NAMES: Final[dict[Language, str]] = {"en": "The Velmora Courier", "ru": "Вельморский курьер"}

SECTIONS: Final[dict[Language, dict[str, str]]] = {
    "en": {"city": "City", "economy": "Economy", "culture": "Culture"},
    "ru": {"society": "Общество", "economy": "Экономика"},
}
"""Name in the URL and on the page, in the navigation's order."""

_MONTHS: Final[dict[Language, str]] = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    home: str
    other_language: str
    search: str
    most_read: str
    wire: str
    related: str
    share: str
    comments: str
    reply: str
    newsletter: str
    newsletter_text: str
    poll: str
    poll_answers: tuple[str, str]
    views: str
    updated: str
    minutes_ago: str
    archive: str
    drafts: str
    about: str


WORDS: Final[dict[Language, Words]] = {
    "en": Words(
        home="Front page",
        other_language="По-русски",
        search="Search",
        most_read="Most read",
        wire="Wire",
        related="More on this",
        share="Share",
        comments="Comments",
        reply="Reply",
        newsletter="The Morning Tide",
        newsletter_text="Our letter from the harbour, at six every weekday, for one coffee.",
        poll="Would you take the night tram?",
        poll_answers=("Yes, at last", "I sleep at night"),
        views="views",
        updated="updated",
        minutes_ago="minutes ago",
        archive="Weather archive",
        drafts="Staff drafts",
        about="The Velmora Courier is an invented newspaper: its world is made up.",
    ),
    "ru": Words(
        home="Главная",
        other_language="In English",
        search="Поиск",
        most_read="Самое читаемое",
        wire="Лента",
        related="По теме",
        share="Поделиться",
        comments="Комментарии",
        reply="Ответить",
        newsletter="Утренний прилив",
        newsletter_text="Письмо из гавани каждое буднее утро в шесть, не длиннее чашки кофе.",
        poll="Поедете ли вы на ночном трамвае?",
        poll_answers=("Да, наконец-то", "Ночью я сплю"),
        views="просмотров",
        updated="обновлено",
        minutes_ago="минут назад",
        archive="Архив погоды",
        drafts="Черновики",
        about="«Вельморский курьер» – вымышленная газета. Места, люди и события в ней придуманы.",
    ),
}

WIRE: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "Pilot boat out of service until noon",
        "Kestrel: water main in Mill Lane repaired",
        "Velmora beat the islands 3:2 after extra time",
        "Herring market closes early for stocktaking",
        "Cable car to Hollin running again",
    ),
    "ru": (
        "Лоцманский катер не выходит до полудня",
        "Кестрель: водопровод на Мельничной починили",
        "Вельмора обыграла острова 3:2 в дополнительное время",
        "Рынок сельди закроется раньше из-за учёта",
    ),
}


def printed_date(moment: datetime, language: Language) -> str:
    """`21 November 2026, 14:05`, or the same in Russian."""
    month = _MONTHS[language].split()[moment.month - 1]
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M}"
