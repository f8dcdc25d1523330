"""A newer reader, an AMP page and an older capture make no edit."""

import dataclasses

import pytest

from archive.diff import compare
from archive.history.marking import marked
from archive.records import PageRecords, ReadBy
from archive.states import digests_of
from tests.archive.diff.crafted import kinds
from tests.archive.history.newsroom import TEXTS, article, at, never, url_of

NEWER = ReadBy(reader="2", layout="generic")
MORE = "A paragraph that the older reader passed over."


def page(found):
    return PageRecords(outcome="read", page_type="article", reason="", article=found)


def as_newer(*texts, **fields):
    """What the newer reader reads: a paragraph more."""
    return article(*(texts or TEXTS), MORE, reading=NEWER, **fields)


def test_what_a_newer_reader_alone_sees_is_no_step(newsroom):
    newsroom.read(at(1), article())
    newsroom.read(at(2), as_newer(), reread=lambda capture: page(as_newer()))
    assert [] == newsroom.steps()


def test_beside_an_edit_the_readers_differences_are_the_readers(newsroom):
    newsroom.read(at(1), article())
    newer = as_newer(article_section=("City",))
    newsroom.read(at(2), newer, reread=lambda capture: page(as_newer()))
    (step,) = newsroom.steps()
    assert ["section_changed", "block_added"] == kinds(step.comparison.events)
    assert ["section_changed"] == kinds(step.edits)
    assert not step.comparison.same_reading


def test_in_the_part_that_changed_nothing_is_called_silent(newsroom):
    newsroom.read(at(1), article())
    newer = as_newer(headline="Harbour opens again")
    newsroom.read(at(2), newer, reread=lambda capture: page(as_newer()))
    (step,) = newsroom.steps()
    assert ["headline_changed", "block_added"] == kinds(step.edits)
    assert not any(event.silent for event in step.edits)


def test_an_older_capture_read_by_a_newer_reader_makes_no_edit(newsroom):
    newsroom.read(at(5), article())
    newsroom.read(at(1), as_newer(), url=url_of("harbour"))
    (step,) = newsroom.steps()
    assert ([], ["other_reading"]) == (
        kinds(step.edits),
        [event.mark.kind for event in step.comparison.events],
    )


def test_an_older_capture_with_a_text_of_its_own_between_two_visits_goes_and_comes_back(newsroom):
    newsroom.read(at(1), article())
    newsroom.read(at(9), article())
    newsroom.read(at(5), article(headline="Harbour still shut"))
    assert 2 == len(newsroom.steps())
    (first, second) = [step.comparison.observed for step in newsroom.steps()]
    assert ((at(1), at(5)), (at(5), at(9))) == (
        (first.after, first.before),
        (second.after, second.before),
    )


def test_an_article_seen_first_as_an_amp_page_was_not_edited_when_its_own_page_is_seen(newsroom):
    shorter = dataclasses.replace(article(*TEXTS[:2]))
    newsroom.read(at(1), shorter, url=f"{url_of('harbour')}/amp")
    newsroom.read(at(2), article())
    assert [] == newsroom.told()
    (step,) = newsroom.steps()
    assert {"other_reading"} == {event.mark.kind for event in step.comparison.events}


def test_where_one_of_two_was_read_again_both_are_compared_by_the_older_reader(newsroom):
    newsroom.read(at(1), article())
    newsroom.read(at(2), article(headline="Harbour opens again"))
    later = newsroom.collection.revisions(newsroom.article_id)[1].article
    texts = as_newer(headline=later.headline)
    again = dataclasses.replace(later, reading=NEWER, body=texts.body, supersedes=later.reading)
    newsroom.writer.append_line("articles", dataclasses.replace(again, digests=digests_of(again)))
    assert NEWER == newsroom.collection.revisions(newsroom.article_id)[1].article.reading
    (step,) = newsroom.steps()
    assert ["headline_changed"] == kinds(step.comparison.events)
    assert step.comparison.same_reading


def unreadable(capture):
    return PageRecords(outcome="extraction_failed", page_type="article", reason="cut short")


