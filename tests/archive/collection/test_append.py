"""What one reading adds: an observation always, a revision when it differs, twice nothing more."""

from __future__ import annotations

import dataclasses

from archive.records import ReadBy
from archive.states import digests_of, revision_id
from archive.times import parse_warc_date
from tests.archive.collection.kept import URL, Kept, article, comments, day, failed, never, page


def test_a_first_reading_is_a_revision_and_an_observation(kept: Kept) -> None:
    capture = kept.capture(day(1))
    added = kept.writer.append(page("Closed."), capture, never)
    assert added.revision is not None
    assert added.observation is not None
    assert (added.revision.revision_id, (), "read") == (
        added.observation.revision_id,
        added.observation.changed,
        added.observation.outcome,
    )
    assert added.is_new_article


def test_the_same_reading_appended_twice_adds_nothing(kept: Kept) -> None:
    capture = kept.capture(day(1))
    kept.writer.append(page("Closed.", "a First"), capture, never)
    again = kept.writer.append(page("Closed.", "a First"), capture, never)
    assert (None, None, [], []) == (
        again.revision,
        again.observation,
        list(again.comments),
        list(again.aliases),
    )


def test_ids_follow_from_what_they_name(kept: Kept) -> None:
    capture = kept.read(day(1), "Closed.")
    revision = kept.collection.revision(kept.article_id)
    made = revision_id(kept.article_id, capture, digests_of(article("Closed.")))
    assert made == revision.revision_id


def test_a_revision_without_its_observation_is_not_written_again(kept: Kept) -> None:
    """A crash between the two lines: the observation is made up for, the revision stands."""
    kept.read(day(1), "Closed.")
    capture = kept.capture(day(2))
    added = kept.writer.append(page("Open."), capture, never)
    kept.collection.index.db.execute(
        "DELETE FROM observations WHERE warc_record_id = ?", (capture.warc_record_id,)
    )
    again = kept.writer.append(page("Open."), capture, never)
    assert again.observation == added.observation
    assert (None, 2) == (again.revision, len(kept.texts()))


def test_what_did_not_change_is_no_revision(kept: Kept) -> None:
    first = kept.read(day(1), "Closed.")
    added = kept.writer.append(page("Closed."), kept.capture(day(2)), never)
    assert added.observation is not None
    assert added.revision is None
    assert kept.collection.revision(kept.article_id).capture == first
    assert () == added.observation.changed


