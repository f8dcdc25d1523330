"""Dates as WARC writes them: read from anybody, written in one form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.times import (
    duration,
    from_timestamp14,
    parse_warc_date,
    sort_key,
    timestamp14,
    timestamp_of,
    warc_date,
)

MOMENT = datetime(2026, 11, 22, 17, 35, 47, 123456, UTC)


def test_a_date_has_always_six_digits_of_a_second() -> None:
    assert "2026-11-22T17:35:47.000000Z" == warc_date(MOMENT.replace(microsecond=0))


def test_another_zone_is_turned_into_utc() -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert "2026-11-22T17:35:47.123456Z" == warc_date(there)


def test_a_year_has_four_digits() -> None:
    assert ("0999-01-01T00:00:00.000000Z", "09990101000000") == (
        warc_date(datetime(999, 1, 1, tzinfo=UTC)),
        timestamp14("0999-01-01T00:00:00Z"),
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T17:35Z", MOMENT.replace(second=0, microsecond=0)),
        ("2026-11-22T17:35:47.123456789Z", MOMENT),
        ("2026-11-22T18:35:47.123456+01:00", MOMENT),
        ("2026-11-22T17:35:47.1Z", MOMENT.replace(microsecond=100_000)),
        (" 2026-11-22T17:35:47.123456 ", MOMENT),
    ],
)
def test_dates_of_other_programs_are_read(text: str, moment: datetime) -> None:
    assert moment == parse_warc_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01",
        "2026-11-22 17:35:47",
        "2026-11-22T17:35:47.1234567891Z",
        "0001-01-01T00:00:00+23:00",
        "9999-12-31T23:59:59-23:00",
        "0000-01-01T00:00:00Z",
    ],
)
def test_what_is_no_date_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_warc_date(text)


def test_the_order_of_sort_keys_is_the_order_in_time() -> None:
    dates = [
        "2026",
        "2026-01-01T00:00:00.000001Z",
        "2026-03-01T09:00:00Z",
        "2026-03-01T09:00:00.000001Z",
        "2026-03-01T10:00:00.5+01:00",
        "2026-03-01T09:00:01Z",
    ]
    assert dates == sorted(set(dates), key=sort_key)


def test_the_sort_key_of_our_own_dates_is_the_date() -> None:
    assert warc_date(MOMENT) == sort_key(warc_date(MOMENT))


@pytest.mark.parametrize(
    ("digits", "moment"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("20261", datetime(2026, 10, 1, tzinfo=UTC)),
        ("20260", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026113", datetime(2026, 11, 30, tzinfo=UTC)),
        ("2026112217", datetime(2026, 11, 22, 17, tzinfo=UTC)),
        ("20261122173547", MOMENT.replace(microsecond=0)),
    ],
)
def test_missing_digits_take_their_lowest_value(digits: str, moment: datetime) -> None:
    assert moment == from_timestamp14(digits)


@pytest.mark.parametrize("digits", ["", "202", "202611221735478", "2026112x", "٢٠٢٦", "20261332"])
def test_what_is_no_timestamp_is_a_value_error(digits: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_timestamp14(digits)


def test_the_timestamp_of_a_moment_is_that_of_its_date() -> None:
    moments = [
        MOMENT,
        MOMENT.astimezone(timezone(timedelta(hours=-7))),
        datetime(9, 1, 2, tzinfo=UTC),
    ]
    assert [timestamp14(warc_date(one)) for one in moments] == list(map(timestamp_of, moments))


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.0, "0 s"), (0.003, "10.8 s"), (0.5, "30 min"), (2.25, "2.2 h"), (48.0, "2 days")],
)
def test_a_duration_is_said_in_its_own_unit(hours: float, said: str) -> None:
    assert said == duration(hours)
