"""The steps that visits brought: the same as the stream has, found without it."""

from archive.collection.recorded import marks_now, recorded_since
from archive.feeds import entry_of
from archive.history.arrived import Arrival, Arrived, arrivals
from archive.history.stream import Asked, edits_between
from tests.archive.history.newsroom import TEXTS, article, at
from tests.archive.history.test_noise import MANY, own, seen_twice, with_line, with_new_line


def arrived(newsroom, marks=()):
    """What was recorded behind the marks brought, as arrivals."""
    visits, _ = recorded_since(newsroom.collection.index, dict(marks), 10_000)
    return arrivals(newsroom.collection, [(one.article_id, one.moment) for one in visits])


def told(newsroom, found):
    """The edits of arrivals, as the stream would tell them."""
    made = Arrived(newsroom.collection, found)
    return [step for step in (made.step(one) for one in found) if step is not None]


def by_id(steps):
    return {entry_of(step).id: step for step in steps}


def in_stream(newsroom):
    return by_id(edits_between(newsroom.collection, Asked()))


def some_history(newsroom):
    """Noise on one site, edits on two, an article that goes and comes back with a new text."""
    seen_twice(newsroom, MANY, with_line, with_new_line)
    seen_twice(newsroom, 2, own, lambda n: own(n, TEXTS[1]), site="beacon.example", first=4)
    seen_twice(newsroom, 1, own, lambda n: own(n, TEXTS[2]), first=MANY)
    newsroom.read(at(1, 9))
    newsroom.answer(at(4), 404)
    newsroom.read(at(5), article(*TEXTS[:3]))
    newsroom.read(at(6))


def test_they_are_those_of_the_stream(newsroom):
    some_history(newsroom)
    found = told(newsroom, arrived(newsroom))
    assert in_stream(newsroom) == by_id(found)
    assert 7 == len(found)
    moments = [step.comparison.observed.before for step in found]
    assert sorted(moments) == moments


def test_each_alone_is_the_same_as_among_all(newsroom):
    some_history(newsroom)
    found = [step for one in arrived(newsroom) for step in told(newsroom, [one])]
    assert in_stream(newsroom) == by_id(found)


def test_only_what_is_new_is_brought(newsroom):
    some_history(newsroom)
    marks = marks_now(newsroom.collection.index)
    assert [] == arrived(newsroom, marks)
    newsroom.read(at(7))
    assert [] == arrived(newsroom, marks)
    newsroom.read(at(8), article(*TEXTS[:2]))
    [one] = arrived(newsroom, marks)
    assert (newsroom.article_id, at(8)) == (one.article_id, one.moment)


def test_a_step_is_found_again_when_something_stands_before_it(newsroom):
    """Owed as one edit; then a visit between the two shows that there were two."""
    newsroom.read(at(1))
    marks = marks_now(newsroom.collection.index)
    newsroom.read(at(5), article(*TEXTS[:2]))
    [one] = arrived(newsroom, marks)
    [whole] = told(newsroom, [one])
    newsroom.read(at(3), article(*TEXTS[:3]))
    [part] = told(newsroom, [one])
    assert (2, 1) == (len(whole.edits), len(part.edits))


def test_what_is_not_there_has_no_step(newsroom):
    newsroom.read(at(1))
    gone = Arrival(newsroom.article_id, at(2), None)
    assert [] == told(newsroom, [Arrival("unknown", at(1), "x"), gone])
