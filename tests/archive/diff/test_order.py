import random

from archive.diff.order import staying


def test_one_taken_forward_is_the_one_that_moved():
    assert {0, 1, 2, 4} == staying([1, 2, 3, 0, 4], [1] * 5)


def test_of_two_that_changed_places_the_lighter_moved():
    assert {0} == staying([1, 0], [9, 2])


def test_those_that_stay_are_in_order_and_as_many_as_can_be():
    chance = random.Random(2)
    for _ in range(200):
        targets = chance.sample(range(50), 12)
        kept = sorted(staying(targets, [1] * 12))
        values = [targets[index] for index in kept]
        assert (sorted(values), _longest(targets)) == (values, len(kept))


def _longest(targets):
    best = [1] * len(targets)
    for i in range(len(targets)):
        best[i] += max((best[j] for j in range(i) if targets[j] < targets[i]), default=0)
    return max(best)
