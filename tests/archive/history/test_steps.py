import pytest

from archive.collection import Collection
from archive.history import comments_since, edits_of, latest_edits
from tests.archive.diff.crafted import capture, kinds
from tests.archive.diff.filled import URL, fill


@pytest.fixture
def collection(tmp_path):
    fill(tmp_path / "c")
    with Collection.open(tmp_path / "c") as opened:
        yield opened


@pytest.fixture
def article_id(collection):
    return collection.find_article(URL)


def test_the_steps_are_the_edit_the_disappearance_and_the_return(collection, article_id):
    steps = [kinds(step.events) for step in edits_of(collection, article_id)]
    assert [
        ["block_edited", "number_changed"],
        ["article_taken_down"],
        ["article_returned"],
    ] == steps


def test_an_edit_is_observed_from_the_last_visit_that_showed_the_old_text(collection, article_id):
    observed = edits_of(collection, article_id)[0].observed
    assert (capture(2).fetched_at, capture(3).fetched_at) == (observed.after, observed.before)


def test_a_disappearance_is_observed_between_two_visits(collection, article_id):
    observed = edits_of(collection, article_id)[1].observed
    assert (capture(4).fetched_at, capture(5).fetched_at) == (observed.after, observed.before)


def test_comments_that_changed_alone_are_found_under_the_revision(collection, article_id):
    found = comments_since(collection, collection.revision(article_id))
    assert found is not None
    assert ["comment_added", "comment_removed"] == kinds(found.events)


def test_a_revision_whose_comments_stayed_has_nothing_since(collection, article_id):
    assert None is comments_since(collection, collection.revision(article_id, 1))


def test_the_latest_edits_stand_first(collection):
    assert [["article_returned"], ["article_taken_down"], ["block_edited", "number_changed"]] == [
        list(edit.events) for edit in latest_edits(collection, 10)
    ]


def test_no_more_edits_are_given_than_asked_for(collection):
    assert 1 == len(latest_edits(collection, 1))


def test_an_edit_says_from_which_revision_to_which(collection):
    edit = latest_edits(collection, 10)[-1]
    assert (1, 2, True, 0.8) == (edit.from_number, edit.to_number, edit.silent, edit.significance)
