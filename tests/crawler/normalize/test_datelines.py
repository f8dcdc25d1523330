"""Datelines of many agencies, and texts that only look like one."""

from __future__ import annotations

import pytest

from crawler.normalize.datelines import Dateline, dateline_of


@pytest.mark.parametrize(
    ("dateline", "place", "text"),
    [
        ("DUSHANBE", "DUSHANBE", "DUSHANBE -- Observers are concerned."),
        ("MOSCOW (AP)", "MOSCOW", "MOSCOW (AP) — The bridge was closed."),
        ("NEW YORK (Reuters)", "NEW YORK", "NEW YORK (Reuters) - The bridge was closed."),
        ("PARIS, Nov 12 (Reuters)", "PARIS", "PARIS, Nov 12 (Reuters) - The bridge was closed."),
        ("CHARLESTON, Ill. (AP)", "CHARLESTON", "CHARLESTON, Ill. (AP) — The bridge was closed."),
        ("Berlin (dpa)", "Berlin", "Berlin (dpa) - Die Brücke wurde gesperrt."),
        ("Madrid, 12 nov (EFE).", "Madrid", "Madrid, 12 nov (EFE).- El puente se cerró."),
        ("Москва. 12 ноября. /ТАСС/", "Москва", "Москва. 12 ноября. /ТАСС/. Мост закрыли."),
        ("ПОРТ-АНСЕЛЬМ (ВНС)", "ПОРТ-АНСЕЛЬМ", "ПОРТ-АНСЕЛЬМ (ВНС) — Мост закрыли."),
        ("ХОЛЛИН (ВНС)", "ХОЛЛИН", "ХОЛЛИН (ВНС) — Мост закрыли."),
        ("МОСКВА, 12 ноября (РИА Новости)", "МОСКВА", "МОСКВА, 12 ноября (РИА Новости) — Мост."),
        ("Київ (Укрінформ)", "Київ", "Київ (Укрінформ) — Міст закрили."),
        ("СОФИЯ (БТА)", "СОФИЯ", "СОФИЯ (БТА) – Мостът беше затворен."),
        ("ΑΘΗΝΑ (ΑΠΕ)", "ΑΘΗΝΑ", "ΑΘΗΝΑ (ΑΠΕ) - Η γέφυρα έκλεισε."),
        ("МОСКВА, 12 ноя", "МОСКВА", "МОСКВА, 12 ноя — РИА Новости. Мост закрыли."),
        ("新华社北京11月12日电", "北京", "新华社北京11月12日电 大桥星期一关闭。"),
    ],
)
def test_a_dateline_is_told(dateline: str, place: str, text: str) -> None:
    assert Dateline(dateline, place) == dateline_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed -- again.",
        "BREAKING - The bridge was closed.",
        "UPDATE -- The bridge was closed.",
        "NATO member Norway closed the bridge.",
        "Anna (32) - nurse - was there.",
        "ВНС (агентство) сообщает.",
        "СРОЧНО (ВНС) — Мост закрыли.",
        "",
    ],
)
def test_other_beginnings_are_no_dateline(text: str) -> None:
    assert dateline_of(text) is None


def test_a_long_text_without_one_ends() -> None:
    assert dateline_of("A " * 100_000) is None
