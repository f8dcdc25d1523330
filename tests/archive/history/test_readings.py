"""A newer reader, an AMP page and an older capture make no edit."""

import dataclasses

from archive.records import PageRecords, ReadBy
from archive.states import digests_of
from tests.archive.diff.crafted import kinds
from tests.archive.history.newsroom import TEXTS, article, at, url_of

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
