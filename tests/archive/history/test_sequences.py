"""Properties of any sequence of visits: random ones, the same in every run."""

import random

import msgspec
import pytest

from archive.collection import Collection
from archive.collection.layout import Layout
from archive.collection.recovery import rebuild
from archive.diff.events import Comparison
from archive.history.lines import line_of
from archive.history.stream import Asked
from archive.index import Index
from tests.archive.diff.crafted import kinds
from tests.archive.history.newsroom import TEXTS, Newsroom, article, at, url_of

SEEDS = range(12)
ADDED = "A third ferry will join the line in May, the port said on Tuesday evening."
EDITED = TEXTS[1].replace("1,500", "1,800")
STATES = (
    article(),
    article(headline="Harbour opens again"),
    article(*TEXTS, ADDED),
    article(TEXTS[0], EDITED, *TEXTS[2:]),
    article(*TEXTS[:3]),
    article(TEXTS[0], EDITED, *TEXTS[2:], headline="Harbour opens again"),
)
FAILURES = (
    (500, "error"),
    (403, "error"),
    (200, "error"),
    (200, "not_article"),
    (200, "extraction_failed"),
)
GONE = ((404, "error"), (410, "error"))


def moments(count, chance):
    days = sorted(chance.sample(range(1, 30), count))
    return [at(day, chance.randrange(24)) for day in days]


def sequence(seed, count=14):
    """Visits as (moment, what was seen): a state's number, or a status and an outcome."""
    chance = random.Random(seed)
    return [
        (moment, chance.choice((*range(len(STATES)), *range(3), *GONE, *FAILURES)))
        for moment in moments(count, chance)
    ]


def visit(newsroom, visits):
    for moment, seen in visits:
        if isinstance(seen, int):
            newsroom.read(moment, STATES[seen])
        else:
            newsroom.answer(moment, *seen)
    return newsroom


@pytest.fixture
def opened(tmp_path):
    rooms = []

    def open_one(name):
        rooms.append(Newsroom(tmp_path / name))
        return rooms[-1]

    yield open_one
    for room in rooms:
        room.close()


def without_failures(visits):
    return [one for one in visits if isinstance(one[1], int) or one[1] in GONE]


def lines(newsroom):
    return [msgspec.to_builtins(line_of(step)) for step in newsroom.steps()]


def shown(visits):
    return {moment: STATES[seen] for moment, seen in visits if isinstance(seen, int)}


@pytest.mark.parametrize("seed", SEEDS)
def test_visits_that_failed_change_nothing(opened, seed):
    visits = sequence(seed)
    with_them = lines(visit(opened("a"), visits))
    assert lines(visit(opened("b"), without_failures(visits))) == with_them


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_rests_on_two_visits_that_showed_what_it_says(opened, seed):
    visits = sequence(seed)
    seen = shown(visits)
    for step in visit(opened("a"), visits).steps():
        found = step.comparison
        if found.to_side.number is None or found.from_side.number is None:
            continue
        if found.events[0].type in ("article_taken_down", "article_returned"):
            continue
        old, new = (seen[side.capture.fetched_at] for side in (found.from_side, found.to_side))
        texts = {block.text for block in old.body.blocks} | {old.headline}
        later = {block.text for block in new.body.blocks} | {new.headline}
        assert all(event.old is None or event.old in texts for event in found.events)
        assert all(event.new is None or event.new in later for event in found.events)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_text_that_was_ever_seen_is_told_by_an_edit(opened, seed):
    visits = sequence(seed)
    states = list(shown(visits).values())
    texts = {
        text
        for state in states
        for text in (state.headline, *(block.text for block in state.body.blocks))
    }
    first = states[0]
    told = {first.headline, *(block.text for block in first.body.blocks)}
    for step in visit(opened("a"), visits).steps(Asked()):
        told |= {event.new for event in step.edits}
    assert texts <= told


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_is_gone_where_it_answered_so_after_it_was_read(opened, seed):
    visits = sequence(seed)
    expected, is_gone, was_read = [], False, False
    for moment, seen in without_failures(visits):
        now = not isinstance(seen, int)
        if was_read and now != is_gone:
            expected.append((moment, "article_taken_down" if now else "article_returned"))
        is_gone, was_read = now, was_read or not now
        is_gone = is_gone and was_read
    found = [
        (step.comparison.observed.before, step.comparison.events[0].type)
        for step in visit(opened("a"), visits).steps()
        if step.comparison.events[0].path == ""
    ]
    assert expected == found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_in_which_captures_are_recorded_tells_nothing(opened, seed):
    visits = without_failures(sequence(seed, 9))
    mixed = random.Random(seed).sample(visits, len(visits))
    # of a page that is not known as an article, only visits that read it are recorded
    known = next(one for one in mixed if isinstance(one[1], int))
    mixed.sort(key=lambda one: one != known)
    in_order = [told(step.comparison) for step in visit(opened("a"), visits).steps()]
    assert in_order == [told(step.comparison) for step in visit(opened("b"), mixed).steps()]


def told(found: Comparison):
    return (found.observed, kinds(found.events), [(e.old, e.new, e.mark) for e in found.events])


@pytest.mark.parametrize("seed", list(SEEDS)[:4])
def test_a_rebuilt_index_tells_the_same(tmp_path, seed):
    newsroom = visit(Newsroom(tmp_path / "c"), sequence(seed))
    before = lines(newsroom)
    newsroom.close()
    layout = Layout(tmp_path / "c")
    rebuild(layout, lambda: Index(layout.database), lambda what: None)
    again = Newsroom.__new__(Newsroom)
    with Collection.open(tmp_path / "c") as again.collection:
        assert before == lines(again)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_visit_that_failed_never_ends_an_observation(newsroom, failure):
    newsroom.read(at(1))
    newsroom.answer(at(2), *failure)
    newsroom.read(at(3), article(headline="Harbour opens again"))
    observed = newsroom.steps()[0].comparison.observed
    assert (at(1), at(3)) == (observed.after, observed.before)


def test_an_article_seen_only_once_has_no_step(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 200, "not_article", url=url_of("other"), asked=url_of("harbour"))
    assert [] == newsroom.steps()
