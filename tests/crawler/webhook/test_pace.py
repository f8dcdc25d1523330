"""How long is waited: sums, no clocks."""

from crawler.webhook import Pace


def test_waits_double_until_the_longest() -> None:
    waits = [Pace().wait(failures) for failures in (1, 2, 3, 10, 11, 5000)]
    assert [5, 10, 20, 2560, 3600, 3600] == waits


def test_a_round_that_worked_long_is_followed_by_a_rest() -> None:
    assert [2, 2, 10, 60] == [Pace().pause(worked) for worked in (0, 0.1, 0.5, 500)]
