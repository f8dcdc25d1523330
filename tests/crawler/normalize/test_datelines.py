"""Datelines of many agencies, and texts that only look like one."""

from __future__ import annotations

import pytest

from crawler.normalize.datelines import Dateline, agency_of, dateline_of


@pytest.mark.parametrize(
    ("dateline", "place", "text"),
    [
        ("DUSHANBE", "DUSHANBE", "DUSHANBE -- Observers are concerned."),
        ("MOSCOW (AP)", "MOSCOW", "MOSCOW (AP) — The bridge was closed."),
        ("Washington, D.C.", "Washington", "Washington, D.C. – The bridge was closed."),
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
        ("（中央社記者王小明台北12日電）", "台北", "（中央社記者王小明台北12日電）大橋關閉。"),
        (
            "Berlin/Hollin (dpa)",
            "Berlin/Hollin",
            "Berlin/Hollin (dpa) - Die Brücke wurde gesperrt.",
        ),
        ("Berlin, 12. November (epd)", "Berlin", "Berlin, 12. November (epd). Die Brücke."),
        ("(ANSA) - ROMA, 12 NOV", "ROMA", "(ANSA) - ROMA, 12 NOV - Il ponte è chiuso."),
        ("12 ноября, Минск /Корр. БЕЛТА/", "Минск", "12 ноября, Минск /Корр. БЕЛТА/. Мост."),
        ("АЛМАТЫ. КАЗИНФОРМ", "АЛМАТЫ", "АЛМАТЫ. КАЗИНФОРМ – Мост закрыли."),
        ("Астана. 12 ноября. КазТАГ", "Астана", "Астана. 12 ноября. КазТАГ – Мост закрыли."),
        ("[東京 12日 ロイター]", "東京", "[東京 12日 ロイター] - 橋は閉鎖された。"),
        ("(서울=연합뉴스)", "서울", "(서울=연합뉴스) 홍길동 기자 = 다리가 폐쇄됐다."),
        ("القاهرة (رويترز)", "القاهرة", "القاهرة (رويترز) - أغلق الجسر."),
        ("القاهرة - (أ ف ب)", "القاهرة", "القاهرة - (أ ف ب) - أغلق الجسر."),
        ("TEHRAN, Nov. 12, IRNA", "TEHRAN", "TEHRAN, Nov. 12, IRNA – The bridge was closed."),
        ("Budapest, november 12. (MTI)", "Budapest", "Budapest, november 12. (MTI) – A híd."),
        ("नई दिल्ली, 12 नवंबर (भाषा)", "नई दिल्ली", "नई दिल्ली, 12 नवंबर (भाषा) पुल बंद।"),
        ("Köln (dpa)", "Köln", "Köln (dpa). Die Brücke ist gesperrt."),
        ("Köln (dpa/lnw)", "Köln", "Köln (dpa/lnw). Die Brücke ist gesperrt."),
        ("NEW DELHI", "NEW DELHI", "NEW DELHI: The bridge was closed."),
        ("ISLAMABAD/LAHORE", "ISLAMABAD/LAHORE", "ISLAMABAD/LAHORE: The bridge was closed."),
        ("Berlin", "Berlin", "Berlin. Die Brücke ist gesperrt."),
        ("Frankfurt/Main", "Frankfurt/Main", "Frankfurt/Main. „Die Brücke ist gesperrt.“"),
        ("ANKARA (AA)", "ANKARA", "ANKARA (AA) - Köprü kapatıldı."),
        ("WARSZAWA (PAP)", "WARSZAWA", "WARSZAWA (PAP) – Most zamknięto."),
    ],
)
def test_a_dateline_is_told(dateline: str, place: str, text: str) -> None:
    assert Dateline(dateline, place) == dateline_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed -- again.",
        "BREAKING - The bridge was closed.",
        "NATO — the alliance of the West — met on Monday.",
        "AI — once a toy — writes the timetable now.",
        "IMPORTANT — The bridge is closed.",
        "UPDATE -- The bridge was closed.",
        "NATO member Norway closed the bridge.",
        "Anna (32) - nurse - was there.",
        "ВНС (агентство) сообщает.",
        "СРОЧНО (ВНС) — Мост закрыли.",
        "SPOILERS: The bridge was closed.",
        "Schade. Die Brücke ist gesperrt.",
        "Berlin. die Stadt der Brücken.",
        "Berlin was closed. The bridge too.",
        "Anna Maier (Grüne). Die Brücke ist gesperrt.",
        "OPEC — a club of oil states — met on Monday.",
        "Anna Maier (dpa) sagte, die Brücke sei gesperrt.",
        "Ann Carter, Nov. 12, said – well, nothing.",
        "[속보] 다리가 폐쇄됐다.",
        "Nice. That is how the mayor called the plan.",
        "Split. The party went into the vote on Tuesday.",
        "Halle. Lujah, mochte man rufen.",
        "Roma. So nennt man die Leute vom Fluss.",
        "Essen. Trinken. Schlafen.",
        "Dili. Mit diesem Wort beginnt der Roman.",
        "Houston. We have a problem, said the mayor.",
        "YORK: That is the name of the man.",
        "Paris. Was für eine Stadt!",
        "Jordan (AP). The striker said that he would leave.",
        "SPD - Die Partei will die Brücke sperren.",
        "",
    ],
)
def test_other_beginnings_are_no_dateline(text: str) -> None:
    assert dateline_of(text) is None


def test_a_long_text_without_one_ends() -> None:
    assert dateline_of("A " * 100_000) is None


@pytest.mark.parametrize(
    ("agency", "dateline"),
    [
        ("Reuters", "ALMATY, Nov 12 (Reuters)"),
        ("dpa", "Hamburg (dpa/lno)"),
        ("ТАСС", "Москва. 12 ноября. /ТАСС/"),
        ("연합뉴스", "(서울=연합뉴스)"),
        (None, "ХОЛЛИН (ВНС)"),
        (None, "DUSHANBE"),
    ],
)
def test_the_agency_of_a_dateline(agency: str | None, dateline: str) -> None:
    assert agency == agency_of(dateline)
