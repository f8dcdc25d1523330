"""Which state `--from` and `--to` name: on the history of tests.archive.diff.filled."""

import pytest

from archive.collection import Collection
from archive.errors import BadInput, NotInCollection
from archive.sights import between, sight, sights
from tests.archive.diff.crafted import capture
from tests.archive.diff.filled import URL, fill


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    path = tmp_path_factory.mktemp("seen") / "collection"
    fill(path)
    with Collection.open(path) as opened:
        yield opened


@pytest.fixture
def article_id(collection):
    return collection.find_article(URL)


def seen(collection, article_id, asked):
    """The revision's number, and the day of the visit asked for."""
    one = sight(collection, article_id, asked)
    return one.revision.number, one.visit and one.visit.fetched_at[8:10]


RECORD = capture(4).warc_record_id


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (None, (2, None)),
        ("1", (1, None)),
        (RECORD, (2, "04")),
        (RECORD.strip("<>"), (2, "04")),
        (RECORD.strip("<>").removeprefix("urn:uuid:").upper(), (2, "04")),
        ("2026-03-02", (1, "02")),
        ("2026-03-03T07:59Z", (1, "02")),
        ("2026-03-03T09:30+01:30", (2, "03")),
        ("2026-03-03 08:00:00 UTC", (2, "03")),
        ("20260302080000", (1, "02")),
        ("202603020800", (1, "02")),
        ("20260302075959", (1, "01")),
        ("2026-03-03T07:59:59.999999Z", (1, "02")),
        ("2027-01-01", (2, "06")),
    ],
)
def test_a_state_is_named_by_number_record_or_time(collection, article_id, asked, expected):
    assert expected == seen(collection, article_id, asked)


def test_a_state_is_named_by_its_id(collection, article_id):
    revision_id = collection.revision(article_id, 1).revision_id
    assert (1, None) == seen(collection, article_id, revision_id)


def test_a_visit_that_found_the_page_gone_is_refused_with_the_nearest_that_did_not(
    collection, article_id
):
    with pytest.raises(NotInCollection) as refused:
        sight(collection, article_id, "2026-03-05")
    said = str(refused.value)
    named = [capture(4).warc_record_id in said, capture(6).warc_record_id in said]
    assert ("it answered 404" in said, named) == (True, [True, True])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-02-28", "first visited 2026-03-01"),
        ("<urn:uuid:00000000-0000-4000-8000-00000000000f>", "no visit of this article"),
        ("7", "no revision 7"),
    ],
)
def test_what_was_never_seen_is_not_in_the_collection(collection, article_id, asked, said):
    with pytest.raises(NotInCollection, match=said):
        sight(collection, article_id, asked)


@pytest.mark.parametrize("asked", ["2026-13-01", "20269901000000", "2026-03-03T25:00Z"])
def test_a_time_of_no_calendar_is_a_wrong_call(collection, article_id, asked):
    with pytest.raises(BadInput, match="not a time of the calendar"):
        sight(collection, article_id, asked)


def test_the_later_state_cannot_stand_first(collection, article_id):
    with pytest.raises(BadInput, match="swap them"):
        sights(collection, article_id, "2026-03-06", "2026-03-01")


def test_a_capture_stands_against_the_revision_before_the_one_it_showed(collection, article_id):
    old, new = sights(collection, article_id, None, "2026-03-04")
    assert (1, 2) == (old.revision.number, new.revision.number)


def test_two_captures_are_the_ends_of_what_was_observed(collection, article_id):
    found = between(collection, *sights(collection, article_id, "2026-03-02", "2026-03-06"))
    assert (capture(2).fetched_at, capture(6).fetched_at) == (
        found.observed.after,
        found.observed.before,
    )


def test_each_side_names_the_capture_that_was_asked_for(collection, article_id):
    found = between(collection, *sights(collection, article_id, "2026-03-02", "2026-03-04"))
    assert [capture(2).warc_record_id, capture(4).warc_record_id] == [
        side.capture.warc_record_id for side in (found.from_side, found.to_side) if side.capture
    ]


def test_two_captures_of_one_revision_differ_in_their_comments(collection, article_id):
    found = between(collection, *sights(collection, article_id, "2026-03-03", "2026-03-04"))
    assert {"comment_added", "comment_removed"} == {event.type for event in found.events}
