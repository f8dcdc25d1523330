"""Relative times as news prints them in forty languages: `time_ago`, `days_back`.

A number with a unit, and a word that says "ago" before it (`vor 2 Stunden`) or behind it (`2 сағат
бұрын`); the words for today and yesterday. Tables in small letters; only the past is read.
"""

from __future__ import annotations

import re
from typing import Literal

Unit = Literal["minute", "hour", "day", "week", "month"]

_UNITS: dict[Unit, str] = {
    "minute": r"""
        m ; mins? ; minut\w* ; min\. ; мин\w* ; хв\w* ; λεπτ\w* ; dakika ; dk ; daqiqa ; дақиқа
        دقيقة ; دقائق ; دقیقه ; דקות ; מיניט ; मिनट ; মিনিট ; menit ; phút ; นาที ; 分钟 ; 分鐘 ; 分
        분 ; perc\w* ; წუთ\w* ; dakikada ; منٹ ; dakik ; мүнөт
    """,
    "hour": r"""
        h ; hrs? ; hours? ; std\.? ; stunden? ; heures? ; horas? ; or[ae] ; uur ; uren ; timm\w*
        tim\.? ; timer? ; tunti\w* ; godz\w* ; hodin\w* ; hod\.? ; ór[aá]\w* ; час\w* ; годин\w*
        год\.? ; ώρ\w* ; сағат ; soat ; соат ; саат ; saat ; ساعة ; ساعات ; ساعت ; שעות ; שעה
        घंटे ; घंटा ; घंटों ; घण्टे ; ঘণ্টা ; ঘন্টা ; jam ; giờ ; tiếng ; ชั่วโมง ; ชม\.? ; 小时
        小時 ; 個小時 ; 个小时 ; 時間 ; 시간 ; sat[ai]? ; сат[аи]? ; საათ\w* ; valand\w* ; stund\w*
        tundi ; گھنٹے ; ure?
    """,
    "day": r"""
        d ; days? ; tage?n? ; jours? ; días? ; dias? ; giorn[oi] ; dag(?:e|en|ar|er)? ; päivä\w*
        dni ; dní ; dn[yů] ; dňami ; dňom ; dnem ; nap\w* ; zile ; zi ; дн\w* ; дана? ; ημέρ\w*
        μέρ\w* ; күн ; kun ; кун ; gün ; يوم ; يوما ; أيام ; ايام ; روز ; ימים ; दिन ; दिनों
        দিন ; hari ; ngày ; วัน ; 天 ; 日 ; 일 ; dana? ; დღ\w* ; dien\w* ; päeva ; دن
    """,
    "week": r"""
        w ; wks? ; weeks? ; wochen? ; semaines? ; semanas? ; settiman\w* ; weken ; veck\w*
        uker? ; uger? ; viikko\w* ; tydzień ; tygod\w* ; týd\w* ; týž\w* ; hete ; héttel
        săptăm\w* ; седмиц\w* ; недел\w* ; тиж\w* ; εβδομάδ\w* ; апта ; hafta ; ҳафта ; أسبوع
        أسابيع ; هفته ; שבועות ; सप्ताह ; हफ्ते ; সপ্তাহ ; minggu ; pekan ; tuần ; สัปดาห์ ; 周
        週 ; 週間 ; 주
    """,
    "month": r"""
        mos? ; months? ; monat\w* ; mois ; mes ; mes[ei]s? ; meses ; maand\w* ; månad\w*
        måned\w* ; kuukau\w* ; miesi\w* ; měsíc\w* ; mesiac\w* ; hónap\w* ; lun[iă] ; месец\w*
        месяц\w* ; місяц\w* ; μήν\w* ; ай ; oy ; ой ; ay ; شهر ; أشهر ; شهور ; ماه ; חודשים
        महीने ; महीना ; महीनों ; মাস ; bulan ; เดือน ; 个月 ; 個月 ; か月 ; ヶ月 ; カ月 ; ヵ月 ; 개월 ; 달
    """,
}
_BEFORE = """
vor ; il y a ; hace ; há ; för ; for ; před ; pred ; acum ; преди ; πριν(?: από)? ; منذ ; قبل
לפני ; пре ; prije ; pre ; prieš ; pirms ; fa
"""
_BEHIND = """
ago ; fa ; geleden ; sedan ; siden ; sitten ; temu ; önce ; evvel ; назад ; тому(?: назад)?
бұрын ; oldin ; avval ; олдин ; аввал ; илгари ; پیش ; قبل ; पहले ; पूर्व ; আগে ; (?:yang )?lalu
trước ; ที่แล้ว ; ที่ผ่านมา ; ก่อน ; 前 ; 전 ; мурун ; წინ ; tagasi ; πριν ; ezelőtt ; ezelott
atrás ; پہلے
"""
_TODAY = """
today ; heute ; aujourd[’']hui ; hoy ; hoje ; oggi ; vandaag ; i ?dag ; tänään ; dzisiaj ; dziś
dnes ; astăzi ; azi ; днес ; σήμερα ; bugün ; сегодня ; сьогодні ; бүгін ; bugun ; бугун
اليوم ; امروز ; היום ; आज ; আজ ; hari ini ; hôm nay ; วันนี้ ; 今天 ; 今日 ; 오늘 ; данас ; danas
šiandien ; šodien ; täna
"""
_YESTERDAY = """
yesterday ; gestern ; hier ; ayer ; ontem ; ieri ; gisteren ; i ?går ; eilen ; wczoraj ; včera
tegnap ; вчера ; χθες ; χτες ; dün ; вчора ; кеше ; kecha ; кеча ; أمس ; دیروز ; אתמול ; कल
গতকাল ; kemarin ; hôm qua ; เมื่อวาน(?:นี้)? ; 昨天 ; 昨日 ; きのう ; 어제 ; јуче ; jučer ; juče ; vakar
eile ; گزشتہ روز
"""


