"""Figures about edits: of made-up steps, and of a collection."""

import json

import msgspec
import pytest

from archive.diff import Interval
from archive.history import Edit, edit_of, edits_between, seen_in, statistics_of
from archive.history.statistics import Quartiles, Seen, quartiles
from tests.archive.history.newsroom import article, at, url_of

SITE = "courier.example"


def seen(name, first=1, last=9, visits=3, site=SITE):
    return Seen(article_id=name, site=site, first=at(first), last=at(last), visits=visits)


def edit(name, after, before, kinds=("block_edited",), said="silent", site=SITE):
    return Edit(
        article_id=name,
        url=f"https://{site}/{name}",
        site=site,
        headline=None,
        from_number=1,
        to_number=2,
        from_revision=None,
        to_revision=None,
        observed=Interval(after=at(after), before=at(before)),
        events=dict.fromkeys(kinds, 1),
        significance=0.5,
        silent=said == "silent",
        said=said,
    )


def cohort(seen_articles, edits, by="all"):
    (found,) = statistics_of(seen_articles, edits, by).cohorts
    return found


def test_articles_seen_once_are_not_below_the_line():
    found = cohort([seen("a"), seen("b"), seen("c", visits=1)], [edit("a", 1, 2)])
    assert (3, 2, 1, 0.5) == (found.articles, found.recaptured, found.edited, found.edited_share)


def test_of_articles_seen_once_alone_no_share_is_known():
    found = cohort([seen("a", visits=1)], [])
    assert (None, None, None) == (found.edited_share, found.edits_per_article, found.watched)


def test_an_article_edited_twice_is_one_edited_article():
    found = cohort([seen("a"), seen("b")], [edit("a", 1, 2), edit("a", 3, 4)])
    assert (1, 2, 1.0) == (found.edited, found.edits, found.edits_per_article)


def test_material_edits_have_a_share_and_a_time_of_their_own():
    edits = [
        edit("a", 1, 2, ("keywords_changed",), said="none"),
        edit("b", 1, 2, ("section_changed",), said="none"),
        edit("b", 4, 5),
    ]
    found = cohort([seen("a"), seen("b")], edits)
    assert (2, 1.0) == (found.edited, found.edited_share)
    assert (1, 0.5) == (found.edited_materially, found.edited_materially_share)
    first = found.first_material_edit_after, found.first_material_edit_before
    assert [(72.0, 1), (96.0, 1)] == [(one.median, one.count) for one in first]
    assert (0.0, 2) == (found.first_edit_after.median, found.first_edit_after.count)


def test_an_article_that_was_gone_twice_is_one():
    gone = [edit("a", day, day + 1, ("article_taken_down",), said="none") for day in (1, 4)]
    found = statistics_of([seen("a")], gone)
    assert (1, 2) == (found.cohorts[0].taken_down, found.activity[0].taken_down)


def test_the_silent_share_is_of_material_edits():
    edits = [
        edit("a", 1, 2),
        edit("a", 2, 3, said="declared"),
        edit("a", 3, 4, said="declared"),
        edit("a", 4, 5, ("section_changed",), said="none"),
    ]
    found = cohort([seen("a")], edits)
    assert (4, 1, 2, 0.3333) == (found.edits, found.silent, found.declared, found.silent_share)


def test_the_time_to_the_first_edit_is_an_interval_from_the_first_visit():
    edits = [edit("a", 4, 5), edit("a", 2, 3)]
    found = cohort([seen("a")], edits)
    assert (24.0, 48.0) == (found.first_edit_after.median, found.first_edit_before.median)


def test_what_readers_write_and_pages_that_go_are_no_edits():
    edits = [
        edit("a", 1, 2, ("comment_added",), said="none"),
        edit("a", 2, 3, ("article_taken_down",), said="none"),
        edit("a", 3, 4, ("article_returned",), said="none"),
    ]
    found = cohort([seen("a")], edits)
    assert (0, 0, 1) == (found.edits, found.edited, found.taken_down)