def test_new_comments_alone_are_no_revision(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    added = kept.writer.append(page("Closed.", "a First"), kept.capture(day(2)), never)
    assert added.observation is not None
    assert (("comments",), None) == (added.observation.changed, added.revision)


def test_a_better_reader_makes_no_edit(kept: Kept) -> None:
    kept.read(day(1), "Closed imprint.", reader="1")
    added = kept.writer.append(
        page("Closed.", reader="2"), kept.capture(day(2)), lambda _: page("Closed.", reader="2")
    )
    assert added.revision is None
    assert added.observation is not None
    assert ReadBy(reader="2", layout="generic") == added.observation.reading


def test_an_edit_is_seen_through_a_better_reader(kept: Kept) -> None:
    kept.read(day(1), "Closed imprint.", reader="1")
    added = kept.writer.append(
        page("Open.", reader="2"), kept.capture(day(2)), lambda _: page("Closed.", reader="2")
    )
    assert added.observation is not None
    assert ("text",) == added.observation.changed


def test_the_same_reader_is_never_asked_to_read_again(kept: Kept) -> None:
    asked = []
    kept.read(day(1), "Closed.")
    kept.writer.append(page("Open."), kept.capture(day(2)), asked.append)
    assert [] == asked


def test_where_the_capture_is_gone_the_stored_record_stands(kept: Kept) -> None:
    kept.read(day(1), "Closed.", reader="1")
    added = kept.writer.append(page("Closed.", reader="2"), kept.capture(day(2)), never)
    assert added.revision is None
    assert added.observation is not None
    assert added.observation.like_with_like is False


def test_a_visit_names_the_revision_that_it_was_compared_with(kept: Kept) -> None:
    first = kept.read(day(1), "Closed.")
    kept.read(day(2), "Closed.")
    added = kept.writer.append(page("Open."), kept.capture(day(3)), never)
    seen = [*kept.collection.observations(kept.article_id)]
    before = kept.collection.revisions(kept.article_id)[0].revision_id
    assert first.warc_record_id == seen[0].capture.warc_record_id  # type: ignore[union-attr]
    assert added.observation == seen[2]
    assert [(None, None), (before, True), (before, True)] == [
        (one.compared_with, one.like_with_like) for one in seen
    ]


def test_a_304_shows_the_revision_before_with_its_thread(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    row = kept.capture(day(2))
    added = kept.writer.append(failed("not_modified"), dataclasses.replace(row, status=304), never)
    shown = kept.collection.revision(kept.article_id)
    assert added.observation is not None
    assert (shown.revision_id, 1) == (
        added.observation.revision_id,
        added.observation.comment_thread and added.observation.comment_thread.captured_count,
    )


def test_comments_after_a_304_are_still_compared(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    kept.writer.append(failed("not_modified"), kept.capture(day(2)), never)
    kept.read(day(3), "Closed.")
    assert ["no_longer_shown"] == [c.state for c in kept.collection.comments(kept.article_id)]


def test_a_failed_visit_counts_for_a_known_article_only(kept: Kept) -> None:
    before = kept.writer.append(failed(), kept.capture(day(1)), never).observation
    kept.read(day(2), "Closed.")
    after = kept.writer.append(failed(), kept.capture(day(3)), never).observation
    assert before is None
    assert after is not None
    assert (kept.article_id, None) == (after.article_id, after.revision_id)


def test_a_redirect_is_no_visit_of_its_own(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    step = dataclasses.replace(failed("not_article"), page_type="redirect")
    assert kept.writer.append(step, kept.capture(day(2)), never).observation is None


def test_captures_that_share_one_record_id_are_told_apart(kept: Kept) -> None:
    first = dataclasses.replace(kept.capture(day(1)), warc_record_id="<urn:x>")
    second = dataclasses.replace(kept.capture(day(2)), warc_record_id="<urn:x>")
    kept.writer.append(page("Closed."), first, never)
    kept.writer.append(page("Open."), second, never)
    assert ["Closed.", "Open."] == kept.texts()


def test_a_comment_line_names_the_capture_that_showed_it(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    gone = kept.read(day(2), "Closed.")
    last = kept.collection.comment_history(kept.article_id)[-1]
    assert ("no_longer_shown", gone) == (last.state, last.capture)


def test_what_one_place_showed_has_not_vanished_because_another_shows_less(kept: Kept) -> None:
    """Comments were fetched of a provider; now the page has a box of its own, with one in it."""
    fetched = page("Closed.", "a First", "b Second")
    assert fetched.article is not None
    assert fetched.article.comment_thread is not None
    thread = dataclasses.replace(fetched.article.comment_thread, provider="wordpress")
    there = dataclasses.replace(fetched.article, comment_thread=thread)
    capture = kept.capture(day(1))
    kept.writer.append(dataclasses.replace(fetched, article=there), capture, never)
    kept.read(day(2), "Closed.", "a First")
    assert {"visible"} == {c.state for c in kept.collection.comments(kept.article_id)}


def test_comments_keep_the_article_they_are_of(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First", "b Second")
    assert {kept.article_id} == {c.article_id for c in kept.collection.comments(kept.article_id)}
    assert 2 == len(comments("a First", "b Second"))


def test_the_capture_of_a_line_is_the_one_of_its_warc_record(kept: Kept) -> None:
    capture = kept.read(day(1), "Closed.")
    (row,) = kept.collection.captures(URL)
    assert (row.record_id, row.offset, row.filename) == (
        capture.warc_record_id,
        capture.warc_offset,
        capture.warc_filename,
    )
    assert parse_warc_date(row.date) == parse_warc_date(capture.fetched_at)


def test_what_a_crawl_at_the_same_time_saw_a_moment_later_is_one_revision(kept: Kept) -> None:
    """Of two crawls the one that fetched first may be the second to write."""
    kept.read(day(1), "Closed.")
    first, second = kept.capture(day(2)), kept.capture(day(3))
    one = kept.writer.append(page("Open.", "a First"), second, never)
    other = kept.writer.append(page("Open.", "a First"), first, never)
    assert (True, 1, True) == (one.is_new_revision, one.comments_new, one.is_change)
    assert (False, 0, False) == (other.is_new_revision, other.comments_new, other.is_change)
    assert other.revision is not None
    assert ["Closed.", "Open."] == kept.texts()
    assert other.revision.capture == kept.collection.revisions(kept.article_id)[1].capture


def test_another_state_inserted_before_a_later_one_is_new(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    first, second = kept.capture(day(2)), kept.capture(day(3))
    kept.writer.append(page("Open.", "a First"), second, never)
    between = kept.writer.append(page("Half open.", "b Second"), first, never)
    assert (True, 1) == (between.is_new_revision, between.comments_new)
