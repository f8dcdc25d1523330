"""What the index says of articles: numbers, states and times, whatever the order of arrival."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from archive.collection import Collection, recovery
from archive.errors import NotInCollection
from archive.index import Index
from archive.records import Capture, ReadBy
from tests.archive.collection.kept import URL, Kept, day, failed, page, put, wire


def states(kept: Kept) -> list[tuple[int, str, str, str]]:
    return [
        (one.number, one.article.article_body, one.first_observed[8:10], one.last_observed[8:10])
        for one in kept.collection.revisions(kept.article_id)
    ]


def test_revisions_are_numbered_in_order_of_time(kept: Kept) -> None:
    kept.read(day(3), "Third.")
    kept.read(day(1), "First.")
    kept.read(day(2), "Second.")
    assert [(1, "First."), (2, "Second."), (3, "Third.")] == [s[:2] for s in states(kept)]


def test_a_revision_is_observed_until_the_last_visit_that_showed_it(kept: Kept) -> None:
    for number, text in ((1, "Closed."), (2, "Closed."), (3, "Open."), (5, "Open.")):
        kept.read(day(number), text)
    assert [(1, "Closed.", "01", "02"), (2, "Open.", "03", "05")] == states(kept)


def test_an_older_capture_of_the_same_state_is_no_other_revision(kept: Kept) -> None:
    kept.read(day(3), "Closed.")
    kept.read(day(1), "Closed.")
    assert [(1, "Closed.", "01", "03")] == states(kept)


def test_a_revision_that_a_newer_view_joins_to_another_is_still_found_by_its_id(kept: Kept) -> None:
    kept.read(day(3), "Closed.")
    (shown,) = {one.revision_id for one in kept.collection.observations(kept.article_id)}
    kept.read(day(1), "Closed.")
    assert 1 == kept.collection.revision(kept.article_id, shown).number


def test_history_inserted_between_leaves_the_latest_state_the_latest(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    kept.read(day(5), "Closed.")
    kept.read(day(3), "Open.")
    assert [
        (1, "Closed.", "01", "01"),
        (2, "Open.", "03", "03"),
        (3, "Closed.", "05", "05"),
    ] == states(kept)


def test_the_state_that_returned_is_tied_to_the_capture_that_showed_it(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    later = kept.read(day(5), "Closed.")
    kept.read(day(3), "Open.")
    assert later == kept.collection.revision(kept.article_id).capture


def test_a_state_seen_again_by_inserted_history_needs_no_line(kept: Kept) -> None:
    for number, text in ((1, "Closed."), (5, "Closed."), (3, "Open."), (4, "Closed.")):
        kept.read(day(number), text)
    assert ["Closed.", "Open.", "Closed."] == kept.texts()


def test_dates_without_a_fraction_stand_in_order_of_time(kept: Kept) -> None:
    dates = (
        "2026-03-01T09:00:00.5Z",
        "2026-03-01T09:00:00Z",
        "2026-03-01",
        "2026-03-01T10:00:00.2+01:00",
    )
    for text, date in zip(("Fourth.", "Second.", "First.", "Third."), dates, strict=True):
        capture = dataclasses.replace(kept.capture(day(1), text), fetched_at=date)
        kept.writer.append(page(text), capture, lambda _: None)
    assert ["First.", "Second.", "Third.", "Fourth."] == kept.texts()


def test_a_coarse_date_is_kept_as_it_was_written(kept: Kept) -> None:
    capture = dataclasses.replace(kept.capture(day(1)), fetched_at="2026-03-01")
    kept.writer.append(page("Closed."), capture, lambda _: None)
    revision = kept.collection.revision(kept.article_id)
    assert ("2026-03-01", "2026-03-01") == (revision.first_observed, revision.last_observed)


def test_comments_stand_as_they_did_at_a_time(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    kept.read(day(2), "Closed.", "a First", "b Second")
    kept.read(day(3), "Closed.", "b Second")
    found = {
        number: [
            (c.comment_id, c.state) for c in kept.collection.comments(kept.article_id, day(number))
        ]
        for number in (1, 2, 3)
    }
    assert {
        1: [("a", "visible")],
        2: [("a", "visible"), ("b", "visible")],
        3: [("a", "no_longer_shown"), ("b", "visible")],
    } == found


def test_comments_at_a_time_may_be_asked_for_in_another_form(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    assert 1 == len(kept.collection.comments(kept.article_id, "2026-03-01T09:00:00Z"))


def test_inserted_history_does_not_hide_comments_that_were_seen_later(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    kept.read(day(5), "Closed.", "a First")
    kept.read(day(3), "Closed.")
    found = {
        number: [c.state for c in kept.collection.comments(kept.article_id, day(number))]
        for number in (1, 3, 5)
    }
    assert {1: ["visible"], 3: ["no_longer_shown"], 5: ["visible"]} == found


def test_a_comment_of_inserted_history_alone_is_gone_by_the_next_visit(kept: Kept) -> None:
    kept.read(day(5), "Closed.", "a First")
    kept.read(day(3), "Closed.", "a First", "b Deleted since")
    now = {c.comment_id: c.state for c in kept.collection.comments(kept.article_id)}
    assert {"a": "visible", "b": "no_longer_shown"} == now


def test_a_thread_that_was_not_whole_takes_nothing_away(kept: Kept) -> None:
    kept.read(day(1), "Closed.", "a First")
    kept.writer.append(page("Closed.", complete=False), kept.capture(day(2)), lambda _: None)
    assert ["visible"] == [c.state for c in kept.collection.comments(kept.article_id)]


def test_an_article_is_listed_with_what_is_known_of_it(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    kept.read(day(2), "Open.")
    kept.writer.append(
        failed(), dataclasses.replace(kept.capture(day(3)), status=410), lambda _: None
    )
    (found,) = kept.collection.articles()
    assert ("Open", "taken_down", 2, 3, day(1), day(3)) == (
        found.headline,
        found.state,
        found.revisions,
        found.observations,
        found.first_observed,
        found.last_observed,
    )


def test_readings_of_two_readers_are_two_states_until_both_are_read_alike(kept: Kept) -> None:
    kept.read(day(2), "Closed.", reader="2")
    kept.read(day(1), "Closed.", reader="1")
    assert 2 == len(states(kept))


def test_of_several_readings_the_one_not_superseded_counts(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    stored = kept.collection.revision(kept.article_id).article
    better = dataclasses.replace(
        stored,
        headline="Better",
        reading=ReadBy(reader="2", layout="generic"),
        supersedes=stored.reading,
    )
    kept.writer.append_line("articles", better)
    assert ["Better"] == [r.article.headline for r in kept.collection.revisions(kept.article_id)]
    assert ["Better"] == [s.headline for s in kept.collection.articles()]


def test_search_finds_the_latest_reading_alone(kept: Kept) -> None:
    kept.read(day(1), "Closed menu imprint.")
    stored = kept.collection.revision(kept.article_id).article
    better = dataclasses.replace(
        stored,
        article_body="Closed.",
        headline="Closed",
        reading=ReadBy(reader="2", layout="generic"),
        supersedes=stored.reading,
    )
    kept.writer.append_line("articles", better)
    assert (0, 1) == (len(kept.collection.search("imprint")), len(kept.collection.search("closed")))


def test_search_finds_what_was_edited_away(kept: Kept) -> None:
    kept.read(day(1), "Closed for 1,500 days.")
    kept.read(day(2), "Open again.")
    (hit,) = kept.collection.search('"1,500 days"')
    assert ("Closed for [1,500 days]", day(1)) == (
        hit.snippet,
        kept.collection.revision(kept.article_id, hit.revision_id).first_observed,
    )


@pytest.mark.parametrize(
    "words",
    ["", '"', "AND OR NOT", "a" * 100_000, "* NEAR(", "\udc80 x", "x " * 5000, "col:x", "\0"],
)
def test_search_takes_any_words(kept: Kept, words: str) -> None:
    kept.read(day(1), "Closed.")
    assert [] == kept.collection.search(words)


def test_an_article_is_named_once_in_a_search_however_many_revisions_match(kept: Kept) -> None:
    for number in range(1, 6):
        kept.read(day(number), f"The quay, day {number}.")
    assert 1 == len(kept.collection.search("quay"))


def test_what_is_not_there_is_said_so(kept: Kept) -> None:
    kept.read(day(1), "Closed.")
    for which in (2, "0" * 24):
        with pytest.raises(NotInCollection, match="it has 1"):
            kept.collection.revision(kept.article_id, which)


def answers(collection: Collection) -> list[object]:
    """Everything that can be asked."""
    found: list[object] = [
        collection.articles(),
        collection.captures(URL),
        collection.search("quay"),
    ]
    for article in collection.articles():
        article_id = article.article_id
        found += [
            collection.revisions(article_id),
            collection.readings(article_id),
            collection.observations(article_id),
            collection.comments(article_id),
            collection.comment_history(article_id),
        ]
    return found


def test_a_rebuilt_index_gives_the_same_answers(tmp_path: Path) -> None:
    path = tmp_path / "collection"
    for number, text in (
        (4, "The quay is open."),
        (1, "The quay is closed."),
        (6, "The quay is open."),
    ):
        with_writer = Kept(path)
        with_writer.read(day(number), text, "a First", f"{number} More")
        with_writer.read(day(number), text + "!", "a First", "b Second")  # the same moment
        put(with_writer.writer, wire("https://ledger.example/copy", b"same", day(number)))
        put(with_writer.writer, wire(URL + "?empty", b"", day(number)))
        with_writer.close()
    with Collection.open(path) as collection:
        before = answers(collection)
        layout = collection.layout
    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)
    with Collection.open(path) as collection:
        assert before == answers(collection)


def test_a_page_with_half_a_surrogate_is_recorded(kept: Kept) -> None:
    spoilt = page("Closed \ud800 now.", "a First \udfff")
    capture: Capture = kept.capture(day(1))
    kept.writer.append(spoilt, capture, lambda _: None)
    kept.writer.append(spoilt, kept.capture(day(2)), lambda _: spoilt)
    revision = kept.collection.revision(kept.article_id)
    assert ("Closed \ufffd now.", 1, 1) == (
        revision.article.article_body,
        revision.number,
        len(kept.collection.comment_history(kept.article_id)),
    )
