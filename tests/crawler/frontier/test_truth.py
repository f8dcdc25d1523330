"""Acknowledgements without a capture are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.frontier.truth import take_back

MINUTE = timedelta(minutes=1)


def acknowledge_all(frontier, run, now, **how):
    for lease in frontier.lease(run, now=now, limit=100, per_host=100):
        frontier.ack(lease, now=now, **how)


def test_a_visit_without_a_capture_is_due_again(frontier, run, noon, articles):
    kept, lost = articles(2)
    frontier.put(run, [kept, lost], now=noon)
    acknowledge_all(frontier, run, noon)
    captures = {kept.url: noon - MINUTE}
    assert take_back(frontier, captures.get, now=noon) == 1
    [again] = frontier.lease(run, now=noon, limit=10, per_host=10)
    assert again.lead.url == lost.url


@pytest.mark.parametrize(("age", "expected"), [(MINUTE, 0), (60 * MINUTE, 1)])
def test_a_capture_of_an_earlier_visit_does_not_count(frontier, run, noon, articles, age, expected):
    frontier.put(run, articles(1), now=noon)
    acknowledge_all(frontier, run, noon, next_at=noon + 15 * MINUTE)
    assert take_back(frontier, lambda url: noon - age, now=noon) == expected


@pytest.mark.parametrize("verdict", ["failed", "skipped"])
def test_what_gave_nothing_needs_no_capture(frontier, run, noon, articles, verdict):
    frontier.put(run, articles(1), now=noon)
    acknowledge_all(frontier, run, noon, outcome=verdict)
    assert take_back(frontier, lambda url: None, now=noon) == 0


def test_finished_runs_are_left_alone(frontier, run, noon, articles):
    frontier.put(run, articles(1), now=noon)
    acknowledge_all(frontier, run, noon)
    frontier.finish(run, now=noon)
    assert take_back(frontier, lambda url: None, now=noon) == 0
