"""Times counted back from the capture, in forty languages: hours, days, yesterday."""

from __future__ import annotations

import pytest

from crawler.normalize.dates import parse_date

FETCHED = "2026-11-22T16:03:04.123456Z"

_PRINTED = """
en | 2 hours ago | 3 days ago | yesterday
de | vor 2 Stunden | vor 3 Tagen | gestern
fr | il y a 2 heures | il y a 3 jours | hier
es | hace 2 horas | hace 3 días | ayer
pt | há 2 horas | há 3 dias | ontem
it | 2 ore fa | 3 giorni fa | ieri
nl | 2 uur geleden | 3 dagen geleden | gisteren
sv | för 2 timmar sedan | för 3 dagar sedan | igår
no | for 2 timer siden | for 3 dager siden | i går
da | for 2 timer siden | for 3 dage siden | i går
fi | 2 tuntia sitten | 3 päivää sitten | eilen
pl | 2 godziny temu | 3 dni temu | wczoraj
cs | před 2 hodinami | před 3 dny | včera
sk | pred 2 hodinami | pred 3 dňami | včera
hu | 2 órája | 3 napja | tegnap
ro | acum 2 ore | acum 3 zile | ieri
bg | преди 2 часа | преди 3 дни | вчера
el | πριν από 2 ώρες | πριν από 3 ημέρες | χθες
tr | 2 saat önce | 3 gün önce | dün
ru | 2 часа назад | 3 дня назад | вчера
uk | 2 години тому | 3 дні тому | вчора
kk | 2 сағат бұрын | 3 күн бұрын | кеше
uz | 2 soat oldin | 3 kun oldin | kecha
uz | 2 соат олдин | 3 кун олдин | кеча
ar | منذ ساعتين | منذ 3 أيام | أمس
ar | قبل 2 ساعة | قبل 3 أيام | أمس
fa | 2 ساعت پیش | 3 روز پیش | دیروز
fa | ۲ ساعت پیش | ۳ روز قبل | دیروز
he | לפני שעתיים | לפני 3 ימים | אתמול
he | לפני 2 שעות | לפני 3 ימים | אתמול
hi | 2 घंटे पहले | 3 दिन पहले | कल
bn | ২ ঘণ্টা আগে | ৩ দিন আগে | গতকাল
id | 2 jam yang lalu | 3 hari yang lalu | kemarin
id | 2 jam lalu | 3 hari lalu | kemarin
vi | 2 giờ trước | 3 ngày trước | hôm qua
th | 2 ชั่วโมงที่แล้ว | 3 วันที่แล้ว | เมื่อวาน
zh | 2小时前 | 3天前 | 昨天
zh | 2小時前 | 3日前 | 昨日
ja | 2時間前 | 3日前 | 昨日
ko | 2시간 전 | 3일 전 | 어제
el | 2 ώρες πριν | 3 μέρες πριν | χθες
hu | 2 órával ezelőtt | 3 napja | tegnap
de | Vor 2 Std. | vor 3 Tagen | gestern
en | 2h ago | 3d ago | yesterday
en | 2 hrs ago | 3 days ago | Yesterday
sr | пре 2 сата | пре 3 дана | јуче
hr | prije 2 sata | prije 3 dana | jučer
ky | 2 саат мурун | 3 күн мурун | кечээ
ka | 2 საათის წინ | 3 დღის წინ | გუშინ
lt | prieš 2 valandas | prieš 3 dienas | vakar
lv | pirms 2 stundām | pirms 3 dienām | vakar
et | 2 tundi tagasi | 3 päeva tagasi | eile
sw | saa 2 zilizopita | siku 3 zilizopita | jana
ur | 2 گھنٹے پہلے | 3 دن پہلے | گزشتہ روز
"""
"""`language | two hours ago | three days ago | yesterday`."""


def _rows() -> list[tuple[str, str, str]]:
    expected = ("2026-11-22T14:03:00Z", "2026-11-19", "2026-11-21")
    lines = [[cell.strip() for cell in line.split("|")] for line in _PRINTED.strip().splitlines()]
    return [
        (language, raw, value)
        for language, *texts in lines
        for raw, value in zip(texts, expected, strict=True)
    ]


@pytest.mark.parametrize(("language", "raw", "expected"), _rows())
def test_a_time_is_counted_back_from_the_capture(language: str, raw: str, expected: str) -> None:
    parsed = parse_date(raw, fetched_at=FETCHED, zone=None, languages=[language])
    assert parsed is not None
    assert (expected, "capture") == (parsed.value, parsed.zone_origin)


_WITH_A_CLOCK = [
    ("fr", "hier à 15h"),
    ("fr", "Hier, 15h30"),
    ("de", "gestern um 15:00 Uhr"),
    ("de", "gestern, 15 Uhr"),
    ("en", "yesterday at 15:00"),
    ("es", "ayer a las 15h"),
    ("pt", "ontem às 15h"),
    ("ru", "вчера в 15:00"),
    ("ja", "昨日 15時"),
    ("ko", "어제 15시"),
]


@pytest.mark.parametrize(("language", "raw"), _WITH_A_CLOCK)
def test_a_clock_of_yesterday_without_a_zone_is_a_day(language: str, raw: str) -> None:
    parsed = parse_date(raw, fetched_at=FETCHED, zone=None, languages=[language])
    assert parsed is not None
    assert ("2026-11-21", "day") == (parsed.value, parsed.precision)


@pytest.mark.parametrize(("language", "raw"), _WITH_A_CLOCK)
def test_in_the_site_s_zone_it_is_a_moment(language: str, raw: str) -> None:
    parsed = parse_date(raw, fetched_at=FETCHED, zone="Europe/Paris", languages=[language])
    assert parsed is not None
    assert "2026-11-21T14:" == parsed.value[:14]


@pytest.mark.parametrize(
    "raw",
    [
        "Hier lesen Sie mehr darüber",
        "3 Tage Regen",
        "in 2 hours",
        "2 hours read",
        "USA Today Sports",
    ],
)
def test_other_texts_count_nothing_back(raw: str) -> None:
    assert parse_date(raw, fetched_at=FETCHED, zone=None, languages=["en"]) is None


def test_a_clock_may_be_glued_to_a_time_ago() -> None:
    parsed = parse_date("2 hours ago10:05", fetched_at=FETCHED, zone=None, languages=["en"])
    assert parsed is not None
    assert "2026-11-22T14:03:00Z" == parsed.value


def test_a_whole_date_goes_before_a_time_ago() -> None:
    parsed = parse_date("12 May 2024 (3 days ago)", fetched_at=FETCHED, zone=None, languages=["en"])
    assert parsed is not None
    assert "2024-05-12" == parsed.value
