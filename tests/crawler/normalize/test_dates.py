"""Printed dates of many sites, languages and precisions."""

from __future__ import annotations

import pytest

from crawler.normalize.dates import ParsedDate, parse_date

FETCHED = "2026-11-22T16:03:04.123456Z"


def value(
    raw: str, *languages: str, zone: str | None = None, fetched_at: str | None = FETCHED
) -> str | None:
    parsed = parse_date(raw, fetched_at=fetched_at, zone=zone, languages=languages)
    return parsed.value if parsed else None


@pytest.mark.parametrize(
    ("expected", "raw", "languages"),
    [
        ("2019-11-12", "2019-11-12", ("en",)),
        ("2024-05-21", "20240521", ()),
        ("2024-05-21", "21. Mai 2024", ("de",)),
        ("2024-05-21", "21.Mai.2024", ("de",)),
        ("2024-05-21", "Published on May 21, 2024 by A. Reporter", ("en",)),
        ("2019-11-12", "12-Nov-2019", ("en",)),
        ("2024-05-21", "21 de mayo de 2024", ("es",)),
        ("2019-11-12", "12 ноября 2019 г.", ("ru",)),
        ("2024-05-21", "2024. május 21.", ("hu",)),
        ("2024-05-21", "2024 m. gegužės 21 d.", ("lt",)),
        ("2024-05-21", "2024年5月21日", ("ja",)),
        ("2024-05-21", "2024년 5월 21일", ("ko",)),
        ("2024-05-21", "٢١ مايو ٢٠٢٤", ("ar",)),
        ("2024-05-21", "21 พฤษภาคม 2567", ("th",)),
        ("2019-02-13", "13.02.19", ("de",)),
        ("2024-02-03", "3. 2. 2024", ("cs",)),
        ("2019-10-05", "5. listopada 2019", ("hr",)),
        ("2019-11-05", "5 listopada 2019", ("pl",)),
        ("2020-05-12", "Ngày 12 tháng 5 năm 2020", ("vi",)),
        ("2020-01-12", "12 كانون الثاني 2020", ("ar",)),
        ("2021-06-05", "5 جوان 2021", ("ar",)),
    ],
)
def test_a_date_without_time_stays_a_date(
    expected: str, raw: str, languages: tuple[str, ...]
) -> None:
    assert expected == value(raw, *languages)


@pytest.mark.parametrize(
    ("expected", "raw", "languages"),
    [
        ("2024-05-21T05:00:00Z", "2024-05-21T10:00:00+05:00", ()),
        ("2024-05-21T10:00:00Z", "20240521T100000Z", ()),
        ("2024-05-21T10:00:00Z", "Tue, 21 May 2024 10:00:00 GMT", ()),
        ("2024-05-21T08:20:11Z", "2024-05-21 10:20:11.345 +0200", ()),
        ("2019-11-12T20:00:00Z", "November 12, 2019 3pm EST", ("en",)),
        ("2024-05-21T10:00:00Z", "1716285600", ()),
        ("2024-05-21T10:00:00Z", "1716285600000", ()),
    ],
)
def test_a_time_with_a_printed_zone_becomes_utc(
    expected: str, raw: str, languages: tuple[str, ...]
) -> None:
    assert expected == value(raw, *languages)


@pytest.mark.parametrize(
    ("expected", "raw", "language", "zone"),
    [
        ("2024-05-21T05:00:00Z", "2024-05-21T10:00:00", "en", "Asia/Almaty"),
        ("2024-05-21T14:20:00Z", "May 21, 2024 at 10:20 am", "en-US", "America/New_York"),
        ("2024-05-21T08:20:00Z", "21.05.2024 10.20 Uhr", "de", "Europe/Berlin"),
        ("2019-03-14T09:05:00Z", "14 mars 2019 à 10 h 05", "fr", "Europe/Paris"),
        ("2024-05-21T09:20:00Z", "10:20, 21 May 2024", "en", "Europe/London"),
        ("2024-05-21T01:20:00Z", "2024年5月21日 10時20分", "ja", "Asia/Tokyo"),
    ],
)
def test_a_time_without_zone_takes_the_sites(
    expected: str, raw: str, language: str, zone: str
) -> None:
    assert expected == value(raw, language, zone=zone)


@pytest.mark.parametrize(
    ("expected", "raw", "languages"),
    [
        ("2020-05-10", "1399/02/21", ("fa",)),
        ("2020-05-10", "۲۱ ارديبهشت ۱۳۹۹ - ۱۸:۵۹", ("fa-IR",)),
        ("2021-03-20", "1399/12/30", ("fa",)),
        ("2024-03-20", "1 حمل 1403", ("ps",)),
        ("2024-05-21", "令和6年5月21日", ("ja",)),
        ("2019-05-01", "令和元年5月1日", ("ja",)),
        ("2024-05-21", "民國113年5月21日", ("zh-TW",)),
        ("2020-05-12", "12 พ.ค. 63", ("th",)),
    ],
)
def test_other_calendars_are_read_where_they_leave_no_doubt(
    expected: str, raw: str, languages: tuple[str, ...]
) -> None:
    assert expected == value(raw, *languages)