def as_before(capture):
    """A program that reads no better than the one that read first."""
    return page(article())


@pytest.mark.parametrize("reread", [never, unreadable, as_before])
def test_where_the_earlier_capture_cannot_be_read_again_nothing_is_an_edit(newsroom, reread):
    newsroom.read(at(1), article())
    newsroom.read(at(2), as_newer(headline="Harbour | Courier"), reread=reread)
    (step,) = newsroom.steps()
    assert ["headline_changed", "block_added"] == kinds(step.comparison.events)
    assert [] == kinds(step.edits)
    assert {"other_reading"} == {event.mark.kind for event in step.comparison.events}
    assert not any(event.silent or event.significance for event in step.comparison.events)
    assert "like was not compared with like" in step.comparison.events[0].reason


def test_an_older_capture_read_by_a_newer_reader_between_two_visits_takes_nothing_back(newsroom):
    newsroom.read(at(1), article())
    newsroom.read(at(5), article(headline="Harbour opens again"))
    newer = as_newer(headline="Harbour opens again")
    newsroom.read(at(3), newer, reread=lambda capture: page(as_newer()))
    there, back = newsroom.steps()
    assert "headline_changed" in kinds(there.edits)
    assert "block_removed" in kinds(back.comparison.events)
    assert [] == kinds(back.edits)


def test_a_state_seen_twice_by_two_writers_is_what_the_later_visit_was_compared_with(newsroom):
    newsroom.read(at(3), article())
    newsroom.read(at(2), article())
    newer = as_newer(headline="Harbour opens again")
    newsroom.read(at(5), newer, reread=lambda capture: page(as_newer()))
    (step,) = newsroom.steps()
    assert at(2) == step.comparison.from_side.capture.fetched_at
    assert "headline_changed" in kinds(step.edits)


def test_what_may_be_either_readers_or_editors_keeps_its_weight_and_is_not_silent():
    old, new = article(), article(headline="Harbour opens again", keywords=("harbour",))
    found = compare(old, new)
    assert [True, False] == [event.silent for event in found.events]
    headline, keywords = marked(
        found, old, new, returned={}, noise_of=lambda item: None, parts=("text",)
    ).events
    assert (None, False) == (headline.mark, headline.silent)
    assert headline.significance > 0
    assert "other_reading" == keywords.mark.kind
    assert "read alike, this part is the same" in keywords.reason


def of_amp(moment, newsroom, found):
    newsroom.read(moment, found, url=f"{url_of('harbour')}/amp")


def test_an_amp_page_says_nothing_of_when_the_articles_own_page_changed(newsroom):
    newsroom.read(at(1), article())
    of_amp(at(3), newsroom, article(headline="Harbour opens again"))
    newsroom.read(at(5), article(headline="Harbour opens again"))
    (step,) = newsroom.steps()
    assert (at(1), at(5)) == (step.comparison.observed.after, step.comparison.observed.before)
    assert (url_of("harbour"), at(1)) == (step.last_shown.url, step.last_shown.fetched_at)
    assert at(1) == newsroom.collection.revisions(newsroom.article_id)[0].last_observed


def test_an_amp_page_fetched_in_the_same_moment_is_not_named_as_what_showed_the_text(newsroom):
    newsroom.read(at(1), article())
    newsroom.read(at(3), article())
    of_amp(at(3), newsroom, article(headline="Harbour opens again"))
    newsroom.read(at(5), article(headline="Harbour opens again"))
    (step,) = newsroom.steps()
    assert (url_of("harbour"), at(3)) == (step.last_shown.url, step.last_shown.fetched_at)


def test_of_an_article_known_by_its_amp_page_alone_that_page_tells(newsroom):
    for day in (1, 3):
        of_amp(at(day), newsroom, article())
    of_amp(at(5), newsroom, article(headline="Harbour opens again"))
    (step,) = newsroom.steps()
    assert (at(3), at(5)) == (step.comparison.observed.after, step.comparison.observed.before)
