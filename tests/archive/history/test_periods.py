"""Periods: their names, and a course of them without gaps."""

from datetime import UTC, datetime

import pytest

from archive.history.periods import course, period_of


@pytest.mark.parametrize(
    ("by", "name"), [("all", ""), ("year", "2026"), ("month", "2026-12"), ("week", "2026-W53")]
)
def test_a_period_has_a_name(by, name):
    assert name == period_of(datetime(2026, 12, 31, tzinfo=UTC), by)


@pytest.mark.parametrize(
    ("by", "names", "expected"),
    [
        ("month", {"2025-11", "2026-02"}, ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("week", {"2026-W52", "2027-W01"}, ["2026-W52", "2026-W53", "2027-W01"]),
        ("year", {"2024", "2026"}, ["2024", "2025", "2026"]),
        ("month", {"2026-01"}, ["2026-01"]),
        ("all", {""}, [""]),
        ("month", set(), []),
    ],
)
def test_a_course_has_the_periods_in_between(by, names, expected):
    assert (expected, 0) == course(names, by, 20)


def test_a_course_is_bounded_and_says_what_it_leaves_out():
    found, left = course({"0001", "2024", "2026"}, "year", 5)
    assert ["2022", "2023", "2024", "2025", "2026"] == found
    assert 1 == left


@pytest.mark.parametrize(
    ("by", "first"), [("year", "0001"), ("month", "0001-01"), ("week", "0001-W01")]
)
def test_a_course_ends_with_the_calendar(by, first):
    assert ([first], 0) == course({first}, by, 5)