@pytest.mark.parametrize("raw", ["1400/12/30", "1399/13/01", "令和6年13月1日", "1441/09/21"])
def test_a_day_that_its_calendar_lacks_is_none(raw: str) -> None:
    assert value(raw, "fa") is None


@pytest.mark.parametrize(
    ("expected", "raw", "zone"),
    [
        ("2020-05-10T06:20:00Z", "2020.05.10 오후 3:20", "Asia/Seoul"),
        ("2024-05-21T07:20:00Z", "2024年5月21日 下午 3:20", "Asia/Taipei"),
        ("2020-06-22T07:39:08Z", "2 تیر 1399 - 12:09:08 ب.ظ", "Asia/Tehran"),
        ("2020-12-05T23:15:00Z", "2020-12-05T23:15:0Z", "Europe/Rome"),
    ],
)
def test_halves_of_the_day_are_read_in_the_languages_of_news(
    expected: str, raw: str, zone: str
) -> None:
    assert expected == value(raw, zone=zone)


def test_a_time_of_no_known_zone_gives_the_date_only() -> None:
    expected = ParsedDate(value="2024-05-21", precision="day", zone_origin=None)
    assert expected == parse_date("2024-05-21T10:00:00", fetched_at=FETCHED, zone=None)


def test_the_origin_of_the_zone_is_told() -> None:
    origins = [
        getattr(parse_date(raw, fetched_at=FETCHED, zone="Asia/Almaty"), "zone_origin", "nothing")
        for raw in ("2024-05-21T10:00Z", "2024-05-21 10:00 GMT", "2024-05-21 10:00", "2024-05-21")
    ]
    expected = ["offset", "name", "site", None]
    assert expected == origins


def test_minutes_are_not_seconds() -> None:
    parsed = parse_date("2024-05-21T10:00Z", fetched_at=FETCHED, zone=None)
    assert (
        ParsedDate(value="2024-05-21T10:00:00Z", precision="minute", zone_origin="offset") == parsed
    )


@pytest.mark.parametrize(
    ("expected", "language"),
    [("2024-05-06", "en-US"), ("2024-06-05", "en-GB"), ("2024-06-05", "fr")],
)
def test_day_and_month_follow_the_pages_language(expected: str, language: str) -> None:
    assert expected == value("05/06/2024", language)


def test_day_and_month_change_places_rather_than_lie_in_the_future() -> None:
    expected = "2026-05-12"
    assert expected == value("12/05/2026", "en-US")


@pytest.mark.parametrize(
    "raw", ["2031-01-01", "1812-01-01", "2024-02-30", "Reply", "", "99/99/9999"]
)
def test_what_cannot_be_a_date_of_news_is_none(raw: str) -> None:
    assert value(raw, "en") is None


@pytest.mark.parametrize(
    ("expected", "raw", "language"),
    [
        ("2026-11-19", "3 days ago", "en"),
        ("2026-11-22T14:03:00Z", "vor 2 Stunden", "de"),
        ("2026-11-22T14:03:00Z", "2 часа назад", "ru"),
        ("2026-11-19", "il y a 3 jours", "fr-FR"),
        ("2026-09", "2 months ago", "en"),
    ],
)
def test_relative_times_count_from_the_capture(expected: str, raw: str, language: str) -> None:
    assert expected == value(raw, language)


@pytest.mark.parametrize("raw", ["3 days ago", "vor 2 Stunden", "yesterday", "12 November"])
def test_without_a_capture_a_relative_time_stays_unknown(raw: str) -> None:
    assert value(raw, "en", "de", fetched_at=None) is None


def test_yesterdays_clock_needs_a_zone() -> None:
    expected = ("2026-11-21T07:20:00Z", "2026-11-21")
    with_zone = value("вчера в 10:20", "ru", zone="Europe/Moscow")
    assert expected == (with_zone, value("вчера в 10:20", "ru"))


def test_a_date_without_year_is_the_last_before_the_capture() -> None:
    expected = ["2026-11-12", "2025-12-12"]
    assert expected == [value("12 ноября", "ru"), value("12 декабря", "ru")]


@pytest.mark.parametrize(
    ("expected", "precision", "raw"), [("2024-05", "month", "May 2024"), ("2024", "year", "2024")]
)
def test_coarse_dates_stay_coarse(expected: str, precision: str, raw: str) -> None:
    parsed = parse_date(raw, fetched_at=FETCHED, zone=None, languages=("en",))
    assert parsed is not None
    assert (expected, precision) == (parsed.value, parsed.precision)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert value("word " * 50 + "2024-05-21", "en") is None