def test_an_edit_counts_once_in_each_of_its_kinds():
    found = cohort([seen("a")], [edit("a", 1, 2, ("number_changed", "block_edited"))])
    assert {"block_edited": 1, "number_changed": 1} == found.kinds


def test_a_cohort_has_all_that_its_articles_ever_showed():
    found = statistics_of([seen("a", 1), seen("b", 9, 20)], [edit("a", 9, 10)], "week")
    assert [("2026-W09", 1), ("2026-W11", 0)] == [(one.period, one.edits) for one in found.cohorts]


def test_activity_counts_an_edit_when_it_was_observed():
    found = statistics_of([seen("a", 1)], [edit("a", 9, 10)], "week")
    assert [("2026-W11", 1, 1)] == [(a.period, a.edits, a.articles) for a in found.activity]


@pytest.mark.parametrize(
    ("by", "period"), [("all", ""), ("year", "2026"), ("month", "2026-03"), ("week", "2026-W10")]
)
def test_periods_have_names_that_sort(by, period):
    assert period == cohort([seen("a", 3)], [], by).period


def test_sites_are_counted_apart():
    found = statistics_of(
        [seen("a"), seen("b", site="ledger.example")], [edit("b", 1, 2, site="ledger.example")]
    )
    assert [(SITE, 0), ("ledger.example", 1)] == [(one.site, one.edits) for one in found.cohorts]


def test_quartiles_lie_between_values():
    assert Quartiles(lower=1.75, median=2.5, upper=3.25, count=4) == quartiles([4, 1, 3, 2])
    assert Quartiles(lower=5, median=5, upper=5, count=1) == quartiles([5])
    assert None is quartiles([])


def test_the_figures_are_plain_json():
    found = statistics_of([seen("a")], [edit("a", 1, 2)])
    plain = json.loads(msgspec.json.encode(found))
    assert 1.0 == plain["cohorts"][0]["edited_share"]
    assert found == msgspec.json.decode(msgspec.json.encode(found), type=type(found))


def test_the_order_of_the_edits_tells_nothing():
    articles = [seen("a"), seen("b")]
    edits = [edit("a", 1, 2), edit("b", 2, 5), edit("a", 5, 6, said="declared")]
    assert statistics_of(articles, edits) == statistics_of(articles, edits[::-1])


def visits(newsroom):
    return [one.visits for one in seen_in(newsroom.collection)]


def test_a_visit_to_the_amp_page_beside_the_page_shows_it_no_second_time(newsroom):
    newsroom.read(at(1))
    newsroom.read(at(2), url=f"{url_of('harbour')}/amp")
    assert [1] == visits(newsroom)
    newsroom.read(at(3), url=f"{url_of('harbour')}?utm_source=a")
    assert [2] == visits(newsroom)


def test_an_article_known_by_its_amp_page_alone_was_seen_there(newsroom):
    for day in (1, 2):
        newsroom.read(at(day), url=f"{url_of('harbour')}/amp")
    assert [2] == visits(newsroom)


def test_what_is_no_date_is_in_no_cohort():
    odd = Seen(article_id="a", site=SITE, first="some day", last=at(2), visits=2)
    assert () == statistics_of([odd], [edit("b", 1, 2)]).cohorts


def test_a_collection_gives_what_is_counted(newsroom):
    newsroom.read(at(1))
    newsroom.read(at(2))
    newsroom.read(at(4), article(headline="Harbour opens again"))
    newsroom.answer(at(5), 404)
    newsroom.read(at(1), name="once")
    newsroom.answer(at(3), 500, name="once")
    found = cohort(seen_in(newsroom.collection), map(edit_of, edits_between(newsroom.collection)))
    assert (2, 1, 1, 1, 1, 1.0) == (
        found.articles,
        found.recaptured,
        found.edited,
        found.edits,
        found.taken_down,
        found.silent_share,
    )
    assert (24.0, 72.0) == (found.first_edit_after.median, found.first_edit_before.median)