def _either(rows: str) -> str:
    phrases = {each.strip() for row in rows.strip().splitlines() for each in row.split(" ; ")}
    return "|".join(sorted(filter(None, phrases), key=len, reverse=True))


_UNIT = "|".join(f"(?P<{unit}>{_either(rows)})" for unit, rows in _UNITS.items())
_AGO_BEFORE = re.compile(
    rf"(?<!\w)(?:{_either(_BEFORE)})\s(?P<count>\d{{1,3}})\s?(?:{_UNIT})(?!\w)"
)
_AGO_BEHIND = re.compile(
    rf"(?<![\w.:/-])(?P<count>\d{{1,3}})\s?(?:{_UNIT})\s?(?:{_either(_BEHIND)})(?![^\W\d_])"
)
_HUNGARIAN = re.compile(
    r"(?<!\w)(?P<count>\d{1,3})\s(?:(?P<minute>perce)|(?P<hour>órája)|(?P<day>napja)|(?P<week>hete)"
    r"|(?P<month>hónapja))(?!\w)"
)
"""Says "ago" by the ending of the unit."""
_LENGTH = re.compile(rf"\d{{1,3}}\s?(?:{_UNIT})")
_DAY_WORD = re.compile(
    rf"(?<![\w-])(?:(?P<today>{_either(_TODAY)})|(?:{_either(_YESTERDAY)}))(?![\w-])"
)


def time_ago(text: str) -> tuple[int, Unit] | None:
    """How long ago a text says something was: `(2, "hour")`; None where it does not."""
    match = _ago_in(text.lower())
    return (int(match["count"]), match.lastgroup) if match else None  # type: ignore[return-value]


def days_back(text: str) -> tuple[int, str] | None:
    """0 where a text says today, 1 where it says yesterday, and its other words; None for others."""
    small = text.lower()
    match = _DAY_WORD.search(small)
    if match is None:
        return None
    return 0 if match["today"] else 1, f"{small[: match.start()]} {small[match.end() :]}"


def around_count(text: str) -> tuple[str, str] | None:
    """What stands before and behind the words that count back, in small letters; None where none
    do."""
    small = text.lower()
    match = _ago_in(small) or _DAY_WORD.search(small)
    return (small[: match.start()], small[match.end() :]) if match else None


def is_length(text: str) -> bool:
    """Whether a text is a number and a unit alone: `5 min` is how long something takes."""
    return _LENGTH.fullmatch(text.strip().lower()) is not None


def _ago_in(small: str) -> re.Match[str] | None:
    found = (pattern.search(small) for pattern in (_AGO_BEHIND, _AGO_BEFORE, _HUNGARIAN))
    return next((match for match in found if match), None)
