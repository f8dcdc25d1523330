"""When a URL is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.revisit import AgeProportional, VisitOutcome, VisitState, retry_after

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def state(page_type="article", age=timedelta(0), **more):
    return VisitState(page_type=page_type, first_seen=NOON - age, **more)


def wait(before, outcome, **policy):
    due = AgeProportional(**policy).next_due(before, outcome, NOON)
    return None if due is None else due - NOON


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), 15 * MINUTE),
        (50 * MINUTE, 15 * MINUTE),
        (2 * HOUR, 36 * MINUTE),
        (10 * DAY, 3 * DAY),
        (-1 * HOUR, 15 * MINUTE),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
def test_an_article_is_due_at_three_tenths_of_its_age(age, expected, status):
    assert wait(state(age=age), VisitOutcome(status=status)) == expected


def test_age_counts_from_publication_where_that_is_known():
    before = state(age=HOUR, published=NOON - 10 * HOUR)
    assert wait(before, VisitOutcome(status=200)) == 3 * HOUR


def test_age_counts_from_the_publication_that_this_visit_told():
    outcome = VisitOutcome(status=200, page_type="article", published=NOON - 10 * HOUR)
    assert wait(state(), outcome) == 3 * HOUR


def test_the_shortest_interval_can_be_set():
    assert wait(state(), VisitOutcome(status=200), shortest=timedelta(seconds=2)) == timedelta(
        seconds=2
    )


@pytest.mark.parametrize(
    ("page_type", "expected"),
    [
        ("feed", 15 * MINUTE),
        ("sitemap", 15 * MINUTE),
        ("front_page", 15 * MINUTE),
        ("section", HOUR),
        ("live_blog", 15 * MINUTE),
        ("other", None),
    ],
)
def test_each_page_type_has_its_interval(page_type, expected):
    assert wait(state(page_type), VisitOutcome(status=200)) == expected


def test_a_page_that_turns_out_to_be_an_article_is_visited_as_one():
    outcome = VisitOutcome(status=200, page_type="article")
    assert wait(state("section", age=10 * HOUR), outcome) == 3 * HOUR


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(("gone", "expected"), [(0, HOUR), (1, DAY), (2, 7 * DAY), (9, 7 * DAY)])
def test_what_is_gone_is_confirmed_and_then_looked_for_weekly(status, gone, expected):
    assert wait(state(gone=gone), VisitOutcome(status=status)) == expected


@pytest.mark.parametrize("status", [None, 429, 500, 503])
@pytest.mark.parametrize(
    ("failed", "expected"), [(0, 15 * MINUTE), (1, 30 * MINUTE), (2, HOUR), (50, DAY)]
)
def test_failures_are_tried_again_at_doubling_intervals(status, failed, expected):
    assert wait(state(failed=failed), VisitOutcome(status=status)) == expected


def test_a_refusal_is_tried_daily():
    assert wait(state(), VisitOutcome(status=403)) == DAY


def test_retry_after_is_waited_for():
    outcome = VisitOutcome(status=503, retry_after=NOON + 3 * HOUR)
    assert wait(state(), outcome) == 3 * HOUR


def test_retry_after_never_shortens_a_wait():
    outcome = VisitOutcome(status=503, retry_after=NOON + MINUTE)
    assert wait(state(), outcome) == 15 * MINUTE


def test_retry_after_is_not_believed_beyond_a_week():
    outcome = VisitOutcome(status=503, retry_after=NOON + 1000 * DAY)
    assert wait(state(), outcome) == 7 * DAY


def test_an_answer_ends_the_count_of_failures():
    assert state(failed=3, gone=2).after(VisitOutcome(status=200)) == state()


def test_a_404_is_no_failure():
    assert state(failed=3).after(VisitOutcome(status=404)) == state(gone=1)


def test_the_state_survives_a_frontiers_meta():
    before = state(published=NOON - DAY, gone=1, failed=2)
    assert VisitState.from_meta(before.to_meta(), page_type="other", now=NOON + DAY) == before


def test_a_url_never_visited_begins_now():
    assert VisitState.from_meta({"title": "x"}, page_type="feed", now=NOON) == state("feed")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("120", NOON + 2 * MINUTE),
        (" 0 ", NOON),
        ("99999999999999999999", NOON + 7 * DAY),
        ("Sun, 22 Nov 2026 13:00:00 GMT", NOON + HOUR),
        ("Sun, 22 Nov 2026 11:00:00 GMT", NOON),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, expected):
    assert retry_after(header, NOON) == expected
